package export

import (
	"bufio"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"chancery/internal/act"
	"chancery/internal/news"
)

// edge sums up what one actor did to another.
type edge struct {
	events, cooperation, conflict, origins int
	scale                                  float64
	first, last                            string
}

// graph is who acts on whom: it grows with the actors and pairs of them, not
// with the events.
type graph struct {
	nodes map[string]news.Actor
	edges map[[2]string]*edge
}

// add counts an event once for each pair of its sides; one that both do alike,
// in both directions.
func (g *graph) add(e *news.Event) {
	for _, d := range dyads(e) {
		if d.to == (news.Actor{}) || d.from == (news.Actor{}) {
			continue
		}
		g.join(e, d.from, d.to)
		if e.Reciprocal {
			g.join(e, d.to, d.from)
		}
	}
}

func (g *graph) join(e *news.Event, from, to news.Actor) {
	key := [2]string{nodeKey(from), nodeKey(to)}
	for i, a := range []news.Actor{from, to} {
		if _, ok := g.nodes[key[i]]; !ok {
			a.Office = "" // it changes with the date
			g.nodes[key[i]] = a
		}
	}
	s := g.edges[key]
	if s == nil {
		s = &edge{}
		g.edges[key] = s
	}
	s.events++
	s.origins += e.Origins
	s.scale += act.Scale(e.Type, e.Mode)
	switch q := act.QuadOf(e.Type); {
	case q == 0:
	case q <= act.MaterialCooperation:
		s.cooperation++
	default:
		s.conflict++
	}
	if day := e.Date.From.String(); day != "" && (s.first == "" || day < s.first) {
		s.first = day
	}
	if day := e.Date.To.String(); day > s.last {
		s.last = day
	}
}

// nodeKey tells actors apart: by ID, else by name.
func nodeKey(a news.Actor) string { return cmp.Or(a.ID, "name:"+a.Name) }

func writeGraphML(w io.Writer, o Options, events Events) (int, error) {
	g := graph{map[string]news.Actor{}, map[[2]string]*edge{}}
	for e, err := range events {
		if err != nil {
			return 0, err
		}
		g.add(&e)
	}
	out := bufio.NewWriter(w)
	text := func(s string) string {
		var b strings.Builder
		_ = xml.EscapeText(&b, []byte(s)) // a Builder takes all
		return b.String()
	}
	fmt.Fprint(out, xml.Header+`<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`+
		` xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">`+"\n")
	for _, k := range graphKeys() {
		fmt.Fprintf(out, `<key id="%s" for="%s" attr.name="%s" attr.type="%s"/>`+"\n", k.id, k.of, k.name, k.typ)
	}
	fmt.Fprintf(out, `<graph id="G" edgedefault="directed"><desc>%s</desc>`+"\n", text(o.Title))
	number := map[string]int{}
	for i, key := range slices.Sorted(maps.Keys(g.nodes)) {
		number[key] = i
		a := g.nodes[key]
		fmt.Fprintf(out, `<node id="n%d"><data key="label">%s</data><data key="actor">%s</data><data key="country">%s</data><data key="sector">%s</data></node>`+"\n",
			i, text(a.Name), text(a.ID), text(a.Country), text(a.Sector))
	}
	pairs := slices.SortedFunc(maps.Keys(g.edges), func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	for i, p := range pairs {
		s := g.edges[p]
		fmt.Fprintf(out, `<edge id="e%d" source="n%d" target="n%d"><data key="weight">%d</data><data key="cooperation">%d</data><data key="conflict">%d</data>`+
			`<data key="origins">%d</data><data key="scale">%.4g</data><data key="first">%s</data><data key="last">%s</data></edge>`+"\n",
			i, number[p[0]], number[p[1]], s.events, s.cooperation, s.conflict, s.origins, s.scale/float64(s.events), s.first, s.last)
	}
	fmt.Fprint(out, "</graph>\n</graphml>\n")
	return len(g.nodes) + len(g.edges), out.Flush()
}

// graphKeys declare the data of nodes and edges.
func graphKeys() []struct{ id, of, name, typ string } {
	return []struct{ id, of, name, typ string }{
		{"label", "node", "label", "string"}, {"actor", "node", "actor", "string"}, {"country", "node", "country", "string"}, {"sector", "node", "sector", "string"},
		{"weight", "edge", "weight", "int"}, {"cooperation", "edge", "cooperation", "int"}, {"conflict", "edge", "conflict", "int"}, {"origins", "edge", "origins", "int"},
		{"scale", "edge", "scale", "double"}, {"first", "edge", "first", "string"}, {"last", "edge", "last", "string"},
	}
}
