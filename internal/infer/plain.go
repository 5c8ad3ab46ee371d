package infer

import "math"

// plain is the reference: kernels in Go alone. It fuses a multiplication with
// an addition exactly where the assembler does; conversions to float32 keep
// the compiler from fusing others.
type plain struct{}

// lanes is one strip.
type lanes [strip]float32

// reduce folds lane i with i+8, then with i+4, i+2 and i+1.
func (l lanes) reduce(by func(a, b float32) float32) float32 {
	for n := strip / 2; n > 0; n /= 2 {
		for i := range n {
			l[i] = by(l[i], l[i+n])
		}
	}
	return l[0]
}

func sum(a, b float32) float32 { return a + b }

// fma returns a·b+c, rounded once. The product is exact in float64; the sum is
// rounded to odd there, so that the second rounding, to float32, is the right
// one (Boldo and Melquiond, Emulation of FMA, IEEE TC 2008).
func fma(a, b, c float32) float32 {
	p, d := float64(a)*float64(b), float64(c)
	s := p + d
	t := s - p
	lost := (p - (s - t)) + (d - t)
	if bits := math.Float64bits(s); lost != 0 && bits&1 == 0 {
		if (lost > 0) == (s > 0) {
			bits++
		} else {
			bits--
		}
		s = math.Float64frombits(bits)
	}
	return float32(s)
}

func roundToEven(x float32) float32 { return float32(math.RoundToEven(float64(x))) }

func (plain) tile() (rows, panels int) { return 4, 1 }

func (plain) tileInt8(dst []float32, stride int, a *activations, first, rows int, w panels) {
	for r := first; r < first+rows; r++ {
		row := a.values[r*a.depth:][:a.depth]
		var acc [strip]int32
		for k := 0; k < len(row); k += 4 {
			a0, a1, a2, a3 := int32(row[k]), int32(row[k+1]), int32(row[k+2]), int32(row[k+3])
			four := w.weights[k*strip:][:4*strip]
			for c := range acc {
				v := four[4*c:][:4]
				acc[c] += a0*int32(v[0]) + a1*int32(v[1]) + a2*int32(v[2]) + a3*int32(v[3])
			}
		}
		out := dst[(r-first)*stride:][:strip]
		for c, v := range acc {
			f := fma(a.shifts[r], w.sums[c], float32(v))
			out[c] = fma(f*a.scales[r], w.scales[c], w.bias[c])
		}
	}
}

func (plain) tileFloat(dst []float32, stride int, a []float32, aStride, rows int, columns []float32, columnsStride, depth int, bias []float32) {
	for r := range rows {
		acc := lanes(bias)
		for k, v := range a[r*aStride:][:depth] {
			column := columns[k*columnsStride:][:strip]
			for c, w := range column {
				acc[c] = fma(w, v, acc[c])
			}
		}
		copy(dst[r*stride:][:strip], acc[:])
	}
}

func (plain) quantise(dst []uint8, src, smooth []float32) (scale, shift float32) {
	var low, high float32
	for i, v := range src {
		v = float32(v * smooth[i])
		low, high = min(low, v), max(high, v)
	}
	span := max(high-low, tiny)
	inverse := top / span
	shift = roundToEven(low * inverse)
	for i, v := range src {
		dst[i] = uint8(roundToEven(min(max(fma(float32(v*smooth[i]), inverse, -shift), 0), top)))
	}
	return span * perTop, shift
}

// evaluate returns a polynomial at x, by Horner's rule.
func evaluate(coefficients []float32, x float32) float32 {
	y := coefficients[len(coefficients)-1]
	for i := len(coefficients) - 2; i >= 0; i-- {
		y = fma(y, x, coefficients[i])
	}
	return y
}

func (plain) gelu(x []float32) {
	for i, v := range x {
		u := min(max(v, -v), geluEnd)
		t := float32(u*geluSpan) - one
		x[i] = max(v, 0) - evaluate(geluPolynomial[:], t)
	}
}

func (plain) softmax(x []float32, scale float32) {
	highest := x[0]
	for _, v := range x {
		highest = max(highest, v)
	}
	var norm lanes
	for i, v := range x {
		v = float32(max(float32(v-highest)*scale, expLeast) * log2e)
		whole := roundToEven(v)
		e := evaluate(expPolynomial[:], v-whole)
		x[i] = math.Float32frombits(math.Float32bits(e) + uint32(int32(whole))<<23)
		norm[i%strip] += x[i]
	}
	inverse := one / norm.reduce(sum)
	for i := range x {
		x[i] *= inverse
	}
}

func (plain) addNorm(x, add, gain, bias []float32, epsilon float32) {
	perWidth := one / float32(len(x))
	var acc lanes
	for i := range x {
		x[i] += add[i]
		acc[i%strip] += x[i]
	}
	mean := float32(acc.reduce(sum) * perWidth)
	acc = lanes{}
	for i, v := range x {
		d := v - mean
		acc[i%strip] = fma(d, d, acc[i%strip])
	}
	variance := float32(acc.reduce(sum) * perWidth)
	spread := one / float32(math.Sqrt(float64(variance+epsilon)))
	for i, v := range x {
		x[i] = fma((v-mean)*spread, gain[i], bias[i])
	}
}
