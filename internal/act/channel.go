package act

import (
	"iter"
	"slices"
)

// Channel is how an act was done or made known: one row of channels.tsv.
type Channel struct {
	Name       string
	Medium     Medium
	Also       []string // other names of it
	Vague      bool     // says less than others of its medium
	Definition string
}

// Medium is what channels have in common.
type Medium uint8

// The media. Merging compares them in this order.
const (
	Unsaid Medium = iota
	Written
	Remote
	InPerson
	Public
)

// mediums are the media's names.
var mediums = [...]string{Unsaid: "", Written: "written", Remote: "remote", InPerson: "in person", Public: "public"}

// String is the medium's name in channels.tsv, "" of Unsaid.
func (m Medium) String() string { return mediums[m] }

// Channel finds a channel by its name or another name of it. What the table
// does not know is public: most other ways to say something are.
func (t *Table) Channel(name string) Channel {
	if name == "" {
		return Channel{Vague: true}
	}
	if t != nil {
		if i, ok := t.channel[name]; ok {
			return t.channels[i]
		}
	}
	return Channel{Name: name, Medium: Public}
}

// Channels yields the channels in the table's order.
func (t *Table) Channels() iter.Seq[Channel] {
	if t == nil {
		return func(func(Channel) bool) {}
	}
	return slices.Values(t.channels)
}
