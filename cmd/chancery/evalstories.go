package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/eval"
)

func newEvalStories(a *app) *cobra.Command {
	var asJSON bool
	var topics string
	cmd := &cobra.Command{
		Use:   "stories DIR",
		Short: "Score how documents are grouped into stories, on a folder in ECB+'s format",
		Long: `Stories groups the documents of a folder in ECB+'s format, those of all topics at
once, and scores the groups against its subtopics by B³: a folder a topic, in it
N_Mecb.xml of one subtopic and N_Mecbplus.xml of the other. Only their words are
read. Texts are grouped by the words that few of them have, names and numbers
above others; what these count for was chosen on topics 1 to 17.

` + exitHelp,
		Example: `  chancery eval stories ecbplus
  chancery eval stories --topics 18-35 ecbplus
  chancery eval stories --json ecbplus | jq .f1`,
		Args: args(cobra.ExactArgs(1), "score on what? give one folder with a folder a topic"),
		RunE: func(_ *cobra.Command, dirs []string) error {
			o, err := storyTopics(topics)
			if err != nil {
				return err
			}
			scores, err := eval.Stories(os.DirFS(dirs[0]), o)
			if err != nil {
				return fmt.Errorf("score on %s: %w", dirs[0], err)
			}
			out := bufio.NewWriter(a.out)
			if asJSON {
				return errors.Join(writeJSON(out, scores), out.Flush())
			}
			fmt.Fprint(out, scores)
			return out.Flush()
		},
	}
	f := cmd.Flags()
	f.BoolVar(&asJSON, "json", false, jsonHelp)
	f.StringVar(&topics, "topics", "", "only topics `FROM-TO`, by their numbers")
	return cmd
}

// storyTopics reads "18-35"; "" is all.
func storyTopics(s string) (o eval.StoryOptions, err error) {
	if s == "" {
		return o, nil
	}
	from, to, ok := strings.Cut(s, "-")
	o.From, err = strconv.Atoi(from)
	if ok && err == nil {
		o.To, err = strconv.Atoi(to)
	} else {
		o.To = o.From
	}
	if err != nil || o.From < 1 || o.To < o.From {
		return o, usageError{fmt.Errorf("--topics %q: want two numbers, the first no greater: 18-35", s)}
	}
	return o, nil
}
