package thread

import (
	"context"
	"iter"
	"slices"
	"strings"
	"testing"

	"chancery/internal/act"
	"chancery/internal/news"
	"chancery/internal/query"
)

// ledger is a store of few events.
type ledger struct {
	events []news.Event
	newest string
}

func (l ledger) Events(_ context.Context, q query.Query) iter.Seq2[news.Event, error] {
	return func(yield func(news.Event, error) bool) {
		for i := range l.events {
			if q.Match(&l.events[i]) && !yield(l.events[i], nil) {
				return
			}
		}
	}
}

func (l ledger) Newest(context.Context) (news.Day, error) { return news.ParseDay(l.newest) }

// event reads "ID SRC>TGT act 2024-05-01..2024-05-03 planned,by:letter,said:2024-05-01";
// "=" in place of ">" is of both. A date may be "?" or open at an end.
func event(t *testing.T, s string) news.Event {
	t.Helper()
	f := strings.Fields(s)
	e := news.Event{ID: f[0], Act: strings.ReplaceAll(f[2], "_", " "), Status: news.Reported}
	sides := strings.FieldsFunc(f[1], func(r rune) bool { return r == '>' || r == '=' })
	e.Reciprocal = strings.Contains(f[1], "=")
	for i, codes := range sides {
		for c := range strings.SplitSeq(codes, "+") {
			a := news.Actor{ID: c, Name: c, Country: c}
			if country, office, ok := strings.Cut(c, "'s"); ok {
				a = news.Actor{ID: c, Name: c, Country: country, Office: office}
			}
			if i == 0 {
				e.Source = append(e.Source, a)
			} else {
				e.Target = append(e.Target, a)
			}
		}
	}
	day := func(s string) news.Day {
		d, err := news.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	if f[3] != "?" {
		from, to, ok := strings.Cut(f[3], "..")
		if !ok {
			to = from
		}
		e.Date = news.Interval{From: day(from), To: day(to)}
	}
	e.Reports = []news.Report{{}}
	for x := range strings.SplitSeq(strings.Join(f[4:], ""), ",") {
		k, v, _ := strings.Cut(x, ":")
		switch k {
		case "planned":
			e.Status = news.Planned
		case "alleged":
			e.Status = news.Alleged
		case "by":
			e.Channel = v
		case "said":
			e.Reports[0].Published = news.OneDay(day(v), "")
		case "on":
			e.Occasion = &news.Occasion{ID: v}
		case "answers":
			e.ReplyTo = v
		}
	}
	return e
}

func TestThreads(t *testing.T) {
	acts, err := act.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, newest, events, links, standing string // of the first event
	}{
		{"a message and its reply, on other pages", "", `
			m FRA>MLI congratulate 2024-05-01 by:letter,on:x
			r MLI>FRA thank 2024-05-04 on:x
			o MLI>FRA thank 2024-08-04`, "r answers m", ""},
		{"the message before, not the one after", "", `
			r MLI>FRA reply 2024-05-04
			m FRA>MLI congratulate 2024-05-01
			a FRA>MLI congratulate 2024-05-06
			z FRA>MLI condole 2024-04-11`, "r answers m", ""},
		{"two that may be meant are none", "", `
			r MLI>FRA reply 2024-05-04
			m FRA>MLI congratulate 2024-05-01
			n FRA>MLI condole 2024-05-01`, "", ""},
		{"of two persons the one who was written to", "", `
			r MLI'spresident>FRA'spresident thank 2024-05-04
			m FRA'spresident>MLI'spresident congratulate 2024-05-01
			n FRA'sminister>MLI'sminister congratulate 2024-05-01`, "r answers m", ""},
		{"another occasion", "", `
			r MLI>FRA thank 2024-05-04 on:x
			m FRA>MLI congratulate 2024-05-01 on:y`, "", ""},
		{"what the pages say has the last word", "", `
			d MLI>FRA deny 2024-05-04 answers:b
			a FRA>MLI accuse 2024-05-04
			b FRA>MLI accuse 2024-05-01`, "d answers b", ""},
		{"a call and both readouts", "", `
			c FRA=MLI call 2024-05-01
			x FRA>MLI urge 2024-05-01 by:call
			y MLI>FRA pledge 2024-05-02 by:call
			z MLI>FRA pledge 2024-05-06 by:call`, "x said in c; y said in c", ""},
		{"announced, under way", "2024-05-04", `
			v MLI>FRA visit 2024-05-03..2024-05-06
			p MLI>FRA visit 2024-05-01..2024-05-07 planned,said:2024-04-20
			t FRA=MLI meet 2024-05-04`, "t part of v; v carries out p", "under way"},
		{"held", "2024-06-04", `
			p FRA=MLI talk 2024-05-01..2024-05-31 planned,said:2024-04-20
			t FRA=MLI meet 2024-05-04`, "t carries out p", "held"},
		{"told by the host", "2024-06-04", `
			p MLI>FRA visit ? planned,said:2024-04-20
			t FRA>MLI receive 2024-05-04`, "t carries out p", "held"},
		{"before it was announced", "2024-06-04", `
			p MLI>FRA visit ? planned,said:2024-04-20
			t MLI>FRA visit 2024-04-04`, "", "announced"},
		{"called off", "2024-05-04", `
			p MLI>FRA visit 2024-05-01..2024-05-31 planned,said:2024-04-01
			c FRA>MLI cancel 2024-04-20`, "c calls off p", "called off"},
		{"lapsed", "2024-05-04", `
			p MLI>FRA visit 2024-05-01..2024-05-03 planned,said:2024-04-20
			w FRA>MLI visit 2024-05-02`, "", "lapsed"},
		{"the last day has not passed", "2024-05-03", "p MLI>FRA visit 2024-05-01..2024-05-03 planned,said:2024-04-20", "", "announced"},
		{"no day to pass", "2034-05-03", "p MLI>FRA visit 2024-05-01.. planned,said:2024-04-20", "", "announced"},
		{"no page has a day", "", "p MLI>FRA visit 2024-05-01..2024-05-03 planned", "", "announced"},
		{"told the other way round", "", `
			a FRA>MLI attack 2024-05-01 alleged
			b MLI>FRA attack 2024-05-01 alleged
			c MLI>FRA attack 2024-05-02 alleged`, "a reverses b", ""},
		{"each did it", "", `
			a FRA>MLI attack 2024-05-01
			b MLI>FRA attack 2024-05-01`, "", ""},
		{"each says so of the other", "", `
			a FRA>MLI accuse 2024-05-01 alleged
			b MLI>FRA accuse 2024-05-01 alleged`, "", ""},
		{"done is done", "2024-05-04", "p MLI>FRA visit 2024-05-01", "", ""},
		{"sanctions planned are carried out by sanctions", "2024-07-04", `
			p FRA>MLI sanction 2024-05-01..2024-05-31 planned,said:2024-04-20
			c FRA>MLI cancel 2024-05-20
			s MLI>FRA sanction 2024-05-20
			t FRA>MLI sanction 2024-05-22`, "t carries out p", "held"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var l ledger
			l.newest = test.newest
			for line := range strings.Lines(test.events) {
				if line = strings.TrimSpace(line); line != "" {
					l.events = append(l.events, event(t, line))
				}
			}
			want := l.events[0]
			for range 3 { // in any order
				f := New(l, acts)
				got, err := f.Of(t.Context(), &want)
				if err != nil {
					t.Fatal(err)
				}
				var links []string
				for _, k := range got.Links {
					links = append(links, k.From+" "+string(k.As)+" "+k.To)
				}
				if s := strings.Join(links, "; "); s != test.links {
					t.Errorf("links %q, want %q", s, test.links)
				}
				if got.Standing != Standing(test.standing) {
					t.Errorf("standing %q, want %q", got.Standing, test.standing)
				}
				if s, err := f.Standing(t.Context(), &want); err != nil || s != got.Standing {
					t.Errorf("alone, its standing is %q, %v", s, err)
				}
				slices.Reverse(l.events)
			}
		})
	}
}

// TestTurned: within one state each does to the other only where an armed group
// stands on the other side of each.
func TestTurned(t *testing.T) {
	army, rebels := news.Actor{Name: "army", Country: "COL", Sector: "MIL"}, news.Actor{Name: "rebels", Country: "COL", Sector: "REB"}
	by := func(s, t news.Actor) *told {
		e := told{Event: &news.Event{Source: []news.Actor{s}, Target: []news.Actor{t}}}
		e.source, e.target = countries(e.Source), countries(e.Target)
		e.all = countries(e.Source, e.Target)
		return &e
	}
	abroad := news.Actor{Name: "Peru", Country: "PER"}
	if !turned(by(army, rebels), by(rebels, army)) || !turned(by(army, abroad), by(abroad, rebels)) {
		t.Error("each did to the other")
	}
	if turned(by(army, rebels), by(army, rebels)) || turned(by(army, abroad), by(army, abroad)) {
		t.Error("one did so twice")
	}
}
