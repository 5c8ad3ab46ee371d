package eval

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"

	"golang.org/x/text/unicode/norm"
)

// plain is s for comparison: lower case, no diacritics, straight quotes, one
// space for each run of white space.
func plain(s string) string {
	text, _ := plainAt(s)
	return text
}

// plainAt is plain with, for each byte of the result, the offset in s of the
// character that it comes from.
func plainAt(s string) (string, []int) {
	var b strings.Builder
	var at []int
	space := true // drop leading white space
	for i, r := range s {
		switch r {
		case '’', '‘', 'ʼ', '`':
			r = '\''
		case '“', '”', '„', '«', '»':
			r = '"'
		case '–', '—', '‐', '‑', '−':
			r = '-'
		case '\u00ad', '\u200b', '\ufeff':
			continue
		}
		if unicode.IsSpace(r) || r == '\u00a0' {
			if !space {
				b.WriteByte(' ')
				at = append(at, i)
			}
			space = true
			continue
		}
		space = false
		for _, c := range norm.NFKD.String(string(unicode.ToLower(r))) {
			if unicode.Is(unicode.Mn, c) {
				continue
			}
			n, _ := b.WriteRune(c)
			for range n {
				at = append(at, i)
			}
		}
	}
	out := b.String()
	if strings.HasSuffix(out, " ") {
		out, at = out[:len(out)-1], at[:len(at)-1]
	}
	return out, at
}

func sameText(a, b string) bool { return plain(a) == plain(b) }

// tokens are the words of s that carry a name.
func tokens(s string) []string {
	ws := strings.FieldsFunc(plain(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return slices.DeleteFunc(ws, func(w string) bool {
		switch w {
		case "the", "of", "in", "a", "and", "s", "for", "to":
			return true
		}
		return false
	})
}

// sameName reports whether two names can be of one thing: the words of one
// are among the other's.
func sameName(a, b string) bool {
	x, y := tokens(a), tokens(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	return len(x) > 0 && within(x, y)
}

func (o *GoldOccasion) String() string {
	s := o.Name + " (" + o.Country + ")"
	if o.Ordinal != nil {
		s += fmt.Sprintf(" no. %d", *o.Ordinal)
	}
	return s
}

// occasionRight compares names or, where the gazetteer knows both, their
// days; the country; and the ordinal, where gold has one.
func (s *scorer) occasionRight(g *GoldOccasion, o *news.Occasion) bool {
	if o == nil || g.Country != "" && o.Country != "" && g.Country != o.Country {
		return false
	}
	if g.Ordinal != nil && *g.Ordinal != o.Ordinal {
		return false
	}
	if sameName(g.Name, o.Name) || o.ID != "" && sameName(g.Name, strings.ReplaceAll(o.ID, "-", " ")) {
		return true
	}
	if s.names == nil {
		return false
	}
	for _, k := range s.names.OccasionsNamed(g.Name) {
		if k.Country != o.Country {
			continue
		}
		if k.ID == o.ID {
			return true
		}
		for _, l := range s.names.OccasionsNamed(o.Name) {
			if l.ID == o.ID && l.Rule == k.Rule {
				return true
			}
		}
	}
	return false
}

// originRight reports whether the chain of sources holds one of gold's origins,
// by a part of its name or by a name that it is a part of.
func originRight(gold []string, chain []news.Link) bool {
	for _, origin := range gold {
		for _, name := range aliases(strings.ToLower(origin)) {
			if slices.ContainsFunc(chain, func(l news.Link) bool {
				link := strings.ToLower(l.Name)
				return strings.Contains(link, name) || utf8.RuneCountInString(link) > 3 && strings.Contains(name, link)
			}) {
				return true
			}
		}
	}
	return false
}

// originMeant reports whether a link of the chain stands in gold's words for the
// origin, "he" being whom the page means by it, or has its name, word by word.
func originMeant(g *GoldEvent, chain []news.Link) bool {
	return slices.ContainsFunc(chain, func(l news.Link) bool {
		return l.Span.Overlaps(g.OriginAt) || slices.ContainsFunc(g.Origin, func(origin string) bool {
			link, name := plain(l.Name), plain(origin)
			return wholeWords(link, name) >= 0 || wholeWords(name, link) >= 0
		})
	})
}

// aliases are the names of an origin, in lower case.
func aliases(origin string) []string {
	if origin == "kcna" {
		return []string{"kcna", "korean central news"}
	}
	return []string{origin}
}

// persons counts, of the persons that gold names, those that the event names.
func (s *scorer) persons(g *GoldEvent, e *news.Event) (named, of int) {
	for _, side := range []struct {
		gold []string
		said []news.Actor
	}{{g.SourceNames, append(slices.Clone(e.Source), other(g, e.Target)...)}, {g.TargetNames, append(slices.Clone(e.Target), other(g, e.Source)...)}} {
		for _, name := range side.gold {
			of++
			if slices.ContainsFunc(side.said, func(a news.Actor) bool { return s.samePerson(name, &a) }) {
				named++
			}
		}
	}
	return named, of
}

// other is the other side where either direction is right.
func other(g *GoldEvent, as []news.Actor) []news.Actor {
	if g.Reciprocal {
		return as
	}
	return nil
}

func (s *scorer) samePerson(name string, a *news.Actor) bool {
	if sameName(name, a.Name) || a.Office != "" && sameName(name, a.Office) {
		return true
	}
	if s.names == nil || a.ID == "" {
		return false
	}
	for _, m := range s.names.Lookup(name) {
		if m.Entry != nil && m.Entry.ID == a.ID {
			return true
		}
	}
	return false
}
