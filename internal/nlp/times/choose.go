package times

import (
	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// occasions are the occasions that the expression's name can mean on this
// page, the likeliest alone where one is.
func (pg *page) occasions(e *expr) []*gazetteer.Occasion {
	if e.phrase == nil {
		return nil
	}
	all := e.phrase.occasions
	if len(all) < 2 {
		return all
	}
	best, top := []*gazetteer.Occasion(nil), -1<<30
	dated := pg.datesNear(e)
	near := pg.countries(e.sentence)
	page := pg.pageCountries()
	for _, o := range all {
		score := 0
		if near[o.Country] > 0 {
			score += 20
		}
		score += min(page[o.Country], 15)
		if o.Country == "" {
			score += 4
		}
		if e.ordinal > 0 && o.Founded > 0 {
			score += 3
			if y := o.Founded + e.ordinal; y < 1990 || y > 2035 {
				score -= 10
			}
		}
		for _, d := range dated {
			y := d.year
			if y == 0 {
				y = 2020
			}
			if day, ok := o.In(y); ok && int(day.Month) == d.month && int(day.Date) == d.date {
				score += 50
			}
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

// datesNear are the month-and-day expressions of the expression's sentence and
// its neighbours.
func (pg *page) datesNear(e *expr) []*expr {
	var out []*expr
	for i := range pg.exprs {
		d := &pg.exprs[i]
		if d.kind == calendar && d.unit == day && d.month > 0 && d.sentence == e.sentence {
			out = append(out, d)
		}
	}
	return out
}

// countries counts the states that the sentence names, by name, people,
// capital or office-holder.
func (pg *page) countries(sentence int) map[string]int {
	if pg.near == nil {
		pg.near = make([]map[string]int, len(pg.sentences))
	}
	if sentence < 0 || sentence >= len(pg.sentences) {
		return nil
	}
	if m := pg.near[sentence]; m != nil {
		return m
	}
	m := make(map[string]int)
	var buf []word
	buf, _ = pg.scan.scan(nil, pg.text, pg.sentences[sentence].Span)
	for i := 0; i < len(buf); {
		if !buf[i].cap || buf[i].mark != 0 {
			i++
			continue
		}
		step := 1
		for n := min(3, len(buf)-i); n > 0; n-- {
			if !buf[i+n-1].cap {
				continue
			}
			ms := pg.find.Lookup(pg.text[buf[i].start:buf[i+n-1].end])
			if len(ms) == 0 {
				continue
			}
			if c := ms[0].Entry.Country; c != "" && (ms[0].Entry.Kind == news.State || ms[0].Entry.Kind == news.Person && ms[0].Sense != gazetteer.Surname || ms[0].Sense == gazetteer.Surname && len(ms) == 1) {
				m[c]++
			}
			step = n
			break
		}
		i += step
	}
	pg.near[sentence] = m
	return m
}

// pageCountries counts them over the page.
func (pg *page) pageCountries() map[string]int {
	if pg.homes == nil {
		pg.homes = make(map[string]int)
		for k := range pg.sentences {
			if k > 60 {
				break
			}
			for c, n := range pg.countries(k) {
				pg.homes[c] += n
			}
		}
	}
	return pg.homes
}
