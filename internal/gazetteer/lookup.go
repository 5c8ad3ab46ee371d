package gazetteer

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
)

// Lookup gives all readings of a name as written, most likely first; nil when
// there is none. Spaces, hyphens, diacritics and dots do not matter; a leading
// "the" and a closing "'s" may be there or not. Case does:
//
//   - an acronym ("US", "WHO") must be written in capitals; one of four letters
//     or more may be written as a word ("Nato", "Unesco");
//   - a name that begins with a capital must be written with one ("Turkey", not
//     "turkey"); one that does not ("al-Shabaab", "foreign ministry") may be
//     written either way.
//
// A state's name, demonym or capital together with an organ that all states
// have is read as that state's organ: "Russian Foreign Ministry", "Japan's
// defence ministry", "Ministry of Foreign Affairs of Cuba".
func (g *Gazetteer) Lookup(name string) []Match {
	if len(name) > longest {
		return nil
	}
	name = strings.TrimSpace(name)
	ms := g.lookup(name)
	if len(ms) == 0 {
		if bare, ok := cutPossessive(name); ok {
			ms = g.lookup(bare)
		}
	}
	if len(ms) == 0 {
		if e := g.organ(name); e != nil {
			ms = []Match{{e, Proper}}
		}
	}
	return ms
}

// longest bounds, in bytes, what is looked at as a name.
const longest = 256

func (g *Gazetteer) lookup(name string) []Match {
	key := Fold(name)
	ms := g.matches(nil, key, name)
	if bare, ok := strings.CutPrefix(key, "the "); ok {
		ms = g.matches(ms, bare, strings.TrimSpace(name[3:]))
	}
	return ms
}

// matches appends the readings of a key that the name's case allows, each
// entry and sense once.
func (g *Gazetteer) matches(ms []Match, key, name string) []Match {
	i := sort.Search(len(g.readings), func(i int) bool { return g.readings[i].key >= key })
	for ; i < len(g.readings) && g.readings[i].key == key; i++ {
		r := &g.readings[i]
		m := Match{r.entry, r.sense}
		if r.admits(name) && !slices.Contains(ms, m) {
			ms = append(ms, m)
		}
	}
	return ms
}

// admits reports whether a name that folds to the reading's key is written in
// a case that the reading allows.
func (r *reading) admits(name string) bool {
	if r.exact {
		return undotted(name) == undotted(r.form)
	}
	if acronym(r.form) {
		upper, lower := cases(name)
		if lower == 0 {
			return true
		}
		return upper == 1 && lower >= 3 && startsUpper(name)
	}
	return !startsUpper(r.form) || startsUpper(name)
}

func undotted(s string) string { return strings.ReplaceAll(s, ".", "") }

// acronym reports whether a name is written in capitals alone, two or more.
func acronym(form string) bool {
	if strings.Contains(form, " ") {
		return false
	}
	upper, lower := cases(form)
	return upper >= 2 && lower == 0
}

func cases(s string) (upper, lower int) {
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		}
	}
	return upper, lower
}

// startsUpper reports whether the first letter is a capital; a name that
// begins with a digit counts as if.
func startsUpper(s string) bool {
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			return !unicode.IsLower(r)
		case unicode.IsDigit(r):
			return true
		}
	}
	return true
}

func cutPossessive(s string) (string, bool) {
	for _, p := range []string{"'s", "’s"} {
		if t, ok := strings.CutSuffix(s, p); ok {
			return t, true
		}
	}
	if strings.HasSuffix(s, "s'") || strings.HasSuffix(s, "s’") {
		_, n := utf8.DecodeLastRuneInString(s)
		return s[:len(s)-n], true
	}
	return s, false
}

// HasPrefix reports whether some name begins with these folded words, whole
// words only: the condition under which a scan for the longest name goes on.
func (g *Gazetteer) HasPrefix(folded string) bool {
	if len(folded) > longest {
		return false
	}
	if g.begins(folded) {
		return true
	}
	if bare, ok := strings.CutPrefix(folded, "the "); ok {
		folded = bare
		if g.begins(folded) {
			return true
		}
	} else if folded == "the" {
		return true
	}
	// An organ put together by Lookup: a state and the beginning of an organ's
	// name, or the other way round.
	for i := 0; i < len(folded); i++ {
		if folded[i] != ' ' {
			continue
		}
		head, tail := folded[:i], folded[i+1:]
		head = strings.TrimSuffix(head, "'s")
		if g.stateKey(head) && g.beginsOrgan(tail) {
			return true
		}
		if g.organKey(folded[:i]) && (tail == "of" || tail == "of the" || g.begins(strings.TrimPrefix(strings.TrimPrefix(tail, "of "), "the ")) && strings.HasPrefix(tail, "of ")) {
			return true
		}
	}
	bare, ok := strings.CutSuffix(folded, "'s")
	return ok && g.begins(bare)
}

func (g *Gazetteer) begins(words string) bool {
	i := sort.Search(len(g.readings), func(i int) bool { return g.readings[i].key >= words })
	if i < len(g.readings) && g.readings[i].key == words {
		return true
	}
	words += " "
	i = sort.Search(len(g.readings), func(i int) bool { return g.readings[i].key >= words })
	return i < len(g.readings) && strings.HasPrefix(g.readings[i].key, words)
}

// readingsOf are the readings of one folded key.
func (g *Gazetteer) readingsOf(key string) []reading {
	i := sort.Search(len(g.readings), func(i int) bool { return g.readings[i].key >= key })
	j := i
	for j < len(g.readings) && g.readings[j].key == key {
		j++
	}
	return g.readings[i:j]
}

func (g *Gazetteer) stateKey(key string) bool {
	return slices.ContainsFunc(g.readingsOf(key), func(r reading) bool { return r.entry.Kind == news.State })
}

func (g *Gazetteer) organKey(key string) bool {
	return slices.ContainsFunc(g.readingsOf(key), anyStates)
}

func (g *Gazetteer) beginsOrgan(words string) bool {
	i := sort.Search(len(g.readings), func(i int) bool { return g.readings[i].key >= words })
	for ; i < len(g.readings) && strings.HasPrefix(g.readings[i].key, words); i++ {
		k := g.readings[i].key
		if anyStates(g.readings[i]) && (len(k) == len(words) || k[len(words)] == ' ') {
			return true
		}
	}
	return false
}

// anyStates reports whether a reading names an organ that every state has.
func anyStates(r reading) bool { return r.entry.Kind == news.OfficeBody && r.entry.Country == "" }

// organ reads a state's name and an organ's as that state's organ.
func (g *Gazetteer) organ(name string) *Entry {
	words := strings.Fields(name)
	if len(words) > 12 {
		return nil
	}
	for i := 1; i < len(words); i++ {
		head, tail := strings.Join(words[:i], " "), strings.Join(words[i:], " ")
		if bare, ok := cutPossessive(head); ok {
			head = bare
		}
		if e := g.compose(head, tail); e != nil {
			return e
		}
		if strings.EqualFold(words[i], "of") && i+1 < len(words) {
			if e := g.compose(strings.Join(words[i+1:], " "), strings.Join(words[:i], " ")); e != nil {
				return e
			}
		}
	}
	return nil
}

func (g *Gazetteer) compose(state, organ string) *Entry {
	organs := g.lookup(organ)
	i := slices.IndexFunc(organs, func(m Match) bool {
		return m.Entry.Kind == news.OfficeBody && m.Entry.Country == ""
	})
	if i < 0 {
		return nil
	}
	for _, m := range g.lookup(state) {
		if m.Entry.Kind == news.State {
			return organOf(m.Entry, organs[i].Entry)
		}
	}
	return nil
}

// organOf is a state's own organ; its ID is the state's and the organ's.
func organOf(state, organ *Entry) *Entry {
	return &Entry{ID: state.ID + ":" + organ.ID, Kind: news.OfficeBody, Name: state.Name + " " + organ.Name, Country: state.ID, Sector: organ.Sector}
}

// Entry is what the gazetteer knows under an id; nil when it knows none. The
// ids of organs that Lookup put together are known too.
func (g *Gazetteer) Entry(id string) *Entry {
	if e := g.entries[id]; e != nil {
		return e
	}
	if country, organ, ok := strings.Cut(id, ":"); ok {
		s, o := g.entries[country], g.entries[organ]
		if s != nil && o != nil && s.Kind == news.State && o.Kind == news.OfficeBody {
			return organOf(s, o)
		}
	}
	return nil
}

// Country is the code of a country or an organisation, by its code or any of its
// names.
func (g *Gazetteer) Country(name string) (code string, ok bool) {
	if e := g.Entry(strings.ToUpper(strings.TrimSpace(name))); e != nil && e.Country == e.ID {
		return e.ID, true
	}
	for _, m := range g.Lookup(name) {
		if m.Entry.Country != "" && (m.Entry.Kind == news.State || m.Entry.Kind == news.Organisation) {
			return m.Entry.Country, true
		}
	}
	for _, e := range g.entries { // an organisation's bodies may be of a code that is none of its names
		if e.Country != "" && strings.EqualFold(e.Country, strings.TrimSpace(name)) {
			return e.Country, true
		}
	}
	return "", false
}

// States are all states and the organisations that act like one, each of
// which is its own country, by ID.
func (g *Gazetteer) States() []*Entry {
	var out []*Entry
	for _, e := range g.entries {
		if e.ID == e.Country {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b *Entry) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// Born is the day on which a person was born; zero where it is not known.
func (g *Gazetteer) Born(personID string) news.Day { return g.born[personID] }

// Terms are a person's offices, by From.
func (g *Gazetteer) Terms(personID string) []Term { return g.terms[personID] }

// Holders are those who held an office of a state or organisation at some time
// in the interval, by From; role "" asks for any office. Where one office is
// both head of state and head of government, its holder is found under either.
func (g *Gazetteer) Holders(country string, role Role, at news.Interval) []Term {
	var held []Term
	for _, t := range g.held[country] {
		if (role == "" || t.Role == role) && at.Overlaps(news.Interval{From: t.From, To: t.To}) {
			held = append(held, t)
		}
	}
	return held
}

// Codes are a state's codes by its ISO 3166-1 alpha-3 code.
func (g *Gazetteer) Codes(iso3 string) (Codes, bool) {
	c, ok := g.codes[iso3]
	return c, ok
}

// Outlet finds a medium by any of its names or by a host or address; a host's
// subdomains are its medium's.
func (g *Gazetteer) Outlet(nameOrDomain string) (Outlet, bool) {
	for _, m := range g.Lookup(nameOrDomain) {
		if o := g.outlets[m.Entry.ID]; o != nil {
			return *o, true
		}
	}
	for h := host(nameOrDomain); strings.Contains(h, "."); _, h, _ = strings.Cut(h, ".") {
		if o := g.domains[h]; o != nil {
			return *o, true
		}
	}
	return Outlet{}, false
}

// host is an address' host, lower case, without "www.".
func host(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	if i := strings.IndexAny(s, "/?#:"); i >= 0 {
		s = s[:i]
	}
	return strings.TrimPrefix(s, "www.")
}

// OccasionsNamed are the occasions that bear a name, in table order; several
// states' when they share it ("Independence Day").
func (g *Gazetteer) OccasionsNamed(name string) []*Occasion {
	key := Fold(name)
	if os := g.named[key]; os != nil {
		return os
	}
	bare, ok := strings.CutPrefix(key, "the ")
	if !ok {
		return nil
	}
	return g.named[bare]
}

// Occasions are all occasions, in table order.
func (g *Gazetteer) Occasions() []*Occasion { return g.occasions }

// Landmarks are all landmarks, by their first day.
func (g *Gazetteer) Landmarks() []Landmark { return g.landmarks }

// Facts are all facts, in table order.
func (g *Gazetteer) Facts() []Fact { return g.facts }
