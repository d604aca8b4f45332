package store

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

const (
	hasModes      = false
	canRemoveOpen = false
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

// folderWritable tries: access lists on Windows cannot be asked simply.
func folderWritable(path string) bool {
	f, err := os.CreateTemp(filepath.Dir(path), ".dropledger-*.tmp")
	if err != nil {
		return false
	}
	_ = f.Close()
	_ = os.Remove(f.Name())
	return true
}

// names is 1: hard links to documents are rare on Windows and cost an open to find.
func names(string) uint64 { return 1 }
