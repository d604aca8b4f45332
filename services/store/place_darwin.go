package store

import (
	"path/filepath"
	"syscall"
)

// mountLocal is MNT_LOCAL of statfs(2): the file system is stored locally.
const mountLocal = 0x1000

func onNetwork(path string) bool {
	var st syscall.Statfs_t
	if err := syscall.Statfs(filepath.Dir(path), &st); err != nil {
		return false
	}
	return st.Flags&mountLocal == 0
}
