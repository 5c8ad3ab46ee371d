package times

import (
	"slices"

	"chancery/internal/news"
)

// story is what the story's own days and feasts tell of its date.
type story struct {
	*occasions
	*evidence
	pictured bool // a picture's day tells the week
}

// days are the story's own days: "on the 9th", "on Monday", "on June 12".
func (st *story) days() {
	var weekday, date, bare *expr
	for e, place := range st.story {
		words := e.Span.In(st.text)
		if st.part(e.sentence) == news.Title && st.setting(e).endsTitle() {
			st.add(lead+2, e.Span, between(news.NewDay(e.year-1, 12, 15), news.NewDay(e.year, 12, 31)), "the title ends in %s", words)
		}
		if e.kind == calendar && e.unit == day && e.weekday > 0 && e.month > 0 && e.year == 0 {
			switch e.tense {
			case futureTense:
				st.add(agreeing, e.Span, e.eachYear(-180, 0), "%s ahead", words)
			default:
				st.add(agreeing, e.Span, e.eachYear(-3, 330), "%s", words)
			}
		}
		if d, ok := e.onDay(); ok && place == 0 && e.to == nil && e.tense == pastTense && !e.anterior && !e.history && e.year >= tablesFrom && st.setting(e).dates() {
			// A story that opens with a day of the past, its year told, is not of
			// that week perhaps, but of those months; what is newer on the page wins.
			st.add(lead, e.Span, between(d, d.AddDays(180)), "the story opens on %s", words)
		}
		if e.kind != calendar || e.unit != day || e.history || e.to != nil || e.rel != noRelation || e.yearRel != noRelation {
			continue
		}
		switch {
		case e.tense == futureTense:
		case e.year == 0 && e.month > 0:
			switch {
			case e.tense != pastTense:
			case place <= 1 && date == nil && weekday == nil && !e.anterior && st.setting(e).dates():
				date = e
			default:
				st.add(lead, e.Span, e.eachYear(0, 330), "%s is past", words)
			}
		case e.month == 0 && e.weekday > 0 && place < leadLength && !e.anterior &&
			(weekday == nil || weekday.sentence == e.sentence && soonAfter(weekday.weekday, e.weekday)):
			weekday = e // "spoke on Wednesday, the agency reported on Thursday": told on the later
		case e.month == 0 && e.date > 0 && place < leadLength*2 && bare == nil && !e.anterior:
			bare = e
		}
	}
	if date != nil {
		words := date.Span.In(st.text)
		st.add(lead, date.Span, date.eachYear(0, 60), "%s is the news", words)
		st.add(prompt+2, date.Span, date.eachYear(0, 2), "news is told within two days of %s", words)
	}
	if bare != nil {
		st.add(prompt+1, bare.Span, monthly(bare, 1), "news is told within a day of %s", bare.Span.In(st.text))
	}
	st.dayOn()
	if weekday != nil && !st.pictured { // which tells the week, and no guess at its day is as sure
		words := weekday.Span.In(st.text)
		st.add(prompt+1, weekday.Span, weekly(weekday.weekday, 1), "news is told within a day of %s", words)
		st.add(lead-1, weekday.Span, weekly(weekday.weekday, 6), "%s is one of the last seven days", words)
		for _, d := range st.leadDays(date) {
			same := d.days.and(weekly(weekday.weekday, 0))
			st.add(prompt, weekday.Span, same.widened(0, 1), "%s falls on %s", d.words, words)
		}
	}
}

// dayOn is that a story opens with the day after its record's as past, and names no other weekday and no "today"
// at its head: the record's clock is another zone's. Where labels have that weekday in a first sentence or two
// it is that day on six of seven pages. A dateline is believed before that.
func (st *story) dayOn() {
	pub := st.article.Published
	if !pub.Exact() || slices.ContainsFunc(st.found, func(c clue) bool { return c.strength == datelines }) {
		return
	}
	next := pub.From.AddDays(1)
	var told *expr
	for e, place := range st.story {
		if place >= leadLength || e.history || e.anterior {
			continue
		}
		bare := e.kind == calendar && e.unit == day && e.weekday > 0 && e.month == 0 && e.date == 0 && e.to == nil && e.rel == noRelation
		switch {
		case e.kind == shifted && e.unit == day && !e.anaphor:
			return // "today", "yesterday"
		case e.kind != calendar || e.unit != day:
		case !bare || len(weekly(e.weekday, 0).and(between(next, next))) == 0:
			return
		case told == nil && place <= 1 && e.tense == pastTense && st.setting(e).is(e.lead-1, "on"):
			told = e
		}
	}
	if told != nil {
		st.add(markup+1, told.Span, between(next, next), "%s is past, the day after the record's", told.Span.In(st.text))
	}
}

// soonAfter reports whether weekday b (1 to 7) comes one to three days after a.
func soonAfter(a, b int) bool { n := (b - a + 7) % 7; return n >= 1 && n <= 3 }

// namedDay is a day of every year that the lead tells of.
type namedDay struct {
	words string
	days  days
}

// leadDays are the dates and occasions of the lead, in every year.
func (st *story) leadDays(date *expr) []namedDay {
	var out []namedDay
	if date != nil {
		out = append(out, namedDay{date.Span.In(st.text), date.eachYear(0, 0)})
	}
	for i := range st.exprs {
		if e := &st.exprs[i]; e.dateline && e.year == 0 {
			out = append(out, namedDay{e.Span.In(st.text), e.eachYear(0, 0)})
		}
	}
	for e, place := range st.story {
		if e.kind != feast || place > 2 || e.tense == futureTense || st.everywhere(e) && !st.setting(e).onFeast() {
			continue
		}
		for _, o := range st.couldMean(e) {
			if y, ok := o.Anniversary(e.ordinal); ok && e.ordinal > 0 {
				if d, ok := o.In(y); ok {
					out = append(out, namedDay{e.Span.In(st.text), between(d.AddDays(e.eve), d.AddDays(e.eve))})
				}
				continue
			}
			out = append(out, namedDay{e.Span.In(st.text), occasionDays(o, e.eve, e.eve)})
		}
	}
	return out
}

// feasts are occasions and anniversaries.
func (st *story) feasts() {
	for e, place := range st.story {
		switch {
		case e.kind != feast:
		case e.since != nil && e.ordinal > 0:
			st.anniversary(e, place)
		case e.since != nil && e.since.unit == day && place < leadLength && !e.anterior:
			st.add(lead, e.Span, e.since.eachYear(-7, 21).and(between(news.NewDay(e.since.year, 12, 31), news.Day{})), "%s is the news", e.In(st.text))
		default:
			st.feast(e, place)
		}
	}
}

// anniversary is one of a day that is told with its year.
func (st *story) anniversary(e *expr, place int) {
	s := e.anniversaryOf(e.since.year)
	from, to := s.from.AddDays(-14), s.last().AddDays(45)
	if s.unit == year {
		from, to = s.from, s.last()
	}
	if place >= 2*leadLength {
		from, to = s.from.AddDays(-180), s.last().AddDays(300)
	}
	st.add(jubilee, e.Span, between(from, to), "%s: %d and %d years", e.In(st.text), e.since.year, e.ordinal)
}

// feast is an occasion by its name.
func (st *story) feast(e *expr, place int) {
	words := e.In(st.text)
	choices := st.couldMean(e)
	n, said := st.spokenDay(e)
	founded := 0
	var year, window, tight, spoken days
	for _, o := range choices {
		if y, ok := o.Anniversary(e.ordinal); ok && e.ordinal > 0 {
			d, ok := o.In(y)
			if !ok {
				continue
			}
			from, to := -7, 21
			if e.tense == futureTense {
				from, to = -60, 0
			}
			if said {
				from, to = e.eve-n, e.eve-n+1
			}
			year = year.or(between(d.AddDays(from), d.AddDays(to)))
			founded = o.Founded
			continue
		}
		if e.year > 0 || e.yearRel != noRelation || e.rel != noRelation {
			continue
		}
		if said {
			spoken = spoken.or(occasionDays(o, e.eve-n, e.eve-n+1))
			continue
		}
		if e.anterior {
			window = window.or(occasionDays(o, 0, 60))
		} else if place < leadLength {
			from, to := -7, 21
			if e.tense == futureTense {
				from, to = -30, 0
			}
			if !universal(o) || st.setting(e).onFeast() {
				window = window.or(occasionDays(o, from, to))
			}
			if st.setting(e).onFeast() && e.tense != futureTense {
				tight = tight.or(occasionDays(o, e.eve, e.eve+2))
			}
		}
	}
	switch {
	case len(year) > 0:
		if place >= 3*leadLength {
			year = year.widened(0, 200)
		}
		st.add(jubilee, e.Span, year, "%s: %d and %d years", words, founded, e.ordinal)
	case len(spoken) > 0:
		st.add(lead, e.Span, spoken, "%s is %s", words, [...]string{"yesterday", "today", "tomorrow"}[n+1])
	case len(window) > 0:
		st.add(lead, e.Span, window, "%s is the news", words)
		st.add(prompt+3, e.Span, tight, "news is told within two days of %s", words)
	}
}
