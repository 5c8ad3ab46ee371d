package main

import "fmt"

// neon writes for arm64 with the dot product extension (ARMv8.2, required from
// ARMv8.4). A strip is four V registers. Go's assembler does not know most
// vector instructions on floats, so these are written as words; encodings are
// from the Arm Architecture Reference Manual, C7.2.
type neon struct {
	text
	rowsAt []reg
}

func newNEON() *neon { return &neon{} }

const (
	quarters = 4
	splatV   = 28
	flipV    = 29 // 0x80 in every byte
	scratchV = 30
	scratchR = "R19"
)

func (r reg) arm() string { return fmt.Sprintf("R%d", int(r)) }

func (m *neon) suffix() string { return "NEON" }
func (m *neon) rows() int      { return 4 }
func (m *neon) panels() int    { return 1 }

// v numbers the register with quarter q of strip s.
func (m *neon) v(s strip, q int) int {
	if s > 6 {
		panic("no such strip")
	}
	return quarters*int(s) + q
}

func (m *neon) each(f func(q int)) {
	for q := range quarters {
		f(q)
	}
}

// word writes an instruction of three vector registers, rd = rn op rm.
func (m *neon) word(name string, code uint32, rd, rn, rm int) {
	m.op("WORD $%#08x // %s v%d, v%d, v%d", code|uint32(rm)<<16|uint32(rn)<<5|uint32(rd), name, rd, rn, rm)
}

// word2 writes one of two, rd = op rn.
func (m *neon) word2(name string, code uint32, rd, rn int) {
	m.op("WORD $%#08x // %s v%d, v%d", code|uint32(rn)<<5|uint32(rd), name, rd, rn)
}

func (m *neon) begin(k kernel) {
	_, size := k.frame("")
	fmt.Fprintf(m, "TEXT ·%s%s(SB), NOSPLIT, $0-%d\n", k.name, m.suffix(), size)
}

func (m *neon) end() { m.op("RET") }

func (m *neon) jumpIfEqual(r reg, n int, label string) {
	m.op("CMP $%d, %s", n, r.arm())
	m.op("BEQ %s", label)
}

func (m *neon) loop(r reg, label string) {
	m.op("SUBS $1, %s, %s", r.arm(), r.arm())
	m.op("BNE %s", label)
}

func (m *neon) argument(dst reg, k kernel, name string) {
	offset, _ := k.frame(name)
	m.op("MOVD %s+%d(FP), %s", name, offset, dst.arm())
}

func (m *neon) argumentLanes(dst strip, k kernel, name string) {
	offset, _ := k.frame(name)
	m.op("FMOVS %s+%d(FP), F%d", name, offset, splatV)
	m.each(func(q int) { m.word2("dup .4s", 0x4e040400, m.v(dst, q), splatV) })
}

func (m *neon) result(k kernel, name string, src strip) {
	offset, _ := k.frame(name)
	m.op("FMOVS F%d, %s+%d(FP)", m.v(src, 0), name, offset)
}

func (m *neon) move(dst, src reg)           { m.op("MOVD %s, %s", src.arm(), dst.arm()) }
func (m *neon) add(dst, src reg)            { m.op("ADD %s, %s, %s", src.arm(), dst.arm(), dst.arm()) }
func (m *neon) addImmediate(dst reg, n int) { m.op("ADD $%d, %s, %s", n, dst.arm(), dst.arm()) }

func (m *neon) shift(dst reg, left int) {
	if left < 0 {
		m.op("LSR $%d, %s, %s", -left, dst.arm(), dst.arm())
		return
	}
	m.op("LSL $%d, %s, %s", left, dst.arm(), dst.arm())
}

func (m *neon) rowPointers(registers [4]reg, stride reg, n int) {
	m.rowsAt = registers[:n]
	for r := 1; r < n; r++ {
		m.op("ADD %s, %s, %s", stride.arm(), registers[r-1].arm(), registers[r].arm())
	}
}

func (m *neon) advanceRows(bytes int) {
	for _, r := range m.rowsAt {
		m.addImmediate(r, bytes)
	}
}

// address returns a register that holds the place.
func (m *neon) address(a at) string {
	if a.offset == 0 {
		return a.base.arm()
	}
	m.op("ADD $%d, %s, %s", a.offset, a.base.arm(), scratchR)
	return scratchR
}

func (m *neon) quad(s strip) string {
	return fmt.Sprintf("[V%d.B16, V%d.B16, V%d.B16, V%d.B16]", m.v(s, 0), m.v(s, 1), m.v(s, 2), m.v(s, 3))
}

func (m *neon) load(dst strip, a at)  { m.op("VLD1 (%s), %s", m.address(a), m.quad(dst)) }
func (m *neon) store(src strip, a at) { m.op("VST1 %s, (%s)", m.quad(src), m.address(a)) }

func (m *neon) storeBytes(src strip, a at) {
	m.word2("xtn .4h", 0x0e612800, scratchV, m.v(src, 0))
	m.word2("xtn2 .8h", 0x4e612800, scratchV, m.v(src, 1))
	m.word2("xtn .4h", 0x0e612800, scratchV+1, m.v(src, 2))
	m.word2("xtn2 .8h", 0x4e612800, scratchV+1, m.v(src, 3))
	m.word2("xtn .8b", 0x0e212800, scratchV, scratchV)
	m.word2("xtn2 .16b", 0x4e212800, scratchV, scratchV+1)
	m.op("VST1 [V%d.B16], (%s)", scratchV, m.address(a))
}

func (m *neon) constant(dst strip, name string) {
	m.op("MOVD $%s<>(SB), %s", name, scratchR)
	m.op("VLD1R (%s), [V%d.S4]", scratchR, m.v(dst, 0))
	for q := 1; q < quarters; q++ {
		m.moveV(m.v(dst, q), m.v(dst, 0))
	}
}

func (m *neon) moveV(dst, src int) { m.word("orr .16b", 0x4ea01c00, dst, src, src) }

func (m *neon) zero(dst strip) {
	m.each(func(q int) { v := m.v(dst, q); m.word("eor .16b", 0x6e201c00, v, v, v) })
}

func (m *neon) copyTo(dst, src strip) {
	m.each(func(q int) { m.moveV(m.v(dst, q), m.v(src, q)) })
}

func (m *neon) float(dst, src strip)   { m.unary("scvtf .4s", 0x4e21d800, dst, src) }
func (m *neon) integer(dst, src strip) { m.unary("fcvtns .4s", 0x4e21a800, dst, src) }
func (m *neon) round(dst, src strip)   { m.unary("frintn .4s", 0x4e218800, dst, src) }
func (m *neon) sqrt(dst, src strip)    { m.unary("fsqrt .4s", 0x6ea1f800, dst, src) }

func (m *neon) unary(name string, code uint32, dst, src strip) {
	m.each(func(q int) { m.word2(name, code, m.v(dst, q), m.v(src, q)) })
}

func (m *neon) scalb23(dst, src, exponent strip) {
	m.each(func(q int) {
		e := m.v(exponent, q)
		m.word2("shl .4s #23", 0x4f005400|(32+23)<<16, e, e)
		m.word("add .4s", 0x4ea08400, m.v(dst, q), m.v(src, q), e)
	})
}

// The vector operations on floats that reduce needs by register.
const (
	fadd, fsub, fmul, fdiv = 0x4e20d400, 0x4ea0d400, 0x6e20dc00, 0x6e20fc00
	fmax, fmin, fmla       = 0x4e20f400, 0x4ea0f400, 0x4e20cc00
)

func (m *neon) binary(name string, code uint32, dst, a, b strip) {
	m.each(func(q int) { m.word(name, code, m.v(dst, q), m.v(a, q), m.v(b, q)) })
}

func (m *neon) sum(dst, a, b strip) { m.binary("fadd .4s", fadd, dst, a, b) }
func (m *neon) sub(dst, a, b strip) { m.binary("fsub .4s", fsub, dst, a, b) }
func (m *neon) mul(dst, a, b strip) { m.binary("fmul .4s", fmul, dst, a, b) }
func (m *neon) div(dst, a, b strip) { m.binary("fdiv .4s", fdiv, dst, a, b) }
func (m *neon) max(dst, a, b strip) { m.binary("fmax .4s", fmax, dst, a, b) }
func (m *neon) min(dst, a, b strip) { m.binary("fmin .4s", fmin, dst, a, b) }
func (m *neon) fma(dst, a, b strip) { m.binary("fmla .4s", fmla, dst, a, b) }

func (m *neon) reduce(dst strip, by reduction) {
	name, code := "fadd .4s", uint32(fadd)
	switch by {
	case least:
		name, code = "fmin .4s", fmin
	case most:
		name, code = "fmax .4s", fmax
	}
	v := m.v(dst, 0)
	m.word(name, code, v, v, v+2)
	m.word(name, code, v+1, v+1, v+3)
	m.word(name, code, v, v, v+1)
	for _, bytes := range []uint32{8, 4} { // turn by two lanes, then by one
		m.word(fmt.Sprintf("ext .16b #%d", bytes), 0x6e000000|bytes<<11, scratchV, v, v)
		m.word(name, code, v, v, scratchV)
	}
	for q := 1; q < quarters; q++ {
		m.moveV(v+q, v)
	}
}

func (m *neon) splat(a at) { m.op("VLD1R (%s), [V%d.S4]", m.address(a), splatV) }

func (m *neon) splatRow(r int) { m.splat(at{m.rowsAt[r], 0}) }

// splatRowBytes makes the activations signed, by taking 128 off.
func (m *neon) splatRowBytes(r int) {
	m.splatRow(r)
	m.word("eor .16b", 0x6e201c00, splatV, splatV, flipV)
}

func (m *neon) fmaSplat(dst, a strip) {
	m.each(func(q int) { m.word("fmla .4s", fmla, m.v(dst, q), m.v(a, q), splatV) })
}

func (m *neon) mulSplat(dst strip) {
	m.each(func(q int) { m.word("fmul .4s", fmul, m.v(dst, q), m.v(dst, q), splatV) })
}

func (m *neon) dotPrepare() {
	m.op("WORD $%#08x // movi .16b v%d, #0x80", 0x4f00e400|4<<16|flipV, flipV)
}

// dotBegin gives back what splatRowBytes took off: 128 times the column's sum.
func (m *neon) dotBegin(dst []strip, sums at) {
	m.load(dst[0], sums)
	m.op("MOVD $signedBy<>(SB), %s", scratchR)
	m.op("VLD1R (%s), [V%d.S4]", scratchR, splatV)
	m.mulSplat(dst[0])
	m.integer(dst[0], dst[0])
	for _, s := range dst[1:] {
		m.copyTo(s, dst[0])
	}
}

func (m *neon) dotSplat(dst, weights strip) {
	m.each(func(q int) { m.word("sdot .4s, .16b", 0x4e809400, m.v(dst, q), m.v(weights, q), splatV) })
}
