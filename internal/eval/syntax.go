package eval

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"chancery/internal/conllu"
	"chancery/internal/news"
	"chancery/internal/nlp/token"
)

// F1 counts units of gold, found, and common to both.
type F1 struct{ Gold, Found, Common int }

// Add adds o's counts.
func (f *F1) Add(o F1) {
	f.Gold, f.Found, f.Common = f.Gold+o.Gold, f.Found+o.Found, f.Common+o.Common
}

// Value is the harmonic mean of precision and recall, in percent; 100 when
// there was nothing to find and nothing was found.
func (f F1) Value() float64 {
	if f.Gold+f.Found == 0 {
		return 100
	}
	return 200 * float64(f.Common) / float64(f.Gold+f.Found)
}

// PRF is the scores of the counts.
func (f F1) PRF() PRF {
	return prf(float64(f.Common), float64(f.Found), float64(f.Common), float64(f.Gold))
}

// WordScores are the scores of words by the conventions of the CoNLL 2018
// shared task (https://universaldependencies.org/conll18/evaluation.html):
// UAS and LAS count every word, punctuation too, and LAS compares universal
// relations without subtypes; Full compares them with. CLAS counts words with
// a content relation only, as LAS does.
type WordScores struct {
	UPOS, XPOS, Lemma, UAS, LAS, Full, CLAS F1
}

func (w *WordScores) add(o WordScores) {
	w.UPOS.Add(o.UPOS)
	w.XPOS.Add(o.XPOS)
	w.Lemma.Add(o.Lemma)
	w.UAS.Add(o.UAS)
	w.LAS.Add(o.LAS)
	w.Full.Add(o.Full)
	w.CLAS.Add(o.CLAS)
}

// SyntaxScores say how well tokens, sentences and syntax were found.
type SyntaxScores struct {
	Sentences, Words F1            // from raw text
	Gold             WordScores    // on gold sentences and words
	Raw              WordScores    // from raw text
	Rels             map[string]F1 // on gold words: relation with subtype, head and relation right
}

// Add adds o's counts.
func (s *SyntaxScores) Add(o SyntaxScores) {
	s.Sentences.Add(o.Sentences)
	s.Words.Add(o.Words)
	s.Gold.add(o.Gold)
	s.Raw.add(o.Raw)
	for rel, f := range o.Rels {
		s.rel(rel, f)
	}
}

func (s *SyntaxScores) rel(rel string, add F1) {
	if s.Rels == nil {
		s.Rels = make(map[string]F1)
	}
	f := s.Rels[rel]
	f.Add(add)
	s.Rels[rel] = f
}

// String is a table to read.
func (s SyntaxScores) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-9s %9s %9s\n", "F1", "gold", "raw text")
	fmt.Fprintf(&b, "%-9s %9s %9.2f\n", "sentences", "", s.Sentences.Value())
	fmt.Fprintf(&b, "%-9s %9s %9.2f\n", "words", "", s.Words.Value())
	for _, r := range []struct {
		name      string
		gold, raw F1
	}{
		{"UPOS", s.Gold.UPOS, s.Raw.UPOS}, {"XPOS", s.Gold.XPOS, s.Raw.XPOS}, {"lemma", s.Gold.Lemma, s.Raw.Lemma},
		{"UAS", s.Gold.UAS, s.Raw.UAS}, {"LAS", s.Gold.LAS, s.Raw.LAS}, {"LAS full", s.Gold.Full, s.Raw.Full}, {"CLAS", s.Gold.CLAS, s.Raw.CLAS},
	} {
		fmt.Fprintf(&b, "%-9s %9.2f %9.2f\n", r.name, r.gold.Value(), r.raw.Value())
	}
	var rels []string
	for rel, f := range s.Rels {
		if f.Gold >= 20 {
			rels = append(rels, rel)
		}
	}
	slices.Sort(rels)
	for _, rel := range rels {
		f := s.Rels[rel]
		fmt.Fprintf(&b, "  %-14s %6.2f of %d\n", rel, f.Value(), f.Gold)
	}
	return b.String()
}

// MarshalJSON writes, as fractions of 1, "upos", "xpos", "lemma", "uas", "las"
// and "clas" on gold words, and under "raw" the same from raw text, with
// "sentences" and "words".
func (s SyntaxScores) MarshalJSON() ([]byte, error) {
	frac := func(f F1) *float64 { return number(f.Value() / 100) }
	words := func(w WordScores) map[string]any {
		return map[string]any{"upos": frac(w.UPOS), "xpos": frac(w.XPOS), "lemma": frac(w.Lemma), "uas": frac(w.UAS), "las": frac(w.LAS), "clas": frac(w.CLAS)}
	}
	raw := words(s.Raw)
	raw["sentences"], raw["words"] = frac(s.Sentences), frac(s.Words)
	fields := words(s.Gold)
	fields["raw"] = raw
	return json.Marshal(fields)
}

// Syntax scores a reader on the CoNLL-U treebank r: once on the treebank's own
// sentences and words, once on ours of its raw text, a block a paragraph. Read
// fills the syntax of an analysis that has an Article, Sentences and Tokens
// only.
func Syntax(r io.Reader, read func(*news.Analysis)) (SyntaxScores, error) {
	var total SyntaxScores
	var doc []*conllu.Sentence
	for s, err := range conllu.Read(r) {
		if err != nil {
			return total, fmt.Errorf("scoring syntax: %w", err)
		}
		if s.NewDoc && len(doc) > 0 {
			total.document(doc, read)
			doc = nil
		}
		doc = append(doc, s)
	}
	if len(doc) > 0 {
		total.document(doc, read)
	}
	return total, nil
}

// document adds the scores of one document.
func (s *SyntaxScores) document(doc []*conllu.Sentence, read func(*news.Analysis)) {
	gold := &news.Analysis{Article: &news.Article{}}
	a := gold.Article
	glued := false
	for _, sent := range doc {
		switch {
		case sent.NewPar || len(a.Blocks) == 0:
			if a.Text != "" {
				a.Text += "\n\n"
			}
			a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: len(a.Text)}, Part: news.Body})
		case !glued:
			a.Text += " "
		}
		glued = sent.Glued
		start, first := len(a.Text), len(gold.Tokens)
		a.Text += sent.Text
		a.Blocks[len(a.Blocks)-1].End = len(a.Text)
		for _, t := range sent.Tokens {
			t.Start, t.End = t.Start+start, t.End+start
			if t.Head >= 0 {
				t.Head += first
			}
			gold.Tokens = append(gold.Tokens, t)
		}
		gold.Sentences = append(gold.Sentences, news.Sentence{
			Span:  news.Span{Start: start, End: len(a.Text)},
			First: first, Last: len(gold.Tokens), Block: len(a.Blocks) - 1,
		})
	}

	own := &news.Analysis{Article: a, Sentences: gold.Sentences, Tokens: slices.Clone(gold.Tokens)}
	for i := range own.Tokens {
		t := &own.Tokens[i]
		t.UPOS, t.XPOS, t.Lemma, t.Rel, t.Head = "", "", "", "", -1
	}
	read(own)
	same := make([]int, len(gold.Tokens))
	for i := range same {
		same[i] = i
	}
	s.Gold.add(compare(gold.Tokens, own.Tokens, same))
	for i, g := range gold.Tokens {
		t := own.Tokens[i]
		right := g.Rel == t.Rel && g.Head == t.Head
		if right {
			s.rel(g.Rel, F1{1, 1, 1})
		} else {
			s.rel(g.Rel, F1{Gold: 1})
			s.rel(t.Rel, F1{Found: 1})
		}
	}

	raw := &news.Analysis{Article: a}
	raw.Sentences, raw.Tokens = token.Split(a)
	read(raw)
	bySpan := make(map[news.Span]int, len(raw.Tokens))
	for i, t := range raw.Tokens {
		bySpan[t.Span] = i
	}
	aligned := make([]int, len(gold.Tokens))
	words := F1{Gold: len(gold.Tokens), Found: len(raw.Tokens)}
	for i, t := range gold.Tokens {
		aligned[i] = -1
		if j, ok := bySpan[t.Span]; ok {
			aligned[i] = j
			delete(bySpan, t.Span) // words that share a span match one token at most
			words.Common++
		}
	}
	s.Words.Add(words)
	s.Raw.add(compare(gold.Tokens, raw.Tokens, aligned))
	spans := make(map[news.Span]bool, len(raw.Sentences))
	for _, r := range raw.Sentences {
		spans[r.Span] = true
	}
	sents := F1{Gold: len(gold.Sentences), Found: len(raw.Sentences)}
	for _, g := range gold.Sentences {
		if spans[g.Span] {
			sents.Common++
		}
	}
	s.Sentences.Add(sents)
}

// functional relations do not count in CLAS.
var functional = map[string]bool{
	"aux": true, "case": true, "cc": true, "clf": true, "cop": true, "det": true, "mark": true, "punct": true,
}

func universal(rel string) string {
	rel, _, _ = strings.Cut(rel, ":")
	return rel
}

// compare scores the words found against gold's; aligned gives the word found
// of each gold word, -1 for none.
func compare(gold, found []news.Token, aligned []int) WordScores {
	var w WordScores
	for _, f := range []*F1{&w.UPOS, &w.XPOS, &w.Lemma, &w.UAS, &w.LAS, &w.Full} {
		f.Gold, f.Found = len(gold), len(found)
	}
	for _, t := range gold {
		if !functional[universal(t.Rel)] {
			w.CLAS.Gold++
		}
	}
	for _, t := range found {
		if !functional[universal(t.Rel)] {
			w.CLAS.Found++
		}
	}
	count := func(f *F1, right bool) {
		if right {
			f.Common++
		}
	}
	for i, g := range gold {
		if aligned[i] < 0 {
			continue
		}
		t := found[aligned[i]]
		count(&w.UPOS, g.UPOS == t.UPOS)
		count(&w.XPOS, g.XPOS == t.XPOS)
		count(&w.Lemma, g.Lemma == "_" || g.Lemma == t.Lemma)
		if (g.Head < 0) != (t.Head < 0) || g.Head >= 0 && aligned[g.Head] != t.Head {
			continue
		}
		w.UAS.Common++
		count(&w.Full, g.Rel == t.Rel)
		if universal(g.Rel) == universal(t.Rel) {
			w.LAS.Common++
			count(&w.CLAS, !functional[universal(g.Rel)])
		}
	}
	return w
}
