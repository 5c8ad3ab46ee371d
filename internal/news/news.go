// Package news holds the types that travel the line, from a page as it was
// read to an event in the ledger. It does no I/O. Its words are the field's:
//
//   - Page: what was fetched or read, bytes and all (WARC).
//   - Article: a page's text with its parts told apart (schema.org NewsArticle).
//   - Span: half-open byte offsets into Article.Text (W3C Web Annotation).
//   - Analysis: stand-off layers over one article's text (spaCy Doc, GATE).
//   - Attribution: source, cue, content (PARC, PolNeAR).
//   - Report: one article's account of one act (a GDELT "mention").
//   - Event: the merged reports of one act (a PLOVER event record).
//   - Actor, Office, Occasion, Dyad: who, as what, on what day, towards whom.
package news

import "fmt"

// Span is a half-open interval [Start, End) of byte offsets into one
// Article's Text. Both ends lie on rune boundaries. A span is never rebased.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Len is the span's length in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Empty reports whether the span holds no byte. The zero Span is empty.
func (s Span) Empty() bool { return s.End <= s.Start }

// In cuts the span's words out of text. A span outside text gives "".
func (s Span) In(text string) string {
	if s.Start < 0 || s.End > len(text) || s.Empty() {
		return ""
	}
	return text[s.Start:s.End]
}

// Contains reports whether t lies within s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t share a byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Cover is the smallest span that contains both; an empty span adds nothing.
func (s Span) Cover(t Span) Span {
	switch {
	case s.Empty():
		return t
	case t.Empty():
		return s
	}
	return Span{min(s.Start, t.Start), max(s.End, t.End)}
}

func (s Span) String() string { return fmt.Sprintf("%d-%d", s.Start, s.End) }
