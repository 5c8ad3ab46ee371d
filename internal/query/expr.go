package query

import "iter"

// Expr is a condition on an event: And, Or, Not, or one of the terms Dyad,
// Named, OneOf, Days, Number, Is, Words and Changed.
type Expr interface{ expr() }

// And holds where all do; of none, always.
type And []Expr

// Or holds where any does; of none, never.
type Or []Expr

// Not holds where its condition does not.
type Not struct{ Of Expr }

// Dyad holds of events between the pair, in either direction.
type Dyad struct{ Pair Pair }

// Named holds where any of the names is that of somebody or something in a
// place of the event: one of the fields from Source to Origin.
type Named struct {
	Field string
	Names []Called
}

// OneOf holds where a field has any of the values: Type, Mode and Act to
// Outlet, ID ("PRK-RUS*" is all that begin so), Article, Conflict, Has.
type OneOf struct {
	Field  string
	Values []string
}

// Days holds where the event may have happened (Date), or a report may have
// been published (Published), between two days, both included: "2006-01-02",
// "" open. How far a date reaches that is open itself, says Reach.
type Days struct{ Field, From, To string }

// Number compares a number of the event's: Origins, Reports, Confidence. It
// never holds of one that is not known.
type Number struct {
	Field string
	Op    string // "=", "<", "<=", ">", ">="
	Value float64
}

// Is holds where a trait of the event's is there: Background, Disputed,
// Conflict, StateMedia, Reciprocal.
type Is struct{ Field string }

// Words holds where a word or phrase stands near the act; with "*" at its end,
// where words stand that begin as the last does. Only a store can tell.
type Words struct{ Phrase string }

// Changed holds where the ledger's entry was last changed at From or later and
// before To: moments as "2006-01-02T15:04:05Z", "" open. Only a store can tell.
type Changed struct{ From, To string }

func (And) expr()     {}
func (Or) expr()      {}
func (Not) expr()     {}
func (Dyad) expr()    {}
func (Named) expr()   {}
func (OneOf) expr()   {}
func (Days) expr()    {}
func (Number) expr()  {}
func (Is) expr()      {}
func (Words) expr()   {}
func (Changed) expr() {}

// Fields of terms, as the language has them, beside those that flags share
// (Type, Act, Channel, Occasion, Status, Disputed, StateMedia, About, Outlet,
// Origin, Background).
const (
	Source     = "from"
	Target     = "to"
	Party      = "who"    // on either side
	Person     = "person" // on either side, or who speaks, is spoken to, denies
	Speaker    = "speaker"
	Denier     = "denied-by"
	Mode       = "mode"
	ID         = "id"
	Article    = "article"
	Has        = "has"
	Conflict   = "conflict"
	Reciprocal = "reciprocal"
	Date       = "date"
	Published  = "published"
	Origins    = "origins"
	Reports    = "reports"
	Confidence = "conf"
)

// Terms yields the terms of a condition, in order, and whether each is negated.
func Terms(x Expr) iter.Seq2[Expr, bool] {
	return func(yield func(Expr, bool) bool) { terms(x, false, yield) }
}

func terms(x Expr, negated bool, yield func(Expr, bool) bool) bool {
	each := func(xs []Expr) bool {
		for _, x := range xs {
			if !terms(x, negated, yield) {
				return false
			}
		}
		return true
	}
	switch x := x.(type) {
	case nil:
		return true
	case And:
		return each(x)
	case Or:
		return each(x)
	case Not:
		return terms(x.Of, !negated, yield)
	}
	return yield(x, negated)
}

// Expr is what q wants of an event: the fields and Where as one condition.
func (q Query) Expr() Expr {
	var all And
	add := func(on bool, x Expr) {
		if on {
			all = append(all, x)
		}
	}
	named := func(field string, names []Called) { add(len(names) > 0, Named{field, names}) }
	oneOf := func(field string, values []string) { add(len(values) > 0, OneOf{field, values}) }
	if len(q.Between) > 0 {
		dyads := make(Or, len(q.Between))
		for i, p := range q.Between {
			dyads[i] = Dyad{p}
		}
		all = append(all, only(dyads))
	}
	named(Source, q.FromActors)
	named(Target, q.ToActors)
	add(q.From != "" || q.To != "", Days{Date, q.From, q.To})
	oneOf(Type, q.Types)
	oneOf(Act, q.Acts)
	oneOf(Channel, q.Channels)
	named(Occasion, q.Occasions)
	oneOf(Status, q.Statuses)
	add(q.Disputed, Is{Disputed})
	add(q.Conflicts, Is{Conflict})
	add(q.StateMedia, Is{StateMedia})
	for _, w := range q.About {
		all = append(all, Words{w})
	}
	oneOf(Outlet, q.Outlets)
	named(Origin, q.Origins)
	if q.Background != nil {
		all = append(all, yesNo(Background, *q.Background))
	}
	oneOf(ID, q.IDs)
	if where, ok := q.Where.(And); ok {
		all = append(all, where...)
	} else {
		add(q.Where != nil, q.Where)
	}
	return only(all)
}

// only is x, or the one condition that it joins.
func only[X ~[]Expr](x X) Expr {
	if len(x) == 1 {
		return x[0]
	}
	return any(x).(Expr)
}

func yesNo(field string, yes bool) Expr {
	if yes {
		return Is{field}
	}
	return Not{Is{field}}
}
