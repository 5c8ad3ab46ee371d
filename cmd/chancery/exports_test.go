package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"chancery/internal/act"
	"chancery/internal/export"
	"chancery/internal/export/exporttest"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store/sqlite"
)

// pagesRead reads the examples, and other people's pages where they are, into a
// ledger.
func pagesRead(t *testing.T) (db string, l exporttest.Ledger) {
	t.Helper()
	db = filepath.Join(t.TempDir(), "l.db")
	args := []string{"read", "--quiet", "--store", db, "../../examples/pages"}
	if _, err := os.Stat("../../../shared/seeds"); err == nil {
		args = append(args, "../../../shared/seeds")
	}
	must(t, program(t, args...))
	s, err := sqlite.OpenReadOnly(db)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	acts, err := act.Load()
	if err != nil {
		t.Fatal(err)
	}
	l = exporttest.Ledger{Articles: map[string]*news.Article{}, Options: export.Options{Acts: acts, Version: "test"}}
	for e, err := range s.Events(t.Context(), query.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		l.Events = append(l.Events, e)
		for _, r := range e.Reports {
			d, err := s.Document(t.Context(), r.Article)
			if err != nil {
				t.Fatal(err)
			}
			l.Articles[r.Article] = d.Article
		}
	}
	if len(l.Events) < 100 {
		t.Fatalf("only %d events", len(l.Events))
	}
	return db, l
}

// Every export of the examples is read back by its reader and says what the
// ledger says; Parquet and CSV also by Python's, and the notebooks run, where
// the languages are.
func TestExports(t *testing.T) {
	db, l := pagesRead(t)
	exporttest.Run(t, l)
	t.Run("sql", func(t *testing.T) { sqlViews(t, db, l) })
	t.Run("python", func(t *testing.T) { pythonReads(t, db, l) })
	for _, r := range pythonReaders {
		t.Run(r.module, func(t *testing.T) {
			py := python(t, r.module)
			data, n := exporttest.Write(t, l, r.format, false)
			file := filepath.Join(t.TempDir(), "out")
			if err := os.WriteFile(file, data, 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command(py, "-c", r.code, file).CombinedOutput()
			if got := strings.TrimSpace(string(out)); err != nil || got != strconv.Itoa(n) {
				t.Errorf("%s reads %q, %v; want %d", r.module, got, err, n)
			}
		})
	}
	t.Run("notebook.py", func(t *testing.T) { notebook(t, db, python(t, "pandas", "matplotlib"), "notebook.py") })
	t.Run("notebook.R", func(t *testing.T) {
		r, err := exec.LookPath("Rscript")
		if err != nil {
			t.Skip("there is no R here")
		}
		notebook(t, db, r, "notebook.R")
	})
}

// pythonReaders are readers of others for formats of others; each prints how
// much it read.
var pythonReaders = []struct{ module, format, code string }{
	{"icalendar", "ics", `import sys, icalendar
events = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read()).walk("VEVENT")
assert not any(e.errors for e in events)
print(len({str(e["UID"]) for e in events}))`},
	{"networkx", "graphml", `import sys, networkx
g = networkx.read_graphml(sys.argv[1])
print(g.number_of_nodes() + g.number_of_edges())`},
	{"bibtexparser", "bibtex", `import sys, bibtexparser
if hasattr(bibtexparser, "parse_file"):
    found = bibtexparser.parse_file(sys.argv[1])
    assert not found.failed_blocks
else:
    parser = bibtexparser.bparser.BibTexParser(ignore_nonstandard_types=False)
    found = bibtexparser.load(open(sys.argv[1]), parser)
print(len(found.entries))`},
}

// python finds a Python that has some modules, or skips: $CHANCERY_PYTHON, else
// python3.
func python(t *testing.T, modules ...string) string {
	t.Helper()
	name := os.Getenv("CHANCERY_PYTHON")
	if name == "" {
		name = "python3"
	}
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skip("there is no Python here")
	}
	for _, m := range modules {
		if err := exec.Command(path, "-c", "import "+m).Run(); err != nil {
			t.Skipf("this Python has no %s", m)
		}
	}
	return path
}

const readParquet = `
import json, sys
import duckdb, pandas, pyarrow.parquet
def unguard(s):
    return s.str.replace(r"^'(?=[=+@\t\r-])", "", regex=True)
events = pyarrow.parquet.read_table(sys.argv[1] + "/e.parquet")
frame = pandas.read_parquet(sys.argv[1] + "/e.parquet")
table = pandas.read_csv(sys.argv[1] + "/e.csv", keep_default_na=False)
assert list(frame.columns) == list(table.columns), (list(frame.columns), list(table.columns))
assert list(frame["id"]) == list(unguard(table["id"]))
assert [str(d) if d is not None else "" for d in events["from"].to_pylist()] == list(table["from"])
assert ["; ".join(v) for v in events["source"].to_pylist()] == list(unguard(table["source"]))
duck = duckdb.connect()
q = lambda s: duck.execute(s.format(sys.argv[1])).fetchall()
print(json.dumps({
    "events": events.num_rows,
    "pandas": len(frame),
    "reports": int(frame["reports"].sum()),
    "report_rows": q("SELECT count(*) FROM '{}/r.parquet'")[0][0],
    "joined": q("SELECT count(*) FROM '{0}/r.parquet' r JOIN '{0}/e.parquet' e ON r.event = e.id")[0][0],
    "days": q("SELECT count(*) FROM '{}/e.parquet' WHERE \"from\" = \"to\" AND typeof(\"from\") = 'DATE'")[0][0],
    "spans": q("SELECT sum(\"end\" - start - strlen(words)) FROM '{}/r.parquet'")[0][0],
}))
`

func pythonReads(t *testing.T, db string, l exporttest.Ledger) {
	py := python(t, "pyarrow", "pandas", "duckdb")
	dir := t.TempDir()
	for _, args := range [][]string{
		{"--format", "parquet", "--out", dir + "/e.parquet"}, {"--format", "parquet", "--rows", "reports", "--out", dir + "/r.parquet"}, {"--format", "csv", "--out", dir + "/e.csv"},
	} {
		must(t, program(t, append([]string{"export", "--store", db}, args...)...))
	}
	out, err := exec.Command(py, "-c", readParquet, dir).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var got map[string]int
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	reports, days := 0, 0
	for _, e := range l.Events {
		reports += len(e.Reports)
		if e.Date.Exact() {
			days++
		}
	}
	for name, want := range map[string]int{"events": len(l.Events), "pandas": len(l.Events), "reports": reports, "report_rows": reports, "joined": reports, "days": days, "spans": 0} {
		if v, ok := got[name]; !ok || v != want {
			t.Errorf("%s: %d, want %d", name, v, want)
		}
	}
}

// notebook runs a notebook of docs/ as its first lines say, on exports of the
// ledger.
func notebook(t *testing.T, db, language, name string) {
	dir := t.TempDir()
	must(t, program(t, "export", "--store", db, "--format", "csv", "--out", filepath.Join(dir, "events.csv")))
	page, err := filepath.Abs(docs + name)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(language, page, filepath.Join(dir, "events.csv"), "CUB", "VNM")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "MPLBACKEND=Agg")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if !strings.Contains(string(out), "index") {
		t.Errorf("it prints no index:\n%s", out)
	}
	if plot, err := os.Stat(filepath.Join(dir, "dyad.png")); err != nil || plot.Size() < 1000 {
		t.Errorf("it plots nothing: %v", err)
	}
}
