package assess

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
)

// door is the screen: the list of all suppliers, or the assessment of the one the
// route names.
type door struct {
	h    page.Host
	root *kit.Frame
	list *overview
	form *Form
	kept string // the supplier or item the way back restores
}

// Content implements page.Screen.
func (d *door) Content() fyne.CanvasObject { return d.root }

// Open implements page.Screen.
func (d *door) Open(r page.Route) {
	d.Close()
	if r.Key == "" {
		d.list = newOverview(d.h, d.kept)
		d.root.SetInner(d.list.page)
		return
	}
	d.form = newForm(d.h, r)
	d.root.SetInner(d.form.page)
}

// Close implements page.Screen.
func (d *door) Close() {
	if d.list != nil {
		d.list.close()
	}
	if d.form != nil {
		d.form.close()
	}
	d.list, d.form = nil, nil
}

// Reload implements page.Reloader.
func (d *door) Reload() {
	switch {
	case d.form != nil:
		d.form.Reload()
	case d.list != nil:
		d.list.reload()
	}
}

// Actions implements page.Actor.
func (d *door) Actions() []action.Action {
	switch {
	case d.form != nil:
		return d.form.actions()
	case d.list != nil:
		return d.list.actions()
	}
	return nil
}

// Areas implements page.Areas.
func (d *door) Areas() []fyne.Focusable {
	switch {
	case d.form != nil:
		return d.form.areas()
	case d.list != nil:
		return []fyne.Focusable{d.list.grid}
	}
	return nil
}

// Escape implements page.Escaper.
func (d *door) Escape() bool { return d.form != nil && d.form.escape() }

// Dirty implements page.Dirty.
func (d *door) Dirty() string {
	if d.form == nil {
		return ""
	}
	return d.form.lost()
}

// Save implements page.Saver.
func (d *door) Save() {
	if d.form != nil {
		d.form.saveHalf()
	}
}

// Primary implements page.Primary.
func (d *door) Primary() {
	switch {
	case d.form != nil && d.form.draft != nil:
		d.form.primaryAction().Do()
	case d.list != nil:
		d.list.openChosen()
	}
}

// Create implements page.Creator.
func (d *door) Create() {
	if d.form != nil && d.form.draft != nil && d.form.draft.finished() {
		d.form.create()
	}
}

// Drop implements page.Dropper: a file is what the item that is shown rests on.
func (d *door) Drop(paths []string) {
	if d.form == nil || len(paths) == 0 {
		return
	}
	if e := d.form.current(); e != nil {
		e.setFile(paths[0])
	}
}

// Title implements page.Titler.
func (d *door) Title() string {
	if d.form == nil {
		return ""
	}
	return text.T("assess.title", d.form.name)
}

// Keep implements page.Keeper.
func (d *door) Keep() any {
	if d.list != nil {
		return d.list.grid.Current()
	}
	return ""
}

// Restore implements page.Keeper.
func (d *door) Restore(v any) { d.kept, _ = v.(string) }
