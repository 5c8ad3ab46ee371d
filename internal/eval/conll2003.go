package eval

import (
	"io"
	"iter"
	"strings"
	"unicode/utf8"
)

// namedText is one document of a file of names. The names' tokens are those
// of the text; they belong to nothing.
type namedText struct {
	text  given
	names []unit
}

// readNames reads a file in the columns of CoNLL-2003 (word, tag, chunk,
// label; an empty line ends a sentence, -DOCSTART- a document), document by
// document, and ends with the first error. Labels are O, B-KIND and I-KIND; as
// for the task's own scorer, an I-KIND that continues nothing begins a name.
func readNames(r io.Reader) iter.Seq2[*namedText, error] {
	return func(yield func(*namedText, error) bool) {
		sc := scanLines(r)
		doc := &namedText{}
		var words, labels []string
		endSentence := func() {
			if len(words) > 0 {
				doc.names = append(doc.names, names(doc.text.sentence(words), labels)...)
				words, labels = nil, nil
			}
		}
		for sc.Scan() {
			cols := strings.FieldsFunc(sc.Text(), func(r rune) bool { return r == ' ' || r == '\t' })
			switch {
			case len(cols) == 0:
				endSentence()
				continue
			case cols[0] == "-DOCSTART-":
				endSentence()
				if len(doc.text.tokens) > 0 {
					if !yield(doc, nil) {
						return
					}
					doc = &namedText{}
				}
				continue
			case len(cols) != 4:
				yield(nil, sc.errorf("%d columns, want 4", len(cols)))
				return
			case !utf8.ValidString(cols[0]):
				yield(nil, sc.errorf("the word is not UTF-8"))
				return
			}
			switch label := cols[3]; label {
			case "O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC":
				words, labels = append(words, cols[0]), append(labels, label)
			default:
				yield(nil, sc.errorf("label %q, want O, or B- or I- with PER, ORG, LOC or MISC", label))
				return
			}
		}
		if err := sc.end(); err != nil {
			yield(nil, err)
			return
		}
		endSentence()
		if len(doc.text.tokens) > 0 {
			yield(doc, nil)
		}
	}
}

// names are those that the labels of a sentence's words mark; first is the
// token of its first word.
func names(first int, labels []string) []unit {
	var out []unit
	last := "" // the kind of the word before
	for i, label := range labels {
		begin, kind, _ := strings.Cut(label, "-")
		switch {
		case kind == "":
		case begin == "I" && kind == last:
			out[len(out)-1].last++
		default:
			out = append(out, unit{-1, first + i, first + i + 1, kind})
		}
		last = kind
	}
	return out
}
