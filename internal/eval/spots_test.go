package eval

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"chancery/internal/news"

	"github.com/google/go-cmp/cmp"
)

// TestNameScores keeps the scores on CoNLL++ dev.
func TestNameScores(t *testing.T) {
	t.Parallel()
	s, err := Spots(dataSet(t, "conllpp/dev.txt"), SpotOptions{Read: analyzer(t).Tokens})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/names.golden", s.String())
}

const conll = `-DOCSTART- -X- -X- O

Zoé NNP B-NP B-PER
Marn NNP I-NP I-PER
left VBD B-VP O
Mali NNP B-NP B-LOC
. . O O

ARN NNP B-NP B-ORG

-DOCSTART- -X- -X- O

Malian JJ B-NP I-MISC
Cup NNP I-NP B-MISC
final NN I-NP I-MISC
`

func TestSpots(t *testing.T) {
	var texts []string
	// The reader finds the person, takes the place for an organisation, says
	// one name twice, one too long, and misses one.
	read := func(an *news.Analysis) {
		texts = append(texts, an.Article.Text)
		for _, tok := range an.Tokens {
			if tok.In(an.Article.Text) != tok.Text || tok.Head != -1 {
				t.Errorf("token %+v", tok)
			}
		}
		if len(texts) == 1 {
			if want := (news.Sentence{Span: news.Span{Start: 22, End: 25}, First: 5, Last: 6, Block: 1}); an.Sentences[1] != want {
				t.Errorf("sentence %+v, want %+v", an.Sentences[1], want)
			}
			an.Spots = []news.Spot{{First: 0, Last: 2, Kind: news.SpotPerson}, {First: 3, Last: 4, Kind: news.SpotOrganisation},
				{First: 5, Last: 6, Kind: news.SpotOrganisation}, {First: 5, Last: 6, Kind: news.SpotOrganisation}}
			return
		}
		an.Spots = []news.Spot{{First: 0, Last: 1, Kind: news.SpotNationality}, {First: 0, Last: 3, Kind: news.SpotEvent}}
	}
	s, err := Spots(strings.NewReader(conll), SpotOptions{Read: read})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"Zoé Marn left Mali .\nARN", "Malian Cup final"}, texts); d != "" {
		t.Error(d)
	}
	const table = `2 documents, 9 words
                  P      R     F1    gold   found
all            50.0   60.0   54.5       5       6
LOC               –    0.0    0.0       1       0
MISC           50.0   50.0   50.0       2       2
ORG            33.3  100.0   50.0       1       3
PER           100.0  100.0  100.0       1       1
`
	if d := cmp.Diff(table, s.String()); d != "" {
		t.Error(d)
	}
	const object = `{"LOC":{"p":null,"r":0,"f1":0},"MISC":{"p":0.5,"r":0.5,"f1":0.5},"ORG":{"p":0.3333,"r":1,"f1":0.5},` +
		`"PER":{"p":1,"r":1,"f1":1},"f1":0.5455,"p":0.5,"r":0.6}`
	got, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(object, string(got)); d != "" {
		t.Error(d)
	}
}

func TestSpotErrors(t *testing.T) {
	for in, want := range map[string]string{
		"":                       "no words",
		"-DOCSTART- -X- -X- O\n": "no words",
		"a NN O O\nb NN O\n":     "line 2: 3 columns, want 4",
		"\n\na NN O B-DATE\n":    `line 3: label "B-DATE", want O, or B- or I- with PER, ORG, LOC or MISC`,
		"\xff NN O O\n":          "line 1: the word is not UTF-8",
		"a NN O O\n" + strings.Repeat("x", 5<<20): "line 2: bufio.Scanner: token too long",
	} {
		_, err := Spots(strings.NewReader(in), SpotOptions{Read: func(*news.Analysis) {}})
		if err == nil || err.Error() != want {
			t.Errorf("%.40q: %v, want %s", in, err, want)
		}
	}
}

func FuzzReadNames(f *testing.F) {
	f.Add(conll)
	f.Add("a NN O I-PER\nb NN O I-ORG\n\nc NN O I-ORG")
	f.Add("-DOCSTART-\n\x00\tNN\tO O\r\n")
	f.Fuzz(func(t *testing.T, in string) {
		for d, err := range readNames(strings.NewReader(in)) {
			if err != nil {
				if !strings.HasPrefix(err.Error(), "line ") {
					t.Fatalf("error %q without its line", err)
				}
				return
			}
			an := d.text.analysis()
			checkGiven(t, an)
			last := 0
			for _, n := range d.names {
				if n.first < last || n.last <= n.first || n.last > len(an.Tokens) || n.label == "" {
					t.Fatalf("name %+v after %d, of %d tokens", n, last, len(an.Tokens))
				}
				last = n.last
			}
		}
	})
}

// checkGiven holds an analysis of given words to its invariants.
func checkGiven(t *testing.T, an *news.Analysis) {
	t.Helper()
	text := an.Article.Text
	if !utf8.ValidString(text) || len(an.Sentences) == 0 || len(an.Article.Blocks) != len(an.Sentences) {
		t.Fatalf("text %q of %d sentences, %d blocks", text, len(an.Sentences), len(an.Article.Blocks))
	}
	at, token := 0, 0
	for _, s := range an.Sentences {
		if s.First != token || s.Last <= s.First || s.Span != an.Article.Blocks[s.Block].Span {
			t.Fatalf("sentence %+v begins at token %d", s, token)
		}
		for _, tok := range an.Tokens[s.First:s.Last] {
			if tok.Start < at || !s.Contains(tok.Span) || tok.Empty() || tok.In(text) != tok.Text {
				t.Fatalf("token %+v in %q", tok, text)
			}
			at = tok.End
		}
		token = s.Last
	}
	if token != len(an.Tokens) {
		t.Fatalf("%d tokens, %d of them in sentences", len(an.Tokens), token)
	}
}
