//go:build !windows

package file

import (
	"errors"
	"os"
	"syscall"
)

// isDiskFull also takes a quota and a file size limit for a full disk: the
// remedy is the same.
func isDiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

// syncFolder makes a rename survive a power cut. File systems that cannot
// sync a folder say EINVAL or ENOTSUP; the rename itself has happened.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return nil // a folder that may be written but not read
	}
	defer func() { _ = d.Close() }()
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		return nil
	}
	return err
}
