package times

import "chancery/internal/news"

// counts are what counts from a day tell of the page's date.
type counts struct {
	*occasions
	*evidence
}

// clues are the counts from a day: "the 75th year of independence", "100 days since the
// invasion", "on Tuesday, 27 days after the talks of 9 May".
func (c *counts) clues() {
	for e, place := range c.story {
		words := e.Span.In(c.text)
		switch {
		case e.kind == nthUnitOf:
			var s days
			for _, d := range c.origins(e) {
				s = s.or(nthUnitFrom(d, e.ordinal, e.unit))
			}
			if len(s) == 0 {
				continue
			}
			if place >= 2*leadLength || e.anterior {
				s = between(dayAt(s[0].a), news.Day{})
			}
			c.add(jubilee, e.Span, s, "%s", words)
		case e.kind == landmark && len(e.phrase.landmarks) == 1:
			c.nthYearBehind(e)
		case e.counts == noRelation || e.n == some:
		case e.since.year > 0:
			c.countedTo(e, place)
		case e.since.month > 0 && e.unit <= week:
			c.countedOn(e, place)
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
func (c *counts) nthYearBehind(e *expr) {
	since := e.phrase.dated()
	if since == nil || e.anterior {
		return
	}
	l := &c.lines[e.sentence]
	for k := e.end; k < e.end+baseReach; k++ {
		if !l.is(k, "its") {
			continue
		}
		n, next := l.ordinal(k + 1)
		if next == k+1 || l.class(next) != unitW || l.w[next].plural || unit(l.w[next].n) < day {
			return
		}
		span := e.Span.Cover(l.span(k, next+1))
		c.add(jubilee, span, nthUnitFrom(news.NewDay(since.year, since.month, since.date), n, unit(l.w[next].n)), "%s", span.In(c.text))
		return
	}
}

// countedTo bounds the page by a count from a day of its year: it has been so long "since" then; it is
// later than what was done so long "after", and soon after, where the story opens with it.
func (c *counts) countedTo(e *expr, place int) {
	from, ok := e.since.calendarOn(epoch, day)
	if !ok || e.anterior {
		return
	}
	at, words := e.countedBy(from.from), e.Span.In(c.text)
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
		c.add(relYears, e.Span, now, "%s", words)
	case e.tense != pastTense:
	case place == 0 && c.setting(e).opensStory():
		c.add(lead, e.Span, now, "the story opens %s", words)
		fallthrough
	default:
		c.add(presumed, e.Span, between(at.AddDays(-before), news.Day{}), "%s is past", words)
	}
}

// countedOn are the years in which so many units from a day without its year fall on the weekday or
// date told beside the count.
func (c *counts) countedOn(e *expr, place int) {
	on := func(d *expr) days {
		return yearly(func(y int) (news.Day, news.Day, bool) {
			if !valid(y, e.since.month, e.since.date) {
				return news.Day{}, news.Day{}, false
			}
			at := e.countedBy(news.NewDay(y, e.since.month, e.since.date))
			return at, at, (d.weekday == 0 || isoWeekday(at) == d.weekday) && (d.month == 0 || int(at.Month) == d.month && int(at.Date) == d.date)
		})
	}
	for d := range c.beside(e) {
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
		c.add(agreeing, span, both.widened(3, 330), "%s", span.In(c.text))
		if place <= 1 && e.tense == pastTense {
			c.add(prompt+2, span, both.widened(0, 2), "news is told within two days of %s", span.In(c.text))
		}
		return
	}
}
