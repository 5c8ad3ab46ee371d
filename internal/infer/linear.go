package infer

import (
	"fmt"
	"math"
)

// A Linear is a matrix of weights with a bias, packed for the kernels.
type Linear struct {
	inputs, outputs int
	stride          int // outputs, rounded up to whole tiles
	kernels         kernels

	int8   panels // all columns, one panel after the other; empty when float32
	smooth []float32

	floats []float32 // panels of 16 columns, rows of 16; empty when int8
	bias   []float32
}

// Inputs returns the width of a row that goes in.
func (l *Linear) Inputs() int { return l.inputs }

// Outputs returns the width of a row that comes out.
func (l *Linear) Outputs() int { return l.outputs }

// Stride returns how many floats apart rows come out: Outputs rounded up. What
// lies between is of no meaning.
func (l *Linear) Stride() int { return l.stride }

// linear loads the matrix of a name, packed for k.
func (w *weights) linear(name string, inputs, outputs int, k kernels) (*Linear, error) {
	t, err := w.tensor(name+".weight", []int{outputs, inputs}, "int8", "float32")
	if err != nil {
		return nil, err
	}
	if inputs%strip != 0 || inputs > 1<<14 {
		return nil, fmt.Errorf("tensor %q has %d inputs, want a multiple of %d up to %d", name, inputs, strip, 1<<14)
	}
	l := &Linear{inputs: inputs, outputs: outputs, stride: tiled(outputs), kernels: k}
	bias, err := w.floats(name+".bias", outputs)
	if err != nil {
		return nil, err
	}
	l.bias = l.padded(bias)
	added, err := w.addition(name, inputs, outputs, k)
	if err != nil {
		return nil, err
	}
	if t.Type == "float32" {
		floats, err := w.floats(name+".weight", outputs, inputs)
		if err != nil {
			return nil, err
		}
		if added != nil {
			for i, v := range added.rows(nil, 0, outputs) {
				floats[i] += v
			}
		}
		l.packFloats(floats)
		return l, nil
	}
	scales, err := w.floats(name+".scale", outputs)
	if err != nil {
		return nil, err
	}
	l.int8 = panels{scales: l.padded(scales), bias: l.bias}
	l.smooth = make([]float32, inputs)
	for i := range l.smooth {
		l.smooth[i] = 1
	}
	if _, ok := w.tensors[name+".smooth"]; ok {
		if l.smooth, err = w.floats(name+".smooth", inputs); err != nil {
			return nil, err
		}
	}
	if added != nil {
		t.data = added.folded(t.data, scales, l.smooth)
	}
	if err := l.packInt8(t.data); err != nil {
		return nil, fmt.Errorf("tensor %q: %w", t.Name, err)
	}
	return l, nil
}

// An addition is what is added to a matrix: for each of its outputs a row of
// weights by which the rows of another are added up.
type addition struct {
	to   *Linear
	rank []float32 // rows of to.inputs
}

// addition returns what is added to the matrix of a name, or nil.
func (w *weights) addition(name string, inputs, outputs int, k kernels) (*addition, error) {
	t, ok := w.tensors[name+".narrow"]
	if !ok {
		return nil, nil
	}
	rank := t.Shape[0]
	if rank > maxRank {
		return nil, fmt.Errorf("tensor %q has rank %d, want up to %d", t.Name, rank, maxRank)
	}
	narrow, err := w.table(name+".narrow", rank, inputs)
	if err != nil {
		return nil, err
	}
	widen, err := w.table(name+".widen", rank, outputs)
	if err != nil {
		return nil, err
	}
	deep := up(rank, 8)
	to := &Linear{inputs: deep, outputs: inputs, stride: inputs, kernels: k, bias: make([]float32, inputs)}
	to.packFloats(turned(&narrow, rank, deep))
	return &addition{to, turned(&widen, rank, deep)}, nil
}

// rows returns what is added to n outputs from first on, in dst where it has room.
func (a *addition) rows(dst []float32, first, n int) []float32 {
	deep := a.to.inputs
	dst = grow(dst, n*a.to.outputs)
	a.to.applyFloats(dst, a.rank[first*deep:][:n*deep], deep, n)
	return dst
}

// folded returns the rows of a matrix with what is added to it, rounded again
// at the same scales. What a pair has beyond pairMax it loses in equal parts.
func (a *addition) folded(data []byte, scales, smooth []float32) []byte {
	const block = 32 // outputs at once
	out, inputs := make([]byte, len(data)), len(smooth)
	inverse := make([]float32, inputs)
	for i, v := range smooth {
		inverse[i] = 1 / v
	}
	var added []float32
	for o, scale := range scales {
		if o%block == 0 {
			added = a.rows(added, o, min(block, len(scales)-o))
		}
		row, more, to, steps := data[o*inputs:][:inputs], added[o%block*inputs:][:inputs], out[o*inputs:][:inputs], 1/scale
		for i := 0; i < inputs; i += 2 {
			x := float32(int8(row[i])) + float32(float32(more[i]*inverse[i])*steps)
			y := float32(int8(row[i+1])) + float32(float32(more[i+1]*inverse[i+1])*steps)
			if m, n := max(x, -x), max(y, -y); m+n >= pairMax-1 {
				first := min(max(float32(math.Floor(float64(pairMax+m-n)/2)), 1), pairMax-1)
				x, y = min(max(x, -first), first), min(max(y, first-pairMax), pairMax-first)
			}
			to[i], to[i+1] = byte(int8(roundToEven(x))), byte(int8(roundToEven(y)))
		}
	}
	return out
}

// turned returns the columns of a table one after the other, with zeros up to depth.
func turned(t *table, rows, depth int) []float32 {
	x, row := make([]float32, t.width*depth), make([]float32, t.width)
	for r := range rows {
		t.row(row, r)
		for i, v := range row {
			x[i*depth+r] = v
		}
	}
	return x
}

// tiled is a number of columns, rounded up to whole tiles.
func tiled(outputs int) int { return up(outputs, 2*strip) } // the most columns of any tile

func up(n, to int) int { return (n + to - 1) / to * to }

// padded returns a column parameter with room for the columns of whole tiles.
func (l *Linear) padded(x []float32) []float32 {
	return append(make([]float32, 0, l.stride), x...)[:l.stride]
}

// packInt8 puts rows of outputs into panels, and sums them.
func (l *Linear) packInt8(data []byte) error {
	l.int8.weights = make([]int8, l.stride*l.inputs)
	l.int8.sums = make([]float32, l.stride)
	for column := range l.outputs {
		row := data[column*l.inputs:][:l.inputs]
		panel := l.int8.weights[column/strip*strip*l.inputs:][:strip*l.inputs]
		total := 0
		for k := 0; k < len(row); k += 4 {
			four := panel[k*strip+column%strip*4:][:4]
			for i, b := range row[k:][:4] {
				four[i] = int8(b)
				total += int(int8(b))
			}
			if magnitude(four[0])+magnitude(four[1]) > pairMax || magnitude(four[2])+magnitude(four[3]) > pairMax {
				return fmt.Errorf("weights %d of output %d: a pair is beyond %d", four, column, pairMax)
			}
		}
		l.int8.sums[column] = float32(total)
	}
	return nil
}

func magnitude(w int8) int { return max(int(w), -int(w)) }

func (l *Linear) packFloats(data []float32) {
	l.floats = make([]float32, l.stride*l.inputs)
	for column := range l.outputs {
		panel := l.floats[column/strip*strip*l.inputs:]
		for k, v := range data[column*l.inputs:][:l.inputs] {
			panel[k*strip+column%strip] = v
		}
	}
}

// Apply sets dst to x·weights + bias for each row of x. dst has room for as
// many rows of Stride floats.
func (l *Linear) Apply(ws *Workspace, dst, x []float32) {
	rows := len(x) / l.inputs
	if l.floats != nil {
		l.applyFloats(dst, x, l.inputs, rows)
	} else {
		ws.quantised.set(l.kernels, x, l.smooth)
		l.applyInt8(dst, &ws.quantised, rows)
	}
}

// Rows is Apply into dst, or into new memory where dst has no room; what dst
// held is lost.
func (l *Linear) Rows(ws *Workspace, dst, x []float32) []float32 {
	n := len(x) / l.inputs * l.stride
	if cap(dst) < n {
		dst = make([]float32, n, n+n/4)
	}
	dst = dst[:n]
	l.Apply(ws, dst, x)
	return dst
}

// Relu sets dst to rows of l bent at zero, without the gaps between them.
func (l *Linear) Relu(dst, rows []float32) []float32 {
	dst = dst[:0]
	for r := 0; r+l.outputs <= len(rows); r += l.stride {
		for _, v := range rows[r : r+l.outputs] {
			dst = append(dst, max(v, 0))
		}
	}
	return dst
}

func (l *Linear) applyInt8(dst []float32, a *activations, rows int) {
	most, wide := l.kernels.tile()
	columns := wide * strip
	for c := 0; c < l.stride; c += columns {
		w := panels{
			weights: l.int8.weights[c*l.inputs:][:columns*l.inputs],
			sums:    l.int8.sums[c:][:columns],
			scales:  l.int8.scales[c:][:columns],
			bias:    l.int8.bias[c:][:columns],
		}
		for first, n := range tiles(rows, most) {
			l.kernels.tileInt8(dst[first*l.stride+c:], l.stride, a, first, n, w)
		}
	}
}

// applyFloats reads rows of x that lie so many floats apart.
func (l *Linear) applyFloats(dst, x []float32, apart, rows int) {
	most, _ := l.kernels.tile()
	for c := 0; c < l.stride; c += strip {
		panel := l.floats[c*l.inputs:][:strip*l.inputs]
		for first, n := range tiles(rows, most) {
			l.kernels.tileFloat(dst[first*l.stride+c:], l.stride, x[first*apart:], apart, n, panel, strip, l.inputs, l.bias[c:])
		}
	}
}

// tiles cuts rows into as few tiles of at most the given height as will do, of
// nearly the same height, and yields the first row and height of each.
func tiles(rows, most int) func(yield func(first, n int) bool) {
	return func(yield func(first, n int) bool) {
		count := (rows + most - 1) / most
		for i, first := 0, 0; i < count; i++ {
			next := (i + 1) * rows / count
			if !yield(first, next-first) {
				return
			}
			first = next
		}
	}
}

// set quantises rows of x.
func (a *activations) set(k kernels, x, smooth []float32) {
	a.depth = len(smooth)
	rows := len(x) / a.depth
	a.values = grow(a.values, len(x))
	a.scales, a.shifts = grow(a.scales, rows), grow(a.shifts, rows)
	for r := range rows {
		a.scales[r], a.shifts[r] = k.quantise(a.values[r*a.depth:][:a.depth], x[r*a.depth:][:a.depth], smooth)
	}
}

// grow returns x with length n; what it held may be lost.
func grow[T any](x []T, n int) []T {
	if cap(x) < n {
		return make([]T, n, n+n/4)
	}
	return x[:n]
}
