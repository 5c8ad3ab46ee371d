package merge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"chancery/internal/news"
)

// carried parts reports into those that stand for themselves and, by the ID of
// one of these, those that say the same in the same words, carried over from
// the same article (CopyOf): they tell of the same act, whatever little they
// tell of it.
func carried(rs []*news.Report) (own []*news.Report, by map[string][]*news.Report) {
	copied := map[string]bool{} // articles
	for _, r := range rs {
		if r.CopyOf != "" {
			copied[r.CopyOf] = true
		}
	}
	if len(copied) == 0 {
		return rs, nil
	}
	by = map[string][]*news.Report{}
	lead := map[string]*news.Report{}
	for _, k := range carriers(rs, copied) {
		l := lead[k.telling]
		switch {
		case k.telling == "":
			own = append(own, k.report)
		case l == nil:
			lead[k.telling] = k.report
			own = append(own, k.report)
		case !l.Date.Known() || !k.report.Date.Known() || l.Date.Overlaps(k.report.Date):
			by[l.ID] = append(by[l.ID], k.report)
		default: // read of another day, as its page is of another
			own = append(own, k.report)
		}
	}
	slices.SortFunc(own, compareReports)
	return own, by
}

// carrier is a report with what it shares with those that carry its words: the
// first article, the words for the act, their place among the same words of
// the article, the sides. It is "" where nobody carries them.
type carrier struct {
	report  *news.Report
	telling string
}

// carriers puts the first article's own reports before others'.
func carriers(rs []*news.Report, copied map[string]bool) []carrier {
	byPlace := slices.Clone(rs)
	slices.SortStableFunc(byPlace, func(a, b *news.Report) int {
		return cmp.Or(cmp.Compare(min(len(a.CopyOf), 1), min(len(b.CopyOf), 1)), cmp.Compare(a.Article, b.Article), cmp.Compare(start(a), start(b)))
	})
	seen := map[string]int{}
	out := make([]carrier, len(byPlace))
	for i, r := range byPlace {
		out[i].report = r
		first := cmp.Or(r.CopyOf, r.Article)
		if r.CopyOf == "" && !copied[first] {
			continue
		}
		var words []string
		for _, e := range r.Evidence {
			if e.Field == "act" {
				words = append(words, fold(e.Text))
			}
		}
		if len(words) == 0 {
			continue
		}
		what := fmt.Sprintf("%s\n%s\n%s\n%q %q%s", first, strings.Join(words, " "), r.Type, codes(r.Source), codes(r.Target), rebelling(r.Source, r.Target))
		nth := what + "\n" + r.Article
		out[i].telling = fmt.Sprintf("%s\n%d", what, seen[nth])
		seen[nth]++
	}
	return out
}
