package feed

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/unicode"
)

const base = "https://post.example/lists/here.xml"

const rssFeed = `<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Post: World</title><language>en</language>
<item><title>Japan&#39;s envoy in Manila</title><link>/world/manila#top</link><source url="https://wire.example/rss">The Wire</source><dc:creator>Ana Roe</dc:creator><pubDate>Fri, 01 Mar 2024 10:20:30 GMT</pubDate></item>
<item><title>Once more</title><link>https://POST.example/world/manila</link></item>
<item><title>By its guid</title><guid isPermaLink="true">https://post.example/guid</guid></item>
<item><title>All of it here</title><content:encoded><![CDATA[<p>The whole text.</p>]]></content:encoded></item>
<item><title>Nothing</title><link>javascript:alert(1)</link></item>
</channel></rss>`

const atomFeed = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title>
<entry><title>One</title><link rel="self" href="https://post.example/self"/><link href="https://post.example/one"/><updated>2024-03-01T10:20:30Z</updated><published>2024-03-01T09:00:00Z</published><author><name>A</name></author><author><name>B</name></author><source><title>Elsewhere</title></source></entry>
</feed>`

// utf16 is a text as Windows writes it.
func utf16(s string) string {
	out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return out
}

func TestRead(t *testing.T) {
	at := time.Date(2024, 3, 1, 10, 20, 30, 0, time.UTC)
	long := "20240301101500"
	gkg := strings.Join([]string{long + "-1", long, "1", "wire.example", "https://wire.example/a"}, "\t") + strings.Repeat("\t", 22)
	for _, tt := range []struct {
		name, body string
		want       List
	}{
		{"a", rssFeed, List{Kind: RSS, Title: "Post: World", Items: []Item{
			{URL: "https://post.example/world/manila", Title: "Japan's envoy in Manila", Outlet: "The Wire", Author: "Ana Roe", Language: "en", Published: "Fri, 01 Mar 2024 10:20:30 GMT"},
			{URL: "https://post.example/guid", Title: "By its guid", Language: "en"},
			{Title: "All of it here", Language: "en", HTML: "<p>The whole text.</p>"},
		}}},
		{"a", atomFeed, List{Kind: Atom, Title: "Atom", Items: []Item{{URL: "https://post.example/one", Title: "One", Outlet: "Elsewhere", Author: "A; B", Published: "2024-03-01T09:00:00Z", Changed: at}}}},
		{"a", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>Old</title></channel><item><title>T</title><link>https://post.example/rdf</link></item></rdf:RDF>`,
			List{Kind: RSS, Title: "Old", Items: []Item{{URL: "https://post.example/rdf", Title: "T"}}}},
		{"a", `{"version": "https://jsonfeed.org/version/1.1", "title": "J", "language": "de", "items": [{"id": "1", "url": "https://post.example/json", "title": "T", "date_published": "2024-03-01T10:20:30Z", "authors": [{"name": "A"}]}]}`,
			List{Kind: JSONFeed, Title: "J", Items: []Item{{URL: "https://post.example/json", Title: "T", Author: "A", Language: "de", Published: "2024-03-01T10:20:30Z"}}}},
		{"a", `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="x"><url><loc>
			https://post.example/a?x=1&amp;y=2 </loc><lastmod>2024-03-01T10:20:30Z</lastmod><image:image><image:loc>https://post.example/a.jpg</image:loc><image:title>Picture</image:title></image:image>
			<news:news><news:publication><news:name>The Post</news:name><news:language>en</news:language></news:publication><news:publication_date>2024-03-01</news:publication_date><news:title>Title</news:title></news:news></url><url><loc>https://post.example/b</loc></url>`,
			List{Kind: Sitemap, Cut: true, Items: []Item{{URL: "https://post.example/a?x=1&y=2", Title: "Title", Outlet: "The Post", Language: "en", Published: "2024-03-01", Changed: at}, {URL: "https://post.example/b"}}}},
		{"a", `<sitemapindex><sitemap><loc>https://post.example/s1.xml.gz</loc><lastmod>2024-03-01</lastmod></sitemap></sitemapindex>`,
			List{Kind: Index, Lists: []Item{{URL: "https://post.example/s1.xml.gz", Changed: time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)}}}},
		{"a", `<?xml version="1.0"?><opml version="2.0"><head><title>My feeds</title></head><body><outline text="World"><outline type="rss" text="Post" title="The Post" xmlUrl="https://post.example/rss" htmlUrl="https://post.example/"/><outline text="No feed"/></outline>
			<outline type="link" text="A page" url="https://post.example/page"/><outline type="include" text="More" url="https://post.example/more.opml"/></body></opml>`,
			List{Kind: OPML, Title: "My feeds", Items: []Item{{URL: "https://post.example/page", Title: "A page"}}, Lists: []Item{{URL: "https://post.example/rss", Title: "The Post"}, {URL: "https://post.example/more.opml", Title: "More"}}}},
		{"a", "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF=\"https://post.example/a?x&amp;y\" ADD_DATE=\"1\">A &amp; B</A><DT><A HREF=\"place:x\">no</A></DL>",
			List{Kind: Bookmarks, Items: []Item{{URL: "https://post.example/a?x&y", Title: "A & B"}}}},
		{"a", "# mine\nhttps://post.example/1\n\nhttp://post.example/2\r\n", List{Kind: Addresses, Items: []Item{{URL: "https://post.example/1"}, {URL: "http://post.example/2"}}}},
		{"a", "\ufeff# mine\r\nhttps://post.example/1\r\n", List{Kind: Addresses, Items: []Item{{URL: "https://post.example/1"}}}},
		{"a", utf16("<?xml version='1.0' encoding='utf-16'?><rss><channel><title>Обзор</title><item><link>https://post.example/16</link></item></channel></rss>"), List{Kind: RSS, Title: "Обзор", Items: []Item{{URL: "https://post.example/16"}}}},
		{"a", utf16("<?xml version='1.0' encoding='utf-16'?><opml><body><outline xmlUrl='https://post.example/16'/></body></opml>")[2:], List{Kind: OPML, Lists: []Item{{URL: "https://post.example/16"}}}},
		{"a", utf16("https://post.example/16\r\n")[2:], List{Kind: Addresses, Items: []Item{{URL: "https://post.example/16"}}}},
		{"a", utf16("https://post.example/16\r\n"), List{Kind: Addresses, Items: []Item{{URL: "https://post.example/16"}}}},
		{"a", "<?xml version='1.0' encoding='UTF-8'?><rss><channel><title>Caf\xe9</title><item><link>https://post.example/8</link></item></channel></rss>", List{Kind: RSS, Title: "Caf\ufffd", Items: []Item{{URL: "https://post.example/8"}}}},
		{"a", "<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><title>Caf\xe9</title><item><link>https://post.example/8</link></item></channel></rss>", List{Kind: RSS, Title: "Café", Items: []Item{{URL: "https://post.example/8"}}}},
		{"a", "<?xml version='1.0'?>\n<!DOCTYPE rss [\n<!ENTITY % more SYSTEM 'x'>\n<!ENTITY nbsp '&#160;'>\n]>\n<rss><channel><title>Old</title><item><link>https://post.example/91</link></item></channel></rss>",
			List{Kind: RSS, Title: "Old", Items: []Item{{URL: "https://post.example/91"}}}},
		{"a", `<ns0:urlset xmlns:ns0="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:ns1="http://www.google.com/schemas/sitemap-news/0.9" xmlns:ns2="http://www.google.com/schemas/sitemap-video/1.1" xmlns:ns3="x"><ns0:url><ns0:loc>https://post.example/a</ns0:loc>
			<ns1:news><ns1:title>Title</ns1:title></ns1:news><ns2:video><ns2:title>Film</ns2:title><ns2:publication_date>2001-01-01</ns2:publication_date></ns2:video><ns3:image><ns3:loc>https://post.example/a.jpg</ns3:loc></ns3:image></ns0:url></ns0:urlset>`,
			List{Kind: Sitemap, Items: []Item{{URL: "https://post.example/a", Title: "Title"}}}},
		{"x.gkg.csv", gkg + "\n" + strings.Replace(gkg, "\t1\t", "\t2\t", 1) + "\nshort\n", List{Kind: GKG, Items: []Item{{URL: "https://wire.example/a", Outlet: "wire.example"}}}},
		{"x", "123456789\t20240301101500\t20240301103000\t1\twire.example\thttps://wire.example/b\t1\t-1\t5\t9\t1\t50\t2000\t-3.1\t\t\n", List{Kind: Mentions, Items: []Item{{URL: "https://wire.example/b", Outlet: "wire.example"}}}},
	} {
		kind := KindOf(tt.name, []byte(tt.body))
		if kind != tt.want.Kind {
			t.Errorf("%.40q is a %q, want %q", tt.body, kind, tt.want.Kind)
			continue
		}
		got, err := Read(kind, base, []byte(tt.body))
		if err != nil {
			t.Errorf("%s: %v", kind, err)
			continue
		}
		for i := range got.Items {
			if kind == RSS || kind == JSONFeed {
				got.Items[i].Changed = time.Time{}
			}
		}
		if d := cmp.Diff(&tt.want, got); d != "" {
			t.Errorf("%s: -want +got:\n%s", kind, d)
		}
	}
}

func TestNoList(t *testing.T) {
	for _, s := range []string{
		"", "<", "<html><body>rss</body></html>", "<!DOCTYPE html><rss>", "<svg xmlns='x'/>", `{"version": "1"}`, `{"text": "jsonfeed.org"}`, "words", "https://a.example/ is a page",
		"Visit\nhttps://a.example/", "a\tb\tc", "<feed>no Atom</feed>", "<rdf:RDF><x/></rdf:RDF>",
	} {
		if k := KindOf("a", []byte(s)); k != None && s != "<!DOCTYPE html><rss>" {
			t.Errorf("%q is a %s", s, k)
		}
	}
}

// Bad lists are errors, or give what can be read of them.
func TestBadLists(t *testing.T) {
	for _, tt := range []struct {
		kind  Kind
		body  string
		items int // -1: an error
	}{
		{RSS, "<rss><channel>" + strings.Repeat("<a>", 1_000_000), -1},
		{Atom, "<feed xmlns='http://www.w3.org/2005/Atom'>" + strings.Repeat("<x:a>", 100_000), -1},
		{RSS, "<rss", -1},
		{JSONFeed, `{"version": "https://jsonfeed.org/version/1", "items": [`, -1},
		{Sitemap, "<urlset><url><loc>https://a.example/1</loc></url><url><loc>https://a.ex", 1},
		{Sitemap, "<urlset>" + strings.Repeat("<url>", 100_000) + "<loc>https://a.example/1</loc></url>", 1},
		{Sitemap, "<urlset><url><loc>" + strings.Repeat("x", 1<<20) + "</loc></url></urlset>", 0},
		{Sitemap, `<!DOCTYPE x [<!ENTITY a "bbbb"><!ENTITY c "&a;&a;">]><urlset><url><loc>https://a.example/&c;</loc></url></urlset>`, 1},
		{OPML, "<opml><body>" + strings.Repeat("<outline text='x'>", 100_000) + "<outline xmlUrl='https://a.example/f'/>", 1},
		{OPML, "<opml><body><outline xmlUrl=https://a.example/f></body>", -1},
		{JSONFeed, `{"version": "https://jsonfeed.org/version/1", "items": [null]}`, -1},
		{RSS, `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><title>&a;</title><item><link>https://a.example/1</link></item></channel></rss>`, 1},
	} {
		l, err := Read(tt.kind, base, []byte(tt.body))
		n := -1
		if err == nil {
			n = len(l.Items) + len(l.Lists)
			if strings.Contains(l.Title, "root:") {
				t.Error("an entity was read from a file")
			}
		}
		if n != tt.items {
			t.Errorf("%.60q: %d items (%v), want %d", tt.body, n, err, tt.items)
		}
	}
	for body, cut := range map[string]bool{
		"<opml><body><outline xmlUrl='https://a.example/f'/></body></opml>": false, "<opml><body><outline xmlUrl='https://a.example/f'/></opml>\n<": false,
		"<opml><body><outline xmlUrl='https://a.example/f'/>": true, "<opml><body><outline xmlUrl='https://a.example/f'/><outline xml": true,
	} {
		if l, err := Read(OPML, base, []byte(body)); err != nil || len(l.Lists) != 1 || l.Cut != cut {
			t.Errorf("%s: cut: want %v, %+v, %v", body, cut, l, err)
		}
	}
	var many strings.Builder
	for i := range MaxItems + 5 {
		fmt.Fprintf(&many, "https://a.example/%d\n", i)
	}
	if l, err := Read(Addresses, "", []byte(many.String())); err != nil || len(l.Items) != MaxItems || !l.Cut {
		t.Error("not cut", err)
	}
}

func seed(f *testing.F, bodies ...string) {
	for _, b := range bodies {
		f.Add([]byte(b))
	}
}

func holds(t *testing.T, kind Kind, body []byte) {
	l, err := Read(kind, base, body)
	if err != nil {
		return
	}
	for _, it := range append(l.Items, l.Lists...) {
		if it.URL == "" && it.HTML == "" || it.URL != "" && !isAddress(it.URL) {
			t.Fatalf("%+v", it)
		}
	}
}

func FuzzFeed(f *testing.F) {
	seed(f, rssFeed, atomFeed, `{"version": "https://jsonfeed.org/version/1", "items": [{"url": "x"}]}`, "<rss><channel><item><source/><link/></item>")
	f.Fuzz(func(t *testing.T, b []byte) {
		KindOf("a", b)
		for _, k := range []Kind{RSS, Atom, JSONFeed} {
			holds(t, k, b)
		}
	})
}

func FuzzSitemap(f *testing.F) {
	seed(f, "<urlset><url><loc>https://a.example/</loc><lastmod>2024</lastmod></url></urlset>", "<sitemapindex><sitemap><loc>/a</loc></sitemap>")
	f.Fuzz(func(t *testing.T, b []byte) {
		holds(t, Sitemap, b)
		holds(t, Index, b)
	})
}

func FuzzOPML(f *testing.F) {
	seed(f, "<opml><outline xmlUrl='https://a.example/f'/><title>x</title></opml>", "<!DOCTYPE NETSCAPE-Bookmark-file-1><A HREF=\"https://a.example/\">x</A>")
	f.Fuzz(func(t *testing.T, b []byte) {
		holds(t, OPML, b)
		holds(t, Bookmarks, b)
	})
}

func FuzzLines(f *testing.F) {
	seed(f, "https://a.example/\n", "20240301101500-1\t20240301101500\t1\ta\thttps://a.example/\n")
	f.Fuzz(func(t *testing.T, b []byte) {
		KindOf("x.gkg.csv", b)
		for _, k := range []Kind{Addresses, GKG, Mentions} {
			holds(t, k, b)
		}
	})
}
