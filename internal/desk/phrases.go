package desk

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"chancery/internal/query"
	"chancery/internal/survey"
)

// Bounds of a pair's phrases.
const (
	maxQuoted  = 400 // events whose quotes are read, the newest
	maxPhrases = 16  // of a group
	longPhrase = 5   // words
	inActs     = 2   // acts that a phrase is quoted in at least
)

// phrasesPage is what two states say to each other again and again.
type phrasesPage struct {
	A, B   string
	Codes  [2]string
	Acts   int // with quotes, that were read
	Older  int // that were not
	Years  []string
	Groups []phraseGroup
	All    string
}

type phraseGroup struct {
	Name, Says string
	Phrases    []phrase
}

// phrase is words and the acts of each year that they were quoted in.
type phrase struct {
	Text    string
	Years   []ritualYear
	Acts    int
	Address string
}

func (d *Desk) phrases(r *http.Request) (view, error) {
	a, b := strings.ToUpper(r.PathValue("a")), strings.ToUpper(r.PathValue("b"))
	text := query.Between + ":" + a + "," + b
	f, err := d.found(r.Context(), "", url.Values{query.Between: {a + "," + b}, query.Text: {query.Has + ":quote"}, query.Reverse: {"yes"}})
	if err != nil {
		return view{}, err
	}
	p := phrasesPage{A: d.Tell.Country(a), B: d.Tell.Country(b), Codes: [2]string{a, b}, Acts: min(f.Len(), maxQuoted), All: timelineOf(text + " " + query.Has + ":quote")}
	p.Older = f.Len() - p.Acts
	quoted, err := d.Survey.Quotes(r.Context(), f.IDs(0, maxQuoted))
	if err != nil {
		return view{}, err
	}
	p.Years, p.Groups = repeated(quoted, text)
	return view{page: "phrases.html", Title: "Phrases: " + p.A + " – " + p.B, Here: "pairs", Body: p}, nil
}

// repeated are the phrases that several acts are quoted with, by whether they
// came, went or stayed.
func repeated(quoted []survey.Quoted, text string) (years []string, groups []phraseGroup) {
	acts := map[string]map[int]int{} // by phrase and year
	first, last := 9999, 0
	for i := range quoted {
		e := &quoted[i]
		y := int(e.Date.From.Year)
		if e.Date.From.IsZero() || int(e.Date.To.Year) != y {
			continue
		}
		said := map[string]bool{}
		for _, q := range e.Quotes {
			gather(q.Text, said)
		}
		if len(said) > 0 {
			first, last = min(first, y), max(last, y)
		}
		for s := range said {
			if acts[s] == nil {
				acts[s] = map[int]int{}
			}
			acts[s][y]++
		}
	}
	first = max(first, last-maxYears+1)
	groups = []phraseGroup{{Name: "Came", Says: "first quoted in the later half of these years"}, {Name: "Went", Says: "not quoted in the later half any more"}, {Name: "Stayed", Says: "quoted in both"}}
	for _, s := range telling(acts) {
		x := phrase{Text: s, Address: timelineOf(text + " " + term(query.About, s))}
		early, late := 0, 0
		for y := first; y <= last; y++ {
			n := acts[s][y]
			x.Acts += n
			if 2*(y-first) <= last-first {
				early += n
			} else {
				late += n
			}
			x.Years = append(x.Years, ritualYear{Year: strconv.Itoa(y), Events: n, Address: timelineOf(text + " " + term(query.About, s) + " " + term(query.Date, strconv.Itoa(y)))})
		}
		n := 2
		switch {
		case early == 0:
			n = 0
		case late == 0 && last > first:
			n = 1
		}
		if len(groups[n].Phrases) < maxPhrases && x.Acts >= inActs {
			groups[n].Phrases = append(groups[n].Phrases, x)
		}
	}
	groups = slices.DeleteFunc(groups, func(g phraseGroup) bool { return len(g.Phrases) == 0 })
	if len(groups) == 0 {
		return nil, nil
	}
	for y := first; y <= last; y++ {
		years = append(years, strconv.Itoa(y))
	}
	return years, groups
}

// telling are the phrases of several acts, those of the most first, without those
// that are never quoted but within a longer one.
func telling(acts map[string]map[int]int) (out []string) {
	total := map[string]int{}
	for s, years := range acts {
		for _, n := range years {
			total[s] += n
		}
		if total[s] >= inActs {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b string) int {
		return cmp.Or(total[b]-total[a], strings.Count(b, " ")-strings.Count(a, " "), cmp.Compare(a, b))
	})
	var kept []string
	for _, s := range out[:min(len(out), 40*maxPhrases)] {
		if !slices.ContainsFunc(kept, func(k string) bool {
			return total[k] == total[s] && strings.Contains(" "+k+" ", " "+s+" ")
		}) {
			kept = append(kept, s)
		}
	}
	return kept
}

// gather adds the phrases of a text: two to five words that neither begin nor end
// with a word that says little.
func gather(text string, to map[string]bool) {
	ws := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '\'' && r != '’'
	})
	for i := range ws {
		if slight(ws[i]) {
			continue
		}
		for n := 2; n <= longPhrase && i+n <= len(ws); n++ {
			if !slight(ws[i+n-1]) {
				to[strings.Join(ws[i:i+n], " ")] = true
			}
		}
	}
}

// slight reports whether a word says little by itself.
func slight(w string) bool {
	if len([]rune(w)) < 3 {
		return true
	}
	switch w {
	case "the", "and", "that", "this", "with", "for", "are", "was", "were", "our", "its", "his", "her", "their", "has", "have", "had", "will", "would", "not", "but",
		"from", "into", "any", "all", "you", "your", "they", "them", "she", "who", "which", "what", "there", "than", "then", "been", "being", "such", "also", "can", "may", "must", "should", "could", "said":
		return true
	}
	return false
}
