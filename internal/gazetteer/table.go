package gazetteer

import (
	"bufio"
	"embed"
	"fmt"
	"io"
	"io/fs"
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
	"holders":       {"person", "name", "country", "office", "role", "from", "to", "source"},
	"organisations": {"id", "code", "name", "names", "metonyms", "demonyms", "sector", "source"},
	"groups":        {"id", "name", "country", "names", "sector", "source"},
	"bodies":        {"id", "name", "country", "names", "sector", "source"},
	"media":         {"id", "name", "country", "state", "agency", "names", "domains", "source"},
	"occasions":     {"id", "country", "name", "names", "rule", "founded", "source"},
	"landmarks":     {"id", "names", "countries", "from", "to", "source"},
}

// order is the one in which tables are loaded: persons before the holders that
// name them, what a name most often means before what it seldom means.
var order = []string{"states", "organisations", "groups", "persons", "holders", "bodies", "media", "places", "occasions", "landmarks"}

// row is one line of a table. Cells beyond those written are empty.
type row struct {
	table string
	line  int
	cells []string
}

func (r row) cell(col string) string {
	for i, c := range columns[r.table] {
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
	f, err := tables.Open("tables/" + name + ".tsv")
	if err != nil {
		return fmt.Errorf("open table %s: %w", name, err)
	}
	defer f.Close()
	return lines(f.(fs.File), func(n int, cells []string) error {
		r := row{name, n, cells}
		if cells[0] == columns[name][0] {
			if got, want := strings.Join(cells, " "), strings.Join(columns[name], " "); got != want {
				return fmt.Errorf("table %s: line %d: columns %q, want %q", name, n, got, want)
			}
			return nil
		}
		return located(r, yield(r))
	})
}

// own reads a user's rows: the first cell of each names the table, the others
// are that table's columns in order; trailing ones may be left out.
func own(in io.Reader, yield func(row) error) error {
	return lines(in, func(n int, cells []string) error {
		r := row{cells[0], n, cells[1:]}
		if _, ok := columns[r.table]; !ok {
			return fmt.Errorf("user's gazetteer: line %d: no table %q; the first column must be one of %s", n, r.table, strings.Join(order, ", "))
		}
		if len(r.cells) == 0 || len(r.cells) > len(columns[r.table]) {
			return fmt.Errorf("user's gazetteer: line %d: %d columns, want 1 to %d: %s", n, len(r.cells), len(columns[r.table]), strings.Join(columns[r.table], ", "))
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
// a comment.
func lines(in io.Reader, yield func(n int, cells []string) error) error {
	sc := bufio.NewScanner(in)
	sc.Buffer(make([]byte, 0, 64<<10), 1<<20)
	n := 0
	for sc.Scan() {
		n++
		s := strings.TrimRight(sc.Text(), "\r")
		if strings.TrimSpace(s) == "" || strings.HasPrefix(s, "#") {
			continue
		}
		cells := strings.Split(strings.ToValidUTF8(s, "\uFFFD"), "\t")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if err := yield(n, cells); err != nil {
			return err
		}
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("read after line %d: %w", n, err)
	}
	return nil
}
