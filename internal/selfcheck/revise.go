package selfcheck

import (
	"slices"
	"strings"

	"chancery/internal/news"
)

// edit is words in place of a span.
type edit struct {
	news.Span
	words string
}

// revise is a copy of an article with edits made, sorted and apart from each
// other; each lies within one block.
func revise(a *news.Article, edits []edit) *news.Article {
	var b strings.Builder
	at := 0
	for _, e := range edits {
		b.WriteString(a.Text[at:e.Start])
		b.WriteString(e.words)
		at = e.End
	}
	b.WriteString(a.Text[at:])
	out := *a
	out.Text = b.String()
	out.Blocks = slices.Clone(a.Blocks)
	for i := range out.Blocks {
		blk := &out.Blocks[i]
		old := blk.In(a.Text)
		blk.Start, blk.End = moved(blk.Start, edits), moved(blk.End, edits)
		if blk.Part == news.Title && old == a.Title {
			out.Title = blk.In(out.Text)
		}
	}
	return &out
}

// moved is where a position of the old text lies in the revised one; one
// within an edit lies at its end.
func moved(at int, edits []edit) int {
	shift := 0
	for _, e := range edits {
		switch {
		case at >= e.End:
			shift += len(e.words) - e.Len()
		case at > e.Start:
			return e.Start + shift + len(e.words)
		}
	}
	return at + shift
}
