// Package acts reads acts: it fills Analysis.Reports with who did or said
// what to whom. What it knows comes from the layers before it (mentions with
// their states, times, attributions); what it reads it has learned from pages
// that careful readers labelled (training/acts; models/acts has the card).
//
// The path of one page:
//
//	windows (window.go) → tellings: words that may tell of an act, with what
//	the net says of each (net.go) → acts: sides, type and act chosen together
//	(choose.go) → its day (dating.go, lag.go) → one act for all its tellings (tell.go)
//	→ its chain of sources (chain.go) and quotations → reports (report.go)
//
// What is dropped on the way keeps the stage that dropped it (look.go).
package acts

import (
	"chancery/internal/act"
	"chancery/internal/gazetteer"
	"chancery/internal/infer"
	"chancery/internal/news"
	"chancery/internal/nlp/tree"
	"chancery/models"
)

// Layer fills Analysis.Reports. It is safe for concurrent use.
type Layer struct {
	net    *net
	gaz    *gazetteer.Gazetteer
	table  *act.Table
	choice choice
	sure   sureness
	deaf   func(*net, *telling) // to a head; nil for none (ablate.go)
}

// New loads the weights that the program carries; it fails only where they or
// a table are malformed.
func New(g *gazetteer.Gazetteer) (*Layer, error) {
	file, addition := models.Acts()
	n, err := newNet(file, addition, infer.Fastest)
	if err != nil {
		return nil, err
	}
	t, err := act.Load()
	if err != nil {
		return nil, err
	}
	return &Layer{net: n, gaz: g, table: t, choice: standard, sure: fitted}, nil
}

// Find needs all other layers' results in an.
func (l *Layer) Find(an *news.Analysis) { l.Tell(an, l.Tellings(an)) }

// Explain does what Find does, and gives what came of each word that was
// looked at, in order.
func (l *Layer) Explain(an *news.Analysis) []Look {
	return l.read(an, l.Tellings(an)).looks()
}

// Tell is Find's second part, from the tellings on.
func (l *Layer) Tell(an *news.Analysis, ts Tellings) { l.read(an, ts) }

func (l *Layer) read(an *news.Analysis, ts Tellings) *reading {
	r := &reading{Layer: l, an: an, tree: tree.New(an)}
	for _, t := range ts {
		if l.deaf != nil {
			l.deaf(l.net, &t)
		}
		d, stage := r.choose(&t)
		if stage != Told {
			r.drops = append(r.drops, drop{deed: d, stage: stage})
			continue
		}
		r.settle(&d)
		if r.choice.undone && r.undone(&d) {
			r.drops = append(r.drops, drop{deed: d, stage: Undone})
			continue
		}
		r.acts = append(r.acts, d)
	}
	r.keepApart()
	r.goOn()
	r.tellOnce()
	r.shareOccasions()
	an.Reports = r.write()
	return r
}

// Tellings are the words of a page that may tell of acts, in order, with what
// the net says of each.
type Tellings []telling

// Tellings is Find's first part, and nearly all of its cost: the net.
func (l *Layer) Tellings(an *news.Analysis) Tellings {
	var out Tellings
	for _, w := range windows(newPage(an), l.net.model.Tokenizer) {
		if len(w.Parties) > 0 { // without a side nothing is told of any
			out = append(out, l.net.read(&w)...)
		}
	}
	return out
}

// reading is one article being read.
type reading struct {
	*Layer
	an    *news.Analysis
	tree  *tree.Tree
	acts  []deed
	drops []drop // what is not told
}

// A deed is one act that is told, or that may be.
type deed struct {
	*telling
	score          float64
	parts          Parts
	typ            string
	act            act.Act
	source, target []party
	both           bool
	status         news.Status
	channel        string
	date           news.Interval
	fall           int       // the default that dates it where no words do
	time           int       // index into Times of what dates it; -1
	occasion       int       // index into Times of what names its occasion; -1
	on             news.Span // else the words that name it
	lag            news.Span // the words that tell how far from another act it was, and date it
	earlier        bool
}

// A party is a state that takes part, by the mention that says so.
type party struct {
	code    string
	mention int
}
