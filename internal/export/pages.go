package export

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"chancery/internal/news"
)

// page is what a bibliography says of a page.
type page struct {
	id, title, author, outlet, url, path, language string
	published                                      news.Interval
}

func pageOf(a *news.Article) page {
	return page{a.ID, a.Title, a.Author, a.Outlet, a.URL, a.Path, a.Language, a.Published}
}

// pages gives put the pages of the events' reports, each once.
func (o Options) pages(events Events, put func(page) error) (n int, err error) {
	found := articles(o, pageOf)
	seen := map[string]bool{}
	for e, err := range events {
		if err != nil {
			return n, err
		}
		for i := range e.Reports {
			r := &e.Reports[i]
			if seen[r.Article] {
				continue
			}
			seen[r.Article] = true
			p, ok := found.get(e.Reports[i:])
			if !ok { // the report knows some of it
				p = page{id: r.Article, url: r.URL, path: r.Path}
			}
			p.outlet = cmp.Or(r.Outlet, p.outlet)
			p.published = r.Published
			if err := put(p); err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

// authors are those that an article's author field joins.
func (p page) authors() (out []string) {
	for a := range strings.SplitSeq(p.author, ";") {
		if a = strings.TrimSpace(a); a != "" {
			out = append(out, a)
		}
	}
	return out
}

func writeBibTeX(w io.Writer, o Options, events Events) (int, error) {
	return o.pages(events, func(p page) error {
		var b strings.Builder
		fmt.Fprintf(&b, "@online{chancery-%s,\n", p.id)
		field := func(name, value string) {
			if value != "" {
				fmt.Fprintf(&b, "  %s = {%s},\n", name, value)
			}
		}
		field("title", texText(cmp.Or(p.title, "["+p.id+"]")))
		var authors []string
		for _, a := range p.authors() {
			authors = append(authors, "{"+texText(a)+"}") // a name in braces is kept whole
		}
		field("author", strings.Join(authors, " and "))
		field("organization", texText(p.outlet))
		field("date", edtf(p.published))
		if v := p.published; v.Exact() {
			field("year", fmt.Sprintf("%04d", v.From.Year))
		}
		field("url", texURL(p.url))
		field("language", texText(p.language))
		if p.url == "" {
			field("note", texText(p.path))
		}
		b.WriteString("}\n\n")
		_, err := io.WriteString(w, b.String())
		return err
	})
}

// texText is text that TeX prints as it stands: its special characters are
// escaped, what controls is left out, and braces pair.
func texText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\\':
			b.WriteString(`\textbackslash{}`)
		case r == '{' || r == '}':
			b.WriteString(map[rune]string{'{': `\textbraceleft{}`, '}': `\textbraceright{}`}[r])
		case strings.ContainsRune(`#$%&_`, r):
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '^':
			b.WriteString(`\textasciicircum{}`)
		case r == '~':
			b.WriteString(`\textasciitilde{}`)
		case r < ' ' || r == 0x7f:
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// texURL is an address that no brace, backslash or blank ends.
func texURL(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c <= ' ' || c >= 0x7f || strings.ContainsRune(`{}\"<>^`+"`", rune(c)) {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// edtf is an interval in ISO 8601-2's form, which biblatex reads: a day, or
// "2024-01-01/2024-06-30" with an open end as "..".
func edtf(v news.Interval) string {
	from, to := v.From.String(), v.To.String()
	switch {
	case !v.Known():
		return ""
	case from == to:
		return from
	}
	return cmp.Or(from, "..") + "/" + cmp.Or(to, "..")
}

// cslItem is an item of CSL-JSON (the schema csl-data.json of CSL 1.0.2).
type cslItem struct {
	ID        string    `json:"id"`
	Type      string    `json:"type"`
	Title     string    `json:"title,omitempty"`
	Author    []cslName `json:"author,omitempty"`
	Container string    `json:"container-title,omitempty"`
	Issued    *cslDate  `json:"issued,omitempty"`
	URL       string    `json:"URL,omitempty"`
	Language  string    `json:"language,omitempty"`
	Note      string    `json:"note,omitempty"`
}

type cslName struct {
	Literal string `json:"literal"`
}

type cslDate struct {
	Parts [][]int `json:"date-parts,omitempty"`
	Raw   string  `json:"raw,omitempty"` // of an open interval, which parts cannot say
}

func writeCSL(w io.Writer, o Options, events Events) (int, error) {
	list := jsonList{w: w, open: "[", close: "]\n"}
	n, err := o.pages(events, func(p page) error {
		item := cslItem{ID: "chancery-" + p.id, Type: "article-newspaper", Title: p.title, Container: p.outlet, URL: p.url, Language: p.language, Issued: issued(p.published)}
		for _, a := range p.authors() {
			item.Author = append(item.Author, cslName{a})
		}
		if p.url == "" {
			item.Note = p.path
		}
		return list.put(item)
	})
	if err != nil {
		return n, err
	}
	return n, list.end()
}

func issued(v news.Interval) *cslDate {
	parts := func(d news.Day) []int { return []int{int(d.Year), int(d.Month), int(d.Date)} }
	switch {
	case !v.Known():
		return nil
	case v.Exact():
		return &cslDate{Parts: [][]int{parts(v.From)}}
	case v.From.IsZero() || v.To.IsZero():
		return &cslDate{Raw: edtf(v)}
	}
	return &cslDate{Parts: [][]int{parts(v.From), parts(v.To)}}
}

// jsonList writes a JSON array, or what holds one, element by element.
type jsonList struct {
	w           io.Writer
	open, close string
	begun       bool
}

func (l *jsonList) put(v any) error {
	before := ",\n"
	if !l.begun {
		before, l.begun = l.open+"\n", true
	}
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = io.WriteString(l.w, before+string(b))
	return err
}

func (l *jsonList) end() error {
	before := "\n"
	if !l.begun {
		before = l.open
	}
	_, err := io.WriteString(l.w, before+l.close)
	return err
}
