package export

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/act"
	"chancery/internal/news"
)

// gdeltColumns are those of an event (GDELT Event Codebook V2.0, 2015).
func gdeltColumns() []string {
	out := []string{"GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"}
	for _, actor := range []string{"Actor1", "Actor2"} {
		for _, c := range []string{"Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code", "Type3Code"} {
			out = append(out, actor+c)
		}
	}
	out = append(out, "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone")
	for _, place := range []string{"Actor1Geo", "Actor2Geo", "ActionGeo"} {
		for _, c := range []string{"Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID"} {
			out = append(out, place+"_"+c)
		}
	}
	return append(out, "DATEADDED", "SOURCEURL")
}

// dyad is one doer and one receiver of an act: what a row of GDELT is of.
type dyad struct{ from, to news.Actor }

// dyads are every pair of an event's sides; where both act alike on one side,
// the pairs within it. An act towards nobody has an empty receiver.
func dyads(e *news.Event) (out []dyad) {
	target := e.Target
	if len(target) == 0 && e.Reciprocal {
		target = e.Source
	}
	if len(target) == 0 {
		target = []news.Actor{{}}
	}
	for _, s := range e.Source {
		for _, t := range target {
			d := dyad{s, t}
			if s != t && !slices.Contains(out, d) && !(e.Reciprocal && slices.Contains(out, dyad{t, s})) {
				out = append(out, d)
			}
		}
	}
	if len(out) == 0 {
		out = append(out, dyad{cmp.Or(append(slices.Clone(e.Source), news.Actor{})...), news.Actor{}})
	}
	return out
}

// number is the ID of a row: of 53 bits, which every program holds exactly.
func (d dyad) number(e *news.Event) string {
	h := sha256.Sum256([]byte(strings.Join([]string{e.ID, d.from.ID, d.from.Name, d.to.ID, d.to.Name}, "\x00")))
	return strconv.FormatUint(binary.BigEndian.Uint64(h[:])>>11, 10)
}

// tsv writes rows of cells parted by tabs; what would break a row is a blank.
type tsv struct {
	*bufio.Writer
	n int
}

func (t *tsv) row(cells []string) error {
	for i, c := range cells {
		if i > 0 {
			_ = t.WriteByte('\t') // the next write tells of it
		}
		if strings.ContainsAny(c, "\t\r\n") {
			c = strings.Join(strings.Fields(c), " ")
		}
		if _, err := t.WriteString(c); err != nil {
			return err
		}
	}
	t.n++
	return t.WriteByte('\n')
}

func writeGDELT(w io.Writer, o Options, events Events) (int, error) {
	out := tsv{Writer: bufio.NewWriter(w)}
	columns := gdeltColumns()
	at := map[string]int{}
	for i, c := range columns {
		at[c] = i
	}
	row := make([]string, len(columns))
	for e, err := range events {
		if err != nil {
			return out.n, err
		}
		for _, d := range dyads(&e) {
			clear(row)
			for c, v := range gdeltCells(&e, d, o.Acts) {
				row[at[c]] = v
			}
			if err := out.row(row); err != nil {
				return out.n, err
			}
		}
	}
	return out.n, out.Flush()
}

// gdeltCells are the cells that are known, by their columns. A day stands where
// the date is one, a month and a year where it lies in one; never the day of
// publication in their place.
func gdeltCells(e *news.Event, d dyad, acts *act.Table) map[string]string {
	code := CAMEO(e, acts)
	sources := max(1, e.Origins)
	cells := map[string]string{
		"GLOBALEVENTID": d.number(e),
		"EventCode":     code, "EventBaseCode": code[:min(3, len(code))], "EventRootCode": code[:min(2, len(code))],
		"NumMentions": strconv.Itoa(len(e.Reports)), "NumSources": strconv.Itoa(sources), "NumArticles": strconv.Itoa(articlesOf(e)),
		"DATEADDED": added(e), "SOURCEURL": first(e),
	}
	if q := act.CAMEOQuad(code); q != 0 {
		cells["QuadClass"] = strconv.Itoa(int(q))
	}
	if v, ok := act.Goldstein(code); ok {
		cells["GoldsteinScale"] = strconv.FormatFloat(v, 'f', 1, 64)
	}
	from, to := e.Date.From, e.Date.To
	if e.Date.Known() && !from.IsZero() && !to.IsZero() && from.Year == to.Year && e.Date.Precision != news.Yearless {
		cells["Year"] = fmt.Sprintf("%04d", from.Year)
		if from.Month == to.Month {
			cells["MonthYear"] = fmt.Sprintf("%04d%02d", from.Year, from.Month)
		}
		if from == to {
			cells["SQLDATE"] = fmt.Sprintf("%04d%02d%02d", from.Year, from.Month, from.Date)
			cells["FractionDate"] = fmt.Sprintf("%.4f", float64(from.Year)+float64(from.Time().YearDay()-1)/365.2425)
		}
	}
	for side, a := range map[string]news.Actor{"Actor1": d.from, "Actor2": d.to} {
		cells[side+"Name"] = strings.ToUpper(a.Name)
		cells[side+"CountryCode"] = a.Country
		cells[side+"Code"] = a.Country + a.Sector
		cells[side+"Type1Code"] = a.Sector
	}
	return cells
}

// CAMEO is the code of an event's act; its type's root, where the act has none.
func CAMEO(e *news.Event, acts *act.Table) string {
	if a, ok := acts.Lookup(e.Act); ok && a.CAMEO != "" {
		return a.CAMEO
	}
	return act.RootOf(e.Type)
}

func articlesOf(e *news.Event) int {
	ids := e.Articles()
	slices.Sort(ids)
	return len(slices.Compact(ids))
}

// added is the first moment at which a report may have been published, as
// GDELT has moments; "" where nobody knows.
func added(e *news.Event) string {
	var least news.Day
	for _, r := range e.Reports {
		if d := r.Published.Since(); !d.IsZero() && (least.IsZero() || d.Before(least)) {
			least = d
		}
	}
	return moment(least)
}

func moment(d news.Day) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d%02d%02d000000", d.Year, d.Month, d.Date)
}

// first is where the first report stands.
func first(e *news.Event) string {
	for i := range e.Reports {
		if at := place(&e.Reports[i]); at != "" {
			return at
		}
	}
	return ""
}

func place(r *news.Report) string { return cmp.Or(r.URL, r.Path) }

func writeMentions(w io.Writer, o Options, events Events) (int, error) {
	out := tsv{Writer: bufio.NewWriter(w)}
	lengths := articles(o, func(a *news.Article) int { return len(a.BodyText()) })
	for e, err := range events {
		if err != nil {
			return out.n, err
		}
		for _, d := range dyads(&e) {
			for i := range e.Reports {
				if err := out.row(mention(&e, d, e.Reports[i:], lengths.get)); err != nil {
					return out.n, err
				}
			}
		}
	}
	return out.n, out.Flush()
}

// mention is a row of the first of some reports; offsets are bytes of the article's text, -1 where the words
// are not there, and SentenceID is the ordinal of the act's among them.
func mention(e *news.Event, d dyad, rs []news.Report, length func([]news.Report) (int, bool)) []string {
	r := &rs[0]
	kind := "1" // MentionType: on the web
	if r.URL == "" {
		kind = "2" // a citation only
	}
	offset := func(field string) string {
		for _, ev := range r.Evidence {
			if ev.Field == field {
				return strconv.Itoa(ev.Start)
			}
		}
		return "-1"
	}
	n := ""
	if v, ok := length(rs); ok {
		n = strconv.Itoa(v)
	}
	return []string{
		d.number(e), added(e), moment(r.Published.Since()), kind, r.Outlet, place(r), "",
		offset("source"), offset("target"), offset("act"), "1", "", n, "", "", "report=" + r.ID,
	}
}

// pageCache keeps what was last found of pages, by their IDs.
type pageCache[T any] struct {
	find func(ids []string) iter.Seq2[*news.Article, error] // nil where there are none
	of   func(*news.Article) T
	last map[string]T
}

// Pages are kept, and looked up at a time.
const (
	cached  = 256
	atATime = 16
)

// get gives the page of the first of some reports, and looks for those of the next
// with it.
func (c *pageCache[T]) get(rs []news.Report) (v T, ok bool) {
	id := rs[0].Article
	if v, ok = c.last[id]; ok || c.find == nil {
		return v, ok
	}
	if c.last == nil || len(c.last) >= cached {
		c.last = map[string]T{}
	}
	var ids []string
	for i := range rs[:min(len(rs), atATime)] {
		next := rs[i].Article
		if _, ok := c.last[next]; !ok && !slices.Contains(ids, next) {
			ids = append(ids, next)
		}
	}
	i := 0
	for a, err := range c.find(ids) {
		if err == nil {
			c.last[ids[i]] = c.of(a)
		}
		i++
	}
	v, ok = c.last[id]
	return v, ok
}
