package eval

import "math"

// assign matches rows to columns one to one so that the sum of the matched
// weights is greatest, and returns each row's column, -1 for none. Pairs of
// weight 0 or less are never matched. Kuhn–Munkres with potentials, O(n³), on a
// square: the rows or columns added are of weight 0.
func assign(weight [][]float64) []int {
	rows := len(weight)
	if rows == 0 {
		return nil
	}
	cols := len(weight[0])
	n := max(rows, cols)
	m := matching{weight: weight, u: make([]float64, n+1), v: make([]float64, n+1), row: make([]int, n+1)}
	for i := 1; i <= n; i++ {
		m.add(i)
	}
	out := make([]int, rows)
	for i := range out {
		out[i] = -1
	}
	for j := 1; j <= cols; j++ {
		if i := m.row[j]; i <= rows && weight[i-1][j-1] > 0 {
			out[i-1] = j - 1
		}
	}
	return out
}

// matching is a least-cost matching of the rows added so far. Rows and columns
// count from 1.
type matching struct {
	weight [][]float64
	u, v   []float64 // potentials of rows and columns
	row    []int     // of each column, 0 for none; row[0] is the row being added
}

func (m *matching) cost(i, j int) float64 {
	if i <= len(m.weight) && j <= len(m.weight[0]) && m.weight[i-1][j-1] > 0 {
		return -m.weight[i-1][j-1]
	}
	return 0
}

// add matches one more row, along the cheapest path of columns that change
// their rows.
func (m *matching) add(i int) {
	m.row[0] = i
	way := make([]int, len(m.row)) // the column before, on the cheapest path to each
	least := make([]float64, len(m.row))
	for j := range least {
		least[j] = math.Inf(1)
	}
	used := make([]bool, len(m.row))
	at := 0
	for m.row[at] != 0 {
		used[at] = true
		delta, next := m.reach(at, used, way, least)
		for j := range m.row {
			if used[j] {
				m.u[m.row[j]] += delta
				m.v[j] -= delta
			} else {
				least[j] -= delta
			}
		}
		at = next
	}
	for at != 0 {
		m.row[at] = m.row[way[at]]
		at = way[at]
	}
}

// reach updates the columns that a path can go on to from one, and returns the
// nearest of those not used and its distance.
func (m *matching) reach(from int, used []bool, way []int, least []float64) (delta float64, next int) {
	i := m.row[from]
	delta = math.Inf(1)
	for j := 1; j < len(m.row); j++ {
		if used[j] {
			continue
		}
		if c := m.cost(i, j) - m.u[i] - m.v[j]; c < least[j] {
			least[j], way[j] = c, from
		}
		if least[j] < delta {
			delta, next = least[j], j
		}
	}
	return delta, next
}
