// Package lemma gives words their dictionary forms: by spelling, with a list
// of base forms of verbs to choose by, and with exceptions where a treebank
// (UD English-EWT and GUM, train) says otherwise.
package lemma

import (
	_ "embed"
	"strings"
)

// Base forms of verbs, a line each: those of the treebanks and others common
// in reports of what states do.
//
//go:embed verbs.txt
var verbs string

// Lines of form in lower case, Penn tag, lemma.
//
//go:embed exceptions.txt
var exceptions string

// Lemmatizer knows the lists. It does not change.
type Lemmatizer struct {
	verbs      map[string]bool
	exceptions map[string]string // "form XPOS" → lemma
}

// New reads the lists.
func New() *Lemmatizer {
	m := &Lemmatizer{verbs: map[string]bool{}, exceptions: map[string]string{}}
	for v := range strings.Lines(verbs) {
		m.verbs[strings.TrimSpace(v)] = true
	}
	for line := range strings.Lines(exceptions) {
		i := strings.LastIndexByte(line, ' ')
		m.exceptions[line[:i]] = strings.TrimSpace(line[i:])
	}
	return m
}

// Lemma is the dictionary form of a word with its Penn and universal tag, in
// lower case unless a proper noun or "I".
func (m *Lemmatizer) Lemma(form, xpos, upos string) string {
	if upos == "PUNCT" || upos == "SYM" {
		return form
	}
	low := strings.ToLower(strings.ReplaceAll(form, "’", "'"))
	if l, ok := m.exceptions[low+" "+xpos]; ok && (upos != "PROPN" || xpos == "NNPS") {
		if upos == "PROPN" || l == "I" {
			return l
		}
		return strings.ToLower(l)
	}
	return m.regular(form, low, xpos, upos)
}

// regular applies the rules alone.
func (m *Lemmatizer) regular(form, low, xpos, upos string) string {
	if upos == "PROPN" {
		return form
	}
	switch xpos {
	case "CD":
		return strings.ReplaceAll(low, ",", "")
	case "VBD", "VBN":
		return m.verb(low, "ed")
	case "VBG":
		return m.verb(low, "ing")
	case "VBZ":
		return m.verb(low, "s")
	case "NNS":
		return singular(low)
	case "JJR", "RBR":
		return positive(low, "er")
	case "JJS", "RBS":
		return positive(low, "est")
	}
	if upos == "VERB" && xpos == "JJ" {
		return m.verb(low, "ed")
	}
	return low
}

// verb takes an ending off a verb's form. The base is the first candidate
// that is a known verb, else what spelling makes likely.
func (m *Lemmatizer) verb(low, ending string) string {
	if i := strings.LastIndexByte(low, '-'); i > 0 && i+3 < len(low) { // "re-elected"
		return low[:i+1] + m.verb(low[i+1:], ending)
	}
	if base, ok := irregular[low]; ok {
		return base
	}
	for n := 2; n <= 5 && n+3 < len(low); n++ { // "overthrew", "withstood"
		if base, ok := irregular[low[n:]]; ok && m.known(low[:n]+base) {
			return low[:n] + base
		}
	}
	if ending == "s" {
		return m.third(low)
	}
	stem, ok := strings.CutSuffix(low, ending)
	if !ok || len(stem) < 2 || !strings.ContainsAny(stem, "aeiouy") {
		return low
	}
	n := len(stem)
	doubled := n > 2 && stem[n-1] == stem[n-2] && !isVowel(stem[n-1])
	if ending == "ed" && stem[n-1] == 'i' {
		return stem[:n-1] + "y" // "denied"
	}
	if ending == "ing" && stem[n-1] == 'y' && m.known(stem[:n-1]+"ie") {
		return stem[:n-1] + "ie" // "lying"
	}
	switch {
	case doubled && m.known(stem): // "pressed", "called"
		return stem
	case doubled && m.known(stem[:n-1]):
		return stem[:n-1]
	case m.known(stem) && !m.known(stem+"e"):
		return stem
	case m.known(stem+"e") && !m.known(stem):
		return stem + "e"
	case doubled && strings.IndexByte("lszf", stem[n-1]) < 0:
		return stem[:n-1]
	case doubled:
		return stem
	case silentE(stem):
		return stem + "e"
	}
	return stem
}

// third takes the -s off: "says", "accuses", "denies", "pushes".
func (m *Lemmatizer) third(low string) string {
	switch stem, _ := strings.CutSuffix(low, "s"); {
	case stem == low || strings.HasSuffix(stem, "s"):
		return low
	case strings.HasSuffix(stem, "ie") && len(stem) > 3:
		return stem[:len(stem)-2] + "y"
	case strings.HasSuffix(stem, "e") && !m.known(stem) && sibilant(stem[:len(stem)-1]),
		strings.HasSuffix(stem, "oe"):
		return stem[:len(stem)-1]
	default:
		return stem
	}
}

func (m *Lemmatizer) known(base string) bool { return m.verbs[base] }

// silentE reports whether a stem is likely to have lost an e before -ed and
// -ing: "urg", "us", "welcom", "resolv", "announc", "negotiat".
func silentE(stem string) bool {
	n := len(stem)
	c := stem[n-1]
	before := byte(0)
	if n > 1 {
		before = stem[n-2]
	}
	switch c {
	case 'c', 'v', 'u':
		return true
	case 'g':
		return !strings.HasSuffix(stem, "ng") || strings.HasSuffix(stem, "ang") && n > 4
	case 's':
		return before != 's'
	case 'z':
		return before != 'z'
	case 't': // "negotiat", "promot", but "visit", "export"
		return (before == 'a' || before == 'u' || before == 'o') && n > 3 && !isVowel(stem[n-3])
	case 'r': // "declar", "admir", "secur", but "offer", "monitor"
		return (before == 'a' || before == 'i' || before == 'u') && n > 3 && !isVowel(stem[n-3])
	case 'n': // "combin", "condon", but "join", "open"
		return (before == 'i' || before == 'o') && n > 4 && !isVowel(stem[n-3]) && !strings.HasSuffix(stem, "ion") && !strings.HasSuffix(stem, "son")
	case 'd': // "decid", "provid", "exclud", "evad"
		return (before == 'i' || before == 'u' || before == 'a' || before == 'o') && n > 3 && !isVowel(stem[n-3])
	case 'l': // "handl", "assembl"
		return strings.IndexByte("bcdfgkptz", before) >= 0
	case 'k':
		return before == 'o' && n > 3 && !isVowel(stem[n-3]) || before == 'i'
	case 'p':
		return (before == 'o' || before == 'a' || before == 'i') && n > 3 && !isVowel(stem[n-3])
	case 'm':
		return before == 'u' && n > 4 || before == 'a' && n > 3 || before == 'o' && n > 4
	}
	return false
}

func sibilant(stem string) bool {
	for _, end := range []string{"s", "x", "z", "ch", "sh"} {
		if strings.HasSuffix(stem, end) {
			return true
		}
	}
	return false
}

// singular takes a noun's plural off.
func singular(low string) string {
	if s, ok := plurals[low]; ok {
		return s
	}
	stem, ok := strings.CutSuffix(low, "s")
	switch {
	case !ok:
		if s, ok := strings.CutSuffix(low, "men"); ok && s != "" {
			return s + "man" // "servicemen"
		}
		return low
	case len(stem) < 2 || strings.HasSuffix(stem, "s") || strings.HasSuffix(stem, "u") && len(stem) < 6:
		return low
	case strings.HasSuffix(stem, "ie") && len(stem) > 3:
		return stem[:len(stem)-2] + "y"
	case strings.HasSuffix(stem, "e") && sibilant(stem[:len(stem)-1]) && !keepsE(stem):
		return stem[:len(stem)-1]
	case strings.HasSuffix(stem, "oe"):
		return stem[:len(stem)-1]
	case strings.HasSuffix(stem, "'"):
		return stem[:len(stem)-1] // "MP's"
	}
	return stem
}

// keepsE reports whether a stem in -e after a sibilant has the e of its own:
// "case", "house", "exercise", "response", but "process|e", "virus|e".
func keepsE(stem string) bool {
	for _, end := range []string{"sse", "xe", "che", "she", "use", "ize"} {
		if strings.HasSuffix(stem, end) {
			switch end {
			case "use":
				return strings.HasSuffix(stem, "ouse") || strings.HasSuffix(stem, "ause") || len(stem) < 6 && !strings.HasSuffix(stem, "buse") || strings.HasSuffix(stem, "fuse") || strings.HasSuffix(stem, "cuse")
			case "che":
				return strings.HasSuffix(stem, "ache") || strings.HasSuffix(stem, "iche")
			case "ize":
				return true
			}
			return stem == "axe"
		}
	}
	return true
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// positive takes a comparison off: "stronger", "earliest", "bigger".
func positive(low, ending string) string {
	stem, ok := strings.CutSuffix(low, ending)
	n := len(stem)
	switch {
	case !ok || n < 3:
		return low
	case stem[n-1] == 'i':
		return stem[:n-1] + "y"
	case stem[n-1] == stem[n-2] && strings.IndexByte("lsf", stem[n-1]) < 0 && !isVowel(stem[n-1]):
		return stem[:n-1]
	case strings.IndexByte("cgv", stem[n-1]) >= 0 && !strings.HasSuffix(stem, "ng"),
		stem[n-1] == 't' && isVowel(stem[n-2]) && n > 3 && !isVowel(stem[n-3]) && stem != "great",
		stem[n-1] == 'l' && !isVowel(stem[n-2]) && stem[n-2] != 'l':
		return stem + "e"
	}
	return stem
}
