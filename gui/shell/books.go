package shell

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/job"
)

const (
	recentKey  = "recent"
	recentKept = 8
	// warming is how long the index of the orders waits for the first page.
	warming = 1500 * time.Millisecond
)

// open is the book that is open.
type open struct {
	*page.Book
	name    string // of the business
	ctx     context.Context
	cancel  context.CancelFunc
	leave   []func() // subscriptions
	backup  time.Time
	asked   bool       // for the backup's age
	ageing  func()     // stops asking again
	secured model.Date // the day whose backup was begun, "" before the first
}

// Launch shows the first screen and opens a book; "" shows the welcome screen.
func (s *Shell) Launch(path string) {
	if path == "" {
		s.enter(page.Route{Screen: page.Welcome})
		return
	}
	s.Desk().Open(path)
}

// desk implements page.Desk.
type desk struct{ *Shell }

// Desk implements page.Host.
func (s *Shell) Desk() page.Desk { return desk{s} }

// Open implements page.Desk.
func (d desk) Open(path string) {
	s := d.Shell
	if s.book != nil && same(s.book.Path, path) {
		return
	}
	s.change(func() { s.load(path) })
}

// Read implements page.Desk.
func (d desk) Read(path string) {
	s := d.Shell
	s.change(func() { s.loadBy(s.cfg.Shelf.Look, path) })
}

// load opens a book, and only then closes the one that is open.
func (s *Shell) load(path string) { s.loadBy(s.cfg.Shelf.Open, path) }

func (s *Shell) loadBy(read func(context.Context, string) (*page.Book, string, error), path string) {
	if s.opening {
		return
	}
	s.opening = true
	s.refresh()
	s.status.say(page.Note, text.T("shell.opening", filepath.Base(path)))
	s.later(func() (func(), error) {
		b, name, err := read(s.idle, path)
		return func() {
			if s.book == nil {
				s.opened(b, name)
				return
			}
			s.shut(func() { s.opened(b, name) })
		}, err
	}, func(err error) { s.missed(path, err) })
}

// later does work that no book's end may stop, and hands its result to the
// window.
func (s *Shell) later(work func() (done func(), err error), failed func(error)) {
	s.run.inner.Go(func() {
		done, err := work()
		s.run.UI(func() {
			if err != nil {
				failed(err)
				return
			}
			done()
		})
	})
}

// looking tells whether a book is to be shown as one for reading only.
func (s *Shell) looking(b *page.Book) bool { return b.DB.ReadOnly() && !s.cfg.Still }

// opened shows a book that was opened.
func (s *Shell) opened(b *page.Book, name string) {
	s.failure, s.opening = nil, false
	ctx, cancel := context.WithCancel(s.idle)
	s.book = &open{Book: b, name: name, ctx: ctx, cancel: cancel}
	s.forget()
	for _, topic := range []*event.Topic[event.IDs]{
		&b.Bus.OrdersChanged, &b.Bus.SuppliersChanged, &b.Bus.ProductsChanged, &b.Bus.OffersChanged, &b.Bus.PricesChanged,
		&b.Bus.PurchasesChanged, &b.Bus.SettingsChanged, &b.Bus.BooksChanged,
	} {
		s.book.leave = append(s.book.leave, topic.Subscribe(func(event.IDs) { s.run.UI(s.count) }))
	}
	s.book.leave = append(s.book.leave, b.Bus.JobProgress.Subscribe(s.heard))
	s.remember(b, name)
	said := "shell.opened"
	if s.looking(b) {
		said = "shell.looked"
	}
	s.status.say(page.Done, text.T(said, name))
	s.refresh()
	s.enter(s.home())
	s.recount()
	if b.Orders != nil {
		// Ahead of the first search, behind the first page. What it cannot read, the
		// search will say.
		s.book.leave = append(s.book.leave, s.run.After(warming, func() { s.work(s.warm(b), func(error) {}) }))
	}
	for _, w := range b.DB.Warnings() {
		s.Toast(page.Toast{Tone: page.Warning, Text: w})
	}
	s.age(s.book)
	s.book.leave = append(s.book.leave, s.run.After(restful, s.backupToday))
}

// warm reads ahead what is asked for next: the index of the orders, then what the
// screens prepare.
func (s *Shell) warm(b *page.Book) func(context.Context) error {
	all := []func(context.Context) error{b.Orders.Warm}
	for _, prepare := range s.cfg.Prepare {
		all = append(all, prepare(s))
	}
	return func(ctx context.Context) error {
		for _, work := range all {
			if err := work(ctx); err != nil {
				return err // the book was closed, or cannot be read, which all else tells too
			}
		}
		s.giveBack() // what reading left behind is not needed again soon
		return nil
	}
}

// home is the first screen of a book: the first of the rail there is.
func (s *Shell) home() page.Route {
	for _, e := range railEntries {
		if s.offers(e.screen) {
			return page.Route{Screen: e.screen}
		}
	}
	return page.Route{Screen: page.Settings}
}

// missed says why a book could not be opened: the welcome screen does, or a dialog
// over the book that is still open.
func (s *Shell) missed(path string, err error) {
	s.cfg.Log.Warn("book not opened", "path", path, "err", cause(err))
	if errors.Is(err, fs.ErrNotExist) {
		err = model.Errorf(model.NotFound, "%s", text.T("shell.missing", path)).Because(err)
	}
	s.failure, s.opening = &page.Failure{Path: path, Err: err}, false
	s.status.say(page.Trouble, text.T("shell.notopened", filepath.Base(path)))
	s.refresh()
	if s.book != nil && lookable(err) {
		s.Ask(page.Question{Title: text.T("shell.notopened", filepath.Base(path)), Lines: []string{err.Error()}, Verb: text.T("shell.look")}, func() { s.Desk().Read(path) })
		return
	}
	if s.book != nil {
		s.failed(text.T("shell.notopened", filepath.Base(path)), err)
		return
	}
	s.forget()
	if s.offers(page.Welcome) {
		s.enter(page.Route{Screen: page.Welcome})
		return
	}
	s.failed(text.T("shell.notopened", filepath.Base(path)), err)
}

// lookable tells whether a book that could not be opened can be read as it is.
func lookable(err error) bool {
	code := model.CodeOf(err)
	return code == model.Busy || code == model.Unwritable
}

// shut closes the book that is open, waits for what still runs, then goes on.
func (s *Shell) shut(then func()) {
	b := s.book
	if b == nil {
		s.put()
		then()
		return
	}
	s.put()
	for _, leave := range b.leave {
		leave()
	}
	if b.ageing != nil {
		b.ageing()
	}
	b.cancel()
	s.counts.Stop()
	s.book = nil
	s.refresh()
	s.status.say(page.Note, text.T("shell.closing", filepath.Base(b.Path)))
	s.later(func() (func(), error) {
		s.run.busy.wait()
		err := s.cfg.Shelf.Close(b.Book)
		return func() {
			s.tasks = nil
			s.status.say(page.Note, text.T("shell.closed", b.name))
			if err != nil {
				s.Report(text.T("shell.closed.badly", filepath.Base(b.Path)), err)
			}
			then()
		}, nil
	}, func(error) {})
}

// Close implements page.Desk.
func (d desk) Close() {
	s := d.Shell
	s.change(func() { s.shut(func() { s.enter(page.Route{Screen: page.Welcome}) }) })
}

// Make implements page.Desk.
func (d desk) Make(m page.Making) {
	s := d.Shell
	failed := m.Failed
	if failed == nil {
		failed = func(err error) { s.Report(text.T("shell.notmade"), err) }
	}
	s.begin(s.idle, page.Task{
		Name: m.Name,
		Work: func(ctx context.Context, p *job.Progress) error { return s.make(ctx, m, p) },
		Done: func(err error) {
			if err != nil {
				failed(err)
				return
			}
			s.shut(func() { s.load(m.Path) })
		},
	})
}

// make creates, fills and closes a book; half a book does not stay.
func (s *Shell) make(ctx context.Context, m page.Making, p *job.Progress) error {
	b, err := s.cfg.Shelf.Create(ctx, m.Path)
	if err != nil {
		return err
	}
	defer b.Bus.JobProgress.Subscribe(func(j event.Job) {
		if j.Bytes {
			p.Bytes(j.Done, j.Total, j.Text)
			return
		}
		p.Step(j.Done, j.Total, j.Text)
	})()
	if m.Fill != nil {
		if err := m.Fill(ctx, b); err != nil {
			return errors.Join(err, s.cfg.Shelf.Discard(b))
		}
	}
	return s.cfg.Shelf.Close(b)
}

// Restore implements page.Desk.
func (d desk) Restore(path, backup string) {
	s := d.Shell
	s.change(func() {
		s.shut(func() {
			s.begin(s.idle, page.Task{
				Name: text.T("shell.restoring"),
				Work: func(ctx context.Context, _ *job.Progress) error { return s.cfg.Shelf.Restore(ctx, path, backup) },
				Done: func(err error) {
					if err != nil {
						s.Report(text.T("shell.notrestored", filepath.Base(path)), err)
					} else {
						s.Toast(page.Toast{Text: text.T("shell.restored", filepath.Base(path), filepath.Base(backup))})
					}
					s.load(path)
				},
			})
		})
	})
}

// Renamed implements page.Desk.
func (d desk) Renamed(name string) {
	if d.book == nil {
		return
	}
	d.book.name = name
	d.remember(d.book.Book, name)
	d.refresh()
}

// Recent implements page.Desk.
func (d desk) Recent() []page.Recent {
	var all []page.Recent
	d.cfg.Memory.Get(recentKey, &all)
	return all
}

// Forget implements page.Desk.
func (d desk) Forget(path string) {
	d.Remember(recentKey, slices.DeleteFunc(d.Recent(), func(r page.Recent) bool { return same(r.Path, path) }))
	d.refresh()
}

// remember puts the book on top of those opened last.
func (s *Shell) remember(b *page.Book, name string) {
	all := slices.DeleteFunc(s.Desk().Recent(), func(r page.Recent) bool { return same(r.Path, b.Path) })
	all = slices.Insert(all, 0, page.Recent{Path: b.Path, Name: name, Sample: b.Sample, Opened: s.cfg.Clock()})
	s.Remember(recentKey, all[:min(len(all), recentKept)])
}

func same(a, b string) bool { return filepath.Clean(a) == filepath.Clean(b) }

// Failure implements page.Desk.
func (d desk) Failure() *page.Failure { return d.failure }

// BookPath implements page.Desk.
func (d desk) BookPath(name string) string { return d.cfg.Shelf.Path(name) }

// Data implements page.Desk.
func (d desk) Data() string { return d.cfg.Data }

// Logs implements page.Desk.
func (d desk) Logs() string { return d.cfg.Logs }
