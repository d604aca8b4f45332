//go:build !windows

package store

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

func withUmask(t *testing.T, mask int) {
	t.Helper()
	old := syscall.Umask(mask)
	t.Cleanup(func() { syscall.Umask(old) })
}

// asNobody runs the calling test again as a user whom file modes can stop.
func asNobody(t *testing.T) {
	t.Helper()
	dir, err := os.MkdirTemp("", "nobody-")
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	must(t, os.Chmod(dir, 0o777)) //nolint:gosec // the other user works here
	program, err := os.ReadFile(os.Args[0])
	must(t, err)
	copied := filepath.Join(dir, "test")
	must(t, os.WriteFile(copied, program, 0o700))
	must(t, os.Chmod(copied, 0o755)) //nolint:gosec // the other user runs it
	cmd := exec.Command(copied, "-test.run=^"+t.Name()+"$")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TMPDIR="+dir, "HOME="+dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("as another user: %v\n%s", err, out)
	}
}
