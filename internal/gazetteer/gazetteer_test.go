package gazetteer

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"chancery/internal/news"

	"github.com/google/go-cmp/cmp"
)

// shared is loaded once: a Gazetteer never changes.
var shared = sync.OnceValues(func() (*Gazetteer, error) { return Load() })

func load(t testing.TB) *Gazetteer {
	t.Helper()
	g, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func day(t testing.TB, s string) news.Day {
	t.Helper()
	d, err := news.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// members are the 193 members of the United Nations.
var members = strings.Fields(`AFG ALB DZA AND AGO ATG ARG ARM AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BTN BOL BIH BWA BRA BRN BGR BFA BDI
CPV KHM CMR CAN CAF TCD CHL CHN COL COM COG CRI CIV HRV CUB CYP CZE PRK COD DNK DJI DMA DOM ECU EGY SLV GNQ ERI EST SWZ ETH FJI FIN FRA
GAB GMB GEO DEU GHA GRC GRD GTM GIN GNB GUY HTI HND HUN ISL IND IDN IRN IRQ IRL ISR ITA JAM JPN JOR KAZ KEN KIR KWT KGZ LAO LVA LBN LSO
LBR LBY LIE LTU LUX MDG MWI MYS MDV MLI MLT MHL MRT MUS MEX FSM MCO MNG MNE MAR MOZ MMR NAM NRU NPL NLD NZL NIC NER NGA MKD NOR OMN PAK
PLW PAN PNG PRY PER PHL POL PRT QAT KOR MDA ROU RUS RWA KNA LCA VCT WSM SMR STP SAU SEN SRB SYC SLE SGP SVK SVN SLB SOM ZAF SSD ESP LKA
SDN SUR SWE CHE SYR TJK THA TLS TGO TON TTO TUN TUR TKM TUV UGA UKR ARE GBR TZA USA URY UZB VUT VEN VNM YEM ZMB ZWE`)

func TestHolders(t *testing.T) {
	g := load(t)
	for _, c := range []struct {
		country string
		role    Role
		day     string
		want    string
	}{
		{"RUS", HeadOfState, "2011-06-01", "Dmitry Medvedev"},
		{"RUS", HeadOfState, "2024-05-09", "Vladimir Putin"},
		{"RUS", HeadOfGovernment, "2009-01-01", "Vladimir Putin"},
		{"RUS", HeadOfGovernment, "2024-01-01", "Mikhail Mishustin"},
		{"RUS", ForeignMinister, "2003-01-01", "Igor Ivanov"},
		{"RUS", ForeignMinister, "2024-05-09", "Sergei Lavrov"},
		{"RUS", DefenceMinister, "2024-06-01", "Andrei Belousov"},
		{"PRK", Leader, "2010-01-01", "Kim Jong Il"},
		{"PRK", Leader, "2012-01-01", "Kim Jong Un"},
		{"PRK", ForeignMinister, "2024-06-19", "Choe Son Hui"},
		{"KOR", HeadOfState, "2015-08-15", "Park Geun-hye"},
		{"KOR", HeadOfState, "2023-01-01", "Yoon Suk-yeol"},
		{"KOR", HeadOfState, "2025-08-15", "Lee Jae-myung"},
		{"CHN", HeadOfState, "2005-01-01", "Hu Jintao"},
		{"CHN", HeadOfGovernment, "2024-01-01", "Li Qiang"},
		{"CHN", ForeignMinister, "2023-03-01", "Qin Gang"},
		{"CHN", ForeignMinister, "2023-09-01", "Wang Yi"},
		{"USA", HeadOfState, "2003-03-20", "George W. Bush"},
		{"USA", HeadOfGovernment, "2012-01-01", "Barack Obama"},
		{"USA", HeadOfState, "2021-01-21", "Joe Biden"},
		{"USA", HeadOfState, "2025-02-01", "Donald Trump"},
		{"USA", ForeignMinister, "2017-06-01", "Rex Tillerson"},
		{"JPN", HeadOfGovernment, "2007-01-01", "Shinzo Abe"},
		{"JPN", HeadOfGovernment, "2024-12-01", "Shigeru Ishiba"},
		{"JPN", HeadOfGovernment, "2025-12-01", "Sanae Takaichi"},
		{"GBR", HeadOfGovernment, "2016-07-20", "Theresa May"},
		{"GBR", HeadOfGovernment, "2024-08-01", "Keir Starmer"},
		{"GBR", HeadOfState, "2022-12-25", "Charles III"},
		{"AUS", HeadOfState, "2001-01-01", "Elizabeth II"},
		{"FRA", HeadOfState, "2008-01-01", "Nicolas Sarkozy"},
		{"FRA", ForeignMinister, "2019-01-01", "Jean-Yves Le Drian"},
		{"DEU", HeadOfGovernment, "2000-06-01", "Gerhard Schröder"},
		{"DEU", HeadOfGovernment, "2025-06-01", "Friedrich Merz"},
		{"ITA", HeadOfGovernment, "2009-01-01", "Silvio Berlusconi"},
		{"VAT", HeadOfState, "2010-01-01", "Benedict XVI"},
		{"VAT", HeadOfState, "2025-06-01", "Leo XIV"},
		{"TUR", HeadOfGovernment, "2010-01-01", "Recep Tayyip Erdoğan"},
		{"TUR", HeadOfState, "2010-01-01", "Abdullah Gül"},
		{"AZE", HeadOfState, "2002-01-01", "Heydar Aliyev"},
		{"IRN", HeadOfGovernment, "2006-01-01", "Mahmoud Ahmadinejad"},
		{"IRN", ForeignMinister, "2016-01-01", "Mohammad Javad Zarif"},
		{"IRN", Leader, "2020-01-01", "Ali Khamenei"},
		{"IRQ", HeadOfState, "2002-06-01", "Saddam Hussein"},
		{"SYR", HeadOfState, "2020-01-01", "Bashar al-Assad"},
		{"SYR", HeadOfState, "2025-06-01", "Ahmed al-Sharaa"},
		{"ISR", HeadOfGovernment, "2003-01-01", "Ariel Sharon"},
		{"EGY", HeadOfState, "2013-01-01", "Mohamed Morsi"},
		{"DZA", HeadOfState, "2018-01-01", "Abdelaziz Bouteflika"},
		{"ZAF", HeadOfState, "2010-06-01", "Jacob Zuma"},
		{"ETH", HeadOfGovernment, "2019-01-01", "Abiy Ahmed"},
		{"NGA", HeadOfState, "2005-01-01", "Olusegun Obasanjo"},
		{"CUB", HeadOfState, "2001-01-01", "Fidel Castro"},
		{"VEN", ForeignMinister, "2010-01-01", "Nicolás Maduro"},
		{"BRA", HeadOfState, "2005-01-01", "Luiz Inácio Lula da Silva"},
		{"ARG", HeadOfState, "2024-01-01", "Javier Milei"},
		{"MEX", HeadOfState, "2025-01-01", "Claudia Sheinbaum"},
		{"VNM", Leader, "2015-01-01", "Nguyen Phu Trong"},
		{"VNM", HeadOfState, "2025-01-01", "Luong Cuong"},
		{"PAK", HeadOfGovernment, "2019-06-01", "Imran Khan"},
		{"IND", HeadOfGovernment, "2010-01-01", "Manmohan Singh"},
		{"IDN", HeadOfState, "2025-01-01", "Prabowo Subianto"},
		{"NZL", HeadOfGovernment, "2019-03-15", "Jacinda Ardern"},
		{"FJI", HeadOfGovernment, "2023-06-01", "Sitiveni Rabuka"},
		{"UNO", Chief, "2005-01-01", "Kofi Annan"},
		{"NAT", Chief, "2022-02-24", "Jens Stoltenberg"},
		{"IAE", Chief, "2024-01-01", "Rafael Grossi"},
	} {
		held := g.Holders(c.country, c.role, news.OneDay(day(t, c.day), ""))
		if len(held) != 1 || held[0].Person.Name != c.want {
			t.Errorf("Holders(%s, %s, %s) = %v, want %s", c.country, c.role, c.day, names(held), c.want)
		}
	}
}

func names(ts []Term) (ns []string) {
	for _, t := range ts {
		ns = append(ns, t.Person.Name)
	}
	return ns
}

// led by nobody on the first of July: occupied, or without a government.
var vacant = map[string]int{"IRQ": 2003, "SOM": 2000}

func TestEveryStateIsLed(t *testing.T) {
	g := load(t)
	born := map[string]int{"TLS": 2003, "MNE": 2006, "SSD": 2012}
	for _, iso := range members {
		for year := max(2000, born[iso]); year <= 2025; year++ {
			at := news.OneDay(news.NewDay(year, 7, 1), "")
			leads := len(g.Holders(iso, HeadOfState, at)) + len(g.Holders(iso, HeadOfGovernment, at)) + len(g.Holders(iso, Leader, at))
			// San Marino's captains regent change twice a year and are not listed.
			if leads == 0 && iso != "SMR" && vacant[iso] != year {
				t.Errorf("nobody leads %s on %v", iso, at.From)
			}
		}
	}
}

func TestExclusiveOffices(t *testing.T) {
	g := load(t)
	// Shared by law (BIH, AND), or by rival governments or transitions.
	shared := []string{"BIH", "AND", "LBY", "YEM", "HTI", "CIV"}
	type office struct{ country, title string }
	for country, terms := range g.held {
		byOffice := map[office][]Term{}
		for _, term := range terms {
			switch term.Role {
			case HeadOfState, HeadOfGovernment, ForeignMinister:
				byOffice[office{country, term.Office + string(term.Role)}] = append(byOffice[office{country, term.Office + string(term.Role)}], term)
			}
		}
		if slices.Contains(shared, country) {
			continue
		}
		for o, ts := range byOffice {
			for i := 1; i < len(ts); i++ {
				a, b := ts[i-1], ts[i]
				if a.Person != b.Person && (a.To.IsZero() || a.To.AddDays(-31).After(b.From)) {
					t.Errorf("%v: %s until %v, but %s from %v", o, a.Person.Name, a.To, b.Person.Name, b.From)
				}
			}
		}
	}
}

func TestTables(t *testing.T) {
	g := load(t)
	for _, iso := range members {
		c, ok := g.Codes(iso)
		if !ok || c.ISO2 == "" || c.FIPS == "" || c.Wikidata == "" || c.COW == 0 || c.GW == 0 {
			t.Errorf("codes of %s: %+v", iso, c)
		}
	}
	iso2, wd, cow := map[string]string{}, map[string]string{}, map[int]string{}
	for iso, c := range g.codes {
		for _, k := range []struct {
			key  string
			seen map[string]string
		}{{c.ISO2, iso2}, {c.Wikidata, wd}} {
			if k.key == "" {
				continue
			}
			if other := k.seen[k.key]; other != "" {
				t.Errorf("%s and %s share %s", iso, other, k.key)
			}
			k.seen[k.key] = iso
		}
		if !slices.Contains([]string{"SUN", "YUG", "SCG"}, iso) && c.COW != 0 { // predecessors' numbers passed on
			if other := cow[c.COW]; other != "" {
				t.Errorf("%s and %s share COW %d", iso, other, c.COW)
			}
			cow[c.COW] = iso
		}
	}
	ids := map[string]string{}
	for _, table := range order {
		if table == "holders" || table == "births" || table == "facts" { // no IDs
			continue
		}
		err := embedded(table, func(r row) error {
			id := r.cells[0]
			if other := ids[id]; other != "" {
				t.Errorf("%s and %s both have %s", table, other, id)
			}
			ids[id] = table
			if len(r.cells) != len(columns[table]) || r.cells[len(r.cells)-1] == "" {
				t.Errorf("%s: line %d: %d cells of %d, or no source", table, r.line, len(r.cells), len(columns[table]))
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	err := embedded("holders", func(r row) error {
		p := g.Entry(r.cell("person"))
		if p == nil || Fold(p.Name) != Fold(r.cell("name")) && r.cell("name") == "" {
			t.Errorf("holders: line %d: %s is not %q", r.line, r.cell("person"), r.cell("name"))
		}
		c := r.cell("country")
		if _, ok := g.Codes(c); !ok && g.Entry(c) == nil && !g.isCode(c) {
			t.Errorf("holders: line %d: no country %q", r.line, c)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func (g *Gazetteer) isCode(code string) bool {
	for _, e := range g.entries {
		if e.Kind == news.Organisation && e.Country == code {
			return true
		}
	}
	return false
}

func TestLookup(t *testing.T) {
	g := load(t)
	for _, c := range []struct {
		name, id string
		sense    Sense
	}{
		{"North Korea", "PRK", Proper},
		{"north korea", "", ""},
		{"NORTH KOREA", "PRK", Proper},
		{"DPRK", "PRK", Acronym},
		{"D.P.R.K.", "PRK", Acronym},
		{"Democratic People’s Republic of Korea", "PRK", Proper},
		{"the North", "PRK", Proper},
		{"North", "", ""},
		{"Korea", "KOR", Proper},
		{"North Korean", "PRK", Demonym},
		{"Koreans", "KOR", Demonym},
		{"Pyongyang", "PRK", Capital},
		{"the Kremlin", "RUS", Metonym},
		{"Blue House", "KOR", Metonym},
		{"Washington", "USA", Capital},
		{"US", "USA", Acronym},
		{"U.S.", "USA", Acronym},
		{"us", "", ""},
		{"Us", "", ""},
		{"WHO", "Q7817", Acronym},
		{"Who", "", ""},
		{"who", "", ""},
		{"Nato", "Q7184", Acronym},
		{"NATO", "Q7184", Acronym},
		{"EU", "Q458", Acronym},
		{"Turkey", "TUR", Proper},
		{"turkey", "", ""},
		{"Türkiye", "TUR", Proper},
		{"Turkiye", "TUR", Proper},
		{"Georgia", "GEO", Proper},
		{"Chad", "TCD", Proper},
		{"Burma", "MMR", Proper},
		{"Côte d’Ivoire", "CIV", Proper},
		{"Finns", "FIN", Demonym},
		{"Emiratis", "ARE", Demonym},
		{"Dutch", "NLD", Demonym},
		{"Congo", "COD", Proper},
		{"USSR", "SUN", Acronym},
		{"Kim Jong-un", "Q56226", Proper},
		{"Kim Jong Un", "Q56226", Proper},
		{"Kim Jong-Un", "Q56226", Proper},
		{"Vladimir Putin", "Q7747", Proper},
		{"Putin", "Q7747", Surname},
		{"PUTIN", "Q7747", Surname},
		{"Zelenskyy", "Q3874799", Surname},
		{"Volodymyr Zelenskiy", "Q3874799", Proper},
		{"Erdogan", "Q39259", Surname},
		{"Recep Tayyip Erdogan", "Q39259", Proper},
		{"Aleksandr Lukashenko", "Q2866", Proper},
		{"Alyaksandr Lukashenka", "Q2866", Proper},
		{"Xi", "Q15031", Surname},
		{"al-Assad", "Q44329", Surname},
		{"MBS", "person:mohammed-bin-salman", Acronym},
		{"Jokowi", "Q3318231", Surname},
		{"Hamas", "Q38799", Proper},
		{"al-Shabaab", "group:al-shabaab", Proper},
		{"IRGC", "body:irn-islamic-revolutionary-guard-corps", Acronym},
		{"State Department", "body:usa-state-department", Proper},
		{"KCNA", "media:korean-central-news-agency", Acronym},
		{"Yonhap", "media:yonhap-news-agency", Proper},
		{"Russian Foreign Ministry", "RUS:foreign-ministry", Proper},
		{"Russia's Ministry of Defence", "RUS:defence-ministry", Proper},
		{"Ministry of Foreign Affairs of Japan", "JPN:foreign-ministry", Proper},
		{"Ministry of Foreign Affairs of the Russian Federation", "RUS:foreign-ministry", Proper},
		{"Russia's", "RUS", Proper},
		{"", "", ""},
		{"the", "", ""},
		{"Xyzzy", "", ""},
	} {
		ms := g.Lookup(c.name)
		switch {
		case c.id == "" && len(ms) > 0:
			t.Errorf("Lookup(%q) = %+v, want none", c.name, *ms[0].Entry)
		case c.id != "" && len(ms) == 0:
			t.Errorf("Lookup(%q) finds nothing", c.name)
		case c.id != "" && (c.id[0] != 'Q' && ms[0].Entry.ID != c.id || c.id[0] == 'Q' && ms[0].Entry.ID != c.id || ms[0].Sense != c.sense):
			t.Errorf("Lookup(%q) = %s %s (%s), want %s %s", c.name, ms[0].Entry.ID, ms[0].Sense, ms[0].Entry.Name, c.id, c.sense)
		}
	}
}

func TestHasPrefix(t *testing.T) {
	g := load(t)
	for words, want := range map[string]bool{
		"kim": true, "kim jong": true, "kim jong un": true, "kim jon": false, "kim jong un said": false,
		"the": true, "the kremlin": true, "russian": true, "russian foreign": true, "russian foreign ministry": true,
		"russian foreign tea": false, "ministry of foreign affairs of": true, "ministry of foreign affairs of the russian": true,
		"xyzzy": false, "democratic people's republic": true, "russia's foreign ministry": true,
	} {
		if got := g.HasPrefix(words); got != want {
			t.Errorf("HasPrefix(%q) = %t, want %t", words, got, want)
		}
	}
}

// TestPrefixesLeadToNames scans word by word as the names layer does: every
// name of the tables must be reached through its prefixes and then be found.
func TestPrefixesLeadToNames(t *testing.T) {
	g := load(t)
	for _, r := range g.readings {
		words := strings.Split(r.key, " ")
		for i := range words {
			if p := strings.Join(words[:i+1], " "); !g.HasPrefix(p) {
				t.Fatalf("HasPrefix(%q) is false on the way to %q", p, r.form)
			}
		}
		if !slices.ContainsFunc(g.Lookup(r.form), func(m Match) bool { return m.Entry == r.entry && m.Sense == r.sense }) {
			t.Fatalf("Lookup(%q) does not find %s", r.form, r.entry.ID)
		}
	}
}

func TestOutlet(t *testing.T) {
	g := load(t)
	for _, c := range []struct {
		name, country string
		state, agency bool
	}{
		{"KCNA", "PRK", true, true},
		{"Korean Central News Agency", "PRK", true, true},
		{"https://www.yna.co.kr/view/1", "KOR", false, true},
		{"en.yna.co.kr", "KOR", false, true},
		{"Reuters", "GBR", false, true},
		{"rodong.rep.kp", "PRK", true, false},
		{"Global Times", "CHN", true, false},
		{"nytimes.com", "USA", false, false},
	} {
		o, ok := g.Outlet(c.name)
		if !ok || o.Country != c.country || o.StateMedia != c.state || o.Agency != c.agency {
			t.Errorf("Outlet(%q) = %+v, %t", c.name, o, ok)
		}
	}
	for _, s := range []string{"", ".", "http://", "example.org", "North Korea"} {
		if o, ok := g.Outlet(s); ok {
			t.Errorf("Outlet(%q) = %v", s, o.Name)
		}
	}
}

func TestOwnRows(t *testing.T) {
	in := "# ours\npersons\tperson:jane-roe\tJane Roe\tRoe\t\tFRA\tGOV\nholders\tperson:jane-roe\t\tFRA\tforeign minister\tforeign minister\t2031-01-01\n" +
		"occasions\tfra-x\tFRA\tDay of the Test\tTest Day\t06-18\t1940\nstates\tFRA\t\t\t\t\t\t\tFrance\tHexagon\n"
	g, err := Load(strings.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	if ms := g.Lookup("Jane Roe"); len(ms) != 1 || ms[0].Entry.ID != "person:jane-roe" {
		t.Errorf("Jane Roe: %v", ms)
	}
	if ms := g.Lookup("Hexagon"); len(ms) != 1 || ms[0].Entry.ID != "FRA" {
		t.Errorf("Hexagon: %v", ms)
	}
	if held := g.Terms("person:jane-roe"); len(held) != 1 || held[0].Source != "user" {
		t.Errorf("terms: %v", held)
	}
	if os := g.OccasionsNamed("test day"); len(os) != 1 || os[0].ID != "fra-x" {
		t.Errorf("test day: %v", os)
	}
	for _, bad := range []string{"nowhere\tx", "persons", "holders\tperson:nobody\t\tFRA", "occasions\tx\tFRA\tX\t\t99-99", "states\tXX1\t\tx\t\t\t\t\tX",
		"landmarks\tx\tX\tFRA", "holders\tQ7747\t\tRUS\tpresident\t\t2031-01-01\t2030-01-01", "births\tQ7747\t\t", "births\tperson:nobody\t\t1950-01-01",
		"facts\t2030-01-01\tfoo*\tfoo", "facts\t2030-01-01\tfoo++bar\tfoo", "facts\t2030-01-01\tfoo+–\tfoo", "facts\t\tfoo\tfoo", "facts\t2030-01-01\tfoo\tfoo\t101"} {
		if _, err := Load(strings.NewReader(bad)); err == nil {
			t.Errorf("Load took %q", bad)
		}
	}
}

func TestLandmarks(t *testing.T) {
	g := load(t)
	ls := g.Landmarks()
	if len(ls) < 300 {
		t.Errorf("%d landmarks", len(ls))
	}
	find := func(name string) (days []string) {
		for _, l := range ls {
			if slices.Contains(l.Names, name) {
				days = append(days, l.Date.From.String())
			}
		}
		return days
	}
	for name, want := range map[string]string{
		"Treaty on Comprehensive Strategic Partnership": "2024-06-19",
		"invasion of Ukraine":                           "2022-02-24",
		"Panmunjom Declaration":                         "2018-04-27",
		"fall of the Berlin Wall":                       "1989-11-09",
	} {
		if diff := cmp.Diff([]string{want}, find(name)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	for _, l := range ls {
		for _, c := range l.Countries {
			if _, ok := g.Codes(c); !ok && !g.isCode(c) {
				t.Errorf("%s: no country %q", l.ID, c)
			}
		}
	}
}

func TestFacts(t *testing.T) {
	fs := load(t).Facts()
	if len(fs) < 7000 {
		t.Errorf("%d facts", len(fs))
	}
	seen := map[string]string{}
	for i, f := range fs {
		if i > 0 && f.From.Before(fs[i-1].From) {
			t.Errorf("%s stands behind %s", f.From, fs[i-1].From)
		}
		for _, terms := range f.Keys {
			k := strings.ToLower(strings.Join(terms, "+"))
			if seen[k] != "" {
				t.Errorf("%s: %s and %s", k, seen[k], f.What)
			}
			seen[k] = f.What
		}
	}
	own, err := Load(strings.NewReader("facts\t2031-05-06\tQuorlex+found*;Quorlex papers\tQuorlex founded\t40\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := Fact{From: news.NewDay(2031, 5, 6), Keys: [][]string{{"Quorlex", "found*"}, {"Quorlex papers"}}, What: "Quorlex founded", Fresh: .4, Source: "user"}
	if diff := cmp.Diff(want, own.Facts()[len(fs)]); diff != "" {
		t.Errorf("a row of one's own (-want +got):\n%s", diff)
	}
}

func FuzzLookup(f *testing.F) {
	g := load(f)
	for _, s := range []string{"Kim Jong Un", "the Ministry of Foreign Affairs of the Russian Federation", "’s", "the ", "U.S.", "İ", "\xff\xfe", "a\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(_ *testing.T, s string) {
		g.Lookup(s)
		g.HasPrefix(Fold(s))
		g.HasPrefix(s)
		g.Outlet(s)
		g.OccasionsNamed(s)
		g.Entry(s)
	})
}

func FuzzOwnRows(f *testing.F) {
	f.Add("persons\tperson:x\tA|B C\n")
	f.Add("occasions\tx\t\tX\t\t4 thu 11\n")
	f.Add("states\tX1X\n\tholders\n")
	f.Fuzz(func(_ *testing.T, s string) {
		g := &Gazetteer{
			entries: map[string]*Entry{}, codes: map[string]Codes{}, terms: map[string][]Term{}, held: map[string][]Term{},
			outlets: map[string]*Outlet{}, domains: map[string]*Outlet{}, named: map[string][]*Occasion{},
		}
		if err := own(strings.NewReader(s), g.add); err == nil {
			g.index()
			g.Lookup(s)
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLookup(b *testing.B) {
	g := load(b)
	b.ReportAllocs()
	for b.Loop() {
		g.Lookup("Russian President Vladimir Putin")
		g.Lookup("Kim Jong-un")
		g.HasPrefix("kim jong")
	}
}
