package main

import (
	"context"
	"net/url"
	"strings"

	"chancery/internal/act"
	"chancery/internal/gazetteer"
	"chancery/internal/query"
	"chancery/internal/survey"
	"chancery/internal/tell"
)

// asking is what the commands share that let others ask a ledger.
type asking struct {
	survey    *survey.Survey
	tell      *tell.Teller
	gazetteer *gazetteer.Gazetteer
	acts      *act.Table
}

// newAsking surveys a ledger; progress is told how many events there are so far.
func newAsking(ctx context.Context, s survey.Store, progress func(int)) (x asking, err error) {
	own, err := tablesFor(ctx, s, nil)
	if err != nil {
		return x, err
	}
	if x.gazetteer, err = own.load(); err != nil {
		return x, err
	}
	if x.acts, err = loadActs(nil); err != nil {
		return x, err
	}
	if x.tell, err = tell.New(x.country); err != nil {
		return x, err
	}
	x.survey, err = survey.New(ctx, s, progress)
	return x, err
}

// country is the name of a code.
func (x asking) country(code string) string {
	if e := x.gazetteer.Entry(code); e != nil {
		return e.Name
	}
	return ""
}

// parse reads a query of named values, and of words in q.
func (x asking) parse(values url.Values) (query.Query, error) {
	all := url.Values{}
	for name, v := range values {
		if name != "q" {
			all[name] = v
		}
	}
	for _, q := range values["q"] {
		if err := fields(q, all); err != nil {
			return query.Query{}, err
		}
	}
	return query.Parse(all, names{gazetteer: x.gazetteer, acts: x.acts})
}

// fields adds what a text of field:value and free words asks for.
func fields(text string, to url.Values) error {
	known := []string{
		query.Between, query.FromActor, query.ToActor, query.From, query.To, query.Type, query.Act, query.Channel, query.Occasion, query.Status,
		query.Disputed, query.Conflicts, query.StateMedia, query.About, query.Outlet, query.Origin, query.Background, query.Reverse, query.Latest, query.Limit,
	}
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		end, quoted := len(text), false
		for i, r := range text {
			if r == '"' {
				quoted = !quoted
			} else if !quoted && (r == ' ' || r == '\t' || r == '\n' || r == '\r') {
				end = i
				break
			}
		}
		word := text[:end]
		text = text[end:]
		name, value, ok := strings.Cut(word, ":")
		switch {
		case !ok || strings.HasPrefix(word, `"`):
			to.Add(query.About, word)
		case name == query.About:
			to.Add(name, value)
		default:
			is := false
			for _, k := range known {
				is = is || k == name
			}
			if !is {
				return &query.Error{Name: name, Value: value, Want: "a field of a query, or the words in quotation marks", Near: query.Near(name, known)}
			}
			to.Add(name, strings.ReplaceAll(value, `"`, ""))
		}
	}
	return nil
}
