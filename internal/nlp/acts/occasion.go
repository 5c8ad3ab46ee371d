package acts

import (
	"slices"
	"strings"

	"chancery/internal/news"
	"chancery/internal/nlp/tree"
)

// How well a noun goes with an act as its occasion: a score by what the net says
// of the noun and of the act, and by how they stand to each other. The weights
// are a logistic regression's (training/acts/occasions.py prints them), fitted on
// a fifth of the nouns that name none and on pages rich in occasions: zero, which
// dev and other pages chose, is no even chance.
const (
	occasionBias  = -1.81
	occasionNames = 1.07
	occasionTied  = 0.23
	occasionHere  = 1.54 // in the sentence of the word that tells
	occasionHangs = 1.53 // within occasionSteps arcs of it, too
	occasionSteps = 4
)

// namedOccasion is what an act is done on where the calendar has no day for
// it: "congratulated him on his election", "condolences over the death of …",
// "a parade to mark the 30th anniversary of …". The span is of the words that
// name it, empty for none.
func (r *reading) namedOccasion(d *deed) news.Span {
	best, most := -1, 0.0
	for _, x := range d.namings {
		if odds := r.names(d, &x); odds > most && r.common(x.token) {
			best, most = x.token, odds
		}
	}
	if best < 0 {
		return news.Span{}
	}
	return phrase(r.tree, best)
}

// names is the score of a word as the name of an act's occasion.
func (r *reading) names(d *deed, x *naming) float64 {
	odds := occasionBias + occasionNames*x.odds + occasionTied*d.tied
	if x.sentence == d.sentence {
		odds += occasionHere
		if m := meet(r.tree.Head, d.token, x.token); m.ok && m.steps[0]+m.steps[1] <= occasionSteps {
			odds += occasionHangs
		}
	}
	return odds
}

// common reports whether n is a noun that may name an occasion: no party, no
// time.
func (r *reading) common(n int) bool {
	if tok := &r.an.Tokens[n]; tok.UPOS != "NOUN" && tok.UPOS != "PROPN" {
		return false
	}
	inside := func(first, last int) bool { return first <= n && n < last }
	return !slices.ContainsFunc(r.an.Mentions, func(m news.Mention) bool { return m.Head == n && m.Entity >= 0 }) &&
		!slices.ContainsFunc(r.an.Times, func(x news.Time) bool { return inside(x.First, x.Last) && x.Occasion == nil && x.Type != news.Set })
}

// phraseTokens is how many words an occasion's name has at most.
const phraseTokens = 16

// phrase is the noun phrase of n without what introduces it, up to the first
// comma or clause.
func phrase(t *tree.Tree, n int) news.Span {
	first, last := t.Range(n)
	for i := first; i < n; i++ { // what stands before the noun and is not its own word
		switch rel := t.Rel(i); {
		case rel == "case", rel == "mark", rel == "det", rel == "punct", t.Tokens[i].UPOS == "PRON", t.Tokens[i].UPOS == "ADP":
			first = i + 1
		}
	}
	end := n + 1
	for i := n + 1; i < min(last, first+phraseTokens); i++ {
		rel := t.Tokens[i].Rel
		if rel == "punct" || rel == "mark" || rel == "cc" && t.Tokens[t.Head(i)].UPOS != "PROPN" || inClause(t, i, n) {
			break
		}
		end = i + 1
	}
	for end > n+1 && (t.Tokens[end-1].UPOS == "ADP" || t.Tokens[end-1].UPOS == "DET") {
		end--
	}
	if first >= end {
		return news.Span{}
	}
	return news.Span{Start: t.Tokens[first].Start, End: t.Tokens[end-1].End}
}

// inClause reports whether token i belongs to a clause below token n.
func inClause(t *tree.Tree, i, n int) bool {
	for k := 0; i != n && i >= 0 && k < deepest; i, k = t.Head(i), k+1 {
		if rel := t.Tokens[i].Rel; strings.HasPrefix(rel, "acl") || rel == "advcl" {
			return true
		}
	}
	return false
}

// shareOccasions gives greetings and condolences that name no occasion that of
// the page's nearest one of their sense: a message and what it says are told in
// two sentences.
func (r *reading) shareOccasions() {
	var named []*deed
	for i := range r.acts {
		named = append(named, &r.acts[i])
	}
	for i := range r.drops {
		if r.drops[i].stage == Again {
			named = append(named, &r.drops[i].deed)
		}
	}
	named = slices.DeleteFunc(named, func(d *deed) bool { return d.act.Sense == "" || d.occasion < 0 && d.on.Empty() })
	for i := range r.acts {
		d := &r.acts[i]
		if d.act.Sense == "" || d.occasion >= 0 || !d.on.Empty() {
			continue
		}
		least := occasionReach + 1
		for _, x := range named {
			apart := max(x.sentence-d.sentence, d.sentence-x.sentence)
			if x.act.Sense == d.act.Sense && shared(x.target, d.target) > 0 && apart < least {
				least, d.occasion, d.on = apart, x.occasion, x.on
			}
		}
	}
}

// occasionReach is how many sentences away a message's occasion may be named.
const occasionReach = 3
