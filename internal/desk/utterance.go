package desk

import (
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
}

// carrier is a report that has a wording, and whom it has it from.
type carrier struct {
	told
	Origin string // "" where the outlet has it from nobody
}

// utterancesOf are an event's quotes, each utterance once (see tell.Utterances).
func utterancesOf(e *news.Event) (out []utterance) {
	for _, u := range tell.Utterances(e, maxQuotes) {
		x := utterance{}
		if u.Speaker != (news.Actor{}) {
			x.Speaker = tell.Name(u.Speaker)
		}
		if u.Addressee != (news.Actor{}) {
			x.Addressee = tell.Name(u.Addressee)
		}
		for _, w := range u.Wordings {
			y := wording{Text: w.Text, Direct: w.Direct}
			for _, i := range w.Reports {
				r := &e.Reports[i]
				by := carrier{told: told{i + 1, where(r)}}
				if n := len(r.Chain); n > 0 && r.Chain[n-1].Name != by.Outlet {
					by.Origin = r.Chain[n-1].Name
				}
				y.By = append(y.By, by)
			}
			x.Wordings = append(x.Wordings, y)
		}
		out = append(out, x)
	}
	return out
}
