package extract

import (
	"cmp"
	"fmt"
	"html"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
)

// A page may be made of several pieces: the updates of a live blog, a day's
// briefs. They are found, the surest sign first, by what JSON-LD says of them,
// by elements alike that hold a <time> each, by lines that open with the clock,
// and, on pages that call themselves a digest, by headings and datelines. The
// page stays one article: every block of a piece carries the piece's number.

// update is one of a live blog, as JSON-LD has it.
type update struct{ headline, body, published string }

// asMarkup is the updates' text, as a page that a script fills would show it.
func asMarkup(us []update) string {
	var b strings.Builder
	for _, u := range us {
		if u.headline != "" {
			b.WriteString("<h3>" + html.EscapeString(u.headline) + "</h3>\n")
		}
		body := u.body
		if plain, ok := unescaped(body); ok {
			body = plain
		}
		if !htmlTag().MatchString(body) {
			body = "<p>" + html.EscapeString(body) + "</p>"
		}
		b.WriteString(body + "\n")
	}
	return b.String()
}

// entryMark is where an entry lies on the page.
type entryMark struct {
	at, end int // blocks [at, end)
	heading int // block; -1 for none
	clock   string
	day     news.Interval
}

// most entries of a page, and the levels of elements looked up for one.
const maxEntries, entryDepth = 2000, 12

// findEntries tells the page's entries apart and takes their prose for body. It
// comes after the models and before the body is settled.
func (d *draft) findEntries() {
	live := d.isLive()
	marks := d.updatesShown()
	if marks == nil {
		marks = d.entryElements(live)
	}
	if marks == nil {
		marks = d.clockLines(live)
	}
	if marks == nil {
		marks = d.briefs()
	}
	for _, m := range marks {
		d.takeEntry(m)
	}
	if !d.published.Known() {
		d.published = daysOf(d.entries)
	}
}

// daysOf is from the first to the last of the entries' days.
func daysOf(entries []news.Entry) (v news.Interval) {
	for _, e := range entries {
		if !e.Published.Known() {
			return news.Interval{}
		}
		if !v.Known() {
			v = e.Published
			continue
		}
		v.Precision, v.Basis = news.Range, "the days of its entries"
		if e.Published.From.Before(v.From) {
			v.From = e.Published.From
		}
		if e.Published.To.After(v.To) {
			v.To = e.Published.To
		}
	}
	if v.Known() && v.From == v.To {
		v.Precision = news.DayPrecision
	}
	return v
}

// takeEntry makes an entry of what was marked, if it tells anything.
func (d *draft) takeEntry(m entryMark) {
	n := len(d.entries) + 1
	told := false
	for i := m.at; i < m.end; i++ {
		b := &d.blocks[i]
		if b.part == news.Body || (b.part == "" || b.part == news.Chrome) && b.isProse() && !isEnding(b.says()) {
			told = told || i != m.heading
		}
	}
	if !told || n > maxEntries {
		return
	}
	e := news.Entry{Clock: m.clock, Published: m.day}
	for i := m.at; i < m.end; i++ {
		b := &d.blocks[i]
		b.entry = n
		switch {
		case i == m.heading:
			b.part = news.Heading
			e.Heading = b.text
			if _, rest, ok := cutClock(b.text); ok {
				e.Heading = rest
			}
		case isClockLine(b.text):
			b.part = news.Dateline
		case (b.part == "" || b.part == news.Chrome) && b.isProse() && !isEnding(b.says()):
			b.part = news.Body
		}
	}
	d.entries = append(d.entries, e)
}

// isProse holds for a sentence or more that is no link.
func (b *block) isProse() bool {
	return b.link*3 < len(b.text) && b.says().words().words >= 6 && endsSentence(b.text) && b.says().cued() == noCue && b.where&(inNav|inFooter|inForm) == 0
}

// isLive reports whether the page calls itself a live blog.
func (d *draft) isLive() bool {
	if len(d.updates) > 0 || strings.Contains(d.url, "/live/") || liveTitle().MatchString(d.title) || liveTitle().MatchString(d.first(nil, "title", "og:title")) {
		return true
	}
	for i := range d.blocks[:min(len(d.blocks), 8)] {
		if b := &d.blocks[i]; len(b.text) < 160 && b.link*2 < len(b.text) && liveTitle().MatchString(b.text) {
			return true
		}
	}
	return false
}

var (
	liveTitle = lazily(`(?i)\blive(?:[ -]?blog|[ -]?ticker|\s+updates?|\s+coverage|\s*:)|^live\s*[–—|-]|\bas it happened\b|\bminute by minute\b|\bnewsticker\b|\ben direct\b`)
	digest    = lazily(`(?i)\b(?:(?:news|world|headlines|also)\s+in\s+(?:brief|short)|news\s+(?:briefs|digest|round-?up|wrap)|(?:world|regional|diplomatic|foreign|national|daily|weekly|morning|evening|today['’]s)\s+(?:news\s+)?(?:briefs|digest|round-?up)|(?:morning|evening|daily|weekly)\s+briefing\s*(?:$|[:–—|]))|^(?:other\s+)?(?:in brief|briefly|briefs)\s*(?:$|[:–—|])|^(?:round-?up|digest)\s*[:–—|]`)
)

// updatesShown finds JSON-LD's updates among the blocks, by their headlines and
// first words.
func (d *draft) updatesShown() []entryMark {
	if len(d.updates) < 2 {
		return nil
	}
	const opening = 48 // bytes of a squashed paragraph that tell it
	lines, opens := map[string]int{}, map[string]int{}
	for i, b := range slices.Backward(d.blocks) { // the first of alike that is no link, as in a list of key events
		s := squash(b.text)
		if j, again := lines[s]; !again || b.link*2 <= len(b.text) || d.blocks[j].link*2 > len(d.blocks[j].text) {
			lines[s] = i
		}
		opens[s[:min(len(s), opening)]] = i
	}
	var marks []entryMark
	for _, u := range d.updates {
		head, ok := lines[squash(u.headline)]
		if !ok || u.headline == "" {
			head = -1
		}
		at := head
		if at < 0 {
			body := u.body
			if htmlTag().MatchString(body) {
				body = stripTags(body)
			}
			s := squash(body[:min(len(body), 4*opening)])
			if at, ok = opens[s[:min(len(s), opening)]]; !ok || len(s) < opening/2 {
				continue
			}
		}
		if at > 0 && at-1 != head && isClockLine(d.blocks[at-1].text) {
			at--
		}
		m := entryMark{at: at, heading: head}
		shown := d.blocks[at].text
		if _, _, ok := cutClock(shown); !ok {
			shown = "" // an hour within a headline is not the entry's
		}
		m.clock, m.day = d.entryTime(u.published, shown, "JSON-LD liveBlogUpdate")
		marks = append(marks, m)
	}
	return d.closed(marks, 2)
}

// closed sorts the marks and ends each where the next begins; the last goes on
// as long as its prose does. Fewer than least are none.
func (d *draft) closed(marks []entryMark, least int) []entryMark {
	slices.SortStableFunc(marks, func(a, b entryMark) int { return cmp.Compare(a.at, b.at) })
	marks = slices.CompactFunc(marks, func(a, b entryMark) bool { return a.at == b.at })
	if len(marks) < least {
		return nil
	}
	for n := range marks[:len(marks)-1] {
		marks[n].end = marks[n+1].at
	}
	last := &marks[len(marks)-1]
	last.end = max(last.at, last.heading) + 1
	const gap = 2 // blocks of other things within an entry
	for i := last.end; i < len(d.blocks) && i <= last.end+gap; i++ {
		if b := &d.blocks[i]; b.part == news.Body || b.isProse() {
			last.end = i + 1
		}
	}
	return marks
}

// pack is a kind of element of which the page has several that hold a time.
type pack struct{ around, sign uint64 }

// member is one of a pack.
type member struct {
	first, last  int // blocks
	heading      int
	stamp, shown string
	words, body  int // words of prose; those that a model took for body
	bytes, link  int
}

// entryElements finds elements alike, each with a <time> of its own, that hold
// most of what the page tells.
func (d *draft) entryElements(live bool) []entryMark {
	members := map[pack]map[int]*member{}
	d.eachAround(func(b *block, e int, p pack) {
		if b.stamp == "" {
			return
		}
		if members[p] == nil {
			members[p] = map[int]*member{}
		}
		if m := members[p][e]; m == nil {
			members[p][e] = &member{first: -1, heading: -1, stamp: b.stamp, shown: b.text}
		}
	})
	if len(members) == 0 {
		return nil
	}
	all := 0
	for i := range d.blocks {
		b := &d.blocks[i]
		seen := map[pack]bool{}
		words := b.says().words().words
		if b.part == news.Body {
			all += words
		}
		d.around(b, func(e int, p pack) {
			m := members[p][e]
			if m == nil || seen[p] { // of nested ones the inner
				return
			}
			seen[p] = true
			m.add(i, b, words)
		})
	}
	var best []entryMark
	most := 0
	for _, p := range slices.SortedFunc(maps.Keys(members), func(a, b pack) int { return cmp.Or(cmp.Compare(a.around, b.around), cmp.Compare(a.sign, b.sign)) }) {
		marks, words := d.membersOf(members[p], live, all)
		if words > most || words == most && len(marks) > len(best) || words == most && len(marks) == len(best) && len(marks) > 0 && marks[0].at > best[0].at {
			best, most = marks, words
		}
	}
	return best
}

func (m *member) add(i int, b *block, words int) {
	if m.first < 0 {
		m.first = i
	}
	m.last = i
	m.bytes += len(b.text)
	m.link += b.link
	if b.level > 0 && m.heading < 0 && m.words == 0 {
		m.heading = i
	}
	if b.isProse() && b.level == 0 {
		m.words += words
		if b.part == news.Body {
			m.body += words
		}
	}
}

// membersOf are the marks of one pack and the words that they hold; none where
// the pack is no entries: links to elsewhere, comments, posts shown in a story.
func (d *draft) membersOf(ms map[int]*member, live bool, all int) (marks []entryMark, words int) {
	const few = 8 // words
	taken, body, largest, stamps := 0, 0, 0, map[string]bool{}
	for e, m := range ms {
		if m.words < few || m.link*3 > m.bytes || d.strange(e, live) {
			continue
		}
		words += m.words
		body += m.body
		largest = max(largest, m.words)
		if m.body > 0 {
			taken++
		}
		stamps[m.stamp] = true
		x := entryMark{at: m.first, end: m.last + 1, heading: m.heading}
		x.clock, x.day = d.entryTime(m.stamp, m.shown, "<time>")
		marks = append(marks, x)
	}
	slices.SortFunc(marks, func(a, b entryMark) int { return cmp.Compare(a.at, b.at) })
	switch {
	case live && len(marks) >= 2 && len(stamps) >= 2 && words*2 >= all:
	case len(marks) < 3 || len(stamps) < 3 || taken*2 < len(marks) || body*5 < all*3 || isStory(largest, words):
		return nil, 0
	}
	return marks, words
}

// strange holds for elements that by name hold comments or other stories.
func (d *draft) strange(e int, live bool) bool {
	const comments, stories, popular = 1 << 1, 1 << 2, 1 << 3 // namings
	bad := naming(comments | popular)
	if !live {
		bad |= stories
	}
	for n := 0; e > 0 && n < entryDepth; n++ {
		if d.elements[e].named&bad != 0 {
			return true
		}
		e = d.elements[e].up
	}
	return false
}

// around calls f for the elements around a block, the nearest first.
func (d *draft) around(b *block, f func(e int, p pack)) {
	e := b.element
	for n := 0; e > 0 && e < len(d.elements) && n < entryDepth; n++ {
		up := d.elements[e].up
		f(e, pack{d.elements[up].sign, d.elements[e].sign})
		e = up
	}
}

func (d *draft) eachAround(f func(b *block, e int, p pack)) {
	for i := range d.blocks {
		b := &d.blocks[i]
		d.around(b, func(e int, p pack) { f(b, e, p) })
	}
}

// clockLines finds the lines that open with the clock and have prose behind
// them.
func (d *draft) clockLines(live bool) []entryMark {
	var marks []entryMark
	var day news.Interval
	for i := range d.blocks {
		b := &d.blocks[i]
		if b.where&(inNav|inFooter|inAside|inTable) != 0 {
			continue
		}
		clock, rest, ok := cutClock(b.text)
		if !ok {
			if v, ok := d.dayLine(b); ok {
				day = v
			}
			continue
		}
		m := entryMark{at: i, heading: -1, clock: clock, day: day}
		if b.stamp != "" {
			if c, v := d.entryTime(b.stamp, b.text, "<time>"); v.Known() {
				m.clock, m.day = c, v
			}
		}
		switch {
		case rest == "":
			if i+1 < len(d.blocks) && d.blocks[i+1].mayHead() {
				m.heading = i + 1
			}
		case b.mayHead():
			m.heading = i
		}
		marks = append(marks, m)
	}
	marks, taken := d.telling(marks)
	least := 3
	if live {
		least = 2
	}
	if !oneWay(marks) || len(marks) < least || !live && (taken*2 < len(marks) || !d.mostBody(marks) || d.holdsStory(marks) || isTimetable(marks)) {
		return nil
	}
	return d.closed(marks, least)
}

// telling keeps the marks that have prose behind them before the next; taken
// counts those of which the models took some for body.
func (d *draft) telling(marks []entryMark) (out []entryMark, taken int) {
	const reach = 4 // blocks
	for n, m := range marks {
		next := len(d.blocks)
		if n+1 < len(marks) {
			next = marks[n+1].at
		}
		prose, body := false, false
		for i := m.at; i < min(next, m.at+reach); i++ {
			b := &d.blocks[i]
			inBody := b.part == news.Body && b.level == 0 && (i > m.at || b.isProse())
			body = body || i != m.heading && inBody
			prose = prose || i != m.heading && (inBody || b.isProse())
		}
		if prose {
			out = append(out, m)
		}
		if body {
			taken++
		}
	}
	return out, taken
}

// isStory reports whether the largest of several pieces is a story among others'
// headlines.
func isStory(largest, all int) bool { return largest*5 > all*3 }

// holdsStory reports whether one of the marks holds most of the words.
func (d *draft) holdsStory(marks []entryMark) bool {
	largest, all := 0, 0
	for n, m := range marks {
		next, words := len(d.blocks), 0
		if n+1 < len(marks) {
			next = marks[n+1].at
		}
		for i := m.at; i < next; i++ {
			if d.blocks[i].part == news.Body {
				words += d.blocks[i].says().words().words
			}
		}
		largest, all = max(largest, words), all+words
	}
	return isStory(largest, all)
}

// mostBody reports whether the marks hold most of what the models took for body.
func (d *draft) mostBody(marks []entryMark) bool {
	within, all := 0, 0
	for i := range d.blocks {
		if d.blocks[i].part != news.Body {
			continue
		}
		n := d.blocks[i].says().words().words
		all += n
		if len(marks) > 0 && i >= marks[0].at {
			within += n
		}
	}
	return within*2 > all
}

// isTimetable reports whether every hour is on full five minutes, as those of
// programmes and timetables are: of reporters' hours one in five is.
func isTimetable(marks []entryMark) bool {
	return len(marks) >= timetableLeast && !slices.ContainsFunc(marks, func(m entryMark) bool {
		return m.clock == "" || !strings.ContainsAny(m.clock[len(m.clock)-1:], "05")
	})
}

// timetableLeast is how many hours make chance unlikely.
const timetableLeast = 5

// oneWay reports whether time goes on, or back, from mark to mark, four times
// in five.
func oneWay(marks []entryMark) bool {
	up, down := 0, 0
	for n := 1; n < len(marks); n++ {
		switch a, b := marks[n-1].day.From.String()+marks[n-1].clock, marks[n].day.From.String()+marks[n].clock; {
		case a < b:
			up++
		case a > b:
			down++
		}
	}
	return min(up, down)*4 <= max(up, down)
}

// mayHead holds for a line that may head an entry.
func (b *block) mayHead() bool {
	n := len(strings.Fields(b.text))
	return n >= 2 && n <= 25 && (b.level > 0 || !b.list && !endsSentence(b.text)) && !b.says().standsAlone() && !isClockLine(b.text)
}

// dayLine is the day that a line of its own gives: "Tuesday 7 May", in the
// page's year where it has none.
func (d *draft) dayLine(b *block) (news.Interval, bool) {
	s := b.text
	if len(s) > 60 || !strings.ContainsAny(s, "0123456789") || dateWord().MatchString(s) || len(letters(dateNoise().ReplaceAllString(s, " "))) > 3 {
		return news.Interval{}, false
	}
	day, ok := parseDay(s)
	if !ok && d.published.Exact() {
		day, ok = nearDay(s, d.published.From)
	}
	if !ok {
		return news.Interval{}, false
	}
	return news.OneDay(day, quoteBasis("heading", s)), true
}

// nearDay is the day of a year not written that is nearest to the page's.
func nearDay(s string, page news.Day) (news.Day, bool) {
	const halfYear = 182
	for _, year := range []int{int(page.Year), int(page.Year) - 1, int(page.Year) + 1} {
		if v, ok := parseDay(s + " " + strconv.Itoa(year)); ok && !v.After(page.AddDays(halfYear)) && !v.Before(page.AddDays(-halfYear)) {
			return v, true
		}
	}
	return news.Day{}, false
}

// clockLead is the hour that a line opens with, and what divides it from the rest.
var clockLead = lazily(`(?i)^[\[(]?\s*(\d{1,2})([:.h])(\d{2})\s*(?:hrs?\b|uhr\b|h\b)?\s*([ap]\.?m\b\.?)?\s*\(?(?:(?:gmt|utc|bst|msk|ce?s?t|(?-i:ET|IST|[A-Z]{2,3}T))\b(?:\s?[+-]\d{1,2}(?::?\d{2})?)?|local time)?\)?\s*[\])]?\s*(?:[-–—|:·•,]+\s*)?`)

// cutClock takes the hour off a line that opens with it: "14:05 GMT – Envoy
// summoned".
func cutClock(s string) (clock, rest string, ok bool) {
	if s == "" || !strings.ContainsRune("[(0123456789", rune(s[0])) {
		return "", "", false
	}
	m := clockLead().FindStringSubmatchIndex(s[:len(s)-len(ending(s, len(s)-min(len(s), 60)))])
	if m == nil {
		return "", "", false
	}
	hour, _ := strconv.Atoi(s[m[2]:m[3]])
	minute, _ := strconv.Atoi(s[m[6]:m[7]])
	if m[8] >= 0 {
		if hour < 1 || hour > 12 {
			return "", "", false
		}
		hour %= 12
		if s[m[8]] == 'p' || s[m[8]] == 'P' {
			hour += 12
		}
	}
	rest = s[m[1]:]
	first, _ := utf8.DecodeRuneInString(rest)
	switch {
	case hour > 23 || minute > 59:
		return "", "", false
	case rest == "", unicode.IsUpper(first), unicode.In(first, unicode.Han, unicode.Hangul, unicode.Arabic, unicode.Hebrew), strings.ContainsRune("\"“«'‘", first):
		return fmt.Sprintf("%02d:%02d", hour, minute), rest, true
	}
	return "", "", false
}

func isClockLine(s string) bool {
	_, rest, ok := cutClock(s)
	return ok && rest == ""
}

var shownClock = lazily(`(?i)\b(\d{1,2})[:h](\d{2})\s*([ap]\.?m\b)?`)

// entryTime is the hour and day of a moment as machines write it. The hour that
// the page shows beside it is the page's own, and with it the day.
func (d *draft) entryTime(stamp, shown, basis string) (clock string, v news.Interval) {
	if len(shown) > 80 {
		shown = shown[:len(shown)-len(ending(shown, len(shown)-80))]
	}
	if c, _, ok := cutClock(shown); ok {
		clock = c
	} else if m := shownClock().FindString(shown); m != "" {
		clock, _, _ = cutClock(strings.TrimSpace(m))
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateTime} {
		t, err := time.Parse(layout, strings.TrimSpace(stamp))
		if err != nil {
			continue
		}
		if clock == "" {
			clock = t.Format("15:04")
		} else if by, err := time.Parse("15:04", clock); err == nil {
			t = t.Add(aside(by.Sub(time.Date(0, 1, 1, t.Hour(), t.Minute(), 0, 0, time.UTC))))
		}
		if t.Year() < 1980 || t.Year() > 2999 {
			break
		}
		return clock, news.OneDay(news.DayOf(t), quoteBasis(basis, stamp))
	}
	if day, ok := parseDay(stamp); ok {
		return clock, news.OneDay(day, quoteBasis(basis, stamp))
	}
	return clock, news.Interval{}
}

// aside is how far a zone's clock is from another's, the shorter way round.
func aside(by time.Duration) time.Duration {
	const day, most = 24 * time.Hour, 14 * time.Hour
	switch {
	case by > most:
		return by - day
	case by < most-day:
		return by + day
	}
	return by
}

// wireOpening is how an agency's report opens: "ANKARA, May 3 (Wire) —".
var wireOpening = lazily(`^(\p{Lu}[\p{Lu} .'’/-]{2,30})(,\s[^—–:]{2,40}?)?(\s*\([^)]{2,30}\))?\s*(?:[—–]|--?\s)`)

// briefs finds the pieces of a digest. Three reports that open as agencies' do,
// each in another place, are one whatever the page calls itself.
func (d *draft) briefs() []entryMark {
	from, called := d.digestAt()
	var marks []entryMark
	places := map[string]bool{}
	for i := range d.blocks {
		b := &d.blocks[i]
		if b.part != news.Body || !b.isProse() {
			continue
		}
		m := wireOpening().FindStringSubmatch(b.text)
		if m == nil || !called && m[2] == "" && m[3] == "" || places[m[1]] {
			continue
		}
		places[m[1]] = true
		x := entryMark{at: i, heading: -1}
		if n := i - 1; n >= from && d.blocks[n].mayHead() && squash(d.blocks[n].text) != squash(d.title) && (called || d.blocks[n].part == news.Body || d.blocks[n].part == news.Heading) {
			x.at, x.heading = n, n
		}
		marks = append(marks, x)
	}
	if len(marks) >= 3 {
		return d.closed(marks, 3)
	}
	if !called {
		return nil
	}
	return d.headed(from)
}

// digestAt is the block that calls the page, or what follows on it, a digest.
func (d *draft) digestAt() (from int, ok bool) {
	if isDigest(d.title) {
		return 0, true
	}
	for i := range d.blocks {
		b := &d.blocks[i]
		if len(b.text) < 120 && (b.level > 0 || !endsSentence(b.text)) && b.link*2 < len(b.text) && b.where&(inNav|inFooter|inAside) == 0 && isDigest(b.text) &&
			(i < 8 || i+1 < len(d.blocks) && (d.blocks[i].part == news.Body || d.blocks[i+1].part == news.Body)) {
			return i + 1, true
		}
	}
	return 0, false
}

func isDigest(s string) bool {
	return containsFolded(s, "brief", "digest", "round", "wrap", "short") && digest().MatchString(s)
}

// headed makes an entry of each heading from there on with prose behind it, of
// the level that most are of.
func (d *draft) headed(from int) []entryMark {
	_, last := d.bounds()
	levels := map[int]int{}
	heads := func(i int) bool {
		b := &d.blocks[i]
		return b.mayHead() && b.link*2 < len(b.text) && d.blocks[i+1].part == news.Body && d.blocks[i+1].isProse() && (b.level > 1 || b.level == 0 && len(strings.Fields(b.text)) <= 16)
	}
	for i := from; i < last; i++ {
		if heads(i) {
			levels[d.blocks[i].level]++
		}
	}
	level, most := 0, 0
	for l, n := range levels {
		if n > most || n == most && l > level {
			level, most = l, n
		}
	}
	var marks []entryMark
	want := squash(d.title)
	for i := from; i < last; i++ {
		if heads(i) && d.blocks[i].level == level && squash(d.blocks[i].text) != want {
			marks = append(marks, entryMark{at: i, heading: i})
		}
	}
	return d.closed(marks, 3)
}
