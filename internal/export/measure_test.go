package export_test

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"chancery/internal/export"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store/sqlite"
)

// TestMillion writes as many reports to Parquet as CHANCERY_REPORTS says, of
// acts with ten each, and says how long that takes and how much memory: half a
// minute and 300 MB for a million is the bar.
func TestMillion(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("CHANCERY_REPORTS"))
	if err != nil {
		t.Skip("CHANCERY_REPORTS does not say how many")
	}
	const each = 10
	l := hostile(t)
	events := func(yield func(news.Event, error) bool) {
		for i := range n / each {
			e := l.Events[i%len(l.Events)]
			e.ID = fmt.Sprintf("PRK-RUS-20240509-congratulate-%06x", i)
			r := e.Reports[0]
			e.Reports = make([]news.Report, each)
			for j := range e.Reports {
				e.Reports[j] = r
				e.Reports[j].ID, e.Reports[j].Article = fmt.Sprintf("%016x:%d", i*each+j, j), fmt.Sprintf("%016x", i*each+j)
				e.Reports[j].URL = fmt.Sprintf("https://outlet%d.example/2024/05/09/story-%d", j, i)
			}
			if !yield(e, nil) {
				return
			}
		}
	}
	if rows := measured(t, "parquet", true, events); rows != n/each*each {
		t.Error(rows, "rows")
	}
}

// TestLedger writes what the ledger that CHANCERY_LEDGER names has in every
// format that has rows, and says the same.
func TestLedger(t *testing.T) {
	path := os.Getenv("CHANCERY_LEDGER")
	if path == "" {
		t.Skip("CHANCERY_LEDGER names no ledger")
	}
	s, err := sqlite.OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for _, format := range []string{"parquet", "csv", "jsonl"} {
		for _, reports := range []bool{true, false} {
			t.Run(fmt.Sprint(format, ",reports=", reports), func(t *testing.T) {
				measured(t, format, reports, s.Events(t.Context(), query.Query{}))
			})
		}
	}
}

// measured writes events, says how long that takes and how much memory, and
// gives the number of rows.
func measured(t *testing.T, format string, reports bool, events export.Events) int {
	t.Helper()
	f, _ := export.Find(format)
	var most uint64
	done := make(chan bool)
	go func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(50 * time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = max(most, m.Sys-m.HeapReleased)
			}
		}
	}()
	start := time.Now()
	rows, err := f.Write(io.Discard, export.Options{Reports: reports}, events)
	done <- true
	if err != nil {
		t.Fatal(rows, err)
	}
	t.Logf("%d rows in %.1f s, at most %d MB", rows, time.Since(start).Seconds(), most>>20)
	return rows
}
