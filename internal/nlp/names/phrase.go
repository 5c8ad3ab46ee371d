package names

import (
	"slices"

	"chancery/internal/news"
)

// sort says what a phrase is, and so how its referent is found.
type sort uint8

const (
	namedState    sort = iota // "Russia", "the Kremlin", "Russians"
	capitalName               // "Moscow": state or place
	personName                // "President Vladimir Putin", "Kim"
	otherName                 // organisation, place, anything else with a name
	officeHeld                // "the Russian president"
	officeGroup               // "Russian officials"
	organName                 // "the Cuban ministry of tourism"
	crowdOf                   // "Russian troops"
	stateActing               // "the Russian government", "the North Korean people"
	countryNoun               // "the country", "the kingdom"
	bodyNoun                  // "the bloc"
	pairNoun                  // "the two countries", "both leaders"
	counterpartOf             // "his Chinese counterpart"
	pronounWord
	filedFrom // the place in a dateline
	outsiders // "Sudan's neighbours", "critics of Mali": somebody else than whose they are
)

// phrase is a stretch of tokens that refers, before and after its referent is
// found.
type phrase struct {
	first, last int // tokens
	head        int
	sort        sort
	kind        news.MentionKind
	atom        *atom
	owner       *phrase   // whose it is: "Russian", "North Korea's", "of Cuba", "his"
	also        []*phrase // further owners: "of China and Pakistan"
	target      *phrase   // to whom it is sent: "ambassador to Cuba"
	peer        *phrase   // another phrase of the same referent, in apposition
	same        *phrase   // the organ of which this is the short name: "the arms agency, the SSB"
	office      office
	noun        string // the head noun, lower case
	count       int    // "two": 2; 0 when not told
	definite    bool   // begins with "the", "this", "that" or an owner
	indefinite  bool   // begins with "a", "an", "some", …
	ownerLoose  bool   // the owner stands as an adjective or compound, not as a possessor
	modifier    bool
	hidden      bool
	done        bool

	entity int
	more   []int
}

func newPhrase(so sort, kind news.MentionKind, first, last int) *phrase {
	return &phrase{sort: so, kind: kind, first: first, last: last, head: last - 1, entity: -1}
}

// personPhrase makes the phrase of a person's name whose title starts at token from.
func personPhrase(a *atom, from int) *phrase {
	ph := newPhrase(personName, news.Named, from, a.last)
	ph.atom = a
	return ph
}

// mayBeServed reports whether an officer may be one of the phrase's.
func (ph *phrase) mayBeServed() bool {
	switch ph.sort {
	case namedState, capitalName, organName, stateActing, countryNoun, bodyNoun, crowdOf, personName, officeHeld:
		return true
	case otherName:
		return ph.atom.entry == nil && ph.atom.guess != news.Person || ph.atom.entry != nil && ph.atom.entry.Kind != news.Holiday
	case pairNoun:
		return true
	}
	return false
}

// titleStart is where a titled name begins: without article and pronoun.
func (ph *phrase) titleStart(f *front) int {
	switch {
	case ph.owner != nil && ph.owner.sort == pronounWord:
		return ph.owner.last
	case f.definite || f.indefinite:
		return f.start + 1
	}
	return f.start
}

// add makes r the i-th of whom the phrase means.
func (ph *phrase) add(i, r int) {
	if i == 0 {
		ph.entity = r
	} else {
		ph.more = append(ph.more, r)
	}
}

// phrases are those of a page that are no part of another, sorted.
type phrases []*phrase

// each visits all phrases, owners after what they own.
func (phs phrases) each(visit func(*phrase)) {
	var walk func(*phrase, int)
	walk = func(ph *phrase, depth int) {
		if ph == nil || depth > 12 {
			return
		}
		visit(ph)
		walk(ph.owner, depth+1)
		walk(ph.target, depth+1)
		for _, c := range ph.also {
			walk(c, depth+1)
		}
	}
	for _, ph := range phs {
		walk(ph, 0)
	}
}

// endingAt is the first phrase that ends at token i; nil without one.
func (phs phrases) endingAt(i int) *phrase {
	lo, hi := 0, len(phs)
	for lo < hi {
		m := (lo + hi) / 2
		if phs[m].last < i {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo < len(phs) && phs[lo].last == i {
		return phs[lo]
	}
	return nil
}

// startingAt is the phrase that starts at token i; nil without one.
func (phs phrases) startingAt(i int) *phrase {
	if rest := phs.after(i - 1); len(rest) > 0 && rest[0].first == i {
		return rest[0]
	}
	return nil
}

// after are the phrases that start after token i.
func (phs phrases) after(i int) phrases {
	n, _ := slices.BinarySearchFunc(phs, i+1, func(ph *phrase, at int) int { return ph.first - at })
	return phs[n:]
}
