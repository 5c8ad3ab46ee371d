package extract

import (
	"slices"
	"strings"
	"unicode/utf8"

	"chancery/internal/news"
)

// titleAbove finds a dump's title: of the lines above the body's first block, and
// that block where it may be one, the one that the model takes for it most. A
// title that ends like a sentence is easily taken for the lead; it isn't body
// when it stands on the page twice.
func (d *draft) titleAbove(model *forest, first int) {
	if first = d.freeLead(first); first < 0 {
		return
	}
	rows, at := d.titleRows(first)
	at, rows = d.withoutMasthead(at, rows, first)
	best, most := -1, float32(leastTitle)
	for n, i := range at {
		p := model.predict(rows[n*titleWidth : (n+1)*titleWidth])
		if s := d.blocks[i].text; len(d.entries) > 0 && (isDigest(s) || liveTitle().MatchString(s)) {
			p++ // no model has seen such pages
		}
		if p > most { // of two alike the upper
			best, most = i, p
		}
	}
	if best < 0 {
		best = d.onlyLine(at, first)
	}
	if best >= 0 {
		d.takeTitle(best, first)
	}
}

// withoutMasthead leaves out the lines that are the name of the outlet: the one that the first line of
// the body is signed with, "SEOUL (Harbour Post) -", or the page's first line.
func (d *draft) withoutMasthead(at []int, rows []float32, first int) ([]int, []float32) {
	opens := d.blocks[first].text
	opens = opens[:min(len(opens), 100)]
	kept, keptRows := at[:0:0], rows[:0:0]
	for n, i := range at {
		if s := d.blocks[i].text; i < first && (strings.Contains(opens, "("+s+")") || i == 0 && d.isOutlet(s)) {
			continue
		}
		kept, keptRows = append(kept, i), append(keptRows, rows[n*titleWidth:(n+1)*titleWidth]...)
	}
	return kept, keptRows
}

// onlyLine is the one line above the body that may be its title, set off from it; -1 where there are
// none or several.
func (d *draft) onlyLine(at []int, first int) int {
	if len(at) != 1 || at[0] >= first {
		return -1
	}
	b := &d.blocks[at[0]]
	if n := len(strings.Fields(b.text)); n < 2 || n > 20 || b.list || b.link > 0 || strings.HasSuffix(b.text, ".") || strings.HasSuffix(b.text, ":") || d.blocks[at[0]+1].gap == 0 {
		return -1
	}
	return at[0]
}

// leastTitle is the probability from which a line may be the title.
const leastTitle = .05

// freeLead makes none of the body of those of its first blocks that stand on the
// page again or by themselves, body of a lead above, and gives the body's first
// block; -1 for none.
func (d *draft) freeLead(first int) int {
	if first < 0 {
		return first
	}
	for i := first; i < min(first+3, len(d.blocks)); i++ {
		b := &d.blocks[i]
		if b.part != news.Body || len(b.text) > 300 {
			continue
		}
		again := false
		for j := max(0, i-12); j < min(i+4, len(d.blocks)); j++ {
			again = again || j != i && squash(d.blocks[j].text) == squash(b.text)
		}
		if again || b.says().standsAlone() {
			b.part = news.Chrome
		}
	}
	if first, _ = d.bounds(); first < 0 {
		return first
	}
	if e := slices.IndexFunc(d.blocks, func(b block) bool { return b.entry > 0 }); e >= 0 && e < first {
		return e // what heads an entry is no title of the page
	}
	return d.liftLead(first)
}

// takeTitle makes the title of a block, and chrome of the headings above it.
func (d *draft) takeTitle(best, first int) {
	d.blocks[best].part = news.Title
	d.title = d.blocks[best].text
	for i := max(0, first-titleReach); i < first; i++ {
		b := &d.blocks[i]
		if i == best {
			continue
		}
		rest, ok := strings.CutPrefix(b.text, d.title)
		switch {
		case ok && rest != "" && isCredit(strings.TrimSpace(rest)): // the title again, over its picture
			b.part = news.Credit
			d.credits = append(d.credits, strings.TrimSpace(rest))
		case b.part == news.Heading && (i < best || squash(b.text) == squash(d.title)):
			b.part = news.Chrome
		}
	}
}

// titleReach is how far above the body the title may stand, in blocks.
const titleReach = 40

const titleWidth = 36

// titleRows describes the lines that may be the title, by a row each; at are
// their blocks. training/lines fits the model on them.
func (d *draft) titleRows(first int) (rows []float32, at []int) {
	told := d.vocabulary(first)
	times := map[string]int{} // lines of the page alike
	for i := range d.blocks {
		if len(d.blocks[i].text) < 400 {
			times[squash(d.blocks[i].text)]++
		}
	}
	top := max(0, first-titleReach)
	most := 0.0
	for i := top; i < first; i++ {
		most = max(most, overlap(d.blocks[i].says(), told))
	}
	for i := top; i < min(len(d.blocks), first+1); i++ {
		b := &d.blocks[i]
		if n := b.says().words().words; n == 0 || n > 45 || b.says().isLead() || b.says().standsAlone() || i == first && !d.leadIsTitle(first) {
			continue
		}
		rows = append(rows, d.titleRow(i, top, first, told, times, most)...)
		at = append(at, i)
	}
	return rows, at
}

func (d *draft) titleRow(i, top, first int, told map[uint64]bool, times map[string]int, most float64) []float32 {
	b := &d.blocks[i]
	r := b.says()
	f := r.words()
	about := overlap(r, told)
	last, _ := utf8.DecodeLastRuneInString(b.text)
	caption := 0
	for j := top; j < first; j++ {
		if other := d.blocks[j].text; j != i && strings.HasPrefix(other, b.text) && isCredit(strings.TrimSpace(other[len(b.text):])) {
			caption++
		}
	}
	signed := 4 // lines down to one that dates or signs the page
	for n := 3; n > 0; n-- {
		if j := i + n; j < len(d.blocks) && d.blocks[j].says().standsAlone() {
			signed = n
		}
	}
	above, below, aboveAbout, belowAbout, gap := 0, 0, -1.0, -1.0, 0
	if i > 0 {
		above, aboveAbout = d.blocks[i-1].says().words().words, overlap(d.blocks[i-1].says(), told)
	}
	if i+1 < len(d.blocks) {
		below, belowAbout, gap = d.blocks[i+1].says().words().words, overlap(d.blocks[i+1].says(), told), d.blocks[i+1].gap
	}
	between := 0
	for j := i + 1; j < first; j++ {
		if !d.blocks[j].says().standsAlone() {
			between += d.blocks[j].says().words().words
		}
	}
	return []float32{
		logf(f.words), float32(titleScore(r)), float32(about), float32(about - most), float32(len(f.content)), float32(len(f.names)),
		float32(first - i), float32(min(i, 80)), float32(i-top) / float32(max(first-top, 1)), logf(first),
		float32(min(times[squash(b.text)], 4)), float32(caption), bit(b.list), float32(b.indent), float32(b.gap), float32(gap),
		bit(last == '.'), bit(last == '?' || last == '!'), bit(last == ':' || last == '…'), bit(r.standsAlone()), bit(furniture().MatchString(b.text)),
		float32(f.bars), f.upper, bit(f.allCaps), f.digits, f.common, f.you,
		bit(d.outlet != "" && strings.HasPrefix(b.text, d.outlet)), bit(d.isOutlet(b.text)), float32(signed),
		logf(above), logf(below), float32(aboveAbout), float32(belowAbout), logf(between), float32(partRank(b.part)),
	}
}

// partRank is what a line was taken for, as a number.
func partRank(p news.Part) int {
	switch p {
	case news.Body:
		return 2
	case news.Heading:
		return 1
	}
	return 0
}
