package token

import (
	"strings"
	"testing"
	"unicode/utf8"

	"chancery/internal/news"
	"github.com/google/go-cmp/cmp"
)

// article makes a body of one block a paragraph.
func article(paragraphs ...string) *news.Article {
	a := &news.Article{}
	for _, p := range paragraphs {
		if a.Text != "" {
			a.Text += "\n\n"
		}
		a.Blocks = append(a.Blocks, news.Block{
			Span: news.Span{Start: len(a.Text), End: len(a.Text) + len(p)}, Part: news.Body,
		})
		a.Text += p
	}
	return a
}

func TestTokens(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"They can't say it's Kim's.", "They ca n't say it 's Kim 's ."},
		{"We’ve no doubt they’ll leave; he cannot.", "We ’ve no doubt they ’ll leave ; he can not ."},
		{"both countries' envoys shouldn't've met", "both countries ' envoys should n't 've met"},
		{"the U.S.-led bloc, U.N. talks in the U.S.", "the U.S. - led bloc , U.N. talks in the U.S."},
		{"Kim Jong-un and Tsai Ing-wen met Moscow-based envoys", "Kim Jong-un and Tsai Ing-wen met Moscow - based envoys"},
		{"a North Korea-Russia pact, a Tehran-run firm", "a North Korea - Russia pact , a Tehran - run firm"},
		{"anti-ship missiles, a non-aggression pact, mid-July", "anti-ship missiles , a non-aggression pact , mid-July"},
		{"a 15-year, $1.5 billion loan at 3.5%", "a 15 - year , $ 1.5 billion loan at 3.5 %"},
		{"since 9/11, on the 9th, in the 1990s, at 10:30am", "since 9/11 , on the 9th , in the 1990s , at 10:30 am"},
		{"on Aug. 15 and Sept. 3, 2023", "on Aug. 15 and Sept. 3 , 2023"},
		{"Lt. Gen. Ri Yong-gil and J. A. Smith", "Lt. Gen. Ri Yong-gil and J. A. Smith"},
		{"said No. 5 but no.", "said No. 5 but no ."},
		{"See https://www.mid.ru/en/press/?id=1. Write to press@mofa.go.kr.", "See https://www.mid.ru/en/press/?id=1 . Write to press@mofa.go.kr ."},
		{"by www.kcna.kp, kremlin.ru and RT.com", "by www.kcna.kp , kremlin.ru and RT.com"},
		{"in Korea.He said", "in Korea . He said"},
		{"“We will…” he said—twice--and left...", "“ We will … ” he said — twice -- and left ..."},
		{"O'Brien and d'Orsay met Xi'an's mayor", "O'Brien and d'Orsay met Xi'an 's mayor"},
		{"AT&T and/or R&D, MH17, F-16s, 3G", "AT&T and / or R&D , MH17 , F - 16s , 3G"},
		{"习近平会见 Путин подписал указ", "习 近 平 会 见 Путин подписал указ"},
		{"(AP) — al-Assad [1]", "( AP ) — al - Assad [ 1 ]"},
		{"Why?! @mfa_russia wrote #peace", "Why ?! @mfa_russia wrote #peace"},
		{"in the '90s, 'peace' and the ’s", "in the '90s , ' peace ' and the ’ s"},
		{"\u200b\ufeff \u00a0", ""},
	} {
		_, tokens := Split(article(tt.text))
		var got []string
		for _, tok := range tokens {
			got = append(got, tok.Text)
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestSentences(t *testing.T) {
	for name, want := range map[string][]string{
		"plain":         {"Kim sent a message.", "Putin replied!", "Will they meet?", "Yes."},
		"titles":        {"On Aug. 15 Lt. Gen. Pak met Mr. Lavrov and Gov. Kozhemyako.", "They spoke at 5 p.m. in St. Petersburg."},
		"states":        {"He returned to the U.S. on Monday.", "They blamed the U.S.", "The ministry agreed.", "U.S. President Joe Biden left the U.S. Capitol."},
		"quote after":   {"“We want peace.”", "He added that talks would go on.", "\"It is ours.\"", "\"It is not,\" Tokyo said."},
		"quote runs on": {"Putin said, “We stand together.", "We will go on.", "Nothing will change that.”", "He then left."},
		"quote lower":   {"“We want peace.” he said.", "“Who is next?” asked the minister.", "“Never!” President Aliyev said."},
		"decimals":      {"It rose 2.5 percent to 1.2 million.", "No. 3 fell."},
		"initials":      {"John F. Kennedy met George W. Bush.", "J. Smith wrote it."},
		"missing space": {"They met in Korea.", "He said so.", "Talks were held.”", "He left."},
		"parenthesis":   {"(The embassy closed.)", "It reopened (in 2010).", "It closed again."},
		"ellipsis":      {"We waited ... and waited.", "Nothing…", "Then he came."},
		"list":          {"1. The sides agree.", "2. They will meet."},
		"notes":         {"The pact lapsed.[3]", "It was renewed."},
		"Chinese":       {"他说。", "我们同意！"},
		"al":            {"The talks failed.", "al-Assad left."},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Join(want, " ")
			if name == "missing space" {
				text = strings.Join(want, "")
			}
			a := article(text)
			sentences, _ := Split(a)
			var got []string
			for _, s := range sentences {
				got = append(got, s.In(a.Text))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestBlocks(t *testing.T) {
	a := article("Kim thanks Putin", "(Seoul) Menu", "A first line\n\nand a second")
	a.Blocks[1].Part = news.Chrome
	a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: 2, End: 5}}, news.Block{Span: news.Span{Start: 40, End: 4000}})
	sentences, tokens := Split(a)
	want := []news.Sentence{
		{Span: news.Span{Start: 0, End: 16}, First: 0, Last: 3, Block: 0},
		{Span: news.Span{Start: 32, End: 44}, First: 3, Last: 6, Block: 2},
		{Span: news.Span{Start: 46, End: 58}, First: 6, Last: 9, Block: 2},
	}
	if diff := cmp.Diff(want, sentences); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := tokens[8]; got.Text != "second" || got.Head != -1 {
		t.Errorf("last token %+v", got)
	}
}

func TestLongSentence(t *testing.T) {
	a := article(strings.Repeat("the envoys of many states met, ", 300))
	sentences, _ := Split(a)
	for _, s := range sentences {
		if n := s.Last - s.First; n > MaxSentence {
			t.Errorf("a sentence of %d tokens", n)
		}
		if !strings.HasSuffix(s.In(a.Text), ",") {
			t.Errorf("cut at %q", s.In(a.Text)[s.Len()-20:])
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{
		"They can't say.\n\nKim's “peace.” He’s U.S.-led", "a.b.c...d@e.f http://x.y/?", "习近平。Путин «да». १२ ٣٤", "'90s ''x'' `y` n't ’ 's",
		strings.Repeat(".)", 900), strings.Repeat("a-", 900), strings.Repeat("\u0301", 50), "1,2,3:4/5st 800-555-1234 5pm 3a.", "\xff\xfe'\xff.",
	} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, text string, cut int) {
		a := &news.Article{Text: text}
		cut = max(0, min(cut, len(text)))
		for cut < len(text) && !utf8.RuneStart(text[cut]) {
			cut++
		}
		a.Blocks = []news.Block{{Span: news.Span{Start: 0, End: cut}}, {Span: news.Span{Start: cut, End: len(text)}}}
		sentences, tokens := Split(a)
		end, next := 0, 0
		for i, s := range sentences {
			if s.First != next || s.Last <= s.First || s.Last > len(tokens) || s.Last-s.First > MaxSentence {
				t.Fatalf("sentence %d holds tokens [%d, %d) of %d after %d", i, s.First, s.Last, len(tokens), next)
			}
			next = s.Last
			if s.Start != tokens[s.First].Start || s.End != tokens[s.Last-1].End || !a.Blocks[s.Block].Contains(s.Span) {
				t.Fatalf("sentence %d %v does not span its tokens within its block", i, s.Span)
			}
		}
		if next != len(tokens) {
			t.Fatalf("%d tokens, sentences cover %d", len(tokens), next)
		}
		for i, tok := range tokens {
			if tok.Start < end || tok.Empty() || tok.End > len(text) || tok.Text != text[tok.Start:tok.End] {
				t.Fatalf("token %d %v %q after %d", i, tok.Span, tok.Text, end)
			}
			if utf8.ValidString(text) && !utf8.ValidString(tok.Text) {
				t.Fatalf("token %d %q is not on rune boundaries", i, tok.Text)
			}
			for _, r := range text[end:tok.Start] {
				if !isSpace(r) {
					t.Fatalf("%q before token %d is in none", text[end:tok.Start], i)
				}
			}
			end = tok.End
		}
	})
}

func BenchmarkSplit(b *testing.B) {
	a := article(strings.Repeat("In a message sent to Russian President Vladimir Putin on Monday, Kim said the two countries’ “firm ties” weren't for sale. He left the U.S. on Aug. 15. ", 100))
	b.SetBytes(int64(len(a.Text)))
	var n int
	for b.Loop() {
		_, tokens := Split(a)
		n += len(tokens)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "tokens/s")
}
