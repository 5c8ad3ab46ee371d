package eval

// bCubed is B³ over the found reports of all pages: for each, how much of its
// event is of its key (precision), and how much of its key is in its event
// (recall), averaged (Bagga and Baldwin 1998).
func bCubed(ms []mention) PRF {
	var p, r float64
	key, event, both := map[string]float64{}, map[string]float64{}, map[[2]string]float64{}
	for _, m := range ms {
		key[m.key]++
		event[m.event]++
		both[[2]string{m.key, m.event}]++
	}
	for _, m := range ms {
		n := both[[2]string{m.key, m.event}]
		p += n / event[m.event]
		r += n / key[m.key]
	}
	n := float64(len(ms))
	return prf(p, n, r, n)
}

// pairs counts pairs of found reports on different pages: those of one event
// that are of one key, and those of one key that are of one event.
func pairs(ms []mention) PRF {
	var right, said, wanted float64
	for i, a := range ms {
		for _, b := range ms[:i] {
			if a.page == b.page {
				continue
			}
			key, event := a.key == b.key, a.event == b.event
			if key {
				wanted++
			}
			if event {
				said++
			}
			if key && event {
				right++
			}
		}
	}
	return prf(right, said, right, wanted)
}
