package anybytes

import (
	"encoding/binary"
	"unicode/utf16"
)

// Marks of UTF-16's two orders of bytes.
const (
	LittleEndian = "\xff\xfe"
	BigEndian    = "\xfe\xff"
)

// looked is how much of a text is looked at, in bytes.
const looked = 4096

// Lacks is the byte order mark that a text in UTF-16 should begin with and does
// not; "" for anything else. Of such a text one character in twenty at least is
// ASCII, as blanks, points and tags are, and next to none is no character.
func Lacks(body []byte) string {
	if marked(body) != "" {
		return ""
	}
	pairs := body[:min(len(body), looked)]
	n := len(pairs) / 2
	var most int
	var mark string
	for _, m := range []string{LittleEndian, BigEndian} {
		ascii, bad := units(pairs, m == BigEndian)
		if n >= 4 && ascii*20 >= n && bad*100 < n && ascii > most {
			most, mark = ascii, m
		}
	}
	return mark
}

// Beginning is what a text begins with, in UTF-8 where it is in UTF-16, marked or
// not; of anything else, all.
func Beginning(body []byte) []byte {
	mark := marked(body)
	if mark != "" {
		body = body[len(mark):]
	} else if mark = Lacks(body); mark == "" {
		return body
	}
	var units []uint16
	for i := 0; i+1 < min(len(body), looked); i += 2 {
		units = append(units, unit(body[i:], mark == BigEndian))
	}
	return []byte(string(utf16.Decode(units)))
}

// marked is the mark of UTF-16 that a text begins with.
func marked(body []byte) string {
	if first := string(body[:min(len(body), 2)]); first == LittleEndian || first == BigEndian {
		return first
	}
	return ""
}

func unit(pair []byte, big bool) uint16 {
	if big {
		return binary.BigEndian.Uint16(pair)
	}
	return binary.LittleEndian.Uint16(pair)
}

// units counts the characters that are ASCII and those that no text has.
func units(pairs []byte, big bool) (ascii, bad int) {
	high := false
	for i := 0; i+1 < len(pairs); i += 2 {
		u := rune(unit(pairs[i:], big))
		low := u >= 0xdc00 && u < 0xe000
		switch {
		case high != low, u < ' ' && u != '\t' && u != '\n' && u != '\r' && u != '\f', u >= 0x7f && u < 0xa0, u >= 0xfffe:
			bad++
		case u < 0x7f:
			ascii++
		}
		high = utf16.IsSurrogate(u) && !low
	}
	return ascii, bad
}
