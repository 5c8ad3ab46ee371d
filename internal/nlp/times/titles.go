package times

import "chancery/internal/news"

// titled is a name behind the office that the page gives its bearer.
type titled struct {
	news.Span        // of the name
	office    string // "president", "prime minister", "foreign minister"
	of        bool   // the name ends what stands behind "of": "France Emmanuel Macron"
	sentence  int
	whole     news.Span // office and name
}

// mostTitled is how many are asked for clues.
const mostTitled = 12

// notNow are words before an office that its bearer does not hold.
var notNow = words(`former late then ex vice deputy acting future elect designate interim first ousted deposed jailed
	exiled onetime assistant retired incoming outgoing`)

// titles finds "President Xi Jinping", "Foreign Secretary David Cameron", "Secretary of State
// Antony Blinken", and "Sergei Lavrov, Russia's foreign minister".
func titles(out []titled, l *line, sentence int) []titled {
	for i := range l.w {
		if l.w[i].class != titleW {
			continue
		}
		t := l.title(i)
		if t.office == "" || !l.holds(t.first) {
			continue
		}
		from, to := t.nameBehind()
		of := false
		if from == to && !t.owned() {
			from, to = t.nameBehindOf()
			of = from < to
		}
		if from == to {
			from, to = t.nameBefore()
		}
		if from == to {
			continue
		}
		name := l.span(from, to)
		out = append(out, titled{name, t.office, of, sentence, name.Cover(l.span(t.first, t.last))})
		if len(out) >= mostTitled {
			break
		}
	}
	return out
}

// title is the words [first, last) of an office.
type title struct {
	*line
	first, last int
	head        int    // "Secretary" of "Secretary of State"
	office      string // as matchesOffice knows it, "" for one that the tables do not follow
}

// title reads the office whose head is word i.
func (l *line) title(i int) title {
	of := func(first, last int, office string) title { return title{l, first, last, i, office} }
	isForeign := func(k int) bool { return l.low(k) == "foreign" || l.low(k) == "external" }
	office := l.key(i)
	switch prev := l.low(i - 1); {
	case prev == "vice" || prev == "deputy":
		return of(i, i+1, "")
	case office == "minister" && (prev == "prime" || prev == "foreign"):
		return of(i-1, i+1, prev+" minister")
	case office == "minister" && prev == "affairs" && isForeign(i-2):
		return of(i-2, i+1, "foreign minister")
	case office == "minister" && l.low(i+1) == "of" && isForeign(i+2) && l.low(i+3) == "affairs":
		return of(i, i+4, "foreign minister")
	case office == "secretary" && prev == "foreign":
		return of(i-1, i+1, "foreign minister")
	case (office == "minister" || office == "secretary") && (prev == "defence" || prev == "defense"):
		return of(i-1, i+1, "defence minister")
	case office == "secretary" && l.low(i+1) == "general":
		return of(i, i+2, "chief")
	case office == "secretary" && l.low(i+1) == "-" && l.low(i+2) == "general":
		return of(i, i+3, "chief")
	case office == "secretary" && l.low(i+1) == "of" && l.low(i+2) == "state":
		return of(i, i+3, "foreign minister")
	case office == "minister" || office == "secretary" || office == "chairman" || office == "leader":
		office = ""
	}
	return of(i, i+1, office)
}

// holds reports whether no word before the office, or the name, at first says that its bearer does not hold it.
func (l *line) holds(first int) bool {
	for k := first - 1; k >= first-3; k-- {
		if l.mark(k) == ',' {
			return true
		}
		if notNow[l.low(k)] {
			return false
		}
	}
	return true
}

// inName reports whether the word can be part of a person's name.
func inName(w *word) bool { return w.mark == 0 && w.cap && w.class == plain && w.key == "" }

// nameBehind is the name [from, to) that the office stands before.
func (t *title) nameBehind() (from, to int) {
	from, to = t.last, t.last
	if !t.cap(t.head) {
		return from, to
	}
	for to < len(t.w) && to < from+4 && inName(&t.w[to]) {
		to++
	}
	return from, to
}

// owned reports whether only a body of the holder's is named: "Head of the Office of the President of …".
func (t *title) owned() bool {
	k := t.first - 1
	if t.low(k) == "the" {
		k--
	}
	return t.low(k) == "of" && (t.low(k-1) == "office" || t.low(k-1) == "administration" || t.low(k-1) == "staff")
}

// nameBehindOf are the words [from, to) that a name ends, with its state before it: "President
// of the Republic of Belarus Alexander Lukashenko".
func (t *title) nameBehindOf() (from, to int) {
	if !t.cap(t.head) || t.word(t.last) != "of" {
		return t.last, t.last
	}
	from = t.last + 1
	if t.word(from) == "the" {
		from++
	}
	to = from
	for to < len(t.w) && to < from+10 && t.mark(to) == 0 && (t.cap(to) || joining[t.word(to)]) {
		to++
	}
	for to > from && !t.cap(to-1) {
		to--
	}
	if to-from < 3 { // a state and two names
		return t.last, t.last
	}
	return from, to
}

// nameBefore is the name [from, to) of two to four words that the office, no more than three
// words on, is put beside between commas: "Sergei Lavrov, the Russian foreign minister".
func (t *title) nameBefore() (from, to int) {
	to = t.first - 1
	for to >= 0 && to > t.first-5 && t.mark(to) == 0 {
		to--
	}
	if to < 2 || t.mark(to) != ',' {
		return 0, 0
	}
	from = to
	for from > 0 && from > to-4 && inName(&t.w[from-1]) {
		from--
	}
	if to-from < 2 {
		return 0, 0
	}
	return from, to
}
