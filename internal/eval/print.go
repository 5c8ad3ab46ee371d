package eval

import (
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"

	"chancery/internal/news"
)

// PageDetail is what was right and wrong on one page.
type PageDetail struct {
	Page     string
	Unread   bool
	Wrong    []Wrong // fields of the page as a whole, and spans that do not re-read
	Hits     []Hit
	Missed   []Miss // not the optional ones
	Spurious []Extra
	Absorbed []Extra // counted neither way
}

// Wrong is a field that is not as gold has it.
type Wrong struct{ Field, Want, Got string }

// Hit is a gold event that was found.
type Hit struct {
	Gold   *GoldEvent
	Event  *news.Event
	Report *news.Report
	Wrong  []Wrong
}

// Miss is a gold event that was not found, with what came nearest.
type Miss struct {
	Gold *GoldEvent
	Near string
	Lost *Lost // where; nil where nothing explains
}

// Extra is a report that gold does not have.
type Extra struct {
	Event   *news.Event
	Report  *news.Report
	Chrome  bool
	Context string     // the line that tells the act
	Near    *GoldEvent // what it could have been meant for
	Why     string     // and why it is not
}

// meant is the act of gold that a report which finds nothing could be meant
// for, and why it is not; nil for none.
func (p *pairing) meant(j int) (near *GoldEvent, why string) {
	for i := range p.gold {
		if p.verdicts[i][j].found() {
			return &p.gold[i], "found already: a duplicate"
		}
	}
	for i := range p.gold {
		if why := p.verdicts[i][j].almost(&p.gold[i], p.said[j]); why != "" {
			return &p.gold[i], why
		}
	}
	return nil, ""
}

// almost says why a report that has something of gold's event is not it; "" when
// it has too little.
func (v verdict) almost(g *GoldEvent, f found) string {
	var why []string
	switch {
	case v.reversed:
		why = append(why, "direction")
	case !v.sides:
		if len(countries(f.event.Target)) > 0 || !meet(countries(f.event.Source), codes(g.Source)) {
			return ""
		}
		why = append(why, "no target")
	}
	if !v.typ {
		why = append(why, "type "+f.event.Type+" for "+strings.Join(g.Type, "/"))
	}
	if !v.date {
		why = append(why, "date "+span(f.event.Date)+" for "+span(g.Date))
	}
	if len(why) > 2 || len(why) == 2 && g.Act != f.event.Act {
		return ""
	}
	return strings.Join(why, ", ")
}

// nearest describes the report that came nearest to the i-th of gold's events,
// which is missed.
func (p *pairing) nearest(i int) string {
	best, least := "", math.MaxInt
	for j, v := range p.verdicts[i] {
		e := p.said[j].event
		if !v.sides && !v.reversed && !meet(codes(p.gold[i].Source), countries(e.Source)) {
			continue
		}
		why := v.against(e)
		if n := len(why); n >= least || n > 1 && !v.reversed {
			continue
		}
		least = len(why)
		if p.taken[j] >= 0 {
			why = append(why, "taken by another")
		}
		best = e.ID + " (" + strings.Join(why, ", ") + ")"
	}
	return best
}

// against lists in words what keeps an event from being gold's.
func (v verdict) against(e *news.Event) []string {
	var why []string
	switch {
	case v.reversed:
		why = append(why, "wrong direction")
	case !v.sides:
		why = append(why, "other actors")
	}
	if !v.typ {
		why = append(why, "type "+e.Type)
	}
	if !v.date {
		why = append(why, "date "+span(e.Date))
	}
	return why
}

// span shows an interval: "2024-05-09", "2024-05-01..2024-05-31", "2024-08-13..".
func span(v news.Interval) string {
	switch {
	case !v.Known():
		return "unknown"
	case v.Exact():
		return v.From.String()
	}
	s := v.From.String() + ".." + v.To.String()
	if v.Precision == news.Yearless {
		s += " on that day of some year"
	}
	return s
}

func between(source, target []string) string {
	return strings.Join(source, "+") + " → " + strings.Join(target, "+")
}

func showActors(as []news.Actor) string {
	var names []string
	for _, a := range as {
		names = append(names, a.Name)
	}
	return strings.Join(names, ", ")
}

func showOccasion(o *news.Occasion) string {
	if o == nil {
		return ""
	}
	g := GoldOccasion{Name: o.Name, Country: o.Country}
	if o.Ordinal != 0 {
		g.Ordinal = &o.Ordinal
	}
	return g.String()
}

func showChain(chain []news.Link) string {
	var parts []string
	for _, l := range chain {
		parts = append(parts, l.Name+" ("+l.Role+")")
	}
	return strings.Join(parts, " < ")
}

// WriteTable writes the scores for people, one measure a line.
func (s *LedgerScores) WriteTable(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(name string, cells ...string) { fmt.Fprintf(tw, "%s\t%s\n", name, strings.Join(cells, "\t")) }
	frac := func(name string, f Fraction) { // nothing where there was no case
		if f.Of == 0 {
			return
		}
		row(name, percent(f.Score()), fmt.Sprintf("%d of %d", f.Right, f.Of))
	}
	three := func(p PRF) []string {
		return []string{percent(p.F1), "precision " + percent(p.P) + ", recall " + percent(p.R)}
	}
	e := &s.Events
	frac("pages read", s.Pages)
	c := three(e.PRF)
	row("events found, F1", c[0], fmt.Sprintf("%s (found %d, missed %d, spurious %d; optional %d of %d; absorbed %d)", c[1], e.Found, e.Missed, e.Spurious, e.Optional.Right, e.Optional.Of, e.Absorbed))
	frac("news recall", s.NewsRecall)
	row("direction errors", fmt.Sprint(s.DirectionErrors))
	row("events from chrome", fmt.Sprint(s.ChromeEvents))
	frac("type", s.Type)
	frac("sides, whole", s.Sides)
	frac("exact day", s.ExactDay)
	frac("tight date", s.TightDate)
	frac("act", s.Act)
	frac("channel", s.Channel)
	frac("channel, none told", s.NoChannel)
	frac("occasion", s.Occasion)
	frac("occasion's name", s.OccasionNamed)
	frac("occasion, none told", s.NoOccasion)
	frac("status", s.Status)
	frac("background", s.Background)
	frac("origin", s.Origin)
	frac("origin, by its words", s.OriginMeant)
	frac("origin, none told", s.NoOrigin)
	frac("reply to", s.ReplyTo)
	frac("names", s.Names)
	frac("published: overlaps", s.Published.Overlaps)
	frac("published: inside", s.Published.Inside)
	frac("published: exact", s.Published.Exact)
	frac("title", s.Title)
	frac("author", s.Author)
	frac("outlet", s.Outlet)
	frac("body's first words", s.BodyFirst)
	frac("body's last words", s.BodyLast)
	if !math.IsNaN(s.Merge.F1) {
		row("merge, B³ F1", three(s.Merge)...)
	}
	if !math.IsNaN(s.Pairs.F1) {
		row("merge, pairs F1", three(s.Pairs)...)
	}
	frac("evidence re-reads", s.Evidence)
	if err := tw.Flush(); err != nil {
		return fmt.Errorf("write scores: %w", err)
	}
	return nil
}

func percent(f float64) string {
	if math.IsNaN(f) {
		return "–"
	}
	return fmt.Sprintf("%.1f", 100*f)
}

// WriteDetail writes, page by page, what was found (=), missed (-) and made up
// (+), with every wrong field as "field: got, want …"; "~" is an optional one
// found, "." what counts neither way. What was wrongly merged or left apart comes last.
func (s *LedgerScores) WriteDetail(w io.Writer) error {
	out := &errWriter{w: w}
	for _, d := range s.Details {
		found := 0
		for _, h := range d.Hits {
			if !h.Gold.Optional {
				found++
			}
		}
		out.printf("## %s: found %d, missed %d, spurious %d\n", d.Page, found, len(d.Missed), len(d.Spurious))
		if d.Unread {
			out.printf("   not read\n")
		}
		out.wrong(d.Wrong)
		for _, h := range d.Hits {
			mark := "="
			if h.Gold.Optional {
				mark = "~"
			}
			out.printf(" %s %s  %s\n", mark, h.Gold.Key, h.Event.ID)
			out.wrong(h.Wrong)
		}
		for _, m := range d.Missed {
			out.printf(" - %s  %s\n", m.Gold.Key, m.Gold)
			if m.Near != "" {
				out.printf("       nearest: %s\n", m.Near)
			}
			if m.Lost != nil {
				out.printf("       lost: %s\n", m.Lost)
			}
		}
		out.extras("+", d.Spurious)
		out.extras(".", d.Absorbed)
	}
	for _, k := range s.Knots {
		verb := "is split over"
		if k.Lump {
			verb = "lumps"
		}
		out.printf("## %s %s %s\n       on %s\n", k.One, verb, strings.Join(k.Many, ", "), strings.Join(k.On, ", "))
	}
	if out.err != nil {
		return fmt.Errorf("write detail: %w", out.err)
	}
	return nil
}

// String shows a gold event in a line.
func (g *GoldEvent) String() string {
	s := who(g.Source, g.SourceNames) + " → " + who(g.Target, g.TargetNames) + ", " + g.Act + " [" + strings.Join(g.Type, "/") + "], " + span(g.Date)
	if g.Channel != nil {
		s += ", by " + *g.Channel
	}
	if g.Occasion != nil {
		s += ", " + g.Occasion.String()
	}
	s += ", " + string(g.Status)
	if g.Background {
		s += ", background"
	}
	if g.Reciprocal {
		s += ", reciprocal"
	}
	return s
}

func who(codes, names []string) string {
	s := strings.Join(codes, "+")
	if s == "" {
		s = "?"
	}
	if len(names) > 0 {
		s += " (" + strings.Join(names, ", ") + ")"
	}
	return s
}

// show shows an event as one report tells it, in a line like a gold event's.
func show(e *news.Event, r *news.Report) string {
	names := func(as []news.Actor) (ns []string) {
		for _, a := range as {
			if a.Name != "" {
				ns = append(ns, a.Name)
			}
		}
		return ns
	}
	s := who(countries(e.Source), names(e.Source)) + " → " + who(countries(e.Target), names(e.Target)) + ", " + e.Act + " [" + e.Type + "], " + span(e.Date)
	if e.Channel != "" {
		s += ", by " + e.Channel
	}
	if e.Occasion != nil {
		s += ", " + showOccasion(e.Occasion)
	}
	s += ", " + string(r.Status)
	if r.Background {
		s += ", background"
	}
	return s
}

// errWriter keeps the first error, so that a listing can be written straight.
type errWriter struct {
	w   io.Writer
	err error
}

func (w *errWriter) printf(format string, args ...any) {
	if w.err == nil {
		_, w.err = fmt.Fprintf(w.w, format, args...)
	}
}

func (w *errWriter) wrong(ws []Wrong) {
	for _, x := range ws {
		w.printf("       %s: %q, want %q\n", x.Field, x.Got, x.Want)
	}
}

func (w *errWriter) extras(mark string, xs []Extra) {
	for _, x := range xs {
		w.printf(" %s %s  %s\n", mark, x.Event.ID, show(x.Event, x.Report))
		if x.Chrome {
			w.printf("       from chrome\n")
		}
		if x.Near != nil {
			w.printf("       %s: %s\n", x.Near.Key, x.Why)
		}
		if x.Context != "" {
			w.printf("       %s\n", x.Context)
		}
	}
}
