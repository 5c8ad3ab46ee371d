package eval

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/act"
	"chancery/internal/extract"
	"chancery/internal/gazetteer"
	"chancery/internal/merge"
	"chancery/internal/news"
	"chancery/internal/nlp"
	"chancery/internal/source"

	"github.com/google/go-cmp/cmp"
)

var (
	update = flag.Bool("update", false, "write the scores under testdata")
	detail = flag.Bool("detail", false, "print what was missed, made up or wrong, page by page")
)

// tableOf is a table of scores; what they are made of goes to the log, with -detail.
func tableOf(t *testing.T, s interface {
	WriteDetail(io.Writer) error
	WriteTable(io.Writer) error
}) *strings.Builder {
	t.Helper()
	var b strings.Builder
	if *detail {
		if err := s.WriteDetail(&b); err != nil {
			t.Fatal(err)
		}
		t.Log("\n" + b.String())
		b.Reset()
	}
	if err := s.WriteTable(&b); err != nil {
		t.Fatal(err)
	}
	return &b
}

// TestLedgerScores keeps the whole line's scores: a change that loses an event
// shows in the golden file's diff. To see which:
//
//	go test ./internal/eval -run LedgerScores -detail -v
func TestLedgerScores(t *testing.T) {
	for _, c := range []struct{ name, gold, pages string }{
		{"examples", "../../examples/gold.jsonl", "../../examples"},
		{"blind", "../../testdata/blind/gold.jsonl", "../../testdata/blind"},
		{"seeds", "../../../shared/gold/seeds.jsonl", "../../../shared"},
	} {
		t.Run(c.name, func(t *testing.T) {
			gold, err := os.ReadFile(c.gold)
			if errors.Is(err, fs.ErrNotExist) {
				t.Skip("no " + c.gold)
			}
			if err != nil {
				t.Fatal(err)
			}
			events, pages := readGoldPages(t, string(gold), c.pages)
			g, err := gazetteer.Load()
			if err != nil {
				t.Fatal(err)
			}
			s, err := Ledger(strings.NewReader(string(gold)), events, func(name string) (Page, bool) {
				p, ok := pages[name]
				return p, ok
			}, g)
			if err != nil {
				t.Fatal(err)
			}
			b := tableOf(t, s)
			b.WriteByte('\n')
			for _, d := range s.Details {
				fmt.Fprintf(b, "%s: found %d, missed %d, spurious %d\n", d.Page, len(d.Hits), len(d.Missed), len(d.Spurious))
			}
			golden(t, filepath.Join("testdata", c.name+".golden"), b.String())
			t.Run("score.py", func(t *testing.T) { compareScorer(t, s, events, c.gold) })
			// Not a matter of quality: a span that does not re-read is a fault.
			if s.Evidence.Right != s.Evidence.Of {
				t.Errorf("%d spans do not read as their evidence says", s.Evidence.Of-s.Evidence.Right)
			}
		})
	}
}

// readGoldPages runs the line over the pages that gold names under dir.
func readGoldPages(t *testing.T, gold, dir string) ([]news.Event, map[string]Page) {
	t.Helper()
	wanted, err := ReadGold(strings.NewReader(gold))
	if err != nil {
		t.Fatal(err)
	}
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	ex, err := extract.New()
	if err != nil {
		t.Fatal(err)
	}
	an, err := nlp.New(g)
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]Page{}
	var reports []news.Report
	read := map[string]bool{}
	for _, w := range wanted {
		file, _, _ := strings.Cut(w.Page, "#")
		if read[file] {
			continue
		}
		read[file] = true
		for p, err := range new(source.Reader).Pages(filepath.Join(dir, file)) {
			if err != nil {
				t.Error(err)
				continue
			}
			a, err := ex.Extract(&p)
			if err != nil {
				t.Error(err)
				continue
			}
			analysis := an.Analyze(a)
			reports = append(reports, analysis.Reports...)
			name := file
			if _, record, ok := strings.Cut(p.Path, "#"); ok {
				name += "#" + record
			}
			pages[name] = Page{a, analysis.Published}
		}
	}
	events := merge.New(g, actTable(t)).Merge(reports)
	noneAhead(t, events)
	return events, pages
}

// noneAhead holds a ledger to it that no act told as done lies after its page's day.
func noneAhead(t *testing.T, events []news.Event) {
	t.Helper()
	for i := range events {
		for _, r := range events[i].Reports {
			if to := r.Published.To; r.Status == news.Reported && !to.IsZero() && (r.Date.From.After(to) || r.Date.To.After(to)) {
				t.Errorf("%s: %s %s..%s is told as done on a page of %s at the latest", r.Path, r.ID, r.Date.From, r.Date.To, to)
			}
		}
	}
}

// actTable is the table of acts, as the line has it.
func actTable(t *testing.T) *act.Table {
	t.Helper()
	table, err := act.Load()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// analyzer is the line's own, of the embedded tables.
func analyzer(t *testing.T) *nlp.Analyzer {
	t.Helper()
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	z, err := nlp.New(g)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// open opens a file for the test's time.
func open(t *testing.T, path string) *os.File {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// dataSet opens a file of the data sets beside the repository; without it, or
// in a hurry, the test is skipped.
func dataSet(t *testing.T, path string) *os.File {
	t.Helper()
	path = filepath.Join("../../../shared/data", path)
	if _, err := os.Stat(path); err != nil || testing.Short() {
		t.Skip("no data sets beside the repository, or no time")
	}
	return open(t, path)
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); d != "" {
		t.Errorf("scores differ from %s (-update writes them): -want +got\n%s", path, d)
	}
}
