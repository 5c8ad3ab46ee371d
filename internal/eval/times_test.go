package eval

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/nlp/times"
	"chancery/internal/nlp/token"
)

func timesReader(t testing.TB) func(*news.Article) *news.Analysis {
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	layer := times.New(g)
	return func(a *news.Article) *news.Analysis {
		an := &news.Analysis{Article: a}
		an.Sentences, an.Tokens = token.Split(a)
		layer.Find(an)
		return an
	}
}

const timebank = "../../../shared/data/timebank"

func TestTimesOnTimeBank(t *testing.T) {
	if _, err := os.Stat(timebank); err != nil {
		t.Skip("no TimeBank beside the repository")
	}
	read := timesReader(t)
	for _, noDCT := range []bool{false, true} {
		for _, half := range []string{"dev", "rest"} {
			opts := TimesOptions{Read: read, NoDCT: noDCT, Half: half}
			if out := os.Getenv("TIMES_MISSES"); out != "" && half == "dev" {
				f, err := os.Create(filepath.Join(out, fmt.Sprintf("misses-%s-%v.txt", half, noDCT)))
				if err != nil {
					t.Fatal(err)
				}
				defer f.Close()
				opts.Miss = func(m TimeMiss) {
					fmt.Fprintf(f, "%s\t%s %s\t%s %s\t%s\n", m.File, m.Gold.Type, m.Gold.Value, m.Got.Type, m.Got.Value, mark(m))
				}
			}
			s, err := Times(timebank, opts)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%s noDCT=%v: strict %.3f relaxed %.3f (p %.3f r %.3f) type %.3f value %.3f (%d files, %d gold, %d got)", half, noDCT,
				s.Strict.F1, s.Relaxed.F1, s.Relaxed.P, s.Relaxed.R, s.Type.F1, s.Value.F1, s.Files, s.Gold, s.Got)
		}
	}
}

func mark(m TimeMiss) string {
	return fmt.Sprintf("gold[%d-%d] got[%d-%d] %q", m.Gold.Start, m.Gold.End, m.Got.Start, m.Got.End, m.Context)
}
