package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
)

// settleBody tidies what the model took for body: headings and captions among
// it are told, and in text a heading that heads nothing is none, and stray
// pieces far from the article are dropped. It gives the first and last block of the article,
// -1 when there is none.
func (d *draft) settleBody(cuts *forest, markup bool) (first, last int) {
	if !markup {
		d.oneParagraph()
	}
	words := make([]int, len(d.blocks))
	for i := range d.blocks {
		b := &d.blocks[i]
		if b.part != news.Body {
			continue
		}
		words[i] = len(strings.Fields(b.text))
		switch {
		case b.says().isCount(), b.list && b.where&inTable == 0 && !strings.ContainsFunc(b.text, unicode.IsLetter): // "12.50", a mark of a timeline
			b.part, words[i] = news.Chrome, 0
		case b.where&inFigure != 0 && b.where&inCaption != 0:
			b.part = news.Caption
		case b.level > 0, isHeading(b, words[i]):
			b.part = news.Heading
		case len(b.text) < 600:
			if credit := captionCredit(b.text); credit != "" {
				b.part = news.Caption
				d.credits = append(d.credits, credit)
			}
		}
	}
	if len(d.entries) == 0 { // else they are what the page is made of
		if !markup { // the elements around a block say it better
			d.dropStrays(words)
		}
		d.dropGlued(cuts, markup)
	}
	first, last = d.bounds()
	for last > first && isEnding(d.blocks[last].says()) {
		d.blocks[last].part = news.Chrome
		first, last = d.bounds()
	}
	for first < last && isEnding(d.blocks[first].says()) {
		d.blocks[first].part = news.Chrome
		first, last = d.bounds()
	}
	for i := last + 1; i < len(d.blocks); i++ { // headings below the last paragraph; in markup they may head a table
		if p := d.blocks[i].part; !markup && p == news.Heading || p == news.Caption {
			d.blocks[i].part = news.Chrome
		}
	}
	return first, last
}

// oneParagraph finds the body of a text in which the model saw none: of a brief
// of a few sentences all of them, else the longest paragraph of prose.
func (d *draft) oneParagraph() {
	const few = 12      // blocks
	best, most := -1, 7 // words that make a sentence
	var said []int
	for i := range d.blocks {
		b := &d.blocks[i]
		if b.part == news.Body {
			return
		}
		n := len(strings.Fields(b.text))
		if n > most && strings.ContainsAny(ending(b.text, 4), ".!?”\"…") {
			best, most = i, n
		}
		if b.says().isLead() || n > 7 && b.says().tells() {
			said = append(said, i)
		}
	}
	if len(said)*2 >= len(d.blocks) && len(d.blocks) <= few {
		for _, i := range said {
			d.blocks[i].part = news.Body
		}
	}
	if best >= 0 {
		d.blocks[best].part = news.Body
	}
}

// captionEnd is the credit that a picture's caption ends with.
var captionEnd = lazily(`(?:(?i:photos?|pictures?|photograph|images?|foto|courtesy|credits?)(?i: by| credit| courtesy)?\s*[:/©]\s*[^.:]{2,60}|\((?:[A-Z][\w. ]{0,30}[/ ])?(?i:photos?|images?|handout|file)\b[^()]{0,60}\)|(?:©|ⓒ)\s?[^.]{2,60}|\((?:AP|AFP|EPA|Reuters|REUTERS|Getty Images|Xinhua|Yonhap|TASS|Kyodo)(?:/[^()]{2,40})?\))\s*$`)

// captionCredit is the credit that s ends with, "" if none.
func captionCredit(s string) string {
	s = ending(s, 120)
	if !strings.HasSuffix(strings.TrimSpace(s), ")") && !containsFolded(s, "photo", "picture", "image", "foto", "courtesy", "credit", "©", "ⓒ") {
		return ""
	}
	return captionEnd().FindString(s)
}

// ending is at most the last n bytes of s, from a rune's start on.
func ending(s string, n int) string {
	i := max(0, len(s)-n)
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return s[i:]
}

// bounds are the first and last block of body proper, -1 when there is none.
func (d *draft) bounds() (first, last int) {
	first, last = -1, -1
	for i := range d.blocks {
		if d.blocks[i].part == news.Body {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	return first, last
}

func isHeading(b *block, words int) bool {
	return !b.list && !b.tail && words <= 14 && !endsSentence(b.text) && !strings.HasSuffix(b.text, ",") && !strings.ContainsAny(b.text[:1], "\"'") &&
		!strings.HasPrefix(b.text, "“") && !strings.HasPrefix(b.text, "«")
}

// dropStrays drops runs of body that are small beside the article and stand
// far from it.
func (d *draft) dropStrays(words []int) {
	type run struct{ from, to, words int }
	const far = 12 // blocks
	var runs []run
	most := 0
	for i := range d.blocks {
		if words[i] == 0 {
			continue
		}
		if n := len(runs); n > 0 && i-runs[n-1].to <= far {
			runs[n-1].to, runs[n-1].words = i, runs[n-1].words+words[i]
		} else {
			runs = append(runs, run{i, i, words[i]})
		}
		most = max(most, runs[len(runs)-1].words)
	}
	for _, r := range runs {
		if r.words*5 < most {
			for i := r.from; i <= r.to; i++ {
				d.blocks[i].part = news.Chrome
			}
		}
	}
}
