package gazetteer

import (
	"slices"
	"testing"

	"chancery/internal/news"
)

func occasion(t *testing.T, g *Gazetteer, id string) *Occasion {
	t.Helper()
	i := slices.IndexFunc(g.Occasions(), func(o *Occasion) bool { return o.ID == id })
	if i < 0 {
		t.Fatalf("no occasion %q", id)
	}
	return g.Occasions()[i]
}

func TestOccasionDays(t *testing.T) {
	g := load(t)
	for _, c := range []struct {
		id   string
		year int
		want string // "" for none
	}{
		{"russia-day", 2023, "2023-06-12"},
		{"russia-day", 1989, ""},
		{"prk-foundation-day", 2023, "2023-09-09"},
		{"rus-victory-day", 2024, "2024-05-09"},
		{"easter", 2024, "2024-03-31"},
		{"easter", 2011, "2011-04-24"},
		{"easter", 2000, "2000-04-23"},
		{"easter", 2019, "2019-04-21"},
		{"orthodox-easter", 2024, "2024-05-05"},
		{"orthodox-easter", 2025, "2025-04-20"},
		{"orthodox-easter", 2016, "2016-05-01"},
		{"good-friday", 2023, "2023-04-07"},
		{"eid-al-fitr", 2024, "2024-04-10"},
		{"eid-al-fitr", 2020, "2020-05-24"},
		{"eid-al-fitr", 2000, "2000-01-08"},
		{"eid-al-adha", 2024, "2024-06-16"},
		{"ramadan", 2023, "2023-03-23"},
		{"ashura", 2024, "2024-07-16"},
		{"mawlid", 2024, "2024-09-15"},
		{"usa-thanksgiving", 2024, "2024-11-28"},
		{"usa-thanksgiving", 2018, "2018-11-22"},
		{"usa-memorial-day", 2025, "2025-05-26"},
		{"usa-labor-day", 2022, "2022-09-05"},
		{"nowruz", 2024, "2024-03-20"},
		{"nowruz", 2023, "2023-03-21"},
		{"irn-islamic-revolution-victory-day", 2024, "2024-02-11"},
		{"irn-islamic-revolution-victory-day", 2025, "2025-02-10"},
		{"lunar-new-year", 2024, "2024-02-10"},
		{"diwali", 2021, "2021-11-04"},
		{"rosh-hashanah", 2023, "2023-09-16"},
		{"hanukkah", 2024, "2024-12-26"},
		{"rus-navy-day", 2024, "2024-07-28"},
		{"rus-inauguration-2024", 2024, "2024-05-07"},
		{"rus-inauguration-2024", 2023, ""},
		{"isr-independence-day", 2024, "2024-05-14"},
	} {
		d, ok := occasion(t, g, c.id).In(c.year)
		if got := d.String(); got != c.want || ok != (c.want != "") {
			t.Errorf("%s in %d: %q, want %q", c.id, c.year, got, c.want)
		}
	}
}

func TestAnniversaries(t *testing.T) {
	g := load(t)
	for _, c := range []struct {
		id      string
		ordinal int
		want    int
	}{
		{"rus-victory-day", 79, 2024},
		{"prk-foundation-day", 75, 2023},
		{"prk-liberation-day", 78, 2023},
		{"chn-national-day", 75, 2024},
		{"chn-prk-relations", 75, 2024},
	} {
		if got, ok := occasion(t, g, c.id).Anniversary(c.ordinal); !ok || got != c.want {
			t.Errorf("%s, the %dth: %d, want %d", c.id, c.ordinal, got, c.want)
		}
	}
	if _, ok := occasion(t, g, "easter").Anniversary(3); ok {
		t.Error("Easter counts anniversaries")
	}
}

func TestOccasionsNamed(t *testing.T) {
	g := load(t)
	for _, c := range []struct {
		name      string
		countries []string // some of those that must be there
	}{
		{"Victory Day", []string{"RUS", "BLR", "KAZ", "PRK", "BGD"}},
		{"Independence Day", []string{"USA", "IND", "PAK", "UKR", "AZE"}},
		{"National Day", []string{"CHN", "FRA", "SAU", "VNM", "CUB"}},
		{"Republic Day", []string{"TUR", "IND", "ITA", "KAZ"}},
		{"Liberation Day", []string{"KOR", "PRK"}},
		{"National Liberation Day of Korea", []string{"PRK"}},
		{"Bastille Day", []string{"FRA"}},
		{"Day of the Foundation of the Republic", []string{"PRK"}},
		{"the Day of the Sun", []string{"PRK"}},
		{"Army Day", []string{"CHN", "IRN", "PRK"}},
		{"Quds Day", []string{"IRN"}},
		{"Constitution Day", []string{"NOR", "KAZ", "JPN"}},
	} {
		var got []string
		for _, o := range g.OccasionsNamed(c.name) {
			got = append(got, o.Country)
		}
		for _, want := range c.countries {
			if !slices.Contains(got, want) {
				t.Errorf("%s: no %s among %v", c.name, want, got)
			}
		}
	}
}

// TestNationalDays asks of every member of the United Nations that it has a
// national day, and of every occasion that its rule gives days.
func TestNationalDays(t *testing.T) {
	g := load(t)
	celebrates := map[string]bool{}
	for _, o := range g.OccasionsNamed("National Day") {
		celebrates[o.Country] = true
	}
	for _, o := range g.OccasionsNamed("Independence Day") {
		celebrates[o.Country] = true
	}
	for _, iso := range members {
		if !celebrates[iso] {
			t.Errorf("%s has no national day", iso)
		}
	}
	for _, o := range g.Occasions() {
		days := 0
		for y := 1990; y <= 2030; y++ {
			d, ok := o.In(y)
			if ok {
				days++
			}
			if ok && int(d.Year) != y {
				t.Errorf("%s in %d: %v", o.ID, y, d)
			}
		}
		if days == 0 {
			t.Errorf("%s never falls", o.ID)
		}
		for _, c := range o.Countries {
			if _, ok := g.Codes(c); !ok && !g.isCode(c) {
				t.Errorf("%s: no country %q", o.ID, c)
			}
		}
	}
}

func FuzzRule(f *testing.F) {
	for _, s := range []string{"05-09", "4 thu 11", "last mon 05", "mon before 05-25", "easter-2", "orthodox+0", "hijri 10-01", "jalali 11-22", "2024-05-07 2025-05-08", "02-29"} {
		f.Add(s, 2024)
	}
	f.Fuzz(func(t *testing.T, s string, year int) {
		o := Occasion{Rule: s}
		d, ok := o.In(year)
		if ok != !d.IsZero() {
			t.Errorf("%q in %d: %v, %t", s, year, d, ok)
		}
		_ = news.OneDay(d, "")
	})
}
