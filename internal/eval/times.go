package eval

import (
	"encoding/xml"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"chancery/internal/news"
)

// TimesOptions say how a folder of TimeML is read.
//
// With the document's date (DCT), the reader gets that date as a page's markup
// would give it, and the story (TEXT). NoDCT takes the date away and shows what
// a reader of the page would see instead: the lines that the wire sent around
// the story (EXTRAINFO), as a dateline above it. Many of these hold a date in
// words, to be found there as on any page; those of broadcasts and of some
// others do not. TextOnly takes those lines away too.
type TimesOptions struct {
	Read     func(*news.Article) *news.Analysis // the reader under test
	NoDCT    bool
	TextOnly bool
	Half     string         // "dev" and "rest" part the files by their names' hash; "" takes all
	Miss     func(TimeMiss) // told of every difference; may be nil
}

// TimeMiss is one difference between gold and reading; either side may be zero.
type TimeMiss struct {
	File, Context string
	Gold, Got     news.Time
}

// TimeScores are TempEval-3's: spans exact and overlapping, and the overlapping
// ones whose type or value is right (UzZaman et al. 2013).
type TimeScores struct {
	Strict  PRF `json:"strict"`
	Relaxed PRF `json:"relaxed"`
	Type    PRF `json:"type"`
	Value   PRF `json:"value"`
	Files   int `json:"files"`
	Gold    int `json:"gold"`
	Got     int `json:"got"`
}

// Times scores a reader on the TimeML files (*.tml) under dir.
func Times(dir string, opts TimesOptions) (TimeScores, error) {
	var s TimeScores
	var strict, relaxed, typ, value int
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".tml" || opts.Half != "" && half(d.Name()) != opts.Half {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		doc, err := readTimeML(d.Name(), f)
		f.Close()
		if err != nil {
			return err
		}
		if opts.NoDCT || opts.TextOnly {
			doc.article.Published = news.Interval{}
		}
		if opts.NoDCT && !opts.TextOnly {
			doc.addHead()
		}
		got := slices.DeleteFunc(opts.Read(doc.article).Times, func(t news.Time) bool { return t.Type == "" || t.Start < doc.body })
		s.Files++
		s.Gold += len(doc.times)
		s.Got += len(got)
		used := make([]bool, len(got))
		for _, g := range doc.times {
			k := slices.IndexFunc(got, func(t news.Time) bool { return t.Span == g.Span })
			for i, t := range got {
				if k < 0 && !used[i] && t.Overlaps(g.Span) {
					k = i
				}
			}
			if k < 0 {
				doc.miss(opts.Miss, g, news.Time{})
				continue
			}
			used[k] = true
			relaxed++
			if got[k].Span == g.Span {
				strict++
			}
			if got[k].Type == g.Type {
				typ++
			}
			if got[k].Value == g.Value {
				value++
			}
			if got[k].Span != g.Span || got[k].Value != g.Value {
				doc.miss(opts.Miss, g, got[k])
			}
		}
		for k, t := range got {
			if !used[k] {
				doc.miss(opts.Miss, news.Time{}, t)
			}
		}
		return nil
	})
	if err != nil {
		return s, fmt.Errorf("score times in %s: %w", dir, err)
	}
	if s.Files == 0 {
		return s, fmt.Errorf("score times in %s: no .tml files", dir)
	}
	score := func(right int) PRF { return prf(float64(right), float64(s.Got), float64(right), float64(s.Gold)) }
	s.Strict, s.Relaxed, s.Type, s.Value = score(strict), score(relaxed), score(typ), score(value)
	return s, nil
}

// half parts files by the parity of their names' FNV-1a hash.
func half(name string) string {
	h := fnv.New32a()
	h.Write([]byte(name))
	if h.Sum32()%2 == 0 {
		return "dev"
	}
	return "rest"
}

// timeML is a document of TimeML 1.2.1: the text of its TEXT element, without
// tags, and the TIMEX3 in it.
type timeML struct {
	name    string
	head    string // EXTRAINFO, and the headline where there is one
	body    int    // where TEXT begins in the article's text
	article *news.Article
	times   []news.Time
}

// addHead puts the head above the article's text.
func (d *timeML) addHead() {
	head := strings.TrimSpace(d.head)
	if head == "" {
		return
	}
	a := d.article
	d.body = len(head) + 2
	a.Text = head + "\n\n" + a.Text
	for k := range a.Blocks {
		a.Blocks[k].Start += d.body
		a.Blocks[k].End += d.body
	}
	for k := range d.times {
		d.times[k].Start += d.body
		d.times[k].End += d.body
	}
	a.Blocks = slices.Insert(a.Blocks, 0, news.Block{Span: news.Span{End: len(head)}, Part: news.Dateline})
}

func (d *timeML) miss(tell func(TimeMiss), gold, got news.Time) {
	if tell == nil {
		return
	}
	s := gold.Span.Cover(got.Span)
	text := d.article.Text
	from, to := max(0, s.Start-60), min(len(text), s.End+40)
	tell(TimeMiss{d.name, strings.ToValidUTF8(text[from:to], ""), gold, got})
}

func readTimeML(name string, r io.Reader) (*timeML, error) {
	d := &timeML{name: name, article: &news.Article{ID: name}}
	var text strings.Builder
	var open []int // indices into d.times of the TIMEX3 elements that are open
	inText, inDCT, inHead := false, false, false
	dec := xml.NewDecoder(r)
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read TimeML %s: %w", name, err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			switch tok.Name.Local {
			case "TEXT":
				inText = true
			case "DCT":
				inDCT = true
			case "EXTRAINFO", "LASTEXTRAINFO":
				inHead = true
			case "TIMEX3":
				t := news.Time{Span: news.Span{Start: text.Len()}}
				for _, a := range tok.Attr {
					switch a.Name.Local {
					case "type":
						t.Type = news.TimeType(a.Value)
					case "value":
						t.Value = a.Value
					}
				}
				if inDCT {
					if day, err := news.ParseDay(t.Value[:min(len(t.Value), 10)]); err == nil {
						d.article.Published = news.OneDay(day, "document creation time")
					}
				}
				if inText {
					open = append(open, len(d.times))
					d.times = append(d.times, t)
				}
			}
		case xml.EndElement:
			switch tok.Name.Local {
			case "TEXT":
				inText = false
			case "DCT":
				inDCT = false
			case "EXTRAINFO", "LASTEXTRAINFO":
				inHead = false
				d.head += "\n"
			case "TIMEX3":
				if n := len(open); inText && n > 0 {
					d.times[open[n-1]].End = text.Len()
					open = open[:n-1]
				}
			}
		case xml.CharData:
			switch {
			case inText:
				text.Write(tok)
			case inHead:
				d.head += string(tok)
			}
		}
	}
	d.article.Text = text.String()
	d.article.Blocks = paragraphs(d.article.Text)
	d.times = slices.DeleteFunc(d.times, func(t news.Time) bool { return t.Empty() })
	return d, nil
}

// paragraphs are the text's stretches between empty lines, all body.
func paragraphs(text string) []news.Block {
	var out []news.Block
	for start := 0; start < len(text); {
		end := len(text)
		if k := strings.Index(text[start:], "\n\n"); k >= 0 {
			end = start + k
		}
		s := text[start:end]
		lead := len(s) - len(strings.TrimLeft(s, " \t\r\n"))
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, news.Block{Span: news.Span{Start: start + lead, End: start + lead + len(s)}, Part: news.Body})
		}
		start = end + 2
	}
	return out
}
