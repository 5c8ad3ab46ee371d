package eval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/nlp/times"
	"chancery/internal/nlp/token"

	"github.com/google/go-cmp/cmp"
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

// What the layer reached on the half of TimeBank and AQUAINT that it was
// fitted on, and on the other; without the document's date, values are mostly
// beyond what the text alone tells.
func TestTimesOnTimeBank(t *testing.T) {
	if _, err := os.Stat(timebank); err != nil {
		t.Skip("no TimeBank beside the repository")
	}
	read := timesReader(t)
	for _, c := range []struct {
		half           string
		noDCT, head    bool
		relaxed, value float64
	}{
		{"dev", false, false, .935, .795},
		{"rest", false, false, .920, .750},
		{"dev", true, true, .935, .74},
		{"rest", true, true, .920, .715},
		{"dev", true, false, .935, .32},
		{"rest", true, false, .920, .27},
	} {
		s, err := Times(timebank, TimesOptions{Read: read, NoDCT: c.noDCT, Head: c.head, Half: c.half})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s, date hidden %v, head shown %v: strict %.3f relaxed %.3f type %.3f value %.3f (%d files, %d gold, %d got)", c.half, c.noDCT, c.head,
			s.Strict.F1, s.Relaxed.F1, s.Type.F1, s.Value.F1, s.Files, s.Gold, s.Got)
		if s.Relaxed.F1 < c.relaxed || s.Value.F1 < c.value {
			t.Errorf("%s, date hidden %v: relaxed %.3f, value %.3f; want %.3f and %.3f at least", c.half, c.noDCT, s.Relaxed.F1, s.Value.F1, c.relaxed, c.value)
		}
	}
}

const sample = `<?xml version="1.0" ?>
<TimeML>
<DOCID>sample</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2024-05-10" functionInDocument="CREATION_TIME">10 May 2024</TIMEX3></DCT>
<TEXT>
The envoys <EVENT eid="e1">met</EVENT> &amp; parted <TIMEX3 tid="t1" type="DATE" value="2024-05-09">yesterday</TIMEX3>.

They talked for <TIMEX3 tid="t2" type="DURATION" value="PT3H">three hours</TIMEX3>, and <TIMEX3 tid="t3" type="DATE" value="2024-05-13">Monday</TIMEX3> is free.
</TEXT>
</TimeML>`

func TestTimes(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "sample.tml"), []byte(sample), 0o644); err != nil {
		t.Fatal(err)
	}
	// The reader finds the first exactly, the second too widely, a third that
	// gold has not, and misses one.
	var seen news.Interval
	read := func(a *news.Article) *news.Analysis {
		seen = a.Published
		at := func(s string, typ news.TimeType, value string) news.Time {
			i := strings.Index(a.Text, s)
			return news.Time{Span: news.Span{Start: i, End: i + len(s)}, Type: typ, Value: value}
		}
		return &news.Analysis{Article: a, Times: []news.Time{at("yesterday", news.DateTime, "2024-05-09"),
			at("for three hours", news.Duration, "PT4H"), at("free", news.DateTime, "PRESENT_REF")}}
	}
	misses := 0
	got, err := Times(dir, TimesOptions{Read: read, Miss: func(TimeMiss) { misses++ }})
	if err != nil {
		t.Fatal(err)
	}
	third := PRF{1. / 3, 1. / 3, 1. / 3}
	twoThirds := PRF{2. / 3, 2. / 3, 2. / 3}
	want := TimeScores{Strict: third, Relaxed: twoThirds, Type: twoThirds, Value: third, Files: 1, Gold: 3, Got: 3}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if misses != 3 {
		t.Errorf("%d differences told, want 3", misses)
	}
	if want := (news.Day{Year: 2024, Month: 5, Date: 10}); seen.From != want {
		t.Errorf("the reader saw the date %v, want %v", seen.From, want)
	}
	if _, err := Times(dir, TimesOptions{Read: read, NoDCT: true}); err != nil || seen.Known() {
		t.Errorf("the date was to be hidden: %v, %v", seen, err)
	}
	if _, err := Times(t.TempDir(), TimesOptions{Read: read}); err == nil {
		t.Error("an empty folder gave scores")
	}
}

func FuzzTimeML(f *testing.F) {
	f.Add(sample)
	f.Add("<TEXT><TIMEX3 value=''>a</TIMEX3></TEXT>")
	f.Fuzz(func(t *testing.T, s string) {
		d, err := readTimeML("fuzz", strings.NewReader(s))
		if err != nil {
			return
		}
		text := d.article.Text
		if !utf8.ValidString(text) {
			t.Fatal("text is no UTF-8")
		}
		for _, m := range d.times {
			if m.Start < 0 || m.End > len(text) || m.Empty() {
				t.Fatalf("%v lies outside %d bytes", m.Span, len(text))
			}
		}
	})
}
