package times

import (
	"strings"
	"testing"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// table is a gazetteer of a few rows, so that the tests of this package say
// what they presuppose.
type table struct {
	occasions []*gazetteer.Occasion
	landmarks []gazetteer.Landmark
	facts     []gazetteer.Fact
	names     map[string]gazetteer.Match
	terms     map[string][]gazetteer.Term
}

// Born knows one person's birth.
func (t *table) Born(person string) news.Day {
	if person == "Q1" {
		return news.NewDay(1952, 10, 7)
	}
	return news.Day{}
}

// Outlet knows three media, of a country each.
func (t *table) Outlet(name string) (gazetteer.Outlet, bool) {
	country := map[string]string{"Plains Tribune": "USA", "Fens Gazette": "GBR", "Prairie Post": "CAN"}[name]
	return gazetteer.Outlet{Entry: &gazetteer.Entry{Name: name, Country: country}}, country != ""
}
func (t *table) Occasions() []*gazetteer.Occasion     { return t.occasions }
func (t *table) Landmarks() []gazetteer.Landmark      { return t.landmarks }
func (t *table) Facts() []gazetteer.Fact              { return t.facts }
func (t *table) Terms(person string) []gazetteer.Term { return t.terms[person] }
func (t *table) Lookup(name string) []gazetteer.Match {
	if m, ok := t.names[gazetteer.Fold(name)]; ok {
		return []gazetteer.Match{m}
	}
	return nil
}

func day_(t testing.TB, s string) news.Day {
	t.Helper()
	d, err := news.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// fixture is the table that the tests use.
func fixture(t testing.TB) *table {
	f := &table{names: map[string]gazetteer.Match{}, terms: map[string][]gazetteer.Term{}}
	for row := range strings.SplitSeq(strings.TrimSpace(`
rus-victory-day|RUS|Victory Day|Victory Day;Great Victory|05-09|1945
prk-victory-day|PRK|Victory Day|Victory Day;Day of Victory in the Fatherland Liberation War|07-27|1953
prk-liberation-day|PRK|Liberation Day|Liberation Day;National Liberation Day|08-15|1945
ita-liberation-day|ITA|Liberation Day|Liberation Day|04-25|1945
prk-foundation-day|PRK|Day of the Foundation of the Republic|Day of the Foundation of the Republic;Republic Foundation Day|09-09|1948
rus-russia-day|RUS|Russia Day|Russia Day;Day of Russia|06-12|1990
ind-independence-day|IND|Independence Day|Independence Day|08-15|1947
pak-independence-day|PAK|Independence Day|Independence Day|08-14|1947
pak-pakistan-day|PAK|Pakistan Day|Pakistan Day|03-23|1940
fra-bastille-day|FRA|Bastille Day|Bastille Day|07-14|1789
dza-revolution-day|DZA|Revolution Day|Revolution Day|11-01|1954
irn-revolution-day|IRN|Islamic Revolution Victory Day|Islamic Revolution Victory Day;Islamic Revolution|02-11|1979
usa-thanksgiving|USA|Thanksgiving|Thanksgiving;Thanksgiving Day|4 thu 11|
can-thanksgiving|CAN|Thanksgiving|Thanksgiving;Thanksgiving Day|2 mon 10|
chn-national-day|CHN|National Day|National Day;founding of the People's Republic of China|10-01|1949
aze-victory-day|AZE|Victory Day|Victory Day|11-08|2020
vnm-national-day|VNM|National Day|National Day|09-02|1945
christmas||Christmas|Christmas;Christmas Day|12-25|
new-year||New Year's Day|New Year's Day|01-01|
easter||Easter|Easter;Easter Sunday|easter+0|
eid-al-fitr||Eid al-Fitr|Eid al-Fitr;Eid|hijri 10-01|
rus-inauguration-2024|RUS|Inauguration of Vladimir Putin|Putin's inauguration|2024-05-07|
`), "\n") {
		c := strings.Split(row, "|")
		o := &gazetteer.Occasion{Occasion: news.Occasion{ID: c[0], Country: c[1], Name: c[2]}, Names: strings.Split(c[3], ";"), Rule: c[4]}
		if c[5] != "" {
			o.Founded = atoi(c[5])
		}
		f.occasions = append(f.occasions, o)
	}
	for row := range strings.SplitSeq(strings.TrimSpace(`
invasion-of-ukraine|invasion of Ukraine;war in Ukraine;conflict with Ukraine|2022-02-24
prk-rus-treaty-2024|Treaty on Comprehensive Strategic Partnership|2024-06-19
kargil|Kargil war|1999-05-03
soleimani|killing of Qasem Soleimani|2020-01-03
scr-1718|UN Security Council Resolution 1718|2006-10-14
scr-2231|UN Security Council Resolution 2231|2015-07-20
scr-2254|UN Security Council Resolution 2254|2015-12-18
g7-2015|G7 summit in Elmau|2015-06-07
g7-2022|G7 summit in Elmau;2022 G7 summit|2022-06-26
g7-2023|G7 summit in Hiroshima;2023 G7 summit|2023-05-19
congress-118|118th Congress|2023-01-03|2025-01-03
quake-2009|Abruzzo earthquake|2009-04-06||ITA
derby-2009|Palermo regatta|2009-07-20||ITA
derby-2013|Palermo regatta|2013-07-20||ITA
`), "\n") {
		c := strings.Split(row, "|")
		l := gazetteer.Landmark{ID: c[0], Names: strings.Split(c[1], ";"), Date: news.OneDay(day_(t, c[2]), "")}
		if len(c) > 3 && c[3] != "" {
			l.Date.To = day_(t, c[3])
		}
		if len(c) > 4 {
			l.Countries = strings.Split(c[4], ";")
		}
		f.landmarks = append(f.landmarks, l)
	}
	for row := range strings.SplitSeq(strings.TrimSpace(`
RUS|Russia;Russian;Russians;Moscow;Kremlin;Putin;Vladimir Putin
PRK|North Korea;North Korean;Pyongyang;Kim Jong Un;DPRK;Korea;Kim Jong-un
IND|India;Indian;New Delhi;Modi
PAK|Pakistan;Pakistani;Islamabad
ITA|Italy;Italian;Rome
FRA|France;French;Paris;Macron
DZA|Algeria;Algerian;Algiers
IRN|Iran;Iranian;Tehran
IRQ|Iraq;Iraqi;Baghdad
CHN|China;Chinese;Beijing
VNM|Vietnam;Vietnamese;Hanoi
CUB|Cuba;Cuban;Havana
AZE|Azerbaijan;Azerbaijani;Baku
TUR|Türkiye;Turkish;Ankara
USA|United States;American;Washington
CAN|Canada;Canadian;Ottawa
`), "\n") {
		c := strings.Split(row, "|")
		e := &gazetteer.Entry{ID: c[0], Kind: news.State, Name: strings.Split(c[1], ";")[0], Country: c[0]}
		for n := range strings.SplitSeq(c[1], ";") {
			f.names[gazetteer.Fold(n)] = gazetteer.Match{Entry: e, Sense: gazetteer.Proper}
		}
	}
	return f
}
