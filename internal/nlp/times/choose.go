package times

import (
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// occasions are the occasions that the expression's name can mean on this
// page, the likeliest alone where one is.
func (pg *page) occasions(e *expr) []*gazetteer.Occasion {
	if e.phrase == nil && e.topic == "" {
		return nil
	}
	if !e.asked {
		e.means, e.asked = pg.choose(e), true
	}
	return e.means
}

func (pg *page) choose(e *expr) []*gazetteer.Occasion {
	if e.phrase == nil {
		return pg.onTopic(e)
	}
	all := e.phrase.occasions
	beside := pg.dateBeside(e)
	if len(all) < 2 && beside == nil {
		return all
	}
	best, top := []*gazetteer.Occasion(nil), -1<<30
	fits := false
	near := pg.countries(e.sentence)
	page := pg.pageCountries()
	home, owner := pg.home(), pg.owner(e)
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
		if others := pg.occasionsOn(beside, e.ordinal, near); len(others) > 0 {
			return others
		}
	}
	return best
}

// onTopic are the occasions of the sentence's states that an anniversary "of its
// independence", "of diplomatic ties between them" can mean.
func (pg *page) onTopic(e *expr) []*gazetteer.Occasion {
	if found := pg.onWord(e, e.topic); len(found) > 0 || e.topic == "diplomatic" || e.topic == "party" || e.topic == "army" {
		return found
	}
	// A state's founding, independence and republic are its national day's, where that has a year.
	return pg.onWord(e, "national day")
}

// onWord are those of them whose names hold the word.
func (pg *page) onWord(e *expr, word string) []*gazetteer.Occasion {
	near := pg.behind(e)
	if e.ofState {
		if near = pg.ownedBy(e); len(near) == 0 {
			return nil // "the 79th founding anniversary of the Party"
		}
	}
	if len(near) == 0 {
		near = pg.countries(e.sentence)
	}
	var best []*gazetteer.Occasion
	top := 0
	for _, o := range pg.find.Occasions() {
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
func (pg *page) occasionsOn(d *expr, ordinal int, countries map[string]int) []*gazetteer.Occasion {
	var out []*gazetteer.Occasion
	for _, o := range pg.find.Occasions() {
		if bound(o, countries) > 0 && falls(o, d) && (ordinal == 0 || o.Founded > 0) {
			out = append(out, o)
		}
	}
	return out
}

// holiday words make a date beside them an occasion's.
var holidayWords = words(`holiday anniversary celebrations celebration festivities feast commemoration`)

// occasionOf is the one occasion that a date stands for: "On June 12, on the
// occasion of Russia's national holiday".
func (pg *page) occasionOf(e *expr) *gazetteer.Occasion {
	if e.kind != calendar || e.unit != day || e.month == 0 || e.to != nil {
		return nil
	}
	ws := pg.words[e.sentence]
	for k := max(0, e.lead-12); k < min(len(ws), e.end+12); k++ {
		w := &ws[k]
		s := pg.text[w.start:w.end]
		if holidayWords[lower(s)] || s == "Day" && w.cap || lower(s) == "day" && k > 0 && lower(pg.text[ws[k-1].start:ws[k-1].end]) == "national" {
			if found := pg.occasionsOn(e, 0, pg.countries(e.sentence)); len(found) == 1 {
				return found[0]
			}
			return nil
		}
	}
	return nil
}

// founding reports whether the year is the one that an occasion told beside it
// counts from: "Liberation Day, when Korea was liberated in 1945".
func (pg *page) founding(e *expr) bool {
	near := pg.beside(e)
	for i := range near {
		f := &near[i]
		if f.kind != feast || f.sentence < e.sentence-1 || f.sentence > e.sentence+1 {
			continue
		}
		for _, o := range pg.occasions(f) {
			if o.Founded == e.year {
				return true
			}
		}
	}
	return false
}

// dateBeside is the month and day that stands right beside the expression: "Independence
// Day on September 9", "May 9, Victory Day".
func (pg *page) dateBeside(e *expr) *expr {
	near := pg.beside(e)
	for i := range near {
		d := &near[i]
		if d.sentence == e.sentence && d.kind == calendar && d.unit == day && d.month > 0 && d.weekday == 0 {
			if gap := d.lead - e.end; gap >= 0 && gap <= 2 {
				return d
			}
			if gap := e.lead - d.end; gap >= 0 && gap <= 2 {
				return d
			}
		}
	}
	return nil
}

// behind counts the states named right behind the expression, up to the first
// mark: "the founding of the Democratic Republic of Vietnam".
func (pg *page) behind(e *expr) map[string]int {
	ws := pg.words[e.sentence]
	end := e.end
	for end < min(len(ws), e.end+8) && ws[end].mark == 0 {
		end++
	}
	if end == e.end {
		return nil
	}
	return pg.named(news.Span{Start: ws[e.end].start, End: ws[end-1].end})
}

// ownedBy counts the states in the name right behind the expression and "of".
func (pg *page) ownedBy(e *expr) map[string]int {
	ws := pg.words[e.sentence]
	end := e.end
	for ; end < min(len(ws), e.end+10); end++ {
		if w := &ws[end]; w.mark != 0 && w.key != "'s" || !w.cap && w.key != "'s" && !joining[pg.text[w.start:w.end]] {
			break
		}
	}
	if end == e.end {
		return nil
	}
	return pg.named(news.Span{Start: ws[e.end].start, End: ws[end-1].end})
}

// joining are the small words in states' names.
var joining = words(`of the and`)

// countries counts the states that the sentence names.
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
	pg.near[sentence] = pg.named(pg.sentences[sentence].Span)
	return pg.near[sentence]
}

// longestState is the most words of a state's name: "Democratic People's Republic of Korea".
const longestState = 6

// named counts the states that a stretch of text names, by name, people, capital
// or office-holder.
func (pg *page) named(in news.Span) map[string]int {
	m := make(map[string]int)
	pg.eachState(in, func(c string) { m[c]++ })
	return m
}

// owner is the state that an occasion is told to be of by a word that stands for it: "Vietnam on its
// National Day", "Vietnam on the country's National Day". "" for none.
func (pg *page) owner(e *expr) (country string) {
	ws := pg.words[e.sentence]
	k := e.lead
	if k < len(ws) && !ownerWords[ws[k].key] {
		k--
	}
	if k > 0 && ws[k].key == "'s" && ownNouns[pg.text[ws[k-1].start:ws[k-1].end]] || k >= 0 && ownerWords[ws[k].key] {
		pg.eachState(news.Span{Start: ws[0].start, End: ws[k].start}, func(c string) { country = c })
	}
	return country
}

var (
	ownerWords = words(`its their`)
	ownNouns   = words(`country nation kingdom republic neighbour neighbor state`)
)

// eachState gives the states that a stretch of text names, in order.
func (pg *page) eachState(in news.Span, yield func(country string)) {
	buf, _ := pg.scan.scan(nil, pg.text, in)
	for i := 0; i < len(buf); {
		if !buf[i].cap || buf[i].mark != 0 {
			i++
			continue
		}
		step := 1
		for n := min(longestState, len(buf)-i); n > 0; n-- {
			if !buf[i+n-1].cap {
				continue
			}
			ms := pg.find.Lookup(pg.text[buf[i].start:buf[i+n-1].end])
			if len(ms) == 0 {
				continue
			}
			if c := ms[0].Entry.Country; c != "" && (ms[0].Entry.Kind == news.State || ms[0].Entry.Kind == news.Person && ms[0].Sense != gazetteer.Surname || ms[0].Sense == gazetteer.Surname && len(ms) == 1) {
				yield(c)
			}
			step = n
			break
		}
		i += step
	}
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
