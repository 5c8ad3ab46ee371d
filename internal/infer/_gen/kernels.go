package main

import "fmt"

// kernels are described with the instruction-free steps of machine. Lengths
// are multiples of 16 (strips are counts of 16), and never zero.
var kernels = []kernel{
	{
		name: "tileInt8",
		doc:  "tileInt8 multiplies rows of activations with panels of 16 columns of weights: see plain.tileInt8.",
		params: []param{
			{"dst", "*float32"}, {"stride", "int"},
			{"values", "*uint8"}, {"depth", "int"}, {"rows", "int"},
			{"weights", "*int8"}, {"sums", "*float32"}, {"scales", "*float32"}, {"bias", "*float32"},
			{"rowScales", "*float32"}, {"rowShifts", "*float32"},
		},
		body: tileInt8,
	},
	{
		name: "tileFloat",
		doc:  "tileFloat multiplies rows of floats with 16 columns: see plain.tileFloat.",
		params: []param{
			{"dst", "*float32"}, {"stride", "int"},
			{"values", "*float32"}, {"valuesStride", "int"}, {"rows", "int"},
			{"columns", "*float32"}, {"columnsStride", "int"}, {"depth", "int"}, {"bias", "*float32"},
		},
		body: tileFloat,
	},
	{
		name:    "quantise",
		doc:     "quantise turns a row of floats into activations: see plain.quantise.",
		params:  []param{{"dst", "*uint8"}, {"src", "*float32"}, {"smooth", "*float32"}, {"strips", "int"}},
		results: []param{{"scale", "float32"}, {"shift", "float32"}},
		body:    quantise,
	},
	{
		name:   "gelu",
		doc:    "gelu applies GELU in place: see plain.gelu.",
		params: []param{{"x", "*float32"}, {"strips", "int"}},
		body:   gelu,
	},
	{
		name:   "softmax",
		doc:    "softmax normalises a row in place: see plain.softmax.",
		params: []param{{"x", "*float32"}, {"strips", "int"}, {"scale", "float32"}},
		body:   softmax,
	},
	{
		name: "addNorm",
		doc:  "addNorm adds a row to another and normalises the sum: see plain.addNorm.",
		params: []param{
			{"x", "*float32"}, {"add", "*float32"}, {"gain", "*float32"}, {"bias", "*float32"},
			{"strips", "int"}, {"perWidth", "float32"}, {"epsilon", "float32"},
		},
		body: addNorm,
	},
}

// byRows writes a body for every number of rows a tile may have.
func byRows(m machine, rows reg, body func(n int, label string)) {
	for n := m.rows(); n > 0; n-- {
		m.jumpIfEqual(rows, n, fmt.Sprint("rows", n))
	}
	m.end()
	for n := m.rows(); n > 0; n-- {
		m.label(fmt.Sprint("rows", n))
		body(n, fmt.Sprint("depth", n))
		m.end()
	}
}

func tileInt8(m machine, k kernel) {
	rowPointers := [4]reg{0, 1, 2, 3}
	const stride, weights, weights2, steps, rows = 4, 5, 6, 7, 8
	m.argument(0, k, "values")
	m.argument(stride, k, "depth")
	m.argument(weights, k, "weights")
	m.argument(steps, k, "depth")
	m.move(weights2, steps)
	m.shift(weights2, 4) // a panel is depth·16 bytes
	m.add(weights2, weights)
	m.shift(steps, -2) // four activations a step
	m.argument(rows, k, "rows")
	m.dotPrepare()
	byRows(m, rows, func(n int, loop string) {
		panels := m.panels()
		acc := func(row, panel int) strip { return strip(row*panels + panel) }
		w := strip(n * panels)

		m.rowPointers(rowPointers, stride, n)
		const sums = 9
		m.argument(sums, k, "sums")
		for panel := range panels {
			var column []strip
			for r := range n {
				column = append(column, acc(r, panel))
			}
			m.dotBegin(column, at{sums, 64 * panel})
		}
		m.label(loop)
		for panel := range panels {
			m.load(w+strip(panel), at{weights + reg(panel), 0})
		}
		for r := range n {
			m.splatRowBytes(r)
			for panel := range panels {
				m.dotSplat(acc(r, panel), w+strip(panel))
			}
		}
		m.advanceRows(4)
		for panel := range panels {
			m.addImmediate(weights+reg(panel), 64)
		}
		m.loop(steps, loop)

		// float(acc) + shift·sum, times the row's scale, times the
		// column's scale, plus the column's bias.
		const dst, dstStride, rowScales, rowShifts, scales, bias = 0, 1, 2, 3, 4, 5
		m.argument(dst, k, "dst")
		m.argument(dstStride, k, "stride")
		m.shift(dstStride, 2)
		m.argument(rowScales, k, "rowScales")
		m.argument(rowShifts, k, "rowShifts")
		m.argument(scales, k, "scales")
		m.argument(bias, k, "bias")
		first, second := w, w+1
		for panel := range panels {
			m.load(first, at{sums, 64 * panel})
			for r := range n {
				m.float(acc(r, panel), acc(r, panel))
				m.splat(at{rowShifts, 4 * r})
				m.fmaSplat(acc(r, panel), first)
				m.splat(at{rowScales, 4 * r})
				m.mulSplat(acc(r, panel))
			}
			m.load(first, at{scales, 64 * panel})
			for r := range n {
				m.load(second, at{bias, 64 * panel})
				m.fma(second, acc(r, panel), first)
				m.copyTo(acc(r, panel), second)
			}
		}
		for r := range n {
			for panel := range panels {
				m.store(acc(r, panel), at{dst, 64 * panel})
			}
			m.add(dst, dstStride)
		}
	})
}

func tileFloat(m machine, k kernel) {
	rowPointers := [4]reg{0, 1, 2, 3}
	const stride, columns, columnsStride, steps, rows, bias = 4, 5, 6, 7, 8, 9
	m.argument(0, k, "values")
	m.argument(stride, k, "valuesStride")
	m.shift(stride, 2)
	m.argument(columns, k, "columns")
	m.argument(columnsStride, k, "columnsStride")
	m.shift(columnsStride, 2)
	m.argument(steps, k, "depth")
	m.argument(rows, k, "rows")
	m.argument(bias, k, "bias")
	byRows(m, rows, func(n int, loop string) {
		m.rowPointers(rowPointers, stride, n)
		column := strip(n)
		for r := range n {
			m.load(strip(r), at{bias, 0})
		}
		m.label(loop)
		m.load(column, at{columns, 0})
		for r := range n {
			m.splatRow(r)
			m.fmaSplat(strip(r), column)
		}
		m.advanceRows(4)
		m.add(columns, columnsStride)
		m.loop(steps, loop)
		const dst, dstStride = 0, 1
		m.argument(dst, k, "dst")
		m.argument(dstStride, k, "stride")
		m.shift(dstStride, 2)
		for r := range n {
			m.store(strip(r), at{dst, 0})
			m.add(dst, dstStride)
		}
	})
}

func quantise(m machine, k kernel) {
	const dst, src, smooth, strips, p, q, n = 0, 1, 2, 3, 4, 5, 6
	const low, high, x, y, t = strip(0), strip(1), strip(2), strip(3), strip(4)
	m.argument(dst, k, "dst")
	m.argument(src, k, "src")
	m.argument(smooth, k, "smooth")
	m.argument(strips, k, "strips")

	m.zero(low)
	m.zero(high)
	m.move(p, src)
	m.move(q, smooth)
	m.move(n, strips)
	m.label("range")
	m.load(x, at{p, 0})
	m.load(y, at{q, 0})
	m.mul(x, x, y)
	m.min(low, low, x)
	m.max(high, high, x)
	m.addImmediate(p, 64)
	m.addImmediate(q, 64)
	m.loop(n, "range")
	m.reduce(low, least)
	m.reduce(high, most)

	m.sub(high, high, low)
	m.constant(t, "tiny")
	m.max(high, high, t)
	m.constant(t, "perTop")
	m.mul(x, high, t)
	m.result(k, "scale", x)
	inverse, zero := high, low
	m.constant(t, "top")
	m.div(inverse, t, high)
	m.mul(zero, low, inverse)
	m.round(zero, zero)
	m.result(k, "shift", zero)
	m.zero(t)
	m.sub(zero, t, zero)

	m.label("values")
	m.load(x, at{src, 0})
	m.load(y, at{smooth, 0})
	m.mul(x, x, y)
	m.copyTo(y, zero)
	m.fma(y, x, inverse)
	m.zero(t)
	m.max(y, y, t)
	m.constant(t, "top")
	m.min(y, y, t)
	m.integer(y, y)
	m.storeBytes(y, at{dst, 0})
	m.addImmediate(src, 64)
	m.addImmediate(smooth, 64)
	m.addImmediate(dst, 16)
	m.loop(strips, "values")
	m.end()
}

// evaluate computes the named polynomial of x by Horner's rule in a or b and
// returns which.
func evaluate(m machine, name string, x, a, b strip) strip {
	n := degree(name)
	m.constant(a, fmt.Sprint(name, n))
	for i := n - 1; i >= 0; i-- {
		m.constant(b, fmt.Sprint(name, i))
		m.fma(b, a, x)
		a, b = b, a
	}
	return a
}

func gelu(m machine, k kernel) {
	const p, strips = 0, 1
	const x, u, a, b, t = strip(0), strip(1), strip(2), strip(3), strip(4)
	m.argument(p, k, "x")
	m.argument(strips, k, "strips")
	m.label("next")
	m.load(x, at{p, 0})
	m.zero(t)
	m.sub(u, t, x)
	m.max(u, u, x) // |x|
	m.max(x, x, t)
	m.constant(t, "geluEnd")
	m.min(u, u, t)
	m.constant(t, "geluSpan")
	m.mul(u, u, t)
	m.constant(t, "one")
	m.sub(u, u, t)
	tail := evaluate(m, "gelu", u, a, b)
	m.sub(x, x, tail)
	m.store(x, at{p, 0})
	m.addImmediate(p, 64)
	m.loop(strips, "next")
	m.end()
}

func softmax(m machine, k kernel) {
	const x, strips, p, n = 0, 1, 2, 3
	const highest, norm, v, a, b = strip(0), strip(1), strip(2), strip(3), strip(4)
	m.argument(x, k, "x")
	m.argument(strips, k, "strips")
	m.move(p, x)
	m.move(n, strips)
	m.load(highest, at{p, 0})
	m.label("highest")
	m.load(v, at{p, 0})
	m.max(highest, highest, v)
	m.addImmediate(p, 64)
	m.loop(n, "highest")
	m.reduce(highest, most)

	m.zero(norm)
	m.move(p, x)
	m.move(n, strips)
	m.label("exp")
	m.load(v, at{p, 0})
	m.sub(v, v, highest)
	m.argumentLanes(a, k, "scale")
	m.mul(v, v, a)
	m.constant(a, "expLeast")
	m.max(v, v, a)
	m.constant(a, "log2e")
	m.mul(v, v, a)
	const whole = strip(5)
	m.round(whole, v)
	m.sub(v, v, whole)
	e := evaluate(m, "exp", v, a, b)
	m.integer(whole, whole)
	m.scalb23(v, e, whole)
	m.sum(norm, norm, v)
	m.store(v, at{p, 0})
	m.addImmediate(p, 64)
	m.loop(n, "exp")
	m.reduce(norm, total)

	m.constant(a, "one")
	m.div(norm, a, norm)
	m.label("scale")
	m.load(v, at{x, 0})
	m.mul(v, v, norm)
	m.store(v, at{x, 0})
	m.addImmediate(x, 64)
	m.loop(strips, "scale")
	m.end()
}

func addNorm(m machine, k kernel) {
	const x, add, gain, bias, strips, p, n = 0, 1, 2, 3, 4, 5, 6
	const mean, spread, v, a, b = strip(0), strip(1), strip(2), strip(3), strip(4)
	m.argument(x, k, "x")
	m.argument(add, k, "add")
	m.argument(gain, k, "gain")
	m.argument(bias, k, "bias")
	m.argument(strips, k, "strips")

	m.zero(mean)
	m.move(p, x)
	m.move(n, strips)
	m.label("mean")
	m.load(v, at{p, 0})
	m.load(a, at{add, 0})
	m.sum(v, v, a)
	m.store(v, at{p, 0})
	m.sum(mean, mean, v)
	m.addImmediate(p, 64)
	m.addImmediate(add, 64)
	m.loop(n, "mean")
	m.reduce(mean, total)
	m.argumentLanes(a, k, "perWidth")
	m.mul(mean, mean, a)

	m.zero(spread)
	m.move(p, x)
	m.move(n, strips)
	m.label("spread")
	m.load(v, at{p, 0})
	m.sub(v, v, mean)
	m.fma(spread, v, v)
	m.addImmediate(p, 64)
	m.loop(n, "spread")
	m.reduce(spread, total)
	m.argumentLanes(a, k, "perWidth")
	m.mul(spread, spread, a)
	m.argumentLanes(a, k, "epsilon")
	m.sum(spread, spread, a)
	m.sqrt(spread, spread)
	m.constant(a, "one")
	m.div(spread, a, spread)

	m.label("scale")
	m.load(v, at{x, 0})
	m.sub(v, v, mean)
	m.mul(v, v, spread)
	m.load(a, at{gain, 0})
	m.load(b, at{bias, 0})
	m.fma(b, v, a)
	m.store(b, at{x, 0})
	m.addImmediate(x, 64)
	m.addImmediate(gain, 64)
	m.addImmediate(bias, 64)
	m.loop(strips, "scale")
	m.end()
}
