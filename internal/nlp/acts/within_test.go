package acts

import (
	"testing"

	"chancery/internal/act"
	"chancery/internal/news"
	"chancery/internal/nlp/tree"
)

// TestWithin: an act is done within one state where the head says so, two
// mentions of the state stand near, and no other state is likelier to receive.
func TestWithin(t *testing.T) {
	table, err := act.Load()
	if err != nil {
		t.Fatal(err)
	}
	home := func(doer, recipient float64, to int) side {
		return side{code: "PHL", p: [2]float64{doer, recipient}, mention: [2]int{0, to}}
	}
	guest := func(recipient float64) side {
		return side{code: "MYS", p: [2]float64{0.05, recipient}, mention: [2]int{2, 2}}
	}
	for _, c := range []struct {
		name   string
		within float64
		sides  []side
		want   string // recipient
	}{
		{"an army and its rebels", 3, []side{home(0.9, 0.7, 1), guest(0.1)}, "PHL"},
		{"no other state near", 3, []side{home(0.9, 0.7, 1)}, "PHL"},
		{"one mention is no two sides", 3, []side{home(0.9, 0.7, 0), guest(0.1)}, "MYS"},
		{"two mentions of one actor are none either", 3, []side{home(0.9, 0.7, 3), guest(0.1)}, "MYS"},
		{"another state receives", 3, []side{home(0.9, 0.2, 1), guest(0.95)}, "MYS"},
		{"the head says no", -6, []side{home(0.9, 0.4, 1), guest(0.3)}, "MYS"},
	} {
		an := parsed(t, "troops:2:nsubj attacked:0:root rebels:2:obj")
		an.Mentions = []news.Mention{{Head: 0, Last: 1, Entity: 0}, {Head: 2, First: 2, Last: 3, Entity: 1}, {Head: 2, First: 2, Last: 3, Entity: 2}, {Entity: 3}}
		an.Entities = []news.Entity{{Actor: news.Actor{ID: "PHL"}}, {}, {}, {Actor: news.Actor{ID: "PHL"}}}
		l := labels{Types: []string{news.Assault}, Acts: []string{"attack"}}
		r := &reading{Layer: &Layer{net: &net{labels: l}, table: table, choice: standard}, an: an, tree: tree.New(an)}
		x := &telling{types: []float64{1}, acts: []float64{1}, within: c.within, sides: c.sides}
		_, target, _, _ := r.sides(x, news.Assault)
		if len(target) != 1 || target[0].code != c.want {
			t.Errorf("%s: %+v", c.name, target)
		}
		x.reciprocal, r.net.labels.Acts = 0.9, []string{"clash"}
		source, target, both, _ := r.sides(x, news.Assault)
		if !both || len(source) != len(target) || len(c.sides) == 2 && c.want == "MYS" && len(target) != 2 {
			t.Errorf("%s, with each other: %+v %+v %v", c.name, source, target, both)
		}
		x.reciprocal, r.choice.within = 0, false
		if _, target, _, _ := r.sides(x, news.Assault); len(target) > 0 && target[0].code == "PHL" {
			t.Errorf("%s: within one state, switched off", c.name)
		}
	}
}

// TestTurnedWithin: what rebels do to an army is not what it does to them.
func TestTurnedWithin(t *testing.T) {
	an := parsed(t, "troops:2:nsubj attacked:0:root rebels:2:obj")
	an.Mentions, an.Entities = []news.Mention{{Entity: 0}, {Entity: 1}, {Entity: 1}}, make([]news.Entity, 2)
	r := &reading{an: an, tree: tree.New(an)}
	deed := func(by, to int) *deed {
		return &deed{source: []party{{"PHL", by}}, target: []party{{"PHL", to}}}
	}
	if !r.alike(deed(0, 1), deed(0, 2)) {
		t.Error("the same twice: two acts")
	}
	if r.alike(deed(0, 1), deed(2, 0)) {
		t.Error("turned round: one act")
	}
	mutual := deed(0, 1)
	if mutual.both = true; !r.alike(mutual, deed(0, 1)) || !r.alike(mutual, deed(2, 0)) {
		t.Error("done by both: not what either did")
	}
}
