package times

// determined reads what begins with an article, a demonstrative or "last",
// "next", "every" and the like.
func (p *parser) determined(i int) (expr, int) {
	if p.deep >= deepest {
		return expr{}, i
	}
	p.deep++
	defer func() { p.deep-- }()
	switch p.key(i) {
	case "the":
		return p.the(i)
	case "a", "an":
		if e, next := p.quantified(i); next > i {
			return e, next
		}
		if p.is(i+1, "year-old") {
			return expr{}, i
		}
		// "a flat second quarter", "a Monday"
		if p.class(i+1) == plain && !p.cap(i+1) && p.key(i+1) == "" {
			if e, next := p.nthUnit(i + 2); next > i+2 {
				return p.ofYear(e, next)
			}
		}
		return expr{}, i
	case "these":
		if p.is(i+1, "days") {
			return expr{kind: reference, value: presentRef}, i + 2
		}
		return expr{}, i
	case "every", "each", "another":
		return p.eachOf(i)
	case "that":
		return p.that(i)
	case "recent":
		// "recent months": how far back is not told
		if p.class(i+1) == unitW && p.w[i+1].plural {
			u := unit(p.w[i+1].n)
			j := i + 2
			if p.is(j, "and", "or") && p.class(j+1) == unitW {
				return expr{kind: reference, value: pastRef}, j + 2
			}
			if u >= year {
				return expr{kind: reference, value: pastRef}, j
			}
			return expr{kind: length, value: quantity{n: some, unit: u}.value(), n: some, unit: u, rel: relLast}, j
		}
		return expr{}, i
	case "current":
		if e, next := p.near(i, relThis); next > i {
			return e, next
		}
		return expr{kind: reference, value: presentRef}, i + 1
	case "latest":
		e, next := p.near(i, relThis)
		if next > i && e.kind == shifted && (e.grain == quarter || e.grain == year || e.grain == half) {
			e.rel, e.report = noRelation, true
		}
		return e, next
	case "this":
		if p.is(i+1, "coming", "upcoming") {
			e, next := p.near(i+1, relNext)
			if next > i+1 {
				return e, next
			}
			return expr{}, i
		}
		if p.is(i+1, "past", "last") {
			e, next := p.near(i+1, relLast)
			if next > i+1 {
				return e, next
			}
			return expr{}, i
		}
		return p.near(i, relThis)
	case "last", "past":
		return p.near(i, relLast)
	case "next", "coming", "upcoming":
		return p.near(i, relNext)
	case "previous", "preceding", "prior":
		return p.near(i, relBefore)
	case "following":
		return p.near(i, relAfter)
	case "same":
		return p.near(i, relSame)
	}
	return expr{}, i
}

// near reads the unit, day, month or season behind "last", "this", "next"; i is
// at that word.
func (p *parser) near(i int, rel relation) (expr, int) {
	j := i + 1
	fiscal := false
	for p.is(j, "full", "fiscal", "calendar", "financial", "few", "entire", "whole") && !p.is(j, "few") {
		fiscal = fiscal || p.is(j, "fiscal", "financial")
		j++
	}
	switch p.class(j) {
	case unitW:
		w := &p.w[j]
		u := unit(w.n)
		if w.plural {
			return p.stretch(i, j, rel)
		}
		if u <= hour {
			if rel == relLast || rel == relNext || rel == relAfter || rel == relBefore {
				return expr{kind: length, value: quantity{n: 1, unit: u}.value(), n: 1, unit: u, grain: u, rel: rel}, j + 1
			}
			return expr{}, i
		}
		if u == half && !p.is(j+1, "of") || u == season {
			return expr{}, i
		}
		if u == day && (rel == relLast || p.is(i, "current") || rel == relNext && p.is(i, "coming")) {
			return expr{}, i // "his last day in office"
		}
		if u == century && rel == relThis {
			return expr{kind: shifted, unit: u, grain: u}, j + 1
		}
		e := expr{kind: shifted, unit: u, grain: u, fiscal: fiscal, rel: rel}
		k := j + 1
		if w.entry.code == "2" {
			e.n = 0
		}
		switch rel {
		case relLast:
			e.n = -1
			if p.is(i, "past") && u >= week {
				// "the past year" runs up to now.
				return expr{kind: length, value: quantity{n: 1, unit: u}.value(), n: 1, unit: u, grain: u, rel: relLast}, k
			}
		case relNext:
			e.n = 1
		case relBefore:
			e.n, e.anaphor = -1, true
		case relAfter:
			e.n, e.anaphor = 1, true
		case relSame:
			e.anaphor = true
		}
		// "this year's third quarter", "last year's second half"
		if (u == year || fiscal) && p.is(k, "'s") {
			if q, next := p.nthUnit(k + 1); next > k+1 && q.kind == calendar {
				q.yearRel = rel
				return q, next
			}
			if p.class(k+1) == seasonW || p.class(k+1) == monthW {
				q := expr{kind: calendar, unit: season, season: p.w[k+1].entry.code, yearRel: rel}
				if p.class(k+1) == monthW {
					q = expr{kind: calendar, unit: month, month: p.w[k+1].n, yearRel: rel}
				}
				return q, k + 2
			}
		}
		if p.class(k) == partW && u == day && !p.w[k].cap {
			return p.timeOfDay(e, k)
		}
		return e, k
	case weekdayW:
		if p.w[j].plural {
			return expr{}, i
		}
		e, next := p.weekdayFirst(j)
		if next == j || e.kind != calendar {
			return expr{}, i
		}
		e.rel = rel
		return e, next
	case monthW:
		e, next := p.monthFirst(j)
		if next == j {
			return expr{}, i
		}
		if e.year == 0 && e.yearRel == noRelation {
			e.rel = rel
		}
		return e, next
	case seasonW:
		if p.w[j].cap && p.cap(j+1) {
			return expr{}, i
		}
		return expr{kind: calendar, unit: season, season: p.w[j].entry.code, rel: rel}, j + 1
	case partW:
		code := p.w[j].entry.code
		e := expr{kind: shifted, unit: day, grain: day, part: code}
		switch {
		case p.is(j, "midnight", "noon", "midday", "overnight", "daytime"):
			return expr{}, i
		case rel == relLast:
			e.n = -1
		case rel == relThis:
		case rel == relNext, rel == relAfter:
			e.n, e.anaphor = 1, true
		case rel == relBefore:
			e.n, e.anaphor = -1, true
		case rel == relSame:
			e.anaphor = true
		}
		return e, j + 1
	case cardinalW:
		return p.stretch(i, j, rel)
	case ordinalW:
		if q, next := p.nthUnit(j); next > j && (rel == relThis || rel == relLast) {
			q.rel = rel
			return q, next
		}
	}
	if rel == relLast || rel == relNext || rel == relThis {
		if e, end := p.named(j); end > j && e.kind == feast {
			e.rel = rel
			return e, end
		}
	}
	return expr{}, i
}

// stretch reads "past two years", "next few days", "coming weeks"; i is at the
// word of relation, j at the number or plural.
func (p *parser) stretch(i, j int, rel relation) (expr, int) {
	var q quantity
	var next int
	if p.class(j) == unitW {
		q, next = quantity{n: some, unit: unit(p.w[j].n)}, j+1
		if rel == relSame || rel == relThis {
			return expr{}, i
		}
	} else if q, next = p.quantityAt(j); next == j {
		return expr{}, i
	}
	n := q.n * max(q.times, 1)
	if q.n == some {
		n = some
	}
	e := expr{kind: length, value: q.value(), n: n, unit: q.unit, grain: q.unit, rel: rel}
	if p.is(next, "or") && p.is(next+1, "so") {
		e.mod = approx
		next += 2
	}
	return e, next
}

// the reads what begins with the definite article.
func (p *parser) the(i int) (expr, int) {
	if p.deep >= deepest {
		return expr{}, i
	}
	p.deep++
	defer func() { p.deep-- }()
	if e, next := p.behindThe(i); next > i+1 {
		return e, next
	}
	return expr{}, i
}

func (p *parser) behindThe(i int) (expr, int) {
	j := i + 1
	switch k := p.key(j); k {
	case "past", "last", "next", "coming", "previous", "preceding", "prior", "following", "same", "current", "latest", "upcoming", "recent", "early", "late", "mid":
		switch {
		case k == "same" && p.is(j+1, "time", "way"):
			return expr{}, i
		case (k == "early" || k == "late" || k == "mid") && p.is(j+1, "morning", "evening", "night", "afternoon", "hours"):
			return expr{}, i
		case k == "early" || k == "late" || k == "mid":
			if e, next := p.modified(j); next > j {
				return e, next
			}
			return expr{}, i
		case k == "recent" && p.class(j+1) != unitW:
			return expr{}, i
		case k == "current" && p.class(j+1) != unitW && !p.is(j+1, "fiscal"):
			return expr{}, i
		case k == "past" && (p.endsPhrase(j+1) && p.is(i-1, "in", "of", "from")):
			return expr{kind: reference, value: pastRef}, j + 1
		}
		if k == "next" && p.class(j+1) == unitW && (p.is(j+1, "day", "morning") || p.is(j+1, "week", "month", "year") && p.is(i-1, "of")) {
			return p.near(j, relAfter)
		}
		if k == "next" && p.class(j+1) == partW {
			return p.near(j, relAfter)
		}
		if e, next := p.determined(j); next > j {
			return e, next
		}
		return expr{}, i
	case "year":
		if y, ok := p.number(j+1, 4, 4); ok && y >= 1000 && y < 2100 {
			return expr{kind: calendar, unit: year, year: y}, j + 2
		}
		if y, next := p.spelledYear(j + 1); next > j+1 {
			return expr{kind: calendar, unit: year, year: y}, next
		}
		if p.mark(j+1) == '-' && p.is(j+2, "earlier", "ago") {
			return p.yearAgo(j)
		}
	case "first", "final", "second", "third", "fourth":
		if e, next := p.nthUnit(j); next > j {
			return p.ofYear(e, next)
		}
		if k == "first" {
			if q, next := p.quantityAt(j + 1); next > j+1 && q.n != some {
				return expr{kind: length, value: q.value(), n: q.n, unit: q.unit, grain: q.unit}, next
			}
		}
	case "entire", "whole", "full":
		if p.class(j+1) == unitW && !p.w[j+1].plural {
			u := unit(p.w[j+1].n)
			return expr{kind: length, value: quantity{n: 1, unit: u}.value(), n: 1, unit: u, grain: u}, j + 2
		}
		return expr{}, i
	case "other":
		if p.is(j+1, "day") {
			return expr{kind: reference, value: pastRef}, j + 2
		}
		return expr{}, i
	case "turn":
		if p.is(j+1, "of") && p.is(j+2, "the") && p.is(j+3, "century") {
			return expr{kind: reference, value: pastRef}, j + 4
		}
		return expr{}, i
	case "eve":
		return p.eveOf(j)
	case "anniversary":
		return p.anniversary(i, j, 0)
	case "centenary", "centennial", "bicentenary", "bicentennial", "sesquicentennial":
		return p.jubilee(i, j)
	}
	if w := p.word(j); w == "future" || w == "near" && p.word(j+1) == "future" || w == "foreseeable" && p.word(j+1) == "future" {
		next := j + 1
		if w != "future" {
			next++
		}
		if p.endsPhrase(next) {
			return expr{kind: reference, value: futureRef}, next
		}
		return expr{}, i
	}
	if p.mark(j) == '\'' && p.class(j+1) == decadeW {
		return p.decadeFirst(j + 1)
	}
	switch p.class(j) {
	case unitW:
		return p.theUnit(i, j)
	case decadeW:
		return p.decadeFirst(j)
	case partW:
		return p.thePart(i, j)
	case seasonW:
		if p.w[j].cap && p.cap(j+1) {
			return expr{}, i
		}
		e, next := p.seasonFirst(j)
		if next > j {
			return e, next
		}
		if p.is(i-1, "in", "during", "over", "for", "this") && p.endsPhrase(j+1) {
			return expr{kind: calendar, unit: season, season: p.w[j].entry.code}, j + 1
		}
		return expr{}, i
	case monthW:
		// "the May 9 parade": the date without its article
		if e, next := p.monthFirst(j); next > j && e.unit == day {
			return e, next
		}
		return expr{}, i
	case weekdayW:
		// "the Tuesday before", "the Friday night raid"
		e, next := p.weekdayFirst(j)
		if next > j && e.kind == calendar && e.date == 0 && p.is(next, "before", "after") && p.endsPhrase(next+1) {
			if p.is(next, "before") {
				e.rel = relBefore
			} else {
				e.rel = relAfter
			}
			return e, next + 1
		}
		return e, next
	case cardinalW, ordinalW:
		if d, next := p.dayNumber(j); next > j && p.class(j) == ordinalW {
			if e, end := p.dayBefore(d, j, next); end > next {
				return e, end
			}
		}
		if e, next := p.ordinalAnniversary(i, j); next > j {
			return e, next
		}
		if e, next := p.bareDay(j); next > j {
			return e, next
		}
		if e, next := p.numberFirst(j); next > j {
			if e.kind == calendar && e.unit == year && p.is(next, "period") {
				e.report = true
				next++
			} else if e.kind == calendar && e.unit == year && p.class(j) == cardinalW && p.w[j].digits == 4 {
				return expr{}, i // "the 1994 framework": the year alone
			}
			return e, next
		}
	case nowW, setW:
		return expr{}, i
	case plain:
		if p.is(j, "year-end", "post", "pre", "fiscal", "financial") {
			if e, next := p.core(j); next > j {
				return e, next
			}
			if p.is(j, "fiscal", "financial") && p.is(j+1, "year") {
				return expr{kind: length, value: "P1Y", n: 1, unit: year, grain: year, fiscal: true}, j + 2
			}
		}
	}
	return expr{}, i
}

// theUnit reads "the day before", "the week of March 6", "the month of May",
// "the quarter", "the weekend"; i is at the article, j at the unit.
func (p *parser) theUnit(i, j int) (expr, int) {
	w := &p.w[j]
	u := unit(w.n)
	k := j + 1
	if u == year && p.mark(k) == '-' && p.is(k+1, "earlier", "ago") {
		return p.yearAgo(j)
	}
	if w.plural {
		if u <= day && !p.is(k, "before", "ahead") {
			return expr{}, i
		}
		if u == day || p.is(k, "of") {
			return expr{}, i
		}
		if p.is(k, "ahead") || p.is(k, "since") || p.endsPhrase(k) && u == year {
			if p.is(k, "ahead") {
				k++
			}
			return expr{kind: length, value: quantity{n: some, unit: u}.value(), n: some, unit: u, grain: u}, k
		}
		return expr{}, i
	}
	switch p.key(k) {
	case "before", "after", "earlier", "later":
		if p.is(k, "before") && p.is(k+1, "last") && p.endsPhrase(k+2) && u >= week {
			return expr{kind: shifted, n: -2, unit: u, grain: u}, k + 2 // "the year before last"
		}
		n := -1
		if p.is(k, "after", "later") {
			n = 1
		}
		e := expr{kind: shifted, n: n, unit: u, grain: u}
		switch {
		case u < day:
			return expr{}, i
		case p.class(k+1) == dayW:
			// "the day before yesterday"
			e.n += p.w[k+1].n
			return e, k + 2
		case p.is(k+1, "last", "next", "this", "that") || p.class(k+1) == weekdayW || p.class(k+1) == monthW || p.class(k+1) == cardinalW && p.w[k+1].digits > 0:
			if base, next := p.core(k + 1); next > k+1 && (base.kind == calendar || base.kind == shifted) && base.to == nil {
				e.since, e.anaphor = &base, true
				return e, next
			}
		}
		if u == day {
			if base, next := p.named(k + 1); next > k+1 && base.kind == feast {
				base.eve = n
				return base, next
			}
			if p.is(k+1, "the", "russia", "korea") {
				if base, next := p.named(k + 2); next > k+2 && base.kind == feast {
					base.eve = n
					return base, next
				}
			}
		}
		e.anaphor = true
		if u == day && !p.endsPhrase(k+1) {
			e.since, _ = p.base(k+1, u) // "the day after the quake of 6 February"
		}
		return e, k + 1
	case "of", "in", "beginning", "ending", "ended":
		if p.is(k, "of") && (u == week || u == month || u == year || u == weekend || u == quarter) {
			base, next := p.core(k + 1)
			if next == k+1 && p.is(k+1, "the") {
				base, next = p.core(k + 2)
			}
			if next > k+1 && base.kind == calendar && base.to == nil {
				if u == month && base.unit == month || u == year && base.unit == year {
					return base, next
				}
				if base.unit == day && (u == week || u == weekend || u == month) {
					return expr{kind: shifted, unit: u, grain: u, since: &base, anaphor: true}, next
				}
			}
		}
		return p.bareUnit(i, j, u)
	}
	return p.bareUnit(i, j, u)
}

// bareUnit reads "the weekend", "the quarter", "the week".
func (p *parser) bareUnit(i, j int, u unit) (expr, int) {
	k := j + 1
	switch u {
	case weekend, quarter:
		if u == quarter && p.is(k, "of") && !p.is(k+1, "a") || p.mark(k) == '-' {
			return expr{}, i
		}
		e := expr{kind: shifted, unit: u, grain: u}
		if u == weekend {
			e.kind, e.unit = calendar, weekend
		} else {
			e.report = true
			if q, next := p.quantified(k); next > k && q.kind == shifted && q.unit == year {
				// "the quarter a year ago"
				e.kind, e.n, e.unit, e.grain = shifted, q.n, year, quarter
				return e, next
			}
		}
		return e, k
	case week, month, year:
		if p.mark(k) == '-' || !p.endsPhrase(k) || p.is(k, "of", "that", "when") {
			return expr{}, i
		}
		if p.is(i-1, "of", "in", "during", "for", "throughout", "over", "earlier", "later") || p.is(i-1, "within") {
			if u == year {
				return expr{kind: length, value: "P1Y", n: 1, unit: u, grain: u}, k
			}
			return expr{kind: shifted, unit: u, grain: u, rel: relThis}, k
		}
	}
	return expr{}, i
}

// thePart reads "the morning", "the evening of 9 May", "the night before".
func (p *parser) thePart(i, j int) (expr, int) {
	code := p.w[j].entry.code
	k := j + 1
	if p.is(j, "overnight") || p.w[j].cap {
		return expr{}, i
	}
	switch p.key(k) {
	case "of":
		base, next := p.core(k + 1)
		if next == k+1 && p.is(k+1, "the") {
			base, next = p.the(k + 1)
		}
		if next > k+1 && base.part == "" && base.clock == "" && base.to == nil &&
			(base.kind == calendar && base.unit == day || base.kind == shifted && base.grain == day) {
			base.part = code
			return base, next
		}
	case "before", "after":
		if p.class(k+1) != unitW {
			n := -1
			if p.is(k, "after") {
				n = 1
			}
			if p.endsPhrase(k+1) || p.is(k+1, "the") {
				return expr{kind: shifted, n: n, unit: day, grain: day, anaphor: true, part: code}, k + 1
			}
		}
		return expr{}, i
	}
	if p.is(i-1, "in", "during", "by", "throughout") && p.endsPhrase(k) {
		return expr{kind: shifted, unit: day, grain: day, part: code, anaphor: true}, k
	}
	return expr{}, i
}

// that reads "that day", "that same month", "that year".
func (p *parser) that(i int) (expr, int) {
	j := i + 1
	if p.is(j, "same") {
		j++
	}
	switch p.class(j) {
	case unitW:
		u := unit(p.w[j].n)
		if p.w[j].plural || u < day || u == half || u == season {
			return expr{}, i
		}
		return p.timeOfDay(expr{kind: shifted, unit: u, grain: u, anaphor: true}, j+1)
	case partW:
		if p.is(j, "morning", "afternoon", "evening", "night") {
			return expr{kind: shifted, unit: day, grain: day, anaphor: true, part: p.w[j].entry.code}, j + 1
		}
	case monthW:
		e, next := p.monthFirst(j)
		if next > j && e.unit == month && e.year == 0 {
			e.rel = relSame
			return e, next
		}
	case weekdayW:
		e, next := p.weekdayFirst(j)
		if next > j && e.kind == calendar && e.month == 0 {
			e.rel = relSame
			return e, next
		}
	case seasonW:
		return expr{kind: calendar, unit: season, season: p.w[j].entry.code, rel: relSame}, j + 1
	}
	return expr{}, i
}

// eachOf reads "every year", "each July", "every two weeks", "every other day",
// and "another two weeks".
func (p *parser) eachOf(i int) (expr, int) {
	j := i + 1
	if p.is(i, "another") {
		if q, next := p.quantityAt(j); next > j {
			return expr{kind: length, value: q.value(), n: q.n, unit: q.unit, grain: q.unit}, next
		}
		if p.class(j) == unitW && !p.w[j].plural && unit(p.w[j].n) >= hour && p.endsPhrase(j+1) && unit(p.w[j].n) != quarter && unit(p.w[j].n) != half {
			u := unit(p.w[j].n)
			return expr{kind: length, value: quantity{n: 1, unit: u}.value(), n: 1, unit: u, grain: u}, j + 1
		}
		return expr{}, i
	}
	n := 1
	if p.is(j, "other") || p.is(j, "second") {
		n = 2
		j++
	} else if p.class(j) == cardinalW {
		if q, next := p.quantityAt(j); next > j {
			return expr{kind: every, value: q.value()}, next
		}
	}
	switch p.class(j) {
	case unitW:
		if p.w[j].plural || unit(p.w[j].n) == half || p.is(j, "season") {
			return expr{}, i
		}
		return expr{kind: every, value: quantity{n: n, unit: unit(p.w[j].n)}.value()}, j + 1
	case weekdayW:
		e, next := expr{kind: every, value: "XXXX-WXX-" + string(rune('0'+p.w[j].n))}, j+1
		if p.class(next) == partW {
			e.value += "T" + p.w[next].entry.code
			next++
		}
		return e, next
	case monthW:
		e, next := p.monthFirst(j)
		if next > j && e.unit == month && e.year == 0 {
			return expr{kind: every, value: "XXXX-" + two(e.month)}, next
		}
		if next > j && e.unit == day && e.year == 0 {
			return expr{kind: every, value: "XXXX-" + two(e.month) + "-" + two(e.date)}, next
		}
	case seasonW:
		return expr{kind: every, value: "XXXX-" + p.w[j].entry.code}, j + 1
	case partW:
		return expr{kind: every, value: "XXXX-XX-XXT" + p.w[j].entry.code}, j + 1
	}
	return expr{}, i
}

func two(n int) string { return string([]byte{'0' + byte(n/10%10), '0' + byte(n%10)}) }

// yearAgo reads "year-earlier quarter", "year-ago"; i is at "year".
func (p *parser) yearAgo(i int) (expr, int) {
	e := expr{kind: shifted, n: -1, unit: year, grain: year, anaphor: true}
	j := i + 3
	if p.class(j) == ordinalW {
		if q, next := p.nthUnit(j); next > j {
			q.yearRel = relLast
			return q, next
		}
	}
	e.report = true
	if p.class(j) == unitW && unit(p.w[j].n) == quarter {
		e.grain = quarter
		return e, j + 1
	}
	if p.is(j, "period") {
		j++
	}
	return e, j
}

// unitFirst reads "years" in "for years", "months ago", "year-end", "weekend".
func (p *parser) unitFirst(i int) (expr, int) {
	w := &p.w[i]
	u := unit(w.n)
	j := i + 1
	switch {
	case u == year && !w.plural && p.mark(j) == '-' && p.is(j+1, "earlier", "ago"):
		return p.yearAgo(i)
	case u == year && !w.plural && (p.mark(j) == '-' && p.is(j+1, "end") || p.is(j, "end") || p.is(j, "'s") && p.is(j+1, "end")) && !w.cap:
		k := j + 1
		if !p.is(j, "end") {
			k++
		}
		return expr{kind: shifted, unit: year, grain: year, mod: atEnd}, k
	case w.plural && p.is(j, "ago", "earlier", "later") && u >= minute:
		e := expr{kind: shifted, n: -some, unit: u, grain: u}
		if !p.is(j, "ago") {
			e.anaphor = true
		}
		if p.is(j, "later") {
			e.n = some
		}
		return e, j + 1
	case w.plural && u >= minute && (p.is(i-1, "for", "in", "within", "after", "over") && p.endsPhrase(j) || p.is(i-1, "for") && u >= week):
		if p.is(j, "or", "and") && p.class(j+1) == unitW && p.w[j+1].plural {
			j += 2
		}
		if p.is(i-1, "over", "after") && u < day {
			return expr{}, i
		}
		return expr{kind: length, value: quantity{n: some, unit: u}.value(), n: some, unit: u, grain: u}, j
	case u == day && !w.plural && p.is(j, "before", "after") && (p.class(j+1) == dayW || p.is(j+1, "last") || p.class(j+1) == weekdayW || p.class(j+1) == monthW):
		return p.theUnit(i, i)
	}
	return expr{}, i
}

// partFirst reads "overnight", "midnight Friday", "noon on 9 May", "morning of the 9th".
func (p *parser) partFirst(i int) (expr, int) {
	w := &p.w[i]
	e := expr{kind: shifted, unit: day, grain: day, part: w.entry.code}
	switch w.key {
	case "midnight":
		e.part, e.clock = "", "T24:00"
	case "noon", "midday":
		e.part, e.clock = "", "T12:00"
	case "overnight":
		if p.cap(i + 1) {
			return expr{}, i
		}
		return e, i + 1
	default:
		return expr{}, i
	}
	if w.cap && i > 0 {
		return expr{}, i
	}
	if p.class(i+1) == zoneW {
		return p.dayOfClock(e, i+2)
	}
	return p.dayOfClock(e, i+1)
}

// dayOfClock reads the day behind an hour: "4 p.m. Thursday", "14:00 GMT on 9
// May", "5 p.m. EST, Nov. 6", "9 a.m. yesterday".
func (p *parser) dayOfClock(e expr, i int) (expr, int) {
	j := i
	if p.mark(j) == ',' || p.is(j, "on") {
		j++
	}
	var d expr
	next := j
	switch p.class(j) {
	case weekdayW, monthW, cardinalW, ordinalW:
		d, next = p.core(j)
		if next > j && (d.kind != calendar || d.unit != day || d.to != nil || d.clock != "" || d.part != "") {
			next = j
		}
	case dayW:
		d, next = expr{kind: shifted, n: p.w[j].n, unit: day, grain: day}, j+1
	default:
		if p.is(j, "the") && p.class(j+1) == ordinalW {
			d, next = p.the(j)
			if next > j && (d.kind != calendar || d.unit != day || d.to != nil) {
				next = j
			}
		}
	}
	if next == j {
		e.anaphor = e.kind == shifted
		return e, i
	}
	d.clock, d.part = e.clock, e.part
	return d, next
}
