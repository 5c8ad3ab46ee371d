package postgres

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"chancery/internal/store/sqlstore"
)

// Bounds of what PostgreSQL indexes at once, in words: it knows where some 16,000
// of a text stand, and 256 of one word. A phrase of overlap words is found
// wherever it stands.
const (
	chunk   = 2000
	overlap = 32
	longest = 400 // bytes of a word
)

// tokens are the words of a text as SQLite's tokenizer unicode61 has them: what
// is neither letter nor number parts them; lower case, Latin letters without
// diacritics.
func tokens(text string) (out []string) {
	var b strings.Builder
	end := func() {
		if b.Len() > 0 {
			out = append(out, b.String())
			b.Reset()
		}
	}
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf:
			if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
				b.WriteRune(unicode.ToLower(r))
			} else {
				end()
			}
		case 0x300 <= r && r <= 0x36f: // on the letter before
			if b.Len() == 0 {
				end()
			}
		case r != utf8.RuneError && unicode.In(r, unicode.L, unicode.N, unicode.Co):
			b.WriteRune(bare(unicode.ToLower(r)))
		default:
			end()
		}
		if b.Len() > longest {
			end()
		}
	}
	end()
	return out
}

// bare is a Latin letter without its diacritics, and any other as it is.
func bare(r rune) rune {
	d := norm.NFD.PropertiesString(string(r)).Decomposition()
	if base, _ := utf8.DecodeRune(d); len(d) > 0 && base < utf8.RuneSelf {
		return unicode.ToLower(base)
	}
	return r
}

// PutWords implements sqlstore.Dialect.
func (dialect) PutWords(event int64, words string) (out []sqlstore.Statement) {
	all := tokens(words)
	for at := 0; at == 0 || at < len(all)-overlap; at += chunk - overlap {
		text := strings.Join(kept(all[at:min(at+chunk, len(all))]), " ")
		out = append(out, sqlstore.Statement{
			SQL:  `INSERT INTO event_words (rowid, words) VALUES (?, to_tsvector('ledger_words', ?))`,
			Args: []any{event, text},
		})
	}
	return out
}

// Words implements sqlstore.Dialect. A phrase without any word asks for nothing.
func (dialect) Words(phrases []string, arg func(any) string) string {
	var parts []string
	for _, p := range phrases {
		if q := phrase(p, arg); q != "" {
			parts = append(parts, `n IN (SELECT rowid FROM event_words WHERE words @@ `+q+`)`)
		}
	}
	if len(parts) == 0 {
		return `false`
	}
	return `(` + strings.Join(parts, ` AND `) + `)`
}

// asIs ends a word that is not to be reduced to its stem.
const asIs = "\u01c1"

// whole reports whether a word is its own stem, as for SQLite one of two letters,
// or of very many, is.
func whole(word string) bool { return len(word) <= 2 || len(word) >= 64 }

// kept are words as they are indexed and sought.
func kept(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		if out[i] = w; whole(w) {
			out[i] += asIs
		}
	}
	return out
}

// phrase is a phrase as an expression for a tsquery; "" where it has no word.
func phrase(p string, arg func(any) string) string {
	beginning, star := strings.CutSuffix(p, "*")
	if star && strings.TrimSpace(beginning) != "" {
		p = beginning
	} else {
		star = false
	}
	words := tokens(p)
	if len(words) == 0 {
		return ""
	}
	last := words[len(words)-1]
	if star && whole(last) { // of any word that begins so, not of its stem
		before := ""
		if len(words) > 1 {
			before = `to_tsquery('ledger_words', ` + arg(strings.Join(kept(words[:len(words)-1]), " <-> ")) + `) <-> `
		}
		return `(` + before + arg("'"+last+"':*") + `::tsquery)`
	}
	q := strings.Join(kept(words), " <-> ")
	if star {
		q += ":*"
	}
	return `to_tsquery('ledger_words', ` + arg(q) + `)`
}
