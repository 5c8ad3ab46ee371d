package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"chancery/internal/store"
	"chancery/internal/store/postgres"
	"chancery/internal/store/sqlite"
	"chancery/internal/store/sqlstore"
)

// storeEnv names the ledger where --store does not.
const storeEnv = "CHANCERY_STORE"

// storeUse is what --store says of itself where a ledger is asked.
const storeUse = "the ledger's `FILE`, or postgres:// address; else $" + storeEnv

// storeFlag is --store: a file's name, or a database's address, which may not be
// empty.
type storeFlag string

func (s *storeFlag) String() string { return storeName(string(*s)) }
func (s *storeFlag) Type() string   { return "string" }

func (s *storeFlag) Set(v string) error {
	if strings.TrimSpace(v) == "" {
		return errors.New("want the name of a file, or postgres://…")
	}
	*s = storeFlag(v)
	return nil
}

// path is the ledger that the flag, else the environment, names; "" where
// neither does.
func (s *storeFlag) path() string { return cmp.Or(string(*s), os.Getenv(storeEnv)) }

// storeName is the name of a ledger to print: of an address, without its password.
func storeName(path string) string {
	if postgres.Is(path) {
		return postgres.Redacted(path)
	}
	return path
}

// title is a ledger's short name.
func title(path string) string {
	if !postgres.Is(path) {
		return filepath.Base(path)
	}
	if u, err := url.Parse(path); err == nil && strings.Trim(u.Path, "/") != "" {
		return filepath.Base(u.Path)
	}
	return "PostgreSQL"
}

// ledgerFiles are the files that a ledger keeps.
func ledgerFiles(path string) []string {
	if postgres.Is(path) {
		return nil
	}
	return sqlite.Files(path)
}

// isThere says what to do where no ledger is named, or none is there; of a
// database, opening it tells.
func isThere(path string) error {
	if path == "" {
		return usageError{errors.New("no ledger named: give --store FILE or set " + storeEnv + "; make one with chancery read --store FILE PATH…")}
	}
	if postgres.Is(path) {
		return nil
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return noLedger(path)
	}
	return nil
}

func noLedger(path string) error {
	return fmt.Errorf("there is no ledger at %s; make one with: chancery read --store %s PATH…", storeName(path), storeName(path))
}

// openLedger opens a ledger that is there, to look at.
func openLedger(path string) (s *sqlstore.Store, err error) {
	if err := isThere(path); err != nil {
		return nil, err
	}
	if postgres.Is(path) {
		s, err = postgres.OpenReadOnly(path)
	} else {
		s, err = sqlite.OpenReadOnly(path)
	}
	if err != nil {
		return nil, explainOpen(path, err)
	}
	return s, nil
}

// makeLedger opens a ledger to read pages into, and makes one where there is none.
func makeLedger(path string) (s *sqlstore.Store, err error) {
	if postgres.Is(path) {
		s, err = postgres.Open(path)
	} else {
		s, err = sqlite.Open(path)
	}
	if err != nil {
		return nil, explainOpen(path, err)
	}
	return s, nil
}

// makeDurable is makeLedger for pages that a queue forgets once they are kept: they
// are on the disk then, as in a database always.
func makeDurable(path string) (*sqlstore.Store, error) {
	if postgres.Is(path) {
		return makeLedger(path)
	}
	s, err := sqlite.OpenDurable(path)
	if err != nil {
		return nil, explainOpen(path, err)
	}
	return s, nil
}

// explainOpen says what to do about what is no ledger of ours.
func explainOpen(path string, err error) error {
	file := "file"
	if postgres.Is(path) {
		file = "schema, …?search_path=NAME,"
	} else if about, err := os.Stat(path); err == nil && about.IsDir() {
		return fmt.Errorf("%s is a folder, not a ledger: name a file with --store", path)
	}
	switch {
	case errors.Is(err, store.ErrForeign):
		return fmt.Errorf("%s is not a ledger: name another %s with --store", storeName(path), file)
	case errors.Is(err, store.ErrNewer):
		return fmt.Errorf("%s was written by a newer chancery: use that one, or read the pages into another %s", storeName(path), file)
	case errors.Is(err, store.ErrNotFound):
		return noLedger(path)
	}
	return err
}
