package times

import (
	"strings"

	"chancery/internal/news"
)

// Ages that office-holders have, and how far into the page they are asked for.
const (
	youngest, oldest = 18, 110
	ageSentences     = 60
)

// ages are what the page says of the ages of persons whose day of birth is known.
type ages struct {
	*page
	*evidence
}

// clues are ages and counted birthdays: "Jane Roe, 70,", "the 70-year-old Jane Roe", "Jane Roe turned 70",
// "her 70th birthday".
func (a *ages) clues() {
	if a.article.Published.Exact() {
		return
	}
	var l line
	for k := range min(len(a.sentences), ageSentences) {
		if !a.inStory(k) {
			continue
		}
		l, _ = a.line(l.w[:0], a.sentences[k].Span)
		for i := range l.w {
			if w := &l.w[i]; w.comma || w.class != cardinalW && w.class != ordinalW || l.mark(i-1) == '-' {
				continue
			}
			if n, next := l.figure(i); n >= youngest && n <= oldest {
				a.age(&l, i, next-1, n)
			}
		}
	}
}

// figure reads the number that begins at word i, in digits or spelled.
func (l *line) figure(i int) (n, next int) {
	if l.w[i].digits > 0 {
		return l.w[i].n, i + 1
	}
	if n, next := l.ordinal(i); next > i {
		return n, next
	}
	return l.tens(i)
}

// age reads the number n at words i to last as an age.
func (a *ages) age(l *line, i, last, n int) {
	span := l.span(i, last+1)
	switch {
	case l.class(last) == ordinalW && l.says(last+1, "birthday"):
		born, name := a.bornBefore(l, i)
		if len(born) == 0 && l.says(last+2, "of") {
			born, name = a.bornBehind(l, last+3)
		}
		for _, b := range born {
			day := b.AddMonths(12 * n)
			a.add(jubilee, span.Cover(name), between(day.AddDays(-14), day.AddDays(45)), "the birthday that %s of %v is %d", name.In(a.text), b, n)
		}
	case l.class(last) != cardinalW:
	case l.says(last+1, "-") && l.says(last+2, "year") && l.says(last+4, "old"):
		if born, name := a.bornBehind(l, last+5); len(born) > 0 {
			a.ageOf(n, span, born, name)
		}
	case l.says(i-1, "turned", "turns") && (l.says(last+1, "today", "yesterday", "tomorrow") || l.says(last+1, "on") && l.class(last+2) == weekdayW):
		born, name := a.bornBefore(l, i-1)
		for _, b := range born {
			day := b.AddMonths(12 * n)
			a.add(jubilee, span.Cover(name), between(day.AddDays(-1), day.AddDays(7)), "%s, born on %v, turns %d", name.In(a.text), b, n)
		}
	case l.mark(i-1) == ',' && l.mark(last+1) == ',', l.says(i-1, "turned", "turns", "aged"):
		if born, name := a.bornBefore(l, i-1); len(born) > 0 && (l.says(i-1, "turned", "turns") || name.End+1 >= l.w[i-1].start) {
			a.ageOf(n, span, born, name)
		}
	}
}

// ageOf adds the year in which those born on the days are n.
func (a *ages) ageOf(n int, span news.Span, born []news.Day, name news.Span) {
	var s days
	for _, b := range born {
		s = s.or(between(b.AddMonths(12*n), b.AddMonths(12*n+12).AddDays(-1)))
	}
	a.add(offices+2, span.Cover(name), s, "%s, born on %v, is %d", name.In(a.text), born[0], n)
}

// bornBehind are the births of those whom the name that begins at word i, or behind one word, can mean.
func (a *ages) bornBehind(l *line, i int) ([]news.Day, news.Span) {
	for first := i; first < min(len(l.w), i+3); first++ {
		for end := min(len(l.w), first+4); end > first; end-- {
			if born, name := a.bornAs(l, first, end); len(born) > 0 {
				return born, name
			}
		}
	}
	return nil, news.Span{}
}

// bornBefore are those of the last name before word i in its sentence.
func (a *ages) bornBefore(l *line, i int) ([]news.Day, news.Span) {
	for end := i; end > max(0, i-12); end-- {
		for first := max(0, end-4); first < end; first++ {
			if born, name := a.bornAs(l, first, end); len(born) > 0 {
				return born, name
			}
		}
	}
	return nil, news.Span{}
}

// bornAs are the births of all whom the words [first, end) can name; none where one of them is not known.
func (a *ages) bornAs(l *line, first, end int) ([]news.Day, news.Span) {
	for k := first; k < end; k++ {
		if l.mark(k) != 0 && l.mark(k) != '-' && l.mark(k) != '.' || l.w[k].digits > 0 {
			return nil, news.Span{}
		}
	}
	if !l.cap(first) || !l.cap(end-1) {
		return nil, news.Span{}
	}
	span := l.span(first, end)
	var born []news.Day
	for _, m := range a.find.Lookup(strings.Join(strings.Fields(span.In(a.text)), " ")) {
		if m.Entry.Kind != news.Person {
			return nil, news.Span{}
		}
		b := a.find.Born(m.Entry.ID)
		if b.IsZero() {
			return nil, news.Span{}
		}
		born = append(born, b)
	}
	return born, span
}
