package times

import (
	"slices"
	"strings"

	"chancery/internal/news"
)

// Ages that office-holders have, and how far into the page they are asked for.
const (
	youngest, oldest = 18, 110
	ageSentences     = 60
)

// ageClues are the ages and counted birthdays of persons whose day of birth is known: "Jane Roe,
// 70,", "the 70-year-old Jane Roe", "Jane Roe turned 70", "her 70th birthday".
func (pg *page) ageClues(add adder) {
	if pg.article.Published.Exact() {
		return
	}
	var ws []word
	for k := range min(len(pg.sentences), ageSentences) {
		if part := pg.part(k); part != news.Body && part != news.Title {
			continue
		}
		ws, _ = pg.scan.scan(ws[:0], pg.text, pg.sentences[k].Span)
		for i := range ws {
			if w := &ws[i]; w.comma || w.class != cardinalW && w.class != ordinalW || i > 0 && ws[i-1].mark == '-' {
				continue
			}
			if n, last := numberAt(pg.text, ws, i); n >= youngest && n <= oldest {
				pg.age(ws, i, last, n, add)
			}
		}
	}
}

// numberAt is the number that begins at word i, in digits or spelled, and its last word.
func numberAt(text string, ws []word, i int) (n, last int) {
	p := parser{text: text, w: ws}
	if ws[i].digits > 0 {
		return ws[i].n, i
	}
	if n, next := p.ordinal(i); next > i {
		return n, next - 1
	}
	n, next := p.tens(i)
	return n, next - 1
}

// age reads the number n at words i to last as an age.
func (pg *page) age(ws []word, i, last, n int, add adder) {
	is := func(k int, words ...string) bool {
		return k >= 0 && k < len(ws) && slices.Contains(words, lower(pg.text[ws[k].start:ws[k].end]))
	}
	span := news.Span{Start: ws[i].start, End: ws[last].end}
	switch {
	case ws[last].class == ordinalW && is(last+1, "birthday"):
		born, name := pg.bornBefore(ws, i)
		if len(born) == 0 && is(last+2, "of") {
			born, name = pg.bornBehind(ws, last+3)
		}
		for _, b := range born {
			day := b.AddMonths(12 * n)
			add(jubilee, span.Cover(name), between(day.AddDays(-14), day.AddDays(45)), "the birthday that %s of %v is %d", name.In(pg.text), b, n)
		}
	case ws[last].class != cardinalW:
	case is(last+1, "-") && is(last+2, "year") && is(last+4, "old"):
		pg.aged(n, span, ws, last+5, add)
	case is(i-1, "turned", "turns") && (is(last+1, "today", "yesterday", "tomorrow") || is(last+1, "on") && last+2 < len(ws) && ws[last+2].class == weekdayW):
		born, name := pg.bornBefore(ws, i-1)
		for _, b := range born {
			day := b.AddMonths(12 * n)
			add(jubilee, span.Cover(name), between(day.AddDays(-1), day.AddDays(7)), "%s, born on %v, turns %d", name.In(pg.text), b, n)
		}
	case is(i-1, ",") && is(last+1, ","), is(i-1, "turned", "turns", "aged"):
		if born, name := pg.bornBefore(ws, i-1); len(born) > 0 && (is(i-1, "turned", "turns") || name.End+1 >= ws[i-1].start) {
			pg.ageOf(n, span, born, name, add)
		}
	}
}

func (pg *page) aged(n int, span news.Span, ws []word, i int, add adder) {
	if born, name := pg.bornBehind(ws, i); len(born) > 0 {
		pg.ageOf(n, span, born, name, add)
	}
}

// ageOf adds the year in which those born on the days are n.
func (pg *page) ageOf(n int, span news.Span, born []news.Day, name news.Span, add adder) {
	var s days
	for _, b := range born {
		s = s.or(between(b.AddMonths(12*n), b.AddMonths(12*n+12).AddDays(-1)))
	}
	add(offices+2, span.Cover(name), s, "%s, born on %v, is %d", name.In(pg.text), born[0], n)
}

// bornBehind are the births of those whom the name that begins at word i, or behind one word, can mean.
func (pg *page) bornBehind(ws []word, i int) ([]news.Day, news.Span) {
	for first := i; first < min(len(ws), i+3); first++ {
		for end := min(len(ws), first+4); end > first; end-- {
			if born, name := pg.bornAs(ws, first, end); len(born) > 0 {
				return born, name
			}
		}
	}
	return nil, news.Span{}
}

// bornBefore are those of the last name before word i in its sentence.
func (pg *page) bornBefore(ws []word, i int) ([]news.Day, news.Span) {
	for end := i; end > max(0, i-12); end-- {
		for first := max(0, end-4); first < end; first++ {
			if born, name := pg.bornAs(ws, first, end); len(born) > 0 {
				return born, name
			}
		}
	}
	return nil, news.Span{}
}

// bornAs are the births of all whom the words [first, end) can name; none where one of them is not known.
func (pg *page) bornAs(ws []word, first, end int) ([]news.Day, news.Span) {
	for k := first; k < end; k++ {
		if ws[k].mark != 0 && ws[k].mark != '-' && ws[k].mark != '.' || ws[k].digits > 0 {
			return nil, news.Span{}
		}
	}
	if !ws[first].cap || !ws[end-1].cap {
		return nil, news.Span{}
	}
	span := news.Span{Start: ws[first].start, End: ws[end-1].end}
	var born []news.Day
	for _, m := range pg.find.Lookup(strings.Join(strings.Fields(span.In(pg.text)), " ")) {
		if m.Entry.Kind != news.Person {
			return nil, news.Span{}
		}
		b := pg.find.Born(m.Entry.ID)
		if b.IsZero() {
			return nil, news.Span{}
		}
		born = append(born, b)
	}
	return born, span
}
