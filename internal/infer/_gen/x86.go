package main

import "fmt"

// x86 writes for AVX-512 (a strip is one ZMM) and for AVX2 with FMA (two YMM).
type x86 struct {
	text
	name   string
	halves int // registers of a strip
	rowsAt []rowAddress
}

type rowAddress struct {
	base, stride reg
	times        int // the row is times strides from base
}

func newX86(name string, halves int) *x86 { return &x86{name: name, halves: halves} }

var x86Registers = [...]string{"SI", "DI", "R8", "R9", "R10", "R11", "R12", "R13", "AX", "BX", "CX", "DX"}

func (r reg) x86() string { return x86Registers[r] }

func (m *x86) suffix() string { return m.name }
func (m *x86) wide() bool     { return m.halves == 1 }

// rows: AVX-512 keeps 12 rows of two panels in 24 registers, AVX2 4 rows of
// one in 8: both have enough sums at once to hide the latency of one.
func (m *x86) rows() int {
	if m.wide() {
		return 12
	}
	return 4
}

func (m *x86) panels() int {
	if m.wide() {
		return 2
	}
	return 1
}

// reg names the register with half h of strip s. AVX2 has strips 0 to 5, in
// Y0 to Y11; AVX-512 strips 0 to 27.
func (m *x86) reg(s strip, h int) string {
	if m.wide() {
		if s > 27 {
			panic("no such strip")
		}
		return fmt.Sprintf("Z%d", s)
	}
	if s > 5 {
		panic("no such strip")
	}
	return fmt.Sprintf("Y%d", 2*int(s)+h)
}

// Registers outside the strips.
func (m *x86) splatted() string { return m.pick("Z28", "Y12") }
func (m *x86) ones() string     { return "Y13" } // sixteen ones of 16 bits, AVX2 only
func (m *x86) scratch() string  { return m.pick("Z29", "Y14") }
func (m *x86) scratch2() string { return m.pick("Z30", "Y15") }

func (m *x86) pick(wide, narrow string) string {
	if m.wide() {
		return wide
	}
	return narrow
}

func (m *x86) begin(k kernel) {
	_, size := k.frame("")
	fmt.Fprintf(m, "TEXT ·%s%s(SB), NOSPLIT, $0-%d\n", k.name, m.name, size)
}

func (m *x86) end() { m.op("VZEROUPPER"); m.op("RET") }

func (m *x86) jumpIfEqual(r reg, n int, label string) {
	m.op("CMPQ %s, $%d", r.x86(), n)
	m.op("JEQ %s", label)
}

func (m *x86) loop(r reg, label string) { m.op("DECQ %s", r.x86()); m.op("JNZ %s", label) }

func (m *x86) argument(dst reg, k kernel, name string) {
	offset, _ := k.frame(name)
	m.op("MOVQ %s+%d(FP), %s", name, offset, dst.x86())
}

func (m *x86) argumentLanes(dst strip, k kernel, name string) {
	offset, _ := k.frame(name)
	m.each(func(h int) { m.op("VBROADCASTSS %s+%d(FP), %s", name, offset, m.reg(dst, h)) })
}

func (m *x86) result(k kernel, name string, src strip) {
	offset, _ := k.frame(name)
	m.op("VMOVSS X%s, %s+%d(FP)", m.reg(src, 0)[1:], name, offset)
}

func (m *x86) move(dst, src reg)           { m.op("MOVQ %s, %s", src.x86(), dst.x86()) }
func (m *x86) add(dst, src reg)            { m.op("ADDQ %s, %s", src.x86(), dst.x86()) }
func (m *x86) addImmediate(dst reg, n int) { m.op("ADDQ $%d, %s", n, dst.x86()) }

func (m *x86) shift(dst reg, left int) {
	if left < 0 {
		m.op("SHRQ $%d, %s", -left, dst.x86())
		return
	}
	m.op("SHLQ $%d, %s", left, dst.x86())
}

// rowPointers keeps a pointer for every three rows; the two after it are one
// and two strides on.
func (m *x86) rowPointers(registers [4]reg, stride reg, n int) {
	m.rowsAt = nil
	for r := range n {
		base := registers[r/3]
		if r > 0 && r%3 == 0 {
			m.op("LEAQ (%s)(%s*2), %s", registers[r/3-1].x86(), stride.x86(), base.x86())
			m.add(base, stride)
		}
		m.rowsAt = append(m.rowsAt, rowAddress{base, stride, r % 3})
	}
}

func (m *x86) advanceRows(bytes int) {
	for _, r := range m.rowsAt {
		if r.times == 0 {
			m.addImmediate(r.base, bytes)
		}
	}
}

func (m *x86) row(r int) string {
	a := m.rowsAt[r]
	if a.times == 0 {
		return fmt.Sprintf("(%s)", a.base.x86())
	}
	return fmt.Sprintf("(%s)(%s*%d)", a.base.x86(), a.stride.x86(), a.times)
}

func (m *x86) each(f func(h int)) {
	for h := range m.halves {
		f(h)
	}
}

func (a at) x86(more int) string { return fmt.Sprintf("%d(%s)", a.offset+more, a.base.x86()) }

func (m *x86) load(dst strip, a at) {
	m.each(func(h int) { m.op("VMOVUPS %s, %s", a.x86(32*h), m.reg(dst, h)) })
}

func (m *x86) store(src strip, a at) {
	m.each(func(h int) { m.op("VMOVUPS %s, %s", m.reg(src, h), a.x86(32*h)) })
}

func (m *x86) storeBytes(src strip, a at) {
	if m.wide() {
		m.op("VPMOVDB %s, %s", m.reg(src, 0), a.x86(0))
		return
	}
	y, x := m.scratch(), "X"+m.scratch()[1:]
	m.op("VPACKUSDW %s, %s, %s", m.reg(src, 1), m.reg(src, 0), y) // in each half of 128 bits: 4 of the first, 4 of the second
	m.op("VPERMQ $0xd8, %s, %s", y, y)
	m.op("VEXTRACTI128 $1, %s, X%s", y, m.scratch2()[1:])
	m.op("VPACKUSWB X%s, %s, %s", m.scratch2()[1:], x, x)
	m.op("VMOVDQU %s, %s", x, a.x86(0))
}

func (m *x86) constant(dst strip, name string) {
	m.each(func(h int) { m.op("VBROADCASTSS %s<>(SB), %s", name, m.reg(dst, h)) })
}

func (m *x86) zero(dst strip) {
	m.each(func(h int) {
		r := m.reg(dst, h)
		m.op("%s %s, %s, %s", m.pick("VPXORD", "VPXOR"), r, r, r)
	})
}

func (m *x86) copyTo(dst, src strip)  { m.unary("VMOVAPS", dst, src) }
func (m *x86) float(dst, src strip)   { m.unary("VCVTDQ2PS", dst, src) }
func (m *x86) integer(dst, src strip) { m.unary("VCVTPS2DQ", dst, src) }
func (m *x86) sqrt(dst, src strip)    { m.unary("VSQRTPS", dst, src) }
func (m *x86) round(dst, src strip)   { m.unary(m.pick("VRNDSCALEPS $0,", "VROUNDPS $0,"), dst, src) }

func (m *x86) unary(op string, dst, src strip) {
	m.each(func(h int) { m.op("%s %s, %s", op, m.reg(src, h), m.reg(dst, h)) })
}

func (m *x86) scalb23(dst, src, exponent strip) {
	m.each(func(h int) {
		m.op("VPSLLD $23, %s, %s", m.reg(exponent, h), m.reg(exponent, h))
		m.op("VPADDD %s, %s, %s", m.reg(exponent, h), m.reg(src, h), m.reg(dst, h))
	})
}

func (m *x86) binary(op string, dst, a, b strip) {
	m.each(func(h int) { m.op("%s %s, %s, %s", op, m.reg(b, h), m.reg(a, h), m.reg(dst, h)) })
}

func (m *x86) sum(dst, a, b strip) { m.binary("VADDPS", dst, a, b) }
func (m *x86) sub(dst, a, b strip) { m.binary("VSUBPS", dst, a, b) }
func (m *x86) mul(dst, a, b strip) { m.binary("VMULPS", dst, a, b) }
func (m *x86) div(dst, a, b strip) { m.binary("VDIVPS", dst, a, b) }
func (m *x86) max(dst, a, b strip) { m.binary("VMAXPS", dst, a, b) }
func (m *x86) min(dst, a, b strip) { m.binary("VMINPS", dst, a, b) }
func (m *x86) fma(dst, a, b strip) { m.binary("VFMADD231PS", dst, a, b) }

func (m *x86) reduce(dst strip, by reduction) {
	op := [...]string{total: "VADDPS", least: "VMINPS", most: "VMAXPS"}[by]
	r := m.reg(dst, 0)
	n := r[1:]
	y, x, t := "Y"+n, "X"+n, m.scratch()[1:]
	if m.wide() {
		m.op("VEXTRACTF64X4 $1, %s, Y%s", r, t)
		m.op("%s Y%s, %s, %s", op, t, y, y)
	} else {
		m.op("%s %s, %s, %s", op, m.reg(dst, 1), y, y)
	}
	// The scratch register is above X15 on AVX-512, where VEXTRACTF128 does
	// not reach.
	m.op("%s $1, %s, X%s", m.pick("VEXTRACTF32X4", "VEXTRACTF128"), y, t)
	m.op("%s X%s, %s, %s", op, t, x, x)
	for _, order := range []string{"$0x4e", "$0xb1"} { // lanes 2301, then 1032
		m.op("VPERMILPS %s, %s, X%s", order, x, t)
		m.op("%s X%s, %s, %s", op, t, x, x)
	}
	m.each(func(h int) { m.op("VBROADCASTSS %s, %s", x, m.reg(dst, h)) })
}

func (m *x86) splat(a at)     { m.op("VBROADCASTSS %s, %s", a.x86(0), m.splatted()) }
func (m *x86) splatRow(r int) { m.op("VBROADCASTSS %s, %s", m.row(r), m.splatted()) }
func (m *x86) splatRowBytes(r int) {
	m.op("VPBROADCASTD %s, %s", m.row(r), m.splatted())
}

func (m *x86) fmaSplat(dst, a strip) {
	m.each(func(h int) { m.op("VFMADD231PS %s, %s, %s", m.reg(a, h), m.splatted(), m.reg(dst, h)) })
}

func (m *x86) mulSplat(dst strip) {
	m.each(func(h int) { m.op("VMULPS %s, %s, %s", m.splatted(), m.reg(dst, h), m.reg(dst, h)) })
}

func (m *x86) dotPrepare() {
	if !m.wide() {
		m.op("VPCMPEQW %[1]s, %[1]s, %[1]s", m.ones())
		m.op("VPSRLW $15, %[1]s, %[1]s", m.ones())
	}
}

func (m *x86) dotBegin(dst []strip, _ at) {
	for _, s := range dst {
		m.zero(s)
	}
}

// dotSplat: VPMADDUBSW adds products in pairs in 16 bits; pairMax keeps them
// within 255·128 = 32640.
func (m *x86) dotSplat(dst, weights strip) {
	if m.wide() {
		m.op("VPDPBUSD %s, %s, %s", m.reg(weights, 0), m.splatted(), m.reg(dst, 0))
		return
	}
	scratch := [...]string{m.scratch(), m.scratch2()}
	m.each(func(h int) { m.op("VPMADDUBSW %s, %s, %s", m.reg(weights, h), m.splatted(), scratch[h]) })
	m.each(func(h int) { m.op("VPMADDWD %s, %s, %s", m.ones(), scratch[h], scratch[h]) })
	m.each(func(h int) { m.op("VPADDD %s, %s, %s", scratch[h], m.reg(dst, h), m.reg(dst, h)) })
}
