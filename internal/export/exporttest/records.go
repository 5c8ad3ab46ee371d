package exporttest

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"chancery/internal/news"
)

// gdeltNames are the columns of an event, as the GDELT Event Codebook V2.0 lists
// them.
const gdeltNames = `GLOBALEVENTID SQLDATE MonthYear Year FractionDate
Actor1Code Actor1Name Actor1CountryCode Actor1KnownGroupCode Actor1EthnicCode Actor1Religion1Code Actor1Religion2Code Actor1Type1Code Actor1Type2Code Actor1Type3Code
Actor2Code Actor2Name Actor2CountryCode Actor2KnownGroupCode Actor2EthnicCode Actor2Religion1Code Actor2Religion2Code Actor2Type1Code Actor2Type2Code Actor2Type3Code
IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone
Actor1Geo_Type Actor1Geo_Fullname Actor1Geo_CountryCode Actor1Geo_ADM1Code Actor1Geo_ADM2Code Actor1Geo_Lat Actor1Geo_Long Actor1Geo_FeatureID
Actor2Geo_Type Actor2Geo_Fullname Actor2Geo_CountryCode Actor2Geo_ADM1Code Actor2Geo_ADM2Code Actor2Geo_Lat Actor2Geo_Long Actor2Geo_FeatureID
ActionGeo_Type ActionGeo_Fullname ActionGeo_CountryCode ActionGeo_ADM1Code ActionGeo_ADM2Code ActionGeo_Lat ActionGeo_Long ActionGeo_FeatureID
DATEADDED SOURCEURL`

// rows reads lines of cells parted by tabs into rows by column.
func rows(t *testing.T, data []byte, names []string, n int) (out []map[string]string) {
	t.Helper()
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != len(names) {
			t.Fatalf("%d cells, want %d: %q", len(cells), len(names), line)
		}
		row := map[string]string{}
		for i, c := range cells {
			row[names[i]] = c
		}
		out = append(out, row)
	}
	if len(out) != n {
		t.Errorf("%d rows, %d told", len(out), n)
	}
	return out
}

func gdelt(t *testing.T, l Ledger, data []byte, n int) {
	names := strings.Fields(gdeltNames)
	if len(names) != 61 {
		t.Fatal(len(names))
	}
	seen := map[string]bool{}
	all := rows(t, data, names, n)
	for _, row := range all {
		if id := row["GLOBALEVENTID"]; seen[id] {
			t.Errorf("%s stands twice", id)
		} else {
			seen[id] = true
		}
		for c, form := range map[string]string{
			"GLOBALEVENTID": `\d{1,16}`, "SQLDATE": `(\d{8})?`, "MonthYear": `(\d{6})?`, "Year": `(\d{4})?`, "FractionDate": `(\d+\.\d{4})?`,
			"EventCode": `(\d{2,4})?`, "EventBaseCode": `(\d{2,3})?`, "EventRootCode": `(\d\d)?`, "QuadClass": `[1-4]?`, "GoldsteinScale": `(-?\d+\.\d)?`,
			"NumMentions": `\d+`, "NumSources": `\d+`, "NumArticles": `\d+`, "DATEADDED": `(\d{14})?`, "Actor1CountryCode": `([A-Z]{3})?`,
		} {
			if !regexp.MustCompile("^" + form + "$").MatchString(row[c]) {
				t.Errorf("%s is %q", c, row[c])
			}
		}
		if !strings.HasPrefix(row["SQLDATE"], row["MonthYear"]) && row["SQLDATE"] != "" || !strings.HasPrefix(row["EventCode"], row["EventBaseCode"]) ||
			!strings.HasPrefix(row["EventBaseCode"], row["EventRootCode"]) {
			t.Errorf("columns differ: %v", row)
		}
	}
	// One row or more an event, in its order, with its day and its reports.
	for _, e := range l.Events {
		if len(all) == 0 {
			t.Fatalf("no row of %s", e.ID)
		}
		k := max(1, pairs(&e))
		if len(all) < k {
			t.Fatalf("%d rows left for the %d pairs of %s", len(all), k, e.ID)
		}
		for _, row := range all[:k] {
			day := ""
			if e.Date.Exact() && e.Date.Precision != news.Yearless {
				day = strings.ReplaceAll(e.Date.From.String(), "-", "")
			}
			if row["SQLDATE"] != day || row["NumMentions"] != strconv.Itoa(len(e.Reports)) {
				t.Errorf("%s: %s, %s mentions", e.ID, row["SQLDATE"], row["NumMentions"])
			}
		}
		all = all[k:]
	}
	if len(all) > 0 {
		t.Errorf("%d rows of no event", len(all))
	}
}

// pairs counts the pairs of different actors of both sides; of what both do
// alike each once.
func pairs(e *news.Event) int {
	target := e.Target
	if len(target) == 0 && e.Reciprocal {
		target = e.Source
	}
	if len(target) == 0 {
		target = []news.Actor{{}}
	}
	type pair struct{ a, b news.Actor }
	seen := map[pair]bool{}
	for _, s := range e.Source {
		for _, r := range target {
			if s != r && !(e.Reciprocal && seen[pair{r, s}]) {
				seen[pair{s, r}] = true
			}
		}
	}
	return len(seen)
}

func mentions(t *testing.T, l Ledger, data []byte, n int) {
	names := strings.Fields(`GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID Actor1CharOffset
		Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone MentionDocTranslationInfo Extras`)
	all := rows(t, data, names, n)
	for _, e := range l.Events {
		for range max(1, pairs(&e)) {
			for _, r := range e.Reports {
				row := all[0]
				all = all[1:]
				at := -1
				if i := slices.IndexFunc(r.Evidence, func(v news.Evidence) bool { return v.Field == "act" }); i >= 0 {
					at = r.Evidence[i].Start
				}
				if row["Extras"] != blanks("report="+r.ID) || row["ActionCharOffset"] != strconv.Itoa(at) || row["MentionType"] != "1" && r.URL != "" {
					t.Errorf("%s: %v", r.ID, row)
				}
			}
		}
	}
}

// blanks is text as a cell has it: what would break a row is a blank.
func blanks(s string) string {
	if strings.ContainsAny(s, "\t\r\n") {
		return strings.Join(strings.Fields(s), " ")
	}
	return s
}

func plover(t *testing.T, l Ledger, data []byte, n int) {
	types := strings.Fields("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST REJECT ACCUSE THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT")
	for i, line := range lines(t, data, len(l.Events), n) {
		e := l.Events[i]
		var got struct {
			ID        string  `json:"id"`
			Date      *string `json:"date"`
			EndDate   string  `json:"enddate"`
			Actor     []any   `json:"actor"`
			Recipient []any   `json:"recipient"`
			Event     []string
			Quad      int      `json:"quad_code"`
			Scale     *float64 `json:"event_scale"`
			Cite      []any    `json:"cite_info"`
			Status    string
		}
		if err := json.Unmarshal([]byte(line), &got); err != nil {
			t.Fatal(err)
		}
		if got.ID != e.ID || got.Actor == nil || len(got.Actor) != len(e.Source) || len(got.Recipient) != len(e.Target) || len(got.Event) != 1 || got.Event[0] != e.Type ||
			len(got.Cite) != len(e.Reports) || got.Scale == nil || got.Status != string(e.Status) {
			t.Errorf("%s: %s", e.ID, line)
		}
		if slices.Contains(types, e.Type) && (got.Quad < 1 || got.Quad > 4) {
			t.Errorf("%s: quad %d", e.ID, got.Quad)
		}
		if (got.Date != nil) != e.Date.Known() || got.Date != nil && !regexp.MustCompile(`^\d{4}-\d\d-\d\d$`).MatchString(*got.Date) {
			t.Errorf("%s: date %v", e.ID, got.Date)
		}
		if !strings.Contains(line, `"date":`) {
			t.Errorf("%s: PLOVER wants a date", e.ID)
		}
	}
}

// annotations checks the shape that the W3C's model asks for, and that each
// selector finds the words of its evidence.
func annotations(t *testing.T, l Ledger, data []byte, n int) {
	var doc struct {
		Context string `json:"@context"`
		ID      string
		Type    string
		Items   []struct {
			ID     string
			Type   string
			Body   []struct{ Type, Value, Purpose string }
			Target struct {
				Type, Source string
				Selector     []struct {
					Type, Exact, Prefix, Suffix string
					Start, End                  *int
				}
			}
		}
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Context != "http://www.w3.org/ns/anno.jsonld" || doc.Type != "AnnotationPage" || doc.ID == "" || doc.Items == nil {
		t.Errorf("%.300s", data)
	}
	purposes := strings.Fields("assessing bookmarking classifying commenting describing editing highlighting identifying linking moderating questioning replying tagging")
	iri := regexp.MustCompile(`^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^` + "`" + `]+$`)
	seen := map[string]bool{}
	at := 0
	for _, e := range l.Events {
		for _, r := range e.Reports {
			text := []rune(l.Articles[r.Article].Text)
			for _, ev := range r.Evidence {
				if at == len(doc.Items) {
					t.Fatalf("only %d annotations", at)
				}
				a := doc.Items[at]
				at++
				if seen[a.ID] || !iri.MatchString(a.ID) || a.Type != "Annotation" || !iri.MatchString(a.Target.Source) || len(a.Target.Selector) != 2 || len(a.Body) < 2 {
					t.Fatalf("%+v", a)
				}
				seen[a.ID] = true
				for _, b := range a.Body {
					if b.Type != "TextualBody" || !slices.Contains(purposes, b.Purpose) {
						t.Errorf("%+v", b)
					}
				}
				q, p := a.Target.Selector[0], a.Target.Selector[1]
				if q.Type != "TextQuoteSelector" || p.Type != "TextPositionSelector" || p.Start == nil || p.End == nil {
					t.Fatalf("%+v", a)
				}
				around := string(text[max(0, *p.Start-utf8.RuneCountInString(q.Prefix)):min(len(text), *p.End+utf8.RuneCountInString(q.Suffix))])
				if string(text[*p.Start:*p.End]) != ev.Text || q.Exact != ev.Text || around != q.Prefix+q.Exact+q.Suffix {
					t.Errorf("%s: %+v, want %q", r.ID, a.Target, ev.Text)
				}
			}
		}
	}
	if at != len(doc.Items) || n != at {
		t.Errorf("%d annotations, %d told, want %d", len(doc.Items), n, at)
	}
}
