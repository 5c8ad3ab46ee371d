package acts

import (
	"fmt"
	"slices"

	"chancery/internal/act"
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
	pub := r.an.PublishedIn(d.sentence)
	best, p, most := -1, 0.0, 0.0
	content := false // dates what is asked
	for _, w := range d.whens {
		tm := &r.an.Times[w.index]
		if tm.Occasion != nil && w.p > most && (w.p > 0.02 || d.act.Sense == "joy") {
			d.occasion, most = w.index, w.p
		}
		if r.asked(d, tm) {
			content = content || w.p > d.defaults[withinWeek]
			continue
		}
		if tm.History && tm.Interval.Exact() {
			continue // the day of something else: "Independence Day, which falls on Wednesday"
		}
		if w.p > p && tm.Interval.Known() && tm.Interval.Precision != news.Vague && tm.Type != news.Duration {
			best, p = w.index, w.p
		}
	}
	defaults := slices.Clone(d.defaults)
	defaults[wheneverBefore] *= r.choice.open
	defaults[withinWeek] *= r.choice.week
	fall := infer.Argmax(defaults)
	if content && fall == otherDay {
		fall = withinWeek
	}
	if best >= 0 && p >= defaults[fall] {
		d.time, d.date = best, r.an.Times[best].Interval
		if r.choice.faces {
			d.date = facing(&r.an.Times[best], d.status, pub)
		}
	} else {
		d.date = r.untimed(d, fall)
	}
	if d.status == news.Reported && after(d.date, pub) {
		// The words beside it date something else: what is told as done is done.
		d.time, d.date = -1, r.untimed(d, withinWeek)
	}
	if d.status == news.Reported {
		d.date = doneBy(d.date, pub)
	}
	old := !pub.From.IsZero() && !d.date.To.IsZero() && d.date.To.Before(pub.From.AddDays(-r.choice.old))
	d.fall = fall
	d.earlier = d.status != news.Planned && (old || d.background > 0.5 && !content)
}

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
	case status == news.Reported:
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
		if d.time >= 0 || d.earlier || d.status == news.Planned || d.status == news.Hypothetical || d.fall == wheneverBefore {
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
