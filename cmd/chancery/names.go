package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/act"
	"chancery/internal/edit"
	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/query"
)

// names knows what a query's values name. It implements query.Names. The
// gazetteer is loaded once something is asked of it; err says why it was not.
type names struct {
	own       tables
	acts      *act.Table
	gazetteer *gazetteer.Gazetteer
	err       error
}

// known gives the gazetteer, nil where it cannot be loaded.
func (n *names) known() *gazetteer.Gazetteer {
	if n.gazetteer == nil && n.err == nil {
		n.gazetteer, n.err = n.own.load()
	}
	return n.gazetteer
}

// Country implements query.Names.
func (n *names) Country(name string) (string, bool) {
	g := n.known()
	if g == nil {
		return "", false
	}
	return g.Country(name)
}

// Actor implements query.Names.
func (n *names) Actor(name string) (ids []string) {
	g := n.known()
	if g == nil {
		return nil
	}
	if e := g.Entry(strings.ToUpper(name)); e != nil && len(name) > 1 {
		ids = append(ids, e.ID)
	}
	for _, m := range g.Lookup(name) {
		if m.Entry.Kind != news.Place && m.Entry.Kind != news.Holiday {
			ids = append(ids, m.Entry.ID)
		}
	}
	if o, ok := g.Outlet(name); ok {
		ids = append(ids, o.ID)
	}
	return ids
}

// Occasion implements query.Names.
func (n *names) Occasion(name string) (ids []string) {
	g := n.known()
	if g == nil {
		return nil
	}
	for _, o := range g.OccasionsNamed(name) {
		ids = append(ids, o.ID)
	}
	return ids
}

// Channel implements query.Names.
func (n *names) Channel(name string) ([]string, bool) {
	for c := range n.acts.Channels() {
		if all := append([]string{c.Name}, c.Also...); slices.Contains(all, name) {
			return all, true
		}
	}
	return nil, false
}

// Words implements query.Names.
func (n *names) Words(field string) (out []string) {
	switch field {
	case query.Type, query.Act, query.Channel, query.Status:
		return edit.Reader{Acts: n.acts}.Words(field)
	case query.Between:
		g := n.known()
		if g == nil {
			return nil
		}
		for _, e := range g.States() {
			out = append(out, e.ID, e.Name)
		}
	}
	return out
}

// completeFlag completes the values of a flag that knows them.
func completeFlag(cmd *cobra.Command, flag string, values func() ([]string, error)) {
	err := cmd.RegisterFlagCompletionFunc(flag, func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		all, err := values()
		if err != nil {
			return nil, cobra.ShellCompDirectiveError
		}
		return completions(typed, all), cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic(err) // the command has no such flag
	}
}

func completeWords(cmd *cobra.Command, flag string, words []string) {
	completeFlag(cmd, flag, func() ([]string, error) { return words, nil })
}

// completeQuery completes the values of the flags of queryFlags.
func completeQuery(cmd *cobra.Command) {
	complete := func(flag string, values func() ([]string, error)) { completeFlag(cmd, flag, values) }
	for _, flag := range []string{query.Type, query.Act, query.Channel, query.Status} {
		complete(flag, func() ([]string, error) {
			acts, err := loadActs(nil)
			return (&names{acts: acts}).Words(flag), err
		})
	}
	for _, flag := range []string{query.Between, query.FromActor, query.ToActor} {
		complete(flag, countryCodes)
	}
	complete(query.Background, func() ([]string, error) { return []string{"yes", "no"}, nil })
}

// countryCodes are the codes of states and organisations, each with its name.
func countryCodes() ([]string, error) {
	g, err := loadGazetteer()
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range g.States() {
		out = append(out, e.ID+"\t"+e.Name)
	}
	return out, nil
}

// completions are the values that begin with what is typed after the last
// comma, whatever its case.
func completions(typed string, values []string) (out []cobra.Completion) {
	i := strings.LastIndex(typed, ",") + 1
	for _, v := range values {
		if strings.HasPrefix(strings.ToLower(v), strings.ToLower(typed[i:])) {
			out = append(out, typed[:i]+v)
		}
	}
	return out
}
