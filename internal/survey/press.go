package survey

import (
	"context"
	"hash/maphash"
	"iter"
	"slices"

	"chancery/internal/news"
)

// Presses yields each way in which reports of what was found came into print, as
// a report of an outlet, a host and a chain and of nothing else, and how many
// reports came so. They may not be changed.
func (f *Found) Presses() iter.Seq2[*news.Report, int] {
	return func(yield func(*news.Report, int) bool) {
		counts := make([]int, len(f.view.shared[press]))
		for _, i := range f.entries {
			for _, t := range f.view.entries[i].tellers {
				counts[t.press]++
			}
		}
		for i, n := range counts {
			if n > 0 && !yield(&f.view.shared[press][i].event.Reports[0], n) {
				return
			}
		}
	}
}

// Articles counts the articles, of those in print as is wants, that tell of what
// was found.
func (f *Found) Articles(is func(*news.Report) bool) int {
	wanted := make([]bool, len(f.view.shared[press]))
	for i := range wanted {
		wanted[i] = is(&f.view.shared[press][i].event.Reports[0])
	}
	var all []string
	for _, i := range f.entries {
		for _, t := range f.view.entries[i].tellers {
			if wanted[t.press] {
				all = append(all, t.article)
			}
		}
	}
	slices.Sort(all)
	return len(slices.Compact(all))
}

// There reports which of the IDs are events'.
func (s *Survey) There(ctx context.Context, ids []string) (map[string]bool, error) {
	if err := s.Wait(ctx); err != nil {
		return nil, err
	}
	at, out := s.view.Load().byID(), map[string]bool{}
	for _, id := range ids {
		if _, ok := at[id]; ok {
			out[id] = true
		}
	}
	return out, nil
}

// Printers gives what tells an article's outlet; "" of one that tells of no event.
func (s *Survey) Printers(ctx context.Context) (func(article string) string, error) {
	if err := s.Wait(ctx); err != nil {
		return nil, err
	}
	v, n := s.view.Load(), 0
	for _, x := range v.entries {
		n += len(x.tellers)
	}
	seed, of := maphash.MakeSeed(), make(map[uint64]uint32, n) // by a hash: a million articles' names take room
	for _, x := range v.entries {
		for _, t := range x.tellers {
			of[maphash.String(seed, t.article)] = t.press
		}
	}
	return func(article string) string {
		i, ok := of[maphash.String(seed, article)]
		if !ok {
			return ""
		}
		return v.shared[press][i].event.Reports[0].Outlet
	}, nil
}
