// Package embedded runs a NATS server with JetStream within this process, with its
// files in a folder. Other programs of this machine and user find it by the folder,
// and reach it by a loopback port and a token that only they can read.
package embedded

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// Files in the folder.
const (
	lockFile    = "lock"
	addressFile = "address" // of the server that runs, with its token
	streams     = "streams"
)

// ErrElsewhere is of a folder whose server runs in another process.
var ErrElsewhere = errors.New("another program runs it")

// Server is a server within this process.
type Server struct {
	nats.InProcessConnProvider
	Address string // with the token
	server  *server.Server
	folder  string
	lock    *os.File
}

// Start starts the server of a folder, and makes the folder. Error: ErrElsewhere.
func Start(folder string) (_ *Server, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("start the queue in %s: %w", folder, err)
		}
	}()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	lock, err := os.OpenFile(filepath.Join(folder, lockFile), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	got, err := locked(lock)
	if err == nil && !got {
		err = ErrElsewhere
	}
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	s := &Server{folder: folder, lock: lock}
	if err := s.run(rand.Text()); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

const (
	starting = 30 * time.Second
	anySpace = 1 << 50 // bytes that streams may ask for; the disk's end is met in any case
)

func (s *Server) run(token string) (err error) {
	s.server, err = server.NewServer(&server.Options{
		ServerName: "chancery", Host: "127.0.0.1", Port: server.RANDOM_PORT, Authorization: token,
		JetStream: true, StoreDir: filepath.Join(s.folder, streams), JetStreamMaxStore: anySpace,
		NoSigs: true, NoLog: true, DisableJetStreamBanner: true,
	})
	if err != nil {
		return err
	}
	s.InProcessConnProvider = s.server
	go s.server.Start()
	if !s.server.ReadyForConnections(starting) {
		return errors.New("it does not start: is the disk full, or the folder not of this program?")
	}
	at, ok := s.server.Addr().(*net.TCPAddr)
	if !ok {
		return errors.New("it has no port")
	}
	s.Address = fmt.Sprintf("nats://%s@127.0.0.1:%d", token, at.Port)
	return os.WriteFile(filepath.Join(s.folder, addressFile), []byte(s.Address+"\n"), 0o600)
}

// Close ends the server; what it holds stays in the folder.
func (s *Server) Close() error {
	err := os.Remove(filepath.Join(s.folder, addressFile))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if s.server != nil {
		s.server.Shutdown()
		s.server.WaitForShutdown()
	}
	return errors.Join(err, s.lock.Close())
}

// Address is where the server of a folder is reached that runs in another process, ""
// where it says nothing of that.
func Address(folder string) (string, error) {
	b, err := os.ReadFile(filepath.Join(folder, addressFile))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return strings.TrimSpace(string(b)), err
}
