package eval

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// Page is a page of the gold as the line read it.
type Page struct {
	Article   *news.Article
	Published news.Interval // refined by the analysis
}

// Names is what scoring asks the gazetteer: whether two names name one thing.
// *gazetteer.Gazetteer is one.
type Names interface {
	OccasionsNamed(name string) []*gazetteer.Occasion
	Lookup(name string) []gazetteer.Match
}

// LedgerScores is how far a ledger agrees with gold.
//
// Gold's events and the ledger's reports are paired page by page, one to one,
// so that most are found. An event is found when its countries meet gold's in
// the right direction, its type is one of gold's and its date is compatible
// (sidesRight, dateRight). The fields after it are judged on the found ones, the
// optional ones too, where gold says something of the field. Type is judged on
// those too that all but the type finds.
//
// All but Act, Type, Sides, ReplyTo, Names, OccasionNamed and what is of the page as a
// whole is counted as shared/tools/score.py counts it; a test compares the two.
type LedgerScores struct {
	Events          EventScores `json:"events"`
	Pages           Fraction    `json:"pages"`            // of gold's pages, those read
	NewsRecall      Fraction    `json:"news_recall"`      // found of what is not background
	DirectionErrors int         `json:"direction_errors"` // spurious ones that are right but for the direction
	ChromeEvents    int         `json:"chrome_events"`    // reports whose act stands outside title and body

	Type          Fraction `json:"type"`
	Sides         Fraction `json:"sides"`      // gold's countries on each side, all of them and no other
	ExactDay      Fraction `json:"exact_day"`  // gold's day, of those that gold dates to the day
	TightDate     Fraction `json:"tight_date"` // eight days at most or no more than gold's, of those that gold dates
	Act           Fraction `json:"act"`
	Channel       Fraction `json:"channel"`        // or one of its family
	Occasion      Fraction `json:"occasion"`       // one of gold's country; any where gold names no country
	OccasionNamed Fraction `json:"occasion_named"` // the very one
	Status        Fraction `json:"status"`
	Background    Fraction `json:"background"`
	Origin        Fraction `json:"origin"`       // gold's stands in the chain of sources
	OriginMeant   Fraction `json:"origin_meant"` // or a link stands in gold's words for it ("he said"), of labels
	NoChannel     Fraction `json:"no_channel"`   // none, of those that gold has without one
	NoOccasion    Fraction `json:"no_occasion"`  // likewise
	NoOrigin      Fraction `json:"no_origin"`    // none that the text cites, likewise
	ReplyTo       Fraction `json:"reply_to"`
	Names         Fraction `json:"names"` // persons that gold names, of those it names

	Published struct {
		Overlaps Fraction `json:"overlaps"` // shares a day with gold's interval
		Inside   Fraction `json:"inside"`   // lies within it
		Exact    Fraction `json:"exact"`    // is it
	} `json:"published"`
	Title     Fraction `json:"title"`
	Author    Fraction `json:"author"`
	Outlet    Fraction `json:"outlet"`
	BodyFirst Fraction `json:"body_first"`
	BodyLast  Fraction `json:"body_last"`

	Merge    PRF      `json:"merge_b3"`    // B³ over found reports of all pages
	Pairs    PRF      `json:"merge_pairs"` // pairs of found reports on two pages: one key, one event
	Evidence Fraction `json:"evidence"`    // spans that re-read to their words

	Reliability Reliability `json:"confidence"` // how often entries are right by how sure they are

	Details []PageDetail `json:"-"` // page by page, in gold's order
	Knots   []Knot       `json:"-"` // faults of merging
}

// EventScores count events found. Precision is of all that the ledger has on
// gold's pages but what was absorbed; recall is of what is not optional.
type EventScores struct {
	PRF
	Found, Missed int      // not the optional ones
	Spurious      int      // reports that gold does not have
	Absorbed      int      // reports that count neither way: the rest of a joint act, an optional act again
	Optional      Fraction // found of the optional ones
}

// MarshalJSON writes {"p", "r", "f1", "found", …}.
func (e EventScores) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		P        *float64 `json:"p"`
		R        *float64 `json:"r"`
		F1       *float64 `json:"f1"`
		Found    int      `json:"found"`
		Missed   int      `json:"missed"`
		Spurious int      `json:"spurious"`
		Absorbed int      `json:"absorbed"`
		Optional Fraction `json:"optional"`
	}{number(e.P), number(e.R), number(e.F1), e.Found, e.Missed, e.Spurious, e.Absorbed, e.Optional})
}

// Ledger scores events, of which reports belong to the pages of gold by their
// article's ID. page gives the page of gold's name; false when it was not read.
// names may be nil: then names are compared as words only.
func Ledger(gold io.Reader, events []news.Event, page func(name string) (Page, bool), names Names) (*LedgerScores, error) {
	pages, err := ReadGold(gold)
	if err != nil {
		return nil, err
	}
	byArticle := map[string][]found{}
	for _, f := range foundIn(events) {
		byArticle[f.report.Article] = append(byArticle[f.report.Article], f)
	}
	s := newScorer(names)
	seen := map[string]string{}
	for i := range pages {
		g := &pages[i]
		p, ok := page(g.Page)
		if !ok || p.Article == nil {
			s.unread(g)
			continue
		}
		if other, twice := seen[p.Article.ID]; twice {
			return nil, fmt.Errorf("gold pages %s and %s are one article", other, g.Page)
		}
		seen[p.Article.ID] = g.Page
		s.page(g, p, byArticle[p.Article.ID])
	}
	s.finish()
	return s.scores, nil
}

// foundIn are the reports of events, in order.
func foundIn(events []news.Event) []found {
	var out []found
	for i := range events {
		for j := range events[i].Reports {
			out = append(out, found{&events[i], &events[i].Reports[j]})
		}
	}
	return out
}

// scorer adds up the pages of one ledger.
type scorer struct {
	names    Names
	scores   *LedgerScores
	mentions []mention
}

func newScorer(names Names) *scorer { return &scorer{names: names, scores: &LedgerScores{}} }

// mention is a found report: gold's key for its act and the ledger's event.
type mention struct{ page, key, event string }

// unread counts all of a page's events as missed.
func (s *scorer) unread(g *GoldPage) {
	s.scores.Pages.add(false)
	d := PageDetail{Page: g.Page, Unread: true}
	s.events(pair(g.Events, nil), &d)
	s.scores.Details = append(s.scores.Details, d)
}

// page counts what the ledger says on one page of gold.
func (s *scorer) page(g *GoldPage, p Page, said []found) {
	s.scores.Pages.add(true)
	d := PageDetail{Page: g.Page}
	chrome := s.chrome(g, p.Article, said)
	for _, f := range said {
		s.reread(p.Article, f.report, &d)
	}
	if !g.actsOnly {
		s.articleFields(g, p, &d)
	}
	m := pair(g.Events, said)
	s.events(m, &d)
	for i, j := range m.match {
		if j >= 0 {
			s.mentions = append(s.mentions, mention{g.Page, g.Events[i].Key, said[j].event.ID})
			h := Hit{Gold: &g.Events[i], Event: said[j].event, Report: said[j].report, Wrong: s.fields(g, m, i)}
			s.scores.Reliability.add(h.Event.Confidence, !slices.ContainsFunc(h.Wrong, func(w Wrong) bool { return w.Field == "status" }))
			d.Hits = append(d.Hits, h)
		}
	}
	s.rest(m, p.Article, chrome, &d)
	s.scores.Details = append(s.scores.Details, d)
}

// chrome says of each report whether it tells its act outside title and body.
func (s *scorer) chrome(g *GoldPage, a *news.Article, said []found) []bool {
	body := locate(g, a)
	chrome := make([]bool, len(said))
	for i, f := range said {
		chrome[i] = body.outside(f.report)
		if chrome[i] {
			s.scores.ChromeEvents++
		}
	}
	return chrome
}

// events counts which of gold's events are found.
func (s *scorer) events(p *pairing, d *PageDetail) {
	sc := s.scores
	for i := range p.gold {
		g, ok := &p.gold[i], p.match[i] >= 0
		switch {
		case g.Optional:
			sc.Events.Optional.add(ok)
			continue
		case ok:
			sc.Events.Found++
		default:
			sc.Events.Missed++
			d.Missed = append(d.Missed, Miss{Gold: g, Near: p.nearest(i)})
		}
		if !g.Background {
			sc.NewsRecall.add(ok)
		}
	}
	sc.Type.Of += p.wrongType()
}

// rest counts the reports that find nothing.
func (s *scorer) rest(p *pairing, a *news.Article, chrome []bool, d *PageDetail) {
	for j, f := range p.said {
		if p.taken[j] >= 0 {
			continue
		}
		x := Extra{Event: f.event, Report: f.report, Chrome: chrome[j], Context: telling(a, f.report)}
		x.Near, x.Why = p.meant(j)
		if p.absorbed(j) {
			s.scores.Events.Absorbed++
			d.Absorbed = append(d.Absorbed, x)
			continue
		}
		s.scores.Events.Spurious++
		s.scores.Reliability.add(f.event.Confidence, false)
		d.Spurious = append(d.Spurious, x)
		if p.backwards(j) {
			s.scores.DirectionErrors++
		}
	}
}

// finish divides.
func (s *scorer) finish() {
	e := &s.scores.Events
	right := float64(e.Found + e.Optional.Right)
	e.PRF = prf(right, right+float64(e.Spurious), float64(e.Found), float64(e.Found+e.Missed))
	s.scores.Merge = bCubed(s.mentions)
	s.scores.Pairs = pairs(s.mentions)
	s.scores.Knots = knots(s.mentions)
}

func sorted(s []string) []string {
	s = slices.Clone(s)
	slices.Sort(s)
	return s
}

// fields judges the fields of the i-th of gold's events, which is found, and
// returns the wrong ones in words.
func (s *scorer) fields(gp *GoldPage, p *pairing, i int) []Wrong {
	g, f := &p.gold[i], p.said[p.match[i]]
	e, r := f.event, f.report
	var wrong []Wrong
	judge := func(field string, to *Fraction, ok bool, want, got string) {
		if slices.Contains(g.LeftOut, field) {
			return
		}
		to.add(ok)
		if !ok {
			wrong = append(wrong, Wrong{field, want, got})
		}
	}
	sc := s.scores
	sc.Type.add(true)
	judge("sides", &sc.Sides, sidesExact(g, e), between(codes(g.Source), codes(g.Target)), between(countries(e.Source), countries(e.Target)))
	if g.YearOpenFrom == 0 {
		if g.Date.Exact() {
			judge("day", &sc.ExactDay, sameDate(g, e.Date), span(g.Date), span(e.Date))
		}
		if !g.LooseDate {
			judge("date's width", &sc.TightDate, tightDate(g, e.Date), span(g.Date), span(e.Date))
		}
	}
	judge("act", &sc.Act, g.Act == e.Act, g.Act, e.Act)
	if g.Channel != nil {
		judge("channel", &sc.Channel, channelRight(*g.Channel, e.Channel), *g.Channel, e.Channel)
	} else {
		judge("channel", &sc.NoChannel, e.Channel == "", "", e.Channel)
	}
	if o := g.Occasion; o == nil {
		judge("occasion", &sc.NoOccasion, e.Occasion == nil, "", showOccasion(e.Occasion))
	} else {
		judge("occasion", &sc.Occasion, e.Occasion != nil && (o.Country == "" || o.Country == e.Occasion.Country), o.String(), showOccasion(e.Occasion))
		judge("occasion's name", &sc.OccasionNamed, s.occasionRight(o, e.Occasion), o.String(), showOccasion(e.Occasion))
	}
	judge("status", &sc.Status, g.Status == r.Status || slices.Contains(g.StatusAlso, r.Status), string(g.Status), string(r.Status))
	judge("background", &sc.Background, g.Background == r.Background, fmt.Sprint(g.Background), fmt.Sprint(r.Background))
	if len(g.Origin) > 0 {
		judge("origin", &sc.Origin, originRight(g.Origin, r.Chain), strings.Join(g.Origin, " or "), showChain(r.Chain))
		if g.OriginIn > 0 {
			sc.OriginMeant.add(originMeant(g, r.Chain))
		}
	} else {
		judge("origin", &sc.NoOrigin, !slices.ContainsFunc(r.Evidence, func(x news.Evidence) bool { return x.Field == "origin" }), "", showChain(r.Chain))
	}
	if g.ReplyTo != "" {
		want := p.eventOf(g.ReplyTo)
		judge("reply_to", &sc.ReplyTo, want != "" && e.ReplyTo == want, g.ReplyTo, e.ReplyTo)
	}
	if gp.actsOnly {
		return wrong
	}
	named, of := s.persons(g, e)
	sc.Names.Right += named
	sc.Names.Of += of
	if named < of {
		wrong = append(wrong, Wrong{"names", strings.Join(g.SourceNames, ", ") + " → " + strings.Join(g.TargetNames, ", "), showActors(e.Source) + " → " + showActors(e.Target)})
	}
	return wrong
}

// reread checks that every span of the report reads as it says.
func (s *scorer) reread(a *news.Article, r *news.Report, d *PageDetail) {
	check := func(what string, sp news.Span, text string) {
		ok := sp.In(a.Text) == text
		s.scores.Evidence.add(ok)
		if !ok {
			d.Wrong = append(d.Wrong, Wrong{"evidence of " + what + " at " + sp.String(), text, sp.In(a.Text)})
		}
	}
	for _, e := range r.Evidence {
		check(e.Field, e.Span, e.Text)
	}
	for _, q := range r.Quotes {
		if !q.Empty() {
			ok := strings.Contains(plain(q.In(a.Text)), plain(q.Text))
			s.scores.Evidence.add(ok)
			if !ok {
				d.Wrong = append(d.Wrong, Wrong{"quote at " + q.Span.String(), q.Text, q.In(a.Text)})
			}
		}
	}
}
