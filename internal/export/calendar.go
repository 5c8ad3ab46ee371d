package export

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"chancery/internal/news"
	"chancery/internal/tell"
)

// writeCalendar writes an iCalendar (RFC 5545) of the planned acts and of those
// tied to an occasion, as whole days: of an interval all its days. What has no
// day at either end, or whose days are more than a year, has no place in a
// calendar.
func writeCalendar(w io.Writer, o Options, events Events) (n int, err error) {
	out := bufio.NewWriter(w)
	line := func(name, value string) { fold(out, name+":"+value) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//chancery//"+icsText(strings.ReplaceAll(o.Version, "/", "-"))+"//EN")
	line("CALSCALE", "GREGORIAN")
	if o.Title != "" {
		line("X-WR-CALNAME", icsText(o.Title))
	}
	for e, err := range events {
		if err != nil {
			return n, err
		}
		if !inCalendar(&e) {
			continue
		}
		for _, l := range entry(&e) {
			line(l[0], l[1])
		}
		n++
	}
	line("END", "VCALENDAR")
	return n, out.Flush()
}

func inCalendar(e *news.Event) bool {
	days := e.Date.Days()
	return (e.Status == news.Planned || e.Occasion != nil) && days >= 0 && days <= 366 && e.Date.Precision != news.Yearless &&
		e.Date.To.AddDays(1).Year <= 9999 // DTEND is the day after
}

func entry(e *news.Event) [][2]string {
	day := func(d news.Day) string { return fmt.Sprintf("%04d%02d%02d", d.Year, d.Month, d.Date) }
	stamp := added(e) // the same for the same event, as no clock is
	if stamp == "" {
		stamp = "19700101000000"
	}
	out := [][2]string{
		{"BEGIN", "VEVENT"},
		{"UID", icsText(e.ID) + "@chancery"},
		{"DTSTAMP", stamp[:8] + "T000000Z"},
		{"DTSTART;VALUE=DATE", day(e.Date.From)},
		{"DTEND;VALUE=DATE", day(e.Date.To.AddDays(1))},
		{"SUMMARY", icsText(summary(e))},
		{"DESCRIPTION", icsText(description(e))},
		{"STATUS", map[bool]string{true: "TENTATIVE", false: "CONFIRMED"}[e.Status != news.Reported]},
		{"TRANSP", "TRANSPARENT"},
	}
	cats := []string{e.Type, string(e.Status)}
	if e.Occasion != nil {
		cats = append(cats, e.Occasion.Name)
	}
	out = append(out, [2]string{"CATEGORIES", strings.Join(each(cats, icsText), ",")})
	for i := range e.Reports {
		if u := e.Reports[i].URL; u != "" && strings.IndexFunc(u, func(r rune) bool { return r <= ' ' || r == 0x7f }) < 0 {
			out = append(out, [2]string{"URL", u})
			break
		}
	}
	return append(out, [2]string{"END", "VEVENT"})
}

// summary is an act on one line: "Russia, Iran: sign agreement (planned)".
func summary(e *news.Event) string {
	s := strings.Join(each(e.Source, nameOf), ", ")
	if t := strings.Join(each(e.Target, nameOf), ", "); t != "" && !e.Reciprocal {
		s += " → " + t
	} else if t != "" && t != s {
		s += ", " + t
	}
	s += ": " + e.Act
	if e.Status != news.Reported {
		s += " (" + string(e.Status) + ")"
	}
	if e.Occasion != nil {
		s += ", " + e.Occasion.Name
	}
	return strings.TrimPrefix(s, ": ")
}

func description(e *news.Event) string {
	var out []string
	if q, ok := tell.BestQuote(e); ok {
		out = append(out, "“"+q.Text+"”")
	}
	if e.Date.Basis != "" {
		out = append(out, "Date: "+e.Date.Basis)
	}
	if from := ToldBy(e); len(from) > 0 {
		out = append(out, "According to "+strings.Join(from, ", "))
	}
	out = append(out, fmt.Sprintf("Reports: %d, origins: %d", len(e.Reports), e.Origins), e.ID)
	return strings.Join(out, "\n")
}

// icsText is a TEXT value (RFC 5545, 3.3.11).
func icsText(s string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "\ufffd") {
		switch {
		case r == '\\' || r == ';' || r == ',':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ' && r != '\t' || r == 0x7f:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// fold writes a content line, in pieces of at most 75 bytes (3.1).
func fold(w *bufio.Writer, line string) {
	const most = 75
	for room := most; len(line) > room; room = most - 1 {
		i := room
		for !utf8.RuneStart(line[i]) {
			i--
		}
		fmt.Fprint(w, line[:i], "\r\n ") // Flush tells of errors
		line = line[i:]
	}
	fmt.Fprint(w, line, "\r\n")
}
