package names

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// data is where the data sets to measure with lie, beside the repository.
const data = "../../../../shared/data/"

func load(t testing.TB) *Layer {
	t.Helper()
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	return New(g)
}

// builder makes an Analysis of given tokens.
type builder struct {
	an   news.Analysis
	text strings.Builder
}

func (b *builder) sentence(words []news.Token) {
	if b.text.Len() > 0 {
		b.text.WriteByte('\n')
	}
	from, first := b.text.Len(), len(b.an.Tokens)
	for i, w := range words {
		if i > 0 {
			b.text.WriteByte(' ')
		}
		w.Start = b.text.Len()
		b.text.WriteString(w.Text)
		w.End = b.text.Len()
		if w.Head >= 0 {
			w.Head += first
		}
		b.an.Tokens = append(b.an.Tokens, w)
	}
	span := news.Span{Start: from, End: b.text.Len()}
	b.an.Sentences = append(b.an.Sentences, news.Sentence{Span: span, First: first, Last: len(b.an.Tokens), Block: len(b.an.Sentences)})
}

func (b *builder) done() *news.Analysis {
	a := &news.Article{Text: b.text.String()}
	for _, s := range b.an.Sentences {
		a.Blocks = append(a.Blocks, news.Block{Span: s.Span, Part: news.Body})
	}
	b.an.Article = a
	return &b.an
}

// counts are those of a comparison of spans.
type counts struct{ right, found, gold int }

func (c counts) scores() (p, r, f1 float64) {
	p, r = float64(c.right)/max(1, float64(c.found)), float64(c.right)/max(1, float64(c.gold))
	return p, r, 2 * p * r / max(1e-9, p+r)
}

func (c counts) String() string {
	p, r, f1 := c.scores()
	return fmt.Sprintf("P %.3f R %.3f F1 %.3f (%d gold)", p, r, f1, c.gold)
}

// atLeast fails the test when the F1 has fallen below what it was, less a margin.
func (c counts) atLeast(t *testing.T, what string, floor float64) {
	t.Helper()
	if _, _, f1 := c.scores(); f1 < floor {
		t.Errorf("%s: %v, want F1 ≥ %.2f", what, c, floor)
	}
}

// TestNamesCoNLL measures the names against CoNLL++ dev, without syntax, and
// fails when they get much worse.
func TestNamesCoNLL(t *testing.T) {
	f, err := os.Open(data + "conllpp/dev.txt")
	if err != nil {
		t.Skip("needs the data sets")
	}
	defer f.Close()
	l := load(t)
	type name struct {
		first, last int
		kind        string
	}
	byKind := map[string]*counts{}
	var spans counts
	b := &builder{}
	var gold []name
	var words []news.Token
	show := os.Getenv("NAMES_SHOW") != ""
	flush := func() {
		an := b.done()
		p := newPage(l, an).read()
		var found []name
		kinds := map[*atom]string{}
		p.phrases.each(func(ph *phrase) {
			if ph.atom != nil {
				kinds[ph.atom] = "MISC"
				switch {
				case ph.sort == personName:
					kinds[ph.atom] = "PER"
				case ph.sort == capitalName, ph.sort == namedState && ph.atom.sense != gazetteer.Demonym:
					kinds[ph.atom] = "LOC"
				case ph.entity >= 0:
					switch p.refs[ph.entity].Kind {
					case news.Place:
						kinds[ph.atom] = "LOC"
					case news.Organisation, news.Media, news.ArmedGroup, news.OfficeBody:
						kinds[ph.atom] = "ORG"
					case news.Person:
						kinds[ph.atom] = "PER"
					}
				}
			}
		})
		for i := range p.atoms {
			a := &p.atoms[i]
			k, ok := kinds[a]
			if !ok {
				k = "MISC"
			}
			found = append(found, name{a.first, a.last, k})
		}
		for _, n := range gold {
			if byKind[n.kind] == nil {
				byKind[n.kind] = &counts{}
			}
			byKind[n.kind].gold++
			spans.gold++
			if slices.ContainsFunc(found, func(m name) bool { return m.first == n.first && m.last == n.last }) {
				spans.right++
			}
			if slices.Contains(found, n) {
				byKind[n.kind].right++
			} else if show {
				var got []string
				for _, m := range found {
					if m.first < n.last && n.first < m.last {
						got = append(got, p.cut(m.first, m.last)+"/"+m.kind)
					}
				}
				fmt.Printf("MISS %s %q got %q in %s\n", n.kind, p.cut(n.first, n.last), got, p.an.Sentences[p.words[n.first].sent].In(p.text))
			}
		}
		for _, n := range found {
			if byKind[n.kind] == nil {
				byKind[n.kind] = &counts{}
			}
			byKind[n.kind].found++
			spans.found++
		}
		b, gold = &builder{}, nil
	}
	var tags []string
	endSentence := func() {
		base := len(b.an.Tokens)
		for i := 0; i < len(tags); i++ {
			if kind, ok := strings.CutPrefix(tags[i], "B-"); ok {
				j := i + 1
				for j < len(tags) && tags[j] == "I-"+kind {
					j++
				}
				gold = append(gold, name{base + i, base + j, kind})
			}
		}
		if len(words) > 0 {
			b.sentence(words)
		}
		words, tags = nil, nil
	}
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		cols := strings.Fields(sc.Text())
		switch {
		case len(cols) == 0:
			endSentence()
		case cols[0] == "-DOCSTART-":
			endSentence()
			flush()
		default:
			words = append(words, news.Token{Text: cols[0], Head: -1})
			tags = append(tags, cols[3])
		}
	}
	endSentence()
	flush()
	t.Log("spans", spans)
	for _, k := range []string{"PER", "LOC", "ORG", "MISC"} {
		t.Log(k, *byKind[k])
	}
	spans.atLeast(t, "spans", 0.79)
	byKind["PER"].atLeast(t, "PER", 0.72)
	byKind["LOC"].atLeast(t, "LOC", 0.82)
}

// TestCoreferenceGUM measures, on the news of GUM dev with its own syntax, how
// many pronouns that refer to something named are given the right chain.
func TestCoreferenceGUM(t *testing.T) {
	files, _ := filepath.Glob(data + "gum/*/coref/ontogum/conllu/GUM_news_*.conllu")
	if len(files) == 0 {
		t.Skip("needs the data sets")
	}
	l := load(t)
	total := map[string]*counts{"he": {}, "it": {}, "they": {}, "nominal": {}}
	for _, file := range files {
		an, chains := ontogum(t, file)
		l.Find(an)
		// A chain of ours is right for a pronoun when an earlier or later name of
		// the same entity of ours lies in the pronoun's gold chain.
		goldOf := func(m news.Mention) int {
			best, size := -1, 1<<30
			for _, c := range chains {
				heads := c.head == m.Head || m.First <= c.head && c.head < m.Last || c.first <= m.First && m.Last <= c.last && m.Kind == news.Named && c.last-c.first < 2*(m.Last-m.First)+2
				if heads && c.first <= m.Head && m.Head < c.last && c.last-c.first < size {
					best, size = c.chain, c.last-c.first
				}
			}
			return best
		}
		named := map[int]map[int]bool{} // entity → gold chains of its names
		inNamed := map[int]bool{}
		for _, m := range an.Mentions {
			if m.Kind != news.Named || m.Entity < 0 {
				continue
			}
			if c := goldOf(m); c >= 0 {
				if named[m.Entity] == nil {
					named[m.Entity] = map[int]bool{}
				}
				named[m.Entity][c] = true
				inNamed[c] = true
			}
		}
		for _, m := range an.Mentions {
			kind := ""
			switch m.Kind {
			case news.Pronoun:
				want, ok := agreements[strings.ToLower(m.In(an.Article.Text))]
				switch {
				case !ok:
				case want.person:
					kind = "he"
				case want.thing:
					kind = "it"
				case want.many:
					kind = "they"
				}
			case news.Nominal:
				kind = "nominal"
			}
			if kind == "" {
				continue
			}
			c := goldOf(m)
			if inNamed[c] && c >= 0 {
				total[kind].gold++
			}
			if m.Entity < 0 || c < 0 && kind == "nominal" {
				continue
			}
			if kind == "nominal" && len(named[m.Entity]) == 0 {
				continue
			}
			total[kind].found++
			if c >= 0 && named[m.Entity][c] {
				total[kind].right++
			} else if os.Getenv("NAMES_SHOW") != "" {
				s := slices.IndexFunc(an.Sentences, func(s news.Sentence) bool { return s.First <= m.First && m.First < s.Last })
				prev := ""
				if s > 0 {
					prev = an.Sentences[s-1].In(an.Article.Text)
				}
				fmt.Printf("WRONG %s %q → %v chain %d\n   %s\n   %s\n", kind, m.In(an.Article.Text), an.Entities[m.Entity].Actor, c, prev, an.Sentences[s].In(an.Article.Text))
			}
		}
	}
	for _, k := range []string{"he", "it", "they", "nominal"} {
		t.Log(k, *total[k])
	}
	total["he"].atLeast(t, "he", 0.48)
	total["it"].atLeast(t, "it", 0.40)
}

type chained struct{ first, last, head, chain int }

// ontogum reads a CoNLL-U file with OntoGUM's chains: "(7" opens a mention of
// chain 7, "7)" closes it.
func ontogum(t *testing.T, file string) (*news.Analysis, []chained) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	b := &builder{}
	var chains []chained
	var words []news.Token
	open := map[int][]int{}
	date := ""
	for line := range strings.SplitSeq(string(raw), "\n") {
		if d, ok := strings.CutPrefix(line, "# meta::dateCreated = "); ok {
			date = d
		}
		if strings.HasPrefix(line, "#") {
			continue
		}
		cols := strings.Split(line, "\t")
		if len(cols) < 10 {
			if len(words) > 0 {
				b.sentence(words)
				words = nil
			}
			continue
		}
		if strings.ContainsAny(cols[0], "-.") {
			continue
		}
		var head int
		fmt.Sscan(cols[6], &head)
		at := len(b.an.Tokens) + len(words)
		words = append(words, news.Token{Text: cols[1], Lemma: cols[2], UPOS: cols[3], XPOS: cols[4], Head: head - 1, Rel: cols[7]})
		for misc := range strings.SplitSeq(cols[9], "|") {
			ent, ok := strings.CutPrefix(misc, "Entity=")
			if !ok {
				continue
			}
			for i := 0; i < len(ent); {
				opening := ent[i] == '('
				if opening {
					i++
				}
				j, n := i, 0
				for j < len(ent) && ent[j] >= '0' && ent[j] <= '9' {
					n = n*10 + int(ent[j]-'0')
					j++
				}
				if j == i {
					i++
					continue
				}
				for j < len(ent) && ent[j] != ')' && ent[j] != '(' {
					j++
				}
				if opening {
					open[n] = append(open[n], at)
				}
				if j < len(ent) && ent[j] == ')' {
					if k := len(open[n]) - 1; k >= 0 {
						chains = append(chains, chained{first: open[n][k], last: at + 1, chain: n})
						open[n] = open[n][:k]
					}
					j++
				}
				i = j
			}
		}
	}
	if len(words) > 0 {
		b.sentence(words)
	}
	an := b.done()
	if d, err := news.ParseDay(date); err == nil && date != "" {
		an.Published = news.OneDay(d, "metadata")
	}
	for i := range chains {
		c := &chains[i]
		c.head = c.last - 1
		for j := c.first; j < c.last; j++ {
			if h := an.Tokens[j].Head; h < c.first || h >= c.last {
				c.head = j
				break
			}
		}
	}
	return an, chains
}
