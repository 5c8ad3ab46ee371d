package times

import (
	"slices"
	"strconv"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// numbered is a day by which a number of a series was reached.
type numbered struct {
	n  int
	on news.Day
}

const resolutionName = "UN Security Council Resolution "

// resolutions are the Security Council's that are landmarks, by number: the Council counts on
// from one to the next.
func resolutions(all []gazetteer.Landmark) (out []numbered) {
	for _, l := range all {
		for _, name := range l.Names {
			if digits, ok := strings.CutPrefix(name, resolutionName); ok && !l.Date.From.IsZero() {
				if n, err := strconv.Atoi(digits); err == nil {
					out = append(out, numbered{n, l.Date.From})
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b numbered) int { return a.n - b.n })
	return out
}

// by is the day of the last that has the number or a lower one; a number far beyond the last is of another series.
func by(of []numbered, n int) (news.Day, bool) {
	if len(of) == 0 || n > of[len(of)-1].n+newResolutions {
		return news.Day{}, false
	}
	k, found := slices.BinarySearchFunc(of, n, func(r numbered, n int) int { return r.n - n })
	if found {
		return of[k].on, true
	}
	if k == 0 {
		return news.Day{}, false
	}
	return of[k-1].on, true
}

// Bounds of what is looked at for numbers: how many, how far before one the Council's name stands, and how
// many more than the last that is known there can be.
const (
	mostNumbered   = 40
	councilReach   = 80
	newResolutions = 200
)

// others are bodies whose resolutions count by themselves.
var others = []string{"Assembly", "National Security Council", "Human Rights", "House", "Senate", "Congress"}

// resolutionClues are the Security Council's resolutions by number: the page is no older than the
// highest. "Security Council resolutions 2231 and 2254".
func (pg *page) resolutionClues(add adder) {
	var newest news.Day
	var span news.Span
	looked := 0
	for _, b := range pg.article.Blocks {
		if b.Part != news.Body && b.Part != news.Title || b.Start < 0 || b.End > len(pg.text) {
			continue
		}
		text := pg.text[b.Start:b.End]
		for at := 0; looked < mostNumbered; looked++ {
			k := strings.Index(text[at:], "esolution")
			if k < 0 {
				break
			}
			at += k + len("esolution")
			before := text[max(0, at-councilReach):at]
			if !strings.Contains(before, "Security Council") && !strings.Contains(before, "UNSC") ||
				slices.ContainsFunc(others, func(o string) bool { return strings.Contains(before, o) }) {
				continue
			}
			for _, r := range resolutionsAt(text, at) {
				if d, ok := by(pg.resolutions, r.n); ok && d.After(newest) {
					newest, span = d, news.Span{Start: b.Start + r.from, End: b.Start + r.to}
				}
			}
		}
	}
	if !newest.IsZero() {
		add(dated, span, between(newest, news.Day{}), "resolution %s: %s at the earliest", span.In(pg.text), newest)
	}
}

// A place is a number with where it stands.
type place struct{ n, from, to int }

// resolutionsAt reads the numbers of three or four digits behind at most "s" and a blank: "s 2231, 2240 and 1718".
func resolutionsAt(text string, at int) (out []place) {
	at += len(text[at:]) - len(strings.TrimPrefix(text[at:], "s"))
	for len(out) < mostNumbered {
		for _, gap := range []string{",", " ", "and "} {
			at += len(text[at:]) - len(strings.TrimPrefix(text[at:], gap))
		}
		to := at
		for to < len(text) && isDigit(text[to]) {
			to++
		}
		if to-at < 3 || to-at > 4 || strings.HasPrefix(text[to:], "/") {
			break
		}
		out = append(out, place{atoi(text[at:to]), at, to})
		at = to
	}
	return out
}

// tenures are words for holding an office, and of whom they are said.
var tenures = map[string]string{
	"reign": "king", "throne": "king", "kingship": "king", "presidency": "president", "premiership": "prime minister",
	"chancellorship": "prime minister", "pontificate": "pope", "papacy": "pope", "office": "", "power": "",
}

// tenureClues are years of office by their number, of those whom the page names with their office: "the 70th
// year of her reign" has begun; "now in his third year in office" is not over either.
func (pg *page) tenureClues(add adder) {
	const most = 200
	var ws []word
	for k := range min(len(pg.sentences), most) {
		if part := pg.part(k); part != news.Body && part != news.Title {
			continue
		}
		if !strings.Contains(pg.sentences[k].In(pg.text), " year ") {
			continue
		}
		ws, _ = pg.scan.scan(ws[:0], pg.text, pg.sentences[k].Span)
		p := parser{text: pg.text, w: ws}
		for i := range ws {
			n, next := p.ordinal(i)
			if next == i || n < 2 || p.class(next) != unitW || unit(ws[next].n) != year || ws[next].plural {
				continue
			}
			office, end := p.tenureBehind(next + 1)
			if end == next+1 {
				continue
			}
			span := news.Span{Start: ws[i].start, End: ws[end-1].end}
			s := pg.nthYearOf(n, office, k)
			if !p.is(i-1, "now") && !p.is(i-3, "now") { // "in the third year of his presidency" may look back
				s = s.widened(0, lastDay)
			}
			if len(s) > 0 {
				add(jubilee, span, s, "%s", span.In(pg.text))
			}
			break
		}
	}
}

// tenureBehind reads "of her reign", "in office", "on the throne" from word i on, to word end.
func (p *parser) tenureBehind(i int) (office string, end int) {
	if !p.is(i, "of", "in", "on", "as") {
		return "", i
	}
	for k := i + 1; k < len(p.w) && k < i+6 && p.mark(k) != ',' && p.mark(k) != '.'; k++ {
		office, ok := tenures[lower(p.word(k))]
		switch {
		case ok && (k == i+1 || p.is(i, "of") || p.is(k-1, "the", "his", "her", "their")):
			return office, k + 1
		case ok:
			return "", i
		}
		if p.is(i, "as") {
			if first, last, office := officeAt(p.text, p.w, k); p.class(k) == titleW && office != "" && first >= i {
				return office, last
			}
		}
	}
	return "", i
}

// nthYearOf are the days of the n-th year of those who are named with the office: of the last who is, up
// to the sentence.
func (pg *page) nthYearOf(n int, office string, sentence int) (s days) {
	for _, t := range pg.titled {
		if t.sentence > sentence || !sameOffice(office, t.office) {
			continue
		}
		var of days
		for _, person := range pg.bearers(t) {
			for _, term := range pg.held(person, t.office) {
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
