package extract

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/RadhiFadlillah/whatlanggo"

	"chancery/internal/news"
)

// readText fills d from text without markup.
func (x *Extractor) readText(d *draft, src string) error {
	if strings.Contains(src, "&") && entity().MatchString(src) {
		src = clean(entity().ReplaceAllStringFunc(src, html.UnescapeString))
	}
	first, aside := x.bodyOfText(d, src)
	if len(d.blocks) == 0 {
		return ErrNotText
	}
	defer func() { d.blocks = putBack(d.blocks, aside) }()
	d.titleAbove(x.title, first)
	d.markAround(d.bounds())
	if s := d.stated.Outlet; s != "" {
		d.outlet = s
	}
	if d.outlet == "" {
		d.outlet = hostOf(d.url)
	}
	if d.author == "" && isAuthorName(d.stated.Author) {
		d.author = d.stated.Author
	}
	d.stateTitle()
	if !d.published.Known() {
		d.published = d.markupDate(d.url)
	}
	if d.language == "" {
		d.language = languageTag(d.stated.Language)
	}
	if d.language == "" {
		d.language = detectLanguage(d.blocks)
	}
	return nil
}

// bodyOfText tells the blocks of a text apart, but for the title and what stands
// around; lines strewn among them are set aside. first is the body's first.
func (x *Extractor) bodyOfText(d *draft, src string) (first int, aside []block) {
	d.blocks, aside = withoutInsets(cutSignOffs(textBlocks(src)))
	x.text.mark(d.blocks, nil)
	for i := range d.blocks {
		if b := &d.blocks[i]; b.tail && tailLabel().MatchString(". "+b.text) {
			b.part = news.Chrome
		}
	}
	d.blocks = joinSentences(d.blocks)
	d.findEntries()
	first, _ = d.settleBody(x.cuts, false)
	d.outlet = d.nameOutlet(topLines(src))
	return first, aside
}

// withoutInsets takes out the lines that the page strews among its paragraphs:
// those that stand on it three times or more with prose between.
func withoutInsets(blocks []block) (kept, aside []block) {
	const most = 14 // words
	type line struct{ times, parted, last int }
	seen := map[string]line{}
	keys := make([]string, len(blocks))
	prose := 0 // blocks so far
	for i := range blocks {
		f := blocks[i].says().words()
		if f.words > most || f.prose && f.words > 8 || blocks[i].tail {
			prose++
			continue
		}
		keys[i] = squash(blocks[i].text)
		l := seen[keys[i]]
		if l.times > 0 && prose > l.last {
			l.parted++
		}
		seen[keys[i]] = line{l.times + 1, l.parted, prose}
	}
	for i := range blocks {
		l := seen[keys[i]]
		blocks[i].furniture = keys[i] != "" && l.times >= 3 && l.parted >= 2
	}
	return setAside(blocks)
}

// topLines are the first lines of a text as they stand.
func topLines(src string) []string {
	var out []string
	for raw := range strings.Lines(src[:min(len(src), 4<<10)]) {
		if strings.ContainsFunc(raw, isWordRune) {
			out = append(out, raw)
		}
		if len(out) == 12 {
			break
		}
	}
	return out
}

// entity is an HTML entity that a dump left undecoded.
var entity = lazily(`&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});|&nbsp\b`)

// textBlocks cuts a text into the units that are told apart: paragraphs, and
// the sentences of paragraphs so long that they may hold more than an article.
func textBlocks(src string) []block {
	lines := unwrap(splitLines(src))
	out := make([]block, 0, len(lines))
	for _, l := range lines {
		if len(out) >= maxBlocks {
			break
		}
		b := block{text: l.text, list: l.bullet, indent: l.indent, gap: l.blank, said: l.said}
		if len(l.text) > longLine {
			for i, s := range sentences(l.text) {
				b.text, b.tail = s, i > 0
				if i > 0 {
					b.gap = 0
				}
				out = append(out, b)
			}
			continue
		}
		if m := tailLabel().FindStringSubmatchIndex(l.text); m != nil && m[2] > 120 {
			b.text = strings.TrimSpace(l.text[:m[2]])
			out = append(out, b)
			b = block{text: l.text[m[2]:], tail: true}
		}
		out = append(out, b)
	}
	return out
}

// cutSignOffs gives the mark by which an agency ends its report a block of its
// own: "… he said. (end) hm.rk".
func cutSignOffs(blocks []block) []block {
	var out []block
	for i, b := range blocks {
		var m []int
		if end := ending(b.text, 60); containsFolded(end, "end", "(more)") {
			m = signOff().FindStringSubmatchIndex(end)
		}
		if m == nil || m[2] == 0 || len(blocks) >= maxBlocks {
			if out != nil {
				out = append(out, b)
			}
			continue
		}
		if out == nil {
			out = append(make([]block, 0, len(blocks)+4), blocks[:i]...)
		}
		at := len(b.text) - len(ending(b.text, 60)) + m[2]
		rest := b
		b.text, rest.text, rest.tail, rest.gap = strings.TrimSpace(b.text[:at]), b.text[at:], true, 0
		b.link, rest.link = min(b.link, len(b.text)), 0
		out = append(out, b, rest)
	}
	if out == nil {
		return blocks
	}
	return out
}

var signOff = lazily(`[.!?"”'’)]\s*((?i:\(ends?\)|\bend ?item\b|\(more\)|-+ ?ends? ?-+)[\s\w./-]{0,20})$`)

// longLine is the size in bytes from which a line is read sentence by sentence.
const longLine = 1600

// sentences cuts s roughly; the pieces are told apart and joined again.
func sentences(s string) []string {
	var out []string
	start := 0
	for i := 0; i < len(s); i++ {
		if s[i] != ' ' || i-start < 40 || !endsSentence(s[max(start, i-12):i]) || abbreviation().MatchString(s[max(start, i-8):i]) {
			continue
		}
		r, _ := utf8.DecodeRuneInString(s[i+1:])
		if !unicode.IsLower(r) {
			out = append(out, s[start:i])
			start = i + 1
		}
	}
	rest := s[start:]
	if m := tailLabel().FindStringSubmatchIndex(rest); m != nil {
		out = append(out, strings.TrimSpace(rest[:m[2]]))
		rest = rest[m[2]:]
	}
	return append(out, rest)
}

var abbreviation = lazily(`(?:^|[\s(.])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Capt|Sen|Rep|Gov|St|No|vs|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Inc|Co|Corp|Ltd)\.$`)

// joinSentences puts long lines together again. What stands between two pieces
// of body on one line is body.
func joinSentences(blocks []block) []block {
	for i := 0; i < len(blocks); {
		j, first, last := i+1, -1, -1
		for j < len(blocks) && blocks[j].tail {
			j++
		}
		for k := i; k < j; k++ {
			if blocks[k].part == news.Body {
				if first < 0 {
					first = k
				}
				last = k
			}
		}
		for k := first; k >= 0 && k <= last; k++ {
			blocks[k].part = news.Body
		}
		i = j
	}
	out := blocks[:0]
	for _, b := range blocks {
		if n := len(out) - 1; b.tail && n >= 0 && out[n].part == b.part && len(out[n].text)+len(b.text) < maxBlockSize {
			out[n].text += " " + b.text
			continue
		}
		out = append(out, b)
	}
	return out
}

// tailLabel is a label left at a paragraph's end when what it labelled was a
// link or a picture: "…, he said. Source:".
var tailLabel = lazily(`[.!?][”"’')\]]*\s+((?i:source|sources|via|photo|image|read more|read also|also read|see also|tags|follow us|share this|related)\s*:?(?:\s+[^\s.!?]+){0,4}\s*)$`)

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
	if info.Script == nil || info.Lang < 0 || info.Confidence <= 0 { // of two languages alike either may come first
		return ""
	}
	return info.Lang.Iso6391()
}

// liftLead makes body of a lead right above it that was taken for none, and
// gives the body's first block.
func (d *draft) liftLead(first int) int {
	for i := first - 1; i >= max(0, first-2) && d.blocks[i].says().isLead() && !d.blocks[i].list && d.blocks[i].link == 0; i-- {
		d.blocks[i].part = news.Body
		first = i
	}
	return first
}

// leadIsTitle holds for a first block of one short sentence that ends as titles
// do, or stands off from the body by lines that are none of it.
func (d *draft) leadIsTitle(first int) bool {
	b := &d.blocks[first]
	if b.list || b.says().isLead() || titleScore(b.says()) <= 0 || len(sentences(b.text)) > 1 || len(strings.Fields(b.text)) > 25 {
		return false
	}
	_, last := d.bounds()
	return last > first && (!strings.HasSuffix(b.text, ".") || d.blocks[first+1].part != news.Body)
}

// vocabulary is the content words of the article's first paragraphs.
func (d *draft) vocabulary(first int) map[uint64]bool {
	told := map[uint64]bool{}
	n := 0
	for i := first; i < len(d.blocks) && n < 400; i++ {
		if d.blocks[i].part != news.Body {
			continue
		}
		f := d.blocks[i].says().words()
		n += f.words
		for _, h := range f.content {
			told[h] = true
		}
	}
	return told
}

// overlap is the share of a line's content words that are among told.
func overlap(line *reading, told map[uint64]bool) float64 {
	f := line.words()
	if len(f.content) == 0 {
		return 0
	}
	n := 0
	for _, h := range f.content {
		if told[h] {
			n++
		}
	}
	return float64(n) / float64(len(f.content))
}

// titleScore says how much a line alone reads like a headline.
func titleScore(r *reading) int {
	s := r.text
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
	if r.standsAlone() || furniture().MatchString(s) {
		return 0
	}
	if last, _ := utf8.DecodeLastRuneInString(s); last == '.' || last == ':' {
		v -= 10
	}
	return v
}
