package shell

import (
	"context"
	"path/filepath"
	"time"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/job"
)

const (
	// backupDue is when the age of the last backup needs an eye.
	backupDue = 36 * time.Hour
	ageing    = time.Minute // how often the age is written anew
	// restful is how long the backup of the day waits after a book was opened: it
	// reads the whole book, and the first pages go first. A change before then
	// makes it at once.
	restful = 10 * time.Second
)

func base(path string) string { return filepath.Base(path) }

// day is the civil date by the window's clock.
func (s *Shell) day() model.Date { return model.DateOf(s.cfg.Clock()) }

// backupToday makes the backup of the day, as every start for work does. That it
// fails is told and stops nothing.
func (s *Shell) backupToday() {
	b := s.book
	if b == nil || b.DB.ReadOnly() {
		return // closed while the timer ran out, or whoever writes the book makes it
	}
	b.secured = s.day()
	s.work(func(ctx context.Context) error { return s.cfg.Shelf.Backup(ctx, b.Book, "") }, func(err error) {
		if err != nil && model.CodeOf(err) != model.Cancelled && s.book == b {
			s.cfg.Log.Warn("no backup today", "err", cause(err))
			s.Toast(page.Toast{Tone: page.Warning, Text: text.T("shell.backup.failed", err.Error())})
		}
		s.age(b)
	})
}

// age reads how old the newest backup is, now, when a task has ended and every
// minute.
func (s *Shell) age(b *open) {
	if s.book != b {
		return
	}
	var at time.Time
	s.work(func(context.Context) error { at = s.cfg.Shelf.BackedUp(b.Path); return nil }, func(error) {
		b.backup, b.asked = at, true
		s.status.refresh()
		if b.ageing != nil {
			b.ageing()
		}
		b.ageing = s.run.After(ageing, func() { s.aged(b) })
	})
}

// tend lets the program look after the book. That it fails is written down only:
// it is tried again a minute later.
func (s *Shell) tend(b *open) {
	if s.cfg.Tend == nil || b.DB.ReadOnly() {
		return
	}
	s.work(func(ctx context.Context) error { return s.cfg.Tend(ctx, b.Book) }, func(err error) {
		if err != nil && model.CodeOf(err) != model.Cancelled {
			s.cfg.Log.Warn("not tended", "err", cause(err))
		}
	})
}

// aged makes the backup of a day that has begun while the window was open, and
// writes the age anew.
func (s *Shell) aged(b *open) {
	if s.book == b {
		s.count() // what waits also changes with time
		s.tend(b)
	}
	if s.book == b && b.secured != "" && b.secured != s.day() {
		s.backupToday()
		return
	}
	s.age(b)
}

func (s *Shell) backupAge() string {
	switch {
	case !s.book.asked:
		return text.T("shell.backup")
	case s.book.backup.IsZero():
		return text.T("shell.backup.none")
	}
	return text.T("shell.backup.age", s.format.Since(model.InstantOf(s.book.backup)))
}

func (s *Shell) backupOld() bool {
	return s.book.asked && s.cfg.Clock().Sub(s.book.backup) > backupDue
}

func (s *Shell) backupMenu() {
	if s.offers(page.Backups) {
		s.Go(page.Route{Screen: page.Backups})
		return
	}
	s.popUp(s.status.backup, []item{
		s.do("backup", theme.IconArchive, action.Key{}, s.chooseBackup),
		s.do("restore", theme.IconUndo, action.Key{}, s.chooseRestore),
	})
}

func (s *Shell) bookMenu() {
	path := s.book.Path
	items := []item{
		s.do("book.folder", theme.IconFolder, action.Key{}, func() { s.OpenFile(filepath.Dir(path)) }),
		s.do("book.copy", theme.IconCopy, action.Key{}, func() { s.Copy(path) }),
	}
	for _, r := range s.recentItems() {
		if !r.checked {
			items = append(items, r)
		}
	}
	items = append(items, s.do("open", theme.IconFolder, action.Key{}, s.chooseBook))
	if s.offers(page.Welcome) {
		items = append(items, s.do("book.close", theme.IconClose, action.Key{}, s.Desk().Close))
	}
	s.popUp(s.status.book, items)
}

// chooseBackup asks where a copy of the book goes and writes it.
func (s *Shell) chooseBackup() {
	b := s.book
	name := base(b.Path)
	name = name[:len(name)-len(filepath.Ext(name))] + "-" + string(b.Today()) + filepath.Ext(b.Path)
	ask := page.FileAsk{Title: text.T("shell.backup.title"), Name: name, Endings: []string{ending}, Save: true, Purpose: "backup"}
	s.File(ask, func(files []string) {
		s.Start(page.Task{
			Name: text.T("shell.backup.task"),
			Work: func(ctx context.Context, _ *job.Progress) error { return s.cfg.Shelf.Backup(ctx, b.Book, files[0]) },
			Done: func(err error) {
				if err != nil {
					s.Report(text.T("shell.backup.notmade"), err)
					return
				}
				s.age(b)
				link := actionOf(text.T("shell.folder"), theme.IconFolder, func() { s.OpenFile(filepath.Dir(files[0])) })
				s.Toast(page.Toast{Text: text.T("shell.backup.made", base(files[0])), Link: &link})
			},
		})
	})
}

// chooseRestore asks for a backup and puts it in the book's place.
func (s *Shell) chooseRestore() {
	path := s.book.Path
	ask := page.FileAsk{Title: text.T("shell.restore.title"), Endings: []string{ending}, Purpose: "restore"}
	s.File(ask, func(files []string) {
		s.Ask(page.Question{
			Title: text.T("shell.restore.ask", base(path)),
			Lines: []string{text.T("shell.restore.from", base(files[0])), text.T("shell.restore.kept")},
			Verb:  text.T("shell.restore.verb"), Bad: true,
		}, func() { s.Desk().Restore(path, files[0]) })
	})
}
