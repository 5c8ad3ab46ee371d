package merge

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"chancery/internal/near"
	"chancery/internal/news"
)

// Reports are filed by how well they are placed in time; those placed worse
// look for their act among those placed better.
const (
	byRite   = iota // on one occasion of one year
	byDay           // on a day that the page itself has
	byLean          // on a day that may be one off
	bySpan          // within some days, fewer before more: this and the next 9
	byDate   = bySpan + 10
	nowhere  = byDate + 1 // nothing is known
	ofClass  = 8 * bySize
	bySize   = 4 // the more countries take part, the sooner
	longest  = 400
	monthly  = 32 // days of a shelf
	anyDay   = "?"
	jointly  = 3 // countries on a side of an act that those who do their own part of it may join
	farthest = 10
)

// File says for each report of one article where it is filed. Reports of one
// account are filed as one.
func (m *Merger) File(reports []news.Report) []near.Place {
	at := map[*news.Report]int{}
	rs := make([]*news.Report, len(reports))
	for i := range reports {
		rs[i] = &reports[i]
		at[rs[i]] = i
	}
	slices.SortFunc(rs, compareReports)
	out := make([]near.Place, len(reports))
	for _, a := range m.accountsOf(rs) {
		p := m.place(&a.facts)
		for _, r := range a.reports {
			out[at[r]] = p
		}
	}
	return out
}

// place files an account. What it looks at follows from its block's name.
func (m *Merger) place(f *facts) near.Place {
	name, cs := parties(f)
	class, key := m.class(f)
	size := bySize - 1 - min(bySize-1, max(0, len(cs)-2))
	turn := 0
	if class > byRite && class < byDate {
		turn = (f.when.lo%8 + 8) % 8 // of two that may be a day apart, one comes first
	}
	rank := class*ofClass + turn*bySize + size
	p := near.Place{Block: near.Rank(rank) + name + "/" + f.kind.shelf() + "/" + key}
	shelves := []string{name}
	if n := len(cs); n > 2 && n <= 2*jointly { // of two the name says which they are
		for i := range cs {
			for j := range i {
				shelves = append(shelves, pair(cs[i], cs[j]))
			}
		}
	}
	for _, s := range shelves {
		p.Looks = append(p.Looks, looks(f, s+"/"+f.kind.shelf(), class)...)
	}
	p.Looks = unique(p.Looks)
	return p
}

// parties names the countries that take part: the pair, or all of them.
func parties(f *facts) (name string, countries []string) {
	for _, p := range f.both {
		countries = append(countries, p.country)
	}
	switch n := len(countries); {
	case n <= 2:
		return pairsOf(f)[0], countries
	case n <= 2*jointly:
		return strings.Join(countries, "+"), countries
	}
	h := sha256.Sum256([]byte(strings.Join(countries, "+")))
	return fmt.Sprintf("%s+%s+x%d:%s", countries[0], countries[1], len(countries), hex.EncodeToString(h[:6])), countries
}

// shelvesOf are the parties under which an act is found: by its like, and by
// accounts of a part of it.
func shelvesOf(f *facts) []string {
	name, _ := parties(f)
	if len(f.source) <= jointly && len(f.target) <= jointly {
		return append(pairsOf(f), name)
	}
	return []string{name} // a round-up
}

// class says how well an account is placed in time, and which of its class it
// meets.
func (m *Merger) class(f *facts) (class int, key string) {
	w := f.when
	if f.rite != 0 {
		return byRite, f.occasion + " " + dayName(f.rite)
	}
	switch days := w.days(); {
	case w.exact && w.slack == 0:
		return byDay, dayName(w.lo)
	case w.exact:
		return byLean, dayName(w.lo)
	case w.yearless:
		return byDate, monthDay(number(f.date.From))
	case days > 0 && days <= longest:
		return bySpan + bits.Len(uint(days)), dayName(w.lo) + ".." + dayName(w.hi)
	}
	return nowhere, cmp.Or(f.said(), "article "+f.first)
}

// riteOf is the day of the occasion on which the account's words were said; ok
// is false where it has no such occasion, or more than one year may be meant.
func (m *Merger) riteOf(f *facts) (day int, ok bool) {
	o := m.occasions[f.occasionID]
	if o == nil || f.kind.shelf() != "words" || f.when.yearless {
		return 0, false
	}
	w := f.when
	if f.year != 0 && !w.exact {
		d, ok := o.In(f.year)
		return number(d), ok
	}
	if days := w.days(); days == 0 || days > longest {
		return 0, false
	}
	for year := int(dayOf(w.lo - farthest).Year); year <= int(dayOf(w.hi+farthest).Year); year++ {
		d, in := o.In(year)
		if n := number(d); in && n >= w.lo-farthest && n <= w.hi+farthest {
			if ok {
				return 0, false
			}
			day, ok = n, true
		}
	}
	return day, ok
}

// looks are where an account looks for an act that others placed better.
func looks(f *facts, shelf string, class int) []near.Look {
	w := f.when
	switch class {
	case byRite:
		return months(shelf, f.rite-farthest, f.rite+farthest)
	case byDate:
		d := number(f.date.From)
		var out []near.Look
		for i := -1; i <= 1; i++ {
			out = append(out, near.Look{Shelf: shelf + "/" + monthDay(d+i), Lo: past, Hi: future})
		}
		return out
	case nowhere:
		return []near.Look{{Shelf: shelf + "/" + anyDay, Lo: past, Hi: future}}
	}
	return months(shelf, w.lo-reach(f), w.hi+reach(f))
}

// reach is how many days apart two accounts of one act may be placed.
func reach(f *facts) int {
	if f.kind.shelf() == "words" {
		return rite
	}
	return 1
}

// months is a stretch of days, shelf by shelf.
func months(shelf string, lo, hi int) (out []near.Look) {
	for i := floor(lo, monthly); i <= floor(hi, monthly); i++ {
		out = append(out, near.Look{Shelf: fmt.Sprintf("%s/%d", shelf, i), Lo: lo, Hi: hi})
	}
	return out
}

func floor(n, by int) int {
	if n < 0 {
		return -((-n + by - 1) / by)
	}
	return n / by
}

// listed is where an act is found that accounts tell of.
func (m *Merger) listed(accounts []*facts) (out []near.Look) {
	for _, f := range accounts {
		for _, s := range shelvesOf(f) {
			shelf := s + "/" + f.kind.shelf()
			if class, _ := m.class(f); class == nowhere {
				continue // it hosts nobody
			}
			out = append(out, near.Look{Shelf: shelf + "/" + anyDay, Lo: f.when.lo, Hi: f.when.hi})
			days := f.when.days()
			if days == 0 && f.rite != 0 {
				out = append(out, months(shelf, f.rite, f.rite)...)
			}
			if days == 0 || days > longest || f.when.yearless {
				continue
			}
			out = append(out, months(shelf, f.when.lo, f.when.hi)...)
			if days <= 2*weekly {
				for d := f.when.lo; d <= f.when.hi; d++ {
					out = append(out, near.Look{Shelf: shelf + "/" + monthDay(d), Lo: f.when.lo, Hi: f.when.hi})
				}
			}
		}
	}
	return unique(out)
}

func unique(looks []near.Look) []near.Look {
	slices.SortFunc(looks, func(a, b near.Look) int {
		return cmp.Or(strings.Compare(a.Shelf, b.Shelf), cmp.Compare(a.Lo, b.Lo), cmp.Compare(a.Hi, b.Hi))
	})
	return slices.Compact(looks)
}

func dayOf(n int) news.Day  { return news.NewDay(1970, 1, 1+n) }
func dayName(n int) string  { return dayOf(n).String() }
func monthDay(n int) string { return dayName(n)[len("2006-"):] }
