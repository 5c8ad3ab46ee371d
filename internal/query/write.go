package query

import (
	"fmt"
	"strconv"
	"strings"
)

// String writes q as a text from which ParseText reads it again where the same
// names are known.
func (q Query) String() string {
	var out []string
	if all, ok := q.Expr().(And); ok {
		for _, x := range all {
			out = append(out, write(x, true))
		}
	} else {
		out = append(out, write(q.Expr(), false))
	}
	if q.Newest {
		out = append(out, sorting+":newest")
	}
	if q.Limit > 0 {
		out = append(out, Limit+":"+strconv.Itoa(q.Limit))
	}
	return strings.Join(out, " ")
}

// write writes a condition; within another, as part of it.
func write(x Expr, within bool) string {
	switch x := x.(type) {
	case And:
		return group([]Expr(x), " ", within)
	case Or:
		return group([]Expr(x), " OR ", within)
	case Not:
		if _, ok := x.Of.(Not); ok {
			return "NOT " + write(x.Of, true)
		}
		return "-" + write(x.Of, true)
	case Dyad:
		if x.Pair.B == "" {
			return Between + ":" + quoted(x.Pair.A)
		}
		return Between + ":" + joined([]string{x.Pair.A, x.Pair.B})
	case Named:
		values := make([]string, len(x.Names))
		for i, c := range x.Names {
			values[i] = c.Name
		}
		if len(x.Names) > 0 && x.Names[0].Whole {
			return x.Field + "=" + joined(values)
		}
		return x.Field + ":" + joined(values)
	case OneOf:
		return x.Field + ":" + joined(x.Values)
	case Days:
		if x.From == x.To {
			return x.Field + ":" + x.From
		}
		return x.Field + ":" + x.From + ".." + x.To
	case Number:
		op := x.Op
		if op == "=" {
			op = ":"
		}
		return x.Field + op + strconv.FormatFloat(x.Value, 'f', -1, 64)
	case Is:
		return x.Field + ":yes"
	case Words:
		return About + ":" + quoted(x.Phrase)
	case Changed:
		var out []string
		for _, end := range []struct{ name, at string }{{changedAfter, x.From}, {changedBefore, x.To}} {
			if end.at != "" {
				out = append(out, end.name+":"+end.at)
			}
		}
		if len(out) > 1 && within {
			return "(" + strings.Join(out, " ") + ")"
		}
		return strings.Join(out, " ")
	}
	return fmt.Sprint(x)
}

func group(xs []Expr, by string, within bool) string {
	out := make([]string, len(xs))
	for i, x := range xs {
		out[i] = write(x, true)
	}
	if s := strings.Join(out, by); !within {
		return s
	} else {
		return "(" + s + ")"
	}
}
