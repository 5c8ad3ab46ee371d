package names

import (
	"slices"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// incumbents tells who held which office when a page was published, or at a time that it tells of.
type incumbents struct {
	g         *gazetteer.Gazetteer
	published news.Interval
	then      bool // at a time that the page tells of
}

// bygone is how many days before the page's a time is one with incumbents of its own; mostTimes of a
// sentence are looked at.
const bygone, mostTimes = 60, 40

// heldAt are the incumbents of the time that the phrase's clause tells, where it is past; else the page's:
// "In March 2015 the leaders of Egypt and Sudan signed".
func (p *cast) heldAt(ph *phrase) incumbents {
	published := p.an.Published.Since()
	clause := p.clauseOf(p.headOf(ph))
	if published.IsZero() || clause < 0 {
		return p.held
	}
	sent := int(p.words[ph.first].sent)
	k, _ := slices.BinarySearchFunc(p.an.Times, sent, func(t news.Time, sent int) int { return t.Sentence - sent })
	for end := min(k+mostTimes, len(p.an.Times)); k < end && p.an.Times[k].Sentence == sent; k++ {
		t := &p.an.Times[k]
		v := t.Interval
		if t.History || t.Type != news.DateTime || v.From.IsZero() || v.To.IsZero() || !v.To.AddDays(bygone).Before(published) || v.Days() > 366 {
			continue
		}
		for i := t.First; i < t.Last; i++ {
			if p.toks[i].Head == clause && strings.HasPrefix(p.toks[i].Rel, "obl") {
				return incumbents{g: p.g, published: v, then: true}
			}
		}
	}
	return p.held
}

// termAt is the weightiest office that the person held when the page was
// published, of the role unless that is "".
func (in *incumbents) termAt(id string, role gazetteer.Role) (best gazetteer.Term, ok bool) {
	for _, t := range in.g.Terms(id) {
		if role != "" && t.Role != role || !in.published.Overlaps(news.Interval{From: t.From, To: t.To}) {
			continue
		}
		// A monarch of several realms is that of the one where he lives.
		home := t.Person.Country
		if w, b := roleWeight(t.Role), roleWeight(best.Role); !ok || w > b || w == b && (t.Country == home || best.Country == t.Country) {
			best, ok = t, true
		}
	}
	return best, ok
}

// reigns reports whether the person holds the office of a head of state in the
// country too, beside another: "Canada's King Charles".
func (in *incumbents) reigns(ref *referent, country string) (gazetteer.Term, bool) {
	if !ref.Known || country == "" || country == ref.Actor.Country || ref.role != gazetteer.HeadOfState {
		return gazetteer.Term{}, false
	}
	for _, t := range in.g.Terms(ref.Actor.ID) {
		if t.Country == country && t.Role == gazetteer.HeadOfState && in.published.Overlaps(news.Interval{From: t.From, To: t.To}) {
			return t, true
		}
	}
	return gazetteer.Term{}, false
}

func (in *incumbents) everFilled(ref *referent, role gazetteer.Role) bool {
	terms := in.g.Terms(ref.Actor.ID)
	for _, t := range terms {
		if fills(t, role) {
			return true
		}
	}
	return len(terms) == 0
}

// holds tells how well a person of the page fills an office: 0 not at all.
func (in *incumbents) holds(ref *referent, o office, country string) int {
	if country != "" && ref.Actor.Country != country {
		found := false
		for _, t := range in.g.Terms(ref.Actor.ID) {
			found = found || t.Country == country
		}
		if !found {
			return 0
		}
	}
	if clashing(o.gender, ref.gender) {
		return 0
	}
	if o.role == "" {
		if o.words == "" || ref.title == "" || !sameOffice(ref.title, o.words) {
			return 0
		}
		return 2
	}
	if ref.Known && ref.Actor.ID != "" {
		fit := 0
		for _, t := range in.g.Terms(ref.Actor.ID) {
			if country != "" && t.Country != country || !fills(t, o.role) || !titleFits(o.words, t.Office) || (o.words == "supreme leader" || o.words == "general secretary") && t.Role != gazetteer.Leader {
				continue
			}
			now := in.published.Overlaps(news.Interval{From: t.From, To: t.To})
			past := !t.To.IsZero() && !in.published.From.IsZero() && t.To.Before(in.published.From)
			switch {
			case o.former && (past || !in.published.Known()):
				fit = max(fit, 3)
			case !o.former && now && t.Role == o.role:
				fit = max(fit, 3)
			case !o.former && now && (o.role != gazetteer.Leader || in.leads(t)):
				fit = max(fit, 2)
			}
		}
		if fit > 0 || in.then && len(in.g.Terms(ref.Actor.ID)) > 0 {
			return fit
		}
	}
	if ref.role == o.role && ref.title != "" && !o.former && titleFits(o.words, ref.title) {
		return 2
	}
	if o.role == gazetteer.Leader && ref.title != "" && o.words != "supreme leader" && o.words != "general secretary" && (ref.role == gazetteer.HeadOfState || ref.role == gazetteer.HeadOfGovernment) {
		return 1
	}
	return 0
}

// one is the person of the terms of one office: when they are of several, the
// one who took it last before the day of publication, if that day is known;
// nil otherwise. (Some terms are known to end only to the month.)
func (in *incumbents) one(terms []gazetteer.Term) *gazetteer.Entry {
	var e *gazetteer.Entry
	var since news.Day
	for _, t := range terms {
		switch {
		case e == nil || t.Person == e:
		case !in.published.Exact() || t.From == since:
			return nil
		case !t.From.Before(in.published.From), t.From.Before(since):
			continue
		}
		e, since = t.Person, t.From
	}
	return e
}

// leaders are the terms of whoever led the state when the page was published:
// the one that the gazetteer calls its leader, else the head of government
// where the head of state reigns only, else the head of state.
func (in *incumbents) leaders(country string) []gazetteer.Term {
	if ts := in.g.Holders(country, gazetteer.Leader, in.published); len(ts) > 0 {
		return ts
	}
	heads := in.g.Holders(country, gazetteer.HeadOfState, in.published)
	governs := in.g.Holders(country, gazetteer.HeadOfGovernment, in.published)
	if len(governs) > 0 && (len(heads) == 0 || in.figurehead(heads[0])) {
		return governs
	}
	if len(heads) == 0 {
		return governs
	}
	return heads
}

func (in *incumbents) leads(t gazetteer.Term) bool {
	return slices.ContainsFunc(in.leaders(t.Country), func(l gazetteer.Term) bool { return l.Person == t.Person })
}

// figurehead reports whether a head of state reigns but does not rule: most
// monarchs, and the presidents of parliamentary republics.
func (in *incumbents) figurehead(t gazetteer.Term) bool {
	year := int16(0)
	if from := in.published.Since(); !from.IsZero() {
		year = from.Year
	} else if !in.published.To.IsZero() {
		year = in.published.To.Year
	}
	switch t.Country {
	case "SAU", "QAT", "ARE", "BHR", "OMN", "KWT", "BRN", "MAR", "JOR", "SWZ", "VAT", "MCO":
		return false
	case "TUR":
		return year < 2014
	case "GEO":
		return year >= 2018
	case "ARM":
		return year >= 2018
	case "UKR", "FRA", "RUS", "LTU", "ROU", "CYP", "TWN", "KOR", "LKA", "MNG", "POL":
		return t.Country == "POL"
	case "PAK":
		return year >= 2008
	case "DEU", "AUT", "ITA", "IND", "ISR", "IRL", "GRC", "PRT", "SGP", "HUN", "CZE", "SVK", "SVN", "EST", "LVA", "FIN", "ISL", "MLT", "HRV", "BGR", "BGD", "NPL", "IRQ", "LBN", "ALB", "MKD", "MNE", "ETH", "MUS", "FJI", "TTO", "DMA", "VUT", "WSM", "KHM", "THA", "MYS", "SRB", "TLS", "VNM", "LAO":
		return t.Country != "SRB" && t.Country != "VNM" && t.Country != "LAO" || t.Country == "SRB" && year < 2017
	}
	switch t.Office {
	case "king", "queen", "emperor", "monarch", "grand duke", "governor-general", "governor general", "sultan":
		return true
	}
	return false
}
