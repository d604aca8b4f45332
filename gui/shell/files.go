package shell

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
)

// ending is what the name of a book ends in; known are the files that can be
// imported.
const ending = ".dropledger"

var known = []string{".csv", ".tsv", ".txt", ".xlsx", ".json", ".zip"}

func paths(items []fyne.URI) []string {
	var all []string
	for _, u := range items {
		if u.Scheme() == "file" {
			all = append(all, filepath.FromSlash(u.Path()))
		}
	}
	return all
}

func joinLines(files []string) string { return strings.Join(files, "\n") }

// chooseBook asks for a book and opens it.
func (s *Shell) chooseBook() {
	ask := page.FileAsk{Title: text.T("shell.open.title"), Endings: []string{ending}, Purpose: "book"}
	s.File(ask, func(files []string) { s.Desk().Open(files[0]) })
}

// chooseImport asks for files and shows what they would change.
func (s *Shell) chooseImport() {
	ask := page.FileAsk{Title: text.T("shell.import.title"), Endings: known, Many: true, Purpose: "import"}
	s.File(ask, s.Import)
}

// Drop takes files that were dropped on the window: a book is opened, all else is
// imported, or taken by the screen if it wants them. A folder stands for the
// files in it that can be imported.
func (s *Shell) Drop(dropped []string) {
	if s.modal() || len(dropped) == 0 {
		return
	}
	if len(dropped) == 1 && strings.EqualFold(filepath.Ext(dropped[0]), ending) {
		s.Desk().Open(dropped[0])
		return
	}
	if s.book == nil {
		s.Toast(page.Toast{Tone: page.Warning, Text: text.T("shell.off.book")})
		return
	}
	files := spread(dropped)
	switch d, ok := s.current().(page.Dropper); {
	case len(files) == 0:
		s.Toast(page.Toast{Tone: page.Warning, Text: text.T("shell.drop.none")})
	case ok:
		s.guard(s.shown.route.Screen, func() { d.Drop(files) })
	default:
		s.Import(files)
	}
}

// spread puts the files of a folder in its place and names each file once.
func spread(dropped []string) []string {
	var all []string
	for _, p := range dropped {
		if info, err := os.Stat(p); err == nil && info.IsDir() {
			inside, err := inFolder(p, importable)
			if err != nil {
				continue // a folder that cannot be read holds nothing to import
			}
			all = append(all, inside...)
			continue
		}
		all = append(all, filepath.Clean(p))
	}
	var once []string
	for _, p := range all {
		if !slices.Contains(once, p) {
			once = append(once, p)
		}
	}
	return once
}

func importable(name string) bool {
	return slices.Contains(known, strings.ToLower(filepath.Ext(name)))
}

// inFolder lists the files of a folder that fit, by name; not those further down.
func inFolder(folder string, fits func(name string) bool) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, e := range entries {
		if e.Type().IsRegular() && !strings.HasPrefix(e.Name(), ".") && fits(e.Name()) {
			all = append(all, filepath.Join(folder, e.Name()))
		}
	}
	return all, nil
}
