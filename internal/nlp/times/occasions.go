package times

import (
	"maps"
	"slices"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// occasions tells what the names of occasions mean on the page.
type occasions struct {
	*expressions
	states states
	means  map[*expr][]*gazetteer.Occasion // none until asked for
}

func newOccasions(xs *expressions) *occasions {
	return &occasions{expressions: xs, states: states{page: xs.page}, means: make(map[*expr][]*gazetteer.Occasion)}
}

// meant are the occasions that the expression's name can mean, the likeliest alone where one is.
func (oc *occasions) meant(e *expr) []*gazetteer.Occasion {
	if e.phrase == nil && e.topic == "" {
		return nil
	}
	found, asked := oc.means[e]
	if !asked {
		found = oc.choose(e)
		oc.means[e] = found
	}
	return found
}

func (oc *occasions) choose(e *expr) []*gazetteer.Occasion {
	if e.phrase == nil {
		return oc.onTopic(e)
	}
	all := e.phrase.occasions
	beside := oc.dateBeside(e)
	if len(all) < 2 && beside == nil {
		return all
	}
	best, top := []*gazetteer.Occasion(nil), -1<<30
	fits := false
	near := oc.states.of(e.sentence)
	page := oc.states.onPage()
	home, owner := oc.home(), oc.owner(e)
	for _, o := range all {
		score := 0
		if owner != "" && o.Country == owner {
			score += 30
		}
		if home != "" && o.Country == home {
			score += 10
		}
		if bound(o, near) > 0 {
			score += 20
		}
		score += min(bound(o, page), 15)
		if universal(o) {
			score += 4
		}
		if e.ordinal > 0 && o.Founded > 0 {
			score += 3
			if y := o.Founded + e.ordinal; y < tablesFrom || y > endYear-60 {
				score -= 40 // no page tells of that anniversary
			}
		}
		if beside != nil && falls(o, beside) && (bound(o, near) > 0 || universal(o) || len(near) == 0) {
			score += 50
			fits = true
		}
		switch {
		case score > top:
			best, top = append(best[:0:0], o), score
		case score == top:
			best = append(best, o)
		}
	}
	if beside != nil && !fits {
		// "its 75th Independence Day on September 9": the name is loose, the date is not.
		if others := oc.occasionsOn(beside, e.ordinal, near); len(others) > 0 {
			return others
		}
	}
	return best
}

// onTopic are the occasions of the sentence's states that an anniversary "of its
// independence", "of diplomatic ties between them" can mean.
func (oc *occasions) onTopic(e *expr) []*gazetteer.Occasion {
	if found := oc.onWord(e, e.topic); len(found) > 0 || e.topic == "diplomatic" || e.topic == "party" || e.topic == "army" {
		return found
	}
	// A state's founding, independence and republic are its national day's, where that has a year.
	return oc.onWord(e, "national day")
}

// onWord are those of them whose names hold the word.
func (oc *occasions) onWord(e *expr, word string) []*gazetteer.Occasion {
	near := oc.states.within(oc.setting(e).behind())
	if e.ofState {
		if near = oc.states.within(oc.setting(e).ownerBehind()); len(near) == 0 {
			return nil // "the 79th founding anniversary of the Party"
		}
	}
	if len(near) == 0 {
		near = oc.states.of(e.sentence)
	}
	var best []*gazetteer.Occasion
	top := 0
	for _, o := range oc.find.Occasions() {
		y := o.Founded + e.ordinal
		if o.Founded == 0 || y < tablesFrom || y > endYear-60 {
			continue
		}
		score := bound(o, near)
		if e.topic == "diplomatic" && len(o.Countries) < 2 {
			continue
		}
		if score == 0 || !about(o, word) || word == foundTopic && (about(o, "party") || about(o, "army")) { // a state's own founding is neither's
			continue
		}
		switch {
		case score > top:
			best, top = append(best[:0:0], o), score
		case score == top:
			best = append(best, o)
		}
	}
	return best
}

// bound is how often the page names the state that the occasion is of; of two
// states' day, both must be named.
func bound(o *gazetteer.Occasion, named map[string]int) int {
	if o.Country != "" || len(o.Countries) == 0 {
		return named[o.Country]
	}
	sum := 0
	for _, c := range o.Countries {
		if named[c] == 0 {
			return 0
		}
		sum += named[c]
	}
	return sum
}

// universal reports whether the occasion is no one state's: Christmas.
func universal(o *gazetteer.Occasion) bool { return o.Country == "" && len(o.Countries) == 0 }

// about reports whether a name of the occasion holds the word.
func about(o *gazetteer.Occasion, word string) bool {
	if strings.Contains(strings.ToLower(o.Name), word) {
		return true
	}
	for _, n := range o.Names {
		if strings.Contains(strings.ToLower(n), word) {
			return true
		}
	}
	return false
}

// falls reports whether the occasion is on the date's month and day.
func falls(o *gazetteer.Occasion, d *expr) bool {
	y := d.year
	if y == 0 {
		y = 2020
	}
	day, ok := o.In(y)
	return ok && int(day.Month) == d.month && int(day.Date) == d.date
}

// occasionsOn are the occasions of the given countries on a date.
func (oc *occasions) occasionsOn(d *expr, ordinal int, countries map[string]int) []*gazetteer.Occasion {
	var out []*gazetteer.Occasion
	for _, o := range oc.find.Occasions() {
		if bound(o, countries) > 0 && falls(o, d) && (ordinal == 0 || o.Founded > 0) {
			out = append(out, o)
		}
	}
	return out
}

// occasionOf is the one occasion that a date stands for: "On June 12, on the
// occasion of Russia's national holiday".
func (oc *occasions) occasionOf(e *expr) *gazetteer.Occasion {
	if e.kind != calendar || e.unit != day || e.month == 0 || e.to != nil {
		return nil
	}
	if !oc.setting(e).onHoliday() {
		return nil
	}
	if found := oc.occasionsOn(e, 0, oc.states.of(e.sentence)); len(found) == 1 {
		return found[0]
	}
	return nil
}

// founding reports whether the year is the one that an occasion told beside it
// counts from: "Liberation Day, when Korea was liberated in 1945".
func (oc *occasions) founding(e *expr) bool {
	for f := range oc.beside(e) {
		if f.kind != feast || f.sentence < e.sentence-1 || f.sentence > e.sentence+1 {
			continue
		}
		for _, o := range oc.meant(f) {
			if o.Founded == e.year {
				return true
			}
		}
	}
	return false
}

// owner is the state that an occasion is told to be of by a word that stands for it: "Vietnam on its
// National Day", "Vietnam on the country's National Day". "" for none.
func (oc *occasions) owner(e *expr) (country string) {
	l, k := &oc.lines[e.sentence], e.lead
	if !ownerWords[l.key(k)] {
		k--
	}
	if l.is(k, "'s") && ownNouns[l.word(k-1)] || ownerWords[l.key(k)] {
		oc.states.each(news.Span{Start: l.w[0].start, End: l.w[k].start}, func(c string) { country = c })
	}
	return country
}

var (
	ownerWords = words(`its their`)
	ownNouns   = words(`country nation kingdom republic neighbour neighbor state`)
)

// couldMean are all occasions that the name can mean: those of the states that its sentence names;
// where it names none of theirs, those of the outlet's country and of states that the page names, and
// everybody's; where that leaves none, all.
func (oc *occasions) couldMean(e *expr) []*gazetteer.Occasion {
	likely := oc.meant(e)
	if e.phrase == nil || len(e.phrase.occasions) < 2 || oc.dateBeside(e) != nil {
		return likely
	}
	near, page := oc.states.of(e.sentence), oc.states.onPage()
	if home := oc.home(); home != "" && page[home] == 0 {
		page = map[string]int{home: 1}
		maps.Copy(page, oc.states.onPage())
	}
	if owner := oc.owner(e); owner != "" {
		near = map[string]int{owner: 1}
	}
	choose := func(of map[string]int, any bool) (out []*gazetteer.Occasion) {
		for _, o := range e.phrase.occasions {
			if y := o.Founded + e.ordinal; e.ordinal > 0 && o.Founded > 0 && (y < tablesFrom || y > endYear-60) {
				continue // no page tells of that anniversary
			}
			if bound(o, of) > 0 || any && universal(o) {
				out = append(out, o)
			}
		}
		return out
	}
	if out := choose(near, false); len(out) > 0 {
		return out
	}
	if out := choose(page, true); len(out) > 0 {
		return out
	}
	return likely
}

// settle keeps of what a counted occasion can mean that which the page's days allow: a year
// before them, or after.
func (oc *occasions) settle(open days) {
	if len(open) == 0 {
		return
	}
	for i := range oc.exprs {
		e := &oc.exprs[i]
		if e.kind != feast || e.ordinal == 0 || e.phrase == nil || len(e.phrase.occasions) < 2 {
			continue
		}
		fits := func(o *gazetteer.Occasion) bool {
			y, ok := o.Anniversary(e.ordinal)
			d, in := o.In(y)
			return ok && in && len(open.and(between(d.AddMonths(-12), d.AddMonths(12)))) > 0
		}
		if slices.ContainsFunc(oc.meant(e), fits) {
			continue
		}
		if other := slices.DeleteFunc(slices.Clone(oc.couldMean(e)), func(o *gazetteer.Occasion) bool { return !fits(o) }); len(other) > 0 {
			oc.means[e] = other
		}
	}
}

// origins are the days that the expression can be counted from.
func (oc *occasions) origins(e *expr) []news.Day {
	if e.since != nil {
		if s, ok := e.since.calendarOn(epoch, day); ok && e.since.year > 0 {
			return []news.Day{s.from}
		}
		return nil
	}
	var out []news.Day
	for _, o := range oc.couldMean(e) {
		if d, ok := o.In(o.Founded); ok && o.Founded > 0 {
			out = append(out, d)
		}
	}
	return out
}

// everywhere reports whether the feast is no one state's: a page that names
// Christmas need not be of that week.
func (oc *occasions) everywhere(e *expr) bool {
	for _, o := range oc.meant(e) {
		if !universal(o) {
			return false
		}
	}
	return true
}

func occasionDays(o *gazetteer.Occasion, from, to int) days {
	return yearly(func(y int) (news.Day, news.Day, bool) {
		d, ok := o.In(y)
		return d.AddDays(from), d.AddDays(to), ok
	})
}
