package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"chancery/internal/news"
)

// SpotOptions say how a file of names is read.
type SpotOptions struct {
	// Read is the reader under test: it fills the Spots of an analysis that has
	// an Article, Sentences and Tokens only, and keeps these.
	Read func(*news.Analysis)
}

// SpotScores are CoNLL-2003's: a name is right when its span and its kind are
// (Tjong Kim Sang and De Meulder 2003, "Introduction to the CoNLL-2003 Shared
// Task"). Labels are PER, ORG, LOC and MISC.
type SpotScores struct {
	Labelled
	Documents, Words int
}

// Spots scores a reader on a file of names in the columns of CoNLL-2003. Each
// of its documents is one article.
func Spots(r io.Reader, opts SpotOptions) (SpotScores, error) {
	s := SpotScores{Labelled: Labelled{Labels: map[string]F1{"PER": {}, "ORG": {}, "LOC": {}, "MISC": {}}}}
	for d, err := range readNames(r) {
		if err != nil {
			return s, err
		}
		an := d.text.analysis()
		opts.Read(an)
		found := make([]unit, 0, len(an.Spots))
		for _, sp := range an.Spots {
			found = append(found, unit{-1, sp.First, sp.Last, conllKind(sp.Kind)})
		}
		s.add(d.names, found)
		s.Documents++
		s.Words += len(an.Tokens)
	}
	if s.Documents == 0 {
		return s, errors.New("no words")
	}
	return s, nil
}

// conllKind is the kind that CoNLL-2003 has for a spot.
func conllKind(k news.SpotKind) string {
	switch k {
	case news.SpotPerson:
		return "PER"
	case news.SpotOrganisation:
		return "ORG"
	case news.SpotPlace:
		return "LOC"
	}
	return "MISC"
}

// String is the scores as a table.
func (s SpotScores) String() string {
	return fmt.Sprintf("%d documents, %d words\n%s", s.Documents, s.Words, s.table())
}

// MarshalJSON writes "p", "r" and "f1" of all names and, under "PER", "ORG",
// "LOC" and "MISC", of each kind, as fractions of 1.
func (s SpotScores) MarshalJSON() ([]byte, error) { return json.Marshal(s.fields()) }
