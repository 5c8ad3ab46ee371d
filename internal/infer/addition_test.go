package infer

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// fileOf writes tensors of float32 as a file of weights.
func fileOf(tb testing.TB, c Config, tensors map[string]tensor) []byte {
	tb.Helper()
	h := header{Config: c}
	var payload []byte
	for _, name := range slices.Sorted(maps.Keys(tensors)) {
		t := tensors[name]
		t.Name = name
		h.Tensors, payload = append(h.Tensors, t.tensorHeader), append(payload, t.data...)
	}
	h.CRC = crc32.ChecksumIEEE(payload)
	text, err := json.Marshal(h)
	if err != nil {
		tb.Fatal(err)
	}
	b := binary.LittleEndian.AppendUint32([]byte(magic), uint32(len(text)))
	return slices.Concat(b, text, payload)
}

// floatsOf is a tensor of numbers.
func floatsOf(x []float32, shape ...int) tensor {
	var data []byte
	for _, v := range x {
		data = binary.LittleEndian.AppendUint32(data, math.Float32bits(v))
	}
	return tensor{tensorHeader{Type: "float32", Shape: shape}, data}
}

func random(rng *rand.Rand, n int, scale float32) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = scale * float32(rng.NormFloat64())
	}
	return x
}

// TestAddition adds to one matrix and puts another bias in place of one's, by
// an addition and by hand.
func TestAddition(t *testing.T) {
	const rank = 5
	whole := weightsFile(t, "tiny.float32")
	w, err := readWeights(bytes.NewReader(whole))
	if err != nil {
		t.Fatal(err)
	}
	c, rng := w.config, rand.New(rand.NewPCG(3, 4))
	narrow, widen, bias := random(rng, rank*c.Width, .2), random(rng, rank*c.Inner, .2), random(rng, c.Width, .5)
	addition := fileOf(t, c, map[string]tensor{
		"layer.0.up.narrow": floatsOf(narrow, rank, c.Width),
		"layer.0.up.widen":  floatsOf(widen, rank, c.Inner),
		"layer.1.out.bias":  floatsOf(bias, c.Width),
	})
	sum, err := w.floats("layer.0.up.weight", c.Inner, c.Width)
	if err != nil {
		t.Fatal(err)
	}
	for o := range c.Inner {
		for i := range c.Width {
			for r := range rank {
				sum[o*c.Width+i] += widen[r*c.Inner+o] * narrow[r*c.Width+i]
			}
		}
	}
	w.tensors["layer.0.up.weight"] = floatsOf(sum, c.Inner, c.Width)
	w.tensors["layer.1.out.bias"] = floatsOf(bias, c.Width)
	byHand := fileOf(t, c, w.tensors)

	gs := goldens(t, "tiny")
	states := func(path Path, file []byte, additions ...[]byte) []float32 {
		m, err := Parse(file, path, additions...)
		if err != nil {
			t.Fatal(err)
		}
		x, err := m.Encode(new(Workspace), batchOf(m, gs))
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	want, without := states(Plain, byHand), states(Plain, whole)
	if cosine(want, without) > .99 {
		t.Fatal("what is added changes next to nothing: the test tells nothing")
	}
	plain := states(Plain, whole, addition)
	for i := range want {
		if math.Abs(float64(plain[i]-want[i])) > 1e-4 {
			t.Fatalf("state %d is %v, want %v", i, plain[i], want[i])
		}
	}
	int8s := weightsFile(t, "tiny.int8")
	rounded := states(Plain, int8s, addition)
	if x := cosine(rounded, want); x < .995 {
		t.Errorf("added to int8, the cosine is %v", x)
	}
	for _, path := range paths() {
		sameBits(t, string(path)+", float32", states(path, whole, addition), plain)
		sameBits(t, string(path)+", int8", states(path, int8s, addition), rounded)
	}

	other := c
	other.Layers++
	for name, file := range map[string][]byte{
		"another encoder": fileOf(t, other, map[string]tensor{"layer.1.out.bias": floatsOf(bias, c.Width)}),
		"rank":            fileOf(t, c, map[string]tensor{"layer.0.up.narrow": floatsOf(make([]float32, (maxRank+1)*c.Width), maxRank+1, c.Width)}),
		"half":            fileOf(t, c, map[string]tensor{"layer.0.up.narrow": floatsOf(narrow, rank, c.Width)}),
		"cut":             addition[:len(addition)-1],
	} {
		if _, err := Parse(whole, Plain, file); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
