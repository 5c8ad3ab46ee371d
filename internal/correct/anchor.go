package correct

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"math"
	"slices"

	"chancery/internal/news"
)

// anchored are the fields whose words are an anchor's.
func anchored(field string) bool { return field == "act" || field == "source" || field == "target" }

// AnchorOf is where a report tells of its act.
func AnchorOf(r *news.Report) Anchor {
	a := Anchor{Article: r.Article, URL: r.URL, Path: r.Path, Words: []news.Evidence{}}
	for _, e := range r.Evidence {
		if anchored(e.Field) {
			a.Words = append(a.Words, e)
		}
	}
	return a
}

// AnchorsOf are those of all an event's reports.
func AnchorsOf(e *news.Event) []Anchor {
	out := make([]Anchor, len(e.Reports))
	for i := range e.Reports {
		out[i] = AnchorOf(&e.Reports[i])
	}
	return out
}

// told is a key of the same words at the same places, whatever the article is
// called: the text under another address. "" for too few words to tell.
func told(words []news.Evidence) string {
	var keys []string
	for _, e := range words {
		if anchored(e.Field) {
			keys = append(keys, fmt.Sprintf("%s %d %d %q", e.Field, e.Start, e.End, e.Text))
		}
	}
	slices.Sort(keys)
	if keys = slices.Compact(keys); len(keys) < 3 {
		return ""
	}
	sum := sha256.Sum256(fmt.Append(nil, keys))
	return string(sum[:12])
}

// What a report must have of an anchor's, in points.
const (
	here   = 8   // the act's words, where they were
	moved  = 5   // the same words elsewhere
	nearby = 4   // other words of the same place
	side   = 2   // a side's words; 1 more where they were
	enough = 6   // to be the same telling
	near   = 160 // bytes within which other words may tell of the act
)

// likeness says how surely a report of the anchor's article is the telling that it
// names, and how far from there it stands, in bytes.
func (a *Anchor) likeness(r *news.Report) (points, apart int) {
	act, gap := 0, math.MaxInt
	sides := map[string]int{}
	for _, w := range a.Words {
		for _, e := range r.Evidence {
			if e.Field != w.Field || !anchored(e.Field) {
				continue
			}
			d := max(e.Start-w.Start, w.Start-e.Start)
			switch same := e.Text == w.Text; {
			case e.Field != "act" && same && d == 0:
				sides[e.Field] = max(sides[e.Field], side+1)
			case e.Field != "act" && same:
				sides[e.Field] = max(sides[e.Field], side)
			case e.Field != "act":
			case same && d == 0:
				act, gap = max(act, here), min(gap, d)
			case same:
				act, gap = max(act, moved), min(gap, d)
			case e.Overlaps(w.Span), d <= near:
				act, gap = max(act, nearby), min(gap, d)
			}
		}
	}
	if act == 0 {
		return 0, gap
	}
	return act + sides["source"] + sides["target"], gap
}

// Find is the report that the anchor names, of those of its article; -1 for none.
func (a *Anchor) Find(reports []*news.Report) int {
	best, points, apart := -1, 0, 0
	for i, r := range reports {
		p, d := a.likeness(r)
		if p < enough {
			continue
		}
		if best < 0 || cmp.Or(cmp.Compare(p, points), cmp.Compare(apart, d), cmp.Compare(reports[best].ID, r.ID)) > 0 {
			best, points, apart = i, p, d
		}
	}
	return best
}
