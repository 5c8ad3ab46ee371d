package desk

import (
	"fmt"
	"slices"
	"strings"

	"chancery/internal/news"
	"chancery/internal/tell"
)

// maxWords bounds the words that a field is said to be read from.
const maxWords = 3

// readBy says who has a field of an event so: a person, or which words of how many
// of its reports, by what rule, and how surely. It tells what the ledger holds.
func readBy(e *news.Event, key string) string {
	for _, c := range slices.Backward(e.Corrected) {
		for _, x := range c.Changes {
			if x.Field == key {
				return fmt.Sprintf("Set by %s, in place of %s.", c.Author, orNone(x.Was))
			}
		}
	}
	var out strings.Builder
	words, carry, alone := wordsOf(e, key)
	if len(words) == 0 && key == "target" && e.Reciprocal { // who did it with each other are read as one
		words, carry, alone = wordsOf(e, "source")
	}
	switch {
	case len(words) > 0:
		fmt.Fprintf(&out, "Read from %s", strings.Join(quoted(words), ", "))
		if len(e.Reports) > 1 {
			fmt.Fprintf(&out, " in %d of %d reports", carry, len(e.Reports))
		}
		out.WriteString(".")
	default:
		out.WriteString("No words of its own are kept for it.")
	}
	if rule := ruleOf(e, key, alone); rule != "" && len(words) > 0 {
		out.WriteString(" " + rule)
	}
	if i := slices.IndexFunc(e.Corrected, func(c news.Corrected) bool { return c.Do == "accept" }); i >= 0 {
		fmt.Fprintf(&out, " %s said that the entry is right.", e.Corrected[i].Author)
	} else if s := sure(e); s != "" {
		fmt.Fprintf(&out, " Entries like this one are right in %s; no figure is kept for a field alone.", strings.Replace(s, " in ", " of ", 1))
	}
	return out.String()
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return "“" + s + "”"
}

func quoted(words []string) (out []string) {
	for _, w := range words[:min(len(words), maxWords)] {
		out = append(out, "“"+w+"”")
	}
	if more := len(words) - maxWords; more > 0 {
		out = append(out, tell.Plural(more, "other wording"))
	}
	return out
}

// wordsOf are the different words that carry a field, in how many reports; alone is
// false where all of them are the word that tells of the act.
func wordsOf(e *news.Event, key string) (words []string, reports int, alone bool) {
	for i := range e.Reports {
		r, here := &e.Reports[i], false
		for _, v := range r.Evidence {
			if v.Field != key {
				continue
			}
			here = true
			alone = alone || !slices.ContainsFunc(r.Evidence, func(x news.Evidence) bool { return x.Field == "act" && x.Span == v.Span })
			if w := strings.Join(strings.Fields(v.Text), " "); !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
		if here {
			reports++
		}
	}
	return words, reports, alone
}

// ruleOf is the rule by which words became a field, as far as the ledger tells; a
// date has its own beside it.
func ruleOf(e *news.Event, key string, alone bool) string {
	switch key {
	case "occasion":
		if o := e.Occasion; o != nil && o.ID != "" {
			return "The gazetteer has the day: " + o.ID + "."
		}
		return "The gazetteer has no such day: it is called as the words call it."
	case "channel", "status":
		if !alone {
			return "The same word tells of the act."
		}
	}
	return ""
}
