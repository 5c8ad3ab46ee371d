package extract

import (
	"strings"
	"unicode"

	"chancery/internal/news"
)

// ForeignError is why an article is not read: it is in a language that the
// analysis does not know.
type ForeignError struct {
	Language string // ISO 639-1, as far as the page or its letters tell; else ""
}

func (e *ForeignError) Error() string {
	if e.Language == "" {
		return e.Reason() + ": kept, and not read"
	}
	return e.Reason() + " (" + e.Language + "): kept, and not read"
}

// Reason is the same words for all languages.
func (e *ForeignError) Reason() string { return "not English" }

// English text has at least so large a share of its commonest words: of 2,114
// pages of news none had less than .056; other languages have next to none.
const (
	englishLeast  = .02
	foreignLetter = 150 // letters below which a text tells nothing
)

const englishWords = " the and of to that with for from by has said are this which "

// English reports whether an article's own words are, which markup may deny or
// claim; the error is a *ForeignError. Too few words are let pass.
func English(a *news.Article) error {
	words, english, letters := 0, 0, 0
	for _, b := range a.Blocks {
		switch b.Part {
		case news.Title, news.Heading, news.Caption, news.Body:
		default:
			continue
		}
		for w := range strings.FieldsFuncSeq(b.In(a.Text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) }) {
			words++
			letters += len([]rune(w))
			if strings.Contains(englishWords, " "+strings.ToLower(w)+" ") {
				english++
			}
		}
	}
	if letters < foreignLetter || float64(english) >= englishLeast*float64(words) {
		return nil
	}
	if a.Language == "en" {
		return &ForeignError{}
	}
	return &ForeignError{a.Language}
}
