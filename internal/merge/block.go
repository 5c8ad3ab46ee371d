package merge

import (
	"slices"

	"chancery/internal/news"
)

// blocks are the pairs of countries that a report is between, such as
// "PRK-RUS": one for each pair across its sides, within one side where both
// did the act; "PRK-" where the other side is not known. They are sorted; there
// is at least one.
func blocks(r *news.Report, both bool) []string {
	source, target := codes(r.Source), codes(r.Target)
	if len(target) == 0 && len(source) > 1 && both {
		target = source // "Kim and Putin met"
	}
	if len(source) == 0 {
		source, target = target, nil
	}
	var keys []string
	for _, s := range source {
		for _, t := range target {
			if s != t {
				keys = append(keys, pair(s, t))
			}
		}
	}
	if len(keys) == 0 && len(target) > 0 {
		keys = append(keys, pair(source[0], target[0])) // within one country
	}
	if len(keys) == 0 {
		for _, s := range source {
			keys = append(keys, s+"-")
		}
	}
	if len(keys) == 0 {
		return []string{"-"}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func pair(a, b string) string { return min(a, b) + "-" + max(a, b) }

// codes are the actors' countries, sorted, without doubles.
func codes(actors []news.Actor) []string {
	var cs []string
	for i := range actors {
		if c := code(&actors[i]); c != "" {
			cs = append(cs, c)
		}
	}
	slices.Sort(cs)
	return slices.Compact(cs)
}

// code is the actor's country, or what stands for it where it has none.
func code(a *news.Actor) string {
	switch {
	case a.Country != "":
		return a.Country
	case a.ID != "":
		return a.ID
	}
	return fold(a.Name)
}
