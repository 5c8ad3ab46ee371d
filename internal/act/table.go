package act

import (
	_ "embed" // the tables
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

//go:embed acts.tsv
var actsTSV string

//go:embed channels.tsv
var channelsTSV string

// rows yields the tab-separated cells, trimmed, of each line that is neither
// empty nor a comment; an error comes back with the table's name and the line.
func rows(name, text string, add func(cells []string) error) error {
	n := 0
	for line := range strings.Lines(text) {
		n++
		if s := strings.TrimSpace(line); s == "" || s[0] == '#' {
			continue
		}
		cells := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if err := add(cells); err != nil {
			return fmt.Errorf("%s: line %d: %w", name, n, err)
		}
	}
	return nil
}

// optional is a cell in which "-" stands for nothing.
func optional(cell string) string {
	if cell == "-" {
		return ""
	}
	return cell
}

// filled reports the first cell of a row of our own that says nothing.
func filled(cells, columns []string) error {
	if len(cells) != len(columns) {
		return fmt.Errorf("%d columns, want %d: %s", len(cells), len(columns), strings.Join(columns, ", "))
	}
	if i := slices.Index(cells, ""); i >= 0 {
		return fmt.Errorf("column %s is empty", columns[i])
	}
	return nil
}

var actColumns = []string{"act", "type", "mode", "cameo", "family", "sense", "rank", "span", "traits", "definition", "example"}

func (t *Table) addActs(text string) error {
	last := 0
	return rows("acts.tsv", text, func(cells []string) error {
		if err := filled(cells, actColumns); err != nil {
			return err
		}
		a := Act{
			Name: cells[0], Type: cells[1], Mode: optional(cells[2]), CAMEO: optional(cells[3]),
			Family: cells[4], Sense: optional(cells[5]), Definition: cells[9], Example: cells[10],
		}
		if _, ok := t.byName[a.Name]; ok {
			return fmt.Errorf("act %q stands twice", a.Name)
		}
		at := typeIndex(a.Type)
		switch {
		case at < 0:
			return fmt.Errorf("PLOVER has no type %q", a.Type)
		case at < last:
			return fmt.Errorf("%s stands after %s: rows go by type, in the order of Types", a.Type, types[last].Name)
		case a.Mode != "" && !slices.Contains(types[at].Modes, a.Mode):
			return fmt.Errorf("%s has no mode %q: want one of %s", a.Type, a.Mode, strings.Join(types[at].Modes, ", "))
		}
		last = at
		if !isCAMEO(a.CAMEO) {
			return fmt.Errorf("CAMEO code %q: want two to four digits", a.CAMEO)
		}
		var err error
		if a.Rank, err = count("rank", cells[6], 0); err != nil {
			return err
		}
		if a.Span, err = count("span", cells[7], 1); err != nil {
			return err
		}
		if a.Traits, err = parseTraits(optional(cells[8])); err != nil {
			return err
		}
		t.byName[a.Name] = len(t.acts)
		t.acts = append(t.acts, a)
		return nil
	})
}

// isCAMEO reports whether s is shaped as a CAMEO code, or is empty.
func isCAMEO(s string) bool {
	return s == "" || len(s) >= 2 && len(s) <= 4 && strings.Trim(s, "0123456789") == ""
}

func count(column, cell string, least int) (int, error) {
	n, err := strconv.Atoi(cell)
	if err != nil || n < least {
		return 0, fmt.Errorf("%s %q: want a number from %d", column, cell, least)
	}
	return n, nil
}

func parseTraits(cell string) (Traits, error) {
	var all Traits
	if cell == "" {
		return 0, nil
	}
	for name := range strings.SplitSeq(cell, ",") {
		switch name {
		case "both":
			all |= Both
		case "speech":
			all |= Speech
		default:
			return 0, fmt.Errorf("trait %q: want one of both, speech", name)
		}
	}
	return all, nil
}

var channelColumns = []string{"channel", "medium", "also", "vague", "definition"}

func (t *Table) addChannels(text string) error {
	return rows("channels.tsv", text, func(cells []string) error {
		if err := filled(cells, channelColumns); err != nil {
			return err
		}
		medium := slices.Index(mediums[:], cells[1])
		if medium <= 0 {
			return fmt.Errorf("medium %q: want one of %s", cells[1], strings.Join(mediums[1:], ", "))
		}
		if cells[3] != "-" && cells[3] != "vague" {
			return fmt.Errorf("column vague is %q: want vague or -", cells[3])
		}
		c := Channel{Name: cells[0], Medium: Medium(medium), Vague: cells[3] == "vague", Definition: cells[4]}
		if also := optional(cells[2]); also != "" {
			c.Also = strings.Split(also, ",")
		}
		for _, name := range append([]string{c.Name}, c.Also...) {
			if _, ok := t.channel[name]; ok {
				return fmt.Errorf("channel %q stands twice", name)
			}
			t.channel[name] = len(t.channels)
		}
		t.channels = append(t.channels, c)
		return nil
	})
}

// mostOwn bounds a user's table, in bytes.
const mostOwn = 1 << 20

// addCodes reads a user's rows: act, code and, if he likes, a label.
func (t *Table) addCodes(name string, in io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(in, mostOwn+1))
	switch {
	case err != nil:
		return fmt.Errorf("read %s: %w", name, err)
	case len(data) > mostOwn:
		return fmt.Errorf("%s: more than %d MB", name, mostOwn>>20)
	case !utf8.Valid(data):
		return fmt.Errorf("%s: not UTF-8", name)
	}
	return rows(name, strings.TrimPrefix(string(data), "\ufeff"), t.addCode)
}

func (t *Table) addCode(cells []string) error {
	if len(cells) < 2 || len(cells) > 3 {
		return fmt.Errorf("%d columns, want 2 or 3, parted by tabs: act, code, label", len(cells))
	}
	name, c := cells[0], Code{Code: cells[1]}
	if len(cells) == 3 {
		c.Label = cells[2]
	}
	if name == "act" && c.Code == "code" {
		return nil // a heading
	}
	if _, ok := t.byName[name]; !ok {
		return fmt.Errorf("there is no act %q; docs/codebook.md lists those there are", name)
	}
	if c.Code == "" {
		return errors.New("the code is empty")
	}
	if slices.ContainsFunc(t.codes[name], func(o Code) bool { return o.Code == c.Code }) {
		return fmt.Errorf("%s has the code %s already", name, c.Code)
	}
	t.codes[name] = append(t.codes[name], c)
	return nil
}
