package desk

import (
	"slices"
	"strings"
	"unicode"

	"chancery/internal/news"
	"chancery/internal/tell"
)

// utterance is what one speaker said once, in all its wordings.
type utterance struct {
	Speaker, Addressee string
	Wordings           []wording
}

// wording is the words of an utterance as one report or several have them.
type wording struct {
	Text   string
	Direct bool
	By     []carrier
	bag    map[string]bool
}

// carrier is a report that has a wording, and whom it has it from.
type carrier struct {
	told
	Origin string // "" where the outlet has it from nobody
}

// What two wordings share to be of one utterance: words of four letters or more.
const (
	shareOfWords = .4 // of the shorter one's
	fewestShared = 2
)

// utterancesOf are an event's quotes, each utterance once. Wordings of different
// reports are of one where they share words, or where either report has nothing
// else of that speaker: translations need not share any.
func utterancesOf(e *news.Event) (out []utterance) {
	seen := 0
	for _, q := range e.Quotes {
		text := strings.Join(strings.Fields(q.Text), " ")
		if text == "" || q.Report < 0 || q.Report >= len(e.Reports) {
			continue
		}
		if seen++; seen > maxQuotes {
			break
		}
		u := utterance{}
		if q.Speaker != (news.Actor{}) {
			u.Speaker = tell.Name(q.Speaker)
		}
		if q.Addressee != (news.Actor{}) {
			u.Addressee = tell.Name(q.Addressee)
		}
		x := &e.Reports[q.Report]
		by := carrier{told: told{q.Report + 1, where(x)}}
		if n := len(x.Chain); n > 0 && x.Chain[n-1].Name != by.Outlet {
			by.Origin = x.Chain[n-1].Name
		}
		u.Wordings = []wording{{Text: text, Direct: q.Direct, By: []carrier{by}, bag: bagOf(text)}}
		place(&out, u, sole(e, q))
	}
	return out
}

// sole reports whether a quote is all that its report has of its speaker.
func sole(e *news.Event, q news.Quote) bool {
	n := 0
	for _, o := range e.Quotes {
		if o.Report == q.Report && o.Speaker == q.Speaker {
			n++
		}
	}
	return n == 1 && q.Speaker != (news.Actor{})
}

// place puts a wording to its utterance, or as a new one.
func place(all *[]utterance, u utterance, sole bool) {
	w := u.Wordings[0]
	best, most := -1, 0.0
	for i := range *all {
		o := &(*all)[i]
		if o.Speaker != u.Speaker && o.Speaker != "" && u.Speaker != "" {
			continue
		}
		for j := range o.Wordings {
			if o.Wordings[j].Text == w.Text {
				if !slices.Contains(o.Wordings[j].By, w.By[0]) {
					o.Wordings[j].By = append(o.Wordings[j].By, w.By[0])
				}
				return
			}
			if like := alike(w.bag, o.Wordings[j].bag); like > most && !o.has(w.By[0].N) {
				best, most = i, like
			}
		}
		if sole && best < 0 && o.Speaker == u.Speaker && !o.has(w.By[0].N) && len(*all) == 1 {
			best = i
		}
	}
	if best < 0 {
		*all = append(*all, u)
		return
	}
	o := &(*all)[best]
	o.Wordings = append(o.Wordings, w)
	if o.Speaker == "" {
		o.Speaker = u.Speaker
	}
	if o.Addressee == "" {
		o.Addressee = u.Addressee
	}
}

// has reports whether a report has a wording of the utterance.
func (u *utterance) has(report int) bool {
	return slices.ContainsFunc(u.Wordings, func(w wording) bool {
		return slices.ContainsFunc(w.By, func(c carrier) bool { return c.N == report })
	})
}

func bagOf(text string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len([]rune(w)) > 3 {
			out[w] = true
		}
	}
	return out
}

// alike is the share of words of the shorter that the other has, 0 where that is
// too little to tell.
func alike(a, b map[string]bool) float64 {
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	like := float64(both) / float64(max(1, min(len(a), len(b))))
	if both < fewestShared || like < shareOfWords {
		return 0
	}
	return like
}
