package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is one line of a text as it stands, its marks read off.
type line struct {
	text   string // squeezed, without the bullet
	indent int    // columns before the first mark or word
	bullet bool
	blank  int // blank lines before
	said   *reading
}

// splitLines reads off the lines that hold anything but rules ("-----").
func splitLines(s string) []line {
	var out []line
	blank := 0
	for raw := range strings.Lines(s) {
		text := strings.TrimRightFunc(raw, unicode.IsSpace)
		l := line{blank: blank}
		text, l.indent = cutIndent(text)
		text, l.bullet = cutBullet(text)
		for len(text) > maxBlockSize { // one line may be all of a large page
			cut := strings.LastIndexByte(text[:maxBlockSize], ' ')
			if cut <= 0 {
				cut = maxBlockSize
				for !utf8.RuneStart(text[cut]) {
					cut--
				}
			}
			piece := l
			piece.text = squeeze(text[:cut])
			out = append(out, piece)
			l.blank, l.bullet = 0, false
			text = text[cut:]
		}
		l.text = squeeze(text)
		if !strings.ContainsFunc(l.text, isWordRune) {
			if l.text == "" || isRule(l.text) {
				blank++
				continue
			}
		}
		blank = 0
		out = append(out, l)
		if len(out) >= maxBlocks {
			break
		}
	}
	return out
}

func cutIndent(s string) (rest string, columns int) {
	for i, r := range s {
		switch {
		case r == '\t':
			columns += 8 - columns%8
		case unicode.IsSpace(r):
			columns++
		default:
			return s[i:], columns
		}
	}
	return "", columns
}

// cutBullet takes off a list mark: "• ", "* ", "- ", "– ", "·", "▪", "►", ….
func cutBullet(s string) (rest string, ok bool) {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case strings.ContainsRune("•◦▪▫■□●○‣⁃►▶▸»›·∙➤✓✔➔→", r):
		return strings.TrimLeftFunc(s[n:], unicode.IsSpace), true
	case strings.ContainsRune("*-–—+", r) && n < len(s):
		next, _ := utf8.DecodeRuneInString(s[n:])
		if unicode.IsSpace(next) {
			rest := strings.TrimLeftFunc(s[n:], unicode.IsSpace)
			return rest, rest != ""
		}
	}
	return s, false
}

func isRule(s string) bool {
	return len(s) >= 2 && strings.Trim(s, "-=_*~#. +–—|") == ""
}

// unwrap joins lines that some program broke to fit a width. Two neighbours
// are joined when the first is as full as its paragraph's width allows: the
// next line's first word would not have fitted any more.
func unwrap(lines []line) []line {
	step, ok := wrapStep(lines)
	if !ok {
		return lines
	}
	var out []line
	for i := 0; i < len(lines); {
		j := i + 1
		for j < len(lines) && lines[j].blank == step && !lines[j].bullet && continues(lines[j-1], lines[j], j-1 == i) && !lines[j-1].says().standsAlone() && !lines[j].says().standsAlone() {
			j++
		}
		out = append(out, joinWrapped(lines[i:j])...)
		i = j
	}
	return out
}

// wrapWidth bounds the widths that texts are wrapped to, in runes.
const minWrap, maxWrap = 40, 120

// wrapStep tells whether the text is wrapped at all, and how many blank lines
// stand between the lines of one paragraph: 0, or 1 in double-spaced text.
func wrapStep(lines []line) (step int, ok bool) {
	for _, step := range []int{0, 1} {
		w := wrapping{step: step}
		for i := 1; i < len(lines); i++ {
			w.see(lines[i-1], lines[i])
		}
		if w.wrapped() {
			return step, true
		}
	}
	return 0, false
}

// wrapping counts what speaks for a text being wrapped.
type wrapping struct {
	step   int
	pairs  int // lines of fitting width with the next so near that they may be one paragraph's
	full   int // of these, whose first ends no sentence
	open   int // of these, that cannot end where the first does
	long   int // lines wider than any wrapping
	widths []int
	needs  []int // of each pair, with the first word of the next
}

func (w *wrapping) see(a, b line) {
	n := utf8.RuneCountInString(a.text) + a.indent
	if n > maxWrap {
		w.long++
	}
	if b.blank != w.step || b.bullet || n < minWrap || n > maxWrap {
		return
	}
	w.pairs++
	word, _, _ := strings.Cut(b.text, " ")
	w.widths = append(w.widths, n)
	w.needs = append(w.needs, n+1+utf8.RuneCountInString(word))
	if endsSentence(a.text) {
		return
	}
	w.full++
	// Headlines one below the other begin with capitals.
	if first, _ := utf8.DecodeRuneInString(b.text); !unicode.IsUpper(first) || goesOn(a.text) {
		w.open++
	}
}

// wrapped holds where most lines run on, or where the few there are leave off
// only where the next word would not have fitted.
func (w *wrapping) wrapped() bool {
	switch {
	case w.pairs == 0 || w.long*5 >= max(w.pairs, 5):
		return false
	case w.pairs >= 3 && w.full*2 >= w.pairs && w.open*5 >= w.pairs*2:
		return true
	case w.step > 0:
		return false
	}
	width := slices.Max(w.widths)
	filled := 0
	for _, n := range w.needs {
		if n > width {
			filled++
		}
	}
	return width >= narrowest && width <= widest && filled*5 >= w.pairs*4 && w.open > 0 && w.open*4 >= w.full
}

// Widths between which a text of few lines is taken for wrapped, in runes.
const narrowest, widest = 56, 100

// goesOn holds for a line whose last word or mark wants more.
func goesOn(s string) bool {
	if strings.HasSuffix(s, ",") {
		return true
	}
	switch s[strings.LastIndexByte(s, ' ')+1:] {
	case "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "and", "or", "but", "that", "which", "who", "its", "his", "her", "their", "as", "than", "between", "into", "was", "were", "is", "are", "had", "has", "have", "would", "will", "not":
		return true
	}
	return false
}

// continues reports whether b may carry on a's paragraph: same indent, unless
// a opens it or hangs.
func continues(a, b line, first bool) bool {
	if first {
		return b.indent <= a.indent || a.bullet
	}
	return b.indent == a.indent
}

// says is the reading of the line's words as they are now.
func (l *line) says() *reading {
	if l.said == nil || l.said.text != l.text {
		l.said = read(l.text)
	}
	return l.said
}

func joinWrapped(run []line) []line {
	width := 0
	for _, l := range run {
		width = max(width, l.indent+utf8.RuneCountInString(l.text))
	}
	var out []line
	cur := run[0]
	for i := 1; i < len(run); i++ {
		prev, next := run[i-1], run[i]
		word, _, _ := strings.Cut(next.text, " ")
		n := prev.indent + utf8.RuneCountInString(prev.text)
		slack := width - n - 1 - utf8.RuneCountInString(word)
		first, _ := utf8.DecodeRuneInString(next.text)
		joined := n >= minWrap && width <= maxWrap &&
			(slack <= 0 || slack <= 6 && !endsSentence(prev.text) || !endsSentence(prev.text) && unicode.IsLower(first))
		if !joined {
			out = append(out, cur)
			cur = next
			continue
		}
		if strings.HasSuffix(cur.text, "-") && unicode.IsLower(first) && hyphenated(cur.text) {
			cur.text = strings.TrimSuffix(cur.text, "-") + next.text
		} else {
			cur.text += " " + next.text
		}
	}
	return append(out, cur)
}

// hyphenated reports whether s ends in a word broken at the line's end rather
// than a dash.
func hyphenated(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(s, "-"))
	return unicode.IsLower(r)
}

// endsSentence reports whether s ends as sentences do, quotes and brackets
// after the mark allowed.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, "\"'”’»)]")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…:。！？؟।", r)
}
