package selfcheck

import (
	"cmp"
	"slices"

	"chancery/internal/news"
)

// codes are the countries of actors, else what else names them: sorted, each once.
func codes(actors []news.Actor) []string {
	out := make([]string, 0, len(actors))
	for _, a := range actors {
		out = append(out, cmp.Or(a.Country, a.ID, a.Name))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// between reports whether an act goes from source to target.
func between(r *news.Report, source, target []string) bool {
	return slices.Equal(codes(r.Source), source) && slices.Equal(codes(r.Target), target)
}

// renamed are codes after some got another name.
func renamed(codes []string, to map[string]string) []string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = cmp.Or(to[c], c)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Told are the acts that a reading finds told within a span.
func Told(an *news.Analysis, span news.Span) []*news.Report {
	var out []*news.Report
	for i := range an.Reports {
		r := &an.Reports[i]
		if slices.ContainsFunc(r.Evidence, func(e news.Evidence) bool { return e.Field == "act" && e.Overlaps(span) }) {
			out = append(out, r)
		}
	}
	return out
}

// follow looks for the telling's act in the reading of a copy, its countries
// renamed and its date moved as the copy has it; it says what is missing.
func follow(t *Telling, c *Copy, an *news.Analysis) string {
	want := t.Report
	source, target := renamed(codes(want.Source), c.sides), renamed(codes(want.Target), c.sides)
	from, to := want.Date.From.AddDays(c.days), want.Date.To.AddDays(c.days)
	missing := "the act is no longer told between these sides"
	for i := range an.Reports {
		r := &an.Reports[i]
		switch {
		case r.Type != want.Type || !between(r, source, target):
		case r.Date.From == from && r.Date.To == to && r.Status == want.Status && r.Act == want.Act:
			return ""
		case r.Date.From != from || r.Date.To != to:
			missing = "the date is another"
		case r.Status != want.Status:
			missing = "the status is another"
		default:
			missing = "the act is told as another of its type"
		}
	}
	return missing
}
