package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
)

// A page names its outlet in many places, and surely in none: masthead, window
// title, logo, copyright line, the editor's address. Each is a claim to a
// name; claims to one name add up.

// claim is a name that a place on the page puts forward for the outlet.
type claim struct {
	name   string
	weight int
	sole   bool // it is the page's foot that says so, with a year
}

// What claims weigh, and what a name must gather.
const (
	fromTitle   = 4 // an end of the window's title
	fromLogo    = 4 // a logo's or masthead's element
	fromTop     = 3 // the first line
	fromNearTop = 2 // one of the next
	fromRights  = 3 // "© 2023 The Harbour Post"
	fromCompany = 2 // "© 2023 Harbour Post Ltd": may be the owner
	fromWire    = 2 // "ROME, May 3 (Harbour) --": or the agency that is quoted
	fromPhrase  = 3 // "Published in The Harbour Post, March 8th"
	newsWord    = 2 // "Post", "Herald", "Agency"
	ownDomain   = 3 // it is the page's host, or that of an address on it
	outletBar   = 5
)

// nameOutlet is the name for which most is claimed, "" if no name gathers enough.
// raw is the lines as they stand, wide gaps kept, where the page is text.
func (d *draft) nameOutlet(raw []string) string {
	first, last := d.bounds()
	if first < 0 {
		first, last = len(d.blocks), len(d.blocks)-1
	}
	claims := slices.Clone(d.claims)
	signed := map[string]bool{} // names that the article opens under: "ROME, May 3 (Name) --"
	for i := first; i <= min(first+1, last); i++ {
		if m := wireSign().FindStringSubmatch(d.blocks[i].text); m != nil {
			if name, ok := outletName(m[1]); ok {
				claims = append(claims, claim{name: name, weight: fromWire})
				signed[squash(name)] = true
			}
		}
	}
	claims = append(claims, d.topClaims(raw, first)...)
	for i := range d.blocks {
		b := &d.blocks[i]
		if i <= last && (i >= first && b.part == news.Body && !publishedIn().MatchString(b.text) || strings.Contains(b.text, "©") && !yearNamed().MatchString(b.text)) {
			continue // the body, or a picture's credit
		}
		for _, c := range rightsClaims(b.text) {
			c.sole = i > last && c.weight == fromRights && yearNamed().MatchString(b.text)
			claims = append(claims, c)
		}
	}
	if len(claims) == 0 {
		return ""
	}
	domains := d.domains()
	told := map[uint64]bool{}
	if first < len(d.blocks) {
		told = d.vocabulary(first)
	}
	best, most := "", outletBar-1
	for i, c := range claims {
		sum, name, heaviest, sole := 0, "", 0, false
		for j, o := range claims {
			if !sameOutlet(c.name, o.name) {
				continue
			}
			if j < i {
				sum = -1 // summed before
				break
			}
			sum += o.weight
			sole = sole || o.sole
			if o.weight > heaviest || o.weight == heaviest && squash(o.name) == squash(name) && shouts(name) {
				name, heaviest = o.name, o.weight
			}
		}
		if sum < 0 {
			continue
		}
		if newsName().MatchString(name) {
			sum += newsWord
		}
		if slices.ContainsFunc(domains, func(label string) bool { return isLabelOf(label, name) }) {
			sum += ownDomain
		}
		sum += d.recurs(name, first, last)
		if overlap(read(name), told) > .3 && !newsName().MatchString(name) && !signed[squash(name)] {
			sum -= 4 // a headline, or a label of what the page is about
		}
		if sole { // enough where nothing better is claimed
			sum = max(sum, outletBar)
		}
		if sum > most {
			best, most = name, sum
		}
	}
	return best
}

// wireSign is an agency's name in the opening of its report.
var wireSign = lazily(`^[\p{Lu}][\p{L} .,'’\d/-]{2,50}?\s*[(/]([\p{Lu}][\p{L} .&-]{1,30})[)/][\s.]*(?:--?|–|—|:|\s\p{Lu})`)

// topClaims are the claims of the page's first lines.
func (d *draft) topClaims(raw []string, first int) []claim {
	var out []claim
	if raw == nil {
		for i := 0; i < min(first, len(d.blocks), 12); i++ {
			if b := &d.blocks[i]; b.where&(inArticle|inAside|inForm) == 0 && !b.list {
				raw = append(raw, b.text)
			}
		}
	}
	line := 0
	for i, s := range raw {
		if line >= 5 {
			break
		}
		if s = strings.TrimSpace(s); !strings.ContainsFunc(s, isWordRune) || furniture().MatchString(s) || skipLink().MatchString(s) || isEnding(read(s)) || line > 0 && isCredit(s) {
			continue
		}
		line++
		segments := lineSegments(s)
		name, ok := outletName(segments[0])
		if !ok || len(segments) > 1 && len(segments) > 3 && strings.Count(s, "  ") < 1 && isSection(segments[0]) {
			continue
		}
		if len(segments) > 2 && !newsName().MatchString(name) && len(strings.Fields(name)) < 2 { // a menu
			continue
		}
		w := fromNearTop
		if line == 1 {
			w = fromTop
		}
		switch {
		case oneCommonWord(name):
			w = 1
		case shouts(name) && strings.Contains(name, " ") && newsName().MatchString(name):
			w = fromTop
		case line == 1 && len(strings.Fields(name)) > 1 && !shouts(strings.Join(segments[1:], "")):
			next := ""
			if i+1 < len(raw) {
				next = raw[i+1]
			}
			if len(segments) > 1 || len(lineSegments(next)) > 2 { // with a motto, or over a menu
				w += 2
			}
		}
		out = append(out, claim{name: name, weight: w})
	}
	return out
}

var skipLink = lazily(`(?i)^\W*(?:skip|jump|quick access|direct access|main menu|menu|advert)`)

// segmentMark parts the pieces of a line at its top: bars, dots, wide gaps.
var segmentMark = lazily(`\s*[|·•●◦│/›»]\s*|\s+(?:--?|–|—|::?|[<>]{2,})\s+|\t+|\s{2,}|\s*:: *`)

func lineSegments(s string) []string {
	var out []string
	for _, p := range segmentMark().Split(strings.Trim(s, " \t<>=*#~[]|"), -1) {
		if p != "" {
			out = append(out, p)
		}
	}
	if out == nil {
		return []string{s}
	}
	return out
}

// outletName tidies s; ok when it has the shape of an outlet's name.
func outletName(s string) (name string, ok bool) {
	s = strings.Trim(squeeze(s), " ,;:–—-|*\"“”'‘’.!")
	s = strings.TrimSpace(afterName().ReplaceAllString(s, ""))
	fields := strings.Fields(s)
	if len(fields) == 0 || len(fields) > 6 || len(s) > 48 || utf8.RuneCountInString(s) < 3 || strings.ContainsAny(s, "@:?…;=\"“”«»") ||
		isDateline(s) || dayOfMonth().MatchString(s) || endsSentence(s) || isSection(s) || clock().MatchString(s) || bylineStart().MatchString(s) || isDesk(s) {
		return "", false
	}
	capital := 0
	for i, f := range fields {
		r, _ := utf8.DecodeRuneInString(f)
		switch {
		case unicode.IsUpper(r) || unicode.IsLetter(r) && !unicode.IsLower(r):
			capital++
		case unicode.IsDigit(r):
			if i == 0 && len(fields) == 1 || len(f) > 4 {
				return "", false
			}
		case r == '&', nameLinks[strings.ToLower(f)], i == 0 && strings.ContainsFunc(f, unicode.IsUpper), i == 0 && strings.Contains(f, "."):
		default:
			return "", false
		}
	}
	return s, capital > 0 || strings.Contains(s, ".")
}

var dayOfMonth = lazily(`(?i)^(?:\d{1,2}\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:\s\d{1,4})?$`)

// afterName is what follows a name in its line.
var afterName = lazily(`(?i)(?:\s*\([^)]*\)|,?\s*all rights.*|,?\s+(?:in english|english(?: edition| version)?))+$`)

// nameLinks are the small words within names.
var nameLinks = map[string]bool{"of": true, "the": true, "and": true, "for": true, "in": true, "on": true, "de": true, "del": true, "du": true, "des": true, "la": true,
	"le": true, "el": true, "al": true, "y": true, "et": true, "da": true, "do": true, "di": true, "der": true, "die": true, "das": true, "und": true, "e": true, "a": true, "i": true, "to": true}

// newsName is a word that names of outlets are made of.
var newsName = lazily(`(?i)\b(?:news|newspapers?|times|post|daily|herald|tribune|gazette|today|agency|press|journal|mirror|monitor|review|observer|watch|wire|dispatch|sentinel|telegraph|chronicle|ledger|weekly|online|standard|mail|guardian|courier|bulletin|examiner|inquirer|enquirer|register|record|reporter|argus|echo|express|independent|spectator|magazine|media|tv|television|radio|broadcasting|fm|network|portal|digest|insider|advertiser|star|globe|diario|gaceta|prensa|noticias|periódico|jornal|folha|correio|zeitung|tageblatt|nachrichten|rundschau|presse|matin|monde|dépêche|corriere|giornale|gazzetta|ilbo|shimbun|pravda|izvestia|vesti|novosti|kurier|dagblad|dagbladet|avisen|haber|gazetesi|samachar|patrika|kiosk)\b|(?:news|times|post|daily|wire|press|today|tv)(?:24)?$`)

// isSection holds for labels made only of words that menus and sections are
// named by.
func isSection(s string) bool {
	n := 0
	for w := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !isWordRune(r) && r != '\'' && r != '’' }) {
		n++
		if !sectionWords[w] {
			return false
		}
	}
	return n > 0
}

var sectionWords = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`home news world politics business economy sport sports culture opinion opinions video videos photo photos picture pictures copyrights latest top stories story breaking headlines
		international national local region regional asia europe africa americas america middle east east-west life lifestyle tech technology science health travel education entertainment music
		arts art books film movies weather jobs cars property food style fashion celebrity celebs football cricket racing markets money finance energy defence defense security army society
		editorial comment comments blog blogs columns analysis features interviews interview special reports report live tv podcasts podcast newsletter newsletters subscribe subscriptions login
		register sign in up log search menu main navigation archive archives sections categories category contact contacts about us advertise advertisement ad ads help faq faqs privacy policy
		terms of use conditions cookies share print email facebook twitter x whatsapp telegram instagram youtube linkedin rss pinterest more all and the to on follow your my account english
		deutsch français español русский edition en fr es ru ar vn classifieds obituaries puzzles games horoscope horoscopes today's paper epaper e-paper images magazine magazines mobile apps app
		shop store front page index site map sitemap back related articles article popular trending most read recommended tags tag topics topic us uk eu un view views dialogue diplomacy
		foreign affairs domestic general other exclusive update updated staff published by reporter editor editors author photo essay letters start logo now today our free form me here new get blue services products pricing center centre learn platform solutions resources company team events jobs careers community support guide guides courses destinations day degrees information courses startseite accueil inicio portada naslovna
		politik wirtschaft kultur politique économie monde política mundo economía cultura deportes esportes sociedad opinión dünya gündem spor ekonomi siyaset copyright reserved rights close open`) {
		m[w] = true
	}
	return m
}()

var (
	rightsMark  = lazily(`(?i)(?:©|ⓒ|\(c\)|copyrights?(?:ed)?(?:\s+by)?)(?:[\s©ⓒ:]|\(c\)|copyrights?\b)*`)
	years       = lazily(`^[\s,]*(?:(?:19|20)\d\d)?(?:\s*[-–—/]\s*(?:(?:19|20)?\d\d|present)?)?[\s,.:]*(?:by\s+)?`)
	nameEnd     = lazily(`(?i)[,.;|•·]\s|[,.;|•·]$|\s+(?:all rights|is |are |may |has |reserved|redistribution|powered|no part|unless|licen[sc]e|e-?mail|an?\s|[-–—]\s)|\s*(?:©|\(c\)|\b(?:19|20)\d\d\b)|\s[-–—|/]\s|\s{2,}`)
	yearNamed   = lazily(`\b(?:19|20)\d\d\b`)
	company     = lazily(`(?i)(?:[\s,]+(?:ltd|limited|inc|llc|gmbh|ag|co|corp|corporation|company|s\.?a|s\.?r\.?l|s\.?p\.?a|plc|pcl|pvt|pte|berhad|bhd|as|asa|ab|oy|bv|b\.v|nv|kg|sas|llp|jsc|ooo|group|holdings?)\.?)+$`)
	publishedIn = lazily(`^(?:First )?[Pp]ublished (?:in|by|on) (?:the )?([\p{Lu}][^,.;:|]{2,40})(?:, |\.|$)`)
	phrases     = []func() *regexp.Regexp{
		publishedIn,
		lazily(`(?i:reference|hyperlink|link|credit) (?i:to|is given to) (?:the )?([\p{Lu}][^,.;:|]{2,40}?) is (?:mandatory|required|obligatory)`),
		lazily(`(?i:all (?:content|rights|material)) (?i:by|of|on|belongs? to) (?:the )?([\p{Lu}][^,.;:|]{2,40}?)(?: is | are |\.|,|$)`),
		lazily(`^(?i:about|subscribe to|welcome to) ((?:The )?[\p{Lu}][^,.;:|!]{2,40}?)(?: on | app| today|'s |’s |[.,!]|$)`),
		lazily(`^((?:The )?[\p{Lu}][^,.;:|]{2,40}?) (?:uses cookies|is not responsible|does not endorse)\b`),
		lazily(`"((?:The )?[\p{Lu}][^,.;:|"]{2,40}?)" is a registered trademark`),
		lazily(`^((?:The )?[\p{Lu}][^,.;:|©]{2,40}?),?\s*(?:©|\([cC]\))\s*(?:(?:19|20)\d\d|All)`),
	}
)

// rightsClaims are the claims of a line that owns the page, or speaks of it.
func rightsClaims(s string) []claim {
	if len(s) > 400 {
		return nil
	}
	var out []claim
	for _, at := range rightsMark().FindAllStringIndex(s, 3) {
		rest := s[at[1]:]
		rest = strings.TrimSpace(rest[len(years().FindString(rest)):])
		if end := nameEnd().FindStringIndex(rest); end != nil {
			rest = rest[:end[0]]
		}
		w := fromRights
		if cut := company().FindStringIndex(rest); cut != nil && cut[0] > 0 {
			rest, w = rest[:cut[0]], fromCompany
		}
		if name, ok := outletName(rest); ok {
			out = append(out, claim{name: name, weight: w})
		}
	}
	for _, re := range phrases {
		if m := re().FindStringSubmatch(s); m != nil {
			if name, ok := outletName(m[1]); ok {
				out = append(out, claim{name: name, weight: fromPhrase})
			}
		}
	}
	return out
}

// titleClaims are the ends of the window's title: "Storm hits coast - The
// Daily Example".
func titleClaims(title string) []claim {
	seps := titleSep().FindAllStringIndex(title, -1)
	if len(seps) == 0 {
		if name, ok := outletName(title); ok && len(strings.Fields(name)) <= 4 {
			return []claim{{name: name, weight: fromNearTop}} // a page that is called like its site
		}
		return nil
	}
	var out []claim
	tail, head := title[seps[len(seps)-1][1]:], title[:seps[0][0]]
	if name, ok := outletName(tail); ok && len(name)*2 < len(title) {
		out = append(out, claim{name: name, weight: fromTitle})
	}
	if name, ok := outletName(head); ok && len(name)*2 < len(title) {
		out = append(out, claim{name: name, weight: fromTitle - 1})
	}
	return out
}

// outletCore is a name without what outlets add to it or leave out.
func outletCore(s string) string {
	s = strings.TrimPrefix(strings.ToLower(s), "the ")
	for _, tail := range []string{" online", " english", " newspaper", ".com", ".org", ".net"} {
		s = strings.TrimSuffix(s, tail)
	}
	return squash(s)
}

// sameOutlet holds for two forms of one name: "Harbour Post" and "HARBOUR POST
// Online".
func sameOutlet(a, b string) bool {
	a, b = outletCore(a), outletCore(b)
	if a == b {
		return a != ""
	}
	return min(len(a), len(b)) >= 5 && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a))
}

// shouts holds for words in capitals only.
func shouts(s string) bool { return s == strings.ToUpper(s) }

// domains are the labels of the page's host and of the addresses on it.
func (d *draft) domains() []string {
	var out []string
	add := func(host string) {
		if freeMail[host] {
			return
		}
		for label := range strings.SplitSeq(host, ".") {
			if len(label) >= 3 && !slices.Contains(out, label) && !topDomains[label] {
				out = append(out, label)
			}
		}
	}
	add(hostOf(d.url))
	add(hostOf(d.canonical))
	for i := range d.blocks {
		if b := &d.blocks[i]; b.part != news.Body && len(b.text) < 300 && strings.Contains(b.text, ".") {
			for _, m := range siteName().FindAllStringSubmatch(strings.ToLower(b.text), 4) {
				add(m[1])
			}
		}
		if len(out) > 12 {
			break
		}
	}
	return out
}

// siteName is a site's address, or the part of a mail address that names one.
var siteName = lazily(`(?:^|[\s(:/@])(?:www\.)?((?:[a-z0-9-]{2,40}\.){1,3}[a-z]{2,8})\b`)

var topDomains = map[string]bool{"com": true, "org": true, "net": true, "gov": true, "edu": true, "info": true, "www": true, "news": true, "mail": true, "blog": true, "example": true,
	"facebook": true, "twitter": true, "youtube": true, "instagram": true, "telegram": true, "wordpress": true, "blogspot": true, "google": true}

// isLabelOf holds for a domain's label that is made of a name: the whole, its
// beginning, or its initials.
func isLabelOf(label, name string) bool {
	l, n, core := squash(label), squash(name), outletCore(name)
	if l == n || l == core || len(l) >= 5 && strings.HasPrefix(n, l) || len(core) >= 4 && strings.HasPrefix(l, core) {
		return true
	}
	var initials strings.Builder
	for w := range strings.FieldsSeq(name) {
		r, _ := utf8.DecodeRuneInString(w)
		initials.WriteRune(unicode.ToLower(r))
	}
	return len(l) >= 3 && initials.String() == l
}

// oneCommonWord holds for a single word that may be any label: not "GNK", not
// "GlobeGlance".
func oneCommonWord(name string) bool {
	_, rest := utf8.DecodeRuneInString(name)
	return !strings.ContainsAny(name, " .") && strings.ToLower(name[rest:]) == name[rest:] && !newsName().MatchString(name)
}

// recurs counts, up to two, the short lines outside the body that hold a name
// within other words.
func (d *draft) recurs(name string, first, last int) int {
	n := 0
	if oneCommonWord(name) {
		return 0
	}
	for i := range d.blocks {
		b := &d.blocks[i]
		if i >= first && i <= last || len(b.text) > 200 || len(b.text) <= len(name)+2 {
			continue
		}
		if at := strings.Index(b.text, name); at >= 0 && wholeWords(b.text, at, at+len(name)) {
			if n++; n == 2 {
				break
			}
		}
	}
	return n
}

// wholeWords holds where s[from:to] is cut out of s at words' ends.
func wholeWords(s string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:from])
	after, _ := utf8.DecodeRuneInString(s[to:])
	return (from == 0 || !isWordRune(before)) && (to == len(s) || !isWordRune(after))
}
