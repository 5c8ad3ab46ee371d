package act

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLoad(t *testing.T) {
	table, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	got, ok := table.Lookup("clash")
	want := Act{
		Name: "clash", Type: "ASSAULT", CAMEO: "190", Family: "clash", Rank: 2, Span: 3, Traits: Both,
		Definition: "Their forces meet and fight in one place.", Example: "Tajik and Kyrgyz guards clashed at the canal.",
	}
	if d := cmp.Diff(want, got); d != "" || !ok {
		t.Error(d)
	}
	if _, ok := table.Lookup("juggle"); ok {
		t.Error("found an act that there is not")
	}
	n := 0
	for a := range table.All() {
		if b, ok := table.Lookup(a.Name); !ok || a != b {
			t.Errorf("%s: not found by its name", a.Name)
		}
		for _, s := range []string{a.Definition, a.Example} {
			if !strings.HasSuffix(s, ".") || strings.Contains(s, "|") {
				t.Errorf("%s: %q is no sentence", a.Name, s)
			}
		}
		n++
	}
	if n < 140 {
		t.Errorf("only %d acts", n)
	}
	for k := range Types() {
		if !slices.ContainsFunc(table.acts, func(a Act) bool { return a.Type == k.Name }) {
			t.Errorf("no act of type %s", k.Name)
		}
	}
	if table.Coded() || table.Codes("meet") != nil {
		t.Error("codes that nobody gave")
	}
}

// Merging takes acts of a family for one, and chooses among their names by
// rank: a family is of one type, except where words of two types tell one act.
func TestFamilies(t *testing.T) {
	table, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	mixed := map[string][]string{
		"letter": {"CONSULT", "SUPPORT"},
	}
	types := map[string][]string{}
	for a := range table.All() {
		if !slices.Contains(types[a.Family], a.Type) {
			types[a.Family] = append(types[a.Family], a.Type)
		}
	}
	for family, ts := range types {
		if want := mixed[family]; len(ts) > 1 && !slices.Equal(want, ts) {
			t.Errorf("family %s is of types %v", family, ts)
		}
	}
}

// The wordings of the labels, which the models are fitted on, are acts of the
// table.
func TestVocabulary(t *testing.T) {
	table, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile("../../training/acts/vocabulary.tsv")
	if err != nil {
		t.Fatal(err)
	}
	err = rows("vocabulary.tsv", string(b), func(cells []string) error {
		if len(cells) != 2 {
			return fmt.Errorf("%d columns, want 2", len(cells))
		}
		if _, ok := table.Lookup(cells[1]); !ok {
			t.Errorf("%s: there is no act %q", cells[0], cells[1])
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestCodes(t *testing.T) {
	table, err := Load(
		strings.NewReader("\ufeff# mine\nact\tcode\tlabel\nmeet\tT1\tTalks, face to face\r\n\nmeet\tT2\n"),
		strings.NewReader("meet\tX\t\nattack\tT1"),
	)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]Code{
		"meet":   {{"T1", "Talks, face to face"}, {"T2", ""}, {"X", ""}},
		"attack": {{"T1", ""}},
		"visit":  nil,
	} {
		if d := cmp.Diff(want, table.Codes(name)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	if !table.Coded() {
		t.Error("not coded")
	}
}

// named is a table that knows its file's name, as *os.File does.
type named struct {
	*strings.Reader
	name string
}

func (n named) Name() string { return n.name }

func TestBadCodes(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"meet", `mine.tsv: line 1: 1 columns, want 2 or 3, parted by tabs: act, code, label`},
		{"meet X Talks", `mine.tsv: line 1: 1 columns, want 2 or 3, parted by tabs: act, code, label`},
		{"meet\tX\ty\tz", `mine.tsv: line 1: 4 columns, want 2 or 3, parted by tabs: act, code, label`},
		{"# mine\n\nmeet\tX\nmete\tX", `mine.tsv: line 4: there is no act "mete"; docs/codebook.md lists those there are`},
		{"meet\t \ty", `mine.tsv: line 1: the code is empty`},
		{"meet\tX\nmeet\tX\ty", `mine.tsv: line 2: meet has the code X already`},
		{"meet\t\xff", `mine.tsv: not UTF-8`},
		{strings.Repeat("#", mostOwn+1), `mine.tsv: more than 1 MB`},
	} {
		_, err := Load(named{strings.NewReader(c.in), "mine.tsv"})
		if err == nil || err.Error() != c.want {
			t.Errorf("%.40q: got %v, want %s", c.in, err, c.want)
		}
	}
	if _, err := Load(strings.NewReader(""), strings.NewReader("x\ty")); err == nil || !strings.HasPrefix(err.Error(), "table 2 of codes: line 1: ") {
		t.Errorf("got %v", err)
	}
}

// A slip in our own tables is told with its line.
func TestBadTables(t *testing.T) {
	const good = "meet\tCONSULT\tvisit\t040\tmeet\t-\t3\t366\tboth\tThey meet.\tThey met."
	for _, c := range []struct{ old, new, want string }{
		{"\tThey met.", "", "10 columns, want 11: act, type, mode, cameo, family, sense, rank, span, traits, definition, example"},
		{"\tmeet\t", "\t\t", "column family is empty"},
		{"CONSULT", "CONFER", `PLOVER has no type "CONFER"`},
		{"visit", "sea", `CONSULT has no mode "sea": want one of visit, third-party, multilateral, phone`},
		{"040", "4a", `CAMEO code "4a": want two to four digits`},
		{"\t3\t", "\t-1\t", `rank "-1": want a number from 0`},
		{"366", "0", `span "0": want a number from 1`},
		{"both", "mutual", `trait "mutual": want one of both, speech`},
		{"They met.", "They met.\n" + good, `act "meet" stands twice`},
		{"They met.", "They met.\n" + strings.NewReplacer("meet", "nod", "CONSULT", "AGREE", "visit", "-").Replace(good), "AGREE stands after CONSULT: rows go by type, in the order of Types"},
	} {
		table := &Table{byName: map[string]int{}}
		err := table.addActs("# heading\n" + strings.Replace(good, c.old, c.new, 1))
		want := "acts.tsv: line 2: " + c.want
		if strings.Contains(c.new, "\n") {
			want = "acts.tsv: line 3: " + c.want
		}
		if err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
	for _, c := range []struct{ in, want string }{
		{"call\tremote\t-\t-", "channels.tsv: line 1: 4 columns, want 5: channel, medium, also, vague, definition"},
		{"call\tfar\t-\t-\tA call.", `channels.tsv: line 1: medium "far": want one of written, remote, in person, public`},
		{"call\tremote\t-\tyes\tA call.", `channels.tsv: line 1: column vague is "yes": want vague or -`},
		{"call\tremote\tring,call\t-\tA call.", `channels.tsv: line 1: channel "call" stands twice`},
	} {
		table := &Table{channel: map[string]int{}}
		if err := table.addChannels(c.in); err == nil || err.Error() != c.want {
			t.Errorf("got  %v\nwant %s", err, c.want)
		}
	}
}

func TestChannel(t *testing.T) {
	table, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, is string
		medium   Medium
		vague    bool
	}{
		{"", "", Unsaid, true},
		{"letter", "letter", Written, false},
		{"cable", "telegram", Written, false},
		{"message", "message", Written, true},
		{"video call", "call", Remote, false},
		{"visit", "visit", InPerson, false},
		{"statement", "statement", Public, true},
		{"smoke signal", "smoke signal", Public, false},
	} {
		if k := table.Channel(c.name); k.Name != c.is || k.Medium != c.medium || k.Vague != c.vague {
			t.Errorf("%q: got %+v", c.name, k)
		}
	}
	var empty *Table
	if k := empty.Channel("letter"); k.Medium != Public || empty.Coded() || empty.Codes("meet") != nil {
		t.Errorf("a nil table: got %+v", k)
	}
}

// Whatever a user's table holds, it is read or refused, and never has a code
// for what is no act.
func FuzzCodes(f *testing.F) {
	for _, s := range []string{"meet\tX\ty", "act\tcode\nmeet\t\xff", "# x\r\n\tmeet\tX", "meet\tX\nmeet\tX"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		table, err := Load(strings.NewReader(in))
		if err != nil {
			return
		}
		for name, codes := range table.codes {
			if _, ok := table.Lookup(name); !ok || len(codes) == 0 {
				t.Errorf("%q has codes %v", name, codes)
			}
			for _, c := range codes {
				if c.Code == "" {
					t.Errorf("%q has an empty code", name)
				}
			}
		}
	})
}
