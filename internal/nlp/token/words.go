package token

// abbreviation says when a word with a period is an abbreviation, and whether
// a sentence may end with it.
type abbreviation int

const (
	title    abbreviation = iota + 1 // before a name: never ends a sentence
	numbered                         // only before a figure: "No. 5"
	calendar                         // months and weekdays, capitalised
	proper                           // capitalised; may end a sentence: "Inc."
	common                           // in either case; may end a sentence: "etc."
	leading                          // in either case; never ends one: "e.g."
)

// abbreviations by their lower-case letters without the last period: AP and
// Reuters stylebooks' titles, months, states and firms, and common Latin ones.
var abbreviations = map[string]abbreviation{
	"mr": title, "mrs": title, "ms": title, "messrs": title, "mme": title, "mlle": title, "dr": title, "prof": title,
	"gen": title, "lt": title, "lt.gen": title, "lt.col": title, "col": title, "maj": title, "capt": title, "cmdr": title, "cdr": title,
	"sgt": title, "cpl": title, "pvt": title, "adm": title, "brig": title, "amb": title, "sen": title, "sens": title,
	"rep": title, "reps": title, "gov": title, "govs": title, "pres": title, "rev": title, "fr": title, "hon": title,
	"st": title, "ste": title, "mt": title, "ft": title, "supt": title, "det": title, "insp": title, "atty": title,
	"sec": title, "dep": title, "asst": title, "assn": title, "vol": title, "hr": title, "sr": title, "comdr": title,
	"lieut": title, "msgr": title, "ven": title, "secy": title,

	"no": numbered, "nos": numbered, "art": numbered, "arts": numbered, "fig": numbered, "figs": numbered, "p": numbered,
	"pp": numbered, "para": numbered, "ch": numbered, "v": numbered, "ca": numbered, "c": numbered, "res": numbered, "op": numbered,

	"jan": calendar, "feb": calendar, "mar": calendar, "apr": calendar, "jun": calendar, "jul": calendar, "aug": calendar,
	"sep": calendar, "sept": calendar, "oct": calendar, "nov": calendar, "dec": calendar, "mon": calendar, "tue": calendar,
	"tues": calendar, "wed": calendar, "thu": calendar, "thur": calendar, "thurs": calendar, "fri": calendar, "sat": calendar, "sun": calendar,

	"inc": proper, "corp": proper, "co": proper, "cos": proper, "ltd": proper, "bros": proper, "jr": proper, "ave": proper,
	"blvd": proper, "rd": proper, "dept": proper, "univ": proper, "calif": proper, "fla": proper, "conn": proper, "va": proper,
	"md": proper, "tenn": proper, "minn": proper, "wis": proper, "ind": proper, "ill": proper, "mich": proper, "mo": proper,
	"okla": proper, "colo": proper, "ariz": proper, "nev": proper, "ore": proper, "ga": proper, "ala": proper, "ky": proper,
	"la": proper, "kan": proper, "neb": proper, "mont": proper, "pa": proper, "del": proper, "penn": proper, "esq": proper,
	"ph.d": proper, "que": proper, "ont": proper,

	"etc": common, "al": common, "est": common, "mln": common, "bln": common, "hrs": common, "yrs": common, "ed": common, "eds": common,

	"vs": leading, "eg": leading, "ie": leading, "cf": leading, "viz": leading, "approx": leading, "esp": leading, "incl": leading,
}

// prefixes keep their hyphen: the affixes of the EWT guidelines.
var prefixes = map[string]bool{
	"non": true, "e": true, "re": true, "anti": true, "pre": true, "co": true, "pro": true, "mid": true, "post": true,
	"cross": true, "over": true, "ex": true, "semi": true, "sub": true, "multi": true, "counter": true, "mini": true,
	"inter": true, "intra": true, "micro": true, "ultra": true, "psycho": true, "socio": true, "extra": true,
	"trans": true, "bi": true, "tri": true, "uni": true, "hyper": true, "mega": true, "meta": true, "pseudo": true, "quasi": true, "infra": true,
}

// contractions without an apostrophe, and where the second word starts.
var contractions = map[string]int{
	"cannot": 3, "gonna": 3, "gotta": 3, "wanna": 3, "dont": 2, "didnt": 3, "doesnt": 4, "isnt": 2, "wasnt": 3,
	"couldnt": 5, "wouldnt": 5, "arent": 3, "havent": 4, "hasnt": 3, "hadnt": 3,
}

// units are cut off the figure they are glued to.
var units = map[string]bool{
	"km": true, "kg": true, "mm": true, "cm": true, "mw": true, "gw": true, "kw": true, "mph": true, "kmh": true, "bn": true,
	"mln": true, "bln": true, "hrs": true, "min": true, "ft": true, "lbs": true, "m": true, "k": true,
}

// fileTypes are endings after which a lower-case "name.ending" is one token.
var fileTypes = map[string]bool{
	"pdf": true, "doc": true, "docx": true, "xls": true, "xlsx": true, "jpg": true, "jpeg": true, "png": true, "gif": true,
	"mp": true, "html": true, "htm": true, "php": true, "asp": true, "aspx": true, "txt": true, "zip": true, "exe": true,
}

// topLevel domains that pages print without a scheme: the generic ones that
// are used, and those of countries with media that do.
var topLevel = map[string]bool{
	"com": true, "org": true, "net": true, "gov": true, "edu": true, "mil": true, "int": true, "info": true, "biz": true,
	"news": true, "tv": true, "io": true, "eu": true, "uk": true, "fr": true, "de": true, "ru": true, "cn": true, "jp": true,
	"kr": true, "kp": true, "ir": true, "il": true, "ua": true, "pl": true, "cz": true, "ca": true, "au": true, "nz": true,
	"tr": true, "az": true, "ge": true, "pk": true, "bd": true, "vn": true, "cu": true, "br": true, "mx": true,
	"ar": true, "ch": true, "nl": true, "be": true, "se": true, "dk": true, "fi": true, "es": true, "pt": true,
	"gr": true, "hu": true, "ro": true, "bg": true, "rs": true, "by": true, "kz": true, "uz": true, "tw": true, "hk": true,
	"sg": true, "th": true, "ph": true, "za": true, "ng": true, "ke": true, "eg": true, "dz": true, "ma": true, "sa": true,
	"ae": true, "qa": true, "su": true, "ie": true, "ly": true, "online": true, "asia": true, "media": true,
}

// notSyllables are English words that a hyphen binds to a name.
var notSyllables = map[string]bool{
	"run": true, "wide": true, "like": true, "era": true, "to": true, "up": true, "on": true, "off": true, "at": true,
	"out": true, "hit": true, "wing": true, "non": true, "fan": true, "man": true, "men": true, "the": true, "no": true,
	"win": true, "set": true, "cut": true, "war": true, "mail": true, "bit": true, "or": true, "an": true,
	"long": true, "pact": true, "deal": true, "talk": true, "tour": true, "bound": true, "bail": true, "team": true, "per": true,
	"chair": true, "for": true, "her": true, "him": true, "not": true, "go": true, "do": true, "we": true, "me": true,
}

// starters are words that start a sentence, capitalised, and hardly go on a
// name after an abbreviation ("in the U.S. The …").
var starters = map[string]bool{
	"The": true, "A": true, "An": true, "In": true, "On": true, "At": true, "He": true, "She": true, "It": true, "They": true,
	"We": true, "I": true, "You": true, "This": true, "That": true, "These": true, "Those": true, "But": true, "And": true,
	"However": true, "According": true, "Meanwhile": true, "His": true, "Her": true, "Its": true, "Their": true, "Our": true,
	"There": true, "When": true, "While": true, "After": true, "Before": true, "As": true, "If": true, "For": true, "By": true,
	"From": true, "With": true, "Also": true, "Earlier": true, "Later": true, "Last": true, "Some": true, "Many": true,
	"Most": true, "Not": true, "What": true, "Who": true, "Why": true, "How": true, "Both": true, "Since": true, "Despite": true,
	"Although": true, "Though": true, "Under": true, "To": true, "So": true, "Such": true, "Yet": true, "Then": true, "Now": true,
	"My": true, "Your": true, "Where": true, "Which": true, "Because": true, "During": true, "Following": true, "Among": true,
	"Amid": true, "Asked": true, "Only": true, "Other": true, "Others": true, "Several": true, "Two": true, "Three": true,
	"Another": true, "All": true, "Or": true, "Nor": true, "Once": true, "Until": true, "Instead": true, "Still": true,
	"Even": true, "Each": true, "Every": true, "Here": true, "Today": true, "Yesterday": true, "Over": true, "Through": true,
	"Between": true, "Against": true, "Without": true, "More": true, "Officials": true, "Analysts": true, "Experts": true,
	"Please": true, "Do": true, "Is": true, "Are": true, "Was": true, "Were": true, "Will": true, "Have": true, "Has": true, "Had": true,
}

// speaking verbs that follow a quotation without ending its sentence.
var speaking = map[string]bool{
	"said": true, "says": true, "asked": true, "asks": true, "told": true, "added": true, "wrote": true, "tweeted": true,
	"exclaimed": true, "replied": true, "wondered": true, "declared": true, "shouted": true, "cried": true, "chanted": true,
	"continued": true, "insisted": true, "remarked": true, "queried": true,
}
