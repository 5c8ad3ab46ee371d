package lemma

import "strings"

// irregular verbs: a form that is not the base's with -s, -ed or -ing, and the
// base.
var irregular = irregularVerbs(`be was were been am is are; have has had; do did done does; go went gone goes; say said; make made; take took taken;
see saw seen; come came; know knew known; get got gotten; give gave given; find found; think thought; tell told; become became;
show shown; leave left; feel felt; put; bring brought; begin began begun; keep kept; hold held; write wrote written; stand stood;
hear heard; let; mean meant; set; meet met; run ran; pay paid; sit sat; speak spoke spoken; lie lay lain lying; lead led; read;
grow grew grown; lose lost; fall fell fallen; send sent; build built; understand understood; draw drew drawn; break broke broken;
spend spent; cut; rise rose risen; drive drove driven; buy bought; wear wore worn; choose chose chosen; seek sought; throw threw thrown;
catch caught; deal dealt; win won; forget forgot forgotten; lay laid; sell sold; fight fought; bear bore borne born; teach taught; eat ate eaten;
sing sang sung; strike struck stricken; hang hung; shake shook shaken; ride rode ridden; feed fed; shoot shot; drink drank drunk; hit;
arise arose arisen; fly flew flown; spread; sleep slept; cause; steal stole stolen; bind bound; swear swore sworn; sink sank sunk;
withdraw withdrew withdrawn; withhold withheld; withstand withstood; overthrow overthrew overthrown; overcome overcame; undergo underwent undergone;
undertake undertook undertaken; uphold upheld; foresee foresaw foreseen; forbid forbade forbidden; forgive forgave forgiven; flee fled; cast;
broadcast; beat beaten; bet; bid; bite bit bitten; blow blew blown; breed bred; burst; cling clung; creep crept; dig dug; freeze froze frozen;
grind ground; hide hid hidden; hurt; kneel knelt; lend lent; light lit; quit; rid; ring rang rung; shed; shine shone; shrink shrank shrunk; shut;
slide slid; split; spring sprang sprung; stick stuck; sting stung; swim swam swum; swing swung; tear tore torn; thrust; wake woke woken; weave wove woven;
weep wept; wind wound; rebuild rebuilt; retake retook retaken; rethink rethought; redo redid redone; resell resold; mislead misled; mistake mistook mistaken;
misunderstand misunderstood; outdo outdid outdone; overdo overdid overdone; override overrode overridden; oversee oversaw overseen; overtake overtook overtaken; overrun overran;
partake partook partaken; reset; rewrite rewrote rewritten; upset; outline; pledge; die dying; tie tying; lay laying; cost; input; offset; rerun reran; repay repaid; forgo forwent forgone;
foretell foretold; behold beheld; befall befell befallen; beset; bereave bereft; dwell dwelt; flee fled; leap leapt; prove proven; saw sawn; sew sewn; sow sown; strew strewn; strive strove striven; swell swollen; tread trod trodden; uphold upheld; wring wrung`)

func irregularVerbs(list string) map[string]string {
	m := make(map[string]string)
	for entry := range strings.SplitSeq(list, ";") {
		forms := strings.Fields(entry)
		for _, f := range forms {
			if _, taken := m[f]; !taken {
				m[f] = forms[0]
			}
		}
	}
	// Forms that two verbs share, and bases that are another's form.
	m["found"], m["ground"], m["wound"], m["bound"], m["lay"], m["saw"], m["felt"], m["fell"] = "find", "grind", "wind", "bind", "lie", "see", "feel", "fall"
	return m
}

// plurals of nouns that the rules do not make.
var plurals = map[string]string{
	"men": "man", "women": "woman", "children": "child", "people": "people", "feet": "foot", "teeth": "tooth", "mice": "mouse",
	"lives": "life", "wives": "wife", "knives": "knife", "leaves": "leaf", "halves": "half", "shelves": "shelf", "thieves": "thief",
	"wolves": "wolf", "selves": "self", "loaves": "loaf", "crises": "crisis", "analyses": "analysis", "bases": "base", "oases": "oasis",
	"theses": "thesis", "hypotheses": "hypothesis", "diagnoses": "diagnosis", "emphases": "emphasis", "axes": "axis", "criteria": "criterion",
	"phenomena": "phenomenon", "referenda": "referendum", "memoranda": "memorandum", "data": "data", "media": "media", "indices": "index",
	"appendices": "appendix", "stimuli": "stimulus", "alumni": "alumnus", "communiqués": "communiqué", "series": "series", "species": "species",
	"headquarters": "headquarters", "means": "means", "news": "news", "troops": "troop", "goods": "goods", "movies": "movie", "cookies": "cookie",
	"ties": "tie", "lies": "lie", "pies": "pie", "dies": "die", "calories": "calorie", "aircraft": "aircraft", "forces": "force",
	"shoes": "shoe", "canoes": "canoe", "toes": "toe", "foes": "foe", "gases": "gas", "buses": "bus", "viruses": "virus", "statuses": "status",
	"bonuses": "bonus", "campuses": "campus", "censuses": "census", "consensuses": "consensus", "focuses": "focus", "caches": "cache", "niches": "niche",
	"clothes": "clothes", "thanks": "thanks", "politics": "politics", "economics": "economics", "sons-in-law": "son-in-law",
}
