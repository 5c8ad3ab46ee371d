// Package conllu reads CoNLL-U, the file format of Universal Dependencies
// treebanks (https://universaldependencies.org/format.html).
package conllu

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"chancery/internal/news"
)

// Sentence is one sentence of a treebank. Tokens are its syntactic words;
// their spans point into Text, and Head into Tokens.
type Sentence struct {
	ID     string
	Text   string
	NewDoc bool // it starts a document
	NewPar bool // it starts a paragraph
	Glued  bool // no space follows it
	Tokens []news.Token
}

// Read yields the sentences of r in order, and ends with the first error.
// Empty nodes and enhanced dependencies are passed over. The words of a
// multiword token share its letters when these spell them, and its whole span
// when they do not. A text that does not fit its words is replaced by them.
func Read(r io.Reader) iter.Seq2[*Sentence, error] {
	return func(yield func(*Sentence, error) bool) {
		sc := bufio.NewScanner(r)
		sc.Buffer(nil, 4<<20)
		s := &Sentence{}
		var rows []row
		n := 0
		flush := func() bool {
			if len(rows) == 0 {
				return true
			}
			if err := s.fill(rows); err != nil {
				yield(nil, fmt.Errorf("conllu: sentence ending on line %d: %w", n, err))
				return false
			}
			done := s
			s, rows = &Sentence{}, nil
			return yield(done, nil)
		}
		for sc.Scan() {
			n++
			line := strings.TrimSuffix(sc.Text(), "\r")
			if line == "" {
				if !flush() {
					return
				}
				continue
			}
			if comment, ok := strings.CutPrefix(line, "#"); ok {
				key, value, _ := strings.Cut(strings.TrimSpace(comment), "=")
				switch key = strings.TrimSpace(key); {
				case key == "text":
					s.Text = strings.TrimPrefix(value, " ")
				case key == "sent_id":
					s.ID = strings.TrimSpace(value)
				case strings.HasPrefix(key, "newdoc"):
					s.NewDoc, s.NewPar = true, true
				case strings.HasPrefix(key, "newpar"):
					s.NewPar = true
				}
				continue
			}
			cols := strings.Split(line, "\t")
			if len(cols) != 10 {
				yield(nil, fmt.Errorf("conllu: line %d has %d columns, not 10", n, len(cols)))
				return
			}
			if !strings.Contains(cols[0], ".") {
				rows = append(rows, row(cols))
			}
		}
		if err := sc.Err(); err != nil {
			yield(nil, fmt.Errorf("conllu: line %d: %w", n+1, err))
			return
		}
		flush()
	}
}

type row []string

// fill makes the tokens of the rows.
func (s *Sentence) fill(rows []row) error {
	var surface []surfaceToken
	words := 0
	for _, c := range rows {
		glued := strings.Contains(c[9], "SpaceAfter=No")
		first, last, multi := strings.Cut(c[0], "-")
		id, err := strconv.Atoi(first)
		if err != nil || id != words+1 {
			return fmt.Errorf("id %q where %d is due", c[0], words+1)
		}
		if c[1] == "" || !utf8.ValidString(c[1]) {
			return fmt.Errorf("word %s has no form", c[0])
		}
		if multi {
			until, err := strconv.Atoi(last)
			if err != nil || until < id {
				return fmt.Errorf("bad range %q", c[0])
			}
			surface = append(surface, surfaceToken{form: c[1], first: words, last: until, glued: glued})
			continue
		}
		head, err := strconv.Atoi(c[6])
		if err != nil {
			return fmt.Errorf("head of word %s: %w", c[0], err)
		}
		if n := len(surface); n == 0 || surface[n-1].last <= words {
			surface = append(surface, surfaceToken{form: c[1], first: words, last: words + 1, glued: glued})
		}
		words++
		s.Tokens = append(s.Tokens, news.Token{
			Text: c[1], Lemma: c[2], UPOS: c[3], XPOS: c[4], Head: head - 1, Rel: c[7],
		})
	}
	for i, t := range s.Tokens {
		if t.Head < -1 || t.Head >= len(s.Tokens) || t.Head == i {
			return fmt.Errorf("word %d has head %d", i+1, t.Head+1)
		}
	}
	s.Glued = surface[len(surface)-1].glued
	if !s.place(surface) {
		var b strings.Builder
		for i, t := range surface {
			b.WriteString(t.form)
			if !t.glued && i+1 < len(surface) {
				b.WriteByte(' ')
			}
		}
		s.Text = b.String()
		s.place(surface)
	}
	return nil
}

// surfaceToken is a token as written, of the words [first, last).
type surfaceToken struct {
	form        string
	first, last int
	glued       bool // no space follows
}

// place gives the words their spans in Text; false when they are not there.
func (s *Sentence) place(surface []surfaceToken) bool {
	pos := 0
	for _, t := range surface {
		i := strings.Index(s.Text[pos:], t.form)
		if i < 0 || strings.TrimSpace(s.Text[pos:pos+i]) != "" {
			return false
		}
		span := news.Span{Start: pos + i, End: pos + i + len(t.form)}
		pos = span.End
		words := s.Tokens[t.first:min(t.last, len(s.Tokens))]
		var spelt strings.Builder
		for _, w := range words {
			spelt.WriteString(w.Text)
		}
		at := span.Start
		for k := range words {
			words[k].Span = span
			if spelt.String() == t.form {
				words[k].Span = news.Span{Start: at, End: at + len(words[k].Text)}
				at += len(words[k].Text)
			}
		}
	}
	return true
}
