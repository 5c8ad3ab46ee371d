package merge

import (
	"cmp"
	"slices"
	"strings"

	"chancery/internal/news"
)

// origins counts the independent sources behind the reports. Two pages that
// go back to one agency, ministry or speaker are one source, and so are two
// that say it in the same words, or of which one is the other's copy. A page that
// cites nobody counts by its outlet.
func (m *Merger) origins(rs []*news.Report) int {
	n := 0
	for i, first := range m.sameOrigin(rs) {
		if first == i {
			n++
		}
	}
	return n
}

// sameOrigin gives each report the first of its origin.
func (m *Merger) sameOrigin(rs []*news.Report) []int {
	group := map[string][]int{}
	of := make([]int, len(rs)) // to the first report of the same origin
	for i, r := range rs {
		of[i] = i
		k := m.origin(r)
		if g := group[k]; len(g) > 0 {
			of[i] = g[0]
		}
		group[k] = append(group[k], i)
	}
	// Copies: compare one report of each origin and wording.
	copies := map[string]int{}
	for i, r := range rs {
		k := wording(r)
		if k == "" {
			continue
		}
		if j, ok := copies[k]; ok {
			join(of, i, j)
		} else {
			copies[k] = i
		}
	}
	// And what the store found: reports that carry the words of one article.
	carry := map[string]int{}
	for i, r := range rs {
		for _, article := range []string{r.Article, r.CopyOf} {
			if j, ok := carry[article]; ok {
				join(of, i, j)
			} else if article != "" {
				carry[article] = i
			}
		}
	}
	for i := range of {
		of[i] = root(of, i)
	}
	return of
}

func root(of []int, i int) int {
	for of[i] != i {
		i = of[i]
	}
	return i
}

func join(of []int, i, j int) {
	a, b := root(of, i), root(of, j)
	of[max(a, b)] = min(a, b)
}

// origin names whom the report ultimately goes back to.
func (m *Merger) origin(r *news.Report) string {
	for _, role := range []string{"origin", "relay", "credit"} {
		for _, l := range slices.Backward(r.Chain) {
			if l.Role == role && (role != "credit" || m.agency(l.Name)) {
				return m.outlet(l.ID, l.Name)
			}
		}
	}
	if r.Outlet != "" {
		return m.outlet("", r.Outlet)
	}
	return "article " + r.Article
}

// agency reports whether others carry its dispatches: a picture's credit says
// nothing of the words.
func (m *Merger) agency(name string) bool {
	if m.find == nil {
		return true
	}
	o, ok := m.find.Outlet(name)
	return ok && o.Agency
}

// outlet is one key for an agency's names and domains.
func (m *Merger) outlet(id, name string) string {
	if m.find != nil {
		if o, ok := m.find.Outlet(name); ok && o.Entry != nil {
			return o.ID
		}
	}
	return cmp.Or(id, strings.TrimPrefix(fold(name), "the "))
}

// wording is what a report quotes and how it words the act: alike in copies
// of one dispatch and nowhere else. "" when there is too little to tell.
func wording(r *news.Report) string {
	var parts []string
	n := 0
	for i := range r.Evidence {
		e := &r.Evidence[i]
		parts = append(parts, e.Field+" "+fold(e.Text))
	}
	for i := range r.Quotes {
		ws := words(r.Quotes[i].Text)
		n += len(ws)
		parts = append(parts, strings.Join(ws, " "))
	}
	if n < 2*telling {
		return ""
	}
	slices.Sort(parts)
	return strings.Join(slices.Compact(parts), "\n")
}
