package desk

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"html"
	"io"
	"net/http"
	"strings"

	"golang.org/x/net/html/charset"

	"chancery/internal/news"
	"chancery/internal/sanitise"
	"chancery/internal/store"
)

// maxShown is the bytes of a page as it was read that are shown.
const maxShown = 8 << 20

// asRead is a page as it was read, in a frame.
type asRead struct {
	ID, Title, Frame, Address, Name, Media string
	Bytes                                  int
}

// readPage frames a page as it was read.
func (d *Desk) readPage(r *http.Request) (view, error) {
	doc, err := d.Store.Document(r.Context(), r.PathValue("id"))
	if err != nil {
		return view{}, err
	}
	a := doc.Article
	p, err := d.Store.Page(r.Context(), a.ID)
	if err != nil {
		return view{}, err
	}
	title := firstOf(a.Title, a.Outlet, a.ID)
	return view{page: "asread.html", Title: "As read: " + title, Here: "article", frames: true, Body: asRead{ID: a.ID, Title: title,
		Frame: "/article/" + a.ID + "/frame", Address: web(p.URL), Name: p.Name(), Media: cmp.Or(p.Media, http.DetectContentType(p.Body)), Bytes: len(p.Body)}}, nil
}

// frameStyle is all the style that a stranger's page gets.
const frameStyle = `:root{color-scheme:light dark}body{font:16px/1.5 sans-serif;margin:1rem;max-width:60rem;overflow-wrap:anywhere}pre{white-space:pre-wrap}` +
	`table{border-collapse:collapse}td,th{border:1px solid;padding:.125rem .5rem;vertical-align:top}.picture{border:1px dashed;padding:0 .25rem;font-size:.875em}.picture::before{content:"picture: "}`

// framePolicy lets a stranger's page show its words and nothing else: no script,
// no form, no request, no way out of its frame.
func framePolicy() string {
	sum := sha256.Sum256([]byte(frameStyle))
	return "sandbox; default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
}

// frame is a page as it was read, made harmless.
func (d *Desk) frame(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", framePolicy())
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "private, no-cache")
	p, err := d.Store.Page(r.Context(), r.PathValue("id"))
	switch {
	case errors.Is(err, store.ErrNotFound):
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, "The page is not in the ledger.")
		return
	case err != nil:
		d.Log.Error("a page cannot be read", "path", r.URL.Path, "error", err)
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = io.WriteString(w, "The page cannot be read: chancery check says whether the ledger is damaged.")
		return
	}
	var b bytes.Buffer
	b.WriteString(`<!doctype html><html><head><meta charset="utf-8"><title>A page as it was read</title><style>` + frameStyle + `</style></head><body>`)
	if err := writeRead(&b, &p); err != nil {
		b.WriteString("<p>The rest of the page is too much to show.</p>")
	}
	b.WriteString("</body></html>")
	_, _ = w.Write(b.Bytes()) // whoever does not take it has gone
}

// writeRead writes what can be shown of a page.
func writeRead(w io.Writer, p *news.Page) error {
	body := p.Body[:min(len(p.Body), maxShown)]
	enc, _, _ := charset.DetermineEncoding(body[:min(len(body), 1024)], "text/html; charset="+p.Charset)
	text := io.LimitReader(enc.NewDecoder().Reader(bytes.NewReader(body)), 2*maxShown)
	media := cmp.Or(p.Media, http.DetectContentType(body))
	if strings.Contains(media, "html") || strings.Contains(media, "xml") {
		if err := sanitise.HTML(w, text); err != nil {
			return err
		}
	} else {
		plain, err := io.ReadAll(text)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, "<pre>"+html.EscapeString(strings.ToValidUTF8(string(plain), "\ufffd"))+"</pre>"); err != nil {
			return err
		}
	}
	if len(body) < len(p.Body) {
		return sanitise.ErrCut
	}
	return nil
}
