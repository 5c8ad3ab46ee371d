package gazetteer

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"chancery/internal/news"
)

// Gazetteer answers look-ups. It never changes after Load and is safe for
// concurrent use.
type Gazetteer struct {
	entries   map[string]*Entry
	readings  []reading // sorted by key, then likelihood
	codes     map[string]Codes
	terms     map[string][]Term // by person, by From
	held      map[string][]Term // by country, by From
	born      map[string]news.Day
	outlets   map[string]*Outlet // by ID
	domains   map[string]*Outlet // "kcna.kp"
	occasions []*Occasion        // in table order
	named     map[string][]*Occasion
	landmarks []Landmark
	facts     []Fact
}

// reading is one name of one entry.
type reading struct {
	key   string
	form  string // as the table writes it
	exact bool   // the text must write it in this very case
	sense Sense
	rank  int32 // lower is likelier
	entry *Entry
}

// Load reads the embedded tables and then a user's rows. A user's file is
// tab-separated: the first column names the table, the others are that table's
// columns as its header under tables/ gives them; trailing ones may be left
// out, and lines that begin with "#" are comments:
//
//	persons	Q123	Jane Roe	Roe		FRA	GOV
//	holders	Q123		FRA	foreign minister	foreign minister	2027-01-01
//	occasions	fra-x	FRA	Day of X		06-18	1940
//
// A row whose id is already known adds its names to what is there.
func Load(extra ...io.Reader) (*Gazetteer, error) {
	g := &Gazetteer{
		entries:  make(map[string]*Entry, 8192),
		readings: make([]reading, 0, 32768),
		codes:    make(map[string]Codes, 256),
		terms:    make(map[string][]Term, 4096),
		held:     make(map[string][]Term, 256),
		born:     make(map[string]news.Day, 256),
		outlets:  make(map[string]*Outlet, 512),
		domains:  make(map[string]*Outlet, 512),
		named:    make(map[string][]*Occasion, 2048),
	}
	for _, name := range order {
		if err := embedded(name, g.add); err != nil {
			return nil, fmt.Errorf("load gazetteer: %w", err)
		}
	}
	for _, in := range extra {
		if err := own(in, g.add); err != nil {
			return nil, fmt.Errorf("load gazetteer: %w", err)
		}
	}
	g.index()
	return g, nil
}

// index sorts what add has gathered.
func (g *Gazetteer) index() {
	byFrom := func(a, b Term) int { return a.From.Compare(b.From) }
	for _, ts := range g.terms {
		slices.SortStableFunc(ts, byFrom)
	}
	for _, ts := range g.held {
		slices.SortStableFunc(ts, byFrom)
	}
	// Of persons with one surname, those who led states come first, later
	// ones before earlier ones.
	for i := range g.readings {
		if r := &g.readings[i]; r.entry.Kind == news.Person {
			r.rank += g.obscurity(r.entry.ID)
		}
	}
	type place struct {
		head uint64 // the key's first bytes, which mostly decide
		at   int32
	}
	order := make([]place, len(g.readings))
	for i := range order {
		order[i] = place{head(g.readings[i].key), int32(i)}
	}
	slices.SortFunc(order, func(p, q place) int {
		if p.head != q.head {
			return cmp.Compare(p.head, q.head)
		}
		a, b := &g.readings[p.at], &g.readings[q.at]
		if c := strings.Compare(a.key, b.key); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(p.at, q.at))
	})
	sorted := make([]reading, 0, len(g.readings))
	for _, p := range order {
		sorted = append(sorted, g.readings[p.at])
	}
	g.readings = slices.CompactFunc(sorted, func(a, b reading) bool {
		return a.key == b.key && a.entry == b.entry && a.sense == b.sense && a.form == b.form
	})
	g.readings = slices.Clip(g.readings)
	slices.SortStableFunc(g.landmarks, func(a, b Landmark) int { return a.Date.From.Compare(b.Date.From) })
}

// head is a number that orders strings as their first eight bytes do.
func head(s string) (n uint64) {
	for i := range 8 {
		n <<= 8
		if i < len(s) {
			n |= uint64(s[i])
		}
	}
	return n
}

// obscurity ranks persons: the holder of a leading office before others, and
// whoever held office last before those before.
func (g *Gazetteer) obscurity(person string) int32 {
	worst := int32(400)
	for _, t := range g.terms[person] {
		n := int32(300)
		switch t.Role {
		case HeadOfState, HeadOfGovernment, Leader:
			n = 0
		case ForeignMinister, Chief:
			n = 100
		}
		end := int32(2027)
		if !t.To.IsZero() {
			end = int32(t.To.Year)
		}
		worst = min(worst, n+max(0, 2027-end))
	}
	return worst
}

// add takes one row of any table.
func (g *Gazetteer) add(r row) error {
	switch r.table {
	case "states":
		return g.addState(r)
	case "births":
		return g.addBirth(r)
	case "holders":
		return g.addTerm(r)
	case "occasions":
		return g.addOccasion(r)
	case "landmarks":
		return g.addLandmark(r)
	case "facts":
		return g.addFact(r)
	}
	e := Entry{ID: r.cell("id"), Name: strings.TrimLeft(r.cell("name"), "~="), Country: r.cell("country"), Sector: r.cell("sector")}
	if e.ID == "" || e.Name == "" {
		return fmt.Errorf("a row needs an id and a name")
	}
	switch r.table {
	case "places":
		e.Kind = news.Place
	case "persons":
		e.Kind = news.Person
		e.Name = first(e.Name)
	case "organisations":
		e.Kind = news.Organisation
		e.Country = r.cell("code")
	case "groups":
		e.Kind = news.ArmedGroup
	case "bodies":
		e.Kind = news.OfficeBody
	case "media":
		e.Kind = news.Media
		e.Sector = "MED"
	}
	entry := g.enter(e)
	g.name(entry, Proper, r.cell("name"))
	g.name(entry, Proper, r.list("names")...)
	g.name(entry, Metonym, r.list("metonyms")...)
	g.name(entry, Demonym, r.list("demonyms")...)
	switch r.table {
	case "persons":
		g.name(entry, Surname, r.list("surname")...)
	case "media":
		g.addOutlet(entry, r)
	}
	return nil
}

// enter keeps e unless its ID is known, and returns what is kept.
func (g *Gazetteer) enter(e Entry) *Entry {
	if known := g.entries[e.ID]; known != nil {
		return known
	}
	g.entries[e.ID] = &e
	return &e
}

// name adds readings of an entry. A "|" in a word separates spellings of that
// word; "=" before a name asks for its very case; "~" says that it more often
// means something else.
func (g *Gazetteer) name(e *Entry, sense Sense, forms ...string) {
	for _, f := range forms {
		rd := reading{sense: sense, rank: rank(e.Kind, sense), entry: e}
		for {
			if rest, ok := strings.CutPrefix(f, "~"); ok {
				f, rd.rank = rest, rd.rank+500
			} else if rest, ok := strings.CutPrefix(f, "="); ok {
				f, rd.exact = rest, true
			} else {
				break
			}
		}
		if strings.Contains(f, "|") {
			g.spell(f, rd)
		} else {
			g.read(f, rd)
		}
	}
}

// spell adds rd for every spelling of a name.
func (g *Gazetteer) spell(name string, rd reading) {
	for form := range spellings(name) {
		g.read(form, rd)
	}
}

// read adds rd for one spelling.
func (g *Gazetteer) read(form string, rd reading) {
	rd.form, rd.key = form, Fold(form)
	if rd.key == "" {
		return
	}
	if rd.sense == Proper && acronym(form) {
		rd.sense = Acronym
	}
	g.readings = append(g.readings, rd)
}

// rank orders the readings of one name: states, then organisations and
// persons, then the rest; a name before what it stands for.
func rank(k news.EntityKind, s Sense) int32 {
	var n int32
	switch k {
	case news.State:
		n = 0
	case news.Organisation, news.ArmedGroup:
		n = 1000
	case news.Person:
		n = 2000
	case news.OfficeBody, news.Media:
		n = 3000
	default:
		n = 4000
	}
	switch s {
	case Surname:
		n += 2500
	case Capital, Metonym:
		n += 600
	case Demonym:
		n += 300
	}
	return n
}

// spellings yields every spelling of a name whose words list theirs:
// "Sergei|Sergey Lavrov".
func spellings(name string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		if !strings.Contains(name, "|") {
			yield(name)
			return
		}
		all := []string{""}
		for i, w := range strings.Fields(name) {
			alts := strings.Split(w, "|")
			next := make([]string, 0, len(all)*len(alts))
			for _, head := range all {
				for _, a := range alts {
					switch {
					case i == 0 || head == "":
						next = append(next, a)
					case a == "":
						next = append(next, head)
					default:
						next = append(next, head+" "+a)
					}
				}
			}
			if len(next) > 256 {
				next = next[:256]
			}
			all = next
		}
		for _, s := range all {
			if !yield(s) {
				return
			}
		}
	}
}

// first is the first spelling of a name.
func first(name string) string {
	for s := range spellings(strings.TrimLeft(name, "=~")) {
		return s
	}
	return ""
}

func (g *Gazetteer) addState(r row) error {
	id := r.cell("iso3")
	if id == "" || r.cell("name") == "" {
		return fmt.Errorf("a state needs a code and a name")
	}
	e := Entry{ID: id, Kind: news.State, Name: r.cell("name"), Country: id, Sector: "GOV"}
	if r.cell("kind") == "territory" {
		e.Kind = news.Place
	}
	entry := g.enter(e)
	if _, known := g.codes[id]; !known {
		c := Codes{ISO3: id, ISO2: r.cell("iso2"), FIPS: r.cell("fips"), Wikidata: r.cell("wikidata")}
		for col, n := range map[string]*int{"cow": &c.COW, "gw": &c.GW} {
			if s := r.cell(col); s != "" {
				v, err := strconv.Atoi(s)
				if err != nil {
					return fmt.Errorf("column %s: %q is no number", col, s)
				}
				*n = v
			}
		}
		g.codes[id] = c
	}
	g.name(entry, Proper, r.cell("name"))
	g.name(entry, Proper, r.list("names")...)
	g.name(entry, Demonym, r.list("demonyms")...)
	g.name(entry, Metonym, r.list("metonyms")...)
	for _, c := range r.list("capital") {
		g.name(entry, Capital, c)
		city := g.enter(Entry{ID: "place:" + strings.ReplaceAll(Fold(c), " ", "-"), Kind: news.Place, Name: c, Country: id})
		g.name(city, Proper, c)
	}
	return nil
}

func (g *Gazetteer) addBirth(r row) error {
	p := g.entries[r.cell("person")]
	if p == nil || p.Kind != news.Person {
		return fmt.Errorf("no person %q", r.cell("person"))
	}
	day, err := r.day("born")
	if err != nil {
		return err
	}
	if day.IsZero() {
		return fmt.Errorf("%s: no day of birth", r.cell("person"))
	}
	g.born[p.ID] = day
	return nil
}

func (g *Gazetteer) addTerm(r row) error {
	p := g.entries[r.cell("person")]
	if p == nil || p.Kind != news.Person {
		return fmt.Errorf("no person %q", r.cell("person"))
	}
	from, err := r.day("from")
	if err != nil {
		return err
	}
	to, err := r.day("to")
	if err != nil {
		return err
	}
	if !to.IsZero() && to.Before(from) {
		return fmt.Errorf("%s: ends on %v, before its beginning on %v", r.cell("person"), to, from)
	}
	t := Term{Person: p, Country: r.cell("country"), Office: r.cell("office"), Role: Role(r.cell("role")), From: from, To: to, Source: r.source()}
	g.terms[p.ID] = append(g.terms[p.ID], t)
	held := g.held[t.Country]
	if held == nil {
		held = make([]Term, 0, 24)
	}
	g.held[t.Country] = append(held, t)
	return nil
}

func (g *Gazetteer) addOutlet(e *Entry, r row) {
	o := g.outlets[e.ID]
	if o == nil {
		o = &Outlet{Entry: e, StateMedia: r.cell("state") == "yes", Public: r.cell("state") == "public", Agency: r.cell("agency") == "yes"}
		g.outlets[e.ID] = o
	}
	for _, d := range r.list("domains") {
		d = host(d)
		o.Domains = append(o.Domains, d)
		if g.domains[d] == nil {
			g.domains[d] = o
		}
	}
}

func (g *Gazetteer) addOccasion(r row) error {
	o := &Occasion{Rule: r.cell("rule")}
	o.ID, o.Name, o.Country = r.cell("id"), r.cell("name"), r.cell("country")
	if o.Country != "" {
		o.Countries = strings.Split(o.Country, "-")
		if len(o.Countries) > 1 {
			o.Country = ""
		}
	}
	if o.ID == "" || o.Name == "" {
		return fmt.Errorf("an occasion needs an id and a name")
	}
	if s := r.cell("founded"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			return fmt.Errorf("column founded: %q is no year", s)
		}
		o.Founded = n
	}
	if err := checkRule(o.Rule); err != nil {
		return err
	}
	o.Names = append([]string{o.Name}, r.list("names")...)
	g.occasions = append(g.occasions, o)
	e := g.enter(Entry{ID: o.ID, Kind: news.Holiday, Name: o.Name, Country: o.Country})
	g.name(e, Proper, o.Names...)
	for _, n := range o.Names {
		k := Fold(n)
		if !slices.Contains(g.named[k], o) {
			g.named[k] = append(g.named[k], o)
		}
	}
	return nil
}

func (g *Gazetteer) addLandmark(r row) error {
	from, err := r.day("from")
	if err != nil {
		return err
	}
	to, err := r.day("to")
	if err != nil {
		return err
	}
	if to.IsZero() {
		to = from
	}
	l := Landmark{ID: r.cell("id"), Names: r.list("names"), Countries: r.list("countries"), Source: r.source()}
	if l.ID == "" || len(l.Names) == 0 || from.IsZero() || to.Before(from) {
		return fmt.Errorf("a landmark needs an id, a name and a date that does not end before it begins")
	}
	l.Date = news.Interval{From: from, To: to, Precision: news.Range, Basis: l.Names[0]}
	if from == to {
		l.Date.Precision = news.DayPrecision
	}
	g.landmarks = append(g.landmarks, l)
	return nil
}

// usualFresh is Fact.Fresh of a row that does not say it: the share of all pages that speak of any fact.
const usualFresh = 0.16

func (g *Gazetteer) addFact(r row) error {
	from, err := r.day("from")
	if err != nil {
		return err
	}
	f := Fact{From: from, What: r.cell("what"), Fresh: usualFresh, Source: r.source()}
	if c := r.cell("fresh"); c != "" {
		n, err := strconv.Atoi(c)
		if err != nil || n < 0 || n > 100 {
			return fmt.Errorf("column fresh: %q is no number from 0 to 100", c)
		}
		f.Fresh = float64(n) / 100
	}
	for _, k := range r.list("keys") {
		terms := strings.Split(k, "+")
		whole := func(t string) bool { return !strings.HasSuffix(t, "*") || len(strings.Fields(t)) > 1 }
		empty := func(t string) bool {
			return !strings.ContainsFunc(t, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
		}
		if !slices.ContainsFunc(terms, whole) || slices.ContainsFunc(terms, empty) {
			return fmt.Errorf("key %q of a fact needs terms, and a word that is whole", k)
		}
		f.Keys = append(f.Keys, terms)
	}
	if from.IsZero() || len(f.Keys) == 0 || f.What == "" {
		return fmt.Errorf("a fact needs a day, keys and what it is")
	}
	g.facts = append(g.facts, f)
	return nil
}
