package eval

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"chancery/internal/news"
)

// typedRow is a sentence and the type of the act in it that one side does to
// the other. A side that the sentence does not name is empty.
type typedRow struct {
	sentence       string
	source, target news.Span
	root           string
}

// plvColumns are where the file's head has the columns that count.
type plvColumns struct{ sentence, marked, source, target, root, all int }

// readTypes reads the rows of a tab-separated file with the columns sentence,
// source, target and gold_root, and ends with the first error. Where the file
// has marked_sentence too, "<s>" and "</s>" mark the source there, "<t>" and
// "</t>" the target; a side marked twice is the first. Where it has not, a side
// is where its words first stand.
func readTypes(r io.Reader) iter.Seq2[*typedRow, error] {
	return func(yield func(*typedRow, error) bool) {
		sc := scanLines(r)
		var cols *plvColumns
		for sc.Scan() {
			cells := strings.Split(sc.Text(), "\t")
			if cols == nil {
				var err error
				if cols, err = readHead(cells); err != nil {
					yield(nil, sc.errorf("%w", err))
					return
				}
				continue
			}
			row, err := cols.row(cells)
			if err != nil {
				err = sc.errorf("%w", err)
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
		if err := sc.end(); err != nil {
			yield(nil, err)
		}
	}
}

func readHead(cells []string) (*plvColumns, error) {
	c := &plvColumns{marked: slices.Index(cells, "marked_sentence"), all: len(cells)}
	for _, need := range []struct {
		name string
		at   *int
	}{{"sentence", &c.sentence}, {"source", &c.source}, {"target", &c.target}, {"gold_root", &c.root}} {
		if *need.at = slices.Index(cells, need.name); *need.at < 0 {
			return nil, fmt.Errorf("the head has no column %s", need.name)
		}
	}
	return c, nil
}

func (c *plvColumns) row(cells []string) (*typedRow, error) {
	if len(cells) != c.all {
		return nil, fmt.Errorf("%d columns, where the head has %d", len(cells), c.all)
	}
	row := &typedRow{sentence: cells[c.sentence], root: cells[c.root]}
	switch {
	case strings.TrimSpace(row.sentence) == "" || !utf8.ValidString(row.sentence):
		return nil, errors.New("no sentence, or one that is not UTF-8")
	case !isLabel(row.root):
		return nil, fmt.Errorf("gold_root %q is not a type", row.root)
	case c.marked < 0:
		row.source, row.target = firstOf(row.sentence, cells[c.source]), firstOf(row.sentence, cells[c.target])
		return row, nil
	}
	var plain string
	if plain, row.source, row.target = unmark(cells[c.marked]); plain != row.sentence {
		return nil, errors.New("marked_sentence without its marks is not sentence")
	}
	return row, nil
}

// firstOf is where the words first stand in the text; empty where they don't.
func firstOf(text, words string) news.Span {
	words = strings.TrimSpace(words)
	at := strings.Index(text, words)
	if at < 0 {
		return news.Span{}
	}
	return news.Span{Start: at, End: at + len(words)}
}

var plvMark = regexp.MustCompile(`</?[st]>`)

// unmark takes the marks out of a sentence, and gives the spans of the first
// source and the first target marked, without space around them.
func unmark(marked string) (plain string, source, target news.Span) {
	var b strings.Builder
	first := map[string]int{} // mark → where it first stands in plain
	done := 0
	for _, m := range plvMark.FindAllStringIndex(marked, -1) {
		b.WriteString(marked[done:m[0]])
		done = m[1]
		mark := marked[m[0]:m[1]]
		if _, again := first[mark]; !again {
			first[mark] = b.Len()
		}
	}
	b.WriteString(marked[done:])
	plain = b.String()
	side := func(begin, end string) news.Span {
		from, ok1 := first[begin]
		to, ok2 := first[end]
		if !ok1 || !ok2 || from >= to {
			return news.Span{}
		}
		words := plain[from:to]
		from += len(words) - len(strings.TrimLeft(words, " "))
		return news.Span{Start: from, End: from + len(strings.Trim(words, " "))}
	}
	return plain, side("<s>", "</s>"), side("<t>", "</t>")
}
