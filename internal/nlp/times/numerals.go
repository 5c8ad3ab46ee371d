package times

import (
	"fmt"
	"strconv"
)

// number is a plain number in digits, of lo to hi digits.
func (l *line) number(i int, lo, hi uint8) (n int, ok bool) {
	if i < 0 || i >= len(l.w) {
		return 0, false
	}
	w := &l.w[i]
	return w.n, w.digits >= lo && w.digits <= hi && !w.comma && w.class == cardinalW
}

// tens reads a number in words below a hundred.
func (l *line) tens(i int) (n, next int) {
	n = l.w[i].n
	if n >= 20 && n < 100 && n%10 == 0 {
		k := l.dash(i + 1)
		if l.class(k) == cardinalW && l.w[k].digits == 0 && l.w[k].n > 0 && l.w[k].n < 10 {
			return n + l.w[k].n, k + 1
		}
	}
	return n, i + 1
}

// ordinal reads "79th", "seventy-fifth", "first".
func (l *line) ordinal(j int) (n, next int) {
	switch {
	case l.class(j) == ordinalW:
		return l.w[j].n, j + 1
	case l.class(j) == cardinalW && l.w[j].digits == 0 && l.w[j].n >= 20 && l.w[j].n < 100:
		k := l.dash(j + 1)
		if l.class(k) == ordinalW && l.w[k].n < 10 {
			return l.w[j].n + l.w[k].n, k + 1
		}
	}
	return 0, j
}

// dayNumber reads a day of the month: "9", "9th", "eighth", "twenty-first".
func (l *line) dayNumber(i int) (d, next int) {
	if n, ok := l.number(i, 1, 2); ok && n >= 1 && n <= 31 {
		if l.mark(i+1) == '.' && l.glued(i+1) && l.glued(i+2) && l.class(i+2) == cardinalW || l.mark(i+1) == '/' && l.glued(i+2) {
			return 0, i
		}
		return n, i + 1
	}
	if l.class(i) == ordinalW {
		if n := l.w[i].n; n >= 1 && n <= 31 {
			return n, i + 1
		}
	}
	if l.class(i) == cardinalW && (l.w[i].n == 20 || l.w[i].n == 30) && l.w[i].digits == 0 {
		k := l.dash(i + 1)
		if l.class(k) == ordinalW && l.w[k].n < 10 {
			return l.w[i].n + l.w[k].n, k + 1
		}
	}
	return 0, i
}

// spelledYear reads "nineteen ninety-seven", "two thousand and four".
func (l *line) spelledYear(i int) (y, next int) {
	if l.class(i) != cardinalW || l.w[i].digits > 0 {
		return 0, i
	}
	switch n := l.w[i].n; {
	case n == 2 && l.is(i+1, "thousand"):
		y, next = 2000, i+2
		k := next
		if l.is(k, "and") {
			k++
		}
		if l.class(k) == cardinalW && l.w[k].digits == 0 && l.w[k].n > 0 && l.w[k].n < 100 {
			n, end := l.tens(k)
			return y + n, end
		}
		return y, next
	case n >= 17 && n <= 20 && l.class(i+1) == cardinalW && l.w[i+1].digits == 0 && l.w[i+1].n >= 10 && l.w[i+1].n < 100:
		t, end := l.tens(i + 1)
		return n*100 + t, end
	}
	return 0, i
}

// quantity is a number of units: "three days", "two and a half years", "10-year".
type quantity struct {
	n, half int // half: 1 when a half more
	unit    unit
	times   int // of the unit: 2 for fortnights
	hyphen  bool
	single  bool // "a year"
	approx  bool
}

// value is the quantity as TIMEX3 writes durations.
func (q quantity) value() string {
	n := "X"
	u := q.unit
	if q.n != some {
		k := q.n * max(q.times, 1)
		switch u {
		case decade:
			k, u = k*10, year
		case century:
			k, u = k*100, year
		}
		n = strconv.Itoa(k)
		if q.half > 0 {
			n += ".5"
			if u == hour {
				return fmt.Sprintf("PT%dH30M", k)
			}
		}
	}
	l := units[u].letter
	if u <= hour {
		return "PT" + n + l
	}
	return "P" + n + l
}

// count reads a number of things: "3", "twenty-two", "a few", "2.5", "two hundred".
func (l *line) count(i int) (q quantity, next int) {
	j := i
	if l.is(j, "a", "an") {
		j++
		switch {
		case l.is(j, "few", "couple", "dozen", "hundred", "thousand"):
		case l.is(j, "half"):
			return quantity{n: 0, half: 1}, j + 1
		default:
			return quantity{n: 1, single: true}, j
		}
	}
	if l.class(j) != cardinalW {
		return q, i
	}
	w := &l.w[j]
	if w.digits > 0 {
		q.n = w.n
		if w.comma {
			text := l.word(j)
			if f, err := strconv.ParseFloat(text, 64); err == nil { // "2.5"
				q.n = int(f)
				if f != float64(q.n) {
					q.half = 1
				}
			}
		}
		j++
		if n, ok := l.number(j, 1, 1); ok && n == 1 && l.mark(j+1) == '/' && !l.is(j+2) {
			if d, ok := l.number(j+2, 1, 1); ok && d == 2 {
				q.half = 1
				j += 3
			}
		}
		return q, l.alternative(&q, j)
	}
	switch {
	case w.key == "few" || w.key == "couple":
		q.n = w.n
		if w.key == "couple" {
			q.approx = true
		}
		j++
		if l.is(j, "of") && !l.is(j+1, "the") {
			j++
		}
		if l.is(j, "hundred", "thousand", "dozen") {
			q.n = some
			j++
		}
		return q, j
	case w.n == some:
		q.n = some
		j++
		if l.is(j, "of") {
			j++
		}
		if l.is(j, "hundred", "thousand", "dozen") {
			j++
		}
		return q, j
	}
	q.n, j = l.tens(j)
	for l.is(j, "hundred", "thousand") && q.n > 0 {
		q.n *= l.w[j].n
		j++
		if l.is(j, "and") && l.class(j+1) == cardinalW {
			j++
		}
		if l.class(j) == cardinalW && l.w[j].digits == 0 && l.w[j].n > 0 && l.w[j].n < 100 {
			var t int
			t, j = l.tens(j)
			q.n += t
		}
	}
	if l.is(j, "and") && l.is(j+1, "a") && l.is(j+2, "half") {
		q.half = 1
		j += 3
	}
	return q, l.alternative(&q, j)
}

// alternative reads a second number: "two or three", "two to three", "10-15".
func (l *line) alternative(q *quantity, j int) int {
	if l.is(j, "or", "to") || l.mark(j) == '-' {
		if n, ok := l.number(j+1, 1, 3); ok && n > q.n && (l.class(j+2) == unitW || l.mark(j+2) == '-' && l.class(j+3) == unitW) {
			q.approx = true
			return j + 2
		}
		if l.class(j+1) == cardinalW && l.w[j+1].digits == 0 && (l.class(j+2) == unitW || l.is(j+2, "more")) && l.w[j+1].n > 0 {
			q.approx = true
			return j + 2
		}
	}
	return j
}

// quantityAt reads a number and its unit.
func (l *line) quantityAt(i int) (q quantity, next int) {
	q, j := l.count(i)
	if j == i {
		return q, i
	}
	for l.is(j, "more", "full", "consecutive", "straight", "additional", "further", "whole", "long", "fiscal", "calendar", "entire") {
		j++
	}
	if l.mark(j) == '-' && (l.glued(j) && l.glued(j+1) || l.class(j+1) == unitW) {
		q.hyphen = true
		j++
	}
	if q.half == 1 && q.n == 0 && l.is(j, "a", "an") {
		j++ // "half a year"
	}
	if l.class(j) != unitW && !(l.is(j, "second") && !q.single && q.n != 1) {
		return q, i
	}
	u := unit(l.w[j].n)
	if l.is(j, "second") {
		return q, i
	}
	if l.w[j].entry.code == "2" {
		q.times = 2
	}
	if u == half || u == season || u == weekend && q.single {
		return q, i
	}
	if u == quarter && (q.single || !l.w[j].plural) {
		return q, i // "three-quarter", "a quarter"
	}
	if u == second && q.single {
		return q, i
	}
	if !l.w[j].plural && !q.hyphen && q.n == some {
		return q, i // "every few day"
	}
	q.unit = u
	return q, j + 1
}

func twoDigits(y int) int {
	if y < 50 {
		return 2000 + y
	}
	return 1900 + y
}

// juche reads the year in "Juche 113 (2024)": the Korean count from 1912.
func (l *line) juche(i int) (y, next int) {
	n, ok := l.number(i+1, 1, 3)
	if !ok || n < 1 || n > 200 {
		return 0, i
	}
	y, next = 1911+n, i+2
	if l.mark(next) == '(' {
		if told, ok := l.number(next+1, 4, 4); ok && told == y && l.mark(next+2) == ')' {
			next += 3
		}
	}
	return y, next
}
