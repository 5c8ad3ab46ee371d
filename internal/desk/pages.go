package desk

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strconv"

	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/tell"
)

// pagesShown is the rows of one page of pages.
const pagesShown = 100

// pagesPage is what was read and what was not.
type pagesPage struct {
	soFar
	Only    string
	Rows    []pageRow
	Reasons []reason
	Next    string
}

type pageRow struct {
	ID, Name, Title, Outlet, Date, Language string
	Reports                                 int
	Newest                                  string // ID of the version that replaced it
	Skip                                    *store.Skip
}

type reason struct {
	Stage, Says string
	Pages       int
}

// soFar is how far the ledger's reading is.
type soFar struct {
	Counts store.Counts
	Busy   []string // inputs that are being read
	Blocks int      // left to be merged
}

func (d *Desk) soFar(ctx context.Context) (x soFar, err error) {
	if x.Counts, err = d.Store.Counts(ctx); err != nil {
		return x, err
	}
	u, err := d.Store.Unfinished(ctx)
	x.Busy, x.Blocks = u.Inputs, u.Blocks
	return x, err
}

func (d *Desk) pagesRead(r *http.Request) (view, error) {
	ctx := r.Context()
	p := pagesPage{Only: r.URL.Query().Get("only")}
	var err error
	if p.soFar, err = d.soFar(ctx); err != nil {
		return view{}, err
	}
	from := 0
	if s := r.URL.Query().Get("from"); s != "" {
		if from, err = strconv.Atoi(s); err != nil || from < 0 {
			return view{}, &query.Error{Name: "from", Value: s, Want: "a number of pages to leave out"}
		}
	}
	if p.Reasons, _, err = d.whyUnread(ctx, p.Counts); err != nil {
		return view{}, err
	}
	if p.Only == "copies" {
		return d.copied(r, p, from)
	}
	n := 0
	for l, err := range d.Store.Pages(ctx) {
		if err != nil {
			return view{}, err
		}
		if p.Only == "unread" && l.Skip == nil || p.Only == "read" && l.Skip != nil || p.Only == "silent" && (l.Skip != nil || l.Reports > 0) {
			continue
		}
		if n++; n <= from {
			continue
		}
		if len(p.Rows) == pagesShown {
			p.Next = "/pages?" + url.Values{"only": {p.Only}, "from": {strconv.Itoa(from + pagesShown)}}.Encode()
			break
		}
		row := pageRow{ID: l.ID, Name: cmp.Or(l.Path, l.URL), Title: l.Title, Outlet: l.Outlet, Language: l.Language, Reports: l.Reports, Newest: l.Newest, Skip: l.Skip}
		if l.Skip == nil {
			row.Date = tell.Date(l.Published)
		}
		p.Rows = append(p.Rows, row)
	}
	return view{page: "pages.html", Title: "Pages", Here: "pages", Body: p}, nil
}
