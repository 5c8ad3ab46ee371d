package times

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"chancery/internal/news"
)

// strength orders clues: a weaker one yields where they contradict.
type strength int

const (
	topical    strength = iota * 10 // news tells of the newest thing it presupposes
	chromeDay                       // dates around the article, which is read again later
	prompt                          // news is told within a day or two
	offices                         // who holds an office
	lead                            // the story's own day, without a year
	relYears                        // "in March this year", "invaded … last year"
	aheadYears                      // years that are yet to come
	agreeing                        // a weekday and a date that agree in few years
	jubilee                         // an anniversary with its ordinal
	presumed                        // what the page tells as past
	dated                           // a landmark that the page presupposes
	datelines
	address // the URL
	markup
)

// untitledTerms are those of leaders whom the page gives no office: they bound its day, and tell of no
// likely one.
const untitledTerms = chromeDay + 1

// clue is a Clue with the days it allows and how far it is to be trusted.
type clue struct {
	news.Clue
	allows days
	strength
	landmark bool
}

// published bounds the day of publication by every clue of the page, the
// strongest first, those last that others outvote. A clue that leaves no day open
// is kept and ignored.
func (pg *page) published() (news.Interval, []news.Clue) {
	clues := pg.clues()
	slices.SortStableFunc(clues, func(a, b clue) int { return cmp.Compare(b.strength, a.strength) })
	clues = outvoted(clues)
	open, likely := always(), always()
	var basis []string
	out := make([]news.Clue, 0, len(clues))
	told := false
	for _, c := range clues {
		c.Allows = c.allows.interval()
		c.Allows.Basis = ""
		met := open.and(c.allows)
		switch {
		case len(met) == 0:
			c.Ignored = true
		case !slices.Equal(met, open):
			open = met
			if c.strength != untitledTerms {
				likely = likely.and(c.allows)
			}
			told = true
			basis = append(basis, c.Says)
		}
		out = append(out, c.Clue)
	}
	if c, ok := pg.masthead(open); ok {
		open, likely = open.and(c.allows), likely.and(c.allows)
		told = true
		c.Allows = c.allows.interval()
		out, basis = append(out, c.Clue), append(basis, c.Says)
	}
	if !told {
		return news.Interval{}, out
	}
	v := open.interval()
	pg.open = likely
	pg.settleFeasts()
	if a := pg.article.Published; a.Known() && a.From == v.From && a.To == v.To {
		return a, out
	}
	if len(basis) > 4 {
		basis = basis[:4]
	}
	v.Basis = strings.Join(basis, "; ")
	return v, out
}

// outvoted puts last the clues from the text that contradict two others or more, where
// none of those contradicts as many: the one mistaken is likelier the one alone.
func outvoted(clues []clue) []clue {
	const most = 250 // stretches: weekdays and days of any month contradict next to nothing
	against := make([][]int, len(clues))
	for i := range clues {
		for j := range i {
			a, b := &clues[i], &clues[j]
			if min(a.strength, b.strength) >= chromeDay && a.Span != b.Span && len(a.allows) <= most && len(b.allows) <= most && len(a.allows.and(b.allows)) == 0 {
				against[i], against[j] = append(against[i], j), append(against[j], i)
			}
		}
	}
	var kept, last []clue
	for i, c := range clues {
		alone := c.strength < datelines && len(against[i]) > 1 &&
			!slices.ContainsFunc(against[i], func(j int) bool { return len(against[j]) >= len(against[i]) })
		if alone {
			last = append(last, c)
		} else {
			kept = append(kept, c)
		}
	}
	return append(kept, last...)
}

// tablesFrom is the year that the tables of landmarks and offices begin with.
const tablesFrom = 1945

// clues are all reasons for the page's date, in no order.
func (pg *page) clues() []clue {
	const most = 100
	var cs []clue
	add := func(s strength, span news.Span, allows days, format string, args ...any) {
		if len(allows) > 0 && len(cs) < most {
			cs = append(cs, clue{Clue: news.Clue{Span: span, Says: fmt.Sprintf(format, args...)}, allows: allows, strength: s, landmark: pg.landmarkAt(span)})
		}
	}
	a := pg.article
	if v := a.Published; v.Known() {
		says := v.Basis
		if says == "" {
			says = "the page's markup"
		}
		add(markup, news.Span{}, between(v.From, v.To), "%s", says)
	}
	if d, ok := urlDay(a.URL); ok {
		add(address, news.Span{}, between(d, d), "the day in the URL")
	}
	lines := pg.dayLines()
	pg.datelineClues(lines, add)
	pg.headClues(lines, add)
	pg.pictureClue(add)
	pg.storyClues(add)
	pg.feastClues(add)
	pg.countClues(add)
	pg.backgroundClues(add)
	pg.resolutionClues(add)
	pg.tenureClues(add)
	pg.officeClues(add)
	pg.ageClues(add)
	pg.chromeClues(add)
	return topicality(cs)
}

// landmarkAt reports whether the span is a landmark's name.
func (pg *page) landmarkAt(s news.Span) bool {
	for i := range pg.exprs {
		if e := &pg.exprs[i]; e.kind == landmark && e.Span == s {
			return true
		}
	}
	return false
}

type adder func(s strength, span news.Span, allows days, format string, args ...any)

// urlDay is the day in a path like /2024/05/09/.
func urlDay(url string) (news.Day, bool) {
	parts := strings.FieldsFunc(url, func(r rune) bool { return r == '/' || r == '-' || r == '_' || r == '?' })
	for k := 0; k+2 < len(parts); k++ {
		y, m, d := parts[k], parts[k+1], parts[k+2]
		if len(y) == 4 && len(m) == 2 && len(d) == 2 && allDigits(y) && allDigits(m) && allDigits(d) {
			if y, m, d := atoi(y), atoi(m), atoi(d); y >= tablesFrom && y < endYear && valid(y, m, d) {
				return news.NewDay(y, m, d), true
			}
		}
	}
	return news.Day{}, false
}

func allDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// part is the part of the page that the sentence stands in.
func (pg *page) part(sentence int) news.Part {
	if b := pg.sentences[sentence].Block; b >= 0 && b < len(pg.article.Blocks) {
		return pg.article.Blocks[b].Part
	}
	return news.Body
}

// onDay is a whole day of the calendar as written, without an hour's doubt.
func (e *expr) onDay() (news.Day, bool) {
	if e.kind != calendar || e.unit != day || e.year == 0 || e.month == 0 || !valid(e.year, e.month, e.date) || e.year < firstYear || e.year >= endYear {
		return news.Day{}, false
	}
	return news.NewDay(e.year, e.month, e.date), true
}

// every year's day that the expression names, shifted by from and to days.
func (e *expr) eachYear(from, to int) days {
	return yearly(func(y int) (news.Day, news.Day, bool) {
		if !valid(y, e.month, e.date) {
			return news.Day{}, news.Day{}, false
		}
		d := news.NewDay(y, e.month, e.date)
		if e.weekday > 0 && isoWeekday(d) != e.weekday {
			return d, d, false
		}
		return d.AddDays(from), d.AddDays(to), true
	})
}

// datelineClues are the dates of byline and dateline, and of the agency's
// dateline that opens the body: "SEOUL, Aug. 15 (Yonhap)".
func (pg *page) datelineClues(lines []dayLine, add adder) {
	firstBody := -1
	for k := range pg.sentences {
		if pg.part(k) == news.Body {
			firstBody = k
			break
		}
	}
	// Where a line above the body dates the page, those below date what else stands there.
	headed := slices.ContainsFunc(lines, func(l dayLine) bool { return l.above && l.label != updatedLabel })
	for i := range pg.exprs {
		e := &pg.exprs[i]
		if e.kind != calendar || e.unit != day || e.month == 0 || e.to != nil {
			continue
		}
		words := e.Span.In(pg.text)
		part := pg.part(e.sentence)
		dating := part == news.Dateline || part == news.Byline || pg.stamps(e)
		below := firstBody >= 0 && e.sentence >= firstBody
		switch {
		case dating && below && (headed || isComment(lines, e.Span)):
		case dating:
			headed = headed || e.year != 0 && !below
			d, ok := e.onDay()
			at := between(d, d)
			if ok && e.swaps {
				other := news.NewDay(e.year, e.date, e.month)
				at = at.or(between(other, other))
			}
			switch {
			case ok && !below && pg.article.Published.Exact() && d.AddDays(30).Before(pg.article.Published.From) && !e.swaps && !pg.updated(e):
				// What the page shows is older than what its markup says: it was moved.
				add(markup+1, e.Span, at, "dated %s", words)
			case ok && pg.updated(e):
				add(datelines, e.Span, between(news.Day{}, d), "updated %s", words)
			case ok:
				pg.dated = true
				add(datelines+1, e.Span, at, "dated %s", words)
			case e.year == 0:
				add(datelines, e.Span, e.eachYear(0, 0), "dated %s", words)
			}
		case (e.sentence == firstBody || (part == news.Title || part == news.Heading) && !below && pg.byAgency(e)) && pg.opensBody(e):
			if d, ok := e.onDay(); ok {
				level := datelines + 1
				if pg.alone(e) { // a story may open with its own day
					level = jubilee
				} else if e.lead == 0 && pg.article.Published.Exact() && d.AddDays(30).Before(pg.article.Published.From) {
					level = markup + 1 // moved here from elsewhere
				}
				to := 1
				if e.lead == 0 {
					to = 0
				}
				pg.dated = pg.dated || level > jubilee
				add(level, e.Span, between(d, d.AddDays(to)), "dateline %s", words)
			} else if e.year == 0 {
				add(datelines, e.Span, e.eachYear(0, 1), "dateline %s", words)
			}
			e.dateline = true
		}
	}
}

// alone reports whether the day is a sentence by itself.
func (pg *page) alone(e *expr) bool {
	ws := pg.words[e.sentence]
	return e.lead == 0 && (e.end >= len(ws) || e.end+1 == len(ws) && (ws[e.end].mark == '.' || ws[e.end].mark == ','))
}

// stamps reports whether the expression is a day and an hour at the head of a
// short line, whatever that line was taken for: "18.02.2008, 22:14 | Desk".
func (pg *page) stamps(e *expr) bool {
	k := pg.sentences[e.sentence].Block
	if k < 0 || k >= len(pg.article.Blocks) || e.clock == "" || e.year == 0 {
		return false
	}
	b := pg.article.Blocks[k]
	return e.Start == b.Start && b.Len() <= 80
}

// updated reports whether the date is that of a later revision.
func (pg *page) updated(e *expr) bool {
	ws := pg.words[e.sentence]
	for k := e.lead - 1; k >= 0 && k >= e.lead-4; k-- {
		switch strings.ToLower(pg.text[ws[k].start:ws[k].end]) {
		case "updated", "modified", "update", "edited":
			return true
		case "published", "posted", "issued":
			return false
		}
	}
	return false
}

// byAgency reports whether the word behind the date and a bracket ends the bracket:
// "(KCNA)". A line that so begins is no headline.
func (pg *page) byAgency(e *expr) bool {
	ws := pg.words[e.sentence]
	return e.lead > 0 && e.end+2 < len(ws) && ws[e.end].mark == '(' && ws[e.end+1].mark == 0 && ws[e.end+2].mark == ')'
}

// opensBody reports whether the date is an agency's dateline: a place in
// capitals, or up to four capitalised words, then the date, then a bracket,
// a slash or a dash.
func (pg *page) opensBody(e *expr) bool {
	ws := pg.words[e.sentence]
	if e.lead > 9 {
		return false
	}
	upper := e.lead == 0
	for k := 0; k < e.lead; k++ {
		w := &ws[k]
		if w.mark != 0 {
			if w.mark != ',' && w.mark != '.' && w.mark != '-' && w.mark != '/' && w.mark != '(' && w.mark != ')' {
				return false
			}
			continue
		}
		s := pg.text[w.start:w.end]
		if s == "and" && k > 0 {
			continue
		}
		if !w.cap {
			return false
		}
		if s == strings.ToUpper(s) && len(s) > 2 {
			upper = true
		}
	}
	k := e.end
	if k < len(ws) && (ws[k].mark == '.' || ws[k].mark == ',') {
		k++
	}
	if k+1 < len(ws) && ws[k].mark == ')' && ws[k+1].mark == '-' {
		return upper && e.lead > 0 // "WASHINGTON and HANOI (December 22, 2023) - "
	}
	if k >= len(ws) {
		return upper && (e.lead > 0 || e.year != 0) // a day of its year is a sentence by itself
	}
	return ws[k].mark == '(' || ws[k].mark == '/' || ws[k].mark == '-' || upper && e.lead > 0 && ws[k].mark == ':'
}
