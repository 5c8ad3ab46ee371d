package names

import (
	"slices"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// resolveCrowd finds a group by whose it is: "Russian troops", "US officials".
func (p *resolver) resolveCrowd(ph *phrase) {
	country := p.ownerCountry(ph.owner)
	owner := ""
	if ph.owner != nil && ph.owner.entity >= 0 {
		owner = p.refs[ph.owner.entity].Actor.Name
	}
	if country == "" && owner == "" {
		ph.hidden = true
		return
	}
	codes := []string{country}
	if ph.owner != nil {
		for _, m := range ph.owner.more {
			codes = append(codes, p.refs[m].Actor.Country)
		}
	}
	for _, c := range ph.also {
		if code := p.ownerCountry(c); code != "" {
			codes = append(codes, code)
		}
	}
	words := ph.noun
	if h := ph.head - 1; h > ph.first && p.is(h, portfolio|adjective) && (ph.owner == nil || h >= ph.owner.last || h < ph.owner.first) {
		words = p.lower(h) + " " + words
	}
	for i, c := range codes {
		if i > 0 {
			owner = p.countryName(c)
		}
		if len(codes) > 1 && ph.definite && ph.sort == officeGroup {
			// "the leaders of India and China": who leads them
			if r := p.holder(c, p.single(ph), ph); r >= 0 {
				ph.add(i, r)
				continue
			}
		}
		r := p.refer("crowd:"+c+":"+words+":"+owner, func() news.Entity {
			a := news.Actor{Name: p.crowdName(ph, words, owner), Country: c, Sector: ph.office.sector}
			if st := p.state(c); st >= 0 && p.statal(ph.owner) && (a.Sector == "MIL" || rulers[ph.noun]) {
				a.ID, a.Name = c, p.refs[st].Actor.Name // what a state's soldiers or leaders do the state does
			}
			return news.Entity{Kind: news.Other, Actor: a}
		})
		p.refs[r].plural = true
		ph.add(i, r)
	}
}

// single is the office that each of a group holds: "foreign minister" for
// "foreign ministers"; without a role when the text does not tell.
func (p *resolver) single(ph *phrase) office {
	title := strings.TrimSuffix(ph.noun, "s")
	for h := ph.head - 1; h >= ph.first && p.is(h, portfolio|rank); h-- {
		title = p.lower(h) + " " + title
	}
	var by gazetteer.Role
	switch ph.noun {
	case "leaders":
		by = gazetteer.Leader
	case "presidents", "kings", "monarchs":
		by = gazetteer.HeadOfState
	case "premiers":
		by = gazetteer.HeadOfGovernment
	}
	return office{words: title, role: roleOf(title, by)}
}

// rulers are the officers that stand for their state together.
var rulers = map[string]bool{"leaders": true, "presidents": true, "premiers": true, "rulers": true, "heads": true, "monarchs": true, "kings": true, "ministers": true, "ambassadors": true}

// crowdName words a group as the text does: "Iranian officials", "Russia's
// sailors"; "citizens of Rwanda" where the owner is but a pronoun.
func (p *resolver) crowdName(ph *phrase, words, owner string) string {
	if o := ph.owner; o != nil && o.sort != pronounWord && o.sort != pairNoun && len(ph.also) == 0 && len(o.more) == 0 && o.last <= ph.head {
		first := ph.first
		for first < ph.head && p.is(first, determiner|number) {
			first++
		}
		if name := squeeze(p.cut(first, ph.head+1)); len(name) < 60 && !p.headlined(ph.first) {
			return name
		}
	}
	if owner == "" {
		return words
	}
	return words + " of " + owner
}

// resolvePair finds the parties of "the two countries", "both leaders".
func (p *resolver) resolvePair(ph *phrase) {
	n := max(ph.count, 2)
	if n > 3 {
		return
	}
	people := false
	switch ph.noun {
	case "leaders", "presidents", "ministers", "premiers", "men", "diplomats", "heads", "envoys", "officials":
		people = true
	case "counterparts":
		people = ph.owner == nil
	}
	var refs []int
	switch {
	case people:
		refs = p.latest(ph, n, func(r int) bool { return p.refs[r].Kind == news.Person && p.mayLead(ph.noun, r) }, true)
		if len(refs) < n {
			refs = refs[:0]
			held := p.heldAt(ph)
			for _, s := range p.latestStates(ph, n) {
				if e := held.one(held.leaders(p.refs[s].Actor.Country)); e != nil && ph.noun == "leaders" {
					refs = append(refs, p.knownPerson(e))
				} else {
					refs = append(refs, s)
				}
			}
		}
	case ph.noun == "former" || ph.noun == "latter":
		p.resolveOrdered(ph)
		return
	case ph.noun == "koreas":
		refs = []int{p.state("PRK"), p.state("KOR")}
		if refs[0] < 0 || refs[1] < 0 {
			return
		}
	case ph.noun == "two":
		refs = p.latest(ph, n, func(r int) bool { return p.refs[r].Kind == news.Person }, true)
		if len(refs) < n {
			refs = p.latestStates(ph, n)
		}
	default:
		refs = p.latestStates(ph, n)
	}
	if own := p.ownerCountry(ph.owner); own != "" && slices.ContainsFunc(refs, func(r int) bool { return p.refs[r].Actor.Country == own }) {
		return
	}
	if len(refs) < n {
		return
	}
	ph.entity, ph.more = refs[0], refs[1:]
}

// resolveOrdered finds "the former" and "the latter": of the last two persons,
// or else states, that one sentence named, the first and the second.
func (p *resolver) resolveOrdered(ph *phrase) {
	sent := int(p.words[ph.first].sent)
	if ph.noun == "latter" && p.ordered != nil && sent-p.orderedAt <= 2 {
		ph.entity, p.ordered = p.ordered[0], nil
		return
	}
	for _, person := range []bool{true, false} {
		var two []int
		at := -1
		for _, t := range p.back(ownerBack) {
			if sent-t.sent > 2 {
				break
			}
			if t.ref < 0 || t.aside || t.owner || t.pronoun || len(t.more) > 0 || slices.Contains(two, t.ref) ||
				(p.refs[t.ref].Kind == news.Person) != person || !person && p.refs[t.ref].Kind != news.State {
				continue
			}
			if len(two) > 0 && t.sent != at {
				break
			}
			two, at = append(two, t.ref), t.sent
			if len(two) == 2 {
				break
			}
		}
		switch {
		case len(two) < 2:
		case ph.noun == "former":
			ph.entity = two[1]
			p.ordered, p.orderedAt = two, sent
			return
		default:
			ph.entity = two[0]
			return
		}
	}
	ph.hidden = true
}

// mayLead keeps a spokesman out of "the two leaders".
func (p *resolver) mayLead(noun string, r int) bool {
	ref := p.refs[r]
	role := ref.role
	switch noun {
	case "leaders", "presidents", "premiers", "heads":
		switch role {
		case gazetteer.Leader, gazetteer.HeadOfState, gazetteer.HeadOfGovernment:
			return true
		}
		return false
	case "ministers":
		return strings.Contains(ref.title, "minister") || role == gazetteer.ForeignMinister || role == gazetteer.HeadOfGovernment
	}
	return true
}

// resolveOutsiders makes referents of "Sudan's neighbours", who are none of whose
// they are.
func (p *resolver) resolveOutsiders(ph *phrase) {
	ph.owner.hidden = true
	name := squeeze(p.cut(ph.first, ph.last))
	ph.entity = p.refer("outsiders:"+gazetteer.Fold(name), func() news.Entity {
		return news.Entity{Kind: news.Other, Actor: news.Actor{Name: name}}
	})
	p.refs[ph.entity].plural = strings.HasSuffix(ph.noun, "s")
}
