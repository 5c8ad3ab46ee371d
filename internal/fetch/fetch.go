// Package fetch gets pages from the open web, politely and without trust: it
// heeds robots.txt, spares each host, asks conditionally, tries again with
// patience, keeps time and size within limits, and connects to no private
// address, whatever names and redirects say.
package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/publicsuffix"

	"chancery/internal/warc"
)

// Why an address gave nothing.
var (
	ErrAddress   = errors.New("no web address")
	ErrPrivate   = errors.New("private address")
	ErrRobots    = errors.New("robots.txt forbids it")
	ErrLoop      = errors.New("redirects without end")
	ErrTimeout   = errors.New("took too long")
	ErrConnect   = errors.New("cannot be reached")
	ErrTLS       = errors.New("certificate cannot be trusted")
	ErrProtocol  = errors.New("no HTTP that can be understood")
	ErrTooLarge  = warc.ErrTooLarge
	ErrBomb      = warc.ErrBomb
	ErrCut       = warc.ErrCut
	ErrEncoding  = errors.New("cannot be decoded")
	ErrKeep      = errors.New("cannot be kept")
	ErrStatus    = errors.New("refused by the server")
	ErrHeld      = errors.New("not asked: its host asked to be left alone") // told by what else was asked of it
	ErrNoRobots  = errors.New("robots.txt cannot be had")
	ErrConsent   = errors.New("consent wall")
	ErrChallenge = errors.New("wall against programs")
	ErrPaywall   = errors.New("paywall")
)

// Error says which address gave nothing and why.
type Error struct {
	URL    string        // as asked for
	Status int           // of the answer; 0 where there was none
	After  time.Duration // how long the server wants to be left alone; 0 where it did not say
	Err    error
}

func (e *Error) Error() string { return e.URL + ": " + e.Err.Error() }

func (e *Error) Unwrap() error { return e.Err }

// Name is what to record the failure under.
func (e *Error) Name() string { return e.URL }

// Reason is the class of the failure: the same words for all that failed alike.
func (e *Error) Reason() string {
	if errors.Is(e.Err, ErrStatus) && e.Status > 0 && !errors.Is(e.Err, ErrNoRobots) {
		return fmt.Sprintf("HTTP %d", e.Status)
	}
	for _, r := range []error{
		ErrHeld, ErrNoRobots, ErrAddress, ErrPrivate, ErrRobots, ErrLoop, ErrTimeout, ErrTLS, ErrProtocol, ErrTooLarge, ErrBomb, ErrCut,
		ErrEncoding, ErrKeep, ErrConsent, ErrChallenge, ErrPaywall, ErrConnect,
	} {
		if errors.Is(e.Err, r) {
			return r.Error()
		}
	}
	return ErrConnect.Error()
}

// Defaults of Options.
const (
	DefaultDelay   = time.Second
	DefaultTimeout = 60 * time.Second
	DefaultMaxBody = 32 << 20
	DefaultTries   = 3
	DefaultMaxWait = 90 * time.Second
)

// Options say how to fetch. The zero value is polite.
type Options struct {
	Agent   string        // User-Agent; its first word up to a slash is the name that robots.txt is asked for
	Delay   time.Duration // between requests to one host; 0 means DefaultDelay, less than 0 none
	PerHost int           // requests to one host at a time; 0 means 1
	Timeout time.Duration // of one request, to the last byte; 0 means DefaultTimeout
	MaxBody int           // bytes of a body, before and after decoding; 0 means DefaultMaxBody
	Tries   int           // 0 means DefaultTries
	MaxWait time.Duration // the longest wait that a server may ask for and get within Get; 0 means DefaultMaxWait
	Backoff time.Duration // before the second try, doubled before the third; 0 means a second
	Private bool          // private, loopback and link-local addresses, too
	Rude    bool          // do not ask robots.txt
	Keep    Keeper        // told of every exchange; nil keeps none

	Proxy    func(*url.URL) (*url.URL, error) // nil asks the environment
	Resolver *net.Resolver                    // nil is the system's
}

// Keeper keeps what was exchanged.
type Keeper interface{ Write(warc.Exchange) error }

// Client fetches. Its methods may be called concurrently.
type Client struct {
	Options
	direct, proxied *http.Transport
	proxy           func(*url.URL) (*url.URL, error)
	public          func(netip.Addr) bool // tests set it

	mu     sync.Mutex
	hosts  map[string]*host
	robots map[string]*rules
}

// New makes a Client.
func New(o Options) *Client {
	o.Delay = cmp.Or(o.Delay, DefaultDelay)
	o.PerHost = max(o.PerHost, 1)
	o.Timeout = cmp.Or(o.Timeout, DefaultTimeout)
	o.MaxBody = cmp.Or(o.MaxBody, DefaultMaxBody)
	o.Tries = cmp.Or(o.Tries, DefaultTries)
	o.MaxWait = cmp.Or(o.MaxWait, DefaultMaxWait)
	o.Backoff = cmp.Or(o.Backoff, time.Second)
	o.Agent = cmp.Or(o.Agent, "chancery")
	c := &Client{Options: o, public: IsPublic, hosts: map[string]*host{}, robots: map[string]*rules{}, proxy: o.Proxy}
	if c.proxy == nil {
		c.proxy = environment()
	}
	c.direct = c.transport(c.guard)
	c.proxied = c.transport(nil)
	c.proxied.Proxy = func(r *http.Request) (*url.URL, error) { return c.proxy(r.URL) }
	return c
}

// Close lets go of the connections that are kept open.
func (c *Client) Close() {
	c.direct.CloseIdleConnections()
	c.proxied.CloseIdleConnections()
}

// Request is what to get, with what an earlier answer said of itself.
type Request struct {
	URL          string
	ETag         string
	LastModified string
	Before       *Before
}

// Before is the last answer of the same address.
type Before struct {
	Date   time.Time
	Digest string // Answer.Digest
}

// Answer is what an address gave.
type Answer struct {
	URL          string // after redirects
	Unchanged    bool   // since the answer that the request told of: there is no body
	Fetched      time.Time
	Media        string // "text/html"; "" where it is not said
	Charset      string // as declared
	Name         string // the file's name by Content-Disposition, else by the address
	ETag         string
	LastModified string
	Digest       string // of the bytes as they were sent
	Body         []byte
	Wall         error // ErrPaywall where the page says that it is not all of it
}

// maxHops is how many redirects are followed.
const maxHops = 10

// Get fetches an address. Its errors are *Error, but for that of a ctx that
// ended.
func (c *Client) Get(ctx context.Context, r Request) (*Answer, error) {
	return c.get(ctx, r, !c.Rude, maxHops)
}

func (c *Client) get(ctx context.Context, r Request, robots bool, hops int) (*Answer, error) {
	jar, err := cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List})
	if err != nil {
		return nil, err
	}
	fail := func(status int, after time.Duration, err error) (*Answer, error) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if within, ok := errors.AsType[*Error](err); ok { // of its robots.txt, or of a host that is left alone
			status, after, err = cmp.Or(status, within.Status), max(after, within.After), within.Err
		}
		return nil, &Error{r.URL, status, after, err}
	}
	u, err := parse(r.URL)
	if err != nil {
		return fail(0, 0, err)
	}
	for range hops + 1 {
		if robots {
			if err := c.allowed(ctx, u); err != nil {
				return fail(0, 0, err)
			}
		}
		a, err := c.patiently(ctx, u, r, jar)
		if err != nil {
			return fail(a.status, a.after, err)
		}
		if a.to == "" {
			answer, err := c.judge(r, u, a)
			if err != nil || answer.Unchanged {
				return answer, err
			}
			if a.to = refreshes(u, answer.Media, answer.Body); a.to == "" {
				return answer, nil
			}
		}
		next, err := u.Parse(a.to)
		if err == nil {
			next, err = parse(next.String())
		}
		if err != nil {
			return fail(a.status, 0, fmt.Errorf("%w: redirected to %.80q", ErrAddress, a.to))
		}
		u = next
	}
	return fail(0, 0, fmt.Errorf("%w: more than %d", ErrLoop, hops))
}

// parse takes what can be fetched: http and https with a host and without a
// password.
func parse(address string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	switch {
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		return nil, ErrAddress
	case len(address) > 8<<10:
		return nil, fmt.Errorf("%w: %d bytes long", ErrAddress, len(address))
	}
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	u.RawQuery = strings.ReplaceAll(u.RawQuery, " ", "%20") // as browsers do
	u.Host = strings.ToLower(u.Host)
	return u, nil
}

// patiently tries as often as it is worth it, and waits as the server asks.
func (c *Client) patiently(ctx context.Context, u *url.URL, r Request, jar http.CookieJar) (a exchange, err error) {
	for try := 1; ; try++ {
		a, err = c.once(ctx, u, r, jar)
		if err == nil || try >= c.Tries || !a.again || ctx.Err() != nil {
			return a, err
		}
		wait := c.Backoff << (try - 1)
		if a.after > c.MaxWait {
			return a, err
		}
		if err := sleep(ctx, max(wait, a.after)); err != nil {
			return a, err
		}
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
