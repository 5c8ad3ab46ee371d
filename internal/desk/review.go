package desk

import (
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"chancery/internal/correct"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/survey"
)

// reviewing is the review that an event is shown in.
type reviewing struct {
	Left int    // that nobody decided on, this one among them
	Skip string // the address of the next
	Last *logged
	Back string // where undoing goes on
	Text string // the query that it keeps to
}

// reviewed is a review's page where nothing is left.
type reviewed struct {
	reviewing
	Any bool // something was decided
}

// cursorOf names the place of an event in a review.
func cursorOf(p survey.Doubt) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatFloat(p.Confidence, 'g', -1, 64) + "/" + p.ID))
}

func doubtAt(cursor string) (survey.Doubt, error) {
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	c, id, ok := strings.Cut(string(b), "/")
	x, bad := strconv.ParseFloat(c, 64)
	if err != nil || bad != nil || !ok {
		return survey.Doubt{}, &query.Error{Name: "after", Value: cursor, Want: "the one of a page of the review"}
	}
	return survey.Doubt{Confidence: x, ID: id}, nil
}

// review shows the least certain event that nobody decided on, of a query's.
func (d *Desk) review(r *http.Request) (view, error) {
	if d.Correct == nil {
		return view{page: "problem.html", Title: "Nothing can be decided here", Here: "review", Body: problem{Says: "This ledger is served to be read alone.",
			Do: "chancery serve --corrections lets readers correct it; chancery review --store FILE goes through it in a terminal."}}, nil
	}
	given := r.URL.Query()
	text := strings.TrimSpace(given.Get("q"))
	f, err := d.found(r.Context(), text, nil)
	if err != nil {
		return view{}, err
	}
	after := survey.Doubt{Confidence: -1}
	if s := given.Get("after"); s != "" {
		if after, err = doubtAt(s); err != nil {
			return view{}, err
		}
	}
	next, left := f.LeastSure(after)
	w := reviewing{Left: left, Text: text}
	if w.Last, err = d.lastOf(r); err != nil {
		return view{}, err
	}
	if w.Last != nil {
		w.Back = reviewAt(text, "at", w.Last.Entry)
	}
	id := given.Get("at")
	if id == "" {
		id = next
	}
	if id == "" {
		return view{page: "reviewed.html", Title: "Review", Here: "review", Query: text, Body: reviewed{w, w.Last != nil}}, nil
	}
	e, err := d.Store.Event(r.Context(), id)
	if err != nil {
		return view{}, err
	}
	w.Skip = reviewAt(text, "after", cursorOf(survey.Doubt{Confidence: e.Confidence, ID: e.ID}))
	return d.reviewPage(r, &e, typed{}, &w)
}

// reviewAt is the address of a place in the review of a query.
func reviewAt(text, name, value string) string {
	v := url.Values{name: {value}}
	if text != "" {
		v.Set("q", text)
	}
	return "/review?" + v.Encode()
}

// reviewPage is an event's page within a review.
func (d *Desk) reviewPage(r *http.Request, e *news.Event, t typed, w *reviewing) (view, error) {
	v, err := d.drawEvent(r, e, t, w.Skip)
	if err != nil {
		return v, err
	}
	p, _ := v.Body.(eventPage)
	p.Review = w
	v.Title, v.Here, v.Query, v.Body = "Review: "+v.Title, "review", w.Text, p
	return v, nil
}

// eventPage is the page that a form of an event came from.
func (d *Desk) eventPage(r *http.Request, e *news.Event, t typed) (view, error) {
	next, err := url.Parse(local(t.form.Get("next"), ""))
	if err != nil || next.Path != "/review" || d.Correct == nil {
		return d.drawEvent(r, e, t, "")
	}
	w := reviewing{Skip: next.RequestURI(), Text: next.Query().Get("q")}
	return d.reviewPage(r, e, t, &w)
}

// minute is how a time is shown, universal.
const minute = "2 Jan 2006, 15:04"

// logged is a line of the log of corrections.
type logged struct {
	ID, Time, Author, Says, Why string
	Entry                       string
	UndoneBy                    string // the ID of what takes it back
	Gone                        bool   // the entry is no more
}

func loggedOf(c *correct.Correction, undone map[string]string) logged {
	return logged{ID: c.ID, Time: c.Time.UTC().Format(minute), Author: c.Author, Says: strings.TrimPrefix(c.Says(), c.Entry+": "), Why: c.Why, Entry: c.Entry, UndoneBy: undone[c.ID]}
}

// lastOf is the last decision of whoever asks that nothing undoes; nil for none.
func (d *Desk) lastOf(r *http.Request) (*logged, error) {
	lines, undone, err := d.log(r.Context())
	if err != nil {
		return nil, err
	}
	author := d.author(r)
	n := lastLine(lines, undone, func(c *correct.Correction) bool { return c.Author == author })
	if n < 0 {
		return nil, nil
	}
	return d.lineOf(r.Context(), n, undone)
}

// rejected is the page of an event that somebody rejected.
func (d *Desk) rejected(r *http.Request) (v view, ok bool, err error) {
	lines, undone, err := d.log(r.Context())
	if err != nil {
		return view{}, false, err
	}
	id := r.PathValue("id")
	n := lastLine(lines, undone, func(c *correct.Correction) bool { return c.Do == correct.Reject && c.Entry == id })
	if n < 0 {
		return view{}, false, nil
	}
	l, err := d.lineOf(r.Context(), n, undone)
	if err != nil || l == nil {
		return view{}, false, err
	}
	return view{page: "problem.html", Title: "This entry was rejected", status: http.StatusNotFound, Body: problem{
		Says: strings.TrimSuffix(l.Author+" said on "+l.Time+" UTC that there is no such act: "+l.Why, ": "),
		Do:   "The corrections have it, and take it back.", Go: logAt(len(lines), n) + "#" + l.ID}}, true, nil
}

// logAt is the address of the page of the log that has the n-th of its lines.
func logAt(lines, n int) string {
	if from := (lines - 1 - n) / linesShown * linesShown; from > 0 {
		return "/corrections?from=" + strconv.Itoa(from)
	}
	return "/corrections"
}

// logPage is the page of corrections, the last first.
type logPage struct {
	Rows  []logged
	Total int
	Next  string
	Back  string
	Wrong string
	Waits int // blocks left to be merged
}

// linesShown is the lines of the log on a page.
const linesShown = 100

func (d *Desk) corrections(r *http.Request) (view, error) { return d.correctionsPage(r, "") }

func (d *Desk) correctionsPage(r *http.Request, wrong string) (view, error) {
	lines, undone, err := d.log(r.Context())
	if err != nil {
		return view{}, err
	}
	from := 0
	if s := r.URL.Query().Get("from"); s != "" {
		if from, err = strconv.Atoi(s); err != nil || from < 0 {
			return view{}, &query.Error{Name: "from", Value: s, Want: "a number of lines to leave out"}
		}
	}
	p := logPage{Total: len(lines), Wrong: wrong}
	u, err := d.Store.Unfinished(r.Context())
	if err != nil {
		return view{}, err
	}
	p.Waits = u.Blocks
	end := max(0, len(lines)-from)
	begin := max(0, end-linesShown)
	shown, err := d.leaf(r.Context(), begin, end-begin)
	if err != nil {
		return view{}, err
	}
	var entries []string
	for i := range slices.Backward(shown) {
		p.Rows = append(p.Rows, loggedOf(&shown[i], undone))
		entries = append(entries, shown[i].Entry)
	}
	there, err := d.Survey.There(r.Context(), entries)
	if err != nil {
		return view{}, err
	}
	for i := range p.Rows {
		if id := p.Rows[i].Entry; !there[id] && id != "" { // it may have gone into another
			_, err := d.Store.Event(r.Context(), id)
			p.Rows[i].Gone = errors.Is(err, store.ErrNotFound)
		}
	}
	if begin > 0 {
		p.Next = "/corrections?from=" + strconv.Itoa(from+linesShown)
	}
	if from > 0 {
		p.Back = logAt(len(lines), len(lines)-1-max(0, from-linesShown))
	}
	return view{page: "corrections.html", Title: "Corrections", Here: "corrections", Body: p}, nil
}

// said is what somebody said of an event, as its page has it.
type said struct {
	ID, Author, Time, Why, Do string
	Changes                   []news.Change
}

// saidOf is what people said of an event.
func saidOf(e *news.Event) (out []said) {
	for _, c := range e.Corrected {
		x := said{ID: c.ID, Author: c.Author, Time: c.Time, Why: c.Why, Changes: c.Changes}
		if t, err := time.Parse(time.RFC3339, c.Time); err == nil {
			x.Time = t.UTC().Format(minute)
		}
		x.Do = map[string]string{"accept": "It is right.", "set": "", "split": "Parted from another act.", "merge": "The same act as another, with which it was joined."}[c.Do]
		out = append(out, x)
	}
	return out
}
