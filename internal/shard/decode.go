package shard

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// decoder decodes row groups that describes found well described, and trusts
// nothing else in a file: what is counted or measured there is held against its
// bounds, and against the bytes, before anything is made of that size.
type decoder struct {
	f   io.ReaderAt
	dec *zstd.Decoder
}

func newDecoder(f io.ReaderAt) (*decoder, error) {
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxGroup))
	return &decoder{f, dec}, err
}

// column is one of the file's, in their order.
type column struct {
	name string
	of   func(*row) *string    // where its value goes
	each func(*report) *string // and, where it is a list's, those of a row; the first makes the list
}

func columns() []column {
	return []column{
		{name: "id", of: func(r *row) *string { return &r.ID }},
		{name: "url", of: func(r *row) *string { return &r.URL }},
		{name: "path", of: func(r *row) *string { return &r.Path }},
		{name: "fetched", of: func(r *row) *string { return &r.Fetched }},
		{name: "media", of: func(r *row) *string { return &r.Media }},
		{name: "charset", of: func(r *row) *string { return &r.Charset }},
		{name: "body"},
		{name: "text", of: func(r *row) *string { return &r.Text }},
		{name: "article", of: func(r *row) *string { return &r.Article }},
		{name: "published", of: func(r *row) *string { return &r.Published }},
		{name: "clues", of: func(r *row) *string { return &r.Clues }},
		{name: "reports.id", each: func(r *report) *string { return &r.ID }},
		{name: "reports.report", each: func(r *report) *string { return &r.Report }},
		{name: "reports.withdrawn", each: func(r *report) *string { return &r.Withdrawn }},
		{name: "skip_stage", of: func(r *row) *string { return &r.Stage }},
		{name: "skip_reason", of: func(r *row) *string { return &r.Reason }},
		{name: "skip_detail", of: func(r *row) *string { return &r.Detail }},
	}
}

// set puts the values of a page where they belong; rows are the page's.
func (c *column) set(rows []row, p *page) error {
	switch {
	case c.each != nil:
		return c.setLists(rows, p)
	case len(p.values) != len(rows) || len(p.levels) > 0:
		return errPage
	}
	for i, v := range p.values {
		if c.of == nil {
			rows[i].Body = v
		} else {
			*c.of(&rows[i]) = string(v)
		}
	}
	return nil
}

func (c *column) setLists(rows []row, p *page) error {
	first := c.name == "reports.id"
	at, n, next := -1, 0, 0 // the row, its values so far, the page's next
	for i, level := range p.levels {
		if !level.more {
			if at >= 0 && n != len(rows[at].Reports) || at+1 == len(rows) {
				return errPage
			}
			at, n = at+1, 0
		}
		if !level.there {
			if level.more || i+1 < len(p.levels) && p.levels[i+1].more { // an empty list that has values
				return errPage
			}
			continue
		}
		if at < 0 || next == len(p.values) {
			return errPage
		}
		if first {
			rows[at].Reports = append(rows[at].Reports, report{})
		}
		if n == len(rows[at].Reports) {
			return errPage
		}
		*c.each(&rows[at].Reports[n]) = string(p.values[next])
		n, next = n+1, next+1
	}
	if at+1 != len(rows) || at >= 0 && n != len(rows[at].Reports) || next != len(p.values) {
		return errPage
	}
	return nil
}

// page is a decoded part of a column.
type page struct {
	values [][]byte
	levels []level // of a list's values, and of lists that have none
}

// level says of a value whether it is of one list with that before it, and
// whether it is there: an empty list has one that is not.
type level struct{ more, there bool }

var (
	errPage  = errors.New("it does not hold what it says")
	errBytes = errors.New("bytes changed")
)

// group decodes a row group.
func (d *decoder) group(g *format.RowGroup) ([]row, error) {
	rows := make([]row, g.NumRows)
	for j, c := range columns() {
		at, err := d.column(rows, &c, &g.Columns[j].MetaData)
		if err != nil && !errors.Is(err, ErrCut) {
			err = fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		if err != nil {
			return nil, fmt.Errorf("column %s, at byte %d: %w", c.name, at, err)
		}
	}
	for i := range rows {
		if err := rows[i].check(); err != nil {
			return nil, fmt.Errorf("%w: row %d: %w", ErrDamaged, i+1, err)
		}
	}
	return rows, nil
}

// column decodes one column of a row group into its rows; at is where in the file
// it came to its end or to what is wrong.
func (d *decoder) column(rows []row, c *column, meta *format.ColumnMetaData) (at int64, err error) {
	at, end := meta.DataPageOffset, meta.DataPageOffset+meta.TotalCompressedSize
	values, size := meta.NumValues, meta.TotalUncompressedSize // left
	for at < end {
		head := make([]byte, min(maxHeader, end-at))
		if err := readAt(d.f, head, at); err != nil {
			return at, err
		}
		n, err := structure(head)
		if err != nil {
			return at, err
		}
		var h format.PageHeader
		if err := thrift.Unmarshal(new(thrift.CompactProtocol), head[:n], &h); err != nil {
			return at, err
		}
		v := &h.DataPageHeaderV2.V
		size -= int64(n) + int64(h.UncompressedPageSize)
		switch {
		case h.Type != format.DataPageV2 || !h.DataPageHeaderV2.Valid || h.DataPageHeader.Valid || h.DictionaryPageHeader.Valid:
			return at, errors.New("a page of another kind")
		case h.UncompressedPageSize < 0 || size < 0 ||
			h.CompressedPageSize < 0 || int64(h.CompressedPageSize) > min(end-at-int64(n), compressed(int64(h.UncompressedPageSize))),
			v.NumValues < 1 || int64(v.NumValues) > values || v.NumNulls < 0 || v.NumNulls > v.NumValues,
			v.NumRows < 1 || v.NumRows > v.NumValues || int(v.NumRows) > len(rows):
			return at, errors.New("a page of impossible size")
		}
		data := make([]byte, h.CompressedPageSize)
		if err := readAt(d.f, data, at+int64(n)); err != nil {
			return at, err
		}
		p, err := d.page(&h, data)
		if err == nil {
			err = c.set(rows[:v.NumRows], p)
		}
		if err != nil {
			return at, err
		}
		at += int64(n) + int64(len(data))
		values -= int64(v.NumValues)
		rows = rows[v.NumRows:]
	}
	if len(rows) > 0 || values != 0 || size != 0 {
		return at, fmt.Errorf("%d rows, %d values and %d bytes fewer than there should be", len(rows), values, size)
	}
	return at, nil
}

// page decodes a page of possible size.
func (d *decoder) page(h *format.PageHeader, data []byte) (*page, error) {
	v := &h.DataPageHeaderV2.V
	if crc32.ChecksumIEEE(data) != uint32(h.CRC) { //nolint:gosec // Thrift has signed numbers only
		return nil, errBytes
	}
	repeats, there := int64(v.RepetitionLevelsByteLength), int64(v.DefinitionLevelsByteLength)
	whole := int64(h.UncompressedPageSize) - repeats - there // of the values
	if repeats < 0 || there < 0 || repeats+there > int64(len(data)) || whole < 0 {
		return nil, errPage
	}
	var p page
	var err error
	if repeats+there > 0 {
		if p.levels, err = levels(data[:repeats], data[repeats:repeats+there], int(v.NumValues)); err != nil {
			return nil, err
		}
	}
	data = data[repeats+there:]
	if len(data) > 0 && (!v.IsCompressed.Valid || v.IsCompressed.V) {
		var head zstd.Header
		if err := head.Decode(data); err != nil || head.HasFCS && head.FrameContentSize != uint64(whole) { //nolint:gosec // whole is not below 0
			return nil, errPage
		}
		if data, err = d.dec.DecodeAll(data, make([]byte, 0, min(whole, int64(len(data))*8))); err != nil {
			return nil, err
		}
	}
	if int64(len(data)) != whole {
		return nil, fmt.Errorf("%d bytes in place of %d", len(data), whole)
	}
	switch n := int(v.NumValues - v.NumNulls); v.Encoding {
	case format.DeltaLengthByteArray:
		p.values, err = delimited(data, n)
	case format.Plain:
		p.values, err = plain(data, n)
	default:
		err = fmt.Errorf("a page in %v", v.Encoding)
	}
	return &p, err
}

// levels decodes those of n values, of a list that is no value of another.
func levels(repeats, there []byte, n int) ([]level, error) {
	more, err := bits(repeats, n)
	if err != nil {
		return nil, err
	}
	is, err := bits(there, n)
	if err != nil {
		return nil, err
	}
	out := make([]level, n)
	for i := range out {
		out[i] = level{more[i], is[i]}
	}
	return out, nil
}

// bits decodes n numbers of one bit in Parquet's hybrid of runs and packed bits.
func bits(b []byte, n int) ([]bool, error) {
	out := make([]bool, 0, n)
	for len(out) < n {
		head, k := binary.Uvarint(b)
		if k <= 0 {
			return nil, errPage
		}
		b = b[k:]
		run, need := head>>1, uint64(1)
		if head&1 == 1 { // so many bytes of eight
			need = run
		}
		if run == 0 || need > uint64(len(b)) || head&1 == 0 && (run > uint64(n-len(out)) || b[0] > 1) { //nolint:gosec // out has n at most
			return nil, errPage
		}
		if head&1 == 0 {
			for range run {
				out = append(out, b[0] == 1)
			}
		} else {
			for i := 0; i < 8*int(run) && len(out) < n; i++ { //nolint:gosec // run is within b
				out = append(out, b[i/8]>>(i%8)&1 == 1)
			}
		}
		b = b[need:]
	}
	if len(b) > 0 {
		return nil, errPage
	}
	return out, nil
}

// plain divides the bytes of n values, each after its length.
func plain(b []byte, n int) ([][]byte, error) {
	out := make([][]byte, n)
	for i := range out {
		if len(b) < 4 {
			return nil, errPage
		}
		size := int64(binary.LittleEndian.Uint32(b))
		if b = b[4:]; size > int64(len(b)) {
			return nil, errPage
		}
		out[i], b = b[:size:size], b[size:]
	}
	if len(b) > 0 {
		return nil, errPage
	}
	return out, nil
}

// delimited divides the bytes of n values, after the lengths of all.
func delimited(b []byte, n int) ([][]byte, error) {
	sizes, b, err := deltas(b, n)
	if err != nil {
		return nil, err
	}
	out := make([][]byte, n)
	for i, size := range sizes {
		if size < 0 || int(size) > len(b) {
			return nil, errPage
		}
		out[i], b = b[:size:size], b[size:]
	}
	if len(b) > 0 {
		return nil, errPage
	}
	return out, nil
}

// maxBlock is more differences than Writer packs together.
const maxBlock = 1 << 12

// deltas decodes n numbers packed as their differences (DELTA_BINARY_PACKED in
// Parquet's Encodings.md), and gives the bytes after them.
func deltas(b []byte, n int) (out []int32, rest []byte, err error) {
	if n == 0 && len(b) == 0 {
		return nil, nil, nil
	}
	s := scan{b: b}
	var head [4]uint64 // a block's size, its parts, how many numbers, the first of them
	for i := range head {
		if head[i], err = s.number(); err != nil {
			return nil, nil, errPage
		}
	}
	block, parts := head[0], head[1]
	if head[2] != uint64(n) || block == 0 || block > maxBlock || parts == 0 || parts > block || block%parts != 0 || block/parts%8 != 0 { //nolint:gosec // n is not below 0
		return nil, nil, errPage
	}
	if n == 0 {
		return nil, s.b[s.at:], nil
	}
	out = append(make([]int32, 0, n), unzigzag(head[3]))
	for len(out) < n {
		if out, err = s.block(out, n, int(block/parts), int(parts)); err != nil { //nolint:gosec // both are small
			return nil, nil, errPage
		}
	}
	return out, s.b[s.at:], nil
}

// block decodes a block of differences, in parts of one width each, up to n numbers.
func (s *scan) block(out []int32, n, per, parts int) ([]int32, error) {
	least, err := s.number()
	if err != nil {
		return nil, err
	}
	widths, err := s.next(parts)
	if err != nil {
		return nil, err
	}
	for _, w := range widths {
		if len(out) == n {
			break
		}
		width := int(w)
		packed, err := s.next(per * width / 8)
		if err != nil || width > 32 {
			return nil, errPage
		}
		for k := 0; k < per && len(out) < n; k++ {
			out = append(out, out[len(out)-1]+unzigzag(least)+unpacked(packed, k*width, width))
		}
	}
	return out, nil
}

// unpacked is the number of some bits, the least first.
func unpacked(b []byte, at, width int) (v int32) {
	for i := range width {
		v |= int32(b[(at+i)/8]>>((at+i)%8)&1) << i
	}
	return v
}

func unzigzag(u uint64) int32 { return int32(u>>1) ^ -int32(u&1) } //nolint:gosec // what does not fit is caught as a length
