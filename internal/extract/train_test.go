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

// heldOut is the half of the pages that no model is fitted on, fixed by name.
func heldOut(name string) bool { return nameHash(name)%2 == 1 }

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
	for _, set := range []string{"wcxb-dev", "trafilatura"} {
		for _, p := range readPages(t, set) {
			if heldOut(p.Name) {
				continue
			}
			if tp, ok := newTrainPage(p); ok {
				fit = append(fit, tp)
				markup.write(p.Name, tp.blocks, newMarkupFacts(tp.blocks, tp.main), tp.label)
			}
		}
	}
	for i := range fit {
		rng := rand.New(rand.NewPCG(nameHash(fit[i].Name), 1))
		if len(fit[i].body) == 0 {
			continue
		}
		for range 3 {
			other := &fit[rng.IntN(len(fit))]
			src := fit[i].dump(rng, other)
			blocks := textBlocks(src)
			label := make([]int8, len(blocks))
			for j, in := range align(blocks, fit[i].body, .6) {
				if in {
					label[j] = 1
				}
			}
			text.write(fit[i].Name, blocks, nil, label)
		}
	}
	text.close(t)
	markup.close(t)
}

// trainPage is a page with its blocks told apart by gold.
type trainPage struct {
	goldPage
	blocks []block
	main   []bool   // go-trafilatura's opinion
	label  []int8   // 1 body, 0 chrome, -1 not known
	body   []string // the body's paragraphs; nil where gold has snippets only and they don't vouch for go-trafilatura's
}

func newTrainPage(p goldPage) (trainPage, bool) {
	src, err := decode(p.HTML, "", "text/html")
	if err != nil {
		return trainPage{}, false
	}
	doc, err := parseHTML(src)
	if err != nil {
		return trainPage{}, false
	}
	tp := trainPage{goldPage: p, blocks: render(doc, false)}
	wanted := mainContent(doc, p.URL, countNodes(doc))
	tp.main = align(tp.blocks, wanted.blocks, .7)
	tp.label = make([]int8, len(tp.blocks))
	if p.Body != "" {
		tp.body = strings.Split(p.Body, "\n")
		found := 0
		for i, in := range align(tp.blocks, tp.body, .6) {
			if in {
				tp.label[i] = 1
				found += len(tp.blocks[i].text)
			}
		}
		return tp, found*2 > len(p.Body)
	}
	clean := true
	for i, b := range tp.blocks {
		tp.label[i] = -1
		for _, s := range p.With {
			if strings.Contains(b.text, squeeze(s)) {
				tp.label[i] = 1
				clean = clean && tp.main[i]
			}
		}
		for _, s := range p.Out {
			if strings.Contains(b.text, squeeze(s)) {
				tp.label[i] = 0
				clean = clean && !tp.main[i]
			}
		}
	}
	if clean && len(wanted.blocks) > 3 {
		tp.body = wanted.blocks
	}
	return tp, true
}

// dump renders the page as text in one of the ways that other programs do,
// sometimes with the start of another article, or headlines, glued in.
func (p *trainPage) dump(rng *rand.Rand, other *trainPage) string {
	in := align(p.blocks, p.body, .6)
	last := 0
	for i := range in {
		if in[i] {
			last = i
		}
	}
	style := rng.IntN(6)
	pruned := rng.IntN(2) == 0
	glue := ""
	if rng.IntN(5) < 2 {
		glue = other.teaser(rng)
	}
	atEnd := rng.IntN(3) == 0
	var b strings.Builder
	par := func(text string, bl *block) {
		lead := ""
		switch {
		case bl.list && style == 0:
			lead = "  • "
		case bl.list && style == 1:
			lead = "* "
		case bl.list && style == 5:
			lead = "- "
		}
		sep := "\n"
		if (style <= 1 || style == 4) && bl.gap > 0 || style == 3 || style == 5 {
			sep = "\n\n"
		}
		if b.Len() > 0 {
			b.WriteString(sep)
		}
		if style == 4 {
			text = wrapAt(text, 66+rng.IntN(3)*6)
		}
		b.WriteString(lead + text)
	}
	for i := range p.blocks {
		bl := &p.blocks[i]
		if pruned && !in[i] && bl.where&(inNav|inFooter|inHeader|inForm) != 0 {
			continue
		}
		par(bl.text, bl)
		if i == last && glue != "" && !atEnd {
			for l := range strings.Lines(glue) {
				par(strings.TrimSpace(l), &block{gap: 1})
			}
		}
	}
	if glue != "" && atEnd {
		for l := range strings.Lines(glue) {
			par(strings.TrimSpace(l), &block{gap: 1})
		}
	}
	return b.String()
}

// teaser is what gets glued to another article: this one's title and first
// paragraphs, with or without a marker; or its title and others as a list.
func (p *trainPage) teaser(rng *rand.Rand) string {
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
	return strings.Join(out, "\n")
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

func (r *rowFile) write(name string, blocks []block, markup *markupFacts, label []int8) {
	if len(blocks) == 0 {
		return
	}
	rows, width := features(blocks, markup)
	binary.Write(r.w, binary.LittleEndian, []uint32{uint32(nameHash(name)), uint32(len(blocks)), uint32(width)})
	for i := range blocks {
		binary.Write(r.w, binary.LittleEndian, rows[i*width:(i+1)*width])
		binary.Write(r.w, binary.LittleEndian, float32(label[i]))
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
