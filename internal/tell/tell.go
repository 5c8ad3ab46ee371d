// Package tell puts entries of a ledger into words: what happened in one
// sentence, and dates as people say them.
package tell

import (
	_ "embed" // the phrases
	"fmt"
	"slices"
	"strings"

	"chancery/internal/news"
)

//go:embed phrases.tsv
var phrasesTSV string

// phrase is how an act is told: "A past before B", "A is to base before B".
type phrase struct{ past, before, base string }

// Teller puts events into words. It is safe for concurrent use.
type Teller struct {
	phrases map[string]phrase
	country func(code string) string
}

// New makes a Teller; country gives a country's name by its code, "" where it
// has none.
func New(country func(code string) string) (*Teller, error) {
	t := &Teller{phrases: map[string]phrase{}, country: country}
	for line := range strings.Lines(phrasesTSV) {
		if line = strings.TrimRight(line, "\n"); line == "" || line[0] == '#' {
			continue
		}
		c := strings.Split(line, "\t")
		if len(c) != 4 {
			return nil, fmt.Errorf("phrases.tsv: %q has %d columns, want 4", line, len(c))
		}
		for i := range c {
			if c[i] == "-" {
				c[i] = ""
			}
		}
		p := phrase{c[1], c[2], c[3]}
		if p.base == "" {
			verb, _, _ := strings.Cut(c[0], " ")
			_, rest, _ := strings.Cut(p.past, " ")
			p.base = strings.TrimSpace(verb + " " + rest)
		}
		t.phrases[c[0]] = p
	}
	return t, nil
}

// Sentence is what happened, in parts, so that names can be told apart: Lead,
// who, Does, whom, Rest.
type Sentence struct {
	Lead string // "Allegedly, "
	Who  []news.Actor
	Does string // "met with"
	Whom []news.Actor
	Rest string // ", by letter, on the 75th Liberation Day, 15 Aug 2020"
}

// Event tells of an event, without saying more than its reports do.
func (t *Teller) Event(e *news.Event) Sentence {
	s := Sentence{Who: e.Source, Whom: e.Target}
	if e.Reciprocal && len(s.Who) > 1 && (len(s.Whom) == 0 || same(s.Who, s.Whom)) {
		s.Who, s.Whom = e.Source[:1], e.Source[1:]
	}
	p, ok := t.phrases[e.Act]
	if !ok {
		p = phrase{past: "(" + e.Act + ")", base: "(" + e.Act + ")"}
	}
	s.Does = p.past
	switch e.Status {
	case news.Planned:
		s.Does = "is to " + p.base
		if len(s.Who) > 1 {
			s.Does = "are to " + p.base
		}
	case news.Hypothetical:
		s.Does = "may " + p.base
	case news.Alleged:
		s.Lead = "Allegedly, "
	case news.Denied:
		s.Lead = "It is denied that "
	}
	if p.before != "" && len(s.Whom) > 0 {
		s.Does += " " + p.before
	}
	s.Rest = rest(e)
	return s
}

// same reports whether two lists name the same, in any order.
func same(a, b []news.Actor) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(x news.Actor) bool { return !slices.Contains(b, x) })
}

// rest is how, on what occasion and when.
func rest(e *news.Event) string {
	var out strings.Builder
	if how := by(e.Channel); how != "" && e.Channel != e.Act && !(e.Channel == "meeting" && e.Act == "meet") {
		out.WriteString(" " + how)
	}
	if o := e.Occasion; o != nil && o.Name != "" {
		name := strings.TrimPrefix(strings.TrimPrefix(o.Name, "the "), "The ")
		switch {
		case o.Ordinal > 0:
			name = "the " + Ordinal(o.Ordinal) + " " + name
		case !strings.HasSuffix(name, " Day"):
			name = "the " + name
		}
		out.WriteString(" on " + name)
	}
	if e.Date.Known() {
		out.WriteString(", " + Date(e.Date))
	}
	return out.String()
}

func by(channel string) string {
	switch channel {
	case "":
		return ""
	case "call":
		return "by telephone"
	case "meeting", "briefing":
		return "at a " + channel
	case "visit":
		return "on a visit"
	case "interview":
		return "in an interview"
	case "statement", "speech", "post", "document", "broadcast":
		return "in a " + channel
	}
	return "by " + channel
}

// Country is a country's name, its code where it has none.
func (t *Teller) Country(code string) string {
	if name := t.country(code); name != "" {
		return name
	}
	return code
}

// Actor is a name with its country, where the actor is not the state itself.
func (t *Teller) Actor(a news.Actor) string {
	name := Name(a)
	if a.Country == "" || a.ID == a.Country || name == a.Country {
		return name
	}
	return name + " (" + t.Country(a.Country) + ")"
}

// Name is what an actor is called.
func Name(a news.Actor) string {
	for _, n := range []string{a.Name, a.ID, a.Country} {
		if n != "" {
			return n
		}
	}
	return "somebody"
}

// Text is the sentence as a whole, with a full stop.
func (t *Teller) Text(s Sentence) string {
	names := func(as []news.Actor) string {
		out := make([]string, len(as))
		for i, a := range as {
			out[i] = t.Actor(a)
		}
		return And(out)
	}
	who := names(s.Who)
	if who == "" {
		who = "Somebody"
	}
	return strings.TrimSpace(s.Lead+who+" "+s.Does+" "+names(s.Whom)) + s.Rest + "."
}

// And joins as English does: "A, B and C".
func And(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}

// Occasion is an occasion by its number and name: "79th Liberation Day"; "" of none.
func Occasion(o *news.Occasion) string {
	switch {
	case o == nil:
		return ""
	case o.Ordinal > 0:
		return Ordinal(o.Ordinal) + " " + o.Name
	}
	return o.Name
}

// Ordinal is "75th".
func Ordinal(n int) string {
	suffix := "th"
	switch {
	case n%100 >= 11 && n%100 <= 13:
	case n%10 == 1:
		suffix = "st"
	case n%10 == 2:
		suffix = "nd"
	case n%10 == 3:
		suffix = "rd"
	}
	return fmt.Sprintf("%d%s", n, suffix)
}

// Plural is "1 report", "2 reports".
func Plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
