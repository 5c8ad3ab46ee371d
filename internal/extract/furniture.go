package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// furnitureKind is a kind of element that is none of the article's however much it
// says: name is what it is called (class, id, role), says what of its words
// must be there besides.
type furnitureKind struct {
	name, says func() *regexp.Regexp
	least      int // different words of says
}

var furnitureKinds = []furnitureKind{
	{ // a wall that asks for consent
		name:  lazily(`(?:^|[\s_-])(?:cookies?|consent|gdpr|ccpa|cmp|privacy|onetrust|didomi|truste|usercentrics|dialog|alertdialog|modal|popup|overlay)`),
		says:  lazily(`cookies?\b|\bconsent\b|personal data|our (?:\d+ )?partners|legitimate interest|privacy (?:policy|notice|settings)|(?:accept|reject|refuse|manage) all|your (?:privacy )?choices|your data`),
		least: 2,
	},
	{ // readers' comments
		name: lazily(`(?:^|\s)(?:comments|comments?-?(?:list|area|section|box|thread|wrap(?:per)?|container|block)|(?:reader|user)-?comments|disqus_thread|fb-comments|replies)(?:$|\s)`),
	},
	{ // a box that offers a newsletter
		name:  lazily(`(?:^|[\s_-])(?:newsletters?|subscribe|sign-?up|mailing-?list)(?:$|[\s_-])`),
		says:  lazily(`newsletter|your inbox|sign up|subscribe to|mailing list|e-?mail address`),
		least: 1,
	},
}

// furnitureWords are parts of every name of furniture.
var furnitureWords = []string{"cookie", "consent", "gdpr", "ccpa", "cmp", "privacy", "onetrust", "didomi", "truste", "usercentrics", "dialog", "modal", "popup", "overlay",
	"comments", "comment-", "disqus", "replies", "newsletter", "subscribe", "sign", "mailing"}

// isFurniture tells furniture by what an element is called and says. What
// holds the article is none.
func isFurniture(n *html.Node) bool {
	if n.Type != html.ElementNode || !isBlock(n.DataAtom) {
		return false
	}
	name := calledBy(n)
	if !containsAny(name, furnitureWords...) {
		return false
	}
	for _, k := range furnitureKinds {
		if k.name().MatchString(name) {
			return k.said(n) && !holdsArticle(n)
		}
	}
	return false
}

// calledBy is an element's class, id and role in lower case, without the
// subjects that templates name there, and "comments" for what unfolds them.
func calledBy(n *html.Node) string {
	words := strings.Fields(strings.ToLower(attr(n, "class") + " " + attr(n, "id") + " " + attr(n, "role")))
	words = slices.DeleteFunc(words, func(w string) bool {
		return strings.HasPrefix(w, "tag-") || strings.HasPrefix(w, "category-") || strings.HasPrefix(w, "topic-")
	})
	if n.DataAtom == atom.Details {
		for c := range n.ChildNodes() {
			if c.DataAtom == atom.Summary && countsComments().MatchString(squeeze(textOf(c))) {
				words = append(words, "comments")
			}
		}
	}
	return strings.Join(words, " ")
}

var countsComments = lazily(`(?i)^\W*(?:(?:show|view|read|see|hide|open)\s+)?(?:all\s+)?(?:the\s+)?(?:\d+\s+)?(?:readers?['’]?s?\s+)?(?:comments?|repl(?:y|ies)|responses)\b.{0,12}$`)

// said reports whether the element says as much of its kind's words as it must.
func (k *furnitureKind) said(n *html.Node) bool {
	if k.least == 0 {
		return true
	}
	const enough = 16 << 10 // bytes: a wall says at once what it wants
	var b strings.Builder
	for c := range n.Descendants() {
		switch {
		case b.Len() > enough:
		case c.Type == html.TextNode:
			b.WriteString(c.Data + " ")
		case c.DataAtom == atom.Input && attr(c, "type") == "email":
			b.WriteString("e-mail address ")
		}
	}
	found := map[string]bool{}
	for _, w := range k.says().FindAllString(squeeze(strings.ToLower(b.String())), 200) {
		found[w] = true
	}
	return len(found) >= k.least
}

// holdsArticle reports whether an element is or holds what templates put
// articles into. Readers' comments are articles of their own.
func holdsArticle(n *html.Node) bool {
	is := func(n *html.Node) bool {
		switch n.DataAtom {
		case atom.H1, atom.Main, atom.Body, atom.Html:
			return true
		case atom.Article:
			return !strings.Contains(strings.ToLower(attr(n, "class")+attr(n, "id")), "comment")
		}
		return strings.EqualFold(attr(n, "itemprop"), "articlebody") || containsAny(strings.ToLower(attr(n, "class")), goodNames...)
	}
	if is(n) {
		return true
	}
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && is(c) {
			return true
		}
	}
	return false
}

// setAside takes the blocks of furniture out, so that the others are told apart
// as if it were not there.
func setAside(blocks []block) (kept, aside []block) {
	for i, b := range blocks {
		b.at = i
		if b.furniture {
			aside = append(aside, b)
		} else {
			kept = append(kept, b)
		}
	}
	return kept, aside
}

// putBack undoes setAside.
func putBack(kept, aside []block) []block {
	kept = append(kept, aside...)
	slices.SortStableFunc(kept, func(a, b block) int { return cmp.Compare(a.at, b.at) })
	return kept
}
