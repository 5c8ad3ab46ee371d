package desk

import (
	"slices"
	"strconv"
	"strings"

	"chancery/internal/news"
)

// mark is words that carry a field.
type mark struct {
	news.Span
	field  string
	report int // from 1; 0 of none
}

// segment is a run of text under the same marks.
type segment struct {
	Text   string
	Class  string // of the first mark; "" where there is none
	Fields string // all of them, parted by blanks: "act-1 date-2"
	Says   string // for people
	ID     string // of the first segment of a mark: "r1-act"
}

// classOf groups fields as they are told apart by eye.
func classOf(field string) string {
	switch field {
	case "act", "status":
		return "does"
	case "source", "target", "denied_by":
		return "who"
	case "date", "occasion", "clue":
		return "when"
	case "quote":
		return "quote"
	}
	return "from"
}

// rank of a class: of two marks on the same words the narrower in meaning shows.
func rank(field string) int {
	return slices.Index([]string{"act", "status", "source", "target", "denied_by", "date", "occasion", "clue"}, field)
}

// marksOf are a report's.
func marksOf(r *news.Report, n int) (out []mark) {
	for _, e := range r.Evidence {
		out = append(out, mark{e.Span, e.Field, n})
	}
	return out
}

// segments cuts a stretch of text at the bounds of its marks. ids are those
// given so far on the page: an address leads to one place only.
func segments(text string, within news.Span, marks []mark, ids map[string]bool) (out []segment) {
	cuts := []int{within.Start, within.End}
	var here []mark
	for _, m := range marks {
		if m.Empty() || !m.Overlaps(within) {
			continue
		}
		here = append(here, m)
		cuts = append(cuts, max(m.Start, within.Start), min(m.End, within.End))
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i := 0; i+1 < len(cuts); i++ {
		s := news.Span{Start: cuts[i], End: cuts[i+1]}
		out = append(out, segmentOf(text, s, here, ids))
	}
	return out
}

func segmentOf(text string, s news.Span, marks []mark, ids map[string]bool) segment {
	g := segment{Text: strings.ToValidUTF8(s.In(text), "�")}
	var over []mark
	for _, m := range marks {
		if m.Contains(s) {
			over = append(over, m)
		}
	}
	if len(over) == 0 {
		return g
	}
	slices.SortStableFunc(over, func(a, b mark) int {
		ra, rb := rank(a.field), rank(b.field)
		if ra < 0 {
			ra = 99
		}
		if rb < 0 {
			rb = 99
		}
		if ra != rb {
			return ra - rb
		}
		return a.Len() - b.Len()
	})
	g.Class = classOf(over[0].field)
	var fields, says []string
	for _, m := range over {
		key := token(m.field)
		if m.report > 0 {
			key += "-" + strconv.Itoa(m.report)
		}
		if !slices.Contains(fields, key) {
			fields = append(fields, key)
		}
		if word := strings.ReplaceAll(m.field, "_", " "); !slices.Contains(says, word) {
			says = append(says, word)
		}
		if id := "w-" + key; g.ID == "" && m.Start == s.Start && !ids[id] {
			g.ID = id
			ids[id] = true
		}
	}
	g.Fields, g.Says = strings.Join(fields, " "), strings.Join(says, ", ")
	return g
}

// token makes a field's name fit for an attribute.
func token(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' {
			return r
		}
		return '_'
	}, s)
}
