//go:build unix

package shard

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A pipe is no file, and nobody waits for what comes of it.
func TestPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.parquet")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	if _, err := Open(path); !errors.Is(err, ErrForeign) {
		t.Error(err)
	}
}

// Who may read a file says the umask.
func TestUmask(t *testing.T) {
	for mask, want := range map[int]os.FileMode{0o077: 0o600, 0o027: 0o640, 0o002: 0o664} {
		path := filepath.Join(t.TempDir(), "f.parquet")
		was := syscall.Umask(mask)
		err := Create(path, header(), func(*Writer) error { return nil })
		syscall.Umask(was)
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("umask %03o: %v, %v", mask, info.Mode(), err)
		}
	}
}
