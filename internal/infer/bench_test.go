package infer

import (
	"math/rand/v2"
	"runtime"
	"testing"
)

// BenchmarkEncode counts sentences of 25 pieces a second, in batches of 16, on
// one thread. Sentences a second of processor time are reported too, for
// machines that do other things meanwhile (Unix only).
func BenchmarkEncode(b *testing.B) {
	for _, name := range []string{"minilm-l6.int8", "minilm-l6.float32"} {
		for _, path := range paths() {
			if path == Plain {
				continue
			}
			b.Run(name+"/"+string(path), func(b *testing.B) {
				m := parse(b, name, path)
				benchmarkEncode(b, m, 16, 25)
			})
		}
	}
}

// BenchmarkEncodePlain is apart, because it takes a second a batch.
func BenchmarkEncodePlain(b *testing.B) {
	benchmarkEncode(b, parse(b, "minilm-l6.int8", Plain), 1, 25)
}

func benchmarkEncode(b *testing.B, m *Model, sentences, pieces int) {
	rng := rand.New(rand.NewPCG(1, 2))
	batch := new(Batch)
	for range sentences {
		for range pieces {
			batch.IDs = append(batch.IDs, int32(rng.IntN(m.Config.Words)))
		}
		batch.Ends = append(batch.Ends, len(batch.IDs))
	}
	ws := new(Workspace)
	if _, err := m.Encode(ws, batch); err != nil {
		b.Fatal(err)
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	start := processorTime()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Encode(ws, batch); err != nil {
			b.Fatal(err)
		}
	}
	n := float64(b.N * sentences)
	b.ReportMetric(n/b.Elapsed().Seconds(), "sentences/s")
	if used := processorTime() - start; used > 0 {
		b.ReportMetric(n/used.Seconds(), "sentences/cpu-s")
	}
}

func BenchmarkTokenize(b *testing.B) {
	tk := parse(b, "tiny.int8", Plain).Tokenizer
	gs := goldens(b, "tiny")
	bytes := 0
	for _, g := range gs {
		bytes += len(g.Text)
	}
	b.SetBytes(int64(bytes))
	b.ReportAllocs()
	var pieces []Piece
	for b.Loop() {
		for _, g := range gs {
			pieces = tk.Append(pieces[:0], g.Text)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	data := weightsFile(b, "minilm-l6.int8")
	for b.Loop() {
		if _, err := Parse(data, Fastest); err != nil {
			b.Fatal(err)
		}
	}
}
