package acts

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
)

// chain is who tells an act, nearest to the reader first: the outlet, agencies
// credited, sources cited; the last is the origin. It gives the words that
// name those cited, too.
func (r *reading) chain(d *deed) (out []news.Link, origins []news.Span) {
	seen := map[string]bool{}
	add := func(l news.Link) {
		name := strings.ToLower(l.Name)
		if l.Name != "" && !seen[name] && !seen[l.ID] {
			seen[name], seen[l.ID] = true, l.ID != ""
			out = append(out, l)
		}
	}
	add(news.Link{Name: r.an.Article.Outlet, Role: "outlet"})
	for _, line := range r.an.Article.Credits {
		for _, l := range r.credited(line) {
			add(l)
		}
	}
	agency, dispatch := r.dispatched()
	if dispatch {
		add(agency)
	}
	var links []news.Link
	for _, c := range d.cites {
		att := r.an.Attributions[c.index]
		if att.Source.Empty() || c.p < r.choice.cited {
			continue
		}
		if l := r.link(att); l.Name != "" {
			links = append(links, l)
			origins = append(origins, att.Source)
		}
	}
	// Media stand nearer to the reader than those whom they cite.
	slices.SortStableFunc(links, func(x, y news.Link) int { return rank(x) - rank(y) })
	for _, l := range links {
		add(l)
	}
	if last := len(out) - 1; last >= 0 && out[last].Role != "outlet" && (len(links) > 0 || dispatch && out[last].Name == agency.Name) {
		out[last].Role = "origin"
	}
	return out, origins
}

// link is a source that is cited.
func (r *reading) link(att news.Attribution) news.Link {
	if att.Entity < 0 {
		return news.Link{Name: called(att.Source.In(r.an.Article.Text)), Role: "relay", Span: att.Source}
	}
	e := r.an.Entities[att.Entity]
	if e.Kind == news.Media {
		return r.medium(e.Actor.Name, "relay", att.Source)
	}
	return news.Link{Name: r.mouth(att), ID: e.Actor.ID, Country: e.Actor.Country, Role: "relay", Span: att.Source}
}

func rank(l news.Link) int {
	if l.StateMedia || l.ID != "" && l.Country == "" {
		return 0
	}
	return 1
}

// called is a source by the words that the page has for it, without
// determiners and without what a comma adds; "" for a pronoun.
func called(source string) string {
	words, _, _ := strings.Cut(source, ",")
	first, rest, ok := strings.Cut(words, " ")
	switch strings.ToLower(first) {
	case "the", "a", "an", "its", "his", "her", "their", "one", "another", "some":
		if !ok {
			return ""
		}
		words = rest
	case "he", "she", "it", "they", "i", "we", "who", "which", "that", "this", "you", "those", "these":
		return ""
	}
	return strings.Join(strings.Fields(words), " ")
}

// credited is the agencies and media that a credit line names: "AP Yonhap News"
// names two. A line that names none credits nobody.
func (r *reading) credited(line string) []news.Link {
	ws := strings.FieldsFunc(line, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '.' && c != '-' })
	var out []news.Link
	for i := 0; i < len(ws); i++ {
		for n := min(4, len(ws)-i); n > 0; n-- {
			if l := r.medium(strings.Join(ws[i:i+n], " "), "credit", news.Span{}); l.ID != "" {
				out = append(out, l)
				i += n - 1
				break
			}
		}
	}
	return out
}

// datelineReach is within how many bytes of a dispatch its agency stands.
const datelineReach = 60

// dispatched is the agency that the dispatch opens with, behind its place and
// day: "PYONGYANG, Oct. 11 (KCNA) --".
func (r *reading) dispatched() (news.Link, bool) {
	for _, b := range r.an.Article.Blocks {
		if b.Part != news.Body {
			continue
		}
		text := b.In(r.an.Article.Text)
		open := strings.IndexByte(text, '(')
		if open < 0 || open > datelineReach {
			return news.Link{}, false
		}
		name, rest, ok := strings.Cut(text[open+1:], ")")
		if first, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " \u00a0")); !ok || !strings.ContainsRune("-–—", first) {
			return news.Link{}, false
		}
		start := b.Start + open + 1
		l := r.medium(name, "credit", news.Span{Start: start, End: start + len(name)})
		return l, l.ID != ""
	}
	return news.Link{}, false
}

func (r *reading) medium(name, role string, span news.Span) news.Link {
	l := news.Link{Name: name, Role: role, Span: span}
	if o, ok := r.gaz.Outlet(name); ok {
		l.Name, l.ID, l.Country, l.StateMedia = o.Name, o.ID, o.Country, o.StateMedia
	}
	return l
}

// mouth is what a source speaks for: the body that qualifies it ("Kremlin
// spokesman"), else its own name.
func (r *reading) mouth(att news.Attribution) string {
	for m := range r.an.Mentions {
		x := &r.an.Mentions[m]
		if x.Entity >= 0 && x.Entity != att.Entity && att.Source.Contains(x.Span) && r.an.Entities[x.Entity].Kind == news.OfficeBody {
			return r.an.Entities[x.Entity].Actor.Name
		}
	}
	e := r.an.Entities[att.Entity]
	if e.Kind == news.Person && strings.Contains(strings.ToLower(e.Actor.Office), "spokes") && att.Speaks >= 0 && r.an.Entities[att.Speaks].Kind != news.State {
		return r.an.Entities[att.Speaks].Actor.Name
	}
	words := called(att.Source.In(r.an.Article.Text))
	if e.Kind == news.Person {
		return cmp.Or(e.Actor.Name, words)
	}
	return cmp.Or(words, e.Actor.Name)
}
