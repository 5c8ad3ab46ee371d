package acts

import (
	"cmp"
	"slices"

	"chancery/internal/news"
)

// disown tells denials of which no words say to whom they are made, beside the
// deed of the same doer that the same sentence tells as denied: "Uganda denied
// having sent troops into Congo". Their recipient stays empty.
func (r *reading) disown() {
	for n := range r.drops {
		d := r.drops[n].deed
		if s := r.drops[n].stage; s != NoParty && s != UnderCut || r.named(d.telling, d.typ).Name != "deny" || len(d.sides) == 0 {
			continue
		}
		x := slices.MaxFunc(d.sides, func(a, b side) int { return cmp.Compare(a.p[asSource], b.p[asSource]) })
		d.parts.Sides = x.p[asSource]
		if d.score = d.parts.Tells * d.parts.Sides * d.parts.Type; d.score < r.choice.cut || !r.disowned(d.sentence, x.code) {
			continue
		}
		d.source, d.target, d.both = []party{{x.code, x.mention[asSource]}}, nil, false
		if r.settle(&d); r.choice.undone && r.undone(&d) {
			continue
		}
		r.acts = append(r.acts, d)
		r.drops[n].stage = Told
	}
	r.drops = slices.DeleteFunc(r.drops, func(d drop) bool { return d.stage == Told })
	slices.SortStableFunc(r.acts, func(a, b deed) int { return cmp.Compare(a.token, b.token) })
}

// disowned reports whether a sentence tells as denied what a state did.
func (r *reading) disowned(sentence int, code string) bool {
	return slices.ContainsFunc(r.acts, func(d deed) bool {
		return d.sentence == sentence && d.status == news.Denied && slices.ContainsFunc(d.source, func(p party) bool { return p.code == code })
	})
}
