package eval

import (
	"context"
	"crypto/md5"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"text/tabwriter"
	"unicode"

	"chancery/internal/news"

	"golang.org/x/sync/errgroup"
)

// Split is a part of a set of labelled pages.
type Split string

// Splits, by the hash of a page's name: a seventh of the pages to choose by,
// never to fit on, and the others to fit on.
const (
	Dev   Split = "dev"
	Train Split = "train"
)

// splitOf is the MD5 of the name, as a number, modulo seven: dev where it is 0.
func splitOf(page string) Split {
	n := 0
	for _, b := range md5.Sum([]byte(page)) {
		n = (n<<8 + int(b)) % 7
	}
	if n == 0 {
		return Dev
	}
	return Train
}

// ActPage is a page of a set, with the acts that careful readers found on it.
type ActPage struct {
	Set     string // the name of the labels' file, without its ending
	Gold    GoldPage
	Article *news.Article // nil where the page could not be read
	Err     error         // why
}

// ActFiles says where labelled pages lie: labels in LABELS/*.tsv, texts in
// TEXTS/txt/PAGE.txt, and what is known of a page in TEXTS/sent/PAGE.sent.
type ActFiles struct {
	Labels string // one file of labels, or a folder that holds some, itself or in its folder labels
	Texts  string // "" for beside the labels, or a folder above
	Split  Split
}

// Pages reads the labelled pages of the split: set by set, as the labels have
// them.
func (f ActFiles) Pages(extract func(*news.Page) (*news.Article, error)) ([]ActPage, error) {
	files, err := f.labels()
	if err != nil {
		return nil, err
	}
	var pages []ActPage
	for _, file := range files {
		gold, err := readActFile(file)
		if err != nil {
			return nil, fmt.Errorf("read labels %s: %w", file, err)
		}
		texts := f.Texts
		if texts == "" {
			texts = textsBeside(file)
		}
		for _, g := range gold {
			if splitOf(g.Page) == f.Split {
				p := ActPage{Set: strings.TrimSuffix(filepath.Base(file), ".tsv"), Gold: g}
				p.Article, p.Err = readActPage(texts, &p.Gold, extract)
				pages = append(pages, p)
			}
		}
	}
	if len(pages) == 0 {
		return nil, fmt.Errorf("read labels %s: no pages of %s", f.Labels, f.Split)
	}
	return pages, nil
}

// labels are the files of labels, sorted.
func (f ActFiles) labels() ([]string, error) {
	if info, err := os.Stat(f.Labels); err != nil {
		return nil, err
	} else if !info.IsDir() {
		return []string{f.Labels}, nil
	}
	for _, dir := range []string{filepath.Join(f.Labels, "labels"), f.Labels} {
		files, err := filepath.Glob(filepath.Join(dir, "*.tsv"))
		if err != nil || len(files) > 0 {
			return files, err
		}
	}
	return nil, fmt.Errorf("no labels (*.tsv) in %s or its folder labels", f.Labels)
}

// textsBeside is the folder of texts of a file of labels: its own or the one above.
func textsBeside(file string) string {
	here := filepath.Dir(file)
	if _, err := os.Stat(filepath.Join(here, "txt")); err != nil {
		return filepath.Dir(here)
	}
	return here
}

func readActFile(file string) ([]GoldPage, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readActLabels(f)
}

// readActPage reads a page's text, and gives the article the day of publication
// and the outlet that readers were told, as a page's markup would.
func readActPage(texts string, g *GoldPage, extract func(*news.Page) (*news.Article, error)) (*news.Article, error) {
	path := filepath.Join(texts, "txt", g.Page+".txt")
	body, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	a, err := extract(&news.Page{Path: filepath.ToSlash(path), Media: "text/plain", Body: body})
	if err != nil {
		return nil, err
	}
	f, err := os.Open(filepath.Join(texts, "sent", g.Page+".sent"))
	if errors.Is(err, fs.ErrNotExist) {
		return a, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	day, outlet, err := readActHead(f)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", f.Name(), err)
	}
	if !day.IsZero() {
		g.Published = news.OneDay(day, "day of publication")
		a.Published = g.Published
	}
	if outlet != "" {
		a.Outlet = outlet
	}
	return a, nil
}

// readActHead reads what the lines "# published DAY" and "# outlet NAME" tell; a
// day that is no whole day, and an outlet without a capital, which is a set's
// name, are not told.
func readActHead(r io.Reader) (published news.Day, outlet string, err error) {
	lines := scanLines(r)
	for lines.Scan() {
		line, ok := strings.CutPrefix(lines.Text(), "#")
		if !ok {
			continue
		}
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch key {
		case "published":
			if day, err := news.ParseDay(value[:min(len(value), len("2006-01-02"))]); err == nil {
				published = day
			}
		case "outlet":
			if strings.ContainsFunc(value, unicode.IsUpper) {
				outlet = value
			}
		}
	}
	return published, outlet, lines.end()
}

// ActReader is the line under test, from an article to events.
type ActReader struct {
	Analyze  func(*news.Article) *news.Analysis // safe for concurrent use, as is Merge
	Merge    func([]news.Report) []news.Event
	Names    Names
	Progress func(pages, reports int) // told after each page, one call at a time; may be nil
}

// ActScores are those of all pages, and of each set.
type ActScores struct {
	LedgerScores
	Sets []SetScores `json:"sets"`
}

// SetScores are those of one set.
type SetScores struct {
	Set string `json:"set"`
	*LedgerScores
}

// Acts reads labelled pages, side by side on all cores, and scores what was read.
// Each page is a ledger of its own: reports merge within it only. The pages stay
// as they are, so that another reader can read them after.
func Acts(ctx context.Context, pages []ActPage, r ActReader) (*ActScores, error) {
	read, err := r.read(ctx, pages)
	if err != nil {
		return nil, fmt.Errorf("read labelled pages: %w", err)
	}
	all := newScorer(r.Names)
	var sets []*scorer
	out := &ActScores{}
	for i := range pages {
		p := &pages[i]
		if n := len(out.Sets); n == 0 || out.Sets[n-1].Set != p.Set {
			s := newScorer(r.Names)
			sets = append(sets, s)
			out.Sets = append(out.Sets, SetScores{p.Set, s.scores})
		}
		for _, s := range []*scorer{all, sets[len(sets)-1]} {
			if p.Article == nil {
				s.unread(&p.Gold)
			} else {
				s.page(&p.Gold, Page{p.Article, read[i].published}, foundIn(read[i].events))
			}
		}
	}
	for _, s := range append(sets, all) {
		s.finish()
	}
	out.LedgerScores = *all.scores
	return out, nil
}

// actReading is what was read on one page.
type actReading struct {
	published news.Interval
	events    []news.Event
}

func (r ActReader) read(ctx context.Context, pages []ActPage) ([]actReading, error) {
	out := make([]actReading, len(pages))
	var mu sync.Mutex
	done, reports := 0, 0
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range pages {
		if pages[i].Article == nil {
			continue
		}
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			an := r.Analyze(pages[i].Article)
			out[i] = actReading{an.Published, r.Merge(an.Reports)}
			mu.Lock()
			defer mu.Unlock()
			done, reports = done+1, reports+len(an.Reports)
			if r.Progress != nil {
				r.Progress(done, reports)
			}
			return nil
		})
	}
	return out, g.Wait()
}

// WriteTable writes the scores of all pages, then a line a set.
func (s *ActScores) WriteTable(w io.Writer) error {
	if err := s.LedgerScores.WriteTable(w); err != nil {
		return err
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, "\nset\tpages\tacts\tF1\tP\tR\tnews\ttype\tday\ttight\tstatus\tbackground\tchannel\torigin\t")
	for _, x := range s.Sets {
		e := &x.Events
		fmt.Fprintf(tw, "%s\t%d\t%d\t", x.Set, x.Pages.Of, e.Found+e.Missed)
		for _, score := range []float64{
			e.F1, e.P, e.R, x.NewsRecall.Score(), x.Type.Score(), x.ExactDay.Score(), x.TightDate.Score(),
			x.Status.Score(), x.Background.Score(), x.Channel.Score(), x.Origin.Score(),
		} {
			fmt.Fprintf(tw, "%s\t", percent(score))
		}
		fmt.Fprintln(tw)
	}
	if err := tw.Flush(); err != nil {
		return fmt.Errorf("write scores: %w", err)
	}
	return nil
}
