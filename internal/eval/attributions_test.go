package eval

import (
	"os"
	"path/filepath"
	"testing"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/nlp"

	"github.com/google/go-cmp/cmp"
)

// TestAttributionScores keeps the scores on PolNeAR's development articles.
func TestAttributionScores(t *testing.T) {
	t.Parallel()
	const dir = "../../../shared/data/polnear/data/dev"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no PolNeAR beside the repository")
	}
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	an, err := nlp.New(g)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Attributions(dir, AttributionOptions{Read: an.PrepareFully})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/polnear.golden", s.String())
}

func TestAttributions(t *testing.T) {
	dir := t.TempDir()
	const text = "Zoé “hält” fest:\nMali said the border was closed, the agency reported. It denied that.\n"
	const ann = "T1\tSource 17 21\tMali\n" + // characters, not bytes
		"T2\tCue 22 26\tsaid\n" +
		"T3\tContent 27 48\tthe border was closed\n" +
		"T4\tAttribution 22 26\tsaid\n" +
		"E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n" +
		"T5\tSource 71 73\tIt\n" +
		"T6\tCue 74 80\tdenied\n" +
		"T7\tContent 81 85\tthat\n" +
		"E2\tAttribution:T6 Content:T7 Cue:T6 Source:T5\n" +
		"#1\tAnnotatorNotes T1\tnothing\n"
	for name, content := range map[string]string{"text/a.txt": text, "attributions/a_0af9.ann": ann} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	at := func(words string) news.Span {
		for i := range text {
			if len(text) >= i+len(words) && text[i:i+len(words)] == words {
				return news.Span{Start: i, End: i + len(words)}
			}
		}
		t.Fatalf("no %q", words)
		return news.Span{}
	}
	read := func(a *news.Article) *news.Analysis {
		return &news.Analysis{Article: a, Attributions: []news.Attribution{
			// Nested in the next, so not compared.
			{Source: at("Mali"), Cue: at("said"), Content: []news.Span{at("the border was closed")}},
			{Source: at("the agency"), Cue: at("reported"), Content: []news.Span{at("Mali said the border was closed")}},
			{Source: at("It"), Cue: at("denied"), Content: []news.Span{at("that")}},
		}}
	}
	var diffs int
	s, err := Attributions(dir, AttributionOptions{Read: read, Diff: func(AttributionDiff) { diffs++ }})
	if err != nil {
		t.Fatal(err)
	}
	half, whole := PRF{0.5, 0.5, 0.5}, PRF{1, 1, 1}
	want := AttributionScores{
		Exact:   PartScores{half, half, half},
		Overlap: PartScores{half, half, whole},
		Linked:  half, LinkedExact: half, Files: 1, Gold: 2, Got: 2,
	}
	if d := cmp.Diff(want, s); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	if diffs != 2 {
		t.Errorf("told of %d differences, want 2", diffs)
	}
	if _, err := Attributions(t.TempDir(), AttributionOptions{Read: read}); err == nil {
		t.Error("a folder without annotations gives no error")
	}
}
