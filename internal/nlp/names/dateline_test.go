package names_test

import (
	"slices"
	"strings"
	"testing"

	"chancery/internal/news"
	"chancery/internal/nlp/names"
)

// Where reports are written, and whose land that is.
var cities = []struct{ name, land, state string }{
	{"Washington", "USA", "USA"}, {"London", "England", "GBR"}, {"Seoul", "South Korea", "KOR"}, {"Paris", "France", "FRA"},
	{"Moscow", "Russia", "RUS"}, {"Beijing", "China", "CHN"}, {"Tokyo", "Japan", "JPN"}, {"New Delhi", "India", "IND"},
	{"Nairobi", "Kenya", "KEN"}, {"Geneva", "Switzerland", "CHE"}, {"Brussels", "Belgium", "BEL"}, {"Istanbul", "Turkey", "TUR"},
	{"Garowe", "Somalia", "SOM"}, {"Dubai", "United Arab Emirates", "ARE"}, {"New York", "USA", "USA"}, {"Port-au-Prince", "Haiti", "HTI"},
	{"Singapore", "Singapore", "SGP"}, {"Addis Ababa", "Ethiopia", "ETH"},
	{"United Nations", "USA", "UNO"},
}

// How agencies write the line: CITY stands for the city in capitals, City for
// its name, Land for the country.
var datelines = []string{
	"CITY - ", "City - ", "CITY (Tessera) - ", "CITY, May 16 (Tessera) - ", "CITY — ", "City, May 16 (Tessera) — ",
	"CITY, Land (AP) — ", "CITY, 16 May 2024 (Meridian Wire) -- ", "CITY, May 16, 2024 - ", "CITY: ", "City (Meridian Wire) – ",
	"CITY/OSLO (Tessera) - ", "CITY and OSLO (May 16, 2024) - ", "CITY, Thursday (Tessera) — ", "CITY, AFP - ",
	"CITY. May 16 (Tessera) - ", "CITY, May 16. /TESSERA/. ", "City (dpa) - ", "City, May 16 (PTI) ", "City [Land], May 16 (ANI): ", "City, May 16, GNA – ",
	"City, 16 May (EFE).- ", "CITY May 16 Sapa ", "City, May 16 (TAP)- ", "CITY, Land, May 16, 2024 (AP) - ", "(CITY) - ", "CITY | ",
}

// What follows, and whose the ministry of it is; "" for either's of the text.
var filed = []struct{ text, owner string }{
	{"Kuwait expelled two Iranian diplomats on Tuesday, the Foreign Ministry said, giving them three days.", "KWT"},
	{"Mexico accused Guatemala on Tuesday of arming gunmen on the river. The Foreign Ministry asked for an inquiry.", "MEX"},
	{"“We protest,” the Foreign Ministry said on Tuesday, after Chile had recalled its ambassador to Bolivia.", ""},
	{"Kuwait expelled two Iranian diplomats, the state news agency said. The government gave no reason, and the army was silent.", ""},
	{"Peru called the ambassador of Honduras to the Foreign Ministry on Tuesday.", "PER"},
}

// TestDatelines holds that where a report was written is no party to what it
// tells, whatever the agency's habit.
func TestDatelines(t *testing.T) {
	l := names.New(world(t))
	for c, city := range cities {
		for n, line := range datelines {
			for m, f := range filed {
				line := strings.NewReplacer("CITY", strings.ToUpper(city.name), "City", city.name, "Land", city.land).Replace(line)
				for _, syntax := range []func(*news.Analysis){nil, func(an *news.Analysis) { parse(t, an) }} {
					if syntax != nil && (testing.Short() || (c+n+m)%4 != 0) {
						continue // every fourth is parsed: it costs time
					}
					an := read(t, l, "2024-05-16", "# Notes over the river\n"+line+f.text, syntax)
					check(t, an)
					ministry := "none"
					for _, m := range an.Mentions {
						codes := codes(an, m)
						if slices.Contains(codes, city.state) {
							t.Errorf("%s%s: %s", line, f.text, show(an, m))
						}
						if strings.HasSuffix(m.In(an.Article.Text), "Foreign Ministry") {
							ministry = strings.Join(codes, "+")
						}
					}
					if f.owner != "" && ministry != f.owner {
						t.Errorf("%s%s: the ministry is of %s, want %s", line, f.text, ministry, f.owner)
					}
				}
			}
		}
	}
}

// codes are the countries of those whom a mention means.
func codes(an *news.Analysis, m news.Mention) (out []string) {
	for _, e := range append([]int{m.Entity}, m.More...) {
		if e >= 0 && an.Entities[e].Actor.Country != "" && an.Entities[e].Kind != news.Media {
			out = append(out, an.Entities[e].Actor.Country)
		}
	}
	return out
}
