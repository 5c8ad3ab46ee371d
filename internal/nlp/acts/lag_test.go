package acts

import (
	"slices"
	"testing"

	"chancery/internal/news"
	"chancery/internal/nlp/tree"
)

// TestLag: an act that is told as so long after another, or before it, lies that far from it.
func TestLag(t *testing.T) {
	pub := news.NewDay(2018, 3, 15)
	monday := news.OneDay(news.NewDay(2018, 3, 12), "Monday")
	for _, c := range []struct {
		name, words, at string
		duration        [2]int // tokens of a duration
		value           string
		main            news.Interval // of the act told beside; unknown for none
		from, to        string
	}{
		{"a day after", "remarks:2:nsubj come:0:root a:4:det day:2:obl after:7:mark Chad:7:nsubj expelled:2:advcl envoys:7:obj", "expelled", [2]int{2, 4}, "P1D", monday, "2018-03-11", "2018-03-11"},
		{"of the page's news", "remarks:2:nsubj come:0:root a:4:det day:2:obl after:7:mark Chad:7:nsubj expelled:2:advcl envoys:7:obj", "expelled", [2]int{2, 4}, "P1D", news.Interval{}, "2018-03-13", "2018-03-14"},
		{"two weeks", "It:2:nsubj came:0:root two:4:nummod weeks:2:obl after:7:mark Chad:7:nsubj expelled:2:advcl envoys:7:obj", "expelled", [2]int{2, 4}, "P2W", monday, "2018-02-23", "2018-03-01"},
		{"several days", "days:7:obl after:4:mark Chad:4:nsubj expelled:1:acl envoys:4:obj Mali:7:nsubj protested:0:root", "expelled", [2]int{}, "", monday, "2018-03-02", "2018-03-10"},
		{"less than", "It:2:nsubj came:0:root less:2:advmod than:3:fixed a:6:det week:3:obl after:9:mark Chad:9:nsubj expelled:3:advcl", "expelled", [2]int{4, 6}, "P1W", monday, "2018-03-02", "2018-03-12"},
		{"more than", "It:2:nsubj came:0:root more:6:advmod than:6:case a:6:det year:2:obl after:9:mark Chad:9:nsubj expelled:6:acl", "expelled", [2]int{4, 6}, "P1Y", monday, "", "2017-03-12"},
		{"a calendar year", "It:2:nsubj came:0:root two:4:nummod years:2:obl after:7:mark Chad:7:nsubj expelled:2:advcl", "expelled", [2]int{2, 4}, "P2Y", monday, "2016-01-01", "2016-12-31"},
		{"what is had", "It:2:nsubj came:0:root a:4:det day:2:obl after:7:mark Chad:7:nsubj held:2:advcl talks:7:obj", "talks", [2]int{2, 4}, "P1D", monday, "2018-03-11", "2018-03-11"},
		{"what was said", "It:2:nsubj came:0:root a:4:det day:2:obl after:7:mark Chad:7:nsubj said:2:advcl it:9:nsubj expelled:7:ccomp", "expelled", [2]int{2, 4}, "P1D", monday, "2018-03-10", "2018-03-11"},
		{"this week is none", "It:2:nsubj fell:0:root this:4:det week:2:obl after:7:mark Chad:7:nsubj expelled:2:advcl", "expelled", [2]int{}, "", monday, "", ""},
		{"after alone is none", "It:2:nsubj fell:0:root after:5:mark Chad:5:nsubj expelled:2:advcl", "expelled", [2]int{}, "", monday, "", ""},
		{"another clause", "It:2:nsubj came:0:root a:4:det day:2:obl after:7:mark Chad:7:nsubj slept:2:advcl while:10:mark Mali:10:nsubj expelled:7:advcl", "expelled", [2]int{2, 4}, "P1D", monday, "", ""},
	} {
		an := parsed(t, c.words)
		an.Published = news.OneDay(pub, "test")
		at := func(w string) int { return slices.IndexFunc(an.Tokens, func(x news.Token) bool { return x.Text == w }) }
		if c.value != "" {
			an.Times = []news.Time{{Type: news.Duration, Value: c.value, First: c.duration[0], Last: c.duration[1]}}
		}
		root := slices.IndexFunc(an.Tokens, func(x news.Token) bool { return x.Rel == "root" })
		r := &reading{Layer: &Layer{choice: standard}, an: an, tree: tree.New(an), acts: []deed{
			{telling: &telling{token: at(c.at)}, status: news.Reported, time: -1},
		}}
		if c.main.Known() {
			r.acts = append(r.acts, deed{telling: &telling{token: root}, status: news.Reported, time: -1, date: c.main})
		}
		r.keepApart()
		if got := r.acts[0].date; got.From != day(t, c.from) || got.To != day(t, c.to) {
			t.Errorf("%s: %v, want %s..%s", c.name, got, c.from, c.to)
		}
	}
}

// TestLagOwn: words in an act's own clause date it, those of what it is told beside do not; what is planned lies ahead.
func TestLagOwn(t *testing.T) {
	read := func(words string, own int, status news.Status) news.Interval {
		an := parsed(t, words)
		an.Published = news.OneDay(news.NewDay(2018, 3, 15), "test")
		an.Times = []news.Time{{Sentence: 0, First: own, Last: own + 1, Interval: news.OneDay(news.NewDay(2018, 3, 8), "told")}}
		verb := slices.IndexFunc(an.Tokens, func(x news.Token) bool { return x.Rel == "advcl" })
		r := &reading{Layer: &Layer{choice: standard}, an: an, tree: tree.New(an), acts: []deed{
			{telling: &telling{token: verb}, status: status, time: 0, date: an.Times[0].Interval},
		}}
		r.keepApart()
		return r.acts[0].date
	}
	if got := read("It:2:nsubj came:0:root days:2:obl after:6:mark Chad:6:nsubj struck:2:advcl Thursday:6:obl", 6, news.Reported); got.From != news.NewDay(2018, 3, 8) || !got.Exact() {
		t.Errorf("dated by its own words: %v", got)
	}
	if got := read("It:2:nsubj came:0:root Thursday:2:obl hours:2:obl after:7:mark Chad:7:nsubj struck:2:advcl", 2, news.Reported); got.From != news.NewDay(2018, 3, 7) || got.To != news.NewDay(2018, 3, 8) {
		t.Errorf("hours before Thursday: %v", got)
	}
	if got := read("It:2:nsubj came:0:root Thursday:2:obl days:2:obl before:7:mark Chad:7:nsubj votes:2:advcl", 2, news.Planned); got.From != news.NewDay(2018, 3, 10) || got.To != news.NewDay(2018, 3, 18) {
		t.Errorf("days after Thursday: %v", got)
	}
}

func day(t *testing.T, s string) news.Day {
	t.Helper()
	d, err := news.ParseDay(s)
	if err != nil && s != "" {
		t.Fatal(err)
	}
	return d
}
