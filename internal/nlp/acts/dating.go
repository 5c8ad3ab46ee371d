package acts

import (
	"fmt"

	"chancery/internal/act"
	"chancery/internal/news"
)

// newsDays is what an act is taken to lie within that a page tells as news and
// does not date.
const newsDays = 7

// The defaults of the file, in its order.
const (
	onPageDay = iota
	withinWeek
	wheneverBefore
	otherDay
)

// date gives an act the interval that the net's beliefs agree on best: of a time, or of how it is told.
// Background is what is told as such.
func (r *reading) date(d *deed) {
	pub := r.an.PublishedIn(d.sentence)
	content := r.nameOccasion(d)
	best := r.likeliest(r.datings(d, pub))
	d.time, d.fall, d.date = best.time, best.fall, best.when
	if done(d.status) {
		if after(d.date, pub) { // the words beside it date something else: what is told as done is done
			d.time, d.fall, d.date = -1, withinWeek, r.untimed(d, withinWeek)
		}
		d.date = doneBy(d.date, pub)
	}
	d.earlier = d.status != news.Planned && d.background > 0.5 && !content
}

// nameOccasion finds the time that names the act's occasion, and whether some date what is asked instead.
func (r *reading) nameOccasion(d *deed) (content bool) {
	most := 0.0
	for _, w := range d.whens {
		tm := &r.an.Times[w.index]
		if tm.Occasion != nil && w.p > most && (w.p > 0.02 || d.act.Sense == "joy") {
			d.occasion, most = w.index, w.p
		}
		content = content || w.p > d.defaults[withinWeek] && r.asked(d, tm)
	}
	return content
}

// done reports whether what is told so lies behind the page's day. What is denied may be what somebody would do.
func done(s news.Status) bool { return s == news.Reported || s == news.Alleged }

// A dating is one way to date an act: by a time, or by how it is told.
type dating struct {
	when   news.Interval
	p      float64 // by the net
	weight float64
	time   int // index into Times; -1
	fall   int // else the default
}

// datings are those that an act of the page's day pub may have. Another day than the page's,
// which no words tell, is none.
func (r *reading) datings(d *deed, pub news.Interval) []dating {
	out := make([]dating, 0, len(d.whens)+otherDay)
	for _, w := range d.whens {
		tm := &r.an.Times[w.index]
		switch {
		case !tm.Interval.Known() || tm.Interval.Precision == news.Vague || tm.Type == news.Duration:
		case tm.History && tm.Interval.Exact(): // the day of something else: "Independence Day, which falls on Wednesday"
		case r.asked(d, tm):
		default:
			x := dating{when: tm.Interval, p: w.p, weight: 1, time: w.index}
			if r.choice.faces {
				x.when = facing(tm, d.status, pub)
			}
			out = append(out, x)
		}
	}
	for fall := range otherDay {
		x := dating{when: r.untimed(d, fall), p: d.defaults[fall], weight: 1, time: -1, fall: fall}
		switch {
		case !done(d.status):
		case fall == withinWeek || fall == onPageDay && !x.when.Exact():
			x.weight = r.choice.week
		case fall == wheneverBefore:
			x.weight = r.choice.open
		}
		out = append(out, x)
	}
	return out
}

// leastDating is the belief that words must have to date an act, however much agrees with them.
const leastDating = 0.05

// likeliest is the dating that most of the net's belief agrees with, the same days twice; of those that say the
// same the one that is believed most. One with an open end, which says next to nothing, has the same days once.
func (r *reading) likeliest(all []dating) dating {
	best, top := 0, -1.0
	for i := range all {
		x := &all[i]
		if x.time >= 0 && x.p < leastDating {
			continue
		}
		sum := 0.0
		for k := range all {
			if y := &all[k]; i == k || r.choice.agree && x.agrees(y) {
				sum += y.p
				if sameDays(x.when, y.when) && x.when.Days() >= 0 {
					sum += y.p
				}
			}
		}
		if sum *= x.weight; sum > top || sum == top && x.p > all[best].p {
			best, top = i, sum
		}
	}
	return all[best]
}

// quarter is how many days a dating may hold that is right where a narrower one is.
const quarter = 92

// agrees reports whether x is right where y is: they are the same, or share a day, and x says something.
func (x *dating) agrees(y *dating) bool {
	if sameDays(x.when, y.when) {
		return true
	}
	if x.when.Precision == news.Yearless || y.when.Precision == news.Yearless {
		return false
	}
	n, m := x.when.Days(), y.when.Days()
	return n >= 0 && m >= 0 && n <= max(quarter, m) && x.when.Overlaps(y.when)
}

// sameDays reports whether two intervals have the same ends.
func sameDays(a, b news.Interval) bool { return a.From == b.From && a.To == b.To }

// faceable is how many days from the page's the other reading of a time may lie: half a year, so that of two
// years the nearer is meant.
const faceable = 183

// facing is the interval of a time for an act of the page's day pub: of the two readings of "on Friday" what is
// planned has the one ahead, what is done the one behind.
func facing(tm *news.Time, status news.Status, pub news.Interval) news.Interval {
	v, other := tm.Interval, tm.Turned
	switch {
	case !other.Known() || !pub.Exact():
	case status == news.Planned:
		if behind(v, pub) && !behind(other, pub) && other.From.Sub(pub.From) <= faceable {
			return other
		}
	case done(status):
		if after(v, pub) && !after(other, pub) && pub.To.Sub(other.To) <= faceable {
			return other
		}
	}
	return v
}

// goOn dates the acts that no words date: by the act that they go on from, told right before
// between the same sides; else by the statement that tells of them.
func (r *reading) goOn() {
	for i := range r.acts {
		d := &r.acts[i]
		if d.time >= 0 || !d.lag.Empty() || d.earlier || d.status == news.Planned || d.status == news.Hypothetical || d.fall == wheneverBefore {
			continue
		}
		if k := r.before(i); k >= 0 && d.status == news.Reported { // what is blamed was before the blaming
			d.time, d.date = r.acts[k].time, r.acts[k].date
			d.date.Basis = "goes on from what was told before; " + d.date.Basis
		} else if n := r.stated(d); n >= 0 {
			d.time, d.date = n, r.an.Times[n].Interval
			d.date.Basis = "told in a statement of that day; " + d.date.Basis
			if d.status != news.Reported || !d.act.Traits.Has(act.Speech) {
				d.date.From, d.date.Precision, d.date.UTC = d.date.From.AddDays(1-newsDays), news.Range, "" // a deed was in the week up to it
			}
		}
	}
}

// before is the dated act of the page's news between the same sides that the sentence, or the one
// before it in the paragraph, tells last before act i; -1 for none.
func (r *reading) before(i int) int {
	d := &r.acts[i]
	best := -1
	for k := range r.acts {
		x := &r.acts[k]
		apart := d.sentence - x.sentence
		if x.token >= d.token || apart > 1 || apart == 1 && r.an.Sentences[x.sentence].Block != r.an.Sentences[d.sentence].Block {
			continue
		}
		if x.time < 0 || x.earlier || x.status != news.Reported || !x.date.Exact() || !sameSides(x, d) {
			continue
		}
		if best < 0 || x.token > r.acts[best].token {
			best = k
		}
	}
	return best
}

// sameSides reports whether two acts are between the same two states, whoever does it.
func sameSides(a, b *deed) bool {
	return shared(a.source, b.source) > 0 && shared(a.target, b.target) > 0 || shared(a.source, b.target) > 0 && shared(a.target, b.source) > 0
}

// stated is the time of the statement that holds the act, a day of the page's news; -1 for none.
func (r *reading) stated(d *deed) int {
	for _, c := range d.cites {
		n := r.an.Attributions[c.index].Time
		if c.p < r.choice.cited || n < 0 || r.an.Times[n].Sentence != d.sentence {
			continue
		}
		if v := r.an.Times[n].Interval; v.Exact() && inNews(v, r.an.PublishedIn(d.sentence)) && !after(v, r.an.PublishedIn(d.sentence)) {
			return n
		}
	}
	return -1
}

// behind reports whether the whole interval lies before every day of the page's.
func behind(v, pub news.Interval) bool { return !v.To.IsZero() && v.To.Before(pub.From) }

// after reports whether the whole interval lies behind every day of the page's.
func after(v, pub news.Interval) bool { return !pub.To.IsZero() && pub.To.Before(v.From) }

// doneBy ends the interval with the page's last possible day: no page tells as
// done what is yet to come. It must not lie behind that day altogether.
func doneBy(v, pub news.Interval) news.Interval {
	if pub.To.IsZero() || v.To.IsZero() || !v.To.After(pub.To) {
		return v
	}
	v.To, v.UTC = pub.To, ""
	switch {
	case v.Precision == news.Yearless || v.Precision == news.Vague:
	case v.Exact():
		v.Precision = news.DayPrecision
	default:
		v.Precision = news.Range
	}
	return v
}

// untimed is the interval of an act that no words date. An entry of a live blog
// tells what has just been done: that day, or the night before.
func (r *reading) untimed(d *deed, fall int) news.Interval {
	v := untimed(r.an.PublishedIn(d.sentence), d.status, fall)
	e := r.an.Article.EntryOf(r.an.Sentences[d.sentence].Block)
	if e != nil && e.Clock != "" && v.Precision == news.Range && !v.From.IsZero() {
		v.From = v.From.AddDays(newsDays - 2)
		v.Basis = fmt.Sprintf("told as news in the entry of %s; no day given", e.Clock)
	}
	return v
}

// untimed is the interval of an act that no words date.
func untimed(pub news.Interval, status news.Status, fall int) news.Interval {
	switch {
	case !pub.Known():
		return news.Interval{}
	case status == news.Planned || status == news.Hypothetical:
		return news.Interval{From: pub.Since(), Precision: news.Vague, Basis: "planned; no day given"}
	case fall == wheneverBefore:
		return news.Interval{To: pub.To, Precision: news.Vague, Basis: "told as past; no day given"}
	case fall == onPageDay && pub.Exact():
		return news.Interval{From: pub.From, To: pub.To, Precision: news.DayPrecision, Basis: fmt.Sprintf("told as of the page's day; %s", pub.Basis)}
	}
	v := news.Interval{From: pub.Since(), To: pub.To, Precision: news.Range, Basis: "told as news; no day given"}
	if !v.From.IsZero() {
		v.From = v.From.AddDays(1 - newsDays)
	}
	return v
}
