package names

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
)

// page is what the tokens and sentences of one article look like. The stages
// after it read it and write nothing in it.
type page struct {
	*Layer
	an    *news.Analysis
	text  string
	toks  []news.Token
	words []word
	sents []sentence
}

// word is what one token looks like.
type word struct {
	lower   string
	class   class
	sent    int32
	capital bool // begins with a capital letter
	caps    bool // two letters or more, all capitals
	quoted  bool // within quotation marks
}

// sentence is what one sentence looks like.
type sentence struct {
	first, last int  // without the dateline
	filed       int  // where its dateline begins; first when it has none
	headline    bool // nearly every word begins with a capital, which therefore says nothing
	aside       bool // by-line, credit, "Reporting by": its persons are no part of the story
	title       bool
}

func newPage(l *Layer, an *news.Analysis) *page {
	p := &page{
		Layer: l, an: an, text: an.Article.Text, toks: an.Tokens,
		words: make([]word, len(an.Tokens)), sents: make([]sentence, len(an.Sentences)),
	}
	for i := range p.toks {
		p.words[i] = p.look(p.toks[i].Text)
		p.words[i].sent = -1
	}
	block := -1
	for s, sent := range an.Sentences {
		p.sents[s] = p.lookSentence(sent, sent.Block != block)
		for i := p.sents[s].filed; i < p.sents[s].last; i++ {
			p.words[i].sent = int32(s)
		}
		block = sent.Block
	}
	p.markQuotes()
	return p
}

func (p *page) look(text string) word {
	w := word{lower: strings.ToLower(text)}
	w.class = p.lex.classes[w.lower]
	upper, lower := 0, 0
	for i, r := range text {
		switch {
		case unicode.IsUpper(r):
			upper++
			if i == 0 {
				w.capital = true
			}
		case unicode.IsLower(r):
			lower++
		}
	}
	if r, _ := utf8.DecodeRuneInString(text); unicode.IsTitle(r) {
		w.capital = true
	}
	w.caps = upper > 1 && lower == 0
	return w
}

// lookSentence looks at a sentence; opens says that it begins a block.
func (p *page) lookSentence(s news.Sentence, opens bool) sentence {
	out := sentence{first: max(s.First, 0), last: min(s.Last, len(p.toks))}
	if out.first > out.last {
		out.first = out.last
	}
	out.filed = out.first
	if s.Block >= 0 && s.Block < len(p.an.Article.Blocks) {
		switch p.an.Article.Blocks[s.Block].Part {
		case news.Byline, news.Credit, news.Dateline:
			out.aside = true
		case news.Title, news.Heading:
			out.title = true
		}
	}
	out.first = p.body(&out, opens)
	capitals, lows := 0, 0
	for i := out.first; i < out.last; i++ {
		w := &p.words[i]
		if r, _ := utf8.DecodeRuneInString(w.lower); !unicode.IsLetter(r) || len(w.lower) < 3 {
			continue
		}
		switch {
		case w.capital && len(w.lower) > 3:
			capitals++
		case !w.capital && !smallWords[w.lower]:
			lows++
		}
	}
	out.headline = capitals >= 3 && lows == 0 || out.title && capitals >= 5 && lows*8 <= capitals
	if out.last > out.first {
		switch p.words[out.first].lower {
		case "reporting", "editing", "writing", "additional", "compiled", "photo", "byline":
			for i := out.first; i < min(out.first+4, out.last); i++ {
				out.aside = out.aside || p.words[i].lower == "by"
			}
		case "by":
			out.aside = out.aside || out.last-out.first <= 8 && p.sentenceIsBlock(s)
		}
	}
	return out
}

// smallWords are the longer words that headlines in title case leave small.
var smallWords = map[string]bool{"with": true, "from": true, "over": true, "amid": true, "into": true, "after": true, "that": true, "than": true,
	"upon": true, "between": true, "against": true, "during": true, "under": true, "about": true, "and": true,
	"the": true, "for": true, "its": true, "his": true, "her": true, "but": true, "nor": true, "via": true, "per": true, "off": true, "out": true, "not": true}

func (p *page) sentenceIsBlock(s news.Sentence) bool {
	return s.Block >= 0 && s.Block < len(p.an.Article.Blocks) && p.an.Article.Blocks[s.Block].Span == s.Span
}

// markQuotes flags the tokens between double quotation marks, block by block;
// a mark left open runs to the end of its block.
func (p *page) markQuotes() {
	block, open := -1, false
	for s := range p.sents {
		if b := p.an.Sentences[s].Block; b != block {
			block, open = b, false
		}
		for i := p.sents[s].first; i < p.sents[s].last; i++ {
			switch p.toks[i].Text {
			case "“", "``", "«", "„":
				open = true
				continue
			case "”", "''", "»":
				open = false
				continue
			case `"`:
				open = !open
				continue
			}
			p.words[i].quoted = open
		}
	}
}

func (p *page) aside(ph *phrase) bool { return p.sents[p.words[ph.first].sent].aside }

// headlined reports whether token i stands in a headline.
func (p *page) headlined(i int) bool { return p.sents[p.words[i].sent].headline }

// filed reports whether token i stands in its sentence's dateline.
func (p *page) filed(i int) bool {
	s := p.words[i].sent
	return s >= 0 && i < p.sents[s].first
}

// cut is the text of tokens [first, last).
func (p *page) cut(first, last int) string {
	if first < 0 || last > len(p.toks) || first >= last {
		return ""
	}
	return news.Span{Start: p.toks[first].Start, End: p.toks[last-1].End}.In(p.text)
}

// lower is token i's lower-case text; "" outside the page.
func (p *page) lower(i int) string {
	if i < 0 || i >= len(p.words) {
		return ""
	}
	return p.words[i].lower
}

// is reports whether token i has any of the classes.
func (p *page) is(i int, c class) bool {
	return i >= 0 && i < len(p.words) && p.words[i].class&c != 0
}

// isForm reports the same of the token or its dictionary form.
func (p *page) isForm(i int, c class) bool {
	return p.is(i, c) || p.lex.classes[p.lemma(i)]&c != 0
}

func (p *page) possessiveMark(i int) bool {
	switch p.lower(i) {
	case "'s", "’s", "'", "’":
		return true
	}
	return false
}

// glued reports whether nothing stands between token i-1 and token i.
func (p *page) glued(i int) bool {
	return i > 0 && i < len(p.toks) && p.toks[i-1].End == p.toks[i].Start
}

// wordy reports whether token i is a word, not a mark or a clitic.
func (p *page) wordy(i int) bool {
	r, _ := utf8.DecodeRuneInString(p.toks[i].Text)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func (p *page) numeralStart(i int) bool {
	t := p.toks[i].Text
	return len(t) > 0 && t[0] >= '0' && t[0] <= '9'
}

// starting reports whether token i is capitalised for where it stands: at the
// start of a sentence or of a quotation.
func (p *page) starting(i int, s *sentence) bool {
	if i == s.first || s.headline {
		return true
	}
	switch p.toks[i-1].Text {
	case "“", `"`, "‘", "'", "``", ":", "—", "–", "-", "•", "*", ".", "…", ")", "]", ";", "?", "!", "«":
		return !p.glued(i) || p.toks[i-1].Text != "-"
	}
	return i == s.first+1 && !p.words[i-1].capital && utf8.RuneCountInString(p.words[i-1].lower) == 1
}

// given reports whether token i is a given name.
func (p *page) given(i int) bool { return p.is(i, given|female) && p.words[i].capital }

// innerCapitals are the words that the page writes with a capital within a
// sentence too, so that they are names.
func (p *page) innerCapitals() map[string]bool {
	inner := map[string]bool{}
	for s := range p.sents {
		if p.sents[s].headline {
			continue
		}
		for i := p.sents[s].first + 1; i < p.sents[s].last; i++ {
			if p.words[i].capital && !p.starting(i, &p.sents[s]) {
				inner[p.words[i].lower] = true
			}
		}
	}
	return inner
}

// squeeze makes one space of every run of white space.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// titleCase writes a word in capitals as a name.
func titleCase(s string) string {
	words := strings.Fields(strings.ToLower(s))
	for i, w := range words {
		if r := []rune(w); len(r) > 0 {
			words[i] = strings.ToUpper(string(r[0])) + string(r[1:])
		}
	}
	return strings.Join(words, " ")
}
