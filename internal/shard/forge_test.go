package shard

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"chancery/internal/store"
)

// forged is a file whose columns' first pages, and what describes them, are other
// than they were: checksums and sizes are right again.
func forged(t *testing.T, b []byte, leaf int, edit func(h *format.PageHeader, levels, values []byte) (newLevels, newValues []byte), meta func(*format.FileMetaData)) []byte {
	t.Helper()
	m, _, at, err := footer(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	enc, _ := zstd.NewWriter(nil)
	dec, _ := zstd.NewReader(nil)
	defer dec.Close()
	out := slices.Clone(b[:at])
	c := &m.RowGroups[0].Columns[leaf].MetaData
	if edit != nil {
		chunk := b[c.DataPageOffset : c.DataPageOffset+c.TotalCompressedSize]
		n, err := structure(chunk)
		var h format.PageHeader
		if err := errors.Join(err, thrift.Unmarshal(new(thrift.CompactProtocol), chunk[:n], &h)); err != nil {
			t.Fatal(err)
		}
		if int(h.CompressedPageSize)+n != len(chunk) {
			t.Fatal("a column of several pages")
		}
		of := int(h.DataPageHeaderV2.V.DefinitionLevelsByteLength + h.DataPageHeaderV2.V.RepetitionLevelsByteLength)
		values, err := dec.DecodeAll(chunk[n+of:], nil)
		if err != nil {
			t.Fatal(err)
		}
		levels, values := edit(&h, slices.Clone(chunk[n:n+of]), values)
		data := slices.Concat(levels, enc.EncodeAll(values, nil))
		h.CRC, h.CompressedPageSize, h.UncompressedPageSize = int32(crc32.ChecksumIEEE(data)), int32(len(data)), int32(len(levels)+len(values))
		head, err := thrift.Marshal(new(thrift.CompactProtocol), h)
		if err != nil {
			t.Fatal(err)
		}
		c.DataPageOffset, c.TotalCompressedSize = int64(len(out)), int64(len(head)+len(data))
		c.TotalUncompressedSize = int64(len(head) + len(levels) + len(values))
		out = slices.Concat(out, head, data)
	}
	if meta != nil {
		meta(m)
	}
	end, err := thrift.Marshal(new(thrift.CompactProtocol), *m)
	if err != nil {
		t.Fatal(err)
	}
	out = binary.LittleEndian.AppendUint32(append(out, end...), uint32(len(end)))
	return append(out, magic...)
}

// small is a file of three pages with reports, a skipped one and an input unread.
func small(t testing.TB) []byte { return written(t, told(t, 3)) }

// allocated is how many bytes reading takes from first to last.
func allocated(b []byte) (n uint64, got int, err error) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, rows, err := all(b)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc, len(rows), err
}

const urls, ids, bodies = 1, 11, 6 // leaves

// However little a file is, what it says of numbers and sizes is not believed.
func TestBombs(t *testing.T) {
	b := small(t)
	zigzag := func(n int) []byte { return binary.AppendUvarint(nil, uint64(n)<<1) }
	numbers := func(n int) []byte { // n lengths of 0, and no more
		return slices.Concat(binary.AppendUvarint(nil, 128), binary.AppendUvarint(nil, 4), binary.AppendUvarint(nil, uint64(n)), zigzag(0), make([]byte, 50))
	}
	column := func(m *format.FileMetaData, leaf int) *format.ColumnMetaData {
		return &m.RowGroups[0].Columns[leaf].MetaData
	}
	runs := func(each, n int) []byte { // of ones
		return bytes.Repeat(append(binary.AppendUvarint(nil, uint64(each)<<1), 1), n)
	}
	type edit = func(h *format.PageHeader, levels, values []byte) (newLevels, newValues []byte)
	for name, x := range map[string]struct {
		leaf int
		edit edit
		meta func(*format.FileMetaData)
	}{
		"lengths of more values than there are": {urls, func(_ *format.PageHeader, l, _ []byte) ([]byte, []byte) { return l, numbers(1 << 28) }, nil},
		"so many values in truth": {urls, func(h *format.PageHeader, l, _ []byte) ([]byte, []byte) {
			h.DataPageHeaderV2.V.NumValues = 1 << 28
			return l, numbers(1 << 28)
		}, func(m *format.FileMetaData) { column(m, urls).NumValues = 1 << 28 }},
		"levels of more values than there are": {ids, func(h *format.PageHeader, _, v []byte) ([]byte, []byte) {
			l := runs(1<<24, 16)
			h.DataPageHeaderV2.V.RepetitionLevelsByteLength, h.DataPageHeaderV2.V.DefinitionLevelsByteLength = int32(len(l)), int32(len(l))
			return slices.Concat(l, l), v
		}, nil},
		"one list of so many": {ids, func(h *format.PageHeader, _, _ []byte) ([]byte, []byte) {
			const n = 1 << 28
			h.DataPageHeaderV2.V.NumValues, h.DataPageHeaderV2.V.NumNulls = n, 0
			rep, def := slices.Concat([]byte{2, 0}, runs(n-1, 1)), runs(n, 1)
			h.DataPageHeaderV2.V.RepetitionLevelsByteLength, h.DataPageHeaderV2.V.DefinitionLevelsByteLength = int32(len(rep)), int32(len(def))
			return slices.Concat(rep, def), numbers(n)
		}, func(m *format.FileMetaData) { column(m, ids).NumValues = 1 << 28 }},
		"a page of more than its size": {bodies, func(_ *format.PageHeader, l, _ []byte) ([]byte, []byte) { return l, make([]byte, maxGroup+1) }, nil},
		"a page in Plain that says more": {urls, func(h *format.PageHeader, l, _ []byte) ([]byte, []byte) {
			h.DataPageHeaderV2.V.Encoding = format.Plain
			return l, []byte{255, 255, 255, 255}
		}, nil},
		"blocks of any size": {urls, func(_ *format.PageHeader, l, v []byte) ([]byte, []byte) {
			return l, append(slices.Concat(binary.AppendUvarint(nil, 1<<40), binary.AppendUvarint(nil, 1)), v[3:]...)
		}, nil},
		"many row groups of nothing": {0, nil, func(m *format.FileMetaData) { m.RowGroups = make([]format.RowGroup, maxStructs) }},
	} {
		t.Run(name, func(t *testing.T) {
			n, rows, err := allocated(forged(t, b, x.leaf, x.edit, x.meta))
			if !errors.Is(err, ErrDamaged) || rows > 0 || n > 64<<20 {
				t.Errorf("%d rows, %d bytes: %v", rows, n, err)
			}
			t.Log(n, err)
		})
	}
}

// sparse is a file that goes on with zeros for ever.
type sparse []byte

func (s sparse) ReadAt(b []byte, at int64) (int, error) {
	clear(b[copy(b, s[min(at, int64(len(s))):]):])
	return len(b), nil
}

// Nor where a file is as long as it says, which costs who sends it little.
func TestLong(t *testing.T) {
	const size = 1<<31 - 1
	b := small(t)
	m, h, at, err := footer(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	c := &m.RowGroups[0].Columns[bodies].MetaData
	c.TotalCompressedSize = size
	if err := describes(m, &h, at+size); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
	var ph format.PageHeader
	n, err := structure(b[c.DataPageOffset:])
	if err := errors.Join(err, thrift.Unmarshal(new(thrift.CompactProtocol), b[c.DataPageOffset:c.DataPageOffset+int64(n)], &ph)); err != nil {
		t.Fatal(err)
	}
	ph.CompressedPageSize = size
	head, err := thrift.Marshal(new(thrift.CompactProtocol), ph)
	if err != nil {
		t.Fatal(err)
	}
	d, err := newDecoder(sparse(head))
	if err != nil {
		t.Fatal(err)
	}
	defer d.dec.Close()
	c.DataPageOffset, c.TotalCompressedSize = 0, int64(len(head))+size
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err = d.column(make([]row, m.RowGroups[0].NumRows), &columns()[bodies], c)
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; err == nil || took > 64<<20 {
		t.Errorf("%d bytes: %v", took, err)
	}
}

// A page of which JSON makes more than a row may have is not decoded.
func TestObjects(t *testing.T) {
	for _, each := range []string{"{}", "null", " {}", "[]", `""`} {
		for _, r := range []row{
			{Article: `{"blocks":[` + strings.Repeat(each+",", maxMembers) + each + `]}`},
			{Reports: []report{{Report: `{"content":"\\\"","quotes":[` + strings.Repeat(each+",", maxMembers) + each + `]}`}}},
		} {
			if err := r.check(); !errors.Is(err, errLarge) {
				t.Errorf("%s: %v", each, err)
			}
		}
	}
	if n := members(`{"a":"[,,{\"[,","b":[{"c":1,"d":2},{"c":[1,2,3],"d":{}}],"e":null}`); n != 8 {
		t.Errorf("%d members", n)
	}
	large := told(t, 1)[0]
	large.Article.Text += strings.Repeat("a", maxRow)
	_, got, err := all(written(t, []store.Reading{large, odd()}))
	if err != nil || len(got) != 3 || got[1].Skip == nil || got[1].Skip.Reason != errLarge.Error() || got[2].Skip != nil {
		t.Errorf("%d rows, %v", len(got), err)
	}
}

// What is wrong is told with where it is in the file.
func TestWhere(t *testing.T) {
	b := small(t)
	m, _, _, err := footer(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	at := m.RowGroups[0].Columns[7].MetaData.DataPageOffset
	b[at+m.RowGroups[0].Columns[7].MetaData.TotalCompressedSize-3] ^= 1
	_, _, err = all(b)
	if err == nil || !strings.Contains(err.Error(), "row group 1: column text, at byte ") || !strings.Contains(err.Error(), "bytes changed") {
		t.Error(err)
	}
}

// Nothing of a file comes before all of it was read and found sound: what its
// rows say, how many there are, and that there are checksums.
func TestNothingOfDamaged(t *testing.T) {
	readings := told(t, 6)
	last := &readings[len(readings)-1]
	for name, b := range map[string][]byte{
		"a page under another's name, in a row near the end": forged(t, written(t, readings), 0, func(_ *format.PageHeader, l, v []byte) ([]byte, []byte) {
			return l, bytes.Replace(v, []byte(last.Page.ID()), []byte(strings.Repeat("0", len(last.Page.ID()))), 1)
		}, nil),
		"fewer reports than its header says": forged(t, written(t, readings), 0, nil, func(m *format.FileMetaData) {
			for i := range m.KeyValueMetadata {
				kv := &m.KeyValueMetadata[i]
				kv.Value = strings.Replace(kv.Value, `"reports":`, `"reports":1`, 1)
			}
		}),
		"a page without a checksum": unsummed(t, written(t, readings)),
	} {
		if _, got, err := all(b); !errors.Is(err, ErrDamaged) || len(got) > 0 {
			t.Errorf("%s: %d rows, %v", name, len(got), err)
		}
	}
}

// unsummed is the file without the first page's checksum.
func unsummed(t *testing.T, b []byte) []byte {
	t.Helper()
	m, _, _, err := footer(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	at := m.RowGroups[0].Columns[0].MetaData.DataPageOffset
	n, err := structure(b[at:])
	var h format.PageHeader
	if err := errors.Join(err, thrift.Unmarshal(new(thrift.CompactProtocol), b[at:at+int64(n)], &h)); err != nil {
		t.Fatal(err)
	}
	h.CRC = 0
	head, err := thrift.Marshal(new(thrift.CompactProtocol), h)
	if err != nil || len(head) > n {
		t.Fatal(err)
	}
	lost := int64(n - len(head)) // the new header stands nearer to its data
	b = slices.Clone(b)
	copy(b[at+lost:], head)
	return forged(t, b, 0, nil, func(m *format.FileMetaData) {
		c := &m.RowGroups[0].Columns[0].MetaData
		c.DataPageOffset += lost
		c.TotalCompressedSize -= lost
		c.TotalUncompressedSize -= lost
	})
}

// cutter is a file that ends while it is read, as where a disk is away.
type cutter struct {
	*bytes.Reader
	left int // reads that go well
}

func (c *cutter) ReadAt(b []byte, at int64) (int, error) {
	if c.left--; c.left < 0 {
		n, _ := c.Reader.ReadAt(b[:len(b)/2], at)
		return n, fmt.Errorf("it went away: %w", io.EOF)
	}
	return c.Reader.ReadAt(b, at)
}

// A file that ends before what it says, or fails, at whichever read, is no file
// that ended.
func TestEnds(t *testing.T) {
	b := written(t, told(t, 20))
	whole := 0
	for left := 0; whole < 3; left++ {
		f, err := open("f", &cutter{bytes.NewReader(b), left}, int64(len(b)))
		n := 0
		if err == nil {
			for _, failed := range f.Readings() {
				if err = failed; err == nil {
					n++
				}
			}
		}
		if err == nil {
			whole++
		}
		if (err == nil) != (n == 23) || err != nil && !errors.Is(err, ErrCut) {
			t.Fatalf("after %d reads: %d rows, %v", left, n, err)
		}
	}
	path := filepath.Join(t.TempDir(), "f.parquet")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := os.Truncate(path, int64(len(b)/2)); err != nil { // while it is read
		t.Fatal(err)
	}
	n := 0
	for _, failed := range f.Readings() {
		if err = failed; err == nil {
			n++
		}
	}
	if !errors.Is(err, ErrCut) || n > 0 {
		t.Errorf("%d rows, %v", n, err)
	}
}

// Wherever a byte changes or the file is cut, all of it comes or nothing.
func TestFlipped(t *testing.T) {
	b := written(t, told(t, 40))
	_, want, err := all(b)
	if err != nil {
		t.Fatal(err)
	}
	holds := func(what string, at int, x []byte) {
		t.Helper()
		if _, got, err := all(x); err == nil && !reflect.DeepEqual(got, want) || err != nil && len(got) > 0 {
			t.Errorf("%s at %d: %d rows, %v", what, at, len(got), err)
		}
	}
	for at := 0; at < len(b); at += 1 << 10 {
		holds("cut", at, b[:at])
	}
	rng := rand.New(rand.NewPCG(7, 7))
	for range 200 {
		at := rng.IntN(len(b))
		x := slices.Clone(b)
		x[at] ^= byte(1 + rng.IntN(255))
		holds("flipped", at, x)
	}
}
