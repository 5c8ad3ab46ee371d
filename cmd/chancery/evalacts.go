package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"chancery/internal/eval"
	"chancery/internal/merge"
	"chancery/internal/nlp"
	"chancery/internal/pipeline"
)

// isLabels tells labels of acts from a gold file: a folder, or a file of columns.
func isLabels(path string) bool {
	info, err := os.Stat(path)
	return filepath.Ext(path) == ".tsv" || err == nil && info.IsDir()
}

// runEvalActs scores the line on labelled pages, without a store.
func runEvalActs(ctx context.Context, a *app, labels string, o evalLedgerOptions) error {
	g, err := loadGazetteer()
	if err != nil {
		return err
	}
	acts, err := loadActs(nil)
	if err != nil {
		return err
	}
	line, err := newLine(g, "", acts, nil)
	if err != nil {
		return err
	}
	pages, err := eval.ActFiles{Labels: labels, Texts: o.pages, Split: eval.Split(o.split)}.Pages(line.Extract)
	if err != nil {
		return err
	}
	unread := false
	for i := range pages {
		if err := pages[i].Err; err != nil {
			unread = true
			fmt.Fprintln(a.err, "not read: "+clean(err.Error()))
		}
	}
	p := newProgress(a.err)
	reader := eval.ActReader{
		Analyze: line.Analyse,
		Merge:   merge.New(g, acts).Merge,
		Names:   g,
		Progress: func(pages, reports int) {
			p.show(pipeline.Summary{Pages: pages, Reports: reports})
		},
	}
	if o.stages {
		z, err := nlp.New(g)
		if err != nil {
			return fmt.Errorf("set up analysis: %w", err)
		}
		reader.Explain = z.Explain
	}
	scores, err := eval.Acts(ctx, pages, reader)
	p.erase()
	if err != nil {
		return err
	}
	if err := o.print(a.out, scores); err != nil {
		return err
	}
	if unread {
		return errUnread
	}
	return nil
}
