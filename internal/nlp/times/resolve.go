package times

import (
	"fmt"
	"strings"

	"chancery/internal/news"
)

// anchor is the time that an expression is counted from, with what a reader
// would call it.
type anchor struct {
	news.Interval
	unit unit
	name string
}

// told is a time already resolved, as later ones may refer to it.
type told struct {
	e     *expr
	block int
	stamp stamp
	when  news.Interval
}

// resolver turns expressions into times, in reading order.
type resolver struct {
	*occasions
	pub     news.Interval // publication, of the page or of the entry that is being read
	likely  news.Day      // the likeliest day of publication, for values alone
	told    []told
	guessed []told // the same times as they were if publication was the likeliest day
	main    int    // index into told of the story's own day; -1
}

// times resolves the expressions and maps them to tokens.
func (r *resolver) times(an *news.Analysis) []news.Time {
	out := make([]news.Time, 0, len(r.exprs))
	entry := 0
	for i := range r.exprs {
		e := &r.exprs[i]
		if n := r.block(e.sentence).Entry; n != entry {
			entry = n
			r.begin(an.Published, n)
		}
		if e.kind == landmark || e.kind == nthUnitOf {
			continue
		}
		typ, value, when := r.resolve(e)
		t := news.Time{Span: e.Span, Sentence: e.sentence, Type: typ, Value: value, Interval: when, Turned: r.turned(e, when), History: e.history}
		if e.kind == feast {
			if choices := r.meant(e); len(choices) > 0 {
				o := choices[0].Occasion
				o.Ordinal = e.ordinal
				if len(choices) > 1 {
					o = news.Occasion{Name: o.Name, Ordinal: e.ordinal}
				}
				t.Occasion = &o
			} else if e.since == nil || e.phrase != nil && e.ordinal == 0 {
				continue // an anniversary of nobody knows what
			}
		}
		if e.kind == calendar && (e.year > 0 && r.founding(e) || r.countedFrom(i)) {
			t.History = true
		}
		if o := r.occasionOf(e); o != nil {
			named := o.Occasion
			t.Occasion = &named
		}
		if len(an.Sentences) > 0 {
			t.First, t.Last = tokensIn(an, e.sentence, e.Span)
		} else {
			t.Sentence = -1
		}
		out = append(out, t)
	}
	return out
}

// begin goes on to entry n of the page, 0 for the page's own words, which is of day page: its day is
// its own, and nothing in it is counted from another's times.
func (r *resolver) begin(page news.Interval, n int) {
	r.pub, r.told, r.guessed, r.main = page, nil, nil, -1
	if entries := r.article.Entries; n > 0 && n <= len(entries) && entries[n-1].Published.Known() {
		r.pub = entries[n-1].Published
	}
}

// ofPublication is what an anchor that is the page's day is called.
const ofPublication = "publication"

// published is publication as an anchor.
func (r *resolver) published() anchor {
	return anchor{Interval: r.pub, unit: day, name: ofPublication}
}

// turned is the other reading of a day or month that only the tense of the words around it fixes: ahead
// of publication where when is not, else behind it. What is told as past has none ahead.
func (r *resolver) turned(e *expr, when news.Interval) news.Interval {
	if e.kind != calendar || !e.open || e.year > 0 || e.rel != noRelation || e.yearRel != noRelation || e.unit != day && e.unit != month || !r.pub.Exact() || !when.Known() {
		return news.Interval{}
	}
	g := *r
	g.told = r.told[:len(r.told)-1] // as it was when e was read
	if g.anchorOf(e).name != ofPublication {
		return news.Interval{}
	}
	f := *e
	switch {
	case when.From.After(r.pub.To):
		f.tense = pastTense
	case e.tense == pastTense:
		return news.Interval{} // "said on Saturday that they would be expelled"
	default:
		f.tense = futureTense
	}
	_, _, other, _ := g.read(&f)
	if other.From == when.From && other.To == when.To {
		return news.Interval{}
	}
	return other
}

// third is v, the whole of what s names, cut to the third that the words tell: "mid-May". It stays whole
// where that third would lie on the other side of the page than the tense.
func (r *resolver) third(e *expr, s stamp, v news.Interval) news.Interval {
	n := s.narrowed(v, e.third)
	if !e.absolute() && r.pub.Exact() && (e.tense == pastTense && n.From.After(r.pub.To) || e.tense == futureTense && n.To.Before(r.pub.From)) {
		return v
	}
	return n
}

// before is the time that an anaphoric expression goes back to.
func (r *resolver) before(e *expr) anchor {
	block := r.sentences[e.sentence].Block
	grain := e.grain
	if e.kind == calendar {
		grain = e.unit
		if e.unit == day && e.month == 0 && e.date > 0 {
			grain = month // "the 9th of that month"
		}
	}
	near := func(t *told) bool { return e.sentence-t.e.sentence <= 1 }
	for k := len(r.told) - 1; k >= max(0, len(r.told)-window); k-- {
		t := &r.told[k]
		if !t.when.Known() || t.e.kind == landmark || t.e.history || t.stamp.unit == noUnit {
			continue
		}
		if grain == day && t.stamp.unit != day || grain == month && e.yearRel < relSame && t.stamp.unit > month {
			continue
		}
		if grain == quarter && t.stamp.unit != quarter {
			if e.sentence-t.e.sentence > 8 {
				break
			}
			continue
		}
		if t.e.anterior && r.main >= 0 && r.main != k && t.e.sentence != e.sentence {
			continue
		}
		if !near(t) && e.kind == shifted && e.n != 0 && r.main >= 0 && grain == day && t.block != block {
			m := &r.told[r.main]
			return anchor{m.when, m.stamp.unit, quote(r.text, m.e.Span)}
		}
		if e.sentence-t.e.sentence > 5 && grain >= week || !near(t) && e.kind == shifted && grain == day && e.n == 0 && e.mod != "" {
			break // "earlier in the day" is of a day told right before, else the page's
		}
		return anchor{t.when, t.stamp.unit, quote(r.text, t.e.Span)}
	}
	return r.published()
}

func quote(text string, s news.Span) string { return fmt.Sprintf("%q", s.In(text)) }

// resolve gives the expression's type, value and interval, and remembers it
// for those that follow.
func (r *resolver) resolve(e *expr) (news.TimeType, string, news.Interval) {
	typ, value, when, st := r.read(e)
	if !r.pub.Exact() && !r.likely.IsZero() && strings.Contains(value, "X") && !strings.Contains(value, "PX") && e.kind != every {
		g := *r
		g.pub = news.Interval{From: r.likely, To: r.likely}
		g.told = g.guessed
		_, v, w, s := g.read(e)
		if v != "" {
			value = v
		}
		r.guessed = append(r.guessed, told{e: e, block: r.sentences[e.sentence].Block, stamp: s, when: w})
	} else {
		r.guessed = append(r.guessed, told{e: e, block: r.sentences[e.sentence].Block, stamp: st, when: when})
	}
	t := told{e: e, block: r.sentences[e.sentence].Block, stamp: st, when: when}
	r.told = append(r.told, t)
	if r.main < 0 && st.unit == day && when.Known() && !e.history && !e.anterior && (e.kind == calendar && e.year == 0 || e.kind == shifted && !e.anaphor) && e.tense != futureTense {
		r.main = len(r.told) - 1
	}
	return typ, value, when
}

func (r *resolver) read(e *expr) (typ news.TimeType, value string, when news.Interval, st stamp) {
	words := quote(r.text, e.Span)
	switch e.kind {
	case reference:
		when = news.Interval{Precision: news.Vague, Basis: words}
		switch e.value {
		case presentRef:
			when.From, when.To = r.pub.From, r.pub.To
			when.Basis += ": at publication"
		case pastRef:
			when.To = r.pub.To
			when.Basis += ": before publication"
		default:
			when.From = r.pub.From
			when.Basis += ": after publication"
		}
		if !when.Known() {
			when = news.Interval{}
		}
		return news.DateTime, e.value, when, st
	case every:
		return news.Set, e.value, when, st
	case length:
		if e.rel != noRelation && r.pub.Known() && e.n != 0 {
			when = r.stretch(e)
		}
		return news.Duration, e.value, when, st
	case feast:
		return r.feast(e)
	}
	a := r.anchorOf(e)
	if e.kind == shifted && (e.n == some || e.n == -some) {
		back := e.n == -some
		when = news.Interval{Precision: news.Vague, Basis: words + ": so long before " + a.name}
		value = pastRef
		if back {
			when.To = a.To
		} else {
			when.From = a.From
			when.Basis = words + ": so long after " + a.name
			value = futureRef
		}
		if !when.Known() {
			when = news.Interval{}
		}
		return news.DateTime, value, when, st
	}
	s1, s2, ok1, ok2 := stamp{}, stamp{}, false, false
	if e.report && e.kind == calendar && a.unit == quarter {
		// "the 1988 period": that quarter of the year
		f := *e
		f.unit, f.nth = quarter, (int(a.From.Month)+2)/3
		e = &f
	}
	if e.absolute() {
		s1, ok1 = e.on(news.NewDay(2000, 1, 1), a.unit)
		s2, ok2 = s1, ok1
	} else {
		if !a.From.IsZero() {
			s1, ok1 = e.on(a.From, a.unit)
		}
		if !a.To.IsZero() {
			s2, ok2 = e.on(a.To, a.unit)
		}
	}
	typ = news.DateTime
	if e.clock != "" || e.part != "" {
		typ = news.ClockTime
	}
	if !ok1 && !ok2 {
		return typ, e.unanchored(), news.Interval{}, stamp{unit: e.unit}
	}
	yearless := a.Precision == news.Yearless && !e.absolute()
	when = join(s1, s2, ok1, ok2, yearless)
	when.Basis = words + ": " + e.why(a)
	if e.zoned && when.Exact() {
		if d, hhmm, ok := inUTC(when.From, e.clock, e.zone); ok {
			when.UTC = d.String() + "T" + hhmm + "Z"
			when.Basis += ", " + hhmm + " UTC on " + d.String()
		}
	}
	switch {
	case ok1 && ok2 && s1.from == s2.from && !yearless:
		st, value = s1, s1.value()
	case ok1 && ok2 && !yearless:
		st, value = s1, mask(s1.value(), s2.value())
	case yearless && ok1 && s1.unit <= month:
		st = s1
		value = s1.value()
		if len(value) > 4 {
			value = "XXXX" + value[4:]
		}
	default:
		st = s1
		if !ok1 {
			st = s2
		}
		value = e.unanchored()
	}
	if ok1 && ok2 && s1.from == s2.from && !yearless {
		when = r.third(e, s1, when)
	}
	if e.to != nil {
		to := *e.to
		if to.year == 0 {
			to.year, to.yearRel = e.year, e.yearRel
		}
		if to.kind == calendar && ok1 {
			base := s1.from
			if end, ok := to.onOrAfter(base); ok {
				when.Precision = news.Range
				if !when.To.IsZero() {
					last := end
					if s1.from != s2.from {
						if end2, ok := to.onOrAfter(s2.from); ok {
							last = end2
						}
					}
					when.To = last.narrowed(news.Interval{To: last.last()}, to.third).To
				}
				if s1.from == s2.from && !yearless {
					value += "/" + end.value()
				}
				if when.Exact() {
					when.Precision = news.DayPrecision
				}
			}
		}
	}
	return typ, value, when, st
}

// join is the interval from the earlier reading to the later.
func join(s1, s2 stamp, ok1, ok2, yearless bool) news.Interval {
	v := news.Interval{Precision: news.Range}
	if ok1 {
		v.From = s1.from
	}
	if ok2 {
		v.To = s2.last()
	}
	switch {
	case ok1 && ok2 && s1.from == s2.from && s1.unit == s2.unit:
		v.Precision = s1.precision()
	case yearless && ok1 && s1.last() == s1.from:
		v.Precision = news.Yearless
	}
	return v
}

// stretch is the interval of "the past two months", "the next few days".
func (r *resolver) stretch(e *expr) news.Interval {
	v := news.Interval{Precision: news.Range, Basis: fmt.Sprintf("%s: counted from publication", quote(r.text, e.Span))}
	back := e.rel == relLast || e.rel == relBefore
	n := e.n
	if n == some {
		v.Precision = news.Vague
		if back {
			v.To = r.pub.To
		} else {
			v.From = r.pub.From
		}
		if !v.Known() {
			return news.Interval{}
		}
		return v
	}
	u := e.unit
	if u < day {
		n, u = 1, day
	}
	if back {
		v.To = r.pub.To
		if !r.pub.From.IsZero() {
			v.From = shift(r.pub.From, -n, u)
		}
	} else {
		v.From = r.pub.From
		if !r.pub.To.IsZero() {
			v.To = shift(r.pub.To, n, u)
		}
	}
	return v
}

// anchorOf is what the expression is counted from.
func (r *resolver) anchorOf(e *expr) anchor {
	if e.report && (e.kind != shifted || e.n == 0 || inFigures(r.text, e.Span)) {
		if a, ok := r.reported(e); ok {
			return a
		}
	}
	if e.since != nil {
		_, _, when, st := r.read(e.since)
		return anchor{when, st.unit, "that"}
	}
	anaphoric := e.anaphor || e.rel >= relSame || e.yearRel >= relSame
	if anaphoric {
		return r.before(e)
	}
	// "from 25 June 1950 … by 28 June": a year told in the same sentence, unless
	// the story would then go back: "cut in July 2019; resumed in March".
	if e.kind == calendar && e.tense != futureTense && e.year == 0 && e.month > 0 && e.rel == noRelation && e.yearRel == noRelation && len(r.told) > 0 {
		t := &r.told[len(r.told)-1]
		if t.e.sentence == e.sentence && t.e.kind == calendar && t.e.year > 0 && t.stamp.unit <= month && t.stamp.unit > 0 && !t.e.history && t.e.month <= e.month &&
			(r.pub.From.IsZero() || t.e.year < int(r.pub.From.Year)-1) {
			from := news.NewDay(t.e.year, 1, 1)
			return anchor{news.Interval{From: from, To: from}, year, quote(r.text, t.e.Span)}
		}
	}
	return r.published()
}

// reported is the period that a report in figures is about: the last quarter
// told that is no comparison with another.
func (r *resolver) reported(e *expr) (anchor, bool) {
	for k := len(r.told) - 1; k >= max(0, len(r.told)-window); k-- {
		t := &r.told[k]
		if t.stamp.unit == quarter && !t.e.report && t.when.Known() && t.e.yearRel != relLast && (t.e.kind == calendar || t.e.n == 0) {
			return anchor{t.when, quarter, quote(r.text, t.e.Span)}, true
		}
	}
	if e.kind == shifted && e.grain == quarter && e.n == 0 && r.pub.Exact() {
		d := shift(r.pub.From, -1, quarter)
		return anchor{news.Interval{From: d, To: d}, quarter, "the quarter before publication"}, true
	}
	return anchor{}, false
}

// absolute reports whether the expression needs no anchor.
func (e *expr) absolute() bool { return e.kind == calendar && e.year > 0 }

// inFigures reports whether the words after or before the span count money: then
// "a year ago" compares periods.
func inFigures(text string, s news.Span) bool {
	near := text[max(0, s.Start-70):min(len(text), s.End+10)]
	return strings.ContainsAny(near, "$%") || strings.Contains(near, " cents") || strings.Contains(near, "million") || strings.Contains(near, "billion")
}

// on reads the expression from one anchor day, which stands in a time of unit u.
func (e *expr) on(a news.Day, u unit) (stamp, bool) {
	var s stamp
	switch e.kind {
	case shifted:
		grain := e.grain
		n := e.n
		unit := e.unit
		if (e.anaphor || e.report) && unit == year && u > day && u < year && n != 0 {
			grain = u // "a year earlier", of a quarter
		}
		if unit < day { // "24 hours earlier" is the day before, "three hours earlier" that day
			if grain = day; unit == hour {
				unit, n = day, n/24
			} else {
				n = 0
			}
		}
		if unit == week && n != 0 && e.anaphor && u == day {
			grain = day
		}
		if unit == weekend {
			n, unit = n*1, week
		}
		s = stampOf(grain, shift(a, n, unit))
		if e.frac > 0 && unit == year {
			m := 6
			if n < 0 {
				m = -6
			}
			s = stampOf(month, shift(shift(a, n, unit), m, month))
		}
	case calendar:
		var ok bool
		if s, ok = e.calendarOn(a, u); !ok {
			return stamp{}, false
		}
	default:
		return stamp{}, false
	}
	s.part, s.clock = e.part, e.clock
	return s, s.from.Year > 0
}

// calendarOn fills the fields that the expression does not write.
func (e *expr) calendarOn(a news.Day, u unit) (stamp, bool) {
	y := e.year
	if y == 0 && e.yearRel != noRelation {
		y = int(a.Year) + e.yearRel.step()
	}
	if u == year && y == 0 && e.month > 0 {
		y = int(a.Year) // the anchor is a year alone
	}
	switch e.unit {
	case year, decade, century:
		return stamp{unit: e.unit, from: news.NewDay(max(y, 1), 1, 1)}, y > 0
	case quarter:
		return e.choose(y, a, func(y int) (stamp, bool) {
			return stamp{unit: quarter, from: news.NewDay(y, e.nth*3-2, 1)}, true
		})
	case half:
		return e.choose(y, a, func(y int) (stamp, bool) {
			return stamp{unit: half, from: news.NewDay(y, e.nth*6-5, 1)}, true
		})
	case season:
		return e.choose(y, a, func(y int) (stamp, bool) {
			d, ok := seasonIn(y, e.season)
			return stamp{unit: season, from: d}, ok
		})
	case weekend:
		d := stampOf(weekend, a)
		if e.tense == futureTense {
			return d, true
		}
		if a.Before(d.from) {
			d.from = d.from.AddDays(-7)
		}
		return d, true
	case month:
		return e.choose(y, a, func(y int) (stamp, bool) {
			return stamp{unit: month, from: news.NewDay(y, e.month, 1)}, true
		})
	}
	if e.month > 0 {
		return e.choose(y, a, func(y int) (stamp, bool) {
			if !valid(y, e.month, e.date) {
				return stamp{}, false
			}
			d := news.NewDay(y, e.month, e.date)
			return stamp{unit: day, from: d}, e.weekday == 0 || isoWeekday(d) == e.weekday || e.year > 0
		})
	}
	if e.date > 0 {
		return e.dayOfMonth(a)
	}
	if e.weekday > 0 {
		return stamp{unit: day, from: e.weekdayFrom(a)}, true
	}
	return stamp{}, false
}

func (r relation) step() int {
	switch r {
	case relBeforeLast:
		return -2
	case relLast, relBefore:
		return -1
	case relNext, relAfter:
		return 1
	}
	return 0
}

// choose finds the year of a date that names none: y when known, else by the
// relation or the tense.
func (e *expr) choose(y int, a news.Day, in func(year int) (stamp, bool)) (stamp, bool) {
	if y > 0 {
		return in(y)
	}
	ay := int(a.Year)
	var lastBefore, firstAfter, held stamp
	var okB, okA, okH bool
	for y := ay + 8; y >= ay-8; y-- {
		s, ok := in(y)
		if !ok {
			continue
		}
		switch {
		case s.from.After(a):
			firstAfter, okA = s, true
		case !s.last().Before(a) && !okH:
			held, okH = s, true
		case !okB && s.last().Before(a):
			lastBefore, okB = s, true
		}
	}
	switch e.rel {
	case relLast, relBefore:
		return lastBefore, okB
	case relNext, relAfter:
		return firstAfter, okA
	case relThis, relSame:
		if s, ok := in(ay); ok {
			return s, ok
		}
		return lastBefore, okB
	}
	if okH {
		return held, true
	}
	if e.kind == feast && e.nearing && okA && firstAfter.from.Sub(a) <= soonest && (!okB || a.Sub(lastBefore.from) > 10*soonest) {
		return firstAfter, true // greetings come before the day
	}
	if okB && (e.unit == quarter || e.unit == half) && (a.Sub(lastBefore.last()) < 150 || e.tense != futureTense) {
		return lastBefore, true // reports look back, whatever they expect
	}
	switch {
	case !okB:
		return firstAfter, okA
	case !okA:
		return lastBefore, okB
	case e.tense == futureTense:
		return firstAfter, true
	case e.tense == pastTense:
		return lastBefore, true
	}
	// No verb tells: the nearer one.
	if firstAfter.from.Sub(a) < a.Sub(lastBefore.last()) && firstAfter.from.Sub(a) < 120 {
		return firstAfter, true
	}
	return lastBefore, true
}

// dayOfMonth is the bare "9th" nearest before a, or behind it.
func (e *expr) dayOfMonth(a news.Day) (stamp, bool) {
	m := news.NewDay(int(a.Year), int(a.Month), 1)
	try := func(k int) (news.Day, bool) {
		f := m.AddMonths(k)
		if !valid(int(f.Year), int(f.Month), e.date) {
			return news.Day{}, false
		}
		d := news.NewDay(int(f.Year), int(f.Month), e.date)
		return d, e.weekday == 0 || isoWeekday(d) == e.weekday
	}
	switch e.rel {
	case relThis, relLast, relNext, relSame, relBefore, relAfter:
		d, ok := try(e.rel.step())
		return stamp{unit: day, from: d}, ok
	}
	step := -1
	if e.tense == futureTense {
		step = 1
	}
	for k, n := 0, 0; n < 24; k, n = k+step, n+1 {
		d, ok := try(k)
		if ok && (step < 0 && !d.After(a) || step > 0 && !d.Before(a)) {
			return stamp{unit: day, from: d}, true
		}
	}
	return stamp{}, false
}

// weekdayFrom is the weekday that the relation or tense points to.
func (e *expr) weekdayFrom(a news.Day) news.Day {
	back := (isoWeekday(a) - e.weekday + 7) % 7
	ahead := (e.weekday - isoWeekday(a) + 7) % 7
	switch e.rel {
	case relLast, relBefore:
		if back == 0 {
			back = 7
		}
		return a.AddDays(-back)
	case relNext, relAfter:
		if ahead == 0 {
			ahead = 7
		}
		return a.AddDays(ahead)
	case relThis:
		if e.tense == pastTense {
			return a.AddDays(-back)
		}
		return a.AddDays(ahead)
	case relSame:
		if back <= ahead {
			return a.AddDays(-back)
		}
		return a.AddDays(ahead)
	}
	if e.tense == futureTense {
		return a.AddDays(ahead)
	}
	return a.AddDays(-back)
}

// onOrAfter is the expression as the end of a range that began on from.
func (e *expr) onOrAfter(from news.Day) (stamp, bool) {
	s, ok := e.on(from, day)
	if !ok {
		return s, false
	}
	if e.year == 0 {
		f := *e
		f.tense = futureTense
		s, ok = f.on(from, day)
	}
	return s, ok && !s.last().Before(from)
}

// unanchored is TIMEX3's value when nothing tells the year, or anything.
func (e *expr) unanchored() string {
	tail := ""
	switch {
	case e.clock != "":
		tail = e.clock
	case e.part != "":
		tail = "T" + e.part
	}
	switch {
	case e.kind == shifted:
		switch e.grain {
		case week:
			return "XXXX-WXX"
		case weekend:
			return "XXXX-WXX-WE"
		case month:
			return "XXXX-XX"
		case quarter:
			return "XXXX-QX"
		case year, decade, century, half, season:
			return "XXXX"
		}
		return "XXXX-XX-XX" + tail
	case e.unit == month:
		return fmt.Sprintf("XXXX-%02d", e.month)
	case e.unit == quarter:
		return fmt.Sprintf("XXXX-Q%d", e.nth)
	case e.unit == half:
		return fmt.Sprintf("XXXX-H%d", e.nth)
	case e.unit == season:
		return "XXXX-" + e.season
	case e.unit == weekend:
		return "XXXX-WXX-WE"
	case e.month > 0:
		return fmt.Sprintf("XXXX-%02d-%02d", e.month, e.date) + tail
	case e.date > 0:
		return fmt.Sprintf("XXXX-XX-%02d", e.date) + tail
	case e.weekday > 0:
		return fmt.Sprintf("XXXX-WXX-%d", e.weekday) + tail
	}
	return "XXXX"
}

var relationWords = [...]string{relThis: "the one of", relLast: "the last before", relBeforeLast: "the last but one before", relNext: "the next after", relSame: "the same as",
	relBefore: "the one before", relAfter: "the one after"}

// why tells a person how the expression was read.
func (e *expr) why(a anchor) string {
	from := a.name
	if a.Known() && a.name == ofPublication {
		from += " " + show(a.Interval)
	}
	switch {
	case e.absolute():
		return "as written"
	case e.kind == shifted && e.n == 0 && !e.anaphor && e.unit == day:
		return "the day of " + from
	case e.kind == shifted:
		return "counted from " + from
	case e.rel != noRelation:
		return relationWords[e.rel] + " " + from
	case e.yearRel != noRelation:
		return "in a year told from " + from
	}
	what := "the time"
	switch {
	case e.unit == day && e.month > 0:
		what = "the day"
	case e.unit == day && e.date > 0:
		what = "the day of the month"
	case e.weekday > 0:
		what = "the weekday"
	case e.unit == month:
		what = "the month"
	}
	if e.tense == futureTense {
		return what + " after " + from
	}
	return what + " up to " + from
}

// show writes an interval for people.
func show(v news.Interval) string {
	switch {
	case v.Exact():
		return v.From.String()
	case v.Precision == news.Yearless && v.To.IsZero() && v.From.Year == news.AnyYear:
		return v.From.String()[5:] + " of any year"
	case v.Precision == news.Yearless && v.To.IsZero():
		return fmt.Sprintf("%s of %d or a later year", v.From.String()[5:], v.From.Year)
	case v.From.IsZero():
		return "up to " + v.To.String()
	case v.To.IsZero():
		return "from " + v.From.String()
	}
	return v.From.String() + ".." + v.To.String()
}
