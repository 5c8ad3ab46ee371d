package eval

import (
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
	Outlet(nameOrDomain string) (gazetteer.Outlet, bool)
	OccasionsNamed(name string) []*gazetteer.Occasion
	Lookup(name string) []gazetteer.Match
}

// LedgerScores is how far a ledger agrees with gold.
//
// Events counts, page by page, gold's events and the ledger's reports on that
// page, matched one to one so that most are found. An event is found when its
// countries, type and date are right (see sidesRight, dateRight). Optional ones count
// neither way. The fields after it are judged on the found ones that are not
// optional, where gold says something of the field. Type is
// judged on those too that all but the type finds.
type LedgerScores struct {
	Pages  Fraction `json:"pages"` // of gold's pages, those read
	Events struct {
		PRF
		Found, Missed, Spurious int
		Optional                Fraction // found of the optional ones
	} `json:"-"`
	DirectionErrors int `json:"direction_errors"` // neither found: right but for the direction
	ChromeEvents    int `json:"chrome_events"`    // reports whose act stands outside title and body

	Type       Fraction `json:"type"`
	ExactDay   Fraction `json:"exact_day"`
	Act        Fraction `json:"act"`
	Channel    Fraction `json:"channel"`
	Occasion   Fraction `json:"occasion"`
	Status     Fraction `json:"status"`
	Background Fraction `json:"background"`
	Origin     Fraction `json:"origin"`
	ReplyTo    Fraction `json:"reply_to"`
	Names      Fraction `json:"names"` // persons that gold names, of those it names

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

	Details []PageDetail `json:"-"` // page by page, in gold's order
	Knots   []Knot       `json:"-"` // faults of merging
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
	for i := range events {
		for j := range events[i].Reports {
			r := &events[i].Reports[j]
			byArticle[r.Article] = append(byArticle[r.Article], found{&events[i], r})
		}
	}
	s := &scorer{names: names, scores: &LedgerScores{}}
	seen := map[string]string{}
	for i := range pages {
		g := &pages[i]
		p, ok := page(g.Page)
		ok = ok && p.Article != nil
		s.scores.Pages.add(ok)
		if !ok {
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

type scorer struct {
	names    Names
	scores   *LedgerScores
	said     int
	wanted   int
	mentions []mention
}

// mention is a found report: gold's key for its act and the ledger's event.
type mention struct{ page, key, event string }

// Weights of a match: to find one more counts before anything else, then one
// more of the optional ones, then fields.
const (
	oneFound    = 1e7
	oneOptional = 1e3
)

func (s *scorer) unread(g *GoldPage) {
	d := PageDetail{Page: g.Page, Unread: true}
	for i := range g.Events {
		if g.Events[i].Optional {
			s.scores.Events.Optional.add(false)
			continue
		}
		s.wanted++
		d.Missed = append(d.Missed, Miss{Gold: &g.Events[i]})
	}
	s.scores.Details = append(s.scores.Details, d)
}

func (s *scorer) page(g *GoldPage, p Page, said []found) {
	d := PageDetail{Page: g.Page}
	sc := s.scores
	body := locate(g, p.Article)
	chrome := make([]bool, len(said))
	for i, f := range said {
		chrome[i] = body.outside(f.report)
		if chrome[i] {
			sc.ChromeEvents++
		}
		s.reread(p.Article, f.report, &d)
	}
	s.articleFields(g, p, &d)

	verdicts := make([][]verdict, len(g.Events))
	weights := make([][]float64, len(g.Events))
	for i := range g.Events {
		e := &g.Events[i]
		verdicts[i], weights[i] = make([]verdict, len(said)), make([]float64, len(said))
		for j, f := range said {
			v := judge(e, f)
			verdicts[i][j] = v
			if !v.found() {
				continue
			}
			w := oneFound
			if e.Optional {
				w = oneOptional
			}
			weights[i][j] = w + s.likeness(e, f)
		}
	}
	match := assign(weights)

	taken := make([]bool, len(said))
	for i, j := range match {
		if j >= 0 {
			taken[j] = true
			s.mentions = append(s.mentions, mention{g.Page, g.Events[i].Key, said[j].event.ID})
		}
		e := &g.Events[i]
		if e.Optional {
			sc.Events.Optional.add(j >= 0)
		} else {
			s.wanted++
			if j >= 0 {
				s.said++
				sc.Events.Found++
			}
		}
	}
	for i, j := range match {
		if j < 0 {
			continue
		}
		hit := Hit{Gold: &g.Events[i], Event: said[j].event, Report: said[j].report}
		hit.Wrong = s.fields(g, match, said, i, j)
		d.Hits = append(d.Hits, hit)
	}

	// What the rest would be but for one thing.
	near := func(ok func(v verdict) bool) []int {
		w := make([][]float64, len(g.Events))
		for i := range g.Events {
			w[i] = make([]float64, len(said))
			for j := range said {
				if match[i] < 0 && !taken[j] && ok(verdicts[i][j]) {
					w[i][j] = oneFound + s.likeness(&g.Events[i], said[j])
				}
			}
		}
		return assign(w)
	}
	backwards := near(func(v verdict) bool { return v.reversed && v.typ && v.date })
	for _, j := range backwards {
		if j >= 0 {
			sc.DirectionErrors++
		}
	}
	for i, j := range near(func(v verdict) bool { return v.actors && v.date && !v.typ }) {
		if j >= 0 && !g.Events[i].Optional {
			sc.Type.add(false)
		}
	}
	for i := range g.Events {
		if match[i] < 0 && !g.Events[i].Optional {
			d.Missed = append(d.Missed, Miss{&g.Events[i], nearest(&g.Events[i], verdicts[i], said, taken)})
		}
	}
	for j, f := range said {
		if taken[j] {
			continue
		}
		s.said++
		sc.Events.Spurious++
		x := Extra{Event: f.event, Report: f.report, Chrome: chrome[j], Context: context(p.Article, f.report)}
		for i := range g.Events {
			v := verdicts[i][j]
			if v.found() {
				x.Near, x.Why = &g.Events[i], "found already: a duplicate"
				break
			}
			if why := v.almost(&g.Events[i], f); why != "" && x.Near == nil {
				x.Near, x.Why = &g.Events[i], why
			}
		}
		d.Spurious = append(d.Spurious, x)
	}
	sc.Details = append(sc.Details, d)
}

func (s *scorer) finish() {
	e := &s.scores.Events
	e.Missed = s.wanted - e.Found
	e.PRF = prf(float64(e.Found), float64(s.said), float64(e.Found), float64(s.wanted))
	s.scores.Merge = bCubed(s.mentions)
	s.scores.Pairs = pairs(s.mentions)
	s.scores.Knots = knots(s.mentions)
}

// likeness counts the fields that agree, to match gold with the likest.
func (s *scorer) likeness(g *GoldEvent, f found) float64 {
	n := 0.0
	add := func(ok bool, weight float64) {
		if ok {
			n += weight
		}
	}
	add(g.Act == f.event.Act, 4)
	add(exactDay(g, f.event.Date), 4)
	add(f.event.Date.Known(), 1)
	add(g.Background == f.report.Background, 2)
	add(g.Status == f.report.Status, 2)
	add(g.Channel != nil && channelRight(*g.Channel, f), 2)
	add((g.Occasion == nil) == (f.event.Occasion == nil), 1)
	add(g.Occasion != nil && s.occasionRight(g.Occasion, f.event.Occasion), 4)
	named, _ := s.persons(g, f.event)
	add(named > 0, float64(named))
	add(slices.Equal(countries(f.event.Target), sorted(g.Target)), 1)
	return n
}

func sorted(s []string) []string {
	s = slices.Clone(s)
	slices.Sort(s)
	return s
}

// fields judges a found event's fields, and returns the wrong ones in words.
func (s *scorer) fields(gp *GoldPage, match []int, said []found, i, j int) []Wrong {
	g, f := &gp.Events[i], said[j]
	e, r := f.event, f.report
	var wrong []Wrong
	judge := func(field string, to *Fraction, ok bool, want, got string) {
		if !g.Optional {
			to.add(ok)
		}
		if !ok {
			wrong = append(wrong, Wrong{field, want, got})
		}
	}
	sc := s.scores
	if !g.Optional {
		sc.Type.add(true)
	}
	if g.Date.Exact() && !g.LooseDate {
		judge("day", &sc.ExactDay, exactDay(g, e.Date), span(g.Date), span(e.Date))
	}
	judge("act", &sc.Act, g.Act == e.Act, g.Act, e.Act)
	if g.Channel != nil {
		judge("channel", &sc.Channel, channelRight(*g.Channel, f), *g.Channel, e.Channel)
	}
	if g.Occasion != nil {
		judge("occasion", &sc.Occasion, s.occasionRight(g.Occasion, e.Occasion), g.Occasion.String(), showOccasion(e.Occasion))
	}
	judge("status", &sc.Status, g.Status == r.Status, string(g.Status), string(r.Status))
	judge("background", &sc.Background, g.Background == r.Background, fmt.Sprint(g.Background), fmt.Sprint(r.Background))
	if len(g.Origin) > 0 {
		judge("origin", &sc.Origin, s.originRight(g.Origin, r.Chain), strings.Join(g.Origin, " or "), showChain(r.Chain))
	}
	if g.ReplyTo != "" {
		want := ""
		for k := range gp.Events {
			if gp.Events[k].Key == g.ReplyTo && match[k] >= 0 {
				want = said[match[k]].event.ID
			}
		}
		judge("reply_to", &sc.ReplyTo, want != "" && e.ReplyTo == want, g.ReplyTo, e.ReplyTo)
	}
	named, of := s.persons(g, e)
	if !g.Optional {
		sc.Names.Right += named
		sc.Names.Of += of
	}
	if named < of {
		wrong = append(wrong, Wrong{"names", strings.Join(g.SourceNames, ", ") + " → " + strings.Join(g.TargetNames, ", "), showActors(e.Source) + " → " + showActors(e.Target)})
	}
	return wrong
}

// articleFields judges what is said of the page as a whole.
func (s *scorer) articleFields(g *GoldPage, p Page, d *PageDetail) {
	sc, a := s.scores, p.Article
	judge := func(field string, to *Fraction, ok bool, want, got string) {
		to.add(ok)
		if !ok {
			d.Wrong = append(d.Wrong, Wrong{field, want, got})
		}
	}
	if g.Published.Known() {
		open := yearOpen(g)
		ok := p.Published.Known() && intervalRight(g.Published, open, p.Published)
		sc.Published.Overlaps.add(ok)
		inside := ok && (open != 0 || inside(g.Published, p.Published))
		judge("published", &sc.Published.Inside, inside, span(g.Published), span(p.Published))
		sc.Published.Exact.add(p.Published.From == g.Published.From && p.Published.To == g.Published.To)
	}
	text := func(field string, to *Fraction, want *string, got string) {
		w := ""
		if want != nil {
			w = *want
		}
		judge(field, to, sameText(w, got), w, got)
	}
	text("title", &sc.Title, g.Title, a.Title)
	text("author", &sc.Author, g.Author, a.Author)
	text("outlet", &sc.Outlet, g.Outlet, a.Outlet)
	body := plain(a.BodyText())
	if g.BodyStarts != "" {
		judge("body's first words", &sc.BodyFirst, strings.HasPrefix(body, plain(g.BodyStarts)), g.BodyStarts, cut(body, 60))
	}
	if g.BodyEnds != "" {
		judge("body's last words", &sc.BodyLast, strings.HasSuffix(body, plain(g.BodyEnds)), g.BodyEnds, cutLeft(body, 60))
	}
}

// yearOpen is the year from which the page leaves its own year open: that of
// its news, when all of it is so.
func yearOpen(g *GoldPage) int {
	year := 0
	for i := range g.Events {
		if e := &g.Events[i]; !e.Background {
			if e.YearOpenFrom == 0 {
				return 0
			}
			year = max(year, e.YearOpenFrom)
		}
	}
	return year
}

func inside(gold, d news.Interval) bool {
	return !d.From.Before(gold.From) && (gold.To.IsZero() || !d.To.IsZero() && !d.To.After(gold.To))
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
