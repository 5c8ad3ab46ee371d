// Package export writes events in the formats of others: tables, GDELT and
// PLOVER records, annotations, graphs, calendars, bibliographies, a page. A
// format is an encoder over an iterator of events; what it keeps in memory does
// not grow with their number, but for the names and pages it has to tell apart.
// docs/export.md describes the formats and is checked against them.
package export

import (
	"fmt"
	"io"
	"iter"
	"slices"

	"chancery/internal/act"
	"chancery/internal/news"
)

// Events are what is exported, in the order in which it shall stand.
type Events = iter.Seq2[news.Event, error]

// Options say what a format needs to know beside the events.
type Options struct {
	Reports bool                 // a row a report in place of one an event, where the format has rows
	Acts    *act.Table           // for CAMEO's codes
	Title   string               // of a page, a calendar, a graph: the query, for people
	JSON    func(news.Event) any // what JSON Lines shall hold of an event; nil is the event itself
	Version string               // of the program that writes

	// Articles yields for each of some articles, in their order, its text, title and
	// author, or why they are not there.
	Articles func(ids []string) iter.Seq2[*news.Article, error]
}

// Format is one way to write events.
type Format struct {
	Name  string
	Media string // its media type
	Ext   string // its usual file name's end
	Says  string // what it is, for a list
	Rows  bool   // has rows of events or of reports

	write func(w io.Writer, o Options, events Events) (n int, err error)
}

// Formats are all that there are.
func Formats() []Format {
	return []Format{
		{"jsonl", "application/x-ndjson", "jsonl", "JSON Lines, an event or a report a line (docs/json.md)", true, writeJSONL},
		{"csv", "text/csv; charset=utf-8; header=present", "csv", "a table of comma-separated values", true, writeCSV},
		{"parquet", "application/vnd.apache.parquet", "parquet", "the same table for data frames and DuckDB", true, writeParquet},
		{"gdelt", "text/tab-separated-values; charset=utf-8", "export.CSV", "GDELT 2.0 events, 61 columns parted by tabs", false, writeGDELT},
		{"gdelt-mentions", "text/tab-separated-values; charset=utf-8", "mentions.CSV", "GDELT 2.0 mentions, a row a report", false, writeMentions},
		{"plover", "application/x-ndjson", "plover.jsonl", "PLOVER records, JSON Lines", false, writePLOVER},
		{"webannotation", "application/ld+json", "jsonld", "W3C Web Annotations of the words behind each field", false, writeAnnotations},
		{"graphml", "application/graphml+xml", "graphml", "a graph of who acts on whom", false, writeGraphML},
		{"ics", "text/calendar; charset=utf-8", "ics", "a calendar of planned acts and of occasions", false, writeCalendar},
		{"bibtex", "application/x-bibtex; charset=utf-8", "bib", "the pages behind the events, for BibTeX", false, writeBibTeX},
		{"csl", "application/vnd.citationstyles.csl+json", "csl.json", "the pages behind the events, CSL-JSON", false, writeCSL},
		{"html", "text/html; charset=utf-8", "html", "one page to share, all in itself", false, writeHTML},
	}
}

// Names are those of the formats.
func Names() (out []string) {
	for _, f := range Formats() {
		out = append(out, f.Name)
	}
	return out
}

// Find gives a format by its name.
func Find(name string) (Format, bool) {
	all := Formats()
	i := slices.IndexFunc(all, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return all[i], true
}

// Write writes events and gives the number of what it wrote: rows, records,
// entries, or nodes and edges. It is not buffered.
func (f Format) Write(w io.Writer, o Options, events Events) (n int, err error) {
	if o.Reports && !f.Rows {
		return 0, fmt.Errorf("%s has no rows of reports", f.Name)
	}
	if n, err = f.write(w, o, events); err != nil {
		return n, fmt.Errorf("write %s: %w", f.Name, err)
	}
	return n, nil
}

// articles keeps something of the articles that are looked up last.
func articles[T any](o Options, of func(*news.Article) T) pageCache[T] {
	return pageCache[T]{find: o.Articles, of: of}
}
