package eval

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"chancery/internal/news"

	"github.com/google/go-cmp/cmp"
)

// TestRoleScores keeps the scores on PropBank's roles of EWT dev.
func TestRoleScores(t *testing.T) {
	t.Parallel()
	s, err := Roles(dataSet(t, "propbank-ewt/dev.tsv"), RoleOptions{Read: analyzer(t).Arguments})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/roles.golden", s.String())
}

const roled = "# sent_id = a\n" +
	"1\tMali\tNNP\t-\t-\t(ARG0*)\t(ARG0*)\n" +
	"2\tset\tVBD\tset\tset.02\t(V*)\t*\n" +
	"3\toff\tRP\t-\t-\t(C-V*)\t*\n" +
	"4\tto\tTO\t-\t-\t(ARGM-PRP*\t*\n" +
	"5\tmeet\tVB\tmeet\tmeet.03\t*\t(V*)\n" +
	"6\tit\tPRP\t-\t-\t*)\t(ARG1*)\n" +
	"\n\n# sent_id = b\n" +
	"1\tNo\tUH\t-\t-\n"

func TestRoles(t *testing.T) {
	role := func(first, last int, label string) news.Argument {
		return news.Argument{First: first, Last: last, Label: label}
	}
	var asked [][]int
	read := func(an *news.Analysis, predicates []int) {
		asked = append(asked, predicates)
		switch {
		case len(an.Tokens) == 1: // nothing to find, and one predicate found
			an.Predicates = []news.Predicate{{Token: 0}}
		case predicates == nil:
			an.Predicates = []news.Predicate{{Token: 1, Arguments: []news.Argument{role(0, 1, "ARG0"), role(1, 2, "V")}}}
		default: // one right, one of another label, one of a predicate not asked for, V and C-V not counted
			an.Predicates = []news.Predicate{
				{Token: 1, Arguments: []news.Argument{role(0, 1, "ARG0"), role(1, 2, "V"), role(2, 3, "C-V"), role(3, 6, "ARGM-GOL")}},
				{Token: 2, Arguments: []news.Argument{role(0, 1, "ARG0")}},
			}
		}
	}
	s, err := Roles(strings.NewReader(roled), RoleOptions{Read: read})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([][]int{{1, 4}, nil, nil}, asked); d != "" {
		t.Error(d)
	}
	const table = `2 sentences
                  P      R     F1    gold   found
all            50.0   25.0   33.3       4       2
ARG0          100.0   50.0   66.7       2       1
ARG1              –    0.0    0.0       1       0
ARGM-GOL        0.0      –    0.0       0       1
ARGM-PRP          –    0.0    0.0       1       0
predicates     50.0   50.0   50.0       2       2
end to end    100.0   25.0   40.0       4       1
`
	if d := cmp.Diff(table, s.String()); d != "" {
		t.Error(d)
	}
	const object = `{"ARG0":{"p":1,"r":0.5,"f1":0.6667},"ARG1":{"p":null,"r":0,"f1":0},"ARGM-GOL":{"p":0,"r":null,"f1":0},"ARGM-PRP":{"p":null,"r":0,"f1":0},` +
		`"end_to_end":{"p":1,"r":0.25,"f1":0.4},"f1":0.3333,"p":0.5,"predicates":{"p":0.5,"r":0.5,"f1":0.5},"r":0.25}`
	got, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(object, string(got)); d != "" {
		t.Error(d)
	}
}

func TestRoleErrors(t *testing.T) {
	word := func(cells string) string { return "1\ta\tVB\ta\ta.01\t" + cells + "\n" }
	for in, want := range map[string]string{
		"":                                   "no sentences",
		"# sent_id = a\n\n":                  "no sentences",
		"1\ta\tDT\t-\n":                      "line 1: 4 columns, want 5 or more",
		"2\ta\tDT\t-\t-\n":                   `line 1: index "2" where 1 is due`,
		"1\t\tDT\t-\t-\n":                    "line 1: no word, or one that is not UTF-8",
		"1\ta\tDT\t-\t-\n2\ta\tDT\t-\t-\t*":  "line 2: 6 columns, where the sentence began with 5",
		"#\n1\ta\tDT\t-\t-\t(ARG0*)\n\n":     "line 3: the sentence that ends here: 0 predicates, and 1 columns of arguments",
		word("(ARG0*"):                       "line 2: the sentence that ends here: column 6: ARG0 does not end",
		word("*)"):                           `line 1: column 6: "*)" ends what has not begun`,
		word("(arg0*)"):                      `line 1: column 6: "(arg0*)", want "*", "(LABEL*", "*)" or "(LABEL*)"`,
		word("(ARG0)"):                       `line 1: column 6: "(ARG0)", want "*", "(LABEL*", "*)" or "(LABEL*)"`,
		word("(A*\t*)") + "":                 `line 1: column 7: "*)" ends what has not begun`,
		word("(A*") + "2\tb\tDT\t-\t-\t(B*)": `line 2: column 6: "(B*)" begins within another`,
	} {
		_, err := Roles(strings.NewReader(in), RoleOptions{Read: func(*news.Analysis, []int) {}})
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", in, err, want)
		}
	}
}

func FuzzReadRoles(f *testing.F) {
	f.Add(roled)
	f.Add("1\ta\tVB\ta\ta.01\t(V*\n2\tb\tDT\t-\t-\t*)")
	f.Add("1\ta\tVB\ta\ta.01\t((*)*\r\n\n")
	f.Fuzz(func(t *testing.T, in string) {
		for s, err := range readRoles(strings.NewReader(in)) {
			if err != nil {
				if !strings.HasPrefix(err.Error(), "line ") {
					t.Fatalf("error %q without its line", err)
				}
				return
			}
			checkGiven(t, s.analysis())
			if !slices.IsSortedFunc(s.predicates, func(a, b news.Predicate) int { return a.Token - b.Token }) {
				t.Fatalf("predicates %+v", s.predicates)
			}
			for _, p := range s.predicates {
				last := 0
				for _, a := range p.Arguments {
					if a.First < last || a.Last <= a.First || a.Last > len(s.words) || a.Label == "" {
						t.Fatalf("argument %+v after %d, of %d words", a, last, len(s.words))
					}
					last = a.Last
				}
			}
		}
	})
}
