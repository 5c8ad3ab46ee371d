package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/desk"
	"chancery/internal/desk/desktest"
)

// On every page of the desk that leads on from its front, as many events stand
// beside a link as the link finds, in the ledger of the examples. By period pages
// count what lies within one, and links find what may.
func TestDeskCounts(t *testing.T) {
	db := filepath.Join(t.TempDir(), "l.db")
	must(t, program(t, "read", "--quiet", "--store", db, "../../examples/pages"))
	s, err := openLedger(db)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	x, err := newAsking(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.survey.Load(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	d, err := desk.New(desk.Config{Store: s, Survey: x.survey, Parse: x.parse, Tell: x.tell, Gazetteer: x.gazetteer, Acts: x.acts})
	if err != nil {
		t.Fatal(err)
	}
	leads := []string{"/", "/names", "/pairs", "/network"}
	seen, numbers := map[string]bool{}, 0
	for len(leads) > 0 {
		path := leads[0]
		if leads = leads[1:]; seen[path] {
			continue
		}
		seen[path] = true
		w := httptest.NewRecorder()
		d.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		page, err := desktest.Read(w.Body)
		if w.Code == http.StatusNotFound { // a source is asked for as an outlet, too
			continue
		}
		if err != nil || w.Code != http.StatusOK {
			t.Error(path, w.Code, err)
		}
		for _, n := range page.Numbers {
			if strings.Contains(n.Query, "date:") {
				continue
			}
			numbers++
			q, err := x.parse(url.Values{"q": {n.Query}})
			if err != nil {
				t.Error(path, n.Query, err)
				continue
			}
			if f, err := x.survey.Find(t.Context(), q); err != nil || f.Len() != n.Events {
				t.Errorf("%s says %d of %s, which finds %d, %v", path, n.Events, n.Query, f.Len(), err)
			}
		}
		for _, to := range page.Links {
			switch kind, _, _ := strings.Cut(to[1:], "/"); kind {
			case "person", "outlet", "occasion", "source", "pair":
				leads = append(leads, to)
			}
		}
	}
	if len(seen) < 150 || numbers < 1000 {
		t.Errorf("%d pages, %d numbers", len(seen), numbers)
	}
}
