package eval

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/news"
)

// AttributionOptions say how a folder of attributions is read.
type AttributionOptions struct {
	Read func(*news.Article) *news.Analysis // the reader under test
	Diff func(AttributionDiff)              // told of every attribution not linked exactly; may be nil
}

// AttributionDiff is an attribution in gold or in the reading without its
// exact like in the other; the other's nearest, if any, is told beside it.
type AttributionDiff struct {
	File, Text string
	Gold, Got  *Cited
}

// Cited is one attribution as PolNeAR has it: each part may be several spans;
// Source may be none.
type Cited struct {
	Source, Cue, Content []news.Span
}

// PartScores are of each part of the attributions.
type PartScores struct {
	Source  PRF `json:"source"`
	Cue     PRF `json:"cue"`
	Content PRF `json:"content"`
}

// AttributionScores compare distinct spans: the same in all their pieces
// (exact), or sharing a character with one of gold (overlap). Linked are
// attributions paired one to one with one of gold so that all parts overlap,
// LinkedExact so that all parts are the same.
type AttributionScores struct {
	Exact       PartScores `json:"exact"`
	Overlap     PartScores `json:"overlap"`
	Linked      PRF        `json:"linked"`
	LinkedExact PRF        `json:"linked_exact"`
	Files       int        `json:"files"`
	Gold        int        `json:"gold"`
	Got         int        `json:"got"`
}

// String is the scores as a table.
func (s AttributionScores) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d files, %d attributions in gold, %d found\n%-16s %6s %6s %6s\n", s.Files, s.Gold, s.Got, "", "P", "R", "F1")
	for _, row := range []struct {
		name string
		PRF
	}{
		{"exact source", s.Exact.Source}, {"exact cue", s.Exact.Cue}, {"exact content", s.Exact.Content},
		{"overlap source", s.Overlap.Source}, {"overlap cue", s.Overlap.Cue}, {"overlap content", s.Overlap.Content},
		{"linked", s.Linked}, {"linked exact", s.LinkedExact},
	} {
		fmt.Fprintf(&b, "%-16s %6.1f %6.1f %6.1f\n", row.name, 100*row.P, 100*row.R, 100*row.F1)
	}
	return b.String()
}

// String is the difference in one line: source, cue, contents.
func (d AttributionDiff) String() string {
	part := func(c *Cited) string {
		if c == nil {
			return "nothing"
		}
		words := func(spans []news.Span) string {
			var w []string
			for _, s := range spans {
				w = append(w, s.In(d.Text))
			}
			return strings.Join(w, " … ")
		}
		return fmt.Sprintf("[%s] [%s] [%s]", words(c.Source), words(c.Cue), words(c.Content))
	}
	return strings.Join(strings.Fields(fmt.Sprintf("%s: gold %s, got %s", d.File, part(d.Gold), part(d.Got))), " ")
}

// tally counts what PRF is made of.
type tally struct{ rightGot, got, rightGold, gold int }

func (t tally) prf() PRF {
	return prf(float64(t.rightGot), float64(t.got), float64(t.rightGold), float64(t.gold))
}

// Attributions scores a reader on a folder of PolNeAR: dir/text/NAME.txt and
// dir/attributions/NAME_ANNOTATOR.ann in brat's standoff format. Every
// annotation counts, so a text that several people annotated counts for each.
//
// PolNeAR marks no attribution within the content of another (its guidelines,
// "No nested attributions"), so the reader's nested ones are left out.
func Attributions(dir string, opts AttributionOptions) (AttributionScores, error) {
	var s AttributionScores
	files, err := filepath.Glob(filepath.Join(dir, "attributions", "*.ann"))
	if err != nil {
		return s, fmt.Errorf("list annotations in %s: %w", dir, err)
	}
	if len(files) == 0 {
		return s, fmt.Errorf("score attributions in %s: no attributions/*.ann", dir)
	}
	var exact, overlap [3]tally
	var linked, same tally
	for _, file := range files {
		text, gold, err := readBrat(dir, file)
		if err != nil {
			return s, fmt.Errorf("read annotations: %w", err)
		}
		name := filepath.Base(file)
		an := opts.Read(&news.Article{ID: name, Text: text, Blocks: paragraphs(text)})
		got := outermost(text, an.Attributions)
		s.Files++
		s.Gold += len(gold)
		s.Got += len(got)
		for part := range 3 {
			want, have := parted(gold, part), parted(got, part)
			e, o := &exact[part], &overlap[part]
			e.gold, e.got, o.gold, o.got = e.gold+len(want), e.got+len(have), o.gold+len(want), o.got+len(have)
			for _, h := range have {
				if slices.ContainsFunc(want, func(w []news.Span) bool { return slices.Equal(w, h) }) {
					e.rightGot, e.rightGold = e.rightGot+1, e.rightGold+1
				}
				if slices.ContainsFunc(want, func(w []news.Span) bool { return touch(w, h) }) {
					o.rightGot++
				}
			}
			for _, w := range want {
				if slices.ContainsFunc(have, func(h []news.Span) bool { return touch(w, h) }) {
					o.rightGold++
				}
			}
		}
		n := paired(gold, got, func(a, b *Cited) bool { return a.meets(b) })
		linked = tally{linked.rightGot + n, linked.got + len(got), linked.rightGold + n, linked.gold + len(gold)}
		n = paired(gold, got, func(a, b *Cited) bool { return a.equal(b) })
		same = tally{same.rightGot + n, same.got + len(got), same.rightGold + n, same.gold + len(gold)}
		if opts.Diff != nil {
			diffs(name, text, gold, got, opts.Diff)
		}
	}
	parts := func(t [3]tally) PartScores { return PartScores{t[0].prf(), t[1].prf(), t[2].prf()} }
	s.Exact, s.Overlap, s.Linked, s.LinkedExact = parts(exact), parts(overlap), linked.prf(), same.prf()
	return s, nil
}

func (c *Cited) part(n int) []news.Span { return [][]news.Span{c.Source, c.Cue, c.Content}[n] }

func (c *Cited) equal(d *Cited) bool {
	return slices.Equal(c.Source, d.Source) && slices.Equal(c.Cue, d.Cue) && slices.Equal(c.Content, d.Content)
}

func (c *Cited) meets(d *Cited) bool {
	return touch(c.Cue, d.Cue) && touch(c.Content, d.Content) && (len(c.Source) == 0 && len(d.Source) == 0 || touch(c.Source, d.Source))
}

func touch(a, b []news.Span) bool {
	return slices.ContainsFunc(a, func(x news.Span) bool { return slices.ContainsFunc(b, x.Overlaps) })
}

// parted is one part of all attributions, each span once, empty ones left out.
func parted(cs []Cited, part int) [][]news.Span {
	var out [][]news.Span
	for i := range cs {
		p := cs[i].part(part)
		if len(p) > 0 && !slices.ContainsFunc(out, func(o []news.Span) bool { return slices.Equal(o, p) }) {
			out = append(out, p)
		}
	}
	return out
}

// paired counts how many of gold find one of got to themselves.
func paired(gold, got []Cited, like func(a, b *Cited) bool) int {
	used, n := make([]bool, len(got)), 0
	for g := range gold {
		for i := range got {
			if !used[i] && like(&gold[g], &got[i]) {
				used[i] = true
				n++
				break
			}
		}
	}
	return n
}

func diffs(name, text string, gold, got []Cited, tell func(AttributionDiff)) {
	near := func(of *Cited, in []Cited) *Cited {
		for i := range in {
			if touch(of.Cue, in[i].Cue) {
				return &in[i]
			}
		}
		return nil
	}
	for g := range gold {
		n := near(&gold[g], got)
		if n == nil || !n.equal(&gold[g]) {
			tell(AttributionDiff{name, text, &gold[g], n})
		}
	}
	for i := range got {
		if near(&got[i], gold) == nil {
			tell(AttributionDiff{name, text, nil, &got[i]})
		}
	}
}

// outermost is a reading's attributions without those told within another's content.
func outermost(text string, as []news.Attribution) []Cited {
	var out []Cited
	for i, a := range as {
		nested := false
		for j, b := range as {
			if i != j && slices.ContainsFunc(b.Content, func(c news.Span) bool { return c.Contains(a.Cue) }) &&
				!slices.ContainsFunc(a.Content, func(c news.Span) bool { return c.Contains(b.Cue) }) {
				nested = true
			}
		}
		if nested {
			continue
		}
		c := Cited{Source: rejoin(text, []news.Span{a.Source}), Cue: rejoin(text, []news.Span{a.Cue}), Content: rejoin(text, a.Content)}
		if !slices.ContainsFunc(out, func(o Cited) bool { return o.equal(&c) }) {
			out = append(out, c)
		}
	}
	return out
}

// rejoin sorts spans and makes one of those that only space parts.
func rejoin(text string, spans []news.Span) []news.Span {
	spans = slices.DeleteFunc(slices.Clone(spans), news.Span.Empty)
	slices.SortFunc(spans, func(a, b news.Span) int { return a.Start - b.Start })
	var out []news.Span
	for _, s := range spans {
		if n := len(out); n > 0 && strings.TrimSpace(text[min(out[n-1].End, s.Start):s.Start]) == "" {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

var annotator = regexp.MustCompile(`_[0-9a-f]{4}$`)

// readBrat reads one annotation file and the text it is of. Brat counts
// characters; what is returned counts bytes.
func readBrat(dir, file string) (text string, out []Cited, err error) {
	ann, err := os.ReadFile(file)
	if err != nil {
		return "", nil, err
	}
	base := strings.TrimSuffix(filepath.Base(file), ".ann")
	raw, err := os.ReadFile(filepath.Join(dir, "text", base+".txt"))
	if errors.Is(err, fs.ErrNotExist) {
		raw, err = os.ReadFile(filepath.Join(dir, "text", annotator.ReplaceAllString(base, "")+".txt"))
	}
	if err != nil {
		return "", nil, err
	}
	text = string(raw)
	var at []int // byte offset of each character
	for i := range text {
		at = append(at, i)
	}
	at = append(at, len(text))
	type mark struct {
		kind  string
		spans []news.Span
	}
	marks := map[string]mark{}
	for n, line := range strings.Split(string(ann), "\n") {
		f := strings.SplitN(line, "\t", 3)
		if len(f) < 2 {
			continue
		}
		switch {
		case strings.HasPrefix(f[0], "T"):
			kind, where, _ := strings.Cut(f[1], " ")
			var spans []news.Span
			for piece := range strings.SplitSeq(where, ";") {
				a, b, _ := strings.Cut(piece, " ")
				from, err1 := strconv.Atoi(a)
				to, err2 := strconv.Atoi(b)
				if err := errors.Join(err1, err2); err != nil || from < 0 || from > to || to >= len(at) {
					return "", nil, fmt.Errorf("%s:%d: span %q is not in the text", file, n+1, piece)
				}
				spans = append(spans, news.Span{Start: at[from], End: at[to]})
			}
			marks[f[0]] = mark{kind, spans}
		case strings.HasPrefix(f[0], "E"):
			var c Cited
			for arg := range strings.FieldsSeq(f[1]) {
				role, id, _ := strings.Cut(arg, ":")
				switch strings.TrimRight(role, "0123456789") {
				case "Source":
					c.Source = append(c.Source, marks[id].spans...)
				case "Cue":
					c.Cue = append(c.Cue, marks[id].spans...)
				case "Content":
					c.Content = append(c.Content, marks[id].spans...)
				}
			}
			c = Cited{rejoin(text, c.Source), rejoin(text, c.Cue), rejoin(text, c.Content)}
			if len(c.Cue) > 0 && len(c.Content) > 0 {
				out = append(out, c)
			}
		}
	}
	return text, out, nil
}
