package news

// Analysis is the stand-off layers over one article, each filled by its own
// layer of nlp from the layers before it. Indices (Sentence.First, Token.Head,
// Mention.Entity, …) point into this Analysis' own slices; -1 means none.
// Nothing here says how a layer was computed.
type Analysis struct {
	Article      *Article
	Version      string      // the analyser's
	Published    Interval    // Article.Published, or what the whole page lets one infer
	Clues        []Clue      // why Published is what it is
	Sentences    []Sentence  // sorted; of every block but Chrome
	Tokens       []Token     // sorted
	Predicates   []Predicate // sorted by Token; PropBank's, with their arguments
	Spots        []Spot      // sorted; names by their form alone, before anything is known of them
	Citings      []Citing    // sorted by First
	Mentions     []Mention   // sorted by Span.Start, then longest first
	Entities     []Entity    // what mentions refer to
	Times        []Time      // sorted
	Attributions []Attribution
	Reports      []Report
}

// Entry is the number of the page's entry that a sentence is of, 0 for the
// page's own (Block.Entry).
func (an *Analysis) Entry(sentence int) int {
	if an.Article == nil || sentence < 0 || sentence >= len(an.Sentences) {
		return 0
	}
	if b := an.Sentences[sentence].Block; b >= 0 && b < len(an.Article.Blocks) {
		if n := an.Article.Blocks[b].Entry; n > 0 && n <= len(an.Article.Entries) {
			return n
		}
	}
	return 0
}

// PublishedIn is when a sentence was published: its entry's day, where the page
// is of entries that tell theirs, else the page's.
func (an *Analysis) PublishedIn(sentence int) Interval {
	if n := an.Entry(sentence); n > 0 && an.Article.Entries[n-1].Published.Known() {
		return an.Article.Entries[n-1].Published
	}
	return an.Published
}

// Sentence is a run of tokens [First, Last) within one block.
type Sentence struct {
	Span
	First, Last int
	Block       int // index into Article.Blocks
}

// Token is one word or mark with its syntax in the manner of Universal
// Dependencies 2. Before the syntax layer ran, UPOS, Lemma and Rel are "" and
// Head is -1.
type Token struct {
	Span
	Text  string // Span.In(Article.Text)
	Lemma string // lower case unless a proper noun
	UPOS  string // "NOUN", "VERB", …
	XPOS  string // Penn Treebank tag: "VBD", "NNP", …
	Head  int    // index into Tokens of the governor; -1 for a root
	Rel   string // "nsubj", "obj", "obl", "nsubj:pass", …; "root" for a root
}

// Predicate is a word that tells of an act or a state, with what takes part in
// it, in the manner of PropBank (Palmer, Gildea and Kingsbury 2005, "The
// Proposition Bank"). Rolesets are not told apart.
type Predicate struct {
	Token     int        // index into Tokens
	Arguments []Argument // sorted by First; of the predicate's sentence
}

// Argument is one stretch of words that takes part in a predicate. Label is
// PropBank's: "ARG0", "ARGM-TMP"; with "C-" before it for a further stretch of
// an argument in pieces, with "R-" for a pronoun that points back at one
// ("C-ARG1", "R-ARG0"). The predicate's own V is left out.
type Argument struct {
	First, Last int // tokens [First, Last)
	Label       string
}

// Citing is a cue, the words that cite, with the stretches of words that it
// makes somebody's ("source") and that it ascribes to them ("content"), by the
// encoder alone; PARC's and PolNeAR's sense (Newell, Margolin and Ruths 2018).
type Citing struct {
	First, Last int // tokens [First, Last)
	Parts       []Argument
}

// SpotKind says what sort of name a spot is.
type SpotKind string

// Kinds of spot. CoNLL-2003 (Tjong Kim Sang and De Meulder 2003, "Introduction
// to the CoNLL-2003 Shared Task") has PER, ORG and LOC for the first three and
// MISC for the others.
const (
	SpotPerson       SpotKind = "person"
	SpotOrganisation SpotKind = "organisation"
	SpotPlace        SpotKind = "place"       // state or place
	SpotNationality  SpotKind = "nationality" // "Russian", "the Syrians"
	SpotEvent        SpotKind = "event"       // event or day: "World War II", "Victory Day"
	SpotOther        SpotKind = "other"
)

// Spot is a stretch of words that is a name by its form. Spots do not overlap.
type Spot struct {
	First, Last int // tokens [First, Last)
	Kind        SpotKind
}

// MentionKind says how a mention refers.
type MentionKind string

// Kinds of mention.
const (
	Named   MentionKind = "name"    // "Kim Jong Un", "Moscow", "the DPRK"
	Nominal MentionKind = "nominal" // "the North Korean leader", "the two countries"
	Pronoun MentionKind = "pronoun" // "he", "they"
)

// Mention is a stretch of text that refers to an entity.
type Mention struct {
	Span
	First, Last int // tokens [First, Last)
	Head        int // token that heads the phrase
	Kind        MentionKind
	Entity      int   // index into Entities; -1 when it refers to nobody known
	More        []int // further entities of a plural mention ("the two leaders"); Entity is the first
	Modifier    bool  // the mention only modifies another noun ("Russian" in "Russian troops", "Kremlin" in "Kremlin spokesman")
}

// EntityKind says what an entity is.
type EntityKind string

// Kinds of entity.
const (
	Person       EntityKind = "person"
	State        EntityKind = "state" // a state, its government, its people as a whole
	Organisation EntityKind = "organisation"
	ArmedGroup   EntityKind = "armed group"
	Media        EntityKind = "media"
	OfficeBody   EntityKind = "office" // a ministry, a presidency, a spokesperson's office: an organ of a state
	Place        EntityKind = "place"
	Holiday      EntityKind = "occasion"
	Other        EntityKind = "other"
)

// Entity is one referent in one article, with all that the gazetteer and the
// article say of it.
type Entity struct {
	Kind  EntityKind
	Actor Actor
	Known bool // the gazetteer knows it; otherwise the text alone vouches for it
}

// TimeType is TIMEX3's type attribute.
type TimeType string

// TIMEX3 types (ISO-TimeML).
const (
	DateTime  TimeType = "DATE"
	ClockTime TimeType = "TIME"
	Duration  TimeType = "DURATION"
	Set       TimeType = "SET"
)

// Time is a time expression. Value is its TIMEX3 value; Interval what it
// means in days, unknown for durations, sets and the unresolvable.
type Time struct {
	Span
	First, Last int // tokens [First, Last)
	Sentence    int // index into Sentences
	Type        TimeType
	Value       string
	Interval    Interval
	Turned      Interval  // what it is if the words around it look the other way, back or ahead: "on Friday"; unknown where it changes nothing, they tell of the past, or the page's day is not known
	Occasion    *Occasion // when the expression names one: "on Liberation Day"
	History     bool      // an anniversary's origin, an attribute of a name: not the time of any act told here
}

// Clue is one reason for a page's date, with the words it comes from.
type Clue struct {
	Span             // empty when it comes from markup or the URL
	Says    string   `json:"says"`    // in a reader's words: "75th anniversary of 9 September 1948"
	Allows  Interval `json:"allows"`  // what it lets Published be
	Ignored bool     `json:"ignored"` // contradicted by stronger clues; kept and shown
}

// Attribution is a source, the words that cite, and what is cited; the content
// may be several spans and run over sentences. Source may be empty (a quote
// carried on from the sentence before has its source's span of there).
type Attribution struct {
	Source  Span
	Cue     Span
	Content []Span
	Entity  int    // index into Entities of the source; -1 when not known
	Speaks  int    // entity on whose behalf the source speaks ("Kremlin spokesman": Russia); -1 when none
	Direct  bool   // content is in quotation marks
	Held    bool   // content is believed, wanted, judged or spoken about rather than stated
	Time    int    // index into Times of when it was said; -1 when not told
	Channel string // "briefing", "statement", "interview", …; "" when not told
}
