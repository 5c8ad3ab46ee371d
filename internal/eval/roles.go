package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"chancery/internal/news"
)

// RoleOptions say how a file of roles is read.
type RoleOptions struct {
	// Read is the reader under test: it fills the Predicates of an analysis that
	// has an Article, Sentences and Tokens only, and keeps these. Predicates are
	// the tokens to take for predicates, nil for those that it finds itself.
	Read func(an *news.Analysis, predicates []int)
}

// RoleScores are those of CoNLL-2005 and CoNLL-2012, the predicates given: an
// argument is right when its predicate, its span and its label are (Carreras
// and Màrquez 2005, "Introduction to the CoNLL-2005 Shared Task"). The
// predicate's own V is left out; the further piece of an argument (C-) and a
// pronoun that points back at one (R-) are arguments of their own.
type RoleScores struct {
	Labelled
	Predicates F1 // tokens that the reader took for predicates itself
	EndToEnd   F1 // arguments where it had to find the predicates too
	Sentences  int
}

// Roles scores a reader on a file of PropBank roles in bracket columns. Each
// of its sentences is one article.
func Roles(r io.Reader, opts RoleOptions) (RoleScores, error) {
	var s RoleScores
	var whole Labelled
	for d, err := range readRoles(r) {
		if err != nil {
			return s, err
		}
		s.Sentences++
		asked := make([]int, len(d.predicates))
		for i, p := range d.predicates {
			asked[i] = p.Token
		}
		gold := arguments(d.predicates)
		if len(asked) > 0 {
			an := d.analysis()
			opts.Read(an, slices.Clone(asked))
			s.add(gold, arguments(slices.DeleteFunc(an.Predicates, func(p news.Predicate) bool { return !slices.Contains(asked, p.Token) })))
		}
		an := d.analysis()
		opts.Read(an, nil)
		whole.add(gold, arguments(an.Predicates))
		p := F1{Gold: len(asked), Found: len(an.Predicates)}
		for _, t := range asked {
			if slices.ContainsFunc(an.Predicates, func(p news.Predicate) bool { return p.Token == t }) {
				p.Common++
			}
		}
		s.Predicates.Add(p)
	}
	s.EndToEnd = whole.All
	if s.Sentences == 0 {
		return s, errors.New("no sentences")
	}
	return s, nil
}

// arguments are those of the predicates, V left out.
func arguments(ps []news.Predicate) []unit {
	var out []unit
	for _, p := range ps {
		for _, a := range p.Arguments {
			if a.Label != "V" && a.Label != "C-V" {
				out = append(out, unit{p.Token, a.First, a.Last, a.Label})
			}
		}
	}
	return out
}

// String is the scores as a table.
func (s RoleScores) String() string {
	return fmt.Sprintf("%d sentences\n%s%s%s", s.Sentences, s.table(), s.Predicates.row("predicates"), s.EndToEnd.row("end to end"))
}

// MarshalJSON writes "p", "r" and "f1" of all arguments, the predicates given,
// the three of each label under the label, and under "predicates" and
// "end_to_end" those of a reader that finds the predicates itself.
func (s RoleScores) MarshalJSON() ([]byte, error) {
	fields := s.fields()
	fields["predicates"], fields["end_to_end"] = s.Predicates.PRF(), s.EndToEnd.PRF()
	return json.Marshal(fields)
}
