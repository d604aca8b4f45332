package assess

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
)

// NewTemplates makes the list of templates; the route's Key is the name of one to
// edit, the param "copy" begins a new one like another.
func NewTemplates(h page.Host) page.Screen {
	return &templatesDoor{h: h, root: kit.Inset(kit.Spacer(), 0, 0)}
}

// templatesDoor is the screen: the list of templates, or one of them.
type templatesDoor struct {
	h    page.Host
	root *kit.Frame
	list *shelf
	one  *Template
	kept string
}

// Content implements page.Screen.
func (d *templatesDoor) Content() fyne.CanvasObject { return d.root }

// Open implements page.Screen.
func (d *templatesDoor) Open(r page.Route) {
	d.Close()
	if _, fresh := r.Params[copyParam]; r.Key == "" && !fresh {
		d.list = newShelf(d.h, d.kept)
		d.root.SetInner(d.list.page)
		return
	}
	d.one = newTemplate(d.h, r)
	d.root.SetInner(d.one.page)
}

// Close implements page.Screen.
func (d *templatesDoor) Close() {
	if d.list != nil {
		d.list.close()
	}
	if d.one != nil {
		d.one.close()
	}
	d.list, d.one = nil, nil
}

// Reload implements page.Reloader.
func (d *templatesDoor) Reload() {
	switch {
	case d.one != nil:
		d.one.reload()
	case d.list != nil:
		d.list.reload()
	}
}

// Actions implements page.Actor.
func (d *templatesDoor) Actions() []action.Action {
	switch {
	case d.one != nil:
		return d.one.actions()
	case d.list != nil:
		return d.list.actions()
	}
	return nil
}

// Areas implements page.Areas.
func (d *templatesDoor) Areas() []fyne.Focusable {
	switch {
	case d.one != nil:
		return d.one.areas()
	case d.list != nil:
		return []fyne.Focusable{d.list.grid}
	}
	return nil
}

// Escape implements page.Escaper.
func (d *templatesDoor) Escape() bool { return d.one != nil && d.one.escape() }

// Dirty implements page.Dirty.
func (d *templatesDoor) Dirty() string {
	if d.one == nil {
		return ""
	}
	return d.one.lost()
}

// Save implements page.Saver.
func (d *templatesDoor) Save() {
	if d.one != nil && d.one.sheet != nil {
		d.one.primaryAction().Do()
	}
}

// Primary implements page.Primary.
func (d *templatesDoor) Primary() {
	switch {
	case d.one != nil:
		d.Save()
	case d.list != nil:
		d.list.create()
	}
}

// Create implements page.Creator.
func (d *templatesDoor) Create() {
	if d.list != nil {
		d.list.create()
	}
}

// Title implements page.Titler.
func (d *templatesDoor) Title() string {
	if d.one == nil {
		return ""
	}
	return d.one.title()
}

// Keep implements page.Keeper.
func (d *templatesDoor) Keep() any {
	if d.list != nil {
		return d.list.grid.Current()
	}
	return ""
}

// Restore implements page.Keeper.
func (d *templatesDoor) Restore(v any) { d.kept, _ = v.(string) }
