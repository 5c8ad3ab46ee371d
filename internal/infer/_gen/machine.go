package main

// A reg is a general register, by number; no kernel needs more than 12.
type reg int

// A strip is a vector of 16 lanes of 32 bits, by number.
type strip int

// An at is a place in memory: a register and an offset in bytes.
type at struct {
	base   reg
	offset int
}

// A reduction makes one number of 16.
type reduction int

const (
	total reduction = iota
	least
	most
)

// A machine spells the steps of kernels for one instruction set. Steps on
// floats are those of IEEE 754 in single precision, rounding to even.
type machine interface {
	suffix() string
	rows() int   // most rows of a tile
	panels() int // panels of 16 columns of an int8 tile

	begin(k kernel)
	end()
	label(name string)
	jumpIfEqual(r reg, n int, label string)
	loop(r reg, label string) // counts r down and jumps until it is zero

	argument(dst reg, k kernel, name string)
	argumentLanes(dst strip, k kernel, name string) // a float argument into all lanes
	result(k kernel, name string, src strip)        // from any lane

	move(dst, src reg)
	add(dst, src reg)
	addImmediate(dst reg, n int)
	shift(dst reg, left int) // by less than 0: to the right
	// rowPointers makes row r of a matrix addressable, r < n. The first row
	// is at registers[0], the others are overwritten.
	rowPointers(registers [4]reg, stride reg, n int)
	advanceRows(bytes int)

	load(dst strip, a at)
	store(src strip, a at)
	storeBytes(src strip, a at) // integers of 0…255, as 16 bytes
	constant(dst strip, name string)
	zero(dst strip)
	copyTo(dst, src strip)
	float(dst, src strip) // from integer
	integer(dst, src strip)
	round(dst, src strip)
	sqrt(dst, src strip)
	scalb23(dst, src, exponent strip) // dst = bits of src + exponent<<23
	sum(dst, a, b strip)
	sub(dst, a, b strip)
	mul(dst, a, b strip)
	div(dst, a, b strip)
	max(dst, a, b strip)
	min(dst, a, b strip)
	fma(dst, a, b strip) // dst += a·b, rounded once
	// reduce sets all lanes to what all lanes come to, taking
	// lane i with i+8, then with i+4, i+2, i+1.
	reduce(dst strip, by reduction)

	// splat readies a number in memory for the steps below.
	splat(a at)
	splatRow(r int)      // the float at the row's pointer
	splatRowBytes(r int) // four activations at the row's pointer
	fmaSplat(dst, a strip)
	mulSplat(dst strip)
	// dotSplat adds to each lane the product of four weights with the four
	// activations. dotBegin readies the lanes: sums is where the sums of the
	// columns' weights are.
	dotPrepare()
	dotBegin(dst []strip, sums at)
	dotSplat(dst, weights strip)
}
