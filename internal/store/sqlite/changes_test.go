package sqlite

import (
	"path/filepath"
	"testing"
)

// A ledger whose log is of an older form is read, and has one once it is written.
func TestChangesOfOlderLedger(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	fill(t, path, "p")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := writer(s).Exec(`DROP TRIGGER event_change_new; DROP TRIGGER event_change_gone; ALTER TABLE event_change DROP COLUMN made;
		UPDATE state SET value = '1' WHERE key = 'aids'`); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = OpenReadOnly(path); err != nil {
		t.Fatal(err)
	}
	for c, err := range s.Changes(t.Context(), 0) {
		t.Error(c, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	fill(t, path, "p", "q")
	if s, err = OpenReadOnly(path); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if n, err := s.LastChange(t.Context()); n == 0 || err != nil {
		t.Error("nothing is logged", err)
	}
}
