package tell

import (
	"slices"
	"strings"
	"unicode"

	"chancery/internal/news"
)

// Utterance is what one speaker said once, in all its wordings.
type Utterance struct {
	Speaker, Addressee news.Actor // zero where not known
	Wordings           []Wording
}

// Wording is the words of an utterance as one report or several have them.
type Wording struct {
	Text    string // white space is one blank
	Direct  bool
	Reports []int // indices into the event's
	bag     map[string]bool
}

// What two wordings share to be of one utterance: words of four letters or more.
const (
	shareOfWords = .4 // of the shorter one's
	fewestShared = 2
)

// Utterances are an event's quotes, each utterance once; of the quotes the first
// so many. Wordings of different reports are of one where they share words, or
// where either report has nothing else of that speaker: translations need not
// share any.
func Utterances(e *news.Event, most int) (out []Utterance) {
	all := spoken(e)
	for _, q := range all[:min(len(all), most)] {
		w := Wording{Text: strings.Join(strings.Fields(q.Text), " "), Direct: q.Direct, Reports: []int{q.Report}}
		w.bag = bagOf(w.Text)
		place(&out, Utterance{q.Speaker, q.Addressee, []Wording{w}}, sole(all, q))
	}
	return out
}

// spoken are the event's quotes, and those of its reports that have the same
// words, which the event has once.
func spoken(e *news.Event) (out []news.Quote) {
	for _, q := range e.Quotes {
		if strings.TrimSpace(q.Text) != "" && q.Report >= 0 && q.Report < len(e.Reports) {
			out = append(out, q)
		}
	}
	own := len(out)
	for i := range e.Reports {
		for _, q := range e.Reports[i].Quotes {
			same := func(o news.Quote) bool { return o.Report == i && (o.Span == q.Span || o.Text == q.Text) }
			if q.Report = i; strings.TrimSpace(q.Text) != "" && !slices.ContainsFunc(out[:own], same) {
				out = append(out, q)
			}
		}
	}
	return out
}

// sole reports whether a quote is all that its report has of its speaker.
func sole(all []news.Quote, q news.Quote) bool {
	n := 0
	for _, o := range all {
		if o.Report == q.Report && o.Speaker == q.Speaker {
			n++
		}
	}
	return n == 1 && q.Speaker != (news.Actor{})
}

// place puts a wording to its utterance, or as a new one.
func place(all *[]Utterance, u Utterance, sole bool) {
	w := u.Wordings[0]
	best, most := -1, 0.0
	for i := range *all {
		o := &(*all)[i]
		if Name(o.Speaker) != Name(u.Speaker) && o.Speaker != (news.Actor{}) && u.Speaker != (news.Actor{}) {
			continue
		}
		for j := range o.Wordings {
			if strings.EqualFold(o.Wordings[j].Text, w.Text) {
				o.Wordings[j].by(w)
				return
			}
			if like := alike(w.bag, o.Wordings[j].bag); like > most && !o.has(w.Reports[0]) {
				best, most = i, like
			}
		}
		if sole && best < 0 && Name(o.Speaker) == Name(u.Speaker) && !o.has(w.Reports[0]) && len(*all) == 1 {
			best = i
		}
	}
	if best < 0 {
		*all = append(*all, u)
		return
	}
	o := &(*all)[best]
	o.Wordings = append(o.Wordings, w)
	if o.Speaker == (news.Actor{}) {
		o.Speaker = u.Speaker
	}
	if o.Addressee == (news.Actor{}) {
		o.Addressee = u.Addressee
	}
}

// by adds those who have the same words.
func (w *Wording) by(o Wording) {
	for _, r := range o.Reports {
		if !slices.Contains(w.Reports, r) {
			w.Reports = append(w.Reports, r)
		}
	}
	w.Direct = w.Direct || o.Direct
}

// has reports whether a report has a wording of the utterance.
func (u *Utterance) has(report int) bool {
	return slices.ContainsFunc(u.Wordings, func(w Wording) bool { return slices.Contains(w.Reports, report) })
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
