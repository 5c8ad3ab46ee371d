package postgres

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/act"
	"chancery/internal/gazetteer"
	"chancery/internal/load"
	"chancery/internal/merge"
	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/store/sqlite"
	"chancery/internal/store/sqlstore"
	"chancery/internal/store/storetest"
)

var v = store.Versions{Extractor: "x", Analyser: "a", Merger: "m"}

// made is a load and the merger of its pages.
func made(t testing.TB, c load.Config) (*load.Load, *merge.Merger) {
	t.Helper()
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	l, err := load.New(g, c)
	if err != nil {
		t.Fatal(err)
	}
	a, err := act.Load()
	if err != nil {
		t.Fatal(err)
	}
	return l, merge.New(g, a)
}

// file is a ledger in SQLite.
func file(t testing.TB) *sqlstore.Store {
	t.Helper()
	s, err := sqlite.Open(filepath.Join(t.TempDir(), "l.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// told is all that a ledger tells, in lines.
func told(t testing.TB, s *sqlstore.Store) (out []string) {
	t.Helper()
	add := func(v any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
	}
	var ids []string
	for e, err := range s.Events(t.Context(), query.Query{}) {
		add(e, err)
		ids = append(ids, e.ID)
	}
	docs, err := s.EventsJSON(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range slices.Sorted(maps.Keys(docs)) {
		out = append(out, string(docs[id]))
	}
	var briefs []string
	for e, err := range s.Briefs(t.Context(), nil) {
		add(e, err)
		briefs = append(briefs, out[len(out)-1])
		out = out[:len(out)-1]
	}
	slices.Sort(briefs)
	out = append(out, briefs...)
	for p, err := range s.Pages(t.Context()) {
		add(p, err)
	}
	for k, err := range s.Skips(t.Context()) {
		add(k, err)
	}
	for c, err := range s.Copies(t.Context()) {
		add(c, err)
	}
	c, err := s.Counts(t.Context())
	add(c, err)
	for f, err := range s.Check(t.Context()) {
		t.Error(f, err)
	}
	return out
}

// asks compares what two ledgers find.
func asks(t *testing.T, one, other *sqlstore.Store, exprs []query.Expr) (found int) {
	t.Helper()
	for _, x := range exprs {
		var ids [2][]string
		for i, s := range []*sqlstore.Store{one, other} {
			for e, err := range s.Events(t.Context(), query.Query{Where: x}) {
				if err != nil {
					t.Fatal(x, err)
				}
				ids[i] = append(ids[i], e.ID)
			}
		}
		if d := cmp.Diff(ids[0], ids[1]); d != "" {
			t.Errorf("%#v (-SQLite +PostgreSQL): %s", x, d)
		}
		found += len(ids[0])
	}
	return found
}

// The same pages make the same ledger, to the byte, in SQLite and PostgreSQL, and
// the same questions find the same.
func TestSameLedger(t *testing.T) {
	l, m := made(t, load.Config{Seed: 5, Dyads: 4, Years: 2})
	here, there := file(t), func() *Store { s, _ := opened(t); return s }()
	for _, s := range []*sqlstore.Store{here, there} {
		if err := l.Fill(t.Context(), s, v, m, 250, nil); err != nil {
			t.Fatal(err)
		}
	}
	want, got := told(t, here), told(t, there)
	if d := cmp.Diff(want, got); d != "" {
		t.Fatalf("ledgers differ (-SQLite +PostgreSQL): %.3000s", d)
	}
	phrase := func(p string) query.Expr { return query.Words{Phrase: p} }
	found := asks(t, here, there, []query.Expr{
		phrase("president"), phrase("presidents"), phrase("minister of"), phrase("minist*"), phrase("the minis*"), phrase("foreign minister"), phrase("zzz"),
		query.And{phrase("president"), phrase("minister")}, query.Or{phrase("letter"), phrase("meeting")}, query.Not{Of: phrase("minister")},
		query.Number{Field: query.Origins, Op: ">", Value: 2}, query.Number{Field: query.Reports, Op: ">=", Value: 3}, query.Number{Field: query.Confidence, Op: ">", Value: 0.5},
		query.OneOf{Field: query.Act, Values: []string{"meet", "deny"}}, query.OneOf{Field: query.Status, Values: []string{"denied", "reported"}},
		query.Days{Field: query.Date, From: "2010-03-01", To: "2010-09-30"}, query.Is{Field: query.Background},
	})
	if len(want) < 300 || found < 100 {
		t.Errorf("%d lines, %d found: too little to tell anything", len(want), found)
	}
}

// titled is a page that tells of one act under a title.
func titled(path, title string) store.Reading {
	p := &news.Page{Path: path, Body: []byte(path)}
	r := news.Report{ID: "r-" + p.ID(), Article: p.ID(), Act: "meet", Path: path}
	return store.Reading{Page: p, Article: &news.Article{ID: p.ID(), Path: path, Title: title, Text: title},
		Reports: []store.Filed{{Report: r, Place: near.Place{Block: near.Rank(0) + "b"}}}}
}

// Words are found as SQLite finds them, of whatever script, and whatever is asked.
func TestSameWords(t *testing.T) {
	titles := []string{
		"Sanctions on the U.S. were imposed, relations deteriorating", "Señor Núñez's café in Reykjavík", "Straße, Łódź, Ørsted, Đilas and İstanbul",
		"Встреча министров иностранных дел ёлка йод", "习近平在北京会见普京", "金正恩 위원장은", "محادثات السلام في القاهرة", "διαπραγματεύσεις στην Αθήνα",
		"12e5 1.5 007 2nd x2 -3 3e 1e5 0x1f 12:30 2024-05-06", "well-known http://example.org/a/b?c=d user@example.org /usr/bin", "a_b c'd e’f g–h <b>i</b> &amp; j",
		"e\u0301galite\u0301 zoe\u0308 " + strings.Repeat("w", 3000), "generalisations happily running cries flies dying ties caresses ponies", strings.Repeat("the war and the peace ", 3000) + "the treaty's end",
	}
	var rs []store.Reading
	for i, title := range titles {
		rs = append(rs, titled(fmt.Sprint("p", i), title))
	}
	here, there := file(t), func() *Store { s, _ := opened(t); return s }()
	for _, s := range []*sqlstore.Store{here, there} {
		if _, err := s.Save(t.Context(), v, rs); err != nil {
			t.Fatal(err)
		}
		storetest.MergeAll(t, s, storetest.Merging(storetest.Each))
	}
	var asked []query.Expr
	for _, p := range []string{
		"sanction", "SANCTIONS", "sanctioned", "u.s.", "us", "relation deteriorate", "imposed relations", "senor nunez", "Núñez", "cafe", "reykjavik", "strasse", "straße",
		"lodz", "Łódź", "orsted", "ørsted", "dilas", "đilas", "istanbul", "İstanbul", "встреча", "ВСТРЕЧА", "министров", "елка", "ёлка", "иод", "йод",
		"习近平在北京会见普京", "习近平*", "金正恩", "위원장은", "محادثات", "السلام في", "αθηνα", "αθήνα", "12e5", "12e*", "1.5", "1 5", "007", "7", "2nd", "x2", "-3", "3e", "1e5", "0x1f",
		"12 30", "2024-05-06", "2024*", "well known", "known", "example.org", "example", "http", "user@example.org", "usr bin", "a_b", "b c", "c'd", "e f", "g h", "i", "amp j",
		"egalite", "zoë", strings.Repeat("w", 3000), "generalisation", "generally", "happy", "run", "cry", "fly", "die", "dying", "tie", "caress", "pony", "poni*",
		"peace the war", "u*", "us*", "the u*", "is", "a", strings.Repeat("w", 70) + "*", "treaty end", "treaty s end", "war treaty", "the", "the*", "*", "**", "\"", "", "a OR b", "NEAR(a b)", "\x00", "\xff", "“”", ":*", "'", "!war", "war & peace", "\\",
	} {
		asked = append(asked, query.Words{Phrase: p})
	}
	asked = append(asked, query.And{query.Words{Phrase: "war"}, query.Words{Phrase: "--"}}, query.And{query.Words{Phrase: "war"}, query.Words{Phrase: "end"}})
	if found := asks(t, here, there, asked); found < 40 {
		t.Errorf("only %d found", found)
	}
}

// What no PostgreSQL takes for text, and what no index of its holds, is kept all
// the same.
func TestAnyBytes(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var long string // that nothing compresses
	for range 4000 {
		long += string(rune('0' + rng.IntN(70)))
	}
	var rs []store.Reading
	for _, name := range []string{"nul\x00", "\xff\xfe latin", "\ufdd0 none of ours \ufdd000", long} {
		rs = append(rs, titled(name, "title of "+name))
	}
	here, there := file(t), func() *Store { s, _ := opened(t); return s }()
	now := time.Unix(1e9, 0).UTC()
	for _, s := range []*sqlstore.Store{here, there} {
		if _, err := s.Save(t.Context(), v, rs); err != nil {
			t.Fatal(err)
		}
		storetest.MergeAll(t, s, storetest.Merging(storetest.Each))
		if err := s.Skip(t.Context(), []store.Skip{{Name: long + "\x00", Stage: "source", Reason: "r", Detail: "\xff"}}); err != nil {
			t.Fatal(err)
		}
		if err := s.Begin(t.Context(), long+"\x00"); err != nil {
			t.Fatal(err)
		}
		if u, err := s.Unfinished(t.Context()); err != nil || len(u.Inputs) != 1 || u.Inputs[0] != long+"\x00" {
			t.Error(u, err)
		}
		if err := s.SetSources(t.Context(), []store.Source{{Address: long, Every: time.Hour}}, now); err != nil {
			t.Error(err)
		}
		for range 2 {
			item := store.WatchedItem{Address: long, Source: long, Host: long, Title: "\xff", State: store.ItemDue, Due: now}
			if err := s.KeepSource(t.Context(), store.Watched{Source: store.Source{Address: long}}, store.Listing{Items: []store.WatchedItem{item}}); err != nil {
				t.Error(err)
			}
		}
		if items, err := s.DueItems(t.Context(), now, 9, 9); err != nil || len(items) != 1 || items[0].Address != long || items[0].Title != "\xff" {
			t.Errorf("%d items, %v", len(items), err)
		}
		for _, r := range rs {
			if k, err := s.Lookup(t.Context(), r.Page, v); err != nil || !k.Current {
				t.Errorf("%.20q: %+v, %v", r.Page.Path, k, err)
			}
			if p, err := s.Page(t.Context(), r.Page.ID()); err != nil || p.Path != r.Page.Path {
				t.Errorf("%.20q is kept as %.20q, %v", r.Page.Path, p.Path, err)
			}
		}
	}
	if d := cmp.Diff(told(t, here), told(t, there)); d != "" {
		t.Errorf("%.2000s", d)
	}
}

func FuzzPacked(f *testing.F) {
	for _, s := range []string{"", "a\x00b", "\xff", "\ufdd0", "\ufdd000", "\ufdd0zz", "\xef\xb7", "ok"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := packed(s)
		if got := unpacked(p); got != s || strings.Contains(p, "\x00") || strings.ToValidUTF8(p, "") != p {
			t.Errorf("%q, packed %q, unpacked %q", s, p, got)
		}
		unpacked(s)
		for _, w := range tokens(s) {
			if w == "" || len(w) > longest+4 || strings.ContainsAny(w, " '\\&|!():*<>") {
				t.Errorf("%q has the word %q", s, w)
			}
		}
	})
}

func TestNumbered(t *testing.T) {
	for in, want := range map[string]string{
		`a = ? AND b = ?`: `a = $1 AND b = $2`, `?2 ?1 ?`: `$2 $1 $3`, `'?' "?" ?`: `'?' "?" $1`, `'it''s ?' ?`: `'it''s ?' $1`, `?`: `$1`, ``: ``, `?10?`: `$10$11`,
	} {
		if got := numbered(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestOpen(t *testing.T) {
	_, address := opened(t)
	s, err := OpenReadOnly(address)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SetNote(t.Context(), "a", "b"); err == nil {
		t.Error("a ledger that is only read was changed")
	}
	read, _ := s.Handles()
	if _, err := read.Exec(`UPDATE state SET value = ''`); !errors.Is(dialect{}.Tidy(err), store.ErrReadOnly) {
		t.Error("by the handle that reads:", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ address, want string }{
		{strings.Replace(address, "search_path=", "search_path=none", 1), store.ErrNotFound.Error()},
		{strings.Replace(address, "/postgres?", "/nodatabase?", 1), "make it with createdb"},
		{"postgres://u:geheim@127.0.0.1:1/db", "is PostgreSQL running at 127.0.0.1:1"},
		{"postgres://u:geheim@127.0.0.1:x/db?password=geheim", "that is no address"},
		{"postgres://u@127.0.0.1:1/db?password=geheim", "cannot be reached"},
	} {
		_, err := OpenReadOnly(test.address)
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: %v", test.address, err)
		}
	}
	for stmt, want := range map[string]error{
		`UPDATE state SET value = '99' WHERE key = 'schema'`: store.ErrNewer, `DELETE FROM state WHERE key = 'schema'`: store.ErrForeign,
	} {
		s, address := opened(t)
		_, write := s.Handles()
		if _, err := write.Exec(stmt); err != nil {
			t.Fatal(err)
		}
		for _, open := range []func(string) (*Store, error){Open, OpenReadOnly} {
			if _, err := open(address); err == nil || !strings.Contains(err.Error(), want.Error()) {
				t.Errorf("%s: %v", stmt, err)
			}
		}
	}
}

// A copy by pg_dump, read back into another database, is the same ledger, and goes
// on.
func TestDump(t *testing.T) {
	_, m := made(t, load.Config{Seed: 5, Dyads: 2, Years: 1})
	l, _ := made(t, load.Config{Seed: 5, Dyads: 2, Years: 1})
	from, database := cluster.Database(t, Schema)
	to, copied := cluster.Database(t, Schema)
	s, err := Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := l.Fill(t.Context(), s, v, m, 60, nil); err != nil {
		t.Fatal(err)
	}
	dump := filepath.Join(t.TempDir(), "ledger.dump")
	for _, c := range [][]string{{"pg_dump", "--format=custom", "--schema=" + Schema, "--file=" + dump, database}, {"pg_restore", "--exit-on-error", "--dbname=" + copied, dump}} {
		if out, err := cluster.Command(t, c[0], c[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", c[0], err, out)
		}
	}
	other, err := Open(to)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if d := cmp.Diff(told(t, s), told(t, other)); d != "" {
		t.Errorf("%.2000s", d)
	}
	for _, s := range []*sqlstore.Store{s, other} {
		if err := l.Fill(t.Context(), s, v, m, 100, nil); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff(told(t, s), told(t, other)); d != "" {
		t.Errorf("after more pages: %.2000s", d)
	}
	if info, err := os.Stat(dump); err != nil || info.Size() == 0 {
		t.Error(err)
	}
}
