package token

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
)

// maxToken bounds a token's bytes: no word of any language is longer, and the
// rare address that is gets cut.
const maxToken = 1 << 10

// scanner cuts text[pos:end] into tokens.
type scanner struct {
	text     string
	pos, end int
	plain    int // no address starts before it
	tokens   []news.Token
}

func (s *scanner) scan() {
	for s.pos < s.end {
		r, w := s.at(s.pos)
		if isSpace(r) {
			s.pos += w
			continue
		}
		start := s.pos
		if s.pos >= s.plain && (s.pos == 0 || !s.midWord()) {
			if n := s.address(); n > 0 {
				s.emit(start, start+n)
				s.pos += n
				continue
			}
		}
		switch {
		case isIdeograph(r):
			s.pos += w
			s.emit(start, s.pos)
		case isDigit(r):
			s.number()
		case isWord(r):
			s.word()
		default:
			s.mark(r, w)
		}
	}
}

// midWord reports whether the byte before pos belongs to a word, so that no
// address starts here.
func (s *scanner) midWord() bool {
	r, _ := utf8.DecodeLastRuneInString(s.text[:s.pos])
	return isWord(r)
}

// address gives the length of the URL, e-mail address or domain at pos, 0
// when there is none.
func (s *scanner) address() int {
	end := s.pos
	limit := min(s.end, s.pos+maxToken)
	var at, dot, slash int // bytes into the chunk, of its first "@", last "." and "://"
	at, dot, slash = -1, -1, -1
loop:
	for end < limit {
		c := s.text[end]
		switch {
		case c == '@':
			if at < 0 {
				at = end - s.pos
			}
		case c == '.':
			dot = end - s.pos
		case c == ':' && slash < 0 && strings.HasPrefix(s.text[end:s.end], "://"):
			slash = end - s.pos
		case c <= ' ' || c >= utf8.RuneSelf || strings.IndexByte("<>\"()[]{}|\\^`", c) >= 0:
			break loop
		}
		end++
	}
	chunk := s.text[s.pos:end]
	if slash > 0 || strings.HasPrefix(chunk, "www.") {
		if slash < 0 || isScheme(chunk[:slash]) {
			return len(strings.TrimRight(chunk, ".,;:!?'*_~"))
		}
	}
	if dot < 0 && at < 0 {
		s.plain = end
	}
	if dot <= 0 {
		return 0
	}
	if at > 0 {
		chunk = strings.TrimRight(chunk, ".,;:!?'*_~-/")
		if at+1 < len(chunk) && isMailbox(chunk[:at]) {
			if n := domain(chunk[at+1:]); n > 0 {
				return at + 1 + n
			}
		}
		return 0
	}
	n := domain(chunk)
	if n == 0 {
		return 0
	}
	if n < len(chunk) && chunk[n] == '/' {
		return len(strings.TrimRight(chunk, ".,;:!?'*_~"))
	}
	return n
}

func isScheme(s string) bool {
	for _, c := range []byte(s) {
		if !isASCIILetter(c) {
			return false
		}
	}
	return len(s) > 1 && len(s) < 8
}

func isMailbox(s string) bool {
	for _, c := range []byte(s) {
		if !isASCIILetter(c) && (c < '0' || c > '9') && strings.IndexByte("._%+-", c) < 0 {
			return false
		}
	}
	return s != ""
}

// domain gives the length of the domain name that s starts with, 0 when its
// last label is no top-level domain or other characters of a name follow.
func domain(s string) int {
	n, label := 0, 0 // label: where the last one starts
	dots := 0
	for n < len(s) {
		c := s[n]
		switch {
		case c == '.':
			if n == label || n+1 == len(s) || !isASCIILetter(s[n+1]) && (s[n+1] < '0' || s[n+1] > '9') {
				goto done
			}
			dots++
			label = n + 1
		case isASCIILetter(c) || c == '-' || c >= '0' && c <= '9':
		default:
			goto done
		}
		n++
	}
done:
	last := s[label:n]
	if dots == 0 || !topLevel[strings.ToLower(last)] {
		return 0
	}
	if last != strings.ToLower(last) && s[:n] != strings.ToUpper(s[:n]) {
		return 0 // "Korea.In", a missing space
	}
	return n
}

// number cuts a number with its inner points and slashes ("1,200.5", "9/11",
// "10:30"), a telephone number, an ordinal or a decade ("9th", "1990s").
func (s *scanner) number() {
	start := s.pos
	if n := phone(s.text[start:s.end]); n > 0 {
		s.pos += n
		s.emit(start, s.pos)
		return
	}
	i := start
	for i < s.end && i-start < maxToken {
		c := s.text[i]
		if c >= '0' && c <= '9' {
			i++
			continue
		}
		if strings.IndexByte(".,:/", c) >= 0 && i+1 < s.end && s.text[i+1] >= '0' && s.text[i+1] <= '9' {
			i += 2
			continue
		}
		break
	}
	if i == start { // a digit of another script
		_, w := s.at(i)
		i += w
		for r, w := s.at(i); w > 0 && isDigit(r) && i-start < maxToken; r, w = s.at(i) {
			i += w
		}
		s.pos = i
		s.emit(start, i)
		return
	}
	// Letters that follow at once: an ordinal, a plural, a unit, or a name
	// such as "3G".
	j := i
	for j < s.end && isASCIILetter(s.text[j]) {
		j++
	}
	if r, _ := s.at(j); isWord(r) {
		s.pos = start
		s.word()
		return
	}
	switch letters := strings.ToLower(s.text[i:j]); {
	case letters == "am" || letters == "pm" || letters == "a" || letters == "p":
		if letters == "am" || letters == "pm" || j < s.end && s.text[j] == '.' {
			s.emit(start, i)
			s.pos = i
			return
		}
		s.pos = j
	case units[letters]:
		s.emit(start, i)
		s.emit(i, j)
		s.pos = j
		return
	default:
		s.pos = j
	}
	s.emit(start, s.pos)
}

// phone gives the length of "713-853-3989" or "853-3989" at the start of s.
func phone(s string) int {
	digits := func(i int) int {
		n := i
		for n < len(s) && n < i+6 && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		return n - i
	}
	if digits(0) != 3 || len(s) < 8 || s[3] != '-' {
		return 0
	}
	n := 4
	if digits(4) == 3 && len(s) > 11 && s[7] == '-' {
		n = 8
	}
	if digits(n) != 4 {
		return 0
	}
	return n + 4
}

// word cuts a word with its inner apostrophes and, for an abbreviation, its
// periods, then takes the clitics off.
func (s *scanner) word() {
	start, i := s.pos, s.pos
	seg := start // where the letters since the last period start
	runes := 0   // letters since then
	for i < s.end && i-start < maxToken {
		r, w := s.at(i)
		switch {
		case isIdeograph(r):
			w = 0
		case isWord(r):
			runes++
		case isApostrophe(r):
			if next, nw := s.at(i + w); nw == 0 || !unicode.IsLetter(next) || runes == 0 {
				w = 0
			}
		case r == '.':
			switch s.period(start, seg, i, runes) {
			case inside:
				seg, runes = i+1, 0
			case closes:
				s.pos = i + 1
				s.emit(start, s.pos)
				return
			default:
				w = 0
			}
		case r == '-' || r == '\u2010' || r == '\u2011':
			if !s.hyphenJoins(start, i, i+w) {
				w = 0
			} else {
				runes++
			}
		case r == '&':
			// "AT&T", "R&D"; never an entity, for text is decoded
			next, _ := s.at(i + 1)
			if !unicode.IsUpper(next) || !isUpperWord(s.text[start:i]) {
				w = 0
			}
		default:
			w = 0
		}
		if w == 0 {
			break
		}
		i += w
	}
	if i == start {
		_, w := s.at(i)
		i += max(w, 1)
	}
	s.pos = i
	s.clitics(start, i)
}

// What a period after letters is.
type periodKind int

const (
	stop   periodKind = iota // no part of the word
	inside                   // the abbreviation goes on: the first period of "U.S."
	closes                   // the last of an abbreviation
)

// period judges the period at i of a word from start, whose last segment of
// so many letters starts at seg.
func (s *scanner) period(start, seg, i, runes int) periodKind {
	next, nw := s.at(i + 1)
	letter := unicode.IsLetter(next)
	dotted := seg > start
	segment := s.text[seg:i]
	if runes == 1 && !unicode.IsDigit(rune(segment[0])) {
		if letter {
			after, _ := s.at(i + 1 + nw)
			if after == '.' || !isWord(after) {
				return inside // "U.S", "a.m"
			}
			if unicode.IsUpper(next) && isUpperWord(segment) {
				return closes // "J.Smith"
			}
			return stop
		}
		if dotted {
			return closes
		}
		if isUpperWord(segment) && !(len(segment) == 1 && segment[0] == 'I') {
			return closes // an initial
		}
		return s.listed(start, i)
	}
	if dotted && !letter {
		if abbreviations[strings.ToLower(s.text[start:i])] != 0 {
			return closes // "Ph.D.", "Lt.Gen."
		}
		return stop
	}
	if letter {
		if low := strings.ToLower(segment); low == "ph" || low == "lt" && unicode.IsUpper(next) {
			return inside
		}
		if fileTypes[strings.ToLower(s.letters(i+1))] && (unicode.IsLower(next) || isUpperWord(segment)) {
			return inside
		}
		if abbreviations[strings.ToLower(segment)] == title && unicode.IsUpper(next) {
			return closes // "Mr.Kim"
		}
		return stop
	}
	return s.listed(start, i)
}

// letters is the run of ASCII letters at i, eight at most.
func (s *scanner) letters(i int) string {
	j := i
	for j < s.end && j < i+8 && isASCIILetter(s.text[j]) {
		j++
	}
	return s.text[i:j]
}

// listed looks the word [start, i) up among the abbreviations and asks
// whether what follows its period lets it be one.
func (s *scanner) listed(start, i int) periodKind {
	if i-start > 8 {
		return stop
	}
	word := s.text[start:i]
	kind := abbreviations[strings.ToLower(word)]
	if kind == 0 {
		return stop
	}
	first, _ := s.at(start)
	j := i + 1
	next, w := s.at(j)
	if isApostrophe(next) && kind == calendar {
		if year, n := s.at(j + w); n > 0 && isDigit(year) {
			return closes // "Aug.'08"
		}
	}
	if isApostrophe(next) || isQuote(next) {
		return stop
	}
	for w > 0 && isSpace(next) && j < i+4 {
		j += w
		next, w = s.at(j)
	}
	switch kind {
	case title:
		if !unicode.IsUpper(first) || w == 0 {
			return stop
		}
	case numbered:
		if !isDigit(next) {
			return stop
		}
	case calendar:
		if !unicode.IsUpper(first) || w > 0 && !isDigit(next) && unicode.IsUpper(next) && len(word) < 4 && word != "Aug" && word != "Oct" && word != "Nov" && word != "Feb" && word != "Dec" {
			return stop // "sun.", "Sat. The"
		}
	case leading:
		if unicode.IsUpper(first) && isUpperWord(word) {
			return stop // "IE."
		}
	case proper:
		if !unicode.IsUpper(first) {
			return stop
		}
	}
	return closes
}

// hyphenJoins reports whether the hyphen [i, j) is part of the word from
// start: after a prefix, or between the syllables of a given name.
func (s *scanner) hyphenJoins(start, i, j int) bool {
	next, w := s.at(j)
	if w == 0 || !unicode.IsLetter(next) {
		return false
	}
	head := s.text[start:i]
	if len(head) <= 8 && prefixes[strings.ToLower(head)] {
		return true
	}
	tail := s.letters(j)
	if after, w := s.at(j + len(tail)); w > 0 && isWord(after) {
		return false
	}
	if !isUpperInitial(head) || head == strings.ToUpper(head) || !isSyllable(head) || !isSyllable(tail) || notSyllables[strings.ToLower(tail)] {
		return false
	}
	// A surname stands before it or after it.
	if n := len(s.tokens); n > 0 {
		t := s.tokens[n-1]
		if t.End+1 == start && isUpperInitial(t.Text) && !starters[t.Text] {
			return true
		}
	}
	k := j + len(tail)
	if r, w := s.at(k); w > 0 && isSpace(r) {
		after, _ := s.at(k + w)
		return unicode.IsUpper(after) && unicode.IsLower(next)
	}
	return false
}

// clitics emits the word [start, end) with its clitics apart.
func (s *scanner) clitics(start, end int) {
	word := s.text[start:end]
	if n := split(word); n > 0 {
		// "shouldn't've": the first part may have one of its own
		s.clitics(start, start+n)
		s.emit(start+n, end)
		return
	}
	s.emit(start, end)
}

// split gives where the last clitic of word starts, 0 when it has none.
func split(word string) int {
	if n := len(word); n >= 4 && n <= 7 {
		if at := contractions[strings.ToLower(word)]; at > 0 {
			return at
		}
	}
	for i := len(word) - 1; i > 0 && i >= len(word)-6; i-- {
		c := word[i]
		if c == '\'' || c == '`' || c >= utf8.RuneSelf && utf8.RuneStart(c) {
			r, w := utf8.DecodeRuneInString(word[i:])
			if !isApostrophe(r) {
				continue
			}
			tail := word[i+w:]
			switch {
			case len(tail) == 1 && (tail[0] == 't' || tail[0] == 'T') && i >= 2 && (word[i-1] == 'n' || word[i-1] == 'N'):
				return i - 1
			case len(tail) == 1 && strings.IndexByte("smdSMD", tail[0]) >= 0:
				return i
			case len(tail) == 2 && (strings.EqualFold(tail, "re") || strings.EqualFold(tail, "ve") || strings.EqualFold(tail, "ll")):
				return i
			}
			return 0
		}
	}
	return 0
}

// mark cuts a mark, or a run of one and the same ("...", "--", "!!!", "???"),
// or "?!".
func (s *scanner) mark(r rune, w int) {
	start := s.pos
	i := start + w
	switch {
	case isApostrophe(r):
		// A clitic on its own: after a quotation mark, a digit, a bracket.
		if r, _ := s.at(i); unicode.IsLetter(r) && start > 0 && !isSpaceBefore(s.text, start) {
			l := s.letters(i)
			switch strings.ToLower(l) {
			case "s", "re", "ve", "ll", "d", "m":
				i += len(l)
			}
		} else if isDigit(r) && i+2 < s.end && isDigit(rune(s.text[i+1])) && s.text[i+2] == 's' {
			i += 3 // "'90s"
		} else if (r == '\'' || r == '`') && (s.text[start] == '\'' || s.text[start] == '`') {
			i++ // two singles for a double
		}
	case strings.HasPrefix(s.text[start:s.end], "[...]"):
		i += len("[...]") - 1
	case r == '?' || r == '!':
		for i < s.end && i-start < maxToken && (s.text[i] == '?' || s.text[i] == '!') {
			i++
		}
	case r == '@' || r == '#':
		// A name on a network: "@KremlinRussia_E", "#Kyiv".
		if n, _ := s.at(i); unicode.IsLetter(n) && (r == '@' || s.pos == 0 || isSpaceBefore(s.text, start)) {
			for i-start < maxToken {
				r, w := s.at(i)
				if w == 0 || !isWord(r) {
					break
				}
				i += w
			}
		}
	case strings.ContainsRune(".-_=*~…—–", r):
		for i-start < maxToken {
			n, w := s.at(i)
			if n != r || w == 0 {
				break
			}
			i += w
		}
	}
	s.pos = i
	s.emit(start, i)
}

func isSpaceBefore(text string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return isSpace(r)
}

// isSpace also takes control characters and the invisible marks that pages
// put between words.
func isSpace(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' || r == 0x7f
	}
	switch r {
	case '\u200b', '\u2060', '\ufeff', '\u200e', '\u200f':
		return true
	}
	return r <= 0xa0 || unicode.IsSpace(r)
}

func isDigit(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= '0' && r <= '9'
	}
	return unicode.IsDigit(r)
}

// isWord reports whether r is part of words: letters, figures, marks and
// joiners of any script.
func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return isASCIILetter(byte(r)) || r >= '0' && r <= '9' || r == '_'
	}
	return unicode.IsLetter(r) && !isApostrophe(r) || unicode.IsMark(r) || unicode.IsDigit(r) || r == '\u00ad' || r == '\u200c' || r == '\u200d'
}

func isASCIILetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// isIdeograph reports whether r is a word, or near enough, by itself.
func isIdeograph(r rune) bool {
	return r >= 0x2e80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

func isApostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', '`', '´', '\u02bc', '\uff07':
		return true
	}
	return false
}

func isQuote(r rune) bool {
	switch r {
	case '"', '“', '”', '„', '«', '»', '\uff02':
		return true
	}
	return false
}

func isUpperInitial(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// isUpperWord reports whether s is all capitals.
func isUpperWord(s string) bool {
	for _, r := range s {
		if !unicode.IsUpper(r) {
			return false
		}
	}
	return s != ""
}

// isSyllable reports whether s could be one syllable of a romanised Chinese or
// Korean name: an onset, a run of vowels, and n, ng, k, l, m, p, r, t, h, w or
// nothing.
func isSyllable(s string) bool {
	if len(s) < 2 || len(s) > 6 {
		return false
	}
	low := strings.ToLower(s)
	i := 0
	for i < len(low) && !isVowel(low[i]) {
		i++
	}
	if i > 2 && low[:i] != "ssh" || i == len(low) {
		return false
	}
	switch low[:i] {
	case "", "b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "q", "r", "s", "t", "w", "x", "y", "z",
		"ch", "sh", "zh", "ts", "tz", "kw", "gw", "hw", "ss", "hs", "ky", "my", "by", "gy", "hy", "py", "ry", "ly":
	default:
		return false
	}
	j := i
	for j < len(low) && isVowel(low[j]) {
		j++
	}
	if j-i > 3 {
		return false
	}
	switch low[j:] {
	case "", "n", "ng", "k", "l", "m", "p", "r", "t", "h", "w", "ck", "hn":
		return true
	}
	return false
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }
