package welcome

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/store"
)

// mostRecent is how many of the books opened last are shown.
const mostRecent = 4

// found is what lies on the disk.
type found struct {
	recent []recent
	sample string       // path of a sample business, "" when there is none
	copies []store.Copy // backups of the book that could not be opened
}

// recent is a book opened last, and whether it is there.
type recent struct {
	page.Recent
	missing bool
}

// look returns what looks at the disk, which may take a while: a book may lie on
// a disk that is asleep, or far.
func look(d page.Desk) func(context.Context) (*found, error) {
	known, failure := d.Recent(), d.Failure()
	samples := []string{samplePath(d)}
	for _, r := range known {
		if r.Sample {
			samples = append([]string{r.Path}, samples...)
		}
	}
	return func(context.Context) (*found, error) {
		var f found
		for _, r := range known[:min(len(known), mostRecent)] {
			f.recent = append(f.recent, recent{r, !there(r.Path)})
		}
		for _, path := range samples {
			if f.sample == "" && there(path) {
				f.sample = path
			}
		}
		if failure != nil {
			var err error
			if f.copies, err = store.Copies(failure.Path); err != nil {
				f.copies = nil // a folder that cannot be read offers nothing
			}
		}
		return &f, nil
	}
}

func there(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// samplePath is where the first sample business lies, or would lie.
func samplePath(d page.Desk) string {
	return filepath.Join(filepath.Dir(d.BookPath(page.SampleName)), file.SafeName(page.SampleName)+ending)
}

// brief is a folder as a person knows it: the own one is "~".
func brief(folder string) string {
	home, err := os.UserHomeDir()
	if err != nil {
		return folder
	}
	if rest, ok := strings.CutPrefix(folder, home); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
		return "~" + rest
	}
	return folder
}
