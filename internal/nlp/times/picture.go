package times

import "chancery/internal/news"

// picture dates a story by the newest day on it where that is a picture's, "… meet in
// Geneva, October 28, 2018", and of the weekday that the story tells of or the one before; it reports whether it did.
// Counted on 1,400 articles of some forty outlets, 67 of 69 such pages were of that day or of the seven
// after it, and of 34 news texts in a later count some 30; where the weekdays do not agree, half are.
func (xs *expressions) picture(ev *evidence) bool {
	var newest *expr
	var at news.Day
	for i := range xs.exprs {
		if i > storyLength {
			break
		}
		e := &xs.exprs[i]
		if part := xs.part(e.sentence); part != news.Body && part != news.Caption || e.dateline {
			continue
		}
		if d, ok := e.onDay(); ok && e.to == nil && e.tense != futureTense && d.After(at) {
			newest, at = e, d
		}
	}
	if newest == nil || newest.swaps || !xs.pictures(newest) {
		return false
	}
	for e, place := range xs.story {
		if place >= leadLength || e.kind != calendar || e.unit != day || e.month != 0 || e.date != 0 || e.weekday == 0 || e.tense == futureTense {
			continue
		}
		if gap := (e.weekday - isoWeekday(at) + 7) % 7; gap <= 1 {
			from := at
			if xs.message(newest) {
				from = at.AddDays(-1)
			}
			ev.add(agreeing, newest.Span, between(from, at.AddDays(7)), "a picture of %s, in the week of %s", newest.Span.In(xs.text), e.Span.In(xs.text))
			return true
		}
	}
	return false
}

// pictures reports whether the date closes the words below a picture: told in the present or without
// a verb, and of no archive. A message's
// day, "— Jane Roe (@roe) March 8, 2018", counts as one.
func (xs *expressions) pictures(e *expr) bool {
	s := xs.sentences[e.sentence]
	text := s.In(xs.text)
	if e.tense == pastTense || len(text) < 40 || (e.Start-s.Start)*5 < len(text)*2 {
		return false
	}
	return !xs.filed(e)
}

// filed reports whether the date stands below a picture from the files.
func (xs *expressions) filed(e *expr) bool {
	l := &xs.lines[e.sentence]
	for k := range l.w {
		if l.low(k) == "file" {
			return true
		}
	}
	return false
}
