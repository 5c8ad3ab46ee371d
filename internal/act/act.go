// Package act is the one table of acts: what one side can do to another, by
// name, with PLOVER's type and mode, CAMEO's code, what merging needs to know,
// a definition and an example (acts.tsv); and the channels through which acts
// are done (channels.tsv). docs/codebook.md is made from both.
//
// A user's own table maps acts to the codes of his ontology (see Load).
package act

import (
	"fmt"
	"io"
	"iter"
	"slices"
)

// Act is one row of the table.
type Act struct {
	Name       string // as reports and events have it: "sign agreement"
	Type       string // PLOVER's root type that it has by default
	Mode       string // PLOVER's mode, "" where none fits
	CAMEO      string // "057"; "" where the crosswalk has no code of this meaning
	Family     string // only acts of kin families can be one act
	Sense      string // within a family two different senses are two acts; "" goes with any
	Rank       int    // of two words for one act the higher is the more telling
	Span       int    // days: an interval longer than this does not single out one act of the kind
	Traits     Traits
	Definition string
	Example    string
}

// Traits is a set of what merging needs to know of an act.
type Traits uint8

// The traits.
const (
	Both   Traits = 1 << iota // A did it with B is B did it with A
	Speech                    // personal to the speaker: another organ's words are another act
)

// Has reports whether any of u is in t.
func (t Traits) Has(u Traits) bool { return t&u != 0 }

// Code is what an act is in a user's ontology.
type Code struct {
	Code  string `json:"code"`
	Label string `json:"label"` // "" where the user gives none
}

// Table holds the acts and the channels. It never changes after Load and is
// safe for concurrent use. A nil Table is empty.
type Table struct {
	acts     []Act
	byName   map[string]int
	channels []Channel
	channel  map[string]int    // by name and by other name
	codes    map[string][]Code // by act, the user's
}

// Load reads the embedded tables, then users' own. A user's table has a row a
// code, tab-separated, and comments after "#":
//
//	act	code	label
//	attack	E7.2	Use of force
//	attack	MIL
//
// The label may be left out. An act may have several codes, and a code several
// acts. An error names the table (by its Name method, as *os.File has one) and
// the line.
func Load(extra ...io.Reader) (*Table, error) {
	t := &Table{byName: map[string]int{}, channel: map[string]int{}, codes: map[string][]Code{}}
	if err := t.addActs(actsTSV); err != nil {
		return nil, err
	}
	if err := t.addChannels(channelsTSV); err != nil {
		return nil, err
	}
	for i, in := range extra {
		name := fmt.Sprintf("table %d of codes", i+1)
		if n, ok := in.(interface{ Name() string }); ok {
			name = n.Name()
		}
		if err := t.addCodes(name, in); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// Lookup finds an act by its name.
func (t *Table) Lookup(name string) (Act, bool) {
	if t == nil {
		return Act{}, false
	}
	i, ok := t.byName[name]
	if !ok {
		return Act{}, false
	}
	return t.acts[i], true
}

// All yields the acts in the table's order, which is by type.
func (t *Table) All() iter.Seq[Act] {
	if t == nil {
		return func(func(Act) bool) {}
	}
	return slices.Values(t.acts)
}

// Codes are the user's codes of an act, in the order of his rows; none where
// he has none.
func (t *Table) Codes(name string) []Code {
	if t == nil {
		return nil
	}
	return t.codes[name]
}

// Coded reports whether a user's table came with the embedded one.
func (t *Table) Coded() bool { return t != nil && len(t.codes) > 0 }
