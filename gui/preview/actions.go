package preview

import (
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/services/file"
)

// zoomKey is where this computer keeps the size of the pages.
const zoomKey = "preview.zoom"

// Actions implements page.Actor.
func (s *Screen) Actions() []action.Action {
	all := []action.Action{
		s.openAction(), s.nextAction(), s.beforeAction(),
		kit.Act("preview.first", text.T("preview.do.first"), kit.Mark{Key: action.Plain(fyne.KeyHome)}, func() { s.turnTo(s.at, 0) }),
		kit.Act("preview.last", text.T("preview.do.last"), kit.Mark{Key: action.Plain(fyne.KeyEnd)}, func() { s.turnTo(s.at, s.now().Proof.Pages()-1) }),
		kit.Act("preview.kind", text.T("preview.do.kind"), kit.Mark{Key: action.Key{Name: fyne.KeyTab, Mod: fyne.KeyModifierControl}}, func() { s.tabs.Next(1) }),
		s.largerAction(), s.smallerAction(),
		kit.Act("preview.real", fitLabel(100), kit.Mark{Key: action.Plain(fyne.Key1)}, func() { s.zoomTo(100) }),
		kit.Act("preview.width", fitLabel(wholeLine), kit.Mark{Key: action.Plain(fyne.KeyW)}, func() { s.zoomTo(wholeLine) }),
		kit.Act("preview.page", fitLabel(wholePage), kit.Mark{Key: action.Plain(fyne.KeyZ)}, func() { s.zoomTo(wholePage) }),
	}
	for i := range all {
		if off := all[i].Off; off == nil {
			all[i].Off = s.offNone
		}
	}
	return all
}

// The questions whether something can be done return why it cannot, "" when it can.

func (s *Screen) offNone() string {
	if s.now() == nil {
		return text.T("preview.off.none")
	}
	return ""
}

func (s *Screen) offNext() string {
	if d := s.now(); d == nil || s.at == len(s.all)-1 && s.leaf == d.Proof.Pages()-1 {
		return text.T("preview.off.last")
	}
	return ""
}

func (s *Screen) offBefore() string {
	if s.at == 0 && s.leaf == 0 {
		return text.T("preview.off.first")
	}
	return ""
}

func (s *Screen) nextAction() action.Action {
	a := kit.Act("preview.next", text.T("preview.do.next"), kit.Mark{Icon: theme.IconChevRight, Key: action.Plain(fyne.KeyPageDown)}, s.next)
	a.Off = s.offNext
	return a
}

func (s *Screen) beforeAction() action.Action {
	a := kit.Act("preview.before", text.T("preview.do.before"), kit.Mark{Icon: theme.IconChevLeft, Key: action.Plain(fyne.KeyPageUp)}, s.before)
	a.Off = s.offBefore
	return a
}

func (s *Screen) largerAction() action.Action {
	return kit.Act("preview.larger", text.T("preview.do.larger"), kit.Mark{Icon: theme.IconPlus, Key: action.Plain(fyne.KeyPlus)}, func() { s.step(1) })
}

func (s *Screen) smallerAction() action.Action {
	return kit.Act("preview.smaller", text.T("preview.do.smaller"), kit.Mark{Icon: theme.IconMinus, Key: action.Plain(fyne.KeyMinus)}, func() { s.step(-1) })
}

func (s *Screen) openAction() action.Action {
	a := kit.Act("preview.open", text.T("preview.do.open"), kit.Mark{Icon: theme.IconOpen, Key: action.Plain(fyne.KeyReturn)}, s.openFile)
	a.Off = s.offNone
	return a
}

// next shows the next page, after the last of a document the first of the next.
func (s *Screen) next() {
	switch {
	case s.offNext() != "":
	case s.leaf+1 < s.now().Proof.Pages():
		s.turnTo(s.at, s.leaf+1)
	default:
		s.turnTo(s.at+1, 0)
	}
}

// before shows the page before, which may be the last of the document before.
func (s *Screen) before() {
	switch {
	case s.now() == nil || s.offBefore() != "":
	case s.leaf > 0:
		s.turnTo(s.at, s.leaf-1)
	default:
		s.turnTo(s.at-1, s.all[s.at-1].Proof.Pages()-1)
	}
}

// typed does what keys of the page do beside the actions: those of turning
// scroll first where the page is higher than the window.
func (s *Screen) typed(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeySpace:
		if !s.sheet.scrolled() {
			s.next()
		}
	case fyne.KeyO, fyne.KeyEnter:
		s.openFile()
	default:
		return false
	}
	return true
}

// chooseKind shows the first document of a kind.
func (s *Screen) chooseKind(id string) {
	for i, d := range s.all {
		if d.Kind == documents.Kind(id) {
			s.turnTo(i, 0)
			return
		}
	}
}

func (s *Screen) chooseName(name string) {
	for i, d := range s.all {
		if d.Name == name {
			s.turnTo(i, 0)
		}
	}
}

// step makes the page larger or smaller.
func (s *Screen) step(by int) { s.zoomTo(s.sheet.stepped(by)) }

// zoomTo changes the size of the pages and remembers it.
func (s *Screen) zoomTo(z zoom) {
	s.sheet.SetZoom(z)
	s.host.Remember(zoomKey, z)
}

// openFile writes the document that is shown and opens it in the computer's
// program for it. It lies with the program's own data, which only its user may
// read: it bears customers' addresses. What an earlier look left there goes.
func (s *Screen) openFile() {
	d := s.now()
	if d == nil {
		return
	}
	run, below := s.host.Runner(), filepath.Join(s.host.Desk().Data(), "previews", "pages")
	run.Go(func() {
		path, err := write(below, d)
		run.UI(func() {
			if err != nil {
				s.host.Report(text.T("preview.unopened"), err)
				return
			}
			s.host.OpenFile(path)
		})
	})
}

// write puts a document into a new folder below another.
func write(below string, d *documents.Document) (path string, err error) {
	_ = os.RemoveAll(below) // what another program still has open may stay
	if err := os.MkdirAll(below, 0o700); err != nil {
		return "", err
	}
	folder, err := os.MkdirTemp(below, "")
	if err != nil {
		return "", err
	}
	path = filepath.Join(folder, file.SafeName(d.Name))
	return path, os.WriteFile(path, d.Content, 0o600)
}
