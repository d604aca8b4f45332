package store

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// surroundings is what the book's place means for its safety.
type surroundings struct {
	unsafeFolder bool // WAL must not be used here
	sentences    []string
}

// syncedRoots are folder names by which synchronising services are known, in
// lower case; "onedrive - firm" counts as onedrive.
var syncedRoots = map[string]string{
	"dropbox":          "Dropbox",
	"onedrive":         "OneDrive",
	"icloud drive":     "iCloud Drive",
	"iclouddrive":      "iCloud Drive",
	"mobile documents": "iCloud Drive",
	"cloudstorage":     "a cloud service",
	"google drive":     "Google Drive",
	"googledrive":      "Google Drive",
	"nextcloud":        "Nextcloud",
	"owncloud":         "ownCloud",
	"pclouddrive":      "pCloud",
	"megasync":         "MEGA",
	"syncthing":        "Syncthing",
	"box sync":         "Box",
}

func lookAround(path string) surroundings {
	var s surroundings
	if service := syncedBy(path); service != "" {
		s.unsafeFolder = true
		s.add("The book lies in a folder that %s copies to other computers. Two computers writing at once can destroy it: move the book to a folder of its own, and let only the backups go to %s.", service, service)
	}
	if onNetwork(path) {
		s.unsafeFolder = true
		s.add("The book lies on a network drive. A lost connection can damage it, and saving is slower: move the book to a disk of this computer.")
	}
	if copies := conflictCopies(path); len(copies) > 0 {
		s.add("Beside the book lies %q, a copy that a synchronising service made because two computers wrote the book. Find out which of the two is the right one before you go on.", copies[0])
	}
	if names(path) > 1 {
		s.add("The book file has a second name (a hard link). Open it by one name only: two names mean two locks, and the book could be destroyed.")
	}
	return s
}

func (s *surroundings) add(format string, args ...any) {
	s.sentences = append(s.sentences, fmt.Sprintf(format, args...))
}

// syncedBy names the service that synchronises the folder of path, or "".
func syncedBy(path string) string {
	for part := range strings.SplitSeq(strings.ToLower(filepath.ToSlash(filepath.Dir(path))), "/") {
		part, _, _ = strings.Cut(part, " (")  // "Dropbox (Personal)"
		part, _, _ = strings.Cut(part, " - ") // "OneDrive - Firm"
		if service := syncedRoots[part]; service != "" {
			return service
		}
	}
	return ""
}

// conflictCopies finds what Dropbox, Nextcloud, Google Drive and Syncthing leave
// beside a file that two computers wrote.
func conflictCopies(path string) []string {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return nil
	}
	stem := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	var found []string
	for _, e := range entries {
		name := e.Name()
		rest, ours := strings.CutPrefix(name, stem)
		rest = strings.ToLower(rest)
		if ours && (strings.Contains(rest, "conflicted copy") || strings.Contains(rest, "sync-conflict") || strings.Contains(rest, "[conflict]")) {
			found = append(found, name)
		}
	}
	return found
}
