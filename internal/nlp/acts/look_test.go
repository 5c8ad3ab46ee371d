package acts

import "testing"

// TestChooseStage has made-up tellings end where they should.
func TestChooseStage(t *testing.T) {
	r := &reading{Layer: &Layer{choice: standard, net: &net{labels: labels{Types: []string{"ASSAULT", "CONSULT"}}}}}
	both := []side{{code: "KEN", p: [2]float64{0.9, 0.1}}, {code: "UGA", p: [2]float64{0.1, 0.9}}}
	unsure := []side{{code: "KEN", p: [2]float64{0.2, 0.1}}, {code: "UGA", p: [2]float64{0.1, 0.2}}}
	for _, c := range []struct {
		name  string
		tells float64
		sides []side
		want  Stage
	}{
		{"told", 0.9, both, Told},
		{"nobody", 0.9, nil, NoParty},
		{"hardly an act", 0.1, both, Weak},
		{"whose act?", 0.9, unsure, UnderCut},
	} {
		d, stage := r.choose(&telling{tells: c.tells, types: []float64{0.2, 0.8}, sides: c.sides})
		if stage != c.want || d.typ != "CONSULT" {
			t.Errorf("%s: %s %s, want %s", c.name, stage, d.typ, c.want)
		}
		if p := d.parts; d.score != p.Tells*p.Sides*p.Type || stage == Told && d.score < standard.cut {
			t.Errorf("%s: score %g of %+v", c.name, d.score, p)
		}
	}
}
