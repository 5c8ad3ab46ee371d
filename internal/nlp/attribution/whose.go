package attribution

import "chancery/internal/news"

// resolve finds whose words they are, when they were said, and through what.
func (f *finder) resolve() {
	for n := range f.cites {
		c := &f.cites[n]
		c.entity, c.speaks, c.time = -1, -1, -1
		if c.head >= 0 {
			if m := f.refs.Of(c.head); m >= 0 {
				c.entity = f.an.Mentions[m].Entity
			}
		}
		c.time = f.when(c)
		c.channel = f.channel(c)
	}
}

// when is the time expression that dates the citing itself.
func (f *finder) when(c *cite) int {
	for n, tm := range f.an.Times {
		if tm.Sentence != c.sentence || tm.First >= len(f.an.Tokens) || tm.History {
			continue
		}
		if f.t.Tokens[c.verb].UPOS != "VERB" {
			if c.source.holds(tm.First) || tm.First >= c.source.last && tm.First-c.source.last <= 2 {
				return n
			}
			continue
		}
		if f.t.Clause(f.outer(tm)) == c.verb {
			return n
		}
	}
	return -1
}

// outer is the token of the time expression that its governor lies outside of.
func (f *finder) outer(tm news.Time) int {
	for i := tm.First; i < tm.Last && i < len(f.t.Tokens); i++ {
		if h := f.t.Head(i); h < tm.First || h >= tm.Last {
			return i
		}
	}
	return tm.First
}

// channel is the medium named with the cue: "at a briefing", "in a letter".
func (f *finder) channel(c *cite) string {
	for _, k := range f.t.Obliques(c.verb) {
		if ch := Channel(f.t.Lemma(k)); ch != "" {
			return ch
		}
	}
	if o := f.t.Kid(c.verb, "obj"); o >= 0 {
		switch f.t.Lemma(o) {
		case "reporter", "journalist":
			return "briefing"
		case "parliament", "lawmaker":
			return "speech"
		}
	}
	return ""
}
