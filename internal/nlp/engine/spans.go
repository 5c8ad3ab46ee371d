package engine

// A span is words [first, last) with the number of its kind: the labels B and
// I of kind k are 2k+1 and 2k+2.
type span struct{ first, last, kind int }

// spans finds the best well-formed sequence of labels.
type spans struct {
	best, next []float32
	from       []uint16 // for each word and label, the label before
	path       []uint16
}

// find appends the spans of n rows of scores, labels to a row, to found: those
// of the sequence with the highest sum in which I follows only its B or I
// (Viterbi 1967).
func (s *spans) find(found []span, scores []float32, stride, n, labels int) []span {
	if n == 0 {
		return found
	}
	s.best, s.next = resize(s.best, labels), resize(s.next, labels)
	s.from, s.path = resize(s.from, n*labels), resize(s.path, n)
	for l := range labels {
		s.best[l] = scores[l]
		if l > 0 && l%2 == 0 { // no sequence starts with I
			s.best[l] -= 1e6
		}
	}
	for i := 1; i < n; i++ {
		row, from := scores[i*stride:][:labels], s.from[i*labels:][:labels]
		top := argmax(s.best)
		for l := range labels {
			before := top
			if l > 0 && l%2 == 0 {
				if before = l; s.best[l-1] > s.best[l] {
					before = l - 1
				}
			}
			from[l] = uint16(before)
			s.next[l] = s.best[before] + row[l]
		}
		s.best, s.next = s.next, s.best
	}
	s.path[n-1] = uint16(argmax(s.best))
	for i := n - 1; i > 0; i-- {
		s.path[i-1] = s.from[i*labels+int(s.path[i])]
	}
	for i := 0; i < n; {
		l := int(s.path[i])
		j := i + 1
		if l > 0 {
			for j < n && int(s.path[j]) == (l+1)/2*2 {
				j++
			}
			found = append(found, span{i, j, (l - 1) / 2})
		}
		i = j
	}
	return found
}

func argmax(x []float32) int {
	top := 0
	for i, v := range x {
		if v > x[top] {
			top = i
		}
	}
	return top
}

// resize returns x with length n; what it held may be lost.
func resize[T any](x []T, n int) []T {
	if cap(x) < n {
		return make([]T, n, n+n/4)
	}
	return x[:n]
}
