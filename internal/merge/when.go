package merge

import (
	"strings"
	"unicode"

	"chancery/internal/act"
	"chancery/internal/near"
	"chancery/internal/news"
)

// when is a report's date as merging compares it: days from lo to hi, counted
// from 1970-01-01, with open ends at the extremes.
type when struct {
	lo, hi   int
	known    bool // the report itself dates the act
	exact    bool // to one day
	yearless bool // a day of the year whose year is open
	worded   bool // words of the page date it
	utc      int  // where it is a moment: its day in universal time; past otherwise
	slack    int  // days by which the day may be off: time zones, or words that lean on the publication date
}

const (
	past   = near.Past
	future = near.Future
)

func number(d news.Day) int { return int(d.Time().Unix() / 86400) }

// eve is how long after an act a page may first tell of it as news.
const eve = 2

func (m *Merger) when(r *news.Report, k kind) when {
	w := when{lo: past, hi: future, utc: past, known: r.Date.Known()}
	if d := r.Date.DayUTC(); !d.IsZero() {
		w.utc = number(d)
	}
	if !w.known {
		// News whose act has no date of its own is as old as its page, a few
		// days at most. It serves to compare; no event is dated by it.
		p := r.Published
		if d := p.Days(); !r.Background && r.Status != news.Planned && r.Status != news.Hypothetical && d > 0 && d <= eve {
			w.lo, w.hi = number(p.From)-eve, number(p.To)
		}
		return w
	}
	if !r.Date.From.IsZero() {
		w.lo = number(r.Date.From)
	}
	if !r.Date.To.IsZero() {
		w.hi = number(r.Date.To)
	}
	w.slack, w.worded = slack(r, k)
	w.exact = w.lo == w.hi
	w.yearless = r.Date.Precision == news.Yearless && !w.exact
	if y := m.year(r); w.yearless && y != 0 {
		d := news.NewDay(y, int(r.Date.From.Month), int(r.Date.From.Date))
		w.lo, w.hi, w.exact, w.yearless = number(d), number(d), true, false
	}
	if y := m.year(r); y != 0 && !w.exact {
		// A rite may fall a few days into the year beside it.
		lo, hi := number(news.NewDay(y, 1, 1-10)), number(news.NewDay(y, 12, 31+10))
		if w.lo <= hi && lo <= w.hi {
			w.lo, w.hi = max(w.lo, lo), min(w.hi, hi)
		}
	}
	return w
}

// year is the year that an anniversary's ordinal fixes; 0 when it does not.
func (m *Merger) year(r *news.Report) int {
	if r.Occasion == nil || r.Occasion.Ordinal == 0 {
		return 0
	}
	if o := m.occasions[r.Occasion.ID]; o != nil && o.Founded != 0 {
		return o.Founded + r.Occasion.Ordinal
	}
	return 0
}

// slack is a day for a date that was not read off the page as such. Acts that
// recur daily get it only where no word dates them at all: Monday's strike is
// not Tuesday's.
func slack(r *news.Report, k kind) (days int, worded bool) {
	for i := range r.Evidence {
		if e := &r.Evidence[i]; e.Field == "date" {
			worded = true
			if strings.ContainsFunc(e.Text, unicode.IsDigit) && !strings.Contains(e.Text, " ago") {
				return 0, true
			}
		}
	}
	if worded && k.span <= weekly {
		return 0, true
	}
	return 1, worded
}

// days is the interval's length; 0 says that an end is open.
func (w when) days() int {
	if w.lo == past || w.hi == future {
		return 0
	}
	return w.hi - w.lo + 1
}

// firm reports whether the date singles out one act of most kinds.
func (w when) firm() bool {
	d := w.days()
	return !w.yearless && d > 0 && d <= weekly
}

// within reports whether the interval is at most n days long.
func (w when) within(n int) bool {
	d := w.days()
	return !w.yearless && d > 0 && d <= n
}

// apart is the number of days between two intervals, 0 when they overlap. A
// moment is of its own place's day and of the day in universal time: it is
// evening in Washington when Seoul writes the next day.
func (w when) apart(v when) int {
	n := w.gap(v)
	if w.utc != past {
		n = min(n, when{lo: w.utc, hi: w.utc}.gap(v))
	}
	if v.utc != past {
		n = min(n, when{lo: v.utc, hi: v.utc}.gap(w))
	}
	if w.utc != past && v.utc != past {
		n = min(n, max(w.utc-v.utc, v.utc-w.utc))
	}
	return n
}

func (w when) gap(v when) int {
	switch {
	case w.hi < v.lo:
		return v.lo - w.hi
	case v.hi < w.lo:
		return w.lo - v.hi
	}
	return 0
}

// rite is how far apart, in days, pages may date one greeting on one occasion:
// sent, reported, and the day itself.
const rite = 4

// dates reports whether a and b can be of one day and are dated precisely
// enough to say that they are one act.
func dates(a, b *facts) bool {
	if a.year != 0 && b.year != 0 && a.year != b.year && !(a.when.exact && b.when.exact && a.when.lo == b.when.lo) {
		return false
	}
	gap, one, leeway := a.when.apart(b.when), a.article == b.article, leeway(a, b)
	if a.when.yearless || b.when.yearless {
		return gap <= leeway && sameDate(a, b, leeway) && (one || a.quotesLike(b))
	}
	if gap > leeway {
		return false
	}
	if one {
		return sameTelling(a, b)
	}
	if a.when.exact && b.when.exact {
		return true
	}
	span := max(a.kind.span, b.kind.span)
	if ritual(a, b) {
		span = max(span, yearly)
	}
	return a.when.within(span) && b.when.within(span) || a.quotesLike(b)
}

// sameTelling reports whether one article dates a and b so that they can be
// one act. A headline and a lead need not both be dated, but news is not its
// own history; and what is dated twice in other words is twice told only when
// it cannot well have happened twice.
func sameTelling(a, b *facts) bool {
	x, y := a.when, b.when
	if x.exact && y.exact {
		return true
	}
	if !x.worded || !y.worded {
		return a.background == b.background
	}
	if x.lo == y.lo && x.hi == y.hi || ritual(a, b) {
		return true
	}
	words := a.kind.is(act.Speech|act.Both) || a.kind.family == "visit"
	return words && a.background == b.background && x.within(weekly) && y.within(weekly)
}

// ritual reports whether both are words on one occasion.
func ritual(a, b *facts) bool {
	return a.occasion != "" && a.occasion == b.occasion && a.kind.shelf() == "words"
}

// leeway is by how many days the dates of a and b may miss each other.
func leeway(a, b *facts) int {
	slack := a.when.slack + b.when.slack
	if a.kind.shelf() == "words" && (a.occasion == b.occasion || a.occasion == "" || b.occasion == "") {
		switch one := a.article == b.article; {
		case one && a.kind.is(act.Both) != b.kind.is(act.Both):
			return rite // "exchanged messages on the day", then each message's own day
		case ritual(a, b) && (!one || slack > 0):
			return rite
		}
	}
	return min(1, slack)
}

// sameDate reports whether the two, of which one is yearless, can fall on one
// day of the year, give or take leeway days.
func sameDate(a, b *facts, leeway int) bool {
	x, y := a.date, b.date
	if !a.when.yearless {
		x, y = y, x
	}
	if y.From.IsZero() || y.Precision != news.Yearless && !y.Exact() {
		return true // an interval of months or years: overlap decides
	}
	d := news.NewDay(2000, int(x.From.Month), int(x.From.Date)).Sub(news.NewDay(2000, int(y.From.Month), int(y.From.Date)))
	d = max(d, -d)
	return min(d, 366-d) <= max(1, leeway)
}
