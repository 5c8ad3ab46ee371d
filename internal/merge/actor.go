package merge

import (
	"slices"
	"strings"

	"chancery/internal/act"
	"chancery/internal/news"
)

// bearing is how much of a state an actor is.
type bearing uint8

const (
	state  bearing = iota // the state as a whole, a bloc, an organisation
	organ                 // a ministry, an army, a group, unnamed officials
	person                // somebody by name
)

// member is one actor as merging compares it.
type member struct {
	key     string // ID, else folded name
	id      string
	name    []string
	bearing bearing
	spokes  bool   // speaks for another
	leads   bool   // heads its state or government
	armed   bool   // is of an armed group
	field   string // "foreign", "defence", …: of a ministry or minister
}

// party is the actors of one country on one side.
type party struct {
	country string
	members []member // sorted by key
}

// side is the parties of one side, sorted by country.
type side []party

func (m *Merger) side(actors ...[]news.Actor) side {
	var s side
	for _, as := range actors {
		for i := range as {
			c := code(&as[i])
			at := slices.IndexFunc(s, func(p party) bool { return p.country == c })
			if at < 0 {
				s, at = append(s, party{country: c}), len(s)
			}
			s[at].members = append(s[at].members, m.member(&as[i]))
		}
	}
	slices.SortFunc(s, func(a, b party) int { return strings.Compare(a.country, b.country) })
	for i := range s {
		ms := s[i].members
		slices.SortFunc(ms, func(a, b member) int { return strings.Compare(a.key, b.key) })
		s[i].members = slices.CompactFunc(ms, func(a, b member) bool { return a.key == b.key })
	}
	return s
}

func (m *Merger) member(a *news.Actor) member {
	name := words(a.Name)
	x := member{key: a.ID, id: a.ID, name: name, bearing: m.bearing(a, name), armed: a.Armed()}
	if x.key == "" {
		x.key = strings.Join(name, " ")
	}
	office := words(a.Office)
	x.spokes = mentions("spokes", office, name) || mentions("press secretary", []string{strings.Join(office, " ")})
	for _, f := range []string{"foreign", "defen", "interior", "financ", "trade", "econom", "energy", "justice", "health", "agricult", "culture", "transport", "intelligence"} {
		if mentions(f, office, name) && x.bearing != state {
			x.field = f
			break
		}
	}
	if x.bearing == person && x.field == "" && !mentions("vice", office) && !mentions("deputy", office) && !mentions("former", office) {
		for _, w := range office {
			switch w {
			case "president", "premier", "king", "queen", "emperor", "emir", "sultan", "leader", "chancellor", "pope", "taoiseach":
				x.leads = true
			case "prime":
				x.leads = slices.Contains(office, "minister")
			}
		}
	}
	return x
}

// mentions reports whether some word of the lists starts with part.
func mentions(part string, lists ...[]string) bool {
	for _, ws := range lists {
		for _, w := range ws {
			if strings.HasPrefix(w, part) {
				return true
			}
		}
	}
	return false
}

func (m *Merger) bearing(a *news.Actor, name []string) bearing {
	if m.find != nil && a.ID != "" {
		if e := m.find.Entry(a.ID); e != nil {
			switch e.Kind {
			case news.Person:
				return person
			case news.State:
				return state
			case news.Organisation:
				if a.ID == a.Country {
					return state
				}
			}
			return organ
		}
	}
	switch {
	case a.ID != "" && a.ID == a.Country:
		return state
	case a.Office != "":
		return person
	}
	for _, w := range name {
		switch w {
		case "ministry", "department", "government", "army", "forces", "force", "troops", "military", "navy", "office",
			"embassy", "agency", "parliament", "group", "company", "people", "soldiers", "soldier", "officials", "official",
			"diplomats", "diplomat", "spokesperson", "spokesman", "spokeswoman", "council", "committee", "commission",
			"party", "ministers", "minister", "authorities", "police", "guard", "union", "state", "republic", "the":
			return organ
		}
	}
	if len(name) > 1 || strings.HasPrefix(a.ID, "Q") {
		return person
	}
	return organ
}

// by returns the members of a bearing.
func (p *party) by(b bearing) []member {
	var ms []member
	for _, x := range p.members {
		if x.bearing == b {
			ms = append(ms, x)
		}
	}
	return ms
}

// same reports whether two members can be the same person or organ.
func (x *member) same(y *member) bool {
	if x.id != "" && y.id != "" {
		return x.id == y.id
	}
	short, long := x.name, y.name
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) == 0 {
		return false
	}
	for _, w := range short {
		if !slices.Contains(long, w) {
			return false
		}
	}
	return true
}

func anySame(xs, ys []member) bool {
	for i := range xs {
		for j := range ys {
			if xs[i].same(&ys[j]) {
				return true
			}
		}
	}
	return false
}

// agree reports whether both can name the same actors of one country: a
// person stands for the state, a spokesperson for the institution, but never
// one person for another.
func (p *party) agree(q *party, k kind) bool {
	pp, qp := p.by(person), q.by(person)
	if len(pp) > 0 && len(qp) > 0 {
		return anySame(pp, qp)
	}
	po, qo := p.by(organ), q.by(organ)
	if len(pp)+len(po) == 0 || len(qp)+len(qo) == 0 {
		return true // the state itself on one side
	}
	if len(pp) == 0 && len(qp) == 0 {
		return organs(po, qo, k)
	}
	if len(pp) == 0 {
		pp, qo = qp, po
	}
	for i := range pp {
		for j := range qo {
			if pp[i].field == "" || qo[j].field == "" || pp[i].field == qo[j].field {
				return true
			}
		}
	}
	return false
}

// organs compares organs of one state: what the foreign ministry said the
// army did not say, but an air force's strike is its army's.
func organs(p, q []member, k kind) bool {
	if anySame(p, q) {
		return true
	}
	for i := range p {
		for j := range q {
			x, y := &p[i], &q[j]
			switch {
			case x.field != "" && y.field != "" && x.field != y.field:
			case k.is(act.Speech) && x.id != "" && y.id != "" && !x.spokes && !y.spokes:
			default:
				return true
			}
		}
	}
	return false
}

// fit is how well two accounts of who acted go together.
type fit uint8

const (
	unfit   fit = iota
	covered     // only where a third account names both: parts of a joint act
	fits
)

// meets compares two sides. One may name more countries than the other, as
// when one page tells a joint act's own part; two sides that do not contain
// each other fit only under an account that covers both.
func (s side) meets(t side, k kind) fit {
	common, onlyS, onlyT := 0, 0, 0
	for i, j := 0, 0; i < len(s) || j < len(t); {
		switch {
		case j == len(t) || i < len(s) && s[i].country < t[j].country:
			onlyS++
			i++
		case i == len(s) || t[j].country < s[i].country:
			onlyT++
			j++
		default:
			if !s[i].agree(&t[j], k) {
				return unfit
			}
			common++
			i++
			j++
		}
	}
	if common > 0 && (onlyS == 0 || onlyT == 0) || len(s) == 0 && len(t) == 0 {
		return fits
	}
	if len(s) == 0 || len(t) == 0 {
		return unfit
	}
	return covered
}

// equal reports whether two sides name the same countries.
func (s side) equal(t side) bool {
	return slices.EqualFunc(s, t, func(a, b party) bool { return a.country == b.country })
}

// covers reports whether s names every country of t.
func (s side) covers(t side) bool {
	for i := range t {
		if !slices.ContainsFunc(s, func(p party) bool { return p.country == t[i].country }) {
			return false
		}
	}
	return true
}

// rebellion is news.Rebellion of what is done within one state, else 0.
func rebellion(source, target []news.Actor) int {
	if s := codes(source); len(s) != 1 || !slices.Equal(s, codes(target)) {
		return 0
	}
	return news.Rebellion(source, target)
}

// rebelling is rebellion in keys, which countries alone do not tell apart.
func rebelling(source, target []news.Actor) string {
	return [...]string{" to rebels", "", " by rebels"}[1+rebellion(source, target)]
}

// key tells two sides apart.
func (s side) key() string {
	var b strings.Builder
	for _, p := range s {
		b.WriteString(p.country)
		for _, x := range p.members {
			b.WriteByte(':')
			b.WriteString(x.key)
			if x.spokes {
				b.WriteByte('!')
			}
			if x.armed {
				b.WriteByte('*')
			}
			b.WriteByte('0' + byte(x.bearing))
			b.WriteString(x.field)
		}
		b.WriteByte(';')
	}
	return b.String()
}
