package main

import (
	"context"
	"errors"
	"net/url"

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
	tables    string // the version of the ledger's own tables
}

// newAsking prepares for questions to a ledger; its survey is yet to be loaded.
func newAsking(ctx context.Context, s survey.Store) (x asking, err error) {
	own, err := tablesFor(ctx, s, nil)
	if err != nil {
		return x, err
	}
	if x.gazetteer, err = own.load(); err != nil {
		return x, err
	}
	x.tables = own.version()
	if x.acts, err = loadActs(nil); err != nil {
		return x, err
	}
	if x.tell, err = tell.New(x.country); err != nil {
		return x, err
	}
	x.survey = survey.Start(s)
	return x, nil
}

// during loads the survey while f runs; where that fails, f's context ends.
func (x asking) during(ctx context.Context, progress func(int), f func(context.Context) error) error {
	ctx, stop := context.WithCancel(ctx)
	loaded := make(chan error, 1)
	go func() {
		err := x.survey.Load(ctx, progress)
		if err != nil {
			stop()
		}
		loaded <- err
	}()
	err := f(ctx)
	stop()
	if failed := <-loaded; !errors.Is(failed, context.Canceled) {
		err = errors.Join(failed, err)
	}
	return err
}

// country is the name of a code.
func (x asking) country(code string) string {
	if e := x.gazetteer.Entry(code); e != nil {
		return e.Name
	}
	return ""
}

// parse reads a query of named values, and of a text in q.
func (x asking) parse(values url.Values) (query.Query, error) {
	all := url.Values{}
	for name, v := range values {
		if name == "q" {
			name = query.Text
		}
		all[name] = append(all[name], v...)
	}
	return query.Parse(all, &names{gazetteer: x.gazetteer, acts: x.acts})
}
