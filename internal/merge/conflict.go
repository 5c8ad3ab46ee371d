package merge

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/news"
)

// side2 is one report's value of a field: values are the same when their keys
// are; text is what is shown.
type side2 struct {
	key, text string
	report    int
}

// conflict lists the sides of a field, the one with most reports first; ok is
// false when there is one side only.
func conflict(field string, values []side2) (c news.Conflict, ok bool) {
	at := map[string]int{}
	c.Field = field
	for _, v := range values {
		i, seen := at[v.key]
		if !seen {
			i = len(c.Values)
			at[v.key] = i
			c.Values = append(c.Values, news.Side{Value: v.text})
		}
		s := &c.Values[i]
		s.Value = min(s.Value, v.text)
		if !slices.Contains(s.Reports, v.report) {
			s.Reports = append(s.Reports, v.report)
		}
	}
	for i := range c.Values {
		slices.Sort(c.Values[i].Reports)
	}
	slices.SortFunc(c.Values, func(a, b news.Side) int {
		return cmp.Or(-cmp.Compare(len(a.Reports), len(b.Reports)), cmp.Compare(a.Value, b.Value))
	})
	return c, len(c.Values) > 1
}

// conflicts keeps the fields on which reports differ in a way that matters. A
// report that says less than another does not differ from it.
func (m *Merger) conflicts(rs []*news.Report) []news.Conflict {
	var out []news.Conflict
	add := func(field string, value func(*news.Report) string) {
		var values []side2
		for i, r := range rs {
			if s := value(r); s != "" {
				values = append(values, side2{fold(s), s, i})
			}
		}
		if c, ok := conflict(field, values); ok {
			out = append(out, c)
		}
	}
	add("source", func(r *news.Report) string { return m.named(rs, r.Source) })
	add("target", func(r *news.Report) string { return m.named(rs, r.Target) })
	add("channel", func(r *news.Report) string {
		if generic(r.Channel) {
			return ""
		}
		return r.Channel
	})
	out = append(out, apart(rs)...)
	add("occasion", func(r *news.Report) string {
		if r.Occasion == nil {
			return ""
		}
		return r.Occasion.Name
	})
	if n := len(out); n > 0 && out[n-1].Field == "occasion" && m.oneOccasion(rs) {
		out = out[:n-1] // two names of one day
	}
	add("ordinal", func(r *news.Report) string {
		if r.Occasion == nil || r.Occasion.Ordinal == 0 {
			return ""
		}
		return strconv.Itoa(r.Occasion.Ordinal)
	})
	add("place", func(r *news.Report) string { return r.Place })
	add("status", func(r *news.Report) string { return string(r.Status) })
	return append(out, wordings(rs)...)
}

// apart is the conflict of dates that share no day.
func apart(rs []*news.Report) []news.Conflict {
	var values []side2
	differ := false
	for i, r := range rs {
		if !r.Date.Known() {
			continue
		}
		for _, o := range rs[:i] {
			differ = differ || o.Date.Known() && !o.Date.Overlaps(r.Date)
		}
		text := r.Date.From.String()
		if !r.Date.Exact() {
			text += "/" + r.Date.To.String()
		}
		values = append(values, side2{text, text, i})
	}
	if !differ {
		return nil
	}
	if c, ok := conflict("date", values); ok {
		return []news.Conflict{c}
	}
	return nil
}

func (m *Merger) oneOccasion(rs []*news.Report) bool {
	key := ""
	for _, r := range rs {
		if r.Occasion == nil {
			continue
		}
		k := m.occasionKey(r.Occasion)
		if key != "" && k != key {
			return false
		}
		key = k
	}
	return true
}

// named lists a side's countries, and its persons where every report names
// some: "Kim Jong Un" against "North Korea" is no conflict.
func (m *Merger) named(rs []*news.Report, as []news.Actor) string {
	if len(as) == 0 || slices.ContainsFunc(rs, func(r *news.Report) bool { return r.Reciprocal || kindOf(r).is(symmetric) }) {
		return ""
	}
	if slices.ContainsFunc(rs, func(r *news.Report) bool { return kindOf(r).family == "host" }) {
		return ""
	}
	return strings.Join(codes(as), ", ")
}
