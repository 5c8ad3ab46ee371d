package times

import (
	"fmt"
	"strings"

	"chancery/internal/news"
)

// zones are minutes east of Greenwich, by the letters that the press writes
// behind an hour. Letters that stand for several zones (IST, CST, BST, AST) and
// those that change with the season (ET, PT) are read as a zone, and not
// converted: unknownZone.
var zones = map[string]int{
	"gmt": 0, "utc": 0, "z": 0, "wet": 0, "cet": 60, "wat": 60, "cest": 120, "eet": 120, "sast": 120, "cat": 120,
	"msk": 180, "eest": 180, "trt": 180, "eat": 180, "irst": 210, "gst": 240, "pkt": 300, "npt": 345, "wib": 420, "ict": 420,
	"hkt": 480, "sgt": 480, "pht": 480, "kst": 540, "jst": 540, "aest": 600, "acst": 570, "nzst": 720,
	"edt": -240, "est": -300, "cdt": -300, "mdt": -360, "mst": -420, "pdt": -420, "pst": -480, "brt": -180,
	"ist": unknownZone, "cst": unknownZone, "bst": unknownZone, "et": unknownZone, "pt": unknownZone,
}

const unknownZone = 1 << 12

// zoneIn is the zone of the hour told in words [i, end): "KST", "GMT+9".
func (l *line) zoneIn(i, end int) (minutes int, ok bool) {
	for k := i; k < end && k < len(l.w); k++ {
		if l.class(k) != zoneW || l.w[k].n == unknownZone {
			continue
		}
		minutes = l.w[k].n
		if sign := l.mark(k + 1); k+2 < end && (sign == '+' || sign == '-') {
			if h, ok := l.number(k+2, 1, 2); ok && h <= 14 {
				if sign == '-' {
					h = -h
				}
				minutes += 60 * h
			}
		}
		return minutes, true
	}
	return 0, false
}

// inUTC is the moment in universal time: the day there may be another than the
// day of the words. ok is false where the clock tells no hour.
func inUTC(d news.Day, clock string, zone int) (_ news.Day, hhmm string, ok bool) {
	var h, m int
	if n, err := fmt.Sscanf(strings.TrimPrefix(clock, "T"), "%d:%d", &h, &m); err != nil || n != 2 {
		return d, "", false
	}
	at := 60*h + m - zone
	for ; at < 0; at += 24 * 60 {
		d = d.AddDays(-1)
	}
	for ; at >= 24*60; at -= 24 * 60 {
		d = d.AddDays(1)
	}
	return d, fmt.Sprintf("%02d:%02d", at/60, at%60), true
}

// clockTime reads "3 p.m. EST", "14:30 GMT", "1400 GMT", "9 o'clock", "14h30".
func (l *line) clockTime(i int) (clock string, next int) {
	n, ok := l.number(i, 1, 4)
	if !ok {
		return "", i
	}
	h, m, s := n, 0, -1
	j := i + 1
	sure := false
	switch digits := l.w[i].digits; {
	case digits == 3:
		return "", i
	case digits == 4:
		if n >= 2400 || n%100 > 59 || l.class(j) != zoneW && !l.is(j, "local", "hours", "hrs", "h") && !(l.class(j) == unitW && unit(l.w[j].n) == hour) {
			return "", i
		}
		h, m, sure = n/100, n%100, true
		if l.class(j) == unitW || l.is(j, "hrs", "h") {
			j++
		}
	case (l.mark(j) == ':' || l.mark(j) == '.') && l.glued(j) && l.glued(j+1):
		mm, ok := l.number(j+1, 2, 2)
		if !ok || mm > 59 || h > 24 {
			return "", i
		}
		dotted := l.mark(j) == '.'
		m = mm
		j += 2
		if l.mark(j) == ':' && l.glued(j+1) {
			if ss, ok := l.number(j+1, 2, 2); ok && ss < 60 {
				s = ss
				j += 2
			}
		}
		sure = !dotted
	case l.is(j, "h") && l.glued(j):
		j++
		if mm, ok := l.number(j, 2, 2); ok && l.glued(j) && mm < 60 {
			m = mm
			j++
		}
		sure = true
	case l.is(j, "o'clock"):
		j, sure = j+1, true
	}
	switch code := l.w[min(j, len(l.w)-1)]; {
	case j < len(l.w) && code.entry.code == "am" && code.class == plain && h <= 12:
		if h == 12 {
			h = 0
		}
		j, sure = j+1, true
	case j < len(l.w) && code.entry.code == "pm" && code.class == plain && h <= 12:
		if h < 12 {
			h += 12
		}
		j, sure = j+1, true
	case l.is(j, "in") && l.is(j+1, "the") && l.class(j+2) == partW && h <= 12 && h > 0 && (sure || l.is(i-1, "at", "around", "about")):
		if c := l.w[j+2].entry.code; (c == "AF" || c == "EV") && h < 12 {
			h += 12
		}
		j, sure = j+3, true
	}
	if !sure || h > 24 {
		return "", i
	}
	clock = fmt.Sprintf("T%02d:%02d", h, m)
	if s >= 0 {
		clock += fmt.Sprintf(":%02d", s)
	}
	k := j
	if l.mark(k) == '(' {
		k++
	}
	switch {
	case l.class(k) == zoneW && strings.ToUpper(l.word(k)) == l.word(k):
		j = k + 1
		if l.mark(j) == '+' || l.mark(j) == '-' && l.glued(j+1) {
			if d, ok := l.number(j+1, 1, 2); ok && d <= 14 && l.is(k, "gmt", "utc") {
				j += 2
			}
		}
		if l.mark(k-1) == '(' && l.mark(j) == ')' {
			j++
		}
	case l.is(j, "local") && l.is(j+1, "time"):
		j += 2
	}
	return clock, j
}
