// Package store says what it takes to keep a ledger: the pages as they were
// read, what each yielded, and the events merged from that. Drivers lie
// below; storetest holds what every driver must pass.
//
// Everything derived carries the versions of what derived it, so that a newer
// program knows what to derive anew, from the pages kept, without reading the
// inputs again.
package store

import (
	"context"
	"errors"
	"iter"
	"time"

	"chancery/internal/near"
	"chancery/internal/news"
	"chancery/internal/query"
)

// Errors that callers tell apart.
var (
	ErrNotFound  = errors.New("not found")
	ErrAmbiguous = errors.New("more than one begins so")
	ErrForeign   = errors.New("not a ledger of this program")
	ErrNewer     = errors.New("written by a newer version of this program")
	ErrBusy      = errors.New("another program keeps the ledger locked")
	ErrFull      = errors.New("the disk is full")
	ErrReadOnly  = errors.New("opened for reading only")
	ErrDamaged   = errors.New("damaged")
)

// Versions name what derived something. Derivations of equal versions from
// equal pages are equal.
type Versions struct {
	Extractor string // page → article
	Analyser  string // article → reports
	Merger    string // reports → events
}

// Skip is why an input, or a page of it, is not in the ledger.
type Skip struct {
	Name   string `json:"name"`   // Page.Name, or the input that gave no page
	Page   string `json:"page"`   // page's ID; "" when there were no bytes
	Stage  string `json:"stage"`  // "source", "extract", "analyse", "merge"
	Reason string `json:"reason"` // the class: the same words for all that failed alike
	Detail string `json:"detail"` // the whole message
}

// Filed is a report with where it is filed.
type Filed struct {
	Report news.Report
	near.Place
	Withdrawn string // the words by which the page itself takes it back: it counts for nothing; "" as a rule
}

// Merger is a near.Merger that may fail. An act may become any number of
// events, and several acts one: people say so.
type Merger interface {
	Sort(block string, reports []news.Report, hosts []near.Act) (near.Sorted, error)
	Build(block string, acts map[string][]news.Report, answers []news.Report) ([]news.Event, error)
}

// Reading is one page and all that it yielded: an Article with its Reports,
// or a Skip.
type Reading struct {
	Page      *news.Page
	Article   *news.Article
	Published news.Interval // as the analysis has it
	Clues     []news.Clue   // why
	Reports   []Filed
	Skip      *Skip
}

// Known is what a store holds about a page.
type Known struct {
	Current bool          // it was derived under the same versions, from this page or one of better provenance
	Page    *news.Page    // what to derive from: the page asked for, with the provenance to keep
	Article *news.Article // where the extractor's version is current, so that it need not run again; else nil
	Skip    *Skip         // of a Current page that yielded one
}

// Saved counts what a Save did.
type Saved struct {
	Articles, Skips, Reports int // newly derived
	Known                    int // articles that were there already
}

// Change is what a Merge did, by IDs of events.
type Change struct {
	Events  int      // in the blocks whose events were built
	New     []string // of these, not there before
	Changed []string // there before, otherwise
	Removed []string // there before, no longer
}

// Unfinished is what a ledger still waits for.
type Unfinished struct {
	Inputs []string // what runs are reading, or were when they were stopped; sorted
	Blocks int      // left to be sorted or built, other than those that could not be
}

// Fault is something in a store that cannot be as it was kept.
type Fault struct {
	Kind string `json:"kind"` // "file", "count", "page", "article", "report", "event", "index", "correction"
	ID   string `json:"id"`   // "" of the file as a whole, of counts and of an index
	Says string `json:"says"` // what is wrong
}

// Document is an article with what the analysis found out about its date.
type Document struct {
	Article   *news.Article
	Published news.Interval
	Clues     []news.Clue
	Reports   []news.Report // sorted by ID
	Versions  []Version     // of the same article, this one among them, the newest first
	TakenBack []TakenBack   // reports among Reports that the page itself takes back
}

// Articles are those of documents.
func Articles(documents iter.Seq2[Document, error]) iter.Seq2[*news.Article, error] {
	return func(yield func(*news.Article, error) bool) {
		for d, err := range documents {
			if !yield(d.Article, err) {
				return
			}
		}
	}
}

// Version is one page of an article.
type Version struct {
	ID      string    // the page's
	Fetched time.Time // zero where it is not known
}

// TakenBack is a report that counts for nothing, and the words for that.
type TakenBack struct{ Report, Words string }

// Listed is what a list of pages tells of one: of an input that gave no page,
// its name as Path and the Skip.
type Listed struct {
	ID        string        `json:"id"` // "" where there was no page
	URL       string        `json:"url"`
	Path      string        `json:"path"`
	Title     string        `json:"title"`
	Outlet    string        `json:"outlet"`
	Language  string        `json:"language"`
	Published news.Interval `json:"published"` // as the analysis has it
	Reports   int           `json:"reports"`
	Newest    string        `json:"newest"` // ID of the article's newest version where this is an older one; else ""
	Skip      *Skip         `json:"skip"`   // why it was not read; nil where it was
}

// Counts is how much a store holds.
type Counts struct {
	Pages, Articles, Reports, Events int
	Skips                            int
}

// Store keeps a ledger. Its methods may be called concurrently. Every change
// is one transaction, Reblock's a few: a process killed at any moment leaves a
// store from which the next run carries on, as if each call had either
// returned or never been made. Several processes may write to one store: they
// wait for one another, and ErrBusy comes where that takes too long.
type Store interface {
	Corrector
	Copied
	Dated
	// Begin notes that a run reads the inputs that bear a name, and Finish
	// that one has read and merged them all.
	Begin(ctx context.Context, inputs string) error
	Finish(ctx context.Context, inputs string) error
	// Unfinished tells what the ledger still waits for.
	Unfinished(ctx context.Context) (Unfinished, error)
	// Note gives what SetNote kept under a key, "" where nothing was.
	Note(ctx context.Context, key string) (string, error)
	SetNote(ctx context.Context, key, value string) error
	// Merger is the version that the reports were last filed under; "" in a
	// new ledger.
	Merger(ctx context.Context) (string, error)

	// Lookup says whether p must be derived. Of pages with one ID the least
	// provenance (path, then fetched, media and charset) is kept, so that the
	// order of arrival does not matter.
	Lookup(ctx context.Context, p *news.Page, v Versions) (Known, error)
	// Save keeps what pages yielded under v, in place of what they yielded
	// under other versions. Blocks of the reports that come and go are left
	// to be merged.
	//
	// Pages at one address, and pages without one of one outlet that say the
	// same, are versions of one article. Of these the newest alone is told, by
	// when it was fetched, else changed or published, else by ID: the reports of
	// others are kept, and are in no block. A report's CopyOf is set to the
	// article with the same words that was published first. None of this depends
	// on the order or the batches in which pages come.
	Save(ctx context.Context, v Versions, readings []Reading) (Saved, error)
	// Skip records inputs that gave no page, in place of what was recorded of them.
	Skip(ctx context.Context, skips []Skip) error
	// Overlook records inputs that gave no page to those who read them elsewhere,
	// but for those that gave one to another. Of what several say of one the least
	// stays, by stage, reason and detail: what is recorded does not depend on the order.
	Overlook(ctx context.Context, skips []Skip) error
	// Stale yields the pages that were derived under another extractor or
	// analyser. Saving while it runs is allowed.
	Stale(ctx context.Context, v Versions) iter.Seq2[Known, error]
	// Renew has the next run derive all anew from the pages, whatever
	// derived it, and so mends what is damaged of it.
	Renew(ctx context.Context) error
	// Reblock files all reports anew when the merger's version is not v's,
	// and leaves every block to be merged. File gives the places of the reports
	// of one article. It does so in steps: one that was stopped midway goes on
	// where it was.
	Reblock(ctx context.Context, v Versions, file func([]news.Report) []near.Place) error
	// Merge does a part of what is left to be merged: it sorts some blocks, the
	// lowest in rank first, or, where all are sorted, builds the events of some
	// whose acts gained or lost reports, in place of their former ones. done is
	// true when nothing was left. Where a block cannot be sorted or built a
	// MergeError comes back, its events stay as they were, and it is set aside
	// until a report of it changes or the merger does. Nobody else waits while m
	// works: where what it was given changed meanwhile, that is done again.
	Merge(ctx context.Context, m Merger) (c Change, done bool, err error)

	// Events yields the events that q wants by their first possible day, then
	// ID; after them in the same manner those whose date is open or wider than
	// a year, and last those without any known day.
	// Where q wants the newest first, each of the three comes backwards.
	Events(ctx context.Context, q query.Query) iter.Seq2[news.Event, error]
	// Event finds by ID or by the beginning of one, and by an ID that was an
	// event's before its reports went into others: the one that has most of
	// them. Errors: ErrNotFound, ErrAmbiguous.
	Event(ctx context.Context, id string) (news.Event, error)
	// Document finds an article by ID or by the beginning of one. Its spans,
	// and those of its reports, lie in its text. Errors: ErrNotFound,
	// ErrAmbiguous, ErrDamaged.
	Document(ctx context.Context, id string) (Document, error)
	// Documents yields for each of some whole IDs, in their order, what Document
	// gives, its errors too. It asks for some at a time, and keeps no more in memory.
	Documents(ctx context.Context, ids []string) iter.Seq2[Document, error]
	// Page is the page of an ID as it was read. Errors: ErrNotFound,
	// ErrDamaged.
	Page(ctx context.Context, id string) (news.Page, error)
	// Skips yields what is not in the ledger and why, by name.
	Skips(ctx context.Context) iter.Seq2[Skip, error]
	// Pages yields all pages and all inputs that gave none, by name.
	Pages(ctx context.Context) iter.Seq2[Listed, error]
	// Check yields all that cannot be as it was kept: damage to the file,
	// bytes that changed, spans that point nowhere, references to what is not
	// there.
	Check(ctx context.Context) iter.Seq2[Fault, error]
	// Counts tells how much there is.
	Counts(ctx context.Context) (Counts, error)
	Close() error
}

// MergeError is a block whose reports could not be merged.
type MergeError struct {
	Block string
	Err   error
}

func (e *MergeError) Error() string { return "merge " + e.Block + ": " + e.Err.Error() }

func (e *MergeError) Unwrap() error { return e.Err }
