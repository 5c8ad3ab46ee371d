package times

import (
	"slices"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// holders are those whom the page names with their office.
type holders struct {
	*page
	*evidence
	titled []titled
}

// yearClues are years of office by their number: "the 70th year of her reign" has begun; "now in his third
// year in office" is not over either.
func (hs *holders) yearClues() {
	const most = 200
	var l line
	for k := range min(len(hs.sentences), most) {
		if !hs.inStory(k) || !strings.Contains(hs.sentences[k].In(hs.text), " year ") {
			continue
		}
		l, _ = hs.line(l.w[:0], hs.sentences[k].Span)
		for i := range l.w {
			n, next := l.ordinal(i)
			if next == i || n < 2 || !l.one(next, year) {
				continue
			}
			office, end := l.tenureBehind(next + 1)
			if end == next+1 {
				continue
			}
			span := l.span(i, end)
			s := hs.nthYearOf(n, office, k)
			if !l.is(i-1, "now") && !l.is(i-3, "now") { // "in the third year of his presidency" may look back
				s = s.widened(0, lastDay)
			}
			hs.add(jubilee, span, s, "%s", span.In(hs.text))
			break
		}
	}
}

// tenures are words for holding an office, and of whom they are said.
var tenures = map[string]string{
	"reign": "king", "throne": "king", "kingship": "king", "presidency": "president", "premiership": "prime minister",
	"chancellorship": "prime minister", "pontificate": "pope", "papacy": "pope", "office": "", "power": "",
}

// tenureBehind reads "of her reign", "in office", "on the throne" from word i on, to word end.
func (l *line) tenureBehind(i int) (office string, end int) {
	if !l.is(i, "of", "in", "on", "as") {
		return "", i
	}
	for k := i + 1; k < len(l.w) && k < i+6 && l.mark(k) != ',' && l.mark(k) != '.'; k++ {
		office, ok := tenures[l.low(k)]
		switch {
		case ok && (k == i+1 || l.is(i, "of") || l.is(k-1, "the", "his", "her", "their")):
			return office, k + 1
		case ok:
			return "", i
		}
		if l.is(i, "as") {
			if t := l.title(k); l.class(k) == titleW && t.office != "" && t.first >= i {
				return t.office, t.last
			}
		}
	}
	return "", i
}

// nthYearOf are the days of the n-th year of those who are named with the office: of the last who is, up
// to the sentence.
func (hs *holders) nthYearOf(n int, office string, sentence int) (s days) {
	for _, t := range hs.titled {
		if t.sentence > sentence || !sameOffice(office, t.office) {
			continue
		}
		var of days
		for _, person := range hs.bearers(t) {
			for _, term := range hs.held(person, t.office) {
				if !term.From.IsZero() {
					of = of.or(nthUnitFrom(term.From, n, year).and(named(term)))
				}
			}
		}
		if len(of) > 0 {
			s = of
		}
	}
	return s
}

// sameOffice reports whether a title can be of what is said to be held: "" is any office.
func sameOffice(held, title string) bool {
	switch held {
	case "king":
		return title == "king" || title == "queen" || title == "emperor" || title == "emir" || title == "sultan"
	case "":
		return true
	case "prime minister":
		return title == held || title == "premier" || title == "chancellor"
	}
	return title == held
}

// officeClues are the terms of those whom the page gives an office.
func (hs *holders) officeClues() {
	if hs.article.Published.Exact() {
		return
	}
	hs.untitledClue()
	seen := make(map[string]bool)
	var all []tenure
	for _, t := range hs.titled {
		key := t.Span.In(hs.text) + "\n" + t.office
		if seen[key] {
			continue
		}
		seen[key] = true
		if h, ok := hs.tenure(t); ok {
			all = append(all, h)
		}
	}
	for _, h := range all {
		succeeded := slices.ContainsFunc(all, func(o tenure) bool { return o.seat != "" && o.seat == h.seat && h.since.Before(o.since) })
		if hs.leads(h.sentence) && !succeeded {
			hs.add(offices+1, h.whole, h.held, "%s: in office", h.whole.In(hs.text))
		} else if !h.since.IsZero() {
			// Further down he may be history, and keeps his title there; so does one whose
			// successor is named with it, too.
			hs.add(offices, h.whole, between(h.since, news.Day{}), "%s: took office", h.whole.In(hs.text))
		}
	}
}

// topOffice is that of who speaks for a state or an organisation to others.
const topOffice = "top office"

// untitledClue is that two whom the story opens with, by their names alone, were in office at once, each
// for another: "Macron and Scholz spoke"; or that one was, whose government it opens with: "the Biden
// administration".
func (hs *holders) untitledClue() {
	var first tenure
	var l line
	for k := range hs.sentences {
		if !hs.inStory(k) || !hs.leads(k) {
			continue
		}
		l, _ = hs.line(l.w[:0], hs.sentences[k].Span)
		for i := 0; i < len(l.w); i++ {
			h, next := hs.untitled(&l, i, k)
			if next == i {
				continue
			}
			i = next - 1
			switch {
			case first.seat == "" && governments[l.low(next)]:
				hs.add(untitledTerms, h.Span, h.held, "%s: in office", h.Span.In(hs.text))
				return
			case first.seat == "":
				first = h
			case first.seat != h.seat:
				span := first.Span.Cover(h.Span)
				hs.add(untitledTerms, span, first.held.and(h.held), "%s and %s: in office", first.Span.In(hs.text), h.Span.In(hs.text))
				return
			}
		}
	}
}

// governments are named by who leads them.
var governments = words(`administration government cabinet`)

// untitled is the tenure of the one holder of a top office whom the words from i on name, to word next;
// i itself where they name none, or one who held it formerly.
func (hs *holders) untitled(l *line, i, sentence int) (h tenure, next int) {
	if !inName(&l.w[i]) || !l.holds(i) {
		return h, i
	}
	for end := min(len(l.w), i+4); end > i; end-- {
		if !inName(&l.w[end-1]) {
			continue
		}
		span := l.span(i, end)
		ms := hs.find.Lookup(span.In(hs.text))
		if len(ms) != 1 || ms[0].Entry.Kind != news.Person {
			continue
		}
		for _, term := range hs.held(ms[0].Entry, topOffice) {
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

func (hs *holders) tenure(t titled) (h tenure, ok bool) {
	h.titled = t
	for _, person := range hs.bearers(t) {
		for _, term := range hs.held(person, t.office) {
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

// bearers are the persons that the name can mean and that ever held the office, by the
// longest part of the name that the gazetteer knows: "King Abdullah" is of two realms.
func (hs *holders) bearers(t titled) []*gazetteer.Entry {
	name := t.Span.In(hs.text)
	if t.of {
		return hs.bearersOf(t, name)
	}
	if found := hs.called(t.whole.In(hs.text), t.office); len(found) > 0 {
		return found // "King Abdullah" is a name, and of two realms
	}
	for name != "" {
		if found := hs.called(name, t.office); len(found) > 0 {
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
func (hs *holders) bearersOf(t titled, name string) []*gazetteer.Entry {
	words := strings.Fields(name)
	for first := 1; first < len(words)-1; first++ {
		for end := len(words); end > first+1; end-- {
			if found := hs.called(strings.Join(words[first:end], " "), t.office); len(found) > 0 {
				return found
			}
		}
	}
	return nil
}

// called are the persons of the name that ever held the office.
func (hs *holders) called(name, office string) []*gazetteer.Entry {
	var found []*gazetteer.Entry
	for _, m := range hs.find.Lookup(name) {
		if m.Entry.Kind == news.Person && !slices.Contains(found, m.Entry) && len(hs.held(m.Entry, office)) > 0 {
			found = append(found, m.Entry)
		}
	}
	return found
}

// held are the person's terms in the office.
func (hs *holders) held(person *gazetteer.Entry, office string) []gazetteer.Term {
	var out []gazetteer.Term
	for _, term := range hs.find.Terms(person.ID) {
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
