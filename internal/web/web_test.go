package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"chancery/internal/extract"
	"chancery/internal/fetch"
	"chancery/internal/source"
)

// site serves bodies by path; "SITE" in them is its address.
func site(t *testing.T, bodies map[string]string) string {
	t.Helper()
	var s *httptest.Server
	s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := bodies[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		head, body, _ := strings.Cut(body, "\n")
		w.Header().Set("Content-Type", head)
		body = strings.ReplaceAll(body, "SITE", s.URL)
		if strings.HasSuffix(r.URL.Path, ".gz") {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			_, _ = io.WriteString(z, body)
			_ = z.Close()
			body = b.String()
		}
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func fetched(t *testing.T, w *Web, address, home string) (out []string) {
	t.Helper()
	for p, err := range w.Pages(t.Context(), address) {
		line := fmt.Sprintf("%s|%s|%s|%s|%.60s", p.URL, p.Path, p.Media, p.Charset, p.Body)
		if err != nil {
			line = "! " + err.Error()
		}
		out = append(out, strings.ReplaceAll(line, home, "SITE"))
	}
	slices.Sort(out)
	return out
}

func TestPages(t *testing.T) {
	home := site(t, map[string]string{
		"/a":           "text/html; charset=ISO-8859-1\n<p>a",
		"/b":           "text/plain\nWords of b.",
		"/c":           "text/html\n<p>c",
		"/rss":         "text/html\n<rss version='2.0'><channel><item><link>/a</link></item><item><link>SITE/b</link></item><item><link>SITE/none</link></item><item><title>T</title><description>Words in the feed.</description></item></channel></rss>",
		"/map.xml":     "application/xml\n<sitemapindex><sitemap><loc>SITE/one.xml.gz</loc></sitemap><sitemap><loc>SITE/map.xml</loc></sitemap></sitemapindex>",
		"/one.xml.gz":  "application/x-gzip\n<urlset><url><loc>SITE/a</loc></url><url><loc>SITE/c</loc></url></urlset>",
		"/opml":        "text/x-opml\n<opml><body><outline xmlUrl='SITE/rss'/><outline type='link' url='SITE/rss2'/></body></opml>",
		"/rss2":        "text/xml\n<rss version='2.0'><channel><item><link>SITE/c</link></item></channel></rss>",
		"/deep0":       "text/xml\n<opml><outline xmlUrl='SITE/deep1'/></opml>",
		"/deep1":       "text/xml\n<opml><outline xmlUrl='SITE/deep2'/></opml>",
		"/deep2":       "text/xml\n<opml><outline xmlUrl='SITE/deep3'/></opml>",
		"/deep3":       "text/xml\n<opml><outline xmlUrl='SITE/a'/></opml>",
		"/pic":         "image/png\n\x89PNG\r\n\x1a\n",
		"/empty":       "text/html\n ",
		"/api":         "application/json\n{\"status\": \"ok\", \"articles\": [\n{\"url\": \"https://x.example/1\", \"content\": \"Words.\"}]}",
		"/pages.jsonl": "application/x-ndjson\n{\"url\": \"https://x.example/1\", \"text\": \"Words.\"}\n{}\n",
	})
	a, b, c := "SITE/a||text/html|iso-8859-1|<p>a", "SITE/b||text/plain||Words of b.", "SITE/c||text/html||<p>c"
	for address, want := range map[string][]string{
		"/a":           {a},
		"/b":           {b},
		"/rss":         {"! SITE/none: refused by the server: HTTP 404", a, b, "|SITE/rss#4|application/vnd.chancery.record+json|utf-8|{\"html\":\"Words in the feed.\",\"title\":\"T\"}"},
		"/map.xml":     {a, c},
		"/opml":        {"! SITE/none: refused by the server: HTTP 404", "! SITE/rss2: lists within lists within lists: not followed", a, b, "|SITE/rss#4|application/vnd.chancery.record+json|utf-8|{\"html\":\"Words in the feed.\",\"title\":\"T\"}"},
		"/deep0":       {"! SITE/deep3: lists within lists within lists: not followed"},
		"/pic":         {"! SITE/pic: not a page: image/png"},
		"/empty":       {"! SITE/empty: empty"},
		"/pages.jsonl": {"! SITE/pages.jsonl: line 2 (byte 49): bad record: neither \"html\" nor \"text\" has words", "https://x.example/1|SITE/pages.jsonl#1|text/plain|utf-8|Words."},
		"/api":         {"https://x.example/1|SITE/api#1|text/plain|utf-8|Words."},
		"/none":        {"! SITE/none: refused by the server: HTTP 404"},
	} {
		client := fetch.New(fetch.Options{Private: true, Delay: -1, Rude: true})
		got := fetched(t, &Web{Client: client, Reader: &source.Reader{}}, home+address, home)
		client.Close()
		slices.Sort(want)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: -want +got:\n%s", address, d)
		}
	}
}

func TestLimit(t *testing.T) {
	bodies := map[string]string{}
	list := "text/plain\n"
	for i := range 50 {
		bodies[fmt.Sprint("/", i)] = "text/html\n<p>page"
		list += fmt.Sprintf("SITE/%d\n", i)
	}
	bodies["/list.txt"] = list
	home := site(t, bodies)
	client := fetch.New(fetch.Options{Private: true, Delay: -1, Rude: true})
	defer client.Close()
	w := &Web{Client: client, Reader: &source.Reader{}, Limit: 20}
	if got := fetched(t, w, home+"/list.txt", home); len(got) != 21 || !strings.Contains(got[0], "20 of 50 pages") {
		t.Errorf("%d: %q", len(got), got[0])
	}
	n := 0
	for range (&Web{Client: client, Reader: &source.Reader{}}).Pages(t.Context(), home+"/list.txt") { // whoever has enough may go
		if n++; n == 3 {
			break
		}
	}
}

// Servers say what they like of a page's charset; the words come out right.
func TestCharsetLies(t *testing.T) {
	words := "Le ministre étranger a été reçu à Genève le 5 mars, où les délégués des deux pays ont parlé des négociations."
	latin, err := charmap.ISO8859_1.NewEncoder().String(words)
	if err != nil {
		t.Fatal(err)
	}
	page := func(meta, body string) string {
		return "<!DOCTYPE html><html><head>" + meta + "<title>T</title></head><body><article><h1>T</h1><p>" + body + "</p></article></body></html>"
	}
	home := site(t, map[string]string{
		"/latin-as-utf8":   "text/html; charset=utf-8\n" + page("", latin),
		"/utf8-as-latin":   "text/html; charset=iso-8859-1\n" + page("<meta charset=utf-8>", words),
		"/utf8-as-nothing": "text/html; charset=klingon\n" + page("", words),
		"/latin-by-meta":   "text/html\n" + page("<meta charset=iso-8859-1>", latin),
	})
	ex, err := extract.New()
	if err != nil {
		t.Fatal(err)
	}
	client := fetch.New(fetch.Options{Private: true, Delay: -1, Rude: true})
	defer client.Close()
	for _, path := range []string{"/latin-as-utf8", "/utf8-as-latin", "/utf8-as-nothing", "/latin-by-meta"} {
		for p, err := range (&Web{Client: client, Reader: &source.Reader{}}).Pages(t.Context(), home+path) {
			if err != nil {
				t.Fatal(err)
			}
			a, err := ex.Extract(&p)
			if err != nil {
				t.Fatal(err)
			}
			if !utf8.ValidString(a.Text) || !strings.Contains(a.Text, "Le ministre étranger a été reçu à Genève") {
				t.Errorf("%s (%s): %.80q", path, p.Charset, a.Text)
			}
		}
	}
}
