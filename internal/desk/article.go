package desk

import (
	"fmt"
	"net/http"
	"strings"

	"chancery/internal/news"
	"chancery/internal/survey"
	"chancery/internal/tell"
)

// articlePage is one article's text with the words that carry fields.
type articlePage struct {
	ID       string
	Title    string
	Outlet   string
	Author   string
	Credits  string
	Address  string // where it was published
	Path     string
	Language string
	Dated    string
	Basis    string
	Clues    []clue
	Blocks   []block
	Chrome   []string // text that is not the article's, in order
	Reports  []accountOf
	Versions []version // where there are several
	Changes  []changed // of them
	Newest   string    // ID of the newest, where this is an older one
	Cut      string
}

// version is one page of the article.
type version struct {
	ID, Fetched string
	This        bool
}

type clue struct {
	Says    string
	Allows  string
	Words   string // where on the page they are
	Ignored bool
}

type block struct {
	Part     string
	Segments []segment
}

// accountOf is one act as the article tells it.
type accountOf struct {
	N        int
	Sentence tell.Sentence
	Class    string
	Status   string
	History  bool
	Event    string // its ID, "" where it is not found
	Taken    string // the words by which the page takes it back
	Date     string
	Words    string
}

func (d *Desk) article(r *http.Request) (view, error) {
	ctx := r.Context()
	doc, err := d.Store.Document(ctx, r.PathValue("id"))
	if err != nil {
		return view{}, err
	}
	a := doc.Article
	p := articlePage{ID: a.ID, Title: a.Title, Outlet: a.Outlet, Author: a.Author, Credits: strings.Join(a.Credits, ", "), Address: web(a.URL),
		Path: a.Path, Language: a.Language, Dated: tell.Date(doc.Published), Basis: doc.Published.Basis, Cut: a.Cut}
	for i, v := range doc.Versions {
		if len(doc.Versions) < 2 {
			break
		}
		x := version{ID: v.ID, This: v.ID == a.ID}
		if !v.Fetched.IsZero() {
			x.Fetched = v.Fetched.UTC().Format(minute + " MST")
		}
		p.Versions = append(p.Versions, x)
		if i == 0 && !x.This {
			p.Newest = v.ID
		}
	}
	p.Changes = d.changes(ctx, p.Versions)
	var marks []mark
	for i := range doc.Reports {
		marks = append(marks, marksOf(&doc.Reports[i], i+1)...)
	}
	for i, c := range doc.Clues {
		marks = append(marks, mark{c.Span, "clue", i + 1})
	}
	ids := map[string]bool{}
	for _, b := range a.Blocks {
		if b.Part == news.Chrome {
			p.Chrome = append(p.Chrome, strings.ToValidUTF8(b.In(a.Text), "�"))
			continue
		}
		p.Blocks = append(p.Blocks, block{string(b.Part), segments(a.Text, b.Span, marks, ids)})
	}
	for i, c := range doc.Clues {
		x := clue{Says: c.Says, Ignored: c.Ignored}
		if c.Allows.Known() {
			x.Allows = tell.Date(c.Allows)
		}
		if id := fmt.Sprintf("w-clue-%d", i+1); ids[id] {
			x.Words = id
		}
		p.Clues = append(p.Clues, x)
	}
	events, err := d.eventsOf(r, a)
	if err != nil {
		return view{}, err
	}
	for i := range doc.Reports {
		x := d.account(&doc.Reports[i], i+1, events, ids)
		for _, t := range doc.TakenBack {
			if t.Report == doc.Reports[i].ID {
				x.Taken = firstOf(t.Words, "taken back")
			}
		}
		p.Reports = append(p.Reports, x)
	}
	return view{page: "article.html", Title: firstOf(a.Title, p.Outlet, a.ID), Here: "article", Body: p}, nil
}

func firstOf(names ...string) string {
	for _, n := range names {
		if n != "" {
			return n
		}
	}
	return ""
}

func (d *Desk) account(x *news.Report, n int, events map[string]string, ids map[string]bool) accountOf {
	e := news.Event{Act: x.Act, Channel: x.Channel, Source: x.Source, Target: x.Target, Reciprocal: x.Reciprocal, Date: x.Date, Occasion: x.Occasion,
		Status: x.Status, DeniedBy: x.DeniedBy}
	out := accountOf{N: n, Sentence: d.Tell.Event(&e), Class: quadClass(survey.QuadOf(x.Type)), Status: d.status(&e), History: x.Background,
		Event: events[x.ID], Date: tell.Date(x.Date)}
	for _, key := range []string{"act", "source", "target", "date"} {
		if id := fmt.Sprintf("w-%s-%d", key, n); ids[id] {
			out.Words = id
			break
		}
	}
	out.Sentence.Rest = ""
	return out
}

// eventsOf are the IDs of the events that an article's reports are of, by the
// reports' IDs.
func (d *Desk) eventsOf(r *http.Request, a *news.Article) (map[string]string, error) {
	out := map[string]string{}
	ids, err := d.Survey.Of(r.Context(), a.ID)
	if err != nil {
		return nil, err
	}
	events, err := d.Survey.Events(r.Context(), ids)
	if err != nil {
		return nil, err
	}
	for i := range events {
		for _, x := range events[i].Reports {
			if x.Article == a.ID {
				out[x.ID] = events[i].ID
			}
		}
	}
	return out, nil
}
