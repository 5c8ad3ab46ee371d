package export

import (
	"bufio"
	_ "embed" // the page
	"html/template"
	"io"
	"net/url"
	"strconv"
	"strings"

	"chancery/internal/news"
)

//go:embed page.html
var pageHTML string

// shown is an event as the page has it.
type shown struct {
	Day        string // heading, where it is another than that of the event before
	ID         string
	Who        string
	Act, Mark  string
	Background bool
	Details    string
	Quotes     []shownQuote
	Told       []shownReport
	Counts     string
}

type shownQuote struct{ Text, Speaker string }

type shownReport struct {
	Name, Link, Day string
	Words           []shownWords
}

type shownWords struct{ Field, Text string }

// writeHTML writes one page that needs nothing else: no script, no address that
// is fetched. Everything from a page is text to the template, which escapes it.
func writeHTML(w io.Writer, o Options, events Events) (n int, err error) {
	t, err := template.New("page").Parse(pageHTML)
	if err != nil {
		return 0, err
	}
	out := bufio.NewWriter(w)
	if err := t.ExecuteTemplate(out, "head", struct{ Title, Version string }{o.Title, o.Version}); err != nil {
		return 0, err
	}
	day := ""
	for e, err := range events {
		if err != nil {
			return n, err
		}
		s := show(&e)
		if s.Day == day {
			s.Day = ""
		} else {
			day = s.Day
		}
		if err := t.ExecuteTemplate(out, "event", s); err != nil {
			return n, err
		}
		n++
	}
	if err := t.ExecuteTemplate(out, "foot", struct {
		N       int
		Version string
	}{n, o.Version}); err != nil {
		return n, err
	}
	return n, out.Flush()
}

func show(e *news.Event) shown {
	s := shown{
		Day: dayText(e.Date), ID: e.ID, Who: parties(e), Act: e.Act, Background: e.Background,
		Counts: count(len(e.Reports), "report") + ", " + count(e.Origins, "origin"),
	}
	if e.Status != news.Reported {
		s.Mark = string(e.Status)
	}
	var details []string
	if e.Channel != "" {
		details = append(details, "by "+e.Channel)
	}
	if e.Occasion != nil {
		details = append(details, "on "+e.Occasion.Name)
	}
	if e.Background {
		details = append(details, "told as history")
	}
	if len(e.DeniedBy) > 0 {
		details = append(details, "denied by "+strings.Join(each(e.DeniedBy, nameOf), ", "))
	}
	for _, c := range e.Conflicts {
		details = append(details, "reports differ on "+c.Field)
	}
	s.Details = strings.Join(details, " · ")
	for _, q := range e.Quotes {
		s.Quotes = append(s.Quotes, shownQuote{q.Text, q.Speaker.Name})
	}
	for i := range e.Reports {
		r := &e.Reports[i]
		told := shownReport{Name: r.Outlet, Day: dayText(r.Published)}
		if told.Name == "" {
			told.Name = place(r)
		}
		if u, err := url.Parse(r.URL); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
			told.Link = u.String()
		}
		if n := len(r.Chain); n > 0 && r.Chain[n-1].Name != told.Name {
			told.Name += ", according to " + r.Chain[n-1].Name
		}
		for _, ev := range r.Evidence {
			told.Words = append(told.Words, shownWords{ev.Field, ev.Text})
		}
		s.Told = append(s.Told, told)
	}
	return s
}

func parties(e *news.Event) string {
	from, to := strings.Join(each(e.Source, nameOf), ", "), strings.Join(each(e.Target, nameOf), ", ")
	switch {
	case to == "" || from == to:
		return from
	case e.Reciprocal:
		return from + " and " + to
	}
	return from + " → " + to
}

// dayText is an interval for people.
func dayText(v news.Interval) string {
	from, to := v.From.String(), v.To.String()
	switch {
	case !v.Known():
		return "Day not known"
	case v.Precision == news.Yearless:
		return from[len("2006-"):] + ", year not known"
	case from == to:
		return from
	case from == "":
		return to + " or earlier"
	case to == "":
		return from + " or later"
	}
	return from + " to " + to
}

func count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.Itoa(n) + " " + word + "s"
}
