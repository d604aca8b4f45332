package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// A computer that lacks one header gets the package that brings it, and no
// other: what stands for the compiler refuses just that header, and what stands
// for the package manager writes down what it is asked for.
func TestPackages_AskForTheOneHeaderThatIsMissing(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the headers are asked for on Linux only")
	}
	for header, want := range map[string]string{
		"X11/Xcursor/Xcursor.h":       "libxcursor-dev",
		"X11/extensions/Xrandr.h":     "libxrandr-dev",
		"X11/extensions/Xinerama.h":   "libxinerama-dev",
		"X11/extensions/XInput2.h":    "libxi-dev",
		"X11/extensions/xf86vmode.h":  "libxxf86vm-dev",
		"GL/gl.h":                     "libgl1-mesa-dev",
		"wayland-client-core.h":       "libwayland-dev",
		"xkbcommon/xkbcommon.h":       "libxkbcommon-dev",
		"nothing/that/is/asked/for.h": "",
	} {
		t.Run(header, func(t *testing.T) {
			if asked := askedFor(t, header); asked != want {
				t.Errorf("asked for %q, want %q", asked, want)
			}
		})
	}
}

// askedFor are the packages that are asked for where one header is missing.
func askedFor(t *testing.T, header string) string {
	t.Helper()
	folder := t.TempDir()
	list := filepath.Join(folder, "asked")
	for name, text := range map[string]string{
		"cc":      "#!/bin/sh\n! grep -qxF '#include <" + header + ">'\n",
		"apt-get": "#!/bin/sh\necho \"$@\" >>'" + list + "'\n",
		"id":      "#!/bin/sh\necho 0\n", // nobody is asked for a password
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(".ci/packages", "run")
	cmd.Env = append(os.Environ(), "CI=true", "CC="+filepath.Join(folder, "cc"), "PATH="+folder+":"+os.Getenv("PATH"))
	said, err := cmd.CombinedOutput()
	text, _ := os.ReadFile(list)
	if (err != nil) != (len(text) > 0) { // what is not there afterwards is said
		t.Fatalf("%v: %s", err, said)
	}
	words := strings.Fields(string(text))
	words = slices.DeleteFunc(words, func(w string) bool { return !strings.HasSuffix(w, "-dev") })
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}
