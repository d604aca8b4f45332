// Package reportstest lets tests check written files with other people's
// programs: LibreOffice, hledger, beancount, poppler. It must not be imported
// by anything but tests.
package reportstest

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const patience = 3 * time.Minute

// Tool returns the path of a program. Without it the test fails where CI=true,
// for there everything is meant to be checked, and is skipped elsewhere.
func Tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("this check needs the program %s, which is not installed here", name)
	}
	t.Skipf("this check needs the program %s, which is not installed here", name)
	return ""
}

// Run runs a program and returns what it printed, failing the test with it
// when the program does not succeed.
func Run(t testing.TB, name string, args ...string) string {
	t.Helper()
	path := Tool(t, name)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TZ=UTC")
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out.String())
	}
	return out.String()
}

// Office converts a file with LibreOffice, in a profile of its own, and
// returns the converted text. to is a filter such as "fods" or
// "csv:Text - txt - csv (StarCalc):44,34,76"; infilter may be empty.
func Office(t testing.TB, file, infilter, to string) string {
	t.Helper()
	dir := t.TempDir()
	args := []string{
		"-env:UserInstallation=file://" + filepath.ToSlash(filepath.Join(dir, "profile")),
		"--headless", "--norestore", "--convert-to", to, "--outdir", dir,
	}
	if infilter != "" {
		args = append(args, "--infilter="+infilter)
	}
	said := Run(t, "soffice", append(args, file)...)
	ext, _, _ := strings.Cut(to, ":")
	name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)) + "." + ext
	content, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatalf("LibreOffice wrote no %s: %s", name, said)
	}
	return string(content)
}
