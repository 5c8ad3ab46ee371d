package extract

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf16 "golang.org/x/text/encoding/unicode"

	"chancery/internal/anybytes"
)

// decode gives body as valid UTF-8 with line feeds as its only line ends and
// neither NULs nor other control characters but tabs. In order: byte order
// mark, UTF-8 if it is valid, the declared charset (server, then markup), a
// guess.
func decode(body []byte, declared string) (string, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return "", ErrEmpty
	}
	if kind := binaryKind(body); kind != "" {
		return "", fmt.Errorf("%w (%s)", ErrBinary, kind)
	}
	enc := encodingOf(body, declared)
	if enc == nil {
		return clean(strings.ToValidUTF8(string(bytes.TrimPrefix(body, utf8BOM)), "\uFFFD")), nil
	}
	out, err := enc.NewDecoder().Bytes(body)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrNotText, err)
	}
	return clean(strings.ToValidUTF8(string(out), "\uFFFD")), nil
}

var (
	utf8BOM     = []byte("\xEF\xBB\xBF")
	metaCharset = lazily(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})`)
	xmlCharset  = lazily(`(?i)^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{2,40})`)
)

// encodingOf is nil for UTF-8.
func encodingOf(body []byte, declared string) encoding.Encoding {
	switch {
	case bytes.HasPrefix(body, utf8BOM):
		return nil
	case bytes.HasPrefix(body, []byte("\xFF\xFE")):
		return utf16.UTF16(utf16.LittleEndian, utf16.UseBOM)
	case bytes.HasPrefix(body, []byte("\xFE\xFF")):
		return utf16.UTF16(utf16.BigEndian, utf16.UseBOM)
	}
	switch anybytes.Lacks(body) {
	case anybytes.LittleEndian:
		return utf16.UTF16(utf16.LittleEndian, utf16.IgnoreBOM)
	case anybytes.BigEndian:
		return utf16.UTF16(utf16.BigEndian, utf16.IgnoreBOM)
	}
	head := body[:min(len(body), 8192)]
	names := []string{declared}
	if m := metaCharset().FindSubmatch(head); m != nil {
		names = append(names, string(m[1]))
	}
	if m := xmlCharset().FindSubmatch(head); m != nil {
		names = append(names, string(m[1]))
	}
	escaped := bytes.Contains(body, []byte("\x1B$")) // ISO-2022: other scripts in seven bits
	if !escaped && nearlyUTF8(body) {
		return nil
	}
	for _, name := range names {
		enc, canonical := charset.Lookup(strings.TrimSpace(name))
		switch canonical {
		case "", "utf-8", "utf-16le", "utf-16be", "replacement":
			continue // contradicted above
		}
		return enc
	}
	if escaped && utf8.Valid(body) {
		enc, _ := charset.Lookup("iso-2022-jp")
		return enc
	}
	// The guess reads the first 1,024 bytes only: give it those around the
	// first byte that is not ASCII.
	sample := body
	if i := bytes.IndexFunc(body, func(r rune) bool { return r >= 0x80 }); i > 512 {
		sample = body[i-512:]
	}
	enc, name, _ := charset.DetermineEncoding(sample, "")
	if name == "utf-8" {
		return charmap.Windows1252
	}
	return enc
}

// nearlyUTF8 holds for valid UTF-8 and for UTF-8 with the odd broken
// sequence, such as a page cut off within a character.
func nearlyUTF8(body []byte) bool {
	if utf8.Valid(body) {
		return true
	}
	good, bad := 0, 0
	for i := 0; i < len(body); {
		if body[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return bad*20 < good || (bad <= 3 && good >= bad)
}

// binaryKind says what a body that is no text is: "application/pdf", or
// "control characters"; "" for text in any charset.
func binaryKind(body []byte) string {
	kind, _, _ := strings.Cut(http.DetectContentType(body), ";")
	letters := !bytes.ContainsFunc(body[:min(len(body), 512)], func(c rune) bool { return c < ' ' && !strings.ContainsRune("\t\n\f\r\x1b", c) })
	if letters && kind != "application/pdf" { // "BMC said": a text may begin with a magic number's letters
		kind = "text/plain"
	}
	switch top, _, _ := strings.Cut(kind, "/"); top {
	case "image", "audio", "video", "font":
		if kind != "image/svg+xml" {
			return kind
		}
	case "application":
		switch kind {
		case "application/octet-stream", "application/json": // told below
		case "application/postscript":
		default:
			return kind
		}
	}
	if bytes.HasPrefix(body, []byte("\xFF\xFE")) || bytes.HasPrefix(body, []byte("\xFE\xFF")) {
		return ""
	}
	if anybytes.Lacks(body) != "" {
		return ""
	}
	head := body[:min(len(body), 64<<10)]
	controls := 0
	for _, c := range head {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1B {
			controls++
		}
	}
	if controls*50 > len(head) {
		return "control characters"
	}
	return ""
}

// clean settles line ends and drops what has no place in a text: control
// characters, soft hyphens, zero-width spaces, direction marks. Characters of
// the C1 block, which no page means, are read as windows-1252.
func clean(s string) string {
	if !strings.ContainsFunc(s, unclean) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i, r := range s {
		switch {
		case r == '\r':
			if i+1 < len(s) && s[i+1] == '\n' {
				continue
			}
			b.WriteByte('\n')
		case r == '\v', r == '\f', r == 0x85, r == 0x2028, r == 0x2029:
			b.WriteByte('\n')
		case !unclean(r):
			b.WriteRune(r)
		case r >= 0x80 && r < 0xA0:
			if w := charmap.Windows1252.DecodeByte(byte(r)); w >= 0xA0 && w != utf8.RuneError {
				b.WriteRune(w)
			}
		}
	}
	return b.String()
}

func unclean(r rune) bool {
	switch {
	case r == '\n', r == '\t':
		return false
	case r < 0x20:
		return true
	case r < 0x7F:
		return false
	case r < 0xA0, r == 0xAD, r == 0xFEFF:
		return true
	case r >= 0x2000 && r < 0x2070:
		return r == 0x200B || r == 0x200E || r == 0x200F || r >= 0x2028 && r <= 0x202E || r >= 0x2060
	}
	return false
}

// isHTML tells markup from text. Bytes that plainly are markup are read as
// such whatever the server called them; bytes without a single tag never are.
func isHTML(s, media string) bool {
	media, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(media)), ";")
	head := strings.ToLower(strings.TrimLeftFunc(s[:min(len(s), 2048)], unicode.IsSpace))
	for strings.HasPrefix(head, "<!--") || strings.HasPrefix(head, "<?xml") {
		_, rest, ok := strings.Cut(head, ">")
		if !ok {
			break
		}
		head = strings.TrimSpace(rest)
	}
	for _, open := range []string{"<!doctype html", "<html", "<head", "<body"} {
		if strings.HasPrefix(head, open) {
			return true
		}
	}
	tags := len(htmlTag().FindAllStringIndex(s[:min(len(s), 64<<10)], 50))
	switch media {
	case "text/html", "application/xhtml+xml":
		return tags > 0
	case "text/plain":
		return false
	}
	return tags >= 3 && strings.HasPrefix(head, "<") || tags >= 20
}

var htmlTag = lazily(`(?i)</?(?:p|div|span|a|br|h[1-6]|li|ul|ol|table|tr|td|article|section|title|meta|img|strong|em|b|i)(?:\s[^<>]{0,500})?/?>`)

// unescaped undoes the escaping of markup that was escaped as a whole, as feeds
// do, once or more often: its tags are written "&lt;p&gt;", and next to none are
// real.
func unescaped(s string) (plain string, ok bool) {
	for range 3 {
		head := s[:min(len(s), 64<<10)]
		if len(escapedTag().FindAllStringIndex(head, 2)) < 2 || len(htmlTag().FindAllStringIndex(head, 3)) > 2 {
			break
		}
		s, ok = clean(html.UnescapeString(s)), true
	}
	return s, ok
}

var escapedTag = lazily(`(?i)&(?:amp;){0,3}lt;/?(?:p|div|h[1-6]|br|ul|ol|li|span|a|b|i|em|strong|blockquote)(?:\s[^<>&]{0,300})?\s*/?&(?:amp;){0,3}gt;`)

// unescapedTwice is text out of markup, of which single marks were escaped twice:
// "Serbia&amp;#8217;s". Brackets stay: who writes "&amp;lt;" means "&lt;".
func unescapedTwice(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	return escapedMark().ReplaceAllStringFunc(s, html.UnescapeString)
}

var escapedMark = lazily(`&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|nbsp|quot|amp|apos|[lr][sd]quo|[nm]dash|hellip);`)

// squeeze trims s and makes every run of white space one space.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
