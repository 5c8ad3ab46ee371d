package extract

import (
	"strings"

	"chancery/internal/news"
)

// A page may run on into a second article, with a marker in between or none.
// Every cut between two paragraphs of the body is judged by how the words and
// names after it hang together with those before; the model is fitted by
// training/lines on articles glued to each other.

// paragraph is one block of body as a cut is judged by it.
type paragraph struct {
	block   int // index of its block
	words   int
	content []uint64
	names   []uint64
	linked  bool // opens by pointing back: "He also …", "The ministry, however, …"
	opens   bool // opens as an article does: "ANKARA, May 3 (Agency) -"
	between int  // blocks since the paragraph before that are not body
}

const cutWidth = 19

// gluedAt is the probability from which the rest is taken for another article;
// apartAt where two paragraphs or more share no name and hardly a word with
// what comes before. On held-out articles the two together cut 1.5 % of those
// that have nothing glued to them, mostly by their last paragraph.
const gluedAt, apartAt = .7, .3

// Where it takes markup not to notice a second article, or where most of the
// page would go, the model must be surer.
const surelyGlued = .9

// dropGlued makes a second article at the body's end chrome.
func (d *draft) dropGlued(cuts *forest, markup bool) {
	pars := d.paragraphs()
	if len(pars) < 2 {
		return
	}
	rows := cutRows(pars, d.title)
	best, at := float32(0), -1
	for j := 1; j < len(pars); j++ {
		if p := cuts.predict(rows[(j-1)*cutWidth : j*cutWidth]); p > best {
			best, at = p, j
		}
	}
	if at < 0 {
		return
	}
	row := rows[(at-1)*cutWidth:]
	names, words := row[1], row[6] // shared by both sides; known to the next paragraphs
	apart := names <= 0 && words < .1 && at <= len(pars)-2
	before, after := row[10], row[11] // logarithms of words
	switch {
	case best >= surelyGlued:
	case markup, after > before+.4:
		return
	case best < gluedAt && !(apart && best >= apartAt):
		return
	}
	for i := pars[at].block; i < len(d.blocks); i++ {
		switch d.blocks[i].part {
		case news.Body, news.Heading, news.Caption:
			d.blocks[i].part = news.Chrome
		}
	}
}

// paragraphs are the blocks of body that hold a sentence.
func (d *draft) paragraphs() []paragraph {
	var out []paragraph
	between := 0
	for i := range d.blocks {
		b := &d.blocks[i]
		if b.part != news.Body {
			between++
			continue
		}
		if p := paragraphOf(b.says()); p.words >= 6 {
			p.block, p.between = i, between
			out = append(out, p)
			between = 0
		}
	}
	return out
}

func paragraphOf(r *reading) paragraph {
	f, s := r.words(), r.text
	return paragraph{
		words: f.words, content: f.content, names: f.names,
		linked: pointsBack().MatchString(s[:min(len(s), 160)]),
		opens:  newsOpening().MatchString(s[:min(len(s), 120)]),
	}
}

var (
	pointsBack  = lazily(`(?i)^["“'(]?(?:he|she|it|they|his|her|its|their|this|these|those|that|such|but|and|however|also|meanwhile|earlier|later|still|yet|both|the (?:two|latter|former|same|statement|report|agreement|meeting|move|decision))\b|\b(?:also|however|too|added|too|as well|meanwhile|earlier|the same)\b`)
	newsOpening = lazily(`^[\p{Lu}][\p{Lu} .'’/-]{2,40}(?:,[^—–:-]{2,40})?(?:\s*\([^)]{2,30}\))?\s*(?:[—–:]|-{1,2}\s)|\([A-Z][\w ]{1,20}\)\s*[—–-]`)
)

// cutRows gives a row for the cut before each paragraph but the first.
func cutRows(pars []paragraph, title string) []float32 {
	n := len(pars)
	content := cutCounts(pars, func(p *paragraph) []uint64 { return p.content })
	names := cutCounts(pars, func(p *paragraph) []uint64 { return p.names })
	told := map[uint64]bool{}
	lead := map[uint64]bool{}
	for _, h := range factOf(title).content {
		told[h], lead[h] = true, true
	}
	for _, h := range pars[0].names {
		lead[h] = true
	}
	total := 0
	for i := range pars {
		total += pars[i].words
	}
	window := make([]float32, n)
	windowNames := make([]float32, n)
	windowLead := make([]float32, n)
	named := make([]int, n)
	before := make([]int, n)
	for j := range pars {
		if j > 0 {
			before[j] = before[j-1] + pars[j-1].words
			for _, h := range pars[j-1].content {
				told[h] = true
			}
		}
		var hit, all, nameHit, leadHit, taken int
		for k := j; k < min(n, j+4) && taken < 110; k++ {
			taken += pars[k].words
			for _, h := range pars[k].content {
				all++
				hit += int(bit(told[h]))
			}
			for _, h := range pars[k].names {
				named[j]++
				nameHit += int(bit(told[h]))
				leadHit += int(bit(lead[h]))
			}
		}
		window[j] = part(hit, all)
		windowNames[j] = part(nameHit, named[j])
		windowLead[j] = part(leadHit, named[j])
	}
	meanBridge, meanWindow := float32(0), float32(0)
	for j := 1; j < n; j++ {
		meanBridge += part(content[j].over, min(content[j].head, content[j].tail)) / float32(n-1)
		meanWindow += window[j] / float32(n-1)
	}
	rows := make([]float32, 0, (n-1)*cutWidth)
	for j := 1; j < n; j++ {
		c, m := content[j], names[j]
		bridge := part(c.over, min(c.head, c.tail))
		rows = append(rows,
			bridge, part(m.over, min(m.head, m.tail)),
			part(c.over, c.tail), part(c.over, c.head), part(m.over, m.tail), part(m.over, m.head),
			window[j], windowNames[j], windowLead[j], logf(named[j]),
			logf(before[j]), logf(total-before[j]), logf(n-j), logf(pars[j].words),
			bit(pars[j].linked), bit(pars[j].opens), float32(min(pars[j].between, 4)),
			bridge-meanBridge, window[j]-meanWindow,
		)
	}
	return rows
}

// part is a share, -1 of nothing.
func part(n, of int) float32 {
	if of == 0 {
		return -1
	}
	return float32(n) / float32(of)
}

// cutCount counts the types on both sides of a cut, and those on both.
type cutCount struct{ head, tail, over int }

func cutCounts(pars []paragraph, of func(*paragraph) []uint64) []cutCount {
	type reach struct{ first, last int }
	at := map[uint64]reach{}
	for i := range pars {
		for _, h := range of(&pars[i]) {
			if r, ok := at[h]; ok {
				at[h] = reach{r.first, i}
			} else {
				at[h] = reach{i, i}
			}
		}
	}
	out := make([]cutCount, len(pars)+1)
	for _, r := range at {
		out[r.first+1].head++
		out[r.last].tail++
		out[r.first+1].over++
		out[r.last+1].over--
	}
	for j := 1; j < len(out); j++ {
		out[j].head += out[j-1].head
		out[j].over += out[j-1].over
	}
	for j := len(out) - 2; j >= 0; j-- {
		out[j].tail += out[j+1].tail
	}
	return out[:len(pars)]
}

// isEnding holds for short lines in wording that no article ends or begins with.
func isEnding(r *reading) bool {
	s := r.text
	if len(strings.Fields(s)) > 28 {
		return false
	}
	switch r.cued() {
	case cueRelated, cueCookie: // "Similar greetings came from …", "He gave his consent …"
		return len(strings.Fields(s)) < 10 || !strings.HasSuffix(s, ".") || strings.Contains(s, ": ")
	case cueComment, cueSubscribe: // "Comments by the minister angered Peru."
		return !r.tells()
	case cueShare, cueRights, cueTags, cueAd, cueCount:
		return true
	}
	return false
}

// tells holds for a sentence about others, as news has them: it names some,
// speaks to nobody and asks for nothing.
func tells(r *reading) bool {
	f, s := r.words(), r.text
	return strings.HasSuffix(s, ".") && f.words >= 6 && f.you == 0 && len(f.names) > 0 && !asks().MatchString(s) && !strings.ContainsAny(s, "@:|")
}

// isLead holds for a sentence that opens or carries on a report, and that no
// headline is like: it says who said it, or on which day of the week it was.
func isLead(r *reading) bool {
	f, s := r.words(), r.text
	return strings.HasSuffix(s, ".") && f.words >= 4 && f.you == 0 && len(f.names) > 0 && !f.allCaps && saidOrDay().MatchString(s) &&
		!asks().MatchString(s) && !r.isByline() && !r.isDateline() && !r.isCredit()
}

var saidOrDay = lazily(`\b(?:said|told|announced|(?:on|late|early) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b`)

var asks = lazily(`(?i)^(?:please\s+)?(?:subscribe|sign|get|join|register|donate|download|support|follow|read|click|leave|post|add|write|comment|log|become|enter|receive|try|start)\b|\bare (?:closed|moderated|welcome)\b|\bsign[- ]up\b|\bin your\b|\bthis (?:site|page|article|newsletter)\b`)
