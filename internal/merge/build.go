package merge

import (
	"cmp"
	"maps"
	"slices"

	"chancery/internal/act"
	"chancery/internal/near"
	"chancery/internal/news"
)

// Build makes the events of a block's acts, in the order of their keys, of all
// the reports that were sorted into each. Answers are reports that answer one
// of these. An event's ReplyTo is the ID of the report that it answers.
func (m *Merger) Build(block string, acts map[string][]news.Report, answers []news.Report) []news.Event {
	var events []news.Event
	for _, key := range slices.Sorted(maps.Keys(acts)) {
		as := m.accounts(canonical(acts[key]))
		ids := map[string]bool{}
		for _, a := range as {
			for _, id := range a.ids {
				ids[id] = true
			}
		}
		e := m.event(as)
		e.ReplyTo = repliesTo(as, ids)
		m.denials(&e, ids, answers)
		events = append(events, e)
	}
	m.identify(block, events)
	return events
}

// repliesTo is the report that most of the accounts answer.
func repliesTo(as []*account, own map[string]bool) string {
	count := map[string]int{}
	best := ""
	for _, a := range as {
		to := a.report.ReplyTo
		if to == "" || own[to] {
			continue
		}
		count[to]++
		if best == "" || count[to] > count[best] || count[to] == count[best] && to < best {
			best = to
		}
	}
	return best
}

// denials notes who denies the event, by the answers to its reports. To deny an
// accusation is not to deny that it was made.
func (m *Merger) denials(e *news.Event, ids map[string]bool, answers []news.Report) {
	if of, _ := m.kind(e.Act); of.is(act.Speech) {
		return
	}
	for i := range answers {
		r := &answers[i]
		if k, _ := m.kind(r.Act); k.family == "deny" && k.sense == "deny" && ids[r.ReplyTo] && !ids[r.ID] {
			e.DeniedBy = append(e.DeniedBy, r.Source...)
		}
	}
	e.DeniedBy = some(uniqueActors(e.DeniedBy))
}

// Merge returns the events that reports tell of, sorted by date, then ID: File,
// Sort and Build for all of them at once. Two reports with one ID are one
// report. The events share no memory with reports.
func (m *Merger) Merge(reports []news.Report) []news.Event {
	filed := m.fileAll(reports)
	blocks := slices.Sorted(maps.Keys(filed.reports))
	shelves := map[string][]*near.Act{}
	members := map[string]map[string][]news.Report{}
	for _, b := range blocks {
		sorted := m.Sort(b, filed.reports[b], hostsOf(shelves, b, filed.looks[b]))
		for i := range sorted.Acts {
			a := &sorted.Acts[i]
			for _, l := range a.Listed {
				if s := shelves[l.Shelf]; len(s) == 0 || s[len(s)-1] != a {
					shelves[l.Shelf] = append(s, a)
				}
			}
		}
		for _, r := range filed.reports[b] {
			n := sorted.Of[r.ID]
			if members[n.Block] == nil {
				members[n.Block] = map[string][]news.Report{}
			}
			members[n.Block][n.Key] = append(members[n.Block][n.Key], r)
		}
	}
	events := []news.Event{}
	ids := map[string]string{} // of the event that has a report
	for _, b := range slices.Sorted(maps.Keys(members)) {
		built := m.Build(b, members[b], filed.answers)
		for i, key := range slices.Sorted(maps.Keys(members[b])) {
			for _, r := range members[b][key] {
				ids[r.ID] = built[i].ID
			}
		}
		events = append(events, built...)
	}
	for i := range events {
		if to := events[i].ReplyTo; to != "" {
			events[i].ReplyTo = ids[to]
		}
	}
	slices.SortFunc(events, func(a, b news.Event) int {
		return cmp.Or(a.Date.From.Compare(b.Date.From), a.Date.To.Compare(b.Date.To), cmp.Compare(a.ID, b.ID))
	})
	return events
}

// filing is reports by the block that they are filed in.
type filing struct {
	reports map[string][]news.Report
	looks   map[string][]near.Look
	answers []news.Report
}

func (m *Merger) fileAll(reports []news.Report) filing {
	f := filing{reports: map[string][]news.Report{}, looks: map[string][]near.Look{}}
	byArticle := map[string][]news.Report{}
	for _, r := range canonical(reports) {
		byArticle[r.Article] = append(byArticle[r.Article], *r)
		if r.ReplyTo != "" {
			f.answers = append(f.answers, *r)
		}
	}
	for _, a := range slices.Sorted(maps.Keys(byArticle)) {
		for i, p := range m.File(byArticle[a]) {
			f.reports[p.Block] = append(f.reports[p.Block], byArticle[a][i])
			f.looks[p.Block] = append(f.looks[p.Block], p.Looks...)
		}
	}
	return f
}

// hostsOf are the acts before a block that its reports look at.
func hostsOf(shelves map[string][]*near.Act, block string, looks []near.Look) (out []near.Act) {
	seen := map[near.Name]bool{}
	for _, l := range unique(slices.Clone(looks)) {
		var found []*near.Act
		for _, a := range shelves[l.Shelf] {
			if near.Before(a.Block, block) && slices.ContainsFunc(a.Listed, l.Meets) {
				if found = append(found, a); len(found) > near.MaxHosts {
					found = nil
					break
				}
			}
		}
		for _, a := range found {
			if !seen[a.Name] {
				seen[a.Name] = true
				out = append(out, *a)
			}
		}
	}
	return out
}
