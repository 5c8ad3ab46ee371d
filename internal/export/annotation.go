package export

import (
	"fmt"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	"chancery/internal/news"
)

// annotation is one of the W3C's model (Web Annotation Data Model, 2017): the
// words of a page that say a field of an event. Positions count the characters
// (code points) of the article's text as chancery show --json has it.
type annotation struct {
	ID     string           `json:"id"`
	Type   string           `json:"type"` // "Annotation"
	Motive string           `json:"motivation"`
	Body   []annotationBody `json:"body"`
	Target annotationTarget `json:"target"`
}

type annotationBody struct {
	Type    string `json:"type"` // "TextualBody"
	Value   string `json:"value"`
	Purpose string `json:"purpose"`
}

type annotationTarget struct {
	Type     string     `json:"type"` // "SpecificResource"
	Source   string     `json:"source"`
	Selector []selector `json:"selector"`
}

// selector is a TextQuoteSelector or a TextPositionSelector.
type selector struct {
	Type   string `json:"type"`
	Exact  string `json:"exact,omitempty"`
	Prefix string `json:"prefix,omitempty"`
	Suffix string `json:"suffix,omitempty"`
	Start  *int   `json:"start,omitempty"`
	End    *int   `json:"end,omitempty"`
}

// around is how many characters stand before and after a quote.
const around = 32

// writeAnnotations writes an AnnotationPage with an annotation for each piece of
// evidence of each report.
func writeAnnotations(w io.Writer, o Options, events Events) (n int, err error) {
	list := jsonList{w: w, open: `{"@context":"http://www.w3.org/ns/anno.jsonld","id":"urn:chancery:annotations","type":"AnnotationPage","items":[`, close: "]}\n"}
	texts := articles(o, func(a *news.Article) *news.Article { return a })
	for e, err := range events {
		if err != nil {
			return n, err
		}
		for i := range e.Reports {
			r := &e.Reports[i]
			a, ok := texts.get(e.Reports[i:])
			if !ok {
				return n, fmt.Errorf("annotate article %s: its text is not there", r.Article)
			}
			for j, ev := range r.Evidence {
				if !ev.Fits(a.Text) || ev.In(a.Text) != ev.Text {
					return n, fmt.Errorf("annotate article %s: the words at %s are not those of report %s", r.Article, ev.Span, r.ID)
				}
				if err := list.put(annotate(&e, r, j, a.Text)); err != nil {
					return n, err
				}
				n++
			}
		}
	}
	return n, list.end()
}

func annotate(e *news.Event, r *news.Report, j int, text string) annotation {
	ev := r.Evidence[j]
	start := utf8.RuneCountInString(text[:ev.Start])
	end := start + utf8.RuneCountInString(ev.Text)
	body := []annotationBody{
		{"TextualBody", ev.Field, "tagging"},
		{"TextualBody", e.ID, "identifying"},
	}
	if v := fieldText(r, ev.Field); v != "" {
		body = append(body, annotationBody{"TextualBody", v, "describing"})
	}
	return annotation{
		ID: fmt.Sprintf("urn:chancery:evidence:%s:%d", url.PathEscape(r.ID), j), Type: "Annotation", Motive: "identifying", Body: body,
		Target: annotationTarget{"SpecificResource", iri(r), []selector{
			{Type: "TextQuoteSelector", Exact: ev.Text, Prefix: lastRunes(text[:ev.Start], around), Suffix: firstRunes(text[ev.End:], around)},
			{Type: "TextPositionSelector", Start: &start, End: &end},
		}},
	}
}

// iri names the page: its address, else its ID.
func iri(r *news.Report) string {
	if u, err := url.Parse(r.URL); err == nil && u.IsAbs() {
		return u.String()
	}
	return "urn:chancery:article:" + url.PathEscape(r.Article)
}

// fieldText is what a report has in a field, for people.
func fieldText(r *news.Report, field string) string {
	names := func(as []news.Actor) string { return strings.Join(each(as, nameOf), "; ") }
	switch field {
	case "source":
		return names(r.Source)
	case "target":
		return names(r.Target)
	case "act":
		return r.Act
	case "channel":
		return r.Channel
	case "date":
		return edtf(r.Date)
	case "occasion":
		return occasionName(r.Occasion)
	case "status":
		return string(r.Status)
	case "denied_by":
		return names(r.DeniedBy)
	case "origin":
		if n := len(r.Chain); n > 0 {
			return r.Chain[n-1].Name
		}
	}
	return ""
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

func lastRunes(s string, n int) string {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	return s[i:]
}
