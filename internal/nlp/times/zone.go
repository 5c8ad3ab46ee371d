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
func (p *parser) zoneIn(i, end int) (minutes int, ok bool) {
	for k := i; k < end && k < len(p.w); k++ {
		if p.class(k) != zoneW || p.w[k].n == unknownZone {
			continue
		}
		minutes = p.w[k].n
		if sign := p.mark(k + 1); k+2 < end && (sign == '+' || sign == '-') {
			if h, ok := p.number(k+2, 1, 2); ok && h <= 14 {
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
