package selfcheck

import (
	"bytes"
	"html"
	"slices"
	"strings"
	"unicode/utf8"

	"chancery/internal/news"
)

// Inject puts links to other stories between the page's paragraphs: what they
// tell is not the page's, so that no act may be told from their words, and the
// act under test stays as it was. The page is extracted anew: telling its
// furniture apart is under test too.
type Inject struct{}

// inset is links to other stories, with the states in them.
type inset struct {
	states []string
	links  []string
}

// insets are ours.
func insets() []inset {
	return []inset{
		{[]string{"NOR", "DNK"}, []string{"Norway expels two Danish diplomats in a row over fishing", "Denmark summons the Norwegian ambassador"}},
		{[]string{"PER", "CHL"}, []string{"Peru recalls its ambassador from Chile", "Chile closes the crossing at Tacna to Peruvian lorries"}},
		{[]string{"GHA", "TGO"}, []string{"Ghana condemns Togo for raid on a border village"}},
		{[]string{"NPL", "BTN"}, []string{"Nepal and Bhutan sign a treaty on rivers", "Bhutan thanks Nepal for flood aid"}},
		{[]string{"ZMB", "MWI"}, []string{"Zambia sends grain to Malawi after the drought", "Malawi congratulates Zambia on its national day", "Zambia and Malawi hold talks on a railway"}},
		{[]string{"FJI", "TON"}, []string{"Fiji threatens Tonga with sanctions over a reef"}},
	}
}

// Name implements Mutation.
func (Inject) Name() string { return "inject" }

// Apply implements Mutation.
func (Inject) Apply(t *Telling) (Copy, bool) {
	in, ok := t.inset()
	if !ok || t.Page == nil {
		return Copy{}, false
	}
	at, ok := t.gap()
	if !ok {
		return Copy{}, false
	}
	lines := make([]string, len(in.links))
	for i, l := range in.links {
		lines[i] = "Read also: " + l
	}
	block := "\n\n" + strings.Join(lines, "\n") + "\n"
	if t.markup() {
		block = "\n<ul class=\"related\"><li><a href=\"/world/\">" + strings.Join(lines, "</a></li>\n<li><a href=\"/world/\">") + "</a></li></ul>\n"
	}
	p := *t.Page
	p.Body = slices.Insert(bytes.Clone(p.Body), at, []byte(block)...)
	return Copy{Page: &p, Words: strings.Join(lines, " | ")}, true
}

// Check implements Mutation.
func (Inject) Check(t *Telling, c *Copy, an *news.Analysis) string {
	for link := range strings.SplitSeq(c.Words, " | ") {
		words := strings.TrimPrefix(link, "Read also: ")
		start := strings.Index(an.Article.Text, words)
		if start >= 0 && len(Told(an, news.Span{Start: start, End: start + len(words)})) > 0 {
			return "an act is told from the links"
		}
	}
	return follow(t, c, an)
}

// inset is links that name no state that the article names.
func (t *Telling) inset() (inset, bool) {
	all := insets()
	for i := range all {
		in := all[(uint64(i)+t.chance%uint64(len(all)))%uint64(len(all))]
		if !slices.ContainsFunc(t.Analysis.Entities, func(e news.Entity) bool { return slices.Contains(in.states, e.Actor.Country) }) {
			return in, true
		}
	}
	return inset{}, false
}

// tail is how much of a paragraph's end is looked for in the page's bytes, at
// most and at least.
const (
	longTail  = 60
	shortTail = 12
)

// gap is a place in the page's bytes behind the paragraph of the act, or the
// first one where that is no paragraph. It asks for the paragraph's last words
// to stand in the page once and as they are.
func (t *Telling) gap() (int, bool) {
	a := t.Analysis.Article
	blk := a.Blocks[t.Analysis.Sentences[t.sentence].Block]
	if blk.Part != news.Body {
		i := slices.IndexFunc(a.Blocks, func(b news.Block) bool { return b.Part == news.Body })
		if i < 0 {
			return 0, false
		}
		blk = a.Blocks[i]
	}
	words := blk.In(a.Text)
	if n := len(words) - longTail; n > 0 {
		for !utf8.RuneStart(words[n]) {
			n++
		}
		words = words[n:]
	}
	if len(words) < shortTail {
		return 0, false
	}
	for _, form := range []string{words, html.EscapeString(words)} {
		if bytes.Count(t.Page.Body, []byte(form)) == 1 {
			return t.after(bytes.Index(t.Page.Body, []byte(form)) + len(form))
		}
	}
	return 0, false
}

// after is where the paragraph ends that a place in the page's bytes is in.
func (t *Telling) after(at int) (int, bool) {
	rest := t.Page.Body[at:]
	if !t.markup() {
		if n := bytes.IndexByte(rest, '\n'); n >= 0 {
			return at + n, true
		}
		return len(t.Page.Body), true
	}
	const shut = "</p>"
	n, next := bytes.Index(rest, []byte(shut)), bytes.Index(rest, []byte("<p"))
	if n < 0 || next >= 0 && next < n {
		return 0, false
	}
	return at + n + len(shut), true
}

func (t *Telling) markup() bool {
	return t.Page.Media == "text/html" || t.Page.Media == "" && bytes.Contains(bytes.ToLower(t.Page.Body), []byte("</p>"))
}
