package eval

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"chancery/internal/news"

	"github.com/google/go-cmp/cmp"
)

const timebank = "../../../shared/data/timebank"

// TestTimeScores keeps the scores on the half of TimeBank and AQUAINT that the
// rules were fitted on (dev), and on the other: with the document's date, with
// the wire's own lines in its place, and from the story alone.
func TestTimeScores(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(timebank); err != nil {
		t.Skip("no TimeBank beside the repository")
	}
	read := analyzer(t).Prepare
	var b strings.Builder
	fmt.Fprintf(&b, "%-31s %5s %5s %5s  %-7s %-7s %-7s %-7s (F1)\n", "", "files", "gold", "found", "strict", "relaxed", "type", "value")
	for _, c := range []struct {
		name           string
		opts           TimesOptions
		relaxed, value float64 // F1 to reach on dev
	}{
		{"date known", TimesOptions{}, .90, .80},
		{"date hidden, wire's lines", TimesOptions{NoDCT: true}, .90, .68},
		{"story alone", TimesOptions{NoDCT: true, TextOnly: true}, .90, 0},
	} {
		for _, half := range []string{"dev", "rest"} {
			c.opts.Read, c.opts.Half = read, half
			s, err := Times(timebank, c.opts)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%-31s %5d %5d %5d  %-7.1f %-7.1f %-7.1f %-7.1f\n", half+", "+c.name, s.Files, s.Gold, s.Got,
				100*s.Strict.F1, 100*s.Relaxed.F1, 100*s.Type.F1, 100*s.Value.F1)
			if half == "dev" && (s.Relaxed.F1 < c.relaxed || s.Value.F1 < c.value) {
				t.Errorf("%s: relaxed %.3f, value %.3f; want %.2f and %.2f at least", c.name, s.Relaxed.F1, s.Value.F1, c.relaxed, c.value)
			}
		}
	}
	golden(t, filepath.Join("testdata", "times.golden"), b.String())
}

const sample = `<?xml version="1.0" ?>
<TimeML>
<DOCID>sample</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2024-05-10" functionInDocument="CREATION_TIME">10 May 2024</TIMEX3></DCT>
<EXTRAINFO>BC-Envoys 05-10 0122</EXTRAINFO>
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
	head := false
	read := func(a *news.Article) *news.Analysis {
		seen, head = a.Published, strings.HasPrefix(a.Text, "BC-Envoys 05-10 0122\n") && a.Blocks[0].Part == news.Dateline
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
	if head {
		t.Error("with the date, the story was to stand alone")
	}
	js, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"strict":{"p":0.3333,"r":0.3333,"f1":0.3333},"relaxed":{"p":0.6667,"r":0.6667,"f1":0.6667},"type":{"p":0.6667,"r":0.6667,"f1":0.6667},"value":{"p":0.3333,"r":0.3333,"f1":0.3333}`; !strings.HasPrefix(string(js), want) {
		t.Errorf("as JSON %s, want %s", js, want)
	}
	hidden, err := Times(dir, TimesOptions{Read: read, NoDCT: true})
	if err != nil || seen.Known() || !head {
		t.Errorf("the date was to be hidden, the wire's lines shown: %v, %v, %v", seen, head, err)
	}
	if d := cmp.Diff(want, hidden); d != "" {
		t.Error("the wire's lines changed the scores: " + d)
	}
	if _, err := Times(dir, TimesOptions{Read: read, NoDCT: true, TextOnly: true}); err != nil || seen.Known() || head {
		t.Errorf("date and lines were to be hidden: %v, %v, %v", seen, head, err)
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
