package infer

import "fmt"

// A Path is a set of kernels.
type Path string

// The paths, fastest first. Fastest stands for the first of the others that
// the processor has.
const (
	Fastest Path = ""
	AVX512  Path = "avx512" // amd64 with AVX-512 F, BW, VL, DQ and VNNI
	AVX2    Path = "avx2"   // amd64 with AVX2 and FMA
	NEON    Path = "neon"   // arm64 with dot products
	Plain   Path = "plain"  // any
)

// strip is the number of lanes that kernels work on at once. Every width is a
// multiple of it.
const strip = 16

// kernels are the inner loops. Slices are as long as a call needs; it panics
// when one is shorter. All implementations give the same bits.
type kernels interface {
	// tile returns the most rows of tileInt8 and tileFloat, and how many
	// panels of 16 columns tileInt8 takes at once.
	tile() (rows, panels int)

	// tileInt8 sets dst, rows of the given stride, to a·w + bias for rows
	// [first, first+rows) of a, over the columns of the panels.
	tileInt8(dst []float32, stride int, a *activations, first, rows int, w panels)

	// tileFloat sets 16 columns of dst to a·columns + bias: rows of depth
	// floats, a stride apart, by depth rows of 16 floats, a stride apart.
	tileFloat(dst []float32, stride int, a []float32, aStride, rows int, columns []float32, columnsStride, depth int, bias []float32)

	// quantise sets dst to bytes with src·smooth ≈ scale·(dst + shift).
	quantise(dst []uint8, src, smooth []float32) (scale, shift float32)

	// gelu sets each x to x·Φ(x), within 1e-5.
	gelu(x []float32)

	// softmax sets x to exp(scale·x) over the sum of all.
	softmax(x []float32, scale float32)

	// addNorm adds a row to x and normalises x to mean 0 and variance 1, then
	// multiplies it by gain and adds bias.
	addNorm(x, add, gain, bias []float32, epsilon float32)
}

// activations are quantised rows: row r stands for scales[r]·(values + shifts[r]).
type activations struct {
	values         []uint8
	scales, shifts []float32
	depth          int
}

// panels are columns of int8 weights, 16 to a panel. A panel holds, for every
// four rows, the four weights of the first column, of the second, and so on.
type panels struct {
	weights            []int8
	sums, scales, bias []float32 // a column's sum of weights, its scale and bias
}

// pathError says that the processor cannot run a path.
func pathError(p Path) error {
	return fmt.Errorf("kernels %q: not on this processor", p)
}
