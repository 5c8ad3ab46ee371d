package desk

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"chancery/internal/query"
	"chancery/internal/survey"
)

// term is field:value as a query's text has it.
func term(field, value string) string { return field + ":" + literal(value) }

// literal is a value as a query's text has it.
func literal(value string) string {
	value = strings.Map(func(r rune) rune {
		if r == '"' || r == '“' || r == '”' || r == '„' {
			return '\''
		}
		return r
	}, value)
	if value == "" || strings.ContainsFunc(value, unicode.IsSpace) || strings.ContainsAny(value, ",():'") || strings.Contains(value, "..") {
		value = `"` + value + `"`
	}
	return value
}

// exactly is the term that finds the events which count under a name: those of the
// whole name. An outlet's names are always whole.
func exactly(field, name string) string {
	if field == query.Outlet {
		return term(field, name)
	}
	return field + "=" + literal(name)
}

// words parts a query's text at its blanks; what stands in quotation marks
// stays together.
func words(text string) (out []string) {
	quoted, from := false, -1
	for i, r := range text {
		blank := r == ' ' || r == '\t' || r == '\n' || r == '\r'
		if r == '"' {
			quoted = !quoted
		}
		switch {
		case blank && !quoted && from >= 0:
			out = append(out, text[from:i])
			from = -1
		case !blank && from < 0:
			from = i
		}
	}
	if from >= 0 {
		out = append(out, text[from:])
	}
	return out
}

// joined reports whether a text's terms hang together otherwise than by being
// met all: then no term can be told apart.
func joined(text string) bool {
	for _, w := range words(text) {
		if w == "OR" || w == "AND" || w == "NOT" || strings.ContainsAny(w, "()") && !strings.Contains(w, `"`) {
			return true
		}
	}
	return false
}

// with is a text and one more term; without is one without it.
func with(text, term string) string {
	if slices.Contains(words(text), term) {
		return text
	}
	if joined(text) {
		text = "(" + text + ")"
	}
	return strings.TrimSpace(text + " " + term)
}

func without(text, term string) string {
	var out []string
	for _, w := range words(text) {
		if w != term {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

// ask is the address of the timeline of a field's value.
func ask(field, value string) string { return timelineOf(term(field, value)) }

func timelineOf(text string) string {
	if text == "" {
		return "/"
	}
	return "/?" + url.Values{"q": {text}}.Encode()
}

// termOf is the term that finds the events which count under a facet's value.
func termOf(facet string, c survey.Count) string {
	switch facet {
	case survey.States:
		return term(query.Between, c.Key)
	case survey.People, survey.Occasions, survey.Origins:
		return exactly(facet, c.Name)
	}
	return term(facet, c.Key)
}

// suggestion is one way to go on with what is typed.
type suggestion struct {
	Text  string `json:"text"` // the whole query
	Shows string `json:"shows"`
	About string `json:"about"` // how many events, or what a field is
}

// fieldsHelp are the fields, with what they are. docs/query.md has them all.
func fieldsHelp() [][2]string {
	return [][2]string{
		{query.Between, "between two states, in either direction: between:PRK,RUS"},
		{query.Source, "who acts: from:Putin, from:RUS"},
		{query.Target, "towards whom: to:PRK"},
		{query.Party, "on either side: who:RUS"},
		{query.Person, `himself, anywhere: person:"Kim Jong Un"`},
		{query.Speaker, "with a quote of his: speaker:Putin"},
		{query.Denier, "who denies: denied-by:Kremlin"},
		{query.Date, "a day, month, year or range: date:2023..2024-06"},
		{"since", "on or after: since:2023-06"},
		{"until", "on or before: until:2024"},
		{query.Act, "the act: act:congratulate"},
		{query.Type, "PLOVER type: type:THREATEN"},
		{query.Channel, "how: channel:letter"},
		{query.Occasion, `on what day: occasion:"Liberation Day"`},
		{query.Status, "reported, alleged, denied, planned, hypothetical"},
		{query.About, `words near the act: about:"strategic asset"`},
		{query.Outlet, "who prints it: outlet:kcna.kp"},
		{query.Origin, "whom they have it from: origin:KCNA"},
		{query.Origins, "independent sources: origins>1"},
		{query.Disputed, "disputed:yes: alleged or denied"},
		{query.Conflict, "conflict:yes: where reports differ"},
		{query.StateMedia, "state-media:yes: on state media's word alone"},
		{query.Background, "background:no: without what is told as history"},
		{query.Has, "has:quote, has:denial, has:reply"},
	}
}

// maxSuggestions bounds a completion.
const maxSuggestions = 10

// complete answers with what a query's last word may become, as JSON.
func (d *Desk) complete(w http.ResponseWriter, r *http.Request) {
	text := r.URL.Query().Get("q")
	head, last := text, ""
	if ws := words(text); len(ws) > 0 && !strings.HasSuffix(text, " ") {
		last = ws[len(ws)-1]
		head = text[:strings.LastIndex(text, last)]
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "private, max-age=10")
	out := []suggestion{}
	field, typed, ok := cutTerm(last)
	if !ok {
		for _, f := range fieldsHelp() {
			if strings.HasPrefix(f[0], strings.ToLower(last)) && len(out) < maxSuggestions {
				out = append(out, suggestion{head + f[0] + ":", f[0] + ":", f[1]})
			}
		}
	} else if f, err := d.found(r.Context(), head, nil); err == nil {
		out = append(out, values(f, head, field, typed)...)
	}
	_ = json.NewEncoder(w).Encode(out) // whoever does not take it has gone
}

// values are a field's values among what is found, that begin or go on with
// what is typed.
func values(f *survey.Found, head, field, typed string) (out []suggestion) {
	typed = strings.ToLower(strings.Trim(typed, `"`))
	facet := field
	switch field {
	case query.Between:
		facet = survey.States
	case query.Source, query.Target, query.Party:
		facet = survey.States
	case query.Person, query.Speaker, query.Denier:
		facet = survey.People
	}
	facets := f.Facets()
	all := facets[facet]
	if facet == survey.States && field != query.Between { // whoever it is
		all = append(slices.Clone(all), facets[survey.People]...)
	}
	for _, c := range all {
		if low := strings.ToLower(c.Name); !strings.HasPrefix(low, typed) && !strings.Contains(low, " "+typed) {
			continue
		}
		t, about := term(field, c.Name), ""
		if field == facet || field == query.Between { // else they count otherwise
			t, about = termOf(facet, c), tellEvents(c.Events)
		}
		if out = append(out, suggestion{head + t + " ", t, about}); len(out) == maxSuggestions {
			break
		}
	}
	return out
}

// cutTerm parts a term into its field and its value.
func cutTerm(t string) (field, value string, ok bool) {
	i := strings.IndexAny(t, ":=")
	if i < 0 {
		return t, "", false
	}
	return t[:i], t[i+1:], true
}
