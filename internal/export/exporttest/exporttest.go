// Package exporttest holds what every export must pass: it is read back by a
// reader of its format, and says what the events say.
package exporttest

import (
	"bytes"
	"iter"
	"testing"

	"chancery/internal/export"
	"chancery/internal/news"
)

// Ledger is what is exported.
type Ledger struct {
	Events   []news.Event
	Articles map[string]*news.Article // of all reports
	Options  export.Options           // but for Article and Reports
}

func (l Ledger) all() iter.Seq2[news.Event, error] {
	return func(yield func(news.Event, error) bool) {
		for _, e := range l.Events {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func (l Ledger) reports() (n int) {
	for _, e := range l.Events {
		n += len(e.Reports)
	}
	return n
}

// articles looks articles up, and tells of those that are not there.
func (l Ledger) articles(missing func(id string)) func([]string) iter.Seq2[*news.Article, error] {
	return func(ids []string) iter.Seq2[*news.Article, error] {
		return func(yield func(*news.Article, error) bool) {
			for _, id := range ids {
				a := l.Articles[id]
				if a == nil {
					missing(id)
					a = &news.Article{ID: id}
				}
				if !yield(a, nil) {
					return
				}
			}
		}
	}
}

// Write writes a ledger in a format.
func Write(t *testing.T, l Ledger, format string, reports bool) ([]byte, int) {
	t.Helper()
	f, ok := export.Find(format)
	if !ok {
		t.Fatalf("no format %s", format)
	}
	o := l.Options
	o.Reports = reports
	o.Articles = l.articles(func(id string) { t.Errorf("%s asks for article %q", format, id) })
	var b bytes.Buffer
	n, err := f.Write(&b, o, l.all())
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), n
}

// Run writes the ledger in every format and reads it back.
func Run(t *testing.T, l Ledger) {
	readers := map[string]func(*testing.T, Ledger, []byte, int){
		"jsonl": jsonl, "csv": table, "parquet": parquetEvents, "gdelt": gdelt, "gdelt-mentions": mentions, "plover": plover,
		"webannotation": annotations, "graphml": graph, "ics": calendar, "bibtex": bibtex, "csl": csl, "html": page,
	}
	for _, name := range export.Names() {
		t.Run(name, func(t *testing.T) {
			read := readers[name]
			if read == nil {
				t.Fatal("nothing reads it back")
			}
			data, n := Write(t, l, name, false)
			read(t, l, data, n)
			again, _ := Write(t, l, name, false)
			if !bytes.Equal(data, again) {
				t.Error("it is another when it is written again")
			}
			empty, n := Write(t, Ledger{Options: l.Options}, name, false)
			if n != 0 {
				t.Errorf("%d of nothing", n)
			}
			read(t, Ledger{Options: l.Options}, empty, 0)
		})
	}
	for name, read := range map[string]func(*testing.T, Ledger, []byte, int){"jsonl": jsonlReports, "csv": tableReports, "parquet": parquetReports} {
		t.Run(name+" of reports", func(t *testing.T) {
			data, n := Write(t, l, name, true)
			read(t, l, data, n)
		})
	}
}
