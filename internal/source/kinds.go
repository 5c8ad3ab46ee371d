package source

import (
	"bytes"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Kind is a form of input that is known and not read.
type Kind struct {
	Name string // "WARC"
	Do   string // what the user can do about it
}

func (k *Kind) Error() string { return k.Name + " is not read; " + k.Do }

// kinds are all of them.
var (
	warc     = &Kind{"web archive (WARC)", "take its HTML out into files or JSON Lines first (a later version will read it)"}
	mail     = &Kind{"e-mail", "save the letters as .txt or .html (a later version will read them)"}
	table    = &Kind{"table (CSV or TSV)", "turn each row into a line of JSON with url, date, title and text (a later version will read it)"}
	code     = &Kind{"source code", "leave it out with --exclude; rename to .txt what is a page"}
	markdown = &Kind{"Markdown", "rename to .txt what is a page; leave the rest out with --exclude"}
	database = &Kind{"database", "export its pages as JSON Lines; chancery timeline --store reads a ledger"}
	cache    = &Kind{"build cache", "leave it out with --exclude"}
)

// IsKind reports whether a reason for not reading is that of a Kind, which is
// the same for every file of it.
func IsKind(reason string) bool {
	return slices.ContainsFunc([]*Kind{warc, mail, table, code, markdown, database, cache}, func(k *Kind) bool { return k.Name == reason })
}

// extensions of the kinds, each list between spaces.
var extensions = []struct {
	kind *Kind
	exts string
}{
	{warc, " .warc .wacz .arc "},
	{mail, " .eml .mbox .msg .mht .mhtml "},
	{table, " .csv .tsv .tab "},
	{markdown, " .md .markdown .mdx .rst .adoc "},
	{database, " .db .db3 .sqlite .sqlite3 .duckdb .mdb .accdb .parquet .feather .db-wal .db-shm .db-journal .sqlite-wal .sqlite-shm .sqlite3-wal .sqlite3-shm "},
	{cache, " .pyc .pyo .o .a .so .dylib .dll .exe .class .jar .wasm .rlib .rmeta .tsbuildinfo "},
	{code, " .go .mod .sum .py .ipynb .js .mjs .cjs .jsx .ts .tsx .vue .css .scss .less .java .kt .scala .c .h .cc .cpp .hpp .cs .rs .rb .php .pl .pm .lua .r .jl .swift .sh .bash .zsh .ps1 .bat .sql .toml .yaml .yml .ini .cfg .lock .map .tex .proto .tf "},
}

// cacheFolders are names of folders that only tools write.
const cacheFolders = " node_modules __pycache__ go-build "

func isCacheFolder(name string) bool { return strings.Contains(cacheFolders, " "+name+" ") }

// kindOf tells a kind that is not read by the first bytes, which none can
// mistake, then by the name; nil for what may be a page. A page that a server
// made by a program keeps its name ("story.php") and is HTML.
func kindOf(name string, head []byte) *Kind {
	switch {
	case bytes.HasPrefix(head, []byte("SQLite format 3\x00")), bytes.HasPrefix(head, []byte("PAR1")) && binary(head),
		bytes.HasPrefix(head, []byte("\x37\x7f\x06\x82")), bytes.HasPrefix(head, []byte("\x37\x7f\x06\x83")):
		return database
	case bytes.HasPrefix(head, []byte("WARC/0.")), bytes.HasPrefix(head, []byte("WARC/1.")):
		return warc
	case isMail(head):
		return mail
	case bytes.HasPrefix(head, []byte("#!/")):
		return code
	}
	ext := strings.ToLower(filepath.Ext(name))
	if ext == "" {
		return nil
	}
	for _, e := range extensions {
		if strings.Contains(e.exts, " "+ext+" ") {
			if e.kind == code && strings.HasPrefix(http.DetectContentType(head), "text/html") {
				return nil
			}
			return e.kind
		}
	}
	return nil
}

// Lines that open a letter, and those of which one at least must follow: a page
// may well begin with "Date:".
var (
	mailOpens = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:From \S+ |(?:Return-Path|Received|Delivered-To|X-[\w-]+|MIME-Version|Message-I[Dd]|From|To|Subject|Date|Reply-To): ?\S)`)
	})
	mailTells = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?m)^(?:MIME-Version: ?\d|Message-I[Dd]: ?<|Received: ?(?:from|by) |Return-Path: ?<)`)
	})
)

func isMail(head []byte) bool { return mailOpens().Match(head) && mailTells().Match(head) }

// binary reports whether bytes are none that a text has, by the control
// characters of the WHATWG's sniffing.
func binary(head []byte) bool {
	return bytes.ContainsFunc(head[:min(len(head), sniffLen)], func(c rune) bool {
		return c <= 0x08 || c == 0x0b || c >= 0x0e && c <= 0x1a || c >= 0x1c && c <= 0x1f
	})
}

// contentType is http.DetectContentType, but for texts that begin with the
// letters of a magic number: what a picture, a sound or a program begins with
// is followed by bytes that no text has.
func contentType(body []byte) string {
	kind, _, _ := strings.Cut(http.DetectContentType(body), ";")
	switch kind {
	case "text/html", "text/xml", "text/plain", "application/pdf", "application/postscript":
		return kind
	}
	if binary(body) {
		return kind
	}
	return "text/plain"
}
