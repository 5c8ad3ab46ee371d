package merge

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"chancery/internal/news"
)

// identify gives every event of a block its ID: who, to whom, when, what, and
// eight digits of a hash over the block and over what of the event's key more
// reports leave alone: countries, family of act, day and occasion. Events of a
// block that share all of that (two ministers who wrote on one day) are told
// apart by persons, then by their first report.
func (m *Merger) identify(block string, events []news.Event) {
	byID := map[string][]*news.Event{}
	var ids []string
	for i := range events {
		e := &events[i]
		id := prefix(e) + "-" + hash(block+"|"+m.key(e))
		if byID[id] == nil {
			ids = append(ids, id)
		}
		byID[id] = append(byID[id], e)
	}
	slices.Sort(ids)
	taken := map[string]bool{}
	for _, id := range ids {
		taken[id] = true
	}
	for _, id := range ids {
		same := byID[id]
		slices.SortFunc(same, func(a, b *news.Event) int {
			return cmp.Or(compareBool(a.Background, b.Background), cmp.Compare(persons(a), persons(b)), cmp.Compare(first(a), first(b)))
		})
		same[0].ID = id
		for _, e := range same[1:] {
			k := block + "|" + m.key(e) + "|" + persons(e)
			for n := 0; ; n++ {
				e.ID = prefix(e) + "-" + hash(k)
				if !taken[e.ID] {
					break
				}
				k = fmt.Sprint(block, "|", m.key(e), "|", persons(e), "|", first(e), "|", n)
			}
			taken[e.ID] = true
		}
	}
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

func prefix(e *news.Event) string {
	return label(e.Source) + "-" + label(e.Target) + "-" + date(e.Date) + "-" + slug(e.Act, e.Type)
}

// key is what the hash is taken over.
func (m *Merger) key(e *news.Event) string {
	occasion := ""
	if e.Occasion != nil {
		occasion = e.Occasion.ID
	}
	k := m.kindOf(&news.Report{Act: e.Act, Type: e.Type, Channel: e.Channel})
	direction := ""
	if !e.Reciprocal {
		direction = rebelling(e.Source, e.Target)
	}
	return strings.Join([]string{
		strings.Join(codes(e.Source), "+"), strings.Join(codes(e.Target), "+") + direction, k.shelf(), date(e.Date), occasion,
	}, "|")
}

func persons(e *news.Event) string {
	var names []string
	for _, as := range [][]news.Actor{e.Source, e.Target} {
		for _, a := range as {
			names = append(names, cmp.Or(a.ID, fold(a.Name)))
		}
		names = append(names, ">")
	}
	return strings.Join(names, ",")
}

func first(e *news.Event) string {
	id := e.Reports[0].ID
	for i := range e.Reports {
		id = min(id, e.Reports[i].ID)
	}
	return id
}

func hash(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:4])
}

// label names a side in an ID: its countries joined by dots, the first two
// and a count when there are many, XXX when nobody is known.
func label(as []news.Actor) string {
	cs := codes(as)
	for i, c := range cs {
		cs[i] = plain(c)
	}
	switch {
	case len(cs) == 0:
		return "XXX"
	case len(cs) > 3:
		return fmt.Sprintf("%s.%s.x%d", cs[0], cs[1], len(cs))
	}
	return strings.Join(cs, ".")
}

// plain keeps what is safe in a path, a URL and a shell.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, s)
	if s == "" {
		return "X"
	}
	return s[:min(len(s), 12)]
}

// date names a date in an ID: the day, month or year, the day with a tilde's
// place taken by "on" or "by" where one end is open.
func date(v news.Interval) string {
	compact := func(d news.Day) string { return strings.ReplaceAll(d.String(), "-", "") }
	switch {
	case !v.Known():
		return "undated"
	case v.Exact():
		return compact(v.From)
	case v.From.IsZero():
		return "by" + compact(v.To)
	case v.Precision == news.Month:
		return compact(v.From)[:6]
	case v.Precision == news.Year:
		return compact(v.From)[:4]
	}
	return "from" + compact(v.From)
}

func slug(act, typ string) string {
	s := strings.Join(words(cmp.Or(act, typ)), "_")
	if s == "" {
		return "act"
	}
	return s
}
