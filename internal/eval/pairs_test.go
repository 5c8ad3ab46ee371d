package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/extract"
	"chancery/internal/news"

	"github.com/google/go-cmp/cmp"
)

// TestPairScores keeps the scores on the minimal pairs. To see which are wrong:
//
//	go test ./internal/eval -run PairScores -detail -v
func TestPairScores(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../testdata/pairs/*.tsv")
	if err != nil {
		t.Fatal(err)
	}
	x, err := extract.New()
	if err != nil {
		t.Fatal(err)
	}
	o := PairOptions{Read: PlainPages(x, analyzer(t))}
	var s PairScores
	for _, file := range files {
		if err := s.Add(strings.TrimSuffix(filepath.Base(file), ".tsv"), open(t, file), o); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	if n := s.All().Pairs.Of; n < 400 {
		t.Errorf("%d pairs, want 400", n)
	}
	for _, k := range s.Kinds {
		if k.Pairs.Of < 20 {
			t.Errorf("%s: %d pairs, want 20", k.Kind, k.Pairs.Of)
		}
	}
	if *detail {
		var b strings.Builder
		if err := s.WriteDetail(&b); err != nil {
			t.Fatal(err)
		}
		t.Log("\n" + b.String())
	}
	golden(t, "testdata/pairs.golden", s.String())
}

const fewPairs = "# who gives\n" +
	"1\t2024-05-15\tMali gave Togo rice.\tMLI>TGO AID; ?TGO>MLI SUPPORT\n" +
	"1\t2024-05-15\tMali got rice.\tTGO>MLI,TGO>- AID/COOPERATE planned/alleged bg\n\n" +
	"2\t2024-05-15\tMali and Togo met.\tMLI<>TGO CONSULT news\n" +
	"2\t2024-05-15\tIt rained.\t-\n"

func TestPairs(t *testing.T) {
	report := func(source, target, typ string, status news.Status, background bool) news.Report {
		side := func(codes string) (as []news.Actor) {
			for c := range strings.FieldsSeq(codes) {
				as = append(as, news.Actor{Country: c})
			}
			return as
		}
		return news.Report{Source: side(source), Target: side(target), Type: typ, Status: status, Background: background}
	}
	given := report("MLI", "TGO", news.Aid, news.Reported, true)
	got := report("TGO", "", news.Cooperate, news.Alleged, true)
	met := report("TGO MLI", "TGO MLI", news.Consult, news.Reported, false)
	var days []string
	score := func(found map[string][]news.Report) PairScores {
		t.Helper()
		var s PairScores
		err := s.Add("given", strings.NewReader(fewPairs), PairOptions{Read: func(text string, day news.Day) ([]news.Report, error) {
			days = append(days, day.String())
			return found[text], nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := score(map[string][]news.Report{
		"Mali gave Togo rice.": {report("TGO", "MLI", news.Support, news.Reported, false), given},
		"Mali got rice.":       {got},
		"Mali and Togo met.":   {met},
	})
	if len(s.Misses) > 0 || s.All().Pairs != (Fraction{2, 2}) || days[0] != "2024-05-15" {
		t.Errorf("all right: %+v of %v", s, days)
	}
	for name, found := range map[string]map[string][]news.Report{
		"turned":     {"Mali gave Togo rice.": {report("TGO", "MLI", news.Aid, news.Reported, true)}},
		"type":       {"Mali gave Togo rice.": {report("MLI", "TGO", news.Agree, news.Reported, true)}},
		"status":     {"Mali got rice.": {report("TGO", "", news.Aid, news.Reported, true)}},
		"background": {"Mali got rice.": {report("TGO", "", news.Aid, news.Planned, false)}},
		"twice":      {"Mali gave Togo rice.": {given, given}},
		"one more":   {"It rained.": {met}},
		"one side":   {"Mali and Togo met.": {report("MLI", "MLI", news.Consult, news.Reported, false)}},
	} {
		all := map[string][]news.Report{"Mali gave Togo rice.": {given}, "Mali got rice.": {got}, "Mali and Togo met.": {met}}
		maps.Copy(all, found)
		if s := score(all); len(s.Misses) != 1 || s.All().Pairs != (Fraction{1, 2}) || s.All().Texts != (Fraction{3, 4}) {
			t.Errorf("%s: %+v", name, s)
		}
	}
	s = score(map[string][]news.Report{"Mali got rice.": {got}, "It rained.": {met, got}})
	var b strings.Builder
	if err := s.WriteDetail(&b); err != nil {
		t.Fatal(err)
	}
	const missed = `given:2  Mali gave Togo rice.
    wanted  MLI>TGO AID; ?TGO>MLI SUPPORT
    found   -
given:5  Mali and Togo met.
    wanted  MLI<>TGO CONSULT news
    found   -
given:6  It rained.
    wanted  -
    found   MLI+TGO>MLI+TGO CONSULT; TGO>- COOPERATE alleged bg
`
	if d := cmp.Diff(missed, b.String()); d != "" {
		t.Error(d)
	}
	const table = `         pairs  of  texts  of
    all    0.0   2   25.0   4
  given    0.0   2   25.0   4
`
	if d := cmp.Diff(table, s.String()); d != "" {
		t.Error(d)
	}
	const object = `{"pairs":{"right":0,"of":2,"score":0},"texts":{"right":1,"of":4,"score":0.25},` +
		`"kinds":{"given":{"pairs":{"right":0,"of":2,"score":0},"texts":{"right":1,"of":4,"score":0.25}}}}`
	j, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(object, string(j)); d != "" {
		t.Error(d)
	}
}

func TestPairErrors(t *testing.T) {
	const line = "1\t2024-05-15\tIt rained.\t"
	for in, want := range map[string]string{
		"":                                  "no pairs",
		"1\t2024-05-15\tIt rained.\n":       "line 1: 3 columns, want 4",
		"1\tMay\tIt rained.\t-\n":           `line 1: the day is "May"`,
		line + "MLI AID\n":                  `line 1: act "MLI AID": want sides as AAA>BBB or AAA<>BBB`,
		line + "MLI>TGO\n":                  `line 1: act "MLI>TGO": want SIDES TYPE [STATUS] [bg|news]`,
		line + "MLI>TGO GIFT\n":             `line 1: act "MLI>TGO GIFT": no type "GIFT"`,
		line + "MLI>TGO AID said\n":         `line 1: act "MLI>TGO AID said": no status "said"`,
		line + "-\n":                        "line 1: pair 1 has one text",
		line + "-\n2\t2024-05-15\tSo.\t-\n": "line 2: pair 2 of 2024-05-15, where the line before has 1 of 2024-05-15",
		line + "-\n1\t2024-05-16\tSo.\t-\n": "line 2: pair 1 of 2024-05-16, where the line before has 1 of 2024-05-15",
		"#\n" + line + "-\n" + line + "-\n": "line 2: unreadable",
	} {
		var s PairScores
		err := s.Add("x", strings.NewReader(in), PairOptions{Read: func(string, news.Day) ([]news.Report, error) {
			return nil, errors.New("unreadable")
		}})
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", in, err, want)
		}
	}
}

func FuzzReadPairs(f *testing.F) {
	f.Add(fewPairs)
	f.Add("1\t2024-05-15\t\t?A+B<>-,->B AID/AID denied bg\n")
	f.Fuzz(func(t *testing.T, in string) {
		for p, err := range readPairs(strings.NewReader(in)) {
			if err != nil {
				if !strings.HasPrefix(err.Error(), "line ") {
					t.Fatalf("error %q without its line", err)
				}
				return
			}
			if len(p.texts) != 2 || p.published.IsZero() {
				t.Fatalf("pair %+v", p)
			}
			for _, x := range p.texts {
				for _, a := range x.wanted {
					if len(a.sides) == 0 || len(a.types) == 0 || len(a.statuses) == 0 {
						t.Fatalf("act %+v", a)
					}
				}
			}
		}
	})
}

// TestNothing counts the acts that the program makes up on pages that tell of
// none, though each names two states or more.
func TestNothing(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../testdata/nothing/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 24 {
		t.Errorf("%d pages, want 24", len(files))
	}
	x, err := extract.New()
	if err != nil {
		t.Fatal(err)
	}
	z := analyzer(t)
	var b strings.Builder
	pages := Fraction{Of: len(files)}
	acts := 0
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		a, err := x.Extract(&news.Page{Path: filepath.Base(file), Media: "text/plain", Body: body})
		if err != nil {
			t.Fatal(err)
		}
		reports := z.Analyze(a).Reports
		if len(reports) == 0 {
			pages.Right++
		}
		acts += len(reports)
		b.WriteString(filepath.Base(file) + "  " + notation(reports) + "\n")
	}
	golden(t, "testdata/nothing.golden", fmt.Sprintf("pages without an act %d of %d, acts made up %d\n\n%s", pages.Right, pages.Of, acts, b.String()))
}
