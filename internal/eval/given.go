package eval

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"chancery/internal/news"
)

// given makes the analysis of a text whose words and sentences a gold set
// gives: the words parted by spaces, each sentence a block on a line of its
// own. Its layers stay empty.
type given struct {
	sentences []news.Sentence
	tokens    []news.Token
	text      strings.Builder
}

// sentence appends a sentence of one word or more, and returns the index of
// its first token.
func (g *given) sentence(words []string) int {
	if g.text.Len() > 0 {
		g.text.WriteByte('\n')
	}
	start, first := g.text.Len(), len(g.tokens)
	for i, w := range words {
		if i > 0 {
			g.text.WriteByte(' ')
		}
		from := g.text.Len()
		g.text.WriteString(w)
		g.tokens = append(g.tokens, news.Token{Span: news.Span{Start: from, End: g.text.Len()}, Text: w, Head: -1})
	}
	g.sentences = append(g.sentences, news.Sentence{
		Span:  news.Span{Start: start, End: g.text.Len()},
		First: first, Last: len(g.tokens), Block: len(g.sentences),
	})
	return first
}

func (g *given) analysis() *news.Analysis {
	a := &news.Article{Text: g.text.String()}
	for _, s := range g.sentences {
		a.Blocks = append(a.Blocks, news.Block{Span: s.Span, Part: news.Body})
	}
	return &news.Analysis{Article: a, Sentences: g.sentences, Tokens: g.tokens}
}

// lineScanner is a scanner of lines that counts them.
type lineScanner struct {
	*bufio.Scanner
	n int // the line's number, from 1
}

func scanLines(r io.Reader) *lineScanner {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 4<<20)
	return &lineScanner{Scanner: sc}
}

func (l *lineScanner) Scan() bool {
	l.n++
	return l.Scanner.Scan()
}

// errorf is an error of the line.
func (l *lineScanner) errorf(format string, args ...any) error {
	return fmt.Errorf("line %d: %w", l.n, fmt.Errorf(format, args...))
}

// end is the error that ended the scan, nil at the file's end.
func (l *lineScanner) end() error {
	if err := l.Err(); err != nil {
		return l.errorf("%w", err)
	}
	return nil
}
