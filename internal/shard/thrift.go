package shard

import (
	"encoding/binary"
	"errors"
)

// scan walks over a value in Thrift's compact form, as Parquet's footer and the
// headers of its pages are, and decodes nothing: what it has walked over claims no
// more than its bytes can hold, so that a decoder may trust it.
type scan struct {
	b       []byte
	at      int
	structs int // walked over
}

// Types of the compact protocol.
const (
	thriftStop = iota
	thriftTrue
	thriftFalse
	thriftI8
	thriftI16
	thriftI32
	thriftI64
	thriftDouble
	thriftBinary
	thriftList
	thriftSet
	thriftMap
	thriftStruct
)

var errThrift = errors.New("what describes it makes no sense")

// maxDepth is deeper than Parquet nests anything.
const maxDepth = 16

// maxStructs is more than describe a file of maxGroups; those of Parquet take
// hundreds of bytes once they are decoded, however short they were.
const maxStructs = 1 << 19

// structure walks over a struct, and gives its length.
func structure(b []byte) (int, error) {
	s := scan{b: b}
	err := s.fields(0)
	return s.at, err
}

func (s *scan) fields(depth int) error {
	if s.structs++; depth > maxDepth || s.structs > maxStructs {
		return errThrift
	}
	for {
		head, err := s.next(1)
		if err != nil || head[0] == thriftStop {
			return err
		}
		if head[0]>>4 == 0 { // the field's number follows
			if _, err := s.number(); err != nil {
				return err
			}
		}
		if typ := head[0] & 15; typ != thriftTrue && typ != thriftFalse { // those say it all
			if err := s.value(typ, depth); err != nil {
				return err
			}
		}
	}
}

func (s *scan) value(typ byte, depth int) (err error) {
	switch typ {
	case thriftTrue, thriftFalse, thriftI8:
		_, err = s.next(1)
	case thriftI16, thriftI32, thriftI64:
		_, err = s.number()
	case thriftDouble:
		_, err = s.next(8)
	case thriftBinary:
		var n int
		if n, err = s.length(); err == nil {
			_, err = s.next(n)
		}
	case thriftList, thriftSet:
		err = s.list(depth)
	case thriftStruct:
		err = s.fields(depth + 1)
	default: // Parquet has no maps
		err = errThrift
	}
	return err
}

func (s *scan) list(depth int) error {
	if depth > maxDepth {
		return errThrift
	}
	head, err := s.next(1)
	if err != nil {
		return err
	}
	n := int(head[0] >> 4)
	if n == 15 {
		if n, err = s.length(); err != nil {
			return err
		}
	}
	if n > len(s.b)-s.at {
		return errThrift
	}
	for range n {
		if err := s.value(head[0]&15, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// length is a number of things that take a byte each at least.
func (s *scan) length() (int, error) {
	n, err := s.number()
	if err != nil || n > uint64(len(s.b)-s.at) { //nolint:gosec // at is within b
		return 0, errThrift
	}
	return int(n), nil //nolint:gosec // it is no more than there are bytes
}

func (s *scan) number() (uint64, error) {
	v, n := binary.Uvarint(s.b[s.at:])
	if n <= 0 {
		return 0, errThrift
	}
	s.at += n
	return v, nil
}

func (s *scan) next(n int) ([]byte, error) {
	if n > len(s.b)-s.at {
		return nil, errThrift
	}
	out := s.b[s.at : s.at+n]
	s.at += n
	return out, nil
}
