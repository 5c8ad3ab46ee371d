package merge

import (
	"cmp"
	"slices"
	"strings"

	"chancery/internal/news"
)

// ownQuotes sorts one article's quotes and leaves out those that stand within
// another of them.
func ownQuotes(qs []news.Quote) []news.Quote {
	slices.SortFunc(qs, func(a, b news.Quote) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), -cmp.Compare(a.End, b.End), cmp.Compare(a.Text, b.Text),
			compareActors(a.Speaker, b.Speaker), compareActors(a.Addressee, b.Addressee))
	})
	var out []news.Quote
	for _, q := range qs {
		if len(out) > 0 && q.Start < out[len(out)-1].End && out[len(out)-1].Contains(q.Span) {
			continue
		}
		q.Report = 0
		out = append(out, q)
	}
	return out
}

// distinct leaves the first of quotes of the same words, a direct one before
// an indirect one.
func distinct(qs []news.Quote) []news.Quote {
	at := map[string]int{}
	out := []news.Quote{}
	for _, q := range qs {
		k := fold(q.Text)
		if i, ok := at[k]; ok {
			if q.Direct && !out[i].Direct {
				out[i] = q
			}
			continue
		}
		at[k] = len(out)
		out = append(out, q)
	}
	return out
}

// Wordings beyond these numbers are left uncompared: they are quadratic.
const (
	maxQuotes    = 200 // of an event
	maxRendering = 60  // words of a quote
)

// wordings finds quotes of different articles that likely render the same
// words differently: translations of one message.
func wordings(rs []*news.Report) []news.Conflict {
	type saying struct {
		text   string
		words  []string
		report int
	}
	var ss []saying
	for i, r := range rs {
		for j := range r.Quotes {
			q := &r.Quotes[j]
			if ws := words(q.Text); q.Direct && len(ws) >= 2 && len(ws) <= maxRendering && len(ss) < maxQuotes {
				ss = append(ss, saying{q.Text, ws, i})
			}
		}
	}
	of := make([]int, len(ss))
	for i := range ss {
		of[i] = i
	}
	linked := make([]bool, len(ss)) // rendered otherwise by another
	for i := range ss {
		for j := i + 1; j < len(ss); j++ {
			a, b := &ss[i], &ss[j]
			if a.report == b.report {
				continue
			}
			same := slices.Equal(a.words, b.words)
			if !same && !rendering(a.words, b.words) {
				continue
			}
			join(of, i, j)
			if !same {
				linked[i], linked[j] = true, true
			}
		}
	}
	groups := map[int][]int{}
	for i := range ss {
		r := root(of, i)
		groups[r] = append(groups[r], i)
	}
	var out []news.Conflict
	for i := range ss {
		g := groups[i]
		if !slices.ContainsFunc(g, func(i int) bool { return linked[i] }) {
			continue
		}
		var values []claim
		for _, j := range g {
			values = append(values, claim{fold(ss[j].text), ss[j].text, ss[j].report})
		}
		if c, ok := conflict("wording", values); ok {
			out = append(out, c)
		}
	}
	return out
}

// rendering reports whether two different wordings likely translate the same
// words: much in common, in the same order, neither an excerpt of the other.
func rendering(a, b []string) bool {
	short, long := a, b
	if len(short) > len(long) {
		short, long = long, short
	}
	if strings.Contains(" "+strings.Join(long, " ")+" ", " "+strings.Join(short, " ")+" ") {
		return false
	}
	content := func(ws []string) (n int) {
		for _, w := range ws {
			if !isLittle(w) {
				n++
			}
		}
		return n
	}
	ca, cb := content(a), content(b)
	if max(ca, cb) <= 4 {
		// A phrase: as many words, and one of them at its place.
		return ca == cb && ca >= 2 && inPlace(a, b) && likeness(a, b) >= 0.3
	}
	return 2*min(ca, cb) >= max(ca, cb) && likeness(a, b) >= 0.4
}

// inPlace reports whether some word with content is the same, at the same
// place among such words, in both.
func inPlace(a, b []string) bool {
	carry := func(ws []string) []string {
		return slices.DeleteFunc(slices.Clone(ws), isLittle)
	}
	x, y := carry(a), carry(b)
	for i := range min(len(x), len(y)) {
		if stem(x[i]) == stem(y[i]) {
			return true
		}
	}
	return false
}
