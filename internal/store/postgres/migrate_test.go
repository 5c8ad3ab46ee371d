package postgres

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/load"
	"chancery/internal/store"
	"chancery/internal/store/sqlstore"
	"chancery/internal/store/storetest"
)

// next is a step that no program has yet: each report and each event has what is
// made of what it had, and there is a table more.
const next = `
ALTER TABLE report ADD COLUMN length BIGINT NOT NULL DEFAULT 0;
UPDATE report SET length = length(doc);
CREATE TABLE event_length (event BIGINT PRIMARY KEY, length BIGINT NOT NULL);
INSERT INTO event_length SELECT n, length(doc) FROM event;
`

// shape is a schema as PostgreSQL describes it, in lines.
func shape(t *testing.T, s *sqlstore.Store) []string {
	t.Helper()
	read, _ := s.Handles()
	out, err := sqlstore.Texts(t.Context(), read, `
		SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') || ' ' || coalesce(collation_name, '')
			|| ' ' || is_identity FROM information_schema.columns WHERE table_schema = current_schema()
		UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = current_schema()
		UNION ALL SELECT 'trigger ' || tgrelid::regclass::text || ' ' || pg_get_triggerdef(oid) FROM pg_trigger
			WHERE tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = quote_ident(current_schema())::regnamespace)
		UNION ALL SELECT 'function ' || pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = quote_ident(current_schema())::regnamespace
		UNION ALL SELECT 'words ' || maptokentype::text || ' ' || mapseqno::text || ' ' || mapdict::regdictionary::text FROM pg_ts_config_map
			WHERE mapcfg IN (SELECT oid FROM pg_ts_config WHERE cfgnamespace = quote_ident(current_schema())::regnamespace)
		ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	var schema string
	if err := read.QueryRow(`SELECT current_schema()`).Scan(&schema); err != nil {
		t.Fatal(err)
	}
	for i := range out {
		out[i] = strings.ReplaceAll(out[i], schema, "SCHEMA")
	}
	return out
}

// A ledger of one version is brought to the next with all that is in it, once,
// whoever comes first; and no program that is older opens it again.
func TestMigrate(t *testing.T) {
	address := cluster.Address(t)
	opens := func(steps migrations, write bool) (*sqlstore.Store, error) {
		s, err := open(address, write, steps)
		if err == nil {
			t.Cleanup(func() { s.Close() })
		}
		return s, err
	}
	one := released()
	s, err := opens(one, true)
	if err != nil {
		t.Fatal(err)
	}
	l, m := made(t, load.Config{Seed: 5, Dyads: 2, Years: 1})
	if err := l.Fill(t.Context(), s, v, m, 24, nil); err != nil {
		t.Fatal(err)
	}
	before := told(t, s)
	two := append(slices.Clone(one), next)
	if _, err := opens(two, false); err == nil || !strings.Contains(err.Error(), "of an older program") {
		t.Error("read by a newer program before it is brought up to date:", err)
	}
	if _, err := opens(append(slices.Clone(one), next+`SELECT 1 / 0;`), true); err == nil {
		t.Error("a step that fails is taken for done")
	}
	if d := cmp.Diff(before, told(t, s)); d != "" {
		t.Errorf("a step that fails leaves something: %.2000s", d)
	}
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if _, err := opens(two, true); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	newer, err := opens(two, false)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(before, told(t, newer)); d != "" {
		t.Errorf("the step changes what is told: %.2000s", d)
	}
	read, _ := newer.Handles()
	var wrong, lengths int
	if err := read.QueryRow(`SELECT (SELECT count(*) FROM report WHERE length <> length(doc)), (SELECT count(*) FROM event_length)`).Scan(&wrong, &lengths); err != nil || wrong != 0 || lengths == 0 {
		t.Errorf("%d reports of other lengths, %d events, %v", wrong, lengths, err)
	}
	for _, write := range []bool{true, false} {
		if _, err := opens(one, write); !errors.Is(err, store.ErrNewer) {
			t.Errorf("an older program (writing: %v): %v", write, err)
		}
	}
}

// Rows that are counted wrong are told, and nothing that a program does leaves them so.
func TestTally(t *testing.T) {
	s, _ := opened(t)
	l, m := made(t, load.Config{Seed: 5, Dyads: 2, Years: 1})
	_, write := s.Handles()
	for range 2 { // the second time all is derived anew
		if _, err := write.Exec(`DO $$ BEGIN FOR i IN 1..3000 LOOP DELETE FROM report WHERE false; END LOOP; END $$`); err != nil { // some add up
			t.Fatal(err)
		}
		if err := l.Fill(t.Context(), s, v, m, 12, nil); err != nil {
			t.Fatal(err)
		}
		if faults := storetest.Faults(t, s); len(faults) > 0 {
			t.Error(faults)
		}
		if err := s.Renew(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := write.Exec(`INSERT INTO tally (of, n) VALUES ('report', -1)`); err != nil {
		t.Fatal(err)
	}
	if faults := storetest.Faults(t, s); len(faults) != 1 || !strings.Contains(faults[0], "tally tells") {
		t.Error(faults)
	}
	if err := s.Recount(t.Context()); err != nil {
		t.Fatal(err)
	}
	if faults := storetest.Faults(t, s); len(faults) > 0 {
		t.Error("counted anew:", faults)
	}
}

func schemaOf(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get("search_path")
}

// Who may read or change a ledger of an older schema may do so in the next.
func TestGrants(t *testing.T) {
	address := cluster.Address(t)
	s, err := open(address, true, released()[:1])
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	schema := schemaOf(t, address)
	_, write := s.Handles()
	if _, err := write.Exec(strings.ReplaceAll(`CREATE ROLE "a reader"; CREATE ROLE writer; GRANT USAGE ON SCHEMA ledger TO "a reader", writer;
		GRANT SELECT ON ALL TABLES IN SCHEMA ledger TO "a reader"; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ledger TO writer;`, "ledger", schema)); err != nil {
		t.Fatal(err)
	}
	newer, err := Open(address)
	if err != nil {
		t.Fatal(err)
	}
	defer newer.Close()
	_, write = newer.Handles()
	for _, test := range []struct{ role, stmt, fails string }{
		{"a reader", `SELECT count(*) FROM tally`, ""},
		{"a reader", `DELETE FROM tally`, "permission denied"},
		{"writer", `INSERT INTO page SELECT * FROM page; DELETE FROM page; DELETE FROM tally`, ""},
	} {
		_, err := write.Exec(`BEGIN; SET LOCAL ROLE "` + test.role + `"; ` + test.stmt + `; COMMIT`)
		if test.fails == "" && err != nil || test.fails != "" && (err == nil || !strings.Contains(err.Error(), test.fails)) {
			t.Errorf("%s, %s: %v", test.role, test.stmt, err)
		}
		if _, err := write.Exec(`ROLLBACK`); err != nil {
			t.Fatal(err)
		}
	}
}

// A schema may be called otherwise later on: what is kept then is counted there.
func TestRenamed(t *testing.T) {
	address := cluster.Address(t)
	schema := schemaOf(t, address)
	l, m := made(t, load.Config{Seed: 5, Dyads: 2, Years: 1})
	s, err := Open(address)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := l.Fill(t.Context(), s, v, m, 12, nil); err != nil {
		t.Fatal(err)
	}
	_, write := s.Handles()
	if _, err := write.Exec(`ALTER SCHEMA ` + schema + ` RENAME TO ` + schema + `b`); err != nil {
		t.Fatal(err)
	}
	renamed, err := Open(address + "b") // the schema is the address's last word
	if err != nil {
		t.Fatal(err)
	}
	defer renamed.Close()
	if err := l.Fill(t.Context(), renamed, v, m, 24, nil); err != nil {
		t.Fatal(err)
	}
	if faults := storetest.Faults(t, renamed); len(faults) > 0 {
		t.Error(faults)
	}
}

// restrict is what newer programs of PostgreSQL write for psql into dumps.
var restrict = regexp.MustCompile(`(?m)^\\(un)?restrict .*$`)

// restored is a ledger of a dump of testdata.
func restored(t *testing.T, file string) (address string) {
	t.Helper()
	packed, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	z, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	dump, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	address, database := cluster.Database(t, Schema)
	cmd := cluster.Command(t, "psql", "--quiet", "--set=ON_ERROR_STOP=1", "--dbname="+database)
	cmd.Stdin = bytes.NewReader(restrict.ReplaceAll(dump, nil))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return address
}

// dumps has TestReleased write the fixture of the newest schema anew:
//
//	CHANCERY_DUMP=1 go test -run TestReleased ./internal/store/postgres
//
// It is done once for each schema, before it is released, and never again.
const dumps = "CHANCERY_DUMP"

// A ledger of every schema that was released is opened, is what a new one would
// be, tells what it told, and goes on.
func TestReleased(t *testing.T) {
	cluster.Address(t) // skips where there is none
	if os.Getenv(dumps) != "" {
		dumped(t, filepath.Join("testdata", fmt.Sprintf("schema%d.sql.gz", len(released()))))
	}
	files, err := filepath.Glob(filepath.Join("testdata", "schema*.sql.gz"))
	if err != nil || len(files) != len(released()) {
		t.Errorf("fixtures of %d schemas, and there are %d: %v", len(files), len(released()), err)
	}
	fresh, _ := opened(t)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			s, err := Open(restored(t, file))
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if d := cmp.Diff(shape(t, fresh), shape(t, s)); d != "" {
				t.Errorf("its schema is no new one's (-new +of the dump): %s", d)
			}
			events := 0
			for _, line := range told(t, s) {
				if strings.HasPrefix(line, `{"id":`) {
					events++
				}
			}
			if c, err := s.Counts(t.Context()); err != nil || c.Pages == 0 || c.Events == 0 || events < c.Events {
				t.Errorf("%d events told, %+v, %v", events, c, err)
			}
			l, m := made(t, fixture())
			if err := l.Fill(t.Context(), s, v, m, morePages, nil); err != nil {
				t.Fatal(err)
			}
			if c, err := s.Counts(t.Context()); err != nil || c.Pages != morePages {
				t.Errorf("%+v, %v", c, err)
			}
			for _, f := range storetest.Faults(t, s) {
				t.Error(f)
			}
		})
	}
}

// Pages of a fixture, and of the ledger that it is read on to.
const (
	fixturePages = 4
	morePages    = 48
)

func fixture() load.Config { return load.Config{Seed: 11, Dyads: 2, Years: 1, Outlets: 8} }

// dumped writes the fixture of the newest schema.
func dumped(t *testing.T, file string) {
	t.Helper()
	address, database := cluster.Database(t, Schema)
	s, err := Open(address)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	l, m := made(t, fixture())
	if err := l.Fill(t.Context(), s, v, m, fixturePages, nil); err != nil {
		t.Fatal(err)
	}
	out, err := cluster.Command(t, "pg_dump", "--no-owner", "--schema="+Schema, database).Output()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(restrict.ReplaceAll(out, nil))
	}
	if err := errors.Join(err, z.Close(), os.WriteFile(file, b.Bytes(), 0o644)); err != nil {
		t.Fatal(err)
	}
}
