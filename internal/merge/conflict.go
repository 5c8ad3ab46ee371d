package merge

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/act"
	"chancery/internal/news"
)

// claim is one report's value of a field; values are the same when their keys
// are; text is what is shown.
type claim struct {
	key, text string
	report    int
}

// conflict lists the sides of a field, the one with most reports first; ok is
// false when there is one side only.
func conflict(field string, values []claim) (c news.Conflict, ok bool) {
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
		var values []claim
		for i, r := range rs {
			if s := value(r); s != "" {
				values = append(values, claim{fold(s), s, i})
			}
		}
		if c, ok := conflict(field, values); ok {
			out = append(out, c)
		}
	}
	out = append(out, m.sidesDiffer(rs, "source", func(r *news.Report) []news.Actor { return r.Source })...)
	out = append(out, m.sidesDiffer(rs, "target", func(r *news.Report) []news.Actor { return r.Target })...)
	add("channel", func(r *news.Report) string {
		if m.vague(r.Channel) {
			return ""
		}
		return r.Channel
	})
	out = append(out, datesDiffer(rs)...)
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
	add("status", func(r *news.Report) string { return string(r.Status) })
	out = append(out, numbersDiffer(rs)...)
	out = append(out, wordings(rs)...)
	for i := range out {
		for j := range out[i].Values {
			out[i].Values[j].Words = sayings(rs, out[i].Field, &out[i].Values[j])
		}
	}
	return out
}

// sayings are the words by which a side's reports say so.
func sayings(rs []*news.Report, field string, s *news.Side) (out []news.Saying) {
	switch field {
	case "wording":
		field = "quote"
	case "ordinal":
		field = "occasion"
	}
	for _, i := range s.Reports {
		add := func(sp news.Span, text string) {
			if w := (news.Saying{Report: i, Span: sp, Text: text}); !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
		for k := range rs[i].Quotes {
			if q := &rs[i].Quotes[k]; field == "quote" && fold(q.Text) == fold(s.Value) {
				add(q.Span, q.Text)
			}
		}
		for k := range rs[i].Evidence {
			e := &rs[i].Evidence[k]
			if e.Field == field && field != "quote" && (field != "number" || countOf(e.Text).same(countOf(s.Value))) {
				add(e.Span, e.Text)
			}
		}
	}
	return out
}

// datesDiffer is the conflict of dates that share no day.
func datesDiffer(rs []*news.Report) []news.Conflict {
	var values []claim
	differ := false
	for i, r := range rs {
		if !r.Date.Known() {
			continue
		}
		for _, o := range rs[:i] {
			differ = differ || o.Date.Known() && !o.Date.Overlaps(r.Date) && !sameInUTC(o.Date, r.Date)
		}
		text := r.Date.From.String()
		if !r.Date.Exact() {
			text += "/" + r.Date.To.String()
		}
		values = append(values, claim{text, text, i})
	}
	if !differ {
		return nil
	}
	if c, ok := conflict("date", values); ok {
		return []news.Conflict{c}
	}
	return nil
}

// sameInUTC reports whether two dates are of one day where moments are told in
// universal time.
func sameInUTC(v, w news.Interval) bool {
	x, y := v.DayUTC(), w.DayUTC()
	return !x.IsZero() && (x == y || w.Contains(x)) || !y.IsZero() && v.Contains(y)
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

// sidesDiffer is the conflict of reports that name different countries, neither
// list holding the other: one that tells a joint act's own part says less.
func (m *Merger) sidesDiffer(rs []*news.Report, field string, side func(*news.Report) []news.Actor) []news.Conflict {
	var values []claim
	differ := false
	for i, r := range rs {
		if k := m.kindOf(r); k.is(act.Both) || k.family == "host" {
			return nil // either side may be named first
		}
		cs := codes(side(r))
		for _, o := range rs[:i] {
			os := codes(side(o))
			differ = differ || !contains(cs, os) && !contains(os, cs)
		}
		if s := strings.Join(cs, ", "); s != "" {
			values = append(values, claim{s, s, i})
		}
	}
	if c, ok := conflict(field, values); ok && differ {
		return []news.Conflict{c}
	}
	return nil
}

func contains(all, some []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(all, s) })
}
