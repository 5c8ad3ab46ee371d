package extract

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"chancery/internal/news"
)

// published names, by how surely they are the publication date.
var publishedNames = []struct{ name, basis string }{
	{"jsonld:datePublished", "JSON-LD datePublished"},
	{"article:published_time", "meta article:published_time"},
	{"og:article:published_time", "meta og:article:published_time"},
	{"itemprop:datepublished", "itemprop datePublished"},
	{"datepublished", "meta itemprop datePublished"},
	{"time:published", "<time> of publication"},
	{"jsonld:webpage.datePublished", "JSON-LD WebPage datePublished"},
	{"jsonld:dateCreated", "JSON-LD dateCreated"},
	{"parsely-pub-date", "meta parsely-pub-date"},
	{"sailthru.date", "meta sailthru.date"},
	{"pubdate", "meta pubdate"},
	{"published", "meta published"},
	{"publishdate", "meta publishdate"},
	{"publish_date", "meta publish_date"},
	{"publish-date", "meta publish-date"},
	{"publication_date", "meta publication_date"},
	{"publicationdate", "meta publicationdate"},
	{"date.published", "meta date.published"},
	{"published_at", "meta published_at"},
	{"published_time", "meta published_time"},
	{"og:pubdate", "meta og:pubdate"},
	{"article_date_original", "meta article_date_original"},
	{"article.published", "meta article.published"},
	{"cxenseparse:recs:publishtime", "meta cXenseParse:recs:publishtime"},
	{"dc.date.issued", "meta DC.date.issued"},
	{"dcterms.issued", "meta DCTERMS.issued"},
	{"dc.date.created", "meta DC.date.created"},
	{"dcterms.created", "meta DCTERMS.created"},
	{"dcterms.date", "meta DCTERMS.date"},
	{"dc.date", "meta DC.date"},
	{"citation_publication_date", "meta citation_publication_date"},
	{"citation_date", "meta citation_date"},
	{"rnews:datepublished", "meta rnews:datePublished"},
	{"ptime", "meta ptime"},
	{"pdate", "meta pdate"},
	{"date", "meta date"},
	{"record:date", "the record's date"},
}

// markupDate is the day of publication in the page's own zone, as the markup
// says it; unknown when it does not.
func (d *draft) markupDate(page string) news.Interval {
	for _, p := range publishedNames {
		for _, m := range d.meta {
			if m.Name != p.name {
				continue
			}
			if day, ok := parseDay(m.Value); ok {
				d.universal = universal().MatchString(m.Value)
				return news.OneDay(day, quoteBasis(p.basis, m.Value))
			}
		}
	}
	// One <time> alone, unlabelled, is the article's.
	var only news.Interval
	for _, m := range d.meta {
		if m.Name != "time" {
			continue
		}
		day, ok := parseDay(m.Value)
		if !ok {
			continue
		}
		if only.Known() && only.From != day {
			only = news.Interval{}
			break
		}
		only = news.OneDay(day, fmt.Sprintf("<time> %q, the page's only day", m.Value))
	}
	if only.Known() {
		return only
	}
	if m := urlDate().FindStringSubmatch(page); m != nil {
		if day, ok := civil(m[1], m[2], m[3]); ok {
			return news.OneDay(day, fmt.Sprintf("URL path %q", strings.Trim(m[0], "/")))
		}
	}
	return news.Interval{}
}

// markupPart is what the markup says of the day of publication where it does not say the whole: its
// month, its year, or month and day with the year or its end left out. Of several the finest holds.
func (d *draft) markupPart() (best news.Interval) {
	for _, p := range publishedNames {
		for _, m := range d.meta {
			if m.Name != p.name {
				continue
			}
			if v := parsePart(m.Value); v.Known() && (!best.Known() || best.Days() > v.Days() && v.Days() > 0) {
				best = v
				best.Basis = quoteBasis(p.basis, m.Value)
			}
		}
	}
	return best
}

// Day is the day of publication that a record's field says: a day, or a month, a year, or a day of an
// unknown year ("12 Jul 202", which a column of ten letters cut); unknown for other words.
func Day(field string) news.Interval {
	v := parsePart(field)
	if day, ok := parseDay(field); ok {
		v = news.OneDay(day, "")
	}
	if v.Known() {
		v.Basis = quoteBasis("the record's date", field)
	}
	return v
}

// narrow is how many letters of a date a narrow column keeps.
const narrow = 10

// parsePart reads a date that does not tell the whole day.
func parsePart(s string) news.Interval {
	cut := len(s) == narrow
	if s = strings.TrimSpace(s); len(s) > 40 {
		return news.Interval{}
	}
	if m := yearMonth().FindStringSubmatch(s); m != nil {
		return monthOf(m[1], m[2])
	}
	if m := monthYear().FindStringSubmatch(s); m != nil {
		return monthOf(m[2], strconv.Itoa(monthNumber(m[1])))
	}
	if wholeYear().MatchString(s) {
		first, ok := civil(s, "1", "1")
		if !ok {
			return news.Interval{}
		}
		return news.Interval{From: first, To: first.AddMonths(12).AddDays(-1), Precision: news.Year}
	}
	if m := monthDayCut().FindStringSubmatch(s); m != nil {
		if cut && strings.HasSuffix(s, m[2]) && len(m[2]) == 1 && m[2] <= "3" {
			return news.Interval{} // "February 1" of "February 16"
		}
		return yearless(m[1], m[2], m[3])
	}
	if m := dayMonthCut().FindStringSubmatch(s); m != nil {
		return yearless(m[2], m[1], m[3])
	}
	return news.Interval{}
}

func monthOf(year, month string) news.Interval {
	first, ok := civil(year, month, "1")
	if !ok {
		return news.Interval{}
	}
	return news.Interval{From: first, To: first.AddMonths(1).AddDays(-1), Precision: news.Month}
}

// yearless is a day of the years that begin with what is left of one: "", "19", "20", "198" or "202".
// "19" may be 2019, too. Where nothing is left the year is any, but for 29 February's.
func yearless(month, date, left string) news.Interval {
	const digits = len("2006")
	first, _ := strconv.Atoi(left + strings.Repeat("0", digits-len(left)))
	last, _ := strconv.Atoi(left + strings.Repeat("9", digits-len(left)))
	if left == "19" {
		last = 2019
	}
	v := news.Interval{Precision: news.Yearless}
	for y := max(first, 1980); y <= min(last, 2099); y++ { // 29 February is of few years
		day, ok := civil(strconv.Itoa(y), strconv.Itoa(monthNumber(month)), date)
		switch {
		case !ok:
		case v.From.IsZero():
			v.From, v.To = day, day
		default:
			v.To = day
		}
	}
	if v.From.IsZero() {
		return news.Interval{}
	}
	if someYear := news.NewDay(news.AnyYear, int(v.To.Month), int(v.To.Date)); left == "" && someYear.Date == v.To.Date {
		v.From = someYear
	}
	if last >= 2099 {
		v.To = news.Day{}
	}
	return v
}

// changedNames say when a page was last changed.
var changedNames = []string{"jsonld:dateModified", "article:modified_time", "og:updated_time", "og:article:modified_time", "itemprop:datemodified", "datemodified", "time:modified",
	"jsonld:webpage.dateModified", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "modified", "revised"}

// markupChange is the day of the page's last change, as the markup says it, that
// is not before a day.
func (d *draft) markupChange(from news.Day) news.Interval {
	for _, name := range changedNames {
		for _, m := range d.meta {
			if m.Name != name {
				continue
			}
			if day, ok := parseDay(m.Value); ok && !day.Before(from) {
				return news.OneDay(day, quoteBasis(name, m.Value))
			}
		}
	}
	return news.Interval{}
}

// slashOrder is the order in which the page writes its slashed days: 'd' day
// first, 'm' month first, 0 when nothing on the page tells or two things differ.
// It goes by the slashed days that can be read in one way only, then by the
// region of the page's language.
func (d *draft) slashOrder() byte {
	var order byte
	for i := range d.blocks {
		if b := &d.blocks[i]; len(b.text) < 300 && strings.Contains(b.text, "/") {
			for _, m := range anySlashed().FindAllStringSubmatch(b.text, 8) {
				x, _ := strconv.Atoi(m[1])
				y, _ := strconv.Atoi(m[2])
				o := byte(0)
				switch {
				case x > 12 && x <= 31 && y >= 1 && y <= 12:
					o = 'd'
				case y > 12 && y <= 31 && x >= 1 && x <= 12:
					o = 'm'
				default:
					continue
				}
				if order != 0 && order != o {
					return 0
				}
				order = o
			}
		}
	}
	if order != 0 {
		return order
	}
	_, region, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(d.first(nil, "lang", "og:locale"), "_", "-")), "-")
	switch region {
	case "":
		return 0
	case "us", "ph":
		return 'm'
	case "gb", "ie", "au", "nz", "in", "pk", "bd", "ng", "ke", "sg", "my", "ug", "gh", "tz":
		return 'd'
	}
	return 0
}

// slashedDay reads a slashed day that is open between two: by the page's
// order, else by the one of the two that a month's name in the article's
// opening confirms.
func (d *draft) slashedDay(s string, first int) (news.Day, bool) {
	m := slashed().FindStringSubmatch(s)
	if m == nil {
		return news.Day{}, false
	}
	switch d.slashOrder() {
	case 'd':
		return civil(m[3], m[2], m[1])
	case 'm':
		return civil(m[3], m[1], m[2])
	}
	dayFirst, ok1 := civil(m[3], m[2], m[1])
	monthFirst, ok2 := civil(m[3], m[1], m[2])
	if !ok1 || !ok2 || first < 0 || first >= len(d.blocks) {
		return news.Day{}, false
	}
	opening := d.blocks[first].text
	opening = opening[:len(opening)-len(ending(opening, len(opening)-min(len(opening), 80)))]
	told := map[[2]int]bool{}
	for _, w := range namedDay().FindAllStringSubmatch(opening, 4) {
		name, date := w[1], w[2]
		if name == "" {
			name, date = w[4], w[3]
		}
		if mon := monthNumber(name); mon > 0 {
			n, _ := strconv.Atoi(date)
			told[[2]int{mon, n}] = true
		}
	}
	a := told[[2]int{int(dayFirst.Month), int(dayFirst.Date)}]
	b := told[[2]int{int(monthFirst.Month), int(monthFirst.Date)}]
	switch {
	case a && !b:
		return dayFirst, true
	case b && !a:
		return monthFirst, true
	}
	return news.Day{}, false
}

var (
	anySlashed = lazily(`(?:^|[\s(|,])(\d{1,2})/(\d{1,2})(?:/(?:(?:19|20)?\d\d))?(?:$|[\s),|;.])`)
	namedDay   = lazily(`\b(\p{L}{3,10})\.?\s+(\d{1,2})\b|\b(\d{1,2})\s+(\p{L}{3,10})\b`)
)

// quoteBasis says where a day was read, with the words.
func quoteBasis(where, words string) string {
	if len(words) > 80 {
		words = strings.ToValidUTF8(words[:80], "") + "…"
	}
	return fmt.Sprintf("%s %q", where, words)
}

var universal = lazily(`\d(?:\.\d+)?\s?(?:Z|UTC|GMT|[+-]00:?00)$`)

var (
	urlDate     = lazily(`/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?:[/_-]|$)`)
	isoDate     = lazily(`^\D{0,12}((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?:\D|$)`)
	flatDate    = lazily(`^((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\D|\d{2,6}|$)`)
	monthDay    = lazily(`(?i)\b(\p{L}{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d|['’]\d\d)\b`)
	dayMonth    = lazily(`(?i)\b(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:of\s+|de\s+)?(\p{L}{3,10})(?:\.?,?[\s-]+(?:de[l]?\s+)?|\.)((?:19|20)\d\d|['’]\d\d)\b`)
	dotted      = lazily(`\b(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d\d)\b`)
	slashed     = lazily(`\b(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)\b`)
	yearMonth   = lazily(`^((?:19|20)\d\d)[-/.](0[1-9]|1[0-2])$`)
	monthYear   = lazily(`(?i)^(\p{L}{3,10})\.?,?[\s-]+((?:19|20)\d\d)$`)
	wholeYear   = lazily(`^(?:19|20)\d\d$`)
	monthDayCut = lazily(`(?i)^(?:\p{L}+,\s+)?(\p{L}{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+((?:19|20)\d?)|,)?$`)
	dayMonthCut = lazily(`(?i)^(?:\p{L}+,\s+)?(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(\p{L}{3,10})\.?(?:,?[\s-]+((?:19|20)\d?)|,)?$`)
	unixTime    = lazily(`^1\d{9}(\d{3})?$`)
	cjkDate     = lazily(`((?:19|20)\d\d)\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]`)
)

// parseDay reads the day of a date as machines and English pages write it, in
// the zone it is written in. Slashed days are read only when one number alone
// can be the month.
func parseDay(s string) (news.Day, bool) {
	if !mayDate(s) {
		return news.Day{}, false
	}
	if m := isoDate().FindStringSubmatch(s); m != nil {
		return civil(m[1], m[2], m[3])
	}
	if m := flatDate().FindStringSubmatch(s); m != nil {
		return civil(m[1], m[2], m[3])
	}
	if m := cjkDate().FindStringSubmatch(s); m != nil {
		return civil(m[1], m[2], m[3])
	}
	if m := monthDay().FindStringSubmatch(s); m != nil {
		if mon := monthNumber(m[1]); mon > 0 {
			return civil(m[3], strconv.Itoa(mon), m[2])
		}
	}
	if m := dayMonth().FindStringSubmatch(s); m != nil {
		if mon := monthNumber(m[2]); mon > 0 {
			return civil(m[3], strconv.Itoa(mon), m[1])
		}
	}
	if m := dotted().FindStringSubmatch(s); m != nil {
		return civil(m[3], m[2], m[1])
	}
	if m := slashed().FindStringSubmatch(s); m != nil {
		a, _ := strconv.Atoi(m[1])
		b, _ := strconv.Atoi(m[2])
		switch {
		case a > 12 || a == b:
			return civil(m[3], m[2], m[1])
		case b > 12:
			return civil(m[3], m[1], m[2])
		}
		return news.Day{}, false
	}
	if unixTime().MatchString(s) {
		n, err := strconv.ParseInt(s[:10], 10, 64)
		if err == nil {
			return news.DayOf(time.Unix(n, 0).UTC()), true
		}
	}
	return news.Day{}, false
}

// mayDate holds where s has what every date has: a year from 1900 to 2099, one
// of two digits behind an apostrophe, or the ten digits of a time by the clock.
func mayDate(s string) bool {
	run := 0 // digits up to here
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c < '0' || c > '9' {
			run = 0
			continue
		}
		if run++; run == 4 && (s[i-3] == '1' && s[i-2] == '9' || s[i-3] == '2' && s[i-2] == '0') || run >= 8 {
			return true
		}
		if run == 2 && i >= 2 && (s[i-2] == '\'' || i >= 4 && s[i-4:i-1] == "’") {
			return true
		}
	}
	return false
}

// monthNumber reads a month's name or its short form; 0 for other words.
func monthNumber(name string) int {
	name = strings.ToLower(name)
	if n := months[name]; n > 0 {
		return n
	}
	return months[strings.TrimSuffix(name, ".")]
}

// months in the languages that pages most often date themselves in, with the
// short forms in use.
var months = func() map[string]int {
	m := map[string]int{}
	for _, year := range []string{
		"january february march april may june july august september october november december",
		"jan feb mar apr may jun jul aug sep oct nov dec",
		". . . . . . . . sept . . .",
		"januar februar märz april mai juni juli august september oktober november dezember",
		"jänner . mrz . . . . . . okt . dez",
		"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		"janv févr . avr . . juil . . . . déc",
		"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"ene . . abr . . . ago . . . dic",
		"janeiro fevereiro março . maio junho julho . setembro outubro . dezembro",
		"gennaio febbraio . aprile maggio giugno luglio . settembre ottobre . dicembre",
		"января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
		"stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
		"januari februari maart . mei . . augustus . . . .",
		"ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
	} {
		for i, w := range strings.Fields(year) {
			if w != "." {
				m[w] = i + 1
			}
		}
	}
	return m
}()

// civil refuses days that no calendar has.
func civil(year, month, date string) (news.Day, bool) {
	short := strings.TrimLeft(year, "'’")
	y, _ := strconv.Atoi(short)
	if short != year { // "'08"
		if y += 1900; y < 1980 {
			y += 100
		}
	}
	m, _ := strconv.Atoi(month)
	n, _ := strconv.Atoi(date)
	if y < 1980 || m < 1 || m > 12 || n < 1 {
		return news.Day{}, false
	}
	d := news.NewDay(y, m, n)
	if int(d.Date) != n {
		return news.Day{}, false
	}
	return d, true
}
