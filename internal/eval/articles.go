package eval

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode"

	"chancery/internal/news"
)

// ArticleOptions say how pages are read and told.
type ArticleOptions struct {
	Extract func(*news.Page) (*news.Article, error)
	Text    bool                    // read the pages' visible text, not their markup
	Found   map[string]FoundArticle // score these instead; nil: what Extract finds
	Only    func(*ArticleGold) bool // the pages to score, nil: all
	Miss    func(ArticleMiss)       // told of every page, nil: nobody
}

// ArticleMiss is one page's scores.
type ArticleMiss struct {
	Gold  ArticleGold
	Found FoundArticle
	F1    float64 // of 4-grams; NaN where gold has no body
}

// String is the page in one line.
func (m ArticleMiss) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\t%.3f", m.Gold.Name, m.F1)
	for _, f := range []struct{ what, want, got string }{{"title", m.Gold.Title, m.Found.Title}, {"author", m.Gold.Author, m.Found.Author}, {"date", m.Gold.Date, m.Found.Date}} {
		if f.want != "" && f.want != f.got {
			fmt.Fprintf(&b, "\t%s %q, want %q", f.what, f.got, f.want)
		}
	}
	return b.String()
}

// ArticleScores say how well articles were found on pages.
type ArticleScores struct {
	Pages  int `json:"pages"`
	Failed int `json:"failed"` // pages that gave no article
	// Body is by 4-grams of words as article-extraction-benchmark counts them:
	// the means of the pages' precision and recall, and their harmonic mean.
	Body PRF `json:"body"`
	// Words is the same by single words, whatever their order and case.
	Words PRF `json:"words"`
	// Snippets are those that a body must hold and must not, all of them
	// together, as trafilatura's evaluation counts them.
	Snippets PRF      `json:"snippets"`
	Title    Fraction `json:"title"` // the same letters and digits
	Author   Fraction `json:"author"`
	Date     Fraction `json:"date"`
	// DateGiven is of the pages that a day was found for.
	DateGiven Fraction `json:"date_given"`
}

// Articles scores what is found on the pages of a set (ReadArticleGold). A page
// that cannot be read counts as one on which nothing was found.
func Articles(dir fs.FS, o ArticleOptions) (*ArticleScores, error) {
	gold, err := ReadArticleGold(dir)
	if err != nil {
		return nil, err
	}
	var s ArticleScores
	var grams, words overlaps
	var snippets tally
	for i := range gold {
		g := &gold[i]
		if o.Only != nil && !o.Only(g) {
			continue
		}
		found, err := o.find(dir, g)
		if err != nil {
			return nil, err
		}
		s.Pages++
		if found.Body == "" {
			s.Failed++
		}
		f1 := math.NaN()
		if g.Body != "" {
			f1 = grams.add(shingles(g.Body, 4, false), shingles(found.Body, 4, false))
			words.add(shingles(g.Body, 1, true), shingles(found.Body, 1, true))
		}
		countSnippets(&snippets, g, found.Body)
		s.countFields(g, found)
		if o.Miss != nil {
			o.Miss(ArticleMiss{*g, found, f1})
		}
	}
	s.Body, s.Words, s.Snippets = grams.prf(), words.prf(), snippets.prf()
	return &s, nil
}

// find is what is found on one page; an error is the set's, not the page's.
func (o *ArticleOptions) find(dir fs.FS, g *ArticleGold) (FoundArticle, error) {
	if o.Found != nil {
		return o.Found[g.Name], nil
	}
	html, err := g.read(dir)
	if err != nil {
		return FoundArticle{}, err
	}
	a, err := o.Extract(&news.Page{URL: g.URL, Path: g.Name, Media: "text/html", Body: html})
	if err == nil && o.Text {
		a, err = o.Extract(&news.Page{Path: g.Name, Media: "text/plain", Body: []byte(a.Text)})
	}
	if err != nil {
		return FoundArticle{}, nil
	}
	f := FoundArticle{Title: a.Title, Author: a.Author}
	if a.Published.Known() && a.Published.From == a.Published.To {
		f.Date = a.Published.From.String()
	}
	var b strings.Builder
	for _, blk := range a.Blocks {
		if blk.Part == news.Body || blk.Part == news.Heading {
			b.WriteString(blk.In(a.Text))
			b.WriteByte('\n')
		}
	}
	f.Body = b.String()
	return f, nil
}

func (s *ArticleScores) countFields(g *ArticleGold, f FoundArticle) {
	if g.Title != "" {
		s.Title.add(lettersOf(f.Title) == lettersOf(g.Title))
	}
	if g.Author != "" {
		s.Author.add(slices.Equal(persons(f.Author), persons(g.Author)))
	}
	if g.Date != "" {
		s.Date.add(f.Date == g.Date)
		if f.Date != "" {
			s.DateGiven.add(f.Date == g.Date)
		}
	}
}

// countSnippets counts those in the body as said, those that must be as wanted.
func countSnippets(t *tally, g *ArticleGold, body string) {
	body = strings.Join(strings.Fields(body), " ")
	holds := func(s string) bool { return strings.Contains(body, strings.Join(strings.Fields(s), " ")) }
	for _, w := range g.With {
		t.gold++
		if holds(w) {
			t.got++
			t.rightGot++
			t.rightGold++
		}
	}
	for _, w := range g.Without {
		if holds(w) {
			t.got++
		}
	}
}

// shingles counts the runs of n words in s; of fewer words they are one run.
func shingles(s string, n int, fold bool) map[string]int {
	if fold {
		s = strings.ToLower(s)
	}
	words := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '_' })
	out := map[string]int{}
	for i := range words {
		if i > 0 && i+n > len(words) {
			break
		}
		out[strings.Join(words[i:min(i+n, len(words))], " ")]++
	}
	return out
}

// overlaps are the means of precision and recall over pages.
type overlaps struct{ p, r, said, wanted float64 }

// add counts a page and gives its F1.
func (o *overlaps) add(want, got map[string]int) float64 {
	var hit, wanted, said int
	for k, n := range want {
		wanted += n
		hit += min(n, got[k])
	}
	for _, n := range got {
		said += n
	}
	if said > 0 {
		o.p += float64(hit) / float64(said)
		o.said++
	}
	if wanted > 0 {
		o.r += float64(hit) / float64(wanted)
		o.wanted++
	}
	return 2 * float64(hit) / float64(max(said+wanted, 1))
}

func (o *overlaps) prf() PRF { return prf(o.p, o.said, o.r, o.wanted) }

// lettersOf keeps letters and digits only, in lower case.
func lettersOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// persons are the names that an author line lists, sorted.
func persons(s string) []string {
	s = strings.NewReplacer(" and ", ";", " & ", ";", ",", ";").Replace(s)
	var out []string
	for name := range strings.SplitSeq(s, ";") {
		if n := lettersOf(name); n != "" {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// String is the scores as a table.
func (s *ArticleScores) String() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "pages\t%d\n", s.Pages)
	if s.Failed > 0 {
		fmt.Fprintf(w, "without a body\t%d\n", s.Failed)
	}
	for _, row := range []struct {
		what string
		prf  PRF
	}{{"body, 4-grams", s.Body}, {"body, words", s.Words}, {"snippets", s.Snippets}} {
		if !math.IsNaN(row.prf.F1) {
			fmt.Fprintf(w, "%s\tp %.3f\tr %.3f\tF1 %.3f\n", row.what, row.prf.P, row.prf.R, row.prf.F1)
		}
	}
	for _, row := range []struct {
		what string
		f    Fraction
	}{{"title", s.Title}, {"author", s.Author}, {"date", s.Date}, {"date, where given", s.DateGiven}} {
		if row.f.Of > 0 {
			fmt.Fprintf(w, "%s\t%d of %d\t%.3f\n", row.what, row.f.Right, row.f.Of, row.f.Score())
		}
	}
	if err := w.Flush(); err != nil {
		return errors.Join(errors.New("print scores"), err).Error()
	}
	return b.String()
}
