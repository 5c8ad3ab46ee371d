package jetstream

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nkeys"
)

// signed are the files of a certificate, its own authority, of this machine; and the same
// to serve with.
type signed struct {
	cert, key string
	pair      tls.Certificate
	roots     *x509.CertPool
}

func sign(t *testing.T) (s signed) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	own := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})
	if s.pair, err = tls.X509KeyPair(cert, own); err != nil {
		t.Fatal(err)
	}
	s.roots = x509.NewCertPool()
	s.roots.AppendCertsFromPEM(cert)
	s.cert, s.key = file(t, "cert.pem", cert), file(t, "key.pem", own)
	return s
}

func file(t *testing.T, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// runs is where a server listens until the test ends.
func runs(t *testing.T, o server.Options) (host string) {
	t.Helper()
	o.Host, o.Port, o.JetStream, o.StoreDir, o.NoSigs, o.NoLog = "127.0.0.1", server.RANDOM_PORT, true, t.TempDir(), true, true
	s, err := server.NewServer(&o)
	if err != nil {
		t.Fatal(err)
	}
	go s.Start()
	t.Cleanup(func() {
		s.Shutdown()
		s.WaitForShutdown()
	})
	if !s.ReadyForConnections(20 * time.Second) {
		t.Fatal("the server does not start")
	}
	return s.Addr().String()
}

const hush = "hu:sh@/?" // in an address hu%3Ash%40%2F%3F

// works wants a page to go through a queue.
func works(t *testing.T, address string, o Options) {
	t.Helper()
	q, err := Open(t.Context(), address, o)
	if err != nil {
		t.Errorf("%s: %v", address, err)
		return
	}
	defer q.Close()
	publish(t, q, page(1, "words"))
	if err := pull(t, q, 1)[0].Ack(t.Context()); err != nil {
		t.Error(err)
	}
}

// refuses wants an error that says something, and no secret.
func refuses(t *testing.T, address string, o Options, says string) {
	t.Helper()
	q, err := Open(t.Context(), address, o)
	if err == nil {
		_ = q.Close()
	}
	if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "sh%40") || strings.Contains(err.Error(), hush) {
		t.Errorf("%s: %v, want %q", address, err, says)
	}
}

// A server may ask for TLS, a user and a password, and a certificate of who connects.
func TestTLS(t *testing.T) {
	own, other := sign(t), sign(t)
	secured := func(o server.Options, auth tls.ClientAuthType) string {
		o.TLS = true
		o.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{own.pair}, ClientCAs: own.roots, ClientAuth: auth}
		return runs(t, o)
	}
	host := secured(server.Options{Username: "me", Password: hush}, tls.NoClientCert)
	works(t, "tls://me:hu%3Ash%40%2F%3F@"+host+"/a?ca="+own.cert, Options{})
	works(t, "nats://me:hu%3Ash%40%2F%3F@"+host+"/a?ca="+own.cert, Options{})
	refuses(t, "tls://me:hu%3Ash%40%2F%3F@"+host+"/a", Options{}, "?ca=FILE")
	refuses(t, "tls://me:hu%3Ash%40%2F%3F@"+host+"/a?ca="+other.cert, Options{}, "?ca=FILE")
	refuses(t, "tls://me:wrongsh%40@"+host+"/a?ca="+own.cert, Options{}, "--queue-creds")
	refuses(t, "tls://me:hu%3Ash%40%2F%3F@"+host+"/a?ca=none.pem", Options{}, "none.pem")
	plain := runs(t, server.Options{Username: "me", Password: hush})
	works(t, "nats://me:hu%3Ash%40%2F%3F@"+plain+"/a", Options{})
	refuses(t, "tls://me:hu%3Ash%40%2F%3F@"+plain+"/a", Options{}, "the server has no TLS")
	shown := secured(server.Options{}, tls.RequireAndVerifyClientCert)
	works(t, fmt.Sprintf("tls://%s/a?ca=%s&cert=%s&key=%s", shown, own.cert, own.cert, own.key), Options{})
	refuses(t, "tls://"+shown+"/a?ca="+own.cert, Options{}, "&cert=FILE&key=FILE")
	refuses(t, fmt.Sprintf("tls://%s/a?ca=%s&cert=%s", shown, own.cert, own.cert), Options{}, "&cert=FILE&key=FILE")
}

func TestToken(t *testing.T) {
	host := runs(t, server.Options{Authorization: "a-token"})
	works(t, "nats://a-token@"+host, Options{})
	refuses(t, "nats://"+host, Options{}, "--queue-creds")
}

// pair makes a key pair, and gives its public key, too.
func pair(t *testing.T, create func() (nkeys.KeyPair, error)) (nkeys.KeyPair, string) {
	t.Helper()
	k, err := create()
	if err != nil {
		t.Fatal(err)
	}
	public, err := k.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	return k, public
}

// A server whose operator signs accounts, and these users, takes a file of credentials.
func TestCredentials(t *testing.T) {
	operator, operatorName := pair(t, nkeys.CreateOperator)
	account, accountName := pair(t, nkeys.CreateAccount)
	user, userName := pair(t, nkeys.CreateUser)
	a := jwt.NewAccountClaims(accountName)
	a.Limits.JetStreamLimits = jwt.JetStreamLimits{MemoryStorage: jwt.NoLimit, DiskStorage: jwt.NoLimit, Streams: jwt.NoLimit, Consumer: jwt.NoLimit}
	ofAccount, err := a.Encode(operator)
	if err != nil {
		t.Fatal(err)
	}
	accounts := &server.MemAccResolver{}
	if err := accounts.Store(accountName, ofAccount); err != nil {
		t.Fatal(err)
	}
	credentials := func(expires time.Time) string {
		u := jwt.NewUserClaims(userName)
		u.Expires = expires.Unix()
		ofUser, err := u.Encode(account)
		if err != nil {
			t.Fatal(err)
		}
		seed, err := user.Seed()
		if err != nil {
			t.Fatal(err)
		}
		b, err := jwt.FormatUserConfig(ofUser, seed)
		if err != nil {
			t.Fatal(err)
		}
		return file(t, "creds", b)
	}
	_, systemName := pair(t, nkeys.CreateAccount)
	system, err := jwt.NewAccountClaims(systemName).Encode(operator)
	if err == nil {
		err = accounts.Store(systemName, system)
	}
	if err != nil {
		t.Fatal(err)
	}
	host := runs(t, server.Options{TrustedKeys: []string{operatorName}, AccountResolver: accounts, SystemAccount: systemName})
	works(t, "nats://"+host, Options{Credentials: credentials(time.Now().Add(time.Hour))})
	refuses(t, "nats://"+host, Options{}, "--queue-creds")
	refuses(t, "nats://"+host, Options{Credentials: credentials(time.Now().Add(-time.Hour))}, "credentials")
}
