package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/store"
	"chancery/internal/tell"
	"chancery/internal/thread"
)

func newShow(a *app) *cobra.Command {
	var file storeFlag
	var acts, gazetteers []string
	var asJSON, why, whyNot bool
	cmd := &cobra.Command{
		Use:   "show ID",
		Short: "Print one event or article with its words marked in the text",
		Long: `Show prints one event, or one article, of a stored ledger. The ID may be cut
short as long as only one begins so. The words that each field comes from are
marked in the text as [field: words].

An event that has become part of another is found by its former ID, too.

--why prints why an article is dated as it is: each clue with its words, what it
allows, and whether stronger clues overruled it. Of an event it also prints why
each report is of it, and why events of the same sides close by are others.

--why-not prints what was looked at as an act in an article and is not told:
sentence by sentence, the words that could tell of it, the act that would have
been read there, and what dropped it. The article is analysed again for it, with
the gazetteer that the ledger was read with unless --gazetteer names another.

Pages at one address are versions of one article: of these the newest is told,
and its show lists the others with what was added, changed and withdrawn, and
the acts that are no longer told. A report whose words another article had first
is told as a copy of that.

An event's thread is the events of the same states near its days that it belongs
with: what it answers or what answers it, which plan it carries out, which act
carries out what it plans, the call or visit that it was part of, what called it
off. A plan whose day has passed unreported, by the ledger's newest page, has lapsed.

--json prints one JSON object (docs/json.md); an article's has the whole text,
into which all offsets point.

` + exitHelp,
		Example: `  chancery show --store ledger.db PRK-RUS-20230612-congratulate-7f3a09c4
  chancery show --store ledger.db --why a18c64d2
  chancery show --store ledger.db --why-not a18c64d2
  chancery show --store ledger.db --json a18c64d2 | jq -r .text`,
		Args: args(cobra.ExactArgs(1), "show what? give the ID of one event or article, as timeline prints it"),
		RunE: func(cmd *cobra.Command, ids []string) (err error) {
			switch {
			case strings.TrimSpace(ids[0]) == "":
				return usageError{errors.New("show what? the ID is empty")}
			case why && whyNot:
				return usageError{errors.New("--why or --why-not: give one of the two")}
			case len(gazetteers) > 0 && !whyNot:
				return usageError{errors.New("--gazetteer is for --why-not, which reads the article again")}
			}
			table, err := loadActs(acts)
			if err != nil {
				return err
			}
			s, err := openLedger(file.path())
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.Close()) }()
			if whyNot {
				return runWhyNot(cmd.Context(), a, s, ids[0], gazetteers, asJSON)
			}
			return runShow(cmd.Context(), a, s, ids[0], codes{table}, asJSON, why)
		},
	}
	f := cmd.Flags()
	actsFlag(f, &acts)
	f.Var(&file, "store", storeUse)
	f.BoolVar(&asJSON, "json", false, "print one JSON object")
	f.BoolVar(&why, "why", false, "print the clues for the date, and why reports are one event")
	f.BoolVar(&whyNot, "why-not", false, "print what was looked at in an article and not told, and why")
	f.StringArrayVar(&gazetteers, "gazetteer", nil, "with --why-not: add the rows of `FILE` to the gazetteer, in place of the ledger's own; may be repeated")
	return cmd
}

func runShow(ctx context.Context, a *app, s store.Store, id string, c codes, asJSON, why bool) (err error) {
	out := bufio.NewWriter(a.out)
	defer func() { err = errors.Join(err, out.Flush()) }()
	sc := newScreen(a.out)
	sc.Writer = out
	v := viewer{screen: sc, store: s, codes: c, why: why}

	e, err := s.Event(ctx, id)
	if err == nil && !strings.HasPrefix(e.ID, id) {
		fmt.Fprintf(a.err, "note: %s is no longer an entry of its own: its reports are in %s\n", clean(id), clean(e.ID))
	}
	switch {
	case err == nil && asJSON:
		t, err := thread.New(s, c.acts).Of(ctx, &e)
		if err != nil {
			return err
		}
		return writeJSON(out, c.threaded(e, t))
	case err == nil:
		return v.event(ctx, &e)
	case errors.Is(err, store.ErrAmbiguous):
		return ambiguous(id, eventIDs(ctx, s))
	case !errors.Is(err, store.ErrNotFound):
		return err
	}
	d, err := s.Document(ctx, id)
	if err == nil {
		h, err := historyOf(ctx, s, d)
		switch {
		case err != nil:
			return err
		case asJSON:
			return writeJSON(out, documentOf(h, c))
		}
		return v.document(ctx, h)
	}
	return noDocument(ctx, s, id, "event or article", err)
}

// noDocument says what to do where the store gives none by an ID.
func noDocument(ctx context.Context, s store.Store, id, what string, err error) error {
	switch {
	case errors.Is(err, store.ErrAmbiguous):
		return ambiguous(id, articleIDs(ctx, s))
	case errors.Is(err, store.ErrNotFound):
		return fmt.Errorf("no %s begins with %s: chancery timeline prints the IDs there are", what, id)
	}
	return err
}

func writeJSON(out *bufio.Writer, v any) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// document is an article's JSON: the article's own fields, then what the
// analysis adds.
type document struct {
	article
	Dated     news.Interval `json:"dated"`
	Clues     []clue        `json:"clues"`
	Reports   any           `json:"reports"` // see codes.listed
	Newest    string        `json:"newest"`  // ID of the article's newest version where this is an older one
	Versions  []edition     `json:"versions"`
	Withdrawn []withdrawn   `json:"withdrawn"`
}

type article news.Article // its fields without its MarshalJSON

type clue struct {
	news.Span
	Text    string        `json:"text"`
	Says    string        `json:"says"`
	Allows  news.Interval `json:"allows"`
	Ignored bool          `json:"ignored"`
}

func documentOf(d history, c codes) document {
	out := document{article: article(*d.Article), Dated: d.Published, Clues: make([]clue, len(d.Clues)), Reports: c.listed(d.Reports),
		Newest: d.newest, Versions: d.editions, Withdrawn: d.withdrawn}
	for i, c := range d.Clues {
		out.Clues[i] = clue{c.Span, c.In(d.Article.Text), c.Says, c.Allows, c.Ignored}
	}
	if out.Blocks == nil {
		out.Blocks = []news.Block{}
	}
	if out.Versions == nil {
		out.Versions = []edition{}
	}
	if out.Withdrawn == nil {
		out.Withdrawn = []withdrawn{}
	}
	return out
}

// viewer prints events and articles for people.
type viewer struct {
	*screen
	store store.Store
	codes codes
	why   bool
}

// field prints one labelled value, wrapped.
func (v *viewer) field(label, value string) {
	if value == "" {
		return
	}
	const col = 12
	for i, s := range wrap(value, v.width-col-2) {
		if i > 0 {
			label = ""
		}
		fmt.Fprintf(v, "  %s%s\n", v.paint(dim, pad(label, col)), s)
	}
}

// first is the label of the first of several values.
func first(i int, label string) string {
	if i == 0 {
		return label
	}
	return ""
}

func (v *viewer) event(ctx context.Context, e *news.Event) error {
	fmt.Fprintln(v, v.paint(bold, clean(e.ID)))
	for i, a := range e.Source {
		v.field(first(i, "who"), fullActor(a))
	}
	whom := "to whom"
	if e.Reciprocal {
		whom = "with whom"
	}
	for i, a := range e.Target {
		v.field(first(i, whom), fullActor(a))
	}
	act := clean(e.Act)
	if e.Channel != "" {
		act += ", by " + clean(e.Channel)
	}
	v.field("act", act+" ("+strings.TrimSpace(clean(e.Type)+" "+clean(e.Mode))+")")
	v.field("codes", v.codes.text(e.Act))
	v.field("date", withBasis(e.Date))
	if e.Occasion != nil {
		o := clean(tell.Occasion(e.Occasion))
		if e.Occasion.Country != "" {
			o += " (" + clean(e.Occasion.Country) + ")"
		}
		v.field("occasion", o)
	}
	t, err := thread.New(v.store, v.codes.acts).Of(ctx, e)
	if err != nil {
		return err
	}
	mark, _ := statusMark(e)
	status := cmp.Or(strings.Trim(mark, "[]"), string(e.Status))
	if t.Standing != "" && t.Standing != thread.Announced {
		status += ", " + string(t.Standing)
	}
	v.field("status", status)
	v.field("answers", clean(e.ReplyTo))
	for i, s := range relations(e.ID, t) {
		v.field(first(i, "thread"), s)
	}
	v.field("confidence", confidenceText(e.Confidence))
	v.field("told by", tell.Plural(len(e.Reports), "report")+", "+tell.Plural(e.Origins, "independent origin")+onlyThrough(e.Reports))
	label := "quotes"
	for _, u := range tell.Utterances(e, mostQuotes) {
		for _, line := range utteranceLines(e, &u, func(a news.Actor) string { return clean(a.Name) }) {
			v.field(label, line)
			label = ""
		}
	}
	if more := len(e.Quotes) - mostQuotes; more > 0 {
		v.field(label, fmt.Sprintf("and %d more", more))
	}
	for _, c := range e.Conflicts {
		v.field("differ", strings.TrimPrefix(conflictText(c), "reports differ on "))
	}
	for i, k := range e.Corrected {
		v.field(first(i, "corrected"), clean(correctedText(k)))
	}
	if v.why {
		if err := v.merging(ctx, e); err != nil {
			return err
		}
	}
	i := 0
	for d, err := range v.store.Documents(ctx, e.Articles()) {
		r := &e.Reports[i]
		i++
		fmt.Fprintln(v)
		for j, s := range wrap(fmt.Sprintf("Report %d %s", i, reportLine(r)), v.width) {
			fmt.Fprintln(v, strings.Repeat("  ", min(j, 1))+v.paint(bold, s))
		}
		if err != nil {
			return err
		}
		if err := r.Check(d.Article); err != nil {
			return fmt.Errorf("event %s is %w: report %d: %w", e.ID, store.ErrDamaged, i, err)
		}
		v.text(d.Article, reportMarks(r, ""), true)
		if v.why {
			d.Published, d.Clues = r.Published, append(d.Clues, r.Clues...)
			v.clues(d)
		}
	}
	return nil
}

// onlyThrough names whom all reports have the act from, where there is one such:
// nobody else tells of it.
func onlyThrough(rs []news.Report) string {
	var common []string
	for i := range rs {
		var names []string
		for _, l := range rs[i].Chain {
			if l.Role == "relay" || l.Role == "origin" {
				names = append(names, l.Name)
			}
		}
		if i == 0 {
			common = names
		}
		common = slices.DeleteFunc(common, func(n string) bool { return !slices.Contains(names, n) })
	}
	if len(common) == 0 {
		return ""
	}
	return ", only through " + clean(common[0])
}

func (v *viewer) document(ctx context.Context, d history) error {
	a := d.Article
	fmt.Fprintln(v, v.paint(bold, a.ID))
	v.field("title", clean(a.Title))
	v.field("by", clean(a.Author))
	v.field("outlet", clean(a.Outlet))
	v.field("credits", clean(strings.Join(a.Credits, ", ")))
	v.field("from", clean(cmp.Or(a.URL, a.Path)))
	v.field("published", withBasis(d.Published))
	v.field("language", clean(a.Language))
	v.field("not read", clean(a.Cut))
	v.field("tells of", tell.Plural(len(d.Reports), "act"))
	if v.why {
		cs, err := v.mergedClues(ctx, d.Article)
		if err != nil {
			return err
		}
		d.Clues = append(d.Clues, cs...)
		v.clues(d.Document)
	}
	v.versions(d)
	fmt.Fprintln(v)
	var marks []mark
	for i := range d.Reports {
		r := &d.Reports[i]
		n := fmt.Sprint(i + 1)
		marks = append(marks, reportMarks(r, n)...)
		act := clean(r.Act)
		if k := v.codes.text(r.Act); k != "" {
			act += " [" + k + "]"
		}
		v.field(n, fmt.Sprintf("%s: %s, %s", parties(&news.Event{Source: r.Source, Target: r.Target, Reciprocal: r.Reciprocal}), act, dateText(r.Date))+copyText(r))
	}
	if len(d.Reports) > 0 {
		fmt.Fprintln(v)
	}
	v.text(a, marks, false)
	return nil
}

// mergedClues are what other pages' reports of the article's acts say of when
// it was published, without doubles.
func (v *viewer) mergedClues(ctx context.Context, a *news.Article) (out []news.Clue, err error) {
	var q query.Query
	if a.Outlet != "" {
		q.Outlets = []string{strings.ToLower(a.Outlet)}
	}
	for e, err := range v.store.Events(ctx, q) {
		if err != nil {
			return nil, err
		}
		for i := range e.Reports {
			if r := &e.Reports[i]; r.Article == a.ID {
				for _, c := range r.Clues {
					if !slices.Contains(out, c) {
						out = append(out, c)
					}
				}
			}
		}
	}
	return out, nil
}

func (v *viewer) clues(d store.Document) {
	fmt.Fprintln(v, "  "+v.paint(bold, "Why the page is dated "+dateText(d.Published)))
	if len(d.Clues) == 0 {
		fmt.Fprintln(v, "    nothing on the page dates it")
	}
	for _, c := range d.Clues {
		says := clean(c.Says)
		if words := clean(c.In(d.Article.Text)); words != "" && !strings.Contains(says, words) {
			says = "“" + clip(words, 60) + "”: " + says
		}
		text := says
		if c.Allows.Known() {
			text += " ⇒ " + dateText(c.Allows)
		}
		style := ""
		if c.Ignored {
			text += " (overruled)"
			style = dim
		}
		for i, s := range wrap(text, v.width-6) {
			fmt.Fprintln(v, "    "+pad(first(i, "-"), 2)+v.paint(style, s))
		}
	}
}

// confidenceText is "0.62"; "" where it is not known.
func confidenceText(c float64) string {
	if c == 0 {
		return ""
	}
	return strconv.FormatFloat(c, 'f', 2, 64)
}

func fullActor(a news.Actor) string {
	out := clean(cmp.Or(a.Name, a.ID, "?"))
	if a.Office != "" {
		out += ", " + clean(a.Office)
	}
	var codes []string
	for _, c := range []string{a.Country, a.Sector, a.ID} {
		if c != "" && !slices.Contains(codes, c) {
			codes = append(codes, clean(c))
		}
	}
	if len(codes) > 0 {
		out += " (" + strings.Join(codes, ", ") + ")"
	}
	return out
}

func withBasis(v news.Interval) string {
	out := dateText(v)
	if v.Basis != "" {
		out += ": " + clean(v.Basis)
	}
	return out
}

// mark is a label on a span.
type mark struct {
	news.Span
	label string
}

// reportMarks are a report's spans; n tells several reports apart.
func reportMarks(r *news.Report, n string) (out []mark) {
	add := func(s news.Span, label string) {
		if !s.Empty() {
			out = append(out, mark{s, label + n})
		}
	}
	for _, e := range r.Evidence {
		add(e.Span, e.Field)
	}
	for _, l := range r.Chain {
		add(l.Span, cmp.Or(l.Role, "from"))
	}
	for _, q := range r.Quotes {
		add(q.Span, "quote")
	}
	return out
}

// text prints an article's blocks with the marks in them; only those blocks
// that have some where that is asked for.
func (v *viewer) text(a *news.Article, marks []mark, onlyMarked bool) {
	marks = unify(marks)
	skipped := 0
	gap := func() {
		if skipped > 0 {
			what := "of the page's furniture"
			if onlyMarked {
				what = "left out"
			}
			fmt.Fprintln(v, "  "+v.paint(dim, fmt.Sprintf("⋮ %s %s", tell.Plural(skipped, "line"), what)))
		}
		skipped = 0
	}
	for _, b := range a.Blocks {
		var in []mark
		for _, m := range marks {
			if m.Overlaps(b.Span) {
				in = append(in, m)
			}
		}
		if len(in) == 0 && (onlyMarked || b.Part == news.Chrome) {
			skipped++
			continue
		}
		gap()
		prefix := "  "
		if b.Part != news.Body {
			prefix += v.paint(dim, string(b.Part)+": ")
		}
		lines := wrap(v.weave(a.Text, b.Span, in), v.width-4)
		for i, s := range lines {
			if i > 0 {
				prefix = "  "
			}
			fmt.Fprintln(v, prefix+s)
		}
		fmt.Fprintln(v)
	}
	gap()
}

// unify joins the labels of equal spans and sorts outer spans before inner.
func unify(marks []mark) (out []mark) {
	marks = slices.Clone(marks)
	slices.SortStableFunc(marks, func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), cmp.Compare(a.label, b.label))
	})
	for _, m := range marks {
		if n := len(out); n > 0 && out[n-1].Span == m.Span {
			if !slices.Contains(strings.Split(out[n-1].label, ", "), m.label) {
				out[n-1].label += ", " + m.label
			}
			continue
		}
		out = append(out, m)
	}
	return out
}

// weave cuts a block out of text and writes its marks into it. A mark that
// crosses the end of one around it ends there.
func (v *viewer) weave(text string, block news.Span, marks []mark) string {
	var b strings.Builder
	var open []int // ends of the marks that are open, outermost first
	at := block.Start
	upTo := func(to int) {
		if to > at {
			s := clean(text[at:to])
			if len(open) > 0 {
				s = v.paintWords(under, s)
			}
			b.WriteString(s)
			at = to
		}
	}
	shut := func(before int) {
		for len(open) > 0 && open[len(open)-1] <= before {
			upTo(open[len(open)-1])
			open = open[:len(open)-1]
			b.WriteString(v.paint(cyan, "]"))
		}
	}
	for _, m := range marks {
		start, end := max(m.Start, block.Start), min(m.End, block.End)
		shut(start)
		upTo(start)
		if n := len(open); n > 0 {
			end = min(end, open[n-1])
		}
		b.WriteString(v.paint(cyan, "["+clean(m.label)+":") + " ")
		open = append(open, end)
	}
	shut(block.End)
	upTo(block.End)
	return b.String()
}
