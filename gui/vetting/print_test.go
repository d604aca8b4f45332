package vetting

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit/action"
)

func TestVetting_TheScorecardIsPrintedExportedAndWrittenAsALetter(t *testing.T) {
	b := book(t, assessed)
	dir := t.TempDir()
	h, d := open(t, b, "")
	run := func(id string) {
		t.Helper()
		for _, a := range d.Actions() {
			if a.ID == id {
				a.Run()
				return
			}
		}
		t.Fatalf("there is no action %s", id)
	}
	for _, c := range []struct {
		name string
		do   func()
		head string
	}{
		{"card.pdf", func() { h.Key(action.Ctrl(fyne.KeyP)) }, "%PDF"},
		{"card.xlsx", d.Export, "PK"},
		{"review.pdf", func() { h.Key(action.Plain(fyne.KeyW)) }, "%PDF"},
	} {
		path := filepath.Join(dir, c.name)
		h.Files = []string{path}
		c.do()
		file, err := os.ReadFile(path)
		if err != nil || len(file) < 1000 || string(file[:len(c.head)]) != c.head {
			t.Errorf("%s: %d bytes, %v", c.name, len(file), err)
		}
	}
	if len(h.Opened) != 2 || filepath.Base(h.Opened[0]) != "card.pdf" || filepath.Base(h.Opened[1]) != "review.pdf" {
		t.Errorf("opened: %q", h.Opened)
	}
	h.Files = []string{filepath.Join(dir, "nowhere", "card.pdf")}
	run("vetting.print")
	if len(h.Reports) != 1 {
		t.Errorf("a folder that is not there: %v", h.Reports)
	}
}
