//go:build !windows

package store

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

const (
	hasModes      = true // file modes mean something
	canRemoveOpen = true // an open file can be removed
)

// isDiskFull also takes a quota and a limit on file sizes for a full disk: the
// remedy is the same.
func isDiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

// syncFolder makes a new name in dir survive a power cut. A file system that
// cannot sync folders is no reason to fail.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		return nil
	}
	return err
}

// writeAccess is W_OK of access(2).
const writeAccess = 2

// folderWritable asks the system instead of trying.
func folderWritable(path string) bool {
	return syscall.Access(filepath.Dir(path), writeAccess) == nil
}

// names returns how many names (hard links) the file has.
func names(path string) uint64 {
	info, err := os.Stat(path)
	if err != nil {
		return 1
	}
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(st.Nlink) //nolint:unconvert // narrower on other systems
	}
	return 1
}
