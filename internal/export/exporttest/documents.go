package exporttest

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"
	"golang.org/x/net/html"

	"chancery/internal/news"
)

func graph(t *testing.T, l Ledger, data []byte, n int) {
	type datum struct {
		Key  string `xml:"key,attr"`
		Text string `xml:",chardata"`
	}
	var doc struct {
		XMLName xml.Name `xml:"http://graphml.graphdrawing.org/xmlns graphml"`
		Keys    []struct {
			ID  string `xml:"id,attr"`
			For string `xml:"for,attr"`
		} `xml:"key"`
		Graph struct {
			Directed string `xml:"edgedefault,attr"`
			Nodes    []struct {
				ID   string  `xml:"id,attr"`
				Data []datum `xml:"data"`
			} `xml:"node"`
			Edges []struct {
				Source string  `xml:"source,attr"`
				Target string  `xml:"target,attr"`
				Data   []datum `xml:"data"`
			} `xml:"edge"`
		} `xml:"graph"`
	}
	if err := xml.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	keys, nodes := map[string]string{}, map[string]bool{}
	for _, k := range doc.Keys {
		keys[k.ID] = k.For
	}
	for _, v := range doc.Graph.Nodes {
		if nodes[v.ID] {
			t.Errorf("node %s stands twice", v.ID)
		}
		nodes[v.ID] = true
		for _, d := range v.Data {
			if keys[d.Key] != "node" {
				t.Errorf("a node has %q, which is declared for %q", d.Key, keys[d.Key])
			}
		}
	}
	weight := 0
	for _, v := range doc.Graph.Edges {
		if !nodes[v.Source] || !nodes[v.Target] {
			t.Errorf("an edge from %s to %s", v.Source, v.Target)
		}
		for _, d := range v.Data {
			if keys[d.Key] != "edge" {
				t.Errorf("an edge has %q, which is declared for %q", d.Key, keys[d.Key])
			}
			if d.Key == "weight" {
				w, err := strconv.Atoi(d.Text)
				if err != nil {
					t.Fatal(err)
				}
				weight += w
			}
		}
	}
	want := 0
	for _, e := range l.Events {
		switch {
		case len(e.Target) == 0 && !e.Reciprocal:
		case e.Reciprocal:
			want += 2 * pairs(&e)
		default:
			want += pairs(&e)
		}
	}
	if weight != want || doc.Graph.Directed != "directed" || n != len(doc.Graph.Nodes)+len(doc.Graph.Edges) {
		t.Errorf("acts on edges: %d, want %d; %d told", weight, want, n)
	}
}

func calendar(t *testing.T, l Ledger, data []byte, n int) {
	for line := range strings.SplitSeq(string(data), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
	c, err := ics.ParseCalendar(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var want []news.Event
	for _, e := range l.Events {
		if d := e.Date.Days(); (e.Status == news.Planned || e.Occasion != nil) && d >= 0 && d <= 366 && e.Date.Precision != news.Yearless && e.Date.To.AddDays(1).Year <= 9999 {
			want = append(want, e)
		}
	}
	got := c.Events()
	if len(got) != len(want) || n != len(want) {
		t.Fatalf("%d entries, %d told, want %d", len(got), n, len(want))
	}
	for i, v := range got {
		e := want[i]
		start, err := v.GetAllDayStartAt()
		if err != nil {
			t.Fatal(err)
		}
		end, err := v.GetAllDayEndAt()
		if err != nil {
			t.Fatal(err)
		}
		if news.DayOf(start) != e.Date.From || news.DayOf(end).AddDays(-1) != e.Date.To {
			t.Errorf("%s: %v to %v", e.ID, start, end)
		}
		if s := v.GetProperty(ics.ComponentPropertySummary).Value; !strings.Contains(plain(s), plain(e.Act)) {
			t.Errorf("%s: %q", e.ID, s)
		}
	}
}

// plain is text without controls.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}

func articles(l Ledger) (out []string) {
	for _, e := range l.Events {
		for _, r := range e.Reports {
			if !slices.Contains(out, r.Article) {
				out = append(out, r.Article)
			}
		}
	}
	return out
}

// bibtex reads entries as BibTeX does: "@type{key," and fields in braces that
// pair.
func bibtex(t *testing.T, l Ledger, data []byte, n int) {
	text := string(data)
	var keys []string
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		m := regexp.MustCompile(`^@[a-z]+\{([^\s,{}]+),`).FindStringSubmatch(text)
		if m == nil {
			t.Fatalf("no entry: %.80q", text)
		}
		keys = append(keys, strings.TrimPrefix(m[1], "chancery-"))
		text = text[len(m[0]):]
		for {
			text = strings.TrimSpace(text)
			if strings.HasPrefix(text, "}") {
				text = text[1:]
				break
			}
			f := regexp.MustCompile(`^[a-z]+ = \{`).FindString(text)
			if f == "" {
				t.Fatalf("no field: %.80q", text)
			}
			depth, i := 1, len(f)
			for ; depth > 0; i++ {
				if i == len(text) {
					t.Fatalf("a field has no end: %.80q", text)
				}
				switch text[i] {
				case '{':
					depth++
				case '}':
					depth--
				}
			}
			text = strings.TrimPrefix(text[i:], ",")
		}
	}
	if !slices.Equal(keys, articles(l)) || n != len(keys) {
		t.Errorf("entries %q, want %q", keys, articles(l))
	}
}

func csl(t *testing.T, l Ledger, data []byte, n int) {
	var items []struct {
		ID, Type, Title string
		URL             string
		Issued          *struct {
			Parts [][]int `json:"date-parts"`
			Raw   string
		}
	}
	if err := json.Unmarshal(data, &items); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, v := range items {
		ids = append(ids, strings.TrimPrefix(v.ID, "chancery-"))
		if v.Type != "article-newspaper" || v.Issued != nil && len(v.Issued.Parts) > 2 || v.Issued != nil && (len(v.Issued.Parts) > 0) == (v.Issued.Raw != "") {
			t.Errorf("%+v", v)
		}
	}
	if !slices.Equal(ids, articles(l)) || n != len(ids) {
		t.Errorf("items %q, want %q", ids, articles(l))
	}
}

// page checks that nothing in the page acts, is fetched, or is markup of
// somebody else's, and that it tells of every event and quote.
func page(t *testing.T, l Ledger, data []byte, n int) {
	doc, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	allowed := strings.Fields("html head meta title style body h1 h2 main article p span blockquote details summary ul li a dl dt dd footer")
	var text strings.Builder
	count, policy := 0, ""
	for v := range doc.Descendants() {
		if v.Type == html.TextNode {
			text.WriteString(v.Data)
			text.WriteByte(' ')
		}
		if v.Type != html.ElementNode {
			continue
		}
		if !slices.Contains(allowed, v.Data) {
			t.Errorf("a %s in the page", v.Data)
		}
		if v.Data == "article" {
			count++
		}
		attr := map[string]string{}
		for _, a := range v.Attr {
			attr[a.Key] = a.Val
			if strings.HasPrefix(a.Key, "on") || a.Key == "src" || a.Key == "style" || a.Key == "srcset" {
				t.Errorf("%s=%q", a.Key, a.Val)
			}
		}
		if attr["http-equiv"] == "Content-Security-Policy" {
			policy = attr["content"]
		}
		if href, ok := attr["href"]; ok {
			if u, err := url.Parse(href); err != nil || u.Scheme != "http" && u.Scheme != "https" || v.Data != "a" {
				t.Errorf("a link to %q", href)
			}
		}
	}
	if count != len(l.Events) || n != count {
		t.Errorf("%d events in the page, %d told, want %d", count, n, len(l.Events))
	}
	if !strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "script") || strings.Contains(policy, "http") {
		t.Errorf("policy %q", policy)
	}
	shown := strings.Join(strings.Fields(text.String()), " ")
	for _, e := range l.Events {
		for _, q := range e.Quotes {
			if want := strings.Join(strings.Fields(strings.ReplaceAll(q.Text, "\x00", "\ufffd")), " "); !strings.Contains(shown, want) {
				t.Errorf("%s: %q is not in the page", e.ID, want)
			}
		}
	}
}
