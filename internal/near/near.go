// Package near says which reports can meet, so that a new one costs no more
// than its neighbourhood. A report is filed in one block, and blocks have an
// order. The reports of a block are sorted into acts, each of which is either
// new, or an act of a block before that the report looks at. So what a block's
// reports tell depends on them and on blocks before it alone, and every report
// is in exactly one act, whatever came when.
package near

import (
	"fmt"

	"chancery/internal/news"
)

// Place is where a report is filed. Blocks are sorted by name, which begins
// with their rank (see Rank). All reports of a block have the same looks.
type Place struct {
	Block string
	Looks []Look // sorted, without doubles
}

// Rank gives the beginning of the names of all blocks of a rank, which is
// below 10,000. Acts of a lower rank come first.
func Rank(n int) string { return fmt.Sprintf("%04d ", n) }

// Before reports whether acts of block a are sorted before reports of b and
// may hold them: a's rank is lower.
func Before(a, b string) bool { return rank(a) < rank(b) }

func rank(block string) string { return block[:min(len(block), len("0000"))] }

// Look is a shelf of acts and a stretch of days on it, both ends inclusive,
// counted from 1 January 1970.
type Look struct {
	Shelf  string
	Lo, Hi int
}

// Meets reports whether the two are of one shelf and share a day.
func (l Look) Meets(m Look) bool { return l.Shelf == m.Shelf && l.Lo <= m.Hi && m.Lo <= l.Hi }

// Name names an act: its block, and a key within that.
type Name struct{ Block, Key string }

// Act is an act as reports of later blocks compare themselves with it.
type Act struct {
	Name
	Listed []Look        // where it is found, sorted, without doubles
	Told   []news.Report // how its block's own reports tell it: one of each manner, without what is not compared
}

// Sorted is what came of a block: its own acts, and the act of each report by
// the report's ID, of this block or of one before.
type Sorted struct {
	Acts []Act
	Of   map[string]Name
}

// Past and Future are the ends of a stretch that is open.
const (
	Past   = -1 << 31
	Future = 1<<31 - 1
)

// Merger files, sorts and builds. All three are functions of what is given.
type Merger interface {
	// File says where each report of one article is filed.
	File(reports []news.Report) []Place
	// Sort sorts the reports of a block, sorted by ID, into acts of hosts, those
	// that the block looks at, sorted by name, and new ones.
	Sort(block string, reports []news.Report, hosts []Act) Sorted
	// Build makes an event of each of a block's acts, in the order of their keys.
	// Answers are reports that answer one of theirs; ReplyTo of an event is the ID
	// of the report that it answers.
	Build(block string, acts map[string][]news.Report, answers []news.Report) []news.Event
}

// MaxHosts is how many acts of one shelf are looked at at most: where there
// are more within the stretch, none is.
const MaxHosts = 256
