package vetting

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/vetting"
)

// taker is a tab that files can be attached on: to the record under the cursor,
// or the form that is open.
type taker interface {
	// take tells whether the tab has a place for files, and puts them there.
	take(paths []string) bool
}

// Drop implements page.Dropper: files go to what is chosen, else they become
// files of the supplier.
func (d *Document) Drop(paths []string) {
	if d.known == nil || len(paths) == 0 {
		return
	}
	if t, ok := d.now().(taker); ok && t.take(paths) {
		return
	}
	d.bring(paths)
}

// attachHere asks for files and puts them where a drop would.
func (d *Document) attachHere() {
	d.h.File(page.FileAsk{Title: text.T("vetting.attach.title"), Many: true, Purpose: "vetting"}, d.Drop)
}

// bringFiles asks for files of the supplier, whatever is chosen.
func (d *Document) bringFiles() {
	d.h.File(page.FileAsk{Title: text.T("vetting.attach.title"), Many: true, Purpose: "vetting"}, d.bring)
}

// bring copies files beside the book.
func (d *Document) bring(paths []string) {
	name := d.known.sheet.Supplier
	ins := make([]vetting.FileInput, len(paths))
	for i, path := range paths {
		ins[i] = vetting.FileInput{Supplier: name, Path: path}
	}
	d.attach(paths, func(ctx context.Context) error {
		_, err := d.vetting.PutFiles(ctx, ins)
		return err
	})
}

// attach keeps files and says so.
func (d *Document) attach(paths []string, put func(context.Context) error) {
	h := d.h
	h.Runner().Go(func() {
		err := put(h.Context())
		h.Runner().UI(func() {
			if err != nil {
				h.Report(text.T("vetting.unattached"), err)
				return
			}
			said := text.T("vetting.attached.one", filepath.Base(paths[0]))
			if len(paths) > 1 {
				said = text.N("vetting.attached", len(paths), h.Format().Int(len(paths)))
			}
			h.Toast(page.Toast{Text: said})
			d.Reload()
		})
	})
}

// take implements taker.
func (t *list[R]) take(paths []string) bool {
	if t.form != nil {
		if t.form.files == nil {
			return false
		}
		t.form.add(paths)
		return true
	}
	r, ok := t.grid.CurrentRow()
	if !ok || t.o.attach == nil || t.o.gone(r) || !t.o.attach(r) {
		return false
	}
	t.o.put(r, paths)
	return true
}

// links open the files with some ids; one that is missing or not what it was
// says so.
func (d *Document) links(ids []int64) []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, id := range ids {
		f, ok := d.known.file(id)
		if !ok {
			continue
		}
		name := kit.NewButton(kit.Link, f.Name, func() { d.view(f) }).WithIcon(theme.IconFile).WithTip(f.Path).Small()
		row := kit.Row(theme.Gap8, name, kit.Spacer())
		if f.State != vetting.FileKept {
			row = kit.Row(theme.Gap8, name, kit.Spacer(), kit.NewPill(theme.Wrong, theme.IconAlertCircle, wordOf("filestate", f.State)))
		}
		all = append(all, row)
	}
	return all
}

// view opens a file with the program for it.
func (d *Document) view(f vetting.File) {
	if f.State == vetting.FileMissing {
		d.h.Say(page.Warning, text.T("vetting.missing", f.Name, filepath.Dir(f.Path)))
		return
	}
	d.h.OpenFile(f.Path)
}
