package infer

import (
	"bytes"
	"fmt"
	"io"
	"math"
)

// A Model is an encoder with its tokenizer, ready to run. It does not change:
// goroutines may share it, each with a Workspace of its own.
type Model struct {
	Config    Config
	Tokenizer *Tokenizer

	kernels          kernels
	weights          *weights // what heads may ask for
	words, positions table
	cases            []float32 // rows to add to embeddings by case; none in an encoder that does without
	embedding        layerNorm
	layers           []layer
}

// A layerNorm is the parameters of a layer normalisation.
type layerNorm struct{ gain, bias []float32 }

type layer struct {
	qkv, out, up, down *Linear
	attention, output  layerNorm
}

// Parse loads a model from the bytes of a file of weights, for the kernels of
// a path. What additions hold is added to the file or goes in place of what it
// holds. The model keeps parts of all; they must not change.
func Parse(data []byte, path Path, additions ...[]byte) (*Model, error) {
	more := make([]io.Reader, len(additions))
	for i, a := range additions {
		more[i] = bytes.NewBuffer(a)
	}
	return Read(bytes.NewBuffer(data), path, more...)
}

// Read loads a model from a file of weights and additions to it, for the
// kernels of a path.
func Read(r io.Reader, path Path, additions ...io.Reader) (*Model, error) {
	k, err := choose(path)
	if err != nil {
		return nil, err
	}
	w, err := readWeights(r)
	if err != nil {
		return nil, err
	}
	for _, a := range additions {
		more, err := readWeights(a)
		if err != nil {
			return nil, fmt.Errorf("reading an addition: %w", err)
		}
		if err := w.add(more); err != nil {
			return nil, fmt.Errorf("reading an addition: %w", err)
		}
	}
	m, err := newModel(w, k)
	if err != nil {
		return nil, fmt.Errorf("loading an encoder: %w", err)
	}
	return m, nil
}

func newModel(w *weights, k kernels) (*Model, error) {
	c := w.config
	m := &Model{Config: c, kernels: k, weights: w}
	var failed error
	check := func(err error) {
		if failed == nil {
			failed = err
		}
	}
	normOf := func(name string) (n layerNorm) {
		var err error
		n.gain, err = w.floats(name+".gain", c.Width)
		check(err)
		n.bias, err = w.floats(name+".bias", c.Width)
		check(err)
		return n
	}
	linear := func(name string, inputs, outputs int) *Linear {
		l, err := w.linear(name, inputs, outputs, k)
		check(err)
		return l
	}
	pieces, err := w.vocabulary()
	check(err)
	if failed == nil {
		m.Tokenizer, err = NewTokenizer(pieces)
		check(err)
	}
	m.words, err = w.table("words", c.Words, c.Width)
	check(err)
	m.positions, err = w.table("positions", c.Positions, c.Width)
	check(err)
	if t, ok := w.tensors["cases"]; ok {
		if len(t.Shape) != 2 {
			check(fmt.Errorf("tensor %q has shape %v, want two dimensions", t.Name, t.Shape))
		} else {
			m.cases, err = w.floats(t.Name, t.Shape[0], c.Width)
			check(err)
		}
	}
	m.embedding = normOf("embedding")
	for i := range c.Layers {
		if failed != nil {
			break
		}
		name := fmt.Sprintf("layer.%d.", i)
		m.layers = append(m.layers, layer{
			qkv:       linear(name+"qkv", c.Width, 3*c.Width),
			out:       linear(name+"out", c.Width, c.Width),
			up:        linear(name+"up", c.Width, c.Inner),
			down:      linear(name+"down", c.Inner, c.Width),
			attention: normOf(name + "attention"),
			output:    normOf(name + "output"),
		})
	}
	return m, failed
}

// Linear returns a further matrix of the file, a head's: the tensors NAME.weight
// and .bias, with .scale and .smooth where it is int8.
func (m *Model) Linear(name string) (*Linear, error) {
	t, ok := m.weights.tensors[name+".weight"]
	if !ok || len(t.Shape) != 2 {
		return nil, fmt.Errorf("no matrix %q", name)
	}
	return m.weights.linear(name, t.Shape[1], t.Shape[0], m.kernels)
}

// Floats returns a further tensor of the file, and its shape: float32, or the
// rows of a table.
func (m *Model) Floats(name string) (x []float32, shape []int, err error) {
	t, ok := m.weights.tensors[name]
	if !ok {
		return nil, nil, fmt.Errorf("no tensor %q", name)
	}
	if t.Type == "int8" && len(t.Shape) == 2 {
		rows, err := m.weights.table(name, t.Shape[0], t.Shape[1])
		if err != nil {
			return nil, nil, err
		}
		return rows.all(t.Shape[0]), t.Shape, nil
	}
	x, err = m.weights.floats(name, t.Shape...)
	return x, t.Shape, err
}

// Text returns a further compressed tensor of the file.
func (m *Model) Text(name string) ([]byte, error) { return m.weights.text(name) }

// A Batch is sentences of piece ids, laid end to end.
type Batch struct {
	IDs   []int32
	Cases []uint8 // what an uncased vocabulary leaves out, one for each id: a row of the file's cases; or none
	Ends  []int   // where each sentence ends in IDs
}

// Reset empties the batch and keeps its memory.
func (b *Batch) Reset() { b.IDs, b.Cases, b.Ends = b.IDs[:0], b.Cases[:0], b.Ends[:0] }

// Add appends a sentence, with [CLS] before and [SEP] after it, and returns
// the row of its first piece in what Encode returns.
func (b *Batch) Add(t *Tokenizer, pieces []Piece) (row int) {
	b.IDs = append(b.IDs, t.cls)
	row = len(b.IDs)
	for _, p := range pieces {
		b.IDs = append(b.IDs, p.ID)
	}
	b.IDs = append(b.IDs, t.sep)
	b.Ends = append(b.Ends, len(b.IDs))
	return row
}

// A Workspace is the memory that encoding needs. It grows to what the largest
// batch takes and is kept; one goroutine may use it at a time.
type Workspace struct {
	states    []float32
	layers    [][]float32
	quantised activations

	qkv, context, update, inner []float32
	keys, scores                []float32
}

// zeros is the bias of products without one.
var zeros [strip]float32

// rowsAtOnce is how many rows go through all layers together: whole sentences
// up to about so many, so that what a layer writes stays in the second-level
// cache until the next reads it.
const rowsAtOnce = 128

// Encode returns the last hidden states, a row of Width for each id of the
// batch. They are valid until the workspace is used again.
func (m *Model) Encode(ws *Workspace, b *Batch) ([]float32, error) {
	return m.encode(ws, b, nil)
}

// EncodeLayers returns the states after each layer, the embeddings first and
// the last hidden states last: Layers+1 in all.
func (m *Model) EncodeLayers(ws *Workspace, b *Batch) ([][]float32, error) {
	if ws.layers == nil || len(ws.layers) != m.Config.Layers+1 {
		ws.layers = make([][]float32, m.Config.Layers+1)
	}
	for i := range ws.layers {
		ws.layers[i] = grow(ws.layers[i], len(b.IDs)*m.Config.Width)
	}
	_, err := m.encode(ws, b, ws.layers)
	return ws.layers, err
}

// encode runs the batch; where layers is not nil, it keeps each layer's states.
func (m *Model) encode(ws *Workspace, b *Batch, layers [][]float32) ([]float32, error) {
	if err := m.checkBatch(b); err != nil {
		return nil, err
	}
	width := m.Config.Width
	ws.states = grow(ws.states, len(b.IDs)*width)
	for i, start := 0, 0; i < len(b.Ends); {
		n := 1
		for i+n < len(b.Ends) && b.Ends[i+n]-start <= rowsAtOnce {
			n++
		}
		ends := b.Ends[i : i+n]
		end := ends[n-1]
		x := ws.states[start*width : end*width]
		m.embed(x, b, start, ends)
		for l := range m.layers {
			if layers != nil {
				copy(layers[l][start*width:], x)
			}
			m.layers[l].run(m, ws, x, start, ends)
		}
		if layers != nil {
			copy(layers[len(m.layers)][start*width:], x)
		}
		i, start = i+n, end
	}
	return ws.states, nil
}

func (m *Model) checkBatch(b *Batch) error {
	start := 0
	for i, end := range b.Ends {
		if end <= start || end > len(b.IDs) {
			return fmt.Errorf("encoding: sentence %d of a batch of %d ids ends at %d and starts at %d", i, len(b.IDs), end, start)
		}
		if end-start > m.Config.Positions {
			return fmt.Errorf("encoding: sentence %d has %d pieces, the encoder takes %d", i, end-start, m.Config.Positions)
		}
		start = end
	}
	if start != len(b.IDs) {
		return fmt.Errorf("encoding: %d ids after the last sentence", len(b.IDs)-start)
	}
	if len(b.Cases) > 0 && len(b.Cases) != len(b.IDs) {
		return fmt.Errorf("encoding: %d cases for %d ids", len(b.Cases), len(b.IDs))
	}
	for _, c := range b.Cases {
		if len(m.cases) > 0 && int(c) >= len(m.cases)/m.Config.Width {
			return fmt.Errorf("encoding: no case %d", c)
		}
	}
	for _, id := range b.IDs {
		if id < 0 || int(id) >= m.Config.Words {
			return fmt.Errorf("encoding: no piece has id %d", id)
		}
	}
	return nil
}

// embed sets x to the embeddings of the sentences from start.
func (m *Model) embed(x []float32, b *Batch, start int, ends []int) {
	width := m.Config.Width
	var position []float32
	if m.positions.floats == nil {
		position = make([]float32, width)
	}
	row := 0
	for _, end := range ends {
		for i := start; i < end; i++ {
			r := x[row*width:][:width]
			m.words.row(r, int(b.IDs[i]))
			if len(b.Cases) > 0 && len(m.cases) > 0 {
				for j, v := range m.cases[int(b.Cases[i])*width:][:width] {
					r[j] += v
				}
			}
			p := position
			if p == nil {
				p = m.positions.floats[(i-start)*width:][:width]
			} else {
				m.positions.row(p, i-start)
			}
			m.kernels.addNorm(r, p, m.embedding.gain, m.embedding.bias, m.Config.Epsilon)
			row++
		}
		start = end
	}
}

// run takes x, the rows of the sentences from start, through the layer.
func (l *layer) run(m *Model, ws *Workspace, x []float32, start int, ends []int) {
	width := m.Config.Width
	rows := len(x) / width
	ws.qkv = grow(ws.qkv, rows*l.qkv.stride)
	ws.context = grow(ws.context, rows*width)
	ws.update = grow(ws.update, rows*l.out.stride)
	ws.inner = grow(ws.inner, rows*l.up.stride)

	l.qkv.Apply(ws, ws.qkv, x)
	row := 0
	for _, end := range ends {
		m.attend(ws, ws.context[row*width:], ws.qkv[row*l.qkv.stride:], l.qkv.stride, end-start)
		row += end - start
		start = end
	}
	l.out.Apply(ws, ws.update, ws.context)
	m.addNorm(x, ws.update, l.out.stride, l.attention)

	l.up.Apply(ws, ws.inner, x)
	inner := compact(ws.inner, rows, l.up.stride, l.up.outputs)
	m.kernels.gelu(inner)
	l.down.Apply(ws, ws.update, inner)
	m.addNorm(x, ws.update, l.down.stride, l.output)
}

// compact closes the gaps between rows.
func compact(x []float32, rows, stride, width int) []float32 {
	if stride != width {
		for r := 1; r < rows; r++ {
			copy(x[r*width:][:width], x[r*stride:][:width])
		}
	}
	return x[:rows*width]
}

func (m *Model) addNorm(x, update []float32, stride int, n layerNorm) {
	width := m.Config.Width
	for r := range len(x) / width {
		m.kernels.addNorm(x[r*width:][:width], update[r*stride:][:width], n.gain, n.bias, m.Config.Epsilon)
	}
}

// attend sets n rows of context to the attention of one sentence's n rows of
// queries, keys and values.
func (m *Model) attend(ws *Workspace, context, qkv []float32, stride, n int) {
	width := m.Config.Width
	depth := width / m.Config.Heads
	padded := (n + strip - 1) / strip * strip
	ws.keys = grow(ws.keys, padded*depth)
	ws.scores = grow(ws.scores, n*padded)
	scale := float32(1 / math.Sqrt(float64(depth)))
	most, _ := m.kernels.tile()
	for head := range m.Config.Heads {
		queries, keys, values := qkv[head*depth:], qkv[width+head*depth:], qkv[2*width+head*depth:]
		transpose(ws.keys, keys, stride, n, depth)
		for c := 0; c < padded; c += strip {
			for first, rows := range tiles(n, most) {
				m.kernels.tileFloat(ws.scores[first*padded+c:], padded, queries[first*stride:], stride, rows, ws.keys[c*depth:], strip, depth, zeros[:])
			}
		}
		for r := range n {
			row := ws.scores[r*padded:][:padded]
			for i := n; i < padded; i++ {
				row[i] = -math.MaxFloat32 / 4
			}
			m.kernels.softmax(row, scale)
		}
		for c := 0; c < depth; c += strip {
			for first, rows := range tiles(n, most) {
				m.kernels.tileFloat(context[first*width+head*depth+c:], width, ws.scores[first*padded:], padded, rows, values[c:], stride, n, zeros[:])
			}
		}
	}
}

// Compare sets dst to the products of each row of a with each row of b, rows of
// depth floats: that of a's row i and b's row j is dst[i*stride+j]. What lies
// beyond b's rows is of no meaning.
func (m *Model) Compare(ws *Workspace, dst, a, b []float32, depth int) (_ []float32, stride int) {
	rows, n := len(a)/depth, len(b)/depth
	stride = (n + strip - 1) / strip * strip
	dst = grow(dst, rows*stride)
	ws.keys = grow(ws.keys, stride*depth)
	transpose(ws.keys, b, depth, n, depth)
	most, _ := m.kernels.tile()
	for c := 0; c < stride; c += strip {
		for first, height := range tiles(rows, most) {
			m.kernels.tileFloat(dst[first*stride+c:], stride, a[first*depth:], depth, height, ws.keys[c*depth:], strip, depth, zeros[:])
		}
	}
	return dst, stride
}

// transpose sets panels to n rows of keys, 16 keys to a panel, a row of a panel
// for each channel. Keys beyond n are zero.
func transpose(panels, keys []float32, stride, n, depth int) {
	for first := 0; first < n; first += strip {
		panel := panels[first*depth:][:depth*strip]
		if first+strip > n {
			clear(panel)
		}
		for i := range min(strip, n-first) {
			for k, v := range keys[(first+i)*stride:][:depth] {
				panel[k*strip+i] = v
			}
		}
	}
}
