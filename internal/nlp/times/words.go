package times

import "strings"

// class is what a word can be in a time expression.
type class uint8

const (
	plain     class = iota // in the lexicon only so that the grammar can name it
	monthW                 // n: 1..12
	weekdayW               // n: 1 (Monday) .. 7; plural: "Mondays"
	unitW                  // n: a unit; plural: "days"
	cardinalW              // n: its value, or some
	ordinalW               // n: its value
	decadeW                // n: 20 for "twenties"
	dayW                   // n: days from the day of speech: "yesterday" is -1
	partW                  // part of day; code: "MO"
	seasonW                // code: "SU"
	nowW                   // code: PRESENT_REF, PAST_REF, FUTURE_REF
	setW                   // code: the period of "daily": "P1D"
	pastV                  // a verb form of the past
	presentV               // of the present
	futureV                // a word that announces what is to come
	zoneW                  // n: minutes east of Greenwich, or unknownZone
	titleW                 // an office before its holder's name
)

// some is the value of an unspecified number: "several".
const some = 1 << 20

// entry is what the lexicon knows of a word.
type entry struct {
	key     string // the word itself, lower case
	class   class
	n       int
	code    string
	plural  bool
	proper  bool      // counts only when capitalised: "March", "Sun."
	opens   bool      // can open a time expression
	phrases []*phrase // names of days and events that begin with it
}

// lexicon is every word that the grammar knows by itself.
func lexicon() map[string]*entry {
	lex := make(map[string]*entry, 700)
	add := func(words string, e entry) {
		for w := range strings.FieldsSeq(words) {
			e := e
			e.key = w
			lex[w] = &e
		}
	}

	// Words that hold expressions together.
	add(`of in on at by from to until till since between and or during before after within over for per
		into through throughout than more less least most about around some nearly almost roughly approximately
		up as ago old hence long ahead former anniversary birthday eve jubilee ad bc bce ce period term
		o'clock marks marking date dated beyond onwards onward not so far only just exactly precisely
		copyright updated published posted hrs time local 's be been no when which that's year-old straight
		consecutive week-long under near previously foreseeable afterward afterwards hundred-day both even i ii iii his her its their our my your anno domini`, entry{class: plain})
	add(`the a an this that these those last next past previous preceding prior coming following upcoming current recent same
		latest early late mid middle beginning start end close earlier later every each all
		fiscal financial calendar post pre juche q h another then turn onset centenary centennial bicentenary bicentennial sesquicentennial
		additional further full entire whole other half eve`, entry{class: plain, opens: true})

	add("febr", entry{class: monthW, n: 2, opens: true, proper: true, code: "abbr"})
	add("sept", entry{class: monthW, n: 9, opens: true, proper: true, code: "abbr"})
	for i, name := range strings.Fields(monthNames) {
		add(name[:3], entry{class: monthW, n: i + 1, opens: true, proper: true, code: "abbr"})
		add(name, entry{class: monthW, n: i + 1, opens: true, proper: true}) // May is whole
	}
	add("tues", entry{class: weekdayW, n: 2, opens: true, proper: true, code: "abbr"})
	add("thur thurs", entry{class: weekdayW, n: 4, opens: true, proper: true, code: "abbr"})
	for i, name := range strings.Fields(weekdayNames) {
		add(name, entry{class: weekdayW, n: i + 1, opens: true, proper: true})
		add(name+"s", entry{class: weekdayW, n: i + 1, opens: true, proper: true, plural: true})
		add(name[:3], entry{class: weekdayW, n: i + 1, opens: true, proper: true, code: "abbr"})
	}

	for u := second; u <= century; u++ {
		add(units[u].name, entry{class: unitW, n: int(u), opens: u != second && u != season && u != half})
		if u != century && u != half {
			add(units[u].name+"s", entry{class: unitW, n: int(u), plural: true, opens: u != season && u != quarter})
		}
	}
	add("centuries", entry{class: unitW, n: int(century), plural: true, opens: true})
	add("mins", entry{class: unitW, n: int(minute), plural: true})
	add("fortnight", entry{class: unitW, n: int(week), code: "2", opens: true})
	add("fortnights", entry{class: unitW, n: int(week), code: "2", plural: true, opens: true})

	num := entry{class: cardinalW, opens: true}
	for i, w := range strings.Fields(`one two three four five six seven eight nine ten eleven twelve thirteen fourteen
		fifteen sixteen seventeen eighteen nineteen`) {
		num.n = i + 1
		add(w, num)
	}
	for i, w := range strings.Fields(`twenty thirty forty fifty sixty seventy eighty ninety`) {
		num.n = (i + 2) * 10
		add(w, num)
	}
	num.n = 0
	add("zero", entry{class: cardinalW})
	num.n = 100
	add("hundred", num)
	num.n = 1000
	add("thousand", num)
	num.n = 12
	add("dozen", num)
	num.n = 2
	add("couple", num)
	num.n = some
	add("several few many numerous countless various dozens hundreds thousands multiple", num)

	for i, w := range strings.Fields(`first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
		thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth`) {
		if w != "second" {
			add(w, entry{class: ordinalW, n: i + 1, opens: true})
		}
	}
	// "second" is a unit only after a number: the grammar reads both.
	lex["second"] = &entry{key: "second", class: ordinalW, n: 2, opens: true}
	for i, w := range strings.Fields(`twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth`) {
		add(w, entry{class: ordinalW, n: (i + 2) * 10, opens: true})
	}
	for i, w := range strings.Fields(`twenties thirties forties fifties sixties seventies eighties nineties`) {
		add(w, entry{class: decadeW, n: (i + 2) * 10, opens: true})
	}

	add("today", entry{class: dayW, n: 0, opens: true})
	add("tonight", entry{class: dayW, n: 0, code: "NI", opens: true})
	add("yesterday", entry{class: dayW, n: -1, opens: true})
	add("tomorrow", entry{class: dayW, n: 1, opens: true})

	for code, words := range map[string]string{"MO": "morning mornings dawn daybreak sunrise", "AF": "afternoon afternoons",
		"EV": "evening evenings dusk sunset", "NI": "night nights overnight", "DT": "daytime", "MI": "midday noon midnight lunchtime"} {
		add(words, entry{class: partW, code: code, opens: true})
	}
	add("am a.m", entry{class: plain, code: "am"})
	add("pm p.m", entry{class: plain, code: "pm"})

	for _, s := range seasons {
		add(s.words, entry{class: seasonW, code: s.code, opens: true})
	}

	add("now currently nowadays presently already", entry{class: nowW, code: presentRef, opens: true})
	add("recently lately", entry{class: nowW, code: pastRef, opens: true})
	add("soon shortly", entry{class: nowW, code: futureRef, opens: true})

	for code, words := range map[string]string{"PT1H": "hourly", "P1D": "daily nightly", "P1W": "weekly", "P2W": "biweekly fortnightly",
		"P1M": "monthly", "P1Y": "yearly annually annual"} {
		add(words, entry{class: setW, code: code, opens: true})
	}

	for name, minutes := range zones {
		add(name, entry{class: zoneW, n: minutes})
	}

	add(`was were had did been said told went came took made gave met sent held began became left saw won lost led
		fell rose grew kept got paid put sat spoke stood struck swore threw thought understood wrote brought built bought
		caught chose cut drew drove ate felt fought found flew forgot hit knew laid lay lent meant ran read rode sang
		sank shook shot shut sold spent spread stole taught tore wore withdrew signed died killed slid broke arose awoke
		beat bent bit bled blew bound bred burst cast clung crept dealt dug dwelt fled flung forbade foresaw forgave froze
		ground hung hid hurt knelt leapt lit mistook overcame overthrew overtook proved quit rang rid sought shed shone
		shrank slept slew smote sped spat split sprang stank stove strode strove swam swept swung tied tied trod underwent
		undertook upheld upset woke wept wound wrung`, entry{class: pastV})
	add(`is are has have does do says say tells stands remains continues wants`, entry{class: presentV})
	add(`will shall 'll would could planned plans plan planning scheduled schedule expected expects expect due slated payable effective expire expires expiring
		intends intend hopes hope forthcoming tentatively deadline likely
		should must might can forecast predicts projected aims ready prepares preparing awaits begins starts opens`,
		entry{class: futureV})

	add(`president premier chancellor king queen emperor emir sultan chairman minister leader secretary pope`, entry{class: titleW})
	return lex
}

// Values of TIMEX3 that are no dates.
const (
	presentRef = "PRESENT_REF"
	pastRef    = "PAST_REF"
	futureRef  = "FUTURE_REF"
)
