package acts

import (
	"fmt"
	"slices"

	"chancery/internal/infer"
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

// date gives an act the interval of the time that the net ties it to; where it
// ties it to none, that of how it is told. Background is what is older than the
// page's news, or told as such.
func (r *reading) date(d *deed) {
	pub := r.an.Published
	best, p, most := -1, 0.0, 0.0
	for _, w := range d.whens {
		tm := &r.an.Times[w.index]
		if tm.Occasion != nil && w.p > most && (w.p > 0.02 || d.act.Sense == "joy") {
			d.occasion, most = w.index, w.p
		}
		if w.p > p && tm.Interval.Known() && tm.Interval.Precision != news.Vague && tm.Type != news.Duration {
			best, p = w.index, w.p
		}
	}
	defaults := slices.Clone(d.defaults)
	defaults[wheneverBefore] *= r.choice.open
	fall := infer.Argmax(defaults)
	if best >= 0 && p >= defaults[fall] {
		d.time, d.date = best, r.an.Times[best].Interval
	} else {
		d.date = untimed(pub, d.status, fall)
	}
	if d.status == news.Reported && after(d.date, pub) {
		// The words beside it date something else: what is told as done is done.
		d.time, d.date = -1, untimed(pub, d.status, withinWeek)
	}
	if d.status == news.Reported {
		d.date = doneBy(d.date, pub)
	}
	old := !pub.From.IsZero() && !d.date.To.IsZero() && d.date.To.Before(pub.From.AddDays(-r.choice.old))
	d.earlier = d.status != news.Planned && (old || d.background > 0.5)
}

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

// untimed is the interval of an act that no words date.
func untimed(pub news.Interval, status news.Status, fall int) news.Interval {
	switch {
	case !pub.Known():
		return news.Interval{}
	case status == news.Planned || status == news.Hypothetical:
		return news.Interval{From: pub.From, Precision: news.Vague, Basis: "planned; no day given"}
	case fall == wheneverBefore:
		return news.Interval{To: pub.To, Precision: news.Vague, Basis: "told as past; no day given"}
	case fall == onPageDay && pub.Exact():
		return news.Interval{From: pub.From, To: pub.To, Precision: news.DayPrecision, Basis: fmt.Sprintf("told as of the page's day; %s", pub.Basis)}
	}
	v := news.Interval{From: pub.From, To: pub.To, Precision: news.Range, Basis: "told as news; no day given"}
	if !v.From.IsZero() {
		v.From = v.From.AddDays(1 - newsDays)
	}
	return v
}
