package watch

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"chancery/internal/feed"
	"chancery/internal/fetch"
	"chancery/internal/news"
	"chancery/internal/source"
	"chancery/internal/store"
)

// Kinds of sources that are no lists.
const (
	kindPage   = "page"
	kindFile   = "file"
	kindFolder = "folder"
)

// maxDepth is how deep lists may lie in lists, and maxLists how many one may
// name.
const (
	maxDepth = 3
	maxLists = 5000
)

// IsWeb reports whether a source is of the web, not of the file system.
func IsWeb(address string) bool {
	return strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://")
}

// source reads a source that is due. Errors are of the store.
func (r *round) source(s store.Watched) error {
	tried := s.Tried
	s.Tried = r.now()
	if !IsWeb(s.Address) {
		return r.local(s)
	}
	q := fetch.Request{URL: s.Address, ETag: s.ETag, LastModified: s.LastModified}
	if s.Digest != "" {
		q.Before = &fetch.Before{Date: s.Succeeded, Digest: s.Digest}
	}
	var it store.WatchedItem // of a source that is a page
	if s.Kind == kindPage {
		var err error
		if it, err = r.State.Item(r.ctx, s.Address); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		} else if err == nil {
			q = request(&it)
		}
	}
	a, err := r.Client.Get(r.ctx, q)
	switch failed, _ := errors.AsType[*fetch.Error](err); {
	case r.ctx.Err() != nil:
		return nil
	case errors.Is(err, fetch.ErrHeld):
		s.Tried = tried
		return r.sourceHeld(s, failed)
	case err != nil:
		return r.sourceFailed(s, err)
	case a.Unchanged, s.Digest != "" && s.Digest == a.Digest, it.Digest != "" && it.Digest == a.Digest:
		return r.sourceRead(s, store.Listing{})
	}
	pages, list, err := r.read(a)
	switch {
	case list != nil:
		for _, p := range pages { // whose words stand in the list
			if !r.tell(p, nil) {
				return nil
			}
		}
		s.ETag, s.LastModified, s.Digest = a.ETag, a.LastModified, a.Digest
		return r.listRead(s, list)
	case len(pages) == 0:
		if err == nil {
			err = &source.Error{Path: s.Address, Err: source.ErrEmpty}
		}
		return r.sourceFailed(s, err)
	}
	s.Kind = kindPage // what its answer says of itself is kept with its item, along with the page
	if it.Address == "" {
		it = store.WatchedItem{Address: s.Address, Source: s.Address, Host: hostOf(s.Address), Found: r.now()}
	}
	it.Checks = len(again()) // it is looked at when its source is due
	if err := r.pages(it, a, pages, r.now()); err != nil {
		return err
	}
	return r.sourceRead(s, store.Listing{})
}

// sourceFailed keeps that a source gave nothing, and leaves it alone for the
// longer the more often it did.
func (r *round) sourceFailed(s store.Watched, err error) error {
	s.Failures++
	s.Reason, s.Error = reason(err), err.Error()
	var after time.Duration
	if f, ok := errors.AsType[*fetch.Error](err); ok {
		after = f.After
	}
	s.Due = s.Tried.Add(backoff(2*s.Every, s.Failures, after))
	return r.sourceSkipped(s, err)
}

func (r *round) sourceSkipped(s store.Watched, err error) error {
	if err := r.State.KeepSource(r.ctx, s, store.Listing{}); err != nil {
		return err
	}
	r.tell(news.Page{}, err)
	return nil
}

// sourceHeld keeps that a source was not asked, as its host asked to be left
// alone.
func (r *round) sourceHeld(s store.Watched, held *fetch.Error) error {
	if s.Failures == 0 { // else what it failed of stands
		s.Reason, s.Error = held.Reason(), held.Error()
	}
	s.Due = r.now().Add(held.After)
	return r.sourceSkipped(s, held)
}

// sourceRead keeps that a source was read, and what it names.
func (r *round) sourceRead(s store.Watched, l store.Listing) error {
	s.Succeeded, s.Failures, s.Reason, s.Error = s.Tried, 0, "", ""
	s.Due = s.Tried.Add(s.Every)
	return r.State.KeepSource(r.ctx, s, l)
}

// listRead keeps what a list names.
func (r *round) listRead(s store.Watched, l *feed.List) error {
	now := r.now()
	s.Kind = string(l.Kind)
	if s.Name == "" {
		s.Name = l.Title
	}
	var out store.Listing
	for _, it := range l.Items {
		if it.URL == "" {
			continue
		}
		out.Items = append(out.Items, store.WatchedItem{
			Address: it.URL, Source: s.Address, Host: hostOf(it.URL), Title: it.Title, Outlet: it.Outlet, Published: it.Published,
			Found: now, Changed: it.Changed, Due: now, State: store.ItemDue,
		})
	}
	if s.Depth < maxDepth {
		for _, it := range l.Lists[:min(len(l.Lists), maxLists)] {
			out.Sources = append(out.Sources, store.Source{Address: it.URL, Name: it.Title})
		}
		out.Whole = !l.Cut && len(out.Sources) > 0 && len(out.Sources) == len(l.Lists) // one that names none of a sudden is a fault
	}
	return r.sourceRead(s, out)
}

// local reads a file, or the files of a folder, that are new or changed.
func (r *round) local(s store.Watched) error {
	info, err := os.Stat(s.Address)
	if err != nil {
		return r.sourceFailed(s, &source.Error{Path: s.Address, Err: fmt.Errorf("%w: %w", source.ErrOpen, err)})
	}
	if !info.IsDir() {
		s.Kind = kindFile
		list, err := r.file(s.Address, info, s.Address, true)
		switch {
		case err != nil || r.ctx.Err() != nil:
			return err
		case list != nil:
			return r.listRead(s, list)
		}
		return r.sourceRead(s, store.Listing{})
	}
	s.Kind = kindFolder
	err = filepath.WalkDir(s.Address, func(path string, d fs.DirEntry, err error) error {
		switch {
		case r.ctx.Err() != nil:
			return r.ctx.Err()
		case err != nil:
			r.tell(news.Page{}, &source.Error{Path: path, Err: fmt.Errorf("%w: %w", source.ErrOpen, err)})
			return nil
		case path != s.Address && strings.HasPrefix(d.Name(), "."), r.own(path):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case !d.Type().IsRegular():
			return nil
		}
		info, err := d.Info()
		if err != nil { // gone meanwhile
			return nil
		}
		_, err = r.file(path, info, s.Address, false)
		return err
	})
	if err != nil || r.ctx.Err() != nil {
		return err
	}
	return r.sourceRead(s, store.Listing{})
}

// own reports whether a file or folder is the ledger's.
func (r *round) own(path string) bool {
	for _, o := range r.Reader.Own {
		if filepath.Base(o) != filepath.Base(path) {
			continue
		}
		a, errA := os.Stat(o)
		b, errB := os.Stat(path)
		if errA == nil && errB == nil && os.SameFile(a, b) {
			return true
		}
	}
	return false
}

// file reads a file unless it is as it was: by its size and time. It gives the
// list that the file is, where lists are to be followed.
func (r *round) file(path string, info fs.FileInfo, of string, follow bool) (list *feed.List, err error) {
	address := "file:" + filepath.ToSlash(path)
	it, err := r.State.Item(r.ctx, address)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	stamp := fmt.Sprintf("%d %d", info.Size(), info.ModTime().UnixNano())
	if it.Digest == stamp {
		return nil, nil
	}
	now := r.now()
	if it.Address == "" {
		it = store.WatchedItem{Address: address, Source: of, Host: "", Title: info.Name(), Found: now}
	}
	if it.Read.IsZero() {
		it.Read = now
	}
	it.Tried, it.Digest = now, stamp
	it.Versions++
	r.take(address)
	p := &pending{item: it}
	reader := *r.Reader
	reader.Follow = nil
	if follow {
		reader.Follow = func(_ string, l *feed.List) iter.Seq2[news.Page, error] {
			list = l
			return func(func(news.Page, error) bool) {}
		}
	}
	for page, err := range reader.Pages(path) {
		more := false
		if err == nil {
			more = r.hand(page, p, false)
		} else {
			if p.skip == nil {
				p.skip = &store.Skip{Reason: reason(err), Detail: err.Error()}
			}
			more = r.tell(page, err)
		}
		if !more {
			return nil, nil
		}
	}
	return list, r.seal(p)
}
