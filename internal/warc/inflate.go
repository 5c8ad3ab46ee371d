package warc

import (
	"bufio"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math/bits"
)

// member is one gzip member (RFC 1952) at a time, inflated as it is read. It
// takes no byte of what follows the member, waits for no byte that it does not
// need, and is twice as fast as what takes its input byte by byte: archives are
// read at the speed at which they inflate.
type member struct {
	inflater
	sum  uint32
	size uint32
	end  error // what was told at the end
}

var (
	errMember   = errors.New("no gzip member")
	errChecksum = errors.New("checksum of a gzip member")
	errDeflate  = errors.New("no deflate stream")
)

// open reads the header of the member that in is at.
func (m *member) open(in *bufio.Reader) error {
	m.inflater.reset(in)
	m.sum, m.size, m.end = 0, 0, nil
	var head [10]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return within(err)
	}
	if string(head[:3]) != string(gzipMagic) {
		return errMember
	}
	const check, extra, name, comment = 1 << 1, 1 << 2, 1 << 3, 1 << 4
	flags := head[3]
	if flags&extra != 0 {
		var n [2]byte
		if _, err := io.ReadFull(in, n[:]); err != nil {
			return within(err)
		}
		if _, err := in.Discard(int(binary.LittleEndian.Uint16(n[:]))); err != nil {
			return within(err)
		}
	}
	for _, field := range []byte{name, comment} {
		for c := byte(1); flags&field != 0 && c != 0; {
			var err error
			if c, err = in.ReadByte(); err != nil {
				return within(err)
			}
		}
	}
	if flags&check != 0 {
		if _, err := in.Discard(2); err != nil {
			return within(err)
		}
	}
	return nil
}

// Read gives io.EOF behind the member's last byte.
func (m *member) Read(p []byte) (int, error) {
	if m.end != nil {
		return 0, m.end
	}
	n, err := m.inflater.Read(p)
	m.sum = crc32.Update(m.sum, crc32.IEEETable, p[:n])
	m.size += uint32(n)
	if errors.Is(err, io.EOF) {
		m.end = m.check()
		return n, m.end
	}
	return n, err
}

// check reads the member's end.
func (m *member) check() error {
	var end [8]byte
	if _, err := io.ReadFull(m.in, end[:]); err != nil {
		return within(err)
	}
	if binary.LittleEndian.Uint32(end[:]) != m.sum || binary.LittleEndian.Uint32(end[4:]) != m.size {
		return errChecksum
	}
	return io.EOF
}

// within says of an end of the input that more should have come.
func within(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// Sizes of DEFLATE (RFC 1951).
const (
	window   = 32 << 10 // how far back a match lies at most
	maxMatch = 258
	maxCode  = 15 // bits
	numLit   = 288
	numDist  = 32
)

// Bits by which tables are looked up at once; longer codes take a second look.
const (
	litBits  = 11
	distBits = 8
)

// An entry says what a code stands for: the bits that it takes with those that
// follow it in its lowest 6, those of the code alone in the next 4, a value in
// its highest 16: a literal, or the least length or distance; or, where it is a
// link to a table of its own, that table's place and the bits that it is looked
// up by.
type entry uint32

const (
	isLiteral entry = 1 << 15
	isLink    entry = 1 << 14
	isEnd     entry = 1 << 13 // of the block
	isNone    entry = 1 << 12 // no code
	isOther         = isLink | isEnd | isNone
)

func (e entry) taken() uint { return uint(e & 63) }
func (e entry) code() uint  { return uint(e >> 6 & 15) }
func (e entry) value() int  { return int(e >> 16) }

// of is the value with the bits that follow the code.
func (e entry) of(b uint64) int {
	return e.value() + int(b&(1<<(e.taken()&63)-1)>>(e.code()&63))
}

// inflater reads one deflate stream.
type inflater struct {
	in   *bufio.Reader
	bits uint64 // taken from in and not used, the next one lowest; above n they are zero
	n    uint

	state func(*inflater) error // what comes next
	last  bool                  // the block is the stream's last
	left  int                   // bytes of a stored block
	err   error

	lit  [1 << litBits * 2]entry // with tables of long codes, of which there are fewer
	dist [1 << distBits * 4]entry

	out  [3 * window]byte
	r, w int // out[r:w] is not given yet; what stands before is what matches look back at
}

func (f *inflater) reset(in *bufio.Reader) {
	f.in, f.bits, f.n, f.state, f.last, f.left, f.err = in, 0, 0, (*inflater).block, false, 0, nil
	f.r, f.w = 0, 0
}

// Read gives what there is, and makes more where there is nothing.
func (f *inflater) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for f.r == f.w {
		if f.err != nil {
			return 0, f.err
		}
		if f.w > len(f.out)-window {
			f.w = copy(f.out[:], f.out[f.w-window:f.w])
			f.r = f.w
		}
		for f.err == nil && len(f.out)-f.w > maxMatch+wordSize && (f.r == f.w || f.in.Buffered() > 0) {
			f.err = f.state(f)
		}
	}
	n := copy(p, f.out[f.r:f.w])
	f.r += n
	return n, nil
}

// need has n bits at least, 32 at most.
func (f *inflater) need(n uint) error {
	for f.n < n {
		c, err := f.in.ReadByte()
		if err != nil {
			return within(err)
		}
		f.bits |= uint64(c) << f.n
		f.n += 8
	}
	return nil
}

// take takes bits that are there.
func (f *inflater) take(n uint) int {
	v := int(f.bits & (1<<n - 1))
	f.bits >>= n
	f.n -= n
	return v
}

// block begins one, or ends the stream.
func (f *inflater) block() error {
	if f.last {
		return io.EOF // bits of the last byte are nothing
	}
	if err := f.need(3); err != nil {
		return err
	}
	f.last = f.take(1) == 1
	switch f.take(2) {
	case 0:
		f.take(f.n & 7)
		if err := f.need(32); err != nil {
			return err
		}
		n, not := f.take(16), f.take(16)
		if n != ^not&0xffff {
			return errDeflate
		}
		f.left, f.state = n, (*inflater).stored
	case 1:
		f.fixed()
		f.state = (*inflater).codes
	case 2:
		if err := f.dynamic(); err != nil {
			return err
		}
		f.state = (*inflater).codes
	default:
		return errDeflate
	}
	return nil
}

// stored gives bytes as they lie.
func (f *inflater) stored() error {
	if f.left == 0 {
		f.state = (*inflater).block
		return nil
	}
	n, err := f.in.Read(f.out[f.w:min(f.w+f.left, len(f.out))])
	f.w += n
	f.left -= n
	if n == 0 && err != nil {
		return within(err)
	}
	return nil
}

// codes decodes what there is input and room for.
func (f *inflater) codes() error {
	if f.in.Buffered() >= 2*wordSize && f.w <= len(f.out)-maxMatch-2*wordSize {
		return f.quick()
	}
	return f.slow()
}

// lookUp is the entry of the next code in a table looked up by so many bits.
func lookUp(table []entry, by uint, b uint64) entry {
	e := table[b&(1<<by-1)]
	if e&isLink != 0 {
		e = table[e.value()+int(b>>by&(1<<e.code()-1))]
	}
	return e
}

// next reads a code with what follows it, bit by bit where it must.
func (f *inflater) next(table []entry, by uint) (entry, int, error) {
	for {
		e := lookUp(table, by, f.bits)
		if e&isNone == 0 && e.taken() <= f.n {
			v := e.of(f.bits)
			f.bits >>= e.taken()
			f.n -= e.taken()
			return e, v, nil
		}
		if e&isNone != 0 && f.n >= maxCode {
			return 0, 0, errDeflate
		}
		if err := f.need(f.n + 1); err != nil {
			return 0, 0, err
		}
	}
}

// slow decodes one literal or match.
func (f *inflater) slow() error {
	e, v, err := f.next(f.lit[:], litBits)
	switch {
	case err != nil:
		return err
	case e&isEnd != 0:
		f.state = (*inflater).block
		return nil
	case e&isLiteral != 0:
		f.out[f.w] = byte(v)
		f.w++
		return nil
	}
	_, back, err := f.next(f.dist[:], distBits)
	if err != nil {
		return err
	}
	if back > f.w {
		return errDeflate
	}
	for range v {
		f.out[f.w] = f.out[f.w-back]
		f.w++
	}
	return nil
}

const wordSize = 8

// quick decodes while there are words of input to read ahead and room for a
// match; there must be.
func (f *inflater) quick() (err error) {
	in, _ := f.in.Peek(f.in.Buffered()) // which is there
	out, lit, dist := &f.out, &f.lit, &f.dist
	b, n, at, w := f.bits, f.n, 0, f.w
	for at <= len(in)-2*wordSize && w <= len(out)-maxMatch-2*wordSize {
		b |= binary.LittleEndian.Uint64(in[at:]) << (n & 63)
		at += int((63 - n) >> 3)
		n |= 56
		e := lit[b&(1<<litBits-1)]
		if e&isLiteral != 0 {
			b >>= e & 63
			n -= e.taken()
			out[w] = byte(e >> 16)
			w++
			e = lit[b&(1<<litBits-1)]
			if e&isLiteral != 0 {
				b >>= e & 63
				n -= e.taken()
				out[w] = byte(e >> 16)
				w++
				continue
			}
			b |= binary.LittleEndian.Uint64(in[at:]) << (n & 63)
			at += int((63 - n) >> 3)
			n |= 56
		}
		if e&isOther != 0 {
			if e&isLink != 0 {
				e = lit[(uint64(e>>16)+b>>litBits&(1<<e.code()-1))%uint64(len(lit))]
			}
			if e&isLiteral != 0 {
				b >>= e & 63
				n -= e.taken()
				out[w] = byte(e >> 16)
				w++
				continue
			}
			if e&isNone != 0 {
				err = errDeflate
				break
			}
			if e&isEnd != 0 {
				b >>= e & 63
				n -= e.taken()
				f.state = (*inflater).block
				break
			}
		}
		length := e.of(b)
		b >>= e & 63
		n -= e.taken()
		e = dist[b&(1<<distBits-1)]
		if e&isOther != 0 {
			if e&isLink != 0 {
				e = dist[(uint64(e>>16)+b>>distBits&(1<<e.code()-1))%uint64(len(dist))]
			}
			if e&isNone != 0 {
				err = errDeflate
				break
			}
		}
		back := e.of(b)
		b >>= e & 63
		n -= e.taken()
		if back > w {
			err = errDeflate
			break
		}
		w = repeat(out, w, back, length)
	}
	at -= int(n >> 3) // whole bytes that were read ahead are given back
	n &= 7
	f.bits, f.n, f.w = b&(1<<n-1), n, w
	_, _ = f.in.Discard(at) // they are there
	return err
}

// repeat writes at w what stands back bytes before, and gives the end. It may
// write a word's length beyond that.
func repeat(out *[3 * window]byte, w, back, length int) int {
	end := w + length
	from := w - back
	switch {
	case back >= length:
		if length <= 2*wordSize {
			binary.LittleEndian.PutUint64(out[w:], binary.LittleEndian.Uint64(out[from:]))
			if length > wordSize {
				binary.LittleEndian.PutUint64(out[w+wordSize:], binary.LittleEndian.Uint64(out[from+wordSize:]))
			}
			break
		}
		copy(out[w:end], out[from:from+length])
	case back >= wordSize:
		for ; w < end; w, from = w+wordSize, from+wordSize {
			binary.LittleEndian.PutUint64(out[w:], binary.LittleEndian.Uint64(out[from:]))
		}
	default:
		for ; w < end; w, from = w+1, from+1 {
			out[w] = out[from]
		}
	}
	return end
}

// fixed sets the tables that a block may use without sending them.
func (f *inflater) fixed() {
	var lit [numLit]uint8
	for i := range lit {
		switch {
		case i < 144, i >= 280:
			lit[i] = 8
		case i < 256:
			lit[i] = 9
		default:
			lit[i] = 7
		}
	}
	var dist [numDist]uint8
	for i := range dist {
		dist[i] = 5
	}
	build(f.lit[:], litBits, lit[:], literal)
	build(f.dist[:], distBits, dist[:], distance)
}

// The order in which lengths of the codes of lengths come.
var lengthOrder = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// dynamic reads the tables of a block.
func (f *inflater) dynamic() error {
	if err := f.need(14); err != nil {
		return err
	}
	nlit, ndist, ncode := f.take(5)+257, f.take(5)+1, f.take(4)+4
	if nlit > 286 || ndist > 30 {
		return errDeflate
	}
	var lengths [numLit + numDist]uint8
	for _, i := range lengthOrder[:ncode] {
		if err := f.need(3); err != nil {
			return err
		}
		lengths[i] = uint8(f.take(3))
	}
	const by = 7
	var table [1 << by]entry
	if !build(table[:], by, lengths[:len(lengthOrder)], func(i int) entry { return entry(i) << 16 }) {
		return errDeflate
	}
	clear(lengths[:])
	for i := 0; i < nlit+ndist; {
		_, v, err := f.next(table[:], by)
		if err != nil {
			return err
		}
		if v < 16 {
			lengths[i] = uint8(v)
			i++
			continue
		}
		if i, err = f.runOf(v, lengths[:nlit+ndist], i); err != nil {
			return err
		}
	}
	if lengths[256] == 0 || !build(f.lit[:], litBits, lengths[:nlit], literal) || !build(f.dist[:], distBits, lengths[nlit:nlit+ndist], distance) {
		return errDeflate
	}
	return nil
}

// runOf writes a run of lengths at i and gives its end.
func (f *inflater) runOf(kind int, lengths []uint8, i int) (int, error) {
	least, extra := 3, uint(2)
	length := uint8(0)
	switch kind {
	case 16:
		if i == 0 {
			return 0, errDeflate
		}
		length = lengths[i-1]
	case 17:
		extra = 3
	default:
		least, extra = 11, 7
	}
	if err := f.need(extra); err != nil {
		return 0, err
	}
	end := i + least + f.take(extra)
	if end > len(lengths) {
		return 0, errDeflate
	}
	for ; i < end; i++ {
		lengths[i] = length
	}
	return i, nil
}

// literal is what a symbol of literals and lengths stands for, without its
// code's bits: those that follow it are counted.
func literal(i int) entry {
	switch {
	case i < 256:
		return entry(i)<<16 | isLiteral
	case i == 256:
		return isEnd
	case i > 285:
		return isNone
	case i == 285:
		return maxMatch << 16
	case i < 265:
		return entry(i-254) << 16
	}
	extra := (i - 261) / 4
	return entry(3+(4+(i-261)%4)<<extra)<<16 | entry(extra)
}

// distance is literal for distances.
func distance(i int) entry {
	switch {
	case i > 29:
		return isNone
	case i < 4:
		return entry(i+1) << 16
	}
	extra := (i - 2) / 2
	return entry(1+(2+i%2)<<extra)<<16 | entry(extra)
}

// build makes the table of a code by the lengths of its symbols' codes. A code
// has no gaps, but that of one symbol or none; false where it has, or where it
// has more than there is room for.
func build(table []entry, by uint, lengths []uint8, of func(int) entry) bool {
	var count, code codes
	for _, n := range lengths {
		count[n]++
	}
	count[0] = 0
	total, used := 0, 0
	for n := 1; n <= maxCode; n++ {
		code[n+1] = (code[n] + count[n]) << 1
		total += count[n] << (maxCode - n)
		used += count[n]
	}
	if total != 1<<maxCode && (used > 1 || used != count[1]) {
		return false
	}
	for i := range table[:1<<by] {
		table[i] = isNone
	}
	links := longest(lengths, code, by)
	free := 1 << by
	for i, l := range lengths {
		c, n := code.next(l)
		if n == 0 {
			continue
		}
		e := of(i)
		e += entry(n) | entry(n)<<6
		if n <= by {
			for at := c; at < 1<<by; at += 1 << n {
				table[at] = e
			}
			continue
		}
		low := c & (1<<by - 1)
		if table[low]&isLink == 0 {
			table[low] = isLink | entry(free)<<16 | entry(links[low])<<6
			free += 1 << links[low]
		}
		place := table[low].value()
		for at := c >> by; at < 1<<links[low]; at += 1 << (n - by) {
			table[place+int(at)] = e
		}
	}
	return true
}

// codes are the next code of each length, or how many there are.
type codes [maxCode + 2]int

// next gives the next code of a length, its first bit lowest; nothing where the length is 0.
func (c *codes) next(length uint8) (code uint64, n uint) {
	if n = uint(length); n == 0 {
		return 0, 0
	}
	code = bits.Reverse64(uint64(c[n])) >> (64 - n)
	c[n]++
	return code, n
}

// longest gives for the first bits of the codes that are longer than those by
// how many bits the longest is.
func longest(lengths []uint8, code codes, by uint) (out [1 << litBits]uint8) {
	for _, l := range lengths {
		if c, n := code.next(l); n > by {
			low := c & (1<<by - 1)
			out[low] = max(out[low], uint8(n-by))
		}
	}
	return out
}
