package news

import "slices"

// Actor is who does or receives an act.
type Actor struct {
	ID      string `json:"id"`      // Wikidata item, ISO 3166-1 alpha-3 for a state, else the gazetteer's own; "" when unknown to it
	Name    string `json:"name"`    // as the gazetteer has it, else as the text has it
	Country string `json:"country"` // ISO 3166-1 alpha-3; "SUN", "YUG", … for the gone; "EUE", "UNO", "NAT", … for organisations; "" when none
	Sector  string `json:"sector"`  // PLOVER sector: GOV, MIL, REB, OPP, PTY, COP, JUD, LEG, IGO, NGO, MED, CVL, BUS, …
	Office  string `json:"office"`  // "president of Russia", at the time of the act
}

// Rebel is the sector of armed groups and of who acts for one.
const Rebel = "REB"

// Armed reports whether the actor is an armed group, or acts for one.
func (a *Actor) Armed() bool { return a.Sector == Rebel }

// Rebellion is, of sides of one state, 1 where an armed group acts on others,
// -1 where others act on one, else 0.
func Rebellion(source, target []Actor) int {
	armed := func(a Actor) bool { return a.Armed() }
	switch by, to := slices.ContainsFunc(source, armed), slices.ContainsFunc(target, armed); {
	case by && !to:
		return 1
	case to && !by:
		return -1
	}
	return 0
}

// Types of act (PLOVER manual v2.0, root types).
const (
	Agree     = "AGREE"
	Consult   = "CONSULT"
	Support   = "SUPPORT"
	Concede   = "CONCEDE"
	Cooperate = "COOPERATE"
	Aid       = "AID"
	Retreat   = "RETREAT"
	Request   = "REQUEST"
	Reject    = "REJECT"
	Accuse    = "ACCUSE"
	Threaten  = "THREATEN"
	Protest   = "PROTEST"
	Sanction  = "SANCTION"
	Mobilize  = "MOBILIZE"
	Coerce    = "COERCE"
	Assault   = "ASSAULT"
)

// Status is how far an act is asserted.
type Status string

// Statuses.
const (
	Reported     Status = "reported"
	Alleged      Status = "alleged"      // a party or an unnamed source claims that another did it
	Denied       Status = "denied"       // the article asserts only that it is denied
	Planned      Status = "planned"      // announced or expected
	Hypothetical Status = "hypothetical" // "if", "could", "would"
)

// Occasion is a recurring or single day that acts are tied to.
type Occasion struct {
	ID      string `json:"id"`      // the gazetteer's: "prk-foundation-day"; "" when unknown to it
	Name    string `json:"name"`    // "Day of the Foundation of the Republic"
	Country string `json:"country"` // ISO 3166-1 alpha-3; "" when it is no one state's
	Ordinal int    `json:"ordinal"` // the 75th; 0 when not told
}

// Evidence ties a field to the words that say it: Text is the article's text
// at the span.
type Evidence struct {
	Field string `json:"field"` // "source", "target", "act", "channel", "date", "occasion", "status", "origin", "quote", "number", …
	Span
	Text string `json:"text"`
}

// Link is one step of a report's chain of sources, outermost (nearest to the
// reader) first. The last is the origin.
type Link struct {
	Name       string `json:"name"`
	ID         string `json:"id"`
	Country    string `json:"country"`
	StateMedia bool   `json:"state_media"`
	Role       string `json:"role"` // "origin", "relay", "credit", "outlet"
	Span
}

// Quote is words ascribed to a speaker.
type Quote struct {
	Span
	Text      string `json:"text"`      // without the outer quotation marks
	Speaker   Actor  `json:"speaker"`   // zero when not known
	Addressee Actor  `json:"addressee"` // zero when not known
	Direct    bool   `json:"direct"`
	Report    int    `json:"report"` // index into the Event's Reports
}

// Report is one article's account of one act.
type Report struct {
	ID         string     `json:"id"` // article and evidence of the act: stable over re-reading
	Article    string     `json:"article"`
	URL        string     `json:"url,omitempty"`
	Path       string     `json:"path,omitempty"`
	Outlet     string     `json:"outlet"`
	Entry      string     `json:"entry,omitempty"` // name of the page's entry that tells it, where it is of several
	Published  Interval   `json:"published"`       // the page's day, or the entry's
	Type       string     `json:"type"`
	Mode       string     `json:"mode"`
	Act        string     `json:"act"`
	Channel    string     `json:"channel"`
	Source     []Actor    `json:"source"`
	Target     []Actor    `json:"target"`
	Reciprocal bool       `json:"reciprocal"`
	Date       Interval   `json:"date"`
	Occasion   *Occasion  `json:"occasion"`
	Status     Status     `json:"status"`
	DeniedBy   []Actor    `json:"denied_by"`
	Background bool       `json:"background"` // told as history, not as the news
	Confidence float64    `json:"confidence"` // chance, of 1, that the page tells of the act so: sides, type, status, a day that may be
	ReplyTo    string     `json:"reply_to"`   // ID of the report of the same article that this answers
	Chain      []Link     `json:"chain"`
	Quotes     []Quote    `json:"quotes"`
	Evidence   []Evidence `json:"evidence"`
	CopyOf     string     `json:"copy_of"`         // ID of the earliest article that has the words that tell it; "" when they are its own
	Clues      []Clue     `json:"clues,omitempty"` // what other reports of its event let Published be; merging adds them
}

// Conflict is a field on which an event's reports differ; every side is kept.
type Conflict struct {
	Field  string `json:"field"`
	Values []Side `json:"values"`
}

// Side is one value of a conflict and the reports (indices into
// Event.Reports) that give it.
type Side struct {
	Value   string   `json:"value"`
	Reports []int    `json:"reports"`
	Words   []Saying `json:"words"` // by which its reports say so; of a report whose page has no words of its own for it, none
}

// Saying is words of one report of an event (an index into Event.Reports).
type Saying struct {
	Report int `json:"report"`
	Span
	Text string `json:"text"` // the article's, at the span
}

// Event is the merged reports of one act. It says nothing that none of its
// reports says.
type Event struct {
	ID         string     `json:"id"` // "PRK-RUS-20230612-congratulate-7f3a09c4"
	Type       string     `json:"type"`
	Mode       string     `json:"mode"`
	Act        string     `json:"act"`
	Channel    string     `json:"channel"`
	Source     []Actor    `json:"source"`
	Target     []Actor    `json:"target"`
	Reciprocal bool       `json:"reciprocal"`
	Date       Interval   `json:"date"`
	Occasion   *Occasion  `json:"occasion"`
	Status     Status     `json:"status"`
	DeniedBy   []Actor    `json:"denied_by"`
	Background bool       `json:"background"` // every report tells it as history
	Confidence float64    `json:"confidence"` // its reports' together; copies do not raise it
	ReplyTo    string     `json:"reply_to"`   // ID of the event that this answers
	Quotes     []Quote    `json:"quotes"`
	Reports    []Report   `json:"reports"`
	Origins    int        `json:"origins"` // independent sources; copies of one wire count once
	Conflicts  []Conflict `json:"conflicts"`

	Corrected []Corrected `json:"corrected,omitempty"` // by people, in order
}

// Articles are those of the reports, in their order.
func (e *Event) Articles() (ids []string) {
	for i := range e.Reports {
		ids = append(ids, e.Reports[i].Article)
	}
	return ids
}

// Corrected is what a person said of an event, as its own fields have it already.
type Corrected struct {
	ID      string   `json:"id"`   // the correction's
	Time    string   `json:"time"` // RFC 3339
	Author  string   `json:"author"`
	Why     string   `json:"why"`
	Do      string   `json:"do"` // "accept", "set", "split", "merge"
	Changes []Change `json:"changes"`
}

// Change is one field that a correction set.
type Change struct {
	Field string `json:"field"`
	Was   string `json:"was"`
	Now   string `json:"now"`
}
