package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chancery/internal/store"
	"chancery/internal/tell"
)

func newSources(a *app) *cobra.Command {
	var file storeFlag
	var asJSON, all bool
	cmd := &cobra.Command{
		Use:   "sources",
		Short: "Tell how the sources that are watched do",
		Long: `Sources lists what chancery watch reads into a ledger: of each source when it was
last read, why it fails, how many articles a day it gives over the last week, how
many pages wait, and the share of pages that were not read, with the reasons.

` + exitHelp,
		Example: `  chancery sources --store ledger.db
  chancery sources --store ledger.db --json | jq 'select(.failures > 3) | .address'`,
		Args: args(cobra.NoArgs, "sources takes flags only, as in: chancery sources --store ledger.db"),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			s, err := openLedger(file.path())
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.Close()) }()
			return printSources(cmd.Context(), a, s, all, asJSON)
		},
	}
	f := cmd.Flags()
	f.Var(&file, "store", storeUse)
	f.BoolVar(&asJSON, "json", false, "print one JSON object a source (docs/intake.md)")
	f.BoolVar(&all, "all", false, "list sources, too, that are no longer watched")
	return cmd
}

func printSources(ctx context.Context, a *app, s store.Watch, all, asJSON bool) error {
	now := time.Now()
	reports, err := s.SourceReports(ctx, now, all)
	if err != nil {
		return err
	}
	if len(reports) == 0 {
		fmt.Fprintln(a.err, "nothing is watched; begin with: chancery watch --store FILE SOURCES")
	}
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false)
	for i := range reports {
		r := &reports[i]
		if asJSON {
			err = enc.Encode(struct {
				*store.SourceReport
				Every string `json:"every"`
			}{r, r.Every.String()})
		} else {
			_, err = fmt.Fprint(a.out, sourceText(r))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// sourceText is a source's address, and below what is known of it.
func sourceText(r *store.SourceReport) string {
	var b strings.Builder
	b.WriteString(clean(r.Address) + "\n")
	about := []string{cmp.Or(clean(r.Kind), "not read yet")}
	if r.Name != "" {
		about = append(about, clean(r.Name))
	}
	about = append(about, "every "+shortly(r.Every))
	switch {
	case r.Succeeded.IsZero():
		about = append(about, "never read")
	default:
		about = append(about, "read "+r.Succeeded.Format("2006-01-02 15:04"))
	}
	fmt.Fprintf(&b, "    %s\n", strings.Join(about, " · "))
	if r.Reason != "" {
		why := clean(r.Reason)
		if r.Failures > 0 {
			why = fmt.Sprintf("fails for the %s time: %s", tell.Ordinal(r.Failures), why)
		}
		fmt.Fprintf(&b, "    %s; next try %s\n", why, r.Due.Format("2006-01-02 15:04"))
	}
	if r.Items == 0 {
		return b.String()
	}
	pages := []string{tell.Plural(r.Read, "page") + " read", fmt.Sprintf("%.1f a day", r.PerDay)}
	if r.Changed > 0 {
		pages = append(pages, tell.Plural(r.Changed, "change"))
	}
	if r.Paywalled > 0 {
		pages = append(pages, fmt.Sprintf("%d behind a paywall", r.Paywalled))
	}
	if r.Waiting > 0 {
		pages = append(pages, fmt.Sprintf("%d waiting%s", r.Waiting, whys(r.Retrying)))
	}
	if len(r.Unread) > 0 {
		pages = append(pages, fmt.Sprintf("%.0f%% not read%s", 100*r.Unreadable, whys(r.Unread)))
	}
	fmt.Fprintf(&b, "    %s\n", strings.Join(pages, " · "))
	return b.String()
}

// whys are counts by reason, the most frequent first, in parentheses; "" for none.
func whys(counts map[string]int) string {
	if len(counts) == 0 {
		return ""
	}
	reasons := slices.Sorted(maps.Keys(counts))
	slices.SortStableFunc(reasons, func(a, b string) int { return cmp.Compare(counts[b], counts[a]) })
	var out []string
	for _, r := range reasons {
		out = append(out, fmt.Sprintf("%d %s", counts[r], clean(r)))
	}
	return " (" + strings.Join(out, "; ") + ")"
}

// shortly is a length of time without zeros.
func shortly(d time.Duration) string {
	if d >= 24*time.Hour && d%(24*time.Hour) == 0 {
		return fmt.Sprintf("%dd", d/(24*time.Hour))
	}
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
