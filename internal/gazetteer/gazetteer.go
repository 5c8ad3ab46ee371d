// Package gazetteer knows the actors of world politics: states and their
// codes, who held which office when, organisations, armed groups, media, and
// the occasions that acts are tied to. Its facts are readable tables under
// tables/, embedded, each row naming its source; a user's own file adds to
// them.
package gazetteer

import "chancery/internal/news"

// Entry is one thing the gazetteer knows.
type Entry struct {
	ID      string          // Wikidata item; ISO 3166-1 alpha-3 for a state
	Kind    news.EntityKind // State, Person, Organisation, ArmedGroup, Media, OfficeBody, Place, Holiday
	Name    string          // as the press writes it; "X foreign ministry" for an organ put together by Lookup
	Country string          // ISO 3166-1 alpha-3, or an organisation's code
	Sector  string          // PLOVER sector
}

// Sense is how a name names an entry.
type Sense string

// Senses of a name.
const (
	Proper  Sense = "name"    // "North Korea", "Kim Jong Un", "KCNA"
	Surname Sense = "surname" // "Putin": ambiguous unless the page or the date decides
	Demonym Sense = "demonym" // "North Korean", "Russians"
	Capital Sense = "capital" // "Pyongyang": the state when it acts, the place when one is there
	Metonym Sense = "metonym" // "the Kremlin", "the Blue House", "Brussels"
	Acronym Sense = "acronym" // "DPRK", "U.N."
)

// Match is one reading of a name.
type Match struct {
	Entry *Entry
	Sense Sense
}

// Term is one holding of an office.
type Term struct {
	Person  *Entry
	Country string
	Office  string // "president", "prime minister", "foreign minister", "king", "supreme leader", …
	Role    Role
	From    news.Day // zero when not known
	To      news.Day // zero when still held
	Source  string   // where the row comes from
}

// Role is what an office is, whatever its title.
type Role string

// Roles.
const (
	HeadOfState      Role = "head of state"
	HeadOfGovernment Role = "head of government"
	ForeignMinister  Role = "foreign minister"
	DefenceMinister  Role = "defence minister"
	Leader           Role = "leader"       // who in fact leads, where that is another: "North Korean leader"
	Spokesperson     Role = "spokesperson" // of a government, a presidency or a ministry
	Chief            Role = "chief"        // an organisation's or armed group's: "NATO chief"
	OtherRole        Role = ""             // vice president, security adviser, envoy, …
)

// Codes are a state's names in other systems.
type Codes struct {
	ISO3, ISO2, FIPS, Wikidata string
	COW, GW                    int // 0 when the system has none
}

// Outlet is a news agency or medium.
type Outlet struct {
	*Entry
	StateMedia bool     // its government's voice
	Public     bool     // its state's, but not run by its government
	Agency     bool     // a wire whose dispatches others carry
	Domains    []string // "kcna.kp"
}

// Occasion is a recurring day or a single one.
type Occasion struct {
	news.Occasion          // Ordinal unused
	Countries     []string // whose day it is; two for the beginning of two states' relations (Country is "" then), none for a day that is no one state's
	Founded       int      // year that anniversaries count from; 0 when none
	Rule          string   // "05-09", "4 thu 11" (fourth Thursday of November), "easter+1", "hijri 10-01", "2024-05-07" (once)
	Names         []string // all names that the press uses
}

// Landmark is a dated single event that pages presuppose: a treaty, a war's
// beginning or end, a summit, a coup. Names are what the press calls it, the
// first one the gazetteer's.
type Landmark struct {
	ID        string
	Names     []string
	Countries []string // ISO 3166-1 alpha-3 or organisations' codes of those who took part
	Date      news.Interval
	Source    string
}

// Fact is what no page speaks of before its day: a name that was not known, who held an
// office, what was done to whom.
type Fact struct {
	From   news.Day
	Keys   [][]string // terms of one sentence; of a key all, of the keys any. "word*" begins so
	What   string
	Fresh  float64 // share of the pages that speak of it which are of the twelve weeks after it
	Source string
}
