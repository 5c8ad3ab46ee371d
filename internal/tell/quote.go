package tell

import (
	"slices"
	"strings"

	"chancery/internal/news"
)

// BestQuote prefers direct words of the act's own doer, and neither scraps nor
// speeches.
func BestQuote(e *news.Event) (best news.Quote, ok bool) {
	score := func(q news.Quote) int {
		s := 0
		if q.Direct {
			s += 4
		}
		if slices.ContainsFunc(e.Source, func(a news.Actor) bool { return a.ID != "" && a.ID == q.Speaker.ID }) {
			s += 2
		}
		switch n := len(q.Text); {
		case n >= 20 && n <= 240:
			s += 2
		case n >= 10:
			s++
		}
		return s
	}
	for _, q := range e.Quotes {
		if strings.TrimSpace(q.Text) != "" && (!ok || score(q) > score(best)) {
			best, ok = q, true
		}
	}
	return best, ok
}
