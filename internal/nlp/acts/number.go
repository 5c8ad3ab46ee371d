package acts

import "chancery/internal/news"

// numbers are the counts of what takes part in an act, with what is counted: "two
// short-range missiles" of "fired", "at least 12 people" of "killed" from the
// number on. They hang on the word that tells of the act.
func (r *reading) numbers(d *deed) (out []news.Span) {
	for noun := range r.tree.Kids(d.token) {
		switch r.tree.Rel(noun) {
		case "obj", "nsubj", "nsubj:pass":
		default:
			continue
		}
		if n := r.tree.Kid(noun, "nummod"); n >= 0 && n < noun {
			out = append(out, r.an.Tokens[n].Cover(r.an.Tokens[noun].Span))
		}
	}
	return out
}
