package chancery_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "chancery/"

// layers is the architecture: each package of ours, and which of ours it may
// import. nil means any. Tests are free.
var layers = map[string][]string{
	"cmd/chancery":                   nil,
	"models":                         {},
	"internal/news":                  {},
	"internal/act":                   {},
	"internal/query":                 {"internal/news"},
	"internal/correct":               {"internal/news", "internal/near"},
	"internal/edit":                  {"internal/news", "internal/act", "internal/correct", "internal/gazetteer", "internal/query"},
	"internal/infer":                 {},
	"internal/sanitise":              {},
	"internal/conllu":                {"internal/news"},
	"internal/address":               {"internal/news"},
	"internal/copies":                {"internal/news"},
	"internal/gazetteer":             {"internal/news"},
	"internal/warc":                  {},
	"internal/fetch":                 {"internal/warc"},
	"internal/feed":                  {"internal/anybytes"},
	"internal/mail":                  {},
	"internal/web":                   {"internal/news", "internal/feed", "internal/fetch", "internal/source"},
	"internal/source":                {"internal/news", "internal/anybytes", "internal/feed", "internal/mail", "internal/warc"},
	"internal/extract":               {"internal/news", "internal/anybytes"},
	"internal/export":                {"internal/news", "internal/act", "internal/tell"},
	"internal/merge":                 {"internal/news", "internal/gazetteer", "internal/act", "internal/near"},
	"internal/store":                 {"internal/news", "internal/query", "internal/correct", "internal/near"},
	"internal/store/sqlite":          {"internal/query", "internal/store", "internal/store/sqlstore"},
	"internal/store/storetest":       {"internal/news", "internal/query", "internal/correct", "internal/store", "internal/near"},
	"internal/pipeline":              {"internal/news", "internal/correct", "internal/store", "internal/near"},
	"internal/anybytes":              {},
	"internal/shard":                 {"internal/news", "internal/address", "internal/anybytes", "internal/near", "internal/store"},
	"internal/load":                  {"internal/news", "internal/gazetteer", "internal/store", "internal/near"},
	"internal/selfcheck":             {"internal/news", "internal/gazetteer", "internal/query", "internal/store"},
	"internal/eval":                  {"internal/story", "internal/news", "internal/extract", "internal/gazetteer", "internal/merge", "internal/conllu", "internal/nlp", "internal/nlp/..."},
	"internal/export/exporttest":     {"internal/news", "internal/export", "internal/tell"},
	"internal/series":                {"internal/news", "internal/act", "internal/query"},
	"examples":                       {},
	"internal/survey":                {"internal/news", "internal/query", "internal/store", "internal/act"},
	"internal/survey/surveytest":     {"internal/news", "internal/correct", "internal/near", "internal/store", "internal/store/ledgertest", "internal/store/sqlstore", "internal/store/storetest"},
	"internal/story":                 {},
	"internal/tell":                  {"internal/news"},
	"internal/thread":                {"internal/news", "internal/act", "internal/query"},
	"internal/metrics":               {"internal/store"},
	"internal/serve":                 {"internal/metrics", "internal/news", "internal/act", "internal/export", "internal/query", "internal/store", "internal/survey", "internal/tell"},
	"internal/mcp":                   {"internal/news", "internal/query", "internal/store", "internal/survey", "internal/tell"},
	"internal/desk/desktest":         {},
	"internal/desk":                  {"internal/news", "internal/act", "internal/copies", "internal/correct", "internal/edit", "internal/export", "internal/gazetteer", "internal/query", "internal/sanitise", "internal/store", "internal/survey", "internal/tell", "internal/thread"},
	"internal/watch":                 {"internal/news", "internal/feed", "internal/fetch", "internal/pipeline", "internal/source", "internal/store"},
	"internal/queue":                 {"internal/news", "internal/pipeline", "internal/store"},
	"internal/queue/jetstream":       {"internal/queue"},
	"internal/queue/embedded":        {},
	"internal/near":                  {"internal/news"},
	"internal/store/sqlstore":        {"internal/news", "internal/query", "internal/correct", "internal/store", "internal/address", "internal/copies", "internal/near", "internal/tell"},
	"internal/store/postgres":        {"internal/anybytes", "internal/query", "internal/store", "internal/store/sqlstore"},
	"internal/store/postgres/pgtest": {},
	"internal/store/ledgertest":      {"internal/store/..."},

	// The layers of the analysis never import each other: they meet in nlp.
	"internal/nlp":             {"internal/news", "internal/gazetteer", "internal/nlp/..."},
	"internal/nlp/token":       layer,
	"internal/nlp/tree":        {"internal/news"},
	"internal/nlp/engine":      {"internal/news", "internal/infer", "models"},
	"internal/nlp/lemma":       {},
	"internal/nlp/names":       layer,
	"internal/nlp/times":       layer,
	"internal/nlp/attribution": layer,
	"internal/nlp/acts":        append(layer, "internal/act", "internal/infer", "models"),
}

// layer is what a layer of the analysis may import: tree reads what the
// engine wrote.
var layer = []string{"internal/news", "internal/gazetteer", "internal/nlp/tree"}

func TestLayers(t *testing.T) {
	// Parse the files here rather than run "go list": the test cache tracks
	// what this process opens, not what a child process reads.
	seen := map[string]bool{}
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || name != "." && (strings.HasPrefix(d.Name(), ".") || strings.HasPrefix(d.Name(), "_"))):
			return fs.SkipDir
		case !strings.HasSuffix(name, ".go"), strings.HasSuffix(name, "_test.go"):
			return nil
		}
		pkg := path.Dir(name)
		if strings.HasPrefix(pkg, "training") || strings.HasPrefix(pkg, "scratch") { // modules and programs of their own, never part of ours
			return nil
		}
		allow, known := layers[pkg]
		if !known {
			t.Errorf("%s: not in layers; say what it may import", pkg)
		}
		seen[pkg] = true
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			imp, _ := strconv.Unquote(spec.Path.Value)
			dep, ours := strings.CutPrefix(imp, module)
			if ours && allow != nil && !slices.ContainsFunc(allow, func(a string) bool { return matches(a, dep) }) {
				t.Errorf("%s imports %s", name, dep)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range seen {
		switch path.Base(pkg) {
		case "util", "utils", "common", "helpers", "config", "log", "errors":
			t.Errorf("%s: a package is named after what it holds", pkg)
		}
	}
	if len(seen) < 10 {
		t.Errorf("only %d packages seen: is this the repository's root?", len(seen))
	}
}

// matches reports whether dep is the package, or below it where that ends in
// "/...".
func matches(pattern, dep string) bool {
	if prefix, below := strings.CutSuffix(pattern, "..."); below {
		return strings.HasPrefix(dep, prefix)
	}
	return pattern == dep
}
