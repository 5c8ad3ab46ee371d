package names_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"chancery/internal/news"
	"chancery/internal/nlp/names"
)

// edges are passages, as in passages_test.go, in which a name is not whose it
// looks: all must be right with syntax and without.
var edges = []struct {
	day, text string
	want      []string
}{
	// Monarchs of several realms, and princes of two.
	{"2024-05-16", "King Charles thanked Canada. Canada had sent Canada's best horses to London.", []string{"King Charles = Charles III/GBR"}},
	{"2024-05-16", "The British King wrote to Jamaica. Jamaica and Canada had asked him to.", []string{"British King = Charles III/GBR"}},
	{"2024-05-16", "Jamaica's King Charles III was not invited. Jamaica wants a republic.", []string{"King Charles III = Charles III/JAM"}},
	{"2024-05-16", "The King of Canada, Charles III, appointed a governor.", []string{"Charles III = Charles III/CAN"}},
	{"2010-05-16", "Queen Elizabeth II received the envoy of Australia.", []string{"Queen Elizabeth II = Elizabeth II/GBR"}},
	{"2024-05-16", "Macron thanked the mayor of Lima.", []string{"Macron = Emmanuel Macron/FRA"}},
	{"2024-05-16", "The Danish king went to Nuuk, in Greenland. Greenland cheered King Frederik.", []string{"The Danish king = Frederik X/DNK"}},

	// A person who is called like a month.
	{"2018-01-19", "Prime Minister Theresa May received Emmanuel Macron. Mrs May thanked Mr Macron. May will travel to Davos in May, and again on May 4.", []string{
		"Mrs May = Theresa May/GBR", "May#3 = Theresa May/GBR", "May#4 = none", "May#5 = none"}},
	{"2018-01-19", "Theresa May spoke. The plan was rejected by Labour, but May's cabinet held. Macron had asked May for help last May. In May she fell.", []string{
		"May's cabinet = GBR", "May#3 = Theresa May/GBR", "May#4 = none", "May#5 = none"}},
	{"2018-01-19", "Macron spoke. May will be warm. May he live long.", []string{"May = none", "May#2 = none"}},

	// One people's name, two states.
	{"2025-02-27", "The Congolese foreign minister asked Rwanda to withdraw its soldiers.", []string{"The Congolese foreign minister = Therèse Kayikwamba Wagner/COD"}}, //nolint:misspell // a name
	{"2025-02-27", "In Brazzaville, Congolese troops paraded.", []string{"Congolese troops = Republic of the Congo/COG"}},
	{"2025-02-27", "BRAZZAVILLE (Tessera) - Congolese troops paraded.", []string{"Congolese troops = Republic of the Congo/COG"}},
	{"2025-02-27", "Fighters took Goma. Congolese troops fled to Bukavu.", []string{"Congolese troops = Democratic Republic of the Congo/COD"}},

	// Towns and states of a federation called like others' capitals and states.
	{"2023-10-11", "Paris, Texas, and Moscow, Idaho, signed a sister-city agreement. Moscow sent potatoes.", []string{"Paris = place Paris/", "Moscow = place Moscow/", "Moscow#2 = place Moscow/"}},
	{"2023-10-11", "He was born in Athens, Georgia, and lives in London (Ontario).", []string{"Athens = place Athens/", "Georgia = place Georgia/", "London = place London/"}},
	{"2023-10-11", "The mayor of Lebanon, Ohio, thanked a grower from Cuba, Mo., and another from Peru, Ind.", []string{"Lebanon = place Lebanon/", "Cuba = place Cuba/", "Peru = place Peru/"}},
	{"2023-10-11", "ATLANTA - Georgia sued Washington on Tuesday, accusing the northwestern state of paying its growers. The governor's office in Olympia denied it.", []string{
		"Georgia = place Georgia/", "Washington = place Washington/"}},
	{"2023-10-11", "Moscow, Beijing and Tehran agreed. Paris, London and Berlin did not.", []string{"Moscow = RUS", "Paris = FRA"}},
	{"2023-10-11", "The minister flew to Tbilisi, Georgia, from Austin, Texas.", []string{"Georgia = GEO"}},
	{"2023-10-11", "Voters in Georgia went to the polls, as in Texas and Ohio.", []string{"Georgia = place Georgia/"}},
	{"2023-10-11", "Russia warned Georgia. A senator from Texas objected.", []string{"Georgia = GEO"}},
	{"2023-10-11", "Georgia has thanked Armenia. Tbilisi will send wine to Boston.", []string{"Georgia = GEO"}},

	// Money is nobody.
	{"2024-05-16", "Mexico paid US$5 million, then US $4m in Russian roubles, Swiss francs and Hong Kong dollars.", []string{"US = none", "US#2 = none", "Russian = none", "Swiss = none"}},
	{"2024-05-16", "The US dollar fell against the Japanese yen. The US gave Japan 5 million dollars.", []string{"US = none", "Japanese = none", "US#2 = USA", "Japan = JPN"}},
	{"2024-05-16", "Israel pounds Gaza. South Korea won the vote.", []string{"Israel = ISR", "South Korea = KOR"}},

	// Who stands by or against a state is not that state.
	{"2024-05-16", "Germany gave Sudan's neighbours 200 million euros.", []string{"Sudan = none", "Sudan's neighbours = Sudan's neighbours/"}},
	{"2024-05-16", "Mali's many critics met in Dakar. France thanked Ukraine's closest allies.", []string{"Mali = none", "Ukraine = none"}},
	{"2024-05-16", "Chad warned the enemies of Niger. Peru named its ally Chile.", []string{"Niger = none", "Chile = CHL"}},
	{"2024-05-16", "The president received the South American ally on Monday. North American partners came.", []string{"American = none", "American#2 = none"}},
	{"2024-05-16", "The South American ally thanked Spain. The North African neighbour of Libya did too.", []string{"The South American ally = none", "The North African neighbour = none"}},
	{"2024-05-16", "The South thanked Spain. The North did not, and the South Korean president left.", []string{"The South = KOR", "The North = PRK"}},
	{"2024-05-16", "The East African bloc met. The East African reported it.", []string{"The East African bloc = East African bloc/", "The East African#2 = Daily Nation/KEN"}},
	{"2024-05-16", "Russia's ally Belarus closed its border. Russia's neighbour, Finland, did too.", []string{"Belarus = BLR", "Finland = FIN", "Russia = none", "Russia#2 = none"}},
	{"2024-05-16", "The United States and its allies struck. Britain is an American ally.", []string{"The United States = USA", "Britain = GBR"}},

	// Outlets with common words for names.
	{"2024-05-16", "Today, Kenya thanked Togo. Time is short. Foreign policy experts spoke in the sun. Mirror images fool us.", []string{
		"Today = none", "Time = none", "Foreign policy = none", "Mirror = none"}},
	{"2024-05-16", "The minister told Time that the Guardian was wrong. The Economist agreed, and Foreign Policy reported it.", []string{
		"Time = Time magazine/USA", "Guardian = The Guardian/GBR", "The Economist = The Economist/GBR", "Foreign Policy = Foreign Policy/USA"}},
	{"2024-05-16", "“Time” and “Today” wrote so. “Today,” he said, “we leave.”", []string{"Time = Time magazine/USA", "Today#2 = none"}},

	// Long lists.
	{"2024-05-16", "The governments of Chad, Niger and Mali agreed. The foreign ministries of Peru and Chile protested.", []string{
		"The governments of Chad, Niger and Mali = TCD+NER+MLI", "The foreign ministries of Peru and Chile = PER+CHL"}},
	{"2024-05-16", "Soldiers of Chad, Niger and Mali marched. The government of Peru, Chile and a bishop sued.", []string{"The government of Peru = Peru government/PER", "Chile = CHL"}},

	// Apposition across commas.
	{"2024-05-16", "Carla Mondini, 54, the foreign minister of Peru, thanked Chile.", []string{"Carla Mondini = Carla Mondini/PER", "the foreign minister of Peru = Carla Mondini/PER"}},
	{"2024-05-16", "The foreign minister of Ghana, Kofi Asantewa, and his counterpart from Togo, Robert Dusi, signed it.", []string{"Kofi Asantewa = Kofi Asantewa/GHA", "counterpart from Togo, Robert Dusi = Robert Dusi/TGO"}},
	{"2024-05-16", "Ana Ruitort, an economist and the finance minister of Chile, spoke.", []string{"Ana Ruitort = Ana Ruitort/CHL"}},
	{"2024-05-16", "Jomo Wekesa, who studied law and is Kenya's trade minister, spoke.", []string{"Jomo Wekesa = Jomo Wekesa/KEN"}},
	{"2024-05-16", "Pyotr Gavrilin, deputy head of Russia's security council, warned Latvia.", []string{"Pyotr Gavrilin = Pyotr Gavrilin/RUS"}},
	{"2024-05-16", "Bamako, the capital of Mali, was calm. Paris, the French capital, slept.", []string{"Bamako = place Bamako/MLI", "Paris = place Paris/FRA"}},
	{"2024-05-16", "The speaker of Mali's transitional council, Colonel Moussa Diarra, spoke.", []string{"Colonel Moussa Diarra = Moussa Diarra/MLI"}},
}

// astray lists what a reading of the edges gets wrong.
func astray(t *testing.T, syntax func(*news.Analysis)) (wrong []string) {
	l := names.New(world(t))
	for _, tt := range edges {
		an := read(t, l, tt.day, tt.text, syntax)
		check(t, an)
		for _, want := range tt.want {
			phrase, _, _ := strings.Cut(want, " = ")
			if got := phrase + " = " + meaning(an, phrase); got != want && strings.TrimSuffix(got, "~") != want {
				wrong = append(wrong, fmt.Sprintf("%s: want %s, got %s", tt.text, want, got))
			}
		}
	}
	return wrong
}

func TestEdges(t *testing.T) {
	for _, w := range astray(t, nil) {
		t.Error(w)
	}
	if testing.Short() {
		return
	}
	for _, w := range astray(t, func(an *news.Analysis) { parse(t, an) }) {
		t.Error("with syntax: " + w)
	}
}

// TestLongList reads whose leaders nineteen are, one of them with an article
// and a possessive in its name.
func TestLongList(t *testing.T) {
	const group = "The leaders of Angola, Benin, Chad, Cuba, Egypt, Gabon, Ghana, Iran, Kenya, Laos, the Democratic People's Republic of Korea, Mali, Niger, Peru, Qatar, Syria, Togo, Vietnam and Zambia"
	want := strings.Fields("AGO BEN TCD CUB EGY GAB GHA IRN KEN LAO PRK MLI NER PER QAT SYR TGO VNM ZMB")
	l := names.New(world(t))
	for _, syntax := range []func(*news.Analysis){nil, func(an *news.Analysis) { parse(t, an) }} {
		an := read(t, l, "2024-09-05", group+" met in Accra, and Belize protested.", syntax)
		check(t, an)
		if m := an.Mentions[0]; m.In(an.Article.Text) != group || !slices.Equal(codes(an, m), want) {
			t.Errorf("got %s", show(an, m))
		}
	}
}
