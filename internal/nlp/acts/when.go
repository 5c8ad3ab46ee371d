package acts

import (
	"fmt"
	"slices"
	"strings"

	"chancery/internal/news"
)

// newsWindow is how many days before its publication an act is taken to lie
// that an article tells as news and does not date.
const newsWindow = 7

// backgroundAfter is how many days before publication an act is history.
const backgroundAfter = 7

// when dates the act by the time expressions of its own clause; failing that
// by when its source spoke, and by its occasion.
func (c *coder) when(a *act) {
	s := c.t.Sentence(a.trigger)
	best, rank := -1, 0
	for n, tm := range c.an.Times {
		if tm.Sentence != s || tm.History || tm.First >= len(c.an.Tokens) {
			continue
		}
		if tm.Occasion != nil && c.attached(a, tm) > 0 && a.occasion == nil {
			a.occasion, a.occSpan = tm.Occasion, tm.Span
		}
		if tm.Occasion != nil && !calendar(c.an, tm) || tm.Type == news.Duration || tm.Type == news.Set || !tm.Interval.Known() || tm.Interval.Precision == news.Vague || c.dates(n, a) || c.aside(a, tm) || c.dateline(tm) {
			continue
		}
		r := c.attached(a, tm)
		if r == 1 && a.context.presupposed {
			r = 0 // the day of the clause above is not that of what it takes for known
		}
		if r > rank || r == rank && r > 0 && finer(tm.Interval, c.an.Times[best].Interval) {
			best, rank = n, r
		}
	}
	cited := c.citedAt(a)
	if best < 0 && cited < 0 {
		best = c.nearestTime(a)
	}
	switch {
	case best >= 0:
		a.date, a.dateSpan, a.dated = c.an.Times[best].Interval, c.an.Times[best].Span, true
	case cited >= 0 && a.context.status != news.Planned:
		c.reportedAt(a, &c.an.Attributions[cited])
	}
}

// elsewhere reports whether the syntax gives a time to another clause with a
// subject of its own, or to one that only qualifies a noun: "over the steps
// taken on April 17".
func (c *coder) elsewhere(a *act, tm news.Time) bool {
	hd := c.t.HeadOf(tm.First, tm.Last)
	clause := c.t.Clause(c.t.Head(hd))
	return clause >= 0 && clause != a.trigger && clause != a.verb && c.t.Tokens[clause].UPOS == "VERB" &&
		(c.t.Kid(clause, "nsubj") >= 0 && c.t.Rel(clause) != "root" || c.t.Rel(clause) == "acl") && !c.t.Under(a.trigger, clause)
}

// aside reports whether a time stands in a quotation that the act is not told
// in: "Today, under your guidance …" does not date the letter.
func (c *coder) aside(a *act, tm news.Time) bool {
	q, inside := c.quoteAt(tm.Span)
	return inside && !q.Contains(c.t.Tokens[a.trigger].Span)
}

// dateline reports whether a time belongs to the place and day that a dispatch
// opens with ("PYONGYANG, Oct. 11 (KCNA) --"): it dates the dispatch.
func (c *coder) dateline(tm news.Time) bool {
	if tm.Sentence < 0 || tm.Last >= len(c.an.Tokens) || tm.First-c.an.Sentences[tm.Sentence].First > 6 {
		return false
	}
	next := c.an.Tokens[tm.Last].Text
	if next == "." && tm.Last+1 < len(c.an.Tokens) {
		next = c.an.Tokens[tm.Last+1].Text
	}
	switch next {
	case "(", "--", "-", "–", "—", "/", ":":
		return true
	}
	return false
}

// inTime reports whether token i is part of a time that is resolved, "24 hours
// earlier": then the time says how old the act is.
func (c *coder) inTime(i int) bool {
	return slices.ContainsFunc(c.an.Times, func(tm news.Time) bool {
		return tm.First <= i && i < tm.Last && tm.Last-tm.First > 1 && tm.Interval.Known() && tm.Interval.Precision != news.Vague
	})
}

// calendar reports whether a time is written as a date of the calendar, not as
// the name of an occasion.
func calendar(an *news.Analysis, tm news.Time) bool {
	for i := tm.First; i < tm.Last && i < len(an.Tokens); i++ {
		if months[strings.ToLower(strings.TrimSuffix(an.Tokens[i].Text, "."))] {
			return true
		}
	}
	return false
}

var months = words(`january february march april may june july august september october november december
	jan feb mar apr jun jul aug sep sept oct nov dec`)

// nearestTime is the time expression nearest to the trigger in its sentence with
// no other clause's subject between them, where the syntax attaches none; -1
// without.
func (c *coder) nearestTime(a *act) int {
	s := c.t.Sentence(a.trigger)
	best, dist := -1, 1<<30
	for n, tm := range c.an.Times {
		if tm.Sentence != s || tm.History || tm.Occasion != nil || c.aside(a, tm) || c.dateline(tm) || tm.Type == news.Duration || tm.Type == news.Set ||
			!tm.Interval.Known() || tm.Interval.Precision == news.Vague || c.isCited(n) || tm.Last > len(c.an.Tokens) {
			continue
		}
		from, to := a.trigger+1, tm.First
		if tm.First < a.trigger {
			from, to = tm.Last, a.trigger
		}
		clear := !c.elsewhere(a, tm)
		for i := from; i < to; i++ {
			tok := c.t.Tokens[i]
			// The act's own subject may stand between, another's may not.
			if tok.Text == ";" || c.t.Rel(i) == "nsubj" && c.t.Head(i) != a.trigger && c.t.Head(i) != a.verb {
				clear = false
				break
			}
		}
		if clear && to-from < dist {
			best, dist = n, to-from
		}
	}
	return best
}

// isCited reports whether time n is when some source spoke.
func (c *coder) isCited(n int) bool {
	return slices.ContainsFunc(c.an.Attributions, func(a news.Attribution) bool { return a.Time == n })
}

// citedAt is the nearest citing that tells when its source spoke; -1 for none.
func (c *coder) citedAt(a *act) int {
	for _, n := range a.cited {
		if t := c.an.Attributions[n].Time; t >= 0 && c.an.Times[t].Interval.Known() {
			return n
		}
	}
	return -1
}

// reportedAt dates an act by the day it was reported: that day where its doer
// does it by saying so, else that day or the one before; the day of its occasion
// where that is one of them.
func (c *coder) reportedAt(a *act, by *news.Attribution) {
	tm := c.an.Times[by.Time]
	v := tm.Interval
	a.dateSpan = tm.Span
	if c.announces(by, a) {
		v.Basis = fmt.Sprintf("announced %s; %s", tm.In(c.an.Article.Text), v.Basis)
		a.date = v
		return
	}
	if !v.From.IsZero() {
		v.From = v.From.AddDays(-1)
	}
	v.UTC = ""
	v.Basis = fmt.Sprintf("reported %s; %s", tm.In(c.an.Article.Text), tm.Interval.Basis)
	if v.Precision == news.DayPrecision || v.Precision == news.Moment {
		v.Precision = news.Range
	}
	a.date = v
}

// announced are the types of act that are done by announcing them.
var announced = map[string]bool{
	news.Sanction: true, news.Accuse: true, news.Request: true, news.Reject: true, news.Threaten: true, news.Support: true, news.Concede: true,
}

// announces reports whether the citing is the act itself: its doer, no medium,
// says that it does what is done by saying so; "had" tells that it was done before.
func (c *coder) announces(by *news.Attribution, a *act) bool {
	if !announced[a.typ] || by.Entity < 0 {
		return false
	}
	v := a.teller()
	if slices.Contains(c.t.Auxiliaries(v), "had") {
		return false
	}
	e := c.an.Entities[by.Entity]
	return e.Kind != news.Media && e.Actor.Country != "" && slices.Contains(c.countries(a.source), e.Actor.Country)
}

// dates reports whether time n tells when a source of the act spoke, not when
// the act was done.
func (c *coder) dates(n int, a *act) bool {
	for _, att := range a.cited {
		if c.an.Attributions[att].Time == n {
			return true
		}
	}
	return false
}

// attached is how closely a time belongs to the act: 3 within its own phrase,
// 2 in its own clause, 1 in a clause that the act completes; 0 not at all.
func (c *coder) attached(a *act, tm news.Time) int {
	hd := c.t.HeadOf(tm.First, tm.Last)
	clause := c.t.Clause(c.t.Head(hd))
	if c.t.Head(hd) < 0 {
		clause = hd
	}
	if c.t.Tokens[a.trigger].UPOS == "NOUN" && c.t.Under(hd, a.trigger) {
		if h := c.t.Head(clause); c.t.Rel(clause) == "acl" && h != a.trigger && c.t.Under(h, a.trigger) && channel(c.t, h) == "" {
			return 0 // "a protest over the steps taken on April 17"
		}
		return 3
	}
	if clause == a.trigger || a.verb >= 0 && clause == a.verb {
		return 2
	}
	// A clause about the message itself: "in a letter he wrote in May".
	if a.verb >= 0 && clause >= 0 && c.t.Rel(clause) == "acl" && channel(c.t, c.t.Head(clause)) != "" && c.t.Under(clause, a.verb) {
		return 2
	}
	// Up through control and coordination: "on Monday agreed to send".
	i := a.teller()
	for steps := 0; i >= 0 && steps < 8; steps++ {
		switch c.t.Rel(i) {
		case "xcomp", "conj", "advcl", "acl", "nmod", "obl", "obj", "nsubj":
		default:
			return 0
		}
		i = c.t.Head(i)
		if i >= 0 && i == clause && (c.t.Rel(i) != "ccomp" || c.t.Verbal(i)) {
			return 1
		}
	}
	return 0
}

func finer(a, b news.Interval) bool {
	x, y := a.Days(), b.Days()
	return x > 0 && (y < 0 || x < y)
}

// settle gives an act that no words of its own date an interval from its
// occasion or from its being told as news, and marks history as history. It
// runs after folding, when all that is told of the act is together.
func (c *coder) settle(a *act) {
	pub := c.an.Published
	c.nearbyOccasion(a)
	c.ownOccasion(a)
	if a.occasion != nil && !a.dated {
		c.onOccasion(a)
	}
	if !a.date.Known() {
		cited := c.citedAt(a)
		switch {
		case cited >= 0 && a.context.status != news.Planned && a.context.status != news.Hypothetical:
			c.reportedAt(a, &c.an.Attributions[cited])
		case a.context.status == news.Planned && !pub.From.IsZero():
			a.date = news.Interval{From: pub.From, Precision: news.Vague, Basis: "planned; no day given"}
		case a.context.earlier || a.context.presupposed:
			a.date = news.Interval{To: pub.To, Precision: news.Vague, Basis: "told as past; no day given"}
		case pub.Known():
			v := news.Interval{From: pub.From.AddDays(-newsWindow), To: pub.To, Precision: news.Range, Basis: "told as news; no day given"}
			a.date = v
		}
	}
	switch {
	case a.context.status == news.Planned || a.context.status == news.Hypothetical:
	case a.context.earlier && a.dated, a.context.presupposed && (a.dated && !c.current(a) || a.date.Precision == news.Vague), a.date.Precision == news.Vague && a.context.earlier:
		a.context.earlier = true
	default:
		a.context.earlier = !c.current(a)
	}
}

// current reports whether the act's interval reaches into the days that the
// article is news of.
func (c *coder) current(a *act) bool {
	pub := c.an.Published
	if pub.From.IsZero() || a.date.To.IsZero() {
		return true
	}
	return !a.date.To.Before(pub.From.AddDays(-backgroundAfter))
}

// onOccasion dates an act done for an occasion: its day or its eve, and what
// is known of when it was reported narrows that.
func (c *coder) onOccasion(a *act) {
	day := c.occasionDay(a)
	if !day.Known() {
		return
	}
	if day.Exact() {
		if a.date.Known() && !a.date.From.IsZero() && a.date.Contains(day.From) && a.date.Days() >= 0 && a.date.Days() <= 2 {
			day.Basis = fmt.Sprintf("%s; %s", day.Basis, a.date.Basis)
			a.date = day
			return
		}
		day.From = day.From.AddDays(-1)
		day.Precision = news.Range
		day.Basis += "; sent for the day, that day or its eve"
	}
	if a.date.Known() {
		if v, ok := day.Meet(a.date); ok {
			v.Basis = fmt.Sprintf("%s; %s", day.Basis, a.date.Basis)
			a.date = v
			return
		}
		return // reported on another day than the occasion's: the report's day stands
	}
	a.date, a.dateSpan = day, a.occSpan
}

// occasionReach is how many sentences away a message's occasion may be named.
const occasionReach = 4

// nearbyOccasion gives a greeting that its own sentence ties to no occasion the
// recipient's occasion that the article names nearest to it.
func (c *coder) nearbyOccasion(a *act) {
	if a.occasion != nil || !messages[a.name] || !a.sense.is("carry") || a.name == "condole" || a.dated && !c.current(a) {
		return
	}
	s, best, dist := c.t.Sentence(a.trigger), -1, occasionReach+1
	parties := append(c.countries(a.target), c.countries(a.source)...)
	for n, tm := range c.an.Times {
		if tm.Occasion == nil || tm.History || !slices.Contains(parties, tm.Occasion.Country) && tm.Occasion.Country != "" {
			continue
		}
		if d := max(tm.Sentence-s, s-tm.Sentence); d < dist {
			best, dist = n, d
		}
	}
	if best >= 0 {
		a.occasion, a.occSpan = c.an.Times[best].Occasion, c.an.Times[best].Span
	}
}

// ownOccasion prefers, among occasions of one name and day, that of a party to
// the act: Liberation Day is both Koreas'.
func (c *coder) ownOccasion(a *act) {
	if a.occasion == nil {
		return
	}
	parties := append(c.countries(a.target), c.countries(a.source)...)
	if a.occasion.Country == "" || slices.Contains(parties, a.occasion.Country) {
		return
	}
	for _, country := range parties {
		for _, o := range c.gaz.OccasionsNamed(a.occasion.Name) {
			if o.Country == country {
				own := o.Occasion
				own.Ordinal = a.occasion.Ordinal
				a.occasion = &own
				return
			}
		}
	}
}

// occasionDay is the interval of the act's occasion, as the times layer has it.
func (c *coder) occasionDay(a *act) news.Interval {
	for _, tm := range c.an.Times {
		if tm.Occasion != nil && tm.Span == a.occSpan {
			return tm.Interval
		}
	}
	return news.Interval{}
}
