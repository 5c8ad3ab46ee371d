package infer

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestCompare takes every path's products of rows for those of plain loops.
func TestCompare(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for _, path := range paths() {
		m, ws := parse(t, "tiny.int8", path), new(Workspace)
		var dst []float32
		for _, size := range [][3]int{{1, 1, 16}, {3, 5, 32}, {17, 33, 48}, {40, 16, 256}} {
			rows, n, depth := size[0], size[1], size[2]
			a, b := make([]float32, rows*depth), make([]float32, n*depth)
			for i := range a {
				a[i] = rng.Float32() - 0.5
			}
			for i := range b {
				b[i] = rng.Float32() - 0.5
			}
			var stride int
			dst, stride = m.Compare(ws, dst, a, b, depth)
			for i := range rows {
				for j := range n {
					want := 0.0
					for k := range depth {
						want += float64(a[i*depth+k]) * float64(b[j*depth+k])
					}
					if got := float64(dst[i*stride+j]); math.Abs(got-want) > 1e-4 {
						t.Fatalf("%s, %d by %d of %d: row %d and row %d give %v, not %v", path, rows, n, depth, i, j, got, want)
					}
				}
			}
		}
	}
}

// TestCases tells batches whose cases cannot be, and that an encoder without a
// table of cases reads as if there were none.
func TestCases(t *testing.T) {
	m, ws := parse(t, "tiny.int8", Plain), new(Workspace)
	b := new(Batch)
	b.Add(m.Tokenizer, m.Tokenizer.Append(nil, "Minsk wrote to Riga"))
	states, err := m.Encode(ws, b)
	if err != nil {
		t.Fatal(err)
	}
	before := append([]float32(nil), states...)
	b.Cases = make([]uint8, len(b.IDs))
	b.Cases[1] = 1
	if states, err = m.Encode(ws, b); err != nil {
		t.Fatal(err)
	}
	for i := range before {
		if before[i] != states[i] {
			t.Fatal("an encoder without cases reads them")
		}
	}
	width := m.Config.Width
	m.cases = make([]float32, 2*width)
	for i := range width {
		m.cases[width+i] = float32(i) / 10
	}
	if states, err = m.Encode(ws, b); err != nil {
		t.Fatal(err)
	}
	if states[width] == before[width] {
		t.Error("a case changes nothing")
	}
	for _, bad := range [][]uint8{{0}, append(make([]uint8, len(b.IDs)-1), 2)} {
		b.Cases = bad
		if _, err := m.Encode(ws, b); err == nil || !strings.Contains(err.Error(), "case") {
			t.Errorf("cases %v: error %v", bad, err)
		}
	}
}
