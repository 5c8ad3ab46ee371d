// Command tokens prints the sentences of plain-text articles, one a line,
// tokens separated by tabs: what silver.py labels.
//
//	go run ./training/syntax/tokens FILE… >sentences.tsv
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"chancery/internal/news"
	"chancery/internal/nlp/token"
)

func main() {
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	for _, name := range os.Args[1:] {
		b, err := os.ReadFile(name)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			continue
		}
		a := article(strings.ToValidUTF8(string(b), " "))
		sentences, tokens := token.Split(a)
		for _, s := range sentences {
			words := make([]string, 0, s.Last-s.First)
			for _, t := range tokens[s.First:s.Last] {
				words = append(words, t.Text)
			}
			fmt.Fprintln(w, strings.Join(words, "\t"))
		}
	}
}

// article takes each line of text for a paragraph of the body.
func article(text string) *news.Article {
	a := &news.Article{Text: text}
	at := 0
	for line := range strings.SplitAfterSeq(text, "\n") {
		if s := strings.TrimSpace(line); s != "" {
			start := at + strings.Index(line, s)
			a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: start, End: start + len(s)}, Part: news.Body})
		}
		at += len(line)
	}
	return a
}
