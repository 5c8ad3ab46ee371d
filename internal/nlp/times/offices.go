package times

import (
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

// titles finds "President Xi Jinping", "Prime Minister Shehbaz Sharif".
func titles(out []titled, text string, ws []word, sentence int) []titled {
	for i := range ws {
		w := &ws[i]
		if w.class != titleW || !w.cap || i+1 >= len(ws) {
			continue
		}
		first, office := i, w.key
		prev := ""
		if i > 0 {
			prev = lower(text[ws[i-1].start:ws[i-1].end])
		}
		switch {
		case office == "minister" && (prev == "prime" || prev == "foreign"):
			office = prev + " minister"
			first--
		case office == "minister" || office == "secretary" || office == "chairman" || office == "leader":
			continue
		case prev == "vice" || prev == "deputy":
			continue
		}
		held := true
		for k := first - 1; k >= 0 && k >= first-3; k-- {
			if ws[k].mark == '-' {
				continue
			}
			if notNow[lower(text[ws[k].start:ws[k].end])] {
				held = false
			}
		}
		end := i + 1
		for end < len(ws) && end < i+5 && ws[end].mark == 0 && ws[end].cap && ws[end].class == plain && ws[end].key == "" {
			end++
		}
		if !held || end == i+1 {
			continue
		}
		name := news.Span{Start: ws[i+1].start, End: ws[end-1].end}
		out = append(out, titled{name, office, sentence, news.Span{Start: ws[first].start, End: name.End}})
		if len(out) >= mostTitled {
			break
		}
	}
	return out
}

// fortnight is how long after leaving office a name still goes with it.
const fortnight = 14

// officeClues are the terms of those whom the page gives an office.
func (pg *page) officeClues(add adder) {
	if pg.article.Published.Exact() {
		return
	}
	seen := make(map[string]bool)
	for _, t := range pg.titled {
		person := pg.person(t)
		if person == nil || seen[person.ID+t.office] {
			continue
		}
		seen[person.ID+t.office] = true
		var held days
		var since news.Day
		for _, term := range pg.find.Terms(person.ID) {
			if !matchesOffice(term, t.office) {
				continue
			}
			to := term.To
			if !to.IsZero() {
				to = to.AddDays(fortnight)
			}
			held = held.or(between(term.From, to))
			if since.IsZero() || term.From.Before(since) {
				since = term.From
			}
		}
		if pg.leads(t.sentence) {
			add(offices+1, t.whole, held, "%s: in office", t.whole.In(pg.text))
		} else if !since.IsZero() {
			// Further down he may be history, and keeps his title there.
			add(offices, t.whole, between(since, news.Day{}), "%s: took office", t.whole.In(pg.text))
		}
	}
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

// person is the one person that the name can mean, by the longest part of it
// that the gazetteer knows.
func (pg *page) person(t titled) *gazetteer.Entry {
	name := t.Span.In(pg.text)
	for name != "" {
		var found *gazetteer.Entry
		for _, m := range pg.find.Lookup(name) {
			if m.Entry.Kind != news.Person {
				continue
			}
			held := false
			for _, term := range pg.find.Terms(m.Entry.ID) {
				held = held || matchesOffice(term, t.office)
			}
			if !held {
				continue
			}
			if found != nil && found.ID != m.Entry.ID {
				return nil
			}
			found = m.Entry
		}
		if found != nil {
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
