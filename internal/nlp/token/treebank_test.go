package token

import (
	"os"
	"path/filepath"
	"testing"

	"chancery/internal/conllu"
	"chancery/internal/news"
)

// treebank is one document of a CoNLL-U file as running text, with the spans
// of its sentences and words.
type treebank struct {
	article   *news.Article
	sentences []news.Span
	words     []news.Span
}

// readTreebank makes an article of each document, a block a paragraph.
func readTreebank(t *testing.T, path string) []treebank {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("no treebank here: %v", err)
	}
	defer f.Close()
	var docs []treebank
	glued := false
	for s, err := range conllu.Read(f) {
		if err != nil {
			t.Fatal(err)
		}
		if s.NewDoc || len(docs) == 0 {
			docs = append(docs, treebank{article: &news.Article{}})
		}
		doc := &docs[len(docs)-1]
		a := doc.article
		switch {
		case s.NewPar || len(a.Blocks) == 0:
			if a.Text != "" {
				a.Text += "\n\n"
			}
			a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: len(a.Text)}, Part: news.Body})
		case !glued:
			a.Text += " "
		}
		glued = s.Glued
		start := len(a.Text)
		a.Text += s.Text
		a.Blocks[len(a.Blocks)-1].End = len(a.Text)
		doc.sentences = append(doc.sentences, news.Span{Start: start, End: len(a.Text)})
		for _, w := range s.Tokens {
			span := news.Span{Start: start + w.Start, End: start + w.End}
			if n := len(doc.words); n == 0 || doc.words[n-1] != span { // words that share their letters count once
				doc.words = append(doc.words, span)
			}
		}
	}
	return docs
}

// f1 compares two sorted lists of spans.
func f1(gold, got []news.Span) (common int) {
	set := make(map[news.Span]bool, len(gold))
	for _, s := range gold {
		set[s] = true
	}
	for _, s := range got {
		if set[s] {
			common++
		}
	}
	return common
}

func TestTreebanks(t *testing.T) {
	const shared = "../../../../shared/data/"
	for name, c := range map[string]struct {
		glob             string
		words, sentences float64 // F1 not to fall below
	}{
		"EWT dev":  {shared + "ud-english-ewt/dev.conllu", 0.985, 0.80},
		"GUM news": {shared + "gum/*/dep/GUM_news_*.conllu", 0.985, 0.90},
	} {
		t.Run(name, func(t *testing.T) {
			paths, _ := filepath.Glob(c.glob)
			if len(paths) == 0 {
				t.Skip("no treebank here")
			}
			var gw, pw, cw, gs, ps, cs int
			for _, path := range paths {
				for _, doc := range readTreebank(t, path) {
					sentences, tokens := Split(doc.article)
					var words, sents []news.Span
					for _, tok := range tokens {
						words = append(words, tok.Span)
					}
					for _, s := range sentences {
						sents = append(sents, s.Span)
					}
					gw, pw, cw = gw+len(doc.words), pw+len(words), cw+f1(doc.words, words)
					gs, ps, cs = gs+len(doc.sentences), ps+len(sents), cs+f1(doc.sentences, sents)
					if testing.Verbose() {
						logDiff(t, doc, words, sents)
					}
				}
			}
			w, s := 2*float64(cw)/float64(gw+pw), 2*float64(cs)/float64(gs+ps)
			t.Logf("words F1 %.2f (%d gold, %d found), sentences F1 %.2f (%d gold, %d found)", 100*w, gw, pw, 100*s, gs, ps)
			if w < c.words || s < c.sentences {
				t.Errorf("below %.3f words, %.3f sentences", c.words, c.sentences)
			}
		})
	}
}

// logDiff prints where the words differ, and the ends of sentences missed.
func logDiff(t *testing.T, doc treebank, words, sents []news.Span) {
	t.Helper()
	text := doc.article.Text
	gold := make(map[news.Span]bool)
	for _, s := range doc.words {
		gold[s] = true
	}
	for _, s := range words {
		if !gold[s] {
			t.Logf("word %q in %q", s.In(text), text[max(0, s.Start-12):min(len(text), s.End+12)])
		}
	}
	ends := make(map[int]bool)
	for _, s := range doc.sentences {
		ends[s.End] = true
	}
	for _, s := range sents {
		if !ends[s.End] {
			t.Logf("extra end %q | %q", text[max(0, s.End-30):s.End], text[s.End:min(len(text), s.End+20)])
		}
		delete(ends, s.End)
	}
	for e := range ends {
		t.Logf("missed end %q | %q", text[max(0, e-30):e], text[e:min(len(text), e+20)])
	}
}
