package gui

import (
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// The opener of the system tells by its end that it found no program; another end is
// that of the program it started.
func TestLaunch_HearsThatNoProgramOpensIt(t *testing.T) {
	bin := t.TempDir()
	t.Setenv("PATH", bin)
	u := &url.URL{Scheme: "https", Host: "example.com"}
	if launch(u) == nil {
		t.Error("a missing opener is taken for a program that opened it")
	}
	for end, fails := range map[int]bool{0: false, 1: false, 2: true, 3: true, 4: true, 130: false} {
		script := "#!/bin/sh\nexit " + strconv.Itoa(end) + "\n"
		if err := os.WriteFile(filepath.Join(bin, opener), []byte(script), 0o700); err != nil { //nolint:gosec // it is run
			t.Fatal(err)
		}
		if err := launch(u); (err != nil) != fails {
			t.Errorf("an end with %d says %v", end, err)
		}
	}
}
