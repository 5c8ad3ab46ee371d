// Package desk shows a ledger in the browser: pages drawn on the server, which
// read without JavaScript and ask nobody else for anything. All text of pages,
// names and addresses is hostile; html/template escapes it, and the policy that
// comes with every page forbids what could slip through.
package desk

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"chancery/internal/act"
	"chancery/internal/correct"
	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/survey"
	"chancery/internal/tell"
)

//go:embed templates assets
var files embed.FS

// policy forbids all but our own style, script, forms and pictures.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Config is what a desk is made of.
type Config struct {
	Store     survey.Store
	Watch     store.Watch // nil where nothing can be watched
	Survey    *survey.Survey
	Parse     func(url.Values) (query.Query, error) // errors of a query are *query.Error
	Tell      *tell.Teller
	Gazetteer *gazetteer.Gazetteer
	Acts      *act.Table
	Name      string // of the ledger
	Log       *slog.Logger
	Author    string  // of corrections by who gives no name
	Correct   Correct // nil where nobody may
}

// Correct keeps a correction and merges what it touches. merged is false where
// that takes longer than the reader would wait: then another does it.
type Correct func(ctx context.Context, c correct.Correction) (merged bool, err error)

// Desk is the pages of one ledger. It implements http.Handler.
type Desk struct {
	Config
	mux    *http.ServeMux
	pages  map[string]*template.Template
	assets map[string]asset // by path
	paths  map[string]string
	key    []byte // of the tokens of forms
	copies keeping[copying]
	book   logbook
	unread unread
	newest keeping[news.Day]
}

// asset is a file that never changes under its path.
type asset struct {
	media string
	body  []byte
}

// New makes a desk.
func New(c Config) (*Desk, error) {
	d := &Desk{Config: c, mux: http.NewServeMux(), pages: map[string]*template.Template{}, assets: map[string]asset{}, paths: map[string]string{}, key: make([]byte, 32)}
	if _, err := rand.Read(d.key); err != nil {
		return nil, err
	}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	for name, media := range map[string]string{"desk.css": "text/css; charset=utf-8", "desk.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml"} {
		body, err := files.ReadFile("assets/" + name)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(body)
		path := "/assets/" + hex.EncodeToString(sum[:6]) + "/" + name
		d.assets[path], d.paths[name] = asset{media, body}, path
	}
	base, err := template.New("base.html").Funcs(d.functions()).ParseFS(files, "templates/base.html", "templates/parts.html", "templates/decide.html")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		name = strings.TrimPrefix(name, "templates/")
		if name == "base.html" || name == "parts.html" || name == "decide.html" {
			continue
		}
		page, err := template.Must(base.Clone()).ParseFS(files, "templates/"+name)
		if err != nil {
			return nil, err
		}
		d.pages[name] = page
	}
	for pattern, page := range map[string]func(*http.Request) (view, error){ // of no visitor's own: no tokens, no cookies
		"GET /{$}":                  d.timeline,
		"GET /article/{id}":         d.article,
		"GET /pairs":                d.pairs,
		"GET /pair/{a}/{b}":         d.pair,
		"GET /pair/{a}/{b}/phrases": d.phrases,
		"GET /pages":                d.pagesRead,
		"GET /network":              d.network,
		"GET /names":                d.names,
		"GET /person/{name}":        d.named(aPerson, d.fillPerson),
		"GET /outlet/{name}":        d.named(anOutlet, d.fillOutlet),
		"GET /occasion/{name}":      d.named(anOccasion, d.fillOccasion),
		"GET /source/{name}":        d.named(aSource, d.fillSource),
		"GET /sources":              d.sources,
		"GET /help":                 d.help,
		"GET /article/{id}/page":    d.readPage,
		"GET /":                     d.nowhere,
	} {
		d.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { d.answer(w, r, page) })
	}
	for pattern, page := range map[string]func(*http.Request) (view, error){ // with forms
		"GET /event/{id}":  d.event,
		"GET /review":      d.review,
		"GET /corrections": d.corrections,
		"GET /saved":       d.savedQueries,
	} {
		d.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { d.answer(w, d.visitor(w, r), page) })
	}
	for pattern, do := range map[string]func(http.ResponseWriter, *http.Request) (taken, error){
		"POST /event/{id}": d.correct,
		"POST /undo":       d.undo,
		"POST /saved":      d.save,
	} {
		d.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { d.take(w, r, do) })
	}
	d.mux.HandleFunc("GET /article/{id}/frame", d.frame)
	d.mux.HandleFunc("GET /within", d.period)
	d.mux.HandleFunc("GET /complete", d.complete)
	d.mux.HandleFunc("GET /assets/{hash}/{name}", d.asset)
	return d, nil
}

// ServeHTTP implements http.Handler.
func (d *Desk) ServeHTTP(w http.ResponseWriter, r *http.Request) { d.mux.ServeHTTP(w, r) }

// Shared implements serve.Shared: none of these pages is a visitor's own.
func (d *Desk) Shared(r *http.Request) survey.Sharing {
	if r.URL.Path == "/pages" || r.URL.Path == "/sources" {
		return survey.ForASecond
	}
	switch first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/"); first {
	case "", "pairs", "network", "names", "pair", aPerson, anOutlet, anOccasion, aSource:
		return survey.WhileEventsStay
	}
	return survey.Alone
}

func (d *Desk) asset(w http.ResponseWriter, r *http.Request) {
	a, ok := d.assets[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", a.media)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write(a.body) // whoever does not take it has gone
}

// view is what a page shows: the template's name and its data.
type view struct {
	page   string
	status int  // 0 is 200
	frames bool // it frames a page of ours
	Title  string
	Here   string // which part of the desk
	Query  string // as typed
	Ledger string
	Writes bool   // corrections are taken
	Token  string // of forms, where the page has a visitor
	Body   any
}

// problem is a page of its own for what went wrong.
type problem struct {
	Says string    // what happened
	Do   string    // what to do
	Go   string    // an address, for that
	Near []string  // what may have been meant
	Text [3]string // the query before, at and after the place; empty where it is not of one
}

// answer shows a page, or what went wrong; what was typed stays.
func (d *Desk) answer(w http.ResponseWriter, r *http.Request, page func(*http.Request) (view, error)) {
	v, err := page(r)
	if err != nil {
		v = d.wrong(r, err)
	}
	v.Ledger, v.Writes, v.Token = d.Name, d.Correct != nil, d.token(r)
	if v.Query == "" {
		v.Query = cmp.Or(r.URL.Query().Get("q"), r.PostForm.Get("q"))
	}
	var b bytes.Buffer
	if err := d.pages[v.page].ExecuteTemplate(&b, "base.html", v); err != nil {
		d.Log.Error("a page cannot be drawn", "path", r.URL.Path, "error", err)
		http.Error(w, "the page cannot be drawn; the server's log says why", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", policy)
	if v.frames {
		h.Set("Content-Security-Policy", policy+"; frame-src 'self'")
	}
	h.Set("Cache-Control", "private, no-cache")
	if v.status != 0 {
		w.WriteHeader(v.status)
	} else {
		sum := sha256.Sum256(b.Bytes())
		tag := `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
		h.Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	_, _ = w.Write(b.Bytes()) // whoever does not take it has gone
}

// wrong is the page of an error.
func (d *Desk) wrong(r *http.Request, err error) view {
	v := view{page: "problem.html", Title: "Not found", status: http.StatusNotFound}
	var bad *query.Error
	switch {
	case errors.As(err, &bad):
		v.Title, v.status = "The query cannot be understood", http.StatusUnprocessableEntity
		p := problem{Says: bad.Error(), Do: "Change it above: what you typed is still there.", Near: bad.Near}
		if n := len(bad.Text); bad.Start >= 0 && bad.Start <= bad.End && bad.End <= n && n > 0 {
			p.Text = [3]string{bad.Text[:bad.Start], bad.Text[bad.Start:bad.End], bad.Text[bad.End:]}
		}
		v.Body = p
	case errors.Is(err, errReadOnly):
		v.Title, v.status = "Nobody may correct it here", http.StatusForbidden
		v.Body = problem{Says: "This ledger is served to be read alone.", Do: "chancery serve --corrections lets readers correct it."}
	case errors.Is(err, store.ErrAmbiguous):
		v.Body = problem{Says: "More than one ID begins so.", Do: "Give more of it."}
	case errors.Is(err, store.ErrNotFound):
		v.Body = problem{Says: "The ledger has nothing here.", Do: "It may have been merged into another entry since: look for it in the timeline."}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, store.ErrBusy):
		v.Title, v.status = "That took too long", http.StatusServiceUnavailable
		v.Body = problem{Says: "The ledger did not answer in time.", Do: "Ask for less, or try again."}
	default:
		d.Log.Error("a page cannot be made", "path", r.URL.Path, "error", err)
		v.Title, v.status = "Something is wrong", http.StatusInternalServerError
		v.Body = problem{Says: err.Error(), Do: "chancery check says whether the ledger is damaged."}
	}
	return v
}

func (d *Desk) nowhere(*http.Request) (view, error) { return view{}, store.ErrNotFound }

func (d *Desk) help(*http.Request) (view, error) {
	return view{page: "help.html", Title: "Help", Here: "help"}, nil
}

// found is what a query's text finds.
func (d *Desk) found(ctx context.Context, text string, more url.Values) (*survey.Found, error) {
	values := url.Values{}
	maps.Copy(values, more)
	if strings.TrimSpace(text) != "" {
		values.Set("q", text)
	}
	q, err := d.Parse(values)
	if err != nil {
		return nil, err
	}
	return d.Survey.Find(ctx, q)
}

// functions are those that templates call.
func (d *Desk) functions() template.FuncMap {
	return template.FuncMap{
		"asset":      func(name string) string { return d.paths[name] },
		"date":       tell.Date,
		"plural":     tell.Plural,
		"country":    d.Tell.Country,
		"actor":      d.Tell.Actor,
		"name":       tell.Name,
		"ask":        ask,
		"nameat":     nameAt,
		"add":        func(a, b int) int { return a + b },
		"dict":       dict,
		"lower":      strings.ToLower,
		"join":       strings.Join,
		"listed":     d.listed,
		"quadbar":    quadBar,
		"fieldshelp": fieldsHelp,
	}
}

// dict is what a template within another is given: names and values in turn.
func dict(pairs ...any) (map[string]any, error) {
	out := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("%v is no name", pairs[i])
		}
		out[name] = pairs[i+1]
	}
	return out, nil
}

// web is an address that a reader may be sent to: http and https alone.
func web(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}

// person is a name in a list of them.
type person struct{ Before, Name, Country string }

// listed are actors as a sentence has them.
func (d *Desk) listed(as []news.Actor) (out []person) {
	for i, a := range as {
		p := person{Name: tell.Name(a)}
		switch {
		case i == 0:
		case i == len(as)-1:
			p.Before = " and "
		default:
			p.Before = ", "
		}
		if a.Country != "" && a.ID != a.Country && p.Name != a.Country {
			p.Country = d.Tell.Country(a.Country)
		}
		out = append(out, p)
	}
	return out
}

// quadBar parts a bar of a share of 100 as its classes are; a rect's Y is where
// it begins.
func quadBar(quads [4]int, share int) (out []rect) {
	x := 0.0
	for i, n := range quads {
		w := float64(n*share) / 100
		out = append(out, rect{quadClass(act.Quad(i + 1)), number(x), number(w)})
		x += w
	}
	return out
}
