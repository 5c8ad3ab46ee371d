package shard

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"reflect"
	"sync"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// A shard file is what Writer writes, and no other Parquet: that is checked before
// a library is let loose on it, which takes a file at its word. Bounds, in bytes
// but for values, of what there may be.
const (
	maxFooter = 16 << 20
	maxHeader = 4 << 10 // of a column's page
	maxPage   = 64 << 20
	maxGroup  = 256 << 20
	maxValues = 1 << 20 // of a column's page
)

const magic = "PAR1"

// footer reads what describes the file, and checks it. at is where it begins.
func footer(f io.ReaderAt, size int64) (meta *format.FileMetaData, h Header, at int64, err error) {
	const ends = int64(len(magic) + 4 + len(magic))
	head, tail := make([]byte, len(magic)), make([]byte, 4+len(magic))
	if _, err := f.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, h, 0, err
	}
	switch {
	case string(head) != magic && size > 0:
		return nil, h, 0, ErrForeign
	case size < ends:
		return nil, h, 0, ErrCut
	}
	if _, err := f.ReadAt(tail, size-int64(len(tail))); err != nil {
		return nil, h, 0, err
	}
	if string(tail[4:]) != magic {
		return nil, h, 0, ErrCut
	}
	n := int64(binary.LittleEndian.Uint32(tail))
	if n > size-ends {
		return nil, h, 0, ErrCut
	}
	if n > maxFooter {
		return nil, h, 0, fmt.Errorf("%w: %d bytes describe it", ErrDamaged, n)
	}
	at = size - int64(len(tail)) - n
	b := make([]byte, n)
	if _, err := f.ReadAt(b, at); err != nil {
		return nil, h, 0, err
	}
	meta, err = description(b)
	if err != nil {
		return nil, h, 0, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	h, err = headerOf(meta)
	if err == nil {
		err = describes(meta, &h, at)
	}
	return meta, h, at, err
}

// description decodes a footer.
func description(b []byte) (*format.FileMetaData, error) {
	n, err := structure(b)
	if err != nil || n != len(b) {
		return nil, errThrift
	}
	meta := new(format.FileMetaData)
	if err := thrift.Unmarshal(new(thrift.CompactProtocol), b, meta); err != nil {
		return nil, err
	}
	return meta, nil
}

func headerOf(meta *format.FileMetaData) (h Header, err error) {
	for _, kv := range meta.KeyValueMetadata {
		if kv.Key != headerKey {
			continue
		}
		var v struct {
			Format int `json:"format"`
		}
		if err := json.Unmarshal([]byte(kv.Value), &v); err != nil {
			return h, fmt.Errorf("%w: its header: %w", ErrDamaged, err)
		}
		if v.Format > formatVersion {
			return h, ErrNewer
		}
		if err := json.Unmarshal([]byte(kv.Value), &h); err != nil || h.Format < 1 || h.Pages < 0 || h.Unread < 0 {
			return h, fmt.Errorf("%w: its header is %.80q", ErrDamaged, kv.Value)
		}
		return h, nil
	}
	return h, ErrForeign
}

// ours is the schema that Writer writes.
var ours = sync.OnceValues(func() (thrift.Slice[format.SchemaElement], error) {
	var b bytes.Buffer
	if err := NewWriter(&b, Header{}).Close(); err != nil {
		return nil, err
	}
	end := b.Len() - 4 - len(magic)
	n := int(binary.LittleEndian.Uint32(b.Bytes()[end:]))
	meta, err := description(b.Bytes()[end-n : end])
	if err != nil {
		return nil, err
	}
	return meta.Schema, nil
})

// describes checks that a footer describes rows as ours, within the bytes before
// it, as many as the header says.
func describes(meta *format.FileMetaData, h *Header, end int64) error {
	schema, err := ours()
	if err != nil {
		return err
	}
	if !reflect.DeepEqual(meta.Schema, schema) || meta.EncryptionAlgorithm.Value != nil {
		return fmt.Errorf("%w: its columns are others", ErrDamaged)
	}
	leaves := 0
	for i := range schema {
		if schema[i].Type.Valid {
			leaves++
		}
	}
	rows, left := int64(0), end
	for i := range meta.RowGroups {
		g := &meta.RowGroups[i]
		if len(g.Columns) != leaves || g.NumRows < 1 || g.NumRows > groupRows || len(g.SortingColumns) > 0 {
			return fmt.Errorf("%w: row group %d", ErrDamaged, i+1)
		}
		rows += g.NumRows
		size := int64(0)
		for j := range g.Columns {
			c := &g.Columns[j].MetaData
			if g.Columns[j].FilePath != "" || c.Codec != format.Zstd || c.DictionaryPageOffset != 0 || c.BloomFilterOffset != 0 ||
				c.DataPageOffset < int64(len(magic)) || c.TotalCompressedSize < 0 || c.TotalCompressedSize > left || c.DataPageOffset > end-c.TotalCompressedSize {
				return fmt.Errorf("%w: row group %d, column %d", ErrDamaged, i+1, j+1)
			}
			left -= c.TotalCompressedSize
			size += max(c.TotalUncompressedSize, 0)
		}
		if size > maxGroup {
			return fmt.Errorf("%w: row group %d of %d bytes", ErrDamaged, i+1, size)
		}
	}
	if rows != meta.NumRows || rows != int64(h.Pages)+int64(h.Unread) {
		return fmt.Errorf("%w: %d rows, and its header says %d", ErrDamaged, rows, h.Pages+h.Unread)
	}
	return nil
}

// verifier checks the pages of columns.
type verifier struct {
	f    io.ReaderAt
	dec  *zstd.Decoder
	data []byte // read, and decompressed
	open []byte
}

// verify checks all bytes of the rows: that they are as they were written, and
// how large they are.
func verify(f io.ReaderAt, meta *format.FileMetaData) error {
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxPage))
	if err != nil {
		return err
	}
	defer dec.Close()
	v := verifier{f: f, dec: dec}
	for i := range meta.RowGroups {
		for j := range meta.RowGroups[i].Columns {
			if err := v.column(&meta.RowGroups[i], &meta.RowGroups[i].Columns[j].MetaData); err != nil {
				return fmt.Errorf("%w: row group %d, column %d: %w", ErrDamaged, i+1, j+1, err)
			}
		}
	}
	return nil
}

// column checks the pages of one column of a row group.
func (v *verifier) column(g *format.RowGroup, c *format.ColumnMetaData) error {
	at, end := c.DataPageOffset, c.DataPageOffset+c.TotalCompressedSize
	values, rows, size := int64(0), int64(0), int64(0)
	for at < end {
		head := make([]byte, min(maxHeader, end-at))
		if _, err := v.f.ReadAt(head, at); err != nil {
			return err
		}
		n, err := structure(head)
		if err != nil {
			return err
		}
		var h format.PageHeader
		if err := thrift.Unmarshal(new(thrift.CompactProtocol), head[:n], &h); err != nil {
			return err
		}
		at += int64(n)
		if err := v.page(&h, at, end); err != nil {
			return err
		}
		at += int64(h.CompressedPageSize)
		values += int64(h.DataPageHeaderV2.V.NumValues)
		rows += int64(h.DataPageHeaderV2.V.NumRows)
		size += int64(n) + int64(h.UncompressedPageSize)
	}
	if values != c.NumValues || rows != g.NumRows || size != c.TotalUncompressedSize {
		return fmt.Errorf("%d values of %d rows in %d bytes", values, rows, size)
	}
	return nil
}

// page checks a page whose data are at a place of the file.
func (v *verifier) page(h *format.PageHeader, at, end int64) error {
	d := &h.DataPageHeaderV2.V
	packed, whole := int64(h.CompressedPageSize), int64(h.UncompressedPageSize)
	levels := int64(d.DefinitionLevelsByteLength) + int64(d.RepetitionLevelsByteLength)
	switch {
	case h.Type != format.DataPageV2 || !h.DataPageHeaderV2.Valid || h.DataPageHeader.Valid || h.DictionaryPageHeader.Valid:
		return errors.New("a page of another kind")
	case d.Encoding != format.Plain && d.Encoding != format.DeltaLengthByteArray:
		return fmt.Errorf("a page in %v", d.Encoding)
	case packed < 0 || packed > end-at || packed > maxPage || whole < 0 || whole > maxPage,
		d.DefinitionLevelsByteLength < 0 || d.RepetitionLevelsByteLength < 0 || levels > packed || levels > whole,
		d.NumValues < 0 || d.NumValues > maxValues || d.NumRows < 0 || d.NumNulls < 0:
		return errors.New("a page of impossible size")
	}
	v.data = append(v.data[:0], make([]byte, packed)...)
	if _, err := v.f.ReadAt(v.data, at); err != nil {
		return err
	}
	if h.CRC != 0 && crc32.ChecksumIEEE(v.data) != uint32(h.CRC) { //nolint:gosec // Thrift has signed numbers only
		return errors.New("bytes changed")
	}
	if d.IsCompressed.Valid && !d.IsCompressed.V {
		if packed != whole {
			return errors.New("a page of two sizes")
		}
		return nil
	}
	var err error
	if v.open, err = v.dec.DecodeAll(v.data[levels:], v.open[:0]); err != nil {
		return err
	}
	if int64(len(v.open)) != whole-levels {
		return fmt.Errorf("%d bytes in place of %d", len(v.open), whole-levels)
	}
	return nil
}
