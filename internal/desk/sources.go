package desk

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"chancery/internal/store"
	"chancery/internal/tell"
)

// sourcesPage is what is watched and how it does, and what was not read.
type sourcesPage struct {
	soFar
	Sources []sourceRow
	Failing int
	Late    int
	PerDay  string // articles of all
	Reasons []reason
	Tongues []value // languages of pages that were not read for them
	Share   string  // of pages not read
	Now     string
}

// sourceRow is a source that is watched.
type sourceRow struct {
	Address, Name, Kind, Every string
	Link                       string // where a reader may go
	State                      string // "fails", "late", "new", "well"
	Last, Next, Lag            string
	Failures                   int
	Reason                     string
	Read, Waiting, Changed     int
	Paywalled                  int
	PerDay, Share              string
	Unread, Retrying           []why
}

type why struct {
	Says  string
	Pages int
}

// States of sources.
const (
	sourceFails = "fails"
	sourceLate  = "late"
	sourceNew   = "not read yet"
	sourceWell  = "well"
)

// late is how far past its time a source may be.
const late = 2

func (d *Desk) sources(r *http.Request) (view, error) {
	ctx, now := r.Context(), time.Now()
	var p sourcesPage
	var err error
	if p.soFar, err = d.soFar(ctx); err != nil {
		return view{}, err
	}
	if all := p.Counts.Articles + p.Counts.Skips; all > 0 {
		p.Share = fmt.Sprintf("%.1f%%", 100*float64(p.Counts.Skips)/float64(all))
	}
	if p.Reasons, p.Tongues, err = d.whyUnread(ctx, p.Counts); err != nil {
		return view{}, err
	}
	var reports []store.SourceReport
	if d.Watch != nil {
		if reports, err = d.Watch.SourceReports(ctx, now, false); err != nil {
			return view{}, err
		}
	}
	perDay := 0.0
	for i := range reports {
		row := sourceRowOf(&reports[i], now)
		perDay += reports[i].PerDay
		switch row.State {
		case sourceFails:
			p.Failing++
		case sourceLate:
			p.Late++
		}
		p.Sources = append(p.Sources, row)
	}
	rank := map[string]int{sourceFails: 0, sourceLate: 1, sourceNew: 2, sourceWell: 3}
	slices.SortStableFunc(p.Sources, func(a, b sourceRow) int { return cmp.Or(rank[a.State]-rank[b.State], b.Failures-a.Failures) })
	p.PerDay, p.Now = fmt.Sprintf("%.1f", perDay), now.UTC().Format(minute)
	return view{page: "sources.html", Title: "Sources and health", Here: "sources", Body: p}, nil
}

func sourceRowOf(s *store.SourceReport, now time.Time) sourceRow {
	x := sourceRow{Address: s.Address, Name: s.Name, Kind: s.Kind, Every: lasting(s.Every), Link: web(s.Address), State: sourceWell, Failures: s.Failures, Reason: firstOf(s.Error, s.Reason),
		Read: s.Read, Waiting: s.Waiting, Changed: s.Changed, Paywalled: s.Paywalled, PerDay: fmt.Sprintf("%.1f", s.PerDay), Unread: whysOf(s.Unread), Retrying: whysOf(s.Retrying)}
	if len(s.Unread) > 0 {
		x.Share = fmt.Sprintf("%.0f%%", 100*s.Unreadable)
	}
	if !s.Succeeded.IsZero() {
		x.Last, x.Lag = s.Succeeded.UTC().Format(minute), lasting(now.Sub(s.Succeeded).Round(time.Minute))
	}
	if !s.Due.IsZero() {
		x.Next = s.Due.UTC().Format(minute)
	}
	switch {
	case s.Failures > 0:
		x.State = sourceFails
	case s.Succeeded.IsZero():
		x.State = sourceNew
	case s.Every > 0 && now.Sub(s.Succeeded) > late*s.Every:
		x.State = sourceLate
	}
	return x
}

// lasting is a length of time in its largest unit.
func lasting(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return tell.Plural(int(d/(24*time.Hour)), "day")
	case d == time.Hour:
		return "hour"
	case d >= 2*time.Hour:
		return tell.Plural(int(d/time.Hour), "hour")
	case d >= time.Minute:
		return tell.Plural(int(d/time.Minute), "minute")
	case d <= 0:
		return "none"
	}
	return "less than a minute"
}

func whysOf(counts map[string]int) (out []why) {
	for says, n := range counts {
		out = append(out, why{says, n})
	}
	slices.SortFunc(out, func(a, b why) int { return cmp.Or(b.Pages-a.Pages, cmp.Compare(a.Says, b.Says)) })
	return out
}

// unread is why pages were not read, counted once while their number stays.
type unread struct {
	mu      sync.Mutex
	of      [2]int // pages and skips
	reasons []reason
	tongues []value
}

// whyUnread counts why pages were not read, and in which languages those are that
// were not read for that, the most frequent first.
func (d *Desk) whyUnread(ctx context.Context, c store.Counts) ([]reason, []value, error) {
	u := &d.unread
	u.mu.Lock()
	defer u.mu.Unlock()
	if of := [2]int{c.Pages, c.Skips}; u.reasons == nil || u.of != of {
		counts, tongues := map[[2]string]int{}, map[string]int{}
		for k, err := range d.Store.Skips(ctx) {
			if err != nil {
				return nil, nil, err
			}
			counts[[2]string{k.Stage, k.Reason}]++
			if t := tongue(k); t != "" {
				tongues[t]++
			}
		}
		u.of, u.reasons, u.tongues = of, []reason{}, nil
		for k, n := range counts {
			u.reasons = append(u.reasons, reason{k[0], k[1], n})
		}
		for _, w := range whysOf(tongues) {
			u.tongues = append(u.tongues, value{Name: w.Says, Events: w.Pages})
		}
		slices.SortFunc(u.reasons, func(a, b reason) int { return cmp.Or(b.Pages-a.Pages, cmp.Compare(a.Says, b.Says)) })
	}
	return u.reasons, u.tongues, nil
}

// tongue is the language for which a page was not read, "" for none.
func tongue(k store.Skip) string {
	if k.Reason != "not English" {
		return ""
	}
	_, after, ok := strings.Cut(k.Detail, `in the language "`)
	code, _, closed := strings.Cut(after, `"`)
	if !ok || !closed {
		return "not told"
	}
	return code
}
