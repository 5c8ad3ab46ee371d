package times

import "chancery/internal/news"

// kind is how an expression means a time.
type kind uint8

const (
	calendar  kind = iota + 1 // fields of the calendar; those not written come from the context
	shifted                   // so many units away from an anchor
	reference                 // PRESENT_REF and its like
	length                    // a duration
	every                     // a set
	feast                     // an occasion, by its name
	landmark                  // a dated event, by its name: a clue, not a time expression
	nthUnitOf                 // "the 75th year of independence": a clue likewise
)

// relation places an expression towards its anchor: "last May", "that week".
type relation uint8

const (
	noRelation relation = iota
	relThis
	relLast
	relBeforeLast // "the year before last"
	relNext
	relSame   // anaphoric: "that month"
	relBefore // anaphoric: "the previous Friday"
	relAfter  // anaphoric: "the next day", "the following Tuesday"
)

// modifier is TIMEX3's mod.
type modifier string

const (
	atStart modifier = "START"
	atMid   modifier = "MID"
	atEnd   modifier = "END"
	approx  modifier = "APPROX"
)

// expr is a time expression as it is written, before anything is known of
// the page's date.
type expr struct {
	news.Span
	sentence int
	at       int // its index on the page
	kind     kind
	tense    tense
	open     bool // whether the parse may tell the tense better
	cue      int  // where the word stands that told it

	// calendar
	year, month, date int // 0 when not written
	weekday           int // 1 Monday … 7; 0
	unit              unit
	nth               int    // which quarter, half; century and decade are in year
	season            string // "SU"
	part, clock       string
	zone              int      // of the clock: minutes east of Greenwich
	zoned             bool     // whether it is told
	rel               relation // of the finest field written
	yearRel           relation // "in March this year"
	to                *expr    // the end of a range

	// shifted, length
	n       int // units; some when not told
	frac    int // tenths more: "two and a half years"
	grain   unit
	anaphor bool // counted from the time told before, not from publication
	since   *expr
	counts  relation // of a length: since's day is so long before what is told, after it, or before publication (relThis)

	value    string // reference, length, every: TIMEX3's
	mod      modifier
	third    int  // of the month or year, shifted ones too, 1 to 3: "mid-May", "early next year"; 0 for the whole
	swaps    bool // 3/4/2024, where nothing tells the month
	report   bool // of a report in figures: "the quarter" is the one it is about
	fiscal   bool
	lead     int // the first word, in its sentence
	end      int // behind the last
	phrase   *phrase
	topic    string // of an anniversary that no phrase names: "independence"
	ofState  bool   // the topic counts for a state named right behind alone
	ordinal  int    // the 75th anniversary
	eve      int    // days from the occasion: -1 for its eve
	anterior bool   // told in the pluperfect: before the story
	history  bool
	nearing  bool // an occasion that something is done for, or on: it may be near yet
	will     bool // under "will" or "shall": surely ahead
	dateline bool // of an agency: "SEOUL, Aug. 15"
}

// onDay is a whole day of the calendar as written, without an hour's doubt.
func (e *expr) onDay() (news.Day, bool) {
	if e.kind != calendar || e.unit != day || e.year == 0 || e.month == 0 || !valid(e.year, e.month, e.date) || e.year < firstYear || e.year >= endYear {
		return news.Day{}, false
	}
	return news.NewDay(e.year, e.month, e.date), true
}

// every year's day that the expression names, shifted by from and to days.
func (e *expr) eachYear(from, to int) days {
	return yearly(func(y int) (news.Day, news.Day, bool) {
		if !valid(y, e.month, e.date) {
			return news.Day{}, news.Day{}, false
		}
		d := news.NewDay(y, e.month, e.date)
		if e.weekday > 0 && isoWeekday(d) != e.weekday {
			return d, d, false
		}
		return d.AddDays(from), d.AddDays(to), true
	})
}

// countedBy is the day that the expression counts to from one.
func (e *expr) countedBy(from news.Day) news.Day {
	if e.counts == relBefore && e.kind == length {
		return shift(from, -e.n, e.unit)
	}
	return shift(from, e.n, e.unit)
}

// anniversaryOf is the ordinal-th anniversary of the date that since gives.
func (e *expr) anniversaryOf(founded int) stamp {
	y := founded + e.ordinal
	if e.since.unit == day && valid(y, e.since.month, e.since.date) {
		return stamp{unit: day, from: news.NewDay(y, e.since.month, e.since.date).AddDays(e.eve)}
	}
	if e.since.unit == month {
		return stamp{unit: month, from: news.NewDay(y, e.since.month, 1)}
	}
	return stamp{unit: year, from: news.NewDay(y, 1, 1)}
}
