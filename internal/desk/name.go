package desk

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/act"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/survey"
	"chancery/internal/tell"
)

// Kinds of what has a page under its name: their paths, and fields of a query.
const (
	aPerson    = query.Person
	anOutlet   = query.Outlet
	anOccasion = query.Occasion
	aSource    = "source" // whom pages have it from
)

// Bounds of such a page.
const (
	maxNamed   = 12 // names in a list
	maxDiffers = 10 // events on which reports differ
	maxPrinted = 12 // articles
)

// namePage is what the ledger has under a name.
type namePage struct {
	Kind, Name string                          // as asked for
	Called     string                          // the one name of the ledger's that it is a part of; "" for none
	term       func(field, name string) string // by which its links ask
	About      []string                        // who it is
	Total      int
	Conflict   int // of these
	Chart      *chart
	Lists      []nameList
	Of         string // what the rituals are named by
	Years      []string
	Rituals    []ritual
	Printed    []printed
	Articles   int
	Differs    []differing
	Days       []day
	All        string
	Exports    []link
}

// nameList is names by how many events or reports they have here.
type nameList struct {
	Title, Says string
	Names       []named
}

// named is a name in a list.
type named struct {
	Name    string
	Page    string // its own
	Address string // of what it has here
	Events  int
	Share   int // per cent of the most
}

// printed is an article of an outlet.
type printed struct {
	Article, Date string
	Sentence      tell.Sentence
}

// differing is an event of which others say something else.
type differing struct {
	Event    string
	Sentence tell.Sentence
	Field    string
	Ours     string
	Others   []otherSide
}

type otherSide struct{ Value, Outlets string }

// nameAt is the address of a name's page.
func nameAt(kind, name string) string { return "/" + kind + "/" + url.PathEscape(name) }

// asked is the field of a query by which a kind is asked for.
func asked(kind string) string {
	if kind == aSource {
		return query.Origin
	}
	return kind
}

// named is the handler of the pages of a kind: fill adds what is its own.
func (d *Desk) named(kind string, fill func(*http.Request, *survey.Found, *namePage) error) func(*http.Request) (view, error) {
	return func(r *http.Request) (view, error) {
		name := strings.TrimSpace(r.PathValue("name"))
		p := namePage{Kind: kind, Name: name, term: exactly}
		f, err := d.found(r.Context(), p.text(), url.Values{query.Reverse: {"yes"}})
		if err == nil && f.Len() == 0 { // no whole name of the ledger's
			p.term = term
			f, err = d.found(r.Context(), p.text(), url.Values{query.Reverse: {"yes"}})
		}
		if err != nil {
			return view{}, err
		}
		text := p.text()
		p.Total, p.All, p.Exports = f.Len(), timelineOf(text), exports(text, nil)
		p.Chart = d.chartOf(f, 60, func(at string) string { return timelineOf(text + " " + term(query.Date, at)) })
		p.Conflict = conflicts(f)
		if err := fill(r, f, &p); err != nil {
			return view{}, err
		}
		events, err := d.Survey.Briefs(r.Context(), f.IDs(0, fewEvents))
		if err != nil {
			return view{}, err
		}
		p.Days = d.days(events)
		v := view{page: "name.html", Title: cmp.Or(p.Called, name), Here: "names", Body: p}
		if p.Total == 0 {
			v.status = http.StatusNotFound
		}
		return v, nil
	}
}

// text is the query whose events the page is of.
func (p *namePage) text() string { return p.term(asked(p.Kind), p.Name) }

// conflicts are the events of what is found that are conflict.
func conflicts(f *survey.Found) (out int) {
	for e, n := range f.Kinds() {
		if survey.QuadOf(e.Type) >= act.VerbalConflict {
			out += n
		}
	}
	return out
}

// counter counts names.
type counter map[string]int

// once counts each of some names once, of n events alike.
func (c counter) once(n int, names ...string) {
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if name != "" {
			c[name] += n
		}
	}
}

// list is the names of the most, each made what a list shows of it.
func (c counter) list(title, says string, show func(name string) named) nameList {
	out := nameList{Title: title, Says: says}
	for name, n := range c {
		out.Names = append(out.Names, named{Name: name, Events: n})
	}
	slices.SortFunc(out.Names, func(a, b named) int { return cmp.Or(b.Events-a.Events, cmp.Compare(a.Name, b.Name)) })
	out.Names = out.Names[:min(len(out.Names), maxNamed)]
	for i, x := range out.Names {
		y := show(x.Name)
		y.Events, y.Share = x.Events, max(3, x.Events*100/out.Names[0].Events)
		out.Names[i] = y
	}
	return out
}

// narrowed shows a name as a term beside a query's text.
func narrowed(text, field string) func(string) named {
	return func(name string) named { return named{Name: name, Address: timelineOf(with(text, term(field, name)))} }
}

// paged shows a name with its page, and as a term beside a query's text.
func paged(text, kind string) func(string) named {
	return func(name string) named {
		return named{Name: name, Page: nameAt(kind, name), Address: timelineOf(with(text, exactly(asked(kind), name)))}
	}
}

// spell is a name as it was first spelled of those that are one to a query.
func spell(spelled map[string]string, name string) string {
	is := query.Whole(name)
	if is == "" {
		return ""
	}
	if _, ok := spelled[is]; !ok {
		spelled[is] = name
	}
	return spelled[is]
}

// among counts some people, by query.Whole, as their term finds them.
func among(f *survey.Found, spelled map[string]string) counter {
	out, all := counter{}, f.Named(survey.People)
	for is, name := range spelled {
		out[name] = all[is]
	}
	delete(out, "")
	return out
}

// state shows a state by its code.
func (d *Desk) state(text string) func(string) named {
	return func(code string) named {
		return named{Name: d.Tell.Country(code), Address: timelineOf(with(text, term(query.Between, code)))}
	}
}

func (p *namePage) add(lists ...nameList) {
	for _, l := range lists {
		if len(l.Names) > 0 {
			p.Lists = append(p.Lists, l)
		}
	}
}

// isPerson reports whether an actor is somebody with a name: not a state, and not
// "an envoy of China".
func isPerson(a news.Actor) bool {
	r, _ := utf8.DecodeRuneInString(a.Name)
	return a.Office != "" && a.Name != "" && !unicode.IsLower(r) && (a.ID == "" || a.ID != a.Country)
}

// dealings is what somebody does, with whom and how.
type dealings struct {
	is                  func(news.Actor) bool
	does, suffers       func(*news.Event) bool
	own, others, spoken map[string]string // names by query.Whole: his, other persons', those whom he is quoted as speaking to
	home                map[string]bool   // states that he is of
	offices             counter
	ids                 map[string]string // by name
	done, suffered      counter
}

func (d *Desk) dealings(p *namePage) (x *dealings, err error) {
	x = &dealings{own: map[string]string{}, others: map[string]string{}, spoken: map[string]string{}, home: map[string]bool{}, offices: counter{},
		ids: map[string]string{}, done: counter{}, suffered: counter{}}
	if x.is, err = d.bearer(p.text()); err != nil {
		return nil, err
	}
	for field, does := range map[string]*func(*news.Event) bool{query.Source: &x.does, query.Target: &x.suffers} {
		if *does, err = d.meant(p.term(field, p.Name)); err != nil {
			return nil, err
		}
	}
	return x, nil
}

// count counts n events of a kind.
func (x *dealings) count(e *news.Event, n int) {
	if x.does(e) {
		x.done.once(n, e.Act)
	}
	if x.suffers(e) {
		x.suffered.once(n, e.Act)
	}
	var offices []string
	for a := range query.People(e) {
		switch {
		case a.Name == "":
		case x.is(*a):
			x.ids[spell(x.own, a.Name)] = a.ID
			x.home[a.Country] = true
			offices = append(offices, a.Office)
		case isPerson(*a):
			spell(x.others, a.Name)
		}
	}
	x.offices.once(n, offices...)
	for i := range e.Quotes {
		if q := &e.Quotes[i]; x.is(q.Speaker) && !x.is(q.Addressee) {
			spell(x.spoken, q.Addressee.Name)
		}
	}
}

func (d *Desk) fillPerson(r *http.Request, f *survey.Found, p *namePage) error {
	text := p.text()
	x, err := d.dealings(p)
	if err != nil {
		return err
	}
	for e, n := range f.Kinds() {
		x.count(e, n)
	}
	speaks := text + " " + p.term(query.Speaker, p.Name)
	said, err := d.found(r.Context(), speaks, nil)
	if err != nil {
		return err
	}
	names := among(f, x.own)
	if name := first(names); len(names) > 1 {
		p.add(names.list("Who is called so", "", paged("", aPerson)))
	} else if name != "" {
		p.Called = name
		p.About = d.whoIs(x.ids[name], first(x.offices))
	}
	as := func(field string) func(string) named { return narrowed(text+" "+p.term(field, p.Name), query.Act) }
	states := counter{}
	for _, c := range f.Facets()[survey.States] {
		if !x.home[c.Key] {
			states[c.Key] = c.Events
		}
	}
	p.add(among(f, x.others).list("With whom", "in any part", paged(text, aPerson)),
		states.list("With which states", "on either side", d.state(text)),
		x.done.list("What they do", "as who acts", as(query.Source)), x.suffered.list("What is done towards them", "", as(query.Target)),
		d.facet(f, survey.Channels, "By which channel", narrowed(text, query.Channel)),
		among(said, x.spoken).list("Quoted as speaking to", "", paged(speaks, aPerson)))
	p.Of = "Occasion"
	p.Years, p.Rituals = rituals(f, text)
	return nil
}

// first is the most frequent name.
func first(c counter) string {
	if l := c.list("", "", func(n string) named { return named{Name: n} }); len(l.Names) > 0 {
		return l.Names[0].Name
	}
	return ""
}

// whoIs is what is known of a person: by the gazetteer, else as the ledger has it.
func (d *Desk) whoIs(id, office string) (out []string) {
	terms := d.Gazetteer.Terms(id)
	for _, t := range terms {
		from, to := "", "now"
		if !t.From.IsZero() {
			from = tell.Day(t.From)
		}
		if !t.To.IsZero() {
			to = tell.Day(t.To)
		}
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s, %s: %s – %s", cmp.Or(t.Office, string(t.Role)), d.Tell.Country(t.Country), from, to)))
	}
	if len(terms) == 0 && office != "" {
		out = append(out, office)
	}
	if b := d.Gazetteer.Born(id); !b.IsZero() {
		out = append(out, "born "+tell.Day(b))
	}
	return out
}

// medium is what the gazetteer knows of an outlet or a source.
func (d *Desk) medium(name string) (out []string) {
	o, ok := d.Gazetteer.Outlet(name)
	if !ok {
		return nil
	}
	about := "an outlet"
	switch {
	case o.StateMedia && o.Agency:
		about = "a state news agency, its government’s voice"
	case o.StateMedia:
		about = "state media, its government’s voice"
	case o.Public:
		about = "a public broadcaster or paper"
	case o.Agency:
		about = "a news agency"
	}
	if o.Country != "" {
		about += ", of " + d.Tell.Country(o.Country)
	}
	out = append(out, about)
	if o.Name != name {
		out = append(out, "also "+o.Name)
	}
	if len(o.Domains) > 0 {
		out = append(out, strings.Join(o.Domains, ", "))
	}
	return out
}

func (d *Desk) fillOccasion(_ *http.Request, f *survey.Found, p *namePage) error {
	text := p.text()
	who, ids := map[string]string{}, counter{}
	for e, n := range f.Kinds() {
		for a := range query.People(e) {
			if isPerson(*a) {
				spell(who, a.Name)
			}
		}
		if e.Occasion != nil {
			ids.once(n, e.Occasion.ID)
		}
	}
	last := 0
	if years, _ := f.Series(survey.ByYear); len(years) > 0 {
		last, _ = strconv.Atoi(years[len(years)-1].At) // 0 where it is none
	}
	for _, o := range d.Gazetteer.Occasions() {
		if ids[o.ID] == 0 {
			continue
		}
		var of []string
		for _, c := range o.Countries {
			of = append(of, d.Tell.Country(c))
		}
		about := "a day of " + tell.And(of)
		if len(of) == 0 {
			about = "a day of no one state"
		}
		if o.Founded > 0 {
			about += ", counted from " + strconv.Itoa(o.Founded)
		}
		if day, ok := o.In(last); ok {
			about += "; " + tell.Day(day)
		}
		p.About = append(p.About, about)
	}
	p.Of = "Who does what to whom"
	p.Years, p.Rituals = repeatedBy(f, text, d.doing)
	p.add(among(f, who).list("Who takes part", "in any part", paged(text, aPerson)),
		d.facet(f, survey.Acts, "What is done", narrowed(text, query.Act)), d.facet(f, survey.Channels, "By which channel", narrowed(text, query.Channel)))
	return nil
}

// doing is who does what to whom, by states, and the terms that ask for it.
func (d *Desk) doing(e *news.Event) map[string]string {
	out := map[string]string{}
	from, to := sidesOfAct(e)
	for a := range statesOf(from) {
		name, terms := d.Tell.Country(a), term(query.Source, a)
		for b := range statesOf(to) {
			out[name+" → "+d.Tell.Country(b)+": "+e.Act] = terms + " " + term(query.Target, b) + " " + term(query.Act, e.Act)
		}
		if len(to) == 0 {
			out[name+": "+e.Act] = terms + " -" + term(query.Has, "target") + " " + term(query.Act, e.Act)
		}
	}
	return out
}

// statesOf are the states of some actors.
func statesOf(as []news.Actor) map[string]bool {
	out := map[string]bool{}
	for _, a := range as {
		if a.Country != "" {
			out[a.Country] = true
		}
	}
	return out
}

func (d *Desk) fillOutlet(r *http.Request, f *survey.Found, p *namePage) error {
	text := p.text()
	is, err := d.printer(text)
	if err != nil {
		return err
	}
	p.About = d.medium(p.Name)
	own, cites, fields := counter{}, counter{}, counter{}
	for x, n := range f.Presses() {
		if !is(x) {
			continue
		}
		own.once(n, x.Outlet)
		for _, l := range x.Chain {
			if l.Name != "" && l.Name != x.Outlet {
				cites[l.Name] += n
			}
		}
	}
	for e, n := range f.Kinds() {
		var names []string
		for _, c := range e.Conflicts {
			names = append(names, c.Field)
		}
		fields.once(n, names...)
	}
	differ := f.First(maxDiffers, func(e *news.Event) bool { return len(e.Conflicts) > 0 }) // the latest of which reports differ
	if len(own) > 1 {
		p.add(own.list("What is called so", "by reports", func(name string) named { return named{Name: name, Page: nameAt(anOutlet, name)} }))
	}
	p.Articles = f.Articles(is)
	copied, err := d.copying(r)
	if err != nil {
		return err
	}
	outlet := func(name string) named { return named{Name: name, Page: nameAt(anOutlet, name)} }
	p.add(cites.list("Whom it cites", "by its reports", paged(text, aSource)),
		copied.of(copied.has, own).list("Whose words it has", "by pages that are copies", outlet),
		copied.of(copied.lent, own).list("Who has its words", "by pages that are copies", outlet),
		d.facet(f, survey.States, "Of which states it tells", d.state(text)),
		d.facet(f, survey.Acts, "Of which acts", narrowed(text, query.Act)),
		fields.list("On what reports of these acts differ", "", func(field string) named {
			return named{Name: strings.ReplaceAll(field, "_", " "), Address: timelineOf(text + " " + term(query.Conflict, field))}
		}))
	if p.Printed, err = d.printedBy(r, f, is); err != nil {
		return err
	}
	p.Differs, err = d.differs(r, differ, is)
	return err
}

// facet is a facet of what is found as a list.
func (d *Desk) facet(f *survey.Found, facet, title string, show func(string) named) nameList {
	c := counter{}
	for _, x := range f.Facets()[facet] {
		c[cmp.Or(map[bool]string{true: x.Key}[facet == survey.States], x.Name)] += x.Events
	}
	return c.list(title, "", show)
}

// printedBy are an outlet's articles on the latest of what is found.
func (d *Desk) printedBy(r *http.Request, f *survey.Found, is func(*news.Report) bool) (out []printed, err error) {
	events, err := d.Survey.Briefs(r.Context(), f.IDs(0, maxPrinted))
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for i := range events {
		e := &events[i]
		for j := range e.Reports {
			x := &e.Reports[j]
			if !is(x) || seen[x.Article] || len(out) == maxPrinted {
				continue
			}
			seen[x.Article] = true
			s := d.Tell.Event(e)
			s.Rest = ""
			out = append(out, printed{x.Article, tell.Date(x.Published), s})
		}
	}
	return out, nil
}

// differs are those of some events of which an outlet says other than others do.
func (d *Desk) differs(r *http.Request, ids []string, is func(*news.Report) bool) (out []differing, err error) {
	events, err := d.Survey.Events(r.Context(), ids)
	if err != nil {
		return nil, err
	}
	for i := range events {
		e := &events[i]
		s := d.Tell.Event(e)
		s.Rest = ""
		for _, c := range conflictsOf(e) {
			if x, ok := sidesOf(c, e, is); ok {
				x.Event, x.Sentence = e.ID, s
				out = append(out, x)
			}
		}
	}
	return out[:min(len(out), maxDiffers)], nil
}

// sidesOf parts a conflict into what an outlet says and what others do; ok is
// false where it takes no side, or no other does.
func sidesOf(c conflict, e *news.Event, is func(*news.Report) bool) (x differing, ok bool) {
	x.Field = c.Field
	for _, s := range c.Sides {
		ours := false
		var others []string
		for _, t := range s.Reports {
			if r := e.Reports[t.N-1]; is(&news.Report{Outlet: r.Outlet, URL: query.Front(r.URL)}) {
				ours = true
			} else {
				others = append(others, t.Outlet)
			}
		}
		if ours {
			x.Ours = firstOf(x.Ours, s.Value)
		} else if len(others) > 0 {
			slices.Sort(others)
			x.Others = append(x.Others, otherSide{s.Value, shortList(slices.Compact(others), 3)})
		}
	}
	return x, x.Ours != "" && len(x.Others) > 0
}

func (d *Desk) fillSource(_ *http.Request, f *survey.Found, p *namePage) error {
	text := p.text()
	p.About = d.medium(p.Name)
	if p.About == nil {
		p.About = d.called(p.Name)
	}
	is, err := d.teller(text)
	if err != nil {
		return err
	}
	own, carry, relays := counter{}, counter{}, counter{}
	for x, n := range f.Presses() {
		at := slices.IndexFunc(x.Chain, is)
		if at < 0 {
			continue
		}
		own.once(n, x.Chain[at].Name)
		carry[cmp.Or(x.Outlet, x.URL)] += n
		for _, l := range x.Chain[:at] {
			if l.Name != "" && l.Name != x.Outlet {
				relays[l.Name] += n
			}
		}
	}
	if len(own) > 1 {
		p.add(own.list("What is called so", "by reports", func(name string) named { return named{Name: name, Page: nameAt(aSource, name)} }))
	}
	p.add(carry.list("Who carries it", "by reports", paged(text, anOutlet)), relays.list("Through whom", "who stands between it and the outlets", paged(text, aSource)),
		d.facet(f, survey.States, "Of which states it tells", d.state(text)), d.facet(f, survey.Acts, "Of which acts", narrowed(text, query.Act)),
		d.facet(f, survey.Statuses, "As what", narrowed(text, query.Status)))
	return nil
}

// called is what the gazetteer knows under a name.
func (d *Desk) called(name string) (out []string) {
	ms := d.Gazetteer.Lookup(name)
	if len(ms) == 0 {
		return nil
	}
	e := ms[0].Entry
	if e.Kind == news.Person {
		return append([]string{e.Name}, d.whoIs(e.ID, "")...)
	}
	out = append(out, e.Name)
	if e.Country != "" && e.Country != e.ID {
		out = append(out, "of "+d.Tell.Country(e.Country))
	}
	return out
}

// kindOf is the kind of page that a facet's values have; "" for none.
func kindOf(facet string) string {
	switch facet {
	case survey.People:
		return aPerson
	case survey.Outlets:
		return anOutlet
	case survey.Occasions:
		return anOccasion
	case survey.Origins:
		return aSource
	}
	return ""
}
