package news

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Page is what was fetched or read, never changed afterwards.
type Page struct {
	URL     string    // where it was published; "" when not known
	Path    string    // the file it was read from, with "#n" for the nth record in a file of many; "" otherwise
	Fetched time.Time // zero when not known; never a substitute for a date of the text's own
	Media   string    // "text/html", "text/plain"; "" when it is to be told from the bytes
	Charset string    // as the server declared it; "" when it did not
	Body    []byte
}

// ID names the page by what it is: the first 16 hex digits of the SHA-256 of
// its URL and bytes. The same bytes read twice from the same address, or from
// any files when no address is known, are one page.
func (p *Page) ID() string {
	h := sha256.New()
	h.Write([]byte(p.URL))
	h.Write([]byte{0})
	h.Write(p.Body)
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// Name is what messages to people call the page: its path, else its URL.
func (p *Page) Name() string {
	if p.Path != "" {
		return p.Path
	}
	return p.URL
}
