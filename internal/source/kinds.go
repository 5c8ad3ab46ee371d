package source

import (
	"bytes"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"chancery/internal/anybytes"
)

// Kind is a form of input that is known and not read.
type Kind struct {
	Name string // "WARC"
	Do   string // what the user can do about it
}

func (k *Kind) Error() string { return k.Name + " is not read; " + k.Do }

// kinds are all of them.
var (
	arc      = &Kind{"web archive (ARC)", "turn it into WARC first, as in: warcio recompress FILE.arc.gz FILE.warc.gz"}
	wacz     = &Kind{"web archive (WACZ) in a stream", "give it as a file"}
	mailbox  = &Kind{"e-mail", ""} // read
	outlook  = &Kind{"e-mail (Outlook)", "save the letters as .eml"}
	table    = &Kind{"table (CSV or TSV)", "turn each row into a line of JSON with url, date, title and text (a later version will read it)"}
	code     = &Kind{"source code", "leave it out with --exclude; rename to .txt what is a page"}
	markdown = &Kind{"Markdown", "rename to .txt what is a page; leave the rest out with --exclude"}
	database = &Kind{"database", "export its pages as JSON Lines; chancery timeline --store reads a ledger"}
	cache    = &Kind{"build cache", "leave it out with --exclude"}
	archive  = &Kind{"archive (ZIP, tar, 7z, RAR)", "unpack it and read the folder"}
	pdf      = &Kind{"PDF", "make text of it first, as in: pdftotext FILE.pdf FILE.txt"}
	office   = &Kind{"office document", "save it as text or HTML first"}
	packed   = &Kind{"compressed file (bzip2, xz, lz4, brotli)", "decompress it first, or into a pipe, as in: xz -dc FILE | chancery read -"}
)

// IsKind reports whether a reason for not reading is that of a Kind, which is
// the same for every file of it.
func IsKind(reason string) bool {
	return slices.ContainsFunc([]*Kind{arc, wacz, outlook, table, code, markdown, database, cache, archive, pdf, office, packed}, func(k *Kind) bool { return k.Name == reason })
}

// extensions of the kinds, each list between spaces.
var extensions = []struct {
	kind *Kind
	exts string
}{
	{arc, " .arc "},
	{wacz, " .wacz "},
	{mailbox, " .eml .mbox .mht .mhtml "},
	{outlook, " .msg .pst "},
	{table, " .csv .tsv .tab "},
	{markdown, " .md .markdown .mdx .rst .adoc "},
	{archive, " .zip .tar .tgz .tbz2 .txz .7z .rar .tzst "},
	{pdf, " .pdf "},
	{packed, " .bz2 .xz .lz4 .lzma .br "},
	{office, " .doc .docx .odt .rtf .xls .xlsx .ods .ppt .pptx .odp .epub "},
	{database, " .db .db3 .sqlite .sqlite3 .duckdb .mdb .accdb .parquet .feather .db-wal .db-shm .db-journal .sqlite-wal .sqlite-shm .sqlite3-wal .sqlite3-shm "},
	{cache, " .pyc .pyo .o .a .so .dylib .dll .exe .class .jar .wasm .rlib .rmeta .tsbuildinfo "},
	{code, " .go .mod .sum .py .ipynb .js .mjs .cjs .jsx .ts .tsx .vue .css .scss .less .java .kt .scala .c .h .cc .cpp .hpp .cs .rs .rb .php .pl .pm .lua .r .jl .swift .sh .bash .zsh .ps1 .bat .sql .toml .yaml .yml .ini .cfg .lock .map .tex .proto .tf "},
}

// cacheFolders are names of folders that only tools write.
const cacheFolders = " node_modules __pycache__ go-build "

func isCacheFolder(name string) bool { return strings.Contains(cacheFolders, " "+name+" ") }

// kindOf tells a kind that is not read by the first bytes, which none can
// mistake, then by the name; nil for what may be a page. A page may bear the
// name of another kind: one that a server made by a program ("story.php"), or a
// text called after its site ("politika.rs", "gov.md"). more gives more of the
// first bytes.
func kindOf(name string, head []byte, more func() []byte) *Kind {
	k := kindByName(name)
	switch told := kindByBytes(head); {
	case told == archive && k != nil: // many a kind is a ZIP within
		return k
	case told != nil:
		return told
	}
	switch k {
	case code, markdown, table:
		// Markdown may begin with a tag, and be none the more a page.
		if strings.HasPrefix(http.DetectContentType(head), "text/html") && (k == code || wholeHTML().Match(head)) {
			return nil
		}
		if start := more(); isProse(start) && !(k == table && namedTable.isTable(start)) {
			return nil
		}
	}
	return k
}

var wholeHTML = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)^\s*<(?:!doctype html|html)\b`) })

func kindByBytes(head []byte) *Kind {
	has := func(magic string) bool { return bytes.HasPrefix(head, []byte(magic)) }
	switch {
	case has("SQLite format 3\x00"), has("PAR1") && binary(head), has("\x37\x7f\x06\x82"), has("\x37\x7f\x06\x83"):
		return database
	case has("filedesc://"):
		return arc
	case isMail(head):
		return mailbox
	case has("#!/"):
		return code
	case has("%PDF-"):
		return pdf
	case has("PK\x03\x04") && binary(head), has("7z\xbc\xaf\x27\x1c"), has("Rar!\x1a\x07"), len(head) > tarMagic && bytes.HasPrefix(head[tarMagic:], []byte("ustar")):
		return archive
	}
	return nil
}

// tarMagic is where a tar file's first header has its magic number.
const tarMagic = 257

func kindByName(name string) *Kind {
	ext := strings.ToLower(filepath.Ext(name))
	if ext == "" {
		return nil
	}
	for _, e := range extensions {
		if strings.Contains(e.exts, " "+ext+" ") {
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
	return anybytes.Lacks(head) == "" && bytes.ContainsFunc(head[:min(len(head), sniffLen)], func(c rune) bool {
		return c <= 0x08 || c == 0x0b || c >= 0x0e && c <= 0x1a || c >= 0x1c && c <= 0x1f
	})
}

// contentType is http.DetectContentType, but for texts that begin with the
// letters of a magic number: what a picture, a sound or a program begins with
// is followed by bytes that no text has.
func contentType(body []byte) string {
	kind, _, _ := strings.Cut(http.DetectContentType(anybytes.Beginning(body)), ";")
	switch kind {
	case "text/html", "text/xml", "text/plain", "application/pdf", "application/postscript":
		return kind
	}
	if binary(body) {
		return kind
	}
	return "text/plain"
}
