package fetch

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/net/http/httpproxy"
)

// Limits of a connection.
const (
	dialTimeout   = 20 * time.Second
	answerTimeout = 30 * time.Second // to the header
	maxHeader     = 256 << 10
)

func (c *Client) transport(guard func(network, address string, _ syscall.RawConn) error) *http.Transport {
	d := &net.Dialer{Timeout: min(dialTimeout, c.Timeout), Resolver: c.Resolver, Control: guard}
	return &http.Transport{
		DialContext:            d.DialContext,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // what comes stays as it is
		TLSHandshakeTimeout:    min(dialTimeout, c.Timeout),
		ResponseHeaderTimeout:  min(answerTimeout, c.Timeout),
		MaxResponseHeaderBytes: maxHeader,
		MaxIdleConns:           64,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        30 * time.Second,
	}
}

// guard looks at the very address that is about to be connected to: a name
// cannot answer otherwise afterwards.
func (c *Client) guard(_, address string, _ syscall.RawConn) error {
	if c.Private {
		return nil
	}
	at, err := netip.ParseAddrPort(address)
	if err != nil || !c.public(at.Addr()) {
		return fmt.Errorf("%w: %s", ErrPrivate, address)
	}
	return nil
}

func environment() func(*url.URL) (*url.URL, error) { return httpproxy.FromEnvironment().ProxyFunc() }

// way is how to an address: straight, where guard stands, or by a proxy, which
// alone resolves names then. Addresses that are private as they are written are
// not given to it either.
func (c *Client) way(u *url.URL) (*http.Transport, error) {
	proxy, err := c.proxy(u)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: by the proxy: %w", ErrConnect, err)
	case proxy == nil:
		return c.direct, nil
	case c.Private:
		return c.proxied, nil
	}
	name := strings.TrimSuffix(u.Hostname(), ".")
	ip, err := netip.ParseAddr(name)
	if err == nil && !c.public(ip) || err != nil && (!strings.Contains(name, ".") || slices.ContainsFunc(privateNames(), func(p string) bool { return strings.HasSuffix(name, p) })) {
		return nil, fmt.Errorf("%w: %s", ErrPrivate, u.Host)
	}
	return c.proxied, nil
}

func privateNames() []string {
	return []string{".localhost", ".local", ".internal", ".lan", ".home.arpa", ".test"}
}

// notPublic are the prefixes that are not of the public internet, but for those
// that netip knows (IANA's registries of special-purpose addresses).
const notPublic = `0.0.0.0/8 100.64.0.0/10 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4
	64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 3fff::/20 5f00::/16 fec0::/10`

// IsPublic reports whether an address is one of the public internet.
func IsPublic(ip netip.Addr) bool {
	if ip.Zone() != "" {
		return false
	}
	ip = ip.Unmap()
	if in, ok := within(ip); ok {
		return IsPublic(in)
	}
	if !ip.IsValid() || !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() {
		return false
	}
	for p := range strings.FieldsSeq(notPublic) {
		if netip.MustParsePrefix(p).Contains(ip) {
			return false
		}
	}
	return true
}

// within is the IPv4 address that an IPv6 one leads to: NAT64, 6to4, and the
// form that is compatible with IPv4.
func within(ip netip.Addr) (netip.Addr, bool) {
	if !ip.Is6() {
		return ip, false
	}
	b := ip.As16()
	four := func(i int) (netip.Addr, bool) { return netip.AddrFrom4([4]byte(b[i : i+4])), true }
	switch {
	case netip.MustParsePrefix("64:ff9b::/96").Contains(ip):
		return four(12)
	case b[0] == 0x20 && b[1] == 0x02:
		return four(2)
	case netip.MustParsePrefix("::/96").Contains(ip):
		return four(12)
	}
	return ip, false
}
