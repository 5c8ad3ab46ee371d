package desk

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"chancery/internal/news"
	"chancery/internal/survey/surveytest"
)

// related are stories of people whose names share words, who speak, deny and deal
// in ways that a page could count otherwise than it lists them.
func related() []surveytest.Story {
	out := surveytest.Stories()
	lavrov, yoJong := news.Actor{ID: "Q58217", Name: "Sergey Lavrov", Country: "RUS", Office: "foreign minister"}, news.Actor{ID: "Q11299439", Name: "Kim Yo Jong", Country: "PRK", Office: "deputy department director"}
	for i := range 8 {
		x := out[i%4]
		x.Name, x.Event = "related"+strconv.Itoa(i), "R-"+strconv.Itoa(i)
		x.Date = news.OneDay(news.NewDay(2019+i, 5, 1+i), "")
		switch i {
		case 0, 1:
			x.Who, x.Act = lavrov, "warn"
		case 2, 3:
			x.Whom, x.Denied = yoJong, []news.Actor{lavrov}
		case 4:
			x.Outlet = "NORTH WIRE"
		case 5:
			x.On = &news.Occasion{ID: "other-liberation", Name: "Liberation Day", Country: "KOR"}
		case 6:
			x.Who, x.Whom = x.Whom, x.Who
		}
		out = append(out, x)
	}
	return out
}

// numbered is a link to a query and the number beside it.
type numbered struct {
	text string
	n    int
}

// numberedIn are the links of a page whose words end with a number, or that a number
// stands beside; but for those in lists that count reports or pages.
func numberedIn(doc *html.Node) (out []numbered) {
	attr := func(n *html.Node, key string) string {
		for _, a := range n.Attr {
			if a.Key == key {
				return a.Val
			}
		}
		return ""
	}
	words := func(n *html.Node) string {
		var b strings.Builder
		for c := range n.Descendants() {
			if c.Type == html.TextNode {
				b.WriteString(c.Data)
			}
		}
		return strings.TrimSpace(b.String())
	}
	ends := regexp.MustCompile(`(\d+)$`)
	otherwise := map[*html.Node]bool{}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "section" && n.FirstChild != nil && strings.Contains(words(n), ", by ") {
			for c := range n.Descendants() {
				otherwise[c] = true
			}
		}
		if n.Type != html.ElementNode || n.Data != "a" || otherwise[n] {
			continue
		}
		at, err := url.Parse(attr(n, "href"))
		if err != nil || at.Path != "/" || at.Query().Get("q") == "" {
			continue
		}
		says := words(n)
		if n.Parent.Data == "p" && strings.Contains(attr(n.Parent.Parent, "class"), "item") { // the number stands after the name
			says = words(n.Parent)
		}
		if m := ends.FindStringSubmatch(says); m != nil && n.Parent.Data != "th" && n.Parent.Parent.Data != "svg" {
			v, _ := strconv.Atoi(m[1])
			out = append(out, numbered{at.Query().Get("q"), v})
		}
	}
	return out
}

// A number beside an address is that of the events which the address finds.
func TestCounts(t *testing.T) {
	d := newDesk(t, related()...)
	seen := 0
	for _, path := range []string{"/", "/?q=act:warn", "/names", "/pair/PRK/RUS", "/pair/USA/PRK", nameAt(aPerson, "Vladimir Putin"), nameAt(aPerson, "putin"), nameAt(aPerson, "Jong"), nameAt(aPerson, "Sergey Lavrov"),
		nameAt(aPerson, "Lavrov"), nameAt(anOutlet, "North Wire"), nameAt(anOutlet, "west.example"), nameAt(anOccasion, "Liberation Day"), nameAt(anOccasion, "liberation"), nameAt(aSource, "KCNA"), nameAt(aSource, "kremlin"), "/network"} {
		w := get(t, d, path)
		doc, err := html.Parse(w.Body)
		if err != nil || w.Code != 200 {
			t.Errorf("%s: %d %v", path, w.Code, err)
			continue
		}
		for _, x := range numberedIn(doc) {
			f, err := d.found(t.Context(), x.text, nil)
			if err != nil {
				t.Errorf("%s: %s: %v", path, x.text, err)
				continue
			}
			if seen++; f.Len() != x.n {
				t.Errorf("%s says %d of %s, which finds %d", path, x.n, x.text, f.Len())
			}
		}
	}
	if seen < 150 {
		t.Errorf("%d numbers", seen)
	}
}

// A part of a name lists what the whole name does.
func TestPartOfName(t *testing.T) {
	d := newDesk(t, related()...)
	for part, whole := range map[string]string{nameAt(aPerson, "putin"): nameAt(aPerson, "Vladimir Putin"), nameAt(aPerson, "LAVROV"): nameAt(aPerson, "Sergey Lavrov"), nameAt(aSource, "kremlin"): nameAt(aSource, "Kremlin"),
		nameAt(anOutlet, "WWW.WEST.EXAMPLE"): nameAt(anOutlet, "west.example"), nameAt(anOccasion, "liberation"): nameAt(anOccasion, "Liberation Day")} {
		lists := func(path string) string {
			_, says, _ := strings.Cut(text(t, get(t, d, path)), "Rituals by year")
			says, _, _ = strings.Cut(says, "The latest")
			return says
		}
		if a, b := lists(part), lists(whole); a != b && (strings.Contains(part, "person") || strings.Contains(part, "occasion")) {
			t.Errorf("%s:\n%s\n%s:\n%s", part, a, whole, b)
		}
	}
	if got := text(t, get(t, d, nameAt(aPerson, "Jong"))); !strings.Contains(got, "Who is called so Kim Jong Un") || !strings.Contains(got, "Kim Yo Jong") {
		t.Error(got)
	}
	if got := text(t, get(t, d, nameAt(aPerson, "putin"))); !strings.Contains(got, "all names Vladimir Putin") || !strings.Contains(got, "president, Russia") {
		t.Error(got)
	}
}
