package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
)

// word is what the features see of a token. The hashes stand for strings; 0
// stands for none.
type word struct {
	form     uint32 // of the normal form
	suffix   [4]uint32
	prefix   [3]uint32
	shape    uint32
	class    uint32 // distributional word class + 1, 0 when unknown
	coarse   uint32 // the coarser one
	tag      uint32 // index of the tag + 1, once tagged
	upos     uint32 // index of the UPOS + 1, once tagged
	kind     uint8  // what lies between: see the kinds
	headline bool   // its sentence is written with capitals throughout
}

// Kinds of token that tell when they stand between two others.
const (
	comma uint8 = 1 << iota
	colon
	quote
	verb
	conj
	prep
)

// normal is the form that features see: lower case, quotation marks and
// dashes of one sort, figures as their pattern.
func normal(s string) string {
	switch s {
	case "“", "”", "„", "«", "»", "``", "''", "\"":
		return "\""
	case "’", "‘", "'", "`", "´":
		return "'"
	case "–", "—", "--", "―":
		return "–"
	case "…", "....", "...":
		return "..."
	}
	plain := true
	figures := false
	for _, c := range []byte(s) {
		if c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' {
			plain = false
		}
		if c >= '0' && c <= '9' {
			figures = true
		}
	}
	if plain && !figures {
		return s
	}
	if figures {
		return figurePattern(s)
	}
	return strings.ToLower(strings.ReplaceAll(s, "’", "'"))
}

// figurePattern keeps what figures mean apart: years, days of a month, times,
// large numbers.
func figurePattern(s string) string {
	b := make([]byte, 0, 16)
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			b = append(b, '0')
		case r < utf8.RuneSelf:
			b = append(b, byte(unicode.ToLower(r)))
		default:
			b = append(b, '?')
		}
		if len(b) == cap(b) {
			break
		}
	}
	if string(b) == "0000" && (s[0] == '1' || s[0] == '2') {
		return "year"
	}
	return string(b)
}

// FNV-1a.
func hashString(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// shape tells capitals, figures and marks apart, a run of one kind as one.
func shapeOf(s string) uint32 {
	h := uint32(2166136261)
	var last byte
	run := 0
	for _, r := range s {
		var k byte
		switch {
		case unicode.IsUpper(r):
			k = 'X'
		case unicode.IsLetter(r):
			k = 'x'
		case unicode.IsDigit(r):
			k = 'd'
		case r < utf8.RuneSelf:
			k = byte(r)
		default:
			k = '?'
		}
		if k == last {
			if run++; run > 1 {
				continue
			}
		} else {
			last, run = k, 0
		}
		h = (h ^ uint32(k)) * 16777619
	}
	return h
}

// look fills ws with what the features see of the tokens of one sentence.
func (m *model) look(ws []word, tokens []news.Token) []word {
	ws = ws[:0]
	lower, upper := 0, 0
	for i := range tokens {
		form := normal(tokens[i].Text)
		w := word{form: hashString(form), shape: shapeOf(tokens[i].Text)}
		for n := range w.suffix {
			if at := len(form) - n - 1; at > 0 {
				w.suffix[n] = hashString(form[at:])
			}
		}
		for n := range w.prefix {
			if at := n + 1; at < len(form) {
				w.prefix[n] = hashString(form[:at])
			}
		}
		if c, ok := m.classes[w.form]; ok {
			w.class, w.coarse = uint32(c.fine)+1, uint32(c.coarse)+1
		}
		switch form {
		case ",":
			w.kind = comma
		case ":", ";", "–":
			w.kind = colon
		case "\"":
			w.kind = quote
		}
		if r, n := utf8.DecodeRuneInString(tokens[i].Text); len(tokens[i].Text) > n+2 {
			if unicode.IsUpper(r) {
				upper++
			} else if unicode.IsLower(r) {
				lower++
			}
		}
		ws = append(ws, w)
	}
	if upper > 2 && lower*3 <= upper {
		for i := range ws {
			ws[i].headline = true
		}
	}
	return ws
}
