package importer

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// endings are those of files that may be tables. What a file is its content says.
var endings = []string{".csv", ".tsv", ".txt", ".xlsx"}

// Endings are the endings of files that can be imported.
func Endings() []string { return slices.Clone(endings) }

// Files names each file once, in the order given, with the files of a folder that
// may be tables in the place of the folder, by name; not those further down.
func Files(paths []string) []string {
	var all []string
	add := func(p string) {
		if p = filepath.Clean(p); !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	for _, p := range paths {
		entries, err := os.ReadDir(p)
		if err != nil { // no folder
			add(p)
			continue
		}
		for _, e := range entries {
			if e.Type().IsRegular() && !strings.HasPrefix(e.Name(), ".") && slices.Contains(endings, strings.ToLower(filepath.Ext(e.Name()))) {
				add(filepath.Join(p, e.Name()))
			}
		}
	}
	return all
}
