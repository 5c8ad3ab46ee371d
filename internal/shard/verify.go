package shard

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"sync"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// A shard file is what Writer writes, and no other Parquet. Bounds, in bytes but
// for values, of what there may be: Writer keeps far below these but for maxRow.
const (
	maxFooter = 16 << 20
	maxHeader = 4 << 10 // of a column's page
	maxGroup  = groupBytes + 2*maxRow
	maxValues = 1 << 18 // of a column in a row group
)

// compressed is more than any n bytes come to that are compressed.
func compressed(n int64) int64 { return n + n/8 + maxHeader }

const magic = "PAR1"

// footer reads what describes the file, and checks it. at is where it begins.
func footer(f io.ReaderAt, size int64) (meta *format.FileMetaData, h Header, at int64, err error) {
	const ends = int64(len(magic) + 4 + len(magic))
	head, tail := make([]byte, len(magic)), make([]byte, 4+len(magic))
	if err := readAt(f, head[:min(size, int64(len(head)))], 0); err != nil {
		return nil, h, 0, err
	}
	switch {
	case string(head) != magic && size > 0:
		return nil, h, 0, ErrForeign
	case size < ends:
		return nil, h, 0, ErrCut
	}
	if err := readAt(f, tail, size-int64(len(tail))); err != nil {
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
	if err := readAt(f, b, at); err != nil {
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

// readAt fills b from the file, which has all of it.
func readAt(f io.ReaderAt, b []byte, at int64) error {
	n, err := f.ReadAt(b, at)
	switch {
	case n == len(b):
		return nil
	case err == nil, errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return ErrCut
	}
	return err
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
		if err := json.Unmarshal([]byte(kv.Value), &h); err != nil || h.Format < 1 || h.Pages < 0 || h.Unread < 0 || members(string(h.Tables)) > maxMembers {
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
	if len(meta.RowGroups) > maxGroups {
		return fmt.Errorf("%w: %d row groups", ErrDamaged, len(meta.RowGroups))
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
			if g.Columns[j].FilePath != "" || c.Codec != format.Zstd || c.NumValues < g.NumRows || c.NumValues > maxValues ||
				c.TotalUncompressedSize < 0 || c.TotalUncompressedSize > maxGroup || c.DictionaryPageOffset != 0 || c.BloomFilterOffset != 0 ||
				c.DataPageOffset < int64(len(magic)) || c.TotalCompressedSize < 0 || c.TotalCompressedSize > min(left, compressed(c.TotalUncompressedSize)) || c.DataPageOffset > end-c.TotalCompressedSize {
				return fmt.Errorf("%w: row group %d, column %d", ErrDamaged, i+1, j+1)
			}
			left -= c.TotalCompressedSize
			size += c.TotalUncompressedSize
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
