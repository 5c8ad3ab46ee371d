package extract

import (
	"bufio"
	"encoding/binary"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// folds of pages, by name: what is measured on one is fitted on the others.
const folds = 5

func foldOf(name string) int { return int(nameHash(name) % folds) }

func nameHash(name string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	return h.Sum64() >> 8
}

// TestWriteRows writes the rows that training/lines/fit.py fits the models on,
// into the folder that CHANCERY_ROWS names.
func TestWriteRows(t *testing.T) {
	dir := os.Getenv("CHANCERY_ROWS")
	if dir == "" {
		t.Skip("CHANCERY_ROWS is not set")
	}
	text := newRowFile(t, filepath.Join(dir, "text.rows"))
	markup := newRowFile(t, filepath.Join(dir, "markup.rows"))
	var fit []trainPage
	byFold := make([][]*trainPage, folds)
	for _, set := range []string{"wcxb-dev", "trafilatura"} {
		for _, p := range readPages(t, set) {
			tp, ok := newTrainPage(p)
			if !ok {
				continue
			}
			markup.writePage(&tp)
			if len(tp.body) > 0 {
				fit = append(fit, tp)
			}
		}
	}
	for i := range fit {
		byFold[foldOf(fit[i].Name)] = append(byFold[foldOf(fit[i].Name)], &fit[i])
	}
	reports := polnear(t)
	for i := range fit {
		k := foldOf(fit[i].Name)
		rng := rand.New(rand.NewPCG(nameHash(fit[i].Name), 1))
		for round := range 4 {
			p, other := &fit[i], byFold[k][rng.IntN(len(byFold[k]))]
			frame := byFold[k][rng.IntN(len(byFold[k]))]
			if round >= 2 && len(reports) > 0 { // the same frame around a news report
				q := p.around(&reports[rng.IntN(len(reports))])
				p, other = &q, &reports[rng.IntN(len(reports))]
			}
			blocks, _ := withoutInsets(cutSignOffs(textBlocks(p.dump(rng, other, frame))))
			label := make([]int8, len(blocks))
			for j, in := range align(blocks, p.body) {
				label[j] = int8(bit(in))
			}
			text.write(fit[i].Name, blocks, label)
		}
	}
	cuts := newRowFile(t, filepath.Join(dir, "cut.rows"))
	for i := range reports {
		cuts.writeCuts(&reports[i], reports)
	}
	for i := range fit {
		if len(fit[i].body) > 0 {
			cuts.writeCuts(&fit[i], fit)
		}
	}
	text.close(t)
	markup.close(t)
	cuts.close(t)
	writeTitles(t, filepath.Join(dir, "title.rows"), fit, byFold)
}

// writeTitles writes the rows of the lines that may be titles: of pages as they
// are rendered, and of dumps of them.
func writeTitles(t *testing.T, name string, fit []trainPage, byFold [][]*trainPage) {
	x := newExtractor(t)
	rows := newRowFile(t, name)
	write := func(p *trainPage, src string) {
		if p.Title == "" {
			return
		}
		d := &draft{}
		first, _ := x.bodyOfText(d, src)
		if first = d.freeLead(first); first < 0 {
			return
		}
		r, at := d.titleRows(first)
		if len(at) == 0 {
			return
		}
		label := make([]int8, len(at))
		for n, i := range at {
			label[n] = int8(bit(squash(d.blocks[i].text) == squash(p.Title)))
		}
		rows.put(p.Name, r, titleWidth, label, nil)
	}
	for i := range fit {
		p := &fit[i]
		if p.page == nil {
			continue
		}
		var b strings.Builder
		for _, bl := range p.page.blocks {
			b.WriteString(bl.text + "\n")
		}
		write(p, b.String())
		if len(p.body) == 0 {
			continue
		}
		k := foldOf(p.Name)
		rng := rand.New(rand.NewPCG(nameHash(p.Name), 3))
		for range 3 {
			write(p, p.dump(rng, byFold[k][rng.IntN(len(byFold[k]))], byFold[k][rng.IntN(len(byFold[k]))]))
		}
	}
	rows.close(t)
}

// TestWriteTitles writes title.rows alone, into the folder that CHANCERY_TITLES names.
func TestWriteTitles(t *testing.T) {
	dir := os.Getenv("CHANCERY_TITLES")
	if dir == "" {
		t.Skip("CHANCERY_TITLES is not set")
	}
	var fit []trainPage
	byFold := make([][]*trainPage, folds)
	for _, set := range []string{"wcxb-dev", "trafilatura"} {
		for _, p := range readPages(t, set) {
			if tp, ok := newTrainPage(p); ok {
				fit = append(fit, tp)
			}
		}
	}
	for i := range fit {
		if len(fit[i].body) > 0 {
			byFold[foldOf(fit[i].Name)] = append(byFold[foldOf(fit[i].Name)], &fit[i])
		}
	}
	writeTitles(t, filepath.Join(dir, "title.rows"), fit, byFold)
}

// glued gives an article's paragraphs, followed by those of another one's
// start or not; at is the first of the other's, -1 when there is none.
func (p *trainPage) glued(rng *rand.Rand, others []trainPage, with bool) (pars []paragraph, at int) {
	for _, s := range p.body {
		if par := paragraphOf(read(s)); par.words >= 6 && !isHeading(&block{text: s}, par.words) {
			if rng.IntN(8) == 0 { // headings, insets, pictures
				par.between = 1 + rng.IntN(2)
			}
			pars = append(pars, par)
		}
	}
	if len(pars) == 0 {
		return nil, -1
	}
	if rng.IntN(3) == 0 { // short pages
		pars = pars[:1+rng.IntN(len(pars))]
	}
	if !with {
		return pars, -1
	}
	other := &others[rng.IntN(len(others))]
	if other.Name == p.Name {
		return pars, -1
	}
	at = len(pars)
	between := rng.IntN(3) * rng.IntN(2)
	n := 1 + rng.IntN(8)
	for _, s := range other.body {
		if n == 0 {
			break
		}
		if par := paragraphOf(read(s)); par.words >= 6 && !isHeading(&block{text: s}, par.words) {
			par.between, between = between, 0
			pars = append(pars, par)
			n--
		}
	}
	if len(pars) == at {
		return pars, -1
	}
	return pars, at
}

func (r *rowFile) writeCuts(p *trainPage, others []trainPage) {
	rng := rand.New(rand.NewPCG(nameHash(p.Name), 2))
	for k := range 6 {
		pars, at := p.glued(rng, others, k%2 == 0)
		if len(pars) < 2 {
			continue
		}
		rows := cutRows(pars, p.Title)
		binary.Write(r.w, binary.LittleEndian, []uint32{uint32(nameHash(p.Name) % folds), uint32(nameHash(p.Name) >> 16), uint32(len(pars) - 1), cutWidth, 0})
		for j := 1; j < len(pars); j++ {
			binary.Write(r.w, binary.LittleEndian, rows[(j-1)*cutWidth:j*cutWidth])
			binary.Write(r.w, binary.LittleEndian, bit(j == at))
		}
	}
}

// trainPage is a page with its blocks told apart by gold.
type trainPage struct {
	goldPage
	page  *page
	label []int8   // of page.blocks: 1 body, 0 chrome, -1 not known
	body  []string // the body's paragraphs; nil where gold has snippets only
}

// newTrainPage renders p as Extract does; false where it does not hold gold's
// body. Where gold has snippets only, they label the blocks that hold them.
func newTrainPage(p goldPage) (trainPage, bool) {
	src, err := decode(p.HTML, "")
	if err != nil {
		return trainPage{}, false
	}
	d := &draft{url: p.URL}
	doc, err := parseHTML(d.afford(src))
	if err != nil {
		return trainPage{}, false
	}
	d.readMarkup(doc)
	tp := trainPage{goldPage: p}
	if p.Body != "" {
		tp.body = strings.Split(p.Body, "\n")
		tp.page, _ = d.show(doc, false)
		if !tp.labelled() {
			tp.page, _ = d.show(doc, true)
			return tp, tp.labelled()
		}
		return tp, true
	}
	tp.page, _ = d.show(doc, false)
	blocks := tp.page.blocks
	tp.label = make([]int8, len(blocks))
	for i, b := range blocks {
		tp.label[i] = -1
		for _, s := range p.With {
			if strings.Contains(b.text, squeeze(s)) {
				tp.label[i] = 1
			}
		}
		for _, s := range p.Out {
			if strings.Contains(b.text, squeeze(s)) && len(s)*4 >= len(b.text) { // "Twitter" may stand in any paragraph
				tp.label[i] = 0
			}
		}
	}
	return tp, true
}

// labelled labels the blocks by the body; false where less than half of that is
// on the page.
func (p *trainPage) labelled() bool {
	p.label = make([]int8, len(p.page.blocks))
	found := 0
	for i, in := range align(p.page.blocks, p.body) {
		if in {
			p.label[i] = 1
			found += len(p.page.blocks[i].text)
		}
	}
	return found*2 > len(p.Body)
}

// polnear reads news articles without any page around them.
func polnear(t *testing.T) (out []trainPage) {
	names, err := filepath.Glob(filepath.Join(shared, "data", "polnear", "data", "train", "text", "*"))
	if err != nil || len(names) == 0 {
		t.Log("no polnear here")
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		lines := splitLines(string(data))
		if len(lines) < 4 {
			continue
		}
		p := trainPage{goldPage: goldPage{Name: filepath.Base(name), Title: lines[0].text}}
		for _, l := range lines[1:] {
			p.body = append(p.body, l.text)
		}
		out = append(out, p)
	}
	return out
}

// around is the page's frame with another article in it.
func (p *trainPage) around(q *trainPage) trainPage {
	out := trainPage{goldPage: q.goldPage, body: q.body, page: &page{}}
	in := align(p.page.blocks, p.body)
	placed := false
	for i, b := range p.page.blocks {
		if !in[i] {
			if squash(b.text) == squash(p.Title) {
				b.text = q.Title
			}
			out.page.blocks = append(out.page.blocks, b)
			continue
		}
		if !placed {
			placed = true
			for _, s := range q.body {
				out.page.blocks = append(out.page.blocks, block{text: s, gap: 1})
			}
		}
	}
	return out
}

// dump renders the page as text in one of the ways that other programs do: with
// or without blank lines, bullets, most of its frame; wrapped, or all in one
// line; sometimes with the start of another article, or headlines, glued in.
func (p *trainPage) dump(rng *rand.Rand, other, frame *trainPage) string {
	in := align(p.page.blocks, p.body)
	first, last := -1, -1
	for i := range in {
		if in[i] {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	style := rng.IntN(8)
	pruned := rng.IntN(2) == 0
	above, below := len(in), len(in)
	if rng.IntN(3) == 0 { // all but a few lines cut away
		above, below = rng.IntN(8), rng.IntN(12)
	}
	var glue []block
	switch rng.IntN(10) {
	case 0, 1, 2, 3:
		for _, s := range other.teaser(rng) {
			glue = append(glue, block{text: s, gap: 1})
		}
	case 4, 5:
		glue = other.headlines(rng)
	}
	where := last
	if rng.IntN(3) == 0 {
		where = len(in) - 1
	}
	inset := -1
	if rng.IntN(4) == 0 && last > first {
		inset = first + rng.IntN(last-first)
	}
	titleTwice := rng.IntN(4) == 0

	var b strings.Builder
	open := false // the body's line, where style puts all of it on one
	put := func(bl block, body bool) {
		lead, sep, text := "", "\n", bl.text
		if bl.list {
			lead = []string{"  • ", "* ", "", "", "", "- ", "  • ", "  • "}[style]
		}
		if (style <= 1 || style == 4 || style >= 6) && bl.gap > 0 || style == 3 || style == 5 {
			sep = "\n\n"
		}
		if style == 6 {
			if body && open {
				sep = " "
			}
			open = body
		}
		if style == 4 {
			text = wrapAt(text, 66+rng.IntN(3)*6)
		}
		if b.Len() > 0 {
			b.WriteString(sep)
		}
		b.WriteString(lead + text)
	}
	if above < len(in) && p.Title != "" {
		put(block{text: p.Title, gap: 1}, false)
		if titleTwice {
			put(block{text: p.Title, gap: 1}, false)
		}
	}
	insets := frame.insets(rng)
	for i := range p.page.blocks {
		bl := p.page.blocks[i]
		keep := in[i] || i > first && i < last || i < first && first-i <= above || i > last && i-last <= below
		if pruned && !in[i] && bl.where&(inNav|inFooter|inHeader|inForm) != 0 {
			keep = false
		}
		if keep {
			put(bl, in[i])
		}
		if in[i] && i < last && len(insets) > 0 && rng.IntN(3) == 0 {
			for _, s := range insets[:1+rng.IntN(len(insets))] {
				put(block{text: s, gap: 1}, false)
			}
		}
		if i == inset && other.Title != "" {
			text := other.Title
			if rng.IntN(2) == 0 {
				text = []string{"Read also: ", "Related: ", "See also: ", "READ MORE: ", "ALSO READ | "}[rng.IntN(5)] + text
			}
			put(block{text: text, gap: 1}, false)
		}
		if i == where {
			for _, g := range glue {
				put(g, false)
			}
		}
	}
	return b.String()
}

// insets are short lines such as pages strew among their paragraphs, the same
// ones again and again: the frame's own, or what advertisers put there.
func (p *trainPage) insets(rng *rand.Rand) []string {
	if rng.IntN(3) > 0 {
		return nil
	}
	known := []string{"Advertisement", "ADVERTISEMENT", "Article content", "Remove ads", "Advertisement - Scroll to continue", "Story continues below advertisement", "Ad", "Sponsored",
		"We apologize, but this video has failed to load.", "Try refreshing your browser, or tap here to see other videos from our team.", "This advertisement has not loaded yet, but your article continues below.",
		"REKLAM", "Anzeige", "Publicité", "Publicidad", "Recommended Stories", "list of 3 items", "end of list", "Share this", "Listen to this article", "Read more", "Image", "Loading...", "Story continues", "Remove Ads", "Scroll to continue"}
	n := 1 + rng.IntN(2)
	var out []string
	for range n {
		if rng.IntN(2) == 0 || len(p.page.blocks) == 0 {
			out = append(out, known[rng.IntN(len(known))])
			continue
		}
		for range 20 {
			i := rng.IntN(len(p.page.blocks))
			if s := p.page.blocks[i].text; i < len(p.label) && p.label[i] == 0 && len(s) < 80 {
				out = append(out, s)
				break
			}
		}
	}
	return out
}

// headlines are lines of the article's that stand for a list of others'
// titles: its title and short paragraphs without their full stops.
func (p *trainPage) headlines(rng *rand.Rand) []block {
	var out []block
	if rng.IntN(3) == 0 {
		out = append(out, block{text: []string{"Latest Stories", "You may also like", "Most read", "More from World", "Top stories"}[rng.IntN(5)], gap: 1})
	}
	list, gap := rng.IntN(2) == 0, rng.IntN(2)
	if p.Title != "" {
		out = append(out, block{text: p.Title, list: list, gap: 1})
	}
	for _, s := range p.body {
		if n := len(strings.Fields(s)); n < 6 || n > 18 || len(out) > 8 {
			continue
		}
		out = append(out, block{text: strings.TrimRight(s, ".:"), list: list, gap: gap})
	}
	return out
}

// teaser is what gets glued to another article: this one's title and first
// paragraphs, with or without a marker; or its title and others as a list.
func (p *trainPage) teaser(rng *rand.Rand) []string {
	var out []string
	if rng.IntN(3) == 0 {
		markers := []string{"Next Post", "Related:", "Read also", "More stories", "Previous article", "Don't miss", "Next article"}
		out = append(out, markers[rng.IntN(len(markers))])
	}
	if p.Title != "" && rng.IntN(3) > 0 {
		out = append(out, p.Title)
	}
	n := 1 + rng.IntN(6)
	for _, s := range p.body {
		if n == 0 {
			break
		}
		if len(strings.Fields(s)) < 8 {
			continue
		}
		if rng.IntN(4) == 0 && n == 1 {
			s = s[:strings.LastIndexByte(s[:min(len(s), 200)], ' ')+1] + "[…]"
		}
		out = append(out, s)
		n--
	}
	return out
}

func wrapAt(s string, width int) string {
	var b strings.Builder
	col := 0
	for w := range strings.FieldsSeq(s) {
		n := len([]rune(w))
		if col > 0 && col+1+n > width {
			b.WriteByte('\n')
			col = 0
		} else if col > 0 {
			b.WriteByte(' ')
			col++
		}
		b.WriteString(w)
		col += n
	}
	return b.String()
}

// rowFile holds, for each page: blocks, width (uint32), then a row of float32
// and a label (float32) a block.
type rowFile struct {
	f *os.File
	w *bufio.Writer
}

func newRowFile(t *testing.T, name string) *rowFile {
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	return &rowFile{f, bufio.NewWriter(f)}
}

func (r *rowFile) write(name string, blocks []block, label []int8) {
	rows, width := features(blocks, factsOf(blocks), nil)
	r.put(name, rows, width, label, nil)
}

func (r *rowFile) writePage(p *trainPage) {
	facts := factsOf(p.page.blocks)
	shape := newMarkupFacts(p.page.blocks, p.page.elements, facts, p.page.titles)
	rows, width := features(p.page.blocks, facts, shape)
	r.put(p.Name, rows, width, p.label, shape.groups())
}

func (r *rowFile) put(name string, rows []float32, width int, label []int8, groups [][groupKinds]int) {
	if len(label) == 0 {
		return
	}
	binary.Write(r.w, binary.LittleEndian, []uint32{uint32(nameHash(name) % folds), uint32(nameHash(name) >> 16), uint32(len(label)), uint32(width), uint32(bit(groups != nil)) * groupKinds})
	for i := range label {
		binary.Write(r.w, binary.LittleEndian, rows[i*width:(i+1)*width])
		binary.Write(r.w, binary.LittleEndian, float32(label[i]))
		if groups != nil {
			for _, g := range groups[i] {
				binary.Write(r.w, binary.LittleEndian, float32(g))
			}
		}
	}
}

func (r *rowFile) close(t *testing.T) {
	if err := r.w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := r.f.Close(); err != nil {
		t.Fatal(err)
	}
}
