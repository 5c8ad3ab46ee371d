package times

import (
	"slices"
	"strconv"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// numbered is a day by which a number of a series was reached.
type numbered struct {
	n  int
	on news.Day
}

const resolutionName = "UN Security Council Resolution "

// resolutions are the Security Council's that are landmarks, by number: the Council counts on
// from one to the next.
func resolutions(all []gazetteer.Landmark) (out []numbered) {
	for _, l := range all {
		for _, name := range l.Names {
			if digits, ok := strings.CutPrefix(name, resolutionName); ok && !l.Date.From.IsZero() {
				if n, err := strconv.Atoi(digits); err == nil {
					out = append(out, numbered{n, l.Date.From})
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b numbered) int { return a.n - b.n })
	return out
}

// by is the day of the last that has the number or a lower one; a number far beyond the last is of another series.
func by(of []numbered, n int) (news.Day, bool) {
	if len(of) == 0 || n > of[len(of)-1].n+newResolutions {
		return news.Day{}, false
	}
	k, found := slices.BinarySearchFunc(of, n, func(r numbered, n int) int { return r.n - n })
	if found {
		return of[k].on, true
	}
	if k == 0 {
		return news.Day{}, false
	}
	return of[k-1].on, true
}

// Bounds of what is looked at for numbers: how many, how far before one the Council's name stands, and how
// many more than the last that is known there can be.
const (
	mostNumbered   = 40
	councilReach   = 80
	newResolutions = 200
)

// others are bodies whose resolutions count by themselves.
var others = []string{"Assembly", "National Security Council", "Human Rights", "House", "Senate", "Congress"}

// resolution is the Security Council's resolutions by number: the page is no older than the
// highest. "Security Council resolutions 2231 and 2254".
func (pg *page) resolution(ev *evidence) {
	var newest news.Day
	var span news.Span
	looked := 0
	for _, b := range pg.article.Blocks {
		if b.Part != news.Body && b.Part != news.Title || !pg.has(b.Span) {
			continue
		}
		text := pg.text[b.Start:b.End]
		for at := 0; looked < mostNumbered; looked++ {
			k := strings.Index(text[at:], "esolution")
			if k < 0 {
				break
			}
			at += k + len("esolution")
			before := text[max(0, at-councilReach):at]
			if !strings.Contains(before, "Security Council") && !strings.Contains(before, "UNSC") ||
				slices.ContainsFunc(others, func(o string) bool { return strings.Contains(before, o) }) {
				continue
			}
			for _, r := range resolutionsAt(text, at) {
				if d, ok := by(pg.resolutions, r.n); ok && d.After(newest) {
					newest, span = d, news.Span{Start: b.Start + r.from, End: b.Start + r.to}
				}
			}
		}
	}
	if !newest.IsZero() {
		ev.add(dated, span, between(newest, news.Day{}), "resolution %s: %s at the earliest", span.In(pg.text), newest)
	}
}

// A place is a number with where it stands.
type place struct{ n, from, to int }

// resolutionsAt reads the numbers of three or four digits behind at most "s" and a blank: "s 2231, 2240 and 1718".
func resolutionsAt(text string, at int) (out []place) {
	at += len(text[at:]) - len(strings.TrimPrefix(text[at:], "s"))
	for len(out) < mostNumbered {
		for _, gap := range []string{",", " ", "and "} {
			at += len(text[at:]) - len(strings.TrimPrefix(text[at:], gap))
		}
		to := at
		for to < len(text) && isDigit(text[to]) {
			to++
		}
		if to-at < 3 || to-at > 4 || strings.HasPrefix(text[to:], "/") {
			break
		}
		out = append(out, place{atoi(text[at:to]), at, to})
		at = to
	}
	return out
}
