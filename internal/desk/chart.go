package desk

import (
	"fmt"

	"chancery/internal/act"
	"chancery/internal/survey"
)

// chart is a series drawn as bars: cooperation above the line, conflict below
// it, material darker than verbal. Its bars have no text, so that they may be
// stretched; labels stand beside them.
type chart struct {
	By     string
	Bars   []bar
	Apart  int // events of no one unit
	Before int // events before the first bar
	Width  int // of the view box: one a bar, more where there is but one
	Height int
	Zero   int // where the line is
	First  string
	Middle string
	Last   string
	Up     int // the most events above the line
	Down   int // and below
	Most   int // of the two: the scale
	Label  string
	Brush  string // the address that a period is appended to; "" where none is chosen
}

// bar is one unit of time.
type bar struct {
	At      string
	Events  [4]int
	Origins int
	Total   int
	Address string
	X       int
	Parts   []rect
	Says    string
}

// rect is a part of a bar, one class of acts.
type rect struct {
	Class     string
	Y, Height string
}

// Heights of the bars above and below the line together.
const chartHeight = 100

// chartOf draws what is found, in n bars at most; nil where nothing has a date.
func (d *Desk) chartOf(f *survey.Found, n int, address func(at string) string) *chart {
	c := &chart{Height: chartHeight}
	var points []survey.Point
	points, c.By, c.Before, c.Apart = shown(f, n)
	if len(points) == 0 {
		return nil
	}
	for _, p := range points {
		c.Up = max(c.Up, p.Events[act.VerbalCooperation-1]+p.Events[act.MaterialCooperation-1])
		c.Down = max(c.Down, p.Events[act.VerbalConflict-1]+p.Events[act.MaterialConflict-1])
	}
	scale := float64(chartHeight) / float64(max(1, c.Up+c.Down))
	zero := float64(c.Up) * scale
	c.Zero = int(zero)
	for i, p := range points {
		b := bar{At: p.At, Events: p.Events, Origins: p.Origins, Total: p.Total(), X: i, Address: address(p.At)}
		b.Says = fmt.Sprintf("%s: %d verbal and %d material cooperation, %d verbal and %d material conflict", p.At, p.Events[0], p.Events[1], p.Events[2], p.Events[3])
		y := zero
		for _, q := range []act.Quad{act.MaterialCooperation, act.VerbalCooperation} {
			if h := float64(p.Events[q-1]) * scale; h > 0 {
				y -= h
				b.Parts = append(b.Parts, rect{quadClass(q), number(y), number(h)})
			}
		}
		y = zero
		for _, q := range []act.Quad{act.MaterialConflict, act.VerbalConflict} {
			if h := float64(p.Events[q-1]) * scale; h > 0 {
				b.Parts = append(b.Parts, rect{quadClass(q), number(y), number(h)})
				y += h
			}
		}
		c.Bars = append(c.Bars, b)
	}
	if c.Width = len(points); c.Width == 1 {
		c.Width = aloneWide
	}
	c.Most = max(c.Up, c.Down)
	c.First, c.Last = points[0].At, points[len(points)-1].At
	if len(points) > 4 {
		c.Middle = points[len(points)/2].At
	}
	c.Label = fmt.Sprintf("Acts by %s from %s to %s: cooperation above the line, conflict below it", c.By, c.First, c.Last)
	return c
}

func number(v float64) string { return fmt.Sprintf("%.2f", v) }

// aloneWide is the width, in bars, of a chart of one.
const aloneWide = 12

// few is the share of the events, per cent, that may come before the chart, so
// that one act of long ago does not flatten all others.
const few = 4

// shown is the series as it is drawn: by the finest unit that has at most n
// points from where all but few of the events lie. before counts those.
func shown(f *survey.Found, n int) (points []survey.Point, by string, before, apart int) {
	years, apart := f.Series(survey.ByYear)
	total := 0
	for _, p := range years {
		total += p.Total()
	}
	for len(years) > 1 && (before+years[0].Total())*100 <= total*few || len(years) > n {
		before += years[0].Total()
		years = years[1:]
	}
	switch {
	case len(years) == 0:
		return nil, survey.ByYear, 0, apart
	case len(years) == 1 && n >= 100:
		by = survey.ByDay
	case len(years)*12 <= n:
		by = survey.ByMonth
	default:
		return years, survey.ByYear, before, apart
	}
	points, apart = f.Series(by)
	before = 0
	for len(points) > 0 && points[0].At < years[0].At {
		before += points[0].Total()
		points = points[1:]
	}
	if len(points) > n { // days of a year
		points, apart = f.Series(survey.ByMonth)
		return points, survey.ByMonth, 0, apart
	}
	return points, by, before, apart
}
