package infer

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// paths returns the paths that this processor can run, plain last.
func paths() []Path {
	var ps []Path
	for _, p := range []Path{AVX512, AVX2, NEON, Plain} {
		if _, err := choose(p); err == nil {
			ps = append(ps, p)
		}
	}
	return ps
}

// eachKernels runs a test for every path but the plain one.
func eachKernels(t *testing.T, test func(t *testing.T, k kernels, rng *rand.Rand)) {
	for _, p := range paths() {
		if p == Plain {
			continue
		}
		t.Run(string(p), func(t *testing.T) {
			k, err := choose(p)
			if err != nil {
				t.Fatal(err)
			}
			test(t, k, rand.New(rand.NewPCG(1, 2)))
		})
	}
}

// normal returns n numbers around 0, some far out.
func normal(rng *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
		if rng.IntN(50) == 0 {
			x[i] *= 20
		}
	}
	return x
}

// sameBits compares floats by their bits.
func sameBits(t *testing.T, what string, got, want []float32) {
	t.Helper()
	for i := range want {
		if math.Float32bits(got[i]) != math.Float32bits(want[i]) {
			t.Fatalf("%s: [%d of %d] = %v, plain %v", what, i, len(want), got[i], want[i])
		}
	}
}

func TestTileInt8(t *testing.T) {
	eachKernels(t, func(t *testing.T, k kernels, rng *rand.Rand) {
		most, wide := k.tile()
		for range 300 {
			rows, depth, first := 1+rng.IntN(most), 4*(1+rng.IntN(100)), rng.IntN(3)
			columns := strip * wide
			stride := columns + strip*rng.IntN(3)
			a := &activations{
				values: make([]uint8, (first+rows)*depth), depth: depth,
				scales: normal(rng, first+rows), shifts: make([]float32, first+rows),
			}
			w := panels{weights: make([]int8, columns*depth), sums: make([]float32, columns), scales: normal(rng, columns), bias: normal(rng, columns)}
			for i := range a.values {
				a.values[i] = uint8(rng.IntN(256))
			}
			for i := range a.shifts {
				a.shifts[i] = -float32(rng.IntN(256))
			}
			extreme := rng.IntN(4) == 0
			if extreme { // what would overflow first
				for i := range a.values {
					a.values[i] = 255
				}
			}
			for i := 0; i < len(w.weights); i += 2 {
				first := rng.IntN(pairMax)
				if extreme {
					first = pairMax / 2
				}
				second := min(pairMax-first, 127)
				if !extreme && second > 0 {
					second = rng.IntN(second + 1)
					if rng.IntN(2) == 0 {
						first = -first
					}
				}
				w.weights[i], w.weights[i+1] = int8(first), int8(second)
				w.sums[i/(depth*strip)*strip+i/4%strip] += float32(first + second)
			}
			got, want := make([]float32, rows*stride), make([]float32, rows*stride)
			k.tileInt8(got, stride, a, first, rows, w)
			for p := range wide {
				part := panels{w.weights[p*strip*depth:], w.sums[p*strip:], w.scales[p*strip:], w.bias[p*strip:]}
				plain{}.tileInt8(want[p*strip:], stride, a, first, rows, part)
			}
			sameBits(t, fmt.Sprintf("%d rows, depth %d, stride %d", rows, depth, stride), got, want)
		}
	})
}

func TestTileFloat(t *testing.T) {
	eachKernels(t, func(t *testing.T, k kernels, rng *rand.Rand) {
		most, _ := k.tile()
		for range 300 {
			rows, depth := 1+rng.IntN(most), 1+rng.IntN(70)
			aStride, columnsStride, stride := depth+rng.IntN(5), strip+rng.IntN(40), strip+rng.IntN(40)
			a, columns, bias := normal(rng, rows*aStride), normal(rng, depth*columnsStride), normal(rng, strip)
			got, want := make([]float32, rows*stride), make([]float32, rows*stride)
			k.tileFloat(got, stride, a, aStride, rows, columns, columnsStride, depth, bias)
			plain{}.tileFloat(want, stride, a, aStride, rows, columns, columnsStride, depth, bias)
			sameBits(t, fmt.Sprintf("%d rows, depth %d", rows, depth), got, want)
		}
	})
}

func TestQuantise(t *testing.T) {
	eachKernels(t, func(t *testing.T, k kernels, rng *rand.Rand) {
		for i := range 300 {
			n := strip * (1 + rng.IntN(100))
			src, smooth := normal(rng, n), normal(rng, n)
			switch i % 5 {
			case 0:
				clear(src)
			case 1: // one side of zero
				for j, v := range src {
					src[j] = float32(math.Abs(float64(v)))
					smooth[j] = 1
				}
			}
			got, want := make([]uint8, n), make([]uint8, n)
			scale, shift := k.quantise(got, src, smooth)
			wantScale, wantShift := plain{}.quantise(want, src, smooth)
			sameBits(t, "scale and shift", []float32{scale, shift + 0}, []float32{wantScale, wantShift + 0})
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

func TestRows(t *testing.T) {
	eachKernels(t, func(t *testing.T, k kernels, rng *rand.Rand) {
		for range 300 {
			n := strip * (1 + rng.IntN(100))
			x := normal(rng, n)
			for what, f := range map[string]func(k kernels, x []float32){
				"gelu":    func(k kernels, x []float32) { k.gelu(x) },
				"softmax": func(k kernels, x []float32) { k.softmax(x, 0.7) },
				"addNorm": func(k kernels, x []float32) {
					rng := rand.New(rand.NewPCG(3, uint64(n)))
					k.addNorm(x, normal(rng, n), normal(rng, n), normal(rng, n), 1e-12)
				},
			} {
				got, want := append([]float32(nil), x...), append([]float32(nil), x...)
				f(k, got)
				f(plain{}, want)
				sameBits(t, what, got, want)
			}
		}
	})
}

// TestPlain holds the reference itself against float64.
func TestPlain(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	near := func(what string, got float32, want, within float64) {
		t.Helper()
		if !(math.Abs(float64(got)-want) <= within) {
			t.Errorf("%s = %v, want %v", what, got, want)
		}
	}
	x := normal(rng, 4096)
	y := append([]float32(nil), x...)
	plain{}.gelu(y)
	for i, v := range x {
		near(fmt.Sprintf("gelu(%v)", v), y[i], float64(v)*0.5*math.Erfc(-float64(v)/math.Sqrt2), 1e-5*max(1, math.Abs(float64(v))))
	}

	x = normal(rng, 64)
	y = append([]float32(nil), x...)
	plain{}.softmax(y, 0.5)
	var norm float64
	for _, v := range x {
		norm += math.Exp(float64(v) / 2)
	}
	for i, v := range x {
		near("softmax", y[i], math.Exp(float64(v)/2)/norm, 1e-6)
	}

	ones, zeros := make([]float32, 64), make([]float32, 64)
	for i := range ones {
		ones[i] = 1
	}
	y = append([]float32(nil), x...)
	plain{}.addNorm(y, ones, ones, zeros, 0)
	var mean, variance float64
	for _, v := range x {
		mean += float64(v) / 64
	}
	for _, v := range x {
		variance += (float64(v) - mean) * (float64(v) - mean) / 64
	}
	for i, v := range x {
		near("addNorm", y[i], (float64(v)-mean)/math.Sqrt(variance), 1e-5)
	}

	q := make([]uint8, 64)
	scale, shift := plain{}.quantise(q, x, ones)
	for i, v := range x {
		near("quantise", scale*(float32(q[i])+shift), float64(v), float64(scale)/2+1e-5)
	}

	for range 100000 {
		a, b, c := float32(rng.NormFloat64()), float32(rng.NormFloat64()), float32(rng.NormFloat64()*1e-4)
		exact := math.FMA(float64(a), float64(b), float64(c))
		near("fma", fma(a, b, c), exact, math.Abs(exact)*0x1.000002p-24)
	}
}
