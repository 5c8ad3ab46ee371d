package serve

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Guard says who may ask. Without a Token anybody may who names the server by
// its loopback address or one of Hosts: a page elsewhere whose name was made to
// point here (DNS rebinding) names it otherwise. With a Token it must come with
// each request, as a bearer's or as the password of any user.
type Guard struct {
	Token string
	Hosts []string // lower case, without ports
}

// Loopback reports whether an address is reached from this machine alone.
func Loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

func (g Guard) wrap(next http.Handler) http.Handler {
	foreign := http.NewCrossOriginProtection() // of what may change something
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !g.knows(r.Host):
			problem(w, http.StatusMisdirectedRequest, "the server is not known by the name "+r.Host+": start it with --host "+hostOf(r.Host))
		case !g.admits(r):
			w.Header().Set("WWW-Authenticate", `Basic realm="chancery", charset="UTF-8"`)
			problem(w, http.StatusUnauthorized, "a token is needed: Authorization: Bearer TOKEN, or TOKEN as the password of any user")
		case foreign.Check(r) != nil:
			problem(w, http.StatusForbidden, "a page of another site may not do this")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func hostOf(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return strings.ToLower(host)
	}
	return strings.ToLower(strings.Trim(hostport, "[]"))
}

func (g Guard) knows(hostport string) bool {
	if g.Token != "" && len(g.Hosts) == 0 {
		return true
	}
	host := hostOf(hostport)
	return Loopback(host) || slices.Contains(g.Hosts, host)
}

func (g Guard) admits(r *http.Request) bool {
	if g.Token == "" {
		return true
	}
	given, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		_, given, ok = r.BasicAuth()
	}
	want, have := sha256.Sum256([]byte(g.Token)), sha256.Sum256([]byte(given)) // of one length
	return ok && subtle.ConstantTimeCompare(want[:], have[:]) == 1
}

// problem answers with an error (RFC 9457).
func problem(w http.ResponseWriter, status int, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(struct {
		Title  string `json:"title"`
		Status int    `json:"status"`
		Detail string `json:"detail"`
	}{http.StatusText(status), status, strings.ToValidUTF8(detail, "�")}) // whoever does not take it has gone
}
