package exporttest

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"chancery/internal/export"
	"chancery/internal/news"
	"chancery/internal/tell"
)

func lines(t *testing.T, data []byte, want, n int) []string {
	t.Helper()
	out := strings.Split(string(data), "\n")
	out = out[:len(out)-1]
	if len(out) != want || n != want {
		t.Fatalf("%d lines, %d told, want %d", len(out), n, want)
	}
	return out
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func asJSON(t *testing.T, v any) (out map[string]any) {
	t.Helper()
	b, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(b, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func jsonl(t *testing.T, l Ledger, data []byte, n int) {
	for i, line := range lines(t, data, len(l.Events), n) {
		var got map[string]any
		if err := json.Unmarshal([]byte(line), &got); err != nil {
			t.Fatal(err)
		}
		same(t, l.Events[i].ID, got, asJSON(t, l.Events[i]))
	}
}

func jsonlReports(t *testing.T, l Ledger, data []byte, n int) {
	all := lines(t, data, l.reports(), n)
	for _, e := range l.Events {
		for _, r := range e.Reports {
			var got map[string]any
			if err := json.Unmarshal([]byte(all[0]), &got); err != nil {
				t.Fatal(err)
			}
			all = all[1:]
			want := asJSON(t, r)
			want["event"] = e.ID
			same(t, r.ID, got, want)
		}
	}
}

// csvRows reads a table into rows by column; the apostrophes before what
// a spreadsheet would take for a formula are taken off.
func csvRows(t *testing.T, data []byte, columns []export.Column, want, n int) (out []map[string]string) {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != want+1 || n != want {
		t.Fatalf("%d rows, %d told, want %d", len(all)-1, n, want)
	}
	for i, c := range columns {
		if all[0][i] != c.Name || c.Says == "" || c.Type == "" {
			t.Errorf("column %d is %q: %+v", i, all[0][i], c)
		}
	}
	for _, r := range all[1:] {
		row := map[string]string{}
		for i, cell := range r {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) && columns[i].Type != "number" {
				t.Errorf("%s: a spreadsheet takes %q for a formula", all[0][i], cell)
			}
			if len(cell) > 1 && cell[0] == '\'' && strings.ContainsRune("=+-@\t\r", rune(cell[1])) {
				cell = cell[1:]
			}
			row[all[0][i]] = cell
		}
		out = append(out, row)
	}
	return out
}

func names(as []news.Actor) (out []string) {
	for _, a := range as {
		out = append(out, a.Name)
	}
	return out
}

func table(t *testing.T, l Ledger, data []byte, n int) {
	for i, row := range csvRows(t, data, export.EventColumns(), len(l.Events), n) {
		e := l.Events[i]
		quote, _ := tell.BestQuote(&e)
		want := map[string]string{
			"id": e.ID, "from": e.Date.From.String(), "to": e.Date.To.String(), "type": e.Type, "act": e.Act, "status": string(e.Status),
			"source": strings.Join(names(e.Source), "; "), "target": strings.Join(names(e.Target), "; "), "denied_by": strings.Join(names(e.DeniedBy), "; "),
			"reports": strconv.Itoa(len(e.Reports)), "origins": strconv.Itoa(e.Origins), "background": strconv.FormatBool(e.Background), "quote": carried(quote.Text),
		}
		for c, v := range want {
			if row[c] != carried(v) {
				t.Errorf("%s: %s is %q, want %q", e.ID, c, row[c], v)
			}
		}
	}
}

// carried is text as a CSV reader gives it back: RFC 4180's line ends are one.
func carried(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

func tableReports(t *testing.T, l Ledger, data []byte, n int) {
	rows := csvRows(t, data, export.ReportColumns(), l.reports(), n)
	for _, e := range l.Events {
		for _, r := range e.Reports {
			row := rows[0]
			rows = rows[1:]
			for c, v := range map[string]string{
				"id": r.ID, "event": e.ID, "article": r.Article, "url": r.URL, "outlet": r.Outlet, "act": r.Act, "from": r.Date.From.String(),
				"published_from": r.Published.From.String(), "source": strings.Join(names(r.Source), "; "),
			} {
				if row[c] != carried(v) {
					t.Errorf("%s: %s is %q, want %q", r.ID, c, row[c], v)
				}
			}
			if a := l.Articles[r.Article]; a != nil && row["end"] != "0" {
				start, _ := strconv.Atoi(row["start"])
				end, _ := strconv.Atoi(row["end"])
				if words := a.Text[start:end]; carried(words) != row["words"] {
					t.Errorf("%s: %q at %d-%d, not %q", r.ID, words, start, end, row["words"])
				}
			}
		}
	}
}

func day(d *export.Date) string { return d.Day().String() }

func parquetEvents(t *testing.T, l Ledger, data []byte, n int) {
	rows, err := parquet.Read[export.EventRow](bytes.NewReader(data), int64(len(data)))
	if err != nil || len(rows) != len(l.Events) || n != len(rows) {
		t.Fatal(len(rows), n, err)
	}
	for i, row := range rows {
		e := l.Events[i]
		same(t, e.ID, []any{row.ID, day(row.From), day(row.To), row.Act, slices.Concat(row.Source), slices.Concat(row.Target), int(row.Reports), int(row.Origins), row.Background},
			[]any{e.ID, e.Date.From.String(), e.Date.To.String(), e.Act, names(e.Source), names(e.Target), len(e.Reports), e.Origins, e.Background})
	}
}

func parquetReports(t *testing.T, l Ledger, data []byte, n int) {
	rows, err := parquet.Read[export.ReportRow](bytes.NewReader(data), int64(len(data)))
	if err != nil || len(rows) != l.reports() || n != len(rows) {
		t.Fatal(len(rows), n, err)
	}
	for _, e := range l.Events {
		for _, r := range e.Reports {
			row := rows[0]
			rows = rows[1:]
			same(t, r.ID, []any{row.ID, row.Event, day(row.From), slices.Concat(row.Source), day(row.PublishedFrom)},
				[]any{r.ID, e.ID, r.Date.From.String(), names(r.Source), r.Published.From.String()})
			if a := l.Articles[r.Article]; a != nil && a.Text[row.Start:row.End] != row.Words {
				t.Errorf("%s: %q at %d-%d", r.ID, row.Words, row.Start, row.End)
			}
		}
	}
}
