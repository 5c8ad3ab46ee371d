package times

import (
	"strings"
	"testing"
)

func TestInUTC(t *testing.T) {
	for _, c := range []struct {
		day, clock string
		zone       int
		want       string
	}{
		{"2024-05-09", "T09:15", 540, "00:15 UTC on 2024-05-09"},
		{"2024-05-09", "T07:30", 540, "22:30 UTC on 2024-05-08"}, // a morning in Seoul is the evening before in London
		{"2024-12-31", "T21:00", -300, "02:00 UTC on 2025-01-01"},
		{"2024-05-09", "T24:00", 0, "00:00 UTC on 2024-05-10"},
		{"2024-05-09", "T14:00:30", 345, "08:15 UTC on 2024-05-09"},
	} {
		d, hhmm, ok := inUTC(day_(t, c.day), c.clock, c.zone)
		if got := hhmm + " UTC on " + d.String(); got != c.want || !ok {
			t.Errorf("%s%s, zone %d: %s, want %s", c.day, c.clock, c.zone, got, c.want)
		}
	}
}

func TestZones(t *testing.T) {
	layer := New(fixture(t))
	for text, want := range map[string]string{
		"The call began at 9:15 a.m. KST on May 9.":     ", 00:15 UTC on 2024-05-09",
		"The talks ended Thursday at 23:30 EST.":        ", 04:30 UTC on 2024-05-10",
		"Firing broke out at 14:00 GMT+9 on 9 May.":     ", 05:00 UTC on 2024-05-09",
		"Ships sailed at 0430 GMT on Thursday.":         ", 04:30 UTC on 2024-05-09",
		"Trading halted at 10:00 IST on Thursday.":      "", // Indian, Irish or Israeli
		"The truce took hold at 3 p.m. on Thursday.":    "", // no zone is told
		"The prisoners crossed on Thursday, 9 May 2024": "",
	} {
		times, _ := readAt(layer, day_(t, "2024-05-10"), text)
		if len(times) != 1 {
			t.Errorf("%s: %d times", text, len(times))
			continue
		}
		if _, after, _ := strings.Cut(times[0].Interval.Basis, ", 0"); want == "" && strings.Contains(after, "UTC") || !strings.HasSuffix(times[0].Interval.Basis, want) {
			t.Errorf("%s: %s, want its end to be %q", text, times[0].Interval.Basis, want)
		}
	}
}
