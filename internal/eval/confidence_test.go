package eval

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"chancery/internal/extract"
	"chancery/internal/gazetteer"
	"chancery/internal/merge"
	"chancery/internal/news"
	"chancery/internal/nlp/acts"
)

func TestReliability(t *testing.T) {
	var r Reliability
	var b bytes.Buffer
	if err := r.WriteTable(&b); err != nil || b.Len() > 0 {
		t.Errorf("of nothing: %q, %v", b.String(), err)
	}
	for _, x := range []struct {
		confidence float64
		right      bool
	}{{0.3, true}, {0.35, false}, {0.29, false}, {1, true}, {0.9, true}} {
		r.add(x.confidence, x.right)
	}
	if err := r.WriteTable(&b); err != nil {
		t.Fatal(err)
	}
	want := `
  confidence  entries  said  right
     from .2        1  29.0    0.0
     from .3        2  32.5   50.0
     from .9        2  95.0  100.0
         all        5  56.8   60.0
      off by           14.8
`
	var got []string
	for line := range strings.Lines(b.String()) {
		got = append(got, strings.TrimRight(line, " \n"))
	}
	if g := strings.Join(got, "\n") + "\n"; g != want {
		t.Errorf("got:%s", g)
	}
}

// TestFitConfidence prints the weights of acts.Signs that fit the readings of one
// split best, and how reliable they are on pages left out: CHANCERY_FIT=train or dev.
func TestFitConfidence(t *testing.T) {
	split := Split(os.Getenv("CHANCERY_FIT"))
	if split != Train && split != Dev {
		t.Skip("CHANCERY_FIT is neither train nor dev")
	}
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	ex, err := extract.New()
	if err != nil {
		t.Fatal(err)
	}
	pages, err := ActFiles{Labels: actSets, Split: split}.Pages(ex.Extract)
	if err != nil {
		t.Fatal(err)
	}
	if split == Train { // every fifth is enough for a few weights
		n := 0
		for i := 0; i < len(pages); i += 5 {
			pages[n] = pages[i]
			n++
		}
		pages = pages[:n]
	}
	z := analyzer(t)
	var mu sync.Mutex
	signs := map[string]acts.Signs{}
	s, err := Acts(t.Context(), pages, ActReader{
		Merge: merge.New(g, actTable(t)).Merge,
		Names: g,
		Analyze: func(a *news.Article) *news.Analysis {
			an, looks := z.Explain(a)
			mu.Lock()
			defer mu.Unlock()
			for i := range looks {
				if looks[i].Stage == acts.Told {
					signs[looks[i].Report.ID] = looks[i].Signs
				}
			}
			return an
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	seen := casesOf(s.Details, signs)
	w := fit(seen)
	fmt.Printf("%d entries of %s: %.2f\n", len(seen), split, w)
	const folds = 5
	var r Reliability
	for k := range folds {
		var rest []seenCase
		for _, c := range seen {
			if c.page%folds != k {
				rest = append(rest, c)
			}
		}
		w := fit(rest)
		for _, c := range seen {
			if c.page%folds == k {
				r.add(chance(w, c.signs), c.right)
			}
		}
	}
	if err := r.WriteTable(os.Stdout); err != nil {
		t.Fatal(err)
	}
}

// A seenCase is an entry with what came of it.
type seenCase struct {
	page  int
	signs acts.Signs
	right bool
}

func casesOf(details []PageDetail, signs map[string]acts.Signs) (out []seenCase) {
	for p, d := range details {
		add := func(r *news.Report, right bool) {
			if s, ok := signs[r.ID]; ok {
				out = append(out, seenCase{p, s, right})
			}
		}
		for _, h := range d.Hits {
			add(h.Report, !slices.ContainsFunc(h.Wrong, func(w Wrong) bool { return w.Field == "status" }))
		}
		for _, x := range d.Spurious {
			add(x.Report, false)
		}
	}
	return out
}

func chance(w acts.Signs, s acts.Signs) float64 {
	sum := 0.0
	for i := range s {
		sum += w[i] * s[i]
	}
	return 1 / (1 + math.Exp(-sum))
}

// fit is the logistic regression of right on signs, by Newton's method; a prior of
// variance one holds all weights but the first.
func fit(seen []seenCase) (w acts.Signs) {
	const n = len(w)
	for range 30 {
		var gradient [n]float64
		var hessian [n][n]float64
		for i := 1; i < n; i++ {
			gradient[i], hessian[i][i] = w[i], 1
		}
		for _, c := range seen {
			p := chance(w, c.signs)
			e := p
			if c.right {
				e--
			}
			for i := range n {
				gradient[i] += e * c.signs[i]
				for j := range n {
					hessian[i][j] += p * (1 - p) * c.signs[i] * c.signs[j]
				}
			}
		}
		step := solve(hessian, gradient)
		for i := range w {
			w[i] -= step[i]
		}
	}
	return w
}

// solve is a's inverse times b, by elimination; a is positive definite.
func solve(a [len(acts.Signs{})][len(acts.Signs{})]float64, b [len(acts.Signs{})]float64) [len(acts.Signs{})]float64 {
	for i := range b {
		for j := i + 1; j < len(b); j++ {
			f := a[j][i] / a[i][i]
			for k := i; k < len(b); k++ {
				a[j][k] -= f * a[i][k]
			}
			b[j] -= f * b[i]
		}
	}
	for i := len(b) - 1; i >= 0; i-- {
		for k := i + 1; k < len(b); k++ {
			b[i] -= a[i][k] * b[k]
		}
		b[i] /= a[i][i]
	}
	return b
}
