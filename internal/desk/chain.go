package desk

import (
	"fmt"
	"slices"
	"strings"

	"chancery/internal/news"
)

// chain is how an event came to its outlets, drawn from left to right: whom it
// goes back to, who relayed it, who prints it.
type chain struct {
	Width, Height int
	Nodes         []node
	Ties          []tie
	Says          string // the same in words
}

type node struct {
	Name       string
	Whole      string
	X, Y       int
	StateMedia bool
	Outlet     bool
	Width      int
}

type tie struct{ Path string }

// Measures of the drawing, in the view box's units.
const (
	chainWide  = 190
	chainGap   = 50
	chainRow   = 34
	maxChained = 24 // reports that are drawn
	longName   = 24
)

// chainOf draws the chains of an event's reports; nil where none has any step,
// or there are too many to see anything.
func chainOf(e *news.Event) *chain {
	if len(e.Reports) > maxChained {
		return nil
	}
	type step struct {
		name         string
		state, print bool
	}
	var paths [][]step
	long := 0
	for i := range e.Reports {
		r := &e.Reports[i]
		var p []step
		for _, l := range slices.Backward(r.Chain) {
			if l.Name != "" && (len(p) == 0 || p[len(p)-1].name != l.Name) {
				p = append(p, step{l.Name, l.StateMedia, false})
			}
		}
		outlet := where(r)
		if len(p) > 0 && p[len(p)-1].name == outlet {
			p = p[:len(p)-1]
		}
		p = append(p, step{outlet, false, true})
		long = max(long, len(p))
		paths = append(paths, p)
	}
	if long < 2 {
		return nil
	}
	c := &chain{}
	rows := make([]int, long)
	at := map[string]int{} // "column name" → index into Nodes
	drawn := map[string]bool{}
	var says []string
	for _, p := range paths {
		last := -1
		var names []string
		for i, s := range p {
			col := i
			if s.print {
				col = long - 1
			}
			names = append(names, s.name)
			key := fmt.Sprint(col, " ", s.name)
			k, ok := at[key]
			if !ok {
				k = len(c.Nodes)
				at[key] = k
				c.Nodes = append(c.Nodes, node{Name: short(s.name), Whole: s.name, X: col * (chainWide + chainGap), Y: rows[col] * chainRow, StateMedia: s.state, Outlet: s.print, Width: chainWide})
				rows[col]++
			}
			if tied := fmt.Sprint(last, " ", k); last >= 0 && !drawn[tied] {
				drawn[tied] = true
				c.Ties = append(c.Ties, tieOf(c.Nodes[last], c.Nodes[k]))
			}
			last = k
		}
		says = append(says, strings.Join(names, " → "))
	}
	c.Width = long*chainWide + (long-1)*chainGap
	c.Height = slices.Max(rows)*chainRow - 8
	slices.Sort(says)
	c.Says = strings.Join(slices.Compact(says), "; ")
	return c
}

func tieOf(a, b node) tie {
	x1, y1, x2, y2 := a.X+chainWide, a.Y+13, b.X, b.Y+13
	mid := (x1 + x2) / 2
	return tie{fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, y1, mid, y1, mid, y2, x2, y2)}
}

func short(s string) string {
	if r := []rune(s); len(r) > longName {
		return string(r[:longName-1]) + "…"
	}
	return s
}
