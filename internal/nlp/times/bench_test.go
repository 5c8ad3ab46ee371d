package times

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/nlp/token"
)

// load is a day's reading: real news where it is beside the repository, else
// the sentences of the table test many times over.
func load() []*news.Analysis {
	var out []*news.Analysis
	add := func(text string) {
		a := &news.Article{Text: text}
		for start := 0; start < len(text); {
			end := strings.IndexByte(text[start:], '\n')
			if end < 0 {
				end = len(text) - start
			}
			if s := strings.TrimSpace(text[start : start+end]); s != "" {
				lead := strings.Index(text[start:start+end], s)
				a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: start + lead, End: start + lead + len(s)}, Part: news.Body})
			}
			start += end + 1
		}
		an := &news.Analysis{Article: a}
		an.Sentences, an.Tokens = token.Split(a)
		out = append(out, an)
	}
	files, _ := filepath.Glob(filepath.Join(shared, "data/polnear/data/dev/text/*/*"))
	if len(files) == 0 {
		files, _ = filepath.Glob(filepath.Join(shared, "data/polnear/data/dev/text/*"))
	}
	for _, f := range files {
		if raw, err := os.ReadFile(f); err == nil {
			add(strings.ToValidUTF8(string(raw), "?"))
		}
	}
	if len(out) == 0 {
		for range 50 {
			var b strings.Builder
			for _, c := range hard {
				b.WriteString(c.text)
				b.WriteString("\n")
			}
			add(b.String())
		}
	}
	return out
}

// BenchmarkFind is the layer alone: on bare tokens, and on tokens with a tree in
// which every word hangs on the one before it, the longest way up to a verb.
func BenchmarkFind(b *testing.B) {
	g, err := gazetteer.Load()
	if err != nil {
		b.Fatal(err)
	}
	layer := New(g)
	texts := load()
	n := 0
	for _, an := range texts {
		n += len(an.Article.Text)
	}
	run := func(b *testing.B) {
		b.SetBytes(int64(n))
		b.ReportAllocs()
		for b.Loop() {
			for _, an := range texts {
				layer.Find(an)
			}
		}
	}
	b.Run("bare", run)
	for _, an := range texts {
		for _, s := range an.Sentences {
			for i := s.First; i < s.Last; i++ {
				t := &an.Tokens[i]
				t.UPOS, t.XPOS, t.Rel, t.Head = "NOUN", "NN", "nmod", i-1
				if i == s.First {
					t.UPOS, t.XPOS, t.Rel, t.Head = "VERB", "VBD", "root", -1
				}
			}
		}
	}
	b.Run("parsed", run)
}
