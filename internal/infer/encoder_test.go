package infer

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// modelsVariable names a folder with weights of all-MiniLM-L6-v2 that
// training/encoder/pack.py wrote: minilm-l6.int8 and minilm-l6.float32. Tests
// that need them are skipped without.
const modelsVariable = "CHANCERY_MODELS"

// weightsFile returns the bytes of a file of weights: a tiny model's from
// testdata, another's from the folder of modelsVariable.
func weightsFile(tb testing.TB, name string) []byte {
	tb.Helper()
	folder := "testdata"
	if !strings.HasPrefix(name, "tiny") {
		if folder = os.Getenv(modelsVariable); folder == "" {
			tb.Skipf("%s is not set", modelsVariable)
		}
	}
	b, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		tb.Skip(err)
	}
	return b
}

func parse(tb testing.TB, name string, path Path) *Model {
	tb.Helper()
	m, err := Parse(weightsFile(tb, name), path)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// A golden is a sentence with what the reference makes of it: ids, and the
// last hidden states of some rows as base64 of float16.
type golden struct {
	Text   string  `json:"text"`
	IDs    []int32 `json:"ids"`
	Rows   []int   `json:"rows"`
	States string  `json:"states"`
}

func goldens(tb testing.TB, name string) []golden {
	tb.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		tb.Fatal(err)
	}
	var gs []golden
	if err := json.Unmarshal(b, &gs); err != nil {
		tb.Fatal(err)
	}
	return gs
}

func (g golden) states(tb testing.TB) []float32 {
	tb.Helper()
	b, err := base64.StdEncoding.DecodeString(g.States)
	if err != nil {
		tb.Fatal(err)
	}
	x := make([]float32, len(b)/2)
	for i := range x {
		h := binary.LittleEndian.Uint16(b[2*i:])
		x[i] = float32(math.Ldexp(float64(h&0x3ff|0x400), int(h>>10&31)-25))
		if h>>10&31 == 0 {
			x[i] = float32(math.Ldexp(float64(h&0x3ff), -24))
		}
		if h>>15 == 1 {
			x[i] = -x[i]
		}
	}
	return x
}

func cosine(a, b []float32) float64 {
	var ab, aa, bb float64
	for i := range a {
		ab += float64(a[i]) * float64(b[i])
		aa += float64(a[i]) * float64(a[i])
		bb += float64(b[i]) * float64(b[i])
	}
	return ab / math.Sqrt(aa*bb)
}

// batchOf cuts sentences into pieces.
func batchOf(m *Model, gs []golden) *Batch {
	b := new(Batch)
	var pieces []Piece
	for _, g := range gs {
		pieces = m.Tokenizer.Append(pieces[:0], g.Text)
		b.Add(m.Tokenizer, pieces)
	}
	return b
}

func TestGolden(t *testing.T) {
	for _, test := range []struct {
		model, weights string
		mean, least    float64 // of cosines with the reference
	}{
		{"tiny", "float32", 0.999999, 0.999999},
		{"tiny", "int8", 0.999, 0.997},
		{"minilm-l6", "float32", 0.999999, 0.999999},
		{"minilm-l6", "int8", 0.999, 0.995},
	} {
		for _, path := range paths() {
			if path == Plain && test.model != "tiny" && testing.Short() {
				continue
			}
			t.Run(fmt.Sprintf("%s.%s/%s", test.model, test.weights, path), func(t *testing.T) {
				m := parse(t, test.model+"."+test.weights, path)
				gs := goldens(t, test.model)
				b := batchOf(m, gs)
				states, err := m.Encode(new(Workspace), b)
				if err != nil {
					t.Fatal(err)
				}
				var total float64
				least, n, start, width := 1.0, 0, 0, m.Config.Width
				for i, g := range gs {
					if diff := cmp.Diff(g.IDs, b.IDs[start:b.Ends[i]]); diff != "" {
						t.Fatalf("%q: ids (-reference +ours):\n%s", g.Text, diff)
					}
					want := g.states(t)
					for j, r := range g.Rows {
						c := cosine(states[(start+r)*width:][:width], want[j*width:][:width])
						total, least, n = total+c, min(least, c), n+1
					}
					start = b.Ends[i]
				}
				mean := total / float64(n)
				t.Logf("cosine with the reference: mean %.7f, least %.7f", mean, least)
				if !(mean >= test.mean && least >= test.least) {
					t.Errorf("want at least %v and %v", test.mean, test.least)
				}
			})
		}
	}
}

// TestPathsAgree holds the promise that all kernels give the same bits, over
// sentences one by one and in batches, and for all layers.
func TestPathsAgree(t *testing.T) {
	for _, name := range []string{"tiny.int8", "tiny.float32"} {
		var want [][]float32
		for _, path := range slices.Backward(paths()) { // plain first
			m := parse(t, name, path)
			gs := goldens(t, "tiny")
			ws := new(Workspace)
			b := batchOf(m, slices.Concat(gs, gs)) // more than rowsAtOnce
			layers, err := m.EncodeLayers(ws, b)
			if err != nil {
				t.Fatal(err)
			}
			if want == nil {
				want = layers
			}
			for l := range want {
				sameBits(t, fmt.Sprintf("%s %s layer %d", name, path, l), layers[l], want[l])
			}
			start := 0
			for i := range gs {
				alone, err := m.Encode(ws, batchOf(m, gs[i:i+1]))
				if err != nil {
					t.Fatal(err)
				}
				sameBits(t, fmt.Sprintf("%s %s sentence %d alone", name, path, i), alone, want[len(want)-1][start:][:len(alone)])
				start += len(alone)
			}
		}
	}
}

func TestEncodeConcurrently(t *testing.T) {
	m := parse(t, "tiny.int8", Fastest)
	gs := goldens(t, "tiny")
	want, err := m.Encode(new(Workspace), batchOf(m, gs))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			ws := new(Workspace)
			for range 5 {
				got, err := m.Encode(ws, batchOf(m, gs))
				if err != nil || !slices.Equal(got, want) {
					t.Errorf("states differ: %v", err)
				}
			}
		})
	}
	wg.Wait()
}

func TestEncodeAllocates(t *testing.T) {
	for _, path := range paths() {
		m := parse(t, "tiny.int8", path)
		ws, b := new(Workspace), batchOf(m, goldens(t, "tiny"))
		if n := testing.AllocsPerRun(3, func() {
			if _, err := m.Encode(ws, b); err != nil {
				t.Fatal(err)
			}
		}); n > 0 {
			t.Errorf("%s: %v allocations", path, n)
		}
	}
}

func TestEncodeRefuses(t *testing.T) {
	m := parse(t, "tiny.int8", Fastest)
	for name, b := range map[string]*Batch{
		"id too high":        {IDs: []int32{2, int32(m.Config.Words), 3}, Ends: []int{3}},
		"negative id":        {IDs: []int32{2, -1, 3}, Ends: []int{3}},
		"end beyond":         {IDs: []int32{2, 3}, Ends: []int{3}},
		"empty sentence":     {IDs: []int32{2, 3}, Ends: []int{0, 2}},
		"ids left over":      {IDs: []int32{2, 3, 2, 3}, Ends: []int{2}},
		"sentence too long":  {IDs: make([]int32, m.Config.Positions+1), Ends: []int{m.Config.Positions + 1}},
		"ends run backwards": {IDs: []int32{2, 3, 2, 3}, Ends: []int{4, 2}},
	} {
		if _, err := m.Encode(new(Workspace), b); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if x, err := m.Encode(new(Workspace), new(Batch)); err != nil || len(x) != 0 {
		t.Errorf("an empty batch gives %v, %v", x, err)
	}
}

func TestRead(t *testing.T) {
	file := weightsFile(t, "tiny.int8")
	if _, err := Read(iotestReader{bytes.NewReader(file)}, Plain); err != nil {
		t.Fatal(err)
	}
	if _, err := Parse(file, "abacus"); err == nil {
		t.Error("a path that does not exist: no error")
	}
	for name, damage := range map[string]func(b []byte) []byte{
		"empty":         func(b []byte) []byte { return nil },
		"magic":         func(b []byte) []byte { b[0] = 'X'; return b },
		"cut":           func(b []byte) []byte { return b[:len(b)-1] },
		"header cut":    func(b []byte) []byte { return b[:40] },
		"header length": func(b []byte) []byte { b[11] = 0xff; return b },
		"bit":           func(b []byte) []byte { b[len(b)-100] ^= 1; return b },
		"shape":         func(b []byte) []byte { return bytes.Replace(b, []byte("[32, 32]"), []byte("[23, 32]"), 1) },
		"huge":          func(b []byte) []byte { return bytes.Replace(b, []byte(`"words": `), []byte(`"words": 9`), 1) },
		"name": func(b []byte) []byte {
			return bytes.Replace(b, []byte("layer.1.up.bias"), []byte("layer.1.up.bais"), 1)
		},
	} {
		if _, err := Parse(damage(slices.Clone(file)), Plain); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// iotestReader gives a byte at a time now and then, and hides other methods.
type iotestReader struct{ r *bytes.Reader }

func (r iotestReader) Read(p []byte) (int, error) { return r.r.Read(p[:min(len(p), 777)]) }

// FuzzRead: any bytes give a model that runs, or an error.
func FuzzRead(f *testing.F) {
	file := weightsFile(f, "tiny.int8")
	f.Add(file)
	f.Add(file[:2000])
	f.Add([]byte(magic + "\x02\x00\x00\x00{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		w, err := readWeights(bytes.NewReader(data))
		if err != nil {
			return
		}
		m, err := newModel(w, plain{})
		if err != nil || m.Config.Width*m.Config.Inner > 1<<16 || m.Config.Layers > 4 {
			return
		}
		b := new(Batch)
		b.Add(m.Tokenizer, m.Tokenizer.Append(nil, "a"))
		if len(b.IDs) > m.Config.Positions {
			return
		}
		if _, err := m.Encode(new(Workspace), b); err != nil {
			t.Fatal(err)
		}
	})
}
