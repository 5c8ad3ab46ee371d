package query

import (
	"slices"
	"testing"

	"chancery/internal/news"
)

// No event is missed by its keys.
func FuzzKeys(f *testing.F) {
	f.Add("Kim Jong-Un", "PRK", "kim", "PRK", true)
	f.Add("Équatorial Guinea", "GNQ", "guinea equatorial", "", false)
	f.Add("U.S.", "USA", "us", "", false)
	f.Add("", "", "", "", true)
	f.Add(`the "old" guard`, "", "the 'old' guard", "", false)
	f.Add(`"old"`, "", "'old'", "", false)
	f.Fuzz(func(t *testing.T, has, id, name, known string, reciprocal bool) {
		a := news.Actor{Name: has, ID: id, Country: id}
		e := &news.Event{
			Source: []news.Actor{a, {Name: name + " " + has}}, Reciprocal: reciprocal, Act: has, Occasion: &news.Occasion{Name: has, ID: id},
			DeniedBy: []news.Actor{a}, Quotes: []news.Quote{{Speaker: a}, {Addressee: news.Actor{Name: name}}},
			Conflicts: []news.Conflict{{Field: name}}, Reports: []news.Report{{Article: has, Chain: []news.Link{{Name: has, ID: id}}}},
		}
		keys := Keys(e)
		c := Called{Name: name}
		if known != "" {
			c.IDs = []string{known}
		}
		var all []Expr
		whole := Called{Name: name, Whole: true}
		for _, field := range append(keyed(), Party) {
			all = append(all, Named{field, []Called{whole}}, Named{field, []Called{c}}, Named{field, []Called{{Name: "nobody"}, c}})
		}
		for _, field := range []string{Act, Channel, Mode, Article, Conflict} {
			all = append(all, OneOf{field, []string{name, has}})
		}
		for _, thing := range things() {
			all = append(all, OneOf{Has, []string{thing}})
		}
		for _, field := range []string{Background, Disputed, Conflict, StateMedia, Reciprocal} {
			all = append(all, Is{field})
		}
		for _, x := range all {
			if of := KeysOf(x); of != nil && Match(x, e, nil) && !slices.ContainsFunc(of, func(k string) bool { return slices.Contains(keys, k) }) {
				t.Errorf("%#v holds of what has not one of %q; it has %q", x, of, keys)
			}
		}
	})
}
