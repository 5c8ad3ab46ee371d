// Package shard keeps what a part of the pages yielded in a file, for one ledger
// to be made of many such. A shard file is Parquet (docs/scale.md has its
// columns) with a Header: a row a page, with its bytes, its article and its
// reports, or a row an input that gave no page. It says nothing that takes more
// than one page to know: which pages are versions of one article, what is a copy
// of what, which reports tell of one act. All of that is the ledger's to tell.
package shard

import (
	"encoding/json"
	"errors"
)

// Header is what a shard file says of itself.
type Header struct {
	Format    int             `json:"format"`
	Program   string          `json:"program"`   // version of what wrote it, for people
	Extractor string          `json:"extractor"` // as store.Versions has it, as is
	Analyser  string          `json:"analyser"`
	Tables    json.RawMessage `json:"gazetteer,omitempty"` // the user's, that the pages were read with; merging needs them, too
	Part      Part            `json:"shard,omitzero"`      // of the pages that were given
	Pages     int             `json:"pages"`               // rows of pages
	Reports   int             `json:"reports"`             // of these
	Unread    int             `json:"unread"`              // rows of inputs that gave no page
}

// formatVersion is the version of rows and Header; headerKey, where Parquet keeps it.
const (
	formatVersion = 1
	headerKey     = "chancery.shard"
)

// Why a file is not read.
var (
	ErrForeign = errors.New("no file of chancery read --reports")
	ErrCut     = errors.New("cut short: it was not written to its end, or not copied whole")
	ErrDamaged = errors.New("damaged")
	ErrNewer   = errors.New("written by a newer version of this program")
	ErrOther   = errors.New("read by another version of this program, or with another gazetteer")
)
