// Dump reads pages as the program does and writes what the reader of acts is
// fitted on: a line a page, with its sentences, tokens, candidates and the
// windows that the encoder reads.
//
//	go run ./training/acts/dump <pages.jsonl >windows.jsonl
//	go run ./training/acts/dump -sentences FOLDER <pages.jsonl
//
// A line in is {"page": …, "published": "2024-05-09", "outlet": …, "text": …}.
// With -sentences, each page's numbered sentences go to FOLDER/PAGE.sent, for
// people to label.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"

	"chancery/internal/extract"
	"chancery/internal/gazetteer"
	"chancery/internal/news"
	"chancery/internal/nlp"
	"chancery/internal/nlp/acts"
)

type pageIn struct {
	Page, Published, Outlet, Text string
}

type sentenceOut struct {
	First, Last, Start, End int
	Part                    news.Part
	Text                    string
}

type spanOut struct {
	First, Last int
	Codes       []string `json:",omitempty"`
	Text        string
	Interval    *news.Interval `json:",omitempty"`
}

type pageOut struct {
	Page      string
	Published news.Interval
	Sentences []sentenceOut
	Tokens    [][2]int // byte offsets
	Mentions  []spanOut
	Times     []spanOut
	Citings   []spanOut // sources
	Windows   []acts.Window
	Hung      *acts.Hung
	Lemmas    []string
	UPOS      []string
}

func main() {
	folder := flag.String("sentences", "", "write numbered sentences to `FOLDER`")
	flag.Parse()
	if err := run(os.Stdin, os.Stdout, *folder); err != nil {
		fmt.Fprintln(os.Stderr, "dump:", err)
		os.Exit(1)
	}
}

func run(r io.Reader, w io.Writer, folder string) error {
	g, err := gazetteer.Load()
	if err != nil {
		return err
	}
	z, err := nlp.New(g)
	if err != nil {
		return err
	}
	deeds, err := acts.New(g)
	if err != nil {
		return err
	}
	x, err := extract.New()
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	var mu sync.Mutex
	var wg sync.WaitGroup
	var failed error
	pages := make(chan pageIn)
	for range runtime.NumCPU() {
		wg.Go(func() {
			for p := range pages {
				err := one(z, deeds, x, p, folder, func(o pageOut) error {
					mu.Lock()
					defer mu.Unlock()
					return enc.Encode(o)
				})
				if err != nil {
					mu.Lock()
					failed = err
					mu.Unlock()
				}
			}
		})
	}
	in := json.NewDecoder(bufio.NewReader(r))
	for {
		var p pageIn
		if err := in.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
		pages <- p
	}
	close(pages)
	wg.Wait()
	return errors.Join(failed, out.Flush())
}

func one(z *nlp.Analyzer, deeds *acts.Layer, x *extract.Extractor, p pageIn, folder string, write func(pageOut) error) error {
	a, err := x.Extract(&news.Page{Path: p.Page + ".txt", Body: []byte(p.Text), Media: "text/plain"})
	if err != nil {
		return fmt.Errorf("%s: %w", p.Page, err)
	}
	if d, err := news.ParseDay(p.Published); err == nil && !d.IsZero() {
		a.Published = news.OneDay(d, "given")
	}
	an := z.PrepareFully(a)
	o := pageOut{Page: p.Page, Published: an.Published}
	for _, s := range an.Sentences {
		o.Sentences = append(o.Sentences, sentenceOut{s.First, s.Last, s.Start, s.End, a.Blocks[s.Block].Part, s.In(a.Text)})
	}
	if folder != "" {
		return numbered(filepath.Join(folder, p.Page+".sent"), p, o.Sentences)
	}
	for _, t := range an.Tokens {
		o.Tokens = append(o.Tokens, [2]int{t.Start, t.End})
		o.Lemmas = append(o.Lemmas, t.Lemma)
		o.UPOS = append(o.UPOS, t.UPOS)
	}
	for m := range an.Mentions {
		x := &an.Mentions[m]
		o.Mentions = append(o.Mentions, spanOut{First: x.First, Last: x.Last, Text: x.In(a.Text)})
	}
	for n := range an.Times {
		x := &an.Times[n]
		o.Times = append(o.Times, spanOut{First: x.First, Last: x.Last, Text: x.In(a.Text), Interval: &x.Interval})
	}
	for n := range an.Attributions {
		x := &an.Attributions[n]
		o.Citings = append(o.Citings, spanOut{First: x.Source.Start, Last: x.Source.End, Text: x.Source.In(a.Text)})
	}
	o.Windows, o.Hung = deeds.Windows(an)
	return write(o)
}

var spaces = regexp.MustCompile(`\s+`)

func numbered(file string, p pageIn, sentences []sentenceOut) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n# published %s\n# outlet %s\n", p.Page, p.Published, p.Outlet)
	for i, s := range sentences {
		part := ""
		if s.Part != news.Body {
			part = "(" + string(s.Part) + ") "
		}
		fmt.Fprintf(&b, "[%d] %s%s\n", i+1, part, spaces.ReplaceAllString(s.Text, " "))
	}
	return os.WriteFile(file, []byte(b.String()), 0o644)
}
