package syntax

import (
	"bufio"
	"cmp"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// model is what training fits. It never changes once read.
//
// Its file is the magic word and a DEFLATE stream of, in order:
//
//	tags       strings "XPOS UPOS"
//	rels       strings; the first is root
//	classes    count; hashes of normal forms, ascending, as differences; fine classes; coarse classes
//	tagger     weights
//	parser     weights
//	lemmas     strings "form XPOS lemma"
//	verbs      strings: base forms
//
// Numbers are unsigned varints, strings have their length before them and a
// list its count. Weights are the count of features; their keys, ascending,
// as differences; the number of pairs of each; all classes; all weights
// as their codes.
type model struct {
	tags    []tag
	rels    []string
	classes map[uint32]wordClass
	tagger  *weights
	parser  *weights
	lemmas  map[string]string // "form XPOS" → lemma where the rules err
	verbs   map[string]bool   // base forms
}

// tag is a Penn Treebank tag and the universal one that goes with it here.
type tag struct{ xpos, upos string }

// wordClass is a word's distributional class, in a fine and a coarse division.
type wordClass struct{ fine, coarse uint16 }

const magic = "chancery syntax 1\n"

var errFormat = errors.New("not a syntax model of this version")

// feature is one feature's weights.
type feature struct {
	key   uint32
	pairs []pair
}

// reader reads the file's primitives and keeps the first error.
type reader struct {
	r   *bufio.Reader
	err error
}

func (r *reader) number() int {
	n, err := binary.ReadUvarint(r.r)
	if err == nil && n > 1<<32 {
		err = fmt.Errorf("number %d: %w", n, errFormat)
	}
	if err != nil {
		r.fail(err)
		return 0
	}
	return int(n)
}

// count reads a number of things, each of a byte at least in a file that is
// itself bounded.
func (r *reader) count() int {
	n := r.number()
	if n > 1<<24 {
		r.fail(fmt.Errorf("count %d: %w", n, errFormat))
		return 0
	}
	return n
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

func (r *reader) bytes(n int) []byte {
	b := make([]byte, n)
	if r.err == nil {
		if _, err := io.ReadFull(r.r, b); err != nil {
			r.fail(err)
		}
	}
	return b
}

func (r *reader) strings() []string {
	n := r.count()
	var out []string
	for i := 0; i < n && r.err == nil; i++ {
		out = append(out, string(r.bytes(r.count())))
	}
	return out
}

func (r *reader) weights(classes int) *weights {
	n := r.count()
	keys := make([]uint32, n)
	k := uint32(0)
	for i := range keys {
		k += uint32(r.number())
		keys[i] = k
		if r.err != nil {
			return nil
		}
	}
	counts := r.bytes(n)
	total := 0
	for _, c := range counts {
		total += int(c)
	}
	cs, ws := r.bytes(total), r.bytes(total)
	if r.err != nil {
		return nil
	}
	w := newWeights(n)
	w.pairs = slices.Grow(w.pairs, total)
	var pairs [maxPairs]pair
	at := 0
	for i, c := range counts {
		for j := range int(c) {
			if int(cs[at]) >= classes {
				r.fail(fmt.Errorf("class %d of %d: %w", cs[at], classes, errFormat))
				return nil
			}
			pairs[j] = pair{cs[at], weightOf(int8(ws[at]))}
			at++
		}
		w.add(keys[i], pairs[:c])
	}
	return w
}

// readModel reads a model file.
func readModel(file io.Reader) (*model, error) {
	head := make([]byte, len(magic))
	if _, err := io.ReadFull(file, head); err != nil || string(head) != magic {
		return nil, errFormat
	}
	r := &reader{r: bufio.NewReaderSize(flate.NewReader(file), 1<<16)}
	m := &model{lemmas: make(map[string]string), verbs: make(map[string]bool)}
	for _, s := range r.strings() {
		x, u, ok := strings.Cut(s, " ")
		if !ok {
			return nil, fmt.Errorf("tag %q: %w", s, errFormat)
		}
		m.tags = append(m.tags, tag{x, u})
	}
	m.rels = r.strings()
	if r.err == nil && (len(m.tags) == 0 || len(m.tags) > 255 || len(m.rels) < 2 || m.classCount() > 255) {
		return nil, fmt.Errorf("%d tags and %d relations: %w", len(m.tags), len(m.rels), errFormat)
	}
	n := r.count()
	if r.err != nil {
		return nil, r.err
	}
	m.classes = make(map[uint32]wordClass, n)
	hashes := make([]uint32, n)
	h := uint32(0)
	for i := range hashes {
		h += uint32(r.number())
		hashes[i] = h
		if r.err != nil {
			break
		}
	}
	fine, coarse := r.bytes(2*n), r.bytes(n)
	for i, h := range hashes {
		m.classes[h] = wordClass{binary.LittleEndian.Uint16(fine[2*i:]), uint16(coarse[i])}
	}
	m.tagger = r.weights(len(m.tags))
	m.parser = r.weights(m.classCount())
	for _, s := range r.strings() {
		i := strings.LastIndexByte(s, ' ')
		m.lemmas[s[:max(i, 0)]] = s[i+1:]
	}
	for _, v := range r.strings() {
		m.verbs[v] = true
	}
	if r.err == nil {
		if _, err := r.r.ReadByte(); err != io.EOF {
			r.fail(fmt.Errorf("after the end: %w", errFormat))
		}
	}
	if r.err != nil {
		return nil, fmt.Errorf("reading a syntax model: %w", r.err)
	}
	return m, nil
}

// writer writes the file's primitives and keeps the first error.
type writer struct {
	w   *bufio.Writer
	err error
}

func (w *writer) bytes(b []byte) {
	if _, err := w.w.Write(b); err != nil && w.err == nil {
		w.err = err
	}
}

func (w *writer) number(n int) { w.bytes(binary.AppendUvarint(nil, uint64(n))) }

func (w *writer) strings(ss []string) {
	w.number(len(ss))
	for _, s := range ss {
		w.number(len(s))
		w.bytes([]byte(s))
	}
}

func (w *writer) weights(fs []feature) {
	slices.SortFunc(fs, func(a, b feature) int { return cmp.Compare(a.key, b.key) })
	w.number(len(fs))
	last := uint32(0)
	for _, f := range fs {
		w.number(int(f.key - last))
		last = f.key
	}
	var counts, classes, values []byte
	for _, f := range fs {
		counts = append(counts, byte(len(f.pairs)))
		for _, p := range f.pairs {
			classes = append(classes, p.class)
			values = append(values, byte(codeOf(float64(p.weight))))
		}
	}
	w.bytes(counts)
	w.bytes(classes)
	w.bytes(values)
}

// fitted is a model as training leaves it, to be written.
type fitted struct {
	model
	taggerFeatures, parserFeatures []feature
}

func (f *fitted) write(out io.Writer) error {
	if _, err := io.WriteString(out, magic); err != nil {
		return err
	}
	z, err := flate.NewWriter(out, flate.BestCompression)
	if err != nil {
		return err
	}
	w := &writer{w: bufio.NewWriter(z)}
	var tags []string
	for _, t := range f.tags {
		tags = append(tags, t.xpos+" "+t.upos)
	}
	w.strings(tags)
	w.strings(f.rels)
	hashes := sortedKeys(f.classes)
	w.number(len(hashes))
	last := uint32(0)
	var fine, coarse []byte
	for _, h := range hashes {
		w.number(int(h - last))
		last = h
		fine = binary.LittleEndian.AppendUint16(fine, f.classes[h].fine)
		coarse = append(coarse, byte(f.classes[h].coarse))
	}
	w.bytes(fine)
	w.bytes(coarse)
	w.weights(f.taggerFeatures)
	w.weights(f.parserFeatures)
	var lemmas []string
	for _, k := range sortedKeys(f.lemmas) {
		lemmas = append(lemmas, k+" "+f.lemmas[k])
	}
	w.strings(lemmas)
	w.strings(sortedKeys(f.verbs))
	if w.err == nil {
		w.err = w.w.Flush()
	}
	if w.err != nil {
		return w.err
	}
	return z.Close()
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
