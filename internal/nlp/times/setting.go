package times

import (
	"slices"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// setting is an expression in its line, and what the words around it say of it.
type setting struct {
	*line
	*expr
}

// setHistory tells whether the expression is history: the year in a name, the date
// that defines a holiday, a time before the story told in the pluperfect.
func (s setting) setHistory() {
	e, i, end := s.expr, s.lead, s.end
	for k := i - 1; k >= 0 && k >= i-14; k-- {
		if m := s.mark(k); m == ';' || m == '"' || m == ',' && k < i-8 {
			break
		}
		if s.is(k, "had") && (s.pastForm(k+1) || s.pastForm(k+2) || s.class(k+1) == pastV || s.class(k+2) == pastV || s.is(k+1, "previously", "earlier", "been")) {
			e.anterior = true
			break
		}
	}
	for k := max(0, i-10); k < i; k++ {
		if s.is(k, "will", "shall") {
			e.will = true
		}
	}
	if e.kind == feast {
		e.nearing = !s.is(i-1, "since", "after", "last", "until", "before") && !s.is(i-2, "since", "after", "last")
	}
	if e.kind == calendar && e.unit == year && e.to == nil && e.year > 0 {
		// "the 1953 armistice", "a 2018 summit"
		if (s.is(i-1, "the", "a", "an", "its", "their", "his", "her", "'s") || s.is(i, "the")) && s.class(end) == plain && s.mark(end) == 0 && s.key(end) == "" && end < len(s.w) && !s.pastForm(end) {
			e.history = true
		}
	}
	if e.kind == calendar && e.year == 0 && e.unit <= month {
		for k := i - 1; k >= 0 && k >= i-5; k-- {
			switch w := s.word(k); w {
			case "falls":
				e.history = true
				if e.weekday > 0 && e.month == 0 {
					e.tense, e.open = futureTense, false
				}
			case "observed", "celebrated", "marked", "commemorated":
				if s.is(k-1, "is", "are") || s.is(k-2, "is", "are") || s.mark(k-1) == ',' {
					e.history = true
				}
			}
		}
	}
}

// alone reports whether the day is a sentence by itself.
func (s setting) alone() bool {
	return s.lead == 0 && (s.end >= len(s.w) || s.end+1 == len(s.w) && (s.mark(s.end) == '.' || s.mark(s.end) == ','))
}

// updated reports whether the date is that of a later revision.
func (s setting) updated() bool {
	for k := s.lead - 1; k >= s.lead-4; k-- {
		switch s.low(k) {
		case "updated", "modified", "update", "edited":
			return true
		case "published", "posted", "issued":
			return false
		}
	}
	return false
}

// byAgency reports whether the word behind the date and a bracket ends the bracket:
// "(KCNA)". A line that so begins is no headline.
func (s setting) byAgency() bool {
	return s.lead > 0 && s.end+2 < len(s.w) && s.mark(s.end) == '(' && s.mark(s.end+1) == 0 && s.mark(s.end+2) == ')'
}

// opensBody reports whether the date is an agency's dateline: a place in
// capitals, or up to four capitalised words, then the date, then a bracket,
// a slash or a dash.
func (s setting) opensBody() bool {
	if s.lead > 9 {
		return false
	}
	upper := s.lead == 0
	for k := range s.lead {
		w := s.word(k)
		switch {
		case s.mark(k) != 0:
			if !strings.Contains(",.-/()", string(s.mark(k))) {
				return false
			}
		case w == "and" && k > 0:
		case !s.cap(k):
			return false
		default:
			upper = upper || w == strings.ToUpper(w) && len(w) > 2
		}
	}
	k := s.end
	if s.mark(k) == '.' || s.mark(k) == ',' {
		k++
	}
	switch s.mark(k) {
	case ')':
		if s.mark(k+1) == '-' {
			return upper && s.lead > 0 // "WASHINGTON and HANOI (December 22, 2023) - "
		}
	case '(', '/', '-':
		return true
	case ':':
		return upper && s.lead > 0
	}
	return k >= len(s.w) && upper && (s.lead > 0 || s.year != 0) // a day of its year is a sentence by itself
}

// endsTitle reports whether a title ends in the year, that of a day that it names: "Message on
// Refugee Day, 2022".
func (s setting) endsTitle() bool {
	if s.kind != calendar || s.unit != year || s.to != nil || s.year < tablesFrom || s.year >= endYear-20 {
		return false
	}
	if s.end != len(s.w) || s.lead < 2 || s.mark(s.lead-1) != ',' {
		return false
	}
	switch s.low(s.lead - 2) {
	case "day", "week", "month", "anniversary":
		return true
	}
	return false
}

// dates reports whether the expression dates an act, "on June 12", and is no
// attribute of a noun, "the June 12 attacks".
func (s setting) dates() bool {
	before := s.lead - 1
	if before >= 0 && !s.is(s.lead, "the") && (s.is(before, "on") || s.mark(before) == ',' || s.mark(before) == '(') {
		return true
	}
	return s.end >= len(s.w) || s.mark(s.end) != 0
}

// onFeast reports whether the occasion dates an act: "on Liberation Day".
func (s setting) onFeast() bool {
	for k := s.lead - 1; k >= 0 && k >= s.lead-3; k-- {
		switch {
		case s.is(k, "on"):
			return true
		case !s.is(k, "the", "of") && !s.cap(k):
			return false
		}
	}
	return false
}

// onHoliday reports whether words near the date say that it is an occasion's: "on the occasion of
// Russia's national holiday".
func (s setting) onHoliday() bool {
	for k := max(0, s.lead-12); k < min(len(s.w), s.end+12); k++ {
		if holidayWords[s.low(k)] || s.word(k) == "Day" || s.low(k) == "day" && s.low(k-1) == "national" {
			return true
		}
	}
	return false
}

var holidayWords = words(`holiday anniversary celebrations celebration festivities feast commemoration`)

// upcoming reports whether words before the landmark's name say that it is yet to come.
func (s setting) upcoming() bool {
	for k := s.lead - 1; k >= s.lead-3; k-- {
		switch s.low(k) {
		case "upcoming", "forthcoming":
			return true
		case "of":
			if s.low(k-1) == "ahead" {
				return s.tense != pastTense && !s.anterior
			}
		}
	}
	return false
}

// foreseen reports whether the page may tell of the landmark before its day: a
// planned event not told as past, a treaty that is yet to be signed.
func (s setting) foreseen(l gazetteer.Landmark) bool {
	if s.tense == pastTense {
		return false
	}
	for k := s.lead - 4; k < s.lead; k++ {
		if s.is(k, "since", "after") {
			return false
		}
	}
	if s.tense == futureTense {
		for k := s.lead - 6; k < s.end+6; k++ {
			switch s.word(k) {
			case "sign", "signed", "conclude", "ratify":
				return true
			}
		}
	}
	return isPlanned(l)
}

// contests are nouns that a year is put before long ahead of it: "the 2028 election".
var contests = words(`election elections race campaign presidential olympics olympic games world budget season cycle primary
	contest nominee contender contenders democrats republicans movement opponent bid term plan vision field convention ballot vote candidates candidate nomination midterm midterms cup target goal deadline edition`)

// ofContest reports whether the year only names what may be yet to come: "the 2028 election", "the
// nomination in 2028", "2028 contenders", "Vision 2030".
func (s setting) ofContest() bool {
	for k := s.lead - 6; k < s.end+4; k++ {
		if contests[s.low(k)] {
			return true
		}
	}
	before := s.lead - 1
	return s.unit == year && before >= 0 && inName(&s.w[before])
}

// forYear reports whether the year is what something is for: "five priorities for leaders in 2026".
func (s setting) forYear() bool {
	for k := s.lead - 1; k >= s.lead-4 && s.mark(k) == 0; k-- {
		if s.is(k, "for") {
			return true
		}
	}
	return false
}

// isAhead reports whether words before the expression put it in the future.
func (s setting) isAhead() bool {
	for k := s.lead - 1; k >= s.lead-2; k-- {
		if s.is(k, "by", "until", "till", "through", "beyond", "due") || approaching[s.word(k)] {
			return true
		}
	}
	return false
}

// approaching are said of what is yet to come.
var approaching = words(`starting beginning maturing approach approaching toward towards target`)

// opensStory reports whether nothing but capitalised words, as of a dateline, stands before the expression.
func (s setting) opensStory() bool {
	return !slices.ContainsFunc(s.w[:s.lead], func(w word) bool { return w.mark == 0 && !w.cap && w.digits == 0 })
}

// behind covers what stands right behind the expression, up to the first mark: "the founding of the
// Democratic Republic of Vietnam".
func (s setting) behind() news.Span {
	end := s.end
	for end < min(len(s.w), s.end+8) && s.mark(end) == 0 {
		end++
	}
	return s.upTo(end)
}

// ownerBehind covers the name right behind the expression and "of".
func (s setting) ownerBehind() news.Span {
	end := s.end
	for end < min(len(s.w), s.end+10) && (s.is(end, "'s") || s.mark(end) == 0 && (s.cap(end) || joining[s.word(end)])) {
		end++
	}
	return s.upTo(end)
}

// joining are the small words in states' names.
var joining = words(`of the and`)

// upTo covers the words from behind the expression to word end; the zero span where there are none.
func (s setting) upTo(end int) news.Span {
	if end == s.end {
		return news.Span{}
	}
	return s.span(s.end, end)
}
