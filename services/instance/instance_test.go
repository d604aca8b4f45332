package instance

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
)

// TestMain lets the test program play the second start.
func TestMain(m *testing.M) {
	folder := os.Getenv("INSTANCE_TEST_FOLDER")
	if folder == "" {
		os.Exit(m.Run())
	}
	if _, err := Take(folder); model.CodeOf(err) != model.Busy {
		_, _ = os.Stderr.WriteString("the place was free\n")
		os.Exit(2)
	}
	if err := Raise(context.Background(), folder, "/books/a b.dropledger"); err != nil {
		_, _ = os.Stderr.WriteString(err.Error() + "\n")
		os.Exit(3)
	}
	os.Exit(0)
}

func TestASecondStartRaisesTheFirst(t *testing.T) {
	folder := t.TempDir()
	p, err := Take(folder)
	if err != nil {
		t.Fatal(err)
	}
	heard := make(chan string, 2)
	if err := p.Listen(func(open string) { heard <- open }); err != nil {
		t.Fatal(err)
	}
	second := exec.Command(os.Args[0])
	second.Env = append(os.Environ(), "INSTANCE_TEST_FOLDER="+folder)
	if out, err := second.CombinedOutput(); err != nil {
		t.Fatalf("the second start: %v, %s", err, out)
	}
	if got := <-heard; got != "/books/a b.dropledger" {
		t.Errorf("heard %q", got)
	}
	p.Release()
	again, err := Take(folder)
	if err != nil {
		t.Fatalf("after the first has ended: %v", err)
	}
	again.Release()
}

func TestOnlyWhoReadsTheNoteIsHeard(t *testing.T) {
	folder := t.TempDir()
	p, err := Take(folder)
	if err != nil {
		t.Fatal(err)
	}
	heard := make(chan string, 2)
	if err := p.Listen(func(open string) { heard <- open }); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"\n\n", "guess\n/etc/passwd\n", strings.Repeat("x", longest+10)} {
		c, err := net.Dial("tcp", p.listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = c.Write([]byte(words))
		buf := make([]byte, 8)
		if n, _ := c.Read(buf); n > 0 {
			t.Errorf("%.20q was answered with %q", words, buf[:n])
		}
		_ = c.Close()
	}
	p.Release()
	if len(heard) > 0 {
		t.Errorf("heard %q", <-heard)
	}
}

func TestRaise_SaysWhenNobodyAnswers(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	folder := t.TempDir()
	if err := Raise(ctx, folder, ""); model.CodeOf(err) != model.Busy {
		t.Errorf("without a note: %v", err)
	}
	foreign := `{"address":"192.0.2.1:80","token":"x"}`
	if err := os.WriteFile(filepath.Join(folder, noteName), []byte(foreign), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Raise(ctx, folder, ""); model.CodeOf(err) != model.Busy {
		t.Errorf("with a note of another computer: %v", err)
	}
	if err := Raise(ctx, folder, "a\nb"); model.CodeOf(err) != model.Invalid {
		t.Errorf("with a line break: %v", err)
	}
	if _, err := Take(filepath.Join(folder, "none")); model.CodeOf(err) != model.Unwritable {
		t.Errorf("in a folder that is not there: %v", err)
	}
}
