package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chancery/internal/correct"
	"chancery/internal/news"
	"chancery/internal/nlp/token"
	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/tell"
)

func newCorrections(a *app) *cobra.Command {
	var file storeFlag
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "corrections",
		Short: "List what was corrected in a stored ledger; export, import, undo",
		Long: `Corrections lists the log of corrections: each with its ID, when it was made and
by whom, what it says, and whether it holds: in which events; or why it is not
applicable, as where its page is not in the ledger, or the page's reading has no
such act any more; or what undid it.

` + exitHelp,
		Example: `  chancery corrections --store ledger.db
  chancery corrections --store ledger.db --json | jq 'select(.state == "not applicable")'
  chancery corrections export --store ledger.db > corrections.jsonl
  chancery corrections import --store other.db corrections.jsonl
  chancery corrections undo --store ledger.db 5f3a9c01d2e4`,
		Args: args(cobra.NoArgs, "corrections takes flags, or one of: export, import, undo"),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			s, err := openLedger(file.path())
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.Close()) }()
			return listCorrections(cmd.Context(), a, s, asJSON)
		},
	}
	cmd.PersistentFlags().Var(&file, "store", storeUse)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object a correction (docs/json.md)")
	cmd.AddCommand(newCorrectionsExport(a, &file), newCorrectionsImport(a, &file), newCorrectionsUndo(a, &file))
	return cmd
}

// listed is a correction with what came of it.
type listed struct {
	correct.Correction
	State   string   `json:"state"`   // "holds", "undone", "waits", "not applicable"
	Entries []string `json:"entries"` // events that bear it
	Reason  string   `json:"reason"`  // why it does not hold
}

func listCorrections(ctx context.Context, a *app, s store.Store, asJSON bool) (err error) {
	all, err := statesOf(ctx, s)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(a.out)
	defer func() { err = errors.Join(err, out.Flush()) }()
	if len(all) == 0 {
		fmt.Fprintln(a.err, "no corrections")
	}
	for i := range all {
		l := &all[i]
		if asJSON {
			if err := writeJSON(out, l); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(out, "%s  %s  %s  %s\n", l.ID, l.Time.Format("2006-01-02 15:04"), clean(l.Author), clean(l.Correction.Says()))
		state := l.State
		if len(l.Entries) > 0 {
			state += " in " + strings.Join(l.Entries, ", ")
		}
		if l.Reason != "" {
			state += ": " + l.Reason
		}
		fmt.Fprintf(out, "    %s\n", clean(state))
		if l.Why != "" {
			fmt.Fprintf(out, "    %s\n", clean(l.Why))
		}
	}
	return nil
}

// statesOf is the log with what came of each line.
func statesOf(ctx context.Context, s store.Store) ([]listed, error) {
	log, err := s.Corrections(ctx)
	if err != nil || len(log) == 0 {
		return nil, err
	}
	bear := map[string][]string{} // events by the corrections that they bear
	for e, err := range s.Events(ctx, query.Query{}) {
		if err != nil {
			return nil, err
		}
		for _, k := range e.Corrected {
			if !slices.Contains(bear[k.ID], e.ID) {
				bear[k.ID] = append(bear[k.ID], e.ID)
			}
		}
	}
	u, err := s.Unfinished(ctx)
	if err != nil {
		return nil, err
	}
	undone := correct.Undone(log)
	find := finder{ctx: ctx, store: s}
	out := make([]listed, len(log))
	for i := range log {
		l := listed{Correction: log[i], Entries: append([]string{}, bear[log[i].ID]...)}
		switch {
		case undone[l.ID] != "":
			l.State, l.Reason = "undone", "by "+undone[l.ID]
		case l.Do == correct.Undo || len(l.Entries) > 0:
			l.State = "holds"
		case u.Blocks > 0:
			l.State, l.Reason = "waits", "not all is merged yet; the next read or correction does that"
		default:
			l.State, l.Reason, err = find.state(&l.Correction)
		}
		if err != nil {
			return nil, err
		}
		out[i] = l
	}
	return out, nil
}

// finder looks for the tellings that corrections name.
type finder struct {
	ctx   context.Context
	store store.Store
	byURL map[string][]string // IDs of pages
}

// state is what came of a correction that no event bears.
func (f *finder) state(c *correct.Correction) (state, reason string, err error) {
	const not = "not applicable"
	found, page, err := f.any(c.Of)
	switch {
	case err != nil:
		return "", "", err
	case !page:
		return not, "its page is not in the ledger", nil
	case !found:
		return not, "its page is read otherwise now: nothing there tells of such an act", nil
	case c.Do == correct.Reject:
		return "holds", "", nil
	case c.Do == correct.Merge:
		if found, _, err = f.any(c.With); err != nil || !found {
			return not, "the other entry is not in the ledger any more", err
		}
	case c.Do == correct.Split:
		return not, "its reports are apart already", nil
	}
	return not, "the entry was rejected", nil
}

// any reports whether any anchor's telling is in the ledger, and any's page.
func (f *finder) any(anchors []correct.Anchor) (found, page bool, err error) {
	for i := range anchors {
		for _, id := range append([]string{anchors[i].Article}, f.byURL[anchors[i].URL]...) {
			d, err := f.store.Document(f.ctx, id)
			if errors.Is(err, store.ErrNotFound) {
				continue
			}
			if err != nil {
				return false, false, err
			}
			page = true
			rs := make([]*news.Report, len(d.Reports))
			for j := range d.Reports {
				rs[j] = &d.Reports[j]
			}
			if anchors[i].Find(rs) >= 0 {
				return true, true, nil
			}
		}
	}
	if page || f.byURL != nil {
		return false, page, nil
	}
	f.byURL = map[string][]string{}
	for l, err := range f.store.Pages(f.ctx) {
		if err != nil {
			return false, false, err
		}
		if l.URL != "" && l.Skip == nil {
			f.byURL[l.URL] = append(f.byURL[l.URL], l.ID)
		}
	}
	return f.any(anchors)
}

func newCorrectionsExport(a *app, file *storeFlag) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the corrections as JSON Lines, or what they settled as gold or labels",
		Long: `Export writes the log to standard output.

  jsonl   the log, a JSON object a line, which import reads
  gold    the events that people set or accepted, page by page, as eval ledger
          reads them; a page whose every correction is a rejection has none. It
          holds no more of a page than was corrected, so recall is told by it,
          and precision is not
  labels  the same as lines of labels (training/acts/README.md), with the numbers
          that the program gives the page's sentences

` + exitHelp,
		Example: `  chancery corrections export --store ledger.db > corrections.jsonl
  chancery corrections export --store ledger.db --format gold > gold.jsonl
  chancery corrections export --store ledger.db --format labels > mine.tsv`,
		Args: args(cobra.NoArgs, "export takes flags only"),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			s, err := openLedger(file.path())
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.Close()) }()
			out := bufio.NewWriter(a.out)
			defer func() { err = errors.Join(err, out.Flush()) }()
			return exportCorrections(cmd.Context(), s, out, format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "jsonl", "`FORMAT`: jsonl, gold or labels")
	return cmd
}

func exportCorrections(ctx context.Context, s store.Store, out io.Writer, format string) error {
	log, err := s.Corrections(ctx)
	if err != nil {
		return err
	}
	if format == "jsonl" {
		return correct.Write(out, log)
	}
	if format != "gold" && format != "labels" {
		return &query.Error{Name: "format", Value: format, Want: "jsonl, gold or labels"}
	}
	var events []news.Event
	for e, err := range s.Events(ctx, query.Query{}) {
		if err != nil {
			return err
		}
		if len(e.Corrected) > 0 {
			events = append(events, e)
		}
	}
	if format == "gold" {
		return correct.WriteGold(out, events, log)
	}
	return correct.WriteLabels(out, events, func(article string) (string, []news.Span, error) {
		d, err := s.Document(ctx, article)
		if err != nil {
			return "", nil, err
		}
		sentences, _ := token.Split(d.Article)
		spans := make([]news.Span, len(sentences))
		for i := range sentences {
			spans[i] = sentences[i].Span
		}
		return d.Article.Text, spans, nil
	})
}

func newCorrectionsImport(a *app, file *storeFlag) *cobra.Command {
	return &cobra.Command{
		Use:   "import FILE…",
		Short: "Add corrections that export wrote to the log",
		Long: `Import adds corrections, as export writes them, to a ledger's log, and applies
them. What the log has already is passed over. FILE - is standard input. A file
with a fault adds nothing.

` + exitHelp,
		Example: `  chancery corrections import --store other.db corrections.jsonl`,
		Args:    args(cobra.MinimumNArgs(1), "import what? give files that chancery corrections export wrote"),
		RunE: func(cmd *cobra.Command, files []string) (err error) {
			var all []correct.Correction
			for _, name := range files {
				cs, err := readCorrections(a, name)
				if err != nil {
					return err
				}
				all = append(all, cs...)
			}
			d, err := openEditor(cmd.Context(), a, file.path(), "")
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, d.store.Close()) }()
			before, err := d.store.Corrected(d.ctx)
			if err != nil {
				return err
			}
			if _, err := d.apply(all...); err != nil {
				return err
			}
			after, err := d.store.Corrected(d.ctx)
			fmt.Fprintf(a.err, "%s added, %d there already\n", tell.Plural(after-before, "correction"), len(all)-(after-before))
			return err
		},
	}
}

func readCorrections(a *app, name string) ([]correct.Correction, error) {
	in := a.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	cs, err := correct.Read(in)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return cs, nil
}

func newCorrectionsUndo(a *app, file *storeFlag) *cobra.Command {
	var why, author string
	cmd := &cobra.Command{
		Use:   "undo ID…",
		Short: "Take corrections back",
		Long: `Undo adds to the log that corrections are taken back; the ID may be cut short as
long as only one begins so. To undo an undoing brings its correction back.

` + exitHelp,
		Example: `  chancery corrections undo --store ledger.db 5f3a9c01d2e4 --why "the page was right"`,
		Args:    args(cobra.MinimumNArgs(1), "undo what? give IDs, as chancery corrections prints them"),
		RunE: func(cmd *cobra.Command, ids []string) (err error) {
			d, err := openEditor(cmd.Context(), a, file.path(), author)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, d.store.Close()) }()
			log, err := d.store.Corrections(d.ctx)
			if err != nil {
				return err
			}
			var cs []correct.Correction
			for _, id := range ids {
				of, err := oneOf(log, id)
				if err != nil {
					return err
				}
				c := correct.Correction{Time: d.now(), Author: d.author, Why: why, Entry: of.Entry, Do: correct.Undo, Undo: of.ID}
				c.Seal()
				cs = append(cs, c)
			}
			if _, err := d.apply(cs...); err != nil {
				return err
			}
			for i := range cs {
				fmt.Fprintf(a.err, "correction %s: %s\n", cs[i].ID, clean(cs[i].Says()))
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&why, "why", "", "a `NOTE` on why")
	cmd.Flags().StringVar(&author, "author", "", "`NAME` of who undoes")
	return cmd
}

// oneOf is the correction of an ID, or the beginning of one, that nothing undid yet.
func oneOf(log []correct.Correction, id string) (correct.Correction, error) {
	var found []correct.Correction
	for _, c := range log {
		if id != "" && strings.HasPrefix(c.ID, id) {
			found = append(found, c)
		}
	}
	switch {
	case len(found) == 0:
		return correct.Correction{}, fmt.Errorf("no correction begins with %q: chancery corrections lists them", id)
	case len(found) > 1:
		return correct.Correction{}, fmt.Errorf("%d corrections begin with %s: give more of one", len(found), id)
	}
	if by := correct.Undone(log)[found[0].ID]; by != "" {
		return correct.Correction{}, fmt.Errorf("correction %s is undone already, by %s", found[0].ID, by)
	}
	return found[0], nil
}

// correctedText is what was corrected, in a line.
func correctedText(k news.Corrected) string {
	said := k.Do
	switch correct.Verb(k.Do) {
	case correct.Accept:
		said = "accepted"
	case correct.Split, correct.Merge:
		said += " by hand"
	case correct.Set:
		var out []string
		for _, c := range k.Changes {
			if c.Was != c.Now {
				out = append(out, fmt.Sprintf("%s %s, was %s", c.Field, cmp.Or(c.Now, "none"), cmp.Or(c.Was, "none")))
			}
		}
		said = cmp.Or(strings.Join(out, "; "), "found as it is")
	}
	when := k.Time
	if t, err := time.Parse(time.RFC3339, k.Time); err == nil {
		when = t.Format(time.DateOnly)
	}
	said += fmt.Sprintf(" (%s, %s)", k.Author, when)
	if k.Why != "" {
		said += ": " + k.Why
	}
	return said
}
