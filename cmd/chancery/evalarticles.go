package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"chancery/internal/eval"
	"chancery/internal/extract"
)

func newEvalArticles(a *app) *cobra.Command {
	var asJSON, text, misses bool
	var found string
	cmd := &cobra.Command{
		Use:   "articles DIR",
		Short: "Score what is taken for the article on a folder of web pages",
		Long: `Articles scores body, title, author and day on a folder of web pages with gold:
of article-extraction-benchmark (ground-truth.json, html/NAME.html.gz), of WCXB
or of trafilatura's evaluation (gold.json, NAME.html.gz).

Body is by 4-grams of words as article-extraction-benchmark counts them, and by
single words; snippets are those that a body must hold and must not. A title is
right with the same letters and digits, authors with the same names, a day on
the day. --text reads the visible text of every page as another program's dump
of it would come, without markup or address.

` + exitHelp,
		Example: `  chancery eval articles wcxb-dev
  chancery eval articles --text --json wcxb-dev | jq .body.f1
  chancery eval articles --found output/trafilatura.json article-extraction-benchmark`,
		Args: args(cobra.ExactArgs(1), "score on what? give one folder with ground-truth.json or gold.json"),
		RunE: func(_ *cobra.Command, dirs []string) error {
			o := eval.ArticleOptions{Text: text}
			if found != "" {
				if text {
					return usageError{errors.New("--found scores what was found elsewhere: leave out --text")}
				}
				var err error
				if o.Found, err = readFound(found); err != nil {
					return err
				}
			}
			x, err := extract.New()
			if err != nil {
				return err
			}
			o.Extract = x.Extract
			out := bufio.NewWriter(a.out)
			if misses {
				o.Miss = func(m eval.ArticleMiss) { fmt.Fprintln(out, clean(m.String())) }
			}
			scores, err := eval.Articles(os.DirFS(dirs[0]), o)
			if err != nil {
				return fmt.Errorf("score on %s: %w", dirs[0], err)
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
	f.BoolVar(&text, "text", false, "read the pages' visible text instead of their markup")
	f.BoolVar(&misses, "misses", false, "print every page's score, and which fields differ")
	f.StringVar(&found, "found", "", "score another program's findings: `FILE` in article-extraction-benchmark's format of output")
	return cmd
}

func readFound(file string) (found map[string]eval.FoundArticle, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if found, err = eval.ReadFoundArticles(f); err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	return found, nil
}
