package address

import (
	"strings"
	"testing"

	"chancery/internal/news"
)

// Of each group all name one article, and no other group names it.
var groups = [][]string{
	{
		"https://harbour.example/2024/05/09/victory-day",
		"http://harbour.example/2024/05/09/victory-day/",
		"HTTPS://WWW.Harbour.Example:443/2024/05/09/victory-day",
		"https://m.harbour.example/2024/05/09/victory-day#comments",
		"https://amp.harbour.example/2024/05/09/victory-day",
		"https://harbour.example/2024/05/09/victory-day/amp/",
		"https://harbour.example/amp/2024/05/09/victory-day",
		"https://harbour.example/2024/05/09/victory-day?amp=1",
		"https://harbour.example/2024/05/09/victory-day?outputType=amp",
		"https://harbour.example/2024/05/09/victory-day?utm_source=x&utm_medium=y&fbclid=z",
		"https://harbour.example//2024/./05/09/victory-day?&ref=home",
		"https://harbour.example/2024/05/09/victory-day;jsessionid=0A1B",
		"harbour.example/2024/05/09/victory-day",
		"//harbour.example/2024/05/09/victory-day",
		"https://harbour-example.cdn.ampproject.org/c/s/harbour.example/2024/05/09/victory-day",
		"https://www.google.com/amp/s/harbour.example/2024/05/09/victory-day/amp",
		"https://web.archive.org/web/20240510120000/https://harbour.example/2024/05/09/victory-day",
		"https://web.archive.org/web/20240510id_/http:/harbour.example/2024/05/09/victory-day",
		"https://harbour.example/2024/05/09/victory%2Dday",
	},
	{"https://harbour.example/2024/05/09/victory-day-2"},
	{"https://harbour.example/2024/05/09/Victory-Day"},
	{"https://news.harbour.example/2024/05/09/victory-day"},
	{"https://harbour.example:8080/2024/05/09/victory-day"},
	{"https://harbour.example/view.php?id=1", "http://www.harbour.example/view.php?ID=1&utm_campaign=c", "https://harbour.example/view.php?fbclid=3&id=1"},
	{"https://harbour.example/view.php?id=2"},
	{"https://harbour.example/view.php?id=1&p=2", "https://harbour.example/view.php?p=2&id=1"},
	{"https://harbour.example/?p=77", "https://harbour.example?p=77"},
	{"https://harbour.example/?storyid=77"},
	{"https://harbour.example/news.htm?v=4"},
	{"https://harbour.example/news.htm?v=5"},
	{"https://harbour.example/ampere/index.html", "https://harbour.example/ampere"},
	{"https://harbour.example/a.amp.html", "https://harbour.example/a.html"},
	{"https://en.m.wiki.example/Kim", "https://en.wiki.example/Kim"},
	{"https://harbour.example/#!/story/5"},
	{"https://m.example/a"}, // a host of its own
}

func TestParse(t *testing.T) {
	of := map[string]int{}
	for i, g := range groups {
		first, _ := Parse(g[0])
		if j, ok := of[first.Key]; ok {
			t.Errorf("%s names what %s does", g[0], groups[j][0])
		}
		of[first.Key] = i
		for _, raw := range g {
			if a, ok := Parse(raw); !ok || a != first {
				t.Errorf("%s is %+v, not %+v", raw, a, first)
			}
		}
	}
	for _, raw := range []string{"", "x", "file:///a/b.html", "mailto:a@b.example", "pages/one.html#3", "http://", "http://%zz/", "javascript:void(0)"} {
		if a, ok := Parse(raw); ok {
			t.Errorf("%q is an address: %+v", raw, a)
		}
	}
}

func TestBase(t *testing.T) {
	a, _ := Parse("https://x.example/s?id=3&v=9")
	b, _ := Parse("https://x.example/s?id=3")
	if a.Base != b.Key || a.Key == b.Key {
		t.Errorf("%+v, %+v", a, b)
	}
}

func TestFront(t *testing.T) {
	for raw, want := range map[string]bool{
		"https://x.example":                    true,
		"https://x.example/?utm_source=a":      true,
		"https://www.x.example/index.html":     true,
		"https://x.example/en/":                true,
		"https://x.example/pt-BR":              true,
		"https://x.example/?p=4":               false,
		"https://x.example/news":               false,
		"https://x.example/index.php?view=top": false,
	} {
		if a, _ := Parse(raw); a.Front != want {
			t.Errorf("%s: front %v", raw, a.Front)
		}
	}
}

func TestDeclared(t *testing.T) {
	meta := func(pairs ...string) (out []news.Meta) {
		for i := 0; i < len(pairs); i += 2 {
			out = append(out, news.Meta{Name: pairs[i], Value: pairs[i+1]})
		}
		return out
	}
	for _, test := range []struct {
		base string
		meta []news.Meta
		want string
	}{
		{"", nil, ""},
		{"", meta("canonical", "https://x.example/"), ""},
		{"", meta("canonical", "https://x.example/a"), "x.example/a"},
		{"https://x.example/world/a", meta("og:url", "https://www.x.example/a?utm_source=q"), "x.example/a"},
		{"https://x.example/world/a", meta("og:url", "/b", "canonical", "/a"), "x.example/a"},
		{"https://x.example/world/a", meta("canonical", "/", "og:url", "/b"), "x.example/b"},
		{"https://x.example/world/a", meta("canonical", "https://wire.example/a"), ""},
		{"", meta("canonical", "/a"), ""},
	} {
		if a, _ := Declared(test.base, test.meta); a.Key != test.want {
			t.Errorf("%s %v: %q, want %q", test.base, test.meta, a.Key, test.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, g := range groups {
		f.Add(g[0])
	}
	f.Fuzz(func(t *testing.T, raw string) {
		a, ok := Parse(raw)
		if !ok {
			return
		}
		if a.Site == "" || !strings.HasPrefix(a.Base, a.Site) || !strings.HasPrefix(a.Key, a.Base) {
			t.Errorf("%q: %+v", raw, a)
		}
	})
}
