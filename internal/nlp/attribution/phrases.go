package attribution

// headOf is the token of the stretch that its governor lies outside of.
func (tx *text) headOf(r stretch) int {
	for i := r.first; i < r.last; i++ {
		if h := tx.t.Head(i); !r.holds(h) && tx.nominal(i) {
			return i
		}
	}
	return r.first
}

func (tx *text) nominal(i int) bool {
	switch tx.t.Tokens[i].UPOS {
	case "NOUN", "PROPN", "PRON":
		return true
	}
	return false
}

// phrase is the noun phrase headed by i on its side of the cue, without the
// clauses that say more of it and without a conjunction that opens it.
func (tx *text) phrase(i int, cue stretch) stretch {
	r := stretch{i, i + 1}
	for k := range tx.t.Kids(i) {
		switch tx.t.Rel(k) {
		case "punct", "cc", "parataxis", "dep", "discourse", "mark", "cop", "aux", "advcl":
			continue
		case "case":
			if k < i {
				continue
			}
		case "advmod", "nsubj":
			if k < i && tx.t.Rel(k) == "nsubj" {
				continue
			}
		case "acl":
			// What follows a comma says more of the source, not who it is.
			first, _ := tx.t.Range(k)
			if tx.t.Tokens[k].Rel == "acl:relcl" && (first == 0 || tx.t.Tokens[first].Text == "," || tx.t.Tokens[first-1].Text == ",") {
				continue
			}
		case "conj":
			if tx.t.Verbal(k) {
				continue
			}
		}
		first, last := tx.t.Range(k)
		r = r.cover(stretch{first, last})
	}
	switch {
	case i < cue.first && r.last > cue.first:
		r.last = cue.first
	case i >= cue.last && r.first < cue.last:
		r.first = cue.last
	}
	sent := tx.an.Sentences[tx.t.Sentence(i)]
	r.first, r.last = max(r.first, sent.First), min(r.last, sent.Last)
	if !r.holds(i) {
		return stretch{i, i + 1}
	}
	for r.first < i && isMark(tx.t.Tokens[r.first].Text, `,"”:;—–-`) {
		r.first++
	}
	for r.last-1 > i && (isMark(tx.t.Tokens[r.last-1].Text, ",.:;—–") || tx.t.Tokens[r.last-1].Text == "--") && !abbreviated(tx.t.Tokens[r.last-1].Span) {
		r.last--
	}
	if i < cue.first {
		r = tx.widen(r, cue.first)
	}
	// The second of a pair of commas is the phrase's own.
	if r.last < sent.Last && tx.t.Tokens[r.last].Text == "," {
		for k := i + 1; k < r.last; k++ {
			if tx.t.Tokens[k].Text == "," && (r.last+1 == cue.first || i >= cue.last && r.last+1 < sent.Last) && tx.t.Kid(i, "conj") < 0 {
				r.last++
				break
			}
		}
	}
	return r
}

// widen takes in what the syntax left out of a source before its cue: names
// and titles around it, an apposition between it and the cue.
func (tx *text) widen(r stretch, cue int) stretch {
	sent := tx.an.Sentences[tx.t.Sentence(r.first)]
	named := func(i int) bool {
		if tx.inside[i] >= 0 || tx.times[i] {
			return false
		}
		u := tx.t.Tokens[i].UPOS
		return u == "PROPN" || u == "NOUN" || u == "ADJ" || u == "NUM"
	}
	if u := tx.t.Tokens[r.first].UPOS; u == "PROPN" || u == "NOUN" || u == "ADJ" {
		for r.first > sent.First && named(r.first-1) {
			r.first--
		}
		if r.first > sent.First && tx.t.Tokens[r.first-1].UPOS == "DET" {
			r.first--
		}
	}
	if r.last >= cue || cue-r.last > 30 {
		return r
	}
	i := r.last
	for i < cue && (tx.t.Tokens[i].UPOS == "PROPN" || tx.t.Tokens[i].UPOS == "NOUN") && !tx.times[i] {
		i++
	}
	if i == cue {
		r.last = i
		return r
	}
	if tx.t.Tokens[r.last].Text != "," || tx.t.Tokens[cue-1].Text != "," || cue-r.last < 3 {
		return r
	}
	switch tx.t.Tokens[r.last+1].UPOS {
	case "DET", "NOUN", "ADJ", "NUM", "PROPN":
	default:
		return r
	}
	for i := r.last + 1; i < cue; i++ {
		if tx.t.Tokens[i].UPOS == "VERB" && tx.t.Rel(i) != "acl" || tx.times[i] || tx.inside[i] >= 0 {
			return r
		}
	}
	r.last = cue - 1
	return r
}

// nounPhrase is the end of the noun phrase that starts at i: up to the comma
// or stop that ends it, appositions with their closing comma included.
func (tx *text) nounPhrase(i, limit int) int {
	for k := i; k < limit; k++ {
		h := tx.t.Head(k)
		if tx.nominal(k) && (h < i || h >= limit || h > k && !tx.nominal(h)) {
			_, last := tx.t.Range(k)
			end := k + 1
			for j := range tx.t.Kids(k) {
				if j < k {
					continue
				}
				switch tx.t.Rel(j) {
				case "punct", "parataxis", "dep", "advcl":
					continue
				case "conj":
					if tx.t.Verbal(j) {
						continue
					}
				}
				_, l := tx.t.Range(j)
				end = max(end, l)
			}
			end = min(end, last, limit)
			for j := k + 1; j < end; j++ {
				if tx.inside[j] >= 0 || tx.t.Tokens[j].UPOS == "VERB" && strong(tx.t.Tokens[j].XPOS) && tx.t.Rel(j) != "acl" {
					// It ran into the clause after it.
					for end = k + 1; end < j && tx.t.Tokens[end].Text != ","; {
						end++
					}
					break
				}
			}
			for end > k+1 && isMark(tx.t.Tokens[end-1].Text, ",.;:—–-") && !abbreviated(tx.t.Tokens[end-1].Span) {
				end--
			}
			return end
		}
	}
	return i
}
