package token

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/news"
)

// sentenceLen gives how many of a block's remaining tokens make its next
// sentence: one at least.
func sentenceLen(text string, tokens []news.Token) int {
	n := min(len(tokens), MaxSentence)
	for i := range n {
		if blankLine(text, tokens, i+1) {
			return i + 1
		}
		if !final(tokens, i) {
			continue
		}
		end := closers(tokens, i+1)
		if end > MaxSentence {
			break
		}
		if end == len(tokens) || ends(tokens, i, end) {
			return end
		}
	}
	if len(tokens) <= MaxSentence {
		return len(tokens)
	}
	for _, marks := range []string{";", ":—–", ","} {
		for i := MaxSentence - 1; i > MaxSentence/4; i-- {
			if r, _ := utf8.DecodeRuneInString(tokens[i].Text); strings.ContainsRune(marks, r) {
				return i + 1
			}
		}
	}
	return MaxSentence
}

// blankLine reports whether a blank line parts the tokens i-1 and i.
func blankLine(text string, tokens []news.Token, i int) bool {
	if i >= len(tokens) {
		return false
	}
	gap := text[tokens[i-1].End:tokens[i].Start]
	return len(gap) > 1 && strings.Count(gap, "\n") > 1
}

// final reports whether the token i can end a sentence.
func final(tokens []news.Token, i int) bool {
	t := tokens[i].Text
	switch t[len(t)-1] {
	case '.':
		return true
	case '?', '!':
		return true
	}
	switch t {
	case "…", "。", "！", "？", "؟", "।", "⋯":
		return true
	}
	return false
}

// maxClosers bounds the marks that close one sentence.
const maxClosers = 8

// closers gives the token after the quotation marks, brackets and note marks
// that close the sentence ending before token i.
func closers(tokens []news.Token, i int) int {
	for limit := min(len(tokens), i+maxClosers); i < limit; {
		t := tokens[i]
		glued := tokens[i-1].End == t.Start
		switch t.Text {
		case "”", "»", ")", "’":
			if !glued && t.Text != "”" {
				return i
			}
			i++
		case "]", "!", "?", ".", "…", "''", "！", "？", "。":
			if !glued {
				return i
			}
			i++
		case `"`, "'":
			// It closes when glued to what is before, and not to what follows.
			if !glued || i+1 < len(tokens) && tokens[i+1].Start == t.End && isWordStart(tokens[i+1].Text) && !isUpperInitial(tokens[i+1].Text) {
				return i
			}
			i++
		case "[":
			if !glued || i+2 >= len(tokens) || tokens[i+2].Text != "]" || !isDigit(rune(tokens[i+1].Text[0])) {
				return i
			}
			i += 3
		default:
			return i
		}
	}
	return i
}

func isWordStart(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isWord(r)
}

// ends reports whether the sentence ends before token end, its final mark
// being token i and those between closing it.
func ends(tokens []news.Token, i, end int) bool {
	mark, next := tokens[i].Text, tokens[end]
	glued := tokens[end-1].End == next.Start
	quoted := end > i+1

	// The word after opening quotation marks, brackets and bullets tells.
	k := end
	for k < len(tokens) && isOpener(tokens[k].Text) {
		k++
	}
	word := next.Text
	if k < len(tokens) {
		word = tokens[k].Text
	}
	opened := k > end
	first, _ := utf8.DecodeRuneInString(word)
	upper := unicode.IsUpper(first) || unicode.IsLetter(first) && !unicode.IsLower(first)

	switch first {
	case ',', ';', ':', ')', '?', '!', '.', '-', '—', '–', '/', '%':
		if mark[0] != '.' || first != '-' && first != '—' && first != '–' {
			return false
		}
		return !glued && mark == "."
	}
	if unicode.IsLower(first) {
		// "The talks failed. al-Assad …"
		return mark == "." && !quoted && !glued && (word == "al" || word == "el" || word == "iPhone") &&
			k+1 < len(tokens) && tokens[k+1].Text == "-"
	}

	if len(mark) > 1 && mark[len(mark)-1] == '.' && mark[0] != '.' { // an abbreviation
		if glued && !quoted {
			return false
		}
		return abbreviationEnds(tokens, i, word, opened, quoted)
	}
	switch mark[0] {
	case '.':
		if i == 0 || enumerator(tokens[:i]) {
			return quoted && i > 0
		}
		if glued && !quoted && !opened {
			// A space is missing: "in Korea.He said".
			prev := tokens[i-1].Text
			r, _ := utf8.DecodeLastRuneInString(prev)
			return upper && len(prev) > 1 && (unicode.IsLower(r) || isDigit(r)) && (len(word) > 1 || word == "I" || word == "A")
		}
		if strings.HasPrefix(mark, "..") && isDigit(first) {
			return false
		}
		return true
	case '?', '!':
		if glued && !quoted && !opened {
			return upper
		}
		if (quoted || mark[0] == '!') && said(tokens[k:]) {
			return false
		}
		return true
	}
	if strings.HasPrefix(mark, "…") {
		return upper && !glued || opened
	}
	return true
}

// abbreviationEnds reports whether the abbreviation at i ends its sentence
// before word.
func abbreviationEnds(tokens []news.Token, i int, word string, opened, quoted bool) bool {
	t := tokens[i].Text
	kind := abbreviations[strings.ToLower(t[:len(t)-1])]
	switch {
	case quoted:
		return kind != title && kind != leading && (kind != calendar || !isDigit(rune(word[0])))
	case kind == title && t != "Sr." || kind == numbered || kind == leading:
		return false
	case opened:
		return kind != calendar && tokens[i+1].Text != "(" && tokens[i+1].Text != "["
	case starters[word] && word != "I":
		// "J. The", but "B. A. Smith" and "A. I"
		return len(word) > 1 || kind == proper || kind == common
	}
	if t == "a.m." || t == "p.m." || kind == common {
		return isUpperInitial(word) && !zones[word]
	}
	return false
}

// zones follow a time of day.
var zones = map[string]bool{
	"GMT": true, "EST": true, "EDT": true, "ET": true, "PT": true, "PST": true, "PDT": true, "CET": true, "CEST": true, "UTC": true,
	"BST": true, "KST": true, "JST": true, "Moscow": true, "Eastern": true, "Pacific": true, "Central": true, "Monday": true, "Tuesday": true,
	"Wednesday": true, "Thursday": true, "Friday": true, "Saturday": true, "Sunday": true,
}

func isOpener(s string) bool {
	switch s {
	case `"`, "“", "‘", "'", "``", "«", "„", "(", "[", "`":
		return true
	}
	return false
}

// enumerator reports whether a sentence's tokens so far are only a number or
// a letter, as of a list: "1.", "a.".
func enumerator(tokens []news.Token) bool {
	if len(tokens) > 2 || len(tokens) == 2 && !isOpener(tokens[0].Text) {
		return false
	}
	t := tokens[len(tokens)-1].Text
	if utf8.RuneCountInString(t) == 1 {
		return isWordStart(t)
	}
	for _, r := range t {
		if !isDigit(r) {
			return false
		}
	}
	return len(t) < 4
}

// said reports whether tokens start with a name of up to five words and a
// verb of speaking: what follows "Why?" in “Why?” President Assad asked.
func said(tokens []news.Token) bool {
	for i, t := range tokens {
		if i > 5 {
			return false
		}
		if speaking[t.Text] {
			return i > 0
		}
		if !isUpperInitial(t.Text) || i == 0 && starters[t.Text] && t.Text != "The" && t.Text != "He" && t.Text != "She" && t.Text != "They" && t.Text != "I" {
			return false
		}
	}
	return false
}
