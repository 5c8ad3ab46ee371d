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

// by is the day of the last that has the number or a lower one.
func by(of []numbered, n int) (news.Day, bool) {
	k, found := slices.BinarySearchFunc(of, n, func(r numbered, n int) int { return r.n - n })
	if found {
		return of[k].on, true
	}
	if k == 0 {
		return news.Day{}, false
	}
	return of[k-1].on, true
}

// Bounds of what is looked at for numbers: how many, and how far before one the Council's name stands.
const (
	mostNumbered = 40
	councilReach = 80
)

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
			if !strings.Contains(before, "Security Council") && !strings.Contains(before, "UNSC") || strings.Contains(before, "Assembly") {
				continue
			}
			n, from, to := resolutionAt(text, at)
			if d, ok := by(pg.resolutions, n); ok && n > 0 && d.After(newest) {
				newest, span = d, news.Span{Start: b.Start + from, End: b.Start + to}
			}
		}
	}
	if !newest.IsZero() {
		add(dated, span, between(newest, news.Day{}), "resolution %s: %s at the earliest", span.In(pg.text), newest)
	}
}

// resolutionAt reads a number of three or four digits behind at most "s" and a blank.
func resolutionAt(text string, at int) (n, from, to int) {
	rest := strings.TrimPrefix(text[at:], "s")
	rest = strings.TrimPrefix(rest, " ")
	from = len(text) - len(rest)
	to = from
	for to < len(text) && isDigit(text[to]) {
		to++
	}
	if to-from < 3 || to-from > 4 || to < len(text) && (text[to] == '/' || text[to] == ',') && to+1 < len(text) && isDigit(text[to+1]) {
		return 0, from, to
	}
	return atoi(text[from:to]), from, to
}

// tenures are words for holding an office, and of whom they are said.
var tenures = map[string]string{
	"reign": "king", "throne": "king", "kingship": "king", "presidency": "president", "premiership": "prime minister",
	"chancellorship": "prime minister", "pontificate": "pope", "papacy": "pope", "office": "", "power": "",
}

// tenureClues are years of office by their number: "the 70th year of her reign", "in his third year in
// office", of those whom the page names with their office.
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
			if s := pg.nthYearOf(n, office, k); len(s) > 0 {
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
