package serve

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"chancery/internal/export"
	"chancery/internal/survey/surveytest"
)

// Every answer is what the OpenAPI document says of it. docs/serve.md tells how
// Schemathesis asks much more.
func TestAnswersAreAsDocumented(t *testing.T) {
	s := surveytest.Ledger(t, surveytest.Stories()...)
	h := newServer(t, s).Handler()
	doc, err := jsonschema.UnmarshalJSON(ask(t, h, "/api/openapi.json").Body)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("https://chancery.invalid/openapi.json", doc); err != nil {
		t.Fatal(err)
	}
	escape := strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace
	first := decode[listed](t, ask(t, h, "/api/events")).Events[0]
	type asked struct {
		path, of string // of: the path in the document, where it is another
		status   int
	}
	all := []asked{
		{"/api/events", "", 200}, {"/api/events?limit=1&act=warn", "", 200}, {"/api/events?from=x", "", 422}, {"/api/events?nothing=1", "", 422},
		{"/api/events?cursor=x", "", 422}, {"/api/events?limit=0", "", 422},
		{"/api/events/" + first.ID, "/api/events/{id}", 200}, {"/api/events/none", "/api/events/{id}", 404},
		{"/api/articles/" + first.Reports[0].Article, "/api/articles/{id}", 200}, {"/api/articles/none", "/api/articles/{id}", 404},
		{"/api/pages", "", 200}, {"/api/pages?only=x", "", 422}, {"/api/counts", "", 200}, {"/api/counts?to=1800", "", 200},
		{"/api/series", "", 200}, {"/api/series?to=1800", "", 200}, {"/feed.json", "", 200}, {"/feed.json?to=1800", "", 200},
		{"/api/export/none", "/api/export/{format}", 422}, {"/api/export/ics?rows=reports", "/api/export/{format}", 422}, {"/api/changes?since=x", "", 422},
		{"/api/events.ndjson", "", 200}, {"/api/events.ndjson?from=x", "", 422}, {"/feed.atom?from=x", "", 422},
	}
	for _, f := range export.Formats() {
		all = append(all, asked{"/api/export/" + f.Name, "/api/export/{format}", 200})
	}
	nulls := 0
	for _, a := range all {
		w := ask(t, h, a.path)
		if a.of == "" {
			a.of, _, _ = strings.Cut(a.path, "?")
		}
		if w.Code != a.status {
			t.Errorf("%s: %d, want %d: %s", a.path, w.Code, a.status, w.Body)
			continue
		}
		media := w.Header().Get("Content-Type")
		at := "/paths/" + escape(a.of) + "/get/responses/" + strconv.Itoa(a.status) + "/content/" + escape(media)
		schema, err := c.Compile("https://chancery.invalid/openapi.json#" + strings.ReplaceAll(at, " ", "%20") + "/schema")
		if err != nil {
			t.Errorf("%s: %v", a.path, err)
			continue
		}
		body := any(w.Body.String())
		nulls += bytes.Count(w.Body.Bytes(), []byte(`"occasion":null`))
		if strings.HasSuffix(media, "json") && !strings.HasSuffix(media, "ndjson") {
			if body, err = jsonschema.UnmarshalJSON(w.Body); err != nil {
				t.Errorf("%s: %v", a.path, err)
			}
		}
		if err := schema.Validate(body); err != nil {
			t.Errorf("%s: %v", a.path, err)
		}
	}
	if nulls == 0 {
		t.Error("no answer holds a null where there is no occasion")
	}
	if w := ask(t, h, "/api/events", "Host", "evil.example"); w.Code != http.StatusMisdirectedRequest {
		t.Errorf("%d", w.Code)
	}
}
