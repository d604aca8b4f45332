package kit

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// Mark is how an action is recognised: its icon, "" without, and its key.
type Mark struct {
	Icon theme.IconName
	Key  action.Key
}

// Act makes an action for buttons, menus, the palette and the list of keys.
func Act(id, label string, m Mark, run func()) action.Action {
	a := action.Action{ID: id, Label: label, Key: m.Key, Run: run}
	if m.Icon != "" {
		a.Icon = theme.Icon(m.Icon, theme.Text)
	}
	return a
}

// Below is the place under a control, in the window: where its menu opens.
func Below(o fyne.CanvasObject) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).AddXY(0, o.Size().Height+theme.Gap4)
}

// FileLink is a file's name that opens it; its whole path is the tooltip.
func FileLink(path string, open func(path string)) fyne.CanvasObject {
	icon := theme.IconFile
	if e := strings.ToLower(filepath.Ext(path)); e == ".xlsx" || e == ".csv" {
		icon = theme.IconSheet
	}
	return Row(0, NewButton(Link, filepath.Base(path), func() { open(path) }).WithIcon(icon).WithTip(path).Small(), Spacer())
}

// KeepEditing is on the button that goes on with a form instead of leaving it.
func KeepEditing() string { return text.T("kit.keep") }
