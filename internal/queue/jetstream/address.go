package jetstream

import (
	"cmp"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Options are how a queue is opened. What is zero takes a default.
type Options struct {
	Credentials string                     // a file of NATS' credentials (JWT and key); "" for none
	InProcess   nats.InProcessConnProvider // a server within this process
	OnWait      func(error)                // told why a publisher waits

	// Of a queue that is made:
	MaxItems int64
	MaxBytes int64
	AckWait  time.Duration
}

// DefaultName is what a queue is called whose address gives no name.
const DefaultName = "chancery"

// where is what an address says.
type where struct {
	servers  string // for nats.Connect
	name     string
	replicas int
	ca       string
	cert     string
	key      string
}

// Is reports whether an address is that of a NATS server.
func Is(address string) bool {
	for _, scheme := range []string{"nats://", "tls://", "ws://", "wss://"} {
		if strings.HasPrefix(address, scheme) {
			return true
		}
	}
	return false
}

var named = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

var errAddress = errors.New("want the address of a queue: nats://HOST:PORT, of several servers nats://HOST:PORT,HOST:PORT, then /NAME as you like")

// parse reads nats://USER:PASSWORD@HOST:PORT,…/NAME?replicas=N&ca=FILE&cert=FILE&key=FILE.
// No error tells of what it holds.
func parse(address string) (w where, err error) {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok || !Is(address) {
		return w, errAddress
	}
	rest, query, _ := strings.Cut(rest, "?")
	user, hosts := "", rest
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		user, hosts = rest[:i+1], rest[i+1:]
	}
	hosts, name, _ := strings.Cut(hosts, "/")
	w.name = cmp.Or(name, DefaultName)
	if !named.MatchString(w.name) {
		return w, errors.New("the name of a queue, after the last / of its address, has letters, digits, - and _ only")
	}
	var all []string
	for h := range strings.SplitSeq(hosts, ",") {
		h = strings.TrimPrefix(h, scheme+"://")
		u, err := url.Parse(scheme + "://" + user + h)
		if err != nil || u.Host == "" {
			return w, errAddress
		}
		all = append(all, u.String())
	}
	w.servers = strings.Join(all, ",")
	q, err := url.ParseQuery(query)
	if err != nil {
		return w, errAddress
	}
	w.replicas, w.ca, w.cert, w.key = 1, q.Get("ca"), q.Get("cert"), q.Get("key")
	if (w.cert == "") != (w.key == "") {
		return w, errors.New("a certificate goes with its key: …?ca=FILE&cert=FILE&key=FILE")
	}
	if n := q.Get("replicas"); n != "" {
		if w.replicas, err = strconv.Atoi(n); err != nil || w.replicas < 1 || w.replicas > 5 {
			return w, errors.New("replicas of a queue: want 1 to 5")
		}
	}
	for k := range q {
		switch k {
		case "replicas", "ca", "cert", "key":
		default:
			return w, errors.New("after the ? of a queue's address there may be replicas, ca, cert and key")
		}
	}
	return w, nil
}

// Redacted is an address to print: without who connects.
func Redacted(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		return address
	}
	rest, _, _ = strings.Cut(rest, "?")
	hosts := strings.Split(rest, ",")
	for i, h := range hosts {
		if k := strings.LastIndexByte(h, '@'); k >= 0 {
			hosts[i] = h[k+1:]
		}
	}
	return scheme + "://" + strings.Join(hosts, ",")
}

const reconnect = 500 * time.Millisecond

// connect are the options of a connection.
func (o Options) connect(w where) []nats.Option {
	out := []nats.Option{
		nats.Name("chancery"), nats.MaxReconnects(-1), nats.ReconnectWait(reconnect), nats.ReconnectJitter(reconnect/5, reconnect),
		nats.PingInterval(20 * time.Second), nats.Timeout(5 * time.Second),
	}
	if o.Credentials != "" {
		out = append(out, nats.UserCredentials(o.Credentials))
	}
	if o.InProcess != nil {
		out = append(out, nats.InProcessServer(o.InProcess))
	}
	if w.ca != "" {
		out = append(out, nats.RootCAs(w.ca))
	}
	if w.cert != "" || w.key != "" {
		out = append(out, nats.ClientCert(w.cert, w.key))
	}
	return out
}

// explained says what to do about a queue that cannot be opened.
func explained(err error) error {
	for e, says := range map[error]string{
		nats.ErrNoServers:                          "no server answers: is NATS running there?",
		nats.ErrAuthorization:                      "the server does not take that user: give credentials in a file, by --queue-creds or $NATS_CREDS",
		nats.ErrAuthExpired:                        "the credentials have expired",
		nats.ErrPermissionViolation:                "the user may not do that there",
		nats.ErrSecureConnRequired:                 "the server wants TLS: give its address as tls://…",
		nats.ErrSecureConnWanted:                   "the server has no TLS: give its address as nats://…",
		jetstream.ErrJetStreamNotEnabled:           "the server has no JetStream: start it with nats-server -js",
		jetstream.ErrJetStreamNotEnabledForAccount: "the user's account has no JetStream",
	} {
		if errors.Is(err, e) {
			return fmt.Errorf("%s (%w)", says, err)
		}
	}
	_, stranger := errors.AsType[x509.UnknownAuthorityError](err)
	switch {
	case stranger:
		return fmt.Errorf("no authority that is known here signed the server's certificate: name the server's own in the address, …?ca=FILE (%w)", err)
	case err != nil && (strings.Contains(err.Error(), "tls: certificate required") || strings.Contains(err.Error(), "after TLS handshake")):
		// The server's alert, which has no type, or, where that did not come before the end, the library's word for such an end.
		return fmt.Errorf("the server wants to see a certificate: give one in the address, …?ca=FILE&cert=FILE&key=FILE (%w)", err)
	}
	return err
}
