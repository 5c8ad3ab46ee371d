package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/store"
	"chancery/internal/tell"
)

// tables are a user's own rows of the gazetteer, as --gazetteer named their
// files. A ledger keeps those that it was read with.
type tables []table

type table struct {
	Name string `json:"name"` // of the file, for people
	Rows string `json:"rows"`
}

// readTables reads files; a file named "" is none.
func readTables(files []string) (tables, error) {
	var out tables
	for _, f := range files {
		if f == "" {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, fmt.Errorf("read the gazetteer file: %w", err)
		}
		out = append(out, table{filepath.Base(f), string(b)})
	}
	return out, nil
}

// version names the tables by what they hold; "" for none.
func (t tables) version() string {
	if len(t) == 0 {
		return ""
	}
	h := sha256.New()
	for _, x := range t {
		h.Write([]byte(x.Rows))
	}
	return hex.EncodeToString(h.Sum(nil)[:4])
}

// load adds the tables to the program's own.
func (t tables) load() (*gazetteer.Gazetteer, error) {
	extra := make([]io.Reader, len(t))
	for i, x := range t {
		extra[i] = strings.NewReader(x.Rows)
	}
	g, err := gazetteer.Load(extra...)
	if err != nil {
		return nil, fmt.Errorf("load the gazetteer: %w", err)
	}
	return g, nil
}

func (t tables) String() string {
	if len(t) == 0 {
		return "no gazetteer file"
	}
	var names []string
	for _, x := range t {
		names = append(names, x.Name)
	}
	return "the gazetteer " + strings.Join(names, " and ")
}

// keeper is the part of a store that tells which tables it was read with.
type keeper interface {
	Note(ctx context.Context, key string) (string, error)
	SetNote(ctx context.Context, key, value string) error
	Merger(ctx context.Context) (string, error)
	Counts(ctx context.Context) (store.Counts, error)
}

// tablesNote is the store's note of the tables.
const tablesNote = "gazetteer"

// keptTables are those a ledger was read with, and their version. A ledger of
// an older program knows but the version.
func keptTables(ctx context.Context, s keeper) (t tables, version string, err error) {
	note, err := s.Note(ctx, tablesNote)
	if err != nil {
		return nil, "", err
	}
	if note != "" {
		if err := json.Unmarshal([]byte(note), &t); err != nil {
			return nil, "", fmt.Errorf("the ledger's gazetteer: %w", err)
		}
		return t, t.version(), nil
	}
	merger, err := s.Merger(ctx)
	if err != nil {
		return nil, "", err
	}
	_, version, _ = strings.Cut(merger, "+")
	return nil, version, nil
}

func keepTables(ctx context.Context, s keeper, t tables) error {
	if t == nil {
		t = tables{}
	}
	note, err := json.Marshal(t)
	if err != nil {
		return err
	}
	if was, err := s.Note(ctx, tablesNote); err != nil || was == string(note) {
		return err
	}
	return s.SetNote(ctx, tablesNote, string(note))
}

// tablesFor are the tables to look at a ledger with: those of the files, else
// those it was read with, as far as it keeps them.
func tablesFor(ctx context.Context, s keeper, files []string) (tables, error) {
	if len(files) > 0 {
		return readTables(files)
	}
	t, _, err := keptTables(ctx, s)
	return t, err
}

// tablesToRead are the tables to read pages into a ledger with: its own. Those
// given in place of them must be the same, for all pages of the ledger would
// be read anew with others; unless that is asked for.
func tablesToRead(ctx context.Context, s keeper, file string, given *tables, renew bool) (tables, error) {
	kept, version, err := keptTables(ctx, s)
	if err != nil {
		return nil, err
	}
	if given == nil {
		if version != kept.version() {
			return nil, fmt.Errorf("%s was read with a gazetteer file that it does not hold: name that with --gazetteer, "+
				"or read all its pages anew without by --gazetteer '' --renew", file)
		}
		return kept, nil
	}
	if given.version() == version || renew {
		return *given, nil
	}
	c, err := s.Counts(ctx)
	if err != nil {
		return nil, err
	}
	if c.Pages == 0 {
		return *given, nil
	}
	was := kept.String()
	if version != kept.version() {
		was = "a gazetteer file that it does not hold"
	}
	return nil, fmt.Errorf("%s was read with %s, which is not what %s says now: leave --gazetteer out to go on with the ledger's own, "+
		"or add --renew to read all of it anew, %s", file, was, given, tell.Plural(c.Pages, "page"))
}
