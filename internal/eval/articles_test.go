package eval

import (
	"bytes"
	"compress/gzip"
	"flag"
	"hash/fnv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"chancery/internal/extract"
	"chancery/internal/news"

	"github.com/google/go-cmp/cmp"
)

func zipped(t *testing.T, s string) *fstest.MapFile {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: b.Bytes()}
}

// TestArticleFormats reads the same page from the three formats of gold.
func TestArticleFormats(t *testing.T) {
	page := zipped(t, "<p>Peru thanked Chile.")
	for name, tt := range map[string]struct {
		dir  fstest.MapFS
		want ArticleGold
	}{
		"benchmark": {fstest.MapFS{
			"ground-truth.json": {Data: []byte(`{"ab": {"articleBody": "Peru thanked Chile.", "url": "https://a.example/1", "headline": "Thanks"}, "gone": {"articleBody": ""}}`)},
			"html/ab.html.gz":   page,
		}, ArticleGold{Name: "ab", URL: "https://a.example/1", File: "html/ab.html.gz", Title: "Thanks", Body: "Peru thanked Chile."}},
		"wcxb": {fstest.MapFS{
			"gold.json":    {Data: []byte(`{"0001": {"url": "https://a.example/1", "ground_truth": {"title": "Thanks", "author": null, "publish_date": "2024-05-06", "main_content": "Peru thanked Chile.", "with": ["Chile"], "without": ["Home"]}}}`)},
			"0001.html.gz": page,
		}, ArticleGold{Name: "0001", URL: "https://a.example/1", File: "0001.html.gz", Title: "Thanks", Date: "2024-05-06", Body: "Peru thanked Chile.", With: []string{"Chile"}, Without: []string{"Home"}}},
		"trafilatura": {fstest.MapFS{
			"gold.json":    {Data: []byte(`{"https://a.example/1": {"file": "a.html", "with": ["Chile"], "without": [], "title": false, "author": "Ana Ruiz", "date": "2024-05-06T10:00:00Z"}}`)},
			"a.html.gz":    page,
			"other.txt.gz": page,
		}, ArticleGold{Name: "a", URL: "https://a.example/1", File: "a.html.gz", Author: "Ana Ruiz", Date: "2024-05-06", With: []string{"Chile"}, Without: []string{}}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ReadArticleGold(tt.dir)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]ArticleGold{tt.want}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	for _, dir := range []fstest.MapFS{{}, {"gold.json": {Data: []byte("{")}}, {"gold.json": {Data: []byte(`{"x": {"file": "x.html"}}`)}}} {
		if got, err := ReadArticleGold(dir); err == nil {
			t.Errorf("%v gave %v and no error", dir, got)
		}
	}
}

// TestArticleScores scores findings whose scores are known by counting.
func TestArticleScores(t *testing.T) {
	dir := fstest.MapFS{
		"gold.json": {Data: []byte(`{
			"1": {"ground_truth": {"title": "Thanks, again", "author": "Ana Ruiz and Bo Li", "publish_date": "2024-05-06", "main_content": "a b c d e f", "with": ["c d", "x"], "without": ["home", "e f"]}},
			"2": {"ground_truth": {"title": "Other", "publish_date": "2024-05-07", "main_content": "g h"}}}`)},
		"1.html.gz": zipped(t, ""), "2.html.gz": zipped(t, ""),
	}
	found, err := ReadFoundArticles(strings.NewReader(`{"1": {"articleBody": "a b c d e f q", "title": "thanks – AGAIN", "author": "Bo Li; Ana Ruiz", "date": "2024-05-06"}}`))
	if err != nil {
		t.Fatal(err)
	}
	s, err := Articles(dir, ArticleOptions{Found: found})
	if err != nil {
		t.Fatal(err)
	}
	// Page 1: 3 runs of 4 wanted, 4 said, 3 shared; page 2: 1 wanted, none said.
	want := ArticleScores{Pages: 2, Failed: 1, Body: PRF{3. / 4, 1. / 2, .6}, Words: PRF{6. / 7, 1. / 2, 12. / 19}, Snippets: PRF{1. / 2, 1. / 2, 1. / 2},
		Title: Fraction{1, 2}, Author: Fraction{1, 1}, Date: Fraction{1, 2}, DateGiven: Fraction{1, 1}}
	near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-9 })
	if diff := cmp.Diff(want, *s, near); diff != "" {
		t.Error(diff)
	}
}

var allPages = flag.Bool("allpages", false, "score articles on all pages beside the repository, not every twentieth alone; with CHANCERY_FOLDS five-fold")

// TestArticlesGolden keeps the scores of the shipped models, which have seen
// these pages: it shows that something moved, not how good they are elsewhere.
// -allpages with CHANCERY_FOLDS (training/lines/fit.py --folds) logs the latter.
func TestArticlesGolden(t *testing.T) {
	var b strings.Builder
	for _, set := range []string{"wcxb-dev", "trafilatura"} {
		dir := filepath.Join("..", "..", "..", "shared", "data", "pages", set)
		if _, err := os.Stat(dir); err != nil {
			t.Skip("no pages beside the repository")
		}
		for _, text := range []bool{false, true} {
			s, err := Articles(os.DirFS(dir), ArticleOptions{Extract: byFold(t), Text: text, Only: every(20)})
			if err != nil {
				t.Fatal(err)
			}
			b.WriteString("== " + set + map[bool]string{true: ", as text"}[text] + "\n" + s.String())
		}
	}
	if *allPages {
		t.Log("\n" + b.String())
		return
	}
	golden(t, filepath.Join("testdata", "articles.golden"), b.String())
}

// every keeps one page in n, or all with -allpages.
func every(n int) func(*ArticleGold) bool {
	k := 0
	return func(*ArticleGold) bool {
		k++
		return *allPages || k%n == 0
	}
}

// byFold reads every page with the models that have not seen it, if there are such.
func byFold(t *testing.T) func(*news.Page) (*news.Article, error) {
	dir := os.Getenv("CHANCERY_FOLDS")
	var xs []*extract.Extractor
	for k := range 5 {
		x, err := extract.New()
		if dir != "" && *allPages {
			x, err = extract.Load(os.DirFS(filepath.Join(dir, strconv.Itoa(k))))
		}
		if err != nil {
			t.Fatal(err)
		}
		xs = append(xs, x)
	}
	return func(p *news.Page) (*news.Article, error) { return xs[foldOf(p.Path)].Extract(p) }
}

// foldOf is as training/lines parts the pages.
func foldOf(name string) int {
	h := fnv.New64a()
	h.Write([]byte(name))
	return int(h.Sum64() >> 8 % 5)
}
