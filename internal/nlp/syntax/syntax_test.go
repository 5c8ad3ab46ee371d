package syntax

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"chancery/internal/news"
	"github.com/google/go-cmp/cmp"
)

// analysis makes one of sentences of tokens parted by spaces, a sentence a
// line.
func analysis(text string) *news.Analysis {
	an := &news.Analysis{Article: &news.Article{Text: text}}
	at := 0
	for line := range strings.Lines(text) {
		first := len(an.Tokens)
		for w := range strings.FieldsSeq(line) {
			i := at + strings.Index(text[at:], w)
			at = i + len(w)
			an.Tokens = append(an.Tokens, news.Token{Span: news.Span{Start: i, End: at}, Text: w, Head: -1})
		}
		if len(an.Tokens) > first {
			an.Sentences = append(an.Sentences, news.Sentence{First: first, Last: len(an.Tokens)})
		}
	}
	return an
}

// wellFormed fails unless every sentence is a tree with one root.
func wellFormed(t *testing.T, an *news.Analysis) {
	t.Helper()
	for _, s := range an.Sentences {
		roots := 0
		for i := s.First; i < s.Last; i++ {
			tok := an.Tokens[i]
			if tok.UPOS == "" || tok.XPOS == "" || tok.Rel == "" || tok.Lemma == "" {
				t.Fatalf("token %d %+v is not filled", i, tok)
			}
			if (tok.Head < 0) != (tok.Rel == "root") {
				t.Fatalf("token %d %q has head %d and relation %q", i, tok.Text, tok.Head, tok.Rel)
			}
			if tok.Head < 0 {
				roots++
				continue
			}
			if tok.Head < s.First || tok.Head >= s.Last {
				t.Fatalf("token %d has head %d outside its sentence [%d, %d)", i, tok.Head, s.First, s.Last)
			}
			for at, n := i, 0; at >= 0; at, n = an.Tokens[at].Head, n+1 {
				if n > s.Last-s.First {
					t.Fatalf("token %d is on a cycle", i)
				}
			}
		}
		if roots != 1 {
			t.Fatalf("%d roots in %d tokens", roots, s.Last-s.First)
		}
	}
}

func newTestParser(t testing.TB) *Parser {
	t.Helper()
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestArcs holds the parser to what later layers live on: who does what to
// whom in reports of diplomacy.
func TestArcs(t *testing.T) {
	p := newTestParser(t)
	for _, tt := range []struct {
		text string
		want []string // "relation dependent<head"
	}{
		{"Vietnam 's president sent a message to Cuba on Monday .",
			[]string{"nsubj president<sent", "obj message<sent", "nmod:poss Vietnam<president", "root sent"}},
		{"Algeria was accused by France of interference .",
			[]string{"nsubj:pass Algeria<accused", "aux:pass was<accused", "obl:agent France<accused"}},
		{"The White House on Tuesday imposed new sanctions on two Iraqi banks .",
			[]string{"nsubj House<imposed", "obj sanctions<imposed", "amod new<sanctions"}},
		{"The minister said that Baku would reopen the border .",
			[]string{"nsubj minister<said", "ccomp reopen<said", "nsubj Baku<reopen", "obj border<reopen", "mark that<reopen"}},
		{"Tokyo urged Beijing to release the crew .",
			[]string{"nsubj Tokyo<urged", "obj Beijing<urged", "xcomp release<urged", "obj crew<release"}},
		{"Japan lodged a protest with South Korea over the drills .",
			[]string{"nsubj Japan<lodged", "obj protest<lodged", "compound South<Korea"}},
		{"Moscow denied that it had asked Hanoi to supply shells .",
			[]string{"nsubj Moscow<denied", "ccomp asked<denied", "nsubj it<asked", "xcomp supply<asked"}},
		{"Pakistan Expels Indian Diplomat , Recalls Ambassador From Delhi",
			[]string{"nsubj Pakistan<Expels", "obj Diplomat<Expels", "conj Recalls<Expels", "obj Ambassador<Recalls"}},
		{"Two soldiers were killed in the clash , the ministry said .",
			[]string{"nsubj:pass soldiers<killed", "ccomp killed<said", "nsubj ministry<said"}},
	} {
		t.Run(tt.text, func(t *testing.T) {
			an := analysis(tt.text)
			p.Parse(an)
			wellFormed(t, an)
			have := make(map[string]bool)
			var all []string
			for _, tok := range an.Tokens {
				s := tok.Rel + " " + tok.Text
				if tok.Head >= 0 {
					s += "<" + an.Tokens[tok.Head].Text
				}
				have[s] = true
				all = append(all, s)
			}
			for _, w := range tt.want {
				if !have[w] {
					t.Errorf("no %s among %s", w, strings.Join(all, ", "))
				}
			}
		})
	}
}

func TestLemma(t *testing.T) {
	m := newTestParser(t).model
	for _, tt := range []struct{ form, xpos, upos, want string }{
		{"sent", "VBD", "VERB", "send"}, {"told", "VBD", "VERB", "tell"}, {"met", "VBD", "VERB", "meet"}, {"said", "VBD", "VERB", "say"},
		{"expelled", "VBD", "VERB", "expel"}, {"condemned", "VBN", "VERB", "condemn"}, {"urged", "VBD", "VERB", "urge"},
		{"accused", "VBN", "VERB", "accuse"}, {"denied", "VBD", "VERB", "deny"}, {"planned", "VBN", "VERB", "plan"},
		{"travelled", "VBD", "VERB", "travel"}, {"imposing", "VBG", "VERB", "impose"}, {"dying", "VBG", "VERB", "die"},
		{"pledged", "VBD", "VERB", "pledge"}, {"withdrew", "VBD", "VERB", "withdraw"}, {"overthrown", "VBN", "VERB", "overthrow"},
		{"vetoes", "VBZ", "VERB", "veto"}, {"accuses", "VBZ", "VERB", "accuse"}, {"denies", "VBZ", "VERB", "deny"}, {"pushes", "VBZ", "VERB", "push"},
		{"signed", "VBD", "VERB", "sign"}, {"visited", "VBD", "VERB", "visit"}, {"agreed", "VBD", "VERB", "agree"}, {"freed", "VBN", "VERB", "free"},
		{"re-elected", "VBN", "VERB", "re-elect"}, {"reaffirmed", "VBD", "VERB", "reaffirm"}, {"lambasted", "VBD", "VERB", "lambast"},
		{"was", "VBD", "AUX", "be"}, {"has", "VBZ", "AUX", "have"}, {"n’t", "RB", "PART", "not"}, {"’s", "POS", "PART", "'s"},
		{"ties", "NNS", "NOUN", "tie"}, {"countries", "NNS", "NOUN", "country"}, {"crises", "NNS", "NOUN", "crisis"}, {"women", "NNS", "NOUN", "woman"},
		{"embassies", "NNS", "NOUN", "embassy"}, {"responses", "NNS", "NOUN", "response"}, {"speeches", "NNS", "NOUN", "speech"}, {"missiles", "NNS", "NOUN", "missile"},
		{"Kim", "NNP", "PROPN", "Kim"}, {"Russian", "JJ", "ADJ", "russian"}, {"closer", "JJR", "ADJ", "close"}, {"biggest", "JJS", "ADJ", "big"},
	} {
		if got := m.lemma(tt.form, tt.xpos, tt.upos); got != tt.want {
			t.Errorf("%s/%s: %q, not %q", tt.form, tt.xpos, got, tt.want)
		}
	}
}

func TestQuotes(t *testing.T) {
	p := newTestParser(t)
	an := analysis("\" Peace , \" he said . “ War , ” she said .")
	p.Parse(an)
	var got []string
	for _, tok := range an.Tokens {
		if tok.XPOS == "``" || tok.XPOS == "''" {
			got = append(got, tok.Text+tok.XPOS)
		}
	}
	if diff := cmp.Diff([]string{"\"``", "\"''", "“``", "”''"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestConcurrent(t *testing.T) {
	p := newTestParser(t)
	const text = "Ankara and Yerevan agreed on Friday to open the crossing .\nNo one objected ."
	want := analysis(text)
	p.Parse(want)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				an := analysis(text)
				p.Parse(an)
				if diff := cmp.Diff(want.Tokens, an.Tokens); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestBadBounds(t *testing.T) {
	p := newTestParser(t)
	an := analysis("One two .")
	an.Sentences = append(an.Sentences, news.Sentence{First: -1, Last: 2}, news.Sentence{First: 2, Last: 9}, news.Sentence{First: 2, Last: 2})
	p.Parse(an)
	p.Parse(&news.Analysis{})
}

// TestReadDamaged cuts and flips a model file: an error or a model, no panic.
func TestReadDamaged(t *testing.T) {
	file := trainSmall(t)
	if _, err := Read(file); err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(file); n += 11 {
		if _, err := Read(file[:n]); err == nil {
			t.Errorf("no error on the first %d bytes of %d", n, len(file))
		}
		flipped := []byte(file)
		flipped[n] ^= 0x55
		if p, err := Read(string(flipped)); err == nil {
			p.Parse(analysis("Kim met Putin ."))
		}
	}
}

// trainSmall fits a model to a few made-up sentences.
func trainSmall(t *testing.T) string {
	t.Helper()
	var sentences [][]news.Token
	for i := range 60 {
		object := []string{"Hanoi", "Havana", "Rabat"}[i%3]
		sentences = append(sentences, []news.Token{
			{Text: "Paris", Lemma: "Paris", UPOS: "PROPN", XPOS: "NNP", Head: 1, Rel: "nsubj"},
			{Text: "met", Lemma: "meet", UPOS: "VERB", XPOS: "VBD", Head: -1, Rel: "root"},
			{Text: object, Lemma: object, UPOS: "PROPN", XPOS: "NNP", Head: 1, Rel: "obj"},
			{Text: ".", Lemma: ".", UPOS: "PUNCT", XPOS: ".", Head: 1, Rel: "punct"},
		}, []news.Token{
			{Text: object, Lemma: object, UPOS: "PROPN", XPOS: "NNP", Head: 2, Rel: "nsubj:pass"},
			{Text: "was", Lemma: "be", UPOS: "AUX", XPOS: "VBD", Head: 2, Rel: "aux:pass"},
			{Text: "warned", Lemma: "warn", UPOS: "VERB", XPOS: "VBN", Head: -1, Rel: "root"},
		})
	}
	var b strings.Builder
	opt := Options{Seed: 1, TagRounds: 3, ParseRounds: 4, MinUpdates: 1, Folds: 2, FineClasses: 4, CoarseClasses: 2}
	for _, s := range sentences {
		var words []string
		for _, tok := range s {
			words = append(words, tok.Text)
		}
		opt.Plain = append(opt.Plain, words)
	}
	if err := Train(&b, sentences, opt); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTrain(t *testing.T) {
	file := trainSmall(t)
	if file != trainSmall(t) {
		t.Error("two trainings on the same data differ")
	}
	p, err := Read(file)
	if err != nil {
		t.Fatal(err)
	}
	an := analysis("Paris met Rabat .\nRabat was warned")
	p.Parse(an)
	wellFormed(t, an)
	var got []string
	for _, tok := range an.Tokens {
		got = append(got, fmt.Sprint(tok.Text, " ", tok.UPOS, " ", tok.Rel, " ", tok.Head))
	}
	want := []string{
		"Paris PROPN nsubj 1", "met VERB root -1", "Rabat PROPN obj 1", ". PUNCT punct 1",
		"Rabat PROPN nsubj:pass 6", "was AUX aux:pass 6", "warned VERB root -1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTrainRefuses(t *testing.T) {
	for name, heads := range map[string][]int{"no root": {1, 0}, "two": {-1, -1}, "a cycle": {-1, 2, 1}, "outside": {-1, 7}} {
		var s []news.Token
		for _, h := range heads {
			s = append(s, news.Token{Text: "x", UPOS: "X", XPOS: "FW", Head: h, Rel: "dep"})
		}
		if err := Train(io.Discard, [][]news.Token{s}, Options{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestHeadline(t *testing.T) {
	sentence := []news.Token{
		{Text: "The", UPOS: "DET", Head: 1, Rel: "det"},
		{Text: "envoy", UPOS: "NOUN", Head: 3, Rel: "nsubj:pass"},
		{Text: "was", UPOS: "AUX", Head: 3, Rel: "aux:pass"},
		{Text: "seen", UPOS: "VERB", Head: -1, Rel: "root"},
		{Text: "in", UPOS: "ADP", Head: 5, Rel: "case"},
		{Text: "Baku", UPOS: "PROPN", Head: 3, Rel: "obl"},
		{Text: ".", UPOS: "PUNCT", Head: 3, Rel: "punct"},
	}
	for capitals, want := range map[bool]string{
		true:  "Envoy<1 Seen<-1 in<3 Baku<1",
		false: "Envoy<1 seen<-1 in<3 Baku<1",
	} {
		var got []string
		for _, tok := range headline(sentence, capitals) {
			got = append(got, fmt.Sprint(tok.Text, "<", tok.Head))
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestWordClasses(t *testing.T) {
	var plain [][]string
	for i := range 40 {
		city, verb := []string{"Baku", "Hanoi", "Rabat"}[i%3], []string{"warned", "met"}[i%2]
		plain = append(plain, []string{"Officials", "in", city, verb, "the", "envoy"})
	}
	classes := wordClasses(plain, 5, 2, slog.New(slog.DiscardHandler))
	of := func(w string) wordClass { return classes[hashString(normal(w))] }
	if of("Baku") != of("Hanoi") || of("Hanoi") != of("Rabat") || of("warned") != of("met") || of("Baku") == of("met") {
		t.Errorf("cities %v %v %v, verbs %v %v", of("Baku"), of("Hanoi"), of("Rabat"), of("warned"), of("met"))
	}
}

func TestProjectivise(t *testing.T) {
	// 0→2, 1→3 cross; 3 is the root's, 2 is 3's.
	e := &example{heads: []int{2, 3, 3, 4}}
	e.projectivise()
	if diff := cmp.Diff([]int{3, 3, 3, 4}, e.heads); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzParse(f *testing.F) {
	p := newTestParser(f)
	f.Add("Kim met Putin .\n\" Why ? \" ) ( , , ,")
	f.Add("习 近 平 \x00 \xff ’s n't 1,000 ''")
	f.Add(strings.Repeat("a ", 500))
	f.Fuzz(func(t *testing.T, text string) {
		an := analysis(text)
		p.Parse(an)
		wellFormed(t, an)
	})
}

func BenchmarkParse(b *testing.B) {
	p := newTestParser(b)
	an := analysis(strings.Repeat("In a message sent to the president of Cuba on Monday , the Vietnamese leader said that the two countries would go on deepening their ties , the ministry reported .\nTehran was accused by Riyadh of arming the rebels , a charge that it denies .\n", 20))
	n := 0
	for b.Loop() {
		p.Parse(an)
		n += len(an.Tokens)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "tokens/s")
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		newTestParser(b)
	}
}
