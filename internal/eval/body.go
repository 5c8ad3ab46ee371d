package eval

import (
	"strings"

	"chancery/internal/news"
)

// bodyRange is where gold's body and the title stand in an article's text.
type bodyRange struct {
	known  bool
	body   news.Span
	titles []news.Span
}

// locate finds gold's body by its first and last words, and the blocks that
// read as the title.
func locate(g *GoldPage, a *news.Article) bodyRange {
	var b bodyRange
	title := ""
	if g.Title != nil {
		title = plain(*g.Title)
	}
	for _, blk := range a.Blocks {
		if t := plain(blk.In(a.Text)); title != "" && (t == title || strings.HasPrefix(t, title) && len(t) < len(title)+40) {
			b.titles = append(b.titles, blk.Span)
		}
	}
	text, at := plainAt(a.Text)
	starts, ends := plain(g.BodyStarts), plain(g.BodyEnds)
	i := strings.Index(text, starts)
	if starts == "" || ends == "" || i < 0 {
		return b
	}
	j := strings.Index(text[i:], ends)
	if j < 0 {
		return b
	}
	last := i + j + len(ends)
	b.known = true
	b.body = news.Span{Start: at[i], End: len(a.Text)}
	if last < len(at) {
		b.body.End = at[last]
	}
	return b
}

// outside reports whether the words that tell the report's act lie outside
// title and body. Where gold's body is not found, it is never so.
func (b *bodyRange) outside(r *news.Report) bool {
	if !b.known {
		return false
	}
	any, within := false, false
	for _, e := range r.Evidence {
		if e.Field != "act" || e.Empty() {
			continue
		}
		any = true
		ok := b.body.Contains(e.Span)
		for _, t := range b.titles {
			ok = ok || t.Contains(e.Span)
		}
		within = within || ok
	}
	return any && !within
}

// telling is the line of the article that tells the report's act, with the
// evidence marked ‹so›.
func telling(a *news.Article, r *news.Report) string {
	var act news.Span
	for _, e := range r.Evidence {
		if e.Field == "act" && act.Empty() && e.Start >= 0 && e.End <= len(a.Text) {
			act = e.Span
		}
	}
	if act.Empty() {
		return ""
	}
	line := news.Span{
		Start: strings.LastIndexByte(a.Text[:act.Start], '\n') + 1,
		End:   len(a.Text),
	}
	if i := strings.IndexByte(a.Text[act.End:], '\n'); i >= 0 {
		line.End = act.End + i
	}
	before := strings.TrimSpace(a.Text[line.Start:act.Start])
	after := strings.TrimSpace(a.Text[act.End:line.End])
	return cutLeft(before, 110) + " ‹" + act.In(a.Text) + "› " + cut(after, 110)
}

// cut shortens s to about n bytes at a space.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	if i := strings.LastIndexByte(s[:n], ' '); i > 0 {
		return s[:i] + " …"
	}
	return strings.ToValidUTF8(s[:n], "") + " …"
}

func cutLeft(s string, n int) string {
	if len(s) <= n {
		return s
	}
	s = s[len(s)-n:]
	if i := strings.IndexByte(s, ' '); i >= 0 {
		s = s[i+1:]
	}
	return "… " + strings.ToValidUTF8(s, "")
}
