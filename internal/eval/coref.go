package eval

import (
	"maps"
	"slices"
)

// Knot is a fault of merging: one key told as several events, or one event of
// several keys.
type Knot struct {
	One  string   // the key, or the event
	Many []string // the events, or the keys; sorted
	On   []string // pages, sorted
	Lump bool     // One is an event
}

// knots lists the faults of merging among found reports, splits first.
func knots(ms []mention) []Knot {
	var out []Knot
	for _, lump := range []bool{false, true} {
		many, on := map[string][]string{}, map[string][]string{}
		for _, m := range ms {
			one, other := m.key, m.event
			if lump {
				one, other = other, one
			}
			many[one], on[one] = append(many[one], other), append(on[one], m.page)
		}
		for _, one := range slices.Sorted(maps.Keys(many)) {
			if k := (Knot{one, distinct(many[one]), distinct(on[one]), lump}); len(k.Many) > 1 {
				out = append(out, k)
			}
		}
	}
	return out
}

func distinct(s []string) []string { return slices.Compact(sorted(s)) }

// bCubed is B³ over the found reports of all pages: for each, how much of its
// event is of its key (precision), and how much of its key is in its event
// (recall), averaged (Bagga and Baldwin 1998).
func bCubed(ms []mention) PRF {
	var p, r float64
	key, event, both := map[string]float64{}, map[string]float64{}, map[[2]string]float64{}
	for _, m := range ms {
		key[m.key]++
		event[m.event]++
		both[[2]string{m.key, m.event}]++
	}
	for _, m := range ms {
		n := both[[2]string{m.key, m.event}]
		p += n / event[m.event]
		r += n / key[m.key]
	}
	n := float64(len(ms))
	return prf(p, n, r, n)
}

// pairs counts pairs of found reports on different pages: those of one event
// that are of one key, and those of one key that are of one event.
func pairs(ms []mention) PRF {
	var right, said, wanted float64
	for i, a := range ms {
		for _, b := range ms[:i] {
			if a.page == b.page {
				continue
			}
			key, event := a.key == b.key, a.event == b.event
			if key {
				wanted++
			}
			if event {
				said++
			}
			if key && event {
				right++
			}
		}
	}
	return prf(right, said, right, wanted)
}
