package times

// tense is how the words around an expression look: back, or ahead.
type tense uint8

const (
	noTense tense = iota
	pastTense
	presentTense
	futureTense
)

// pastForm reports whether the word at i, unknown to the lexicon, looks like a
// regular verb of the past.
func (p *parser) pastForm(i int) bool {
	if i < 0 || i >= len(p.w) {
		return false
	}
	w := &p.w[i]
	if w.key != "" || w.class != plain || w.mark != 0 || w.cap {
		return false
	}
	s := p.word(i)
	return len(s) > 4 && s[len(s)-2:] == "ed" && !notPast[s]
}

// notPast end in -ed and are no past.
var notPast = words(`hundred kindred sacred wicked naked rugged indeed speed exceed proceed succeed breed greed bleed creed
	steed tweed concede united`)

// wordsTense is the tense that the words right around the expression at words
// [i, end) give it, whatever the verb: "until Friday", "Friday's ruling".
func (p *parser) wordsTense(i, end int) tense {
	for k := end; k < min(len(p.w), end+4); k++ {
		if p.is(k, "deadline") && p.is(k-2, "as") {
			return futureTense // "set Nov. 10 as the deadline"
		}
	}
	switch {
	case p.is(i-1, "until", "till"), p.is(i-1, "to") && p.deferred(i-2):
		return futureTense
	case p.is(i-1, "since"):
		return pastTense
	case p.is(end, "'s"):
		// "Wednesday's ruling" has been, "before Wednesday's vote" has not.
		if p.is(i-1, "before", "of", "for") && p.is(i-2, "ahead", "") {
			return futureTense
		}
		return pastTense
	}
	return noTense
}

// tenseAt looks, without a parse, for the verb that the expression at words
// [i, end) hangs on: the nearest before it in its clause, else the nearest
// behind it. at is the word that tells.
func (p *parser) tenseAt(i, end int) (_ tense, at int) {
	by := p.is(i-1, "by", "through")
	infinitive := false // "… to respond by"
	seen, seenAt := noTense, i
	for k := i - 1; k >= 0 && k >= i-14; k-- {
		if m := p.mark(k); m == ';' || m == ':' || m == '"' && k < i-1 {
			break
		}
		if p.is(k, "to") && p.bareVerb(k+1) && k+1 < i {
			infinitive = true
			if p.promises(k - 1) {
				return futureTense, k
			}
		}
		switch t := p.verb(k); t {
		case pastTense:
			if p.is(k, "had", "was", "were") && p.is(k+1, "to", "scheduled", "expected", "due") {
				return futureTense, k
			}
			if p.auxiliary(k) || by && infinitive {
				return futureTense, k // "will be held"; "asked it to respond by"
			}
			return t, k
		case futureTense:
			if p.is(k, "due", "expected", "scheduled", "planned", "slated") && (p.is(k-1, "been", "was", "were") && p.is(k-2, "had") || p.is(k-1, "originally") || p.is(k-2, "originally")) {
				return pastTense, k
			}
			return t, k
		case presentTense:
			if seen == noTense {
				seen, seenAt = t, k
			}
			if !p.is(k, "has", "have") {
				return seen, seenAt
			}
			return pastTense, k
		}
	}
	if seen != noTense {
		return seen, seenAt
	}
	for k := end; k < len(p.w) && k <= end+14; k++ {
		if m := p.mark(k); m == ';' || m == ':' {
			break
		}
		switch t := p.verb(k); t {
		case pastTense, futureTense:
			return t, k
		case presentTense:
			if p.is(k, "has", "have") {
				return pastTense, k
			}
			return t, k
		}
	}
	return noTense, i
}

// bareVerb reports whether the word at k may be an infinitive: a plain word
// without capital that the lexicon has no other use for.
func (p *parser) bareVerb(k int) bool {
	return k < len(p.w) && !p.w[k].cap && p.mark(k) == 0 && p.w[k].digits == 0 && (p.key(k) == "" || p.is(k, "be", "start", "end", "begin", "meet", "close"))
}

// promises reports whether the word at k, before "to", puts the act ahead.
func (p *parser) promises(k int) bool {
	if p.is(k, "is", "are", "plan", "plans", "planned", "planning", "ready", "due", "likely") {
		return true
	}
	switch p.word(k) {
	case "set", "agreed", "vowed", "pledged", "poised", "promised", "invited", "prepared":
		return true
	}
	return false
}

// deferred reports whether the word at k puts something off to a date.
func (p *parser) deferred(k int) bool {
	switch p.word(k) {
	case "extended", "postponed", "adjourned", "delayed", "deferred", "rescheduled", "moved":
		return true
	}
	return false
}

// auxiliary reports whether the participle at k stands under "will be", "to be".
func (p *parser) auxiliary(k int) bool {
	for j := k - 1; j >= 0 && j >= k-4; j-- {
		if p.is(j, "be") {
			for m := j - 1; m >= 0 && m >= j-3; m-- {
				if p.class(m) == futureV || p.is(m, "to") {
					return true
				}
			}
			return false
		}
		if p.class(j) == futureV && p.is(j, "will", "shall") {
			return true
		}
		if p.class(j) == pastV {
			return false
		}
	}
	return false
}

// verb is the tense that the word at k shows.
func (p *parser) verb(k int) tense {
	switch p.class(k) {
	case pastV:
		return pastTense
	case presentV:
		return presentTense
	case futureV:
		if p.is(k, "can", "could", "might", "would", "must", "should", "ready", "likely", "set", "begins", "starts", "opens", "plan", "hope", "hopes") &&
			!p.is(k, "would") || p.is(k, "plans", "aims", "hopes", "deadline", "expire") && !p.is(k+1, "to") {
			return noTense
		}
		return futureTense
	}
	if p.pastForm(k) {
		return pastTense
	}
	return noTense
}
