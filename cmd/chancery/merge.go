package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/pipeline"
	"chancery/internal/shard"
	"chancery/internal/store"
	"chancery/internal/tell"
)

type mergeOptions struct {
	store storeFlag
	part  string
	json  bool
}

func newMerge(a *app) *cobra.Command {
	var o mergeOptions
	cmd := &cobra.Command{
		Use:   "merge --store LEDGER FILE|FOLDER…",
		Short: "Make a ledger of shard files",
		Long: `Merge makes a ledger of shard files, which chancery read --reports writes on any
number of machines, or adds them to one. It is the ledger that one run over the
same pages makes, byte for byte, whatever the number of files, and in whatever
order they come: what takes more than one page to know (which pages are versions
of one article, what is a copy of what, which day a page without one is of, which
reports tell of one act) is told here. Of folders it takes the *.parquet in them.

A file that was cut, is damaged, was made by another version of this program or
with another --gazetteer, or is none of ours, is told and left out as a whole; the
others go on, and the exit code is 3. Until a file that was cut, damaged or could not
be opened is merged the ledger is unfinished, and says so; where it is deleted for good,
until its folder is merged well without it. A file or a folder that is not there, or a
folder without any, is a slip: nothing is merged. What those that read the pages could not read they told:
it is counted here, and kept for chancery pages --only unread. Merging a file again changes nothing; a merge that was stopped or killed is
finished by running it again. Where files are shards I/N, stderr says which of the
N are not among them.

Several processes may merge into one PostgreSQL ledger at a time, each other files:
--part I/N takes the I-th of N parts of the files named, by their names without the
folders, so that each file is of one part wherever the folder is mounted. A SQLite ledger has one
writer: let one process do it. docs/scale.md has examples for GNU parallel, Slurm,
Spark and Kubernetes.

` + exitHelp,
		Example: `  chancery merge --store ledger.db shards/
  chancery merge --store postgres://me@host/news --part 3/8 shards/*.parquet`,
		Args:              args(cobra.MinimumNArgs(1), "merge what? give shard files, or folders of them"),
		RunE:              func(cmd *cobra.Command, paths []string) error { return runMerge(cmd.Context(), a, o, paths) },
		ValidArgsFunction: filesOf("parquet"),
	}
	f := cmd.Flags()
	f.Var(&o.store, "store", "keep the ledger in `FILE` (SQLite), or at a postgres:// address, made where there is none; else in $"+storeEnv)
	f.StringVar(&o.part, "part", "", "take the `I/N`-th part of the files, as one of N processes")
	f.BoolVar(&o.json, "json", false, "sum up as a JSON object (docs/json.md)")
	return cmd
}

func runMerge(ctx context.Context, a *app, o mergeOptions, paths []string) (err error) {
	file := o.store.path()
	if file == "" {
		return usageError{errors.New("merge into which ledger? give --store FILE or set " + storeEnv)}
	}
	var part shard.Part
	if o.part != "" {
		if part, err = shard.ParsePart(o.part); err != nil {
			return usageError{fmt.Errorf("--part %s: %w", o.part, err)}
		}
	}
	m := merging{progress: newProgress(a.err), skipped: map[string]int{}, given: map[string]bool{}, taken: taken{part, map[string]bool{}}}
	names, err := m.names(paths, part)
	if err != nil {
		return usageError{err}
	}
	m.taken.add(paths)
	m.taken.add(names)
	m.inputs = m.taken.called(paths)
	m.find(names, part)
	return m.into(ctx, file, o.json)
}

// merging is a run over shard files.
type merging struct {
	*progress
	inputs  string
	taken   taken
	given   map[string]bool // files, and folders that cannot be listed
	files   []found         // to be merged, by name
	all     []found         // and those of the other parts that can be opened here
	own     *tables         // of the first of all that this program can merge, whosever part it is
	gone    []error         // of files that may be merged once they are mended
	skipped map[string]int
	failed  bool // something was told
}

// found is a shard file with what it says of itself, but for its tables.
type found struct {
	path string
	shard.Header
}

// suffix is that of the files that are taken of a folder.
const suffix = ".parquet"

var errNothingThere = errors.New("no *" + suffix + " in it: name the folder that chancery read --reports wrote to")

// names are the files that paths name, by name; whoever takes a part of them is
// told of folders that cannot be listed. It fails where something is not there, but
// for files of other parts, which may be elsewhere.
func (m *merging) names(paths []string, part shard.Part) (names []string, slips error) {
	for _, p := range paths {
		info, err := os.Stat(p)
		if errors.Is(err, fs.ErrNotExist) && (!strings.HasSuffix(p, suffix) || part.HasFile(p)) {
			slips = errors.Join(slips, shard.Unopened(p, err))
			continue
		}
		if err != nil && strings.HasSuffix(p, suffix) || err == nil && !info.IsDir() {
			names = append(names, filepath.Clean(p))
			continue
		}
		var inside []string
		if err == nil {
			inside, err = shardsIn(p)
		}
		if err == nil && len(inside) == 0 {
			slips = errors.Join(slips, shard.Unopened(p, errNothingThere))
		}
		if names = append(names, inside...); err != nil {
			m.gone = append(m.gone, shard.Unopened(p, err))
			m.given[p] = true
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	for _, name := range names {
		m.given[name] = true
	}
	return names, slips
}

// shardsIn are the files that are taken of a folder.
func shardsIn(folder string) (names []string, err error) {
	inside, err := os.ReadDir(folder)
	for _, e := range inside {
		if strings.HasSuffix(e.Name(), suffix) && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, filepath.Join(folder, e.Name()))
		}
	}
	return names, err
}

// taken is what a merge takes.
type taken struct {
	part  shard.Part
	paths map[string]bool // absolute: those that were given, and the files in them
}

func (t *taken) add(paths []string) {
	for _, p := range paths {
		if abs, err := filepath.Abs(p); err == nil {
			t.paths[abs] = true
		}
	}
}

const (
	calledShards = "the shard files "
	calledPart   = ", part "
)

// called is what the store calls the merge of the paths that were given.
func (t *taken) called(paths []string) string {
	name := calledShards + inputs(paths)
	if t.part.N > 0 {
		name += calledPart + t.part.String()
	}
	return name
}

// covers reports whether all that a merge was to take, by what the store calls it, was
// taken here, too: but for files that are no longer there, of folders that are.
func (t *taken) covers(inputs string) bool {
	paths, ours := strings.CutPrefix(inputs, calledShards)
	paths, part, _ := strings.Cut(paths, calledPart)
	if !ours || t.part.N > 0 && t.part.String() != part {
		return false
	}
	for p := range strings.SplitSeq(paths, ", ") {
		if !t.has(p) {
			return false
		}
	}
	return true
}

func (t *taken) has(path string) bool {
	if t.paths[path] {
		return true
	}
	if _, err := os.Stat(path); err != nil {
		return errors.Is(err, fs.ErrNotExist) && t.paths[filepath.Dir(path)]
	}
	inside, err := shardsIn(path) // fails of a file
	return err == nil && len(inside) > 0 && !slices.ContainsFunc(inside, func(p string) bool { return !t.paths[p] })
}

// find looks into the files of a part as far as to say whether they are any, and
// into the others to know what is among them, where they can be opened here.
func (m *merging) find(names []string, part shard.Part) {
	unseen := false
	for _, name := range names {
		mine := part.HasFile(name)
		f, err := shard.Open(name)
		if err == nil {
			of := found{name, f.Header}
			if m.own == nil {
				m.own = mergeable(&f.Header)
			}
			of.Tables = nil // they may be large, and of each file
			if m.all = append(m.all, of); mine {
				m.files = append(m.files, of)
			}
			err = f.Close()
		}
		switch {
		case err != nil && mine:
			m.leave(name, err)
		case err != nil:
			unseen = true
		}
	}
	if !unseen {
		m.tellMissing()
	}
	if len(names) > 0 && len(m.files) == 0 && !m.failed && len(m.gone) == 0 {
		m.say(fmt.Sprintf("note: of %s none is of part %s, by their names", tell.Plural(len(names), "file"), part))
	}
}

// leave leaves a file out: one that may be mended leaves the ledger unfinished;
// the others are told.
func (m *merging) leave(path string, err error) {
	var e *shard.Error
	if !errors.As(err, &e) {
		e = &shard.Error{Path: path, Err: err}
	}
	if !slices.ContainsFunc([]error{shard.ErrForeign, shard.ErrNewer, shard.ErrOther}, func(never error) bool { return errors.Is(err, never) }) {
		m.gone = append(m.gone, e)
		return
	}
	k := store.Skip{Name: path, Stage: pipeline.Source, Reason: e.Reason(), Detail: e.Error()}
	m.skipped[k.Stage+": "+k.Reason]++
	m.failed = true
	m.skip(k)
}

// mostNamed is how many shards are named that are not there.
const mostNamed = 10

// tellMissing says which shards would make up the whole.
func (m *merging) tellMissing() {
	parts := make([]shard.Part, len(m.all))
	for i := range m.all {
		parts[i] = m.all[i].Part
	}
	gone := shard.Missing(parts)
	if len(gone) == 0 {
		return
	}
	var names []string
	for _, p := range gone[:min(len(gone), mostNamed)] {
		names = append(names, p.String())
	}
	more := ""
	if n := len(gone) - len(names); n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	m.say("note: not among these files: shard " + strings.Join(names, ", ") + more)
}

var errOtherwise = fmt.Errorf("%w than the ledger's pages: read its pages again", shard.ErrOther)

// mergeable are the tables that a file was read with, nil where this program cannot
// merge it.
func mergeable(h *shard.Header) *tables {
	var t tables
	if h.Tables != nil && json.Unmarshal(h.Tables, &t) != nil {
		return nil
	}
	if v := versions(t.version()); h.Extractor != v.Extractor || h.Analyser != v.Analyser {
		return nil
	}
	return &t
}

// into merges into a ledger. One that has pages goes on with its own tables.
func (m *merging) into(ctx context.Context, file string, asJSON bool) (err error) {
	acts, err := loadActs(nil)
	if err != nil {
		return err
	}
	s, err := makeLedger(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	s.OnWait = m.waits
	own := m.own
	if c, err := s.Counts(ctx); err != nil {
		return err
	} else if c.Pages > 0 {
		own = nil
	}
	line, err := lineInto(ctx, s, file, own, false, acts)
	if err != nil {
		return err
	}
	line.OnSkip, line.OnProgress = m.tell, m.show
	m.agree(line.Version)
	line.Inputs = m.inputs
	sum, err := line.Take(ctx, m.readings(ctx))
	if err == nil {
		err = m.finish(ctx, s)
	}
	for why, n := range m.skipped {
		sum.Skipped[why] += n
	}
	if err := errors.Join(err, m.done(sum, asJSON)); err != nil {
		return err
	}
	if m.failed {
		return errUnread
	}
	return nil
}

// finish has a ledger wait no more for merges that this one, if it ended well, did
// the work of.
func (m *merging) finish(ctx context.Context, s store.Store) error {
	u, err := s.Unfinished(ctx)
	if err != nil || slices.Contains(u.Inputs, m.inputs) {
		return err
	}
	for _, other := range u.Inputs {
		if m.taken.covers(other) {
			if err := s.Finish(ctx, other); err != nil {
				return err
			}
		}
	}
	return nil
}

// tell tells of what fails here; of pages that could not be read whoever read them
// was told.
func (m *merging) tell(k store.Skip) {
	if k.Stage == pipeline.Merge || m.given[k.Name] {
		m.failed = true
		m.skip(k)
	}
}

// agree leaves out files whose pages were read otherwise than the ledger's.
func (m *merging) agree(v store.Versions) {
	m.files = slices.DeleteFunc(m.files, func(f found) bool {
		if f.Extractor == v.Extractor && f.Analyser == v.Analyser {
			return false
		}
		m.leave(f.path, errOtherwise)
		return true
	})
}

// readings are those of all files, one after another, after what is gone.
func (m *merging) readings(ctx context.Context) iter.Seq2[store.Reading, error] {
	return func(yield func(store.Reading, error) bool) {
		for _, err := range m.gone {
			if !yield(store.Reading{}, err) {
				return
			}
		}
		for i := range m.files {
			if ctx.Err() != nil || !m.readingsOf(&m.files[i], yield) {
				return
			}
		}
	}
}

// readingsOf are those of a file that still is what it was.
func (m *merging) readingsOf(of *found, yield func(store.Reading, error) bool) bool {
	f, err := shard.Open(of.path)
	if err == nil {
		defer func() { _ = f.Close() }() // it was only read
		if f.Extractor != of.Extractor || f.Analyser != of.Analyser {
			err = &shard.Error{Path: of.path, Err: errOtherwise}
		}
	}
	if err != nil {
		return yield(store.Reading{}, err)
	}
	for r, err := range f.Readings() {
		if !yield(r, err) {
			return false
		}
	}
	return true
}
