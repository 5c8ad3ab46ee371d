package times

import (
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// states counts the states that the page names, by name, people, capital or office-holder.
type states struct {
	*page
	in  []map[string]int // each sentence; nil until asked for
	all map[string]int
}

// of counts those of the sentence.
func (st *states) of(sentence int) map[string]int {
	if st.in == nil {
		st.in = make([]map[string]int, len(st.sentences))
	}
	if st.in[sentence] == nil {
		st.in[sentence] = st.within(st.sentences[sentence].Span)
	}
	return st.in[sentence]
}

// longestState is the most words of a state's name: "Democratic People's Republic of Korea".
const longestState = 6

// within counts those of a stretch of text.
func (st *states) within(in news.Span) map[string]int {
	m := make(map[string]int)
	st.each(in, func(c string) { m[c]++ })
	return m
}

// each gives the states that a stretch of text names, in order.
func (st *states) each(in news.Span, yield func(country string)) {
	l, _ := st.line(nil, in)
	buf := l.w
	for i := 0; i < len(buf); {
		if !buf[i].cap || buf[i].mark != 0 {
			i++
			continue
		}
		step := 1
		for n := min(longestState, len(buf)-i); n > 0; n-- {
			if !buf[i+n-1].cap {
				continue
			}
			ms := st.find.Lookup(st.text[buf[i].start:buf[i+n-1].end])
			if len(ms) == 0 {
				continue
			}
			if c := ms[0].Entry.Country; c != "" && (ms[0].Entry.Kind == news.State || ms[0].Entry.Kind == news.Person && ms[0].Sense != gazetteer.Surname || ms[0].Sense == gazetteer.Surname && len(ms) == 1) {
				yield(c)
			}
			step = n
			break
		}
		i += step
	}
}

// onPage counts those of the page.
func (st *states) onPage() map[string]int {
	if st.all == nil {
		st.all = make(map[string]int)
		for k := range st.sentences {
			if k > 60 {
				break
			}
			for c, n := range st.of(k) {
				st.all[c] += n
			}
		}
	}
	return st.all
}

// isName reports whether the word, in lower case, is a state's or a person's name.
func (pg *page) isName(w string) bool {
	for _, m := range pg.find.Lookup(strings.ToUpper(w[:1]) + w[1:]) {
		if m.Entry.Kind == news.State || m.Entry.Kind == news.Person {
			return true
		}
	}
	return false
}
