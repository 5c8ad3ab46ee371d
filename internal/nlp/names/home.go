package names

import "chancery/internal/news"

// home is where the page reports from.
type home struct {
	state string // its outlet's or its agency's, where that is a state's own; else that of the first dateline, if the text itself speaks of it
	sure  bool   // the outlet is the state's own
	from  string // the state of the first dateline's place; "" when there is none or it is not known
}

func (p *names) reportsFrom() home {
	h := home{from: p.filedFrom()}
	if o, ok := p.g.Outlet(p.an.Article.Outlet); ok && (o.StateMedia || o.Public) {
		h.state, h.sure = o.Country, true
	}
	for i := 0; i < len(p.sents) && h.state == ""; i++ {
		h.state = p.filedBy(&p.sents[i], h.from)
	}
	if h.state == "" && h.from != "" && p.toldOf(h.from) {
		h.state = h.from
	}
	return h
}

// toldOf reports whether the text itself names a state, or a land that is
// treated as one.
func (p *names) toldOf(code string) bool {
	if p.states[code] > 0 {
		return true
	}
	for i := range p.atoms {
		if e := p.atoms[i].entry; e != nil && e.ID == code && !p.filed(p.atoms[i].first) {
			return true
		}
	}
	return false
}

// filedBy is the state that a dateline's agency is the own one of, where that
// is the one it writes from; "" without.
func (p *names) filedBy(s *sentence, from string) string {
	for i := s.filed; i < s.first; i++ {
		if p.at(i) == nil {
			continue
		}
		if e := p.at(i).entry; e != nil && e.Kind == news.Media {
			if o, ok := p.g.Outlet(e.Name); ok && (o.StateMedia || o.Public) && o.Country == from {
				return o.Country
			}
		}
	}
	return ""
}

// filedFrom is the state of the first dateline's place.
func (p *names) filedFrom() string {
	for i := range p.sents {
		s := &p.sents[i]
		if s.filed >= s.first || p.at(s.filed) == nil {
			continue
		}
		switch e := p.at(s.filed).entry; {
		case e == nil:
		case e.Kind == news.State:
			return e.ID
		case e.Kind == news.Place && e.Country != "":
			return e.Country
		}
	}
	return ""
}
