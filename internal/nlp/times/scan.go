package times

import (
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
)

// word is a run of letters, a number, or one mark, with what the lexicon knows
// of it. Numbers in digits have class cardinalW, ordinalW ("9th") or decadeW
// ("1990s").
type word struct {
	start, end int
	*entry
	n      int   // the entry's, or the value of the digits
	digits uint8 // how many digits; 0 for a word in letters
	comma  bool  // "1,000", "2.5": a number that no calendar holds
	cap    bool
	mark   byte // the mark itself, '-' for every dash, '\'' for every apostrophe; 0 for words
	glued  bool // no space before it
}

var (
	unknown  = &entry{}
	numeral  = &entry{class: cardinalW, opens: true}
	nth      = &entry{class: ordinalW, opens: true}
	nineties = &entry{class: decadeW, opens: true}
)

// scanner cuts text into words.
type scanner struct {
	lex map[string]*entry
}

// scan appends the words of text[span] to ws; opens tells whether any of them
// can open a time expression or a named day.
func (s *scanner) scan(ws []word, text string, span news.Span) (_ []word, opens bool) {
	var buf [24]byte
	i, end := span.Start, min(span.End, len(text))
	last := -1
	for i < end {
		c := text[i]
		switch {
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			i++
			continue
		case isLetter(c):
			start, n, short := i, 0, true
			for i < end && (isLetter(text[i]) || text[i] >= utf8.RuneSelf) {
				if text[i] >= utf8.RuneSelf {
					r, size := utf8.DecodeRuneInString(text[i:end])
					if !unicode.IsLetter(r) {
						break
					}
					i += size
					short = false
					continue
				}
				if short && n < len(buf) {
					b := text[i]
					if b < 'a' {
						b += 'a' - 'A'
					}
					buf[n] = b
					n++
				} else {
					short = false
				}
				i++
			}
			w := word{start: start, end: i, entry: unknown, cap: c < 'a', glued: start == last}
			if short {
				// "p.m.", "a.m": a letter, a dot, a letter.
				if n == 1 && i+1 < end && text[i] == '.' && (text[i+1]|0x20) == 'm' && (i+2 == end || !isLetter(text[i+2])) {
					buf[1], buf[2], n = '.', 'm', 3
					i += 2
					if i < end && text[i] == '.' {
						i++
					}
					w.end = i
				}
				if e := s.lex[string(buf[:n])]; e != nil && !(e.proper && !w.cap) {
					w.entry, w.n = e, e.n
					opens = opens || e.opens
				}
			}
			ws = append(ws, w)
		case isDigit(c):
			start, n, digits := i, 0, 0
			for i < end && isDigit(text[i]) {
				if digits < 9 {
					n = n*10 + int(text[i]-'0')
				}
				digits++
				i++
			}
			w := word{start: start, end: i, entry: numeral, n: n, digits: uint8(min(digits, 99)), glued: start == last}
			for i+1 < end && (text[i] == ',' || text[i] == '.') && isDigit(text[i+1]) {
				j := i + 1
				for j < end && isDigit(text[j]) {
					j++
				}
				if start == last && len(ws) > 1 && ws[len(ws)-1].mark == '.' && ws[len(ws)-2].digits > 0 ||
					text[i] == ',' && j-i != 4 || text[i] == '.' && (digits > 2 || j-i > 2 && j < end && text[j] == '.' || isDate(text[start:end])) {
					break // "May 9,2024", "09.05.2024"
				}
				if text[i] == ',' {
					w.n = w.n*1000 + atoi(text[i+1:j])
				}
				w.comma = true
				i = j
			}
			w.end = i
			if i-start <= 4 {
				if e := s.lex[text[start:i]]; e != nil {
					w.entry = e // "22 Bahman"
				}
			}
			if !w.comma && i < end && isLetter(text[i]) {
				j := i
				for j < end && isLetter(text[j]) {
					j++
				}
				switch suffix := text[i:j]; {
				case suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th" ||
					suffix == "ST" || suffix == "ND" || suffix == "RD" || suffix == "TH":
					w.entry = nth
					if e := s.lex[text[start:j]]; e != nil {
						w.entry = e // "118th Congress"
					}
					i = j
				case suffix == "s" && digits >= 2 && n%10 == 0:
					w.entry, i = nineties, j
				case len(suffix) <= 2 && !isClock(suffix):
					w.comma = true // a measure: "15km", "1,200m"
				}
				w.end = i
			}
			opens = true
			ws = append(ws, w)
		default:
			r, size := utf8.DecodeRuneInString(text[i:end])
			w := word{start: i, end: i + size, entry: unknown, glued: i == last}
			i += size
			switch {
			case r < utf8.RuneSelf:
				w.mark = byte(r)
			case r == '’' || r == '‘':
				w.mark = '\''
			case r == '–' || r == '—' || r == '‑' || r == '−':
				w.mark = '-'
			case r == '“' || r == '”':
				w.mark = '"'
			case r == '\u00a0' || r == '\u202f' || r == '\u2009' || unicode.IsSpace(r):
				continue
			case unicode.IsLetter(r):
				for i < end {
					r, size := utf8.DecodeRuneInString(text[i:end])
					if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) {
						break
					}
					i += size
				}
				w.end, w.cap = i, unicode.IsUpper(r)
			default:
				w.mark = '?'
			}
			if w.mark == '\'' && i < end && (text[i] == 's' || text[i] == 'S') && (i+1 == end || !isLetter(text[i+1])) {
				w.end, w.mark, w.entry = i+1, 0, s.lex["'s"]
				i++
			}
			ws = append(ws, w)
		}
		last = ws[len(ws)-1].end
	}
	return ws, opens
}

// isDate reports whether s begins with d.d.dddd: dots that part a date.
func isDate(s string) bool {
	part := 0
	for i := 0; i < len(s); part++ {
		j := i
		for j < len(s) && isDigit(s[j]) {
			j++
		}
		n := j - i
		switch {
		case part < 2 && (n == 0 || n > 2):
			return false
		case part == 2:
			return n == 4 || n == 2
		case j >= len(s) || s[j] != '.':
			return false
		}
		i = j + 1
	}
	return false
}

// isClock reports whether letters behind digits tell the hour.
func isClock(s string) bool {
	switch s {
	case "am", "pm", "AM", "PM", "a", "p", "h", "H", "Z", "T":
		return true
	}
	return false
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func atoi(s string) (n int) {
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
