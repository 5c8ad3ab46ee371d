package extract

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
)

// first gives the first value of the first of the names that the markup has
// and that ok accepts (nil: any).
func (d *draft) first(ok func(string) bool, names ...string) string {
	for _, name := range names {
		for _, m := range d.meta {
			if m.Name == name && (ok == nil || ok(m.Value)) {
				return m.Value
			}
		}
	}
	return ""
}

// all gives every value of the first of the names that has one that ok accepts.
func (d *draft) all(ok func(string) bool, names ...string) []string {
	for _, name := range names {
		var out []string
		for _, m := range d.meta {
			if m.Name == name && ok(m.Value) && !containsFold(out, m.Value) {
				out = append(out, m.Value)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

func containsFold(list []string, s string) bool {
	for _, e := range list {
		if strings.EqualFold(e, s) {
			return true
		}
	}
	return false
}

// settleMeta draws the article's fields from what the markup says.
func (d *draft) settleMeta() {
	d.canonical = d.first(isWebAddress, "canonical", "og:url")
	page := d.url
	if page == "" {
		page = d.canonical
	}
	host := hostOf(page)
	d.outlet = d.first(nil, "og:site_name", "jsonld:publisher", "jsonld:website.name", "jsonld:webpage.publisher", "application-name", "publisher", "dc.publisher", "twitter:app:name:iphone", "record:outlet")
	if strings.Contains(d.outlet, "://") {
		d.outlet = ""
	}
	d.title = d.first(nil, "jsonld:headline", "og:title", "twitter:title", "dc.title", "jsonld:webpage.headline", "record:title")
	pageTitle := d.first(nil, "title")
	if d.title == "" || len(d.title) > 300 {
		d.title, d.windowed = pageTitle, true
	}
	d.claims = append(d.claims, titleClaims(pageTitle)...)
	d.title = cutSiteName(d.title, d.outlet, host)
	d.author = authorNames(d.all(isAuthorName, "jsonld:author", "author", "article:author", "dc.creator", "dcterms.creator", "byl", "parsely-author", "sailthru.author", "jsonld:creator", "jsonld:webpage.author", "itemprop:author", "twitter:data1", "record:author"))
	d.credits = d.all(func(s string) bool { return len(s) < 120 }, "jsonld:creditText", "jsonld:sourceOrganization", "syndication-source-name")
	d.published = d.markupDate(page)
	d.modified = d.markupChange(d.published.From) // no page is changed before it is published
	d.section = d.first(func(s string) bool { return len(s) <= 60 && !strings.Contains(s, "://") }, "jsonld:articleSection", "article:section", "og:article:section", "section", "parsely-section", "dc.section", "jsonld:webpage.articleSection", "itemprop:articlesection", "articlesection")
	d.language = languageTag(d.first(nil, "lang", "jsonld:inLanguage", "og:locale", "content-language", "record:language"))
}

func isWebAddress(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// authorNames are those that markup states, each once and without "By", which
// templates leave with them.
func authorNames(stated []string) string {
	var names []string
	for _, s := range stated {
		if rest, ok := strings.CutPrefix(s, "By"); ok {
			if r, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " :")); unicode.IsUpper(r) {
				s = strings.TrimLeft(rest, " :")
			}
		}
		if !containsFold(names, s) {
			names = append(names, s)
		}
	}
	return strings.Join(names, "; ")
}

// isAuthorName refuses times of reading, addresses, accounts and names of roles that stand where
// a name should.
func isAuthorName(s string) bool {
	if len(s) > 120 || strings.Contains(s, "://") || strings.HasPrefix(s, "@") || strings.HasPrefix(s, "www.") {
		return false
	}
	switch strings.ToLower(s) {
	case "admin", "administrator", "editor", "author", "webmaster", "user", "guest", "root", "none", "null", "undefined", "n/a", "unknown", "import", "importer", "imported", "system", "wordpress":
		return false
	}
	return strings.ContainsFunc(s, unicode.IsLetter) && !readingTime().MatchString(s)
}

var readingTime = lazily(`(?i)^\D{0,12}\d+\s*min(?:ute)?s?\b`)

func hostOf(page string) string {
	u, err := url.Parse(page)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// languageTag is the primary subtag of a BCP 47 tag, "" if there is none.
func languageTag(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if i := strings.IndexAny(s, "-_,; "); i >= 0 {
		s = s[:i]
	}
	if len(s) < 2 || len(s) > 3 {
		return ""
	}
	return s
}

var titleSep = lazily(`\s+[|–—\-:·•»«/]+\s+|\s*\|\s*`)

// cutSiteName takes the site's name off a title's end or start: "Storm hits
// coast | The Daily Example".
func cutSiteName(title, outlet, host string) string {
	seps := titleSep().FindAllStringIndex(title, -1)
	if len(seps) == 0 {
		return title
	}
	isSite := func(s string) bool {
		s = squash(s)
		if s == "" {
			return false
		}
		o := squash(outlet)
		label, _, _ := strings.Cut(host, ".")
		return o != "" && (s == o || strings.HasPrefix(s, o) || strings.HasPrefix(o, s) && len(s) >= 3) ||
			len(label) >= 3 && (s == squash(label) || s == squash(host))
	}
	for _, sep := range slices.Backward(seps) {
		if isSite(title[sep[1]:]) && sep[0] > 0 {
			return strings.TrimSpace(title[:sep[0]])
		}
	}
	if isSite(title[:seps[0][0]]) && seps[0][1] < len(title) {
		return strings.TrimSpace(title[seps[0][1]:])
	}
	last := seps[len(seps)-1]
	tail := title[last[1]:]
	if strings.Contains(title[last[0]:last[1]], "|") && utf8.RuneCountInString(tail) <= 30 && last[0] > len(tail) {
		return strings.TrimSpace(title[:last[0]])
	}
	return title
}

// squash keeps letters and digits only, in lower case.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if isWordRune(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// settleMarkup finds title, byline, credits and captions among the rendered
// blocks, the body being marked.
func (d *draft) settleMarkup(cuts, title *forest) {
	first, last := d.settleBody(cuts, true)
	if d.outlet == "" {
		page := d.url
		if page == "" {
			page = d.canonical
		}
		if d.outlet = d.nameOutlet(nil); d.outlet != "" {
			d.title = cutSiteName(d.title, d.outlet, hostOf(page))
		} else {
			d.outlet = hostOf(page)
		}
	}
	first, _ = d.takeSiblings(first, last)
	d.markTitle(title, d.firstProse(first))
	d.dropAboveTitle()
	first, last = d.liftStandfirst()
	d.markAround(first, last)
}

// firstProse is the body's first block that is a sentence, first if none is.
func (d *draft) firstProse(first int) int {
	for i := max(first, 0); i < len(d.blocks); i++ {
		if b := &d.blocks[i]; b.part == news.Body && endsSentence(b.text) && len(strings.Fields(b.text)) >= 9 {
			return i
		}
	}
	return first
}

// headingAbove is the heading next above the body that speaks of what the
// body tells, -1 if there is none.
func (d *draft) headingAbove(first int) int {
	told := d.vocabulary(first)
	for i := first - 1; i >= max(0, first-8); i-- {
		if b := &d.blocks[i]; (b.level == 1 || b.level == 2) && titleScore(b.says()) > 0 && overlap(b.says(), told) >= .3 && b.where&(inNav|inFooter|inAside) == 0 {
			return i
		}
	}
	return -1
}

// takeSiblings adds to the body the paragraphs next to its ends that share an
// element with it and read like it, and within it those that tell of others.
func (d *draft) takeSiblings(first, last int) (int, int) {
	if first < 0 {
		return first, last
	}
	told := d.vocabulary(first)
	said := func(b *block) bool {
		return b.tag == tagP && b.link == 0 && (b.where == inArticle && b.says().tells() || b.says().isLead())
	}
	fits := func(i, next int) bool {
		b := &d.blocks[i]
		return b.part != news.Body && d.siblings(i, next) && b.link*3 < len(b.text) && endsSentence(b.text) && !isEnding(b.says()) &&
			(len(strings.Fields(b.text)) >= 8 && (b.says().cued() == noCue || overlap(b.says(), told) > .25) || said(b))
	}
	for first > 0 && fits(first-1, first) {
		first--
		d.blocks[first].part = news.Body
	}
	for i := first + 1; i < last; i++ {
		if d.blocks[i-1].part == news.Body && said(&d.blocks[i]) && fits(i, i-1) {
			d.blocks[i].part = news.Body
		}
	}
	for last+1 < len(d.blocks) && fits(last+1, last) {
		last++
		d.blocks[last].part = news.Body
	}
	return first, last
}

// siblings reports whether two blocks share an element and their shape.
func (d *draft) siblings(i, j int) bool {
	a, b := &d.blocks[i], &d.blocks[j]
	return a.parent == b.parent && a.parent != 0 && a.tag == b.tag && a.level == 0 && a.list == b.list && a.where == b.where && a.good == b.good && a.bad == b.bad
}

// dropAboveTitle makes the labels above the title chrome that were taken for
// body, when the title stands above the first paragraph.
func (d *draft) dropAboveTitle() {
	first, last := d.bounds()
	at := slices.IndexFunc(d.blocks, func(b block) bool { return b.part == news.Title })
	if at < 0 || first < 0 || at > last {
		return
	}
	for i := first; i < at; i++ {
		if b := &d.blocks[i]; b.part == news.Body && endsSentence(b.text) && len(strings.Fields(b.text)) >= 9 {
			return // the title stands within the article
		}
	}
	for i := range at {
		if p := d.blocks[i].part; p == news.Body || p == news.Heading {
			d.blocks[i].part = news.Chrome
		}
	}
}

// liftStandfirst makes headings of the lines between title and byline that
// were taken for the body's first.
func (d *draft) liftStandfirst() (first, last int) {
	first, _ = d.bounds()
	prose := d.firstProse(first)
	signed := -1
	for i := first; i >= 0 && i < prose; i++ {
		if r := d.blocks[i].says(); r.isDateline() || r.isByline() || d.isSigned(r.text) {
			signed = i
		}
	}
	for i := max(first, 0); i < signed; i++ {
		if b := &d.blocks[i]; b.part == news.Body && !endsSentence(b.text) {
			b.part = news.Heading
		}
	}
	return d.bounds()
}

// markTitle finds the title among the blocks: the heading that says what the
// markup's titles say.
func (d *draft) markTitle(title *forest, first int) {
	want := squash(d.title)
	long := squash(d.first(nil, "title")) + "\n" + squash(d.first(nil, "og:title"))
	if d.windowed && d.isOutlet(d.title) {
		d.title, want = "", "" // the site's name on every page
	}
	best, score := -1, 0
	for i := range d.blocks {
		b := &d.blocks[i]
		s := squash(b.text)
		if len(s) < 4 || len(b.text) > 400 || b.where&(inNav|inFooter) != 0 {
			continue
		}
		v := 0
		switch {
		case s == want:
			v = 40
		case len(s) > 12 && strings.Contains(long, s):
			v = 20
		case b.level == 1 && (first < 0 || i <= first):
			v = 10
		default:
			continue
		}
		if b.level > 0 {
			v += 12 - 2*b.level
		}
		if first >= 0 && i > first {
			v -= 15
		}
		if b.where&inAside != 0 {
			v -= 5
		}
		if v > score || v == score && (first < 0 || i <= first) {
			best, score = i, v
		}
	}
	if d.windowed && score < 20 && first > 0 {
		if i := d.headingAbove(first); i >= 0 {
			best, score = i, 20
			d.title = ""
		}
	}
	if best < 0 || score < 8 {
		if d.title == "" {
			d.titleAbove(title, first)
		}
		return
	}
	d.blocks[best].part = news.Title
	if text := d.blocks[best].text; score >= 20 && (d.blocks[best].level == 1 || d.windowed && len(squash(text))*5 > len(want)*2) || d.title == "" {
		d.title = text
	}
}
