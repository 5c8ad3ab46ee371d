package eval

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"chancery/internal/news"
)

// roleSentence is one sentence of a file of roles. The predicates' arguments
// are sorted and do not overlap; the predicate's own V is one of them.
type roleSentence struct {
	words      []string
	predicates []news.Predicate
}

// analysis is a new one of the sentence's words.
func (s *roleSentence) analysis() *news.Analysis {
	var g given
	g.sentence(s.words)
	return g.analysis()
}

// Columns of a file of roles before those of the arguments.
const (
	indexColumn = iota // from 1
	wordColumn
	tagColumn
	lemmaColumn
	rolesetColumn // "-" for no predicate
	argumentColumns
)

// readRoles reads a file of PropBank roles sentence by sentence, and ends with
// the first error. A line is a word: its columns, parted by tabs, are index,
// word, Penn tag, predicate's lemma, roleset, then one for each predicate of
// the sentence in their order, which brackets the predicate's arguments as
// CoNLL-2005 does: "(ARG0*" begins one, "*)" ends it, "(ARG0*)" is one of a
// single word, "*" neither. An empty line ends a sentence; "#" begins a
// comment.
func readRoles(r io.Reader) iter.Seq2[*roleSentence, error] {
	return func(yield func(*roleSentence, error) bool) {
		sc := scanLines(r)
		b := &bracketed{}
		for sc.Scan() {
			line := sc.Text()
			switch {
			case line != "" && line[0] == '#':
				continue
			case line != "":
				if err := b.word(strings.Split(line, "\t")); err != nil {
					yield(nil, sc.errorf("%w", err))
					return
				}
				continue
			case len(b.words) == 0:
				continue
			}
			s, err := b.sentence()
			if err != nil {
				yield(nil, sc.errorf("the sentence that ends here: %w", err))
				return
			}
			if !yield(s, nil) {
				return
			}
			b = &bracketed{}
		}
		if err := sc.end(); err != nil {
			yield(nil, err)
			return
		}
		if len(b.words) > 0 {
			s, err := b.sentence()
			if err != nil {
				err = sc.errorf("the sentence that ends here: %w", err)
			}
			yield(s, err)
		}
	}
}

// bracketed is a sentence being read.
type bracketed struct {
	words      []string
	predicates []int
	columns    []column
}

// column is one predicate's arguments so far. While one is open, it is the
// last and has no Last.
type column struct {
	arguments []news.Argument
	open      bool
}

func (b *bracketed) word(cols []string) error {
	at := len(b.words)
	switch {
	case len(cols) < argumentColumns:
		return fmt.Errorf("%d columns, want %d or more", len(cols), argumentColumns)
	case cols[indexColumn] != strconv.Itoa(at+1):
		return fmt.Errorf("index %q where %d is due", cols[indexColumn], at+1)
	case cols[wordColumn] == "" || !utf8.ValidString(cols[wordColumn]):
		return errors.New("no word, or one that is not UTF-8")
	case at == 0:
		b.columns = make([]column, len(cols)-argumentColumns)
	case len(cols)-argumentColumns != len(b.columns):
		return fmt.Errorf("%d columns, where the sentence began with %d", len(cols), len(b.columns)+argumentColumns)
	}
	b.words = append(b.words, cols[wordColumn])
	if cols[rolesetColumn] != "-" {
		b.predicates = append(b.predicates, at)
	}
	for i, cell := range cols[argumentColumns:] {
		if err := b.columns[i].read(cell, at); err != nil {
			return fmt.Errorf("column %d: %w", argumentColumns+i+1, err)
		}
	}
	return nil
}

// read takes the cell of the word at.
func (c *column) read(cell string, at int) error {
	begin, end, ok := strings.Cut(cell, "*")
	label, begins := strings.CutPrefix(begin, "(")
	switch {
	case !ok, begin != "" && !begins, begins && !isLabel(label), end != "" && end != ")":
		return fmt.Errorf(`%q, want "*", "(LABEL*", "*)" or "(LABEL*)"`, cell)
	case begins && c.open:
		return fmt.Errorf("%q begins within another", cell)
	case begins:
		c.arguments, c.open = append(c.arguments, news.Argument{First: at, Label: label}), true
	}
	if end == "" {
		return nil
	}
	if !c.open {
		return fmt.Errorf("%q ends what has not begun", cell)
	}
	c.arguments[len(c.arguments)-1].Last, c.open = at+1, false
	return nil
}

// isLabel tells a label's letters: "ARG0", "R-ARGM-TMP".
func isLabel(s string) bool {
	return s != "" && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == ""
}

func (b *bracketed) sentence() (*roleSentence, error) {
	if len(b.columns) != len(b.predicates) {
		return nil, fmt.Errorf("%d predicates, and %d columns of arguments", len(b.predicates), len(b.columns))
	}
	s := &roleSentence{words: b.words}
	for i, c := range b.columns {
		if c.open {
			return nil, fmt.Errorf("column %d: %s does not end", argumentColumns+i+1, c.arguments[len(c.arguments)-1].Label)
		}
		s.predicates = append(s.predicates, news.Predicate{Token: b.predicates[i], Arguments: c.arguments})
	}
	return s, nil
}
