package desk

import (
	"strconv"
	"strings"
	"testing"

	"chancery/internal/desk/desktest"
	"chancery/internal/news"
	"chancery/internal/survey/surveytest"
)

// related are stories of people whose names share words, who speak, deny and deal
// in ways that a page could count otherwise than it lists them.
func related() []surveytest.Story {
	out := surveytest.Stories()
	lavrov, yoJong := news.Actor{ID: "Q58217", Name: "Sergey Lavrov", Country: "RUS", Office: "foreign minister"}, news.Actor{ID: "Q11299439", Name: "Kim Yo Jong", Country: "PRK", Office: "deputy department director"}
	for i := range 8 {
		x := out[i%4]
		x.Name, x.Event = "related"+strconv.Itoa(i), "R-"+strconv.Itoa(i)
		x.Date = news.OneDay(news.NewDay(2019+i, 5, 1+i), "")
		switch i {
		case 0, 1:
			x.Who, x.Act = lavrov, "warn"
		case 2, 3:
			x.Whom, x.Denied = yoJong, []news.Actor{lavrov}
		case 4:
			x.Outlet = "NORTH WIRE"
		case 5:
			x.On = &news.Occasion{ID: "other-liberation", Name: "Liberation Day", Country: "KOR"}
		case 6:
			x.Who, x.Whom = x.Whom, x.Who
		}
		out = append(out, x)
	}
	kim := news.Actor{Name: "Kim", Country: "KOR", Office: "envoy"} // no one of the Kims above
	for i := range 8 {
		x := out[i%4]
		x.Name, x.Event = "whole"+strconv.Itoa(i), "W-"+strconv.Itoa(i)
		x.Date = news.OneDay(news.NewDay(2018, 1+i, 1), "")
		x.From, x.Outlet = "the agency", "west.example" // as others' host is
		x.Address = "https://www.WHOLE.example/" + x.Name
		switch i {
		case 0, 1:
			x.Who, x.Says = kim, "Nothing to say"
			x.On = &news.Occasion{Name: "Day", Country: "KOR"}
		case 2:
			x.Whom, x.From = kim, "an official of the agency"
			x.Who.Name = "VLADIMIR PUTIN"
		case 3: // one without an office, and one whom the gazetteer knows
			kim.Office = ""
			x.Denied = []news.Actor{kim, {ID: "Q7747", Name: "V. V. P.", Country: "RUS", Office: "president"}}
			x.On = &news.Occasion{Name: "liberation day", Country: "KOR"}
		case 4:
			x.Who, x.Whom, x.Outlet = news.Actor{Name: "Élysée “palace”", Country: "FRA", Office: "Palace"}, kim, "whole.example"
		case 5:
			x.Who, x.Whom, x.Outlet = news.Actor{Name: "Elysee 'palace'", Country: "FRA"}, news.Actor{}, "Whole"
		}
		out = append(out, x)
	}
	return out
}

// A number beside an address is that of the events which the address finds.
func TestCounts(t *testing.T) {
	d := newDesk(t, related()...)
	seen := 0
	for _, path := range []string{"/", "/?q=act:warn", "/names", "/pair/PRK/RUS", "/pair/USA/PRK", nameAt(aPerson, "Vladimir Putin"), nameAt(aPerson, "putin"), nameAt(aPerson, "Jong"), nameAt(aPerson, "Sergey Lavrov"),
		nameAt(aPerson, "Lavrov"), nameAt(anOutlet, "North Wire"), nameAt(anOutlet, "west.example"), nameAt(anOccasion, "Liberation Day"), nameAt(anOccasion, "liberation"), nameAt(aSource, "KCNA"), nameAt(aSource, "kremlin"), "/network",
		"/pair/PRK/KOR", nameAt(aPerson, "Kim"), nameAt(aPerson, "Kim Jong Un"), nameAt(aPerson, "Élysée “palace”"), nameAt(anOccasion, "Day"), nameAt(aSource, "the agency"), nameAt(anOutlet, "whole.example")} {
		w := get(t, d, path)
		page, err := desktest.Read(w.Body)
		if err != nil || w.Code != 200 {
			t.Errorf("%s: %d %v", path, w.Code, err)
			continue
		}
		for _, x := range page.Numbers {
			f, err := d.found(t.Context(), x.Query, nil)
			if err != nil {
				t.Errorf("%s: %s: %v", path, x.Query, err)
				continue
			}
			if seen++; f.Len() != x.Events {
				t.Errorf("%s says %d of %s, which finds %d", path, x.Events, x.Query, f.Len())
			}
		}
	}
	if seen < 150 {
		t.Errorf("%d numbers", seen)
	}
}

// A part of a name lists what the whole name does.
func TestPartOfName(t *testing.T) {
	d := newDesk(t, related()...)
	for part, whole := range map[string]string{nameAt(aPerson, "putin"): nameAt(aPerson, "Vladimir Putin"), nameAt(aPerson, "LAVROV"): nameAt(aPerson, "Sergey Lavrov"), nameAt(aSource, "kremlin"): nameAt(aSource, "Kremlin"),
		nameAt(anOutlet, "WWW.WEST.EXAMPLE"): nameAt(anOutlet, "west.example"), nameAt(anOccasion, "liberation"): nameAt(anOccasion, "Liberation Day")} {
		lists := func(path string) string {
			_, says, _ := strings.Cut(text(t, get(t, d, path)), "Rituals by year")
			says, _, _ = strings.Cut(says, "The latest")
			return says
		}
		if a, b := lists(part), lists(whole); a != b && (strings.Contains(part, "person") || strings.Contains(part, "occasion")) {
			t.Errorf("%s:\n%s\n%s:\n%s", part, a, whole, b)
		}
	}
	if got := text(t, get(t, d, nameAt(aPerson, "Jong"))); !strings.Contains(got, "Who is called so Kim Jong Un") || !strings.Contains(got, "Kim Yo Jong") {
		t.Error(got)
	}
	if got := text(t, get(t, d, nameAt(aPerson, "putin"))); !strings.Contains(got, "all names Vladimir Putin") || !strings.Contains(got, "president, Russia") {
		t.Error(got)
	}
}
