package sqlite

import (
	"path/filepath"
	"slices"
	"testing"

	"chancery/internal/store/storetest"
)

// What the driver finds is what matches, with keys and without.
func TestEventsAreThoseThatMatch(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	storetest.Various(t, s)
	// A writer that knows of no keys leaves them to be made.
	for _, stmt := range []string{`DELETE FROM event_key WHERE rowid < 40`, `INSERT INTO event_unkeyed SELECT n FROM event WHERE n < 40`} {
		if _, err := writer(s).Exec(stmt); err != nil {
			t.Fatal(err)
		}
	}
	storetest.Match(t, s)
	unaided(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = OpenReadOnly(path); err != nil {
		t.Fatal(err)
	}
	if !s.Age().NoKeys {
		t.Error("it has keys")
	}
	storetest.Match(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(path); err != nil { // which makes them
		t.Fatal(err)
	}
	defer s.Close()
	storetest.Match(t, s)
	var keyed, waiting int
	if err := reader(s).QueryRow(`SELECT (SELECT count(*) FROM event_key_docsize), (SELECT count(*) FROM event_unkeyed)`).Scan(&keyed, &waiting); err != nil || keyed != storetest.VariousEvents || waiting != 0 {
		t.Errorf("%d keyed, %d wait, %v", keyed, waiting, err)
	}
	for _, f := range storetest.Faults(t, s) {
		t.Error(f)
	}
}

// unaided makes the ledger one of an older program.
func unaided(t *testing.T, s *Store) {
	t.Helper()
	for _, stmt := range []string{
		`DROP TRIGGER event_key_new`, `DROP TRIGGER event_key_gone`, `DROP TRIGGER event_change_new`, `DROP TRIGGER event_change_gone`,
		`DROP TABLE event_key`, `DROP TABLE IF EXISTS event_brief`, `DROP TABLE event_unkeyed`, `DROP TABLE event_change`, `DELETE FROM state WHERE key = 'aids'`,
	} {
		if _, err := writer(s).Exec(stmt); err != nil {
			t.Fatal(err)
		}
	}
}

// A change is noted once for each event, in order, and so is its end.
func TestChanges(t *testing.T) {
	s, err := Temporary()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	changes := func() (ids, gone []string) {
		rows, err := reader(s).Query(`SELECT id, gone, at FROM event_change ORDER BY seq`)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var id, at string
			var over bool
			if err := rows.Scan(&id, &over, &at); err != nil || len(at) != len("2026-11-03T00:00:00.000Z") {
				t.Fatal(err, at)
			}
			if over {
				gone = append(gone, id)
			} else {
				ids = append(ids, id)
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		return ids, gone
	}
	put := func(ids ...string) {
		t.Helper()
		if _, err := writer(s).Exec(`DELETE FROM event`); err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			if _, err := writer(s).Exec(`INSERT INTO event (id, type, act, status, background, first_day, last_day, sort_day, digest, doc)
				VALUES (?, '', '', '', 0, '', '', '', x'', '{}')`, id); err != nil {
				t.Fatal(err)
			}
		}
	}
	put("a", "b")
	if ids, gone := changes(); !slices.Equal(ids, []string{"a", "b"}) || gone != nil {
		t.Error(ids, gone)
	}
	put("c", "a")
	if ids, gone := changes(); !slices.Equal(ids, []string{"c", "a"}) || !slices.Equal(gone, []string{"b"}) {
		t.Error(ids, gone)
	}
}
