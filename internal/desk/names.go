package desk

import (
	"net/http"
	"net/url"
	"strings"

	"chancery/internal/survey"
	"chancery/internal/tell"
)

// maxListed is the names of a kind that are listed.
const maxListed = 60

// namesPage is the names that have pages.
type namesPage struct {
	Lists []nameList
	Query string
	Total int
}

// names lists persons, occasions, outlets and sources, of a query's events.
func (d *Desk) names(r *http.Request) (view, error) {
	text := strings.TrimSpace(r.URL.Query().Get("q"))
	f, err := d.found(r.Context(), text, url.Values{})
	if err != nil {
		return view{}, err
	}
	p := namesPage{Query: text, Total: f.Len()}
	for _, facet := range []string{survey.People, survey.Occasions, survey.Outlets, survey.Origins} {
		all := f.Facets()[facet]
		l := nameList{Title: facetTitle(facet)}
		if facet == survey.Origins {
			l.Title = "Sources"
		}
		if facet == survey.Outlets || facet == survey.Occasions {
			l.Title += "s"
		}
		if len(all) > maxListed {
			l.Says = "the first of " + tell.Plural(len(all), "name")
		}
		for _, c := range all[:min(len(all), maxListed)] {
			t := termOf(facet, c)
			l.Names = append(l.Names, named{Name: c.Name, Page: nameAt(kindOf(facet), c.Name), Address: timelineOf(with(text, t)), Events: c.Events, Share: max(3, c.Events*100/all[0].Events)})
		}
		if len(l.Names) > 0 {
			p.Lists = append(p.Lists, l)
		}
	}
	return view{page: "names.html", Title: "Names", Here: "names", Body: p}, nil
}
