package desk

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"time"
)

// visitorCookie names a browser, so that a form can be told to be one that we gave
// to it. It says nothing else, and goes when the browser ends.
const visitorCookie = "chancery"

// Bounds of what is typed.
const (
	maxForm = 64 << 10 // bytes of a form
	maxWhy  = 2000     // bytes of a note
)

// errStale is a form that is none of ours, or of before the server was started.
var errStale = errors.New("this page was made before the server was started anew, or by another browser; nothing is lost: send it once more")

// visiting is the key of a request's visitor.
type visiting struct{}

// visitor is the request with its visitor, who gets a name where he has none.
func (d *Desk) visitor(w http.ResponseWriter, r *http.Request) *http.Request {
	name := ""
	if c, err := r.Cookie(visitorCookie); err == nil && len(c.Value) == 2*len([16]byte{}) {
		name = c.Value
	}
	if name == "" {
		var b [16]byte
		_, _ = rand.Read(b[:]) // it never fails
		name = hex.EncodeToString(b[:])
		http.SetCookie(w, &http.Cookie{Name: visitorCookie, Value: name, Path: "/", HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode})
	}
	return r.WithContext(context.WithValue(r.Context(), visiting{}, name))
}

// token goes with each form of a visitor's: no other site can know it.
func (d *Desk) token(r *http.Request) string {
	name, ok := r.Context().Value(visiting{}).(string)
	if !ok {
		return ""
	}
	m := hmac.New(sha256.New, d.key)
	m.Write([]byte(name))
	return hex.EncodeToString(m.Sum(nil)[:16])
}

// ours says whether a form is one that we gave to this browser.
func (d *Desk) ours(r *http.Request) error {
	want := d.token(r)
	if want == "" || !hmac.Equal([]byte(want), []byte(r.PostForm.Get("token"))) {
		return errStale
	}
	return nil
}

// taken is what came of a form: the address to go on at, or a page that says what
// is wrong with it, with all that was typed.
type taken struct {
	to   string
	page view
}

// take handles a form.
func (d *Desk) take(w http.ResponseWriter, r *http.Request, do func(http.ResponseWriter, *http.Request) (taken, error)) {
	r = d.visitor(w, r)
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		d.answer(w, r, func(*http.Request) (view, error) {
			return view{page: "problem.html", Title: "That cannot be read", status: http.StatusBadRequest,
				Body: problem{Says: "The form is broken, or longer than 64 kB.", Do: "Go back, and type less."}}, nil
		})
		return
	}
	out, err := do(w, r)
	if err == nil && out.to != "" {
		http.Redirect(w, r, out.to, http.StatusSeeOther)
		return
	}
	d.answer(w, r, func(*http.Request) (view, error) { return out.page, err })
}

// local is an address of ours that a form names, else other.
func local(address, other string) string {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.ContainsAny(address, "\\\r\n\t") {
		return other
	}
	return address
}

// author is who sends a form: as whom the browser signed in, else whose server it is.
func (d *Desk) author(r *http.Request) string {
	if name, _, ok := r.BasicAuth(); ok && strings.TrimSpace(name) != "" {
		return strings.TrimSpace(name)
	}
	return d.Author
}

// now is the time of corrections.
func now() time.Time { return time.Now() }
