package main

import (
	"fmt"
	"io"
	"os"

	"chancery/internal/act"
	"chancery/internal/copies"
	"chancery/internal/extract"
	"chancery/internal/gazetteer"
	"chancery/internal/merge"
	"chancery/internal/nlp"
	"chancery/internal/pipeline"
	"chancery/internal/store"
)

// loadGazetteer loads the embedded tables.
func loadGazetteer() (*gazetteer.Gazetteer, error) { return tables(nil).load() }

// loadActs loads the table of acts and the user's codes for them.
func loadActs(files []string) (*act.Table, error) {
	var extra []io.Reader
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("read the table of acts: %w", err)
		}
		defer f.Close()
		extra = append(extra, f)
	}
	t, err := act.Load(extra...)
	if err != nil {
		return nil, fmt.Errorf("load the acts: %w", err)
	}
	return t, nil
}

// versions names the stages; user is the version of the user's own
// tables, which change what the analysis and the merging know.
func versions(user string) store.Versions {
	v := store.Versions{Extractor: extract.Version, Analyser: nlp.Version, Merger: merge.Version}
	if user != "" {
		v.Analyser += "+" + user
		v.Merger += "+" + user
	}
	return v
}

// newLine wires the stages.
func newLine(g *gazetteer.Gazetteer, user string, acts *act.Table, s store.Store) (*pipeline.Line, error) {
	ex, err := extract.New()
	if err != nil {
		return nil, fmt.Errorf("set up extraction: %w", err)
	}
	an, err := nlp.New(g)
	if err != nil {
		return nil, fmt.Errorf("set up analysis: %w", err)
	}
	m := merge.New(g, acts)
	return &pipeline.Line{
		Extract:   ex.Extract,
		Reads:     nlp.Reads,
		Analyse:   an.Analyze,
		TakesBack: copies.TakesBack,
		Merger:    m,
		Version:   versions(user),
		Store:     s,
		Corrector: correcting(m, s),
	}, nil
}

// correcting applies a store's corrections; nil without a store.
func correcting(m *merge.Merger, s store.Store) *pipeline.Corrector {
	if s == nil {
		return nil
	}
	return &pipeline.Corrector{Store: s, One: m.One}
}
