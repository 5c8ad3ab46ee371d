package times

// numberFirst reads what begins with a number: a date, a year, an hour, a
// quantity of units, an ordinal.
func (p *parser) numberFirst(i int) (expr, int) {
	w := &p.w[i]
	if w.class == ordinalW {
		return p.ordinalFirst(i)
	}
	if w.digits > 0 {
		if w.comma {
			return p.quantified(i)
		}
		if p.glued(i) && (p.mark(i-1) == '.' || p.mark(i-1) == '$' || p.mark(i-1) == '#' || p.mark(i-1) == '/') ||
			p.mark(i-1) == '?' && p.glued(i) {
			return expr{}, i
		}
		if e, next := p.numericDate(i); next > i {
			return e, next
		}
		if d, next := p.dayNumber(i); next > i {
			if e, end := p.dayBefore(d, i, next); end > next {
				return e, end
			}
		}
		if clock, next := p.clockTime(i); next > i && p.mark(i-1) != '-' {
			return p.dayOfClock(expr{kind: shifted, unit: day, grain: day, clock: clock}, next)
		}
		if e, next := p.quantified(i); next > i {
			return e, next
		}
		return p.yearFirst(i)
	}
	if e, next := p.ordinalAnniversary(i, i); next > i {
		return e, next
	}
	if y, next := p.spelledYear(i); next > i && (y > 2000 || p.is(i-1, "in", "year", "since", "of", "by", "until") || y < 2000) && y >= 1000 &&
		p.class(next) != unitW && !p.is(next, "hundred", "thousand") {
		return expr{kind: calendar, unit: year, year: y}, next
	}
	return p.quantified(i)
}

// ordinalFirst reads "third quarter", "20th century", "9th of May", "eighth
// of May", and, after "the", a bare day of the month.
func (p *parser) ordinalFirst(i int) (expr, int) {
	if e, next := p.ordinalAnniversary(i, i); next > i {
		return e, next
	}
	n := p.w[i].n
	if e, next := p.nthUnit(i); next > i {
		return p.ofYear(e, next)
	}
	if d, next := p.dayNumber(i); next > i {
		if e, end := p.dayBefore(d, i, next); end > next {
			return e, end
		}
	}
	k := p.dash(i + 1)
	if p.class(k) == unitW && unit(p.w[k].n) == century && n <= 22 {
		return expr{kind: calendar, unit: century, year: n*100 - 99}, k + 1
	}
	// "first nine months", "first two years"
	if n == 1 && p.class(i+1) == cardinalW {
		if e, next := p.quantified(i + 1); next > i+1 && e.kind == length {
			return e, next
		}
	}
	return expr{}, i
}

// quantified reads a quantity and what places it: "ago", "later", "-old".
func (p *parser) quantified(i int) (expr, int) {
	q, j := p.quantityAt(i)
	if j == i {
		return expr{}, i
	}
	// "weeks or months"
	if p.is(j, "or", "and") && p.class(j+1) == unitW && p.w[j+1].plural && q.n == some {
		j += 2
	}
	e := expr{kind: length, value: q.value(), n: q.n * max(q.times, 1), unit: q.unit, grain: q.unit}
	if q.n == some {
		e.n = some
	}
	if q.half > 0 {
		e.frac = 5
	}
	if q.approx {
		e.mod = approx
	}
	k := j
	if p.is(k, "or") && p.is(k+1, "so") {
		k += 2
		e.mod = approx
	}
	if p.mark(k) == '-' && p.is(k+1, "ago", "earlier", "old") {
		k++
	}
	if p.is(k, "old") && !p.is(k-1, "month", "months", "day", "days", "week", "weeks") {
		return expr{}, i // an age
	}
	switch p.key(k) {
	case "ago":
		e.kind, e.n, j = shifted, -e.n, k+1
		e.report = q.single && q.unit == year
	case "earlier", "previously":
		e.kind, e.n, e.anaphor, j = shifted, -e.n, true, k+1
		e.report = q.single && q.unit == year
	case "before":
		// "two days before" stands alone; before a noun it is a measure from it.
		if p.endsPhrase(k + 1) {
			e.kind, e.n, e.anaphor, j = shifted, -e.n, true, k+1
		} else {
			p.countFrom(&e, k+1, relBefore)
		}
	case "later":
		e.kind, e.anaphor, j = shifted, true, k+1
	case "after", "afterward", "afterwards":
		if p.endsPhrase(k+1) || p.key(k) != "after" {
			e.kind, e.anaphor, j = shifted, true, k+1
		} else {
			p.countFrom(&e, k+1, relAfter)
		}
	case "since", "into":
		if e.since, _ = p.base(k+1, e.unit); e.since != nil {
			e.counts = relThis
		}
	case "hence":
		e.kind, j = shifted, k+1
	case "from":
		if p.is(k+1, "now", "today") {
			e.kind, j = shifted, k+2
			if p.is(k+1, "today") {
				e.grain = day
			}
		}
	case "old":
		j = k + 1
	}
	if q.single && e.kind == length {
		return p.single(e, i, j)
	}
	return e, j
}

// single decides what "a year" is: a rate ("$100 a year"), a length, or an
// article before another noun ("a day laborer").
func (p *parser) single(e expr, i, j int) (expr, int) {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		if p.class(k) == cardinalW || p.mark(k) == '$' || p.is(k, "once", "twice", "times") || p.word(k) == "percent" || p.mark(k) == '%' ||
			p.word(k) == "hours" || p.word(k) == "times" || p.word(k) == "million" || p.word(k) == "billion" {
			e.kind = every
			return e, j
		}
	}
	if p.mark(j) == '-' {
		return expr{}, i
	}
	switch {
	case p.endsPhrase(j), p.is(j, "of", "in", "after", "before", "since", "when", "that", "long", "and", "or", "to", "at", "on", "from"):
		return e, j
	}
	return expr{}, i
}
