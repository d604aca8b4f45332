package shell

import (
	"context"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

var _ page.Host = (*Shell)(nil)

// Book implements page.Host.
func (s *Shell) Book() *page.Book {
	if s.book == nil {
		return nil
	}
	return s.book.Book
}

// Context implements page.Host.
func (s *Shell) Context() context.Context {
	if s.book == nil {
		return s.idle
	}
	return s.book.ctx
}

// Runner implements page.Host.
func (s *Shell) Runner() async.Runner { return s.run }

// Format implements page.Host.
func (s *Shell) Format() *format.Format { return s.format }

// Say implements page.Host.
func (s *Shell) Say(tone page.Tone, message string) { s.status.say(tone, message) }

// Menu implements page.Host.
func (s *Shell) Menu(at fyne.Position, actions []action.Action) {
	items := make([]item, len(actions))
	for i, a := range actions {
		items[i] = item{Action: a}
	}
	s.popMenu(kit.MenuOptions{At: at}, items)
}

// popMenu opens a menu.
func (s *Shell) popMenu(o kit.MenuOptions, items []item) {
	for _, i := range items {
		line := kit.MenuItem{}
		if !i.line {
			line = kit.ActionItem(i.Action)
			line.Tick, line.Run = i.checked, func() { s.perform(i.Action) }
		}
		o.Items = append(o.Items, line)
	}
	kit.ShowMenu(s.cfg.Window.Canvas(), o)
}

// popUp opens a menu above a part of the status bar.
func (s *Shell) popUp(above fyne.CanvasObject, items []item) {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(above)
	s.popMenu(kit.MenuOptions{At: at.AddXY(0, above.Size().Height), Flip: at.Y - theme.Gap4}, items)
}

// Copy implements page.Host.
func (s *Shell) Copy(t string) {
	s.cfg.App.Clipboard().SetContent(t)
	s.status.say(page.Done, text.T("shell.copied"))
}

// Remembered implements page.Host.
func (s *Shell) Remembered(key string, into any) bool { return s.cfg.Memory.Get(key, into) }

// Remember implements page.Host. It is written a moment later.
func (s *Shell) Remember(key string, value any) {
	s.cfg.Memory.Set(key, value)
	s.save()
}

// saveMemory writes the settings of this computer.
func (s *Shell) saveMemory() {
	s.run.inner.Go(func() {
		if err := s.cfg.Memory.Save(); err != nil {
			s.cfg.Log.Warn("settings of this computer not saved", "err", cause(err))
		}
	})
}

// Import implements page.Host.
func (s *Shell) Import(files []string) {
	if s.book == nil || !s.offers(page.Import) || len(files) == 0 {
		return
	}
	s.Go(page.Route{Screen: page.Import, Params: map[string]string{"files": joinLines(files)}})
}

// refresh takes over what changed into menu, rail, status bar and title.
func (s *Shell) refresh() {
	if s.status == nil || s.menu == nil {
		return
	}
	if s.rail.Hidden == s.railed() {
		s.rail.Hidden = !s.railed()
		s.body.Refresh()
	}
	if s.shown != nil {
		s.rail.chosen(rooted(s.shown.route.Screen))
	}
	s.status.refresh()
	s.menu.refresh()
	s.cfg.Window.SetTitle(s.title())
}

// railed tells whether the rail is there: with a book, and while one is opened.
func (s *Shell) railed() bool { return s.book != nil || s.opening }

// title is the title of the window: what is shown, the business, the program.
func (s *Shell) title() string {
	const program = "Dropledger"
	if s.shown == nil || s.shown.screen == nil {
		return program
	}
	what := ""
	if t, ok := s.shown.screen.(page.Titler); ok {
		what = t.Title()
	}
	if what == "" {
		what = title(s.shown.route.Screen)
	}
	if s.book == nil {
		return text.T("shell.title.nobook", what, program)
	}
	return text.T("shell.title", what, s.book.name, program)
}
