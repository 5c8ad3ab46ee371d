package load

// business is a kind of act and the ways in which pages tell of it: {s} its
// source, {t} its target, {d} when, {o} on what occasion.
type business struct {
	name   string
	typ    string
	tells  []telling
	office string // who does it
	both   bool
	ahead  bool // some pages announce it
	alike  int  // acts of the same number could be taken for each other
}

type telling struct {
	act, channel string
	text         string
	turned       bool // the target comes first as the report has it
}

var (
	greeting = &business{name: "greet", typ: "SUPPORT", office: "president", alike: 1, tells: []telling{
		{"congratulate", "telegram", "{s} sent a congratulatory telegram to {t}{d}{o}.", false},
		{"congratulate", "message", "{s} congratulated {t} in a message{d}{o}.", false},
		{"greet", "message", "In a message{d}, {s} extended greetings to {t}{o}.", false},
		{"congratulate", "", "{s} offered {t} congratulations{d}{o}.", false},
		{"congratulate", "message", "{t} received{d} a message of congratulation from {s}{o}.", false},
	}}
	thanking = &business{name: "thank", typ: "SUPPORT", office: "president", alike: 2, tells: []telling{
		{"thank", "message", "{s} thanked {t}{d} for the message of congratulation.", false},
		{"thank", "letter", "In a letter{d}, {s} thanked {t} for the good wishes.", false},
		{"thank", "message", "{t} received thanks{d} in a message from {s}.", false},
	}}
	meeting = &business{name: "meet", typ: "CONSULT", office: "president", both: true, alike: 3, tells: []telling{
		{"meet", "", "{s} met {t}{d}.", false},
		{"meet", "meeting", "{s} and {t} held a meeting{d}.", false},
		{"talk", "", "{s} held talks with {t}{d}.", false},
		{"meet", "", "A summit brought {s} and {t} together{d}.", true},
	}}
	ministers = &business{name: "ministers", typ: "CONSULT", office: "foreign minister", both: true, alike: 4, tells: []telling{
		{"meet", "meeting", "{s} met {t}{d} on the sidelines of a conference.", false},
		{"meet", "", "{s} received {t}{d} for a working lunch.", true},
		{"talk", "", "{s} discussed trade with {t}{d}.", false},
	}}
	calling = &business{name: "call", typ: "CONSULT", office: "president", both: true, alike: 5, tells: []telling{
		{"call", "phone", "{s} spoke with {t} by telephone{d}.", false},
		{"call", "phone", "{s} and {t} talked on the phone{d}.", true},
		{"call", "", "{s} called {t}{d}.", false},
	}}
	visiting = &business{name: "visit", typ: "CONSULT", office: "prime minister", ahead: true, alike: 6, tells: []telling{
		{"visit", "", "{s} paid a visit to {t}{d}.", false},
		{"visit", "", "{s} arrived for an official visit to {t}{d}.", false},
		{"visit", "", "{s} travelled to {t}{d}.", false},
	}}
	accusing = &business{name: "accuse", typ: "ACCUSE", office: "foreign minister", alike: 7, tells: []telling{
		{"accuse", "statement", "{s} accused {t}{d} of jamming its radios.", false},
		{"condemn", "statement", "{s} condemned {t}{d} over the jamming of radios.", false},
		{"blame", "", "{s} put the blame on {t}{d} for the jamming.", false},
	}}
	denying = &business{name: "deny", typ: "REJECT", office: "foreign minister", alike: 8, tells: []telling{
		{"deny", "statement", "{s} denied the charge of {t}{d}.", false},
		{"dismiss", "", "{s} waved aside the charge of {t}{d}.", false},
	}}
	protesting = &business{name: "protest", typ: "ACCUSE", office: "foreign minister", alike: 9, tells: []telling{
		{"protest", "note", "{s} handed {t} a note of protest{d}.", false},
		{"protest", "", "{s} lodged a protest with {t}{d}.", false},
	}}
	condoling = &business{name: "condole", typ: "SUPPORT", office: "president", alike: 10, tells: []telling{
		{"condole", "telegram", "{s} sent a telegram of condolence to {t}{d} after the floods.", false},
		{"condole", "message", "{s} expressed condolences to {t}{d} over the floods.", false},
	}}
	electing = &business{name: "elect", typ: "SUPPORT", office: "president", alike: 11, tells: []telling{
		{"congratulate", "phone", "{s} congratulated {t} on the result of the vote{d}.", false},
		{"congratulate", "", "{s} offered congratulations to {t}{d} on the election.", false},
	}}
	sanctioning = &business{name: "sanction", typ: "SANCTION", office: "", alike: 12, tells: []telling{
		{"sanction", "", "{s} imposed sanctions on {t}{d}.", false},
		{"freeze assets", "", "{s} froze accounts of {t}{d}.", false},
	}}
	striking = &business{name: "strike", typ: "ASSAULT", office: "", alike: 13, tells: []telling{
		{"attack", "", "{s} struck a depot of {t}{d}.", false},
		{"attack", "", "Drones of {s} hit a depot of {t}{d}.", false},
	}}
	signing = &business{name: "sign", typ: "AGREE", office: "foreign minister", both: true, alike: 14, tells: []telling{
		{"sign agreement", "", "{s} signed an agreement on fishing with {t}{d}.", false},
		{"sign agreement", "", "{s} and {t} put their names to an agreement{d}.", true},
	}}
)

// parts of what is quoted; each act quotes a sentence of its own, unless it
// says what is said every year.
func sayings() [5][]string {
	return [5][]string{
		{"I am confident that", "It is my firm belief that", "We are sure that", "There can be no doubt that", "I hope that"},
		{"the bridge over the northern river", "our common work on vaccines", "the railway between the two capitals", "the exchange of young engineers",
			"the new harbour for grain", "the joint flight to the station", "the treaty on fishing grounds", "our trade in copper and wool", "the film week in the spring",
			"the power line under the strait", "the school for pilots", "the search for the lost trawler"},
		{"will bring", "has brought", "is going to give", "must bring"},
		{"lasting prosperity", "new trust", "more bread and work", "a calmer border", "safer seas", "warmer homes in winter", "fresh hope to the villages", "a fair share of water"},
		{"to both our peoples", "to the whole region", "to our children and theirs", "to farmers on either side", "to all who live by the coast"},
	}
}
