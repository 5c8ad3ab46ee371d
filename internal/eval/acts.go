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
	"strconv"
	"strings"
	"sync"
	"text/tabwriter"
	"unicode"

	"chancery/internal/extract"
	"chancery/internal/news"
	"chancery/internal/nlp/acts"

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

	sentences map[int]string // as readers were given them, by number
}

// sentencesOf are those that tell of an act.
func (p *ActPage) sentencesOf(g *GoldEvent) (out []string) {
	for _, n := range g.Sentences {
		out = append(out, p.sentences[n])
	}
	return out
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
				p.Err = p.read(texts, extract)
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

// read reads the page's text, and gives the article the day of publication and
// the outlet that readers were told, as a page's markup would.
func (p *ActPage) read(texts string, article func(*news.Page) (*news.Article, error)) error {
	path := filepath.Join(texts, "txt", p.Gold.Page+".txt")
	body, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	a, err := article(&news.Page{Path: filepath.ToSlash(path), Media: "text/plain", Body: body})
	if err != nil {
		return err
	}
	f, err := os.Open(filepath.Join(texts, "sent", p.Gold.Page+".sent"))
	if errors.Is(err, fs.ErrNotExist) {
		p.Article = a
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	s, err := readActSheet(f)
	if err != nil {
		return fmt.Errorf("read %s: %w", f.Name(), err)
	}
	if s.published.Exact() {
		p.Gold.Published = s.published
	}
	if s.published.Exact() || !a.Published.Known() {
		a.Published = s.published
	}
	if s.outlet != "" {
		a.Outlet = s.outlet
	}
	p.Article, p.sentences = a, s.sentences
	p.placeOrigins()
	return nil
}

// placeOrigins finds gold's words for origins in the article.
func (p *ActPage) placeOrigins() {
	text := newWordFinder(p.Article.Text)
	for i := range p.Gold.Events {
		g := &p.Gold.Events[i]
		if len(g.Origin) == 0 {
			continue
		}
		if within, ok := text.find(p.sentences[g.OriginIn], text.whole()); ok {
			g.OriginAt, _ = text.find(g.Origin[0], within)
		}
	}
}

// actSheet is what readers are given of a page.
type actSheet struct {
	published news.Interval
	outlet    string
	sentences map[int]string // by number
}

// readActSheet reads what the lines "# published DAY" and "# outlet NAME" tell,
// and the sentences, "[1] (title) Text". A day is what it says of one as a
// record's field, cut or not; an outlet without a capital is a set's name, and not told.
func readActSheet(r io.Reader) (actSheet, error) {
	sheet := actSheet{sentences: map[int]string{}}
	lines := scanLines(r)
	for lines.Scan() {
		line, ok := strings.CutPrefix(lines.Text(), "#")
		if !ok {
			sheet.sentence(line)
			continue
		}
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch key {
		case "published":
			sheet.published = extract.Day(value)
		case "outlet":
			if strings.ContainsFunc(value, unicode.IsUpper) {
				sheet.outlet = value
			}
		}
	}
	return sheet, lines.end()
}

// sentence reads a line that has a number, and maybe the part of the page.
func (s *actSheet) sentence(line string) {
	number, text, ok := strings.Cut(strings.TrimPrefix(line, "["), "] ")
	n, err := strconv.Atoi(number)
	if !ok || err != nil {
		return
	}
	for _, p := range []news.Part{news.Title, news.Heading, news.Byline, news.Dateline, news.Caption, news.Credit} {
		text = strings.TrimPrefix(text, "("+string(p)+") ")
	}
	s.sentences[n] = text
}

// ActReader is the line under test, from an article to events.
type ActReader struct {
	Analyze  func(*news.Article) *news.Analysis // safe for concurrent use, as is Merge
	Merge    func([]news.Report) []news.Event
	Names    Names
	Progress func(pages, reports int) // told after each page, one call at a time; may be nil

	// Explain takes the place of Analyze where it is set: then scores say, too,
	// where missed acts were lost.
	Explain func(*news.Article) (*news.Analysis, []acts.Look)
}

// ActScores are those of all pages, and of each set.
type ActScores struct {
	LedgerScores
	Sets []SetScores `json:"sets"`
	Lost *LostCounts `json:"lost,omitempty"` // missed acts, by the stage that lost them; nil where nothing explains
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
	if r.Explain != nil {
		out.Lost = &LostCounts{}
	}
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
		if out.Lost != nil {
			out.Lost.trace(p, &read[i], &all.scores.Details[i])
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
	an        *news.Analysis // with its looks, where they are asked for
	looks     []acts.Look
}

// page reads one page.
func (r *ActReader) page(a *news.Article) (actReading, int) {
	if r.Explain == nil {
		an := r.Analyze(a)
		return actReading{published: an.Published, events: r.Merge(an.Reports)}, len(an.Reports)
	}
	an, looks := r.Explain(a)
	return actReading{an.Published, r.Merge(an.Reports), an, looks}, len(an.Reports)
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
			var n int
			out[i], n = r.page(pages[i].Article)
			mu.Lock()
			defer mu.Unlock()
			done, reports = done+1, reports+n
			if r.Progress != nil {
				r.Progress(done, reports)
			}
			return nil
		})
	}
	return out, g.Wait()
}

// WriteTable writes the scores of all pages, then a line a set, then where acts
// were lost.
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
	if s.Lost != nil {
		return s.Lost.WriteTable(w)
	}
	return nil
}
