package times

import (
	"fmt"
	"strings"

	"chancery/internal/news"
)

// strength orders clues: a weaker one yields where they contradict.
type strength int

const (
	topical    strength = iota * 10 // news tells of the newest thing it presupposes
	chromeDay                       // dates around the article, which is read again later
	prompt                          // news is told within a day or two
	offices                         // who holds an office
	lead                            // the story's own day, without a year
	relYears                        // "in March this year", "invaded … last year"
	aheadYears                      // years that are yet to come
	agreeing                        // a weekday and a date that agree in few years
	jubilee                         // an anniversary with its ordinal
	presumed                        // what the page tells as past
	dated                           // a landmark that the page presupposes
	datelines
	address // the URL
	markup
)

// spokenFacts are those that a page speaks of: the dates around it are believed before them.
const spokenFacts = chromeDay - 1

// weeksAfter is that of the weeks after the newest that a page tells of, which bound it if no other clue is newer.
const weeksAfter = topical - 1

// untitledTerms are those of leaders whom the page gives no office: they bound its day, and tell of no
// likely one.
const untitledTerms = chromeDay + 1

// clue is a Clue with the days it allows and how far it is to be trusted.
type clue struct {
	news.Clue
	allows days
	strength
	landmark bool
}

// tablesFrom is the year that the tables of landmarks and offices begin with.
const tablesFrom = 1945

// evidence is what is found of clues.
type evidence struct {
	found     []clue
	landmarks map[news.Span]bool // their names on the page
}

// mostClues are weighed.
const mostClues = 100

func (ev *evidence) add(s strength, span news.Span, allows days, format string, args ...any) {
	if len(allows) > 0 && len(ev.found) < mostClues {
		ev.found = append(ev.found, clue{Clue: news.Clue{Span: span, Says: fmt.Sprintf(format, args...)}, allows: allows, strength: s, landmark: ev.landmarks[span]})
	}
}

// source is what the page's markup and address say.
func (ev *evidence) source(a *news.Article) {
	if v := a.Published; v.Known() {
		says := v.Basis
		if says == "" {
			says = "the page's markup"
		}
		ev.add(markup, news.Span{}, daysOf(v), "%s", says)
	}
	if d, ok := urlDay(a.URL); ok {
		ev.add(address, news.Span{}, between(d, d), "the day in the URL")
	}
}

// daysOf are the days that an interval holds.
func daysOf(v news.Interval) days {
	if v.Precision != news.Yearless || v.Exact() {
		return between(v.From, v.To)
	}
	e := expr{month: int(v.From.Month), date: int(v.From.Date)}
	return between(v.From, v.To).and(e.eachYear(0, 0))
}

// urlDay is the day in a path like /2024/05/09/.
func urlDay(url string) (news.Day, bool) {
	parts := strings.FieldsFunc(url, func(r rune) bool { return r == '/' || r == '-' || r == '_' || r == '?' })
	for k := 0; k+2 < len(parts); k++ {
		y, m, d := parts[k], parts[k+1], parts[k+2]
		if len(y) == 4 && len(m) == 2 && len(d) == 2 && allDigits(y) && allDigits(m) && allDigits(d) {
			if y, m, d := atoi(y), atoi(m), atoi(d); y >= tablesFrom && y < endYear && valid(y, m, d) {
				return news.NewDay(y, m, d), true
			}
		}
	}
	return news.Day{}, false
}

func allDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// topicality adds that a page tells of what is newest to it, where a weekday
// leaves years far apart to choose from.
func (ev *evidence) topicality() {
	var newest news.Day
	var from *clue
	weekdays := false
	for i := range ev.found {
		c := &ev.found[i]
		if c.landmark && len(c.allows) == 1 {
			if d := dayAt(c.allows[0].a); from == nil || d.After(newest) {
				newest, from = d, c
			}
		}
		weekdays = weekdays || c.strength == agreeing || c.strength == prompt
	}
	if from == nil || !weekdays {
		return
	}
	ev.found = append(ev.found, clue{
		Clue:     news.Clue{Span: from.Span, Says: "told within five years of " + newest.String()},
		allows:   between(newest, newest.AddMonths(60)),
		strength: topical,
	})
}
