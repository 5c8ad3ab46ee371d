package fetch

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"syscall"
	"time"

	"chancery/internal/warc"
)

// exchange is one request and its answer.
type exchange struct {
	status int
	header http.Header
	raw    []byte
	date   time.Time
	to     string        // where it redirects to
	again  bool          // another try may do better
	after  time.Duration // Retry-After
}

// once makes one request, when its host is to be asked again.
func (c *Client) once(ctx context.Context, u *url.URL, r Request, jar http.CookieJar) (x exchange, err error) {
	leave, err := c.enter(ctx, u)
	if err != nil {
		return x, err
	}
	defer leave()
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	req, err := c.request(ctx, u, r, jar)
	if err != nil {
		return x, fmt.Errorf("%w: %w", ErrAddress, err)
	}
	transport, err := c.way(u)
	if err != nil {
		return x, err
	}
	x.date = time.Now().UTC().Truncate(time.Second)
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return x, x.lost(ctx, err)
	}
	defer func() { _ = resp.Body.Close() }() // only read
	jar.SetCookies(u, resp.Cookies())
	x.status, x.header = resp.StatusCode, resp.Header
	var cut error
	x.raw, err = io.ReadAll(io.LimitReader(resp.Body, int64(c.MaxBody)+1))
	switch {
	case err != nil:
		cut = x.lost(ctx, err)
	case len(x.raw) > c.MaxBody:
		x.raw = x.raw[:c.MaxBody]
		cut = fmt.Errorf("%w: over %d MB", ErrTooLarge, c.MaxBody>>20)
	}
	if err := c.keep(u, req, resp, &x, r, cut); err != nil {
		return x, err
	}
	if cut != nil {
		return x, cut
	}
	return x, c.status(u, &x)
}

func (c *Client) request(ctx context.Context, u *url.URL, r Request, jar http.CookieJar) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	h := req.Header
	h.Set("User-Agent", c.Agent)
	h.Set("Accept", "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5")
	h.Set("Accept-Encoding", "gzip, deflate, br") // and what comes stays as it is, for the archive
	h.Set("Accept-Language", "en, *;q=0.5")
	if r.ETag != "" {
		h.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		h.Set("If-Modified-Since", r.LastModified)
	}
	for _, k := range jar.Cookies(u) {
		req.AddCookie(k)
	}
	return req, nil
}

// lost classes an error of the connection.
func (x *exchange) lost(ctx context.Context, err error) error {
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(err, ErrPrivate):
		if op, ok := errors.AsType[*net.OpError](err); ok {
			return op.Err
		}
		return err
	case errors.Is(err, context.DeadlineExceeded), ctx.Err() != nil:
		return fmt.Errorf("%w: no end within its time", ErrTimeout)
	case isTLS(err):
		return fmt.Errorf("%w: %s", ErrTLS, plain(err))
	case errors.As(err, &dns):
		x.again = dns.IsTemporary || dns.IsTimeout
		return fmt.Errorf("%w: no address of %s", ErrConnect, dns.Name)
	case errors.As(err, &timeout) && timeout.Timeout():
		x.again = true
		return fmt.Errorf("%w: no answer", ErrTimeout)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET):
		x.again = true
		return fmt.Errorf("%w: the server hung up", ErrCut)
	case strings.Contains(err.Error(), "malformed"), strings.Contains(err.Error(), "HTTP response to HTTPS"), strings.Contains(err.Error(), "headers exceeded"), strings.Contains(err.Error(), "header line too long"):
		return fmt.Errorf("%w: %s", ErrProtocol, plain(err))
	}
	x.again = true
	return fmt.Errorf("%w: %s", ErrConnect, plain(err))
}

func isTLS(err error) bool {
	var verify *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var name x509.HostnameError
	var alert tls.AlertError
	var record tls.RecordHeaderError
	return errors.As(err, &verify) || errors.As(err, &authority) || errors.As(err, &name) || errors.As(err, &alert) || errors.As(err, &record)
}

// plain is an error in few words.
func plain(err error) string {
	s := strings.Join(strings.Fields(strings.ToValidUTF8(err.Error(), "")), " ")
	if len(s) > 160 {
		s = strings.ToValidUTF8(s[:160], "") + "…"
	}
	return s
}

// status judges an answer that came whole by its status.
func (c *Client) status(u *url.URL, x *exchange) error {
	switch s := x.status; {
	case s == http.StatusMovedPermanently, s == http.StatusFound, s == http.StatusSeeOther, s == http.StatusTemporaryRedirect, s == http.StatusPermanentRedirect:
		if x.to = x.header.Get("Location"); x.to == "" {
			return fmt.Errorf("%w: HTTP %d to nowhere", ErrStatus, s)
		}
		return nil
	case s >= 200 && s < 300 && s != http.StatusPartialContent, s == http.StatusNotModified:
		return nil
	case s == http.StatusTooManyRequests, s == http.StatusServiceUnavailable, s == http.StatusRequestTimeout,
		s == http.StatusInternalServerError, s == http.StatusBadGateway, s == http.StatusGatewayTimeout:
		x.again = true
		x.after = retryAfter(x.header.Get("Retry-After"), time.Now())
		c.hold(u, x.after)
	}
	if wall := c.wallOf(u, x); wall != nil {
		x.again = false
		return fmt.Errorf("%w: HTTP %d", wall, x.status)
	}
	return fmt.Errorf("%w: HTTP %d", ErrStatus, x.status)
}

// maxAfter is the longest time that a server may ask to be left alone.
const maxAfter = 24 * time.Hour

// retryAfter reads seconds or a date.
func retryAfter(s string, now time.Time) time.Duration {
	d := time.Duration(0)
	if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil {
		d = time.Duration(min(n, int(maxAfter/time.Second))) * time.Second
	} else if t, err := http.ParseTime(s); err == nil {
		d = t.Sub(now)
	}
	return min(max(d, 0), maxAfter)
}

// judge makes of the last exchange what the caller asked for.
func (c *Client) judge(r Request, u *url.URL, x exchange) (*Answer, error) {
	fail := func(err error) (*Answer, error) { return nil, &Error{r.URL, x.status, 0, err} }
	a := &Answer{
		URL: u.String(), Fetched: x.date, Digest: warc.Digest(x.raw), Name: path.Base(u.Path),
		ETag: x.header.Get("ETag"), LastModified: x.header.Get("Last-Modified"),
	}
	if x.status == http.StatusNotModified {
		a.Unchanged, a.Digest = true, ""
		return a, nil
	}
	body, err := warc.Decode(bytes.NewReader(x.raw), strings.Join(x.header.Values("Content-Encoding"), ","), c.MaxBody)
	switch {
	case errors.Is(err, ErrTooLarge), errors.Is(err, ErrBomb), errors.Is(err, ErrCut):
		return fail(err)
	case err != nil:
		return fail(fmt.Errorf("%w: %w", ErrEncoding, err))
	}
	a.Body = body
	media, params, err := mime.ParseMediaType(x.header.Get("Content-Type"))
	if err == nil || media != "" {
		a.Media, a.Charset = media, strings.ToLower(params["charset"])
	}
	if _, params, err := mime.ParseMediaType(x.header.Get("Content-Disposition")); err == nil && params["filename"] != "" {
		a.Name = path.Base(params["filename"])
	}
	switch wall := wall(u, a.Media, body); {
	case errors.Is(wall, ErrPaywall):
		a.Wall = wall
	case wall != nil:
		return fail(wall)
	}
	return a, nil
}

// wallOf looks for a wall behind a status that is a failure.
func (c *Client) wallOf(u *url.URL, x *exchange) error {
	if x.status == http.StatusPaymentRequired {
		return ErrPaywall
	}
	body, err := warc.Decode(bytes.NewReader(x.raw), strings.Join(x.header.Values("Content-Encoding"), ","), c.MaxBody)
	if err != nil {
		return nil
	}
	return wall(u, "text/html", body)
}

// keep hands an exchange to the archive.
func (c *Client) keep(u *url.URL, req *http.Request, resp *http.Response, x *exchange, r Request, cut error) error {
	if c.Keep == nil {
		return nil
	}
	var head, asked bytes.Buffer
	fmt.Fprintf(&head, "HTTP/1.1 %03d %s\r\n", resp.StatusCode, http.StatusText(resp.StatusCode))
	_ = resp.Header.Write(&head) // to memory
	if len(resp.TransferEncoding) > 0 {
		fmt.Fprintf(&head, "X-Crawl-Transfer-Encoding: %s\r\n", strings.Join(resp.TransferEncoding, ", "))
	}
	if resp.Header.Get("Content-Length") == "" {
		fmt.Fprintf(&head, "Content-Length: %d\r\n", len(x.raw))
	}
	head.WriteString("\r\n")
	fmt.Fprintf(&asked, "GET %s HTTP/1.1\r\nHost: %s\r\n", u.RequestURI(), u.Host)
	_ = req.Header.Write(&asked)
	asked.WriteString("\r\n")
	e := warc.Exchange{URI: u.String(), Date: x.date, Request: asked.Bytes(), Response: append(head.Bytes(), x.raw...), Payload: x.raw}
	switch {
	case errors.Is(cut, ErrTooLarge):
		e.Cut = "length"
	case errors.Is(cut, ErrTimeout):
		e.Cut = "time"
	case cut != nil:
		e.Cut = "disconnect"
	case x.status == http.StatusNotModified:
		e.Of = &warc.Reference{URI: u.String(), Unchanged: true}
		if r.Before != nil {
			e.Of.Date = r.Before.Date
		}
	case r.Before != nil && x.status == http.StatusOK && r.Before.Digest == warc.Digest(x.raw):
		e.Of = &warc.Reference{URI: u.String(), Date: r.Before.Date}
	}
	if err := c.Keep.Write(e); err != nil {
		return fmt.Errorf("%w: %w", ErrKeep, err)
	}
	return nil
}
