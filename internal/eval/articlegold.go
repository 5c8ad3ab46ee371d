package eval

import (
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// ArticleGold is a web page and what its set says of it; what the set does not
// say is empty.
type ArticleGold struct {
	Name, URL     string
	File          string // HTML in the set's folder, gzipped where its name ends in ".gz"
	Title, Date   string
	Author        string
	Body          string
	With, Without []string // what the body must hold, and must not
}

// ReadArticleGold reads the gold of a folder in one of three formats: that of
// article-extraction-benchmark (ground-truth.json, html/NAME.html.gz), of WCXB
// (gold.json with "ground_truth", NAME.html.gz), of trafilatura's evaluation
// (gold.json by URL with "file", "with", "without"). A page may be gzipped or
// not; one that is not in the folder is left out.
func ReadArticleGold(dir fs.FS) ([]ArticleGold, error) {
	out, err := readBenchmark(dir)
	if errors.Is(err, fs.ErrNotExist) {
		out, err = readArticleSets(dir)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("neither ground-truth.json nor gold.json is there")
	}
	if err != nil {
		return nil, err
	}
	kept := out[:0]
	for _, g := range out {
		for _, ending := range []string{".gz", ""} {
			if _, err := fs.Stat(dir, g.File+ending); err == nil {
				g.File += ending
				kept = append(kept, g)
				break
			}
		}
	}
	out = kept
	if len(out) == 0 {
		return nil, errors.New("none of gold's pages is there")
	}
	slices.SortFunc(out, func(a, b ArticleGold) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

func readBenchmark(dir fs.FS) (out []ArticleGold, err error) {
	var gold map[string]struct {
		URL    string `json:"url"`
		Body   string `json:"articleBody"`
		Title  string `json:"headline"`
		Date   string `json:"datePublished"`
		Author string `json:"author"`
	}
	if err := readJSONFile(dir, "ground-truth.json", &gold); err != nil {
		return nil, err
	}
	for name, g := range gold {
		out = append(out, ArticleGold{Name: name, URL: g.URL, File: path.Join("html", name+".html"), Title: g.Title, Date: dayOf(g.Date), Author: g.Author, Body: g.Body})
	}
	return out, nil
}

func readArticleSets(dir fs.FS) (out []ArticleGold, err error) {
	var gold map[string]struct {
		URL   string `json:"url"`
		Truth *struct {
			Title         string `json:"title"`
			Author        string `json:"author"`
			Date          string `json:"publish_date"`
			Body          string `json:"main_content"`
			With, Without []string
		} `json:"ground_truth"`
		File          string
		With, Without []string
		// A few of these are lists or null.
		Title, Author, Date any
	}
	if err := readJSONFile(dir, "gold.json", &gold); err != nil {
		return nil, err
	}
	words := func(v any) string { s, _ := v.(string); return s }
	for key, g := range gold {
		if t := g.Truth; t != nil {
			out = append(out, ArticleGold{Name: key, URL: g.URL, File: key + ".html", Title: t.Title, Author: t.Author, Date: dayOf(t.Date), Body: t.Body, With: t.With, Without: t.Without})
			continue
		}
		name := strings.TrimSuffix(g.File, ".html")
		out = append(out, ArticleGold{Name: name, URL: key, File: name + ".html.gz", Title: words(g.Title), Author: words(g.Author), Date: dayOf(words(g.Date)), With: g.With, Without: g.Without})
	}
	return out, nil
}

// dayOf is the day of a date or moment in ISO 8601.
func dayOf(s string) string { return s[:min(len(s), len("2006-01-02"))] }

func readJSONFile(dir fs.FS, name string, v any) error {
	data, err := fs.ReadFile(dir, name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// read gives the page's bytes.
func (g *ArticleGold) read(dir fs.FS) (html []byte, err error) {
	f, err := dir.Open(g.File)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	var r io.Reader = f
	if strings.HasSuffix(g.File, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("%s: %w", g.File, err)
		}
	}
	const most = 64 << 20 // a page larger than that is none
	html, err = io.ReadAll(io.LimitReader(r, most))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", g.File, err)
	}
	return html, nil
}

// FoundArticle is what a program found on a page, as article-extraction-benchmark
// writes it, with fields of ours.
type FoundArticle struct {
	Body   string `json:"articleBody"`
	Title  string `json:"title"`
	Author string `json:"author"`
	Date   string `json:"date"`
}

// ReadFoundArticles reads another program's findings: an object by page name.
func ReadFoundArticles(r io.Reader) (map[string]FoundArticle, error) {
	var raw map[string]map[string]any
	if err := json.NewDecoder(r).Decode(&raw); err != nil {
		return nil, err
	}
	out := make(map[string]FoundArticle, len(raw))
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		of := func(keys ...string) (found string) {
			for _, k := range keys {
				s, _ := raw[name][k].(string)
				found = cmp.Or(found, s)
			}
			return found
		}
		out[name] = FoundArticle{Body: of("articleBody"), Title: of("title", "headline"), Author: of("author"), Date: dayOf(of("date", "datePublished"))}
	}
	return out, nil
}
