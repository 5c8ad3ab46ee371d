// Package token finds the sentences and tokens of an article: the bottom
// layer of nlp, on which all others count.
//
// Tokens follow UD English-EWT (the LDC's web treebank guidelines): clitics
// are cut off ("ca|n't", "Kim|'s"), hyphens and slashes stand alone except
// after a prefix ("15|-|year", "anti-ship"), an abbreviation keeps its period
// ("Aug.", "U.S."), and addresses, dates in figures and runs of one mark are
// whole. One departure: an East Asian given name is one token ("Jong-un").
package token

import (
	"unicode/utf8"

	"chancery/internal/news"
)

// MaxSentence bounds a sentence's tokens; a longer one is cut, at a
// semicolon, colon, dash or comma where there is one.
const MaxSentence = 400

// Split cuts every block of a but Chrome into sentences and these into
// tokens, both sorted, without overlaps, spans on rune boundaries. A sentence
// spans exactly its tokens, lies within one block, and has one token at
// least; what is not white space is in some token. Time and space are linear
// in the text. Blocks that lie outside the text or overlap the one before are
// passed over.
func Split(a *news.Article) ([]news.Sentence, []news.Token) {
	var (
		sentences []news.Sentence
		tokens    []news.Token
		end       int
	)
	for i, b := range a.Blocks {
		if b.Part == news.Chrome || b.Empty() || b.Start < end || b.End > len(a.Text) {
			continue
		}
		end = b.End
		first := len(tokens)
		s := scanner{text: a.Text, pos: b.Start, end: b.End, tokens: tokens}
		s.scan()
		tokens = s.tokens
		for first < len(tokens) {
			last := first + sentenceLen(a.Text, tokens[first:])
			sentences = append(sentences, news.Sentence{
				Span:  news.Span{Start: tokens[first].Start, End: tokens[last-1].End},
				First: first, Last: last, Block: i,
			})
			first = last
		}
	}
	return sentences, tokens
}

// emit appends the token [start, end) unless it is empty.
func (s *scanner) emit(start, end int) {
	if start >= end {
		return
	}
	s.tokens = append(s.tokens, news.Token{
		Span: news.Span{Start: start, End: end},
		Text: s.text[start:end],
		Head: -1,
	})
}

// at decodes the rune at i; width 0 at or past the end.
func (s *scanner) at(i int) (rune, int) {
	if i >= s.end {
		return 0, 0
	}
	if c := s.text[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s.text[i:s.end])
}
