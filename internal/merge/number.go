package merge

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/news"
)

// count is a number of things: 2 of "missile".
type count struct {
	n  float64
	of string // stem
	as string // the word
}

// text is "2 missiles".
func (c count) text() string {
	if c.as == "" {
		return ""
	}
	return strconv.FormatFloat(c.n, 'f', -1, 64) + " " + c.as
}

func (c count) same(d count) bool { return c.n == d.n && c.of == d.of }

// countOf reads the evidence of a number: the number first, what is counted
// last. It is zero where the number is none, or none that is told ("dozens").
func countOf(words string) count {
	ws := strings.Fields(strings.ToLower(words))
	if len(ws) < 2 {
		return count{}
	}
	last := strings.TrimFunc(ws[len(ws)-1], func(r rune) bool { return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz-", r) })
	n, ok := numeral(ws[0])
	if !ok || len(last) < 2 {
		return count{}
	}
	for _, w := range ws[1 : len(ws)-1] {
		if _, more := numeral(w); more || w == "and" {
			return count{} // "two hundred and fifty"
		}
		by, ok := map[string]float64{"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}[w]
		if !ok {
			break
		}
		n = math.Round(n*by*100) / 100
	}
	return count{n, stem(strings.TrimSuffix(last, "s")), last}
}

// numeral reads "1,200", "2.5" and the numbers that have words of their own.
func numeral(w string) (float64, bool) {
	if n, err := strconv.ParseFloat(strings.ReplaceAll(w, ",", ""), 64); err == nil && n >= 0 && n < 1e15 && w[0] >= '0' && w[0] <= '9' {
		return n, true
	}
	low := []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
		"fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"}
	if i := slices.Index(low, w); i >= 0 {
		return float64(i), true
	}
	n, ok := map[string]float64{"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}[w]
	return n, ok
}

// numbersDiffer are the things that reports count otherwise, one conflict for
// each. A report that counts one of them twice otherwise says neither.
func numbersDiffer(rs []*news.Report) (out []news.Conflict) {
	values := map[string][]claim{}
	for i, r := range rs {
		own := map[string]count{}
		twice := map[string]bool{}
		for k := range r.Evidence {
			if r.Evidence[k].Field != "number" {
				continue
			}
			c := countOf(r.Evidence[k].Text)
			if o, ok := own[c.of]; ok && o.n != c.n {
				twice[c.of] = true
			}
			own[c.of] = cmp.Or(own[c.of], c)
		}
		for _, of := range slices.Sorted(maps.Keys(own)) {
			if c := own[of]; of != "" && !twice[of] {
				values[of] = append(values[of], claim{strconv.FormatFloat(c.n, 'g', -1, 64), c.text(), i})
			}
		}
	}
	for _, of := range slices.Sorted(maps.Keys(values)) {
		if c, ok := conflict("number", values[of]); ok {
			out = append(out, c)
		}
	}
	return out
}
