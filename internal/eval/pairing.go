package eval

import (
	"slices"
	"strings"
)

// pairing is gold's events of one page and the ledger's reports there, paired
// one to one.
type pairing struct {
	gold     []GoldEvent
	said     []found
	verdicts [][]verdict // by gold, then report
	match    []int       // of each of gold: the report that finds it, -1 for none
	taken    []int       // of each report: the one of gold that it finds, -1 for none
}

// Weights of a pair: to find one more counts before fields.
const (
	oneFound    = 1000
	oneOptional = 900
)

// pair finds as many of gold's events as can be, and among as many those whose
// fields agree best.
func pair(gold []GoldEvent, said []found) *pairing {
	p := &pairing{gold: gold, said: said, verdicts: make([][]verdict, len(gold)), taken: make([]int, len(said))}
	for i := range gold {
		p.verdicts[i] = make([]verdict, len(said))
		for j, f := range said {
			p.verdicts[i][j] = judge(&gold[i], f)
		}
	}
	p.match = p.assign(func(i, j int) bool { return p.verdicts[i][j].found() })
	for j := range said {
		p.taken[j] = slices.Index(p.match, j)
	}
	return p
}

// assign pairs what may be paired, one to one.
func (p *pairing) assign(may func(i, j int) bool) []int {
	w := make([][]float64, len(p.gold))
	for i := range w {
		g := &p.gold[i]
		w[i] = make([]float64, len(p.said))
		for j, f := range p.said {
			switch {
			case !may(i, j):
			case g.Optional:
				w[i][j] = oneOptional + likeness(g, f)
			default:
				w[i][j] = oneFound + likeness(g, f)
			}
		}
	}
	return assign(w)
}

// wrongType counts what would be found but for its type.
func (p *pairing) wrongType() int {
	n := 0
	for i, j := range p.assign(func(i, j int) bool {
		v := p.verdicts[i][j]
		return p.match[i] < 0 && p.taken[j] < 0 && v.sides && v.date && !v.typ
	}) {
		if j >= 0 && !p.gold[i].Optional {
			n++
		}
	}
	return n
}

// absorbed reports whether a report that finds nothing is not held against the
// ledger: it tells of the rest of a joint act, part of which is found by another
// report, or of an optional act again.
func (p *pairing) absorbed(j int) bool {
	said := p.sides(j)
	for i := range p.gold {
		g := &p.gold[i]
		if !p.verdicts[i][j].found() {
			continue
		}
		var done []string
		if k := p.match[i]; k >= 0 {
			done = p.sides(k)
		}
		if g.Optional || !within(said, done) && within(said, union(codes(g.Source), codes(g.Target))) {
			return true
		}
	}
	return false
}

// sides are the countries of a report's event, of both sides.
func (p *pairing) sides(j int) []string {
	e := p.said[j].event
	return union(countries(e.Source), countries(e.Target))
}

// backwards reports whether a report tells of one of gold's acts but for the
// direction, and of none in the right direction.
func (p *pairing) backwards(j int) bool {
	e := p.said[j].event
	back := false
	for i := range p.gold {
		g, v := &p.gold[i], p.verdicts[i][j]
		if !v.typ {
			continue
		}
		if meet(countries(e.Source), codes(g.Source)) && meet(countries(e.Target), codes(g.Target)) {
			return false
		}
		back = back || v.reversed && datesMeet(g, e.Date)
	}
	return back
}

// likeness weighs the fields that agree, to pair gold with the likest.
func likeness(g *GoldEvent, f found) float64 {
	n := 0.0
	add := func(ok bool, weight float64) {
		if ok {
			n += weight
		}
	}
	e := f.event
	add(f.report.Status == g.Status, 10)
	add(sameDate(g, e.Date), 5)
	add(firstWord(g.Act) != "" && firstWord(g.Act) == firstWord(e.Act), 10)
	add(g.Channel != nil && channelRight(*g.Channel, e.Channel), 3)
	add(slices.Equal(countries(e.Source), codes(g.Source)), 4)
	add(slices.Equal(countries(e.Target), codes(g.Target)), 4)
	return n
}

func firstWord(s string) string {
	if ws := strings.Fields(s); len(ws) > 0 {
		return ws[0]
	}
	return ""
}

// channelRight reports whether two channels are of one family.
func channelRight(a, b string) bool { return channelFamily(a) == channelFamily(b) }

// channelFamily is the channel that stands for those that readers do not hold
// apart.
func channelFamily(c string) string {
	switch c {
	case "telegram", "message", "document":
		return "letter"
	case "talks", "summit", "summons":
		return "meeting"
	case "phone":
		return "call"
	case "press conference", "briefing", "declaration", "speech", "interview", "post", "social media":
		return "statement"
	}
	return c
}

// eventOf is the ID of the event that finds the act of a key; "" for none.
func (p *pairing) eventOf(key string) string {
	for i := range p.gold {
		if j := p.match[i]; j >= 0 && p.gold[i].Key == key {
			return p.said[j].event.ID
		}
	}
	return ""
}
