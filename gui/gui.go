// Package gui is the window of the program: it puts the shell, the screens and
// the services together, once for a display and once for pictures. It must not
// know how a screen draws or what a service does.
package gui

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"github.com/dropledger/dropledger/gui/forwarding"
	"github.com/dropledger/dropledger/gui/kit"
	_ "github.com/dropledger/dropledger/gui/locale" // before the toolkit asks for the language
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/prefs"
	"github.com/dropledger/dropledger/gui/shell"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/resources"
	"github.com/dropledger/dropledger/services/instance"
	"github.com/dropledger/dropledger/services/logfile"
)

// ID is the program's name in the desktop.
const ID = "io.github.dropledger"

// Config says what the window works on.
type Config struct {
	Context context.Context // carries who works
	Data    string          // folder of the program's data
	Book    string          // to be opened; "" shows the welcome screen
	Program string          // name and version, as documents carry them
	Version string
	About   string // what the program is built on, for whoever helps
	Clock   func() time.Time
	Opened  func(path string) error // notes the book as the last used one
	Trace   func(what string)       // hears what happened when; nil is silent
}

// Run shows the window until it is closed. When the data folder has a window
// already, that one comes to the front and Run is done.
func Run(cfg Config) error {
	if err := display(); err != nil {
		return err
	}
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		return model.Errorf(model.Unwritable, "The folder %s cannot be made, so the program cannot start. Choose another with DROPLEDGER_DATA.", cfg.Data).Because(err)
	}
	place, err := instance.Take(cfg.Data)
	if model.CodeOf(err) == model.Busy {
		return instance.Raise(cfg.Context, cfg.Data, absolute(cfg.Book))
	}
	if err != nil {
		return err
	}
	defer place.Release()
	log, closeLog := cfg.log()
	defer closeLog()
	easeDrawing()
	cfg.window(place, log)
	return nil
}

// display says early, and in a sentence, that there is no display.
func display() error {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != "" {
		return nil
	}
	return model.Errorf(model.Refused, "There is no display, so no window can open. \"dropledger --help\" lists what works without one.")
}

func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil && path != "" {
		return abs
	}
	return path
}

func (cfg Config) logs() string { return filepath.Join(cfg.Data, "logs") }

// log writes to the rotating log. A folder that takes none does not keep the
// program from working.
func (cfg Config) log() (*slog.Logger, func()) {
	f, err := logfile.Open(cfg.logs())
	if err != nil {
		return slog.New(slog.DiscardHandler), func() {}
	}
	log := slog.New(slog.NewJSONHandler(f, nil))
	slog.SetDefault(log) // what the toolkit says goes there too
	log.Info("started", "program", cfg.Program, "os", runtime.GOOS, "arch", runtime.GOARCH)
	return log, func() {
		log.Info("ended")
		_ = f.Close()
	}
}

// window builds and runs the window.
func (cfg Config) window(place *instance.Place, log *slog.Logger) {
	a := cfg.app()
	w := a.NewWindow("Dropledger")
	w.SetMaster()
	run := cfg.runner(w)
	kit.Use(run)
	s := shell.New(cfg.shell(shell.Config{
		App: a, Window: w, Run: run, Log: log, Memory: prefs.Open(filepath.Join(cfg.Data, "window.json")), Quit: a.Quit, GiveBack: giveBack, Launch: launch,
	}))
	if err := place.Listen(func(open string) { run.UI(func() { s.Raise(open) }) }); err != nil {
		log.Warn("a second start will not raise this window", "err", err)
	}
	line := firstLine(w)
	cfg.trace(w, run)
	// The system may ask the program to end before the toolkit listens for it.
	defer context.AfterFunc(cfg.Context, func() { run.UI(a.Quit) })()
	fell := cfg.watchFall(log)
	a.Lifecycle().SetOnStarted(func() {
		aim(w, run.UI)
		s.Launch(absolute(cfg.Book))
		run.After(calm, line)
		if fell {
			s.Toast(page.Toast{Tone: page.Warning, Text: text.T("shell.fell")})
		}
	})
	w.ShowAndRun()
	s.End()                                            // the system may have ended the loop
	_ = os.Remove(filepath.Join(cfg.logs(), fallName)) // empty: this run did not fall
}

// The report of a fall: of this run, and of the last one that fell.
const (
	fallName = "crash.txt"
	fellName = "crash-last.txt"
)

// watchFall lets the runtime write what it says last into the folder of the log,
// and tells whether the last run fell.
func (cfg Config) watchFall(log *slog.Logger) (fell bool) {
	path := filepath.Join(cfg.logs(), fallName)
	if info, err := os.Stat(path); err == nil && info.Size() > 0 {
		fell = os.Rename(path, filepath.Join(cfg.logs(), fellName)) == nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err == nil {
		err = errors.Join(debug.SetCrashOutput(f, debug.CrashOptions{}), f.Close())
	}
	if err != nil {
		log.Warn("a fall of the program would leave no report", "err", err)
	}
	return fell
}

// app makes the app of the toolkit, which wants a few things in place before.
func (cfg Config) app() fyne.App {
	makeCache()
	app.SetMetadata(fyne.AppMetadata{
		ID: ID, Name: "Dropledger", Version: cfg.Version, Icon: fyne.NewStaticResource("dropledger.png", resources.AppIcon),
		Migrations: map[string]bool{"fyneDo": true},
	})
	a := app.NewWithID(ID)
	a.SetIcon(fyne.NewStaticResource("dropledger.png", resources.AppIcon))
	return a
}

// makeCache makes the folders of the toolkit's cache and settings, of which it
// makes only the last one by itself. Without them it works all the same.
func makeCache() {
	for _, folder := range []func() (string, error){os.UserCacheDir, os.UserConfigDir} {
		if path, err := folder(); err == nil {
			_ = os.MkdirAll(filepath.Join(path, "fyne"), 0o700)
		}
	}
}

// shell fills in what the shell is the same for a display and for pictures.
func (cfg Config) shell(c shell.Config) shell.Config {
	c.Context, c.Clock, c.Program, c.Data, c.Logs = cfg.Context, cfg.Clock, cfg.Program, cfg.Data, cfg.logs()
	c.About = func() string { return cfg.About }
	c.Shelf = &shelf{folder: filepath.Join(cfg.Data, "books"), clock: cfg.Clock, log: c.Log, program: cfg.Program, opened: cfg.Opened}
	c.Screens, c.Prepare, c.Topics, c.Count, c.Find = screens, prepared, topics(), waiting, search
	c.Tend = forwarding.Tend
	return c
}
