package times

import (
	"slices"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// background is what the page tells as past: dates with their year, landmarks it presupposes, and years
// told relatively.
type background struct {
	*occasions
	*evidence
	seen   map[string]bool // landmarks, told of before
	newest dayOf           // the newest time told as past with its year
}

func (b *background) clues() {
	b.landmarkDays()
	for e, place := range b.story {
		switch e.kind {
		case calendar:
			b.past(e, place)
		case landmark:
			b.landmarkBounds(e, place)
			if len(e.phrase.landmarks) == 1 {
				b.landmarkYear(e, e.phrase.landmarks[0].Date.From)
			}
		}
	}
	if n := b.newest; n.expr != nil {
		level := presumed
		if n.tense != pastTense {
			level = lead
		}
		b.add(level, n.Span, between(n.day, news.Day{}), "%s is past", n.In(b.text))
	}
	b.recent()
	b.factClues()
}

// topicalDays is how long after the newest day that it tells as past, year and all, a page is published at most, if it
// is news. Counted on 169 undated pages of eight sets it is three in four, as told here; of stories that open with such a
// day below no picture, and of pictures from the files, hardly two in five.
const (
	topicalDays   = 84
	openingLength = 4 // sentences
)

// recent bounds the page from above by the newest day that it tells with its year.
func (b *background) recent() {
	n := b.newest
	if n.expr == nil || b.article.Published.Exact() || n.unit != day || n.to != nil || b.landmarked(n.day) || b.filed(n.expr) || n.place < openingLength && !b.pictures(n.expr) {
		return
	}
	b.toldSoon(n.Span, n.day, n.day.AddDays(topicalDays), n.In(b.text))
}

// toldSoon is that the page is of the weeks after what it tells, first to last, if it tells of nothing newer.
func (b *background) toldSoon(span news.Span, first, last news.Day, what string) {
	b.add(weeksAfter, span, between(first, last), "told within twelve weeks of %s", what)
}

// landmarked reports whether the page names a landmark of that day, or of the day before: such days are told of for years.
func (b *background) landmarked(d news.Day) bool {
	for i := range b.exprs {
		if e := &b.exprs[i]; e.phrase != nil && slices.ContainsFunc(e.phrase.landmarks, func(l gazetteer.Landmark) bool {
			return l.Date.From == d || l.Date.From.AddDays(1) == d
		}) {
			return true
		}
	}
	return false
}

// past asks a date whether it bounds the page.
func (b *background) past(e *expr, place int) {
	set := b.setting(e)
	if e.tense == futureTense || set.isAhead() {
		if e.year > 1990 && e.year < endYear-20 && e.tense == futureTense && e.will {
			if s, ok := e.calendarOn(epoch, day); ok {
				b.add(aheadYears, e.Span, between(news.Day{}, s.last()), "%s is ahead", e.In(b.text))
			}
		}
		return
	}
	if e.year == 0 && e.month > 0 && e.yearRel == relThis && e.unit <= month && !set.is(e.lead-1, "after", "before") {
		d := max(e.date, 1)
		b.add(relYears, e.Span, yearly(func(y int) (news.Day, news.Day, bool) {
			if !valid(y, e.month, d) {
				d = 28
			}
			return news.NewDay(y, e.month, d), news.NewDay(y, 12, 31), true
		}), "%s is past", e.In(b.text))
	}
	if e.year < 1900 || e.year >= endYear-20 {
		return
	}
	s, ok := e.calendarOn(epoch, day)
	if !ok {
		return
	}
	if e.to != nil && e.to.year >= e.year && e.to.year < endYear-20 && (e.unit <= month || e.to.year == e.year || e.tense == pastTense) {
		if t, ok := e.to.calendarOn(epoch, day); ok {
			s = t
		}
	}
	from := s.from
	if (e.tense != pastTense || set.ofContest() || set.forYear()) && e.unit != day {
		return // "the best of 2026" may be told in 2025
	}
	if e.unit == day && b.message(e) {
		from = from.AddDays(-1)
	}
	if b.newest.expr == nil || from.After(b.newest.day) {
		b.newest = dayOf{e, from, place}
	}
}

// landmarkBounds bounds the page by a landmark, the first time that it is named so: by the earliest
// of those that the name can mean.
func (b *background) landmarkBounds(e *expr, place int) {
	var first, last news.Interval
	upcoming := b.setting(e).upcoming()
	ahead := upcoming
	var meant strings.Builder
	for _, l := range e.phrase.landmarks {
		if l.Date.From.IsZero() {
			return
		}
		meant.WriteString(l.ID + "\n")
		ahead = ahead || b.setting(e).foreseen(l)
	}
	if b.seen[meant.String()] {
		return
	}
	b.seen[meant.String()] = true
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
	words := e.Span.In(b.text)
	says := show(news.Interval{From: first.From, To: first.From})
	switch {
	case ahead:
		if upcoming && numberedName(words) {
			b.add(aheadYears, e.Span, between(news.Day{}, last.To), "%s is ahead", words)
		}
	case isTerm(e.phrase.landmarks[0]):
		// A term is spoken of before it begins; it is a story's own while it lasts.
		now := between(first.From.AddDays(-termAhead), news.Day{})
		if place < 2*leadLength && e.tense != pastTense && !e.anterior {
			now = between(first.From.AddDays(-termAhead), last.To.AddDays(termBehind))
		}
		b.add(relYears, e.Span, now, "%s: %s", words, show(news.Interval{From: first.From, To: last.To}))
	case e.phrase.derived:
		b.add(relYears, e.Span, between(first.From, news.Day{}), "%s: %s", words, says)
	default:
		b.add(dated, e.Span, between(first.From, news.Day{}), "%s: %s", words, says)
		if place < leadLength && !e.anterior {
			b.summitNews(e)
		}
	}
}

// summitDays is how long a summit is the news, and how long before it, that is named by its place alone: of 54 such
// namings in the first third of dated pages 46 are, and most of the others are captions or say "after" or a year.
const summitDays = 60

// summitNews is that a story tells at its head of a summit by its place, "at the NATO summit in Washington": of
// those that were held there, one of these weeks'.
func (b *background) summitNews(e *expr) {
	words, set := e.Span.In(b.text), b.setting(e)
	if !strings.Contains(strings.ToLower(words), "summit in ") || numberedName(words) || set.is(e.lead-1, "after", "before", "since") || set.is(e.lead-2, "after", "before", "since") {
		return
	}
	var near days
	for _, l := range e.phrase.landmarks {
		near = near.or(between(l.Date.From.AddDays(-summitDays), l.Date.To.AddDays(summitDays)))
	}
	b.add(topical+1, e.Span, near, "%s is the news", words)
}

// numberedName reports whether a name has a year or an ordinal of its own: of others, the next that has
// it may be meant.
func numberedName(name string) bool {
	return slices.ContainsFunc(strings.Fields(name), func(w string) bool { return isDigit(w[0]) })
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

// landmarkDays are dates without a year on which a landmark of the page's
// states falls that words beside them tell of: "the quake of 6 February" on a page of
// Türkiye. They fix the year.
func (b *background) landmarkDays() {
	byDay := make(map[[2]int]*expr)
	n := 0
	for e := range b.story {
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
	for _, l := range b.find.Landmarks() {
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
			home += b.states.onPage()[c]
		}
		if home == 0 {
			continue
		}
		if said == nil {
			said = b.vocabulary()
		}
		if w := b.tellingWord(l, said, e); w != "" {
			if x, ok := told[e]; ok && (x.word == "" || x.of.Date.From != d) {
				w = ""
			}
			told[e] = sign{l, w}
		}
	}
	for e := range b.story {
		if x := told[e]; x.word != "" {
			d := x.of.Date.From
			b.add(relYears-1, e.Span, between(d, d.AddDays(330)), "%s and %q: %s of %d", e.Span.In(b.text), x.word, x.of.Names[0], d.Year)
		}
	}
}

// tellingWord is a word of the landmark's names, no state's, that the sentence
// of the date says; one of two elsewhere on the page does too. "" for none.
func (b *background) tellingWord(l gazetteer.Landmark, said map[string]bool, date *expr) string {
	beside := strings.ToLower(b.sentences[date.sentence].In(b.text))
	elsewhere := ""
	for _, name := range l.Names {
		for _, w := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == ' ' || r == '-' || r == ',' }) {
			w = strings.TrimSuffix(w, "'s")
			switch {
			case len(w) < 5 || commonWords[w] || !said[w] || b.isName(w) || w == elsewhere:
			case strings.Contains(beside, w) || elsewhere != "":
				return w
			default:
				elsewhere = w
			}
		}
	}
	return ""
}

// vocabulary is every word of four letters or more in the first sentences.
func (b *background) vocabulary() map[string]bool {
	said := make(map[string]bool)
	var l line
	for k := range min(len(b.sentences), 60) {
		l, _ = b.line(l.w[:0], b.sentences[k].Span)
		for i := range l.w {
			if w := &l.w[i]; w.mark == 0 && w.digits == 0 && w.end-w.start >= 4 {
				said[l.low(i)] = true
			}
		}
	}
	return said
}

// commonWords of landmarks' names are on any page.
var commonWords = words(`treaty agreement summit meeting attack attacks visit launch declaration joint statement between with from
	against talks first second third president north south east west united states security council international national
	peace convention conference speech death signing summit's after into over government minister foreign military forces
	people republic democratic ` + monthNames)

// landmarkYear reads "invaded Ukraine last year": the landmark's date and a
// relative time beside it tell the year of publication.
func (b *background) landmarkYear(l *expr, at news.Day) {
	if at.IsZero() {
		return
	}
	for e := range b.beside(l) {
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
		first, last := from.from, from.last()
		if e.grain != e.unit || e.rel == noRelation { // "two years ago": give or take
			first, last = shift(at, -e.n, e.unit).AddDays(-120), shift(at, -e.n, e.unit).AddDays(200)
		}
		b.add(relYears, span, between(first, last), "%s: %v", span.In(b.text), at)
		return
	}
}
