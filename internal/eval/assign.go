package eval

import "math"

// assign matches rows to columns one to one so that the sum of the matched
// weights is greatest, and returns each row's column, -1 for none. Pairs of
// weight 0 or less are never matched. Kuhn–Munkres with potentials, O(n³).
func assign(weight [][]float64) []int {
	n := len(weight)
	if n == 0 {
		return nil
	}
	cols := len(weight[0])
	m := cols + n // a private column of weight 0 for each row
	at := func(i, j int) float64 {
		if j < cols && weight[i][j] > 0 {
			return -weight[i][j]
		}
		return 0
	}
	u, v := make([]float64, n+1), make([]float64, m+1)
	row, way := make([]int, m+1), make([]int, m+1) // 1-based; row[j] is the row of column j
	for i := 1; i <= n; i++ {
		row[0] = i
		least := make([]float64, m+1)
		for j := range least {
			least[j] = math.Inf(1)
		}
		used := make([]bool, m+1)
		j0 := 0
		for {
			used[j0] = true
			i0, delta, j1 := row[j0], math.Inf(1), 0
			for j := 1; j <= m; j++ {
				if used[j] {
					continue
				}
				if c := at(i0-1, j-1) - u[i0] - v[j]; c < least[j] {
					least[j], way[j] = c, j0
				}
				if least[j] < delta {
					delta, j1 = least[j], j
				}
			}
			for j := 0; j <= m; j++ {
				if used[j] {
					u[row[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			if j0 = j1; row[j0] == 0 {
				break
			}
		}
		for j0 != 0 {
			j1 := way[j0]
			row[j0] = row[j1]
			j0 = j1
		}
	}
	out := make([]int, n)
	for i := range out {
		out[i] = -1
	}
	for j := 1; j <= cols; j++ {
		if i := row[j]; i > 0 && weight[i-1][j-1] > 0 {
			out[i-1] = j - 1
		}
	}
	return out
}
