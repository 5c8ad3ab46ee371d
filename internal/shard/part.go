package shard

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/address"
	"chancery/internal/news"
)

// Part is the I-th of N shards, counted from 1. The zero Part is all pages.
type Part struct{ I, N int }

// ErrPart says how a Part is written.
var ErrPart = errors.New("want I/N, the I-th of N, as in 2/7")

// maxParts is more than anybody has processors.
const maxParts = 1 << 20

// ParsePart reads "2/7".
func ParsePart(s string) (p Part, err error) {
	i, n, ok := strings.Cut(s, "/")
	if !ok {
		return Part{}, ErrPart
	}
	if p.I, err = strconv.Atoi(i); err != nil {
		return Part{}, ErrPart
	}
	if p.N, err = strconv.Atoi(n); err != nil || p.I < 1 || p.I > p.N || p.N > maxParts {
		return Part{}, ErrPart
	}
	return p, nil
}

func (p Part) String() string {
	if p == (Part{}) {
		return ""
	}
	return fmt.Sprintf("%d/%d", p.I, p.N)
}

// MarshalText implements encoding.TextMarshaler.
func (p Part) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (p *Part) UnmarshalText(b []byte) (err error) {
	if *p = (Part{}); len(b) > 0 {
		*p, err = ParsePart(string(b))
	}
	return err
}

// Has reports whether a page is of the part: by the article that its address
// names, so that all versions of it are of one; where it has no address, by its
// bytes. It is a function of the page and N alone.
func (p Part) Has(page *news.Page) bool {
	if p.N <= 1 {
		return true
	}
	key := ""
	if a, ok := address.Parse(page.URL); ok {
		key = a.Key
	} else {
		key = page.ID()
	}
	return p.hashes(key)
}

// HasFile reports whether a file is of the part, by its name without the folders:
// so every file is of exactly one part, whoever asks, wherever the folder is
// mounted and whichever other files are seen there. Files that are numbered are
// dealt out in turn, others by a hash.
func (p Part) HasFile(path string) bool {
	if p.N <= 1 {
		return true
	}
	name := filepath.Base(path)
	stem := strings.TrimSuffix(name, filepath.Ext(name))
	if n, err := strconv.ParseUint(stem[len(strings.TrimRight(stem, "0123456789")):], 10, 64); err == nil {
		return (n+uint64(p.N)-1)%uint64(p.N) == uint64(p.I-1) //nolint:gosec // N is above 0
	}
	return p.hashes(name)
}

func (p Part) hashes(key string) bool {
	sum := sha256.Sum256([]byte(key))
	return binary.BigEndian.Uint64(sum[:])%uint64(p.N) == uint64(p.I-1) //nolint:gosec // N is above 0
}

// Of gives the pages of the part, and what could not be read: that every part
// meets and tells, lest the one that should is the one that read it well.
func (p Part) Of(pages iter.Seq2[news.Page, error]) iter.Seq2[news.Page, error] {
	return func(yield func(news.Page, error) bool) {
		for page, err := range pages {
			if (err != nil || p.Has(&page)) && !yield(page, err) {
				return
			}
		}
	}
}

// Missing are the parts that are wanting to make up a whole, of each N that any
// of these is of.
func Missing(parts []Part) (out []Part) {
	here := map[int]map[int]bool{}
	for _, p := range parts {
		if here[p.N] == nil {
			here[p.N] = map[int]bool{}
		}
		here[p.N][p.I] = true
	}
	for _, n := range slices.Sorted(maps.Keys(here)) {
		for i := 1; i <= n; i++ {
			if !here[n][i] {
				out = append(out, Part{i, n})
			}
		}
	}
	return out
}
