package times

import (
	"slices"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// leadLength is how many sentences of the body open the story.
const leadLength = 6

// storyLength is how many expressions are asked for clues.
const storyLength = 400

// story yields the expressions of title and body with their place in the body:
// 0 for the title and the first sentence.
func (pg *page) story(yield func(e *expr, place int) bool) {
	first := -1
	for i := range pg.exprs {
		e := &pg.exprs[i]
		part := pg.part(e.sentence)
		if part != news.Body && part != news.Title || e.dateline {
			continue
		}
		if part == news.Body && first < 0 {
			for first = e.sentence; first > 0 && pg.part(first-1) == news.Body; {
				first--
			}
		}
		place := 0
		if part == news.Body {
			place = e.sentence - first
		}
		if !yield(e, place) || i > storyLength {
			return
		}
	}
}

// storyClues are the story's own days: "on the 9th", "on Monday", "on June 12".
func (pg *page) storyClues(add adder) {
	var weekday, date, bare *expr
	for e, place := range pg.story {
		words := e.Span.In(pg.text)
		if pg.titleYear(e) {
			add(lead+2, e.Span, between(news.NewDay(e.year-1, 12, 15), news.NewDay(e.year, 12, 31)), "the title ends in %s", words)
		}
		if e.kind == calendar && e.unit == day && e.weekday > 0 && e.month > 0 && e.year == 0 {
			switch e.tense {
			case futureTense:
				add(agreeing, e.Span, e.eachYear(-180, 0), "%s ahead", words)
			default:
				add(agreeing, e.Span, e.eachYear(-3, 330), "%s", words)
			}
		}
		if d, ok := e.onDay(); ok && place == 0 && e.to == nil && e.tense == pastTense && !e.anterior && !e.history && e.year >= tablesFrom && pg.dates(e) {
			// A story that opens with a day of the past, its year told, is not of
			// that week perhaps, but of those months; what is newer on the page wins.
			add(lead, e.Span, between(d, d.AddDays(180)), "the story opens on %s", words)
		}
		if e.kind != calendar || e.unit != day || e.history || e.to != nil || e.rel != noRelation || e.yearRel != noRelation {
			continue
		}
		switch {
		case e.tense == futureTense:
		case e.year == 0 && e.month > 0:
			switch {
			case e.tense != pastTense:
			case place <= 1 && date == nil && weekday == nil && !e.anterior && pg.dates(e):
				date = e
			default:
				add(lead, e.Span, e.eachYear(0, 330), "%s is past", words)
			}
		case e.month == 0 && e.weekday > 0 && place < leadLength && !e.anterior &&
			(weekday == nil || weekday.sentence == e.sentence && soonAfter(weekday.weekday, e.weekday)):
			weekday = e // "spoke on Wednesday, the agency reported on Thursday": told on the later
		case e.month == 0 && e.date > 0 && place < leadLength*2 && bare == nil && !e.anterior:
			bare = e
		}
	}
	if date != nil {
		words := date.Span.In(pg.text)
		add(lead, date.Span, date.eachYear(0, 60), "%s is the news", words)
		add(prompt+2, date.Span, date.eachYear(0, 2), "news is told within two days of %s", words)
	}
	if bare != nil {
		add(prompt+1, bare.Span, monthly(bare, 1), "news is told within a day of %s", bare.Span.In(pg.text))
	}
	if weekday != nil && !pg.pictured { // which tells the week, and no guess at its day is as sure
		words := weekday.Span.In(pg.text)
		add(prompt+1, weekday.Span, weekly(weekday.weekday, 1), "news is told within a day of %s", words)
		add(lead-1, weekday.Span, weekly(weekday.weekday, 6), "%s is one of the last seven days", words)
		for _, d := range pg.leadDays(date) {
			same := d.days.and(weekly(weekday.weekday, 0))
			add(prompt, weekday.Span.Cover(news.Span{}), same.grow(1), "%s falls on %s", d.words, words)
		}
	}
}

// titleYear reports whether the title ends in the year of a day that it names: "Message on
// Refugee Day, 2022".
func (pg *page) titleYear(e *expr) bool {
	if pg.part(e.sentence) != news.Title || e.kind != calendar || e.unit != year || e.to != nil || e.year < tablesFrom || e.year >= endYear-20 {
		return false
	}
	ws := pg.words[e.sentence]
	if e.end != len(ws) || e.lead < 2 || ws[e.lead-1].mark != ',' {
		return false
	}
	switch lower(pg.text[ws[e.lead-2].start:ws[e.lead-2].end]) {
	case "day", "week", "month", "anniversary":
		return true
	}
	return false
}

// soonAfter reports whether weekday b (1 to 7) comes one to three days after a.
func soonAfter(a, b int) bool { n := (b - a + 7) % 7; return n >= 1 && n <= 3 }

// dates reports whether the expression dates an act, "on June 12", and is no
// attribute of a noun, "the June 12 attacks".
func (pg *page) dates(e *expr) bool {
	ws := pg.words[e.sentence]
	if e.lead > 0 && ws[e.lead].key != "the" && (ws[e.lead-1].key == "on" || ws[e.lead-1].mark == ',' || ws[e.lead-1].mark == '(') {
		return true
	}
	return e.end >= len(ws) || ws[e.end].mark != 0
}

// namedDay is a day of every year that the lead tells of.
type namedDay struct {
	words string
	days  days
}

// leadDays are the dates and occasions of the lead, in every year.
func (pg *page) leadDays(date *expr) []namedDay {
	var out []namedDay
	if date != nil {
		out = append(out, namedDay{date.Span.In(pg.text), date.eachYear(0, 0)})
	}
	for i := range pg.exprs {
		if e := &pg.exprs[i]; e.dateline && e.year == 0 {
			out = append(out, namedDay{e.Span.In(pg.text), e.eachYear(0, 0)})
		}
	}
	for e, place := range pg.story {
		if e.kind != feast || place > 2 || e.tense == futureTense || pg.everywhere(e) && !pg.onFeast(e) {
			continue
		}
		for _, o := range pg.couldMean(e) {
			if y, ok := o.Anniversary(e.ordinal); ok && e.ordinal > 0 {
				if d, ok := o.In(y); ok {
					out = append(out, namedDay{e.Span.In(pg.text), between(d.AddDays(e.eve), d.AddDays(e.eve))})
				}
				continue
			}
			out = append(out, namedDay{e.Span.In(pg.text), occasionDays(o, e.eve, e.eve)})
		}
	}
	return out
}

func occasionDays(o *gazetteer.Occasion, from, to int) days {
	return yearly(func(y int) (news.Day, news.Day, bool) {
		d, ok := o.In(y)
		return d.AddDays(from), d.AddDays(to), ok
	})
}

// grow adds n days behind every run.
func (s days) grow(n int) days {
	out := make(days, 0, len(s))
	for _, r := range s {
		out = append(out, run{r.a, min(r.b+int32(n), lastDay)})
	}
	return out.normal()
}

func monthly(e *expr, slack int) days {
	var s days
	for y := firstYear; y <= endYear; y++ {
		for m := 1; m <= 12; m++ {
			if !valid(y, m, e.date) {
				continue
			}
			d := news.NewDay(y, m, e.date)
			if e.weekday == 0 || isoWeekday(d) == e.weekday {
				n := dayNo(d)
				s = append(s, run{n, min(n+int32(slack), lastDay)})
			}
		}
	}
	return s.normal()
}

func weekly(weekday, slack int) days {
	if slack >= 6 {
		return always()
	}
	var s days
	for n := int32(weekday - 1); n <= lastDay; n += 7 { // 1 January 1900 was a Monday
		s = append(s, run{n, min(n+int32(slack), lastDay)})
	}
	return s
}

// feastClues are occasions and anniversaries.
func (pg *page) feastClues(add adder) {
	for e, place := range pg.story {
		if e.kind != feast {
			continue
		}
		words := e.Span.In(pg.text)
		if e.since != nil && e.ordinal > 0 {
			s := e.anniversaryOf(e.since.year)
			from, to := s.from.AddDays(-14), s.last().AddDays(45)
			if s.unit == year {
				from, to = s.from, s.last()
			}
			if place >= 2*leadLength {
				from, to = s.from.AddDays(-180), s.last().AddDays(300)
			}
			add(jubilee, e.Span, between(from, to), "%s: %d and %d years", words, e.since.year, e.ordinal)
			continue
		}
		if e.since != nil && e.since.unit == day && place < leadLength && !e.anterior {
			add(lead, e.Span, e.since.eachYear(-7, 21).and(between(news.NewDay(e.since.year, 12, 31), news.Day{})), "%s is the news", words)
			continue
		}
		choices := pg.couldMean(e)
		n, said := pg.spokenDay(e)
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
				if !universal(o) || pg.onFeast(e) {
					window = window.or(occasionDays(o, from, to))
				}
				if pg.onFeast(e) && e.tense != futureTense {
					tight = tight.or(occasionDays(o, e.eve, e.eve+2))
				}
			}
		}
		switch {
		case len(year) > 0:
			if place >= 3*leadLength {
				year = year.grow(200)
			}
			add(jubilee, e.Span, year, "%s: %d and %d years", words, founded, e.ordinal)
		case len(spoken) > 0:
			add(lead, e.Span, spoken, "%s is %s", words, [...]string{"yesterday", "today", "tomorrow"}[n+1])
		case len(window) > 0:
			add(lead, e.Span, window, "%s is the news", words)
			add(prompt+3, e.Span, tight, "news is told within two days of %s", words)
		}
	}
}

// spokenDay reads "today, on Victory Day", "Victory Day, which falls tomorrow": how
// many days after publication the occasion is, -1 to 1, by a day told right
// beside it. A page may be a day late with it.
func (pg *page) spokenDay(e *expr) (n int, ok bool) {
	near := pg.beside(e)
	for i := range near {
		d := &near[i]
		if d.sentence != e.sentence || d.kind != shifted || d.grain != day || d.unit != day || d.anaphor || d.since != nil || d.n < -1 || d.n > 1 || d.clock != "" {
			continue
		}
		gap, from, to := d.lead-e.end, e.end, d.lead
		if gap < 0 {
			gap, from, to = e.lead-d.end, d.end, e.lead
		}
		if gap < 0 || gap > 4 {
			continue
		}
		apart := false
		for _, w := range pg.words[e.sentence][from:to] {
			apart = apart || w.key == "and" || w.key == "before" || w.key == "after" || w.mark == ';'
		}
		if !apart {
			return d.n, true
		}
	}
	return 0, false
}

// onFeast reports whether the occasion dates an act: "on Liberation Day".
func (pg *page) onFeast(e *expr) bool {
	ws := pg.words[e.sentence]
	for k := e.lead - 1; k >= 0 && k >= e.lead-3; k-- {
		switch ws[k].key {
		case "on":
			return true
		case "the", "of":
			continue
		}
		if !ws[k].cap {
			return false
		}
	}
	return false
}

// backgroundClues are what the page tells as past: dates with their year,
// landmarks it presupposes, and years told relatively.
func (pg *page) backgroundClues(add adder) {
	pg.landmarkDays(add)
	var newest *expr
	var newestDay news.Day
	seen := make(map[string]bool)
	for e, place := range pg.story {
		switch e.kind {
		case calendar:
			if e.tense == futureTense || pg.ahead(e) {
				if e.year > 1990 && e.year < endYear-20 && e.tense == futureTense && e.will {
					if s, ok := e.calendarOn(epoch, day); ok {
						add(aheadYears, e.Span, between(news.Day{}, s.last()), "%s is ahead", e.Span.In(pg.text))
					}
				}
				continue
			}
			if e.year == 0 && e.month > 0 && e.yearRel == relThis && e.unit <= month && !pg.follows(e, "after", "before") {
				d := max(e.date, 1)
				add(relYears, e.Span, yearly(func(y int) (news.Day, news.Day, bool) {
					if !valid(y, e.month, d) {
						d = 28
					}
					return news.NewDay(y, e.month, d), news.NewDay(y, 12, 31), true
				}), "%s is past", e.Span.In(pg.text))
			}
			if e.year < 1900 || e.year >= endYear-20 {
				continue
			}
			s, ok := e.calendarOn(epoch, day)
			if !ok {
				continue
			}
			if e.to != nil && e.to.year >= e.year && e.to.year < endYear-20 && (e.unit <= month || e.to.year == e.year || e.tense == pastTense) {
				if t, ok := e.to.calendarOn(epoch, day); ok {
					s = t
				}
			}
			from := s.from
			if (e.tense != pastTense || pg.ofContest(e) || pg.forYear(e)) && e.unit != day {
				continue // "the best of 2026" may be told in 2025
			}
			if e.unit == day && pg.message(e) {
				from = from.AddDays(-1)
			}
			if newest == nil || from.After(newestDay) {
				newest, newestDay = e, from
			}
		case landmark:
			pg.landmarkBounds(e, place, seen, add)
			if len(e.phrase.landmarks) == 1 {
				pg.landmarkYear(e, e.phrase.landmarks[0].Date.From, add)
			}
		}
	}
	if newest != nil {
		level := presumed
		if newest.tense != pastTense {
			level = lead
		}
		add(level, newest.Span, between(newestDay, news.Day{}), "%s is past", newest.Span.In(pg.text))
		pg.newest, pg.newestDay = newest, newestDay
	}
}

// landmarkBounds bounds the page by a landmark, the first time that it is named so: by the earliest
// of those that the name can mean.
func (pg *page) landmarkBounds(e *expr, place int, seen map[string]bool, add adder) {
	var first, last news.Interval
	upcoming := pg.upcoming(e)
	ahead := upcoming
	var meant strings.Builder
	for _, l := range e.phrase.landmarks {
		if l.Date.From.IsZero() {
			return
		}
		meant.WriteString(l.ID + "\n")
		ahead = ahead || pg.foreseen(e, l)
	}
	if seen[meant.String()] {
		return
	}
	seen[meant.String()] = true
	for k, l := range e.phrase.landmarks {
		if k == 0 || l.Date.From.Before(first.From) {
			first = l.Date
		}
		if k == 0 || last.To.Before(l.Date.To) {
			last = l.Date
		}
	}
	if first.From.IsZero() {
		return
	}
	words := e.Span.In(pg.text)
	says := show(news.Interval{From: first.From, To: first.From})
	switch {
	case ahead:
		if upcoming && numberedName(words) {
			add(aheadYears, e.Span, between(news.Day{}, last.To), "%s is ahead", words)
		}
	case isTerm(e.phrase.landmarks[0]):
		// A term is spoken of before it begins; it is a story's own while it lasts.
		now := between(first.From.AddDays(-termAhead), news.Day{})
		if place < 2*leadLength && e.tense != pastTense && !e.anterior {
			now = between(first.From.AddDays(-termAhead), last.To.AddDays(termBehind))
		}
		add(relYears, e.Span, now, "%s: %s", words, show(news.Interval{From: first.From, To: last.To}))
	case e.phrase.derived:
		add(relYears, e.Span, between(first.From, news.Day{}), "%s: %s", words, says)
	default:
		add(dated, e.Span, between(first.From, news.Day{}), "%s: %s", words, says)
	}
}

// numberedName reports whether a name has a year or an ordinal of its own: of others, the next that has
// it may be meant.
func numberedName(name string) bool {
	return slices.ContainsFunc(strings.Fields(name), func(w string) bool { return isDigit(w[0]) })
}

// upcoming reports whether words before the landmark's name say that it is yet to come.
func (pg *page) upcoming(e *expr) bool {
	ws := pg.words[e.sentence]
	for k := e.lead - 1; k >= 0 && k >= e.lead-3; k-- {
		switch lower(pg.text[ws[k].start:ws[k].end]) {
		case "upcoming", "forthcoming":
			return true
		case "of":
			if k > 0 && lower(pg.text[ws[k-1].start:ws[k-1].end]) == "ahead" {
				return e.tense != pastTense && !e.anterior
			}
		}
	}
	return false
}

// How many days before and after it a term is spoken of as one that lasts.
const (
	termAhead  = 240
	termBehind = 30
)

// terms are words of landmarks that last for a year or more, and are the present meanwhile.
var terms = words(`session congress assembly unga`)

func isTerm(l gazetteer.Landmark) bool {
	return l.Date.From.AddDays(300).Before(l.Date.To) && slices.ContainsFunc(strings.Fields(strings.ToLower(l.Names[0])), func(w string) bool { return terms[w] })
}

// planned are words of landmarks that are spoken of before they come to pass.
var planned = words(`summit olympic olympics election elections referendum brexit inauguration visit withdrawal conference
	impeachment meeting games launch cup expo forum talks vote launches tests test admission accession readmission entry deal opening`)

// foreseen reports whether the page may tell of the landmark before its day: a
// planned event not told as past, a treaty that is yet to be signed.
func (pg *page) foreseen(e *expr, l gazetteer.Landmark) bool {
	if e.tense == pastTense {
		return false
	}
	ws := pg.words[e.sentence]
	for k := max(0, e.lead-4); k < e.lead; k++ {
		if ws[k].key == "since" || ws[k].key == "after" {
			return false
		}
	}
	for k := max(0, e.lead-6); k < min(len(ws), e.end+6); k++ {
		if s := pg.text[ws[k].start:ws[k].end]; e.tense == futureTense && (s == "sign" || s == "signed" || s == "conclude" || s == "ratify") {
			return true
		}
	}
	return isPlanned(l)
}

func isPlanned(l gazetteer.Landmark) bool {
	for _, name := range l.Names {
		for w := range strings.FieldsSeq(strings.ToLower(name)) {
			if planned[w] {
				return true
			}
		}
	}
	return false
}

// contests are nouns that a year is put before long ahead of it: "the 2028 election".
var contests = words(`election elections race campaign presidential olympics olympic games world budget season cycle primary
	contest nominee contender contenders democrats republicans movement opponent bid term plan vision field convention ballot vote candidates candidate nomination midterm midterms cup target goal deadline edition`)

// ofContest reports whether the year only names what may be yet to come: "the 2028 election", "the
// nomination in 2028", "2028 contenders", "Vision 2030".
func (pg *page) ofContest(e *expr) bool {
	ws := pg.words[e.sentence]
	for k := max(0, e.lead-6); k < min(len(ws), e.end+4); k++ {
		if contests[lower(pg.text[ws[k].start:ws[k].end])] {
			return true
		}
	}
	if e.unit != year || e.lead == 0 {
		return false
	}
	before := &ws[e.lead-1]
	return before.mark == 0 && before.cap && before.class == plain && before.key == ""
}

// forYear reports whether the year is what something is for: "five priorities for leaders in 2026".
func (pg *page) forYear(e *expr) bool {
	ws := pg.words[e.sentence]
	for k := e.lead - 1; k >= 0 && k >= e.lead-4 && ws[k].mark == 0; k-- {
		if ws[k].key == "for" {
			return true
		}
	}
	return false
}

// follows reports whether the word right before the expression is one of the given.
func (pg *page) follows(e *expr, keys ...string) bool {
	ws := pg.words[e.sentence]
	return e.lead > 0 && slices.Contains(keys, ws[e.lead-1].key)
}

// landmarkDays are dates without a year on which a landmark of the page's
// states falls that words beside them tell of: "the quake of 6 February" on a page of
// Türkiye. They fix the year.
func (pg *page) landmarkDays(add adder) {
	byDay := make(map[[2]int]*expr)
	n := 0
	for e := range pg.story {
		if e.kind == calendar && e.unit == day && e.year == 0 && e.month > 0 && e.to == nil && e.tense != futureTense && e.yearRel == noRelation && !e.history {
			if k := [2]int{e.month, e.date}; byDay[k] == nil && n < 20 {
				byDay[k] = e
				n++
			}
		}
	}
	if len(byDay) == 0 {
		return
	}
	var said map[string]bool
	type sign struct {
		of   gazetteer.Landmark
		word string
	}
	told := make(map[*expr]sign) // without a word: several years are told of
	for _, l := range pg.find.Landmarks() {
		d := l.Date.From
		e := byDay[[2]int{int(d.Month), int(d.Date)}]
		if e == nil || isTerm(l) || strings.HasPrefix(l.Names[0], resolutionName) {
			continue
		}
		if e.tense != pastTense && isPlanned(l) {
			continue
		}
		home := 0
		for _, c := range l.Countries {
			home += pg.pageCountries()[c]
		}
		if home == 0 {
			continue
		}
		if said == nil {
			said = pg.vocabulary()
		}
		if w := pg.tellingWord(l, said, e); w != "" {
			if x, ok := told[e]; ok && (x.word == "" || x.of.Date.From != d) {
				w = ""
			}
			told[e] = sign{l, w}
		}
	}
	for e := range pg.story {
		if x := told[e]; x.word != "" {
			d := x.of.Date.From
			add(relYears-1, e.Span, between(d, d.AddDays(330)), "%s and %q: %s of %d", e.Span.In(pg.text), x.word, x.of.Names[0], d.Year)
		}
	}
}

// vocabulary is every word of four letters or more in the first sentences.
func (pg *page) vocabulary() map[string]bool {
	said := make(map[string]bool)
	var buf []word
	for k := range min(len(pg.sentences), 60) {
		buf, _ = pg.scan.scan(buf[:0], pg.text, pg.sentences[k].Span)
		for i := range buf {
			if w := &buf[i]; w.mark == 0 && w.digits == 0 && w.end-w.start >= 4 {
				said[lower(pg.text[w.start:w.end])] = true
			}
		}
	}
	return said
}

// commonWords of landmarks' names are on any page.
var commonWords = words(`treaty agreement summit meeting attack attacks visit launch declaration joint statement between with from
	against talks first second third president north south east west united states security council international national
	peace convention conference speech death signing summit's after into over government minister foreign military forces
	people republic democratic january february march april june july august september october november december`)

// tellingWord is a word of the landmark's names, no state's, that the sentence
// of the date says; one of two elsewhere on the page does too. "" for none.
func (pg *page) tellingWord(l gazetteer.Landmark, said map[string]bool, date *expr) string {
	beside := strings.ToLower(pg.sentences[date.sentence].In(pg.text))
	elsewhere := ""
	for _, name := range l.Names {
		for _, w := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == ' ' || r == '-' || r == ',' }) {
			w = strings.TrimSuffix(w, "'s")
			switch {
			case len(w) < 5 || commonWords[w] || !said[w] || pg.namesState(w) || w == elsewhere:
			case strings.Contains(beside, w) || elsewhere != "":
				return w
			default:
				elsewhere = w
			}
		}
	}
	return ""
}

// namesState reports whether the word, in lower case, is a state's or a person's name.
func (pg *page) namesState(w string) bool {
	for _, m := range pg.find.Lookup(strings.ToUpper(w[:1]) + w[1:]) {
		if m.Entry.Kind == news.State || m.Entry.Kind == news.Person {
			return true
		}
	}
	return false
}

// ahead reports whether words before the expression put it in the future.
func (pg *page) ahead(e *expr) bool {
	ws := pg.words[e.sentence]
	for k := e.lead - 1; k >= 0 && k >= e.lead-2; k-- {
		switch ws[k].key {
		case "by", "until", "till", "through", "beyond", "due":
			return true
		}
		switch pg.text[ws[k].start:ws[k].end] {
		case "starting", "beginning", "maturing", "approach", "approaching", "toward", "towards", "target":
			return true
		}
	}
	return false
}

// landmarkYear reads "invaded Ukraine last year": the landmark's date and a
// relative time beside it tell the year of publication.
func (pg *page) landmarkYear(l *expr, at news.Day, add adder) {
	if at.IsZero() {
		return
	}
	near := pg.beside(l)
	for i := range near {
		e := &near[i]
		if e.sentence != l.sentence || e.kind != shifted || e.anaphor || e.n == some || e.n == -some || e.unit < month || e.frac > 0 {
			continue
		}
		if gap := e.lead - l.end; gap < 0 || gap > 3 {
			if gap := l.lead - e.end; gap < 0 || gap > 4 {
				continue
			}
		}
		span := l.Span.Cover(e.Span)
		from := stampOf(e.unit, shift(at, -e.n, e.unit))
		a, b := from.from, from.last()
		if e.grain != e.unit || e.rel == noRelation { // "two years ago": give or take
			a, b = shift(at, -e.n, e.unit).AddDays(-120), shift(at, -e.n, e.unit).AddDays(200)
		}
		add(relYears, span, between(a, b), "%s: %v", span.In(pg.text), at)
		return
	}
}

// chromeClues are the dates around the article: they come from when the page
// was read, which is the same day or later.
func (pg *page) chromeClues(add adder) {
	var newest news.Day
	var span news.Span
	var buf []word
	n := 0
	body := len(pg.text)
	for _, b := range pg.article.Parts(news.Body) {
		body = b.Start
		break
	}
	for _, b := range pg.article.Blocks {
		if b.Part != news.Chrome || b.Start < 0 || b.End > len(pg.text) {
			continue
		}
		if n += b.Len(); n > 1<<16 {
			break
		}
		var opens bool
		buf, opens = pg.scan.scan(buf[:0], pg.text, b.Span)
		if !opens {
			continue
		}
		p := parser{text: pg.text, w: buf}
		for _, e := range p.find(nil, 0) {
			d, ok := e.onDay()
			switch {
			case ok && b.Start < body && (e.weekday > 0 || e.clock != "" || e.Span == b.Span) && !e.swaps:
				pg.mast, pg.mastAt = e.Span, d
			case !ok && e.kind == calendar && e.unit == year && e.Span == b.Span && e.to == nil && !allDigits(e.Span.In(pg.text)):
				// A line of its own that tells the year: "Juche 108 (2019)".
				add(lead+2, e.Span, between(news.NewDay(e.year, 1, 1), news.NewDay(e.year, 12, 31)), "a line dated %s", e.Span.In(pg.text))
			case !ok && e.kind == calendar && e.unit == year && p.copyright(e.lead) && e.year >= 1990 && e.year < endYear-20:
				y := e.year
				if e.to != nil && e.to.year > y {
					y = e.to.year
				}
				d, ok = news.NewDay(y, 12, 31), true
			}
			if ok && d.After(newest) {
				newest, span = d, e.Span
			}
		}
	}
	if !newest.IsZero() {
		add(chromeDay, span, between(news.Day{}, newest), "the newest date around the article, %s", span.In(pg.text))
	}
}

// masthead is the day at the head of the page, where it is one of those still
// open and the story is told as the day's news: the site's own day.
func (pg *page) masthead(open days) (clue, bool) {
	if pg.mastAt.IsZero() || !open.has(pg.mastAt) || len(open) == 1 && open[0].b-open[0].a < 3 {
		return clue{}, false
	}
	fresh := false
	for e, place := range pg.story {
		if place < leadLength && (e.kind == shifted && e.unit == day && !e.anaphor && e.n >= -1 && e.n <= 0 ||
			e.kind == calendar && e.unit == day && (e.month == 0 || len(open) > 1)) {
			fresh = true
			break
		}
	}
	if !fresh {
		return clue{}, false
	}
	words := pg.mast.In(pg.text)
	return clue{Clue: news.Clue{Span: pg.mast, Says: "the page's head is dated " + words}, allows: between(pg.mastAt, pg.mastAt), strength: chromeDay}, true
}

// copyright reports whether the year at word i is a copyright's.
func (p *parser) copyright(i int) bool {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		if p.is(k, "copyright") || p.word(k) == "©" || p.word(k) == "c" {
			return true
		}
	}
	return false
}

// topicality adds that a page tells of what is newest to it, where a weekday
// leaves years far apart to choose from.
func topicality(cs []clue) []clue {
	var newest news.Day
	var from *clue
	weekdays := false
	for i := range cs {
		c := &cs[i]
		if c.landmark && len(c.allows) == 1 {
			if d := dayAt(c.allows[0].a); from == nil || d.After(newest) {
				newest, from = d, c
			}
		}
		weekdays = weekdays || c.strength == agreeing || c.strength == prompt
	}
	if from == nil || !weekdays {
		return cs
	}
	return append(cs, clue{
		Clue:     news.Clue{Span: from.Span, Says: "told within five years of " + newest.String()},
		allows:   between(newest, newest.AddMonths(60)),
		strength: topical,
	})
}

// everywhere reports whether the feast is no one state's: a page that names
// Christmas need not be of that week.
func (pg *page) everywhere(e *expr) bool {
	for _, o := range pg.occasions(e) {
		if !universal(o) {
			return false
		}
	}
	return true
}
