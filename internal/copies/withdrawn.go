package copies

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"chancery/internal/news"
)

// TakesBack gives the words by which an article takes back what a report of it
// tells, "" where it does not: that an earlier version said so, that it was
// reported wrongly, or that the whole article is withdrawn.
func TakesBack(a *news.Article, r *news.Report) string {
	for _, b := range a.Blocks {
		if b.Part == news.Chrome {
			continue
		}
		if m := wholeTakenBack().FindString(b.In(a.Text)); m != "" {
			return m
		}
	}
	for _, e := range r.Evidence {
		if e.Field != "act" {
			continue
		}
		before := beginning(a, e.Start)
		for _, re := range []*regexp.Regexp{earlierVersion(), toldWrongly(), retracted()} {
			if m := re.FindString(before); m != "" {
				return strings.TrimSpace(m)
			}
		}
	}
	return ""
}

// beginning is what stands before a place in its sentence, white space made
// one space.
func beginning(a *news.Article, at int) string {
	for _, b := range a.Blocks {
		if at < b.Start || at >= b.End {
			continue
		}
		text := a.Text[max(b.Start, at-sentenceReach):at]
		if ends := sentenceEnd().FindAllStringIndex(text, -1); len(ends) > 0 {
			text = text[ends[len(ends)-1][1]:]
		}
		return strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	}
	return ""
}

const sentenceReach = 600

var (
	wholeTakenBack = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:(?:RETRACTED|RETRACTION|WITHDRAWN|KILL(?:ED)?|STORY WITHDRAWN|Retracted|Retraction|Withdrawn)\s*[:—–-].{0,120}` +
			`|.{0,60}\b(?i:this (?:article|story|report|dispatch|item) (?:has been|was|is) (?:retracted|withdrawn|removed|taken down)\b).{0,60})`)
	})
	earlierVersion = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(?:(?:an?|the|our) (?:earlier|previous|prior|original|initial|first) (?:version|edition|report|dispatch|headline)s?(?: of (?:this|the|our) [\w-]+(?: [\w-]+)?)?` +
			`|(?:this|the) (?:article|story|report|headline) (?:earlier|originally|previously|initially))\b[^.]{0,40}\b(?:said|stated|reported|wrote|claimed|suggested|quoted|implied|gave|had)\b`)
	})
	toldWrongly = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)(?:^|[,;:—–-] ?|\b(?:that|what|which|correction|but|and) )(?:we|this (?:newspaper|site|agency|outlet|channel|article|story|report|version)|(?:the|our|an?) (?:article|story|report|headline|caption|alert))(?: had| has)? ` +
			`(?:(?:earlier|previously|initially|originally|incorrectly|wrongly|erroneously|mistakenly|falsely)(?: and \w+)?) (?:said|stated|reported|wrote|claimed|misreported)\b` +
			`|\b(?:misstated|misreported)\b`)
	})
	retracted = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(?:retract(?:s|ed)?|withdrew|withdrawn|withdraws|takes? back|took back)\b(?: \w+){0,2} (?:reports?|story|stories|articles?|dispatch(?:es)?|claims?|alerts?)\b[^.]{0,20}\b(?:that|of|saying|which|about)\b`)
	})
)

// Withdrawn are the reports of an article's older version that the newest no
// longer tells: no report of the same act between the same sides is among told,
// and the words that told it are gone.
func Withdrawn(newest *news.Article, told []news.Report, older *news.Article, reports []news.Report) (out []news.Report) {
	now := hashes(Sentences(newest))
	was := Sentences(older)
	for i := range reports {
		r := &reports[i]
		stands := slices.ContainsFunc(r.Evidence, func(e news.Evidence) bool {
			return e.Field == "act" && slices.ContainsFunc(was, func(s Sentence) bool { return s.Contains(e.Span) && now[s.Hash] > 0 })
		})
		if !stands && !slices.ContainsFunc(told, func(t news.Report) bool { return sameAct(&t, r) }) {
			out = append(out, *r)
		}
	}
	return out
}

func sameAct(a, b *news.Report) bool {
	return (a.Act == b.Act || a.Type == b.Type) && a.Date.Overlaps(b.Date) &&
		(shareSide(a.Source, b.Source) && shareSide(a.Target, b.Target) || a.Reciprocal && shareSide(a.Source, b.Target) && shareSide(a.Target, b.Source))
}

func shareSide(a, b []news.Actor) bool {
	if len(a) == 0 && len(b) == 0 {
		return true
	}
	return slices.ContainsFunc(a, func(x news.Actor) bool {
		return slices.ContainsFunc(b, func(y news.Actor) bool { return x.Country == y.Country && (x.Country != "" || x.Name == y.Name) })
	})
}
