package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"chancery/internal/act"
	"chancery/internal/pipeline"
	"chancery/internal/shard"
	"chancery/internal/source"
)

// part is the part of the pages that the options name.
func (o *readOptions) part(paths []string) (p shard.Part, err error) {
	switch {
	case o.reports == "":
		return p, usageError{errors.New("--shard goes with --reports FILE; several processes that read into one ledger are given other paths each")}
	case o.store != "" || o.renew || o.evidence:
		return p, usageError{errors.New("--reports makes a shard file for chancery merge, and no ledger: leave out --store, --renew and --evidence")}
	case o.shard == "":
		return p, nil
	}
	if p, err = shard.ParsePart(o.shard); err != nil {
		return p, usageError{fmt.Errorf("--shard %s: %w", o.shard, err)}
	}
	if slices.ContainsFunc(paths, isWebAddress) {
		return p, usageError{errors.New("with --shard every process would fetch all: fetch once, by chancery read --store, and read the WARC that it keeps; or give each other addresses, without --shard")}
	}
	return p, nil
}

// runReports reads the paths into a shard file, in place of a ledger.
func runReports(ctx context.Context, a *app, o readOptions, src *source.Reader, own tables, acts *act.Table, paths []string) (err error) {
	part, err := o.part(paths)
	if err != nil {
		return err
	}
	g, err := own.load()
	if err != nil {
		return err
	}
	line, err := newLine(g, own.version(), acts, nil)
	if err != nil {
		return err
	}
	h := shard.Header{Program: programVersion(), Extractor: line.Version.Extractor, Analyser: line.Version.Analyser, Part: part}
	if len(own) > 0 {
		if h.Tables, err = json.Marshal(own); err != nil {
			return err
		}
	}
	p := newProgress(a.err)
	p.unmerged = true
	line.Workers = o.workers
	p.follow(line)
	src.Own, src.OnNote = []string{o.reports}, p.note
	if part.N == 0 {
		done := o.web.serve(ctx, "", src, p)
		defer func() { err = errors.Join(err, done()) }()
	}
	var sum pipeline.Summary
	err = shard.Create(o.reports, h, func(w *shard.Writer) (err error) {
		line.Store = w
		sum, err = line.Run(ctx, part.Of(src.Pages(paths...)))
		return err
	})
	if err := errors.Join(err, p.done(sum, o.json)); err != nil {
		return err
	}
	if sum.Skips() > 0 {
		return errUnread
	}
	return nil
}
