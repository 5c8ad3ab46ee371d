package eval

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Labelled counts units that have a label: all of them, and those of each
// label. A unit found is right where gold has the same with the same label.
type Labelled struct {
	All    F1
	Labels map[string]F1
}

// unit is a labelled stretch of tokens [first, last) that belongs to of, -1
// for none.
type unit struct {
	of, first, last int
	label           string
}

// add counts the units of one text. A unit of gold is found once at most.
func (l *Labelled) add(gold, found []unit) {
	left := make(map[unit]int, len(gold))
	for _, u := range gold {
		left[u]++
		l.count(u.label, F1{Gold: 1})
	}
	for _, u := range found {
		f := F1{Found: 1}
		if left[u] > 0 {
			left[u]--
			f.Common = 1
		}
		l.count(u.label, f)
	}
}

func (l *Labelled) count(label string, add F1) {
	l.All.Add(add)
	if l.Labels == nil {
		l.Labels = map[string]F1{}
	}
	f := l.Labels[label]
	f.Add(add)
	l.Labels[label] = f
}

// fields are those of the JSON object: "p", "r" and "f1" of all, and an object
// of the three for each label.
func (l *Labelled) fields() map[string]any {
	all := l.All.PRF()
	fields := map[string]any{"p": number(all.P), "r": number(all.R), "f1": number(all.F1)}
	for label, f := range l.Labels {
		fields[label] = f.PRF()
	}
	return fields
}

// table has a line for all and, the labels sorted, one for each.
func (l *Labelled) table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-12s %6s %6s %6s %7s %7s\n", "", "P", "R", "F1", "gold", "found")
	b.WriteString(l.All.row("all"))
	for _, label := range slices.Sorted(maps.Keys(l.Labels)) {
		b.WriteString(l.Labels[label].row(label))
	}
	return b.String()
}

// row is a table's line under table's head, in percent.
func (f F1) row(name string) string {
	s := f.PRF()
	return fmt.Sprintf("%-12s %6s %6s %6s %7d %7d\n", name, percent(s.P), percent(s.R), percent(s.F1), f.Gold, f.Found)
}
