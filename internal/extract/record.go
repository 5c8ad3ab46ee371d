package extract

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"chancery/internal/news"
)

// open gives the bytes and the kind of p's words. What a record states beside
// them is kept in d, and stands behind what the markup says.
func (d *draft) open(p *news.Page) (body []byte, media string, err error) {
	if p.Media != news.RecordMedia {
		return p.Body, p.Media, nil
	}
	if err := json.Unmarshal(p.Body, &d.stated); err != nil {
		return nil, "", fmt.Errorf("read the record: %w", err)
	}
	d.stated.Title = squeeze(clean(d.stated.Title))
	d.stateMeta()
	if d.stated.HTML != "" {
		return []byte(d.stated.HTML), "text/html", nil
	}
	return []byte(d.stated.Text), "text/plain", nil
}

// stateMeta adds the record's statements to those of the markup.
func (d *draft) stateMeta() {
	r := d.stated
	for _, m := range []news.Meta{{Name: "record:title", Value: r.Title}, {Name: "record:date", Value: r.Date},
		{Name: "record:author", Value: r.Author}, {Name: "record:outlet", Value: r.Outlet}, {Name: "record:language", Value: r.Language}} {
		if m.Value = squeeze(clean(m.Value)); m.Value != "" {
			m.From = "record"
			d.meta = append(d.meta, m)
		}
	}
}

// stateTitle makes the record's title that of a text: the block near the top
// that has its words, else a block of its own above all others.
func (d *draft) stateTitle() {
	title := cutSiteName(d.stated.Title, d.outlet, hostOf(d.url))
	if title == "" || !strings.ContainsFunc(title, isWordRune) {
		return
	}
	at := slices.IndexFunc(d.blocks[:min(len(d.blocks), 12)], func(b block) bool { return squash(b.text) == squash(title) })
	if at < 0 {
		d.blocks = slices.Insert(d.blocks, 0, block{text: title})
		at = 0
	}
	for i := range d.blocks {
		if b := &d.blocks[i]; b.part == news.Title && i != at {
			b.part = news.Heading
			if endsSentence(b.text) {
				b.part = news.Body
			}
		}
	}
	d.blocks[at].part = news.Title
	d.title = title
}

// zones is how much later than in universal time a day may begin somewhere.
const zones = 14 * time.Hour

// partlyDated keeps what the markup says of the day of a page that has none.
func (d *draft) partlyDated() {
	if !d.published.Known() {
		d.published = d.markupPart()
	}
}

// readAt keeps when the page was read: no page is younger than that. It bounds
// the day of a page that has no whole one; it is never its day.
func (d *draft) readAt(t time.Time) {
	if t.IsZero() {
		return
	}
	last := news.DayOf(t.UTC().Add(zones))
	d.meta = append(d.meta, news.Meta{Name: "fetched", Value: last.String(), From: "record"})
	switch v := &d.published; {
	case !v.Known():
		*v = news.Interval{To: last, Precision: news.Range, Basis: "the page was read by " + last.String()}
	case v.Exact() || last.Before(v.From) || !v.To.IsZero() && !last.Before(v.To):
	case v.Precision == news.Yearless:
		for y := last.Year; y >= v.From.Year; y-- {
			day := news.NewDay(int(y), int(v.From.Month), int(v.From.Date))
			if day.Date == v.From.Date && !last.Before(day) {
				v.To = day
				break
			}
		}
		if v.Exact() {
			v.Precision = news.DayPrecision
		}
	case v.Precision == news.Month || v.Precision == news.Year:
		v.To, v.Precision = last, news.Range
	}
}
