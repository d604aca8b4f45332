package importer

import (
	"io/fs"
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
// may be tables in the place of the folder, by name; not those further down. Bare
// are the folders that hold none.
func Files(paths []string) (files, bare []string) {
	add := func(p string) {
		if p = filepath.Clean(p); !slices.Contains(files, p) {
			files = append(files, p)
		}
	}
	for _, p := range paths {
		entries, err := os.ReadDir(p)
		if err != nil { // no folder
			add(p)
			continue
		}
		tables := 0
		for _, e := range entries {
			if table(e) {
				tables++
				add(filepath.Join(p, e.Name()))
			}
		}
		if tables == 0 {
			bare = append(bare, filepath.Clean(p))
		}
	}
	return files, bare
}

// table tells whether an entry of a folder may be a table. Spreadsheet programs
// leave a mark of their own beside the files that they have open.
func table(e fs.DirEntry) bool {
	name := e.Name()
	return e.Type().IsRegular() && !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "~$") && slices.Contains(endings, strings.ToLower(filepath.Ext(name)))
}
