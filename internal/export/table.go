package export

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"reflect"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"chancery/internal/news"
)

func writeJSONL(w io.Writer, o Options, events Events) (n int, err error) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for e, err := range events {
		if err != nil {
			return n, err
		}
		lines := []any{e}
		switch {
		case o.Reports:
			lines = lines[:0]
			for _, r := range e.Reports {
				lines = append(lines, told{e.ID, r})
			}
		case o.JSON != nil:
			lines[0] = o.JSON(e)
		}
		for _, v := range lines {
			if err := enc.Encode(v); err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

// told is a report with the ID of its event before its own fields.
type told struct {
	event  string
	report news.Report
}

func (t told) MarshalJSON() ([]byte, error) {
	id, err := json.Marshal(t.event)
	if err != nil {
		return nil, err
	}
	r, err := json.Marshal(t.report)
	if err != nil {
		return nil, err
	}
	return slices.Concat([]byte(`{"event":`), id, []byte(","), r[1:]), nil
}

// rows gives each event's rows to put.
func rows(o Options, events Events, event func(EventRow) error, report func(ReportRow) error) (n int, err error) {
	for e, err := range events {
		if err != nil {
			return n, err
		}
		if !o.Reports {
			if err := event(eventRow(&e)); err != nil {
				return n, err
			}
			n++
			continue
		}
		for i := range e.Reports {
			if err := report(reportRow(&e, &e.Reports[i])); err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

func writeCSV(w io.Writer, o Options, events Events) (int, error) {
	out := csv.NewWriter(w)
	columns := EventColumns()
	if o.Reports {
		columns = ReportColumns()
	}
	row := make([]string, len(columns))
	for i, c := range columns {
		row[i] = c.Name
	}
	if err := out.Write(row); err != nil {
		return 0, err
	}
	n, err := rows(o, events,
		func(r EventRow) error { cells(reflect.ValueOf(r), row); return out.Write(row) },
		func(r ReportRow) error { cells(reflect.ValueOf(r), row); return out.Write(row) })
	if err != nil {
		return n, err
	}
	out.Flush()
	return n, out.Error()
}

// Of Parquet files: what is held in memory at a time.
const (
	groupRows = 64 << 10 // of a row group
	batchRows = 256      // given to the writer at once
)

func writeParquet(w io.Writer, o Options, events Events) (int, error) {
	made := parquet.CreatedBy("chancery", o.Version, "")
	small := parquet.Compression(&zstd.Codec{Level: zstd.SpeedFastest})
	if o.Reports {
		p := parquet.NewGenericWriter[ReportRow](w, made, small, parquet.MaxRowsPerRowGroup(groupRows))
		return inBatches(o, events, nil, p)
	}
	p := parquet.NewGenericWriter[EventRow](w, made, small, parquet.MaxRowsPerRowGroup(groupRows))
	return inBatches(o, events, p, nil)
}

func inBatches(o Options, events Events, es *parquet.GenericWriter[EventRow], rs *parquet.GenericWriter[ReportRow]) (int, error) {
	e, r := batch[EventRow]{to: es}, batch[ReportRow]{to: rs}
	n, err := rows(o, events, e.put, r.put)
	if err == nil {
		err = e.close()
	}
	if err == nil {
		err = r.close()
	}
	return n, err
}

// batch gathers rows for a writer, which takes many at once faster.
type batch[T any] struct {
	to   *parquet.GenericWriter[T]
	rows []T
}

func (b *batch[T]) put(row T) error {
	if b.rows = append(b.rows, row); len(b.rows) < batchRows {
		return nil
	}
	return b.flush()
}

func (b *batch[T]) flush() error {
	_, err := b.to.Write(b.rows)
	clear(b.rows)
	b.rows = b.rows[:0]
	return err
}

// close writes what is left, and the file's end; of no writer it does nothing.
func (b *batch[T]) close() error {
	if b.to == nil {
		return nil
	}
	if err := b.flush(); err != nil {
		return err
	}
	return b.to.Close()
}
