package nlp

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
)

// Foreign is why an article is not read: it is in a language that the analysis
// does not read.
type Foreign struct{ Language string } // ISO 639-1; "" where it could not be told

func (e *Foreign) Error() string {
	if e.Language == "" {
		return e.Reason()
	}
	return fmt.Sprintf("%s, by its words in the language %q", e.Reason(), e.Language)
}

// Reason is the same for all languages.
func (e *Foreign) Reason() string { return "not English" }

// Bounds of Reads: words without a capital from which a text is judged, and the
// share of them that are English function words, at the least. English news has
// some 30%, other languages next to none. Where there are none at all, and the
// language is told to be another, fewer words will do; so do letters of another script.
const (
	judged  = 30
	least   = .05
	few     = 12
	letters = 30
)

// functionWords are common in English and mean nothing in the languages near it.
const functionWords = " the of and to that was for with is by said from has have were are its this which will would been had they their not "

// Reads gives a *Foreign for an article whose body, or where it has none whose text, is not in
// English. What is too short to judge is read.
func Reads(a *news.Article) error {
	hasBody := a.BodyText() != ""
	words, english, all, latin := 0, 0, 0, 0
	for _, b := range a.Blocks {
		if hasBody && b.Part != news.Body {
			continue
		}
		for w := range strings.FieldsFuncSeq(b.In(a.Text), func(r rune) bool { return !unicode.IsLetter(r) }) {
			if first, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(first) { // names tell no language
				words++
				if strings.Contains(functionWords, " "+w+" ") {
					english++
				}
			}
			for _, r := range w {
				all++
				if unicode.Is(unicode.Latin, r) {
					latin++
				}
			}
		}
	}
	script := all >= letters && latin*2 < all
	other := a.Language != "en" && (words >= judged && float64(english) < least*float64(words) || words >= few && english == 0 && a.Language != "")
	if script || other {
		return &Foreign{a.Language}
	}
	return nil
}
