package news

import "encoding/json"

// In JSON an empty list is [], never null, wherever a value was made.

// MarshalJSON implements json.Marshaler.
func (e Event) MarshalJSON() ([]byte, error) {
	type plain Event
	e.Source, e.Target, e.DeniedBy = list(e.Source), list(e.Target), list(e.DeniedBy)
	e.Quotes, e.Reports, e.Conflicts = list(e.Quotes), list(e.Reports), list(e.Conflicts)
	return json.Marshal(plain(e))
}

// MarshalJSON implements json.Marshaler.
func (r Report) MarshalJSON() ([]byte, error) {
	type plain Report
	r.Source, r.Target, r.DeniedBy = list(r.Source), list(r.Target), list(r.DeniedBy)
	r.Chain, r.Quotes, r.Evidence = list(r.Chain), list(r.Quotes), list(r.Evidence)
	return json.Marshal(plain(r))
}

// MarshalJSON implements json.Marshaler.
func (c Corrected) MarshalJSON() ([]byte, error) {
	type plain Corrected
	c.Changes = list(c.Changes)
	return json.Marshal(plain(c))
}

// MarshalJSON implements json.Marshaler.
func (c Conflict) MarshalJSON() ([]byte, error) {
	type plain Conflict
	c.Values = list(c.Values)
	return json.Marshal(plain(c))
}

// MarshalJSON implements json.Marshaler.
func (s Side) MarshalJSON() ([]byte, error) {
	type plain Side
	s.Reports, s.Words = list(s.Reports), list(s.Words)
	return json.Marshal(plain(s))
}

// MarshalJSON implements json.Marshaler.
func (a Article) MarshalJSON() ([]byte, error) {
	type plain Article
	a.Blocks = list(a.Blocks)
	return json.Marshal(plain(a))
}

func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
