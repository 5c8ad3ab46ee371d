package export

import (
	"cmp"
	"encoding/json"
	"io"
	"strings"

	"chancery/internal/act"
	"chancery/internal/news"
)

// ploverRecord is a record as PLOVER's manual v2.0 has it (tables "PLOVER
// JSON", "Information object for entities", "… for citations"), with fields of
// ours where it has none: status, background, reciprocal, act, channel,
// occasion, origins.
type ploverRecord struct {
	ID         string         `json:"id"`
	HasEvent   bool           `json:"has_event"`
	Date       *string        `json:"date"` // null where no day is known
	EndDate    string         `json:"enddate,omitempty"`
	Actor      []ploverEntity `json:"actor"`
	Recipient  []ploverEntity `json:"recipient,omitempty"`
	Event      []string       `json:"event"`
	EventText  []string       `json:"event_text,omitempty"`
	QuadCode   int            `json:"quad_code,omitempty"`
	EventScale float64        `json:"event_scale"`
	Mode       []string       `json:"mode,omitempty"`
	Link       string         `json:"link,omitempty"` // the event that this answers
	CiteInfo   []ploverCite   `json:"cite_info"`
	Comment    string         `json:"comment,omitempty"`

	Act        string   `json:"act"`
	Channel    string   `json:"channel,omitempty"`
	Status     string   `json:"status"`
	Background bool     `json:"background"`
	Reciprocal bool     `json:"reciprocal"`
	Occasion   string   `json:"occasion,omitempty"`
	Origins    int      `json:"origins"`
	DeniedBy   []string `json:"denied_by,omitempty"`
}

type ploverEntity struct {
	Code         string `json:"code,omitempty"`
	Sector       string `json:"sector,omitempty"`
	IdentifierID string `json:"identifier_id,omitempty"`
	Identifier   string `json:"identifier_text"`
	Office       string `json:"office,omitempty"`
}

type ploverCite struct {
	Citation    string `json:"citation"` // the article's ID
	URL         string `json:"url,omitempty"`
	Title       string `json:"title,omitempty"`
	Language    string `json:"language,omitempty"`
	Publication string `json:"publication,omitempty"`
	Coder       string `json:"coder"`
	Codebook    string `json:"codebook"`
}

func writePLOVER(w io.Writer, o Options, events Events) (n int, err error) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	pages := articles(o, pageOf)
	for e, err := range events {
		if err != nil {
			return n, err
		}
		if err := enc.Encode(plover(&e, o, &pages)); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func plover(e *news.Event, o Options, pages *pageCache[page]) ploverRecord {
	p := ploverRecord{
		ID: e.ID, HasEvent: true, Actor: each(e.Source, entity), Recipient: each(e.Target, entity), Event: []string{e.Type},
		QuadCode: int(act.QuadOf(e.Type)), EventScale: act.Scale(e.Type, e.Mode), Link: e.ReplyTo, Comment: e.Date.Basis,
		Act: e.Act, Channel: e.Channel, Status: string(e.Status), Background: e.Background, Reciprocal: e.Reciprocal,
		Occasion: occasionName(e.Occasion), Origins: e.Origins, DeniedBy: each(e.DeniedBy, nameOf),
	}
	if p.Actor == nil {
		p.Actor = []ploverEntity{}
	}
	if e.Mode != "" {
		p.Mode = []string{e.Mode}
	}
	if day := cmp.Or(e.Date.From.String(), e.Date.To.String()); day != "" {
		p.Date = &day
		if to := e.Date.To.String(); to != day {
			p.EndDate = to
		}
	}
	for i := range e.Reports {
		r := &e.Reports[i]
		c := ploverCite{
			Citation: r.Article, URL: r.URL, Publication: r.Outlet,
			Coder: strings.TrimSpace("chancery " + o.Version), Codebook: "plover-2.0; chancery docs/codebook.md",
		}
		if a, ok := pages.get(e.Reports[i:]); ok {
			c.Title, c.Language = a.title, a.language
		}
		p.CiteInfo = append(p.CiteInfo, c)
		for _, ev := range r.Evidence {
			if ev.Field == "act" {
				p.EventText = append(p.EventText, ev.Text)
			}
		}
	}
	return p
}

func entity(a news.Actor) ploverEntity {
	id := a.ID
	if len(id) > 1 && id[0] == 'Q' && strings.Trim(id[1:], "0123456789") == "" {
		id = "https://www.wikidata.org/wiki/" + id // as the manual has it
	}
	return ploverEntity{Code: a.Country, Sector: a.Sector, IdentifierID: id, Identifier: a.Name, Office: a.Office}
}
