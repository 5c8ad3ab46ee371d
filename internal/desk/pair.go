package desk

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/survey"
)

// Bounds of the pages of pairs.
const (
	maxPairs   = 120
	maxRituals = 24
	maxYears   = 24
	maxVoices  = 12
	fewEvents  = 15
)

// pairsPage is the pairs of states with the most events.
type pairsPage struct {
	Pairs []pairRow
	Total int
}

type pairRow struct {
	A, B   string // codes
	Events int
	Share  int
	Quads  [4]int // per cent of its events
	Last   string
}

func (d *Desk) pairs(r *http.Request) (view, error) {
	f, err := d.found(r.Context(), "", nil)
	if err != nil {
		return view{}, err
	}
	return view{page: "pairs.html", Title: "Pairs of states", Here: "pairs", Body: countPairs(f)}, nil
}

func countPairs(f *survey.Found) pairsPage {
	dyads := f.Dyads()
	p := pairsPage{Total: len(dyads)}
	for _, d := range dyads {
		row := pairRow{A: d.A, B: d.B, Events: d.Events, Last: d.Last.String()}
		for i, n := range d.Quads {
			row.Quads[i] = n * 100 / d.Events
		}
		p.Pairs = append(p.Pairs, row)
	}
	slices.SortFunc(p.Pairs, func(a, b pairRow) int { return cmp.Or(b.Events-a.Events, cmp.Compare(a.A+a.B, b.A+b.B)) })
	p.Pairs = p.Pairs[:min(len(p.Pairs), maxPairs)]
	for i := range p.Pairs {
		p.Pairs[i].Share = max(2, p.Pairs[i].Events*100/p.Pairs[0].Events)
	}
	return p
}

// pairPage is the course of a relation.
type pairPage struct {
	A, B     string // names
	Codes    [2]string
	Total    int
	Chart    *chart
	Towards  [2]direction
	Years    []string
	Rituals  []ritual
	Voices   []voice
	Days     []day
	All      string
	Exports  []link
	Conflict int // events that are conflicts
}

// direction is what one did towards the other.
type direction struct {
	From, To string
	Acts     []value
	Events   int
}

// ritual is an occasion and the years in which something came of it.
type ritual struct {
	Name  string
	Page  string // its own, "" where it has none
	All   string // the address of all its years, the oldest first
	Years []ritualYear
}

type ritualYear struct {
	Year    string
	Events  int
	Address string
	Missing bool // there was something before and after
}

// voice is somebody who speaks to somebody.
type voice struct {
	From, To string
	Events   int
	Address  string
}

func (d *Desk) pair(r *http.Request) (view, error) {
	a, b := strings.ToUpper(r.PathValue("a")), strings.ToUpper(r.PathValue("b"))
	values := url.Values{query.Between: {a + "," + b}, query.Reverse: {"yes"}}
	f, err := d.found(r.Context(), "", values)
	if err != nil {
		return view{}, err
	}
	text := query.Between + ":" + a + "," + b
	p := pairPage{A: d.Tell.Country(a), B: d.Tell.Country(b), Codes: [2]string{a, b}, Total: f.Len(), All: timelineOf(text), Exports: exports(text, nil)}
	p.Chart = d.chartOf(f, 60, func(at string) string { return timelineOf(text + " " + term(query.Date, at)) })
	for i, way := range [][2]string{{a, b}, {b, a}} {
		if p.Towards[i], err = d.direction(f, way[0], way[1]); err != nil {
			return view{}, err
		}
	}
	p.Years, p.Rituals = rituals(f, text)
	p.Voices = voices(f, text)
	p.Conflict = conflicts(f)
	events, err := d.Survey.Briefs(r.Context(), f.IDs(0, fewEvents))
	if err != nil {
		return view{}, err
	}
	p.Days = d.days(events)
	return view{page: "pair.html", Title: p.A + " – " + p.B, Here: "pairs", Body: p}, nil
}

// direction counts the acts of one towards the other.
func (d *Desk) direction(f *survey.Found, a, b string) (direction, error) {
	x := direction{From: d.Tell.Country(a), To: d.Tell.Country(b)}
	text := term(query.Source, a) + " " + term(query.Target, b)
	means, err := d.meant(text)
	if err != nil {
		return x, err
	}
	counts := map[string]int{}
	for e, n := range f.Kinds() {
		if means(e) {
			counts[e.Act] += n
			x.Events += n
		}
	}
	for name, n := range counts {
		x.Acts = append(x.Acts, value{Name: name, Events: n, Address: timelineOf(text + " " + term(query.Act, name))})
	}
	slices.SortFunc(x.Acts, func(p, q value) int { return cmp.Or(q.Events-p.Events, cmp.Compare(p.Name, q.Name)) })
	for i := range x.Acts {
		x.Acts[i].Share = max(3, x.Acts[i].Events*100/x.Acts[0].Events)
	}
	x.Acts = x.Acts[:min(len(x.Acts), 10)]
	return x, nil
}

// rituals are occasions by year, with the years in which one is missing.
func rituals(f *survey.Found, text string) (years []string, out []ritual) {
	spelled := map[string]string{} // by query.Whole
	years, out = repeatedBy(f, text, func(e *news.Event) map[string]string {
		if e.Occasion == nil {
			return nil
		}
		name := spell(spelled, e.Occasion.Name)
		return map[string]string{name: exactly(query.Occasion, name)}
	})
	for i := range out {
		out[i].Page = nameAt(anOccasion, out[i].Name)
	}
	return years, out
}

// repeatedBy are events of one kind by year, with the years in which one is
// missing. kinds gives an event's kinds, and the terms that ask for each.
func repeatedBy(f *survey.Found, text string, kinds func(*news.Event) map[string]string) (years []string, out []ritual) {
	names, asks := map[string]int{}, map[string]string{}
	counts := f.Yearly(func(e *news.Event) (all []string) {
		for name, terms := range kinds(e) {
			if name != "" {
				asks[name] = terms
				all = append(all, name)
			}
		}
		return all
	})
	first, last := 9999, 0
	for name, years := range counts {
		for y, n := range years {
			names[name] += n
			first, last = min(first, y), max(last, y)
		}
	}
	if len(names) == 0 {
		return nil, nil
	}
	first = max(first, last-maxYears+1)
	for y := first; y <= last; y++ {
		years = append(years, strconv.Itoa(y))
	}
	for name := range names {
		out = append(out, ritual{Name: name})
	}
	slices.SortFunc(out, func(a, b ritual) int { return cmp.Or(names[b.Name]-names[a.Name], cmp.Compare(a.Name, b.Name)) })
	out = out[:min(len(out), maxRituals)]
	for i := range out {
		x := &out[i]
		of := text + " " + asks[x.Name]
		x.All = timelineOf(of) + "&order=oldest"
		seen, left := 0, names[x.Name]
		for y := first; y <= last; y++ {
			n := counts[x.Name][y]
			x.Years = append(x.Years, ritualYear{Year: strconv.Itoa(y), Events: n, Missing: n == 0 && seen > 0 && left > 0,
				Address: timelineOf(of + " " + term(query.Date, strconv.Itoa(y)))})
			seen += n
			left -= n
		}
	}
	return years, out
}

// voices are who speaks to whom, the most first.
func voices(f *survey.Found, text string) (out []voice) {
	counts, persons, spelled := map[[2]string]int{}, map[[2]string]bool{}, map[string]string{}
	for e, n := range f.Kinds() {
		from, to := sidesOfAct(e)
		seen := map[[2]string]bool{}
		for _, a := range from {
			for _, b := range to {
				k := [2]string{spell(spelled, a.Name), spell(spelled, b.Name)}
				persons[k] = persons[k] || isPerson(a) && isPerson(b) && k[0] != k[1]
				if !seen[k] {
					seen[k] = true
					counts[k] += n
				}
			}
		}
	}
	for k, n := range counts {
		if persons[k] {
			out = append(out, voice{k[0], k[1], n, timelineOf(text + " " + exactly(query.Source, k[0]) + " " + exactly(query.Target, k[1]))})
		}
	}
	slices.SortFunc(out, func(a, b voice) int { return cmp.Or(b.Events-a.Events, cmp.Compare(a.From+a.To, b.From+b.To)) })
	return out[:min(len(out), maxVoices)]
}
