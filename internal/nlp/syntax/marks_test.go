package syntax

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFreeMarks(t *testing.T) {
	const n, punct = 4, 9
	plain, mark := word{}, word{kind: comma}
	for name, tt := range map[string]struct {
		words       []word
		heads, want []int
	}{
		"a comma governs":     {words: []word{plain, mark, plain, plain}, heads: []int{3, 0, 1, n}, want: []int{3, 0, 0, n}},
		"a comma is the root": {words: []word{mark, plain, plain, mark}, heads: []int{n, 0, 0, 0}, want: []int{1, n, 1, 1}},
		"nothing but marks":   {words: []word{mark, mark, mark, mark}, heads: []int{n, 0, 1, 2}, want: []int{n, 0, 0, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			s := &state{ws: tt.words, heads: tt.heads, rels: make([]int, n)}
			s.freeMarks(punct)
			if diff := cmp.Diff(tt.want, s.heads); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
