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
func (l *line) pastForm(i int) bool {
	if i < 0 || i >= len(l.w) {
		return false
	}
	w := &l.w[i]
	if w.key != "" || w.class != plain || w.mark != 0 || w.cap {
		return false
	}
	s := l.word(i)
	return len(s) > 4 && s[len(s)-2:] == "ed" && !notPast[s]
}

// notPast end in -ed and are no past.
var notPast = words(`hundred kindred sacred wicked naked rugged indeed speed exceed proceed succeed breed greed bleed creed
	steed tweed concede united`)

// setTense tells how the words around the expression look at it.
func (s setting) setTense() {
	if s.tense = s.wordsTense(); s.tense != noTense {
		return
	}
	if s.invitedTo(s.lead) {
		return // the nearer one: what they were invited to may be over
	}
	var at int
	s.tense, at = s.verbTense()
	s.open, s.cue = true, s.w[at].start
}

// wordsTense is the tense that the words right around the expression give it, whatever the verb:
// "until Friday", "Friday's ruling".
func (s setting) wordsTense() tense {
	i, end := s.lead, s.end
	for k := end; k < min(len(s.w), end+4); k++ {
		if s.is(k, "deadline") && s.is(k-2, "as") {
			return futureTense // "set Nov. 10 as the deadline"
		}
	}
	switch {
	case s.is(i-1, "until", "till"), s.is(i-1, "to") && deferring[s.word(i-2)]:
		return futureTense
	case s.is(i-1, "since"):
		return pastTense
	case s.is(end, "'s"):
		// "Wednesday's ruling" has been, "before Wednesday's vote" has not.
		if s.is(i-1, "before", "of", "for") && s.is(i-2, "ahead", "") {
			return futureTense
		}
		return pastTense
	}
	return noTense
}

// verbTense looks, without a parse, for the verb that the expression hangs on: the nearest before it in
// its clause, else the nearest behind it. at is the word that tells.
func (s setting) verbTense() (_ tense, at int) {
	i, end := s.lead, s.end
	by := s.is(i-1, "by", "through")
	infinitive := false // "… to respond by"
	seen, seenAt := noTense, i
	for k := i - 1; k >= 0 && k >= i-14; k-- {
		if m := s.mark(k); m == ';' || m == ':' || m == '"' && k < i-1 {
			break
		}
		if s.is(k, "to") && s.bareVerb(k+1) && k+1 < i {
			infinitive = true
			if s.promises(k - 1) {
				return futureTense, k
			}
		}
		switch t := s.verb(k); t {
		case pastTense:
			if s.is(k, "had", "was", "were") && s.is(k+1, "to", "scheduled", "expected", "due") {
				return futureTense, k
			}
			if s.auxiliary(k) || by && infinitive {
				return futureTense, k // "will be held"; "asked it to respond by"
			}
			return t, k
		case futureTense:
			if s.is(k, "due", "expected", "scheduled", "planned", "slated") && (s.is(k-1, "been", "was", "were") && s.is(k-2, "had") || s.is(k-1, "originally") || s.is(k-2, "originally")) {
				return pastTense, k
			}
			return t, k
		case presentTense:
			if seen == noTense {
				seen, seenAt = t, k
			}
			if !s.is(k, "has", "have") {
				return seen, seenAt
			}
			return pastTense, k
		}
	}
	if seen != noTense {
		return seen, seenAt
	}
	for k := end; k < len(s.w) && k <= end+14; k++ {
		if m := s.mark(k); m == ';' || m == ':' {
			break
		}
		switch t := s.verb(k); t {
		case pastTense, futureTense:
			return t, k
		case presentTense:
			if s.is(k, "has", "have") {
				return pastTense, k
			}
			return t, k
		}
	}
	return noTense, i
}

// invitedTo reports whether what stands before word i is what somebody is invited to: "invited them to
// talks on".
func (s setting) invitedTo(i int) bool {
	to := false
	for k := i - 1; k >= 0 && k >= i-14; k-- {
		if m := s.mark(k); m == ';' || m == ':' {
			return false
		}
		to = to || s.is(k, "to")
		if to && inviting[s.word(k)] {
			return true
		}
	}
	return false
}

// bareVerb reports whether the word at k may be an infinitive: a plain word
// without capital that the lexicon has no other use for.
func (s setting) bareVerb(k int) bool {
	return k < len(s.w) && !s.w[k].cap && s.mark(k) == 0 && s.w[k].digits == 0 && (s.key(k) == "" || s.is(k, "be", "start", "end", "begin", "meet", "close"))
}

// promises reports whether the word at k, before "to", puts the act ahead.
func (s setting) promises(k int) bool {
	return promised[s.word(k)] || s.is(k, "is", "are", "plan", "plans", "planned", "planning", "ready", "due", "likely")
}

var promised = words(`set agreed vowed pledged poised promised invited prepared`)

var inviting = words(`invite invites invited invitation`)

// deferring put something off to a date.
var deferring = words(`extended postponed adjourned delayed deferred rescheduled moved`)

// auxiliary reports whether the participle at k stands under "will be", "to be".
func (s setting) auxiliary(k int) bool {
	for j := k - 1; j >= 0 && j >= k-4; j-- {
		if s.is(j, "be") {
			for m := j - 1; m >= 0 && m >= j-3; m-- {
				if s.class(m) == futureV || s.is(m, "to") {
					return true
				}
			}
			return false
		}
		if s.class(j) == futureV && s.is(j, "will", "shall") {
			return true
		}
		if s.class(j) == pastV {
			return false
		}
	}
	return false
}

// verb is the tense that the word at k shows.
func (l *line) verb(k int) tense {
	switch l.class(k) {
	case pastV:
		return pastTense
	case presentV:
		return presentTense
	case futureV:
		if l.is(k, "can", "could", "might", "would", "must", "should", "ready", "likely", "set", "begins", "starts", "opens", "plan", "hope", "hopes") &&
			!l.is(k, "would") || l.is(k, "plans", "aims", "hopes", "deadline", "expire") && !l.is(k+1, "to") {
			return noTense
		}
		return futureTense
	}
	if l.pastForm(k) {
		return pastTense
	}
	return noTense
}
