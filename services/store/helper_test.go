package store

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// helpers are what this test binary does when a test starts it as a second
// process: the name comes in STORE_HELPER, the book in STORE_BOOK.
var helpers = map[string]func(cfg Config) error{
	"open":  helpOpen,
	"write": helpWrite,
	"big":   helpBig,
	"raw":   helpRaw,
	"make":  helpMake,
}

func TestMain(m *testing.M) {
	if help := helpers[os.Getenv("STORE_HELPER")]; help != nil {
		cfg := Config{Path: os.Getenv("STORE_BOOK")}
		cfg.steps, _ = readSteps(os.DirFS(os.Getenv("STORE_STEPS")), ".")
		if err := help(cfg); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// helper prepares a second process; its output is lines on stdout.
func helper(t testing.TB, name, book string) *exec.Cmd {
	t.Helper()
	steps := t.TempDir()
	must(t, os.WriteFile(steps+"/0001_notes.sql", []byte(noteSteps["0001_notes.sql"]), 0o600))
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "STORE_HELPER="+name, "STORE_BOOK="+book, "STORE_STEPS="+steps)
	cmd.Stderr = os.Stderr
	return cmd
}

// run starts a helper, waits for it and returns what it printed.
func run(t testing.TB, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.Output()
	if err != nil && len(out) == 0 {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// started starts a helper and returns its output, to be read while it runs.
func started(t testing.TB, cmd *exec.Cmd) *bufio.Reader {
	t.Helper()
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	return bufio.NewReader(out)
}

func helpOpen(cfg Config) error {
	db, err := Open(ctx, cfg)
	if err != nil {
		return err
	}
	fmt.Println("opened")
	_, _ = io.Copy(io.Discard, os.Stdin) // until the test closes it, or kills this process
	return db.Close()
}

// helpWrite writes pairs of notes and tells each pair once it is committed.
func helpWrite(cfg Config) error {
	db, err := Open(ctx, cfg)
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		if err := db.Write(ctx, func(tx *Tx) error {
			if err := insert(tx.DB, fmt.Sprintf("%d %d a", os.Getpid(), i)); err != nil {
				return err
			}
			return insert(tx.DB, fmt.Sprintf("%d %d b", os.Getpid(), i))
		}); err != nil {
			return err
		}
		fmt.Println("ack")
	}
}

// helpBig writes ever larger notes until something refuses, and tells how many.
func helpBig(cfg Config) error {
	db, err := Open(ctx, cfg)
	if err != nil {
		return err
	}
	for i := 0; i < 10000; i++ {
		err := db.Write(ctx, func(tx *Tx) error {
			return insert(tx.DB, fmt.Sprintf("%d %s", i, strings.Repeat("x", 20000)))
		})
		if err != nil {
			fmt.Println(i)
			_ = db.Close()
			return err
		}
	}
	return db.Close()
}

// helpRaw tries to write the book as a program that knows no lock of ours.
func helpRaw(cfg Config) error {
	p := pool(connector{dsn: dsn(cfg.Path, "mode=rw", "_txlock=immediate", "_busy_timeout=1")}, 1)
	tx, err := p.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	fmt.Println("got in")
	return nil
}

func helpMake(cfg Config) error {
	db, err := Create(ctx, cfg)
	if err != nil {
		return err
	}
	return db.Close()
}
