package store

import (
	"context"
	"time"
)

// Source is an address, a file or a folder that is watched.
type Source struct {
	Address string        `json:"address"`
	Name    string        `json:"name"`
	Every   time.Duration `json:"-"`
	Parent  string        `json:"parent,omitempty"` // the list that names it; "" where the user does
	Depth   int           `json:"-"`                // of lists within lists
}

// Watched is a source with what is known of it. Times that are zero never were.
type Watched struct {
	Source
	Kind      string    `json:"kind"` // what it turned out to be
	Added     time.Time `json:"added"`
	Tried     time.Time `json:"tried"`
	Succeeded time.Time `json:"succeeded"`
	Due       time.Time `json:"due"`
	Failures  int       `json:"failures"` // in a row
	Reason    string    `json:"reason"`   // of the last; without any, why it was not asked
	Error     string    `json:"error"`

	ETag, LastModified, Digest string `json:"-"` // of its last answer
}

// ItemState is how far an item is.
type ItemState string

// States of items.
const (
	ItemDue    ItemState = "waiting"
	ItemRead   ItemState = "read"
	ItemUnread ItemState = "unread" // given up, or read and not understood
)

// WatchedItem is a page that a source names, or is, or a file.
type WatchedItem struct {
	Address   string
	Source    string
	Host      string
	Title     string
	Outlet    string
	Published string
	Found     time.Time
	Changed   time.Time // as the source says; zero where it does not
	Tried     time.Time
	Read      time.Time // first
	Due       time.Time // zero: never again
	State     ItemState
	Reason    string // why it is unread, or is not yet read
	Error     string
	Wall      string // in front of a part of it
	Tries     int    // failures in a row
	Checks    int    // since it was read
	Versions  int    // of its words

	ETag, LastModified, Digest string // of its last answer
	Words                      string // digest of the words
}

// SourceReport is a source with what came of it.
type SourceReport struct {
	Watched
	Items      int            `json:"items"` // found
	Read       int            `json:"read"`
	Waiting    int            `json:"waiting"`
	Unread     map[string]int `json:"unread"`    // by reason
	Retrying   map[string]int `json:"retrying"`  // of those that wait, by the reason of the last failure
	Paywalled  int            `json:"paywalled"` // of those read
	Changed    int            `json:"changed"`   // new versions
	PerDay     float64        `json:"per_day"`   // articles read a day, over a week at most
	Unreadable float64        `json:"share_unread"`
}

// Listing is what a source was found to name.
type Listing struct {
	Items   []WatchedItem
	Sources []Source // lists that it names; of each Address and Name count
	Whole   bool     // Sources are all that it names
}

// Watch is the part of a store that keeps what is watched. Every change is one
// transaction.
type Watch interface {
	// SetSources makes these, and what they are known to name, the sources that are
	// watched; others keep what is known of them.
	SetSources(ctx context.Context, sources []Source, now time.Time) error
	// DueSources are at most limit that are due.
	DueSources(ctx context.Context, now time.Time, limit int) ([]Watched, error)
	// KeepSource keeps what came of a source: its items, of which those that are
	// there stay as they are, but are due where they changed since they were
	// tried, and the sources that it names. Of a whole listing, those that it named
	// and names no longer are watched no more unless the user or another list that
	// is watched names them.
	KeepSource(ctx context.Context, w Watched, l Listing) error
	// DueItems are at most limit items that are due, of each host perHost.
	DueItems(ctx context.Context, now time.Time, perHost, limit int) ([]WatchedItem, error)
	// Item finds an item. Error: ErrNotFound.
	Item(ctx context.Context, address string) (WatchedItem, error)
	// KeepItems keeps what came of items.
	KeepItems(ctx context.Context, items []WatchedItem) error
	// SaveItems is Save and KeepItems in one transaction.
	SaveItems(ctx context.Context, v Versions, readings []Reading, items []WatchedItem) (Saved, error)
	// NextDue is when anything is due next; zero where nothing is.
	NextDue(ctx context.Context) (time.Time, error)
	// SourceReports tells of the sources that are watched, and of all that ever
	// were where all is set, by address.
	SourceReports(ctx context.Context, now time.Time, all bool) ([]SourceReport, error)
}
