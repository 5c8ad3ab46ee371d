package eval

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"chancery/internal/news"
)

// columns of a line of labels, parted by tabs: a reader's account of one act.
const (
	colSentence = iota
	colTrigger
	colAct
	colType
	colSource
	colTarget
	colReciprocal
	colStatus
	colBackground
	colWhen
	colInterval
	colChannel
	colOccasion
	colCited
	colDeniedBy
	actColumns
)

// readActLabels reads labels of acts: a line "## PAGE", then a line an act.
// Empty lines and lines that begin with "//" are skipped. Events are as
// shared/tools/labels.py gives them: keyed by page and line; a date with an open
// end is loose, a target that is not told optional, and so is an act that is
// only supposed. Of the page as a whole labels say nothing.
func readActLabels(r io.Reader) ([]GoldPage, error) {
	var pages []GoldPage
	index := map[string]int{}
	page := -1
	lines := scanLines(r)
	for lines.Scan() {
		line := lines.Text()
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "//") {
			continue
		}
		if name, ok := strings.CutPrefix(line, "## "); ok {
			name = strings.TrimSpace(name)
			if page, ok = index[name]; !ok {
				page = len(pages)
				index[name] = page
				pages = append(pages, GoldPage{Page: name, actsOnly: true})
			}
			continue
		}
		if page < 0 {
			return nil, lines.errorf("an act before the first page")
		}
		p := &pages[page]
		e, err := labelledAct(strings.Split(line, "\t"))
		if err != nil {
			return nil, lines.errorf("%w", err)
		}
		e.Key = fmt.Sprintf("%s:%d", p.Page, lines.n)
		p.Events = append(p.Events, e)
	}
	return pages, lines.end()
}

func labelledAct(col []string) (e GoldEvent, err error) {
	if len(col) != actColumns {
		return e, fmt.Errorf("%d columns, want %d", len(col), actColumns)
	}
	e = GoldEvent{
		Type:       strings.Split(col[colType], "/"),
		Act:        col[colAct],
		Status:     news.Status(col[colStatus]),
		Background: col[colBackground] == "y",
		Reciprocal: col[colReciprocal] == "y",
		Optional:   news.Status(col[colStatus]) == news.Hypothetical,
	}
	var errs [4]error
	e.Source, e.SourceNames, errs[0] = labelledSide(col[colSource])
	e.Target, e.TargetNames, errs[1] = labelledSide(col[colTarget])
	e.Date, errs[2] = labelledInterval(col[colInterval])
	e.Sentences, errs[3] = labelledSentences(col[colSentence])
	if t := col[colTrigger]; t != "=" { // the sentence as a whole
		e.Trigger = t
	}
	e.OptionalTarget = len(e.Target) == 0
	e.LooseDate = e.Date.Days() < 0
	if c := col[colChannel]; c != "-" {
		e.Channel = &c
	}
	if o := col[colOccasion]; o != "-" {
		e.Occasion = &GoldOccasion{Name: o}
	}
	if c := col[colCited]; c != "-" {
		links := strings.Split(c, " < ")
		origin, n := placedWords(strings.TrimSpace(links[len(links)-1]))
		if n == 0 && len(e.Sentences) > 0 {
			n = e.Sentences[0]
		}
		e.Origin, e.OriginIn = []string{origin}, n
	}
	return e, errors.Join(errs[:]...)
}

// labelledSentences reads numbers, "4,1,9".
func labelledSentences(s string) (ns []int, err error) {
	for word := range strings.SplitSeq(s, ",") {
		n, err := strconv.Atoi(word)
		if err != nil {
			return nil, fmt.Errorf("sentence %q: want its number, or several with commas between", s)
		}
		ns = append(ns, n)
	}
	return ns, nil
}

// labelledSide reads parties, "the minister=RUS | they@3=USA+GBR": the codes,
// sorted, and the words; "-" is nobody, and before the codes no words.
func labelledSide(s string) (codes, words []string, err error) {
	if s == "-" {
		return nil, nil, nil
	}
	for party := range strings.SplitSeq(s, " | ") {
		party = strings.TrimSpace(party)
		at := strings.LastIndexByte(party, '=')
		if at < 0 {
			return nil, nil, fmt.Errorf("party %q: want WORDS=CODE, WORDS@SENTENCE=CODE or -=CODE", party)
		}
		for code := range strings.SplitSeq(party[at+1:], "+") {
			if !isCode(code) {
				return nil, nil, fmt.Errorf("party %q: code %q", party, code)
			}
			codes = append(codes, code)
		}
		if w := wordsOf(party[:at]); w != "-" && w != "" {
			words = append(words, w)
		}
	}
	return distinct(codes), words, nil
}

// isCode holds for the letters of a state or an organisation.
func isCode(s string) bool {
	return len(s) >= 2 && len(s) <= 5 && s[0] >= 'A' && s[0] <= 'Z' &&
		!strings.ContainsFunc(s, func(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') })
}

// wordsOf drops the number of the sentence that words stand in: "they@3".
func wordsOf(s string) string {
	words, _ := placedWords(s)
	return words
}

// placedWords are words and the number of the sentence that they stand in, 0
// where they do not say: "they@3".
func placedWords(s string) (string, int) {
	at := strings.LastIndexByte(s, '@')
	if at < 0 {
		return s, 0
	}
	n, err := strconv.ParseUint(s[at+1:], 10, 31)
	if err != nil {
		return s, 0
	}
	return s[:at], int(n)
}

// labelledInterval reads "FROM..TO", either end open.
func labelledInterval(s string) (v news.Interval, err error) {
	from, to, ok := strings.Cut(s, "..")
	if !ok {
		return v, fmt.Errorf("interval %q: want FROM..TO, either end may be empty", s)
	}
	var errs [2]error
	v.From, errs[0] = news.ParseDay(from)
	v.To, errs[1] = news.ParseDay(to)
	if err := errors.Join(errs[:]...); err != nil {
		return v, fmt.Errorf("interval %q: %w", s, err)
	}
	return v, nil
}
