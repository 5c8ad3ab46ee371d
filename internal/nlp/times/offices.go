package times

import (
	"slices"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

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
func titles(out []titled, text string, ws []word, sentence int) []titled {
	for i := range ws {
		if ws[i].class != titleW {
			continue
		}
		first, last, office := officeAt(text, ws, i)
		if office == "" || !holds(text, ws, first) {
			continue
		}
		from, to := nameBehind(ws, i, last)
		of := false
		if from == to && !owned(text, ws, first) {
			from, to = nameBehindOf(text, ws, i, last)
			of = from < to
		}
		if from == to {
			from, to = nameBefore(ws, first)
		}
		if from == to {
			continue
		}
		name := news.Span{Start: ws[from].start, End: ws[to-1].end}
		out = append(out, titled{name, office, of, sentence, name.Cover(news.Span{Start: ws[first].start, End: ws[last-1].end})})
		if len(out) >= mostTitled {
			break
		}
	}
	return out
}

// officeAt reads the office whose title stands at word i: its words [first, last), and
// its name as matchesOffice knows it, "" for one that the tables do not follow.
func officeAt(text string, ws []word, i int) (first, last int, office string) {
	at := func(k int) string {
		if k < 0 || k >= len(ws) {
			return ""
		}
		return lower(text[ws[k].start:ws[k].end])
	}
	first, last, office = i, i+1, ws[i].key
	switch prev := at(i - 1); {
	case prev == "vice" || prev == "deputy":
		return i, i + 1, ""
	case office == "minister" && (prev == "prime" || prev == "foreign"):
		return i - 1, i + 1, prev + " minister"
	case office == "minister" && prev == "affairs" && (at(i-2) == "foreign" || at(i-2) == "external"):
		return i - 2, i + 1, "foreign minister"
	case office == "minister" && at(i+1) == "of" && (at(i+2) == "foreign" || at(i+2) == "external") && at(i+3) == "affairs":
		return i, i + 4, "foreign minister"
	case office == "secretary" && prev == "foreign":
		return i - 1, i + 1, "foreign minister"
	case (office == "minister" || office == "secretary") && (prev == "defence" || prev == "defense"):
		return i - 1, i + 1, "defence minister"
	case office == "secretary" && at(i+1) == "general":
		return i, i + 2, "chief"
	case office == "secretary" && at(i+1) == "-" && at(i+2) == "general":
		return i, i + 3, "chief"
	case office == "secretary" && at(i+1) == "of" && at(i+2) == "state":
		return i, i + 3, "foreign minister"
	case office == "minister" || office == "secretary" || office == "chairman" || office == "leader":
		return i, i + 1, ""
	}
	return first, last, office
}

// holds reports whether no word before the office says that its bearer does not hold it.
func holds(text string, ws []word, first int) bool {
	for k := first - 1; k >= 0 && k >= first-3; k-- {
		if ws[k].mark == ',' {
			return true
		}
		if ws[k].mark != '-' && notNow[lower(text[ws[k].start:ws[k].end])] {
			return false
		}
	}
	return true
}

// inName reports whether the word can be part of a person's name.
func inName(w *word) bool { return w.mark == 0 && w.cap && w.class == plain && w.key == "" }

// nameBehind is the name [from, to) that the office, its title at word i, stands before.
func nameBehind(ws []word, i, last int) (from, to int) {
	if !ws[i].cap {
		return last, last
	}
	to = last
	for to < len(ws) && to < last+4 && inName(&ws[to]) {
		to++
	}
	return last, to
}

// owned reports whether only a body of his is named: "Head of the Office of the President of …".
func owned(text string, ws []word, first int) bool {
	at := func(k int) string {
		if k < 0 {
			return ""
		}
		return lower(text[ws[k].start:ws[k].end])
	}
	k := first - 1
	if at(k) == "the" {
		k--
	}
	return at(k) == "of" && (at(k-1) == "office" || at(k-1) == "administration" || at(k-1) == "staff")
}

// nameBehindOf are the words [from, to) that a name ends, with its state before it: "President
// of the Republic of Belarus Alexander Lukashenko".
func nameBehindOf(text string, ws []word, i, last int) (from, to int) {
	at := func(k int) string {
		if k >= len(ws) {
			return ""
		}
		return text[ws[k].start:ws[k].end]
	}
	if !ws[i].cap || at(last) != "of" {
		return last, last
	}
	from = last + 1
	if at(from) == "the" {
		from++
	}
	to = from
	for to < len(ws) && to < from+10 && ws[to].mark == 0 && (ws[to].cap || at(to) == "of" || at(to) == "and" || at(to) == "the") {
		to++
	}
	for to > from && !ws[to-1].cap {
		to--
	}
	if to-from < 3 { // a state and two names
		return last, last
	}
	return from, to
}

// nameBefore is the name [from, to) of two to four words that the office, no more than three
// words on, is put beside between commas: "Sergei Lavrov, the Russian foreign minister".
func nameBefore(ws []word, first int) (from, to int) {
	to = first - 1
	for to >= 0 && to > first-5 && ws[to].mark == 0 {
		to--
	}
	if to < 2 || ws[to].mark != ',' {
		return 0, 0
	}
	from = to
	for from > 0 && from > to-4 && inName(&ws[from-1]) {
		from--
	}
	if to-from < 2 {
		return 0, 0
	}
	return from, to
}

// fortnight is how long after leaving office a name still goes with it.
const fortnight = 14

// named are the days on which a name goes with the office.
func named(t gazetteer.Term) days {
	to := t.To
	if !to.IsZero() {
		to = to.AddDays(fortnight)
	}
	return between(t.From, to)
}

// officeClues are the terms of those whom the page gives an office.
func (pg *page) officeClues(add adder) {
	if pg.article.Published.Exact() {
		return
	}
	pg.untitledClue(add)
	seen := make(map[string]bool)
	var all []tenure
	for _, t := range pg.titled {
		key := t.Span.In(pg.text) + "\n" + t.office
		if seen[key] {
			continue
		}
		seen[key] = true
		if h, ok := pg.tenure(t); ok {
			all = append(all, h)
		}
	}
	for _, h := range all {
		succeeded := slices.ContainsFunc(all, func(o tenure) bool { return o.seat != "" && o.seat == h.seat && h.since.Before(o.since) })
		if pg.leads(h.sentence) && !succeeded {
			add(offices+1, h.whole, h.held, "%s: in office", h.whole.In(pg.text))
		} else if !h.since.IsZero() {
			// Further down he may be history, and keeps his title there; so does one whose
			// successor is named with it, too.
			add(offices, h.whole, between(h.since, news.Day{}), "%s: took office", h.whole.In(pg.text))
		}
	}
}

// topOffice is that of who speaks for a state or an organisation to others.
const topOffice = "top office"

// untitledClue is that two whom the story opens with, by their names alone, were in office at once, each
// for another: "Macron and Scholz spoke"; or that one was, whose government it opens with: "the Biden
// administration".
func (pg *page) untitledClue(add adder) {
	var first tenure
	var ws []word
	for k := range pg.sentences {
		if part := pg.part(k); part != news.Body && part != news.Title || !pg.leads(k) {
			continue
		}
		ws, _ = pg.scan.scan(ws[:0], pg.text, pg.sentences[k].Span)
		for i := 0; i < len(ws); i++ {
			h, next := pg.untitled(ws, i, k)
			if next == i {
				continue
			}
			i = next - 1
			switch {
			case first.seat == "" && next < len(ws) && governments[lower(pg.text[ws[next].start:ws[next].end])]:
				add(untitledTerms, h.Span, h.held, "%s: in office", h.Span.In(pg.text))
				return
			case first.seat == "":
				first = h
			case first.seat != h.seat:
				span := news.Span{Start: min(first.Start, h.Start), End: max(first.End, h.End)}
				add(untitledTerms, span, first.held.and(h.held), "%s and %s: in office", first.Span.In(pg.text), h.Span.In(pg.text))
				return
			}
		}
	}
}

// governments are named by who leads them.
var governments = words(`administration government cabinet`)

// untitled is the tenure of the one holder of a top office whom the words from i on name, to word next;
// i itself where they name none, or one who held it formerly.
func (pg *page) untitled(ws []word, i, sentence int) (h tenure, next int) {
	if !inName(&ws[i]) || !holds(pg.text, ws, i) {
		return h, i
	}
	for end := min(len(ws), i+4); end > i; end-- {
		if !inName(&ws[end-1]) {
			continue
		}
		span := news.Span{Start: ws[i].start, End: ws[end-1].end}
		ms := pg.find.Lookup(span.In(pg.text))
		if len(ms) != 1 || ms[0].Entry.Kind != news.Person {
			continue
		}
		for _, term := range pg.held(ms[0].Entry, topOffice) {
			h.seat = term.Country
			h.held = h.held.or(named(term))
		}
		if len(h.held) == 0 || h.seat == "" {
			return tenure{}, i
		}
		h.titled = titled{Span: span, sentence: sentence}
		return h, end
	}
	return h, i
}

// tenure is when those whom a title with a name can mean held the office.
type tenure struct {
	titled
	held  days
	since news.Day // the earliest
	seat  string   // the country's office, where all are of one
}

func (pg *page) tenure(t titled) (h tenure, ok bool) {
	h.titled = t
	for _, person := range pg.bearers(t) {
		for _, term := range pg.held(person, t.office) {
			h.held = h.held.or(named(term))
			if !ok || term.From.Before(h.since) {
				h.since = term.From
			}
			if seat := term.Country + " " + term.Office; !ok {
				h.seat = seat
			} else if h.seat != seat {
				h.seat = ""
			}
			ok = true
		}
	}
	return h, ok
}

// leads reports whether the sentence is of the title or one of the body's first three.
func (pg *page) leads(sentence int) bool {
	n := 0
	for k := sentence - 1; k >= 0 && n < 3; k-- {
		if pg.part(k) == news.Body {
			n++
		}
	}
	return n < 3
}

// bearers are the persons that the name can mean and that ever held the office, by the
// longest part of the name that the gazetteer knows: "King Abdullah" is of two realms.
func (pg *page) bearers(t titled) []*gazetteer.Entry {
	name := t.Span.In(pg.text)
	if t.of {
		return pg.bearersOf(t, name)
	}
	if found := pg.called(t.whole.In(pg.text), t.office); len(found) > 0 {
		return found // "King Abdullah" is a name, and of two realms
	}
	for name != "" {
		if found := pg.called(name, t.office); len(found) > 0 {
			return found
		}
		cut := strings.LastIndexByte(name, ' ')
		if cut < 0 {
			return nil
		}
		name = name[:cut]
	}
	return nil
}

// bearersOf are those that the last words of the name can mean, two or more: what stands before
// them is a state's name.
func (pg *page) bearersOf(t titled, name string) []*gazetteer.Entry {
	words := strings.Fields(name)
	for first := 1; first < len(words)-1; first++ {
		for end := len(words); end > first+1; end-- {
			if found := pg.called(strings.Join(words[first:end], " "), t.office); len(found) > 0 {
				return found
			}
		}
	}
	return nil
}

// called are the persons of the name that ever held the office.
func (pg *page) called(name, office string) []*gazetteer.Entry {
	var found []*gazetteer.Entry
	for _, m := range pg.find.Lookup(name) {
		if m.Entry.Kind == news.Person && !slices.Contains(found, m.Entry) && len(pg.held(m.Entry, office)) > 0 {
			found = append(found, m.Entry)
		}
	}
	return found
}

// held are the person's terms in the office.
func (pg *page) held(person *gazetteer.Entry, office string) []gazetteer.Term {
	var out []gazetteer.Term
	for _, term := range pg.find.Terms(person.ID) {
		if matchesOffice(term, office) {
			out = append(out, term)
		}
	}
	return out
}

func matchesOffice(t gazetteer.Term, office string) bool {
	switch office {
	case "president":
		return strings.Contains(t.Office, "president") && !strings.Contains(t.Office, "vice")
	case "prime minister", "premier", "chancellor":
		return t.Role == gazetteer.HeadOfGovernment
	case "foreign minister":
		return t.Role == gazetteer.ForeignMinister
	case "defence minister":
		return t.Role == gazetteer.DefenceMinister
	case "chief":
		return t.Role == gazetteer.Chief
	case topOffice:
		return t.Role == gazetteer.HeadOfState || t.Role == gazetteer.HeadOfGovernment || t.Role == gazetteer.ForeignMinister || t.Role == gazetteer.Chief
	case "king", "queen", "emperor", "emir", "sultan", "pope":
		return t.Role == gazetteer.HeadOfState && (t.Office == office || office == "king" && strings.HasSuffix(t.Office, "agong"))
	}
	return false
}
