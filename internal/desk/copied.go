package desk

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"chancery/internal/query"
)

// copyRow is a page and the article whose words it has.
type copyRow struct {
	Page, Of pageRow
	Reports  int
}

// copiesPage is the page of pages that are copies.
type copiesPage struct {
	pagesPage
	Copies []copyRow
}

// copied lists the pages that tell in another article's words.
func (d *Desk) copied(r *http.Request, p pagesPage, from int) (view, error) {
	out := copiesPage{pagesPage: p}
	n := 0
	var ids []string
	for c, err := range d.Store.Copies(r.Context()) {
		if err != nil {
			return view{}, err
		}
		if n++; n <= from {
			continue
		}
		if len(out.Copies) == pagesShown {
			out.Next = "/pages?" + url.Values{"only": {"copies"}, "from": {strconv.Itoa(from + pagesShown)}}.Encode()
			break
		}
		out.Copies = append(out.Copies, copyRow{Page: pageRow{ID: c.Page}, Of: pageRow{ID: c.Of}, Reports: c.Reports})
		ids = append(ids, c.Page, c.Of)
	}
	titled := d.titled(r.Context(), ids)
	for i := range out.Copies {
		c := &out.Copies[i]
		c.Page, c.Of = titled[c.Page.ID], titled[c.Of.ID]
	}
	return view{page: "copies.html", Title: "Copies", Here: "pages", Body: out}, nil
}

// titled gives titles and outlets of articles, by ID.
func (d *Desk) titled(ctx context.Context, ids []string) map[string]pageRow {
	out := make(map[string]pageRow, len(ids))
	i := 0
	for doc, err := range d.Store.Documents(ctx, ids) {
		row := pageRow{ID: ids[i], Title: ids[i]}
		if a := doc.Article; err == nil {
			row.Title, row.Outlet = firstOf(a.Title, a.Path, a.URL, a.ID), a.Outlet
		}
		out[ids[i]] = row
		i++
	}
	return out
}

// questions are what people ask of what they see, each a click.
func questions(text string) []link {
	return []link{
		{"Who denies what", timelineOf(with(text, "("+query.Has+":denial OR "+query.Status+":denied OR "+query.Act+":deny)")), "acts that a side denies, and denials"},
		{"What is alleged", timelineOf(with(text, term(query.Status, "alleged"))), "claims of one side or of nobody named"},
		{"Where reports differ", timelineOf(with(text, term(query.Conflict, "yes"))), "on the day, a side, the status"},
		{"On state media’s word alone", timelineOf(with(text, term(query.StateMedia, "yes"))), "every report has it from state media"},
		{"Which pages are copies", "/pages?only=copies", "in whose words"},
		{"Which queries I saved", savedAt(""), "in this browser"},
	}
}
