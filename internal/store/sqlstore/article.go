package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"time"

	"chancery/internal/address"
	"chancery/internal/copies"
	"chancery/internal/news"
	"chancery/internal/store"
)

// facets is what is kept of a page that yielded an article, to tell which
// others are versions of the article and which are copies of it. It is a
// function of the page and what was derived from it, but for n, article, live.
type facets struct {
	n, article int64
	live       bool // the article's newest version
	page       string

	// Where the article is: pages of one own are one article; of pages that
	// have any two of these in common those are that say the same.
	own      string // its address; "" where it has none, or a front page's
	base     string // its address without what may not matter, else its outlet
	declared string // the address that its markup gives

	moment string // orders versions
	day    string // when it was published or read
	rank   string // orders copies: the earliest, by any version's day, then the most complete first
	site   string
	text   copies.Text
	hashes []uint64 // of text
	said   uint64   // tells whether the sentences changed

	sentences []copies.Sentence // where they were read
	published news.Interval     // likewise
}

func facetsOf(page string, fetched time.Time, a *news.Article, published news.Interval) *facets {
	f := &facets{page: page, published: published}
	if a.Check() == nil { // else Check tells of it
		f.text, f.sentences = copies.Of(a), copies.Sentences(a)
	}
	f.hashes = f.text.Hashes()
	h := fnv.New64a()
	for _, s := range f.sentences {
		_ = binary.Write(h, binary.BigEndian, s.Hash) // a hash takes all
	}
	f.said = h.Sum64()
	own, ok := address.Parse(a.URL)
	switch {
	case !ok:
		f.base = "outlet " + strings.ToLower(a.Outlet)
	case own.Front:
		f.base = "front " + own.Key
	default:
		f.own, f.base = own.Key, own.Base
	}
	if d, ok := address.Declared(a.URL, a.Meta); ok {
		f.declared = d.Key
	}
	f.site = cmp.Or(own.Site, strings.ToLower(a.Outlet))
	f.moment = cmp.Or(timeKey(fetched), modified(a), dayKey(published))
	f.day = cmp.Or(dayKey(published), timeKey(fetched), "~")
	return f
}

// ranked is the rank of an article whose versions' first day is given.
func (f *facets) ranked(day string) string {
	return fmt.Sprintf("%s %08d %s", day, 99999999-len(f.hashes), f.page)
}

func timeKey(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000000000Z")
}

// dayKey is when something was published, where that is known to a few days.
func dayKey(v news.Interval) string {
	if d := v.Days(); d < 1 || d > 3 {
		return ""
	}
	return cmp.Or(v.UTC, v.From.String())
}

// modified is when the markup says that the article was last changed.
func modified(a *news.Article) string {
	for _, name := range []string{"article:modified_time", "og:updated_time", "jsonld:dateModified", "time:modified"} {
		for i := range a.Meta {
			if a.Meta[i].Name != name {
				continue
			}
			v := a.Meta[i].Value
			if t, err := time.Parse(time.RFC3339, v); err == nil {
				return timeKey(t)
			}
			if d, err := news.ParseDay(v[:min(len(v), len(time.DateOnly))]); err == nil && !d.IsZero() {
				return d.String()
			}
		}
	}
	return ""
}

// same reports whether nothing that others depend on differs.
func (f *facets) same(o *facets) bool {
	return f.own == o.own && f.base == o.base && f.declared == o.declared && f.said == o.said &&
		f.moment == o.moment && f.day == o.day && f.site == o.site && f.text.Whole == o.text.Whole && slices.Equal(f.hashes, o.hashes)
}

// places are where the article is, each once.
func (f *facets) places() []string {
	out := slices.DeleteFunc([]string{f.own, f.base, f.declared}, func(s string) bool { return s == "" })
	slices.Sort(out)
	return slices.Compact(out)
}

// keys are hashes by which versions are found: ownKey has all pages of one
// own, each of sketched those of one place and one hash of the sentences' sketch.
func (f *facets) keys() (ownKey int64, sketched []int64) {
	key := func(kind, place string, sketch uint64) int64 {
		h := fnv.New64a()
		fmt.Fprintf(h, "%s\x00%s\x00%x", kind, place, sketch)
		return int64(h.Sum64())
	}
	if f.own != "" {
		ownKey = key("own", f.own, 0)
	}
	for _, p := range f.places() {
		for i, s := range copies.Sketch(f.sentences) {
			sketched = append(sketched, key(fmt.Sprint(i), p, s))
		}
	}
	return ownKey, sketched
}

// one reports whether two pages that share a place are one article by what
// they say.
func one(f, o *facets) bool {
	if f.own != "" && f.own == o.own {
		return true
	}
	how, meet := copies.Nearly, false
	for _, p := range f.places() {
		if !slices.Contains(o.places(), p) {
			continue
		}
		meet = true
		if p == f.declared || p == o.declared {
			how = copies.Mostly
		}
	}
	return meet && (how == copies.Mostly || f.published.Overlaps(o.published)) && copies.Alike(f.sentences, o.sentences, how)
}

// desk is where one transaction tells versions and copies apart. Which page is
// an article's newest version is settled as pages come, of what their reports
// are copies at the end.
type desk struct {
	batch
	look    map[int64]bool         // versions whose reports may be copies of others than before
	offered map[int64]string       // versions whose reports may be copies of one of this rank, or later
	held    map[int64]holder       // versions that were looked up, as they are
	prints  map[uint64]copies.List // who holds fingerprints that were looked up, as they are
	listed  int                    // who hold these, together
}

// holder is a version that holds fingerprints.
type holder struct {
	copies.Holder
	rank, page string
}

func newDesk(ctx context.Context, tx *Tx) *desk {
	return &desk{batch: batch{ctx: ctx, tx: tx}, look: map[int64]bool{}, offered: map[int64]string{}, held: map[int64]holder{}, prints: map[uint64]copies.List{}}
}

// offer has a version looked at where one of this rank could be what it
// copies.
func (d *desk) offer(n int64, rank string) {
	if was, ok := d.offered[n]; !ok || rank < was {
		d.offered[n] = rank
	}
}

// fail keeps the first error.
func (d *desk) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

// each scans the rows of a query.
func (d *desk) each(scan func(*sql.Rows) error, query string, args ...any) {
	if d.err != nil {
		return
	}
	rows, err := d.tx.QueryContext(d.ctx, query, args...)
	if err != nil {
		d.fail(err)
		return
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			d.fail(err)
			return
		}
	}
	d.fail(rows.Err())
}

// numbers is a query's column of numbers.
func (d *desk) numbers(query string, args ...any) (out []int64) {
	d.each(func(rows *sql.Rows) error {
		var n int64
		err := rows.Scan(&n)
		out = append(out, n)
		return err
	}, query, args...)
	return out
}

const facetColumns = `n, article, live, page, own, base, declared, moment, day, rank, site, anchor, whole, said, prints`

func scanFacets(rows *sql.Rows) (*facets, error) {
	f := &facets{}
	var anchor, whole, said int64
	var prints []byte
	if err := rows.Scan(&f.n, &f.article, &f.live, &f.page, &f.own, &f.base, &f.declared, &f.moment, &f.day, &f.rank, &f.site, &anchor, &whole, &said, &prints); err != nil {
		return nil, err
	}
	f.text.Anchor, f.text.Whole, f.said = uint64(anchor), uint64(whole), uint64(said)
	f.hashes = make([]uint64, len(prints)/8)
	for i := range f.hashes {
		f.hashes[i] = binary.BigEndian.Uint64(prints[8*i:])
	}
	return f, nil
}

func (f *facets) holder() copies.Holder {
	return copies.Holder{N: f.n, Site: f.site, Anchor: f.text.Anchor, Size: len(f.hashes)}
}

// find gives the one version that a condition is of, nil where there is none.
func (d *desk) find(where string, arg any) (f *facets) {
	d.each(func(rows *sql.Rows) (err error) {
		f, err = scanFacets(rows)
		return err
	}, `SELECT `+facetColumns+` FROM version WHERE `+where, arg)
	return f
}

// read gives a version's facets with its sentences; nil where what is kept of it
// is damaged.
func (d *desk) read(n int64) *facets {
	var page, doc string
	d.each(func(rows *sql.Rows) error { return rows.Scan(&page, &doc) },
		`SELECT v.page, r.doc FROM version v JOIN reading r ON r.page = v.page WHERE v.n = ? AND r.doc IS NOT NULL`, n)
	if d.err != nil || doc == "" {
		return nil
	}
	a, published, clues, err := decodeArticle(doc)
	if err != nil || checkArticle(page, a, clues) != nil {
		return nil // Check tells of it
	}
	f := facetsOf(page, time.Time{}, a, published)
	f.n = n
	return f
}

// put makes f what is known of its page.
func (d *desk) put(f *facets) {
	old := d.find(`page = ?`, f.page)
	if old != nil && old.same(f) {
		if f.n, f.article, f.live = old.n, old.article, old.live; f.live {
			d.file(f.page)
			d.look[f.n] = true
		}
		return
	}
	if old != nil {
		d.retire(old)
		f.n, f.article = old.n, old.article
		d.unlink(old)
	}
	d.write(f)
	for _, g := range d.link(f) {
		d.settle(g)
	}
}

// forget takes away what is known of a page, as it yields no article any more.
func (d *desk) forget(page string) {
	old := d.find(`page = ?`, page)
	if old == nil {
		return
	}
	d.retire(old)
	d.unlink(old)
	d.do(`DELETE FROM version WHERE n = ?`, old.n)
}

func (d *desk) write(f *facets) {
	prints := make([]byte, 0, 8*len(f.hashes))
	for _, h := range f.hashes {
		prints = binary.BigEndian.AppendUint64(prints, h)
	}
	row := []any{f.page, f.own, f.base, f.declared, f.moment, f.day, f.site, int64(f.text.Anchor), int64(f.text.Whole), int64(f.said), prints}
	if f.n == 0 {
		f.n = d.insert(`INSERT INTO version (article, live, page, own, base, declared, moment, day, rank, site, anchor, whole, said, prints)
			VALUES (0, 0, ?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?)`, row...)
		d.do(`UPDATE version SET article = n WHERE n = ?`, f.n)
	} else {
		d.do(`UPDATE version SET article = n, live = 0, page = ?, own = ?, base = ?, declared = ?, moment = ?, day = ?, rank = '', site = ?,
			anchor = ?, whole = ?, said = ?, prints = ? WHERE n = ?`, append(row, f.n)...)
	}
	delete(d.held, f.n)
	f.article, f.live = f.n, false
	own, sketched := f.keys()
	if own != 0 {
		sketched = append(sketched, own)
	}
	d.do(`INSERT INTO version_key (key, n) SELECT j.value, ? FROM `+d.tx.Numbers()+` j WHERE true ON CONFLICT DO NOTHING`, f.n, d.tx.NumberList(sketched))
}

// unlink takes a version out of its article and tells anew which of the others
// are one; they stay one where all are at one address.
func (d *desk) unlink(f *facets) {
	d.do(`DELETE FROM version_key WHERE n = ?`, f.n)
	d.do(`UPDATE version SET article = -1 WHERE n = ?`, f.n)
	rest := d.numbers(`SELECT n FROM version WHERE article = ? ORDER BY n`, f.article)
	if len(rest) == 0 {
		return
	}
	if f.article == f.n { // it lent them its number
		d.do(`UPDATE version SET article = ? WHERE article = ?`, rest[0], f.article)
		f.article = rest[0]
	}
	own := d.numbers(`SELECT count(DISTINCT own) + max(CASE WHEN own = '' THEN 1 ELSE 0 END) FROM version WHERE article = ?`, f.article)
	if len(own) == 1 && own[0] == 1 {
		d.settle(f.article)
		return
	}
	for _, n := range rest {
		d.do(`UPDATE version SET article = n WHERE n = ?`, n)
	}
	articles := map[int64]bool{}
	for _, n := range rest {
		if o := d.read(n); o != nil {
			o.article = n
			d.link(o)
		}
	}
	for _, n := range rest {
		for _, a := range d.numbers(`SELECT article FROM version WHERE n = ?`, n) {
			articles[a] = true
		}
	}
	for a := range articles {
		d.settle(a)
	}
}

// link joins a version with those that are of one article with it, and gives
// the article, once.
func (d *desk) link(f *facets) []int64 {
	if now := d.numbers(`SELECT article FROM version WHERE n = ?`, f.n); len(now) == 1 {
		f.article = now[0]
	}
	own, sketched := f.keys()
	if own != 0 {
		for _, a := range d.numbers(`SELECT v.article FROM version_key k JOIN version v ON v.n = k.n WHERE k.key = ? AND k.n <> ? LIMIT 1`, own, f.n) {
			d.join(f, a)
		}
	}
	found := d.candidates(f, sketched)
	joined := map[int64]bool{}
	for _, c := range found {
		if c.n == f.n || joined[c.article] {
			continue
		}
		if o := d.read(c.n); o != nil && one(f, o) {
			joined[c.article] = true
			d.join(f, c.article)
		}
	}
	return []int64{f.article}
}

// candidate is a version that may be of one article with another.
type candidate struct{ n, article int64 }

// manyArticles is the number of articles with one key beyond which the key
// tells nothing: a sentence that is on all pages of a site.
const manyArticles = 256

// candidates are the versions of other articles with any of the keys.
func (d *desk) candidates(f *facets, keys []int64) (out []candidate) {
	seen := map[candidate]bool{}
	some := make([][]candidate, len(keys))
	articles := make([]map[int64]bool, len(keys))
	d.each(func(rows *sql.Rows) error {
		var i int
		var c candidate
		err := rows.Scan(&i, &c.n, &c.article)
		if articles[i] == nil {
			articles[i] = map[int64]bool{}
		}
		if articles[i][c.article] = true; len(articles[i]) <= manyArticles {
			some[i] = append(some[i], c)
		}
		return err
	}, `SELECT j.key, v.n, v.article FROM `+d.tx.Numbers()+` j CROSS JOIN version_key k CROSS JOIN version v
		WHERE k.key = j.value AND v.n = k.n AND v.article <> ?`, d.tx.NumberList(keys), f.article)
	for i := range keys {
		if len(articles[i]) > manyArticles {
			continue
		}
		for _, c := range some[i] {
			if !seen[c] {
				seen[c] = true
				out = append(out, c)
			}
		}
	}
	return out
}

// join makes one article of f's and another.
func (d *desk) join(f *facets, other int64) {
	if other == f.article {
		return
	}
	keep, gone := min(f.article, other), max(f.article, other)
	d.do(`UPDATE version SET article = ? WHERE article = ?`, keep, gone)
	f.article = keep
}

// settle sees that the newest version of an article alone is told.
func (d *desk) settle(article int64) {
	newest := d.find(`article = ? ORDER BY moment DESC, page DESC LIMIT 1`, article)
	if newest == nil {
		return
	}
	for _, n := range d.numbers(`SELECT n FROM version WHERE article = ? AND live = 1 AND n <> ?`, article, newest.n) {
		d.retire(d.find(`n = ?`, n))
	}
	first := newest.day
	d.each(func(rows *sql.Rows) error { return rows.Scan(&first) }, `SELECT min(day) FROM version WHERE article = ?`, article)
	if rank := newest.ranked(first); rank != newest.rank {
		d.retire(newest)
		d.do(`UPDATE version SET rank = ? WHERE n = ?`, rank, newest.n)
		newest.rank = rank
		delete(d.held, newest.n)
	}
	d.enliven(newest)
}

// enliven has a version told.
func (d *desk) enliven(f *facets) {
	if f.live {
		return
	}
	f.live = true
	d.do(`UPDATE version SET live = 1 WHERE n = ?`, f.n)
	d.file(f.page)
	lists := d.lists(f.hashes)
	common := d.common(f.hashes)
	for i, h := range f.hashes {
		was := lists[i]
		lists[i] = copies.ListOf(append(slices.Clone(was.Holders), f.holder()))
		switch n := len(lists[i].Holders); {
		case common[h]:
			d.do(`UPDATE common SET holders = holders + 1 WHERE hash = ?`, int64(h))
		case n >= copies.Frequent:
			d.do(`INSERT INTO common (hash, holders) VALUES (?, ?)`, int64(h), n)
			d.prints[h] = copies.List{}
		default:
			d.prints[h] = lists[i]
		}
		d.tilt(&was, &lists[i])
	}
	d.do(`INSERT INTO print (hash, n) SELECT j.value, ? FROM `+d.tx.Numbers()+` j WHERE true ON CONFLICT DO NOTHING`, f.n, d.tx.NumberList(signed(f.hashes)))
	// Its reports are nobody's copies yet, and need looking at only where there is
	// what they could be copies of.
	for _, m := range copies.Copies(f.holder(), f.hashes, lists) {
		if d.holder(m.N).rank < f.rank {
			d.look[f.n] = true
		} else {
			d.offer(m.N, f.rank)
		}
	}
	if f.text.Whole == 0 {
		return
	}
	const twin = `SELECT n FROM version WHERE whole = ? AND live = 1 AND rank `
	if len(d.numbers(twin+`< ? LIMIT 1`, int64(f.text.Whole), f.rank)) > 0 {
		d.look[f.n] = true // as are those after it copies of that
		return
	}
	for _, n := range d.numbers(twin+`> ?`, int64(f.text.Whole), f.rank) {
		d.offer(n, f.rank)
	}
}

// retire has a version told no longer.
func (d *desk) retire(f *facets) {
	if f == nil || !f.live {
		return
	}
	f.live = false
	d.do(`UPDATE version SET live = 0 WHERE n = ?`, f.n)
	d.shelve(f.page)
	for h := range d.common(f.hashes) {
		d.do(`UPDATE common SET holders = holders - 1 WHERE hash = ?`, int64(h))
		d.do(`DELETE FROM common WHERE hash = ? AND holders < ?`, int64(h), copies.Frequent)
	}
	for _, h := range f.hashes {
		d.do(`DELETE FROM print WHERE hash = ? AND n = ?`, int64(h), f.n)
		delete(d.prints, h)
	}
	for _, is := range d.lists(f.hashes) {
		was := copies.ListOf(append(slices.Clone(is.Holders), f.holder()))
		d.tilt(&was, &is)
	}
	d.alsoLook(`SELECT DISTINCT v.n FROM report r JOIN version v ON v.page = r.page WHERE r.copy_of = ? AND r.copy_of <> ''`, f.page)
}

// common are those of the hashes that too many hold for anybody to look.
func (d *desk) common(hashes []uint64) map[uint64]bool {
	out := map[uint64]bool{}
	for _, h := range d.numbers(`SELECT c.hash FROM `+d.tx.Numbers()+` j CROSS JOIN common c WHERE c.hash = j.value`, d.tx.NumberList(signed(hashes))) {
		out[uint64(h)] = true
	}
	return out
}

// signed is hashes as columns have them.
func signed(hashes []uint64) []int64 {
	out := make([]int64, len(hashes))
	for i, h := range hashes {
		out[i] = int64(h)
	}
	return out
}

func (d *desk) alsoLook(query string, args ...any) {
	for _, n := range d.numbers(query, args...) {
		d.look[n] = true
	}
}

// tilt looks at the holders of a fingerprint that became furniture, or is none
// any more.
func (d *desk) tilt(was, is *copies.List) {
	if !was.Alike(is) {
		for _, h := range was.Holders {
			d.look[h.N] = true
		}
	}
}

// Bounds of how many versions, and how many fingerprints, are known until all are
// looked up anew, and of how many hold these together.
const (
	mostHeld   = 1 << 16
	mostListed = 1 << 19
)

// lists gives the newest versions that hold each hash; nobody for those that
// are common.
func (d *desk) lists(hashes []uint64) []copies.List {
	if len(d.held) > mostHeld || len(d.prints) > mostHeld || d.listed > mostListed {
		clear(d.held)
		clear(d.prints)
		d.listed = 0
	}
	var asked []uint64
	for _, h := range hashes {
		if _, ok := d.prints[h]; !ok {
			d.prints[h] = copies.List{}
			asked = append(asked, h)
		}
	}
	d.print(asked)
	out := make([]copies.List, len(hashes))
	for i, h := range hashes {
		out[i] = d.prints[h]
	}
	return out
}

// print looks up who holds fingerprints.
func (d *desk) print(hashes []uint64) {
	if len(hashes) == 0 {
		return
	}
	holding := make([][]int64, len(hashes))
	unknown := map[int64]bool{}
	d.each(func(rows *sql.Rows) error {
		var i int
		var n int64
		err := rows.Scan(&i, &n)
		holding[i] = append(holding[i], n)
		if _, ok := d.held[n]; !ok {
			unknown[n] = true
		}
		return err
	}, `SELECT j.key, p.n FROM `+d.tx.Numbers()+` j CROSS JOIN print p
		WHERE p.hash = j.value AND NOT EXISTS (SELECT 1 FROM common c WHERE c.hash = j.value)`, d.tx.NumberList(signed(hashes)))
	if len(unknown) > 0 {
		d.hold(slices.Collect(maps.Keys(unknown)))
	}
	for i, ns := range holding {
		holders := make([]copies.Holder, len(ns))
		for j, n := range ns {
			holders[j] = d.held[n].Holder
		}
		d.prints[hashes[i]] = copies.ListOf(holders)
		d.listed += len(holders)
	}
}

// holder is a version that holds a fingerprint.
func (d *desk) holder(n int64) holder {
	if _, ok := d.held[n]; !ok {
		d.hold([]int64{n})
	}
	return d.held[n]
}

// hold looks versions up.
func (d *desk) hold(ns []int64) {
	d.each(func(rows *sql.Rows) error {
		var h holder
		var anchor int64
		err := rows.Scan(&h.N, &h.Site, &anchor, &h.Size, &h.rank, &h.page)
		h.Anchor = uint64(anchor)
		d.held[h.N] = h
		return err
	}, `SELECT v.n, v.site, v.anchor, length(v.prints) / 8, v.rank, v.page FROM `+d.tx.Numbers()+` j CROSS JOIN version v WHERE v.n = j.value`, d.tx.NumberList(ns))
}

// file puts a page's reports, other than those that the page itself takes
// back, into their blocks.
func (d *desk) file(page string) {
	const which = `report IN (SELECT id FROM report WHERE page = ? AND withdrawn = '')`
	d.do(`INSERT INTO pending (block) SELECT DISTINCT block FROM shelf WHERE `+which+` ON CONFLICT (block) DO UPDATE SET failed = 0`, page)
	d.do(`INSERT INTO report_block (block, report) SELECT block, report FROM shelf WHERE `+which+` ON CONFLICT DO NOTHING`, page)
	d.do(`DELETE FROM shelf WHERE `+which, page)
}

// shelve takes a page's reports out of their blocks.
func (d *desk) shelve(page string) {
	const which = `report IN (SELECT id FROM report WHERE page = ?)`
	d.pend(which, page)
	d.do(`INSERT INTO shelf (block, report) SELECT block, report FROM report_block WHERE `+which+` ON CONFLICT DO NOTHING`, page)
	d.do(`DELETE FROM report_block WHERE `+which, page)
	d.recopy([]string{page}, func(*news.Report) string { return "" })
}

// pend leaves blocks of reports to be merged.
func (d *desk) pend(which string, args ...any) {
	d.do(`INSERT INTO pending (block) SELECT DISTINCT block FROM report_block WHERE `+which+` ON CONFLICT (block) DO UPDATE SET failed = 0`, args...)
}

// wide is the number of days from which on where a report is filed may depend on
// what it is a copy of.
const wide = 300

// recopy says of what the reports of pages are copies.
func (d *desk) recopy(pages []string, of func(*news.Report) string) {
	if d.err != nil {
		return
	}
	reports, err := reportsWhere(d.ctx, d.tx, d.tx.Among(`page`, `?1`), d.tx.TextList(pages))
	if errors.Is(err, store.ErrDamaged) { // Check tells of it
		for i := range pages {
			if len(pages) > 1 {
				d.recopy(pages[i:i+1], of)
			}
		}
		return
	}
	d.fail(err)
	for i := range reports {
		r := &reports[i]
		now := of(&r.Report)
		if r.CopyOf == now {
			continue
		}
		r.CopyOf = now
		doc, err := encode(&r.Report)
		d.fail(err)
		d.do(`UPDATE report SET doc = ?, copy_of = ?, digest = ? WHERE id = ?`, doc, now, digest(doc, r.words), r.ID)
		d.pend(`report = ?`, r.ID)
		d.do(`INSERT INTO unbuilt (block) SELECT block FROM member WHERE report = ? ON CONFLICT (block) DO UPDATE SET failed = 0`, r.ID)
		if n := r.Date.Days(); n < 1 || n > wide {
			d.do(`INSERT INTO refile (page) SELECT page FROM report WHERE id = ? ON CONFLICT DO NOTHING`, r.ID)
		}
	}
}

// toldAtOnce is of how many versions is told at once, and as many articles are in memory.
const toldAtOnce = 8

// finish tells of what the reports of those versions are copies that may have
// become others' copies.
func (d *desk) finish() error {
	for n, rank := range d.offered {
		if d.look[n] {
			continue
		}
		if worse := d.numbers(`SELECT 1 FROM version v JOIN report r ON r.page = v.page LEFT JOIN version o ON o.page = r.copy_of
			WHERE v.n = ? AND (r.copy_of = '' OR o.rank > ?) LIMIT 1`, n, rank); len(worse) > 0 {
			d.look[n] = true
		}
	}
	for some := range slices.Chunk(slices.Collect(maps.Keys(d.look)), toldAtOnce) {
		d.tell(some)
	}
	return d.err
}

// source is an article that a version may be a copy of, with what they share.
type source struct {
	rank, page string
	shared     []uint64
}

// tell finds for each report of some versions the earliest article with the same
// words, which must be earlier than the version.
func (d *desk) tell(ns []int64) {
	var told []*facets
	var hashes []uint64
	var wholes []int64
	d.each(func(rows *sql.Rows) error {
		f, err := scanFacets(rows)
		if err == nil && len(f.hashes) > 0 {
			told = append(told, f)
			hashes = append(hashes, f.hashes...)
			wholes = append(wholes, int64(f.text.Whole))
		}
		return err
	}, `SELECT `+facetColumns+` FROM `+d.tx.Numbers()+` j CROSS JOIN version WHERE n = j.value AND live = 1
		AND EXISTS (SELECT 1 FROM report r WHERE r.page = version.page)`, d.tx.NumberList(ns))
	if d.err != nil || len(told) == 0 {
		return
	}
	lists := d.lists(hashes)
	twins := d.twins(wholes)
	sources := map[string][]source{} // by page
	var copying []int64
	for _, f := range told {
		var all []source
		for _, m := range copies.Copies(f.holder(), f.hashes, lists[:len(f.hashes)]) {
			if o := d.holder(m.N); o.rank < f.rank {
				all = append(all, source{o.rank, o.page, m.Shared})
			}
		}
		lists = lists[len(f.hashes):]
		if t, ok := twins[int64(f.text.Whole)]; ok && t.rank < f.rank {
			all = append(all, source{t.rank, t.page, f.hashes})
		}
		slices.SortFunc(all, func(a, b source) int { return cmp.Compare(a.rank, b.rank) })
		if sources[f.page] = all; len(all) > 0 {
			copying = append(copying, f.n)
		}
	}
	firsts := map[string]func(*news.Report) string{}
	for page, a := range d.articles(copying) {
		firsts[page] = firstOf(a, sources[page])
	}
	var pages []string
	for _, f := range told {
		pages = append(pages, f.page)
	}
	d.recopy(pages, func(r *news.Report) string {
		if first := firsts[r.Article]; first != nil {
			return first(r)
		}
		return ""
	})
}

// firstOf gives the first of an article's sources that has the words of a report; ""
// where none has.
func firstOf(a *news.Article, sources []source) func(*news.Report) string {
	text := copies.Of(a)
	covered := make([][]news.Span, len(sources))
	return func(r *news.Report) string {
		for i := range sources {
			if covered[i] == nil {
				covered[i] = copies.Covered(a, &text, sources[i].shared)
			}
			if copies.Carries(covered[i], r) {
				return sources[i].page
			}
		}
		return ""
	}
}

// twins are the first of the versions that are word for word the same, by that.
func (d *desk) twins(wholes []int64) map[int64]source {
	out := map[int64]source{}
	wholes = slices.DeleteFunc(wholes, func(w int64) bool { return w == 0 })
	if len(wholes) == 0 {
		return out
	}
	d.each(func(rows *sql.Rows) error {
		var whole int64
		var s source
		err := rows.Scan(&whole, &s.rank, &s.page)
		out[whole] = s
		return err
	}, `SELECT j.value, v.rank, v.page FROM `+d.tx.Numbers()+` j CROSS JOIN version v WHERE v.whole = j.value AND v.live = 1
		AND v.rank = (SELECT min(o.rank) FROM version o WHERE o.whole = j.value AND o.live = 1)`, d.tx.NumberList(wholes))
	return out
}

// articles are those of versions, by page, but for what is damaged.
func (d *desk) articles(ns []int64) map[string]*news.Article {
	out := map[string]*news.Article{}
	if len(ns) == 0 {
		return out
	}
	d.each(func(rows *sql.Rows) error {
		var page, doc string
		if err := rows.Scan(&page, &doc); err != nil {
			return err
		}
		if a, _, clues, err := decodeArticle(doc); err == nil && checkArticle(page, a, clues) == nil { // else Check tells of it
			out[page] = a
		}
		return nil
	}, `SELECT v.page, r.doc FROM `+d.tx.Numbers()+` j CROSS JOIN version v CROSS JOIN reading r
		WHERE v.n = j.value AND r.page = v.page AND r.doc IS NOT NULL`, d.tx.NumberList(ns))
	return out
}

// DeriveVersions tells versions and copies apart of all articles kept, anew.
func DeriveVersions(ctx context.Context, tx *Tx) error {
	d := newDesk(ctx, tx)
	d.do(`INSERT INTO shelf (block, report) SELECT block, report FROM report_block WHERE true ON CONFLICT DO NOTHING`)
	d.pend(`true`)
	for _, table := range []string{"report_block", "version", "version_key", "print", "common"} {
		d.do(`DELETE FROM ` + table)
	}
	for after := ""; d.err == nil; {
		pages, err := pairs(ctx, tx, `SELECT r.page, p.fetched FROM reading r JOIN page p ON p.id = r.page
			WHERE r.page > ? AND r.doc IS NOT NULL ORDER BY r.page LIMIT 64`, after)
		if err != nil || len(pages) == 0 {
			d.fail(err)
			break
		}
		for _, p := range pages {
			d.derive(p[0], p[1])
		}
		after = pages[len(pages)-1][0]
	}
	return d.finish()
}

func (d *desk) derive(page, fetched string) {
	docs, err := Texts(d.ctx, d.tx, `SELECT doc FROM reading WHERE page = ?`, page)
	if d.fail(err); d.err != nil || len(docs) == 0 {
		return
	}
	a, published, clues, err := decodeArticle(docs[0])
	t, timeErr := decodeTime(fetched)
	if err != nil || timeErr != nil || checkArticle(page, a, clues) != nil {
		return // Check tells of it
	}
	d.put(facetsOf(page, t, a, published))
}
