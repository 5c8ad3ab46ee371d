package gazetteer

import (
	"embed"
	"fmt"
	"io"
	"strings"

	"chancery/internal/news"
)

//go:embed tables/*.tsv
var tables embed.FS

// columns are each table's, in order; the last always names the row's source.
// Lists within a cell are separated by ";".
var columns = map[string][]string{
	"states":        {"iso3", "iso2", "cow", "gw", "fips", "wikidata", "kind", "name", "names", "demonyms", "capital", "metonyms", "from", "to", "source"},
	"places":        {"id", "name", "country", "names", "source"},
	"persons":       {"id", "name", "surname", "names", "country", "sector", "source"},
	"births":        {"person", "name", "born", "source"},
	"holders":       {"person", "name", "country", "office", "role", "from", "to", "source"},
	"organisations": {"id", "code", "name", "names", "metonyms", "demonyms", "sector", "source"},
	"groups":        {"id", "name", "country", "names", "sector", "source"},
	"bodies":        {"id", "name", "country", "names", "sector", "source"},
	"media":         {"id", "name", "country", "state", "agency", "names", "domains", "source"},
	"occasions":     {"id", "country", "name", "names", "rule", "founded", "source"},
	"landmarks":     {"id", "names", "countries", "from", "to", "source"},
	"facts":         {"from", "keys", "what", "fresh", "source"},
}

// order is the one in which tables are loaded: persons before the holders that
// name them, what a name most often means before what it seldom means.
var order = []string{"states", "organisations", "groups", "persons", "births", "holders", "bodies", "media", "places", "occasions", "landmarks", "facts"}

// row is one line of a table. Cells beyond those written are empty.
type row struct {
	table string
	cols  []string
	line  int
	cells []string
}

func (r row) cell(col string) string {
	for i, c := range r.cols {
		if c == col {
			if i < len(r.cells) {
				return r.cells[i]
			}
			return ""
		}
	}
	return ""
}

func (r row) list(col string) []string { return split(r.cell(col)) }

func (r row) day(col string) (news.Day, error) {
	d, err := news.ParseDay(r.cell(col))
	if err != nil {
		return d, fmt.Errorf("column %s: %w", col, err)
	}
	return d, nil
}

// source names where the row comes from; a user's own row need not say.
func (r row) source() string {
	if s := r.cell("source"); s != "" {
		return s
	}
	return "user"
}

// split cuts a cell's list, dropping empty items.
func split(cell string) []string {
	if cell == "" {
		return nil
	}
	items := strings.Split(cell, ";")
	kept := items[:0]
	for _, s := range items {
		if s = strings.TrimSpace(s); s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// embedded reads one of our own tables, whose first line that is no comment
// is its header.
func embedded(name string, yield func(row) error) error {
	data, err := tables.ReadFile("tables/" + name + ".tsv")
	if err != nil {
		return fmt.Errorf("open table %s: %w", name, err)
	}
	cols := columns[name]
	return lines(string(data), func(n int, cells []string) error {
		r := row{name, cols, n, cells}
		if cells[0] == cols[0] {
			if got, want := strings.Join(cells, " "), strings.Join(cols, " "); got != want {
				return fmt.Errorf("table %s: line %d: columns %q, want %q", name, n, got, want)
			}
			return nil
		}
		return located(r, yield(r))
	})
}

// mostOwn bounds a user's file, in bytes.
const mostOwn = 16 << 20

// own reads a user's rows: the first cell of each names the table, the others
// are that table's columns in order; trailing ones may be left out.
func own(in io.Reader, yield func(row) error) error {
	data, err := io.ReadAll(io.LimitReader(in, mostOwn+1))
	if err != nil {
		return fmt.Errorf("read user's gazetteer: %w", err)
	}
	if len(data) > mostOwn {
		return fmt.Errorf("user's gazetteer: more than %d MB", mostOwn>>20)
	}
	return lines(strings.ToValidUTF8(string(data), "\uFFFD"), func(n int, cells []string) error {
		cols, ok := columns[cells[0]]
		if !ok {
			return fmt.Errorf("user's gazetteer: line %d: no table %q; the first column must be one of %s", n, cells[0], strings.Join(order, ", "))
		}
		r := row{cells[0], cols, n, cells[1:]}
		if len(r.cells) == 0 || len(r.cells) > len(cols) {
			return fmt.Errorf("user's gazetteer: line %d: %d columns, want 1 to %d: %s", n, len(r.cells), len(cols), strings.Join(cols, ", "))
		}
		if err := located(r, yield(r)); err != nil {
			return fmt.Errorf("user's gazetteer: %w", err)
		}
		return nil
	})
}

func located(r row, err error) error {
	if err != nil {
		return fmt.Errorf("table %s: line %d: %w", r.table, r.line, err)
	}
	return nil
}

// lines yields the tab-separated cells of each line that is neither empty nor
// a comment. The cells share text's bytes, and the next line's their slice.
func lines(text string, yield func(n int, cells []string) error) error {
	var cells []string
	for n := 1; text != ""; n++ {
		var s string
		s, text, _ = strings.Cut(text, "\n")
		s = strings.TrimRight(s, "\r")
		if s == "" || s[0] == '#' || strings.TrimSpace(s) == "" {
			continue
		}
		cells = cells[:0]
		for cell := range strings.SplitSeq(s, "\t") {
			cells = append(cells, strings.TrimSpace(cell))
		}
		if err := yield(n, cells); err != nil {
			return err
		}
	}
	return nil
}
