package source

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/feed"
	"chancery/internal/news"
)

// follows tells what it is asked to follow.
func follows(asked *[]string) Lists {
	return func(path string, l *feed.List) iter.Seq2[news.Page, error] {
		*asked = append(*asked, fmt.Sprint(filepath.Base(path), " ", l.Kind, " ", len(l.Items), " ", len(l.Lists)))
		return func(func(news.Page, error) bool) {}
	}
}

func zipOf(t *testing.T, name, body string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = io.WriteString(w, body)
	}
	if err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestLists(t *testing.T) {
	dir := t.TempDir()
	gkg := strings.Join([]string{"20240301101500-1", "20240301101500", "1", "wire.example", "https://wire.example/a"}, "\t") + strings.Repeat("\t", 22) + "\n"
	files := map[string]string{
		"feed.xml":                     `<?xml version="1.0"?><rss version="2.0"><channel><item><link>https://a.example/1</link></item><item><title>T</title><description>Words of an item.</description></item></channel></rss>`,
		"map.xml.gz":                   zipped(t, "<urlset><url><loc>https://a.example/1</loc></url></urlset>"),
		"my.opml":                      `<opml><body><outline xmlUrl="https://a.example/rss"/></body></opml>`,
		"feed.json":                    `{"version": "https://jsonfeed.org/version/1", "items": [{"url": "https://a.example/1"}]}`,
		"urls.txt":                     "https://a.example/1\nhttps://a.example/2\n",
		"bookmarks.html":               "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF=\"https://a.example/1\">One</A></DL>",
		"20240301.gkg.csv":             gkg,
		"20240301101500.gkg.csv.zip":   zipOf(t, "20240301101500.gkg.csv", gkg),
		"20240301101500.other.csv.zip": zipOf(t, "20240301101500.gkg.csv", gkg),
	}
	write(t, dir, files)
	var asked []string
	r := &Reader{Follow: follows(&asked)}
	want := map[string]string{
		"feed.xml": "feed.xml RSS feed 2 0", "map.xml.gz": "map.xml.gz sitemap 1 0", "my.opml": "my.opml OPML 0 1", "feed.json": "feed.json JSON Feed 1 0",
		"urls.txt": "urls.txt list of addresses 2 0", "bookmarks.html": "bookmarks.html bookmarks 1 0", "20240301.gkg.csv": "20240301.gkg.csv GDELT knowledge graph 1 0",
		"20240301101500.gkg.csv.zip": "20240301101500.gkg.csv.zip GDELT knowledge graph 1 0",
	}
	for name := range files {
		asked = nil
		got := pagesOf(r, filepath.Join(dir, name))
		if strings.Join(asked, ";") != want[name] {
			t.Errorf("%s: followed %q, want %q", name, asked, want[name])
		}
		if name == "feed.xml" && len(got) != 1 {
			t.Errorf("the page in the feed: %v", got)
		}
	}
	asked = nil
	told := 0
	for _, g := range pagesOf(r, dir) {
		if s, ok := g.(string); ok && strings.Contains(s, "name it on the command line") {
			told++
		}
	}
	if len(asked) > 0 || told != len(want) {
		t.Errorf("within a folder: followed %q, %d told, want %d", asked, told, len(want))
	}
}

func TestLetters(t *testing.T) {
	letter := "From: The Post <news@post.example>\nSubject: Manila\nDate: Fri, 1 Mar 2024 10:20:30 +0000\nMIME-Version: 1.0\nContent-Type: text/plain\n\nJapan's envoy arrived.\n"
	large := "From a\nSubject: x\n\n" + strings.Repeat("long\n", 1000) + "\n"
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"a.eml": letter, "b": letter, "c.mbox": "From x Fri Mar  1 10:20:30 2024\n" + letter + "\nFrom here on no letter begins.\n\nFrom y\n" + letter + "\n" + large + "From z\nSubject: none\n\n", "d.eml": "no letter",
		"e.mhtml": "Snapshot-Content-Location: https://post.example/m\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n\n<p>Manila</p>\n--b--\n",
	})
	var got []string
	for p, err := range (&Reader{MaxPage: 1000}).Pages(dir) {
		if err != nil {
			got = append(got, strings.TrimPrefix(err.Error(), filepath.ToSlash(dir)+"/"))
			continue
		}
		got = append(got, fmt.Sprint(strings.TrimPrefix(p.Path, filepath.ToSlash(dir)+"/"), " ", p.URL, " ", p.Fetched.Format("15:04"), " ", string(p.Body)))
	}
	words := `{"text":"Japan's envoy arrived.\n","title":"Manila","date":"2024-03-01T10:20:30Z","outlet":"The Post"}`
	want := []string{
		"a.eml  10:20 " + words, "b  10:20 " + words,
		"c.mbox#1  10:20 " + strings.Replace(words, `.\n"`, `.\n\n"`, 1), "c.mbox: letter 2 (byte 188): no letter that can be read",
		"c.mbox#3  10:20 " + strings.Replace(words, `.\n"`, `.\n\n"`, 1), "c.mbox: letter 4", "c.mbox: letter 5", "d.eml: no letter that can be read", "e.mhtml https://post.example/m 00:00 <p>Manila</p>",
	}
	for i := range want {
		if i >= len(got) || !strings.HasPrefix(got[i], want[i]) {
			t.Fatalf("%s", cmp.Diff(want, got))
		}
	}
	if _, err := os.Stat(dir); err != nil {
		t.Fatal(err)
	}
}
