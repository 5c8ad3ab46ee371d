package times

import (
	"maps"
	"slices"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// dated is the day of the one event that the phrase names; nil where it names several,
// a day of every year, or none.
func (ph *phrase) dated() *expr {
	if len(ph.landmarks) != 1 || len(ph.occasions) > 0 || ph.landmarks[0].Date.From.IsZero() {
		return nil
	}
	d := ph.landmarks[0].Date.From
	return &expr{kind: calendar, unit: day, year: int(d.Year), month: int(d.Month), date: int(d.Date)}
}

// baseReach is how many words on the day stands that others are counted from.
const baseReach = 8

// base reads, from word i on, the day that units u are counted from: "9 May", "the summit of
// 12 June", "the envoys had met on 12 June", "Russia invaded Ukraine"; nil where none is told. of says
// that it is a thing's, and no deed's that the words themselves tell.
func (p *parser) base(i int, u unit) (since *expr, of bool) {
	of = true
	for k := i; k <= i+baseReach && k < len(p.w); k++ {
		if m := p.mark(k); m != 0 && m != '-' && m != '\'' || p.class(k) == futureV || p.is(k, "to", "that", "who", "which", "when", "and", "said") {
			return nil, false
		}
		if e, next := p.named(k); next > k && e.kind == landmark {
			if d := e.phrase.dated(); d != nil {
				d.lead = k
				return d, false
			}
		}
		of = of && p.verb(k) == noTense
		if k > i && !p.is(k-1, "of", "on", "in") {
			continue
		}
		e, next := p.core(k)
		if next == k || e.kind != calendar || e.to != nil {
			continue
		}
		if e.unit == day && e.month > 0 || e.year > 0 && u >= e.unit {
			e.lead = k
			return &e, of
		}
	}
	return nil, false
}

// nthOf reads "75th year of independence", "100th day of the invasion"; i is where the phrase
// opens, k behind the ordinal n.
func (p *parser) nthOf(i, k, n int) (expr, int) {
	if p.class(k) != unitW || p.w[k].plural || !p.is(k+1, "of", "since") {
		return expr{}, i
	}
	u := unit(p.w[k].n)
	if u != day && u != week && u != month && u != year {
		return expr{}, i
	}
	e, next := p.anniversary(i, k, n)
	if next == i || e.phrase == nil && e.since == nil && e.topic == "" {
		return expr{}, i
	}
	e.kind, e.unit = nthUnitOf, u
	return e, next
}

// origins are the days that the expression can be counted from.
func (pg *page) origins(e *expr) []news.Day {
	if e.since != nil {
		if s, ok := e.since.calendarOn(epoch, day); ok && e.since.year > 0 {
			return []news.Day{s.from}
		}
		return nil
	}
	var out []news.Day
	for _, o := range pg.couldMean(e) {
		if d, ok := o.In(o.Founded); ok && o.Founded > 0 {
			out = append(out, d)
		}
	}
	return out
}

// countClues are the counts from a day: "the 75th year of independence", "100 days since the
// invasion", "on Tuesday, 27 days after the talks of 9 May".
func (pg *page) countClues(add adder) {
	for e, place := range pg.story {
		words := e.Span.In(pg.text)
		switch {
		case e.kind == nthUnitOf:
			var s days
			for _, d := range pg.origins(e) {
				s = s.or(nthUnitFrom(d, e.ordinal, e.unit))
			}
			if len(s) == 0 {
				continue
			}
			if place >= 2*leadLength || e.anterior {
				s = between(dayAt(s[0].a), news.Day{})
			}
			add(jubilee, e.Span, s, "%s", words)
		case e.kind == landmark && len(e.phrase.landmarks) == 1:
			pg.nthYearBehind(e, add)
		case e.counts == noRelation || e.n == some:
		case e.since.year > 0:
			pg.countedTo(e, place, add)
		case e.since.month > 0 && e.unit <= week:
			pg.countedOn(e, place, add)
		}
	}
}

// nthUnitFrom are the days of the n-th unit from d on. Of years, the calendar's are counted, too.
func nthUnitFrom(d news.Day, n int, u unit) days {
	from, to := shift(d, n-1, u), shift(d, n, u)
	if u == year {
		if from = from.AddDays(-14); from.Year == to.AddMonths(-12).Year {
			from = news.NewDay(int(from.Year), 1, 1)
		}
		return between(from, to.AddDays(45))
	}
	return between(from.AddDays(-1), to.AddDays(1))
}

// nthYearBehind reads "the invasion of Ukraine, now in its third year".
func (pg *page) nthYearBehind(e *expr, add adder) {
	since := e.phrase.dated()
	if since == nil || e.anterior {
		return
	}
	ws := pg.words[e.sentence]
	p := parser{text: pg.text, w: ws}
	for k := e.end; k < min(len(ws), e.end+baseReach); k++ {
		if !p.is(k, "its") {
			continue
		}
		n, next := p.ordinal(k + 1)
		if next == k+1 || p.class(next) != unitW || p.w[next].plural || unit(p.w[next].n) < day {
			return
		}
		span := e.Span.Cover(news.Span{Start: ws[k].start, End: ws[next].end})
		add(jubilee, span, nthUnitFrom(news.NewDay(since.year, since.month, since.date), n, unit(ws[next].n)), "%s", span.In(pg.text))
		return
	}
}

// countFrom makes of a length, so long before or after what is told from word i on, that day, where a
// thing's day is told there; of a deed's it keeps the length, as the deed may be taken to be dated by it.
func (p *parser) countFrom(e *expr, i int, rel relation) {
	since, of := p.base(i, e.unit)
	if since == nil {
		return
	}
	e.since, e.counts = since, rel
	if of && e.n != some && e.unit <= week {
		e.kind, e.anaphor = shifted, true
		if rel == relBefore {
			e.n = -e.n
		}
	}
}

// countedBy is the day that the expression counts to from one.
func (e *expr) countedBy(from news.Day) news.Day {
	if e.counts == relBefore && e.kind == length {
		return shift(from, -e.n, e.unit)
	}
	return shift(from, e.n, e.unit)
}

// countedTo bounds the page by a count from a day of its year: it has been so long "since" then; it is
// later than what was done so long "after", and soon after, where the story opens with it.
func (pg *page) countedTo(e *expr, place int, add adder) {
	from, ok := e.since.calendarOn(epoch, day)
	if !ok || e.anterior {
		return
	}
	at, words := e.countedBy(from.from), e.Span.In(pg.text)
	before, after := 1, 7
	switch {
	case e.unit >= year:
		before, after = 120, 200
	case e.unit >= month:
		before, after = 15, 45
	case e.unit >= week:
		before, after = 4, 14
	}
	now := between(at.AddDays(-before), at.AddDays(after))
	switch {
	case e.counts == relThis, e.counts == relAfter && e.tense == presentTense:
		add(relYears, e.Span, now, "%s", words)
	case e.tense != pastTense:
	case place == 0 && pg.opensStory(e):
		add(lead, e.Span, now, "the story opens %s", words)
		fallthrough
	default:
		add(presumed, e.Span, between(at.AddDays(-before), news.Day{}), "%s is past", words)
	}
}

// opensStory reports whether nothing but capitalised words, as of a dateline, stands before the expression.
func (pg *page) opensStory(e *expr) bool {
	return !slices.ContainsFunc(pg.words[e.sentence][:e.lead], func(w word) bool { return w.mark == 0 && !w.cap && w.digits == 0 })
}

// countedOn are the years in which so many units from a day without its year fall on the weekday or
// date told beside the count.
func (pg *page) countedOn(e *expr, place int, add adder) {
	on := func(d *expr) days {
		return yearly(func(y int) (news.Day, news.Day, bool) {
			if !valid(y, e.since.month, e.since.date) {
				return news.Day{}, news.Day{}, false
			}
			at := e.countedBy(news.NewDay(y, e.since.month, e.since.date))
			return at, at, (d.weekday == 0 || isoWeekday(at) == d.weekday) && (d.month == 0 || int(at.Month) == d.month && int(at.Date) == d.date)
		})
	}
	near := pg.beside(e)
	for i := range near {
		d := &near[i]
		if d.sentence != e.sentence || d.kind != calendar || d.unit != day || d.year > 0 || d.to != nil || d.weekday == 0 && d.month == 0 || d.lead == e.since.lead {
			continue
		}
		if gap := max(e.lead-d.end, d.lead-e.end); gap < 0 || gap > 2 {
			continue
		}
		both := on(d)
		if n := len(both); n == 0 || n > endYear-firstYear {
			continue
		}
		span := e.Span.Cover(d.Span)
		add(agreeing, span, both.widened(3, 330), "%s", span.In(pg.text))
		if place <= 1 && e.tense == pastTense {
			add(prompt+2, span, both.widened(0, 2), "news is told within two days of %s", span.In(pg.text))
		}
		return
	}
}

// widened are the days from before every run to after it.
func (s days) widened(before, after int32) days {
	out := make(days, 0, len(s))
	for _, r := range s {
		out = append(out, run{max(r.a-before, 0), min(r.b+after, lastDay)})
	}
	return out.normal()
}

// couldMean are all occasions that the name can mean: those of the states that its sentence names;
// where it names none of theirs, those of the outlet's country and of states that the page names, and
// everybody's; where that leaves none, all.
func (pg *page) couldMean(e *expr) []*gazetteer.Occasion {
	likely := pg.occasions(e)
	if e.phrase == nil || len(e.phrase.occasions) < 2 || pg.dateBeside(e) != nil {
		return likely
	}
	near, page := pg.countries(e.sentence), pg.pageCountries()
	if home := pg.home(); home != "" && page[home] == 0 {
		page = map[string]int{home: 1}
		maps.Copy(page, pg.pageCountries())
	}
	if owner := pg.owner(e); owner != "" {
		near = map[string]int{owner: 1}
	}
	choose := func(of map[string]int, any bool) (out []*gazetteer.Occasion) {
		for _, o := range e.phrase.occasions {
			if y := o.Founded + e.ordinal; e.ordinal > 0 && o.Founded > 0 && (y < tablesFrom || y > endYear-60) {
				continue // no page tells of that anniversary
			}
			if bound(o, of) > 0 || any && universal(o) {
				out = append(out, o)
			}
		}
		return out
	}
	if out := choose(near, false); len(out) > 0 {
		return out
	}
	if out := choose(page, true); len(out) > 0 {
		return out
	}
	return likely
}

// settleFeasts keeps of what a counted occasion can mean that which the page's days allow: a year
// before them, or after.
func (pg *page) settleFeasts() {
	for i := range pg.exprs {
		e := &pg.exprs[i]
		if e.kind != feast || e.ordinal == 0 || e.phrase == nil || len(e.phrase.occasions) < 2 {
			continue
		}
		fits := func(o *gazetteer.Occasion) bool {
			y, ok := o.Anniversary(e.ordinal)
			d, in := o.In(y)
			return ok && in && len(pg.open.and(between(d.AddMonths(-12), d.AddMonths(12)))) > 0
		}
		if slices.ContainsFunc(pg.occasions(e), fits) {
			continue
		}
		if other := slices.DeleteFunc(slices.Clone(pg.couldMean(e)), func(o *gazetteer.Occasion) bool { return !fits(o) }); len(other) > 0 {
			e.means = other
		}
	}
}

// home is the country that the page's outlet is of, "" for one not known.
func (pg *page) home() string {
	for _, name := range [...]string{pg.article.Outlet, pg.article.URL} {
		if o, ok := pg.find.Outlet(name); ok && name != "" {
			return o.Country
		}
	}
	return ""
}
