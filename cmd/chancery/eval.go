package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/eval"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/source"
)

func newEval(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "eval",
		Short: "Score the program against what careful readers found",
		Long: `Eval reads what a gold set reads and prints how far the two agree.

` + exitHelp,
		Example: `  chancery eval ledger examples/gold.jsonl
  chancery eval syntax --json en_ewt-ud-dev.conllu
  chancery eval times --no-dct timeml/
  chancery eval names conllpp/dev.txt
  chancery eval attributions polnear/dev
  chancery eval roles propbank-ewt/dev.tsv
  chancery eval types --part 0/5 PLV_train.tsv
  chancery eval pairs testdata/pairs/*.tsv
  chancery eval articles --text wcxb-dev`,
		Args: func(cmd *cobra.Command, given []string) error {
			return args(cobra.NoArgs, "eval what? one of "+commandNames(cmd))(cmd, given)
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newEvalLedger(a), newEvalSyntax(a), newEvalTimes(a), newEvalNames(a), newEvalAttributions(a), newEvalRoles(a), newEvalTypes(a), newEvalPairs(a), newEvalArticles(a), newEvalStories(a))
	return cmd
}

// commandNames are the names of a command's own commands, in order.
func commandNames(cmd *cobra.Command) string {
	var names []string
	for _, c := range cmd.Commands() {
		names = append(names, c.Name())
	}
	return strings.Join(names, ", ")
}

// evalLedgerOptions say where pages lie and how scores are printed.
type evalLedgerOptions struct {
	pages, split         string
	json, detail, stages bool
}

func newEvalLedger(a *app) *cobra.Command {
	var o evalLedgerOptions
	cmd := &cobra.Command{
		Use:   "ledger GOLD",
		Short: "Score the ledger of pages that careful readers read",
		Long: `Ledger reads the pages that a gold file (*.jsonl) names and scores the events
found: found at all (right countries in the right direction, type, dates that
meet and say something), then field by field, then the merging across pages.
The last table has entries by their confidence: what it says, and how many of
them are right, that is found, with gold's status.

A line of gold is a page with its acts; "act", "status", "channel", "occasion",
"background", "origin" and the page's "title", "author", "outlet", "published"
are judged where it has them:

  {"page": "a.txt", "events": [{"key": "greeting", "source": ["PRK"],
   "target": ["RUS"], "type": ["SUPPORT"],
   "date": {"from": "2023-06-12", "to": "2023-06-12"}}]}

Pages are looked for from --pages, else from the gold file's folder, else from
the folder above.

Labels of acts are gold too: a file (*.tsv) or a folder that holds some, itself
or in its folder labels. Their pages are txt/PAGE.txt, with the day of
publication and the outlet in sent/PAGE.sent, in the folder --pages, else beside
the labels or a folder above. Each page is a ledger of its own. --split chooses
the pages: dev is a seventh of them, by the hash of their names, never to fit
on; train the others.

--stages counts the acts of labels that were not found by the first stage that
lost them, from the word that tells of them to merging; with --detail each has a
line that says what was read in its place. show --why-not has the other side.

` + exitHelp,
		Example: `  chancery eval ledger examples/gold.jsonl
  chancery eval ledger --detail examples/gold.jsonl
  chancery eval ledger --json --pages corpus gold.jsonl | jq .events
  chancery eval ledger --split train corpus/labels/kremlin.tsv
  chancery eval ledger --stages --json corpus | jq .lost`,
		Args: args(cobra.ExactArgs(1), "score against what? give one gold file, or labels of acts"),
		RunE: func(cmd *cobra.Command, files []string) error {
			if o.split != string(eval.Dev) && o.split != string(eval.Train) {
				return usageError{fmt.Errorf("--split %q: want dev or train", o.split)}
			}
			if isLabels(files[0]) {
				return runEvalActs(cmd.Context(), a, files[0], o)
			}
			switch {
			case cmd.Flags().Changed("split"):
				return usageError{errors.New("--split parts labels of acts (*.tsv), not a gold file")}
			case o.stages:
				return usageError{errors.New("--stages wants labels of acts (*.tsv): a gold file does not say which words tell of an act")}
			}
			return runEvalLedger(cmd.Context(), a, files[0], o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.pages, "pages", "", "the `FOLDER` that the gold's page names start from")
	f.StringVar(&o.split, "split", string(eval.Dev), "of labels, the pages of `dev` or train")
	f.BoolVar(&o.json, "json", false, jsonHelp)
	f.BoolVar(&o.detail, "detail", false, "print, page by page, what was found, missed and made up")
	f.BoolVar(&o.stages, "stages", false, "of labels, count where the acts were lost that were not found")
	return cmd
}

func runEvalLedger(ctx context.Context, a *app, goldFile string, o evalLedgerOptions) (err error) {
	gold, err := readGold(goldFile)
	if err != nil {
		return err
	}
	dir := cmp.Or(o.pages, goldFolder(goldFile, gold))
	files := make([]string, 0, len(gold))
	for _, g := range gold {
		name, _, _ := strings.Cut(g.Page, "#")
		if file := filepath.Join(dir, filepath.FromSlash(name)); !slices.Contains(files, file) {
			files = append(files, file)
		}
	}
	g, err := loadGazetteer()
	if err != nil {
		return err
	}
	s, err := a.open("")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close(s)) }()
	acts, err := loadActs(nil)
	if err != nil {
		return err
	}
	line, err := newLine(g, "", acts, s)
	if err != nil {
		return err
	}
	p := newProgress(a.err)
	line.OnSkip, line.OnProgress = p.skip, p.show
	ids := map[string]string{} // page's path → its ID
	src := source.Reader{}
	sum, err := line.Run(ctx, note(src.Pages(files...), ids))
	p.erase()
	if err != nil {
		return err
	}
	var events []news.Event
	for e, err := range s.Events(ctx, query.Query{}) {
		if err != nil {
			return err
		}
		events = append(events, e)
	}
	page := func(name string) (eval.Page, bool) {
		d, err := s.Document(ctx, cmp.Or(ids[filepath.ToSlash(filepath.Join(dir, filepath.FromSlash(name)))], "-"))
		return eval.Page{Article: d.Article, Published: d.Published}, err == nil
	}
	again, err := os.Open(goldFile)
	if err != nil {
		return err
	}
	defer again.Close()
	scores, err := eval.Ledger(again, events, page, g)
	if err != nil {
		return fmt.Errorf("score the ledger: %w", err)
	}
	if err := o.print(a.out, scores); err != nil {
		return err
	}
	if sum.Skips() > 0 {
		return errUnread
	}
	return nil
}

// writtenScores are what print writes for people.
type writtenScores interface {
	WriteTable(w io.Writer) error
	WriteReliability(w io.Writer) error
	WriteDetail(w io.Writer) error
}

// print writes scores as asked for.
func (o evalLedgerOptions) print(w io.Writer, scores writtenScores) error {
	out := bufio.NewWriter(w)
	if o.json {
		return errors.Join(writeJSON(out, scores), out.Flush())
	}
	if o.detail {
		if err := scores.WriteDetail(out); err != nil {
			return err
		}
	}
	return errors.Join(scores.WriteTable(out), scores.WriteReliability(out), out.Flush())
}

func readGold(file string) ([]eval.GoldPage, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	gold, err := eval.ReadGold(f)
	switch {
	case err != nil:
		return nil, fmt.Errorf("read gold %s: %w", file, err)
	case len(gold) == 0:
		return nil, fmt.Errorf("read gold %s: no pages", file)
	}
	return gold, nil
}

// goldFolder is the folder from which gold's first page is found.
func goldFolder(file string, gold []eval.GoldPage) string {
	here := filepath.Dir(file)
	name, _, _ := strings.Cut(gold[0].Page, "#")
	for _, dir := range []string{here, filepath.Join(here, "..")} {
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name))); err == nil {
			return dir
		}
	}
	return here
}

// note keeps the ID of each page that passes.
func note(pages iter.Seq2[news.Page, error], ids map[string]string) iter.Seq2[news.Page, error] {
	return func(yield func(news.Page, error) bool) {
		for p, err := range pages {
			if err == nil {
				ids[p.Path] = p.ID()
			}
			if !yield(p, err) {
				return
			}
		}
	}
}

func newEvalTimes(a *app) *cobra.Command {
	var asJSON, noDCT, textOnly, misses bool
	var half string
	cmd := &cobra.Command{
		Use:   "times DIR",
		Short: "Score time expressions on a folder of TimeML",
		Long: `Times scores the time expressions found in the TimeML files (*.tml) of a folder
as TempEval-3 does: spans that are the same (strict) or overlap (relaxed), and
the overlapping ones whose type or value is right.

The program is given the document's date (DCT) as a page's markup would give
it, and the story (TEXT). --no-dct takes the date away; the lines that the wire
sent around the story (EXTRAINFO), which a reader sees, stand above it instead,
as a dateline: where they hold a date it must be found. --text-only takes these
away too: the story alone.

` + exitHelp,
		Example: `  chancery eval times timeml/
  chancery eval times --no-dct --half dev --json timeml/ | jq .value.f1`,
		Args: args(cobra.ExactArgs(1), "score on what? give one folder of TimeML"),
		RunE: func(_ *cobra.Command, dirs []string) error {
			if half != "" && half != "dev" && half != "rest" {
				return usageError{fmt.Errorf("--half %q: want dev or rest", half)}
			}
			an, err := newAnalyzer()
			if err != nil {
				return err
			}
			o := eval.TimesOptions{Read: an.PrepareFully, NoDCT: noDCT, TextOnly: textOnly, Half: half}
			if misses {
				o.Miss = func(m eval.TimeMiss) {
					fmt.Fprintf(a.out, "%s: gold %s %s, got %s %s: %s\n", clean(m.File), m.Gold.Type, m.Gold.Value, m.Got.Type, m.Got.Value, clean(m.Context))
				}
			}
			scores, err := eval.Times(dirs[0], o)
			if err != nil {
				return fmt.Errorf("score times: %w", err)
			}
			if scores.Files == 0 {
				return fmt.Errorf("no TimeML files (*.tml) in %s", dirs[0])
			}
			out := bufio.NewWriter(a.out)
			if asJSON {
				return errors.Join(writeJSON(out, scores), out.Flush())
			}
			fmt.Fprintf(out, "%d files, %d times in gold, %d found\n", scores.Files, scores.Gold, scores.Got)
			fmt.Fprintf(out, "%-8s %6s %6s %6s\n", "", "P", "R", "F1")
			for _, row := range []struct {
				name string
				prf  eval.PRF
			}{{"strict", scores.Strict}, {"relaxed", scores.Relaxed}, {"type", scores.Type}, {"value", scores.Value}} {
				fmt.Fprintf(out, "%-8s %6.1f %6.1f %6.1f\n", row.name, 100*row.prf.P, 100*row.prf.R, 100*row.prf.F1)
			}
			return out.Flush()
		},
	}
	f := cmd.Flags()
	f.BoolVar(&asJSON, "json", false, jsonHelp)
	f.BoolVar(&noDCT, "no-dct", false, "hide the documents' dates from the program")
	f.BoolVar(&textOnly, "text-only", false, "hide the documents' dates and the lines around the story")
	f.StringVar(&half, "half", "", "`dev` or rest: half of the files, parted by name")
	f.BoolVar(&misses, "misses", false, "print every difference")
	return cmd
}

func newEvalAttributions(a *app) *cobra.Command {
	var asJSON, misses bool
	cmd := &cobra.Command{
		Use:   "attributions DIR",
		Short: "Score who is cited for what on a folder of PolNeAR",
		Long: `Attributions scores sources, cues and contents on a folder that holds texts
(text/*.txt) and their annotations in brat's standoff format
(attributions/*.ann), as PolNeAR has them: spans that are the same (exact) or
share a character (overlap), and whole attributions all of whose parts overlap
(linked) or are the same (linked exact).

` + exitHelp,
		Example: `  chancery eval attributions polnear/dev
  chancery eval attributions --json polnear/dev | jq .exact.source.f1`,
		Args: args(cobra.ExactArgs(1), "score on what? give one folder with text/ and attributions/"),
		RunE: func(_ *cobra.Command, dirs []string) error {
			an, err := newAnalyzer()
			if err != nil {
				return err
			}
			out := bufio.NewWriter(a.out)
			o := eval.AttributionOptions{Read: an.PrepareFully}
			if misses {
				o.Diff = func(d eval.AttributionDiff) { fmt.Fprintln(out, clean(d.String())) }
			}
			scores, err := eval.Attributions(dirs[0], o)
			if err != nil {
				return err
			}
			if asJSON {
				return errors.Join(writeJSON(out, scores), out.Flush())
			}
			fmt.Fprint(out, scores)
			return out.Flush()
		},
	}
	f := cmd.Flags()
	f.BoolVar(&asJSON, "json", false, jsonHelp)
	f.BoolVar(&misses, "misses", false, "print every difference")
	return cmd
}
