package extract

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/binary"
	"fmt"
	"io"
	"io/fs"
	"math"

	"chancery/internal/news"
)

// models are fitted by training/lines; see the card beside them.
//
//go:embed model/*.bin
var models embed.FS

// lineModel tells the body's blocks from the others in two passes of boosted
// trees: the first sees a block, its neighbours and the page, the second also
// what the first made of the neighbours.
type lineModel struct {
	first, second forest
}

// forest is a sum of regression trees over a row of features.
type forest struct {
	width int // features a row has
	roots []int32
	nodes []node
}

// node sends a row left when row[feature] <= value; a leaf has feature -1 and
// adds value.
type node struct {
	feature     int16
	left, right uint16 // from the tree's root
	value       float32
}

// readLineModel decodes what training/lines/fit.py writes: gzip of two
// forests, each as width, trees (uint32), then a tree's node count (uint32)
// and nodes as int16, uint16, uint16, float32; little-endian.
func readLineModel(dir fs.FS, name string) (*lineModel, error) {
	data, err := fs.ReadFile(dir, name)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var m lineModel
	for _, f := range []*forest{&m.first, &m.second} {
		if err := f.read(z); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return &m, nil
}

// readForest decodes gzip of one forest.
func readForest(dir fs.FS, name string) (*forest, error) {
	data, err := fs.ReadFile(dir, name)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var f forest
	if err := f.read(z); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &f, nil
}

func (f *forest) read(r io.Reader) error {
	var head [2]uint32
	if err := binary.Read(r, binary.LittleEndian, &head); err != nil {
		return err
	}
	f.width = int(head[0])
	for range head[1] {
		var n uint32
		if err := binary.Read(r, binary.LittleEndian, &n); err != nil {
			return err
		}
		if n == 0 || n > math.MaxUint16 {
			return fmt.Errorf("tree of %d nodes", n)
		}
		raw := make([]byte, 10*n)
		if _, err := io.ReadFull(r, raw); err != nil {
			return err
		}
		f.roots = append(f.roots, int32(len(f.nodes)))
		for b := raw; len(b) > 0; b = b[10:] {
			nd := node{
				feature: int16(binary.LittleEndian.Uint16(b)),
				left:    binary.LittleEndian.Uint16(b[2:]),
				right:   binary.LittleEndian.Uint16(b[4:]),
				value:   math.Float32frombits(binary.LittleEndian.Uint32(b[6:])),
			}
			if int(nd.feature) >= f.width || uint32(nd.left) >= n || uint32(nd.right) >= n {
				return fmt.Errorf("node out of bounds")
			}
			f.nodes = append(f.nodes, nd)
		}
	}
	return nil
}

// predict gives the probability for one row.
func (f *forest) predict(row []float32) float32 {
	var sum float64
	for _, root := range f.roots {
		n := &f.nodes[root]
		for n.feature >= 0 {
			if row[n.feature] <= n.value {
				n = &f.nodes[root+int32(n.left)]
			} else {
				n = &f.nodes[root+int32(n.right)]
			}
		}
		sum += float64(n.value)
	}
	return float32(1 / (1 + math.Exp(-sum)))
}

// probabilities of being body, block by block.
func (m *lineModel) probabilities(blocks []block, markup *page) []float32 {
	facts := factsOf(blocks)
	var groups [][groupKinds]int
	var shape *markupFacts
	if markup != nil {
		shape = newMarkupFacts(blocks, markup.elements, facts, markup.titles)
		groups = shape.groups()
	}
	rows, width := features(blocks, facts, shape)
	p := make([]float32, len(blocks))
	for i := range blocks {
		p[i] = m.first.predict(rows[i*width : (i+1)*width])
	}
	ctx := context(p, rows, width)
	grp := groupContext(p, rows, width, groups)
	out := make([]float32, len(blocks))
	row := make([]float32, 0, m.second.width)
	for i := range blocks {
		row = append(append(row[:0], rows[i*width:(i+1)*width]...), ctx[i*contextWidth:(i+1)*contextWidth]...)
		if groups != nil {
			row = append(row, grp[i*2*groupKinds:(i+1)*2*groupKinds]...)
		}
		out[i] = m.second.predict(row)
	}
	return out
}

const (
	contextReach = 6
	contextWidth = 2*contextReach + 1 + 6
)

// context describes the first pass's opinions around each block: those of the
// neighbours, the words taken for body before and after, and their density
// nearby. training/lines/fit.py computes the same.
func context(p, rows []float32, width int) []float32 {
	n := len(p)
	mass := make([]float64, n+1) // words taken for body before block i
	all := make([]float64, n+1)
	taken := make([]int, n+1)
	for i := range p {
		w := math.Expm1(float64(rows[i*width]))
		mass[i+1] = mass[i] + w*float64(p[i])
		all[i+1] = all[i] + w
		taken[i+1] = taken[i]
		if p[i] > .5 {
			taken[i+1]++
		}
	}
	out := make([]float32, 0, n*contextWidth)
	for i := range p {
		for d := -contextReach; d <= contextReach; d++ {
			if j := i + d; j >= 0 && j < n {
				out = append(out, p[j])
			} else {
				out = append(out, -1)
			}
		}
		lo, hi := max(0, i-10), min(n, i+11)
		out = append(out,
			float32(math.Log1p(mass[i])), float32(math.Log1p(mass[n]-mass[i+1])),
			float32((mass[hi]-mass[lo])/max(all[hi]-all[lo], 1)),
			float32(math.Log1p(float64(taken[i]))), float32(math.Log1p(float64(taken[n]-taken[i+1]))),
			float32(mass[n]/max(all[n], 1)),
		)
	}
	return out
}

// mark marks the blocks taken for body.
func (m *lineModel) mark(blocks []block, markup *page) {
	for i, p := range m.probabilities(blocks, markup) {
		if p > .5 {
			blocks[i].part = news.Body
		}
	}
}
