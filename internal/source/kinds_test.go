package source

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/news"
)

// prosePage is a page of the kind that dumps hold, whatever they are called.
const prosePage = `Two ministers meet in Belgrade

Belgrade, May 3, 2024 (Lantern Post) - The foreign ministers of Serbia and Greece met in Belgrade on Friday; they spoke of trade.

"We have much to do together," the host told reporters (in Serbian) after the talks, which lasted two hours.

Their next meeting is to be held in Athens in the autumn, his ministry said in a statement.
`

func TestKinds(t *testing.T) {
	for _, test := range []struct{ name, body, want string }{
		{"a.arc", "", "web archive (ARC)"},
		{"a.arc.gz", zipped(t, "filedesc://a.arc 0.0.0.0 20100101000000 text/plain 76\n"), "web archive (ARC)"},
		{"a.csv", "url,title\nx,y\n", "table (CSV or TSV)"},
		{"a.tsv.gz", zipped(t, "a\tb\n"), "table (CSV or TSV)"},
		{"a.msg", "\xd0\xcf\x11\xe0", "e-mail (Outlook)"},
		{"a.txt", "Date: 5 May 2024\nFrom: our reporter\n\nThe minister said so.", ""},
		{"a.go", "package main\n", "source code"},
		{"run", "#!/bin/sh\n", "source code"},
		{"story.php", "<!DOCTYPE html><p>x", ""},
		{"README.md", "# Title\n", "Markdown"},
		{"a.txt", "SQLite format 3\x00 and more", "database"},
		{"a.db", "", "database"},
		{"a.pyc", "\x00", "build cache"},
		{"a", "BMC Industries said on Monday it would sell its plant.", ""},
		{"a", "RIFF is a word; RIFFs may be words.WEBPVP", ""},
		{"a", "PK\x03\x04 is no text", "archive (ZIP, tar, 7z, RAR)"},
		{"a.docx", "PK\x03\x04 is no text", "office document"},
		{"a.tar.gz", zipped(t, strings.Repeat("\x00", 257)+"ustar\x0000"), "archive (ZIP, tar, 7z, RAR)"},
		{"a.jsonl.xz", "\xfd7zXZ\x00", "compressed file (bzip2, xz, lz4, brotli)"},
		{"a", "%PDF-1.7", "PDF"},
		{"politika.rs", prosePage, ""},
		{"gov.md", prosePage, ""},
		{"gov.md.gz", zipped(t, prosePage), ""},
		{"news.csv", prosePage, ""},
		{"gov.md", "<div align=\"center\">\n\n# Notes\n", "Markdown"},
		{"gov.md", "<!DOCTYPE html><p>x", ""},
		{"gov.md", "# Notes\n\n" + prosePage, "Markdown"},
		{"gov.md", prosePage + "\nRead [more](https://x.example/) here.\n", "Markdown"},
		{"main.rs", "//! Reads pages.\n\n" + prosePage, "source code"},
		{"a.py", "\"\"\"" + prosePage + "\"\"\"\n", "source code"},
		{"a.toml", "[package]\nname = \"x\"\n", "source code"},
		{"a.csv", "url,title\n" + strings.Repeat("https://x.example,The minister said on Monday that he would go to the capital again\n", 9), "table (CSV or TSV)"},
		{"a.txt", "url,date,title\n" + strings.Repeat("https://x.example,2024-05-03,\"One, two\"\n", 400), "table (CSV or TSV)"},
		{"a.txt", "Moscow, Beijing, Hanoi\n\nLavrov, Wang, and To met, at last.\n\nThey talked, and dined, and left, he said.\n", ""},
		{"a", "PKK fighters left the border.", ""},
		{"a", "MZ, the paper, wrote so.", ""},
		{"a", "GIF89a was the name of the format.", ""},
		{"a", "GIF89a\x01\x00\x01\x00", "not a page"},
		{"a", "BM\x36\x00\x00\x00", "not a page"},
		{"a", "Rar! they cried, and OggS too.", ""},
	} {
		root := t.TempDir()
		write(t, root, map[string]string{test.name: test.body})
		for p, err := range (&Reader{}).Pages(root) {
			reason := ""
			if refused, ok := errors.AsType[*Error](err); ok {
				reason = refused.Reason()
			}
			if reason != test.want || err == nil && p.Media == "" {
				t.Errorf("%s %q: %q, want %q", test.name, test.body, reason, test.want)
			}
		}
	}
}

func TestGlob(t *testing.T) {
	for _, test := range []struct{ pattern, yes, no string }{
		{"*.html", "a.html b/c.html", "a.htm a.html.gz"},
		{"a/*.html", "a/b.html", "a/b/c.html b/a/c.html"},
		{"/a", "a a/b", "b/a"},
		{"a/**", "a/b a/b/c", "a b/a/c"},
		{"**/a/b", "a/b x/a/b x/y/a/b/c", "xa/b"},
		{"a/**/b", "a/b a/x/b a/x/y/b", "ab a/xb"},
		{"tags", "tags tags/a x/tags/b", "stags"},
		{"tags/", "tags/a", "tagsa"},
		{"*.{html,txt}", "a.html b/a.txt", "a.md"},
		{"[a-c]?.txt", "ab.txt", "dd.txt a/.txt"},
		{"[!a]*", "b", "a"},
		{"[]]", "]", "a"},
		{`\*`, "*", "a"},
		{"ä?.txt", "äö.txt", "ä.txt"},
	} {
		g, err := ParseGlob(test.pattern)
		if err != nil {
			t.Fatal(err)
		}
		for p := range strings.FieldsSeq(test.yes) {
			if !g.Match(p) {
				t.Errorf("%s does not match %s", test.pattern, p)
			}
		}
		for p := range strings.FieldsSeq(test.no) {
			if g.Match(p) {
				t.Errorf("%s matches %s", test.pattern, p)
			}
		}
	}
	for _, bad := range []string{"", "/", "[", "[]", "{a", `\`, "[z-a]"} {
		if _, err := ParseGlob(bad); err == nil {
			t.Errorf("%q is a pattern", bad)
		}
	}
}

func FuzzGlob(f *testing.F) {
	f.Add("a/**/[!b]*.{c,d}?", "a/x/y.cd")
	f.Add("\xff[", "\n")
	f.Fuzz(func(t *testing.T, pattern, path string) {
		if g, err := ParseGlob(pattern); err == nil {
			g.Match(path)
		}
	})
}

func TestChosen(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"a.txt": "a", "b.html": "<p>b", "tags/c.txt": "c", "node_modules/x.txt": "x", "l.db": "own", "l.db-wal": "own"})
	all, _ := ParseGlob("*.txt")
	tags, _ := ParseGlob("tags/**")
	r := &Reader{Include: []Glob{all}, Exclude: []Glob{tags}, Own: []string{filepath.Join(root, "l.db"), filepath.Join(root, "l.db-wal")}}
	got := collect(t, r, root, root)
	if len(got) != 2 || got[0].Path != "a.txt" || !strings.HasPrefix(got[1].Err, "node_modules: build cache is not read") {
		t.Errorf("got %+v", got)
	}
	r.Include = nil
	if got := collect(t, r, root, root); len(got) != 3 {
		t.Errorf("got %+v", got)
	}
}

func TestFileTimes(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"a.txt": "a", "b.jsonl": `{"text":"b","fetched":"2020-01-02"}`})
	at := time.Date(2024, 5, 9, 1, 2, 3, 0, time.UTC)
	for _, n := range []string{"a.txt", "b.jsonl"} {
		if err := os.Chtimes(filepath.Join(root, n), at, at); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for p := range (&Reader{FileTimes: true}).Pages(root) {
		got = append(got, p.Fetched.Format(time.DateOnly))
	}
	if d := cmp.Diff([]string{"2024-05-09", "2020-01-02"}, got); d != "" {
		t.Error(d)
	}
}

func TestOtherTools(t *testing.T) {
	for name, test := range map[string]struct {
		in, url string
		fetched string
		want    news.Record
	}{
		"trafilatura": {`{"title":"T","author":"A B","hostname":"x.example","sitename":"The X","date":"2023-06-12","source":"https://x.example/1","raw_text":"raw","text":"words","language":"en"}`,
			"https://x.example/1", "", news.Record{Text: "words", Title: "T", Date: "2023-06-12", Author: "A B", Outlet: "The X", Language: "en"}},
		"news-please": {`{"authors":["A","B"],"date_download":"2023-06-13 08:00:00","date_publish":"2023-06-12 10:00:00","maintext":"words","source_domain":"x.example","title":"T","url":"https://x.example/1","language":"en"}`,
			"https://x.example/1", "2023-06-13", news.Record{Text: "words", Title: "T", Date: "2023-06-12 10:00:00", Author: "A; B", Outlet: "x.example", Language: "en"}},
		"newspaper4k": {`{"url":"https://x.example/1","source_url":"https://x.example","title":"T","authors":[],"publish_date":"2023-06-12T10:00:00Z","text":"words","meta_lang":"en"}`,
			"https://x.example/1", "", news.Record{Text: "words", Title: "T", Date: "2023-06-12T10:00:00Z", Language: "en"}},
		"Fundus": {`{"title":"T","body":{"summary":["s"],"sections":[{"headline":[],"paragraphs":["p","q"]}]},"publishing_date":"2023-06-12","html":{"requested_url":"https://x.example/1","content":"","crawl_date":"2023-06-13"}}`,
			"https://x.example/1", "2023-06-13", news.Record{Text: "s\n\np\n\nq", Title: "T", Date: "2023-06-12"}},
		"GDELT": {`{"DocumentIdentifier":"https://x.example/1","DATE":20230612120000,"V2SourceCommonName":"x.example","seendate":"20230612T121500Z","text":"words"}`,
			"https://x.example/1", "2023-06-12", news.Record{Text: "words", Date: "20230612120000", Outlet: "x.example"}},
	} {
		p, dropped, err := (&Reader{}).page([]byte(test.in))
		if err != nil || dropped != nil {
			t.Fatal(name, err, dropped)
		}
		var rec news.Record
		if err := json.Unmarshal(p.Body, &rec); err != nil || p.Media != news.RecordMedia {
			t.Fatal(name, err, p.Media)
		}
		if d := cmp.Diff(test.want, rec); d != "" || p.URL != test.url || news.DayOf(p.Fetched).String() != test.fetched {
			t.Errorf("%s: %s, %s, %s", name, d, p.URL, p.Fetched)
		}
	}
}

func TestFieldLeftOut(t *testing.T) {
	var notes []string
	r := &Reader{Stdin: strings.NewReader(`{"text":"x","fetched":"last week"}`), OnNote: func(e *Error) { notes = append(notes, e.Error()) }}
	for p, err := range r.Pages(Stdin) {
		if err != nil || string(p.Body) != "x" {
			t.Error(p, err)
		}
	}
	if d := cmp.Diff([]string{`-: line 1 (byte 0): field left out: "fetched": "last week" is not like 2006-01-02T15:04:05Z`}, notes); d != "" {
		t.Error(d)
	}
}

// Nothing that this program is made of is prose, but for its notice and licence.
func TestProseOfPrograms(t *testing.T) {
	n := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.Contains(" .go .md .mod .sum .yml .py .toml .tsv .sh ", " "+filepath.Ext(path)+" ") {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil || len(b) == 0 {
			return err
		}
		n++
		if head := b[:min(len(b), proseLen)]; isProse(head) {
			t.Errorf("%s is prose", path)
		}
		return nil
	})
	if err != nil || n < 100 {
		t.Error(n, err)
	}
}

func TestAddress(t *testing.T) {
	for p, err := range (&Reader{}).Pages("https://x.example/a?b=1&c=2") {
		refused, ok := errors.AsType[*Error](err)
		if !ok || refused.Reason() != "an address, not a file" ||
			err.Error() != "https://x.example/a?b=1&c=2: an address, not a file: fetch it first, as in: curl -L 'https://x.example/a?b=1&c=2' | chancery read -" {
			t.Error(p, err)
		}
	}
}
