package times

import (
	"cmp"
	"slices"
	"strings"

	"chancery/internal/news"
)

// publication is what the clues say of the page's day.
type publication struct {
	when   news.Interval
	clues  []news.Clue
	open   days // on which it may have been published, but for untitledTerms; none where nothing tells
	newest dayOf
}

// dayOf is the first day that an expression means; zero for none.
type dayOf struct {
	*expr
	day   news.Day
	place int // of its sentence in the story
}

// likely is the likeliest day of publication where only bounds are known: the
// first open day behind the newest time told. A year that is written out is
// seldom the current one.
func (p *publication) likely() news.Day {
	if len(p.open) == 0 {
		return news.Day{}
	}
	from := dayAt(p.open[0].a)
	if from.Year < firstYear+12 && p.newest.expr == nil {
		return news.Day{} // only what is so of every page bounds it
	}
	if p.newest.expr != nil && p.newest.unit > day {
		from = news.NewDay(int(p.newest.day.Year)+1, 1, 1)
		if p.newest.unit > year {
			from = stamp{unit: p.newest.unit, from: p.newest.day}.last()
		}
	}
	n := dayNo(from)
	for _, r := range p.open {
		switch {
		case r.a >= n:
			return dayAt(r.a)
		case r.b >= n && r.b-r.a < 366:
			return dayAt(max(r.a, n))
		case r.b >= n:
			// Bounds in years only: the middle of the first.
			return dayAt(min(max(r.a, n)+200, r.b))
		}
	}
	return dayAt(p.open[len(p.open)-1].a)
}

// published bounds the day of publication by every clue of the page, the
// strongest first, those last that others outvote. A clue that leaves no day open
// is kept and ignored.
func published(oc *occasions, bearers []titled) publication {
	ev, newest, mast := clues(oc, bearers)
	slices.SortStableFunc(ev.found, func(a, b clue) int { return cmp.Compare(b.strength, a.strength) })
	found := outvoted(ev.found)
	p := publication{newest: newest, clues: make([]news.Clue, 0, len(found))}
	open, likely := always(), always()
	var basis []string
	told := false
	for _, c := range found {
		c.Allows = c.allows.interval()
		c.Allows.Basis = ""
		met := open.and(c.allows)
		switch {
		case len(met) == 0, c.strength == weeksAfter && open[0].a > c.allows[0].a+7:
			c.Ignored = true
		case !slices.Equal(met, open):
			open = met
			if c.strength != untitledTerms {
				likely = likely.and(c.allows)
			}
			told = true
			basis = append(basis, c.Says)
		}
		p.clues = append(p.clues, c.Clue)
	}
	if c, ok := mast.clue(oc.expressions, open); ok {
		open, likely = open.and(c.allows), likely.and(c.allows)
		told = true
		c.Allows = c.allows.interval()
		p.clues, basis = append(p.clues, c.Clue), append(basis, c.Says)
	}
	if !told {
		return p
	}
	p.when, p.open = open.interval(), likely
	if a := oc.article.Published; a.Known() && a.From == p.when.From && a.To == p.when.To {
		p.when = a
		return p
	}
	p.when.Basis = strings.Join(basis[:min(len(basis), 4)], "; ")
	return p
}

// clues are all reasons for the page's date, in no order, with the newest time that it tells as past and
// the day at its head.
func clues(oc *occasions, bearers []titled) (*evidence, dayOf, masthead) {
	xs := oc.expressions
	ev := &evidence{landmarks: xs.landmarks()}
	ev.source(xs.article)
	h := head{expressions: xs, evidence: ev, lines: xs.dayLines()}
	h.datelines()
	h.furniture()
	st := story{occasions: oc, evidence: ev, pictured: xs.picture(ev)}
	st.days()
	st.feasts()
	c := counts{oc, ev}
	c.clues()
	b := background{occasions: oc, evidence: ev, seen: make(map[string]bool)}
	b.clues()
	xs.resolution(ev)
	hs := holders{xs.page, ev, bearers}
	hs.yearClues()
	hs.officeClues()
	a := ages{xs.page, ev}
	a.clues()
	mast := xs.chrome(ev)
	ev.topicality()
	return ev, b.newest, mast
}

// outvoted puts last the clues from the text that contradict two others or more, where
// none of those contradicts as many: the one mistaken is likelier the one alone.
func outvoted(clues []clue) []clue {
	const most = 250 // stretches: weekdays and days of any month contradict next to nothing
	against := make([][]int, len(clues))
	for i := range clues {
		for j := range i {
			a, b := &clues[i], &clues[j]
			if min(a.strength, b.strength) >= chromeDay && a.Span != b.Span && len(a.allows) <= most && len(b.allows) <= most && len(a.allows.and(b.allows)) == 0 {
				against[i], against[j] = append(against[i], j), append(against[j], i)
			}
		}
	}
	var kept, last []clue
	for i, c := range clues {
		alone := c.strength < datelines && len(against[i]) > 1 &&
			!slices.ContainsFunc(against[i], func(j int) bool { return len(against[j]) >= len(against[i]) })
		if alone {
			last = append(last, c)
		} else {
			kept = append(kept, c)
		}
	}
	return append(kept, last...)
}
