package embedded

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/nats-io/nats.go"
)

// A folder has one server at a time; others of the machine find it there, and nobody
// else may read where.
func TestStart(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "q")
	for range 2 {
		s, err := Start(folder)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Start(folder); !errors.Is(err, ErrElsewhere) {
			t.Error(err)
		}
		address, err := Address(folder)
		if err != nil || address != s.Address || !strings.Contains(address, "@127.0.0.1:") {
			t.Errorf("%q, %v", address, err)
		}
		for name, options := range map[string][]nats.Option{"loopback": nil, "in process": {nats.InProcessServer(s)}} {
			c, err := nats.Connect(address, options...)
			if err != nil {
				t.Fatal(name, err)
			}
			c.Close()
		}
		_, port, _ := strings.Cut(address, "@")
		if _, err := nats.Connect("nats://" + port); err == nil {
			t.Error("anybody may connect")
		}
		if info, err := os.Stat(filepath.Join(folder, addressFile)); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Error(info.Mode(), err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if address, err := Address(folder); address != "" || err != nil {
			t.Errorf("%q, %v", address, err)
		}
	}
}
