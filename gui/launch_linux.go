package gui

import (
	"errors"
	"fmt"
	"net/url"
	"os/exec"
	"slices"
)

// opener is the command that finds the program for a file or link.
const opener = "xdg-open"

// launch hands something to the program for it and waits until that is done: the
// toolkit starts the same command and never hears that it found no program. The
// command may live as long as the program it starts, so any other end is not one
// of the opener's.
func launch(u *url.URL) error {
	err := exec.Command(opener, u.String()).Run() //nolint:gosec // only addresses and files that a person chose to open
	var ended *exec.ExitError
	if !errors.As(err, &ended) {
		return err // nil, or there is no such command
	}
	// No file, no program, the program failed: the man page of xdg-open.
	if code := ended.ExitCode(); slices.Contains([]int{2, 3, 4}, code) {
		return fmt.Errorf("%s ended with %d", opener, code)
	}
	return nil
}
