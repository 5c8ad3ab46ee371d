package acts_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/nlp"
	"chancery/internal/nlp/acts"
)

// told is an act in short: "RUS > PRK SUPPORT congratulate reported".
func told(r *news.Report) string {
	side := func(as []news.Actor) string {
		var codes []string
		for _, a := range as {
			if !slices.Contains(codes, a.Country) {
				codes = append(codes, a.Country)
			}
		}
		slices.Sort(codes)
		return strings.Join(codes, "+")
	}
	return side(r.Source) + " > " + side(r.Target) + " " + r.Type + " " + string(r.Status)
}

func analyzer(tb testing.TB) *nlp.Analyzer {
	tb.Helper()
	g, err := gazetteer.Load()
	if err != nil {
		tb.Fatal(err)
	}
	z, err := nlp.New(g)
	if err != nil {
		tb.Fatal(err)
	}
	return z
}

// page is an article of a body's paragraphs, published on a Tuesday.
func page(text string) *news.Article {
	a := &news.Article{ID: "test", Text: text, Published: news.OneDay(news.NewDay(2023, 6, 13), "test")}
	at := 0
	for line := range strings.Lines(text) {
		trimmed := strings.TrimSpace(line)
		if start := at + strings.Index(line, trimmed); trimmed != "" {
			a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: start, End: start + len(trimmed)}, Part: news.Body})
		}
		at += len(line)
	}
	return a
}

func TestFind(t *testing.T) {
	z := analyzer(t)
	for _, c := range []struct {
		text, want string
		day        string // of the act; "" where any is right
	}{
		{"Kenya expelled two Ugandan diplomats on Monday.", "KEN > UGA SANCTION reported", "2023-06-12"},
		{"Two Kenyan diplomats were expelled by Uganda on Monday.", "UGA > KEN SANCTION reported", "2023-06-12"},
		{"North Korean leader Kim Jong Un sent a congratulatory message to Russian President Vladimir Putin on Monday.", "PRK > RUS SUPPORT reported", "2023-06-12"},
		{"Norwegian troops attacked a Chilean base on Sunday.", "NOR > CHL ASSAULT reported", "2023-06-11"},
		{"The foreign ministers of Peru and Ghana met in Lima on Monday.", "GHA+PER > GHA+PER CONSULT reported", "2023-06-12"},
	} {
		an := z.AnalyzeFully(page(c.text))
		n := slices.IndexFunc(an.Reports, func(r news.Report) bool { return told(&r) == c.want })
		if n < 0 {
			var got []string
			for i := range an.Reports {
				got = append(got, told(&an.Reports[i]))
			}
			t.Errorf("%s\n got %q\nwant %q", c.text, got, c.want)
			continue
		}
		if d := an.Reports[n].Date; c.day != "" && (!d.Exact() || d.From.String() != c.day) {
			t.Errorf("%s: dated %s to %s, want %s", c.text, d.From, d.To, c.day)
		}
	}
}

func TestNothing(t *testing.T) {
	z := analyzer(t)
	for _, text := range []string{
		"", " ", "Rain is expected over Spain and Portugal on Tuesday.",
		"Brazil and Japan are among the ten largest producers of steel.",
	} {
		if an := z.AnalyzeFully(page(text)); len(an.Reports) > 0 {
			t.Errorf("%q: %s", text, told(&an.Reports[0]))
		}
	}
}

// TestExplain: what is told stays as Analyze has it, and each act that is not
// says what dropped it.
func TestExplain(t *testing.T) {
	z := analyzer(t)
	a := page("Kenya expelled two Ugandan diplomats on Monday.\nThe expulsion of the Ugandans followed a remark by a Kenyan minister, " +
		"who met his Ugandan colleague last week. The two met in Kampala.")
	an, looks := z.Explain(a)
	if want := z.Analyze(a).Reports; !reflect.DeepEqual(an.Reports, want) {
		t.Errorf("told %v, want %v", an.Reports, want)
	}
	var told []string
	for i, x := range looks {
		if i > 0 && x.Token < looks[i-1].Token {
			t.Errorf("look %d stands before the one before", i)
		}
		if s := an.Sentences[x.Sentence]; x.Token < s.First || x.Token >= s.Last {
			t.Errorf("look %d: token %d is not of sentence %d", i, x.Token, x.Sentence)
		}
		if x.Stage == acts.Told {
			told = append(told, x.Report.ID)
		}
		if (x.Reason == "") != (x.Stage == acts.Told) || (x.By == "") != (x.Stage != acts.Again) {
			t.Errorf("look %d: %s, %q, by %q", i, x.Stage, x.Reason, x.By)
		}
		if x.By != "" && !slices.ContainsFunc(an.Reports, func(r news.Report) bool { return r.ID == x.By && r.Type == x.Report.Type }) {
			t.Errorf("look %d: told by %s, which is none of the reports of its type", i, x.By)
		}
	}
	if len(told) != len(an.Reports) || len(told) == len(looks) {
		t.Errorf("%d looks, %d told, %d reports", len(looks), len(told), len(an.Reports))
	}
}

func FuzzFind(f *testing.F) {
	z := analyzer(f)
	f.Add("Kim Jong Un sent Putin a message, KCNA said. \"We support Russia,\" he wrote.\nMoscow thanked him.")
	f.Add("“\x00 Iran’s … Iraq (AP) -- \xff")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 1000 {
			return
		}
		a := page(text)
		an := z.AnalyzeFully(a)
		for _, r := range an.Reports {
			if len(r.Source) == 0 {
				t.Error("an act that nobody did")
			}
			for _, e := range r.Evidence {
				if e.Start < 0 || e.End > len(a.Text) || e.Start >= e.End || e.In(a.Text) != e.Text {
					t.Errorf("%s: %d-%d is not %q", e.Field, e.Start, e.End, e.Text)
				}
			}
		}
	})
}
