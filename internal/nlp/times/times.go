// Package times finds when: it reads an article's time expressions, the day
// it was published, and what day each expression means.
//
// A scanner turns the text into words with what the lexicon knows of each
// (words.go, scan.go); a grammar written out by hand combines them into
// expressions (grammar.go, numbers.go, relative.go, occasions.go) that say how
// they mean a time without saying which; clues from the whole page bound the
// day of publication (published.go, clues.go); and the expressions are resolved
// against it and against each other, in reading order (resolve.go, feasts.go).
// Types and values are those of TIMEX3 (ISO-TimeML).
package times

import (
	"slices"
	"sort"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// Layer reads times. It is safe for concurrent use.
type Layer struct {
	find        Finder
	scan        scanner
	resolutions []numbered
}

// New makes a Layer that knows g's occasions, landmarks and terms of office.
func New(g *gazetteer.Gazetteer) *Layer { return newLayer(g) }

func newLayer(g Finder) *Layer {
	lex := lexicon()
	addNames(lex, g)
	return &Layer{find: g, scan: scanner{lex: lex}, resolutions: resolutions(g.Landmarks())}
}

// Find fills an.Times, an.Published and an.Clues. It needs an.Article,
// an.Sentences and an.Tokens.
func (l *Layer) Find(an *news.Analysis) {
	pg := l.read(an)
	an.Published, an.Clues = pg.published()
	an.Times = pg.times(an)
}

// page is one article being read.
type page struct {
	*Layer
	article   *news.Article
	text      string
	sentences []news.Sentence
	exprs     []expr
	words     [][]word // of every sentence that holds an expression
	homes     map[string]int
	near      []map[string]int // homes by sentence; nil until asked for
	open      days             // on which it may have been published, but for untitledTerms
	titled    []titled         // names behind an office, in the first sentences
	newest    *expr            // the newest time told as past with its year
	newestDay news.Day
	mast      news.Span // a date at the head of the page
	mastAt    news.Day
	dated     bool // by a line of its own
	pictured  bool // by a picture's day

	dayFirst, monthFirst bool // how it writes 3/4/2024
}

// read finds the expressions.
func (l *Layer) read(an *news.Analysis) *page {
	pg := &page{Layer: l, article: an.Article, text: an.Article.Text, sentences: an.Sentences}
	if len(pg.sentences) == 0 {
		for k, b := range an.Article.Blocks {
			if b.Part != news.Chrome {
				pg.sentences = append(pg.sentences, news.Sentence{Span: b.Span, Block: k})
			}
		}
	}
	pg.words = make([][]word, len(pg.sentences))
	var buf []word
	var p parser
	pg.dayFirst, pg.monthFirst = l.slashes(an.Article)
	for k, s := range pg.sentences {
		if s.Start < 0 || s.End > len(pg.text) || s.Empty() {
			continue
		}
		var opens bool
		buf, opens = l.scan.scan(buf[:0], pg.text, s.Span)
		if len(pg.titled) < mostTitled {
			pg.titled = titles(pg.titled, pg.text, buf, k)
		}
		if !opens {
			continue
		}
		p = parser{text: pg.text, w: buf, dayFirst: pg.dayFirst, american: pg.monthFirst}
		n := len(pg.exprs)
		pg.exprs = p.find(pg.exprs, k)
		if len(pg.exprs) > n {
			for i := n; i < len(pg.exprs); i++ {
				pg.exprs[i].at = i
				p.place(&pg.exprs[i])
				if e := &pg.exprs[i]; e.open && e.kind != landmark {
					e.tense = clauseTense(an, e)
				}
			}
			pg.words[k] = slices.Clone(buf)
		}
	}
	return pg
}

// beside are the expressions around e that may bear on it.
func (pg *page) beside(e *expr) []expr {
	return pg.exprs[max(0, e.at-window):min(len(pg.exprs), e.at+window+1)]
}

// window is how many expressions to each side may bear on one; it bounds the
// work on pages that are nothing but dates.
const window = 40

// times resolves the expressions and maps them to tokens.
func (pg *page) times(an *news.Analysis) []news.Time {
	r := resolver{text: pg.text, pub: an.Published, sentences: pg.sentences, main: -1, pick: pg.occasions, likely: pg.likely()}
	out := make([]news.Time, 0, len(pg.exprs))
	entry := 0
	for i := range pg.exprs {
		e := &pg.exprs[i]
		if n := pg.entry(e.sentence); n != entry {
			entry = n
			r.begin(an.Published, n, pg.article.Entries)
		}
		if e.kind == landmark || e.kind == nthUnitOf {
			continue
		}
		typ, value, when := r.resolve(e)
		t := news.Time{Span: e.Span, Sentence: e.sentence, Type: typ, Value: value, Interval: when, History: e.history}
		if e.kind == feast {
			if choices := pg.occasions(e); len(choices) > 0 {
				o := choices[0].Occasion
				o.Ordinal = e.ordinal
				if len(choices) > 1 {
					o = news.Occasion{Name: o.Name, Ordinal: e.ordinal}
				}
				t.Occasion = &o
			} else if e.since == nil || e.phrase != nil && e.ordinal == 0 {
				continue // an anniversary of nobody knows what
			}
		}
		if e.kind == calendar && (e.year > 0 && pg.founding(e) || pg.countedFrom(i)) {
			t.History = true
		}
		if o := pg.occasionOf(e); o != nil {
			named := o.Occasion
			t.Occasion = &named
		}
		if len(an.Sentences) > 0 {
			t.First, t.Last = tokensIn(an, e.sentence, e.Span)
		} else {
			t.Sentence = -1
		}
		out = append(out, t)
	}
	return out
}

// entry is the number of the page's entry that a sentence is of.
func (pg *page) entry(sentence int) int {
	if b := pg.sentences[sentence].Block; b >= 0 && b < len(pg.article.Blocks) {
		return pg.article.Blocks[b].Entry
	}
	return 0
}

// countedFrom reports whether expression i only says what the one before it is
// counted from: "the day after the quake of 6 February".
func (pg *page) countedFrom(i int) bool {
	if i == 0 {
		return false
	}
	e, f := &pg.exprs[i], &pg.exprs[i-1]
	return f.kind == shifted && f.since != nil && f.sentence == e.sentence && f.since.lead == e.lead
}

// slashes reports whether the page writes 3/4/2024 for 3 April or for March 4: it
// says so by another date, by the outlet that it is of or by the domain that it comes from.
// Neither where nothing tells.
func (l *Layer) slashes(a *news.Article) (dayFirst, monthFirst bool) {
	text := a.Text
	for i := 0; i < len(text); {
		k := strings.IndexByte(text[i:], '/')
		if k < 0 {
			break
		}
		i += k
		if i >= 2 && i+6 < len(text) && isDigit(text[i-1]) && isDigit(text[i-2]) && isDigit(text[i+1]) {
			rest := text[i+1 : min(len(text), i+8)]
			if slash := strings.IndexByte(rest, '/'); (slash == 1 || slash == 2) && slash+1 < len(rest) && isDigit(rest[slash+1]) && (i < 3 || !isDigit(text[i-3])) {
				first := atoi(text[i-2 : i])
				second := 0
				if allDigits(rest[:slash]) {
					second = atoi(rest[:slash])
				}
				switch {
				case first > 12 && first <= 31 && second <= 12:
					return true, false
				case second > 12:
					return false, true
				}
			}
		}
		i++
	}
	for _, name := range [...]string{a.Outlet, a.URL} {
		if o, ok := l.find.Outlet(name); ok && name != "" && o.Country != "" {
			return writes(o.Country)
		}
	}
	_, host, _ := strings.Cut(a.URL, "//")
	host, _, _ = strings.Cut(host, "/")
	dot := strings.LastIndexByte(host, '.')
	switch domain := host[dot+1:]; domain {
	case "us", "ph", "gov", "mil":
		return false, true
	case "io", "co", "tv", "me", "ai", "cc", "ly", "fm":
		return false, false
	default:
		return len(domain) == 2, false
	}
}

// writes tells how a country's media write 3/4/2024; neither way where both are used, as in Canada, or
// where home puts the year first.
func writes(country string) (dayFirst, monthFirst bool) {
	switch country {
	case "USA", "PHL":
		return false, true
	case "CAN", "CHN", "HUN", "IRN", "JPN", "KOR", "LTU", "MNG", "PRK", "SWE", "TWN", "ZAF":
		return false, false
	}
	return true, false
}

// likely is the likeliest day of publication where only bounds are known: the
// first open day behind the newest time told. A year that is written out is
// seldom the current one.
func (pg *page) likely() news.Day {
	if len(pg.open) == 0 {
		return news.Day{}
	}
	from := dayAt(pg.open[0].a)
	if from.Year < firstYear+12 && pg.newest == nil {
		return news.Day{} // only what is so of every page bounds it
	}
	if pg.newest != nil && pg.newest.unit > day {
		from = news.NewDay(int(pg.newestDay.Year)+1, 1, 1)
		if pg.newest.unit > year {
			from = stamp{unit: pg.newest.unit, from: pg.newestDay}.last()
		}
	}
	n := dayNo(from)
	for _, r := range pg.open {
		switch {
		case r.a >= n:
			return dayAt(r.a)
		case r.b >= n && r.b-r.a < 366:
			return dayAt(max(r.a, n))
		case r.b >= n:
			// Bounds in years only: the middle of the first.
			return dayAt(min(max(r.a, n)+200, r.b))
		}
	}
	return dayAt(pg.open[len(pg.open)-1].a)
}

// tokensIn are the tokens [first, last) of the sentence that overlap the span.
func tokensIn(an *news.Analysis, sentence int, s news.Span) (first, last int) {
	lo, hi := an.Sentences[sentence].First, an.Sentences[sentence].Last
	if lo < 0 || hi > len(an.Tokens) || lo > hi {
		return 0, 0
	}
	toks := an.Tokens[lo:hi]
	first = sort.Search(len(toks), func(i int) bool { return toks[i].End > s.Start })
	last = sort.Search(len(toks), func(i int) bool { return toks[i].Start >= s.End })
	return lo + first, lo + max(first, last)
}

// place tells whether the expression is history: the year in a name, the date
// that defines a holiday, a time before the story told in the pluperfect.
func (p *parser) place(e *expr) {
	i, end := e.lead, e.end
	for k := i - 1; k >= 0 && k >= i-14; k-- {
		if m := p.mark(k); m == ';' || m == '"' || m == ',' && k < i-8 {
			break
		}
		if p.is(k, "had") && (p.pastForm(k+1) || p.pastForm(k+2) || p.class(k+1) == pastV || p.class(k+2) == pastV || p.is(k+1, "previously", "earlier", "been")) {
			e.anterior = true
			break
		}
	}
	for k := max(0, i-10); k < i; k++ {
		if p.is(k, "will", "shall") {
			e.will = true
		}
	}
	if e.kind == feast {
		e.nearing = !p.is(i-1, "since", "after", "last", "until", "before") && !p.is(i-2, "since", "after", "last")
	}
	if e.kind == calendar && e.unit == year && e.to == nil && e.year > 0 {
		// "the 1953 armistice", "a 2018 summit"
		if (p.is(i-1, "the", "a", "an", "its", "their", "his", "her", "'s") || p.is(i, "the")) && p.class(end) == plain && p.mark(end) == 0 && p.key(end) == "" && end < len(p.w) && !p.pastForm(end) {
			e.history = true
		}
	}
	if e.kind == calendar && e.year == 0 && e.unit <= month {
		for k := i - 1; k >= 0 && k >= i-5; k-- {
			switch w := p.word(k); w {
			case "falls":
				e.history = true
				if e.weekday > 0 && e.month == 0 {
					e.tense, e.open = futureTense, false
				}
			case "observed", "celebrated", "marked", "commemorated":
				if p.is(k-1, "is", "are") || p.is(k-2, "is", "are") || p.mark(k-1) == ',' {
					e.history = true
				}
			}
		}
	}
}
