package acts

import (
	"slices"
	"strings"

	"chancery/internal/news"
)

// asking reports whether the act is one of words that have something else in them: what is asked,
// promised, invited to, thanked or blamed for.
func (d *deed) asking() bool {
	switch d.act.Type {
	case "REQUEST", "THREATEN", "ACCUSE":
		return true
	}
	return slices.Contains([]string{"invite", "agree", "agree to talks", "offer talks", "agree to cooperate", "pledge", "pledge aid", "pledge arms", "offer",
		"offer mediation", "propose", "thank", "praise", "condole", "congratulate", "apologise", "regret", "forgive"}, d.act.Name)
}

// asked reports whether the time dates what is asked and not the asking: "urged Armenia to open the
// road by July", "thanked it for its help in the fire of 2022". It stands behind the word that tells,
// within a clause or a noun under it, and is not of the page's week: then it would be the news.
func (r *reading) asked(d *deed, tm *news.Time) bool {
	if !d.asking() || tm.Last <= tm.First || tm.First <= d.token || tm.Sentence != d.sentence || inNews(tm.Interval, r.an.PublishedIn(d.sentence)) {
		return false
	}
	for h, steps := r.tree.Head(r.tree.HeadOf(tm.First, tm.Last)), 0; h >= 0 && h != d.token && steps < 20; h, steps = r.tree.Head(h), steps+1 {
		if (h < tm.First || h >= tm.Last) && h > d.token {
			if u := r.an.Tokens[h].UPOS; u == "VERB" || u == "NOUN" || u == "PROPN" {
				return true
			}
		}
	}
	// The parse may hang it too high: what stands between tells, too.
	for i := d.token + 1; i < tm.First; i++ {
		if r.an.Tokens[i].Text == "," {
			return false
		}
		switch next := r.an.Tokens[i+1]; {
		case strings.EqualFold(r.an.Tokens[i].Text, "to") && next.UPOS == "VERB":
			return true
		case (d.act.Name == "invite" || d.act.Name == "thank") && slices.Contains([]string{"to", "for"}, r.an.Tokens[i].Text):
			return true
		}
	}
	return false
}

// inNews reports whether the interval meets the week up to the page's day; so does every one where that
// day is not known to the week.
func inNews(v, pub news.Interval) bool {
	if pub.From.IsZero() || pub.To.IsZero() || pub.Days() > newsDays {
		return true
	}
	return v.Overlaps(news.Interval{From: pub.From.AddDays(-newsDays), To: pub.To})
}
