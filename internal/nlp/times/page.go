package times

import (
	"strings"

	"chancery/internal/news"
)

// page is the article being read.
type page struct {
	*Layer
	article   *news.Article
	text      string
	sentences []news.Sentence
	slashes
}

func (l *Layer) open(an *news.Analysis) *page {
	pg := &page{Layer: l, article: an.Article, text: an.Article.Text, sentences: an.Sentences, slashes: l.slashesOf(an.Article)}
	if len(pg.sentences) == 0 {
		for k, b := range an.Article.Blocks {
			if b.Part != news.Chrome {
				pg.sentences = append(pg.sentences, news.Sentence{Span: b.Span, Block: k})
			}
		}
	}
	return pg
}

// line is the span as words, appended to buf; opens tells whether any of them can open a time expression.
func (pg *page) line(buf []word, span news.Span) (l line, opens bool) {
	buf, opens = pg.scan.scan(buf, pg.text, span)
	return line{pg.text, buf}, opens
}

// has reports whether the span lies within the text.
func (pg *page) has(s news.Span) bool { return s.Start >= 0 && s.End <= len(pg.text) }

// block is the one that the sentence stands in; an empty one of the body where it stands in none.
func (pg *page) block(sentence int) news.Block {
	if b := pg.sentences[sentence].Block; b >= 0 && b < len(pg.article.Blocks) {
		return pg.article.Blocks[b]
	}
	return news.Block{Part: news.Body}
}

func (pg *page) part(sentence int) news.Part { return pg.block(sentence).Part }

// inStory reports whether the sentence is of the body or the title.
func (pg *page) inStory(sentence int) bool {
	part := pg.part(sentence)
	return part == news.Body || part == news.Title
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

// home is the country that the page's outlet is of, "" for one not known.
func (pg *page) home() string {
	for _, name := range [...]string{pg.article.Outlet, pg.article.URL} {
		if o, ok := pg.find.Outlet(name); ok && name != "" {
			return o.Country
		}
	}
	return ""
}

// slashesOf tells whether the page writes 3/4/2024 for 3 April or for March 4: it
// says so by another date, by the outlet that it is of or by the domain that it comes from.
// Neither where nothing tells.
func (l *Layer) slashesOf(a *news.Article) slashes {
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
					return slashes{daysFirst: true}
				case second > 12:
					return slashes{monthsFirst: true}
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
		return slashes{monthsFirst: true}
	case "io", "co", "tv", "me", "ai", "cc", "ly", "fm":
		return slashes{}
	default:
		return slashes{daysFirst: len(domain) == 2}
	}
}

// writes tells how a country's media write 3/4/2024; neither way where both are used, as in Canada, or
// where home puts the year first.
func writes(country string) slashes {
	switch country {
	case "USA", "PHL":
		return slashes{monthsFirst: true}
	case "CAN", "CHN", "HUN", "IRN", "JPN", "KOR", "LTU", "MNG", "PRK", "SWE", "TWN", "ZAF":
		return slashes{}
	}
	return slashes{daysFirst: true}
}
