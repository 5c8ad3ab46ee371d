// Tokens cuts texts into the program's own sentences and tokens, so that
// models are fitted on the tokens that they will read.
//
//	go run ./training/encoder/tokens <texts.jsonl >tokens.jsonl
//
// A line in is {"id": …, "text": …}; its paragraphs are cut at line breaks. A
// line out is {"id": …, "sentences": [{"paragraph": 0, "tokens": [[start, end], …]}, …]}
// with offsets in characters of the text, not in bytes.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"chancery/internal/news"
	"chancery/internal/nlp/token"
)

type sentence struct {
	Paragraph int      `json:"paragraph"`
	Tokens    [][2]int `json:"tokens"`
}

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "tokens:", err)
		os.Exit(1)
	}
}

func run(r io.Reader, w io.Writer) error {
	in, out := json.NewDecoder(bufio.NewReader(r)), bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	for {
		var line struct{ ID, Text string }
		switch err := in.Decode(&line); {
		case errors.Is(err, io.EOF):
			return out.Flush()
		case err != nil:
			return fmt.Errorf("reading texts: %w", err)
		}
		if err := enc.Encode(struct {
			ID        string     `json:"id"`
			Sentences []sentence `json:"sentences"`
		}{line.ID, sentences(line.Text)}); err != nil {
			return err
		}
	}
}

func sentences(text string) []sentence {
	a := &news.Article{Text: text}
	at := 0
	for line := range strings.Lines(text) {
		start := at + len(line) - len(strings.TrimLeft(line, " \t\r\n"))
		if end := at + len(strings.TrimRight(line, " \t\r\n")); start < end {
			a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: start, End: end}, Part: news.Body})
		}
		at += len(line)
	}
	found, tokens := token.Split(a)
	characters := make([]int, len(text)+1) // by byte offset
	n := 0
	for i := range text {
		characters[i] = n
		n++
	}
	characters[len(text)] = n
	out := make([]sentence, len(found))
	for i, s := range found {
		out[i].Paragraph = s.Block
		for _, t := range tokens[s.First:s.Last] {
			out[i].Tokens = append(out[i].Tokens, [2]int{characters[t.Start], characters[t.End]})
		}
	}
	return out
}
