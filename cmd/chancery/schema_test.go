package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"chancery/internal/news"
	"chancery/internal/store"
)

const docs = "../../docs/"

func schemas(t *testing.T) (event, article, page *jsonschema.Schema) {
	t.Helper()
	c := jsonschema.NewCompiler()
	for _, name := range []string{"event", "article", "page"} {
		f, err := os.Open(docs + name + ".schema.json")
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource("https://chancery.invalid/"+name+".schema.json", doc); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	of := func(name string) *jsonschema.Schema {
		return c.MustCompile("https://chancery.invalid/" + name + ".schema.json")
	}
	return of("event"), of("article"), of("page")
}

func validate(t *testing.T, s *jsonschema.Schema, line string) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(v); err != nil {
		t.Errorf("%v\nin %.400s", err, line)
	}
}

// What the program prints of the examples is what the schemas say, and every
// span re-reads to its words (invariant 1, from outside).
func TestSchema(t *testing.T) {
	event, article, page := schemas(t)
	db := filepath.Join(t.TempDir(), "l.db")
	out := must(t, program(t, "read", "--json", "--store", db, "../../examples/pages"))
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) < 20 {
		t.Fatalf("only %d events in the examples", len(lines))
	}
	pages := strings.Split(strings.TrimSpace(must(t, program(t, "pages", "--json", "--store", db))), "\n")
	if len(pages) < 20 {
		t.Fatalf("only %d pages in the examples", len(pages))
	}
	for _, line := range pages {
		validate(t, page, line)
	}
	spans := map[string][]news.Evidence{} // by article
	seen := map[string]bool{}
	for _, line := range lines {
		validate(t, event, line)
		var e news.Event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		for _, r := range e.Reports {
			spans[r.Article] = append(spans[r.Article], r.Evidence...)
			for _, v := range r.Evidence {
				seen[v.Field] = true
			}
			for _, q := range r.Quotes {
				spans[r.Article] = append(spans[r.Article], news.Evidence{Field: "quote", Span: q.Span, Text: q.Text})
			}
		}
		for _, q := range e.Quotes {
			if q.Report >= len(e.Reports) {
				t.Errorf("%s: a quote of report %d", e.ID, q.Report)
				continue
			}
			id := e.Reports[q.Report].Article
			spans[id] = append(spans[id], news.Evidence{Field: "quote", Span: q.Span, Text: q.Text})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(spans)) {
		line := must(t, program(t, "show", "--json", "--store", db, id))
		validate(t, article, line)
		var a news.Article
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatal(err)
		}
		for _, v := range spans[id] {
			words := v.In(a.Text)
			if words != v.Text && !(v.Field == "quote" && strings.Contains(strings.Join(strings.Fields(words), " "), strings.Join(strings.Fields(v.Text), " "))) {
				t.Errorf("%s: %s at %s is %q, not %q", a.Path, v.Field, v.Span, words, v.Text)
			}
		}
	}
	for _, field := range []string{"source", "target", "act", "date"} {
		if !seen[field] {
			t.Errorf("no evidence of any %s", field)
		}
	}
}

// A page that was not read is what the schema says, too.
func TestSchemaOfUnread(t *testing.T) {
	_, _, page := schemas(t)
	dir := t.TempDir()
	db := filepath.Join(dir, "l.db")
	if err := os.WriteFile(filepath.Join(dir, "a.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	read := program(t, "read", "--quiet", "--store", db, dir)
	if err := read.Run(); read.ProcessState.ExitCode() != exitUnread {
		t.Fatal(err)
	}
	out := must(t, program(t, "pages", "--json", "--only", "unread", "--store", db))
	if strings.Count(out, "\n") != 1 {
		t.Fatalf("listed: %s", out)
	}
	validate(t, page, strings.TrimSpace(out))
}

// Nothing made in Go, however empty, breaks the rule that arrays are arrays.
func TestNoNullArrays(t *testing.T) {
	for _, v := range []any{
		news.Event{Reports: []news.Report{{}}, Conflicts: []news.Conflict{{Values: []news.Side{{}}}, {}}},
		&news.Event{}, news.Report{}, news.Article{}, documentOf(history{Document: store.Document{Article: &news.Article{}}}, codes{}),
	} {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(strings.ReplaceAll(string(b), `"occasion":null`, ""), "null"); n > 0 {
			t.Errorf("%d nulls in %s", n, b)
		}
	}
}

// What is printed with a user's codes is what the schemas say, too, and
// nothing but the codes is new.
func TestCodes(t *testing.T) {
	event, article, _ := schemas(t)
	dir := t.TempDir()
	db, mine := filepath.Join(dir, "l.db"), filepath.Join(dir, "mine.tsv")
	if err := os.WriteFile(mine, []byte("meet\tT1\tTalks\nmeet\tT2\nattack\tF\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	plain := must(t, program(t, "read", "--json", "--store", db, "../../examples/pages"))
	coded := must(t, program(t, "timeline", "--json", "--store", db, "--acts", mine))
	meet, attack := `"codes":[{"code":"T1","label":"Talks"},{"code":"T2","label":""}]`, `"codes":[{"code":"F","label":""}]`
	without := strings.NewReplacer(","+meet, "", ","+attack, "")
	fields := func(line string) (v map[string]any) {
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	was := strings.Split(strings.TrimSpace(plain), "\n")
	n := 0
	for i, line := range strings.Split(strings.TrimSpace(coded), "\n") {
		validate(t, event, line)
		n += strings.Count(line, meet)
		if d := cmp.Diff(fields(was[i]), fields(without.Replace(line))); d != "" {
			t.Errorf("codes changed more than codes:\n%s", d)
		}
	}
	if n == 0 {
		t.Error("no event has codes")
	}
	var e news.Event
	if err := json.Unmarshal([]byte(was[0]), &e); err != nil {
		t.Fatal(err)
	}
	validate(t, article, must(t, program(t, "show", "--json", "--store", db, "--acts", mine, e.Reports[0].Article)))
}

// Every field of the schemas is in the manual.
func TestManualNamesEveryField(t *testing.T) {
	manual, err := os.ReadFile(docs + "json.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"event", "article", "page"} {
		b, err := os.ReadFile(docs + name + ".schema.json")
		if err != nil {
			t.Fatal(err)
		}
		var schema any
		if err := json.Unmarshal(b, &schema); err != nil {
			t.Fatal(err)
		}
		for _, p := range properties(schema) {
			if !strings.Contains(string(manual), "`"+p+"`") && !strings.Contains(string(manual), p+",") && !strings.Contains(string(manual), p+":") && !strings.Contains(string(manual), p+"}") {
				t.Errorf("docs/json.md does not name %q of %s.schema.json", p, name)
			}
		}
	}
}

// properties are the names of all properties of a schema.
func properties(v any) (out []string) {
	switch v := v.(type) {
	case map[string]any:
		for key, sub := range v {
			if m, ok := sub.(map[string]any); ok && key == "properties" {
				out = append(out, slices.Collect(maps.Keys(m))...)
			}
			out = append(out, properties(sub)...)
		}
	case []any:
		for _, sub := range v {
			out = append(out, properties(sub)...)
		}
	}
	return out
}
