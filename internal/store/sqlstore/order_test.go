package sqlstore_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/internal/gazetteer"
	"chancery/internal/load"
	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/store"
	"chancery/internal/store/ledgertest"
	"chancery/internal/store/sqlstore"
)

// Pages of many outlets, cut, copied, edited and read again, give the same
// versions, copies and blocks in whatever order and batches they come.
// CHANCERY_ORDER sets their number.
func TestOrder(t *testing.T) {
	n := 120
	if s := os.Getenv("CHANCERY_ORDER"); s != "" {
		n, _ = strconv.Atoi(s)
	}
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	l, err := load.New(g, load.Config{Seed: 3, Dyads: 3, Slots: 5, Years: 3, Outlets: 40})
	if err != nil {
		t.Fatal(err)
	}
	var pages []store.Reading
	for told := range l.All(n) {
		pages = append(pages, told.Reading(func(rs []news.Report) []near.Place {
			out := make([]near.Place, len(rs))
			for i := range rs {
				out[i].Block = "block of " + rs[i].Act
			}
			return out
		}))
	}
	var first []string
	rounds := 3
	if ledgertest.InPostgres() { // which takes its time
		rounds = 2
	}
	for round := range rounds {
		rng := rand.New(rand.NewPCG(uint64(round), 5))
		rng.Shuffle(len(pages), func(i, j int) { pages[i], pages[j] = pages[j], pages[i] })
		s := ledgertest.Open(t)
		read, _ := s.Handles()
		for rest := pages; len(rest) > 0; {
			k := min(len(rest), 1+rng.IntN(100))
			if _, err := s.Save(t.Context(), store.Versions{Extractor: "x", Analyser: "a"}, rest[:k]); err != nil {
				t.Fatal(err)
			}
			rest = rest[k:]
		}
		now, err := sqlstore.Texts(t.Context(), read, `SELECT 'live ' || page || ' ' || rank FROM version WHERE live = 1
			UNION ALL SELECT 'filed ' || block || ' ' || report FROM report_block
			UNION ALL SELECT 'copy ' || id || ' ' || copy_of FROM report WHERE copy_of <> '' ORDER BY 1`)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = now
			count := map[string]int{}
			for _, line := range now {
				var kind string
				if _, err := fmt.Sscan(line, &kind); err != nil {
					t.Fatal(err)
				}
				count[kind]++
			}
			t.Log(len(pages), "pages:", count)
			if count["copy"] == 0 {
				t.Error("no copies")
			}
		}
		if d := cmp.Diff(first, now); d != "" {
			t.Errorf("round %d differs: %.2000s", round, d)
		}
	}
}
