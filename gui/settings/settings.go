// Package settings shows the settings of the business, which lie in the book,
// those of this computer, and where everything lies. It must not know what a
// setting does.
package settings

import (
	"context"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/setting"
)

// coalesce gathers the changes of one piece of work into one reading.
const coalesce = 50 * time.Millisecond

// business is what is read of the book.
type business struct {
	entries []setting.Entry
	fixed   bool // the home currency can no longer change
	past    []history.Entry
}

// Settings is the page of the settings.
type Settings struct {
	host     page.Host
	set      *setting.Service // nil without a book
	page     *kit.Page
	states   *kit.States
	holder   *kit.Frame
	form     *form.Form // nil until the book is read
	folder   *form.Field[string]
	currency *form.Field[string]
	loaded   atomic.Pointer[map[string]string] // what the form was filled with; saving reads it elsewhere
	past     []history.Entry
	panel    *kit.Panel
	right    *kit.Frame        // holds the cards, or the panel with the changes
	cards    fyne.CanvasObject // this computer, ways on, places
	open     bool              // the changes are shown
	load     *async.Loader[business]
	look     *look
	mail     *mailCard // nil without a book
	leave    []func()
}

// New makes the page.
func New(h page.Host) page.Screen {
	s := &Settings{host: h, page: kit.NewPage(text.T("settings.title")), holder: kit.Gap(0, 0)}
	s.look = newLook(h)
	s.load = async.NewLoader(h.Runner(), s.show)
	s.states = kit.NewStates(h.Runner(), s.holder)
	b := h.Book()
	if b == nil {
		s.page.SetBody(container.New(narrow{}, kit.Scroll(kit.Inset(kit.Column(theme.Gap12, s.look.card, s.places()), theme.Gap16, theme.Gap16))))
		return s
	}
	s.mail = newMailCard(h, s.typing)
	s.cards = kit.Scroll(kit.Inset(kit.Column(theme.Gap12, s.look.card, s.mail.card, s.doors(), s.places()), theme.Gap16, theme.Gap16))
	s.right = kit.Sized(s.cards, 0, 0)
	s.set = setting.New(b.DB, b.Bus)
	s.page.Header.SetTools(kit.ActionButton(s.changes(), kit.Plain))
	s.page.SetBody(newHalves(s.states, s.right))
	again := async.Debounce(h.Runner(), coalesce, s.heard)
	s.leave = append(s.leave, s.mail.leave, b.Bus.SettingsChanged.Subscribe(func(event.IDs) { h.Runner().UI(again) }))
	return s
}

func (s *Settings) changes() action.Action {
	return kit.Act("settings.changes", text.T("settings.changes"), kit.Mark{Icon: theme.IconHistory, Key: action.Alt(fyne.KeyH)}, s.toggleChanges)
}

// Actions implements page.Actor.
func (s *Settings) Actions() []action.Action {
	if s.set == nil {
		return nil
	}
	folder := kit.Act("settings.folder", text.T("settings.folder"), kit.Mark{Icon: theme.IconFolder}, s.chooseFolder)
	folder.Off = func() string {
		if s.folder == nil {
			return text.T("settings.off.reading")
		}
		return ""
	}
	return []action.Action{s.changes(), folder, s.mail.testAction()}
}

// Content implements page.Screen.
func (s *Settings) Content() fyne.CanvasObject { return s.page }

// Open implements page.Screen.
func (s *Settings) Open(page.Route) {
	if s.set != nil {
		s.read()
	}
}

// Close implements page.Screen.
func (s *Settings) Close() {
	for _, leave := range s.leave {
		leave()
	}
	s.load.Stop()
	if s.form != nil {
		s.form.Close()
	}
}

// Reload implements page.Reloader. What is being typed stays.
func (s *Settings) Reload() {
	s.look.refresh()
	if s.set != nil && !s.typing() {
		s.read()
	}
}

func (s *Settings) typing() bool { return s.form != nil && s.form.Dirty() }

// heard reads the settings again after they were changed, by another screen say.
func (s *Settings) heard() {
	if s.typing() {
		return
	}
	s.read()
}

// Areas implements page.Areas.
func (s *Settings) Areas() []fyne.Focusable {
	switch {
	case s.form != nil:
		return []fyne.Focusable{s.form.First(), s.look.theme}
	case s.set != nil && s.load.State().Phase != async.Failed:
		return nil // the form takes the keyboard once it is there
	}
	return []fyne.Focusable{s.look.theme}
}

// Dirty implements page.Dirty.
func (s *Settings) Dirty() string {
	if s.form == nil {
		return ""
	}
	return s.form.Lost()
}

// Save implements page.Saver.
func (s *Settings) Save() {
	if s.form != nil {
		s.form.Submit()
	}
}

// Primary implements page.Primary.
func (s *Settings) Primary() { s.Save() }

// Escape implements page.Escaper.
func (s *Settings) Escape() bool {
	if !s.open {
		return false
	}
	s.toggleChanges()
	return true
}

// read loads the settings of the book with their history.
func (s *Settings) read() {
	b := s.host.Book()
	s.load.Load(s.host.Context(), func(ctx context.Context) (found business, err error) {
		if found.entries, err = s.set.List(ctx); err != nil {
			return found, err
		}
		if found.fixed, err = s.set.CurrencyFixed(ctx); err != nil {
			return found, err
		}
		found.past, err = history.New(b.DB, b.Bus).Of(ctx, "setting", 0)
		return found, err
	})
}

// show draws what was read.
func (s *Settings) show(st async.State[business]) {
	switch st.Phase {
	case async.Loading:
		s.states.ShowLoading()
	case async.Failed:
		s.states.ShowFailed(kit.FailedOptions{Sentence: text.T("settings.unread"), Retry: s.read, Details: func() { s.host.Report(text.T("settings.unread"), st.Err) }})
	case async.Ready:
		s.past = st.Value.past
		begins := s.form == nil
		s.fill(st.Value)
		s.states.ShowContent()
		if c := fyne.CurrentApp().Driver().CanvasForObject(s.page); begins && c != nil && c.Focused() == nil {
			kit.Focus(s.form.First())
		}
		if s.open {
			s.showChanges()
		}
		s.host.Refresh()
	}
}
