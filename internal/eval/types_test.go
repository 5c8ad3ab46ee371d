package eval

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"chancery/internal/news"

	"github.com/google/go-cmp/cmp"
)

// TestTypeScores keeps the scores on a fifth of PLV's training rows.
func TestTypeScores(t *testing.T) {
	t.Parallel()
	s, err := Types(dataSet(t, "plover/PLV_train.tsv"), TypeOptions{Read: analyzer(t).Type, Part: 0, Parts: 5})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/types.golden", s.String())
}

const rows = "\tsentence\tmarked_sentence\tsource\ttarget\tgold_root\r\n" +
	"0\tIn Mali, Mali's foe Niger left.\tIn Mali, <t>Mali</t>'s foe <s>Niger </s>left.\tNiger\tMali\tYIELD\r\n" +
	"1\tNiger asked for aid.\t<s>Niger</s> asked for aid.\tNiger\ta recipient\tREQUEST\r\n" +
	"2\tMalian troops left.\t<t><s>Malian</s> troops</t> left.\tMalian\tMalian troops\tYIELD\r\n" +
	"3\tMali asked Chad, and Chad Mali.\t<s>Mali</s> asked <t>Chad</t>, and <t>Chad</t> Mali.\tMali\tChad\tREQUEST\r\n"

func TestTypes(t *testing.T) {
	var sides []string
	read := func(an *news.Analysis, source, target news.Span) string {
		text := an.Article.Text
		if len(an.Tokens) == 0 || len(an.Sentences) != 1 {
			t.Errorf("%q has %d tokens, %d sentences", text, len(an.Tokens), len(an.Sentences))
		}
		sides = append(sides, text[:source.Start]+"["+source.In(text)+"] ["+target.In(text)+"]"+text[target.End:])
		switch text {
		case "Malian troops left.":
			return "RETREAT"
		case "Niger asked for aid.":
			return ""
		case "In Mali, Mali's foe Niger left.":
			return "ASSAULT"
		}
		return "REQUEST"
	}
	s, err := Types(strings.NewReader(rows), TypeOptions{Read: read})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{
		"In Mali, Mali's foe [Niger] [Mali]'s foe Niger left.",
		"[Niger] []Niger asked for aid.",
		"[Malian] [Malian troops] left.",
		"[Mali] [Chad], and Chad Mali.",
	}, sides); d != "" {
		t.Error(d)
	}
	const table = `macro-F1 66.7, accuracy 50.0
                  P      R     F1    gold   found
all            66.7   50.0   57.1       4       3
ASSAULT         0.0      –    0.0       0       1
REQUEST       100.0   50.0   66.7       2       1
YIELD         100.0   50.0   66.7       2       1
`
	if d := cmp.Diff(table, s.String()); d != "" {
		t.Error(d)
	}
	const object = `{"ASSAULT":{"p":0,"r":null,"f1":0},"REQUEST":{"p":1,"r":0.5,"f1":0.6667},"YIELD":{"p":1,"r":0.5,"f1":0.6667},"accuracy":0.5,"f1":0.6667}`
	got, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(object, string(got)); d != "" {
		t.Error(d)
	}
	part, err := Types(strings.NewReader(rows), TypeOptions{Read: read, Part: 1, Parts: 3})
	if one := (F1{1, 1, 1}); err != nil || part.All != one || part.Labels["YIELD"] != one {
		t.Errorf("the second row that names both sides: %+v, %v", part, err)
	}
}

// Without marked_sentence the sides are where their words first stand.
func TestTypesWithoutMarks(t *testing.T) {
	const in = "gold_root\ttarget\tsource\tsentence\nAID\tnobody\tMali\tIn Mali, Mali gave.\n"
	var got [2]news.Span
	_, err := Types(strings.NewReader(in), TypeOptions{Read: func(_ *news.Analysis, source, target news.Span) string {
		got = [2]news.Span{source, target}
		return ""
	}})
	if want := [2]news.Span{{Start: 3, End: 7}}; err != nil || got != want {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
}

func TestTypeErrors(t *testing.T) {
	const head = "sentence\tmarked_sentence\tsource\ttarget\tgold_root\n"
	for in, want := range map[string]string{
		"":                                     "no rows",
		head:                                   "no rows",
		"sentence\tsource\tgold_root":          "line 1: the head has no column target",
		head + "a\ta\ta\tAID\n":                "line 2: 4 columns, where the head has 5",
		head + "a\tb\t\t\tAID\n":               "line 2: marked_sentence without its marks is not sentence",
		head + "\xff\t\xff\t\t\tAID\n":         "line 2: no sentence, or one that is not UTF-8",
		head + "a\ta\t\t\tAID\n \t\t\t\tAID\n": "line 3: no sentence, or one that is not UTF-8",
		head + "a\ta\t\t\taid\n":               `line 2: gold_root "aid" is not a type`,
	} {
		_, err := Types(strings.NewReader(in), TypeOptions{Read: func(*news.Analysis, news.Span, news.Span) string { return "" }})
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", in, err, want)
		}
	}
}

func FuzzReadTypes(f *testing.F) {
	f.Add(rows)
	f.Add("sentence\tsource\ttarget\tgold_root\na b a\ta\tb \tAID")
	f.Add("sentence\tsource\ttarget\tgold_root\tmarked_sentence\n<s>\t\t\tAID\t</s>< s></t> <t>\n")
	f.Fuzz(func(t *testing.T, in string) {
		for row, err := range readTypes(strings.NewReader(in)) {
			if err != nil {
				if !strings.HasPrefix(err.Error(), "line ") {
					t.Fatalf("error %q without its line", err)
				}
				return
			}
			if !utf8.ValidString(row.sentence) || row.root == "" {
				t.Fatalf("row %+v", row)
			}
			for _, s := range []news.Span{row.source, row.target} {
				if s.Start < 0 || s.End < s.Start || s.End > len(row.sentence) || !utf8.ValidString(s.In(row.sentence)) {
					t.Fatalf("side %v of %q", s, row.sentence)
				}
			}
		}
	})
}
