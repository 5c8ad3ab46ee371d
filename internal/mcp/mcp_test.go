package mcp

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"chancery/internal/query"
	"chancery/internal/store/ledgertest"
	"chancery/internal/survey"
	"chancery/internal/survey/surveytest"
	"chancery/internal/tell"
)

// few knows codes of countries.
type few struct{}

func (few) Country(name string) (string, bool) { return name, len(name) == 3 }
func (few) Actor(string) []string              { return nil }
func (few) Occasion(string) []string           { return nil }
func (few) Channel(c string) ([]string, bool)  { return []string{c}, true }
func (few) Words(string) []string              { return nil }

func ledger(t *testing.T, stories ...surveytest.Story) *Ledger {
	t.Helper()
	s := surveytest.Ledger(t, stories...)
	v, err := survey.New(t.Context(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	teller, err := tell.New(func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	return &Ledger{Store: s, Survey: v, Tell: teller, Parse: func(v url.Values) (query.Query, error) {
		if q, ok := v["q"]; ok {
			delete(v, "q")
			v[query.Text] = q
		}
		return query.Parse(v, few{})
	}}
}

// connect gives the SDK's own client of each transport.
func connect(t *testing.T, l *Ledger) map[string]*mcp.ClientSession {
	t.Helper()
	web := httptest.NewServer(l.Handler("test"))
	t.Cleanup(web.Close)
	ours, theirs := mcp.NewInMemoryTransports()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	go func() { _ = l.server("test").Run(ctx, ours) }()
	out := map[string]*mcp.ClientSession{}
	for name, transport := range map[string]mcp.Transport{"pipe": theirs, "http": &mcp.StreamableClientTransport{Endpoint: web.URL}} {
		c, err := mcp.NewClient(&mcp.Implementation{Name: "test"}, nil).Connect(t.Context(), transport, nil)
		if err != nil {
			t.Fatal(name, err)
		}
		t.Cleanup(func() { _ = c.Close() })
		out[name] = c
	}
	return out
}

func call(t *testing.T, c *mcp.ClientSession, tool, arguments string) (text string, failed bool) {
	t.Helper()
	r, err := c.CallTool(t.Context(), &mcp.CallToolParams{Name: tool, Arguments: json.RawMessage(arguments)})
	if err != nil {
		return err.Error(), true
	}
	for _, part := range r.Content {
		text += part.(*mcp.TextContent).Text
	}
	return text, r.IsError
}

func TestPostgres(t *testing.T) { ledgertest.Again(t) }

func TestTools(t *testing.T) {
	for name, c := range connect(t, ledger(t, surveytest.Stories()...)) {
		tools, err := c.ListTools(t.Context(), nil)
		if err != nil || len(tools.Tools) != 5 {
			t.Fatal(name, err, tools)
		}
		for _, test := range []struct {
			tool, arguments string
			want            []string
		}{
			{"search_events", `{}`, []string{"3 events in the ledger", "RUS-PRK-20230815-congratulate-aaaa", "2 reports, 2 independent origins", "North Wire", "South Times"}},
			{"search_events", `{"query":"act:warn"}`, []string{"1 event in", "Allegedly, United States warned Kim Jong Un", "denied by United States", "differ on date"}},
			{"search_events", `{"limit":1}`, []string{"1 shown", "cursor"}},
			{"search_events", `{"query":"act:dance OR -act:dance date:1999"}`, []string{"The ledger has nothing"}},
			{"get_event", `{"id":"RUS-PRK-2023"}`, []string{"“Our peoples stand together” — Vladimir Putin (RUS)", "Report 2:", "which has it from KCNA", "article "}},
			{"get_event", `{"id":"none"}`, []string{"The ledger has nothing under that ID"}},
			{"get_event", `{"id":"RUS-PRK"}`, []string{"More than one"}},
			{"get_evidence", `{"id":"USA-PRK"}`, []string{"act ", "“warned”", "Report 2, Western Post", "In the text: …The United States warned Kim Jong Un, according to an official…"}},
			{"pair_timeline", `{"a":"PRK","b":"RUS"}`, []string{"2023: 1, 0, 0, 0", "2024: 1", "The latest first", "congratulate-bbbb"}},
			{"pair_timeline", `{"a":"FRA","b":"RUS"}`, []string{"The ledger has nothing"}},
			{"disputed", `{}`, []string{"## Alleged", "## Reports differ", "USA-PRK-20240902"}},
		} {
			got, failed := call(t, c, test.tool, test.arguments)
			for _, w := range test.want {
				if failed || !strings.Contains(got, w) {
					t.Errorf("%s: %s %s lacks %q:\n%s", name, test.tool, test.arguments, w, got)
				}
			}
		}
		if got, failed := call(t, c, "search_events", `{"query":"since:yesterday"}`); !failed || !strings.Contains(got, "want a day, a month or a year") {
			t.Error(name, got)
		}
		if got, failed := call(t, c, "search_events", `{"cursor":"!"}`); !failed {
			t.Error(name, got)
		}
	}
}

func TestEmptyLedger(t *testing.T) {
	for _, c := range connect(t, ledger(t)) {
		if got, _ := call(t, c, "disputed", `{}`); strings.Count(got, "The ledger has nothing") != 2 {
			t.Error(got)
		}
	}
}
