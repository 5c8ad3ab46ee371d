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
	"slices"

	"chancery/internal/act"
	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// Version names the merging. It changes whenever reports may be merged
// differently, or an event be found by other words.
const Version = "8"

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
