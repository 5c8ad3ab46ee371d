package attribution_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"chancery/internal/nlp/attribution"
)

// BenchmarkFind measures the layer alone on text that has been read up to it,
// short and forty times as long: bytes a second must not fall with length.
func BenchmarkFind(b *testing.B) {
	raw, err := os.ReadFile("testdata/passages.txt")
	if err != nil {
		b.Fatal(err)
	}
	z, l := reader(b), attribution.New(nil)
	for _, times := range []int{1, 40} {
		b.Run(fmt.Sprint(times, "x"), func(b *testing.B) {
			an := z.PrepareFully(article(strings.Repeat(string(raw), times)))
			b.SetBytes(int64(len(raw) * times))
			for b.Loop() {
				l.Find(an)
			}
		})
	}
}
