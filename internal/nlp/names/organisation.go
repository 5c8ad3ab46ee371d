package names

import (
	"cmp"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// resolveOther finds organisations, places and whatever else has a name.
func (p *resolver) resolveOther(ph *phrase) {
	if ph.same != nil && ph.same.entity >= 0 {
		ph.entity = ph.same.entity
		p.byKey["name:"+gazetteer.Fold(squeeze(p.cut(ph.first, ph.last)))] = ph.entity
		return
	}
	a := ph.atom
	if a.entry == nil {
		if full := p.aliases[p.words[a.first].lower]; full != nil && a.last-a.first == 1 {
			a = full
		}
	}
	if e := p.commonOrgan(a); e != nil && ph.owner == nil {
		ph.sort, ph.noun = organName, p.lower(a.last-1)
		ph.office = office{words: e.Name, sector: e.Sector}
		p.resolveOrgan(ph)
		if ph.entity >= 0 {
			return
		}
		ph.sort, ph.hidden = otherName, false
	}
	if a.entry != nil {
		ph.entity = p.known(a.entry)
		return
	}
	name := squeeze(p.cut(a.first, a.last))
	if ph.ownerLoose && a == ph.atom {
		name = squeeze(p.cut(ph.first, ph.last)) // "Cuban Institute of Meteorology"
	}
	kind := a.guess
	if kind == "" {
		kind = news.Other
	}
	if a.last-a.first == 1 && kind == news.Other {
		if r := p.called(a, name); r >= 0 {
			ph.sort, ph.entity = personName, r
			return
		}
	}
	ph.entity = p.refer("name:"+gazetteer.Fold(name), func() news.Entity {
		return news.Entity{Kind: kind, Actor: news.Actor{Name: name}}
	})
	ref := p.refs[ph.entity]
	if ref.Kind == news.Other {
		ref.Kind = kind
		if len(p.g.OccasionsNamed(name)) > 0 {
			ref.Kind = news.Holiday
		}
	}
	if ref.Actor.Country == "" {
		ref.Actor.Country = p.ownerCountry(ph.owner)
		if ref.Actor.Country == "" && len(ph.atom.matches) > 0 && ph.atom.matches[0].Entry.Kind != news.Person && ph.atom.guess == news.Organisation {
			ref.Actor.Country = ph.atom.matches[0].Entry.Country // "Moscow State University"
		}
	}
	if ref.Kind == news.Organisation && ref.Actor.Sector == "" {
		ref.Actor.Sector = sectorOf(name)
	}
}

// called is the person of the page whom a single name of no known kind means, a
// surname or the given name of one alone: "Elian"; -1 when it means none.
func (p *cast) called(a *atom, name string) int {
	words := nameWords(name)
	by, n := -1, 0
	for _, r := range p.lastPersons() {
		if p.refs[r].aside {
			continue
		}
		switch fit := p.nameFit(words, p.refs[r]); {
		case fit >= fitCalled:
			return r
		case fit > 0 && p.refs[r].words[0] == words[0]:
			by = r
			n++
		}
	}
	if n == 1 && !p.is(a.first, thing|orgWord|placeWord) {
		return by
	}
	return -1
}

// commonOrgan is the organ that every state has which the atom names: "the
// Foreign Ministry", "MoD"; nil when it names none.
func (p *resolver) commonOrgan(a *atom) *gazetteer.Entry {
	e := a.entry
	if e == nil && a.guess == news.Organisation {
		for _, m := range p.g.Lookup(p.cut(a.first, a.last)) {
			e = m.Entry
			break
		}
	}
	if e == nil || e.Kind != news.OfficeBody || e.Country != "" || strings.Contains(e.Name, "spokesperson") {
		return nil
	}
	return e
}

// sectorOf guesses an unknown organisation's sector by its name.
func sectorOf(name string) string {
	f := " " + gazetteer.Fold(name) + " "
	for _, row := range []struct{ sector, words string }{
		{"MIL", "army navy brigade battalion corps division regiment squadron"},
		{"EDU", "university college academy institute institution school"},
		{"MED", "news times post daily herald tribune gazette press television tv radio journal magazine network channel broadcasting newspaper"},
		{"BUS", "corporation corp inc ltd company co bank airlines airways industries holdings motors energy petroleum telecom group plc llc"},
		{"PTY", "party"},
		{"JUD", "court tribunal"},
		{"LEG", "parliament congress senate assembly"},
		{"COP", "police"},
		{"GOV", "ministry department bureau agency authority secretariat administration embassy commission board office"},
		{"NGO", "foundation association society watch federation union league committee forum fund council"},
	} {
		for w := range strings.FieldsSeq(row.words) {
			if strings.Contains(f, " "+w+" ") {
				return row.sector
			}
		}
	}
	return ""
}

// resolveOrgan finds a part of a state: "the Cuban tourism ministry".
func (p *resolver) resolveOrgan(ph *phrase) {
	country := p.ownerCountry(ph.owner)
	words := ph.office.words
	if ph.owner == nil {
		// "the ministry": the last one spoken of; else the state at hand's.
		if ph.entity = p.organSpokenOf(ph); ph.entity >= 0 {
			return
		}
		country = p.whose(ph, ph.office)
	}
	if country == "" && (ph.owner == nil || ph.owner.entity < 0) {
		ph.hidden = true
		return
	}
	if country != "" {
		for _, m := range p.g.Lookup(p.countryName(country) + " " + words) {
			if m.Entry.Kind == news.OfficeBody || m.Entry.Kind == news.Organisation {
				ph.entity = p.known(m.Entry)
				p.refs[ph.entity].title = words
				return
			}
		}
	}
	owner := p.countryName(country)
	if country == "" {
		owner = p.refs[ph.owner.entity].Actor.Name
	}
	name := strings.TrimSpace(owner + " " + words)
	ph.entity = p.refer("organ:"+country+":"+gazetteer.Fold(words)+":"+owner, func() news.Entity {
		sector := ph.office.sector
		if strings.Contains(words, "defen") || strings.Contains(words, "military") {
			sector = "MIL"
		}
		return news.Entity{Kind: news.OfficeBody, Actor: news.Actor{Name: name, Country: country, Sector: sector}}
	})
	p.refs[ph.entity].title = words
}

// organSpokenOf is the organ that an organ without an owner means, if one of its
// name was spoken of; -1 when it is none, or named with a capital in words that
// the page has not used before: "Moscow's defence ministry … the Ministry of
// Defence".
func (p *resolver) organSpokenOf(ph *phrase) int {
	host, words := p.receiver(ph), ph.office.words
	if ph.atom != nil {
		written := p.cut(ph.atom.first, ph.atom.last)
		if !p.organs[written] {
			p.organs[written] = true
			return -1
		}
	}
	for _, t := range p.back(organBack) {
		if t.ref < 0 || p.refs[t.ref].Kind != news.OfficeBody || host != "" && host != p.refs[t.ref].Actor.Country {
			continue
		}
		have := cmp.Or(p.refs[t.ref].title, gazetteer.Fold(p.refs[t.ref].Actor.Name))
		if have == words || strings.HasSuffix(have, " "+words) && words != "" || words == "ministry" && strings.Contains(have, "ministry") {
			return t.ref
		}
	}
	return -1
}

// resolveBody finds the organisation that "the bloc", "the agency" means.
func (p *resolver) resolveBody(ph *phrase) {
	pass := func(r int) bool {
		k := p.refs[r].Kind
		switch ph.noun {
		case "bloc", "alliance", "organisation", "organization", "council":
			return k == news.Organisation
		case "heads":
			return k == news.Organisation && p.refs[r].Actor.Country != ""
		case "group", "movement", "militia", "union":
			return k == news.ArmedGroup || k == news.Organisation
		case "outlet", "broadcaster", "newspaper", "network":
			return k == news.Media
		case "agency", "watchdog", "body":
			return k == news.Media || k == news.Organisation || k == news.OfficeBody
		}
		return k == news.OfficeBody || k == news.Organisation
	}
	if ph.noun == "group" || ph.noun == "movement" || ph.noun == "militia" {
		armed := func(r int) bool { return p.refs[r].Kind == news.ArmedGroup }
		if refs := p.latest(ph, 1, armed, false); len(refs) == 1 {
			ph.entity = refs[0]
			return
		}
	}
	if refs := p.latest(ph, 1, pass, false); len(refs) == 1 {
		ph.entity = refs[0]
		return
	}
	ph.hidden = true
}
