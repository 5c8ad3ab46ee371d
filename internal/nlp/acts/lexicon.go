package acts

import (
	"bufio"
	"embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed lexicon/*.tsv
var tables embed.FS

// sense is one row of verbs.tsv or nouns.tsv: what a word tells of, and where
// its recipient stands. The tables' own headers define the columns.
type sense struct {
	when    []condition
	act     string
	typ     string
	mode    string
	channel string
	target  []string
	marks   []string
}

func (s *sense) is(mark string) bool { return slices.Contains(s.marks, mark) }

// asks is how many things the sense requires to be there.
func (s *sense) asks() int {
	n := 0
	for _, c := range s.when {
		if !c.deny {
			n++
		}
	}
	return n
}

// condition is one test of a "when" column.
type condition struct {
	deny bool
	kind string // "obj", "prep", "prt", "xcomp", "subj", "as", "by", "has", "to-inf", "sides", "must"
	arg  string // class, lemma or preposition; "" asks only for presence
}

// how a lending verb treats the noun it governs.
type lending string

const (
	does       lending = "does"
	undergoes  lending = "undergoes"
	undoes     lending = "undoes"
	notLending lending = ""
)

type lexicon struct {
	verbs   map[string][]*sense
	nouns   map[string]*sense
	classes map[string]map[string]bool
	lenders map[string]lending
	tones   []tone
}

// tone is one row of tone.tsv.
type tone struct {
	kind
	words map[string]int // lemma → how much of the two it takes it counts for
}

// table is a file under lexicon/ and what takes in its rows: the first column
// split at commas, and all columns.
type table struct {
	file    string
	columns int
	add     func(lemmas []string, f []string) error
}

func readLexicon() (*lexicon, error) {
	l := &lexicon{
		verbs:   map[string][]*sense{},
		nouns:   map[string]*sense{},
		classes: map[string]map[string]bool{},
		lenders: map[string]lending{},
	}
	rows := []table{
		{"classes.tsv", 2, func(lemmas []string, f []string) error {
			class := lemmas[0]
			l.classes[class] = map[string]bool{}
			for w := range strings.SplitSeq(f[1], ",") {
				l.classes[class][w] = true
			}
			return nil
		}},
		{"lending.tsv", 2, func(lemmas []string, f []string) error {
			for _, w := range lemmas {
				if l.lenders[w] == notLending {
					l.lenders[w] = lending(f[1])
				}
			}
			return nil
		}},
		{"verbs.tsv", 7, func(lemmas []string, f []string) error {
			s := &sense{act: f[2], typ: f[3], mode: f[4], target: split(f[5], ","), marks: strings.Fields(f[6])}
			for c := range strings.FieldsSeq(f[1]) {
				cond := condition{}
				c, cond.deny = strings.CutPrefix(c, "!")
				if rest, no := strings.CutPrefix(c, "no-"); no {
					c, cond.deny = rest, true
				}
				cond.kind, cond.arg, _ = strings.Cut(c, ":")
				s.when = append(s.when, cond)
			}
			for _, w := range lemmas {
				l.verbs[w] = append(l.verbs[w], s)
			}
			return nil
		}},
		{"nouns.tsv", 7, func(lemmas []string, f []string) error {
			s := &sense{act: f[1], typ: f[2], mode: f[3], channel: f[4], target: split(f[5], ","), marks: strings.Fields(f[6])}
			for _, w := range lemmas {
				l.nouns[w] = s
			}
			return nil
		}},
	}
	rows = append(rows, table{"tone.tsv", 3, func(_ []string, f []string) error {
		t := tone{kind: kind{f[0], f[1]}, words: map[string]int{}}
		for w := range strings.SplitSeq(f[2], ",") {
			w, strong := strings.CutSuffix(w, "!")
			t.words[w] = 1
			if strong {
				t.words[w] = 2
			}
		}
		l.tones = append(l.tones, t)
		return nil
	}})
	for _, r := range rows {
		if err := readTable(r.file, r.columns, r.add); err != nil {
			return nil, err
		}
	}
	// The sense that asks for most is tried first.
	for _, senses := range l.verbs {
		slices.SortStableFunc(senses, func(a, b *sense) int { return b.asks() - a.asks() })
	}
	return l, nil
}

func split(s, sep string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, sep)
}

func readTable(name string, columns int, add func(lemmas, fields []string) error) error {
	f, err := tables.Open("lexicon/" + name)
	if err != nil {
		return fmt.Errorf("open table: %w", err)
	}
	defer f.Close() //nolint:errcheck // an embedded file
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimRight(sc.Text(), "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		for len(fields) < columns {
			fields = append(fields, "")
		}
		if len(fields) > columns {
			return fmt.Errorf("%s:%d: %d columns, want at most %d", name, n, len(fields), columns)
		}
		if err := add(strings.Split(fields[0], ","), fields); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	return sc.Err()
}

// in reports whether lemma belongs to class, or is it.
func (l *lexicon) in(lemma, class string) bool {
	if members, ok := l.classes[class]; ok {
		return members[lemma] || members[strings.TrimSuffix(lemma, "s")]
	}
	return lemma == class
}
