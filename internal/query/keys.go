package query

import (
	"slices"
	"strings"

	"chancery/internal/news"
)

// KeysVersion changes whenever Keys gives an event other keys.
const KeysVersion = "1"

// keyed are the fields that Keys and KeysOf know.
func keyed() []string { return []string{Source, Target, Denier, Speaker, Person, Occasion, Origin} }

// Keys are signs by which a store may find an event: sorted, each once. Where
// KeysOf gives keys of a term, it holds of no event that has none of them.
func Keys(e *news.Event) []string {
	var out []string
	for _, field := range keyed() {
		for n := range namesOf(field, e) {
			for _, id := range n.ids {
				if id != "" {
					out = append(out, field+"="+id)
				}
			}
			for w := range strings.FieldsSeq(fold(n.name)) {
				out = append(out, field+"~"+w)
			}
		}
	}
	out = append(out, Act+"="+e.Act, Channel+"="+e.Channel, Mode+"="+e.Mode)
	for _, c := range e.Conflicts {
		out = append(out, Conflict+"="+c.Field)
	}
	for _, r := range e.Reports {
		out = append(out, Article+"="+r.Article)
	}
	for _, field := range []string{Disputed, Conflict, StateMedia, Reciprocal} {
		if is(field, e) {
			out = append(out, "is="+field)
		}
	}
	for _, thing := range things() {
		if filled(thing, e) {
			out = append(out, Has+"="+thing)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// wholeArticle is the length of an article's ID.
const wholeArticle = 16

// KeysOf are the keys of which a term's events have one at least; none where
// no keys help to find it.
func KeysOf(x Expr) (keys []string) {
	switch x := x.(type) {
	case Named:
		fields := []string{x.Field}
		if x.Field == Party {
			fields = []string{Source, Target}
		}
		for _, c := range x.Names {
			mark, ok := c.keys()
			if !ok {
				return nil
			}
			for _, f := range fields {
				for _, m := range mark {
					keys = append(keys, f+m)
				}
			}
		}
	case OneOf:
		switch x.Field {
		case Article:
			if slices.ContainsFunc(x.Values, func(v string) bool { return len(v) < wholeArticle }) {
				return nil
			}
		case Act, Channel, Mode, Conflict, Has:
		default:
			return nil
		}
		for _, v := range x.Values {
			keys = append(keys, x.Field+"="+v)
		}
	case Is:
		if x.Field != Background {
			return []string{"is=" + x.Field}
		}
	}
	return keys
}

// keys are those of all that is called so, without their field; ok is false
// where there are others.
func (c Called) keys() (keys []string, ok bool) {
	longest := ""
	for w := range strings.FieldsSeq(fold(c.Name)) {
		if c.Whole && strings.Contains(w, "'") { // a quotation mark may stand there
			continue
		}
		if len(w) > len(longest) {
			longest = w
		}
	}
	for _, id := range c.IDs {
		keys = append(keys, "="+id)
	}
	return append(keys, "~"+longest), longest != ""
}
