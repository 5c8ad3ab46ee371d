package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"chancery/internal/correct"
	"chancery/internal/news"
	"chancery/internal/query"
	"chancery/internal/tell"
)

const reviewKeys = "y right · n no such act · t turn the sides · d date · f from · o to · a act · s status · b background · k skip · u undo · q quit"

func newReview(a *app) *cobra.Command {
	var file storeFlag
	var o reviewOptions
	cmd := &cobra.Command{
		Use:   "review",
		Short: "Go through the least certain entries of a stored ledger, one decision a screen",
		Long: `Review shows events one by one, those of the least confidence first, with the
words that they come from, and takes one decision on each:

  y  it is right                 d  it has another date
  n  there is no such act        f  others did it
  t  the other side did it       o  it was towards others
  b  news for history, and back  a  it is another act
  k  skip it for now             s  it has another status
  u  undo the last decision      q  quit

On a terminal a key decides at once; d, f, o, a and s ask for the value first.
Where standard input is no terminal, each line is a key, the value behind it:
"d 2024-08-13". Each decision is a correction (chancery correct); what was decided
on is not shown again. A review that is stopped loses nothing.

` + exitHelp,
		Example: `  chancery review --store ledger.db
  chancery review --store ledger.db --limit 20 --below 0.5
  printf 'y\nd 2024-08-13\nq\n' | chancery review --store ledger.db`,
		Args: args(cobra.NoArgs, "review takes flags only"),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			d, err := openEditor(cmd.Context(), a, file.path(), o.author)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, d.store.Close()) }()
			r := reviewer{editor: d, app: a, keys: lineKeys(a.in)}
			if f, ok := a.in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
				r.keys = terminalKeys(f, a.err)
			}
			return r.run(o)
		},
	}
	f := cmd.Flags()
	f.Var(&file, "store", storeUse)
	f.IntVar(&o.limit, "limit", 0, "at most `N` events; 0 is all")
	f.Float64Var(&o.below, "below", 1.01, "only those of a confidence below `C`")
	f.StringVar(&o.author, "author", "", "`NAME` of who reviews")
	return cmd
}

type reviewOptions struct {
	limit  int
	below  float64
	author string
}

// reviewer walks through events.
type reviewer struct {
	*editor
	app  *app
	keys func(ask func(key byte) string) (key byte, value string, err error)
	last []correct.Correction // decisions so far, to undo
}

// errQuit ends a review.
var errQuit = errors.New("quit")

// doubts are the IDs of events that nobody decided on, the least certain first.
func (r *reviewer) doubts(o reviewOptions) ([]string, error) {
	type doubt struct {
		id string
		c  float64
	}
	var ds []doubt
	for e, err := range r.store.Events(r.ctx, query.Query{}) {
		if err != nil {
			return nil, err
		}
		if len(e.Corrected) == 0 && e.Confidence < o.below {
			ds = append(ds, doubt{e.ID, e.Confidence})
		}
	}
	slices.SortStableFunc(ds, func(a, b doubt) int { return cmp.Or(cmp.Compare(a.c, b.c), cmp.Compare(a.id, b.id)) })
	if o.limit > 0 && len(ds) > o.limit {
		ds = ds[:o.limit]
	}
	ids := make([]string, len(ds))
	for i, d := range ds {
		ids[i] = d.id
	}
	return ids, nil
}

func (r *reviewer) run(o reviewOptions) error {
	ids, err := r.doubts(o)
	if err != nil {
		return err
	}
	decided := 0
	for i := 0; i < len(ids); {
		e, err := r.store.Event(r.ctx, ids[i])
		if err != nil { // its merging changed meanwhile
			i++
			continue
		}
		if err := r.show(&e, i+1, len(ids)); err != nil {
			return err
		}
		step, err := r.decide(&e)
		if errors.Is(err, errQuit) {
			break
		}
		if err != nil {
			return err
		}
		decided = len(r.last)
		i = max(0, i+step)
	}
	fmt.Fprintf(r.app.err, "%s\n", tell.Plural(decided, "decision"))
	return nil
}

// show prints an event with its words and the keys.
func (r *reviewer) show(e *news.Event, n, of int) (err error) {
	out := bufio.NewWriter(r.app.out)
	defer func() { err = errors.Join(err, out.Flush()) }()
	sc := newScreen(r.app.out)
	if sc.tty {
		fmt.Fprint(out, "\x1b[2J\x1b[H")
	}
	sc.Writer = out
	v := viewer{screen: sc, store: r.store}
	fmt.Fprintln(out, sc.paint(dim, fmt.Sprintf("%d of %d", n, of)))
	if err := v.event(r.ctx, e); err != nil {
		return err
	}
	for _, line := range wrap(reviewKeys, sc.width) {
		fmt.Fprintln(out, sc.paint(dim, line))
	}
	return nil
}

// decide takes keys until one decides, and gives how many events to go on.
func (r *reviewer) decide(e *news.Event) (step int, err error) {
	for {
		key, value, err := r.keys(func(key byte) string { return asks(key) })
		if errors.Is(err, io.EOF) {
			return 0, errQuit
		}
		if err != nil {
			return 0, err
		}
		switch key {
		case 'q':
			return 0, errQuit
		case 'k':
			return 1, nil
		case 'u':
			return r.undo()
		}
		o, given, ok := keyed(e, key, value)
		if !ok {
			fmt.Fprintf(r.app.err, "no key %q: %s\n", key, reviewKeys)
			continue
		}
		c, err := r.correction(e, func(f string) bool { return slices.Contains(given, f) }, o)
		if err != nil {
			fmt.Fprintln(r.app.err, clean(err.Error()))
			continue
		}
		if _, err := r.apply(c); err != nil {
			return 0, err
		}
		fmt.Fprintln(r.app.err, clean(c.Says()))
		r.last = append(r.last, c)
		return 1, nil
	}
}

// undo takes the last decision back and goes back to its event.
func (r *reviewer) undo() (step int, err error) {
	n := len(r.last)
	if n == 0 {
		fmt.Fprintln(r.app.err, "nothing to undo")
		return 0, nil
	}
	last := r.last[n-1]
	r.last = r.last[:n-1]
	c := correct.Correction{Time: r.now(), Author: r.author, Entry: last.Entry, Do: correct.Undo, Undo: last.ID}
	c.Seal()
	if _, err := r.apply(c); err != nil {
		return 0, err
	}
	fmt.Fprintln(r.app.err, clean(c.Says()))
	return -1, nil
}

// asks is what a key that wants a value asks for; "" for any other.
func asks(key byte) string {
	switch key {
	case 'd':
		return "date (2024-08-13, 2024-08, FROM..TO): "
	case 'f':
		return "who did it (names or codes, ; between): "
	case 'o':
		return "towards whom (names or codes, ; between): "
	case 'a':
		return "act (docs/codebook.md): "
	case 's':
		return "status (reported, alleged, denied, planned, hypothetical): "
	}
	return ""
}

// keyed is what a key says, and the flags that it stands for.
func keyed(e *news.Event, key byte, value string) (o flags, given []string, ok bool) {
	sides := func() (out []string) {
		for s := range strings.SplitSeq(value, ";") {
			out = append(out, strings.TrimSpace(s))
		}
		return out
	}
	switch key {
	case 'y':
		o.accept = true
	case 'n':
		o.reject = true
	case 't':
		o.turn = true
	case 'd':
		o.date, given = value, []string{"date"}
	case 'f':
		o.from, given = sides(), []string{"from"}
	case 'o':
		o.to, given = sides(), []string{"to"}
	case 'a':
		o.act, given = value, []string{"act"}
	case 's':
		o.status, given = value, []string{"status"}
	case 'b':
		o.ground, given = "yes", []string{"background"}
		if e.Background {
			o.ground = "no"
		}
	default:
		return o, nil, false
	}
	return o, given, true
}

// lineKeys reads a key and its value from each line that is not empty.
func lineKeys(in io.Reader) func(func(byte) string) (byte, string, error) {
	lines := bufio.NewScanner(in)
	return func(func(byte) string) (byte, string, error) {
		for lines.Scan() {
			if line := strings.TrimSpace(lines.Text()); line != "" {
				return line[0], strings.TrimSpace(line[1:]), nil
			}
		}
		return 0, "", cmp.Or(lines.Err(), io.EOF)
	}
}

// terminalKeys reads single keys from a terminal, and the values that they ask
// for by line.
func terminalKeys(f *os.File, prompt io.Writer) func(func(byte) string) (byte, string, error) {
	return func(ask func(byte) string) (byte, string, error) {
		fd := int(f.Fd())
		was, err := term.MakeRaw(fd)
		if err != nil {
			return 0, "", err
		}
		var b [1]byte
		_, err = f.Read(b[:])
		if err := errors.Join(err, term.Restore(fd, was)); err != nil {
			return 0, "", err
		}
		key := b[0]
		switch {
		case key == 3, key == 4: // Ctrl-C, Ctrl-D
			return 'q', "", nil
		case ask(key) == "":
			return key, "", nil
		}
		fmt.Fprint(prompt, ask(key))
		value, err := oneLine(f)
		return key, value, err
	}
}

// oneLine reads a line, byte by byte, so that nothing behind it is lost.
func oneLine(r io.Reader) (string, error) {
	var line []byte
	var b [1]byte
	for {
		n, err := r.Read(b[:])
		switch {
		case n == 1 && b[0] == '\n':
			return strings.TrimSpace(string(line)), nil
		case n == 1:
			line = append(line, b[0])
		case err != nil:
			return "", err
		}
	}
}
