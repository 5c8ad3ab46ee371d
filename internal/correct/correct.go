// Package correct keeps what people say of a ledger's entries: that one is right,
// wrong in a field, no act at all, two acts, or another's. A correction names its
// entry by where that is told, in words of articles, never by the entry's ID, so
// that it holds for whatever program reads the pages, in whatever order.
//
// The log of corrections is only ever added to: to take one back is to add that,
// too. Apply is a pure function of a set's events and the log.
package correct

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"chancery/internal/news"
)

// Verb is what a correction does.
type Verb string

// Verbs.
const (
	Accept Verb = "accept" // the entry is right; one that was rejected comes back
	Reject Verb = "reject" // there is no such act: the entry goes
	Set    Verb = "set"    // fields are otherwise
	Split  Verb = "split"  // its reports tell of several acts: each group of anchors of one
	Merge  Verb = "merge"  // it is the act of another entry
	Undo   Verb = "undo"   // an earlier correction, or undoing, is taken back
)

// Anchor is where one article tells of an act: the words of its evidence.
type Anchor struct {
	Article string          `json:"article"` // the page's ID: a digest of its address and bytes
	URL     string          `json:"url,omitempty"`
	Path    string          `json:"path,omitempty"`
	Words   []news.Evidence `json:"words"` // behind act, source and target
}

// Fields are those that a correction sets; nil leaves one as it is.
type Fields struct {
	Source     *[]news.Actor  `json:"source,omitempty"`
	Target     *[]news.Actor  `json:"target,omitempty"`
	Reciprocal *bool          `json:"reciprocal,omitempty"`
	Type       *string        `json:"type,omitempty"`
	Mode       *string        `json:"mode,omitempty"`
	Act        *string        `json:"act,omitempty"`
	Channel    *string        `json:"channel,omitempty"`
	Occasion   *news.Occasion `json:"occasion,omitempty"` // one without a name is none
	Date       *news.Interval `json:"date,omitempty"`
	Status     *news.Status   `json:"status,omitempty"`
	Background *bool          `json:"background,omitempty"`
}

// Correction is one line of the log.
type Correction struct {
	ID     string     `json:"id"` // a digest of all else: the same line is added once
	Time   time.Time  `json:"time"`
	Author string     `json:"author"`
	Why    string     `json:"why,omitempty"`
	Entry  string     `json:"entry,omitempty"` // the entry's ID then, for people
	Do     Verb       `json:"do"`
	Of     []Anchor   `json:"of,omitempty"`    // where the entry is told
	Set    *Fields    `json:"set,omitempty"`   // of Set
	Apart  [][]Anchor `json:"apart,omitempty"` // of Split: an act each; of them all are Of
	With   []Anchor   `json:"with,omitempty"`  // of Merge: the other entry
	Undo   string     `json:"undo,omitempty"`  // of Undo: that correction's ID
}

// Seal gives the correction its ID.
func (c *Correction) Seal() {
	c.Time = c.Time.UTC()
	for _, s := range []*string{&c.Author, &c.Why, &c.Entry} {
		*s = strings.ToValidUTF8(*s, "\ufffd")
	}
	c.ID = c.digest()
}

func (c *Correction) digest() string {
	plain := *c
	plain.ID = ""
	b, err := json.Marshal(plain)
	if err != nil { // a year that JSON has no form for
		b = fmt.Appendf(nil, "%+v", plain)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:6])
}

// Check says what is wrong with a correction that came from outside.
func (c *Correction) Check() error {
	if c.ID == "" || c.ID != c.digest() {
		return fmt.Errorf("correction %q: its ID is not that of what it says", c.ID)
	}
	if err := c.check(); err != nil {
		return fmt.Errorf("correction %s: %w", c.ID, err)
	}
	return nil
}

func (c *Correction) check() error {
	if c.Do != Undo && len(c.Of) == 0 {
		return errors.New("it names no entry")
	}
	switch c.Do {
	case Accept, Reject:
	case Set:
		if c.Set == nil || *c.Set == (Fields{}) {
			return errors.New("it sets nothing")
		}
		return c.Set.check()
	case Split:
		if len(c.Apart) < 2 {
			return errors.New("it parts nothing")
		}
	case Merge:
		if len(c.With) == 0 {
			return errors.New("it names no other entry")
		}
	case Undo:
		if c.Undo == "" {
			return errors.New("it undoes nothing")
		}
	default:
		return fmt.Errorf("there is no %q", c.Do)
	}
	return nil
}

func (f *Fields) check() error {
	switch {
	case f.Date != nil && !f.Date.From.IsZero() && !f.Date.To.IsZero() && f.Date.To.Before(f.Date.From):
		return errors.New("the date ends before it begins")
	case f.Status != nil && !slices.Contains(Statuses(), *f.Status):
		return fmt.Errorf("there is no status %q", *f.Status)
	case f.Source != nil && len(*f.Source) == 0:
		return errors.New("nobody acts")
	}
	return nil
}

// Statuses are those that there are.
func Statuses() []news.Status {
	return []news.Status{news.Reported, news.Alleged, news.Denied, news.Planned, news.Hypothetical}
}

// active are the corrections that nothing undoes, in the log's order.
func active(all []Correction) []Correction {
	undone := Undone(all)
	var out []Correction
	for _, c := range all {
		if c.Do != Undo && undone[c.ID] == "" {
			out = append(out, c)
		}
	}
	return out
}

// Undone gives, by ID, what takes back each that is taken back.
func Undone(all []Correction) map[string]string {
	by := map[string]string{}
	for _, c := range slices.Backward(all) { // an undoing counts unless a later one undoes it
		if c.Do == Undo && by[c.ID] == "" && by[c.Undo] == "" {
			by[c.Undo] = c.ID
		}
	}
	return by
}

// Articles are the IDs of those that a log names, each once.
func Articles(all []Correction) (out []string) {
	for i := range all {
		for _, a := range all[i].anchors() {
			out = append(out, a.Article)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// A Touch is an anchor whose article's reports a change of the log may touch.
type Touch struct {
	Article, URL string
	Meets        bool // they may meet others elsewhere than before
}

// Touched is what news of the log may touch: the anchors of what is added, and of
// what that takes back or brings back. all is the log with the news.
func Touched(all, added []Correction) (out []Touch) {
	byID := map[string]*Correction{}
	for i := range all {
		byID[all[i].ID] = &all[i]
	}
	meeting := map[string][]*Correction{}
	for _, group := range meetings(all) {
		for _, c := range group {
			meeting[c.ID] = group
		}
	}
	seen := map[Touch]bool{}
	for i := range added {
		c := &added[i]
		for n := 0; c != nil && c.Do == Undo && n < len(all); n++ {
			c = byID[c.Undo]
		}
		if c == nil {
			continue
		}
		touched := []*Correction{c}
		if c.Do == Merge {
			touched = meeting[c.ID]
		}
		for _, c := range touched {
			for _, a := range c.anchors() {
				if t := (Touch{a.Article, a.URL, c.Do == Merge}); !seen[t] {
					seen[t] = true
					out = append(out, t)
				}
			}
		}
	}
	return out
}
