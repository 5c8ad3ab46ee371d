package warc

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
)

// texts are what deflate makes something else of: words, noise, runs, nothing.
func texts() [][]byte {
	rng := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 200_000)
	for i := range noise {
		noise[i] = byte(rng.Uint32())
	}
	few := bytes.Clone(noise)
	for i := range few { // codes of all lengths
		few[i] = byte(min(rng.ExpFloat64()*9, 255))
	}
	var words bytes.Buffer
	for words.Len() < 300_000 {
		words.WriteString([]string{"the minister ", "said ", "<p class=\"story\">", "on Monday ", "Perú – Chile ", "\n\n\t\t\t\t"}[rng.IntN(6)])
		if rng.IntN(40) == 0 {
			words.Write(noise[:rng.IntN(90)])
		}
	}
	return [][]byte{nil, {0}, []byte("Peru thanked Chile."), noise, few, words.Bytes(), bytes.Repeat([]byte("ab"), 200_000), bytes.Repeat([]byte{'x'}, 300_000)}
}

func compressed(t testing.TB, text []byte, level int) []byte {
	t.Helper()
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, level)
	if err != nil {
		t.Fatal(err)
	}
	z.Name, z.Comment, z.Extra = "a", "b", []byte("cd")
	if _, err := z.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestMember reads what the standard library compressed, at every level, by any
// pieces, and takes nothing of what follows.
func TestMember(t *testing.T) {
	const after = "what follows"
	for i, text := range texts() {
		for level := flate.HuffmanOnly; level <= flate.BestCompression; level++ {
			in := append(compressed(t, text, level), after...)
			by := map[string]io.Reader{"all": bytes.NewReader(in)}
			if level == flate.BestCompression {
				by["halves"], by["bytes"] = iotest.HalfReader(bytes.NewReader(in)), iotest.OneByteReader(bytes.NewReader(in))
			}
			for name, r := range by {
				br := bufio.NewReader(r)
				var m member
				if err := m.open(br); err != nil {
					t.Fatal(i, level, name, err)
				}
				got, err := io.ReadAll(&m)
				if err != nil || !bytes.Equal(got, text) {
					t.Fatalf("text %d at level %d by %s: %d bytes of %d, %v", i, level, name, len(got), len(text), err)
				}
				if rest, _ := io.ReadAll(br); string(rest) != after {
					t.Errorf("text %d at level %d by %s: %q follows", i, level, name, rest)
				}
			}
		}
	}
}

// TestMemberWaitsForNothing gives what was sent before more is.
func TestMemberWaitsForNothing(t *testing.T) {
	in, out := io.Pipe()
	defer in.Close()
	said := strings.Repeat("Peru thanked Chile. ", 9)
	go func() {
		z := gzip.NewWriter(out)
		_, _ = z.Write([]byte(said))
		_ = z.Flush() // and nothing after it
	}()
	var m member
	if err := m.open(bufio.NewReader(in)); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, len(said))
	if _, err := io.ReadFull(&m, got); err != nil || string(got) != said {
		t.Errorf("%q, %v", got, err)
	}
}

// TestMemberBroken tells what is cut from what is damaged, wherever.
func TestMemberBroken(t *testing.T) {
	text := []byte(strings.Repeat("The minister went to Lima on Monday, he said. ", 40))
	whole := compressed(t, text, flate.DefaultCompression)
	for n := range whole {
		if _, err := inflated(whole[:n]); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("cut at %d: %v", n, err)
		}
		damaged := bytes.Clone(whole)
		damaged[n] ^= 0x10
		compare(t, damaged)
	}
}

func inflated(in []byte) ([]byte, error) {
	var m member
	if err := m.open(bufio.NewReader(bytes.NewReader(in))); err != nil {
		return nil, err
	}
	return io.ReadAll(&m)
}

// compare holds a member against the standard library.
func compare(t *testing.T, in []byte) {
	t.Helper()
	got, err := inflated(in)
	br := bufio.NewReader(bytes.NewReader(in))
	z, wantErr := gzip.NewReader(br)
	var want []byte
	if wantErr == nil {
		z.Multistream(false)
		want, wantErr = io.ReadAll(z)
	}
	switch {
	case errors.Is(wantErr, gzip.ErrHeader): // it looks more closely
	case (err == nil) != (wantErr == nil):
		t.Errorf("%x: %v, want %v", in[:min(len(in), 64)], err, wantErr)
	case err == nil && !bytes.Equal(got, want), !bytes.HasPrefix(got, want) && !bytes.HasPrefix(want, got):
		t.Errorf("%x: %d bytes, want %d", in[:min(len(in), 64)], len(got), len(want))
	}
}

func FuzzMember(f *testing.F) {
	for _, text := range texts() {
		f.Add(compressed(f, text[:min(len(text), 2000)], flate.DefaultCompression)[17:])
	}
	f.Fuzz(func(t *testing.T, deflated []byte) {
		compare(t, append([]byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"), deflated...))
	})
}

// BenchmarkMember inflates beside the standard library, by what comes out.
func BenchmarkMember(b *testing.B) {
	text := texts()[5]
	in := compressed(b, text, flate.DefaultCompression)
	out := make([]byte, 64<<10)
	drain := func(b *testing.B, r io.Reader) {
		for {
			if _, err := r.Read(out); errors.Is(err, io.EOF) {
				return
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run("ours", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		var m member
		for b.Loop() {
			if err := m.open(bufio.NewReader(bytes.NewReader(in))); err != nil {
				b.Fatal(err)
			}
			drain(b, &m)
		}
	})
	b.Run("standard", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			z, err := gzip.NewReader(bytes.NewReader(in))
			if err != nil {
				b.Fatal(err)
			}
			drain(b, z)
		}
	})
}
