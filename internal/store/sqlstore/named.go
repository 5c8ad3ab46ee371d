package sqlstore

import (
	"cmp"
	"database/sql"
	"maps"
	"slices"
	"time"

	"chancery/internal/store"
)

// named is how a source is named: by which list, if not by the user.
type named struct {
	parent string
	every  int64 // seconds
	depth  int   // of lists within lists
}

// compare puts the list first that is nearest to the user, of those the one that
// is read most often.
func (n named) compare(m named) int {
	return cmp.Or(cmp.Compare(n.depth, m.depth), cmp.Compare(n.every, m.every), cmp.Compare(n.parent, m.parent))
}

// naming is a change of what is watched by a change of what is named.
type naming struct {
	*batch
	own   map[string]int64        // paces that the user sets
	known map[string]*namedSource // sources, those that are not there too
	open  map[string]named        // how some are named at best, of what is known so far
}

// namedSource is a source as it is named, and as it was before.
type namedSource struct {
	now, was                   named
	watched, wasWatched, there bool
	name                       string
}

// named keeps which sources a list names, or with "" the user, and has watched
// what the user names, and what a list names that is watched, at the pace of the
// list that comes first. It looks at what is named otherwise than before, and at
// what hangs on that.
func (b *batch) named(list string, l store.Listing, now time.Time) {
	names := map[string]string{}
	n := naming{batch: b, own: map[string]int64{}, known: map[string]*namedSource{}, open: map[string]named{}}
	for _, src := range l.Sources {
		names[src.Address] = cmp.Or(names[src.Address], src.Name)
		if list == "" {
			n.own[src.Address] = int64(src.Every / time.Second)
		}
	}
	added := maps.Clone(names)
	var others []string // that may be named otherwise
	for _, address := range b.texts(`SELECT address FROM watch_name WHERE list = ?`, list) {
		delete(added, address)
		if _, still := names[address]; !still && l.Whole {
			b.do(`DELETE FROM watch_name WHERE list = ? AND address = ?`, list, address)
			others = append(others, address)
		}
	}
	if list != "" && len(added)+len(others) == 0 {
		return
	}
	n.look(slices.Concat(slices.Collect(maps.Keys(added)), slices.Collect(maps.Keys(n.own)), others))
	if b.err != nil {
		return
	}
	for address, name := range added {
		if !n.known[address].there {
			b.do(`INSERT INTO watch_source (address, name, every, parent, depth, watched, added, due) VALUES (?1, ?2, 0, '', 0, 0, ?3, ?3)`, address, name, seconds(now))
		}
		b.do(`INSERT INTO watch_name (list, address) VALUES (?, ?)`, list, address)
		others = append(others, address)
	}
	for address, every := range n.own {
		p := n.known[address]
		if name := names[address]; p.there && name != "" && name != p.name {
			b.do(`UPDATE watch_source SET name = ? WHERE address = ?`, name, address)
		}
		if !p.watched || p.now != (named{every: every}) {
			others = append(others, address)
		}
	}
	n.seek(append(n.loosen(list, others), others...))
	n.settle()
	n.keep()
}

// look learns of sources.
func (n *naming) look(addresses []string) {
	addresses = slices.DeleteFunc(slices.Clone(addresses), func(a string) bool { return n.known[a] != nil })
	if len(addresses) == 0 || n.err != nil {
		return
	}
	for _, a := range addresses {
		n.known[a] = &namedSource{}
	}
	_, n.err = all(n.ctx, n.tx, func(r *sql.Rows, address *string) error {
		p := namedSource{there: true}
		err := r.Scan(address, &p.name, &p.was.every, &p.was.parent, &p.was.depth, &p.wasWatched)
		p.now, p.watched = p.was, p.wasWatched
		n.known[*address] = &p
		return err
	}, `SELECT address, name, every, parent, depth, watched = 1 FROM watch_source WHERE `+n.tx.Among(`address`, `?`), n.tx.TextList(addresses))
}

// names learns what some lists name, by the column list, or who names some
// sources, by the column address: pairs of a list and what it names.
func (n *naming) names(column string, of []string) (out [][2]string) {
	if len(of) == 0 || n.err != nil {
		return nil
	}
	out, n.err = pairs(n.ctx, n.tx, `SELECT list, address FROM watch_name WHERE `+n.tx.Among(column, `?`), n.tx.TextList(of))
	var ends []string
	for _, e := range out {
		ends = append(ends, e[0], e[1])
	}
	n.look(ends)
	return out
}

// loosen gives those of some that were watched as a list names them, or with ""
// the user, and all that is watched as these name it: none is watched until it is
// found who else names it.
func (n *naming) loosen(list string, of []string) (loose []string) {
	take := func(parent, address string) {
		if p := n.known[address]; p.watched && p.now.parent == parent {
			p.watched = false
			loose = append(loose, address)
		}
	}
	for _, address := range of {
		take(list, address)
	}
	for from := 0; from < len(loose); {
		lists := loose[from:]
		from = len(loose)
		for _, e := range n.names(`list`, lists) {
			take(e[0], e[1])
		}
	}
	return loose
}

// seek offers some what names them.
func (n *naming) seek(of []string) {
	for _, e := range n.names(`address`, of) {
		n.offer(e[0], e[1])
	}
}

// offer has a source named by a list, or with "" the user, where that comes
// before what names it.
func (n *naming) offer(list, address string) {
	var offered named
	if list == "" {
		every, ok := n.own[address]
		if !ok { // the user's stays as it is
			return
		}
		offered.every = every
	} else {
		by := n.known[list]
		if !by.watched {
			return
		}
		offered = named{list, by.now.every, by.now.depth + 1}
	}
	if p := n.known[address]; p.watched && p.now.compare(offered) <= 0 {
		return
	}
	if best, ok := n.open[address]; !ok || offered.compare(best) < 0 {
		n.open[address] = offered
	}
}

// settle takes the best offers, the nearest to the user first, and offers what
// is watched now to what it names.
func (n *naming) settle() {
	for len(n.open) > 0 && n.err == nil {
		depth := slices.MinFunc(slices.Collect(maps.Values(n.open)), named.compare).depth
		var level []string
		for address, offered := range n.open {
			if offered.depth == depth {
				p := n.known[address]
				p.now, p.watched = offered, true
				level = append(level, address)
				delete(n.open, address)
			}
		}
		for _, e := range n.names(`list`, level) {
			n.offer(e[0], e[1])
		}
	}
}

// keep has watched what is otherwise than before.
func (n *naming) keep() {
	for address, p := range n.known {
		switch {
		case !p.watched && p.wasWatched:
			n.do(`UPDATE watch_source SET watched = 0 WHERE address = ?`, address)
		case p.watched && (!p.wasWatched || p.now != p.was):
			n.pace(address, p.now)
		}
	}
}

// pace has a source watched as it is named.
func (b *batch) pace(address string, n named) {
	b.do(`UPDATE watch_source SET watched = 1, every = ?2, parent = ?3, depth = ?4,
		due = `+b.tx.Least()+`(due, `+b.tx.Greatest()+`(tried + ?2, CASE WHEN failures > 0 THEN due ELSE 0 END)) WHERE address = ?1`, address, n.every, n.parent, n.depth)
}
