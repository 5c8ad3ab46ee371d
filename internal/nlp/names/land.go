package names

import (
	"strings"

	"chancery/internal/news"
)

// kingdoms and the like are the states that a nominal may mean.
var nounStates = map[string]string{
	"kingdom":          "SAU GBR THA KHM JOR MAR BHR BTN BEL NLD ESP SWE NOR DNK LSO SWZ TON",
	"monarchy":         "SAU GBR THA KHM JOR MAR BHR BTN BEL NLD ESP SWE NOR DNK LSO SWZ TON QAT ARE KWT OMN BRN",
	"emirate":          "QAT KWT ARE AFG",
	"sultanate":        "OMN BRN",
	"island":           "TWN CUB CYP LKA MLT SGP HTI ISL IRL MDG MUS JAM JPN GBR BHR TLS PNG FJI BRB GRL NRU",
	"archipelago":      "PHL IDN JPN MDV BHS SYC FJI COM CPV",
	"mainland":         "CHN",
	"superpower":       "USA CHN SUN RUS",
	"islamic":          "IRN PAK AFG MRT",
	"communist":        "CHN CUB VNM LAO PRK SUN",
	"hermit":           "PRK",
	"reclusive":        "PRK TKM ERI",
	"baltic":           "EST LVA LTU",
	"gulf":             "SAU QAT ARE KWT OMN BHR IRN IRQ",
	"balkan":           "SRB BIH HRV MKD ALB MNE XKX BGR",
	"south asian":      "IND PAK BGD LKA NPL BTN MDV AFG",
	"southeast asian":  "VNM THA IDN MYS SGP PHL MMR LAO KHM BRN TLS",
	"central asian":    "KAZ KGZ TJK TKM UZB",
	"east asian":       "CHN JPN KOR PRK TWN MNG",
	"asian":            "IND PAK BGD LKA NPL BTN MDV AFG VNM THA IDN MYS SGP PHL MMR LAO KHM BRN TLS KAZ KGZ TJK TKM UZB CHN JPN KOR PRK TWN MNG",
	"north african":    "DZA MAR TUN LBY EGY SDN MRT",
	"west african":     "NGA GHA SEN MLI BFA NER CIV GIN GNB SLE LBR TGO BEN GMB MRT CPV",
	"east african":     "KEN UGA TZA RWA BDI ETH SOM SSD DJI ERI",
	"central african":  "CAF TCD CMR COG COD GAB GNQ",
	"southern african": "ZAF ZWE ZMB BWA NAM MOZ AGO MWI LSO SWZ",
	"african": "DZA MAR TUN LBY EGY SDN MRT NGA GHA SEN MLI BFA NER CIV GIN GNB SLE LBR TGO BEN GMB CPV KEN UGA TZA RWA BDI ETH SOM SSD DJI ERI " +
		"CAF TCD CMR COG COD GAB GNQ ZAF ZWE ZMB BWA NAM MOZ AGO MWI LSO SWZ MDG MUS SYC COM STP",
	"latin american":   "MEX GTM HND SLV NIC CRI PAN CUB DOM COL VEN ECU PER BOL CHL ARG URY PRY BRA HTI",
	"south american":   "COL VEN ECU PER BOL CHL ARG URY PRY BRA GUY SUR",
	"central american": "GTM HND SLV NIC CRI PAN BLZ",
	"caribbean":        "CUB DOM HTI JAM TTO BHS BRB GRD LCA VCT ATG DMA KNA",
	"european": "GBR FRA DEU ITA ESP PRT NLD BEL LUX IRL DNK SWE NOR FIN ISL POL CZE SVK HUN AUT CHE ROU BGR GRC CYP MLT EST LVA LTU SVN HRV " +
		"SRB BIH MKD ALB MNE XKX UKR BLR MDA RUS",
	"nordic":         "DNK SWE NOR FIN ISL",
	"scandinavian":   "DNK SWE NOR",
	"arab":           "SAU QAT ARE KWT OMN BHR YEM IRQ SYR JOR LBN PSE EGY SDN LBY TUN DZA MAR MRT",
	"middle eastern": "SAU QAT ARE KWT OMN BHR YEM IRQ SYR JOR LBN PSE EGY IRN ISR TUR",
	"pacific":        "FJI PNG SLB VUT WSM TON KIR TUV NRU PLW FSM MHL NZL AUS",
}

// calledStates are the states that the nouns and adjectives of a phrase leave:
// "the Gulf kingdom"; "" when they leave all.
func (p *page) calledStates(ph *phrase) string {
	only := nounStates[ph.noun]
	for i := ph.first; i < ph.last; i++ {
		if l, ok := nounStates[p.words[i].lower+" "+p.lower(i+1)]; ok {
			only = l
			i++
		} else if l, ok := nounStates[p.words[i].lower]; ok {
			only = l
		}
	}
	return only
}

// land is "the country", "the kingdom", "that nation" at hand while the state
// that it means is sought.
type land struct {
	*discourse
	ph     *phrase
	sent   int
	only   string // the states that it can be, by its words; "" for any
	that   bool   // begins with "that"
	here   string // for "that": the state whose doings the sentence tells
	out    bool   // "out of the country": of the one who sends away
	object bool
	full   string // the state that the page calls "Kingdom of …", for "the Kingdom"
}

func (p *discourse) landAt(ph *phrase) *land {
	l := &land{discourse: p, ph: ph, sent: int(p.words[ph.first].sent), only: p.calledStates(ph),
		that: p.lower(ph.first) == "that", object: p.toks[p.headOf(ph)].Rel == "obj"}
	if l.that {
		for _, t := range p.back(len(p.trail)) {
			if t.sent != l.sent {
				break
			}
			if t.subject && t.ref >= 0 {
				l.here = p.refs[t.ref].Actor.Country
			}
		}
	}
	switch p.lower(ph.first - 1) {
	case "leave", "leaving", "entering", "enter", "quit", "from":
		l.out = true
	case "of":
		l.out = p.lower(ph.first-2) == "out"
	}
	if p.words[ph.last-1].capital && !p.headlined(ph.first) && ph.first > p.sents[l.sent].first {
		l.full = p.styles[ph.noun]
	}
	return l
}

// What speaks for and against a past mention's state being the land.
const (
	landSaid         = 60
	landPerSentence  = 8  // less for each sentence in between
	landPassedAtMost = 16 // one less for each mention in between, up to this
	landPerCount     = 2  // for each time that the page names the state
	landCountAtMost  = 8
	landSubject      = 14 // the subject, unless "that" sets the land apart from it
	landByOther      = 10 // less for who or what is of the state but not it
	landByMedium     = 15 // less again for a medium
	landHere         = 40 // less for "that country" where it does itself what is told
	landSender       = 40 // "ordered the ambassador out of the country"
	landCoargument   = 30 // less: a state does nothing to "the country" if it is that
	landDoer         = 25 // less: "moves of X to blockade the country"
	landStyled       = 80 // "the Kingdom" is the one so called
	landNear         = 8  // for "that country": twice this, twice one less for each mention in between
)

// seek gives the state that the land is; -1 when nothing said before fits.
func (p *land) seek() int {
	best, top := -1, 0
	for seen, t := range p.back(lookBack) {
		if p.sent-t.sent > 2*farBack && p.only == "" {
			break
		}
		if t.ref < 0 || t.aside || len(t.more) > 0 || t.token >= p.ph.first {
			continue
		}
		code := p.refs[t.ref].Actor.Country
		if code == "" || p.only != "" && !strings.Contains(p.only, code) {
			continue
		}
		st := p.state(code)
		if st < 0 {
			continue
		}
		if score := p.score(t, seen, code); best < 0 || score > top {
			best, top = st, score
		}
	}
	if p.ph.noun == "mainland" && best < 0 && p.states["TWN"] > 0 {
		return p.state("CHN")
	}
	return best
}

// score tells how likely the land is the state of a past mention, with so many
// seen in between.
func (p *land) score(t *trace, seen int, code string) int {
	d := p.sent - t.sent
	score := landSaid - landPerSentence*d - min(seen, landPassedAtMost) + landPerCount*min(p.states[code], landCountAtMost)
	if t.subject && !p.that {
		score += landSubject
	}
	switch p.refs[t.ref].Kind {
	case news.State:
	case news.Media:
		score -= landByOther + landByMedium
	default:
		score -= landByOther
	}
	if p.that {
		if d == 0 && code == p.here {
			score -= landHere
		}
		score += 2 * max(0, landNear-seen)
	}
	switch {
	case d != 0:
	case p.out:
		if t.subject && !t.owner {
			score += landSender
		}
	case p.coargument(t, p.headOf(p.ph)):
		score -= landCoargument
	case p.object && (t.subject || t.token >= p.ph.first-5 && p.lower(t.token-2) == "of"):
		score -= landDoer
	}
	if code == p.full {
		score += landStyled
	}
	return score
}

// resolveCountry finds the state that "the country", "the kingdom", "that
// nation" means.
func (p *resolver) resolveCountry(ph *phrase) {
	if ph.owner != nil {
		if ph.owner.entity >= 0 {
			ph.entity = p.state(p.refs[ph.owner.entity].Actor.Country)
		}
		ph.hidden = ph.entity < 0
		return
	}
	l := p.landAt(ph)
	ph.entity = l.seek()
	ph.hidden = ph.entity < 0 && l.only != ""
}
