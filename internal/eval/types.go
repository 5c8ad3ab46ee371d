package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"chancery/internal/news"
	"chancery/internal/nlp/token"
)

// TypeOptions say how a file of event types is read.
type TypeOptions struct {
	// Read is the reader under test: it tells the type of the act that source
	// does to target, "" for none. The analysis has an Article, Sentences and
	// Tokens only. A side that the text does not name is empty.
	Read func(an *news.Analysis, source, target news.Span) string
	// Parts above 0 parts the rows: of those that name both sides, only those
	// count whose number, from 0, modulo Parts is Part.
	Part, Parts int
}

// TypeScores compare root types, the sides given; one that is not found is a
// type missed.
type TypeScores struct {
	Labelled // the types
}

// Types scores a reader on rows of PLV (Hu et al. 2024, "Leveraging Codebook
// Knowledge with NLI and ChatGPT for Zero-Shot Political Relation
// Classification"). PLV has YIELD for PLOVER's CONCEDE and RETREAT.
func Types(r io.Reader, opts TypeOptions) (TypeScores, error) {
	var s TypeScores
	n := 0
	for row, err := range readTypes(r) {
		if err != nil {
			return s, err
		}
		if opts.Parts > 0 {
			if row.source.Empty() || row.target.Empty() {
				continue
			}
			if n++; (n-1)%opts.Parts != opts.Part {
				continue
			}
		}
		an := &news.Analysis{Article: &news.Article{
			Text:   row.sentence,
			Blocks: []news.Block{{Span: news.Span{End: len(row.sentence)}, Part: news.Body}},
		}}
		an.Sentences, an.Tokens = token.Split(an.Article)
		var found []unit
		if t := root(opts.Read(an, row.source, row.target)); t != "" {
			found = []unit{{label: t}}
		}
		s.add([]unit{{label: root(row.root)}}, found)
	}
	if s.All.Gold == 0 {
		return s, errors.New("no rows")
	}
	return s, nil
}

// root is PLV's name of a PLOVER type.
func root(t string) string {
	if t == "CONCEDE" || t == "RETREAT" {
		return "YIELD"
	}
	return t
}

// Accuracy is the rows whose type is right, as a fraction of 1.
func (s *TypeScores) Accuracy() float64 { return s.All.PRF().R }

// MacroF1 is the mean F1 of gold's types, as a fraction of 1.
func (s *TypeScores) MacroF1() float64 {
	var sum, n float64
	for _, t := range slices.Sorted(maps.Keys(s.Labels)) {
		if f := s.Labels[t]; f.Gold > 0 {
			sum += f.PRF().F1
			n++
		}
	}
	return sum / n
}

// String is the scores as a table.
func (s TypeScores) String() string {
	return fmt.Sprintf("macro-F1 %s, accuracy %s\n%s", percent(s.MacroF1()), percent(s.Accuracy()), s.table())
}

// MarshalJSON writes the macro-F1 under "f1", "accuracy", and "p", "r" and
// "f1" of each type under the type.
func (s TypeScores) MarshalJSON() ([]byte, error) {
	fields := map[string]any{"f1": number(s.MacroF1()), "accuracy": number(s.Accuracy())}
	for t, f := range s.Labels {
		fields[t] = f.PRF()
	}
	return json.Marshal(fields)
}
