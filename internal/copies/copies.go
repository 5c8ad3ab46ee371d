// Package copies tells which articles carry each other's words: whole, cut,
// under a new beginning, pasted into another page. It does no I/O: what it
// needs to know of other articles it is given.
//
// An article is known by winnowed fingerprints of its words (Schleimer,
// Wilkerson and Aiken 2003, "Winnowing: Local Algorithms for Document
// Fingerprinting"): of every window of hashes of overlapping word n-grams the
// least is kept, so that any stretch that two articles share, and that is long
// enough, gives both of them one hash at least. What many articles hold that
// otherwise differ is furniture, of a site or of all, and tells of no copy.
package copies

import (
	"math"
	"slices"
	"unicode"

	"chancery/internal/news"
)

// Version names the fingerprints and the sketches of sentences. It changes
// whenever the same article could give others.
const Version = "1"

const (
	gram   = 6    // words in an n-gram
	window = 12   // n-grams of which the least is kept: shared stretches of gram+window-1 words are seen
	small  = 8    // words of which a text is made at least to be known
	most   = 4096 // fingerprints of a text, some 27,000 words; what comes after is not compared
)

// Print is one fingerprint and the words that it is of.
type Print struct {
	Hash uint64
	news.Span
}

// word is one word of a text, folded.
type word struct {
	news.Span
	hash uint64
}

// words appends the words of a stretch of text: runs of letters and digits,
// whatever their case.
func words(out []word, text string, in news.Span) []word {
	h, start := uint64(0), -1
	end := func(at int) {
		if start >= 0 {
			out = append(out, word{news.Span{Start: start, End: at}, mix(h)})
			start = -1
		}
	}
	for i, r := range text[in.Start:in.End] {
		i += in.Start
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if !unicode.Is(unicode.Mn, r) { // an accent written apart ends no word
				end(i)
			}
			continue
		}
		if start < 0 {
			start, h = i, offset
		}
		h = (h ^ uint64(unicode.ToLower(r))) * prime
	}
	end(in.End)
	return out
}

// FNV-1a's constants (RFC 9923), over runes.
const (
	offset = 14695981039346656037
	prime  = 1099511628211
)

// mix spreads a hash over all its bits (SplitMix64; Steele, Lea and Flood 2014).
func mix(h uint64) uint64 {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

// own holds for the parts whose words are the article's.
func own(p news.Part) bool { return p == news.Body || p == news.Heading }

// Text is what is known of an article's words.
type Text struct {
	Prints []Print // in the order of the text
	Whole  uint64  // the same for the same words in the same order; 0 where there are none
	Anchor uint64  // one of the article's hashes: likely the same in two articles that are mostly the same, and else not
}

// Of reads the article's own words.
func Of(a *news.Article) Text {
	var ws []word
	for _, b := range a.Blocks {
		if own(b.Part) {
			ws = words(ws, a.Text, b.Span)
		}
	}
	var t Text
	if len(ws) < small {
		return t
	}
	t.Whole = offset
	for _, w := range ws {
		t.Whole = mix(t.Whole*prime ^ w.hash)
	}
	t.Prints = winnow(grams(ws))
	t.Anchor = math.MaxUint64
	for _, p := range t.Prints {
		t.Anchor = min(t.Anchor, mix(p.Hash^offset))
	}
	return t
}

// grams are the hashes of all n-grams; a text of fewer words is one.
func grams(ws []word) []Print {
	n := min(gram, len(ws))
	out := make([]Print, 0, len(ws)-n+1)
	for i := 0; i+n <= len(ws); i++ {
		h := uint64(0)
		for _, w := range ws[i : i+n] {
			h = h*prime ^ w.hash
		}
		out = append(out, Print{mix(h), news.Span{Start: ws[i].Start, End: ws[i+n-1].End}})
	}
	return out
}

// winnow keeps the least hash of every window, the last of equal ones.
func winnow(gs []Print) []Print {
	var out []Print
	last := -1
	for i := range max(1, len(gs)-window+1) {
		least := i
		for j := i; j < min(i+window, len(gs)); j++ {
			if gs[j].Hash <= gs[least].Hash {
				least = j
			}
		}
		if least != last {
			out = append(out, gs[least])
			last = least
		}
		if len(out) == most {
			break
		}
	}
	return out
}

// Hashes are the text's fingerprints, sorted, each once.
func (t *Text) Hashes() []uint64 {
	out := make([]uint64, len(t.Prints))
	for i, p := range t.Prints {
		out[i] = p.Hash
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Holder is an article that holds a fingerprint.
type Holder struct {
	N      int64  // the article, as whoever keeps the fingerprints counts them
	Site   string // where it stands; "" where that is not known
	Anchor uint64 // its Text's
	Size   int    // its Hashes
}

// What makes a fingerprint furniture: so many articles that otherwise differ,
// and so large a part of all that have it. The articles that carry one story
// have mostly the same anchor, those with the same furniture mostly not.
const (
	ofSite = 3
	ofAll  = 16
	mostly = .6
)

// Frequent is the number of holders from which on a fingerprint is furniture,
// whoever they are.
const Frequent = 256

// List is who holds a fingerprint, and where it is furniture and tells nothing: on
// some sites, or on all.
type List struct {
	Holders []Holder
	sites   []string // sorted
	all     bool
}

// ListOf makes the list of a fingerprint's holders.
func ListOf(holders []Holder) List {
	l := List{Holders: holders}
	if len(holders) < ofSite {
		return l
	}
	if l.all = len(holders) >= Frequent || differ(holders, ofAll); l.all {
		return l
	}
	at := map[string][]Holder{}
	for _, h := range holders {
		if h.Site != "" {
			at[h.Site] = append(at[h.Site], h)
		}
	}
	for s, hs := range at {
		if differ(hs, ofSite) {
			l.sites = append(l.sites, s)
		}
	}
	slices.Sort(l.sites)
	return l
}

// Alike reports whether the fingerprint is furniture in the same places by both lists.
func (l *List) Alike(o *List) bool { return l.all == o.all && slices.Equal(l.sites, o.sites) }

// differ holds where enough articles, and most, are each of their own words.
func differ(hs []Holder, enough int) bool {
	if len(hs) < enough {
		return false
	}
	anchors := map[uint64]bool{}
	for _, h := range hs {
		anchors[h.Anchor] = true
	}
	return len(anchors) >= enough && float64(len(anchors)) >= mostly*float64(len(hs))
}

// Match is another article with words of one's own.
type Match struct {
	Holder
	Shared []uint64 // fingerprints, sorted
}

// What makes an article with shared words a copy: so many fingerprints, and
// so large a part of the shorter of both.
const (
	least  = 3
	enough = .25
)

// Copies are the articles of which own is a copy, or which are of it, by N.
// lists[i] is of all that hold the fingerprint hashes[i], own among them or not;
// hashes are own's, sorted.
func Copies(own Holder, hashes []uint64, lists []List) []Match {
	shared := map[int64]*Match{}
	for i, h := range hashes {
		l := &lists[i]
		if l.all || slices.Contains(l.sites, own.Site) {
			continue
		}
		for _, o := range l.Holders {
			if o.N == own.N || slices.Contains(l.sites, o.Site) {
				continue
			}
			m := shared[o.N]
			if m == nil {
				m = &Match{Holder: o}
				shared[o.N] = m
			}
			m.Shared = append(m.Shared, h)
		}
	}
	var out []Match
	for _, m := range shared {
		if isCopy(len(m.Shared), own.Size, m.Size) {
			out = append(out, *m)
		}
	}
	slices.SortFunc(out, func(a, b Match) int { return int(a.N - b.N) })
	return out
}

func isCopy(shared, a, b int) bool {
	short := min(a, b)
	return shared >= min(least, short) && float64(shared) >= enough*float64(short)
}

// Covered are the stretches of the article that the shared fingerprints,
// sorted, vouch for: what lies between two of them that are as near as they are
// in a copied stretch, and as much before and after as winnowing may leave
// unseen, within their blocks. Where most of an article is another's, so are its
// title and captions.
func Covered(a *news.Article, t *Text, shared []uint64) (out []news.Span) {
	const near = 6 * (window + gram) // bytes that so many words have
	block := 0
	for _, p := range t.Prints {
		if _, ok := slices.BinarySearch(shared, p.Hash); !ok {
			continue
		}
		for block < len(a.Blocks)-1 && a.Blocks[block].End <= p.Start {
			block++
		}
		last := block
		for last < len(a.Blocks)-1 && a.Blocks[last].End < p.End {
			last++
		}
		s := news.Span{Start: max(p.Start-near, a.Blocks[block].Start), End: min(p.End+near, a.Blocks[last].End)}
		if n := len(out); n > 0 && s.Start <= out[n-1].End+near {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	if 2*len(shared) >= len(t.Prints) {
		for _, b := range a.Blocks {
			if !own(b.Part) {
				out = append(out, b.Span)
			}
		}
	}
	return out
}

// Carries reports whether the words that tell a report's act lie in one of the
// stretches.
func Carries(covered []news.Span, r *news.Report) bool {
	return slices.ContainsFunc(r.Evidence, func(e news.Evidence) bool {
		return e.Field == "act" && slices.ContainsFunc(covered, func(s news.Span) bool { return s.Contains(e.Span) })
	})
}
