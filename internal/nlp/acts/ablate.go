package acts

import (
	"slices"

	"chancery/internal/news"
)

// A part is a head of the net, or a rule after it, that can be switched off.
type part struct {
	name string
	head func(*net, *telling) // makes what the net says of a word say nothing
	rule func(*choice)
}

func ablations() []part {
	return []part{
		{name: "head: type in the score", rule: func(c *choice) { c.types = 0 }},
		{name: "head: act", head: func(_ *net, t *telling) { t.acts = slices.Repeat([]float64{1}, len(t.acts)) }},
		{name: "head: status", head: func(n *net, t *telling) { t.statuses = only(n.labels.Statuses, string(news.Reported)) }},
		{name: "head: channel", head: func(n *net, t *telling) { t.channels = only(n.labels.Channels, "") }},
		{name: "head: background", head: func(_ *net, t *telling) { t.background = 0 }},
		{name: "head: reciprocal", head: func(_ *net, t *telling) { t.reciprocal = 0 }},
		{name: "head: times", head: func(_ *net, t *telling) { t.whens = nil }},
		{name: "head: time by default", head: func(_ *net, t *telling) {
			t.defaults = []float64{withinWeek: slices.Max(t.defaults), otherDay: 0}
		}},
		{name: "head: citings", head: func(_ *net, t *telling) { t.cites = nil }},
		{name: "rule: no channel weighs less", rule: func(c *choice) { c.mute = 1 }},
		{name: "rule: any day before weighs less", rule: func(c *choice) { c.open = 1 }},
		{name: "rule: the week weighs less than the day", rule: func(c *choice) { c.week = 1 }},
		{name: "head: occasion", rule: func(c *choice) { c.named = false }},
		{name: "rule: further sides join", rule: func(c *choice) { c.join = 2 }},
		{name: "rule: what is planned is ahead, what is done behind", rule: func(c *choice) { c.faces = false }},
		{name: "rule: what was not done is none", rule: func(c *choice) { c.undone = false }},
		{name: "rule: datings that agree count together", rule: func(c *choice) { c.agree = false }},
		{name: "rule: so long after another act", rule: func(c *choice) { c.lags = false }},
		{name: "head: within one state", rule: func(c *choice) { c.within = false }},
		{name: "rule: told once", rule: func(c *choice) { c.once = false }},
	}
}

// only is certainty of one of the labels.
func only(labels []string, one string) []float64 {
	p := make([]float64, len(labels))
	if k := slices.Index(labels, one); k >= 0 {
		p[k] = 1
	}
	return p
}

// Ablations names the heads and the rules that Without switches off.
func Ablations() []string {
	var names []string
	for _, p := range ablations() {
		names = append(names, p.name)
	}
	return names
}

// Without is the reader with one of Ablations switched off, to measure what that
// part is worth; it shares the weights. An unknown name switches nothing off.
func (l *Layer) Without(name string) *Layer {
	out := *l
	for _, p := range ablations() {
		if p.name == name {
			out.deaf = p.head
			if p.rule != nil {
				p.rule(&out.choice)
			}
		}
	}
	return &out
}
