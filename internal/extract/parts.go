package extract

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
)

var (
	bylineStart = lazily(`(?i)^(?:(?:written|reported|posted|published|story|text|report)\s+)?(?:by|von|par|por|di|da|od|автор:?|текст:?)\s*:?\s+\S`)
	bylineRole  = lazily(`(?i)^\S+(?:\s+\S+){1,3}[,|/–-]?\s+(?:staff\s+(?:writer|reporter)|reporter|correspondent|news desk|contributor|editor|views?|agencies)\b`)
	email       = lazily(`(?i)\b[\w.+-]{1,64}@((?:[\w-]{1,63}\.){1,4}[a-z]{2,12})\b`)
	agencyName  = lazily(`\b(?:AP|AFP|UPI|EPA|EFE|ANSA|DPA|dpa|PTI|ANI|APP|TASS|Tass|RIA|KCNA|IRNA|ISNA|MENA|SPA|WAM|KUNA|BNA|SANA|NNA|VNA|CNA|NHK|Kyodo|Jiji|Yonhap|Xinhua|Reuters|REUTERS|Bloomberg|Interfax|Sputnik|Anadolu|Associated Press|Agence France-Presse|Getty Images?|Getty|Shutterstock|Alamy|iStock|Newsis|NEWSIS|ITAR-TASS|Bernama|Antara|Belga|Lusa|TT|NTB|Ritzau|PAP|CTK|ČTK|MTI|BTA|Tanjug|Hina|Agerpres|Ukrinform|UNIAN|BelTA|Kazinform|AZERTAC|Azertac|Trend|ARMENPRESS|Prensa Latina|Notimex|Télam|Agencia Brasil|Agência Brasil|IANS|UNB|BSS|NNN|NAN|GNA|APS|MAP|TAP|Petra|WAFA|INA|Fars|Tasnim|Mehr|Handout|File|Pool)\b`)
	creditStart = lazily(`(?i)^(?:photos?|pictures?|images?|foto|fotos|bild|crédit|credits?|source|courtesy|file|video)\s*(?:credits?|by|courtesy(?: of)?)?\s*[:/|©]\s*\S|^\s*(?:©|\(c\)|ⓒ)\s*\S|^photo by\s`)
	clock       = lazily(`(?i)\b\d{1,2}[:.h]\d{2}\b(?:\s*[ap]\.?m\.?)?`)
	dateWord    = lazily(`(?i)^(?:last\s+)?(?:updated|published|posted|modified|first published|date|issued|created|input|registered|publié|veröffentlicht|aktualisiert|publicado|опубликовано)\b`)
	viewCount   = lazily(`(?i)^(?:views?|hits?|reads?|shares?|comments?)\s*:?\s*[\d,.]*[km]?\s*$|^[\d,.]+[km]?\s+(?:views?|reads?|hits?|shares?|comments?)$`)
	furniture   = lazily(`(?i)^(?:skip to|quick access|direct access|share (?:it|this|on)|follow us|sign (?:in|up)|log ?in|subscribe|menu|search|home|advertisement|sponsored|related|read (?:more|also|next)|you (?:may|might) (?:also )?like|most (?:read|popular|viewed)|latest|trending|popular|must[- ]reads?|next post|previous post|leave a (?:reply|comment)|comments?\b|your email|cookies?|we use cookies|privacy|terms|copyright|all rights|newsletter|click to|tags?\s*:|print|listen|view all|see also|recommended|more (?:from|on|in)|back to top|breaking news)`)
)

// isDateline reports whether a short line dates the page: a date and little else.
func isDateline(s string) bool {
	if len(s) > 140 || !strings.ContainsAny(s, "0123456789") {
		return false
	}
	loose := false
	if mayDate(s) {
		_, loose = parseDay(s)
		loose = loose || monthDay().MatchString(s) || dayMonth().MatchString(s) || dotted().MatchString(s) || slashed().MatchString(s) || embeddedISO().MatchString(s)
	}
	if !loose {
		return dateWord().MatchString(s) && clock().MatchString(s)
	}
	if aVerb().MatchString(s) {
		return false
	}
	if m := newsFollows().FindStringSubmatch(s); m != nil && !dateWord().MatchString(m[1]) {
		return false
	}
	noise := dateNoise().ReplaceAllString(s, " ")
	rest := letters(noise)
	if endsSentence(s) && len(rest) > 8 && len(strings.Fields(noise)) > 2 { // "May 6, 2024: Oman bans salt."
		return false
	}
	return len(rest) <= 12 || labelledDay().MatchString(s) && !endsSentence(s) || dateWord().MatchString(s) && len(rest) <= 30
}

// newsFollows is a dateline with the story behind it: "ROME, May 6 (Wire) - The".
var newsFollows = lazily(`^(?:\p{Lu}[\p{Lu} .'’/-]{2,40},[^—–:()]{2,40}(?:\([^()]{2,30}\)\s*)?|\p{Lu}[\p{L} .'’/-]{1,40},[^—–:()]{2,30}\([^()]{2,30}\)\s*)(?:[—–]|-{1,2})\s*(\p{L}.*)$`)

var (
	aVerb       = lazily(`(?i)\b(?:was|were|is|are|has|had|have|will|said|been|died|born)\b`)
	embeddedISO = lazily(`\b(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\b`)
	// labelledDay is a label and its day among whatever else a line of small print holds: "Essay – Published: 2025.12.17 | Tags".
	labelledDay = lazily(`(?i)(?:^|[|•·–—-]\s)\s*(?:first\s+)?(?:published|posted)(?:\s+on)?\s*:?\s+(?:\p{L}{3,9}\.?,?\s+){0,2}\d{1,4}\b`)
	dateNoise   = lazily(`(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\b|\b(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b|\b(?:updated?|published|posted|last|modified|on|at|of|am|pm|a\.m|p\.m|gmt|utc|est|edt|kst|jst|ist|cet|cest|bst|msk|pst|pdt|et|date|the)\b`)
)

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s)
}

// isCredit reports whether a short line credits an agency or a picture.
func isCredit(s string) bool {
	if len(s) > 160 || endsSentence(s) && len(s) > 80 {
		return false
	}
	if creditStart().MatchString(s) && len(strings.Fields(s)) <= 14 {
		return !strings.Contains(strings.ToLower(s), "rights reserved") && !(mayClaim(s) && rightsLine().MatchString(s))
	}
	if len(strings.Fields(s)) > 12 || !namesAgency(s) {
		return false
	}
	rest := agencyName().ReplaceAllString(s, " ")
	rest = creditNoise().ReplaceAllString(rest, " ")
	return len(letters(rest)) <= 2
}

// namesAgency holds for words with the name of an agency among them.
func namesAgency(s string) bool {
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && (s[j] >= utf8.RuneSelf || isASCIIWord(s[j])) {
			j++
		}
		if j > i && agencyWords[s[i:j]] {
			return agencyName().MatchString(s)
		}
		i = j + 1
	}
	return false
}

func isASCIIWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}

const agencyNames = `AP AFP UPI EPA EFE ANSA DPA dpa PTI ANI APP TASS Tass RIA KCNA IRNA ISNA MENA SPA WAM KUNA BNA SANA NNA VNA CNA NHK Kyodo Jiji Yonhap Xinhua Reuters REUTERS Bloomberg Interfax Sputnik Anadolu Associated Agence Getty Shutterstock Alamy iStock Newsis NEWSIS ITAR Bernama Antara Belga Lusa TT NTB Ritzau PAP CTK ČTK MTI BTA Tanjug Hina Agerpres Ukrinform UNIAN BelTA Kazinform AZERTAC Azertac Trend ARMENPRESS Prensa Notimex Télam Agencia Agência IANS UNB BSS NNN NAN GNA APS MAP TAP Petra WAFA INA Fars Tasnim Mehr Handout File Pool`

// agencyWords are the first words of the names that agencyName knows.
var agencyWords = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(agencyNames) {
		m[w] = true
	}
	return m
}()

// rightsLine is a footer's line: "© 2023 The Harbour Post", "© Savannah
// Observer 2022 | Nairobi".
var rightsLine = lazily(`(?i)^\s*(?:©|ⓒ|\(c\)).*(?:\b(?:19|20)\d\d\b|\b(?:ltd|llc|inc|gmbh|plc|s\.a|issn)\b)`)

// mayClaim holds for lines that begin with a sign of rights.
func mayClaim(s string) bool {
	s = strings.TrimSpace(s)
	return strings.HasPrefix(s, "©") || strings.HasPrefix(s, "ⓒ") || strings.HasPrefix(s, "(")
}

var creditNoise = lazily(`(?i)\b(?:news|agency|photos?|via|and|the|with|from|source|images?|pictures?|service|press|file|courtesy|of|by)\b`)

// isStamp reports whether a short line tells a day, its hour and whose they
// are: "The Gazette, Tbilisi / 13 Aug.'08 / 16:48".
func isStamp(s string) bool {
	if _, ok := parseDay(s); !ok || len(s) > 80 || endsSentence(s) || aVerb().MatchString(s) {
		return false
	}
	return clock().MatchString(s) && len(letters(dateNoise().ReplaceAllString(s, " "))) <= 30
}

// isByline reports whether a short line says who wrote the page.
func isByline(s string) bool {
	n := len(strings.Fields(s))
	if len(s) > 160 || n > 16 || n == 0 || mayClaim(s) && rightsLine().MatchString(s) {
		return false
	}
	return bylineStart().MatchString(s) && !endsSentence(s) || containsFolded(s, "reporter", "correspondent", "writer", "news desk", "contributor", "editor", "view", "agencies") && bylineRole().MatchString(s) && (n < 6 || !endsSentence(s)) || n <= 6 && strings.Contains(s, "@") && email().MatchString(s)
}

// isCount holds for a line that counts views, shares or comments.
func isCount(s string) bool { return len(s) < 60 && viewCount().MatchString(s) }

// containsFolded reports whether s holds one of the words, whatever its case.
func containsFolded(s string, words ...string) bool {
	return containsAny(strings.ToLower(s), words...)
}

// isName holds for a few words that may be the name of a person or a desk.
func isName(s string) bool {
	fields := strings.Fields(s)
	if len(fields) == 0 || len(fields) > 7 || len(s) > 80 || strings.ContainsAny(s, "0123456789@:!?…|") || notNames[strings.ToLower(s)] {
		return false
	}
	lower := 0
	for i, f := range fields {
		r, _ := utf8.DecodeRuneInString(f)
		switch {
		case !unicode.IsLetter(r) || i == 0 && unicode.IsLower(r):
			return false
		case unicode.IsLower(r):
			lower++
		}
	}
	return lower*2 <= len(fields)
}

// notNames stand where names do.
var notNames = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.SplitSeq("by,author,authors,written by,posted by,published by,about the author,social media,share,follow,read more,staff,view,views,editor,contributor,contributors,comments,updated,published,reviewed by,edited by,view profile,view all posts,see all posts,more,bio,home,news,world,politics,opinion,print,email,facebook,twitter,admin", ",") {
		m[w] = true
	}
	return m
}()

// markAround tells the short lines above and below the body apart: bylines,
// datelines, credits, captions. From them it fills what the markup left open.
func (d *draft) markAround(first, last int) {
	if first < 0 {
		return
	}
	title := slices.IndexFunc(d.blocks, func(b block) bool { return b.part == news.Title })
	for i := max(0, first-15); i < min(len(d.blocks), last+8); i++ {
		b := &d.blocks[i]
		if i == first && b.part == news.Body && first < last && i > title && len(strings.Fields(b.text)) <= 14 && d.isSigned(b.text) && isDay(b.text) {
			b.part = news.Byline
			first++
			continue
		}
		if b.part != "" && b.part != news.Chrome && (b.part != news.Heading || i > first) || i > first && i < last && b.where == 0 {
			continue
		}
		switch {
		case b.list && b.indent > 0 && b.where == 0, b.says().isCount():
		case bylineStart().MatchString(b.text) && b.says().isByline() && bylineName(b.text) != "":
			b.part = news.Byline
		case i < first && i > title && bylineLabel().MatchString(b.text) && d.isSigned(b.text):
			b.part = news.Byline
		case b.says().isDateline():
			b.part = news.Dateline
		case b.says().isCredit():
			b.part = news.Credit
		case i < first && i > title && d.isSigned(b.text), i == last+1 && initials().MatchString(b.text):
			b.part = news.Byline
		case b.says().isByline(), b.where&inByline != 0 && len(b.text) < 120 && i < first:
			b.part = news.Byline
		case i < first && i > title && isStamp(b.text):
			b.part = news.Dateline
		case i > 0 && byAlone().MatchString(d.blocks[i-1].text) && isName(b.text):
			d.blocks[i-1].part, b.part = news.Byline, news.Byline
		case b.where&inCaption != 0 && (i > first || b.where&inFigure != 0) && i < last && b.where&(inNav|inAside|inFooter) == 0:
			b.part = news.Caption
		}
	}
	d.readAround(first)
}

// firstWord of an outlet's name that says something.
func firstWord(s string) string {
	w, _, _ := strings.Cut(strings.TrimPrefix(s, "the "), " ")
	return w
}

// byAlone is a label on a line of its own above the name.
var byAlone = lazily(`(?i)^(?:(?:written|reported|posted|published|story|text|words)\s+)?(?:by|author|von|par|por|di|autor|автор)\s*:?$`)

// readAround reads author, outlet, credits and date off the lines marked.
func (d *draft) readAround(first int) {
	visible, address := "", ""
	for i := range d.blocks {
		b := &d.blocks[i]
		switch b.part {
		case news.Byline:
			if name := bylineName(b.text); name != "" && visible == "" && !d.isOutlet(name) && !(i > 0 && initials().MatchString(b.text)) {
				visible = name
			}
			if m := email().FindStringSubmatch(b.text); m != nil && address == "" {
				address = strings.ToLower(m[1])
			}
		case news.Credit:
			if d.title != "" && strings.HasPrefix(b.text, d.title) {
				continue // noted with the title
			}
			own := d.outlet != "" && strings.Contains(strings.ToLower(b.text), firstWord(strings.ToLower(d.outlet)))
			if !containsFold(d.credits, b.text) && (namesAgency(b.text) || i < first && !own && strings.ContainsAny(b.text, "/©")) {
				d.credits = append(d.credits, b.text)
			}
		}
	}
	if visible == "" && d.author == "" && first >= 0 {
		visible = d.signedAlone(first)
	}
	switch {
	case visible == "":
	case d.author == "", squash(d.author) == squash(d.outlet), isAccount(d.author), strings.Contains(visible, d.author+";"):
		d.author = visible
	}
	if d.author == "" && first >= 0 {
		d.author = d.repeatedName(first)
	}
	if d.outlet == "" && !freeMail[address] {
		d.outlet = strings.TrimPrefix(address, "mail.")
	}
	d.dateAround(first)
}

// repeatedName is a name that stands on a line of its own both above and below
// the body, as some outlets sign.
func (d *draft) repeatedName(first int) string {
	_, last := d.bounds()
	for i := max(0, first-8); i < first; i++ {
		name := bylineName(d.blocks[i].text)
		if !isName(name) || d.blocks[i].part == news.Title {
			continue
		}
		for j := last + 1; j < min(len(d.blocks), last+6); j++ {
			if d.blocks[j].text == name {
				d.blocks[i].part, d.blocks[j].part = news.Byline, news.Byline
				return name
			}
		}
	}
	return ""
}

// isAccount holds for what a system calls a user: "import", "jroe2".
func isAccount(s string) bool {
	return s != "" && !strings.ContainsAny(s, " .") && s == strings.ToLower(s) && letters(s) != "" && s[0] < utf8.RuneSelf
}

// freeMail domains name no outlet.
var freeMail = map[string]bool{"gmail.com": true, "yahoo.com": true, "hotmail.com": true, "outlook.com": true, "mail.ru": true, "yandex.ru": true,
	"gmx.de": true, "web.de": true, "icloud.com": true, "proton.me": true, "protonmail.com": true, "qq.com": true, "163.com": true, "naver.com": true, "hanmail.net": true, "aol.com": true}

// dateAround lets the lines that date the page settle what the markup leaves
// open: a page without a date in markup; a moment in universal time, which the
// page may call another day.
func (d *draft) dateAround(first int) {
	var shown, updated news.Interval
	titled, below := false, false // whether the title stands above the line that shows the day
	for i := range d.blocks[:first+1+d.standfirst(first)] {
		b := &d.blocks[i]
		titled = titled || b.part == news.Title
		switch b.part {
		case news.Dateline, news.Byline:
		case news.Chrome, "":
			if !titled || !b.says().isDateline() {
				continue
			}
		default:
			continue
		}
		day, ok := d.dayOf(b.text, first)
		if !ok || i > first && shown.Known() {
			continue
		}
		v := news.OneDay(day, quoteBasis("line", b.text))
		if updatedLine().MatchString(b.text) {
			if !updated.Known() {
				updated = v
			}
		} else {
			shown, below = v, titled // the nearest to the body
		}
	}
	if !d.modified.Known() {
		d.modified = updated
	}
	if !shown.Known() {
		shown = updated
	}
	switch {
	case !shown.Known():
	case !d.published.Known():
		d.published = shown
	case d.universal && shown.From.Sub(d.published.From) == 1, d.universal && shown.From.Sub(d.published.From) == -1:
		shown.Basis = d.published.Basis + " is in universal time; " + shown.Basis
		d.published = shown
	case shown != updated && shown.From != d.published.From && (below || shown.From.Before(d.published.From)) && d.mayErr(shown.From):
		shown.Basis += ", which says otherwise than " + d.published.Basis
		d.published = shown
	}
}

// standfirst is how many blocks of small print stand between the body's first
// and its second.
func (d *draft) standfirst(first int) int {
	for n := 0; n < 4 && first+n+1 < len(d.blocks); n++ {
		if b := &d.blocks[first+n+1]; b.part == news.Body || b.part == news.Heading {
			return n
		}
	}
	return 0
}

// dayOf is the day that a line shows.
func (d *draft) dayOf(line string, first int) (day news.Day, ok bool) {
	if day, ok = parseDay(line); ok {
		return day, true
	}
	if m := embeddedISO().FindString(line); m != "" {
		return parseDay(m)
	}
	if day, ok = d.slashedDay(line, first); ok {
		return day, true
	}
	if m := slashed().FindStringSubmatch(line); m != nil && d.published.Known() { // the one of the two that the markup all but says
		for _, order := range [][2]int{{2, 1}, {1, 2}} {
			if day, ok = civil(m[3], m[order[0]], m[order[1]]); ok {
				if n := day.Sub(d.published.From); n >= -1 && n <= 1 {
					return day, true
				}
			}
		}
	}
	return news.Day{}, false
}

// mayErr reports whether the day that the markup states may be another than that
// of publication where the page shows day: as it states that one, too; as it
// does not say what its day is of; as it is the day on which the page was last
// stored, and the one shown lies before it. It is none of these where a <time> or
// the address tells it once more, or where the one shown is a revision's.
func (d *draft) mayErr(day news.Day) bool {
	if d.states(day, changedNames...) || d.states(d.published.From, "time", "time:published") || d.addressed(d.published.From) {
		return false
	}
	var clear []string
	for _, p := range publishedNames {
		if !slices.Contains(vagueNames, p.name) {
			clear = append(clear, p.name)
		}
	}
	if d.states(day, clear...) || !d.states(d.published.From, clear...) {
		return true
	}
	changed := d.markupChange(news.Day{})
	return day.Before(d.published.From) && changed.Known() && !d.published.From.Before(changed.From)
}

// states reports whether one of the names in the markup says a day.
func (d *draft) states(day news.Day, names ...string) bool {
	return slices.ContainsFunc(d.meta, func(m news.Meta) bool {
		if !slices.Contains(names, m.Name) {
			return false
		}
		at, ok := parseDay(m.Value)
		return ok && at == day
	})
}

// addressed reports whether the page's address holds a day, or its month.
func (d *draft) addressed(day news.Day) bool {
	page := cmp.Or(d.url, d.canonical)
	return strings.Contains(page, fmt.Sprintf("/%d/%02d/", day.Year, day.Month)) || strings.Contains(page, fmt.Sprintf("/%d/%d/", day.Year, day.Month))
}

// vagueNames of a day do not say what it is of.
var vagueNames = []string{"date", "dc.date", "dcterms.date", "dc.date.created", "dcterms.created"}

var updatedLine = lazily(`(?i)^\W*(?:last\s+)?(?:updated|modified|edited|aktualisiert|mis à jour|actualizado|обновлено)`)

// isDesk holds for a byline that names a desk or a post instead of a person.
func isDesk(s string) bool { return len(s) < 80 && desk().MatchString(s) }

var desk = lazily(`^(?i:(?:by|from)\s+)?(?:(?i:our\s+(?:[\p{L}-]+\s+){0,3}(?:correspondents?|reporters?|staff|bureau|desk|team))` +
	`|(?i:staff|special|web|news|online|city|foreign|diplomatic|political|national|international|world|senior|chief|monitoring|editorial|digital|wire)(?i:\s+(?:news|web|staff))?\s+(?i:correspondents?|reporters?|writers?|desk|report|team|staff|bureau)` +
	`|(?:\p{Lu}[\p{L}\d]*\s+){1,3}(?i:team|staff|desk|newsroom|bureau|reporter|correspondent|web desk|news desk|news team|editorial team)` +
	`|(?i:newsroom|agencies|news agencies|wire services?|editorial board))$`)
