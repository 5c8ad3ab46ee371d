package load

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/internal/news"
)

// How a page came to be.
const (
	own     = iota
	again   // the same page read later
	edited  // the same page read later, with a line more
	reprint // another outlet's copy
)

// root follows page k of act i to the page whose words it has; shown is the
// page whose address it has.
func (l *Load) root(i, k int) (root, shown, how int) {
	r := l.random("how", i, k)
	x := r.IntN(100)
	if k == 0 || x >= 40 {
		return k, k, own
	}
	of := r.IntN(k)
	root, shown, _ = l.root(i, of)
	switch {
	case x < 12:
		return root, shown, again
	case x < 18:
		return root, shown, edited
	}
	return root, k, reprint
}

// draft is a page being written.
type draft struct {
	strings.Builder
	blocks []news.Block
}

// put writes a paragraph and gives where it begins.
func (d *draft) put(part news.Part, text string) int {
	if d.Len() > 0 {
		d.WriteString("\n\n")
	}
	at := d.Len()
	d.WriteString(text)
	d.blocks = append(d.blocks, news.Block{Span: news.Span{Start: at, End: d.Len()}, Part: part})
	return at
}

// tell makes page k of act i; first is the number of the act's first page.
func (l *Load) tell(i, k, first int) Told {
	x := l.deed(i)
	root, shown, how := l.root(i, k)
	r := l.random("page", i, root)
	v := l.view(&x, r)

	var d draft
	d.put(news.Title, v.title)
	lead := d.put(news.Body, v.lead.text)
	rs := []news.Report{v.lead.at(lead)}
	truth := []Truth{{x.key, v.lead.open}}
	if v.quote != "" {
		at := d.put(news.Body, "“"+v.quote+"”, it said.") + len("“")
		sp := news.Span{Start: at, End: at + len(v.quote)}
		rs[0].Quotes = []news.Quote{{Span: sp, Text: v.quote, Speaker: rs[0].Source[0], Direct: true}}
		rs[0].Evidence = append(rs[0].Evidence, news.Evidence{Field: "quote", Span: sp, Text: v.quote})
	}
	if v.past != nil {
		at := d.put(news.Body, v.past.text)
		rs = append(rs, v.past.at(at))
		truth = append(truth, Truth{v.past.key, v.past.open})
	}
	fill := l.random("fill", i, root)
	for range 1 + fill.IntN(3) {
		d.put(news.Body, pick(fill, fillers()))
	}
	outlet := l.outlet(i, shown)
	if how == reprint || shown != root {
		from := l.outlet(i, root)
		at := d.put(news.Credit, from.name)
		rs[0].Chain = []news.Link{{Name: from.name, Role: "relay", Span: news.Span{Start: at, End: at + len(from.name)}}}
	}
	if how == edited {
		d.put(news.Body, "This story was edited to add a line.")
	}
	d.put(news.Chrome, fmt.Sprintf("Read by %d", 17+l.random("views", i, k).IntN(90000)))

	url := fmt.Sprintf("https://%s/%d/%d-%d.html", outlet.host, x.year, i, shown)
	t := Told{Again: -1, Truth: truth, Reports: rs}
	if how == again || how == edited {
		t.Again = first + shown
	}
	t.Page = news.Page{URL: url, Path: fmt.Sprintf("%s%d", pathPrefix, first+k), Media: "text/plain", Body: []byte(d.String())}
	t.Article = &news.Article{
		ID: t.Page.ID(), URL: url, Path: t.Page.Path, Title: v.title, Outlet: outlet.name, Published: v.published,
		Language: "en", Extractor: Version, Text: d.String(), Blocks: d.blocks,
	}
	for j := range t.Reports {
		rep := &t.Reports[j]
		rep.ID, rep.Article = fmt.Sprintf("%s:%d", t.Article.ID, j), t.Article.ID
		rep.URL, rep.Path, rep.Outlet, rep.Published = url, t.Page.Path, outlet.name, v.published
		rep.Chain = append([]news.Link{{Name: outlet.name, Role: "outlet"}}, rep.Chain...)
	}
	return t
}

func fillers() []string {
	return []string{
		"The streets of the capital were decked with flags.",
		"Analysts had expected nothing else.",
		"Rain had kept most people at home.",
		"The two sides have traded in tea and timber for a century.",
		"No further details were given.",
		"Markets hardly moved.",
	}
}

type outlet struct{ name, host string }

func (l *Load) outlet(i, k int) outlet {
	kinds := []string{"Herald", "Post", "Courier", "Observer", "Gazette", "Wire", "Times", "Voice"}
	// An act's outlets are all different.
	n := (l.random("outlet", i).IntN(1<<20) + k*7919) % (1 << 20) % max(500, 2*l.c.Outlets)
	kind := kinds[n%len(kinds)]
	return outlet{fmt.Sprintf("Port %d %s", n, kind), fmt.Sprintf("%s%d.example", strings.ToLower(kind), n)}
}

// view is what one page makes of an act.
type view struct {
	title, quote string
	lead         account
	past         *account
	published    news.Interval
}

// account is a sentence and the report that it gives.
type account struct {
	text   string
	report news.Report
	key    string
	open   bool
}

// at is the report with its evidence moved to where the sentence stands.
func (a *account) at(at int) news.Report {
	r := a.report
	r.Evidence = append([]news.Evidence(nil), r.Evidence...)
	for i := range r.Evidence {
		r.Evidence[i].Start += at
		r.Evidence[i].End += at
	}
	return r
}

// saying is what the act's doer is quoted with: its own, or what is said every year.
func (l *Load) saying(x *deed, r *rand.Rand) string {
	of := l.random("saying", x.index)
	if x.standing {
		of = l.random("saying of every year", x.dyad, x.from)
	}
	var words []string
	for _, part := range sayings() {
		words = append(words, pick(of, part))
	}
	s := strings.Join(words, " ")
	if r.IntN(4) == 0 { // another's translation
		s = strings.NewReplacer("will bring", "shall bring", "lasting", "enduring", "new trust", "fresh trust", "confident", "convinced",
			"whole region", "entire region", "our common work", "our joint work", "firm belief", "deep belief").Replace(s)
	}
	return s
}

// view decides how a page tells of an act.
func (l *Load) view(x *deed, r *rand.Rand) (v view) {
	b := x.does
	tell := pick(r, b.tells)
	delay := r.IntN(3)
	if r.IntN(6) == 0 {
		delay = r.IntN(11)
	}
	status := news.Reported
	if b.ahead && r.IntN(4) == 0 {
		status, delay = news.Planned, -1-r.IntN(6)
	}
	if b == striking && r.IntN(10) == 0 {
		status = news.Alleged
	}
	published := x.day.AddDays(delay)
	undated := r.IntN(12) == 0
	if !undated {
		v.published = news.OneDay(published, "dateline")
	}
	occasion := x.occasion != nil && r.IntN(8) > 0
	cut := r.IntN(8) == 0
	if !cut && r.IntN(2) == 0 && len(b.tells) > 2 {
		v.quote = l.saying(x, r)
	}
	when, words := l.date(x, r, published, undated, status)
	v.lead = l.sentence(x, r, tell, when, words, occasion, cut)
	v.lead.report.Status, v.lead.key = status, x.key
	if status == news.Planned {
		v.lead.text = "It is planned: " + v.lead.text
		for i := range v.lead.report.Evidence {
			v.lead.report.Evidence[i].Start += len("It is planned: ")
			v.lead.report.Evidence[i].End += len("It is planned: ")
		}
	}
	v.lead.open = l.open(x, &v, undated)
	v.title = "News of " + x.source[0].Name + " and " + x.target[0].Name
	if !cut && x.year > l.c.First && r.IntN(10) == 0 {
		v.past = l.past(x, r)
	}
	return v
}

// past is a sentence about the same act a year before.
func (l *Load) past(x *deed, r *rand.Rand) *account {
	y := l.deedOf(x.dyad, x.index/l.c.Dyads%l.c.Slots, x.year-1)
	words := " on " + long(y.day) + ", " + fmt.Sprint(y.year)
	a := l.sentence(&y, r, y.does.tells[0], news.OneDay(y.day, words), words, y.occasion != nil, false)
	a.text = "A year before, too: " + a.text
	for i := range a.report.Evidence {
		a.report.Evidence[i].Start += len("A year before, too: ")
		a.report.Evidence[i].End += len("A year before, too: ")
	}
	a.report.Background, a.report.Status, a.key = true, news.Reported, y.key
	return &a
}

func long(d news.Day) string { return d.Time().Format("2 January") }

// date is when the page says that the act was, and in what words.
func (l *Load) date(x *deed, r *rand.Rand, published news.Day, undated bool, status news.Status) (v news.Interval, words string) {
	exact := func(words string) (news.Interval, string) { return news.OneDay(x.day, strings.TrimSpace(words)), words }
	apart := published.Sub(x.day)
	switch n := r.IntN(20); {
	case undated && n < 8:
		return news.Interval{From: news.NewDay(news.AnyYear, int(x.day.Month), int(x.day.Date)), Precision: news.Yearless, Basis: long(x.day)}, " on " + long(x.day)
	case undated:
		return exact(" on " + long(x.day) + fmt.Sprintf(" %d", x.year))
	case status == news.Planned || n < 6:
		return exact(" on " + long(x.day))
	case n < 12 && apart < 7:
		return exact(" on " + x.day.Weekday().String())
	case n < 14 && apart == 1:
		return exact(" yesterday")
	case n < 16 && apart > 0: // "last week" of a page a few days later
		monday := x.day.AddDays(-(int(x.day.Weekday()) + 6) % 7)
		if published.Sub(monday) >= 7 {
			return news.Interval{From: monday, To: monday.AddDays(6), Precision: news.Week, Basis: "last week"}, " last week"
		}
	case n == 16 && apart > 2:
		from := news.NewDay(x.year, int(x.day.Month), 1)
		return news.Interval{From: from, To: from.AddMonths(1).AddDays(-1), Precision: news.Month, Basis: "this month"}, " in " + x.day.Time().Format("January")
	case n < 19 && apart <= 2:
		return news.Interval{}, ""
	}
	return exact(" on " + long(x.day))
}

// sentence writes a telling, and the report that it gives.
func (l *Load) sentence(x *deed, r *rand.Rand, tell telling, when news.Interval, dated string, occasion, cut bool) account {
	a := account{report: news.Report{
		Type: x.does.typ, Act: tell.act, Channel: tell.channel, Date: when, Reciprocal: x.does.both,
		Quotes: []news.Quote{}, DeniedBy: []news.Actor{},
	}}
	source, says := l.side(x, r, x.source, cut)
	target, named := l.side(x, r, x.target, cut)
	if x.does.both && r.IntN(2) == 0 {
		source, target, says, named = target, source, named, says
	}
	a.report.Source, a.report.Target = source, target
	day := ""
	if occasion && !cut {
		o := x.occasion.Occasion
		day = " on the occasion of " + o.Name
		if x.ordinal > 0 && r.IntN(2) == 0 {
			o.Ordinal = x.ordinal
			day = fmt.Sprintf(" on the %dth anniversary, %s", x.ordinal, o.Name)
		}
		a.report.Occasion = &o
	}
	var text strings.Builder
	put := func(field, words string) {
		lead := len(words) - len(strings.TrimLeft(words, " "))
		start := text.Len() + lead
		text.WriteString(words)
		if w := words[lead:]; w != "" {
			a.report.Evidence = append(a.report.Evidence, news.Evidence{Field: field, Span: news.Span{Start: start, End: text.Len()}, Text: w})
		}
	}
	for rest := tell.text; rest != ""; {
		i := strings.IndexByte(rest, '{')
		if i < 0 {
			i = len(rest)
		}
		if s := rest[:i]; len(strings.TrimSpace(s)) > 2 && s != " and " {
			put("act", s)
		} else {
			text.WriteString(s)
		}
		if rest = rest[i:]; rest == "" {
			break
		}
		switch rest[1] {
		case 's':
			put("source", says)
		case 't':
			put("target", named)
		case 'd':
			put("date", dated)
		case 'o':
			put("occasion", day)
		}
		rest = rest[3:]
	}
	a.text = text.String()
	return a
}

// side names the actors of a side, as one page does.
func (l *Load) side(x *deed, r *rand.Rand, states []*gazetteer.Entry, cut bool) (as []news.Actor, words string) {
	n := r.IntN(4)
	var names []string
	for _, s := range states {
		a, name := state(s), s.Name
		if x.does.office != "" && n > 0 && !cut && len(states) <= 2 {
			a = l.person(s, x.does.office, x.year)
			name = a.Name
			if n == 1 {
				a.Name = a.Name[strings.LastIndex(a.Name, " ")+1:]
				name = x.does.office + " " + a.Name
			}
		}
		as, names = append(as, a), append(names, name)
	}
	return as, strings.Join(names, ", ")
}

// open reports whether nothing in a page's account tells which of the acts
// that could be taken for each other it means.
func (l *Load) open(x *deed, v *view, undated bool) bool {
	rep := &v.lead.report
	if v.quote != "" && !x.standing || rep.Occasion != nil && rep.Occasion.Ordinal > 0 {
		return false
	}
	if rep.Date.Exact() {
		return false
	}
	lo, hi := x.day.AddDays(-200), x.day.AddDays(200) // one of its kind within reach
	switch {
	case rep.Date.Precision == news.Yearless:
		return true
	case rep.Date.Known():
		lo, hi = rep.Date.From, rep.Date.To
	case undated:
		return true
	default:
		lo, hi = v.published.From.AddDays(-4), v.published.To.AddDays(2)
	}
	dy := &l.dyads[x.dyad]
	for year := int(lo.Year); year <= int(hi.Year); year++ {
		for s := range dy.slots {
			if o := &dy.slots[s]; o.does.alike != x.does.alike && !(o.does.both && x.does.both) {
				continue
			}
			y := l.deedOf(x.dyad, s, year)
			if y.key != x.key && !y.day.Before(lo) && !y.day.After(hi) {
				return true
			}
		}
	}
	return false
}
