package extract

// reading is what a block's words say on their own, whatever stands around
// them. Each question is answered once, when it is first asked.
type reading struct {
	text        string
	asked, held question
	cue         cue
	fact        *fact
}

// question is a set of those that a reading answers.
type question uint16

const (
	asDateline question = 1 << iota
	asByline
	asCredit
	asCount // of views, shares, comments
	asLead
	asTelling
	asCue
)

// read begins a reading of s.
func read(s string) *reading { return &reading{text: s} }

// says is the reading of the block's words as they are now.
func (b *block) says() *reading {
	if b.said == nil || b.said.text != b.text {
		b.said = read(b.text)
	}
	return b.said
}

func (r *reading) is(q question, answer func(*reading) bool) bool {
	if r.asked&q == 0 {
		r.asked |= q
		if answer(r) {
			r.held |= q
		}
	}
	return r.held&q != 0
}

func (r *reading) isDateline() bool {
	return r.is(asDateline, func(r *reading) bool { return isDateline(r.text) })
}

func (r *reading) isByline() bool {
	return r.is(asByline, func(r *reading) bool { return isByline(r.text) })
}

func (r *reading) isCredit() bool {
	return r.is(asCredit, func(r *reading) bool { return isCredit(r.text) })
}

func (r *reading) isCount() bool {
	return r.is(asCount, func(r *reading) bool { return isCount(r.text) })
}

// isLead: see isLead. tells: see tells.
func (r *reading) isLead() bool { return r.is(asLead, isLead) }

func (r *reading) tells() bool { return r.is(asTelling, tells) }

// standsAlone holds for lines that are no part of a paragraph whatever their
// length.
func (r *reading) standsAlone() bool { return r.isDateline() || r.isCredit() || r.isByline() }

// cued is the class of wording that chrome is known by.
func (r *reading) cued() cue {
	if r.asked&asCue == 0 {
		r.asked |= asCue
		r.cue = cueOf(r)
	}
	return r.cue
}

// words is the words' fact; its cue and copies are left open.
func (r *reading) words() *fact {
	if r.fact == nil {
		f := factOf(r.text)
		r.fact = &f
	}
	return r.fact
}
