package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/news"
)

// Treebanks of the web hold few reports of diplomacy. grammar writes some:
// sentences with their trees, in EWT's manner, of the constructions that such
// reports live on. The names are arbitrary; what is learnt is the patterns.
//
// A rule's alternatives are parted by newlines. An alternative is a phrase:
// items "form|tag|relation|head", head being the item's number in the phrase,
// or "form|tag" for the phrase's own head. A tag is Penn's, with "/UPOS" where
// it is not the usual one. "{rule}|relation|head" puts in a phrase of that
// rule; "{rule?}" puts it in or leaves it out. A blank alternative is empty.
var grammar = map[string]string{
	"sentence": `{clause} .|.|punct|1
{clause} .|.|punct|1
{clause} .|.|punct|1
{front}|obl|3 {s}|nsubj|3 {vp} .|.|punct|3
{front}|obl|3 {s}|nsubj|3 {vp} .|.|punct|3
{quoted}|ccomp|4 ,|,|punct|1 {s}|nsubj|4 {saidword} {when?}|obl|4 {at?}|obl|4 .|.|punct|4
{clause}|ccomp|4 ,|,|punct|1 {s}|nsubj|4 {saidword} {when?}|obl|4 {at?}|obl|4 .|.|punct|4
{head}
{head}
{head}`,
	"clause": `{s}|nsubj|2 {vp}
{s}|nsubj|2 {vp}
{s}|nsubj|3 {when}|obl|3 {vp}
{s}|nsubj|3 {bare}|obl:unmarked|3 {vp}
{s}|nsubj:pass|2 {passive}
{s}|nsubj:pass|2 {passive}`,
	"front": `On|IN|case|2 {day} ,|,|punct|2
In|IN|case|3 a|DT|det|3 {paper} sent|VBN|acl|3 {to}|obl|4 {when?}|obl|4 ,|,|punct|3
In|IN|case|3 a|DT|det|3 {paper} {to}|nmod|3 ,|,|punct|3
During|IN|case|3 a|DT|det|3 {event} in|IN|case|5 {city}|nmod|3 ,|,|punct|3
According|VBG|case|3 to|IN|fixed|1 {agency} ,|,|punct|3
At|IN|case|3 the|DT|det|3 {event} ,|,|punct|3`,
	"vp": `{vt} {o}|obj|1 {when?}|obl|1
{vt} {thing}|obj|1 {when?}|obl|1
{vt} {thing}|obj|1 {over}|obl|1
imposed|VBD {adj?}|amod|3 sanctions|NNS|obj|1 on|IN|case|5 {target}|obl|1 {when?}|obl|1
imposed|VBD {adj?}|amod|3 {tax}|obj|1 on|IN|case|5 {target}|obl|1
slapped|VBD {adj?}|amod|3 sanctions|NNS|obj|1 on|IN|case|5 {target}|obl|1
{sent} a|DT|det|3 {paper}|obj|1 {to}|obl|1 {onday?}|obl|1
{sent} {o}|iobj|1 a|DT|det|4 {paper}|obj|1 {onday?}|obl|1
{urgeword} {o}|obj|1 to|TO|mark|4 {inf}|xcomp|1
{urgeword} {o}|obj|1 to|TO|mark|4 {inf}|xcomp|1
{vowword} to|TO|mark|3 {inf}|xcomp|1
{toldword} {o}|iobj|1 {when?}|obl|1 {that}|ccomp|1
{saidword} {when?}|obl|1 {that}|ccomp|1
{saidword} {at?}|obl|1 {that}|ccomp|1
{saidword} {s}|nsubj|3 {future}|ccomp|1
{charge} {o}|obj|1 of|IN|mark|4 {ing}|advcl|1
{charge} {o}|obj|1 of|IN|case|4 {deed}|obl|1
{thankword} {o}|obj|1 for|IN|case|4 {deed}|obl|1
{thankword} {o}|obj|1 on|IN|case|4 {anniversary}|obl|1
{metword} {o}|obj|1 in|IN|case|4 {city}|obl|1 {when?}|obl|1
met|VBD with|IN|case|3 {o}|obl|1 in|IN|case|5 {city}|obl|1
held|VBD talks|NNS|obj|1 with|IN|case|4 {o}|obl|1 in|IN|case|6 {city}|obl|1 {when?}|obl|1
signed|VBD a|DT|det|3 {pact}|obj|1 aimed|VBN|acl|3 at|IN|mark|6 {ing}|advcl|4
{vt} {thing}|obj|1 and|CC|cc|4 {vt}|conj|1 {thing}|obj|4
{vt} {thing}|obj|1 ,|,|punct|4 {ingsay}|advcl|1
{vt} {o}|obj|1 over|IN|case|5 its|PRP$|nmod:poss|5 {deedn}|obl|1
summoned|VBD the|DT|det|4 {nat}|amod|4 ambassador|NN|obj|1 to|TO|mark|6 {inf}|advcl|1
expelled|VBD {num}|nummod|4 {nat}|amod|4 {folk}|obj|1 {when?}|obl|1`,
	"ingsay": `saying|VBG {that}|ccomp|1
accusing|VBG {o}|obj|1 of|IN|mark|4 {ing}|advcl|1
warning|VBG that|IN/SCONJ|mark|4 {s}|nsubj|4 {future}|ccomp|1
calling|VBG it|PRP|obj|1 a|DT|det|4 provocation|NN|xcomp|1
citing|VBG {deed}|obj|1`,
	"passive": `was|VBD/AUX|aux:pass|2 {pp} by|IN|case|4 {o}|obl:agent|2 {when?}|obl|2
was|VBD/AUX|aux:pass|2 accused|VBN by|IN|case|4 {o}|obl:agent|2 of|IN|mark|6 {ing}|advcl|2
was|VBD/AUX|aux:pass|2 accused|VBN of|IN|mark|4 {ing}|advcl|2
has|VBZ/AUX|aux|3 been|VBN/AUX|aux:pass|3 {pp} by|IN|case|5 {o}|obl:agent|3
is|VBZ/AUX|aux:pass|2 {expectedword} to|TO|mark|4 {inf}|xcomp|2
were|VBD/AUX|aux:pass|2 {pp} in|IN|case|4 {city}|obl|2 {when?}|obl|2
was|VBD/AUX|aux:pass|2 urged|VBN by|IN|case|4 {o}|obl:agent|2 to|TO|mark|6 {inf}|xcomp|2`,
	"that": `that|IN/SCONJ|mark|3 {s}|nsubj|3 {future}
that|IN/SCONJ|mark|3 {s}|nsubj|3 {vp0}
that|IN/SCONJ|mark|3 {s}|nsubj:pass|3 {passive}
{s}|nsubj|2 {future}
{pron}|nsubj|2 {future}`,
	"vp0": `{vt} {thing}|obj|1
had|VBD/AUX|aux|2 {ppa} {thing}|obj|2
{vt} {o}|obj|1
wanted|VBD to|TO|mark|3 {inf}|xcomp|1`,
	"future": `would|MD/AUX|aux|2 {inf}
will|MD/AUX|aux|2 {inf}
would|MD/AUX|aux|3 not|RB/PART|advmod|3 {inf}
must|MD/AUX|aux|2 {inf}`,
	"quoted": `"|` + "``" + `|punct|3 We|PRP|nsubj|3 {future0} "|''|punct|3
"|` + "``" + `|punct|3 {s}|nsubj|3 {future} "|''|punct|3`,
	"future0": `will|MD/AUX|aux|2 {inf}
must|MD/AUX|aux|2 {inf}`,
	"inf": `{vb} {thing}|obj|1
{vb} {o}|obj|1
release|VB {folk}|obj|1
refrain|VB from|IN|mark|3 {ing}|advcl|1
withdraw|VB {poss}|nmod:poss|3 {folk}|obj|1 from|IN|case|5 {place}|obl|1
visit|VB {place}|obj|1 {next?}|obl:unmarked|1
return|VB to|IN|case|4 the|DT|det|4 {event}|obl|1
hand|VB over|RP/ADP|compound:prt|1 {folk}|obj|1
deepen|VB {poss}|nmod:poss|4 {adj?}|amod|4 ties|NNS|obj|1
attend|VB the|DT|det|3 {event}|obj|1`,
	"ing": `{vbg} {thing}|obj|1
{vbg} {o}|obj|1
sending|VBG {folk}|obj|1 {to}|obl|1
violating|VBG the|DT|det|3 {pact}|obj|1
boosting|VBG trade|NN|obj|1`,
	"head": `{hs}|nsubj|2 {vz} {ho}|obj|2
{hs}|nsubj|2 {vz} {ho}|obj|2 over|IN|case|5 {deedn}|obl|2
{hs}|nsubj|2 {vz} {ho}|obj|2 on|IN|case|5 {anniv}|obl|2
{hs}|nsubj|2 {vz} {ho}|obj|2 ,|,|punct|5 {vz}|conj|2 {ho}|obj|5
{hs}|nsubj|2 {vz} {ho}|obj|2 in|IN|case|5 {city}|obl|2
{hs}|nsubj|2 says|VBZ {hs}|nsubj|4 {vz}|ccomp|2 {ho}|obj|4
{hs}|nsubj|2 urges|VBZ {ho}|obj|2 to|TO|mark|5 {inf}|xcomp|2
{hs}|nsubj|2 accuses|VBZ {ho}|obj|2 of|IN|mark|5 {ing}|advcl|2
{hs}|nsubj|2 vows|VBZ to|TO|mark|4 {inf}|xcomp|2
{hs}|nsubj|2 expels|VBZ {nat}|amod|4 {folk}|obj|2 ,|,|punct|6 recalls|VBZ|conj|2 ambassador|NN|obj|6 from|IN|case|9 {city}|obl|6
{hs}|nsubj|2 sends|VBZ {paper}|obj|2 to|IN|case|5 {ho}|obl|2
{hs}|nsubj|2 summons|VBZ {nat}|amod|4 ambassador|NN|obj|2 over|IN|case|6 {deedn}|obl|2
{hs}|nsubj:pass|2 {pp} by|IN|case|4 {ho}|obl:agent|2 over|IN|case|6 {deedn}|obl|2
{hs}|nsubj|2 slams|VBZ {ho}|nmod:poss|5 's|POS/PART|case|3 {deedn}|obj|2
{hs}|nsubj|4 ,|,|punct|3 {state}|conj|1 sign|VBP {pact}|obj|4
{hs}|nsubj|3 to|TO|mark|3 {vb} {ho}|obj|3 {next?}|obl:unmarked|3`,
	"hs":    "{state}\n{state}\n{name}\n{city}\n{s0}|nmod:poss|3 's|POS/PART|case|1 president|NN\n{nat}|amod|2 leader|NN\n{nat}|amod|2 president|NN\n{org}",
	"ho":    "{state}\n{state}\n{name}\n{city}\n{nat}|amod|2 leader|NN\n{nat}|amod|2 counterpart|NN",
	"vz":    "condemns|VBZ\nwarns|VBZ\nthanks|VBZ\ncongratulates|VBZ\nmeets|VBZ\nhails|VBZ\nblames|VBZ\nsanctions|VBZ\nbacks|VBZ\nthreatens|VBZ\ninvites|VBZ\nwelcomes|VBZ\ncriticizes|VBZ\nvisits|VBZ\nrejects|VBZ\nhosts|VBZ\nreceives|VBZ\ngreets|VBZ",
	"anniv": "Victory|NNP|compound|2 Day|NNP\nNational|NNP/ADJ|amod|2 Day|NNP\nIndependence|NNP|compound|2 Day|NNP\n{ord}|amod|2 anniversary|NN\nre-election|NN\ninauguration|NN",
	"s":     "{actor}\n{actor}\n{actor}\n{person}\n{person}\n{person}\n{pron}\n{titled}\n{titled}",
	"o":     "{actor}\n{actor}\n{person}\n{titled}\n{counterpart}",
	"actor": `{state}
{state}
{state}
{city}
the|DT|det|2 {org}
The|DT|det|2 {org}
{state}|nmod:poss|4 's|POS/PART|case|1 {ministryadj}|amod|4 ministry|NN
the|DT|det|4 {nat}|amod|4 {ministryadj}|amod|4 ministry|NN
the|DT|det|3 {nat}|amod|3 government|NN
the|DT|det|3 two|CD|nummod|3 countries|NNS
the|DT|det|3 White|NNP/ADJ|amod|3 House|NNP
The|DT|det|3 White|NNP/ADJ|amod|3 House|NNP
The|DT|det|3 Foreign|NNP/ADJ|amod|3 Ministry|NNP
the|DT|det|3 Defense|NNP|compound|3 Ministry|NNP
the|DT|det|3 United|NNP/ADJ|amod|3 States|NNPS
the|DT|det|3 European|NNP/ADJ|amod|3 Union|NNP
{state} and|CC|cc|3 {state}|conj|1
{nat}|amod|2 {folk}
{state}|nmod:poss|3 's|POS/PART|case|1 president|NN
the|DT|det|3 {nat}|amod|3 {office}
the|DT|det|2 {office} of|IN|case|4 {state}|nmod|2`,
	"person":       "{name}\n{name}\n{nat}|amod|2 {title}|nmod:desc|3 {name}\n{nat}|amod|2 {title}|nmod:desc|3 {name}\n{title}|nmod:desc|2 {name}\n{nat}|amod|2 {office}|nmod:desc|3 {name}\n{org}|compound|2 {spokes}|nmod:desc|3 {name}",
	"titled":       "{name} ,|,|punct|5 the|DT|det|5 {nat}|amod|5 {office}|appos|1 ,|,|punct|5\n{poss}|nmod:poss|3 {nat}|amod|3 counterpart|NN ,|,|punct|5 {name}|appos|3 ,|,|punct|5\nthe|DT|det|3 {nat}|amod|3 {office} ,|,|punct|5 {name}|appos|3 ,|,|punct|5\n{name} ,|,|punct|4 who|WP|nsubj|4 {vt}|acl:relcl|1 {thing}|obj|4 ,|,|punct|4",
	"counterpart":  "his|PRP$|nmod:poss|3 {nat}|amod|3 counterpart|NN\nhis|PRP$|nmod:poss|3 {nat}|amod|3 counterpart|NN {name}|appos|3\nits|PRP$|nmod:poss|2 {neighbour}",
	"neighbour":    "neighbor|NN\nneighbours|NNS\nally|NN",
	"name":         "{given} {family}|flat|1\n{given} {family}|flat|1\n{family1}\n{surname} {syl}|flat|1 {syl}|flat|1\n{surname} {hyph}|flat|1\n{given} al|NNP|flat|1 -|HYPH/PUNCT|punct|4 {arab}|flat|1",
	"given":        "Luis|NNP\nMaria|NNP\nTran|NNP\nAbdul|NNP\nHakan|NNP\nIlham|NNP\nSergei|NNP\nPierre|NNP\nYoko|NNP\nJohn|NNP\nBashir|NNP\nShehbaz|NNP\nMohammed|NNP\nElena|NNP\nKwame|NNP\nPavel|NNP",
	"family":       "Ortega|NNP\nVolkova|NNP\nDuc|NNP\nRahman|NNP\nDemir|NNP\nMammadov|NNP\nIvanov|NNP\nLaurent|NNP\nTanaka|NNP\nMiller|NNP\nHaddad|NNP\nKhan|NNP\nSalman|NNP\nPopescu|NNP\nMensah|NNP\nNovak|NNP",
	"family1":      "Ortega|NNP\nVolkova|NNP\nRahman|NNP\nDemir|NNP\nMammadov|NNP\nIvanov|NNP\nLaurent|NNP\nTanaka|NNP\nHaddad|NNP\nKim|NNP\nLi|NNP\nPutin|NNP\nBiden|NNP\nErdogan|NNP\nMacron|NNP\nXi|NNP",
	"surname":      "Kim|NNP\nPark|NNP\nChoe|NNP\nLi|NNP\nWang|NNP\nNguyen|NNP",
	"syl":          "Jong|NNP\nUn|NNP\nSon|NNP\nHui|NNP\nPhu|NNP\nMin|NNP\nJae|NNP\nThanh|NNP",
	"hyph":         "Jong-un|NNP\nSon-hui|NNP\nJae-in|NNP\nIng-wen|NNP\nYong-chol|NNP\nYi|NNP\nJinping|NNP",
	"arab":         "Hakim|NNP\nAssad|NNP\nSudani|NNP\nThani|NNP",
	"title":        "President|NNP\nPresident|NNP\n{prime}|amod|2 Minister|NNP\nForeign|NNP/ADJ|amod|2 Minister|NNP\nDefense|NNP|compound|2 Minister|NNP\nAmbassador|NNP\nSecretary|NNP of|IN|case|3 State|NNP|nmod|1\nKing|NNP\nGen.|NNP\nChancellor|NNP\nCrown|NNP|compound|2 Prince|NNP",
	"prime":        "Prime|NNP/ADJ",
	"office":       "president|NN\nleader|NN\nforeign|JJ|amod|2 minister|NN\nprime|JJ|amod|2 minister|NN\nambassador|NN\nenvoy|NN\ndefense|NN|compound|2 minister|NN\ndiplomat|NN",
	"spokes":       "spokesman|NN\nspokeswoman|NN\nspokesperson|NN\nchief|NN",
	"state":        "Vietnam|NNP\nCuba|NNP\nFrance|NNP\nAlgeria|NNP\nIran|NNP\nIraq|NNP\nPakistan|NNP\nChina|NNP\nRussia|NNP\nJapan|NNP\nAzerbaijan|NNP\nTurkey|NNP\nGermany|NNP\nIndia|NNP\nUkraine|NNP\nthe|DT|det|2 U.S.|NNP\nWashington|NNP\nNorth|NNP|compound|2 Korea|NNP\nSouth|NNP|compound|2 Korea|NNP\nSaudi|NNP/ADJ|amod|2 Arabia|NNP\nEgypt|NNP\nEthiopia|NNP\nSerbia|NNP\nVenezuela|NNP",
	"place":        "{state}\n{city}\nthe|DT|det|2 region|NN\nthe|DT|det|2 border|NN",
	"city":         "Hanoi|NNP\nHavana|NNP\nParis|NNP\nAlgiers|NNP\nTehran|NNP\nBaghdad|NNP\nIslamabad|NNP\nBeijing|NNP\nMoscow|NNP\nTokyo|NNP\nBaku|NNP\nAnkara|NNP\nGeneva|NNP\nRiyadh|NNP\nPyongyang|NNP\nNew|NNP/ADJ|amod|2 Delhi|NNP\nKyiv|NNP\nCairo|NNP",
	"nat":          "Vietnamese|JJ\nCuban|JJ\nFrench|JJ\nAlgerian|JJ\nIranian|JJ\nIraqi|JJ\nPakistani|JJ\nChinese|JJ\nRussian|JJ\nJapanese|JJ\nTurkish|JJ\nGerman|JJ\nIndian|JJ\nUkrainian|JJ\nU.S.|NNP/PROPN\nNorth|JJ/ADJ|amod|2 Korean|JJ\nBritish|JJ\nAmerican|JJ\nSaudi|JJ\nEgyptian|JJ",
	"org":          "Kremlin|NNP\nPentagon|NNP\nState|NNP|compound|2 Department|NNP\nTreasury|NNP\nUnited|NNP/ADJ|amod|2 Nations|NNPS\nCabinet|NNP\nSenate|NNP\nPolitburo|NNP\nEU|NNP\nNATO|NNP\nSecurity|NNP|compound|2 Council|NNP",
	"agency":       "the|DT|det|4 state|NN|compound|4 news|NN|compound|4 agency|NN\nstate|NN|compound|2 media|NNS\nReuters|NNP\nthe|DT|det|2 ministry|NN\na|DT|det|2 statement|NN\nthe|DT|det|4 Central|NNP/ADJ|amod|4 News|NNP|compound|4 Agency|NNP",
	"pron":         "he|PRP\nit|PRP\nthey|PRP\nshe|PRP",
	"poss":         "his|PRP$\nits|PRP$\ntheir|PRP$",
	"ministryadj":  "foreign|JJ",
	"day":          "Monday|NNP\nTuesday|NNP\nWednesday|NNP\nThursday|NNP\nFriday|NNP\nSaturday|NNP\nSunday|NNP\nAug.|NNP 15|CD|nmod:unmarked|1\nMay|NNP 9|CD|nmod:unmarked|1\nJune|NNP 12|CD|nmod:unmarked|1",
	"onday":        "on|IN|case|2 {day}",
	"when":         "on|IN|case|2 {day}\non|IN|case|2 {day}\nin|IN|case|2 {month}",
	"month":        "March|NNP\n2023|CD\nJanuary|NNP\nSeptember|NNP 2017|CD|nmod:unmarked|1",
	"bare":         "{day1}\nlast|JJ|amod|2 week|NN\nthis|DT|det|2 week|NN",
	"day1":         "Monday|NNP\nTuesday|NNP\nWednesday|NNP\nThursday|NNP\nFriday|NNP\nSunday|NNP",
	"next":         "next|JJ|amod|2 week|NN\nthis|DT|det|2 month|NN\nnext|JJ|amod|2 year|NN",
	"at":           "at|IN|case|3 a|DT|det|3 {briefing}\nin|IN|case|3 a|DT|det|3 {statement}",
	"briefing":     "briefing|NN\nnews|NN|compound|2 conference|NN\nceremony|NN\nmeeting|NN",
	"statement":    "statement|NN\nspeech|NN\ninterview|NN\nletter|NN",
	"event":        "summit|NN\ntalks|NNS\nmeeting|NN\nnegotiating|NN|compound|2 table|NN\nceremony|NN\nvisit|NN\nforum|NN",
	"paper":        "message|NN\ncongratulatory|JJ|amod|2 message|NN\nletter|NN\ntelegram|NN\nmessage|NN of|IN|case|3 condolence|NN|nmod|1\ncongratulatory|JJ|amod|2 telegram|NN\nnote|NN",
	"to":           "to|IN|case|2 {o}",
	"over":         "over|IN|case|2 {deed}\nfor|IN|case|2 {deed}\nafter|IN|case|2 {deed}",
	"anniversary":  "the|DT|det|3 {ord}|amod|3 anniversary|NN of|IN|case|6 the|DT|det|6 {republic}|nmod|3\nhis|PRP$|nmod:poss|2 re-election|NN\n{poss}|nmod:poss|3 national|JJ|amod|3 day|NN",
	"republic":     "republic|NN\nalliance|NN\nliberation|NN of|IN|case|3 {state}|nmod|1\nestablishment|NN of|IN|case|4 diplomatic|JJ|amod|4 relations|NNS|nmod|1",
	"ord":          "75th|JJ\n60th|JJ\n10th|JJ\n50th|JJ",
	"adj":          "new|JJ\nfresh|JJ\nstrategic|JJ\nbilateral|JJ\nfurther|JJ\ntough|JJ",
	"num":          "two|CD\nthree|CD\n10|CD\n20|CD",
	"folk":         "troops|NNS\ndiplomats|NNS\nsoldiers|NNS\nofficials|NNS\nforces|NNS\nprisoners|NNS\nmilitants|NNS\nnationals|NNS",
	"target":       "{state}\n{num}|nummod|3 {nat}|amod|3 {firm}\n{nat}|amod|2 {firm}\n{num}|nummod|2 {firm}",
	"firm":         "banks|NNS\ncompanies|NNS\nofficials|NNS\noil|NN|compound|2 traders|NNS\nships|NNS\nindividuals|NNS",
	"tax":          "tariffs|NNS\nvisa|NN|compound|2 restrictions|NNS\nexport|NN|compound|2 controls|NNS",
	"thing":        "the|DT|det|2 {deedn}\nthe|DT|det|3 {adj}|amod|3 {deedn}\na|DT|det|2 {pact}\na|DT|det|3 {adj}|amod|3 {pact}\nthe|DT|det|2 {pact} {withs}|nmod|2\n{s0}|nmod:poss|3 's|POS/PART|case|1 {deedn}\nthe|DT|det|2 {deedn} {ofs}|nmod|2",
	"s0":           "{state}\n{city}",
	"ofs":          "of|IN|case|2 {o}\nof|IN|case|3 {nat}|amod|3 {folk}",
	"withs":        "with|IN|case|2 {o}",
	"deed":         "{poss}|nmod:poss|2 {deedn}\nthe|DT|det|2 {deedn}\n{s0}|nmod:poss|3 's|POS/PART|case|1 {deedn}\n{nat}|amod|2 {deedn}\nthe|DT|det|2 {deedn} {ofs}|nmod|2",
	"deedn":        "support|NN\nattack|NN\ndrills|NNS\nremarks|NNS\ndecision|NN\ndeployment|NN\narms|NNS|compound|2 sale|NN\nproposal|NN\nmissile|NN|compound|2 launch|NN\nborder|NN|compound|2 clash|NN\ninterference|NN\nstrike|NN\nvisit|NN\nreport|NN\nhospitality|NN",
	"pact":         "agreement|NN\ntreaty|NN\ndeal|NN\nmemorandum|NN\ntrade|NN|compound|2 pact|NN\nceasefire|NN",
	"vt":           "condemned|VBD\ncriticized|VBD\nwelcomed|VBD\nrejected|VBD\npraised|VBD\nbacked|VBD\nblamed|VBD\nhailed|VBD\ndenounced|VBD\nsuspended|VBD\nsupported|VBD\ndiscussed|VBD\nannounced|VBD\nvisited|VBD\nwarned|VBD\nthreatened|VBD\nattacked|VBD\nhosted|VBD\nsigned|VBD\nexpressed|VBD\nhas|VBZ/AUX|aux|2 condemned|VBN\nhad|VBD/AUX|aux|2 rejected|VBN\nhas|VBZ/AUX|aux|2 received|VBN",
	"vb":           "condemn|VB\nsupport|VB\nreject|VB\nstrengthen|VB\nend|VB\nsign|VB\nhonor|VB\nhost|VB\nprotect|VB\nback|VB\nresume|VB\ncancel|VB\nmeet|VB\nsuspend|VB\ndefend|VB",
	"vbg":          "supporting|VBG\nviolating|VBG\nthreatening|VBG\nblocking|VBG\narming|VBG\nbacking|VBG\nundermining|VBG\nattacking|VBG\nsupplying|VBG",
	"pp":           "condemned|VBN\ncriticized|VBN\nwarned|VBN\ndetained|VBN\nkilled|VBN\nreceived|VBN\ninvited|VBN\nexpelled|VBN\nsanctioned|VBN\nwelcomed|VBN\nblamed|VBN",
	"ppa":          "condemned|VBN\nbroken|VBN\nviolated|VBN\nrejected|VBN\nreceived|VBN\nsigned|VBN",
	"sent":         "sent|VBD\nhanded|VBD\ndelivered|VBD\nconveyed|VBD",
	"urgeword":     "urged|VBD\nwarned|VBD\ninvited|VBD\npressed|VBD\norders|VBZ\nwants|VBZ\nordered|VBD\nadvised|VBD",
	"vowword":      "vowed|VBD\npledged|VBD\nagreed|VBD\nrefused|VBD\npromised|VBD\nthreatened|VBD\ndecided|VBD\noffered|VBD",
	"toldword":     "told|VBD\ninformed|VBD\nassured|VBD\nwarned|VBD",
	"saidword":     "said|VBD\nsaid|VBD\nsaid|VBD\nadded|VBD\nreported|VBD\nannounced|VBD\nstressed|VBD\nsays|VBZ\nclaimed|VBD\ndenied|VBD",
	"charge":       "accused|VBD\nsuspected|VBD\nhas|VBZ/AUX|aux|2 accused|VBN",
	"thankword":    "thanked|VBD\ncongratulated|VBD\ncriticized|VBD",
	"metword":      "met|VBD\nreceived|VBD\nvisited|VBD\nhosted|VBD",
	"expectedword": "expected|VBN\nscheduled|VBN\nset|VBN",
}

// usual is the universal tag of a Penn tag where it is not said.
var usual = map[string]string{
	"NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "JJ": "ADJ", "DT": "DET", "IN": "ADP", "RB": "ADV", "CD": "NUM",
	"PRP": "PRON", "PRP$": "PRON", "WP": "PRON", "TO": "PART", "CC": "CCONJ", ",": "PUNCT", ".": "PUNCT", "``": "PUNCT", "''": "PUNCT",
	"VB": "VERB", "VBD": "VERB", "VBZ": "VERB", "VBP": "VERB", "VBN": "VERB", "VBG": "VERB",
}

// newswire writes n sentences by the grammar, without lemmas.
func newswire(n int, seed uint64) ([][]news.Token, error) {
	rng := rand.New(rand.NewPCG(seed, 3))
	var out [][]news.Token
	for range n {
		s, err := expand("sentence", rng)
		if err != nil {
			return nil, err
		}
		s = tidy(s)
		for i := range s {
			s[i].Lemma = "_"
			if s[i].Head < 0 {
				s[i].Rel = "root"
			}
		}
		r := []rune(s[0].Text)
		s[0].Text = strings.ToUpper(string(r[:1])) + string(r[1:])
		out = append(out, s)
	}
	return out, nil
}

// tidy drops the comma that closes an apposition before another mark.
func tidy(s []news.Token) []news.Token {
	for i := len(s) - 2; i >= 0; i-- {
		if s[i].Text != "," || s[i+1].Text != "," && s[i+1].Text != "." {
			continue
		}
		s = slices.Delete(s, i, i+1)
		for k := range s {
			if s[k].Head > i {
				s[k].Head--
			}
		}
	}
	return s
}

// expand makes a phrase of a rule; its head has Head -1.
func expand(rule string, rng *rand.Rand) ([]news.Token, error) {
	body, ok := grammar[rule]
	if !ok {
		return nil, fmt.Errorf("grammar: no rule %q", rule)
	}
	alternatives := strings.Split(body, "\n")
	text := alternatives[rng.IntN(len(alternatives))]
	type part struct {
		tokens []news.Token
		head   int // the item's; 0 for the phrase's head
		rel    string
	}
	var parts []part
	for item := range strings.FieldsSeq(text) {
		fields := strings.Split(item, "|")
		var p part
		tail := fields[1:]
		if name, ok := strings.CutPrefix(fields[0], "{"); ok {
			name = strings.TrimSuffix(name, "}")
			name, maybe := strings.CutSuffix(name, "?")
			if !maybe || rng.IntN(2) == 0 {
				var err error
				if p.tokens, err = expand(name, rng); err != nil {
					return nil, err
				}
			}
		} else {
			x, u, ok := strings.Cut(tail[0], "/")
			if !ok {
				u = usual[x]
			}
			if u == "" {
				return nil, fmt.Errorf("grammar: %s: no tag in %q", rule, item)
			}
			p.tokens = []news.Token{{Text: fields[0], XPOS: x, UPOS: u, Head: -1}}
			tail = tail[1:]
		}
		if len(tail) == 2 {
			head, err := strconv.Atoi(tail[1])
			if err != nil {
				return nil, fmt.Errorf("grammar: %s: %q: %w", rule, item, err)
			}
			p.rel, p.head = tail[0], head
		} else if len(tail) != 0 {
			return nil, fmt.Errorf("grammar: %s: %q", rule, item)
		}
		parts = append(parts, p)
	}
	var out []news.Token
	heads := make([]int, len(parts)+1)
	for i, p := range parts {
		heads[i+1] = -1
		for k, t := range p.tokens {
			if t.Head < 0 {
				heads[i+1] = len(out) + k
			}
		}
		first := len(out)
		for _, t := range p.tokens {
			if t.Head >= 0 {
				t.Head += first
			}
			out = append(out, t)
		}
	}
	roots := 0
	for i, p := range parts {
		at := heads[i+1]
		if at < 0 {
			continue
		}
		if p.head == 0 {
			roots++
			continue
		}
		if p.head >= len(heads) || heads[p.head] < 0 {
			return nil, fmt.Errorf("grammar: %s: item %d of %q has no head", rule, i+1, text)
		}
		out[at].Head, out[at].Rel = heads[p.head], p.rel
	}
	if roots != 1 {
		return nil, fmt.Errorf("grammar: %s: %q has %d heads", rule, text, roots)
	}
	return slices.Clip(out), nil
}
