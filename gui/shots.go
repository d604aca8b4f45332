package gui

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/shell"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/demo"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/store"
)

// ShotOptions say what is drawn.
type ShotOptions struct {
	Out   string // the folder, made when it is not there
	Theme string // "light" or "dark"; "" draws both
	Size  string // of the window: "1366x768"
	Scale int    // percent, 100 to 200 in steps of 10, of which the pictures are larger than Size; 0 is 100
	Only  string // a regular expression; of all pictures those whose name fits it, "" for all
}

const (
	sampleOrders = 400
	smallest     = 320
	largest      = 8192
)

// Shots draws every screen in every state to PNG files and returns their paths.
// It needs no display and changes nothing in the book; without a book it draws a
// sample business.
func Shots(cfg Config, o ShotOptions) (files []string, err error) {
	size, err := o.size()
	if err != nil {
		return nil, err
	}
	wanted, err := o.shots()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(o.Out, 0o755); err != nil {
		return nil, model.Errorf(model.Unwritable, "The folder %s cannot be made. Choose another for the pictures.", o.Out).Because(err)
	}
	folder, err := os.MkdirTemp("", "dropledger-shots")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	d := &draughtsman{cfg: cfg, folder: folder, size: size, scale: o.Scale}
	if err := d.books(); err != nil {
		return nil, err
	}
	slog.SetDefault(slog.New(slog.DiscardHandler)) // what the toolkit says without a display
	d.easel = newEasel(size)
	for _, look := range o.looks() {
		for _, s := range wanted {
			path := filepath.Join(o.Out, s.Name+"-"+look.name+".png")
			if err := d.draw(s, look.look, path); err != nil {
				return files, fmt.Errorf("picture %s: %w", s.Name, err)
			}
			files = append(files, path)
		}
	}
	return files, nil
}

func (o ShotOptions) size() (fyne.Size, error) {
	var wide, high int
	if n, err := fmt.Sscanf(o.Size, "%dx%d", &wide, &high); n != 2 || err != nil || fmt.Sprintf("%dx%d", wide, high) != o.Size ||
		min(wide, high) < smallest || max(wide, high) > largest {
		return fyne.Size{}, model.FieldErrorf("size", "The size %q is not possible: write width and height like 1366x768, each from %d to %d.", o.Size, smallest, largest)
	}
	return fyne.NewSize(float32(wide), float32(high)), nil
}

// shots are the pictures that are asked for.
func (o ShotOptions) shots() ([]page.Shot, error) {
	if o.Scale != 0 && (o.Scale < 100 || o.Scale > 200 || o.Scale%10 != 0) {
		return nil, model.FieldErrorf("scale", "The scale %d %% is not possible: take 100 to 200 in steps of 10.", o.Scale)
	}
	only, err := regexp.Compile(o.Only)
	if err != nil {
		return nil, model.FieldErrorf("only", "%q is no regular expression: %v.", o.Only, err)
	}
	list := slices.DeleteFunc(shots(), func(s page.Shot) bool { return !only.MatchString(s.Name) })
	if len(list) == 0 {
		return nil, model.FieldErrorf("only", "No picture has a name that fits %q. Leave it out to draw all.", o.Only)
	}
	return list, nil
}

type namedLook struct {
	name string
	look theme.Look
}

func (o ShotOptions) looks() []namedLook {
	both := []namedLook{{"light", theme.Light}, {"dark", theme.Dark}}
	switch o.Theme {
	case "light":
		return both[:1]
	case "dark":
		return both[1:]
	}
	return both
}

// draughtsman draws the screens, each in a shell of its own.
type draughtsman struct {
	cfg         Config
	folder      string // for what is made for the pictures only
	size        fyne.Size
	scale       int // percent
	easel       *easel
	full, blank string // books: the one to be drawn, and an empty one
}

// books sees to it that there is a book to draw, and an empty one.
func (d *draughtsman) books() error {
	d.full, d.blank = d.cfg.Book, filepath.Join(d.folder, "kvist-krone"+ending)
	if d.full == "" {
		d.full = filepath.Join(d.folder, file.SafeName(page.SampleName)+ending)
		if err := d.make(d.full, func(b *page.Book) error {
			_, err := demo.New(b.DB, b.Bus, b.Jobs).Make(d.cfg.Context, demo.Options{Orders: sampleOrders, Seed: 1})
			return err
		}); err != nil {
			return err
		}
	}
	return d.make(d.blank, func(b *page.Book) error { return nameBook(d.cfg.Context, b, "Kvist & Krone") })
}

func (d *draughtsman) make(path string, fill func(*page.Book) error) error {
	s := &shelf{clock: d.cfg.Clock, log: slog.New(slog.DiscardHandler), program: d.cfg.Program}
	b, err := s.Create(d.cfg.Context, path)
	if err != nil {
		return err
	}
	return errors.Join(fill(b), s.Close(b))
}

// draw draws one picture.
func (d *draughtsman) draw(s page.Shot, look theme.Look, path string) error {
	w := d.easel.renew(d.size)
	if d.scale != 0 {
		w.canvas.SetScale(float32(d.scale) / 100)
	}
	theme.Apply(d.easel, theme.Options{Look: look})
	run := &still{}
	sh := &showShelf{shelf: &shelf{clock: d.cfg.Clock, log: slog.New(slog.DiscardHandler), program: d.cfg.Program, folder: filepath.Join(d.folder, "books")}}
	cfg := d.cfg.shell(shell.Config{
		App: d.easel, Window: w, Run: run, Log: slog.New(slog.DiscardHandler), Quit: func() {}, Still: true,
		Memory: &forgetful{look: page.Look{Theme: theme.Options{Look: look}, Format: english()}},
	})
	cfg.Shelf = sh
	view := shell.New(cfg)
	view.Launch(d.book(s))
	if view.Book() == nil && s.Book != page.NoBook {
		return view.Desk().Failure().Err
	}
	defer sh.close()
	run.held = s.State == page.StillLoading
	if s.State == page.NotLoaded {
		sh.close()
	}
	view.Go(s.Route)
	if s.Prepare != nil {
		s.Prepare(view.Screen())
	}
	return write(path, w.picture())
}

func (d *draughtsman) book(s page.Shot) string {
	switch s.Book {
	case page.NoBook:
		return ""
	case page.BlankBook:
		return d.blank
	}
	return d.full
}

func write(path string, m image.Image) error {
	return file.WriteAtomic(path, 0o644, func(w io.Writer) error { return png.Encode(w, m) })
}

// still is a Runner that does everything at once, or nothing while it is held: a
// screen that loads for ever.
type still struct {
	async.Inline
	held bool
}

// Go implements async.Runner.
func (s *still) Go(work func()) {
	if !s.held {
		work()
	}
}

// showShelf opens books for looking only: nothing is written, and a book that is
// open in the window can be drawn.
type showShelf struct {
	*shelf
	open *page.Book
}

// Open implements shell.Shelf.
func (s *showShelf) Open(ctx context.Context, path string) (*page.Book, string, error) {
	c := s.config(path)
	c.ReadOnly = true
	db, err := store.Open(ctx, c)
	if err != nil {
		return nil, "", err
	}
	s.open = s.book(db)
	name, err := s.read(ctx, s.open)
	return s.open, name, err
}

// Backup implements shell.Shelf: none is made.
func (s *showShelf) Backup(context.Context, *page.Book, string) error { return nil }

func (s *showShelf) close() {
	if s.open != nil {
		_ = s.open.DB.Close() // it was only looked at
	}
}

// forgetful is a memory that knows nothing but the look.
type forgetful struct{ look page.Look }

// Get implements shell.Memory.
func (f *forgetful) Get(_ string, into any) bool {
	l, ok := into.(*page.Look)
	if ok {
		*l = f.look
	}
	return ok
}

// Set implements shell.Memory.
func (f *forgetful) Set(string, any) {}

// Save implements shell.Memory.
func (f *forgetful) Save() error { return nil }
