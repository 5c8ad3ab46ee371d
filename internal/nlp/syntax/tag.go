package syntax

// Templates of the tagger, and of the parser after them.
const tagTemplates = 64

// tagFeatures appends the features of word i, the tags before it being known.
func tagFeatures(fs []uint32, ws []word, i int) []uint32 {
	w := &ws[i]
	var none word
	at := func(j int) *word {
		if j < 0 || j >= len(ws) {
			return &none
		}
		return &ws[j]
	}
	p, pp, n, nn := at(i-1), at(i-2), at(i+1), at(i+2)
	edge := uint32(0)
	switch {
	case i == 0:
		edge = 1
	case p.kind&(quote|colon) != 0:
		edge = 2
	}
	if w.headline {
		edge += 4
	}
	const end = 0xffff
	if n == &none {
		n = &word{form: end, class: end}
	}
	t := uint64(0)
	add := func(a, b, c uint32) {
		t++
		fs = append(fs, key(t, a, b, c))
	}
	add(0, 0, 0)
	add(w.form, 0, 0)
	add(w.form, p.tag, 0)
	add(w.form, n.form, 0)
	add(w.form, p.form, 0)
	add(w.form, w.shape, edge)
	add(w.class, 0, 0)
	add(w.class, p.tag, 0)
	add(w.class, n.class, 0)
	add(p.tag, w.class, n.class)
	add(p.tag, 0, 0)
	add(p.tag, pp.tag, 0)
	add(p.tag, pp.tag, w.form)
	add(p.form, 0, 0)
	add(pp.form, 0, 0)
	add(n.form, 0, 0)
	add(nn.form, 0, 0)
	add(n.class, 0, 0)
	add(n.coarse, nn.coarse, w.form)
	add(n.class, nn.class, 0)
	add(p.tag, n.form, 0)
	add(p.tag, n.suffix[2], 0)
	add(p.tag, n.class, 0)
	add(w.suffix[0], 0, 0)
	add(w.suffix[1], 0, 0)
	add(w.suffix[2], 0, 0)
	add(w.suffix[3], 0, 0)
	add(w.suffix[1], p.tag, 0)
	add(w.suffix[2], p.tag, n.class)
	add(w.suffix[2], w.shape, edge)
	add(w.prefix[0], 0, 0)
	add(w.prefix[1], 0, 0)
	add(w.prefix[2], 0, 0)
	add(w.shape, edge, 0)
	add(w.shape, edge, p.shape)
	add(w.shape, n.shape, edge)
	add(w.shape, p.tag, edge)
	add(n.suffix[1], w.suffix[1], 0)
	add(n.suffix[2], w.class, 0)
	add(p.suffix[2], p.tag, 0)
	add(w.coarse, p.tag, pp.tag)
	return fs
}

// tag fills ws' tag and upos, left to right, the best of each word at once.
func (m *model) tag(ws []word, sc *scratch) {
	scores := sc.scores[:len(m.tags)]
	for i := range ws {
		sc.features = tagFeatures(sc.features[:0], ws, i)
		m.tagger.score(sc.features, scores)
		ws[i].setTag(best(scores), m)
	}
}

// setTag gives w the tag of the model's list, and what follows from it.
func (w *word) setTag(tag int, m *model) {
	w.tag = uint32(tag) + 1
	upos := m.tags[tag].upos
	w.upos = hashString(upos)
	w.kind &^= verb | conj | prep
	switch upos {
	case "VERB", "AUX":
		w.kind |= verb
	case "CCONJ":
		w.kind |= conj
	case "ADP", "SCONJ":
		w.kind |= prep
	}
}

func best[T int32 | float32](scores []T) int {
	b := 0
	for i, s := range scores {
		if s > scores[b] {
			b = i
		}
	}
	return b
}
