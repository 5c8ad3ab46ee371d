package desk

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/correct"
	"chancery/internal/edit"
	"chancery/internal/news"
	"chancery/internal/store"
	"chancery/internal/tell"
)

// fixing is how an event is corrected on its page.
type fixing struct {
	Action string // where forms go
	Next   string // where to go on from them; "" is the event's page
	Turns  bool   // its sides can be turned
	Ground string // what the button on background sets
	Split  []told // its reports, where there are several
	typed  typed
	Why    string // as typed
	Wrong  string // what is wrong with the whole
	With   string // as typed
	Lists  []list
}

// list is what a browser offers while a field is typed.
type list struct {
	ID     string
	Values []string
}

// fix is the form of one field.
type fix struct {
	Field   string // of the edit
	Label   string
	Press   string // the keys that open it
	Value   string // to begin from, or what was typed
	Hint    string
	List    string   // ID of a list
	Choices []string // that a click takes
	Types   []string // of an act
	Typed   string   // the type chosen
	Why     string
	Wrong   string
	Open    bool
}

// typed is a form that came and could not be taken.
type typed struct {
	form url.Values
	err  error
}

// fixingOf is how an event is corrected; nil where nobody may.
func (d *Desk) fixingOf(e *news.Event, t typed, next string) *fixing {
	if d.Correct == nil {
		return nil
	}
	x := &fixing{Action: "/event/" + url.PathEscape(e.ID), Next: next, Turns: !e.Reciprocal && len(e.Target) > 0, Ground: "yes", typed: t}
	if e.Background {
		x.Ground = "no"
	}
	if len(e.Reports) > 1 {
		for i := range e.Reports {
			x.Split = append(x.Split, told{i + 1, where(&e.Reports[i])})
		}
	}
	if t.err != nil {
		x.Why, x.With = t.form.Get("why"), t.form.Get("with")
		if !slices.Contains(fixed(), t.form.Get("set")) {
			x.Wrong = t.err.Error()
		}
	}
	words := edit.Reader{Gazetteer: d.Gazetteer, Acts: d.Acts}
	x.Lists = []list{{"acts", words.Words(edit.Act)}, {"channels", words.Words(edit.Channel)}, {"occasions", words.Occasions(e)}}
	return x
}

// fixed are the fields that have a form each.
func fixed() []string {
	return []string{edit.From, edit.To, edit.Act, edit.Channel, edit.Date, edit.Occasion, edit.Status}
}

// fixOf is the form by the name of a field on an event's page; nil for none.
func (x *fixing) fixOf(key string, e *news.Event) *fix {
	if x == nil {
		return nil
	}
	var f fix
	switch key {
	case "source":
		f = fix{Field: edit.From, Label: "Who", Press: "f", Value: sides(e.Source), Hint: "names or codes, ; between"}
	case "target":
		f = fix{Field: edit.To, Label: "To whom", Press: "w", Value: sides(e.Target), Hint: "names or codes, ; between; empty is nobody"}
	case "act":
		f = fix{Field: edit.Act, Label: "Act", Press: "a", Value: e.Act, Hint: "as the codebook has it; sets the type, too", List: "acts", Types: edit.Reader{}.Words(edit.Type)}
	case "channel":
		f = fix{Field: edit.Channel, Label: "How", Press: "h", Value: e.Channel, Hint: "letter, call, meeting …; empty is not told", List: "channels"}
	case "date":
		f = fix{Field: edit.Date, Label: "When", Press: "d", Value: span(e.Date), Hint: "2024-08-13, 2024-08, 2024, FROM..TO", Choices: datesTold(e)}
	case "occasion":
		f = fix{Field: edit.Occasion, Label: "Occasion", Press: "c", Value: tell.Occasion(e.Occasion), Hint: "79th Liberation Day; empty is none", List: "occasions"}
	case "status":
		f = fix{Field: edit.Status, Label: "Status", Press: "s", Value: string(e.Status), Choices: statuses(e)}
	default:
		return nil
	}
	if x.typed.err != nil && x.typed.form.Get("set") == f.Field {
		f.Open, f.Wrong, f.Why = true, x.typed.err.Error(), x.typed.form.Get("why")
		f.Value, f.Typed = x.typed.form.Get(f.Field), x.typed.form.Get(edit.Type)
		if vs := x.typed.form[f.Field]; len(vs) > 1 { // a button was pressed
			f.Value = vs[len(vs)-1]
		}
	}
	return &f
}

// into puts the forms beside the fields, and fields without a value where one may
// be given.
func (x *fixing) into(fields []field, e *news.Event) []field {
	if x == nil {
		return fields
	}
	for i := range fields {
		if i+1 == len(fields) || fields[i+1].Key != fields[i].Key {
			fields[i].Fix = x.fixOf(fields[i].Key, e)
		}
	}
	at := 0
	for _, f := range []field{{Name: "Who", Key: "source"}, {Name: "To whom", Key: "target"}, {Name: "Act", Key: "act"}, {Name: "How", Key: "channel"}, {Name: "When", Key: "date"}, {Name: "Occasion", Key: "occasion"}} {
		if i := slices.IndexFunc(fields, func(g field) bool { return g.Key == f.Key && g.Fix != nil }); i >= 0 {
			at = i + 1
			continue
		}
		f.Value, f.None, f.Fix = "not told", true, x.fixOf(f.Key, e)
		fields = slices.Insert(fields, at, f)
		at++
	}
	return fields
}

func sides(as []news.Actor) string {
	var out []string
	for _, a := range as {
		out = append(out, tell.Name(a))
	}
	return strings.Join(out, "; ")
}

// span is an interval as it is typed.
func span(v news.Interval) string {
	if v.Exact() || !v.Known() {
		return v.From.String()
	}
	return v.From.String() + ".." + v.To.String()
}

// datesTold are the other dates that an event's reports tell.
func datesTold(e *news.Event) (out []string) {
	for i := range e.Reports {
		if v := e.Reports[i].Date; v.Known() && span(v) != span(e.Date) && !slices.Contains(out, span(v)) {
			out = append(out, span(v))
		}
	}
	return out[:min(len(out), 6)]
}

func statuses(e *news.Event) (out []string) {
	for _, s := range correct.Statuses() {
		if s != cmp.Or(e.Status, news.Reported) {
			out = append(out, string(s))
		}
	}
	return out
}

// editOf is what a form says.
func editOf(form url.Values, e *news.Event) edit.Edit {
	o := edit.Edit{Set: map[string][]string{}, Why: strings.TrimSpace(form.Get("why"))}
	switch form.Get("do") {
	case "accept":
		o.Accept = true
		return o
	case "reject":
		o.Reject = true
		return o
	case "turn":
		o.Turn = true
		return o
	case "background":
		o.Set[edit.Background] = []string{form.Get(edit.Background)}
		return o
	case "split":
		for _, n := range form["report"] {
			if i, err := strconv.Atoi(n); err == nil && i > 0 && i <= len(e.Reports) {
				o.Split = append(o.Split, e.Reports[i-1].Article)
			}
		}
		if len(o.Split) == 0 {
			o.Split = []string{edit.All}
		}
		return o
	}
	field := form.Get("set")
	switch {
	case !slices.Contains(fixed(), field):
	case field == edit.From || field == edit.To:
		o.Set[field] = strings.Split(form.Get(field), ";")
	default:
		o.Set[field] = form[field]
		if t := form.Get(edit.Type); field == edit.Act && t != "" {
			o.Set[edit.Type] = []string{t}
		}
	}
	return o
}

// correct takes a form of an event's page.
func (d *Desk) correct(_ http.ResponseWriter, r *http.Request) (taken, error) {
	ctx := r.Context()
	if d.Correct == nil {
		return taken{}, errReadOnly
	}
	e, err := d.Store.Event(ctx, r.PathValue("id"))
	if err != nil {
		return taken{}, err
	}
	c, err := d.correction(r, &e)
	if err == nil {
		err = d.ours(r)
	}
	if err != nil {
		page, err := d.eventPage(r, &e, typed{r.PostForm, err})
		page.status = http.StatusUnprocessableEntity
		return taken{page: page}, err
	}
	merged, err := d.keep(ctx, c)
	if err != nil {
		return taken{}, err
	}
	next := local(r.PostForm.Get("next"), "/event/"+url.PathEscape(e.ID)+"#corrected")
	if !merged || c.Do == correct.Reject && !strings.HasPrefix(next, "/review") {
		next = "/corrections#" + c.ID
	}
	return taken{to: next}, nil
}

// keep corrects, and takes up what became of it: see Correct.
func (d *Desk) keep(ctx context.Context, c correct.Correction) (merged bool, err error) {
	if merged, err = d.Correct(ctx, c); err != nil {
		return false, err
	}
	if _, err := d.Survey.Refresh(ctx); err != nil {
		d.Log.Warn("the ledger's changes cannot be read", "error", err)
	}
	return merged, nil
}

// correction is what a form says of an event.
func (d *Desk) correction(r *http.Request, e *news.Event) (correct.Correction, error) {
	if len(r.PostForm.Get("why")) > maxWhy {
		return correct.Correction{}, edit.Misuse("the note is longer than 2000 bytes: say it shorter")
	}
	o := editOf(r.PostForm, e)
	if id := strings.TrimSpace(r.PostForm.Get("with")); r.PostForm.Get("do") == "merge" {
		other, err := d.Store.Event(r.Context(), id)
		if id == "" || errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrAmbiguous) {
			return correct.Correction{}, edit.Misuse("“" + id + "” is no one event's ID: copy it from the top of the other's page")
		}
		if err != nil {
			return correct.Correction{}, err
		}
		o.Merge = []*news.Event{&other}
	}
	c, err := edit.Reader{Gazetteer: d.Gazetteer, Acts: d.Acts}.Correction(e, o, d.author(r), now())
	if errors.Is(err, edit.ErrNothing) {
		err = edit.Misuse("nothing was said: change a field, or press one of the buttons")
	}
	return c, err
}

// errReadOnly is of a ledger that nobody may correct.
var errReadOnly = errors.New("this ledger is served to be read alone")

// undo takes a correction back.
func (d *Desk) undo(_ http.ResponseWriter, r *http.Request) (taken, error) {
	ctx := r.Context()
	if d.Correct == nil {
		return taken{}, errReadOnly
	}
	all, undone, err := d.log(ctx)
	if err != nil {
		return taken{}, err
	}
	i := slices.IndexFunc(all, func(c correct.Correction) bool { return c.ID == r.PostForm.Get("id") })
	if i < 0 {
		return taken{}, store.ErrNotFound
	}
	next := local(r.PostForm.Get("next"), "/corrections")
	if err := d.ours(r); err != nil {
		page, err2 := d.correctionsPage(r, err.Error())
		page.status = http.StatusUnprocessableEntity
		return taken{page: page}, err2
	}
	if undone[all[i].ID] != "" { // twice pressed
		return taken{to: next}, nil
	}
	c := correct.Correction{Time: now(), Author: d.author(r), Entry: all[i].Entry, Do: correct.Undo, Undo: all[i].ID}
	c.Seal()
	merged, err := d.keep(ctx, c)
	if err != nil {
		return taken{}, err
	}
	if !merged {
		next = "/corrections#" + c.ID
	}
	return taken{to: next}, nil
}
