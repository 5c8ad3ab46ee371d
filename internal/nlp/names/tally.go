package names

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"chancery/internal/gazetteer"
)

// tally is how often the text names each state, by code.
type tally struct {
	states   map[string]int    // by name or through a person, datelines apart
	near     map[string]int    // the same, by places and in datelines too
	spokenOf map[string]bool   // those named by more than their capitals
	topics   []string          // those of states, most named first
	styles   map[string]string // "kingdom" → the state that the page calls "Kingdom of …"
}

func newTally() tally {
	return tally{states: map[string]int{}, near: map[string]int{}, spokenOf: map[string]bool{}, styles: map[string]string{}}
}

// order sets the topics, once all is counted.
func (t *tally) order() {
	t.topics = slices.SortedFunc(maps.Keys(t.states), func(a, b string) int {
		return cmp.Or(cmp.Compare(t.states[b], t.states[a]), strings.Compare(a, b))
	})
}

// main is the state that the page is plainly about, named twice as often as any
// other; "" when there is none.
func (t *tally) main() string {
	if len(t.topics) == 1 || len(t.topics) > 1 && t.states[t.topics[0]] >= 2*t.states[t.topics[1]] {
		return t.topics[0]
	}
	return ""
}

// topical reports whether the page speaks of a state often enough for it to be
// what an officer without a state is of.
func (t *tally) topical(code string) bool {
	return len(t.topics) > 0 && 4*t.states[code] >= t.states[t.topics[0]]
}

// ofTopics keeps the persons of states that the page names, all when there are none.
func (t *tally) ofTopics(es []*gazetteer.Entry) []*gazetteer.Entry {
	var out []*gazetteer.Entry
	for _, e := range es {
		if t.states[e.Country] > 0 {
			out = append(out, e)
		}
	}
	if out == nil {
		return es
	}
	return out
}
