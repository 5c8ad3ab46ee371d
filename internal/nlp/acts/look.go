package acts

import (
	"cmp"
	"fmt"
	"slices"

	"chancery/internal/infer"
	"chancery/internal/news"
)

// Stage is where a word that was looked at ended.
type Stage string

// Stages, in the order in which they are passed.
const (
	Weak     Stage = "weak"      // so unlikely to tell of an act that no sides could lift it
	NoParty  Stage = "no party"  // fewer than two sides stand near
	UnderCut Stage = "under cut" // likely enough to tell of one, but its sides or type too unsure
	Undone   Stage = "not done"  // a deed that its words say was not done
	Again    Stage = "again"     // told by another word already
	Told     Stage = "told"
)

// Parts are the factors of a score, each of 1: how surely a word tells of an
// act, of the sides chosen, of the type chosen.
type Parts struct {
	Tells float64
	Sides float64
	Type  float64
}

// A Side is a state that stands near enough to take part, with the
// probabilities that it does and that it receives.
type Side struct {
	Code   string
	Source float64
	Target float64
}

// A Look is an act as it was read at one word, and what came of it.
type Look struct {
	Token, Sentence int // of the analysis
	Stage           Stage
	Reason          string // why that is the stage, in words; "" where told
	By              string // ID of the report that tells the act already
	Report          news.Report
	Score           float64 // the product of the parts
	Parts           Parts
	TypeP, ActP     float64 // probabilities of the report's type and act
	Near            []Side  // states that stand near, the likeliest to take part first
	Signs           Signs   // what Report.Confidence is made of
}

// A drop is an act that is not told.
type drop struct {
	deed
	stage Stage
	by    int // index into acts of what tells it already
}

// looks are all acts, told or not, by their words.
func (r *reading) looks() []Look {
	var out []Look
	for i := range r.acts {
		out = append(out, r.look(&r.acts[i], Told, r.an.Reports[i]))
	}
	for i := range r.drops {
		d := &r.drops[i]
		if d.stage != Again && d.stage != Undone {
			r.settle(&d.deed)
		}
		x := r.look(&d.deed, d.stage, r.report(&d.deed))
		x.Reason = r.reason(d)
		if d.stage == Again {
			x.By = r.an.Reports[d.by].ID
		}
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b Look) int { return a.Token - b.Token })
	return out
}

// reason is why an act is not told, in words.
func (r *reading) reason(d *drop) string {
	switch d.stage {
	case Weak:
		return fmt.Sprintf("tells of an act at %.2f, under %.2f", d.tells, r.choice.cut)
	case NoParty:
		return "fewer than two sides that are known stand near: states, organisations, or a state and its rebels"
	case Undone:
		return "the words say that it was not done"
	case UnderCut:
		return fmt.Sprintf("%.2f telling × %.2f sides × %.2f type = %.2f, under %.2f", d.parts.Tells, d.parts.Sides, d.parts.Type, d.score, r.choice.cut)
	}
	by := &r.acts[d.by]
	return fmt.Sprintf("“%s” tells it already, at %.2f to %.2f", r.an.Tokens[by.token].Text, by.score, d.score)
}

func (r *reading) look(d *deed, s Stage, rep news.Report) Look {
	x := Look{
		Token: d.token, Sentence: d.sentence, Stage: s, Report: rep, Score: d.score, Parts: d.parts,
		TypeP: d.types[infer.Argmax(d.types)], Signs: d.signs(),
	}
	if i := slices.Index(r.net.labels.Acts, d.act.Name); i >= 0 {
		x.ActP = d.telling.acts[i]
	}
	for _, s := range d.sides {
		x.Near = append(x.Near, Side{s.code, s.p[asSource], s.p[asTarget]})
	}
	slices.SortStableFunc(x.Near, func(a, b Side) int {
		return cmp.Compare(max(b.Source, b.Target), max(a.Source, a.Target))
	})
	return x
}
