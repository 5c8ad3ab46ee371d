package eval

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"chancery/internal/news"
	"chancery/internal/nlp/acts"
)

// LostStage is the first stage at which the line lost an act of gold.
type LostStage int

// The stages, in the order in which an act passes them.
const (
	LostUnread    LostStage = iota // its page, or its sentence on the page
	LostUnlooked                   // no word of it
	LostWeak                       // its word
	LostParties                    // its sides are not near its word as states
	LostUnderCut                   // its score
	LostUndone                     // the words were taken to say that it was not done
	LostSides                      // others were chosen
	LostDirection                  // its sides were chosen the other way round
	LostType                       // another was chosen
	LostDate                       // its day
	LostAgain                      // another word's act was taken for it
	LostTaken                      // read, and found for another act of gold
	LostMerging                    // read, and lost after
	lostStages
)

// lostTexts name the stages: for machines, for people.
var lostTexts = [lostStages][2]string{
	LostUnread:    {"unread", "its page or sentence was not read"},
	LostUnlooked:  {"unlooked", "no word of it was looked at"},
	LostWeak:      {"weak", "its word hardly tells of an act"},
	LostParties:   {"parties", "its sides are not near, or not known as states"},
	LostUnderCut:  {"under_cut", "its score is under the cut"},
	LostUndone:    {"undone", "its words were taken to say that it was not done"},
	LostSides:     {"sides", "other sides were chosen"},
	LostDirection: {"direction", "its sides were turned round"},
	LostType:      {"type", "another type was chosen"},
	LostDate:      {"date", "its date disagrees, or is too wide"},
	LostAgain:     {"again", "it was taken for another word's act"},
	LostTaken:     {"taken", "it was read, and stands for another act of gold"},
	LostMerging:   {"merging", "it was read, and lost in merging"},
}

func (s LostStage) String() string { return lostTexts[s][1] }

// MarshalText gives the stage's short name.
func (s LostStage) MarshalText() ([]byte, error) { return []byte(lostTexts[s][0]), nil }

// Lost is where an act of gold was lost: the look that came farthest; nil where
// there was none.
type Lost struct {
	Stage LostStage
	Word  string // that was looked at
	Look  *acts.Look
}

// String says it in a line.
func (l *Lost) String() string {
	if l.Look == nil {
		return l.Stage.String()
	}
	r := &l.Look.Report
	s := fmt.Sprintf("%s: ‹%s› %s → %s, %s [%s], %s", l.Stage, l.Word, who(countries(r.Source), nil), who(countries(r.Target), nil), r.Act, r.Type, span(r.Date))
	if l.Look.Reason != "" {
		s += ": " + l.Look.Reason
	}
	return s
}

// LostCounts are of the acts of gold that were not found, by stage.
type LostCounts [lostStages]int

// Of is how many there are.
func (c *LostCounts) Of() (n int) {
	for _, k := range c {
		n += k
	}
	return n
}

// MarshalJSON writes [{"stage": "type", "lost": 3, "share": 0.25}, …].
func (c *LostCounts) MarshalJSON() ([]byte, error) {
	type count struct {
		Stage LostStage `json:"stage"`
		Lost  int       `json:"lost"`
		Share *float64  `json:"share"`
	}
	out := make([]count, len(c))
	for s, n := range c {
		out[s] = count{LostStage(s), n, number(Fraction{n, c.Of()}.Score())}
	}
	return json.Marshal(out)
}

// WriteTable writes a line a stage, with the share of all that is lost.
func (c *LostCounts) WriteTable(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tw, "\nlost, by the first stage\t%d\t\n", c.Of())
	for s, n := range c {
		fmt.Fprintf(tw, "%s\t%d\t%s\n", LostStage(s), n, percent(Fraction{n, c.Of()}.Score()))
	}
	if err := tw.Flush(); err != nil {
		return fmt.Errorf("write stages: %w", err)
	}
	return nil
}

// tracer finds where acts of gold were lost on one page.
type tracer struct {
	an    *news.Analysis
	looks []acts.Look
	taken []string // IDs of the reports that find acts of gold
	text  wordFinder
}

func newTracer(an *news.Analysis, looks []acts.Look, hits []Hit) *tracer {
	t := &tracer{an: an, looks: looks, text: newWordFinder(an.Article.Text)}
	for _, h := range hits {
		t.taken = append(t.taken, h.Report.ID)
	}
	return t
}

// lost says where an act was lost that is told in the sentences, the first of
// which has its words.
func (t *tracer) lost(g *GoldEvent, sentences []string) *Lost {
	var within []news.Span
	for _, s := range sentences {
		if at, ok := t.text.find(s, t.text.whole()); ok {
			within = append(within, at)
		}
	}
	if len(within) == 0 {
		return &Lost{Stage: LostUnread}
	}
	words, _ := t.text.find(g.Trigger, within[0])
	best := &Lost{Stage: LostUnlooked}
	for i := range t.looks {
		x := &t.looks[i]
		word := t.an.Tokens[x.Token].Span
		if !slices.ContainsFunc(within, word.Overlaps) {
			continue
		}
		v := judge(g, found{alone(&x.Report), &x.Report})
		if !word.Overlaps(words) && !t.meant(x, v) {
			continue
		}
		if s := t.lostAt(g, x, v); s > best.Stage {
			best = &Lost{s, word.In(t.an.Article.Text), x}
		}
	}
	return best
}

// meant reports whether a look elsewhere than at gold's words could be meant
// for its act: one between its sides, told or of its type, which finds no other.
func (t *tracer) meant(x *acts.Look, v verdict) bool {
	return !t.finds(x) && (v.sides && x.Stage == acts.Told || (v.sides || v.reversed) && v.typ)
}

// finds reports whether a look is told, and found for some act of gold.
func (t *tracer) finds(x *acts.Look) bool {
	return x.Stage == acts.Told && slices.Contains(t.taken, x.Report.ID)
}

// lostAt is the first stage at which a look is not gold's act.
func (t *tracer) lostAt(g *GoldEvent, x *acts.Look, v verdict) LostStage {
	switch {
	case x.Stage == acts.Weak:
		return LostWeak
	case !partiesNear(g, x.Near):
		return LostParties
	case x.Stage == acts.UnderCut:
		return LostUnderCut
	case x.Stage == acts.Undone:
		return LostUndone
	case !v.sides && v.reversed:
		return LostDirection
	case !v.sides:
		return LostSides
	case !v.typ:
		return LostType
	case !v.date:
		return LostDate
	case x.Stage == acts.Again:
		return LostAgain
	case t.finds(x):
		return LostTaken
	}
	return LostMerging
}

// partiesNear reports whether some choice among the states near could have
// gold's sides.
func partiesNear(g *GoldEvent, near []acts.Side) bool {
	e := &news.Event{Reciprocal: g.Reciprocal}
	for _, s := range near {
		e.Source = append(e.Source, news.Actor{Country: s.Code})
	}
	e.Target = e.Source
	return sidesRight(g, e)
}

// alone is the event of one report.
func alone(r *news.Report) *news.Event {
	return &news.Event{Type: r.Type, Act: r.Act, Source: r.Source, Target: r.Target, Reciprocal: r.Reciprocal, Date: r.Date}
}

// trace says of a page's missed acts where they were lost, and counts them.
func (c *LostCounts) trace(p *ActPage, read *actReading, d *PageDetail) {
	var t *tracer
	if p.Article != nil {
		t = newTracer(read.an, read.looks, d.Hits)
	}
	for i := range d.Missed {
		m := &d.Missed[i]
		m.Lost = &Lost{Stage: LostUnread}
		if t != nil {
			m.Lost = t.lost(m.Gold, p.sentencesOf(m.Gold))
		}
		c[m.Lost.Stage]++
	}
}
