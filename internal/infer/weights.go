package infer

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
)

// A file of weights, as training/encoder/pack.py writes it, is
//
//	8 bytes   magic
//	uint32    length of the header
//	header    JSON, see header
//	tensors   in the header's order, without gaps
//
// all little-endian. Tensors of an encoder (I inputs, O outputs of a matrix):
//
//	vocabulary                   deflate  the pieces, a line each, compressed
//	words, positions             int8 or float32, [rows, Width]
//	words.scale, …               float32 [rows], where int8
//	embedding.gain, .bias        float32 [Width]
//	cases                        float32 [N, Width], optional
//	layer.N.{qkv,out,up,down}.weight   int8 or float32 [O, I]
//	                    … .scale       float32 [O], where int8
//	                    … .bias        float32 [O]
//	                    … .smooth      float32 [I], optional, where int8
//	layer.N.{attention,output}.gain, .bias   float32 [Width]
//
// qkv is query, key and value one below the other; positions include the type
// embedding of a first sentence. A file may hold other tensors, for heads.
//
// A matrix NAME may have an addition of low rank (LoRA, arXiv 2106.09685), up
// to maxRank; a matrix of int8 is rounded anew with it:
//
//	NAME.narrow, NAME.widen      int8 or float32, [rank, I] and [rank, O]: widen's transpose · narrow is added
//
// A file can be an addition to another of the same Config: then it holds what
// the other has not, and what goes in place of what the other has.
const magic = "chancER1"

// Limits on what a header may ask for.
const (
	maxHeader  = 1 << 20
	maxPayload = 1 << 30
	maxTensors = 1 << 12
)

// pairMax is the most that the magnitudes of an output's weights of inputs 2i
// and 2i+1 may come to: VPMADDUBSW of AVX2 adds the products of such a pair
// with two activations in 16 bits, and 255·128 is the multiple that they hold.
const pairMax = 128

// maxRank bounds the rank of an addition to a matrix.
const maxRank = 3 * strip

// Config is the shape of an encoder.
type Config struct {
	Layers    int     `json:"layers"`
	Width     int     `json:"width"`
	Heads     int     `json:"heads"`     // of Width/Heads channels each
	Inner     int     `json:"inner"`     // width between up and down
	Words     int     `json:"words"`     // pieces in the vocabulary
	Positions int     `json:"positions"` // most pieces of a sentence, [CLS] and [SEP] included
	Epsilon   float32 `json:"epsilon"`   // added to variances
}

func (c Config) check() error {
	for _, n := range []struct {
		name                string
		value, most, factor int
	}{
		{"layers", c.Layers, 64, 1},
		{"width", c.Width, 1 << 13, strip},
		{"heads", c.Heads, 1 << 10, 1},
		{"inner", c.Inner, 1 << 14, strip},
		{"words", c.Words, 1 << 20, 1},
		{"positions", c.Positions, 1 << 14, 1},
	} {
		if n.value < 1 || n.value > n.most || n.value%n.factor != 0 {
			return fmt.Errorf("%s is %d, want a multiple of %d up to %d", n.name, n.value, n.factor, n.most)
		}
	}
	if c.Width%(c.Heads*strip) != 0 {
		return fmt.Errorf("%d heads of width %d are not multiples of %d wide", c.Heads, c.Width, strip)
	}
	if !(c.Epsilon >= 0 && c.Epsilon < 1) {
		return fmt.Errorf("epsilon is %v", c.Epsilon)
	}
	return nil
}

type header struct {
	Config  Config         `json:"config"`
	Tensors []tensorHeader `json:"tensors"`
	CRC     uint32         `json:"crc32"` // of the tensors, IEEE
}

type tensorHeader struct {
	Name  string `json:"name"`
	Type  string `json:"type"`  // "int8", "float32" or "deflate"
	Shape []int  `json:"shape"` // of deflate, its length in bytes
}

// size returns a tensor's length in bytes.
func (t tensorHeader) size() (int, error) {
	n := 1
	switch t.Type {
	case "int8", "deflate":
	case "float32":
		n = 4
	default:
		return 0, fmt.Errorf("tensor %q has unknown type %q", t.Name, t.Type)
	}
	if len(t.Shape) == 0 || len(t.Shape) > 4 {
		return 0, fmt.Errorf("tensor %q has %d dimensions", t.Name, len(t.Shape))
	}
	for _, d := range t.Shape {
		if d < 1 || d > maxPayload/n {
			return 0, fmt.Errorf("tensor %q has shape %v", t.Name, t.Shape)
		}
		n *= d
	}
	return n, nil
}

// weights are the tensors of a file, still as bytes.
type weights struct {
	config  Config
	tensors map[string]tensor
}

type tensor struct {
	tensorHeader
	data []byte
}

// readWeights reads a file. What it allocates is in proportion to what the
// reader gives, whatever the header says.
func readWeights(r io.Reader) (*weights, error) {
	var start [len(magic) + 4]byte
	if _, err := io.ReadFull(r, start[:]); err != nil {
		return nil, fmt.Errorf("reading the magic: %w", err)
	}
	if string(start[:len(magic)]) != magic {
		return nil, errors.New("not a file of weights")
	}
	length := binary.LittleEndian.Uint32(start[len(magic):])
	if length > maxHeader {
		return nil, fmt.Errorf("header of %d bytes", length)
	}
	text, err := readExactly(r, int(length))
	if err != nil {
		return nil, fmt.Errorf("reading the header: %w", err)
	}
	var h header
	if err := json.Unmarshal(text, &h); err != nil {
		return nil, fmt.Errorf("reading the header: %w", err)
	}
	if err := h.Config.check(); err != nil {
		return nil, fmt.Errorf("reading the header: %w", err)
	}
	if len(h.Tensors) > maxTensors {
		return nil, fmt.Errorf("reading the header: %d tensors", len(h.Tensors))
	}
	total := 0
	for _, t := range h.Tensors {
		n, err := t.size()
		if err != nil {
			return nil, fmt.Errorf("reading the header: %w", err)
		}
		if total += n; total > maxPayload {
			return nil, errors.New("reading the header: tensors too large")
		}
	}
	payload, err := readExactly(r, total)
	if err != nil {
		return nil, fmt.Errorf("reading tensors: %w", err)
	}
	if crc32.ChecksumIEEE(payload) != h.CRC {
		return nil, errors.New("reading tensors: wrong checksum")
	}
	w := &weights{config: h.Config, tensors: map[string]tensor{}}
	for _, t := range h.Tensors {
		n, _ := t.size()
		w.tensors[t.Name] = tensor{t, payload[:n:n]}
		payload = payload[n:]
	}
	return w, nil
}

// add lays the tensors of an addition over those of w.
func (w *weights) add(more *weights) error {
	if more.config != w.config {
		return fmt.Errorf("it is for an encoder of %+v, not of %+v", more.config, w.config)
	}
	for name := range more.tensors {
		if matrix, ok := strings.CutSuffix(name, ".weight"); ok { // what belonged to the old one goes with it
			delete(w.tensors, matrix+".scale")
			delete(w.tensors, matrix+".smooth")
		}
	}
	maps.Copy(w.tensors, more.tensors)
	return nil
}

// readExactly reads n bytes. Of bytes in memory it returns a part, not a copy.
func readExactly(r io.Reader, n int) ([]byte, error) {
	if m, ok := r.(*bytes.Buffer); ok {
		if m.Len() < n {
			return nil, io.ErrUnexpectedEOF
		}
		return m.Next(n), nil
	}
	b, err := io.ReadAll(io.LimitReader(r, int64(n)))
	if err == nil && len(b) < n {
		err = io.ErrUnexpectedEOF
	}
	return b, err
}

// tensor returns a tensor of a shape and one of the types.
func (w *weights) tensor(name string, shape []int, types ...string) (tensor, error) {
	t, ok := w.tensors[name]
	if !ok {
		return t, fmt.Errorf("no tensor %q", name)
	}
	same := len(t.Shape) == len(shape)
	for i := range shape {
		same = same && t.Shape[i] == shape[i]
	}
	if !same {
		return t, fmt.Errorf("tensor %q has shape %v, want %v", name, t.Shape, shape)
	}
	if slices.Contains(types, t.Type) {
		return t, nil
	}
	return t, fmt.Errorf("tensor %q has type %q, want one of %q", name, t.Type, types)
}

// floats returns a float32 tensor; its numbers are finite.
func (w *weights) floats(name string, shape ...int) ([]float32, error) {
	t, err := w.tensor(name, shape, "float32")
	if err != nil {
		return nil, err
	}
	x := make([]float32, len(t.data)/4)
	for i := range x {
		bits := binary.LittleEndian.Uint32(t.data[4*i:])
		x[i] = math.Float32frombits(bits)
		if bits>>23&0xff == 0xff {
			return nil, fmt.Errorf("tensor %q holds %v", name, x[i])
		}
	}
	return x, nil
}

// maxText bounds what a compressed tensor may come to, in bytes.
const maxText = 16 << 20

// text returns a compressed tensor.
func (w *weights) text(name string) ([]byte, error) {
	t, ok := w.tensors[name]
	if !ok || t.Type != "deflate" {
		return nil, fmt.Errorf("no text %q", name)
	}
	b, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(t.data)), maxText))
	if err != nil {
		return nil, fmt.Errorf("decompressing %q: %w", name, err)
	}
	if len(b) == maxText {
		return nil, fmt.Errorf("%q is too large", name)
	}
	return b, nil
}

// vocabulary returns the pieces in the order of their ids.
func (w *weights) vocabulary() ([]string, error) {
	b, err := w.text("vocabulary")
	if err != nil {
		return nil, err
	}
	var pieces []string
	for line := range bytes.Lines(b) {
		pieces = append(pieces, string(bytes.TrimSuffix(line, []byte("\n"))))
	}
	if len(pieces) != w.config.Words {
		return nil, fmt.Errorf("vocabulary of %d pieces, want %d", len(pieces), w.config.Words)
	}
	return pieces, nil
}

// A table is rows of numbers to look up, int8 with a scale a row, or float32.
type table struct {
	width  int
	bytes  []byte // int8
	scales []float32
	floats []float32
}

func (w *weights) table(name string, rows, width int) (table, error) {
	t, err := w.tensor(name, []int{rows, width}, "int8", "float32")
	if err != nil {
		return table{}, err
	}
	tab := table{width: width}
	if t.Type == "float32" {
		tab.floats, err = w.floats(name, rows, width)
		return tab, err
	}
	tab.bytes = t.data
	tab.scales, err = w.floats(name+".scale", rows)
	return tab, err
}

// all returns the rows as numbers.
func (t *table) all(rows int) []float32 {
	x := make([]float32, rows*t.width)
	for i := range rows {
		t.row(x[i*t.width:][:t.width], i)
	}
	return x
}

// row sets dst to a row.
func (t *table) row(dst []float32, row int) {
	if t.floats != nil {
		copy(dst, t.floats[row*t.width:][:t.width])
		return
	}
	scale := t.scales[row]
	for i, b := range t.bytes[row*t.width:][:t.width] {
		dst[i] = float32(int8(b)) * scale
	}
}
