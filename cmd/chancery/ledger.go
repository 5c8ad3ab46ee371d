package main

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"chancery/internal/export"
	"chancery/internal/news"
	"chancery/internal/tell"
	"chancery/internal/thread"
)

// ledger prints events as a timeline by day.
type ledger struct {
	*screen
	evidence  bool // the words behind each field below each entry
	quotes    bool // the quotes below each entry
	sources   bool // and who tells it, the earliest first
	conflicts bool // and what its reports differ on

	thread  func(*news.Event) (thread.Thread, error) // what is told of an event's; nil for nothing
	threads map[string]thread.Thread                 // of the events of the day being printed, by ID
}

// print prints events that come by their first possible day, and gives their
// number.
func (l *ledger) print(events iter.Seq2[news.Event, error]) (n int, err error) {
	l.threads = map[string]thread.Thread{}
	var day []news.Event // those of one first day, and what that is
	var key news.Day
	for e, err := range events {
		if err != nil {
			return n, err
		}
		n++
		if err := l.follow(&e); err != nil {
			return n, err
		}
		if k := firstDay(e.Date); k != key {
			if err := l.day(day); err != nil {
				return n, err
			}
			day, key = day[:0], k
		}
		day = append(day, e)
	}
	return n, l.day(day)
}

// follow notes what is told of an event's thread.
func (l *ledger) follow(e *news.Event) error {
	if l.thread == nil {
		return nil
	}
	t, err := l.thread(e)
	if t.Standing != "" || len(t.Links) > 0 {
		l.threads[e.ID] = t
	}
	return err
}

func firstDay(v news.Interval) news.Day {
	if v.From.IsZero() {
		return v.To
	}
	return v.From
}

// day prints the events of one first day under a heading for each date that
// starts there, the most exact first.
func (l *ledger) day(events []news.Event) error {
	slices.SortStableFunc(events, func(a, b news.Event) int {
		return cmp.Or(a.Date.To.Compare(b.Date.To)*openLast(a, b), cmp.Compare(dateText(a.Date), dateText(b.Date)),
			boolFirst(a.Background, b.Background))
	})
	var b strings.Builder
	heading := ""
	for i := range events {
		if h := dateText(events[i].Date); h != heading {
			heading = h
			b.WriteString(l.paint(bold, h) + "\n")
		}
		l.entry(&b, &events[i])
		if i+1 == len(events) || dateText(events[i+1].Date) != heading {
			b.WriteByte('\n')
		}
	}
	for i := range events {
		delete(l.threads, events[i].ID)
	}
	_, err := l.Write([]byte(b.String()))
	return err
}

// openLast turns the order of two ends where exactly one is open, since an
// open end is later than any.
func openLast(a, b news.Event) int {
	if a.Date.To.IsZero() != b.Date.To.IsZero() {
		return -1
	}
	return 1
}

func boolFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// An entry is two lines: who did what to whom and how often that is told; how,
// on what occasion, in what words, and its ID. What does not fit takes another.
const (
	entryIndent  = "  "
	secondIndent = "    "
	whoPart      = 48 // per cent of the width before the act stands
	leastQuote   = 30 // columns below which a quote takes a line of its own
)

func (l *ledger) entry(b *strings.Builder, e *news.Event) {
	style, actStyle := "", cyan
	if e.Background {
		style, actStyle = dim, dim
	}
	counts := tell.Plural(len(e.Reports), "report") + ", " + tell.Plural(e.Origins, "origin")
	mark, markStyle := statusMark(e)
	if s := l.threads[e.ID].Standing; s != "" && s != thread.Announced {
		mark, markStyle = "["+strings.TrimPrefix(strings.Trim(mark, "[]")+", "+string(s), ", ")+"]", cmp.Or(markStyle, yellow)
	}
	act := l.paint(actStyle, clean(e.Act))
	w := l.width - len(entryIndent)

	// The first line.
	who := parties(e)
	col := w * whoPart / 100
	left := l.paint(style, pad(who, col)) + "  " + act
	whole := left + "  " + l.paint(markStyle, mark)
	switch {
	case mark != "" && width(whole)+2+width(counts) <= w:
		left, mark = whole, ""
	case width(left)+2+width(counts) <= w:
	default:
		for _, s := range wrap(who, w) {
			b.WriteString(entryIndent + l.paint(style, s) + "\n")
		}
		left = entryIndent + act
	}
	l.row(b, entryIndent, left, l.paint(dim, counts))

	// The second.
	w = l.width - len(secondIndent)
	id := l.paint(dim, clean(e.ID))
	room := w - width(id) - 2
	if room < leastQuote {
		room = w
	}
	var details []string
	dot := " "
	if mark != "" {
		details = append(details, l.paintWords(markStyle, mark))
	}
	if c := circumstances(e); c != "" {
		details = append(details, l.paintWords(style, c))
		dot = " · "
	}
	lines := wrap(strings.Join(details, " "), room)
	if quote := saying(e); quote != "" {
		n := len(lines) - 1
		switch {
		case n < 0:
			lines = []string{l.paint(style, clip(quote, room))}
		case width(lines[n])+3+min(width(quote), leastQuote) <= room:
			lines[n] += l.paint(style, dot+clip(quote, room-width(lines[n])-3))
		default:
			lines = append(lines, l.paint(style, clip(quote, room)))
		}
	}
	for i, s := range lines {
		if i == 0 && room < w {
			l.row(b, secondIndent, s, id)
			continue
		}
		b.WriteString(secondIndent + s + "\n")
	}
	if room == w || len(lines) == 0 {
		b.WriteString(secondIndent + id + "\n")
	}
	l.below(b, e, secondIndent+"  ")
}

// below prints what was asked for below an entry. Evidence has the sources and
// the conflicts, too.
func (l *ledger) below(b *strings.Builder, e *news.Event, indent string) {
	if l.quotes {
		l.quoted(b, e, indent)
	}
	for _, s := range relations(e.ID, l.threads[e.ID]) {
		for i, s := range wrap(s, l.width-len(indent)-2) {
			b.WriteString(indent + strings.Repeat("  ", min(i, 1)) + l.paint(dim, s) + "\n")
		}
	}
	if l.evidence {
		l.words(b, e, indent)
		return
	}
	if l.sources {
		l.tellers(b, e, indent)
	}
	if l.conflicts {
		l.differ(b, e, indent)
	}
}

// stands is how one event stands to another, as a sentence has it.
func stands(as thread.As) string {
	switch as {
	case thread.SaidIn, thread.PartOf:
		return "was " + string(as)
	}
	return string(as)
}

// relations are, in words, how the other events of a thread stand to an event,
// and to one another.
func relations(id string, t thread.Thread) (out []string) {
	for i := range t.Events {
		o := &t.Events[i]
		if o.ID == id {
			continue
		}
		var how strings.Builder
		for _, l := range t.Links {
			switch {
			case l.From == id && l.To == o.ID:
				how.WriteString(", which this " + stands(l.As))
			case l.From == o.ID && l.To == id:
				how.WriteString(", which " + stands(l.As) + " this")
			case l.From == o.ID:
				how.WriteString(", which " + stands(l.As) + " " + clean(l.To))
			}
		}
		what := clean(o.Act)
		if o.Status != news.Reported {
			what += " (" + string(o.Status) + ")"
		}
		out = append(out, fmt.Sprintf("%s: %s, %s, %s%s", dateText(o.Date), parties(o), what, clean(o.ID), how.String()))
	}
	return out
}

// tellers prints where the reports stand and whom they have it from, by the
// first day on which each may have been published; their numbers are those that
// conflicts and show go by.
func (l *ledger) tellers(b *strings.Builder, e *news.Event, indent string) {
	order := make([]int, len(e.Reports))
	for i := range order {
		order[i] = i
	}
	first := func(i int) news.Day { return e.Reports[i].Published.Since() }
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Or(boolFirst(first(i).IsZero(), first(j).IsZero()), first(i).Compare(first(j)))
	})
	for _, i := range order {
		text := fmt.Sprintf("report %d %s", i+1, reportLine(&e.Reports[i]))
		for j, s := range wrap(text, l.width-len(indent)-2) {
			b.WriteString(indent + strings.Repeat("  ", min(j, 1)) + l.paint(dim, s) + "\n")
		}
	}
}

// mostQuotes is how many quotes of an event are put side by side.
const mostQuotes = 200

// quoted prints the quotes, each with who says it to whom; of one that several
// reports have, each wording with who has it.
func (l *ledger) quoted(b *strings.Builder, e *news.Event, indent string) {
	for _, u := range tell.Utterances(e, mostQuotes) {
		for _, s := range utteranceLines(e, &u, actor) {
			for _, s := range wrap(s, l.width-len(indent)) {
				b.WriteString(indent + s + "\n")
			}
		}
	}
	if more := len(e.Quotes) - mostQuotes; more > 0 {
		fmt.Fprintf(b, "%sand %d more\n", indent, more)
	}
}

// utteranceLines are an utterance: in one wording "“words” — speaker → addressee",
// in several the speaker, then a line each; where there are several reports, with
// who has it, and from whom.
func utteranceLines(e *news.Event, u *tell.Utterance, name func(news.Actor) string) (out []string) {
	who := ""
	if u.Speaker.Name != "" {
		who = name(u.Speaker)
		if u.Addressee.Name != "" {
			who += " → " + name(u.Addressee)
		}
	}
	by := func(w *tell.Wording) string {
		words := "“" + clean(w.Text) + "”"
		if !w.Direct {
			words = clean(w.Text)
		}
		if len(e.Reports) == 1 {
			return words
		}
		var in []string
		for _, i := range w.Reports {
			in = append(in, fmt.Sprintf("%d%s", i+1, carrier(&e.Reports[i])))
		}
		return words + " (report " + strings.Join(in, ", ") + ")"
	}
	if len(u.Wordings) == 1 {
		line := by(&u.Wordings[0])
		if who != "" {
			line += " — " + who
		}
		return []string{line}
	}
	out = append(out, cmp.Or(who, "somebody")+fmt.Sprintf(", in %d wordings:", len(u.Wordings)))
	for i := range u.Wordings {
		out = append(out, "- "+by(&u.Wordings[i]))
	}
	return out
}

// carrier is who prints a report and whom he has it from: " The Post ← KCNA".
func carrier(r *news.Report) string {
	names := []string{clean(cmp.Or(r.Outlet, r.URL, r.Path))}
	for _, k := range r.Chain {
		if n := clean(k.Name); k.Role != "outlet" && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return " " + strings.Join(names, " ← ")
}

// differ prints what the reports differ on.
func (l *ledger) differ(b *strings.Builder, e *news.Event, indent string) {
	for _, c := range e.Conflicts {
		b.WriteString(indent + l.paint(yellow, conflictText(c)) + "\n")
	}
}

// row prints left and, flush with the margin, right.
func (l *ledger) row(b *strings.Builder, indent, left, right string) {
	gap := max(l.width-len(indent)-width(left)-width(right), 2)
	b.WriteString(indent + left + strings.Repeat(" ", gap) + right + "\n")
}

// saying is the best quote, else who tells it.
func saying(e *news.Event) string {
	q, ok := tell.BestQuote(e)
	if !ok {
		return via(e)
	}
	quote := "“" + clean(q.Text) + "”"
	if q.Speaker.Name != "" && (len(e.Source) == 0 || q.Speaker.Name != e.Source[0].Name) {
		quote += " — " + clean(q.Speaker.Name)
	}
	return quote
}

// words prints the evidence, report by report.
func (l *ledger) words(b *strings.Builder, e *news.Event, indent string) {
	for i := range e.Reports {
		r := &e.Reports[i]
		b.WriteString(indent + l.paint(dim, reportLine(r)) + "\n")
		for _, v := range r.Evidence {
			at := fmt.Sprintf("%-11s %-12s ", clean(v.Field), v.Span)
			b.WriteString(indent + "  " + l.paint(dim, at) + clip("“"+clean(v.Text)+"”", l.width-len(indent)-2-width(at)) + "\n")
		}
	}
	l.differ(b, e, indent)
}

// reportLine says where a report stands: outlet or file, article, date, chain.
func reportLine(r *news.Report) string {
	where := cmp.Or(r.URL, r.Path)
	if r.Outlet != "" && !strings.Contains(where, r.Outlet) {
		where = r.Outlet + ", " + where
	}
	out := "in " + clean(where)
	if r.Entry != "" {
		out += ", entry “" + clean(r.Entry) + "”"
	}
	if r.Published.Known() {
		out += ", published " + dateText(r.Published)
	}
	if len(r.Chain) > 0 {
		var names []string
		for _, k := range r.Chain {
			names = append(names, clean(k.Name))
		}
		out += ", from " + strings.Join(names, " ← ")
	}
	if r.CopyOf != "" {
		out += ", copy of article " + r.CopyOf
	}
	return out + " (article " + r.Article + ")"
}

func conflictText(c news.Conflict) string {
	var sides []string
	for _, s := range c.Values {
		var in []string
		for _, r := range s.Reports {
			in = append(in, fmt.Sprint(r+1))
		}
		v := clean(s.Value)
		if v == "" {
			v = "not told"
		}
		sides = append(sides, fmt.Sprintf("%s (report %s)", v, strings.Join(in, ", ")))
	}
	return "reports differ on " + clean(c.Field) + ": " + strings.Join(sides, " / ")
}

// parties is "Kim Jong Un (PRK) → Vladimir Putin (RUS)".
func parties(e *news.Event) string {
	arrow := " → "
	if e.Reciprocal {
		arrow = " ↔ "
	}
	s, t := actors(e.Source), actors(e.Target)
	switch {
	case e.Reciprocal && s == t && len(e.Source) > 1: // each on both sides
		return actors(e.Source[:1]) + arrow + actors(e.Source[1:])
	case t == "" && e.Reciprocal:
		return s
	case t == "":
		return cmp.Or(s, "?")
	}
	return cmp.Or(s, "?") + arrow + t
}

// actors names the first two and counts the others.
func actors(as []news.Actor) string {
	var names []string
	for i, a := range as {
		if i == 2 && len(as) > 3 {
			names = append(names, fmt.Sprintf("%d others", len(as)-2))
			break
		}
		names = append(names, actor(a))
	}
	return strings.Join(names, ", ")
}

// actor is a name with its country, where the actor is not the state itself.
func actor(a news.Actor) string {
	name := clean(cmp.Or(a.Name, a.ID, "?"))
	if a.Country == "" || a.ID == a.Country || a.Name == a.Country {
		return name
	}
	return name + " (" + a.Country + ")"
}

// circumstances are channel, occasion and place.
func circumstances(e *news.Event) string {
	var out []string
	if e.Channel != "" && e.Channel != e.Act {
		out = append(out, clean(e.Channel))
	}
	if e.Occasion != nil && e.Occasion.Name != "" {
		out = append(out, clean(tell.Occasion(e.Occasion)))
	}
	return strings.Join(out, " · ")
}

// statusMark says what an entry is, if not simply reported; and in what style.
func statusMark(e *news.Event) (mark, style string) {
	by := func(names []string) string {
		if len(names) == 0 {
			return ""
		}
		return " by " + strings.Join(names, ", ")
	}
	var denied []string
	for _, a := range e.DeniedBy {
		denied = append(denied, clean(a.Name))
	}
	switch e.Status {
	case news.Planned:
		mark, style = "planned", yellow
	case news.Hypothetical:
		mark, style = "hypothetical", yellow
	case news.Alleged:
		mark, style = "alleged"+by(origins(e, news.Alleged)), yellow
	case news.Denied:
		mark, style = "denied"+by(denied), red
	}
	if e.Status != news.Denied && len(denied) > 0 {
		mark, style = strings.TrimPrefix(mark+", denied"+by(denied), ", "), red
	}
	if e.Background {
		mark, style = strings.TrimPrefix(mark+", history", ", "), cmp.Or(style, dim)
	}
	if len(e.Corrected) > 0 {
		mark, style = strings.TrimPrefix(mark+", corrected", ", "), cmp.Or(style, green)
	}
	if tell.Doubtful(e) {
		mark, style = strings.TrimPrefix(mark+", doubtful", ", "), cmp.Or(style, yellow)
	}
	if mark == "" {
		return "", ""
	}
	return "[" + mark + "]", style
}

// origins are the names that the reports of a status ultimately cite.
func origins(e *news.Event, s news.Status) []string {
	var out []string
	for _, r := range e.Reports {
		if r.Status != s || len(r.Chain) == 0 {
			continue
		}
		if n := clean(r.Chain[len(r.Chain)-1].Name); n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// via names who the reports have it from, or who prints it.
func via(e *news.Event) string {
	var from []string
	for _, o := range export.ToldBy(e) {
		if o = clean(o); o != "" {
			from = append(from, o)
		}
	}
	var in []string
	for _, r := range e.Reports {
		if o := clean(cmp.Or(r.Outlet, r.Path)); o != "" && !slices.Contains(in, o) {
			in = append(in, o)
		}
	}
	switch {
	case len(from) > 0:
		return "according to " + strings.Join(from, ", ")
	case len(in) > 0:
		return "in " + strings.Join(in, ", ")
	}
	return ""
}
