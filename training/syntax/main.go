// Command syntax fits the tagger and the parser of internal/nlp/syntax to
// treebanks in CoNLL-U. models/syntax/README.md tells which, and how to call it.
package main

import (
	"flag"
	"fmt"
	"html"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"chancery/internal/conllu"
	"chancery/internal/eval"
	"chancery/internal/news"
	"chancery/internal/nlp/syntax"
	"chancery/internal/nlp/token"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "syntax:", err)
		os.Exit(1)
	}
}

func run() error {
	out := flag.String("o", "models/syntax/en.bin", "write the model to `file`")
	dev := flag.String("dev", "", "score the model on these CoNLL-U files (glob)")
	plain := flag.String("plain", "", "text files (comma-separated globs) for the word classes: .txt, .xml, .tml, .tsv, .conllu, column files")
	var opt syntax.Options
	flag.Uint64Var(&opt.Seed, "seed", 1, "of all random choices")
	flag.IntVar(&opt.TagRounds, "tag-rounds", 0, "over the data; 0: the default")
	flag.IntVar(&opt.ParseRounds, "parse-rounds", 0, "over the data; 0: the default")
	flag.IntVar(&opt.MinUpdates, "min-updates", 0, "before a feature counts; 0: the default")
	flag.Float64Var(&opt.Prune, "prune", 0, "drop weights below this share of the largest")
	written := flag.Int("newswire", 1500, "sentences of our own grammar to learn from")
	flag.Parse()
	if flag.NArg() == 0 {
		return fmt.Errorf("no treebank given: FILE.conllu … (globs; FILE*2 is read twice)")
	}
	opt.Log = slog.New(slog.NewTextHandler(os.Stderr, nil))

	var sentences [][]news.Token
	for _, arg := range flag.Args() {
		glob, times := arg, 1
		if i := strings.LastIndex(arg, "*"); i > 0 && i == len(arg)-2 && arg[i+1] >= '1' && arg[i+1] <= '9' {
			glob, times = arg[:i], int(arg[i+1]-'0')
		}
		paths, err := files(glob)
		if err != nil {
			return err
		}
		for range times {
			for _, path := range paths {
				s, err := read(path)
				if err != nil {
					return err
				}
				sentences = append(sentences, s...)
			}
		}
	}
	own, err := newswire(*written, opt.Seed)
	if err != nil {
		return err
	}
	sentences = append(sentences, own...)
	if *plain != "" {
		for glob := range strings.SplitSeq(*plain, ",") {
			paths, err := files(glob)
			if err != nil {
				return err
			}
			for _, path := range paths {
				lines, err := readPlain(path)
				if err != nil {
					return err
				}
				opt.Plain = append(opt.Plain, lines...)
			}
		}
	}

	f, err := os.Create(*out)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := syntax.Train(f, sentences, opt); err != nil {
		return fmt.Errorf("training: %w", err)
	}
	if err := f.Close(); err != nil {
		return err
	}
	if *dev == "" {
		return nil
	}
	return score(*out, *dev)
}

func files(glob string) ([]string, error) {
	paths, err := filepath.Glob(glob)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", glob, err)
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("%s: no such file", glob)
	}
	return paths, nil
}

func read(path string) ([][]news.Token, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out [][]news.Token
	for s, err := range conllu.Read(f) {
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		out = append(out, s.Tokens)
	}
	return out, nil
}

// readPlain reads the sentences of a file by what it is: a treebank's words,
// the first column of a column file, or running text without its markup, a
// line a paragraph.
func readPlain(path string) ([][]string, error) {
	if filepath.Ext(path) == ".conllu" {
		sentences, err := read(path)
		if err != nil {
			return nil, err
		}
		var out [][]string
		for _, s := range sentences {
			out = append(out, words(s))
		}
		return out, nil
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	text := strings.ToValidUTF8(string(b), " ")
	if strings.HasPrefix(text, "-DOCSTART-") {
		var out [][]string
		var sentence []string
		for line := range strings.Lines(text) {
			word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
			if word != "" {
				sentence = append(sentence, word)
				continue
			}
			if len(sentence) > 1 {
				out = append(out, sentence)
			}
			sentence = nil
		}
		return out, nil
	}
	switch filepath.Ext(path) {
	case ".tml", ".xml", ".html":
		text = html.UnescapeString(markup.ReplaceAllString(text, ""))
	case ".tsv":
		var fields []string
		for line := range strings.Lines(text) {
			cols := strings.Split(line, "\t")
			field := ""
			for _, c := range cols {
				if len(c) > len(field) && !strings.ContainsAny(c, "<{[") {
					field = c
				}
			}
			fields = append(fields, field)
		}
		text = strings.Join(fields, "\n")
	}
	a := &news.Article{Text: text}
	at := 0
	for line := range strings.Lines(text) {
		a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: at, End: at + len(line)}, Part: news.Body})
		at += len(line)
	}
	sentences, tokens := token.Split(a)
	var out [][]string
	for _, s := range sentences {
		out = append(out, words(tokens[s.First:s.Last]))
	}
	return out, nil
}

var markup = regexp.MustCompile(`(?s)<script.*?</script>|<style.*?</style>|<[^>]*>`)

func words(tokens []news.Token) []string {
	out := make([]string, len(tokens))
	for i, t := range tokens {
		out[i] = t.Text
	}
	return out
}

func score(model, glob string) error {
	file, err := os.ReadFile(model)
	if err != nil {
		return err
	}
	p, err := syntax.Read(string(file))
	if err != nil {
		return err
	}
	paths, err := files(glob)
	if err != nil {
		return err
	}
	var total eval.SyntaxScores
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		s, err := eval.Syntax(f, p)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		total.Add(s)
	}
	fmt.Print(total)
	return nil
}
