package infer

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Tokenizer cuts text into WordPieces as uncased BERT does: control
// characters go, accents go, letters are lower-cased, punctuation marks and
// Chinese characters stand alone, and each word left is cut greedily into the
// longest pieces of the vocabulary. Its ids are those of the reference for all
// text but one: "[CLS]" and its like, written out in a text, are just words
// between brackets. Goroutines may share it.
type Tokenizer struct {
	first, rest map[string]int32 // pieces that begin a word, and those that go on ("##" cut off)
	longest     int              // bytes of the longest piece
	cls, sep    int32
	unknown     int32
}

// A Piece is an id with the half-open bytes of the text that it stands for, on
// rune boundaries.
type Piece struct {
	ID         int32
	Start, End int
}

// A Word is half-open bytes of a text.
type Word struct{ Start, End int }

// NewTokenizer returns a tokenizer of a vocabulary, pieces in the order of
// their ids.
func NewTokenizer(vocabulary []string) (*Tokenizer, error) {
	t := &Tokenizer{first: make(map[string]int32, len(vocabulary)), rest: make(map[string]int32, len(vocabulary)/4)}
	for id, piece := range vocabulary {
		rest, goesOn := strings.CutPrefix(piece, "##")
		if goesOn && rest != "" {
			t.rest[rest] = int32(id)
		} else {
			t.first[piece] = int32(id)
		}
		t.longest = max(t.longest, len(piece))
	}
	for _, special := range []struct {
		name string
		id   *int32
	}{{"[CLS]", &t.cls}, {"[SEP]", &t.sep}, {"[UNK]", &t.unknown}} {
		id, ok := t.first[special.name]
		if !ok {
			return nil, fmt.Errorf("vocabulary has no %s", special.name)
		}
		*special.id = id
	}
	if len(vocabulary) == 0 {
		return nil, errors.New("empty vocabulary")
	}
	return t, nil
}

// Marks returns the ids of [CLS], which goes before a text, and [SEP], which
// goes after it.
func (t *Tokenizer) Marks() (cls, sep int32) { return t.cls, t.sep }

// Append appends the pieces of a text.
func (t *Tokenizer) Append(dst []Piece, text string) []Piece {
	return t.appendRange(dst, text, 0, len(text))
}

// AppendWords appends the pieces of words of a text, sorted, and to firsts
// where in dst those of each word begin. A word's pieces are those of the word
// alone; one that has none (it is all control characters) gets [UNK], so that
// every word has a vector.
func (t *Tokenizer) AppendWords(dst []Piece, firsts []int, text string, words []Word) ([]Piece, []int) {
	for _, w := range words {
		n := len(dst)
		firsts = append(firsts, n)
		if dst = t.appendRange(dst, text, w.Start, w.End); len(dst) == n {
			dst = append(dst, Piece{t.unknown, w.Start, w.End})
		}
	}
	return dst, firsts
}

func (t *Tokenizer) appendRange(dst []Piece, text string, start, end int) []Piece {
	var w word
	for i := start; i < end; {
		r, size := utf8.DecodeRuneInString(text[i:end])
		if r < utf8.RuneSelf {
			switch c := asciiClass[r]; c {
			case letter:
				if 'A' <= r && r <= 'Z' {
					r += 'a' - 'A'
				}
				w.add(r, i, i+1)
			case mark:
				dst = t.flush(dst, &w)
				w.add(r, i, i+1)
				dst = t.flush(dst, &w)
			case space:
				dst = t.flush(dst, &w)
			}
			i++
			continue
		}
		dst = t.appendRune(dst, &w, text[i:i+size], r, i)
		i += size
	}
	return t.flush(dst, &w)
}

// appendRune takes a rune beyond ASCII, at a place of the text.
func (t *Tokenizer) appendRune(dst []Piece, w *word, bytes string, r rune, at int) []Piece {
	end := at + len(bytes)
	switch {
	case dropped(r):
		return dst
	case unicode.Is(unicode.White_Space, r):
		return t.flush(dst, w)
	case chinese(r):
		dst = t.flush(dst, w)
		w.decompose(bytes, r, at, end)
		return t.flush(dst, w)
	}
	if r >= hangulFirst && r <= hangulLast {
		w.addHangul(r, at, end)
		return dst
	}
	decomposed := norm.NFD.PropertiesString(bytes).Decomposition()
	if decomposed == nil {
		return t.appendDecomposed(dst, w, r, at, end)
	}
	for len(decomposed) > 0 {
		r, size := utf8.DecodeRune(decomposed)
		decomposed = decomposed[size:]
		dst = t.appendDecomposed(dst, w, r, at, end)
	}
	return dst
}

func (t *Tokenizer) appendDecomposed(dst []Piece, w *word, r rune, at, end int) []Piece {
	switch {
	case unicode.Is(unicode.Mn, r):
		return dst
	case r < utf8.RuneSelf && asciiClass[r] == mark, r >= utf8.RuneSelf && unicode.Is(unicode.P, r):
		dst = t.flush(dst, w)
		w.add(r, at, end)
		return t.flush(dst, w)
	}
	w.add(unicode.ToLower(r), at, end)
	return dst
}

// flush appends the pieces of a word, if there is one, and empties it.
func (t *Tokenizer) flush(dst []Piece, w *word) []Piece {
	if w.n == 0 {
		return dst
	}
	n, length := w.n, w.length
	w.n, w.length = 0, 0
	unknown := Piece{t.unknown, w.runes[0].start, w.end}
	if n > maxWord {
		return append(dst, unknown)
	}
	before := len(dst)
	for from := 0; from < n; {
		pieces, begin := t.rest, w.runes[from].at
		if from == 0 {
			pieces = t.first
		}
		to := n
		for ; to > from; to-- {
			stop := length
			if to < n {
				stop = w.runes[to].at
			}
			if stop-begin > t.longest {
				continue
			}
			if id, ok := pieces[string(w.bytes[begin:stop])]; ok {
				dst = append(dst, Piece{id, w.runes[from].start, w.runes[to-1].end})
				break
			}
		}
		if to == from {
			return append(dst[:before], unknown)
		}
		from = to
	}
	return dst
}

// maxWord is how many runes a word may have; a longer one is unknown.
const maxWord = 100

// A word is normalised runes, each with the bytes of the text it comes from.
type word struct {
	n      int // runes, counted on beyond what is kept
	length int // of bytes
	end    int // in the text
	bytes  [maxWord * utf8.UTFMax]byte
	runes  [maxWord]struct{ at, start, end int }
}

func (w *word) add(r rune, start, end int) {
	w.end = end
	if w.n < maxWord {
		w.runes[w.n] = struct{ at, start, end int }{w.length, start, end}
		w.length += utf8.EncodeRune(w.bytes[w.length:], r)
	}
	w.n++
}

// Hangul syllables decompose by arithmetic (The Unicode Standard, 3.12).
const (
	hangulFirst, hangulLast = 0xac00, 0xd7a3
	leading, vowel, final   = 0x1100, 0x1161, 0x11a7
	vowels, finals          = 21, 28
)

func (w *word) addHangul(r rune, start, end int) {
	i := r - hangulFirst
	w.add(leading+i/(vowels*finals), start, end)
	w.add(vowel+i%(vowels*finals)/finals, start, end)
	if f := i % finals; f > 0 {
		w.add(final+f, start, end)
	}
}

// decompose adds a Chinese character: compatibility ones stand for others.
func (w *word) decompose(bytes string, r rune, start, end int) {
	if d := norm.NFD.PropertiesString(bytes).Decomposition(); d != nil {
		r, _ = utf8.DecodeRune(d)
	}
	w.add(r, start, end)
}

// Classes of ASCII characters.
const (
	control = iota // goes
	letter         // or digit
	mark
	space
)

var asciiClass = func() (classes [utf8.RuneSelf]uint8) {
	for c := range classes {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
			classes[c] = letter
		case c == ' ', c == '\t', c == '\n', c == '\r':
			classes[c] = space
		case c > ' ' && c < 0x7f:
			classes[c] = mark
		}
	}
	return classes
}()

// dropped reports whether a rune beyond ASCII goes before all else: control,
// format, private use; and U+FFFD, which bytes that are not UTF-8 read as.
func dropped(r rune) bool {
	return r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co)
}

// chinese reports whether a rune is in one of the blocks that BERT spaces out.
func chinese(r rune) bool {
	return r >= 0x4e00 && r <= 0x9fff || r >= 0x3400 && r <= 0x4dbf ||
		r >= 0x20000 && r <= 0x2a6df || r >= 0x2a700 && r <= 0x2b73f ||
		r >= 0x2b740 && r <= 0x2b81f || r >= 0x2b920 && r <= 0x2ceaf ||
		r >= 0xf900 && r <= 0xfaff || r >= 0x2f800 && r <= 0x2fa1f
}
