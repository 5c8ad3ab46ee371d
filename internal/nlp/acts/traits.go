package acts

import (
	"slices"

	"chancery/internal/news"
)

// Traits are what is known of a candidate, and of where it stands as seen from
// the word that tells of an act. Each is a row of one table that the net adds
// up; the blocks below are where each trait's values begin.
const (
	traitDistance = 0                  // words between: sign × 9 steps; 18 in another sentence
	traitSentence = traitDistance + 19 // sentences between, -3 … 3 and beyond; 9 in the opening
	traitQuote    = traitSentence + 10 // how their quotations lie
	traitMention  = traitQuote + 4     // name, nominal, pronoun
	traitEntity   = traitMention + 3
	traitRole     = traitEntity + 10 // head of a phrase, or what modifies another
	traitSet      = traitRole + 2    // one, several
	traitRank     = traitSet + 2     // how often the page speaks of its state: first, second, third, less
	traitTime     = traitRank + 4    // how fine a time is
	traitAge      = traitTime + 12   // where a time lies before the page's day
	traitHistory  = traitAge + 9
	traitHolds    = traitHistory + 2 // a citing: its content holds the word, or not
	traitSource   = traitHolds + 2   // who is cited
	traitDirect   = traitSource + 6
)

var entityKinds = []news.EntityKind{news.Person, news.State, news.Organisation, news.ArmedGroup, news.Media, news.OfficeBody, news.Place, news.Holiday, news.Other}

func (p *page) partyTraits(m int) []int {
	mention := &p.an.Mentions[m]
	set := 0
	if len(mention.More) > 0 {
		set = 1
	}
	role := 0
	if mention.Modifier {
		role = 1
	}
	kind := len(entityKinds)
	if mention.Entity >= 0 {
		kind = max(0, slices.Index(entityKinds, p.an.Entities[mention.Entity].Kind))
	}
	return []int{
		traitMention + int(kindOf(mention.Kind)),
		traitEntity + kind,
		traitRole + role,
		traitSet + set,
		traitRank + min(3, p.rank[p.codes[m][0]]),
	}
}

var precisions = []news.Precision{news.Moment, news.DayPrecision, news.Yearless, news.Week, news.Month, news.Year, news.Range, news.Vague}

func (p *page) timeTraits(n int) []int {
	tm := &p.an.Times[n]
	fine := 0
	switch {
	case tm.Occasion != nil:
		fine = 1
	case tm.Type == news.Duration:
		fine = 2
	case tm.Type == news.Set:
		fine = 3
	default:
		fine = 4 + max(0, slices.Index(precisions, tm.Interval.Precision))
	}
	history := 0
	if tm.History {
		history = 1
	}
	return []int{traitTime + fine, traitAge + age(tm.Interval, p.an.PublishedIn(tm.Sentence)), traitHistory + history}
}

// age is where an interval lies as seen from the page's day: 0 unknown, 1 the
// day itself, 2 up to a week before, 3 a month, 4 a year, 5 earlier, 6 later,
// 7 around it, 8 where the page's day is not known to the week.
func age(v, published news.Interval) int {
	if !v.Known() {
		return 0
	}
	if published.To.IsZero() || published.Days() < 0 || published.Days() > 7 {
		return 8
	}
	day := published.To
	switch {
	case !v.From.IsZero() && v.From.After(day):
		return 6
	case v.To.IsZero() || v.To.After(day):
		return 7
	}
	switch back := day.Sub(v.To); {
	case back == 0:
		return 1
	case back <= 7:
		return 2
	case back <= 31:
		return 3
	case back <= 366:
		return 4
	}
	return 5
}

func (p *page) citingTraits(n int) []int {
	att := &p.an.Attributions[n]
	who := 0
	if att.Entity >= 0 {
		switch p.an.Entities[att.Entity].Kind {
		case news.Media:
			who = 1
		case news.Person:
			who = 2
		case news.State:
			who = 3
		case news.OfficeBody:
			who = 4
		default:
			who = 5
		}
	}
	direct := 0
	if att.Direct {
		direct = 1
	}
	return []int{traitSource + who, traitDirect + direct}
}

// placed is the traits of where a candidate stands, at word at and token tok,
// as seen from another word: it appends to dst.
func (w *Window) placed(dst []int, from, at, tok int) []int {
	a, b := &w.Words[from], &w.Words[at]
	distance := 18
	if a.Sentence == b.Sentence {
		distance = bucket(b.Token - a.Token)
	}
	sentence := min(max(b.Sentence-a.Sentence, -4), 4) + 4
	if a.Sentence != b.Sentence && w.titled(b) {
		sentence = 9
	}
	quote := 0
	switch {
	case a.Quote == b.Quote && a.Quote > 0:
		quote = 1
	case a.Quote > 0 && b.Quote != a.Quote:
		quote = 2
	case b.Quote > 0:
		quote = 3
	}
	dst = append(dst, traitDistance+distance, traitSentence+sentence, traitQuote+quote)
	return w.hung.between(dst, a.Token, tok, a.Sentence == b.Sentence)
}

// titled reports whether a word stands in the title.
func (w *Window) titled(x *Word) bool { return x.Place < w.Body }

func bucket(d int) int {
	side := 0
	if d > 0 {
		side = 9
	} else {
		d = -d
	}
	switch {
	case d < 4:
		return side + d
	case d < 6:
		return side + 4
	case d < 10:
		return side + 5
	case d < 20:
		return side + 6
	case d < 40:
		return side + 7
	}
	return side + 8
}
