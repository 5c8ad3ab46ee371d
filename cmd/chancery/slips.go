package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"chancery/internal/query"
)

// flagSlip is a complaint about a flag's value in words that are not the
// parser's own.
func flagSlip(_ *cobra.Command, err error) error {
	bad, ok := errors.AsType[*pflag.InvalidValueError](err)
	if !ok {
		return usageError{err}
	}
	want := bad.Unwrap().Error() // of a type of ours
	switch bad.GetFlag().Value.Type() {
	case "int":
		want = "want a whole number"
	case "bool":
		want = "want true or false, or no value"
	}
	return usageError{fmt.Errorf("--%s %q: %s", bad.GetFlag().Name, bad.GetValue(), want)}
}

// flagsOnly refuses words that are no flags, and says how to look for them.
func flagsOnly(_ *cobra.Command, words []string) error {
	if len(words) == 0 {
		return nil
	}
	return usageError{fmt.Errorf("timeline takes flags only: for %[1]q give --about %[1]q, --from-actor %[1]q, --to-actor %[1]q or --between %[1]q", strings.Join(words, " "))}
}

// unknownCommand adds to cobra's complaint about a command that there is not
// what to do instead.
func unknownCommand(root *cobra.Command, err error) error {
	var name string
	if n, _ := fmt.Sscanf(err.Error(), "unknown command %q", &name); n == 0 {
		return err
	}
	var known []string
	for _, c := range root.Commands() {
		known = append(known, c.Name())
	}
	if do := instead(strings.ToLower(name)); do != "" {
		return usageError{fmt.Errorf("there is no command %q: %s", name, do)}
	}
	if near := query.Near(name, known); len(near) > 0 {
		return usageError{fmt.Errorf("unknown command %q; did you mean %s?", name, strings.Join(near, " or "))}
	}
	return usageError{fmt.Errorf("unknown command %q", name)}
}

// instead says what to do in place of a command that other programs have, by
// any of its usual names; "" for none of them.
func instead(name string) string {
	for _, c := range []struct{ names, do string }{
		{"fetch crawl watch download get add import load parse index ingest scrape",
			"chancery read takes files, folders and standard input; addresses are not fetched, so: curl -L URL | chancery read --store FILE -"},
		{"feed rss atom subscribe follow new today diff since",
			"there are no feeds; chancery read --store FILE PATH… prints what these pages add"},
		{"export csv dump gdelt plover bibtex parquet ical",
			"chancery timeline --csv or --json writes what a query finds (docs/csv.md, docs/json.md); there are no other formats"},
		{"query search find list ls events ask grep ledger timelines sql",
			"chancery timeline finds events by its flags; a ledger is an SQLite file, which docs/tasks.md shows how to ask"},
		{"disputed conflicts denials planned sanctions",
			"chancery timeline has --disputed, --conflicts, --status and --act"},
		{"plot count stats series trend graph",
			"chancery timeline --count-by year, or month, act, type, dyad, outlet; with --csv a table to plot"},
		{"view cat open why explain evidence event article",
			"chancery show ID prints an event or an article; --why says why it is dated so, --why-not what is not told"},
		{"articles sources skipped unread inputs outlets",
			"chancery pages lists what was read, and why any page was not"},
		{"edit fix delete rm remove forget annotate",
			"chancery correct ID sets fields, rejects, splits or merges; names can be taught (read --gazetteer, docs/gazetteer.md), and pages left out (read --exclude, into a new ledger)"},
		{"serve server web ui desk browse api mcp",
			"there is no server; chancery timeline and chancery show print all there is, for programs with --json"},
		{"score evaluate test gold",
			"chancery eval ledger GOLD scores against your own gold, chancery selfcheck needs none"},
	} {
		if slices.Contains(strings.Fields(c.names), name) {
			return c.do
		}
	}
	return ""
}
