package extract

import (
	"html"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/RadhiFadlillah/whatlanggo"

	"chancery/internal/news"
)

// readText fills d from text without markup.
func (x *Extractor) readText(d *draft, src string) error {
	if strings.Contains(src, "&") && entity.MatchString(src) {
		src = clean(entity.ReplaceAllStringFunc(src, html.UnescapeString))
	}
	d.blocks = textBlocks(src)
	if len(d.blocks) == 0 {
		return ErrNotText
	}
	x.text.mark(d.blocks, nil)
	first, last := -1, -1
	for i := range d.blocks {
		if d.blocks[i].part == news.Body {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	d.titleAbove(first)
	d.markAround(first, last)
	if d.outlet == "" {
		d.outlet = hostOf(d.url)
	}
	if !d.published.Known() {
		d.published = d.markupDate(d.url)
	}
	if d.language == "" {
		d.language = detectLanguage(d.blocks)
	}
	return nil
}

// entity is an HTML entity that a dump left undecoded.
var entity = regexp.MustCompile(`&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});|&nbsp\b`)

func textBlocks(src string) []block {
	lines := unwrap(splitLines(src))
	out := make([]block, 0, len(lines))
	for _, l := range lines {
		b := block{text: l.text, list: l.bullet, indent: l.indent, gap: l.blank}
		if m := tailLabel.FindStringSubmatchIndex(l.text); m != nil && m[2] > 120 {
			b.text = strings.TrimSpace(l.text[:m[2]])
			out = append(out, b)
			b = block{text: l.text[m[2]:], tail: true}
		}
		out = append(out, b)
	}
	return out
}

// tailLabel is a label left at a paragraph's end when what it labelled was a
// link or a picture: "…, he said. Source:".
var tailLabel = regexp.MustCompile(`[.!?][”"’')\]]*\s+((?i:source|sources|via|photo|image|read more|read also|also read|see also|tags|follow us|share this|related)\s*:?(?:\s+[^\s.!?]+){0,4}\s*)$`)

// detectLanguage is the ISO 639-1 code of the article's blocks, else of all.
func detectLanguage(blocks []block) string {
	var b strings.Builder
	for _, only := range []bool{true, false} {
		for i := range blocks {
			if b.Len() > 4000 {
				break
			}
			if !only || blocks[i].part == news.Body {
				b.WriteString(blocks[i].text)
				b.WriteByte(' ')
			}
		}
		if b.Len() > 100 {
			break
		}
	}
	info := whatlanggo.Detect(b.String())
	if info.Script == nil {
		return ""
	}
	return info.Lang.Iso6391()
}

// titleAbove finds a dump's title above the body: of the lines there that read
// like one the nearest, or one that the page repeats.
func (d *draft) titleAbove(first int) {
	if first < 0 {
		return
	}
	top := max(0, first-40)
	best, score := -1, 0
	for i := first - 1; i >= top; i-- {
		b := &d.blocks[i]
		v := titleScore(b.text) - 2*min(first-i, 15)
		if v <= 0 {
			continue
		}
		if b.list {
			v -= 10
		}
		s := squash(b.text)
		for j := top; j < first; j++ {
			if j == i {
				continue
			}
			switch other := squash(d.blocks[j].text); {
			case other == s:
				v += 20
			case strings.HasPrefix(other, s) && isCredit(strings.TrimSpace(d.blocks[j].text[min(len(b.text), len(d.blocks[j].text)):])):
				v += 20 // a caption repeats it
			}
		}
		if v > score || v == score {
			best, score = i, v
		}
	}
	if best < 0 {
		return
	}
	d.blocks[best].part = news.Title
	d.title = d.blocks[best].text
	for i := top; i < first; i++ { // the title again, over its picture
		b := &d.blocks[i]
		if rest, ok := strings.CutPrefix(b.text, d.title); ok && i != best && rest != "" && isCredit(strings.TrimSpace(rest)) {
			b.part = news.Credit
			d.credits = append(d.credits, strings.TrimSpace(rest))
		}
	}
}

// titleScore says how much a line alone reads like a headline.
func titleScore(s string) int {
	n := len(strings.Fields(s))
	v := 0
	switch {
	case n < 3 || n > 30:
		return 0
	case n >= 5 && n <= 18:
		v = 40
	default:
		v = 20
	}
	if isByline(s) || isDateline(s) || isCredit(s) || furniture.MatchString(s) {
		return 0
	}
	if last, _ := utf8.DecodeLastRuneInString(s); last == '.' || last == ':' {
		v -= 10
	}
	return v
}
