package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"chancery/internal/query"
)

// flagSlip is a complaint about a flag's value in words that are not the
// parser's own.
func flagSlip(cmd *cobra.Command, err error) error {
	if bad, ok := errors.AsType[*pflag.NotExistError](err); ok {
		if words := bad.GetSpecifiedShortnames(); strings.ContainsAny(words, ":<>=") { // a query that begins with "-"
			return usageError{fmt.Errorf("there is no flag -%[1]s; a query that begins so is written 'NOT %[1]s'", words)}
		}
		if near := nearFlags(cmd, bad.GetSpecifiedName()); bad.GetSpecifiedShortnames() == "" && len(near) > 0 {
			return usageError{fmt.Errorf("unknown flag --%s; did you mean %s?", bad.GetSpecifiedName(), strings.Join(near, " or "))}
		}
	}
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

// nearFlags are a command's flags, with their dashes, that a name may be meant for.
func nearFlags(cmd *cobra.Command, name string) (out []string) {
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	for _, n := range query.Near(name, known) {
		out = append(out, "--"+n)
	}
	return out
}

// pointAt prints the query and a caret below the place of the error; of a long
// one what stands around.
func pointAt(w io.Writer, e *query.Error) {
	if e.Text == "" {
		return
	}
	const before, after = 50, 25 // columns at most
	start, end := e.Start, e.End
	shown := func(s string) string {
		return strings.Map(func(r rune) rune {
			switch {
			case unicode.IsSpace(r):
				return ' '
			case !unicode.IsPrint(r):
				return -1
			}
			return r
		}, s)
	}
	left, right := shown(e.Text[:start]), shown(e.Text[end:])
	for width(left) > before {
		_, n := utf8.DecodeRuneInString(left)
		left = left[n:]
	}
	at := clip(shown(e.Text[start:end]), before)
	fmt.Fprintf(w, "  %s\n  %s%s\n", left+at+clip(right, after), strings.Repeat(" ", width(left)), strings.Repeat("^", max(1, width(at))))
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
		{"fetch crawl download get add import parse index ingest scrape",
			"chancery read takes files, folders, addresses, feeds, archives and standard input (docs/intake.md); chancery watch reads sources again and again"},
		{"feed rss atom subscribe follow new today diff since",
			"chancery watch reads feeds; chancery serve has feeds of any query and a stream of changes; chancery read --store FILE PATH… prints what these pages add"},
		{"csv dump gdelt plover bibtex parquet ical ics graphml html save",
			"chancery export --format FORMAT writes what a query finds (docs/export.md)"},
		{"query search find list ls events ask grep ledger timelines sql",
			"chancery timeline QUERY finds events (docs/query.md); a ledger is an SQLite file, which docs/sql.md shows how to ask"},
		{"disputed conflicts denials planned sanctions",
			"chancery timeline has --disputed, --conflicts, --status and --act"},
		{"plot count stats trend graph index",
			"chancery series counts acts by time, chancery timeline --count-by by act, type, dyad, outlet; with --csv a table to plot"},
		{"view cat open why explain evidence event article",
			"chancery show ID prints an event or an article; --why says why it is dated so, --why-not what is not told"},
		{"articles sources skipped unread inputs outlets",
			"chancery pages lists what was read, and why any page was not"},
		{"edit fix delete rm remove forget annotate",
			"chancery correct ID sets fields, rejects, splits or merges; names can be taught (read --gazetteer, docs/gazetteer.md), and pages left out (read --exclude, into a new ledger)"},
		{"server web ui desk browse api", "chancery serve --store FILE serves the desk and the API"},
		{"score evaluate test gold",
			"chancery eval ledger GOLD scores against your own gold, chancery selfcheck needs none"},
	} {
		if slices.Contains(strings.Fields(c.names), name) {
			return c.do
		}
	}
	return ""
}
