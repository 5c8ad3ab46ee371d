// Package merge brings the reports of one act together into one event.
//
// Reports meet on an event key: who, to whom, what family of act, on what day
// or in what interval, on what occasion of what year, with the channel as a
// hint. Words only ever decide between keys that already fit (the same quote
// in two pages whose year is open); they never bring two acts together. What
// could be two acts stays two: a wrong merge hides an act, a missed one shows
// it twice.
//
// The result is a function of the set of reports: their order changes nothing.
package merge

import (
	"cmp"
	"slices"

	"chancery/internal/act"
	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// Version names the merging. It changes whenever reports may be merged
// differently.
const Version = "4"

// Finder is what merging asks the gazetteer; *gazetteer.Gazetteer is one.
type Finder interface {
	Entry(id string) *gazetteer.Entry
	Outlet(nameOrDomain string) (gazetteer.Outlet, bool)
	Occasions() []*gazetteer.Occasion
}

// Merger merges reports. It holds no state between calls and is safe for
// concurrent use.
type Merger struct {
	find      Finder // nil: reports alone must do
	acts      *act.Table
	occasions map[string]*gazetteer.Occasion // by id
}

// New returns a Merger that knows actors, agencies and occasions by f, acts and
// channels by acts. A nil Finder leaves it to what the reports say.
func New(f Finder, acts *act.Table) *Merger {
	m := &Merger{find: f, acts: acts, occasions: map[string]*gazetteer.Occasion{}}
	if f != nil {
		for _, o := range f.Occasions() {
			m.occasions[o.ID] = o
		}
	}
	return m
}

// Merge returns the events that reports tell of, sorted by date, then id. The
// reports are those of one connected set of blocks (see Block), or of several:
// sets that share no block do not affect each other. Two reports with one ID
// are one report. The events share no memory with reports.
func (m *Merger) Merge(reports []news.Report) []news.Event {
	own, by := carried(canonical(reports))
	accounts := m.accounts(own)
	clusters := m.cluster(accounts)
	m.carry(clusters, by)
	events := make([]news.Event, 0, len(clusters))
	for _, c := range clusters {
		events = append(events, m.event(c))
	}
	m.identify(events)
	m.link(events, clusters)
	slices.SortFunc(events, func(a, b news.Event) int {
		return cmp.Or(a.Date.From.Compare(b.Date.From), a.Date.To.Compare(b.Date.To), cmp.Compare(a.ID, b.ID))
	})
	return events
}

// canonical is reports without doubles in an order of their own.
func canonical(reports []news.Report) []*news.Report {
	rs := make([]*news.Report, len(reports))
	for i := range reports {
		rs[i] = &reports[i]
	}
	slices.SortFunc(rs, compareReports)
	return slices.CompactFunc(rs, func(a, b *news.Report) bool {
		return a.ID != "" && a.ID == b.ID && a.Article == b.Article
	})
}
