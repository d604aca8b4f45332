package file

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/dropledger/dropledger/model"
)

func fill(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return strings.Join(all, " ")
}

func TestWriteAtomic_ReplacesAnOlderFileWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "report.csv")
	for _, content := range []string{"a much longer first version", "second"} {
		if err := WriteAtomic(path, 0o600, fill(content)); err != nil {
			t.Fatal(err)
		}
		if got := read(t, path); got != content {
			t.Fatalf("got %q, want %q", got, content)
		}
	}
	if got := names(t, dir); got != "report.csv" {
		t.Errorf("the folder holds %q", got)
	}
	if info, err := os.Stat(path); runtime.GOOS != "windows" && (err != nil || info.Mode().Perm() != 0o600) {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestWriteAtomic_AFailureLeavesTheOlderFileAndNothingElse(t *testing.T) {
	sorry := model.Errorf(model.Cancelled, "stopped")
	tests := []struct {
		name string
		fill func(io.Writer) error
		code model.Code
	}{
		{"the content fails half way", func(w io.Writer) error {
			_, _ = w.Write(make([]byte, 3*bufferSize))
			return sorry
		}, model.Cancelled},
		{"the disk fills up", func(io.Writer) error {
			return &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}
		}, model.DiskFull},
		{"the file may not be written", func(io.Writer) error {
			return &os.PathError{Op: "write", Path: "x", Err: syscall.EACCES}
		}, model.Unwritable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "report.csv")
			if err := WriteAtomic(path, 0o644, fill("old")); err != nil {
				t.Fatal(err)
			}
			err := WriteAtomic(path, 0o644, tt.fill)
			if model.CodeOf(err) != tt.code {
				t.Errorf("got %v (%s), want %s", err, model.CodeOf(err), tt.code)
			}
			if tt.code != model.Cancelled && !strings.Contains(err.Error(), path) {
				t.Errorf("%q does not name the file", err)
			}
			if got := read(t, path) + "|" + names(t, dir); got != "old|report.csv" {
				t.Errorf("left behind: %q", got)
			}
		})
	}
}

func TestWriteAtomic_APanicLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	func() {
		defer func() { _ = recover() }()
		_ = WriteAtomic(filepath.Join(dir, "x"), 0o644, func(io.Writer) error { panic("defect") })
	}()
	if got := names(t, dir); got != "" {
		t.Errorf("left behind: %q", got)
	}
}

func TestWriteAtomic_NamesTheReasonAPlaceCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	tests := []struct{ name, path, says string }{
		{"a folder that is not there", filepath.Join(dir, "no", "x.csv"), "does not exist"},
		{"a folder under that name", dir, "belongs to a folder"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := WriteAtomic(tt.path, 0o644, fill("x"))
			if model.CodeOf(err) != model.Unwritable || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v (%s)", err, model.CodeOf(err))
			}
		})
	}
}

func TestWriteAtomic_KeepsASymbolicLink(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "real.csv"), filepath.Join(dir, "link.csv")
	if err := os.WriteFile(target, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Skip("this system lets no test make a symbolic link")
	}
	if err := WriteAtomic(link, 0o644, fill("new")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 || read(t, target) != "new" {
		t.Errorf("link %v %v, file %q", info, err, read(t, target))
	}
}

func TestProblem_KeepsForeignErrors(t *testing.T) {
	foreign := errors.New("defect")
	if got := problem("x", foreign); !errors.Is(got, foreign) || model.CodeOf(got) != model.Internal {
		t.Errorf("got %v", got)
	}
}
