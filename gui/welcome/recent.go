package welcome

import (
	"path/filepath"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
)

// buildRecent makes the card of the books opened last; without any it is hidden.
func (w *Welcome) buildRecent() {
	w.recent = kit.Column(theme.Gap8)
	w.again = kit.NewCard(text.T("welcome.recent"), "", nil, w.recent)
	w.again.Hide()
}

// fillRecent lists the books, those that are not there marked.
func (w *Welcome) fillRecent(all []recent) {
	var rows []fyne.CanvasObject
	for _, r := range all {
		rows = append(rows, w.recentRow(r))
	}
	w.recent.Set(rows...)
	w.again.Hidden = len(rows) == 0
	w.again.Refresh()
}

// agoWidth is room for how long ago a book was opened.
const agoWidth float32 = 72

// recentRow is a book: its name opens it, the x takes it off the list.
func (w *Welcome) recentRow(r recent) fyne.CanvasObject {
	open := kit.NewButton(kit.Plain, r.Name, func() { w.h.Desk().Open(r.Path) }).WithIcon(theme.IconDatabase).WithTip(r.Path)
	state := fyne.CanvasObject(kit.Sized(kit.Number(kit.Caption, w.h.Format().Since(model.InstantOf(r.Opened))).SetTip(brief(filepath.Dir(r.Path))), agoWidth, 0))
	if r.missing {
		state = kit.NewPill(theme.Warned, theme.IconUnplugged, text.T("welcome.recent.missing"))
	}
	forget := kit.IconButton(kit.Bare, theme.IconClose, text.T("welcome.recent.forget"), func() {
		w.h.Desk().Forget(r.Path)
		w.Reload()
	})
	return kit.Row(theme.Gap8, open, kit.Spacer(), state, forget)
}
