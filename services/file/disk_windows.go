package file

import (
	"errors"
	"syscall"
)

const (
	errorHandleDiskFull    = syscall.Errno(39)
	errorDiskFull          = syscall.Errno(112)
	errorDiskQuotaExceeded = syscall.Errno(1295)
)

func isDiskFull(err error) bool {
	return errors.Is(err, errorDiskFull) || errors.Is(err, errorHandleDiskFull) || errors.Is(err, errorDiskQuotaExceeded)
}

// syncFolder does nothing: Windows has no way to sync a folder, and NTFS
// journals the rename.
func syncFolder(string) error { return nil }
