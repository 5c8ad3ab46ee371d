package extract

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html"
	"slices"
	"strings"

	"chancery/internal/news"
)

// ldReader collects article statements from decoded JSON-LD.
type ldReader struct {
	out     []news.Meta
	body    string // of the first article that has one
	updates []update
}

func (r *ldReader) add(name, value string) {
	if value = strings.TrimSpace(html.UnescapeString(value)); value != "" && len(r.out) < 100 {
		r.out = append(r.out, news.Meta{Name: "jsonld:" + name, Value: value, From: "jsonld"})
	}
}

// node reads v, a value at the top, in @graph or below mainEntity.
func (r *ldReader) node(v any, depth int) {
	if depth > 8 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			r.node(e, depth+1)
		}
	case map[string]any:
		kinds := ldTypes(v)
		article, page, site := false, false, false
		for _, k := range kinds {
			switch {
			case strings.HasSuffix(k, "Article"), strings.HasSuffix(k, "Posting"), k == "Report", k == "LiveBlogPosting", k == "Review":
				article = true
			case k == "WebPage", k == "ItemPage":
				page = true
			case k == "WebSite", k == "NewsMediaOrganization":
				site = true
			}
		}
		prefix := ""
		if page {
			prefix = "webpage."
		}
		if article || page {
			for _, k := range []string{"headline", "name", "datePublished", "dateCreated", "dateModified", "inLanguage", "articleSection"} {
				if article && k == "name" && v["headline"] != nil {
					continue
				}
				r.add(prefix+k, ldString(v[k]))
			}
			for _, name := range ldNames(v["author"]) {
				r.add(prefix+"author", name)
			}
			if article {
				r.liveUpdates(v["liveBlogUpdate"])
				r.body = cmp.Or(r.body, ldString(v["articleBody"]))
				for _, name := range ldNames(v["creator"]) {
					r.add("creator", name)
				}
			}
			for _, name := range ldNames(v["publisher"]) {
				r.add(prefix+"publisher", name)
			}
			for _, name := range ldNames(v["sourceOrganization"]) {
				r.add("sourceOrganization", name)
			}
			r.add(prefix+"creditText", ldString(v["creditText"]))
			r.add(prefix+"dateline", ldString(v["dateline"]))
			r.add(prefix+"isBasedOn", ldString(v["isBasedOn"]))
		}
		if site {
			r.add("website.name", ldString(v["name"]))
		}
		for _, k := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			r.node(v[k], depth+1)
		}
	}
}

// liveUpdates reads what a LiveBlogPosting is made of.
func (r *ldReader) liveUpdates(v any) {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	for _, e := range list {
		m, ok := e.(map[string]any)
		if !ok || len(r.updates) >= maxEntries {
			continue
		}
		u := update{squeeze(clean(html.UnescapeString(ldString(m["headline"])))), ldString(m["articleBody"]), cmp.Or(ldString(m["datePublished"]), ldString(m["dateCreated"]), ldString(m["dateModified"]))}
		if u.headline != "" || u.body != "" {
			r.updates = append(r.updates, u)
		}
	}
}

func ldTypes(m map[string]any) []string {
	var out []string
	switch t := m["@type"].(type) {
	case string:
		out = append(out, t)
	case []any:
		for _, e := range t {
			if s, ok := e.(string); ok {
				out = append(out, s)
			}
		}
	}
	for i, t := range out {
		out[i] = t[strings.LastIndexAny(t, "/#:")+1:]
	}
	return out
}

func ldString(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return fmt.Sprint(v)
	case []any:
		if len(v) > 0 {
			return ldString(v[0])
		}
	case map[string]any:
		for _, k := range []string{"@value", "name", "url", "@id"} {
			if s := ldString(v[k]); s != "" {
				return s
			}
		}
	}
	return ""
}

// ldNames reads a person, an organisation, a bare name, or a list of these.
func ldNames(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, ldNames(e)...)
		}
		return out
	case map[string]any:
		switch n := v["name"].(type) {
		case string:
			return []string{n}
		case []any:
			return ldNames(n)
		}
	}
	return nil
}

var (
	rawBreak      = lazily(`[\x00-\x1F]+`)
	trailingComma = lazily(`,\s*([}\]])`)
	jsonComment   = lazily(`(?m)/\*.*?\*/|^\s*//.*$`)
)

// repairJSON mends what CMS templates break: raw line breaks in strings,
// trailing commas, comments, a final semicolon.
func repairJSON(s string) string {
	s = jsonComment().ReplaceAllString(s, " ")
	s = rawBreak().ReplaceAllString(s, " ")
	s = trailingComma().ReplaceAllString(s, "$1")
	return strings.TrimSuffix(strings.TrimSpace(s), ";")
}

var ldScrape = lazily(`"(headline|datePublished|dateModified)"\s*:\s*"((?:[^"\\]|\\.){1,500})"`)

// scrapeJSONLD reads single statements out of JSON beyond repair.
func scrapeJSONLD(s string) (r ldReader) {
	for _, m := range ldScrape().FindAllStringSubmatch(s, 20) {
		r.add(m[1], strings.NewReplacer(`\"`, `"`, `\/`, `/`).Replace(m[2]))
	}
	return r
}

// readJSONLD flattens the statements of a JSON-LD script that bear on an
// article: headline, author, publisher, dates; its text and the updates of a
// live blog where the script has them. Broken JSON gives what can be read after the usual repairs.
func readJSONLD(src string) (r ldReader) {
	src = strings.TrimSpace(src)
	src = strings.TrimPrefix(strings.TrimPrefix(src, "//"), "<![CDATA[")
	src = strings.TrimSuffix(strings.TrimSuffix(src, "]]>"), "//")
	var v any
	if json.Unmarshal([]byte(src), &v) != nil {
		v = nil
		if json.Unmarshal([]byte(repairJSON(src)), &v) != nil {
			return scrapeJSONLD(src)
		}
	}
	r.node(v, 0)
	return r
}

// scripted is the longest string of a script's data that is markup of several
// paragraphs, as pages carry it that a script fills.
func scripted(src string) (markup string) {
	const least, most = 3, 4 << 20 // paragraphs; bytes
	if len(src) > most || strings.Count(src, `\u003cp`) < least && strings.Count(src, `"<p`) < 1 {
		return ""
	}
	for _, m := range markupString().FindAllString(src, 200) {
		var s string
		if json.Unmarshal([]byte(m), &s) == nil && len(s) > len(markup) && strings.Count(s, "<p") >= least {
			markup = s
		}
	}
	return markup
}

// markupString is a string of JSON that begins as markup does.
var markupString = lazily(`"(?:\\u003c|<)(?:p|div|h[1-6]|section|article|ul)\b(?:[^"\\]|\\.)*"`)

// toldParagraphs are the paragraphs of a text that JSON-LD has, which may be
// markup.
func toldParagraphs(s string) []block {
	if plain, ok := unescaped(s); ok {
		s = plain
	}
	if htmlTag().MatchString(s) {
		s = s[:affordable(s, maxTree/4)]
		if doc, err := parseHTML(s); err == nil {
			return render(doc, false).blocks
		}
		s = stripTags(s)
	}
	var out []block
	for _, l := range splitLines(clean(html.UnescapeString(s))) {
		out = append(out, block{text: l.text})
	}
	return out
}

// takeTold makes the body of the text that JSON-LD has, where the page shows
// little of it and no other text as long: a page that a script fills. It stands
// below the title.
func (d *draft) takeTold() {
	const hardly = 400 // bytes of body
	if d.told == "" && bodySize(d.blocks) < hardly {
		d.told = d.scripted
	}
	if d.told == "" {
		return
	}
	var shown strings.Builder
	body, title := 0, -1
	want := squash(d.title)
	for i, b := range d.blocks {
		s := squash(b.text)
		shown.WriteString(s)
		if b.part == news.Body && b.level == 0 {
			body += len(b.text) - b.link
		}
		if title < 0 && (b.level == 1 || s == want) {
			title = i
		}
	}
	page := shown.String()
	pars := toldParagraphs(d.told)
	all, missing := 0, 0
	for i := range pars {
		pars[i].part, pars[i].tag = news.Body, tagP
		all += len(pars[i].text)
		if s := squash(pars[i].text); !strings.Contains(page, ending(s, 60)) {
			missing += len(pars[i].text)
		}
	}
	if len(pars) == 0 || len(pars)+len(d.blocks) > maxBlocks || missing*2 < all || body*2 > all {
		return
	}
	for i := range d.blocks {
		d.blocks[i].part = ""
	}
	if title < 0 {
		title = len(d.blocks) - 1
	}
	at := 0
	if title >= 0 {
		at = d.blocks[title].at
	}
	for i := range pars {
		pars[i].at = at
	}
	d.blocks = slices.Insert(d.blocks, title+1, pars...)
}
