package main_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// The tests of the window start the program on a display of its own (Xvfb) and
// send it keys and clicks (xdotool). They wait for what happens, never for time:
// a program built with the tag "watched" answers what can be seen once everything
// that was sent has arrived and nothing more is on its way to the window.

// patience is how long one answer may take on a slow and busy computer.
const patience = 90 * time.Second

// needTools skips a test whose tools are not here; where changes are checked they
// have to be.
func needTools(t *testing.T, tools ...string) {
	t.Helper()
	if testing.Short() {
		t.Skip("the window takes longer than a short test")
	}
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err == nil {
			continue
		}
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing: the window cannot be tested", tool)
		}
		t.Skipf("%s is missing: the window cannot be tested here", tool)
	}
}

// TestMain takes the program away that the tests of the window built.
func TestMain(m *testing.M) {
	m.Run()
	_ = os.RemoveAll(builtIn)
}

var builtIn string

// watched builds the program once.
var watched = sync.OnceValues(func() (string, error) {
	var err error
	if builtIn, err = os.MkdirTemp("", "dropledger"); err != nil {
		return "", err
	}
	path := filepath.Join(builtIn, "dropledger")
	if out, err := exec.Command("go", "build", "-tags", "watched", "-o", path, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

// desktop is a display with a home folder and a data folder of its own.
type desktop struct {
	t       *testing.T
	program string
	home    string
	env     []string
}

func newDesktop(t *testing.T) *desktop {
	t.Helper()
	needTools(t, "Xvfb", "xdotool", "pdftotext")
	program, err := watched()
	if err != nil {
		t.Fatal(err)
	}
	d := &desktop{t: t, program: program, home: t.TempDir()}
	run := t.TempDir()
	d.env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + d.home, "USER=ann", "LANG=en_US.UTF-8", "TZ=UTC", "XDG_RUNTIME_DIR=" + run,
		"DROPLEDGER_DATA=" + filepath.Join(d.home, "data"), "DROPLEDGER_NOW=2026-11-22T09:00:00Z", "DROPLEDGER_NO_KEYRING=1",
		"DROPLEDGER_TRACE=1", "LIBGL_ALWAYS_SOFTWARE=1", "FYNE_PLATFORM=x11", "DISPLAY=" + display(t),
	}
	return d
}

// display starts an X server that chooses its own number.
func display(t *testing.T) string {
	t.Helper()
	number, tell, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1366x768x24", "-nolisten", "tcp")
	x.ExtraFiles = []*os.File{tell}
	if err := x.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = x.Process.Kill()
		_ = x.Wait()
	})
	_ = tell.Close()
	if err := number.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(number).ReadString('\n')
	if err != nil {
		t.Fatalf("the X server did not start: %v", err)
	}
	return ":" + strings.TrimSpace(line)
}

func (d *desktop) command(name string, args ...string) (*exec.Cmd, context.CancelFunc) {
	ctx, stop := context.WithTimeout(d.t.Context(), patience)
	c := exec.CommandContext(ctx, name, args...)
	c.Env = d.env
	return c, stop
}

// try runs a command of the program and returns what it printed, and why it
// failed.
func (d *desktop) try(in string, args ...string) (string, error) {
	c, stop := d.command(d.program, args...)
	defer stop()
	c.Stdin = strings.NewReader(in)
	var out, say bytes.Buffer
	c.Stdout, c.Stderr = &out, &say
	if err := c.Run(); err != nil {
		return out.String(), fmt.Errorf("%v: %w: %s", args, err, say.String())
	}
	return out.String(), nil
}

// do runs a command of the program that must succeed and returns its JSON.
func (d *desktop) do(in string, args ...string) map[string]any {
	d.t.Helper()
	out, err := d.try(in, append(args, "--json")...)
	if err != nil {
		d.t.Fatal(err)
	}
	var v map[string]any
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		d.t.Fatalf("%v printed no JSON: %v: %s", args, err, out)
	}
	return v
}

// write puts a file into the home folder and returns its path.
func (d *desktop) write(name, content string) string {
	d.t.Helper()
	path := filepath.Join(d.home, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		d.t.Fatal(err)
	}
	return path
}

// view is what a person sees, as the program answers it.
type view struct {
	Title string
	Focus string
	Busy  int64
	Seen  []struct {
		Text  string
		X, Y  int
		Above bool
	}
}

// window is the program with its window open.
type window struct {
	*desktop
	cmd   *exec.Cmd
	stop  context.CancelFunc
	in    io.Writer
	lines chan string
	said  bytes.Buffer // on standard error
	id    string       // of the window on the display
	ended bool
	view
}

// open starts the window and waits until it shows its first screen.
func (d *desktop) open(args ...string) *window {
	d.t.Helper()
	w := &window{desktop: d, lines: make(chan string, 1)}
	ctx, stop := context.WithCancel(context.WithoutCancel(d.t.Context()))
	w.stop = stop
	w.cmd = exec.CommandContext(ctx, d.program, args...)
	w.cmd.Env, w.cmd.Stderr = d.env, &w.said
	in, err := w.cmd.StdinPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	w.in = in
	out, err := w.cmd.StdoutPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	if err := w.cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(w.kill)
	go func() {
		defer close(w.lines)
		for s := bufio.NewReaderSize(out, 1<<20); ; {
			line, err := s.ReadString('\n')
			if err != nil {
				return
			}
			w.lines <- line
		}
	}()
	w.settle()
	w.id, _, _ = strings.Cut(w.tool("search", "--onlyvisible", "--name", "Dropledger"), "\n")
	w.tool("windowfocus", w.id)
	w.settle()
	return w
}

// kill ends the program the hard way, unless it has ended.
func (w *window) kill() {
	if w.ended {
		return
	}
	w.ended = true
	_ = w.cmd.Process.Kill()
	w.drain()
}

func (w *window) drain() {
	for range w.lines {
		continue // until the program has closed it
	}
	_ = w.cmd.Wait()
	w.stop()
}

// left waits until the program has ended by itself.
func (w *window) left() {
	w.t.Helper()
	w.ended = true
	late := time.AfterFunc(patience, w.stop)
	w.drain()
	if !late.Stop() || !w.cmd.ProcessState.Success() {
		w.t.Fatalf("the program did not end well: %v: %s", w.cmd.ProcessState, w.said.String())
	}
}

func (w *window) tool(args ...string) string {
	w.t.Helper()
	c, stop := w.command("xdotool", args...)
	defer stop()
	out, err := c.Output()
	if err != nil {
		w.t.Fatalf("xdotool %v: %v", args, err)
	}
	return string(out)
}

// settle waits until all that was sent has arrived and nothing is on its way to
// the window, and looks. now only waits for what was sent.
func (w *window) settle() { w.t.Helper(); w.ask("settled") }
func (w *window) now()    { w.t.Helper(); w.ask("now") }

func (w *window) ask(how string) {
	w.t.Helper()
	if _, err := io.WriteString(w.in, how+"\n"); err != nil {
		w.t.Fatalf("the window is gone: %v: %s", err, w.said.String())
	}
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case line, ok := <-w.lines:
		w.view = view{}
		if err := json.Unmarshal([]byte(line), &w.view); err != nil || !ok {
			w.t.Fatalf("the window answered %q: %v: %s", line, err, w.said.String())
		}
	case <-late.C:
		w.t.Fatalf("the window did not settle, with %s before", w)
	}
}

// String is what was seen last, for messages.
func (w *window) String() string {
	var s strings.Builder
	fmt.Fprintf(&s, "%q, focus on %s:", w.Title, w.Focus)
	for _, o := range w.Seen {
		s.WriteString(" " + strconv.Quote(o.Text))
	}
	return s.String()
}

// key presses keys one after the other, as xdotool names them.
func (w *window) key(keys ...string) {
	w.t.Helper()
	for _, k := range keys {
		w.tool("key", k)
		w.settle()
	}
}

func (w *window) typed(text string) {
	w.t.Helper()
	w.tool("type", "--delay", "2", text)
	w.settle()
}

// click clicks on a text; what lies above the screen comes first.
func (w *window) click(text string) {
	w.t.Helper()
	for _, o := range w.Seen {
		if o.Text != text {
			continue
		}
		w.tool("mousemove", "--window", w.id, strconv.Itoa(o.X), strconv.Itoa(o.Y))
		w.now() // the program takes a move up once a frame
		w.tool("click", "1")
		w.settle()
		return
	}
	w.t.Fatalf("%q is not there; there is %s", text, w)
}

// has tells whether a text is seen, alone or within another.
func (w *window) has(text string) bool {
	for _, o := range w.Seen {
		if strings.Contains(o.Text, text) {
			return true
		}
	}
	return false
}

// see fails the test for each text that is not seen.
func (w *window) see(texts ...string) {
	w.t.Helper()
	for _, text := range texts {
		if !w.has(text) {
			w.t.Fatalf("%q is not there; there is %s", text, w)
		}
	}
}

// until looks again and again until a text is seen.
func (w *window) until(text string) {
	w.t.Helper()
	ctx, stop := context.WithTimeout(w.t.Context(), patience)
	defer stop()
	for w.now(); !w.has(text); w.now() {
		if ctx.Err() != nil {
			w.t.Fatalf("%q did not come; there is %s", text, w)
		}
	}
}

// titled fails the test unless the title of the window begins so.
func (w *window) titled(begin string) {
	w.t.Helper()
	if !strings.HasPrefix(w.Title, begin) {
		w.t.Fatalf("the window shows %s, want %s", w, begin)
	}
}
