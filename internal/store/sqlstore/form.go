package sqlstore

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"chancery/internal/news"
)

// article is the stored form of what one page yielded. Events and reports are
// stored in the form that docs/json.md describes, which may not change under
// its readers anyway.
type article struct {
	Article   *news.Article `json:"article"`
	Published news.Interval `json:"published"`
	Clues     []clue        `json:"clues"`
}

type clue struct {
	Start   int           `json:"start"`
	End     int           `json:"end"`
	Says    string        `json:"says"`
	Allows  news.Interval `json:"allows"`
	Ignored bool          `json:"ignored,omitempty"`
}

func encodeArticle(a *news.Article, published news.Interval, clues []news.Clue) (string, error) {
	doc := article{Article: a, Published: published, Clues: make([]clue, len(clues))}
	for i, c := range clues {
		doc.Clues[i] = clue{c.Start, c.End, c.Says, c.Allows, c.Ignored}
	}
	return encode(doc)
}

func decodeArticle(doc string) (*news.Article, news.Interval, []news.Clue, error) {
	var a article
	if err := json.Unmarshal([]byte(doc), &a); err != nil {
		return nil, news.Interval{}, nil, fmt.Errorf("stored article: %w", err)
	}
	clues := make([]news.Clue, len(a.Clues))
	for i, c := range a.Clues {
		clues[i] = news.Clue{Span: news.Span{Start: c.Start, End: c.End}, Says: c.Says, Allows: c.Allows, Ignored: c.Ignored}
	}
	return a.Article, a.Published, clues, nil
}

func encode(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

// Bounds, in bytes, of the words that are searched: of what one piece of
// evidence adds, as dumps may hold a book in one line, and of all that a
// report's evidence adds.
const (
	maxParagraph = 4 << 10
	maxWords     = 16 << 10
)

// words is what a search for an event looks through: names, quotes, and the
// paragraphs that hold the report's evidence.
func words(r *news.Report, a *news.Article) string {
	out := []string{r.Act, r.Channel, r.Outlet}
	for _, as := range [][]news.Actor{r.Source, r.Target, r.DeniedBy} {
		for _, a := range as {
			out = append(out, a.Name, a.Office)
		}
	}
	if r.Occasion != nil {
		out = append(out, r.Occasion.Name)
	}
	for _, q := range r.Quotes {
		out = append(out, q.Text)
	}
	for _, l := range r.Chain {
		out = append(out, l.Name)
	}
	if a != nil {
		out = append(out, a.Title)
		for _, s := range surroundings(r, a) {
			out = append(out, strings.ToValidUTF8(s.In(a.Text), ""))
		}
	}
	slices.Sort(out)
	return strings.TrimSpace(strings.Join(slices.Compact(out), "\n"))
}

// surroundings are the stretches of text that a report's evidence stands in,
// in order; none overlaps another, and together they are no longer than
// maxWords.
func surroundings(r *news.Report, a *news.Article) (out []news.Span) {
	spans := make([]news.Span, len(r.Evidence))
	for i, e := range r.Evidence {
		spans[i] = paragraph(a, e.Span)
	}
	slices.SortFunc(spans, func(x, y news.Span) int { return cmp.Or(x.Start-y.Start, x.End-y.End) })
	left := maxWords
	for _, s := range spans {
		last := len(out) - 1
		goesOn := last >= 0 && s.Start <= out[last].End
		if goesOn {
			s.Start = out[last].End
		}
		s.End = min(s.End, s.Start+left)
		switch {
		case s.Start >= s.End:
			continue
		case goesOn:
			out[last].End = s.End
		default:
			out = append(out, s)
		}
		left -= s.Len()
	}
	return out
}

// paragraph is the block that holds the span, cut to the span's surroundings
// where it is very long.
func paragraph(a *news.Article, s news.Span) news.Span {
	i, _ := slices.BinarySearchFunc(a.Blocks, s.Start, func(b news.Block, at int) int {
		if b.End <= at {
			return -1
		}
		return 1
	})
	if i == len(a.Blocks) || !a.Blocks[i].Contains(s) {
		return s
	}
	p := a.Blocks[i].Span
	if p.Len() > maxParagraph {
		p.Start = max(p.Start, s.Start-maxParagraph/2)
		p.End = min(p.End, max(s.End, p.Start+maxParagraph))
	}
	return p
}

const timeForm = time.RFC3339Nano

func encodeTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(timeForm)
}

func decodeTime(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.Parse(timeForm, s)
}

// never is an open end's column.
const never = "9999-12-31"

// span gives an interval's columns. Sort puts what is known to the year before
// what is not, and that before what is not known at all.
func span(v news.Interval) (first, last, sort string) {
	first, last = v.From.String(), v.To.String()
	sort = cmp.Or(first, last)
	if n := v.Days(); n < 0 || n > 366 {
		sort = "~" + cmp.Or(sort, "~")
	}
	return first, cmp.Or(last, never), sort
}
