package selfcheck

import (
	"strings"

	"chancery/internal/news"
)

// Negate says that it was not so: "did not condemn", "has not condemned",
// "denied condemning". The act must no longer be told as done. It applies to
// finite verbs in the active, simple or perfect, and to nouns that hang on a
// light one ("sent a message").
type Negate struct{}

// Name implements Mutation.
func (Negate) Name() string { return "negate" }

// Apply implements Mutation.
func (Negate) Apply(t *Telling) (Copy, bool) {
	v, ok := t.verb()
	if t.Report.Status != news.Reported || !ok {
		return Copy{}, false
	}
	verb := &t.Analysis.Tokens[v]
	subject, aux := -1, -1
	for i, c := range t.children(v) {
		switch {
		case c.Rel == "nsubj" && i < v:
			subject = i
		case c.Rel == "aux" && i < v && aux < 0:
			aux = i
		case strings.HasPrefix(c.Rel, "aux"), c.Rel == "nsubj:pass", c.Rel == "cop", negative(c), c.Rel == "advmod" && i == v-1:
			return Copy{}, false
		}
	}
	if next := v + 1; next < len(t.Analysis.Tokens) && t.Analysis.Tokens[next].UPOS == "CCONJ" {
		return Copy{}, false // what is joined would be denied by half
	}
	if aux >= 0 {
		return t.perfect(verb, aux)
	}
	if verb.Lemma == "" || verb.Lemma == "be" || subject < 0 && verb.Rel != "conj" {
		return Copy{}, false
	}
	words := ""
	switch verb.XPOS {
	case "VBD":
		words = "did not " + verb.Lemma
		if subject >= 0 && t.isSource(subject) && t.chance&1 == 1 {
			words = "denied " + gerund(verb.Lemma, verb.Text)
		}
	case "VBZ":
		words = "does not " + verb.Lemma
	case "VBP":
		words = "do not " + verb.Lemma
	default:
		return Copy{}, false
	}
	return t.revised(edit{verb.Span, words}), true
}

// perfect denies a verb in the perfect, which may be tagged as a simple past.
func (t *Telling) perfect(verb *news.Token, aux int) (Copy, bool) {
	have := &t.Analysis.Tokens[aux]
	if verb.XPOS != "VBN" && verb.XPOS != "VBD" || have.Lemma != "have" || strings.ContainsAny(have.Text, "'’") {
		return Copy{}, false
	}
	return t.revised(edit{have.Span, have.Text + " not"}), true
}

// Check implements Mutation.
func (Negate) Check(t *Telling, c *Copy, an *news.Analysis) string {
	source, target := codes(t.Report.Source), codes(t.Report.Target)
	for _, r := range Told(an, c.Sentence) {
		if r.Act == "deny" && t.Report.Act != "deny" {
			continue // the denial itself
		}
		if r.Type == t.Report.Type && between(r, source, target) && r.Status != news.Denied && r.Status != news.Hypothetical {
			return "the act is still told as " + string(r.Status)
		}
	}
	return ""
}

// verb is the verb that tells the act: its own word, or the light verb that
// this is the object of.
func (t *Telling) verb() (int, bool) {
	tok := &t.Analysis.Tokens[t.token]
	if tok.UPOS == "VERB" {
		return t.token, true
	}
	if tok.UPOS == "NOUN" && tok.Rel == "obj" && tok.Head >= 0 && light(t.Analysis.Tokens[tok.Head].Lemma) {
		return tok.Head, true
	}
	return -1, false
}

// light reports whether a verb only says that its object was done.
func light(lemma string) bool {
	switch lemma {
	case "send", "hold", "make", "give", "issue", "pay", "impose", "launch", "sign", "deliver", "convey", "extend",
		"offer", "express", "place", "stage", "conduct", "provide", "lodge", "announce", "exchange", "mount":
		return true
	}
	return false
}

func negative(tok *news.Token) bool {
	switch strings.ToLower(tok.Text) {
	case "not", "n't", "n’t", "never", "no", "nor", "neither", "hardly":
		return true
	}
	return false
}

// isSource reports whether a token belongs to the words of the source.
func (t *Telling) isSource(i int) bool {
	for _, e := range t.Report.Evidence {
		if e.Field == "source" && e.Overlaps(t.Analysis.Tokens[i].Span) {
			return true
		}
	}
	return false
}

// gerund is a verb's "-ing", of its dictionary form and its past.
func gerund(lemma, past string) string {
	n := len(lemma)
	switch {
	case n < 2:
		return lemma + "ing"
	case strings.HasSuffix(lemma, "ie"):
		return lemma[:n-2] + "ying"
	case strings.HasSuffix(lemma, "ee"), strings.HasSuffix(lemma, "oe"), strings.HasSuffix(lemma, "ye"):
		return lemma + "ing"
	case lemma[n-1] == 'e':
		return lemma[:n-1] + "ing"
	case doubles(lemma, past):
		return lemma + lemma[n-1:] + "ing"
	}
	return lemma + "ing"
}

// doubles reports whether a verb's last letter is written twice before an
// ending: as its past has it, else where its one vowel stands before one
// consonant, and in the few longer verbs whose past is no help.
func doubles(lemma, past string) bool {
	last := lemma[len(lemma)-1:]
	if strings.HasSuffix(past, "ed") {
		return strings.EqualFold(past, lemma+last+"ed")
	}
	switch lemma {
	case "begin", "forbid", "forget", "upset", "outbid", "regret":
		return true
	}
	vowels := 0
	for _, c := range lemma {
		if strings.ContainsRune("aeiou", c) {
			vowels++
		}
	}
	n := len(lemma)
	return vowels == 1 && n > 2 && !strings.Contains("aeiouwxy", last) && strings.Contains("aeiou", lemma[n-2:n-1])
}
