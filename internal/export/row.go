package export

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/act"
	"chancery/internal/news"
	"chancery/internal/tell"
)

// EventRow is an event as one row. The tags are the columns' names and types in
// Parquet, and what docs/csv.md says of them; in CSV values of a list are parted
// by "; ". New columns come at the end.
type EventRow struct {
	ID            string   `parquet:"id" says:"the event's, for chancery show"`
	From          *Date    `parquet:"from,optional,date" says:"first possible day; empty is open, and where both are, nothing is known"`
	To            *Date    `parquet:"to,optional,date" says:"last possible day"`
	Precision     string   `parquet:"precision,dict" says:"of the date, as in [json.md](json.md#an-interval)"`
	Type          string   `parquet:"type,dict" says:"PLOVER's type"`
	Mode          string   `parquet:"mode,dict" says:"PLOVER's mode"`
	Act           string   `parquet:"act,dict" says:"our finer verb ([codebook.md](codebook.md))"`
	Channel       string   `parquet:"channel,dict" says:"as in [json.md](json.md)"`
	SourceID      []string `parquet:"source_id,list" says:"who acted: IDs, which stand in one order in all columns of a side"`
	Source        []string `parquet:"source,list" says:"names"`
	SourceCountry []string `parquet:"source_country,list" says:"countries, alpha-3"`
	TargetID      []string `parquet:"target_id,list" says:"towards whom: IDs"`
	Target        []string `parquet:"target,list" says:"names"`
	TargetCountry []string `parquet:"target_country,list" says:"countries, alpha-3"`
	Reciprocal    bool     `parquet:"reciprocal" says:"both sides act alike"`
	Occasion      string   `parquet:"occasion,dict" says:"its name"`
	Status        string   `parquet:"status,dict" says:"reported, alleged, denied, planned, hypothetical"`
	DeniedBy      []string `parquet:"denied_by,list" says:"names of those who deny it"`
	Background    bool     `parquet:"background" says:"told as history by all"`
	Reports       int32    `parquet:"reports" says:"number of reports"`
	Origins       int32    `parquet:"origins" says:"number of independent sources"`
	Outlets       []string `parquet:"outlets,list" says:"those that report it"`
	Conflicts     []string `parquet:"conflicts,list" says:"fields on which reports differ"`
	Quote         string   `parquet:"quote" says:"the best quote"`
	Articles      []string `parquet:"articles,list" says:"IDs of the reports' articles"`
	ToldBy        []string `parquet:"told_by,list" says:"whom the reports ultimately have it from"`
	Confidence    *float64 `parquet:"confidence,optional" says:"the [chance](json.md#confidence) that the entry is right; empty where not known"`
	Quad          int32    `parquet:"quad" says:"1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict"`
	Scale         float64  `parquet:"scale" says:"PLOVER's score of type and mode, -10 (conflict) to 10 (cooperation)"`
	SourceSector  []string `parquet:"source_sector,list" says:"PLOVER's sectors"`
	TargetSector  []string `parquet:"target_sector,list" says:"PLOVER's sectors"`
	Corrected     []string `parquet:"corrected,list" says:"what people did: fields that they set, accept, split, merge ([corrections.md](corrections.md))"`
}

// ReportRow is one article's account of an act as one row.
type ReportRow struct {
	ID            string   `parquet:"id" says:"the report's"`
	Event         string   `parquet:"event" says:"the event's that it is a report of"`
	Article       string   `parquet:"article" says:"the article's, for chancery show"`
	URL           string   `parquet:"url" says:"where the page is"`
	Path          string   `parquet:"path" says:"its file"`
	Outlet        string   `parquet:"outlet,dict" says:"who published it"`
	PublishedFrom *Date    `parquet:"published_from,optional,date" says:"first possible day of publication"`
	PublishedTo   *Date    `parquet:"published_to,optional,date" says:"last possible day of publication"`
	From          *Date    `parquet:"from,optional,date" says:"first possible day of the act, by this report alone"`
	To            *Date    `parquet:"to,optional,date" says:"last possible day"`
	Precision     string   `parquet:"precision,dict" says:"of the date"`
	Type          string   `parquet:"type,dict" says:"PLOVER's type"`
	Mode          string   `parquet:"mode,dict" says:"PLOVER's mode"`
	Act           string   `parquet:"act,dict" says:"our finer verb"`
	Channel       string   `parquet:"channel,dict" says:"as in [json.md](json.md)"`
	SourceID      []string `parquet:"source_id,list" says:"who acted: IDs"`
	Source        []string `parquet:"source,list" says:"names"`
	SourceCountry []string `parquet:"source_country,list" says:"countries"`
	TargetID      []string `parquet:"target_id,list" says:"towards whom: IDs"`
	Target        []string `parquet:"target,list" says:"names"`
	TargetCountry []string `parquet:"target_country,list" says:"countries"`
	Reciprocal    bool     `parquet:"reciprocal" says:"both sides act alike"`
	Occasion      string   `parquet:"occasion,dict" says:"its name"`
	Status        string   `parquet:"status,dict" says:"as the report has it"`
	DeniedBy      []string `parquet:"denied_by,list" says:"names of those who deny it"`
	Background    bool     `parquet:"background" says:"told as history"`
	Chain         []string `parquet:"chain,list" says:"who cites whom, nearest to the reader first: names"`
	StateMedia    bool     `parquet:"state_media" says:"a state medium stands in the chain"`
	Start         int32    `parquet:"start" says:"where the words of the act begin in the article's text, in bytes"`
	End           int32    `parquet:"end" says:"where they end; both 0 where there is no evidence of the act"`
	Words         string   `parquet:"words" says:"those words"`
	Quotes        []string `parquet:"quotes,list" says:"words ascribed to somebody"`
	Confidence    *float64 `parquet:"confidence,optional" says:"the [chance](json.md#confidence) that the report is read rightly; empty where not known"`
	CopyOf        string   `parquet:"copy_of" says:"the article's that had its words first; empty where they are its own"`
}

// Date is days since 1 January 1970, as Parquet has them.
type Date int32

func dateOf(d news.Day) *Date {
	if d.IsZero() {
		return nil
	}
	v := Date(d.Time().Unix() / (24 * 60 * 60)) //nolint:gosec // four digits of a year fit
	return &v
}

// Day is the civil day; the zero Day of nil.
func (d *Date) Day() news.Day {
	if d == nil {
		return news.Day{}
	}
	return news.NewDay(1970, 1, 1+int(*d))
}

// each is what of makes of each; nil of none.
func each[T, U any](all []T, of func(T) U) []U {
	if len(all) == 0 {
		return nil
	}
	out := make([]U, len(all))
	for i, v := range all {
		out[i] = of(v)
	}
	return out
}

// known is a confidence, nil where it is not known.
func known(confidence float64) *float64 {
	if confidence == 0 {
		return nil
	}
	return &confidence
}

func idOf(a news.Actor) string      { return a.ID }
func nameOf(a news.Actor) string    { return a.Name }
func countryOf(a news.Actor) string { return a.Country }
func sectorOf(a news.Actor) string  { return a.Sector }

func occasionName(o *news.Occasion) string {
	if o == nil {
		return ""
	}
	return o.Name
}

func eventRow(e *news.Event) EventRow {
	quote, _ := tell.BestQuote(e)
	return EventRow{
		ID: e.ID, From: dateOf(e.Date.From), To: dateOf(e.Date.To), Precision: string(e.Date.Precision),
		Type: e.Type, Mode: e.Mode, Act: e.Act, Channel: e.Channel,
		SourceID: each(e.Source, idOf), Source: each(e.Source, nameOf), SourceCountry: each(e.Source, countryOf),
		TargetID: each(e.Target, idOf), Target: each(e.Target, nameOf), TargetCountry: each(e.Target, countryOf),
		Reciprocal: e.Reciprocal, Occasion: occasionName(e.Occasion), Status: string(e.Status), DeniedBy: each(e.DeniedBy, nameOf),
		Background: e.Background, Reports: int32(len(e.Reports)), Origins: int32(e.Origins), //nolint:gosec // numbers of pages
		Outlets:   Outlets(e),
		Conflicts: each(e.Conflicts, func(c news.Conflict) string { return c.Field }), Quote: quote.Text,
		Articles: e.Articles(), ToldBy: ToldBy(e),
		Confidence: known(e.Confidence), Quad: int32(act.QuadOf(e.Type)), Scale: act.Scale(e.Type, e.Mode), //nolint:gosec // one of four
		SourceSector: each(e.Source, sectorOf), TargetSector: each(e.Target, sectorOf),
		Corrected: correctedIn(e),
	}
}

// correctedIn is what people set of an event, or did to it, each once.
func correctedIn(e *news.Event) (out []string) {
	add := func(what string) {
		if !slices.Contains(out, what) {
			out = append(out, what)
		}
	}
	for _, k := range e.Corrected {
		for _, c := range k.Changes {
			add(c.Field)
		}
		if len(k.Changes) == 0 {
			add(k.Do)
		}
	}
	return out
}

func reportRow(e *news.Event, r *news.Report) ReportRow {
	row := ReportRow{
		ID: r.ID, Event: e.ID, Article: r.Article, URL: r.URL, Path: r.Path, Outlet: r.Outlet,
		PublishedFrom: dateOf(r.Published.From), PublishedTo: dateOf(r.Published.To),
		From: dateOf(r.Date.From), To: dateOf(r.Date.To), Precision: string(r.Date.Precision),
		Type: r.Type, Mode: r.Mode, Act: r.Act, Channel: r.Channel,
		SourceID: each(r.Source, idOf), Source: each(r.Source, nameOf), SourceCountry: each(r.Source, countryOf),
		TargetID: each(r.Target, idOf), Target: each(r.Target, nameOf), TargetCountry: each(r.Target, countryOf),
		Reciprocal: r.Reciprocal, Occasion: occasionName(r.Occasion), Status: string(r.Status), DeniedBy: each(r.DeniedBy, nameOf),
		Background: r.Background, Chain: each(r.Chain, func(l news.Link) string { return l.Name }),
		StateMedia: slices.ContainsFunc(r.Chain, func(l news.Link) bool { return l.StateMedia }),
		Quotes:     each(r.Quotes, func(q news.Quote) string { return q.Text }), Confidence: known(r.Confidence), CopyOf: r.CopyOf,
	}
	for _, ev := range r.Evidence {
		if ev.Field == "act" {
			row.Start, row.End, row.Words = int32(ev.Start), int32(ev.End), ev.Text //nolint:gosec // a page's text is far below 2 GB
			break
		}
	}
	return row
}

// ToldBy names whom the reports ultimately have it from, each once.
func ToldBy(e *news.Event) (from []string) {
	for _, r := range e.Reports {
		if n := len(r.Chain); n > 0 {
			if o := r.Chain[n-1].Name; o != "" && !slices.Contains(from, o) {
				from = append(from, o)
			}
		}
	}
	return from
}

// Outlets are those of an event's reports, sorted, each once; "" is one that is
// not known.
func Outlets(e *news.Event) (out []string) {
	for _, r := range e.Reports {
		out = append(out, r.Outlet)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Column is one of a table, for its codebook.
type Column struct{ Name, Type, Says string }

// EventColumns and ReportColumns are the columns of the two tables.
func EventColumns() []Column  { return columnsOf(reflect.TypeFor[EventRow]()) }
func ReportColumns() []Column { return columnsOf(reflect.TypeFor[ReportRow]()) }

func columnsOf(t reflect.Type) (out []Column) {
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("parquet"), ",")
		typ := map[string]string{
			"string": "text", "*export.Date": "day", "[]string": "list", "bool": "true or false", "int32": "number", "float64": "number", "*float64": "number",
		}[f.Type.String()]
		out = append(out, Column{name, typ, f.Tag.Get("says")})
	}
	return out
}

// cells writes a row's values as CSV has them into out, which has its length.
func cells(row reflect.Value, out []string) {
	for i := range out {
		switch v := row.Field(i).Interface().(type) {
		case string:
			out[i] = Guarded(v)
		case []string:
			out[i] = Guarded(strings.Join(v, "; "))
		case *Date:
			out[i] = v.Day().String()
		case bool:
			out[i] = strconv.FormatBool(v)
		case float64:
			out[i] = strconv.FormatFloat(v, 'f', -1, 64)
		case *float64:
			if out[i] = ""; v != nil {
				out[i] = strconv.FormatFloat(*v, 'f', -1, 64)
			}
		default:
			out[i] = fmt.Sprint(v)
		}
	}
}

// Guarded is a cell that no spreadsheet takes for a formula: an apostrophe goes
// before what one could begin with (OWASP, CSV injection).
func Guarded(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
