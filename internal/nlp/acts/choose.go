package acts

import (
	"cmp"
	"math"
	"slices"

	"chancery/internal/act"
	"chancery/internal/infer"
	"chancery/internal/news"
)

// choice is how the parts of a telling are weighed into acts.
type choice struct {
	cut    float64 // of telling × sides × types, below which nothing is told
	types  float64 // exponent of the type's probability
	join   float64 // a further side joins at this probability where it is named along with the one before
	apart  float64 // elsewhere only if also at this share of that one's: what may be either is no second side
	mute   float64 // weight of no channel
	open   float64 // weight of "some day before the page's" as the dating of what is done
	week   float64 // that of "in the week up to the page's day", and of that day where it is not known exactly
	cited  float64 // an act stands under a citing that holds it at this probability
	named  bool    // nouns may name an occasion that the calendar does not
	once   bool    // several tellings of one act are one act
	undone bool    // what its words say was not done is none
	agree  bool    // datings that agree count together
	faces  bool    // what is planned has the day ahead, what is done the one behind, where words for a time leave both
	lags   bool    // "a day after" another act dates one
	within bool    // an act may be done within one state: by a government to its rebels
}

// standard is what dev pages chose.
var standard = choice{cut: 0.14, types: 1, join: 0.2, apart: 0.7, mute: 0.25, open: 0.06, week: 0.65, cited: 0.15, named: true, once: true, faces: true, undone: true, agree: true, lags: true, within: true}

// choose makes an act of a telling: the two sides that go best with it, and its
// type. The stage is Told, or what drops it.
func (r *reading) choose(t *telling) (deed, Stage) {
	c := r.choice
	k := infer.Argmax(t.types)
	source, target, both, p := r.sides(t, r.net.labels.Types[k])
	parts := Parts{t.tells, p, math.Pow(t.types[k], c.types)}
	d := deed{
		telling: t, score: parts.Tells * parts.Sides * parts.Type, parts: parts,
		typ: r.net.labels.Types[k], source: source, target: target, both: both, time: -1, occasion: -1,
	}
	switch {
	case t.tells < c.cut: // nothing could lift it
		return d, Weak
	case len(source) == 0:
		return d, NoParty
	case d.score < c.cut:
		return d, UnderCut
	}
	return d, Told
}

// settle gives an act its name, how it is told, and its day.
func (r *reading) settle(d *deed) {
	d.act = r.named(d.telling, d.typ)
	d.status = news.Status(r.net.labels.Statuses[infer.Argmax(d.statuses)])
	d.channel = r.through(d.channels)
	r.date(d)
	if r.choice.named && d.occasion < 0 {
		d.on = r.namedOccasion(d)
	}
}

// through is the likeliest channel, if any.
func (r *reading) through(channels []float64) string {
	best, top := "", -1.0
	for i, p := range channels {
		name := r.net.labels.Channels[i]
		if name == "" {
			p *= r.choice.mute
		}
		if p > top {
			best, top = name, p
		}
	}
	return best
}

// sides are the states that do and that receive, and how likely they are.
// Only what the table has as done by both has no doer: not a visit. One state on
// both sides is told where that is likelier.
func (r *reading) sides(t *telling, typ string) (source, target []party, both bool, p float64) {
	both = t.reciprocal > 0.5 && r.named(t, typ).Traits.Has(act.Both)
	home, inside := r.inside(t)
	if both {
		if all, p := together(t); len(all) > 1 && p >= inside {
			return all, all, true, p
		}
	}
	from, to := -1, -1
	for i, x := range t.sides {
		for j, y := range t.sides {
			if v := x.p[asSource] * y.p[asTarget]; v > p && i != j {
				from, to, p = i, j, v
			}
		}
	}
	if inside > p {
		return []party{{home.code, home.mention[asSource]}}, []party{{home.code, home.mention[asTarget]}}, both, inside
	}
	if from < 0 {
		return nil, nil, false, 0
	}
	for i, x := range t.sides {
		if i == from || i != to && r.joins(&x, &t.sides[from], asSource) {
			source = append(source, party{x.code, x.mention[asSource]})
		}
		if i == to || i != from && r.joins(&x, &t.sides[to], asTarget) {
			target = append(target, party{x.code, x.mention[asTarget]})
		}
	}
	return source, target, false, p
}

// inside is the likeliest doer, and the chance that he did it to another actor of
// his own state, as a government does to its rebels. The weights are a
// logistic regression's on what dev pages tell of 680 acts, 23 of them such.
func (r *reading) inside(t *telling) (doer *side, p float64) {
	for i := range t.sides {
		if s := &t.sides[i]; doer == nil || s.p[asSource] > doer.p[asSource] {
			doer = s
		}
	}
	if !r.choice.within || doer == nil || r.one(doer.mention[asSource], doer.mention[asTarget]) {
		return doer, 0
	}
	other := 0.0
	for i := range t.sides {
		if s := &t.sides[i]; s != doer {
			other = max(other, s.p[asTarget])
		}
	}
	return doer, doer.p[asSource] / (1 + math.Exp(1.54-0.59*t.within-0.23*logOdds(doer.p[asTarget])+0.4*logOdds(other)))
}

// logOdds keeps what is all but sure in bounds.
func logOdds(p float64) float64 {
	p = min(max(p, leastProbability), 1-leastProbability)
	return math.Log(p / (1 - p))
}

// joins reports whether a further side takes part beside the likeliest.
func (r *reading) joins(x, best *side, role int) bool {
	if r.along(x.mention[role], best.mention[role]) {
		return x.p[role] >= r.choice.join
	}
	return x.p[role] >= r.choice.join && x.p[role] >= r.choice.apart*best.p[role]
}

// along reports whether two mentions are one, or named in one breath: "Egypt and
// Sudan", "Russia's Putin and China's Xi".
func (r *reading) along(a, b int) bool {
	if a == b {
		return true
	}
	x, y := r.an.Mentions[a].Head, r.an.Mentions[b].Head
	m := meet(r.tree.Head, x, y)
	return m.ok && r.nominal(x, m.steps[0]) && r.nominal(y, m.steps[1])
}

// nominal reports whether the arcs up from a token stay within noun phrases.
func (r *reading) nominal(i, steps int) bool {
	for ; steps > 0; steps, i = steps-1, r.tree.Head(i) {
		switch r.tree.Rel(i) {
		case "conj", "appos", "flat", "compound", "amod", "nmod", "nmod:poss":
		default:
			return false
		}
	}
	return true
}

// together are the sides of an act that they do with one another.
func together(t *telling) (all []party, p float64) {
	type weighed struct {
		party
		p float64
	}
	var ws []weighed
	for _, x := range t.sides {
		r := asSource
		if x.p[asTarget] > x.p[asSource] {
			r = asTarget
		}
		ws = append(ws, weighed{party{x.code, x.mention[r]}, 1 - (1-x.p[asSource])*(1-x.p[asTarget])})
	}
	slices.SortStableFunc(ws, func(a, b weighed) int { return cmp.Compare(b.p, a.p) })
	for i, w := range ws {
		if i < 2 || w.p > 0.6 {
			all = append(all, w.party)
		}
	}
	if len(ws) > 1 {
		p = ws[0].p * ws[1].p
	}
	return all, p
}

// named is the likeliest act of the type.
func (r *reading) named(t *telling, typ string) (best act.Act) {
	top := -1.0
	for i, p := range t.acts {
		a, ok := r.table.Lookup(r.net.labels.Acts[i])
		if !ok {
			continue
		}
		if a.Type != typ {
			p *= 0.1
		}
		if p > top {
			best, top = a, p
		}
	}
	return best
}
