package eval

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"text/tabwriter"

	"chancery/internal/extract"
	"chancery/internal/news"
	"chancery/internal/nlp"
)

// PairOptions say how minimal pairs are read.
type PairOptions struct {
	// Read gives the reports of a short text that a page of that day prints.
	Read func(text string, published news.Day) ([]news.Report, error)
}

// PairScores say how often the program finds in a text, and in both texts of a
// pair, exactly the acts that a careful reader finds.
type PairScores struct {
	Kinds  []PairKind   // in the order read
	Misses []PairedText // the texts that are not right, in the order read
}

// PairKind is the score on one kind of pairs.
type PairKind struct {
	Kind         string
	Pairs, Texts Fraction
}

// PairedText is one of a pair's two texts: the acts that it should give, and
// those that it gave, in the notation of the file.
type PairedText struct {
	Kind   string
	Line   int
	Text   string
	Wanted string
	Found  string
}

// Add scores a file of pairs (testdata/pairs/README.md) as one kind.
func (s *PairScores) Add(kind string, r io.Reader, o PairOptions) error {
	k := PairKind{Kind: kind}
	for p, err := range readPairs(r) {
		if err != nil {
			return err
		}
		both := true
		for _, t := range p.texts {
			reports, err := o.Read(t.text, p.published)
			if err != nil {
				return fmt.Errorf("line %d: %w", t.line, err)
			}
			right := explained(reports, t.wanted, make([]bool, len(t.wanted)))
			k.Texts.add(right)
			if !right {
				both = false
				s.Misses = append(s.Misses, PairedText{kind, t.line, t.text, t.acts, notation(reports)})
			}
		}
		k.Pairs.add(both)
	}
	if k.Pairs.Of == 0 {
		return errors.New("no pairs")
	}
	s.Kinds = append(s.Kinds, k)
	return nil
}

// All is the sum of the kinds.
func (s PairScores) All() PairKind {
	all := PairKind{Kind: "all"}
	for _, k := range s.Kinds {
		all.Pairs.Right += k.Pairs.Right
		all.Pairs.Of += k.Pairs.Of
		all.Texts.Right += k.Texts.Right
		all.Texts.Of += k.Texts.Of
	}
	return all
}

// String is the rates by kind as a table, in percent.
func (s PairScores) String() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\tpairs\tof\ttexts\tof\t")
	for _, k := range append([]PairKind{s.All()}, s.Kinds...) {
		fmt.Fprintf(w, "%s\t%.1f\t%d\t%.1f\t%d\t\n", k.Kind, 100*k.Pairs.Score(), k.Pairs.Of, 100*k.Texts.Score(), k.Texts.Of)
	}
	w.Flush() //nolint:errcheck // a strings.Builder takes everything
	return b.String()
}

// WriteDetail writes the texts that are not right, with what was wanted and
// what was found.
func (s PairScores) WriteDetail(w io.Writer) error {
	var err error
	for _, m := range s.Misses {
		_, e := fmt.Fprintf(w, "%s:%d  %s\n    wanted  %s\n    found   %s\n", m.Kind, m.Line, m.Text, m.Wanted, m.Found)
		err = errors.Join(err, e)
	}
	return err
}

// MarshalJSON writes "pairs" and "texts" of all, and of each kind under "kinds".
func (s PairScores) MarshalJSON() ([]byte, error) {
	type rates struct {
		Pairs Fraction `json:"pairs"`
		Texts Fraction `json:"texts"`
	}
	kinds := map[string]rates{}
	for _, k := range s.Kinds {
		kinds[k.Kind] = rates{k.Pairs, k.Texts}
	}
	all := s.All()
	return json.Marshal(struct {
		rates
		Kinds map[string]rates `json:"kinds"`
	}{rates{all.Pairs, all.Texts}, kinds})
}

// PlainPages makes the Read of PairOptions: a text opens the only paragraph
// of a page of plain text, and title and rest of the page tell nothing.
func PlainPages(x *extract.Extractor, z *nlp.Analyzer) func(string, news.Day) ([]news.Report, error) {
	const title = "Notes from the wire\n\n"
	const rest = " The hall was full and its doors were closed at ten. Chairs had been put out for those who came early, " +
		"and the others stood along the wall. A bell rang twice before everybody had found a place.\n"
	return func(text string, published news.Day) ([]news.Report, error) {
		a, err := x.Extract(&news.Page{Path: "pair.txt", Media: "text/plain", Body: []byte(title + text + rest)})
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(a.Blocks, func(b news.Block) bool { return b.Part == news.Body && strings.Contains(b.In(a.Text), text) }) {
			return nil, errors.New("the text is not taken for a page's body")
		}
		a.Published = news.OneDay(published, "given")
		return z.Analyze(a).Reports, nil
	}
}

// minimalPair is two texts that differ in one thing.
type minimalPair struct {
	published news.Day
	texts     []pairText
}

type pairText struct {
	line   int
	text   string
	acts   string // as the file has them
	wanted []pairAct
}

// pairAct is an act that a reader finds in a text.
type pairAct struct {
	sides      []pairSides // any of them will do
	types      []string    // any
	statuses   []string    // any
	background string      // "bg" for background, "news" for none, "" for either
	optional   bool
}

type pairSides struct {
	source, target []string // codes, sorted; none for nobody
	mutual         bool     // done together: who stands on which side does not matter
}

// readPairs yields the pairs of a file, with errors that name their line.
func readPairs(r io.Reader) iter.Seq2[minimalPair, error] {
	return func(yield func(minimalPair, error) bool) {
		in := bufio.NewScanner(r)
		var p minimalPair
		var name string
		n := 0
		fail := func(format string, a ...any) {
			yield(minimalPair{}, fmt.Errorf("line %d: "+format, append([]any{n}, a...)...))
		}
		for in.Scan() {
			n++
			if in.Text() == "" || strings.HasPrefix(in.Text(), "#") {
				continue
			}
			cols := strings.Split(in.Text(), "\t")
			if len(cols) != 4 {
				fail("%d columns, want 4", len(cols))
				return
			}
			day, err := news.ParseDay(cols[1])
			if err != nil || day.IsZero() {
				fail("the day is %q", cols[1])
				return
			}
			wanted, err := parsePairActs(cols[3])
			if err != nil {
				fail("%w", err)
				return
			}
			if len(p.texts) == 0 {
				name, p.published = cols[0], day
			} else if cols[0] != name || day != p.published {
				fail("pair %s of %s, where the line before has %s of %s", cols[0], day, name, p.published)
				return
			}
			p.texts = append(p.texts, pairText{n, cols[2], cols[3], wanted})
			if len(p.texts) == 2 {
				if !yield(p, nil) {
					return
				}
				p = minimalPair{}
			}
		}
		if err := in.Err(); err != nil {
			fail("%w", err)
		} else if len(p.texts) > 0 {
			fail("pair %s has one text", name)
		}
	}
}

// parsePairActs reads "COL>USA SANCTION; ?COL<>USA CONSULT planned bg"; "-" is no act.
func parsePairActs(s string) ([]pairAct, error) {
	if s == "-" {
		return nil, nil
	}
	var acts []pairAct
	for part := range strings.SplitSeq(s, "; ") {
		words := strings.Split(strings.TrimPrefix(part, "?"), " ")
		if len(words) < 2 || len(words) > 4 {
			return nil, fmt.Errorf("act %q: want SIDES TYPE [STATUS] [bg|news]", part)
		}
		a := pairAct{optional: strings.HasPrefix(part, "?"), types: strings.Split(words[1], "/"), statuses: []string{string(news.Reported)}}
		for _, w := range words[2:] {
			if w == "bg" || w == "news" {
				a.background = w
			} else {
				a.statuses = strings.Split(w, "/")
			}
		}
		for sides := range strings.SplitSeq(words[0], ",") {
			source, target, ok := strings.Cut(sides, ">")
			if !ok {
				return nil, fmt.Errorf("act %q: want sides as AAA>BBB or AAA<>BBB", part)
			}
			source, mutual := strings.CutSuffix(source, "<")
			a.sides = append(a.sides, pairSides{pairCodes(source), pairCodes(target), mutual})
		}
		for _, t := range a.types {
			if !slices.Contains(pairTypes, t) {
				return nil, fmt.Errorf("act %q: no type %q", part, t)
			}
		}
		for _, t := range a.statuses {
			if !slices.Contains(pairStatuses, news.Status(t)) {
				return nil, fmt.Errorf("act %q: no status %q", part, t)
			}
		}
		acts = append(acts, a)
	}
	return acts, nil
}

var (
	pairTypes = []string{
		news.Agree, news.Consult, news.Support, news.Concede, news.Cooperate, news.Aid, news.Retreat, news.Request, news.Reject,
		news.Accuse, news.Threaten, news.Protest, news.Sanction, news.Mobilize, news.Coerce, news.Assault,
	}
	pairStatuses = []news.Status{news.Reported, news.Alleged, news.Denied, news.Planned, news.Hypothetical}
)

// pairCodes are the codes of "AAA+BBB", sorted; none for "-".
func pairCodes(s string) []string {
	if s == "-" {
		return nil
	}
	return codes(strings.Split(s, "+"))
}

// explained reports whether each report is one of the wanted acts that are not
// taken yet, no act is two reports, and no act that must be found is left over.
func explained(reports []news.Report, wanted []pairAct, taken []bool) bool {
	if len(reports) == 0 {
		for i := range wanted {
			if !taken[i] && !wanted[i].optional {
				return false
			}
		}
		return true
	}
	for i := range wanted {
		if taken[i] || !wanted[i].is(&reports[0]) {
			continue
		}
		taken[i] = true
		if explained(reports[1:], wanted, taken) {
			return true
		}
		taken[i] = false
	}
	return false
}

// is reports whether r tells the act.
func (a *pairAct) is(r *news.Report) bool {
	source, target := countries(r.Source), countries(r.Target)
	return slices.Contains(a.types, r.Type) && slices.Contains(a.statuses, string(r.Status)) &&
		(a.background == "" || r.Background == (a.background == "bg")) &&
		slices.ContainsFunc(a.sides, func(s pairSides) bool {
			if s.mutual {
				return slices.Equal(union(s.source, s.target), union(source, target))
			}
			return slices.Equal(s.source, source) && slices.Equal(s.target, target)
		})
}

// notation writes reports as the file of pairs would, the UN, the EU and NATO in
// gold's letters.
func notation(reports []news.Report) string {
	if len(reports) == 0 {
		return "-"
	}
	acts := make([]string, len(reports))
	for i := range reports {
		r := &reports[i]
		arrow := ">"
		if r.Reciprocal {
			arrow = "<>"
		}
		side := func(actors []news.Actor) string {
			if cs := countries(actors); len(cs) > 0 {
				return strings.Join(cs, "+")
			}
			return "-"
		}
		acts[i] = side(r.Source) + arrow + side(r.Target) + " " + r.Type
		if r.Status != news.Reported {
			acts[i] += " " + string(r.Status)
		}
		if r.Background {
			acts[i] += " bg"
		}
	}
	return strings.Join(acts, "; ")
}
