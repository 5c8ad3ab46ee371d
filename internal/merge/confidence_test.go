package merge

import (
	"testing"

	"chancery/internal/news"
)

func TestConfidence(t *testing.T) {
	from := func(outlet string, c float64, agencies ...string) *news.Report {
		r := &news.Report{Article: outlet, Outlet: outlet, Confidence: c}
		for _, a := range agencies {
			r.Chain = append(r.Chain, news.Link{Name: a, Role: "origin"})
		}
		return r
	}
	m := New(nil, nil)
	for _, c := range []struct {
		name    string
		reports []*news.Report
		want    float64
	}{
		{"one", []*news.Report{from("A", .6)}, .6},
		{"two origins", []*news.Report{from("A", .6), from("B", .4)}, .68}, // 1 - .4·.8
		{"in any order", []*news.Report{from("B", .4), from("A", .6)}, .68},
		{"copies of one wire", []*news.Report{from("A", .6, "KCNA"), from("B", .5, "KCNA"), from("C", .6, "KCNA")}, .6},
		{"copies and another", []*news.Report{from("A", .6, "KCNA"), from("B", .5, "KCNA"), from("C", .4)}, .68},
		{"nothing known", []*news.Report{from("A", 0)}, 0},
		{"sure", []*news.Report{from("A", 1), from("B", 1)}, 1},
	} {
		if got := m.confidence(c.reports); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
