package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"chancery/internal/news"
	"chancery/internal/nlp"
	"chancery/internal/nlp/acts"
	"chancery/internal/store"
	"chancery/internal/tell"
)

// Of the states near a word, those are printed that may take part at all, the
// likeliest first.
const (
	nearShown = 4
	nearLeast = 0.05
)

// runWhyNot reads an article of the store again and prints what is not told.
func runWhyNot(ctx context.Context, a *app, s store.Store, id string, gazetteers []string, asJSON bool) (err error) {
	d, err := s.Document(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		if _, err := s.Event(ctx, id); err == nil || errors.Is(err, store.ErrAmbiguous) {
			return usageError{fmt.Errorf("--why-not wants an article, and %s begins an event: chancery show names the articles that tell of it", id)}
		}
	}
	if err != nil {
		return noDocument(ctx, s, id, "article", err)
	}
	own, err := tablesFor(ctx, s, gazetteers)
	if err != nil {
		return err
	}
	g, err := own.load()
	if err != nil {
		return err
	}
	z, err := nlp.New(g)
	if err != nil {
		return fmt.Errorf("set up analysis: %w", err)
	}
	an, looks := z.Explain(d.Article)
	out := bufio.NewWriter(a.out)
	defer func() { err = errors.Join(err, out.Flush()) }()
	if asJSON {
		return writeJSON(out, untoldOf(an, looks))
	}
	sc := newScreen(a.out)
	sc.Writer = out
	v := viewer{screen: sc}
	v.whyNot(an, looks)
	return nil
}

// untold is the JSON of what an article was looked at for and does not tell.
type untold struct {
	Article string     `json:"article"`
	Told    int        `json:"told"`
	Drops   []dropJSON `json:"drops"`
}

type dropJSON struct {
	news.Span
	Text       string        `json:"text"`
	Sentence   sentenceJSON  `json:"sentence"`
	Stage      acts.Stage    `json:"stage"`
	Reason     string        `json:"reason"`
	By         string        `json:"by"`
	Score      fraction      `json:"score"`
	Parts      partsJSON     `json:"parts"`
	Type       string        `json:"type"`
	TypeP      fraction      `json:"type_p"`
	Act        string        `json:"act"`
	ActP       fraction      `json:"act_p"`
	Source     []news.Actor  `json:"source"`
	Target     []news.Actor  `json:"target"`
	Reciprocal bool          `json:"reciprocal"`
	Date       news.Interval `json:"date"`
	Near       []nearJSON    `json:"near"`
}

type partsJSON struct {
	Tells fraction `json:"tells"`
	Sides fraction `json:"sides"`
	Type  fraction `json:"type"`
}

type nearJSON struct {
	Code   string   `json:"code"`
	Source fraction `json:"source"`
	Target fraction `json:"target"`
}

// fraction is of 1, with four decimals.
type fraction float64

// MarshalJSON rounds.
func (f fraction) MarshalJSON() ([]byte, error) {
	return json.Marshal(math.Round(float64(f)*1e4) / 1e4)
}

type sentenceJSON struct {
	news.Span
	Text string `json:"text"`
}

func untoldOf(an *news.Analysis, looks []acts.Look) untold {
	out := untold{Article: an.Article.ID, Told: len(an.Reports), Drops: []dropJSON{}}
	text := an.Article.Text
	for i := range looks {
		x := &looks[i]
		if x.Stage == acts.Told {
			continue
		}
		word, s, r := an.Tokens[x.Token].Span, an.Sentences[x.Sentence].Span, &x.Report
		near := make([]nearJSON, len(x.Near))
		for i, s := range x.Near {
			near[i] = nearJSON{s.Code, fraction(s.Source), fraction(s.Target)}
		}
		out.Drops = append(out.Drops, dropJSON{
			Span: word, Text: word.In(text), Sentence: sentenceJSON{s, s.In(text)},
			Stage: x.Stage, Reason: x.Reason, By: x.By, Score: fraction(x.Score),
			Parts: partsJSON{fraction(x.Parts.Tells), fraction(x.Parts.Sides), fraction(x.Parts.Type)},
			Type:  r.Type, TypeP: fraction(x.TypeP), Act: r.Act, ActP: fraction(x.ActP),
			Source: r.Source, Target: r.Target, Reciprocal: r.Reciprocal, Date: r.Date,
			Near: near,
		})
	}
	return out
}

// whyNot prints each sentence in which something was dropped, its words marked
// with the numbers of what follows it.
func (v *viewer) whyNot(an *news.Analysis, looks []acts.Look) {
	a := an.Article
	looks = slices.DeleteFunc(slices.Clone(looks), func(x acts.Look) bool { return x.Stage == acts.Told })
	fmt.Fprintln(v, v.paint(bold, a.ID))
	v.field("title", clean(a.Title))
	v.field("tells of", tell.Plural(len(an.Reports), "act"))
	v.field("not told", fmt.Sprintf("%d more that were looked at", len(looks)))
	n := 0
	for len(looks) > 0 {
		k := slices.IndexFunc(looks, func(x acts.Look) bool { return x.Sentence != looks[0].Sentence })
		if k < 0 {
			k = len(looks)
		}
		here := looks[:k]
		looks = looks[k:]
		var marks []mark
		for i := range here {
			marks = append(marks, mark{an.Tokens[here[i].Token].Span, fmt.Sprint(n + i + 1)})
		}
		fmt.Fprintln(v)
		for _, line := range wrap(v.weave(a.Text, an.Sentences[here[0].Sentence].Span, unify(marks)), v.width-4) {
			fmt.Fprintln(v, "  "+line)
		}
		for i := range here {
			n++
			v.drop(n, &here[i])
		}
	}
}

// drop prints the act that would have been read, what dropped it, and which
// states stand near.
func (v *viewer) drop(n int, x *acts.Look) {
	r := &x.Report
	who := ""
	switch {
	case r.Reciprocal:
		who = parties(&news.Event{Source: r.Source, Target: r.Source, Reciprocal: true}) + ": "
	case len(r.Source) > 0:
		who = parties(&news.Event{Source: r.Source, Target: r.Target}) + ": "
	}
	act := fmt.Sprintf("%s (%.2f)", clean(r.Type), x.TypeP)
	if r.Act != "" {
		act = fmt.Sprintf("%s (%.2f), %s", clean(r.Act), x.ActP, act)
	}
	v.field(fmt.Sprint(n), who+act)
	v.field("", string(x.Stage)+": "+clean(x.Reason))
	var near []string
	for _, s := range x.Near[:min(len(x.Near), nearShown)] {
		if max(s.Source, s.Target) >= nearLeast {
			near = append(near, fmt.Sprintf("%s acts %.2f, receives %.2f", clean(s.Code), s.Source, s.Target))
		}
	}
	v.field("", strings.Join(near, "; "))
}
