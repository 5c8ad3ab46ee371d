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
		if from == to {
			from, to = nameBefore(ws, first)
		}
		if from == to {
			continue
		}
		name := news.Span{Start: ws[from].start, End: ws[to-1].end}
		out = append(out, titled{name, office, sentence, name.Cover(news.Span{Start: ws[first].start, End: ws[last-1].end})})
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

// officeClues are the terms of those whom the page gives an office.
func (pg *page) officeClues(add adder) {
	if pg.article.Published.Exact() {
		return
	}
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
			to := term.To
			if !to.IsZero() {
				to = to.AddDays(fortnight)
			}
			h.held = h.held.or(between(term.From, to))
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
	for name != "" {
		var found []*gazetteer.Entry
		for _, m := range pg.find.Lookup(name) {
			if m.Entry.Kind == news.Person && !slices.Contains(found, m.Entry) && len(pg.held(m.Entry, t.office)) > 0 {
				found = append(found, m.Entry)
			}
		}
		if len(found) > 0 {
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
	case "king", "queen", "emperor", "emir", "sultan", "pope":
		return t.Role == gazetteer.HeadOfState
	}
	return false
}
