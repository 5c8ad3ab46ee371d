package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// maxHosts is how many hosts are remembered before all are forgotten.
const maxHosts = 10_000

// host is a server, by name and port, and when it may be asked again.
type host struct {
	slots chan struct{}
	mu    sync.Mutex
	next  time.Time
	delay time.Duration // as its robots.txt has it
}

func (c *Client) host(u *url.URL) *host {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.hosts[u.Host]
	if h == nil {
		if len(c.hosts) >= maxHosts {
			c.hosts = map[string]*host{}
		}
		h = &host{slots: make(chan struct{}, c.PerHost)}
		c.hosts[u.Host] = h
	}
	return h
}

// enter waits until the host may be asked; leave ends it.
func (c *Client) enter(ctx context.Context, u *url.URL) (leave func(), err error) {
	h := c.host(u)
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	leave = func() { <-h.slots }
	h.mu.Lock()
	now := time.Now()
	begin := now
	if h.next.After(now) {
		begin = h.next
	}
	if begin.Sub(now) > c.MaxWait { // it asked to be left alone
		h.mu.Unlock()
		leave()
		return nil, held(u.String(), begin.Sub(now))
	}
	h.next = begin.Add(max(c.Delay, h.delay, 0))
	h.mu.Unlock()
	if err := sleep(ctx, begin.Sub(now)); err != nil {
		leave()
		return nil, err
	}
	return leave, nil
}

// held is of an address that was not asked, as its host is to be left alone.
func held(address string, wait time.Duration) *Error {
	return &Error{address, 0, wait, fmt.Errorf("%w until %s", ErrHeld, time.Now().Add(wait).UTC().Format(time.RFC3339))}
}

// hold leaves a host alone for a while.
func (c *Client) hold(u *url.URL, d time.Duration) {
	if d <= 0 {
		return
	}
	h := c.host(u)
	h.mu.Lock()
	defer h.mu.Unlock()
	if until := time.Now().Add(d); until.After(h.next) {
		h.next = until
	}
}

// rules are a host's robots.txt.
type rules struct {
	once  sync.Mutex // held while it is fetched
	until time.Time
	data  *robots
	err   error
}

// Limits of robots.txt (RFC 9309).
const (
	robotsTime  = 24 * time.Hour
	robotsRetry = 10 * time.Minute // where it could not be had
	robotsHops  = 5
	maxDelay    = 60 * time.Second
)

// allowed asks the host's robots.txt.
func (c *Client) allowed(ctx context.Context, u *url.URL) error {
	if u.Path == "/robots.txt" {
		return nil
	}
	c.mu.Lock()
	key := u.Scheme + "://" + u.Host
	r := c.robots[key]
	if r == nil {
		if len(c.robots) >= maxHosts {
			c.robots = map[string]*rules{}
		}
		r = &rules{}
		c.robots[key] = r
	}
	c.mu.Unlock()
	r.once.Lock()
	defer r.once.Unlock()
	if time.Now().After(r.until) {
		r.data, r.err = c.askRobots(ctx, key)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r.until = time.Now().Add(robotsTime)
		if r.err != nil {
			r.until = time.Now().Add(min(robotsRetry, c.MaxWait))
		}
	}
	if r.err != nil {
		return r.err
	}
	h := c.host(u)
	h.mu.Lock()
	h.delay = r.data.delay
	h.mu.Unlock()
	if !r.data.allows(u.RequestURI()) {
		return ErrRobots
	}
	return nil
}

// askRobots fetches robots.txt. Where there is none all is allowed; where the
// server fails nothing is, for the time being.
func (c *Client) askRobots(ctx context.Context, site string) (*robots, error) {
	a, err := c.get(ctx, Request{URL: site + "/robots.txt"}, false, robotsHops)
	failed, _ := errors.AsType[*Error](err)
	switch {
	case err == nil && a.Unchanged:
		return &robots{}, nil
	case err == nil:
		return readRobots(a.Body, c.Agent), nil
	case failed == nil:
		return nil, err
	case errors.Is(err, ErrStatus) && failed.Status < 500 && failed.Status != http.StatusTooManyRequests,
		errors.Is(err, ErrLoop), errors.Is(err, ErrChallenge), errors.Is(err, ErrConsent), errors.Is(err, ErrPaywall):
		return &robots{}, nil
	case errors.Is(err, ErrStatus) && failed.After > 0:
		return nil, held(failed.URL, failed.After)
	case errors.Is(err, ErrStatus):
		return nil, &Error{failed.URL, failed.Status, 0, fmt.Errorf("%w: %w", ErrNoRobots, failed.Err)}
	}
	return nil, failed.Err
}
