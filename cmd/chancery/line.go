package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"chancery/internal/act"
	"chancery/internal/copies"
	"chancery/internal/extract"
	"chancery/internal/gazetteer"
	"chancery/internal/merge"
	"chancery/internal/nlp"
	"chancery/internal/pipeline"
	"chancery/internal/store"
	"chancery/internal/store/sqlite"
)

// storeEnv names the ledger where --store does not.
const storeEnv = "CHANCERY_STORE"

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
		Block:     m.Block,
		Merge:     m.Merge,
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

// storeFlag is --store: a file's name, which may not be empty.
type storeFlag string

func (s *storeFlag) String() string { return string(*s) }
func (s *storeFlag) Type() string   { return "string" }

func (s *storeFlag) Set(v string) error {
	if strings.TrimSpace(v) == "" {
		return errors.New("want the name of a file")
	}
	*s = storeFlag(v)
	return nil
}

// path is the ledger that the flag, else the environment, names; "" where
// neither does.
func (s *storeFlag) path() string { return cmp.Or(string(*s), os.Getenv(storeEnv)) }

// isThere says what to do where no ledger is named, or none is there.
func isThere(path string) error {
	if path == "" {
		return usageError{errors.New("no ledger named: give --store FILE or set " + storeEnv + "; make one with chancery read --store FILE PATH…")}
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no ledger at %s; make one with: chancery read --store %s PATH…", path, path)
	}
	return nil
}

// openLedger opens a ledger that is there, to look at.
func openLedger(path string) (*sqlite.Store, error) {
	if err := isThere(path); err != nil {
		return nil, err
	}
	s, err := sqlite.OpenReadOnly(path)
	if err != nil {
		return nil, explainOpen(path, err)
	}
	return s, nil
}

// explainOpen says what to do about a file that is no ledger of ours.
func explainOpen(path string, err error) error {
	switch {
	case errors.Is(err, store.ErrForeign):
		return fmt.Errorf("%s is not a ledger: name another file with --store", path)
	case errors.Is(err, store.ErrNewer):
		return fmt.Errorf("%s was written by a newer chancery: use that one, or read the pages into another file", path)
	}
	return err
}
