package act

import "strings"

// Quad is one of the four classes of acts.
type Quad int

// The quads, as PLOVER and GDELT number them.
const (
	VerbalCooperation   Quad = 1
	MaterialCooperation Quad = 2
	VerbalConflict      Quad = 3
	MaterialConflict    Quad = 4
)

func (q Quad) String() string {
	return [...]string{"", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"}[q]
}

// QuadOf is the quad of a PLOVER type (manual v2.0, table of categories), 0 of
// none of them.
func QuadOf(typ string) Quad {
	switch typ {
	case "AGREE", "CONSULT", "SUPPORT", "CONCEDE":
		return VerbalCooperation
	case "COOPERATE", "AID", "RETREAT":
		return MaterialCooperation
	case "REQUEST", "REJECT", "ACCUSE", "THREATEN":
		return VerbalConflict
	case "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT":
		return MaterialConflict
	}
	return 0
}

// Scale is how conflictual (-10) or cooperative (10) an act of a type and mode
// is: the PLOVER scores of the manual v2.0. Its "3" for ACCUSE is read as -3,
// for all of its modes are below 0. It is 0 of what is no type.
func Scale(typ, mode string) float64 {
	if v, ok := plover[typ+" "+mode]; ok {
		return v
	}
	return plover[typ]
}

var plover = map[string]float64{
	"AGREE":   2.5,
	"CONSULT": 2.5, "CONSULT visit": 4, "CONSULT third-party": 1, "CONSULT multilateral": 4, "CONSULT phone": 1.5,
	"SUPPORT":   5,
	"CONCEDE":   4.5,
	"COOPERATE": 9.5,
	"AID":       10,
	"RETREAT":   6.5, "RETREAT withdraw": 8, "RETREAT release": 6.5, "RETREAT disarm": 10, "RETREAT ceasefire": 7.5, "RETREAT access": 6.5, "RETREAT resign": 4.5,
	"REQUEST": 0, "REQUEST assist": 0.5, "REQUEST change": -1, "REQUEST yield": -1, "REQUEST meet": 0,
	"REJECT": -2, "REJECT assist": -1.5, "REJECT change": -2, "REJECT yield": -2, "REJECT meet": -2,
	"ACCUSE": -3, "ACCUSE disapprove": -2, "ACCUSE investigate": -3.5, "ACCUSE allege": -3.5,
	"THREATEN": -3.5, "THREATEN restrict": -3, "THREATEN arrest": -3.5, "THREATEN relations": -3.5, "THREATEN expel": -3.5, "THREATEN territory": -4, "THREATEN violence": -3.5,
	"PROTEST": -5, "PROTEST demo": -5, "PROTEST riot": -7, "PROTEST strike": -5, "PROTEST hunger": -4.5, "PROTEST boycott": -4.5, "PROTEST obstruct": -4.5,
	"SANCTION": -6, "SANCTION convict": -6, "SANCTION expel": -5.5, "SANCTION withdraw": -6, "SANCTION discontinue": -6,
	"MOBILIZE": -5.5, "MOBILIZE troops": -6.5, "MOBILIZE weapons": -6.5, "MOBILIZE police": -5.5, "MOBILIZE militia": -6,
	"COERCE": -7, "COERCE seize": -7, "COERCE restrict": -7, "COERCE censor": -6.5, "COERCE curfew": -6.5, "COERCE martial-law": -7.5, "COERCE arrest": -7,
	"COERCE deport": -7, "COERCE withhold": -7, "COERCE misinformation": -6.5, "COERCE cyber": -7,
	"ASSAULT": -9, "ASSAULT abduct": -8.5, "ASSAULT beat": -7.5, "ASSAULT torture": -8.5, "ASSAULT sexual": -8.5, "ASSAULT targeted": -9.5, "ASSAULT destroy": -8.5,
	"ASSAULT primitive": -8, "ASSAULT firearms": -9, "ASSAULT explosives": -9, "ASSAULT suicide-attack": -9.5, "ASSAULT aerial": -9.5, "ASSAULT drone": -9.5,
	"ASSAULT heavy-weapons": -9.5, "ASSAULT crowd-control": -7.5, "ASSAULT unconventional": -10,
}

// RootOf is the CAMEO root of a PLOVER type, "" of none of them: what stands
// in place of a code where an act has none.
func RootOf(typ string) string {
	return map[string]string{
		"AGREE": "03", "CONSULT": "04", "SUPPORT": "05", "CONCEDE": "08", "COOPERATE": "06", "AID": "07", "RETREAT": "08",
		"REQUEST": "10", "REJECT": "12", "ACCUSE": "11", "THREATEN": "13",
		"PROTEST": "14", "SANCTION": "16", "MOBILIZE": "15", "COERCE": "17", "ASSAULT": "18",
	}[typ]
}

// CAMEOQuad is the quad of a CAMEO code as GDELT has it, 0 of none.
func CAMEOQuad(code string) Quad {
	switch root := code[:min(2, len(code))]; {
	case root >= "01" && root <= "05":
		return VerbalCooperation
	case root >= "06" && root <= "09":
		return MaterialCooperation
	case root >= "10" && root <= "13":
		return VerbalConflict
	case root >= "14" && root <= "20":
		return MaterialConflict
	}
	return 0
}

// Goldstein is the value of a CAMEO code on Goldstein's scale (1992, "A
// conflict-cooperation scale for WEIS events data", Journal of Conflict
// Resolution 36), as KEDS carried it to CAMEO and GDELT prints it: of the
// longest beginning of the code that has one.
func Goldstein(code string) (value float64, ok bool) {
	for c := code; len(c) >= 2; c = c[:len(c)-1] {
		if value, ok = goldstein[c]; ok {
			return value, true
		}
	}
	return 0, strings.HasPrefix(code, "01")
}

var goldstein = map[string]float64{
	"02": 3, "024": -0.3, "025": -0.3, "026": 4, "027": 4, "028": 4,
	"03": 4, "031": 5.2, "032": 4.5, "033": 5.2, "0334": 6, "034": 7, "035": 7, "037": 5, "038": 7, "039": 5,
	"04": 1, "042": 1.9, "043": 2.8, "044": 2.5, "045": 5, "046": 7,
	"05": 3.5, "051": 3.4, "053": 3.8, "054": 6, "055": 7, "056": 7, "057": 8,
	"06": 6, "061": 6.4, "062": 7.4, "063": 7.4, "064": 7,
	"07": 7, "071": 7.4, "072": 8.3, "073": 7.4, "074": 8.5,
	"08": 5, "084": 7, "085": 7, "086": 9, "087": 9, "0874": 10,
	"09": -2, "10": -5, "11": -2, "12": -4, "124": -5, "125": -5, "126": -5, "127": -5, "128": -5, "129": -5,
	"13": -6, "130": -4.4, "131": -5.8, "132": -5.8, "133": -5.8, "134": -5.8, "135": -5.8, "136": -7, "137": -7, "138": -7, "139": -7,
	"14": -6.5, "144": -7.5, "145": -7.5, "15": -7.2,
	"16": -4, "162": -5.6, "163": -6.5, "164": -7, "165": -7, "166": -8,
	"17": -7, "171": -9.2, "172": -5, "173": -5, "174": -5, "175": -9,
	"18": -9, "182": -9.5, "1821": -9, "1822": -9, "1823": -10, "183": -10, "184": -8, "185": -8, "186": -10,
	"19": -10, "191": -9.5, "192": -9.5, "196": -9.5, "20": -10, "201": -9.5,
}
