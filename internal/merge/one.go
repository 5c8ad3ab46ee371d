package merge

import "chancery/internal/news"

// One is the event that reports tell of, taken to be of one act whatever each of
// them says; there must be one at least. It has no ID, and answers nothing.
func (m *Merger) One(reports []news.Report) news.Event {
	return m.event(m.accounts(canonical(reports)))
}
