package desk

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"chancery/internal/query"
)

// savedCookie keeps a browser's saved queries. They are its reader's own: a
// ledger may be served to many, and to be read alone, and keeps nothing of those
// who read it.
const savedCookie = "chancery_saved"

// Bounds of what a browser saves.
const (
	maxSaved   = 3000            // bytes of the cookie
	savedTime  = 400 * 24 * 3600 // seconds, the most that browsers allow
	longestAsk = 2000
)

// savedPage is a browser's saved queries, and one that it may save.
type savedPage struct {
	Text  string // of that; "" is none
	Kept  bool   // it is saved
	Saved []savedQuery
	Back  string // its events
	Next  string // where forms go on: this page
}

// savedQuery is one in the list.
type savedQuery struct {
	Text, Address string
	Here          bool
}

// saved are a browser's queries, the last saved first.
func saved(r *http.Request) (out []string) {
	c, err := r.Cookie(savedCookie)
	if err != nil {
		return nil
	}
	b, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil || len(b) > maxSaved || json.Unmarshal(b, &out) != nil {
		return nil
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" || len(s) > longestAsk })
}

// savedAt is the address of the saved queries, with one that may be saved.
func savedAt(text string) string {
	if text == "" {
		return "/saved"
	}
	return "/saved?" + url.Values{"q": {text}}.Encode()
}

func (d *Desk) savedQueries(r *http.Request) (view, error) {
	text := strings.TrimSpace(r.URL.Query().Get("q"))
	p := savedPage{Text: text, Next: savedAt(text)}
	if text != "" {
		if _, err := d.Parse(url.Values{"q": {text}}); err != nil {
			return view{}, err
		}
		p.Back = timelineOf(text)
	}
	for _, s := range saved(r) {
		p.Saved = append(p.Saved, savedQuery{s, timelineOf(s), s == text})
		p.Kept = p.Kept || s == text
	}
	return view{page: "saved.html", Title: "Saved queries", Here: "saved", Query: text, Body: p}, nil
}

// save takes the form that saves a query or forgets one.
func (d *Desk) save(w http.ResponseWriter, r *http.Request) (taken, error) {
	text := strings.TrimSpace(r.PostForm.Get("q"))
	next := taken{to: local(r.PostForm.Get("next"), timelineOf(text))}
	if err := d.ours(r); err != nil {
		return taken{page: view{page: "problem.html", Title: "Not saved", status: http.StatusUnprocessableEntity, Query: text,
			Body: problem{Says: "This page was made before the server was started anew.", Do: "Ask again, and save it then: it stands above."}}}, nil
	}
	if text == "" {
		return next, nil
	}
	all := slices.DeleteFunc(saved(r), func(s string) bool { return s == text })
	if r.PostForm.Get("do") != "forget" {
		if _, err := d.Parse(url.Values{"q": {text}}); err != nil {
			return taken{}, err
		}
		all = slices.Insert(all, 0, text)
	}
	b, err := json.Marshal(all)
	if err != nil {
		return taken{}, err
	}
	if len(b) > maxSaved || len(text) > longestAsk {
		return taken{page: view{page: "problem.html", Title: "No more can be saved", status: http.StatusUnprocessableEntity, Query: text,
			Body: problem{Says: "A browser keeps 3 kB of saved queries here.", Do: "Forget one of them first, or keep this one as a bookmark: every view is an address."}}}, nil
	}
	c := &http.Cookie{Name: savedCookie, Value: base64.RawURLEncoding.EncodeToString(b), Path: "/", MaxAge: savedTime, HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode}
	if len(all) == 0 {
		c.Value, c.MaxAge = "", -1
	}
	http.SetCookie(w, c)
	return next, nil
}

// period goes to a query's events within a period, in place of the one it has.
func (d *Desk) period(w http.ResponseWriter, r *http.Request) {
	given := r.URL.Query()
	text := strings.TrimSpace(given.Get("q"))
	if !joined(text) {
		for _, word := range words(text) {
			if strings.HasPrefix(word, query.Date+":") {
				text = without(text, word)
			}
		}
	}
	http.Redirect(w, r, timelineOf(within(text, strings.TrimSpace(given.Get("from")), strings.TrimSpace(given.Get("to")))), http.StatusSeeOther)
}
