package desk

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"chancery/internal/act"
	"chancery/internal/query"
	"chancery/internal/survey"
)

// Bounds of the network.
const (
	maxStates = 24  // drawn
	maxTies   = 120 // drawn, and in the table
)

// networkPage is who deals with whom in a period.
type networkPage struct {
	Query, From, To string // as typed
	Wrong           string // what is wrong with it
	Years           []value
	Events, States  int
	Drawing         *network
	Ties            []netTie
	More            int // ties that are not shown
	All             string
	Exports         []link
}

// network is the drawing: states on a circle, the nearer the more they deal with
// each other; lines as thick as events are many, dashed where most are conflict.
type network struct {
	Width, Height int
	States        []netState
	Ties          []netLine
	Label         string
}

type netState struct {
	Code, Name, Address string
	Says                string
	X, Y, R             string
	TextX, TextY        string
	Anchor              string
}

type netLine struct{ Class, Path, Width, Says, Address string }

// netTie is a pair in the table.
type netTie struct {
	A, B, From, To string // names and codes
	Events         int
	Cooperation    int
	Conflict       int
	Origins        int
	Address, Pair  string
}

// class is how the tie is drawn.
func (t *netTie) class() string {
	if t.Conflict > t.Cooperation {
		return "mx"
	}
	return "mc"
}

func (d *Desk) network(r *http.Request) (view, error) {
	given := r.URL.Query()
	p := networkPage{Query: strings.TrimSpace(given.Get("q")), From: strings.TrimSpace(given.Get("from")), To: strings.TrimSpace(given.Get("to"))}
	text := within(p.Query, p.From, p.To)
	f, err := d.found(r.Context(), text, nil)
	if bad := (*query.Error)(nil); errors.As(err, &bad) { // what was typed stays
		p.Wrong = bad.Error()
		return view{page: "network.html", Title: "Network of states", Here: "network", status: http.StatusUnprocessableEntity, Body: p}, nil
	}
	if err != nil {
		return view{}, err
	}
	whole := f
	if text != p.Query {
		if whole, err = d.found(r.Context(), p.Query, nil); err != nil {
			return view{}, err
		}
	}
	p.Years = periods(whole, p.From, p.To, func(y string) string { return networkAt(p.Query, y, y) })
	weight := map[string]int{}
	for _, k := range f.Dyads() {
		weight[k.A] += k.Events
		weight[k.B] += k.Events
		t := netTie{A: d.Tell.Country(k.A), B: d.Tell.Country(k.B), From: k.A, To: k.B, Events: k.Events, Origins: k.Origins,
			Address: timelineOf(with(text, query.Between+":"+k.A+","+k.B)), Pair: "/pair/" + k.A + "/" + k.B}
		for i, n := range k.Quads {
			if act.Quad(i+1) >= act.VerbalConflict {
				t.Conflict += n
			} else {
				t.Cooperation += n
			}
		}
		p.Ties = append(p.Ties, t)
	}
	p.Events, p.States, p.All = f.Len(), len(weight), timelineOf(text)
	slices.SortFunc(p.Ties, func(a, b netTie) int { return cmp.Or(b.Events-a.Events, cmp.Compare(a.From+a.To, b.From+b.To)) })
	if len(p.Ties) > maxTies {
		p.More, p.Ties = len(p.Ties)-maxTies, p.Ties[:maxTies]
	}
	p.Drawing = d.drawNetwork(p.Ties, weight, text)
	for _, x := range exports(text, nil) {
		if slices.Contains([]string{"graphml", "csv", "jsonl", "parquet"}, x.Text) {
			p.Exports = append(p.Exports, x)
		}
	}
	return view{page: "network.html", Title: "Network of states", Here: "network", Body: p}, nil
}

// within is a query's text and a period.
func within(text, from, to string) string {
	switch {
	case from != "" && from == to:
		return with(text, term(query.Date, from))
	case from != "" || to != "":
		return with(text, query.Date+":"+bare(from)+".."+bare(to))
	}
	return text
}

// bare is a day as it stands in a query, whatever was typed: what is none is told
// by the query's own error.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n\"()", r) {
			return '_'
		}
		return r
	}, s)
}

func networkAt(text, from, to string) string {
	v := url.Values{}
	for name, s := range map[string]string{"q": text, "from": from, "to": to} {
		if s != "" {
			v.Set(name, s)
		}
	}
	if len(v) == 0 {
		return "/network"
	}
	return "/network?" + v.Encode()
}

// maxPeriods is the years that are offered.
const maxPeriods = 16

// periods are the last years of what is found, with how many events each has.
func periods(f *survey.Found, from, to string, address func(year string) string) (out []value) {
	points, _ := f.Series(survey.ByYear)
	for _, p := range points {
		if n := p.Total(); n > 0 {
			out = append(out, value{Name: p.At, Events: n, Address: address(p.At), On: p.At == from && from == to})
		}
	}
	return out[max(0, len(out)-maxPeriods):]
}

// Measures of the drawing, in the view box's units.
const (
	netWide   = 960
	netHigh   = 620
	netRadius = 262
	netLabel  = 12 // how much further out names at the top and the bottom stand
)

// drawNetwork draws the states that deal with each other most; nil where there are
// not two.
func (d *Desk) drawNetwork(ties []netTie, weight map[string]int, text string) *network {
	codes := make([]string, 0, len(weight))
	for c := range weight {
		codes = append(codes, c)
	}
	slices.SortFunc(codes, func(a, b string) int { return cmp.Or(weight[b]-weight[a], cmp.Compare(a, b)) })
	if len(codes) < 2 {
		return nil
	}
	codes = around(codes[:min(len(codes), maxStates)], ties)
	n := &network{Width: netWide, Height: netHigh, Label: fmt.Sprintf("%d states; the table below has who deals with whom", len(codes))}
	at := map[string][2]float64{}
	most := weight[codes[0]]
	for _, c := range codes {
		most = max(most, weight[c])
	}
	for i, c := range codes {
		turn := 2*math.Pi*float64(i)/float64(len(codes)) - math.Pi/2
		x, y := netWide/2+netRadius*math.Cos(turn), netHigh/2+netRadius*math.Sin(turn)
		at[c] = [2]float64{x, y}
		radius := 5 + 11*math.Sqrt(float64(weight[c])/float64(most))
		out := netRadius + radius + 7
		s := netState{Code: c, Name: short(d.Tell.Country(c)), Address: timelineOf(with(text, term(query.Between, c))), X: number(x), Y: number(y), R: number(radius),
			TextX: number(netWide/2 + out*math.Cos(turn)), TextY: number(netHigh/2 + out*math.Sin(turn) + 4.5), Anchor: "middle", Says: d.Tell.Country(c) + ": " + tellEvents(weight[c])}
		switch {
		case math.Cos(turn) > .2:
			s.Anchor = "start"
		case math.Cos(turn) < -.2:
			s.Anchor = "end"
		default: // clear of the names beside it
			s.TextY = number(netHigh/2 + out*math.Sin(turn) + 4.5 + math.Copysign(netLabel, math.Sin(turn)))
		}
		n.States = append(n.States, s)
	}
	for _, t := range slices.Backward(ties) { // the thickest above
		a, ok := at[t.From]
		b, ok2 := at[t.To]
		if !ok || !ok2 {
			continue
		}
		mx, my := (a[0]+b[0]+netWide)/4, (a[1]+b[1]+netHigh)/4 // drawn towards the middle
		n.Ties = append(n.Ties, netLine{Class: t.class(), Width: number(1.2 + 8*math.Sqrt(float64(t.Events)/float64(ties[0].Events))),
			Path: fmt.Sprintf("M%.1f %.1fQ%.1f %.1f %.1f %.1f", a[0], a[1], mx, my, b[0], b[1]), Address: t.Pair,
			Says: fmt.Sprintf("%s – %s: %s, %d of conflict", t.A, t.B, tellEvents(t.Events), t.Conflict)})
	}
	return n
}

// around orders states so that those that deal most with each other stand side by
// side: each next is the one most tied to those placed last.
func around(codes []string, ties []netTie) []string {
	n := map[[2]string]int{}
	for _, t := range ties {
		n[[2]string{t.From, t.To}] += t.Events
		n[[2]string{t.To, t.From}] += t.Events
	}
	left := slices.Clone(codes)
	out := []string{left[0]}
	left = left[1:]
	for len(left) > 0 {
		best, score := 0, -1.0
		for i, c := range left {
			s := 0.0
			for back, o := range slices.Backward(out) {
				s += float64(n[[2]string{c, o}]) / float64(int(1)<<min(len(out)-1-back, 20))
			}
			if s > score {
				best, score = i, s
			}
		}
		out = append(out, left[best])
		left = slices.Delete(left, best, best+1)
	}
	return out
}
