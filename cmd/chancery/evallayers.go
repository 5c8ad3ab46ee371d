package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/eval"
	"chancery/internal/nlp"
)

// jsonHelp is the flag's in all of eval.
const jsonHelp = "print one JSON object, scores as fractions of 1"

func newEvalSyntax(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "syntax FILE.conllu",
		Short: "Score tokens and syntax on a treebank in CoNLL-U",
		Long: `Syntax scores parts of speech, lemmas and dependencies on a treebank's own words
("gold") and from its raw text ("raw text").

` + exitHelp,
		Example: `  chancery eval syntax en_ewt-ud-dev.conllu
  chancery eval syntax --json en_ewt-ud-dev.conllu | jq .las`,
		Args:              args(cobra.ExactArgs(1), "score on what? give one file in CoNLL-U"),
		ValidArgsFunction: filesOf("conllu"),
		RunE: func(_ *cobra.Command, files []string) error {
			return evalLayer(a, files[0], asJSON, func(r io.Reader, z *nlp.Analyzer) (fmt.Stringer, error) {
				return eval.Syntax(r, z.Tokens)
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, jsonHelp)
	return cmd
}

func newEvalNames(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "names FILE",
		Short: "Score names on a file in the columns of CoNLL-2003",
		Long: `Names scores the names found in a file's own words and sentences: a name is
right when its span and its kind are (PER, ORG, LOC, MISC). A line of the file
is a word, with part of speech, chunk and label (O, B-PER, I-PER, …); an empty
line ends a sentence, -DOCSTART- a document.

` + exitHelp,
		Example: `  chancery eval names conllpp/dev.txt
  chancery eval names --json conllpp/dev.txt | jq '.f1, .PER.f1'`,
		Args:              args(cobra.ExactArgs(1), "score on what? give one file in the columns of CoNLL-2003"),
		ValidArgsFunction: filesOf("txt", "conll"),
		RunE: func(_ *cobra.Command, files []string) error {
			return evalLayer(a, files[0], asJSON, func(r io.Reader, z *nlp.Analyzer) (fmt.Stringer, error) {
				return eval.Spots(r, eval.SpotOptions{Read: z.Tokens})
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, jsonHelp)
	return cmd
}

func newEvalRoles(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "roles FILE.tsv",
		Short: "Score PropBank's roles on a file with a column a predicate",
		Long: `Roles scores the arguments of predicates in a file's own words and sentences,
first with the predicates given, as CoNLL-2005 and CoNLL-2012 do: an argument is
right when its span and its label are; the predicate itself (V) does not count.
Then the predicates found, and the arguments when these have to be found too
("end to end"). A line of the file is index, word, tag, lemma and roleset, and a
column of brackets for each predicate of the sentence, parted by tabs.

` + exitHelp,
		Example: `  chancery eval roles propbank-ewt/dev.tsv
  chancery eval roles --json propbank-ewt/dev.tsv | jq '.f1, .ARG0.f1, .end_to_end.f1'`,
		Args:              args(cobra.ExactArgs(1), "score on what? give one file of roles"),
		ValidArgsFunction: filesOf("tsv"),
		RunE: func(_ *cobra.Command, files []string) error {
			return evalLayer(a, files[0], asJSON, func(r io.Reader, z *nlp.Analyzer) (fmt.Stringer, error) {
				return eval.Roles(r, eval.RoleOptions{Read: z.Arguments})
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, jsonHelp)
	return cmd
}

func newEvalTypes(a *app) *cobra.Command {
	var asJSON bool
	var part string
	cmd := &cobra.Command{
		Use:   "types FILE.tsv",
		Short: "Score event types on rows of PLV",
		Long: `Types scores the root type of the act that one marked side does to another,
sentence by sentence: macro-F1 over the types and accuracy. The file is parted
by tabs; its head names the columns sentence, source, target, gold_root and, to
tell where the sides stand, marked_sentence (<s>…</s>, <t>…</t>).

` + exitHelp,
		Example: `  chancery eval types PLV_dev.tsv
  chancery eval types --part 0/5 --json PLV_train.tsv | jq '.f1, .ACCUSE.f1'`,
		Args:              args(cobra.ExactArgs(1), "score on what? give one file of sentences with types"),
		ValidArgsFunction: filesOf("tsv"),
		RunE: func(_ *cobra.Command, files []string) error {
			o := eval.TypeOptions{}
			if part != "" {
				var err error
				if o.Part, o.Parts, err = parsePart(part); err != nil {
					return usageError{err}
				}
			}
			return evalLayer(a, files[0], asJSON, func(r io.Reader, z *nlp.Analyzer) (fmt.Stringer, error) {
				o.Read = z.Type
				return eval.Types(r, o)
			})
		},
	}
	f := cmd.Flags()
	f.BoolVar(&asJSON, "json", false, jsonHelp)
	f.StringVar(&part, "part", "", "of the rows that name both sides, only those whose number, from 0, modulo M is N: `N/M`")
	return cmd
}

// parsePart reads N/M.
func parsePart(s string) (n, m int, err error) {
	before, after, _ := strings.Cut(s, "/")
	n, err1 := strconv.Atoi(before)
	m, err2 := strconv.Atoi(after)
	if err := errors.Join(err1, err2); err != nil || n < 0 || n >= m {
		return 0, 0, fmt.Errorf("--part %q: want N/M, N from 0 to M-1", s)
	}
	return n, m, nil
}

// evalLayer prints what score makes of a file.
func evalLayer(a *app, file string, asJSON bool, score func(io.Reader, *nlp.Analyzer) (fmt.Stringer, error)) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := newAnalyzer()
	if err != nil {
		return err
	}
	scores, err := score(f, z)
	if err != nil {
		return fmt.Errorf("score on %s: %w", file, err)
	}
	out := bufio.NewWriter(a.out)
	if asJSON {
		return errors.Join(writeJSON(out, scores), out.Flush())
	}
	fmt.Fprint(out, scores)
	return out.Flush()
}

// newAnalyzer is one without the user's own tables.
func newAnalyzer() (*nlp.Analyzer, error) {
	g, err := loadGazetteer()
	if err != nil {
		return nil, err
	}
	z, err := nlp.New(g)
	if err != nil {
		return nil, fmt.Errorf("set up analysis: %w", err)
	}
	return z, nil
}

// filesOf completes files with these endings.
func filesOf(endings ...string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return endings, cobra.ShellCompDirectiveFilterFileExt
	}
}
