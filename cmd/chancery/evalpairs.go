package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/eval"
	"chancery/internal/extract"
)

func newEvalPairs(a *app) *cobra.Command {
	var asJSON, detail bool
	cmd := &cobra.Command{
		Use:   "pairs FILE.tsv…",
		Short: "Score minimal pairs: two short texts that differ in one thing",
		Long: `Pairs reads short texts, two and two, that differ in one thing: who does it to
whom, or whether it is done, denied, planned, threatened or only spoken of. A
text is right when exactly the acts are found that a careful reader finds in it
(sides, type, status and, where it matters, background), and a pair when both
its texts are. Each file is a kind of its own. A line of it is a pair's number,
the day of publication, a text and its acts, parted by tabs.

` + exitHelp,
		Example: `  chancery eval pairs testdata/pairs/*.tsv
  chancery eval pairs --detail testdata/pairs/voice.tsv
  chancery eval pairs --json testdata/pairs/*.tsv | jq .kinds.voice.pairs.score`,
		Args:              args(cobra.MinimumNArgs(1), "score on what? give one file of pairs or more"),
		ValidArgsFunction: filesOf("tsv"),
		RunE: func(_ *cobra.Command, files []string) error {
			return runEvalPairs(a, files, asJSON, detail)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&asJSON, "json", false, jsonHelp)
	f.BoolVar(&detail, "detail", false, "print each text that is not right, with what was wanted and what was found")
	return cmd
}

func runEvalPairs(a *app, files []string, asJSON, detail bool) error {
	x, err := extract.New()
	if err != nil {
		return fmt.Errorf("set up extraction: %w", err)
	}
	z, err := newAnalyzer()
	if err != nil {
		return err
	}
	o := eval.PairOptions{Read: eval.PlainPages(x, z)}
	var scores eval.PairScores
	for _, file := range files {
		if err := addPairs(&scores, file, o); err != nil {
			return fmt.Errorf("score on %s: %w", file, err)
		}
	}
	out := bufio.NewWriter(a.out)
	switch {
	case asJSON:
		err = writeJSON(out, scores)
	case detail:
		err = scores.WriteDetail(out)
		fallthrough
	default:
		fmt.Fprint(out, scores)
	}
	return errors.Join(err, out.Flush())
}

// addPairs scores the pairs of a file under its name.
func addPairs(scores *eval.PairScores, file string, o eval.PairOptions) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	return scores.Add(strings.TrimSuffix(filepath.Base(file), ".tsv"), f, o)
}
