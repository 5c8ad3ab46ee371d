package copies

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/news"
)

const (
	ferry  = "The ferry between the two capitals will sail again from Monday, four years after a quarrel over landing fees had ended the service."
	envoy  = "Arland's envoy handed the harbour master a silver whistle, as custom has it, and was given a basket of smoked eels in return."
	melons = "Stallholders on the quay said they had seen no melons since spring, and that the children had forgotten what they taste like."
	night  = "At night the lamps were lit along the mole for the first time since the war, and old men wept and said nothing at all."
)

// holder makes a Holder of an article.
func holder(n int64, site string, a *news.Article) (Holder, []uint64) {
	t := Of(a)
	return Holder{N: n, Site: site, Anchor: t.Anchor, Size: len(t.Hashes())}, t.Hashes()
}

func TestCopies(t *testing.T) {
	original := written(ferry, envoy, night)
	for _, test := range []struct {
		name  string
		other *news.Article
		want  bool
	}{
		{"whole", written(ferry, envoy, night), true},
		{"other marks and case", written(strings.ToUpper(ferry), strings.ReplaceAll(envoy, ",", " —"), night), true},
		{"cut", written(ferry, envoy), true},
		{"pasted", written(melons, ferry, envoy, melons+melons), true},
		{"its own words", written(melons, "The ferry will sail again from Monday, it was heard on the quay, and nobody knew at what fee."), false},
		{"nothing", written(), false},
	} {
		x := &index{holders: map[uint64][]Holder{}}
		x.add(original, "x.example")
		n := x.add(test.other, "y.example")
		if got := len(x.copies(n)) > 0; got != test.want {
			t.Errorf("%s: a copy %v", test.name, got)
		}
		if got := len(x.copies(0)) > 0; got != test.want {
			t.Errorf("%s: told otherwise by the original", test.name)
		}
	}
}

// What a site puts on all its pages makes no copy, and forty copies of one
// story are none the less copies.
func TestFurniture(t *testing.T) {
	story := func(i int) string {
		var ws []string
		for j := range 60 {
			ws = append(ws, fmt.Sprintf("w%d", i*1000+j*j))
		}
		return strings.Join(ws, " ")
	}
	x := &index{holders: map[uint64][]Holder{}}
	for i := range 5 {
		x.add(written(story(i), melons), "x.example")
	}
	for i := range 5 {
		if got := x.copies(i); len(got) > 0 {
			t.Errorf("furniture of a site makes copies: %v", got)
		}
	}
	x = &index{holders: map[uint64][]Holder{}}
	for i := range 30 {
		x.add(written(story(i), melons), fmt.Sprint(i))
	}
	if got := x.copies(29); len(got) > 0 {
		t.Errorf("furniture of all makes copies: %v", got)
	}
	x = &index{holders: map[uint64][]Holder{}}
	for i := range 40 {
		x.add(written(story(100 + i)[:60], ferry, envoy, melons, night), fmt.Sprint(i))
	}
	if got := x.copies(39); len(got) != 39 {
		t.Errorf("of 40 carriers of a story, one has %d copies", len(got))
	}
}

func TestCovered(t *testing.T) {
	a := written(melons, ferry, envoy, "Nobody asked the fishermen, who had been the first to ask for the ferry and the last to be told.")
	text := Of(a)
	_, of := holder(1, "", written(ferry, envoy, night))
	covered := Covered(a, &text, slices.DeleteFunc(text.Hashes(), func(h uint64) bool { return !slices.Contains(of, h) }))
	for _, test := range []struct {
		words string
		want  bool
	}{
		{"seen no melons", false}, {"will sail again", true}, {"landing fees", true}, {"handed", true}, {"smoked eels", true}, {"fishermen", false},
	} {
		at := strings.Index(a.Text, test.words)
		r := news.Report{Evidence: []news.Evidence{{Field: "act", Span: news.Span{Start: at, End: at + len(test.words)}}}}
		if got := Carries(covered, &r); got != test.want {
			t.Errorf("%s: covered %v by %v", test.words, got, covered)
		}
	}
}

func TestAlike(t *testing.T) {
	base := Sentences(written(ferry, envoy, melons, night, "On 9 May 2023 both sides exchanged greetings."))
	for _, test := range []struct {
		name           string
		other          []string
		nearly, mostly bool
	}{
		{"the same", []string{ferry, envoy, melons, night, "On 9 May 2023 both sides exchanged greetings."}, true, true},
		{"a counter", []string{"Viewed 1,204 times by 33 readers", ferry, envoy, melons, night, "On 9 May 2023 both sides exchanged greetings."}, true, true},
		{"another year", []string{ferry, envoy, melons, night, "On 9 May 2024 both sides exchanged greetings."}, false, true},
		{"a sentence less", []string{ferry, envoy, melons, night}, true, true},
		{"half", []string{ferry, envoy, melons}, false, true},
		{"another", []string{night}, false, false},
		{"nothing", nil, false, false},
	} {
		other := Sentences(written(test.other...))
		for how, want := range map[Likeness]bool{Nearly: test.nearly, Mostly: test.mostly} {
			if Alike(base, other, how) != want || Alike(other, base, how) != want {
				t.Errorf("%s: likeness %d is not %v", test.name, how, want)
			}
		}
	}
}

func TestDiff(t *testing.T) {
	older := written(ferry+" "+envoy, "He has till 24 February to go home.", melons)
	newer := written(ferry, melons, "He has until 24 February to go home.", night)
	c := Diff(older, newer)
	words := func(a *news.Article, spans ...news.Span) (out []string) {
		for _, s := range spans {
			out = append(out, s.In(a.Text))
		}
		return out
	}
	if d := cmp.Diff([]string{night}, words(newer, c.Added...)); d != "" {
		t.Error("added", d)
	}
	if d := cmp.Diff([]string{envoy}, words(older, c.Withdrawn...)); d != "" {
		t.Error("withdrawn", d)
	}
	if len(c.Changed) != 1 || c.Changed[0].New.In(newer.Text) != "He has until 24 February to go home." {
		t.Errorf("changed %v", c.Changed)
	}
	if c := Diff(newer, newer); len(c.Added)+len(c.Withdrawn)+len(c.Changed) > 0 {
		t.Errorf("an article differs from itself: %+v", c)
	}
}

func TestTakesBack(t *testing.T) {
	for text, want := range map[string]bool{
		"Arland *expelled* nine diplomats on Monday.":                                                           false,
		"An earlier version of this article said that Arland had *expelled* nine diplomats.":                    true,
		"Correction: we earlier reported that Arland had *expelled* nine diplomats. It has not.":                true,
		"As we reported earlier, Arland *expelled* nine diplomats.":                                             false,
		"As we earlier reported, Arland *expelled* nine diplomats.":                                             false,
		"The story wrongly stated that Arland *expelled* nine diplomats.":                                       true,
		"The agency has retracted its report that Arland *expelled* nine diplomats.":                            true,
		"The previous version of the headline misstated that Arland *expelled* nine diplomats.":                 true,
		"RETRACTED: Arland *expelled* nine diplomats.":                                                          true,
		"Arland *expelled* nine diplomats.\nThis article has been withdrawn by the editors.":                    true,
		"The minister wrongly said that Borland had *expelled* nine diplomats.":                                 false,
		"Arland has withdrawn its troops and *expelled* nine diplomats.":                                        false,
		"The earlier report was wrong. Arland *expelled* nobody.":                                               false,
		"The two sides signed the original version of the accord; Arland *expelled* nine diplomats afterwards.": false,
	} {
		plain := strings.ReplaceAll(text, "*", "")
		at := strings.Index(text, "*")
		a := written(strings.Split(plain, "\n")...)
		r := news.Report{Evidence: []news.Evidence{{Field: "act", Span: news.Span{Start: at, End: at + len("expelled")}}}}
		if got := TakesBack(a, &r); (got != "") != want {
			t.Errorf("%s: taken back by %q", text, got)
		}
	}
}

func TestWithdrawn(t *testing.T) {
	older := written("Arland expelled nine diplomats of Borland.", "Borland thanked Arland for two trawlers.", ferry)
	side := func(c string) []news.Actor { return []news.Actor{{Name: c, Country: c}} }
	report := func(act, words string, from, to string) news.Report {
		at := strings.Index(older.Text, words)
		return news.Report{ID: act, Act: act, Type: act, Source: side(from), Target: side(to), Evidence: []news.Evidence{{Field: "act", Span: news.Span{Start: at, End: at + len(words)}}}}
	}
	was := []news.Report{report("expel", "expelled", "A", "B"), report("thank", "thanked", "B", "A"), report("sail", "will sail", "A", "B")}
	newer := written("Arland told nobody to go.", "Borland was thankful to Arland for both its trawlers.", ferry)
	told := []news.Report{{Act: "thank", Type: "thank", Source: side("B"), Target: side("A")}}
	got := Withdrawn(newer, told, older, was)
	if len(got) != 1 || got[0].Act != "expel" {
		t.Errorf("withdrawn: %+v", got)
	}
}

func FuzzText(f *testing.F) {
	f.Add(ferry+"\n"+envoy, uint8(3))
	f.Add("1,204 views. \u0301a é ẞ…」", uint8(1))
	f.Fuzz(func(t *testing.T, s string, cut uint8) {
		s = strings.ToValidUTF8(s, "")
		a := written(strings.Split(s, "\n")...)
		text := Of(a)
		at := 0
		for _, p := range text.Prints {
			if !p.Fits(a.Text) || p.Start < at || p.Empty() {
				t.Fatalf("print at %v", p.Span)
			}
			at = p.Start
		}
		ss := Sentences(a)
		for _, x := range ss {
			if !x.Fits(a.Text) {
				t.Fatalf("sentence at %v", x.Span)
			}
		}
		if len(ss) > 0 && !Alike(ss, ss, Nearly) {
			t.Fatal("not like itself")
		}
		b := written(strings.Split(s[min(len(s), int(cut)):], "\n")...)
		if !strings.Contains(b.Text, "\ufffd") && a.Check() == nil && b.Check() == nil {
			Diff(a, b)
			Covered(a, &text, text.Hashes())
		}
		r := news.Report{Evidence: []news.Evidence{{Field: "act", Span: news.Span{Start: min(len(a.Text), int(cut)), End: len(a.Text)}}}}
		TakesBack(a, &r)
	})
}
