package source

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"chancery/internal/anybytes"
)

// proseLen is how much of a file is looked at to tell whether it is prose, or
// a table.
const proseLen = 8 << 10

// Prose as it stands in news: lines of words that no markup and no program
// has, which make up most of the text.
const (
	proseWords   = 8   // of a line, at least
	proseLetters = .75 // of a line, blanks aside
	proseShare   = .6  // of the bytes in lines that are prose
)

// syntax is what lines of markup, of programs and of their settings begin with,
// end in or hold, and lines of a news page do not.
var syntax = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(strings.Join([]string{
		`^ {0,3}#{1,6} \S`, "^ {0,3}(?:```|~~~)", `\]\(\S`, `!\[`, `^\s*\|.*\|\s*$`, `\*\*\w[^*]*\*\*`, "(?:^|[^`])`[\\w./:-][^`']*`", "``[^`']+``", `^\.\. `, `^=+ \S`, `^:[\w-]+:`, // Markdown and its like
		`^\s*(?://|/\*|\*/|<!--|#include|#!|"""|'''|;;|%|\\[a-zA-Z]+[{\[]|<\?)`, // comments, preambles
		`[{}]\s*$`, `[=(].*\);\s*$`, `^\s*[)\]}]+[;,]?\s*$`, `=>|[^-]->|::|<-|:=|==|\+=|!=|&&|\|\|`, // statements
		`^\s*(?:import|package|from|use|require|using|namespace|module) [\w.:/"'{}<>*-]+(?: (?:import|as) .*)?;?\s*$`,
		`^\s*(?:def|fn|func|function|sub|class|struct|enum|interface|trait|impl|pub|public|private|static) ?[\w<>&. ]*[({:<]`,
		`^\s*(?:let|const|var|my|local|return) .*[=;]`, `(?i:^\s*(?:select|insert into|create table|drop table|alter table|update) .*[;(*,]\s*$)`,
		`^\s*(?:- )?[a-z_][\w.-]*:(?:\s|$)`, `^\s*"[^"]*"\s*:`, `^\s*[\w.-]+\s*=`, `^\s*\[\[?[\w. "-]+\]\]?\s*$`, // settings
	}, "|"))
})

// isProse reports whether a text begins as a news page's does, whatever its
// name: no line of it is markup or code, and most of it is sentences.
func isProse(head []byte) bool {
	if binary(head) {
		return false
	}
	head = anybytes.Beginning(head)
	lines := bytes.Split(head, []byte("\n"))
	if len(lines) > 1 && len(head) >= proseLen {
		lines = lines[:len(lines)-1] // the last is cut
	}
	prose, all := 0, 0
	if bytes.HasPrefix(head, []byte("---\n")) || bytes.HasPrefix(head, []byte("---\r\n")) { // front matter
		return false
	}
	for _, l := range lines {
		if l = bytes.TrimRight(l, " \t\r"); len(l) == 0 {
			continue
		}
		if syntax().Match(l) {
			return false
		}
		all += len(l)
		if isProseLine(l) {
			prose += len(l)
		}
	}
	return prose > 0 && float64(prose) >= proseShare*float64(all)
}

// isProseLine reports whether a line is words, with what stands between words.
func isProseLine(line []byte) bool {
	words := bytes.Fields(line)
	if len(words) < proseWords {
		return false
	}
	letters, others := 0, 0
	for _, w := range words {
		for len(w) > 0 {
			r, n := utf8.DecodeRune(w)
			if w = w[n:]; unicode.IsLetter(r) || r == utf8.RuneError { // of another charset
				letters++
			} else {
				others++
			}
		}
	}
	return float64(letters) >= proseLetters*float64(letters+others)
}

// Tables as their own bytes tell them: a heading of short names, then rows of
// as many cells.
type shape struct{ rows, columns int } // at least, the heading included

var (
	anyTable   = shape{rows: 4, columns: 3}
	namedTable = shape{rows: 2, columns: 2} // where the file's name says so already
)

var columnName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[\p{L}_#][\p{L}\p{N} _./#()-]{0,39}$`)
})

// isTable reports whether a text is a table of comma-, semicolon- or
// tab-separated values, whatever its name.
func (least shape) isTable(body []byte) bool {
	head := body[:min(len(body), proseLen)]
	for _, comma := range "\t,;" {
		if least.isParted(head, comma, len(head) < len(body)) {
			return true
		}
	}
	return false
}

func (least shape) isParted(head []byte, comma rune, cut bool) bool {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(head, bom)))
	r.Comma, r.ReuseRecord = comma, true
	rows := 0
	for ; ; rows++ {
		row, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return rows >= least.rows
		case err != nil: // the last row of a head may be cut
			return cut && rows >= least.rows && r.InputOffset() >= int64(len(head))
		case len(row) < least.columns:
			return false
		}
		if rows > 0 {
			continue
		}
		for _, name := range row {
			if !columnName().MatchString(name) {
				return false
			}
		}
	}
}
