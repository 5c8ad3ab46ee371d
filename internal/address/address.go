// Package address tells which article a page's address names: whatever the
// scheme, the host's twin for telephones, the tracking parameters or the
// trailing slash are. It does no I/O, and follows nothing.
package address

import (
	"cmp"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"chancery/internal/news"
)

// Address is what of an address names an article. Key and Base are for
// comparing only: they are no addresses.
type Address struct {
	Site  string // the host, without "www.", "m." and the like
	Key   string // site, path and all parameters that may name the article
	Base  string // Key without the parameters of which nothing is known
	Front bool   // a site's front page, which is no article's address
}

// Parse reads an address as crawlers write it; ok is false where it is no
// web address. Of an archive's or an AMP cache's copy it is the address copied.
func Parse(raw string) (a Address, ok bool) {
	u, ok := webAddress(raw)
	if !ok {
		return Address{}, false
	}
	for range 3 { // a copy of a copy, at most
		inner, ok := copied(u)
		if !ok {
			break
		}
		u = inner
	}
	a.Site = site(u)
	if a.Site == "" {
		return Address{}, false
	}
	p := articlePath(u)
	named, unknown := parameters(u.RawQuery)
	if strings.HasPrefix(u.Fragment, "!") { // the page's own program reads it
		named = append(named, "#"+u.Fragment)
	}
	a.Base = join(a.Site+p, named)
	a.Key = join(a.Base, unknown)
	a.Front = len(named)+len(unknown) == 0 && frontPath().MatchString(p)
	return a, true
}

func join(base string, params []string) string {
	if len(params) == 0 {
		return base
	}
	return base + "?" + strings.Join(params, "&")
}

// frontPath is the path of a front page, or of a language's.
var frontPath = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:/[a-z]{2}(?:[-_][A-Za-z]{2})?)?$`) })

// webAddress parses what is surely an address of the web.
func webAddress(raw string) (*url.URL, bool) {
	raw = strings.TrimSpace(raw)
	lower := strings.ToLower(raw[:min(len(raw), len("https://"))])
	switch {
	case strings.HasPrefix(lower, "http://"), strings.HasPrefix(lower, "https://"):
	case strings.HasPrefix(raw, "//"):
		raw = "http:" + raw
	case bareHost().MatchString(raw):
		raw = "http://" + raw
	default:
		return nil, false
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || !utf8.ValidString(raw) {
		return nil, false
	}
	return u, true
}

var bareHost = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?i)(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]|$)`)
})

// copied is the address that an archive or an AMP cache copied.
func copied(u *url.URL) (*url.URL, bool) {
	host := strings.ToLower(u.Hostname())
	rest := ""
	switch {
	case host == "web.archive.org":
		if m := archived().FindStringIndex(u.Path); m != nil {
			rest = u.Path[m[1]:]
		}
	case strings.HasSuffix(host, ".cdn.ampproject.org"), host == "cdn.ampproject.org":
		if m := ampCached().FindStringIndex(u.Path); m != nil {
			rest = u.Path[m[1]:]
		}
	case host == "google.com" || strings.HasPrefix(host, "www.google."):
		if s, ok := strings.CutPrefix(u.Path, "/amp/"); ok {
			rest = strings.TrimPrefix(s, "s/")
		}
	}
	if rest == "" {
		return nil, false
	}
	if u.RawQuery != "" {
		rest += "?" + u.RawQuery
	}
	return webAddress(mended().ReplaceAllString(rest, "$1://"))
}

var (
	archived  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^/web/\d{4,14}(?:[a-z]{2}_)?/`) })
	ampCached = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^/[a-z]/(?:s/)?`) })
	mended    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(https?):/+`) }) // of which a proxy took a slash
)

// site is the host without what only says how or to what device it serves.
func site(u *url.URL) string {
	labels := strings.Split(strings.Trim(strings.ToLower(u.Hostname()), "."), ".")
	for len(labels) > 2 && twin().MatchString(labels[0]) {
		labels = labels[1:]
	}
	if len(labels) > 3 && twin().MatchString(labels[1]) { // "en.m.wikipedia.org"
		labels = slices.Delete(labels, 1, 2)
	}
	host := strings.Join(labels, ".")
	if port := u.Port(); host != "" && port != "" && port != "80" && port != "443" {
		host += ":" + port
	}
	return host
}

var twin = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:www\d?|m|mobile|mobil|wap|amp|touch)$`) })

// articlePath is the path without what does not name the article: a trailing
// slash, the server's name for a folder's page, marks of AMP, a session.
func articlePath(u *url.URL) string {
	p := session().ReplaceAllString(u.Path, "")
	p = path.Clean("/" + p)
	for {
		was := p
		p = strings.TrimSuffix(p, "/amp")
		p = strings.TrimSuffix(p, ".amp")
		p = strings.TrimPrefix(p, "/amp")
		if p != "" && p[0] != '/' {
			p = "/amp" + p // "/ampere"
			break
		}
		if p = strings.TrimSuffix(p, "/"); p == was {
			break
		}
	}
	if s, ok := strings.CutSuffix(p, ".amp.html"); ok {
		p = s + ".html"
	}
	if u.RawQuery == "" {
		p = folderPage().ReplaceAllString(p, "")
	}
	return p
}

var (
	session    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i);(?:jsessionid|phpsessid|sid)=[^/;]*`) })
	folderPage = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)/(?:index|default)\.(?:html?|php|aspx?|jsp)$`) })
)

// parameters are those that name an article, and those of which nothing is
// known, both sorted; those that only track are left out.
func parameters(query string) (named, unknown []string) {
	for p := range strings.FieldsFuncSeq(query, func(r rune) bool { return r == '&' || r == ';' }) {
		k, v, _ := strings.Cut(p, "=")
		k, v = unescape(k), unescape(v)
		key := strings.ToLower(k)
		switch {
		case key == "", tracks().MatchString(key), v == "amp":
		case names().MatchString(key) && v != "":
			named = append(named, key+"="+v)
		default:
			unknown = append(unknown, key+"="+v)
		}
	}
	slices.Sort(named)
	slices.Sort(unknown)
	return slices.Compact(named), slices.Compact(unknown)
}

func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil && utf8.ValidString(plain) {
		return plain
	}
	return s
}

// tracks are parameters that say who came from where, or how the page is to
// look.
var tracks = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:utm_.*|utm[a-z]+|pk_.*|mtm_.*|piwik_.*|hsa_.*|_hs.*|fb_.*|at_.*|ns_.*|vero_.*|mc_.*|ito|_ga|_gl|_openstat|` +
		`.*clid|gbraid|wbraid|igsh.*|mkt_tok|s_cid|s_kwcid|cmpid|cmp|icid|intcid|ncid|ocid|ito|itok|xtor|spm|scm|trk.*|trackid|tracking.*|` +
		`ref|ref_.*|refer+er|referrer|src|source|via|from|origin|partner|campaign.*|smid|smtyp|sr_share|share|shared?|sharetoken|soc_.*|wt\.mc_id|wt_.*|` +
		`rss|feed|amp|print|printable|jsessionid|phpsessid|session|sessionid|zanpid|guccounter|guce_.*|__twitter.*|twclid|dicbo|ftag|tag_source|` +
		`cb|nocache|cachebuster|rnd|random|_|fontsize|font_size|theme)$`)
})

// names are parameters that name an article.
var names = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:p|a|n|q|no|num|nr|seq|idx|serial|story|article|art|news|item|doc|docs|post|page|slug|title|name|date|day|year|month|file|path|url|` +
		`[a-z0-9_.-]*id|[a-z]+_?(?:no|num|code|key|seq|idx))$`)
})

// Declared is the address that a page's markup gives as the article's own,
// base being where it was read ("" where that is not known). ok is false
// where it gives none, or one that cannot be an article's: a front page's, or
// another site's.
func Declared(base string, meta []news.Meta) (a Address, ok bool) {
	own, _ := Parse(base)
	for _, name := range []string{"canonical", "og:url"} {
		for i := range meta {
			if meta[i].Name != name {
				continue
			}
			a, ok = Parse(resolve(base, meta[i].Value))
			if ok && !a.Front && a.Site == cmp.Or(own.Site, a.Site) {
				return a, true
			}
		}
	}
	return Address{}, false
}

func resolve(base, ref string) string {
	if b, ok := webAddress(base); ok {
		if r, err := url.Parse(strings.TrimSpace(ref)); err == nil {
			return b.ResolveReference(r).String()
		}
	}
	return ref
}
