package news

import (
	"fmt"
	"unicode/utf8"
)

// Fits reports whether the span lies in text, both ends on rune boundaries.
func (s Span) Fits(text string) bool {
	if s.Start < 0 || s.End < s.Start || s.End > len(text) {
		return false
	}
	boundary := func(i int) bool { return i == len(text) || utf8.RuneStart(text[i]) }
	return boundary(s.Start) && boundary(s.End)
}

// Check says what is wrong with the article: its blocks lie in its text, in
// order, do not overlap, and are of entries that there are.
func (a *Article) Check() error {
	if !utf8.ValidString(a.Text) {
		return fmt.Errorf("the text is not UTF-8")
	}
	at := 0
	for i, b := range a.Blocks {
		if !b.Fits(a.Text) || b.Start < at {
			return fmt.Errorf("block %d at %s does not lie in the text of %d bytes after byte %d", i, b.Span, len(a.Text), at)
		}
		if b.Entry < 0 || b.Entry > len(a.Entries) {
			return fmt.Errorf("block %d at %s is of entry %d of %d", i, b.Span, b.Entry, len(a.Entries))
		}
		at = b.End
	}
	return nil
}

// Check says what is wrong with the report, which a tells: all its spans lie
// in a's text, and its evidence is the words there.
func (r *Report) Check(a *Article) error {
	if r.Article != a.ID {
		return fmt.Errorf("it is of article %s, not %s", r.Article, a.ID)
	}
	fits := func(what string, s Span) error {
		if s.Fits(a.Text) {
			return nil
		}
		return fmt.Errorf("%s at %s does not lie in the text of %d bytes", what, s, len(a.Text))
	}
	for _, e := range r.Evidence {
		if err := fits(e.Field, e.Span); err != nil {
			return err
		}
		if words := e.In(a.Text); words != e.Text {
			return fmt.Errorf("%s at %s is %q, not %q", e.Field, e.Span, words, e.Text)
		}
	}
	for _, q := range r.Quotes {
		if err := fits("quote", q.Span); err != nil {
			return err
		}
	}
	for _, l := range r.Chain {
		if err := fits("source "+l.Name, l.Span); err != nil {
			return err
		}
	}
	return nil
}
