package shell

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// clicked goes into a folder and chooses a file: its path stands in the field
// then, and a second click, Enter or the button takes it.
func (p *picker) clicked(c choice) {
	switch {
	case c.id == "" || strings.HasSuffix(c.id, string(filepath.Separator)) || len(p.ticked) > 0:
		p.chosen(c)
	case p.twice == c.id:
		p.field.SetText(c.id)
		p.commit()
	default:
		p.choose(c.id)
	}
}

// choose puts the path of a file into the field. The list stays as it is: it is not
// narrowed to what was clicked.
func (p *picker) choose(path string) {
	p.picked, p.twice = path, path
	p.field.SetText(path)
	p.end()
	p.once()
	p.once = p.s.run.After(fyne.CurrentApp().Driver().DoubleTapDelay(), func() { p.twice = "" })
}

// askFolder asks for the name of a folder to be made in the one that is shown, and
// goes into it.
func (p *picker) askFolder() {
	name, wrong := kit.NewEntry(), kit.NewLabel(kit.Caption, "")
	wrong.SetTone(theme.Wrong)
	where := kit.NewLabel(kit.Muted, text.T("shell.file.new.in", strings.TrimSuffix(p.folder, string(filepath.Separator))))
	p.s.Show(page.Dialog{Title: text.T("shell.file.new"), Content: kit.Column(theme.Gap4, where, name, wrong), Verb: text.T("shell.file.new.verb"), Do: func() bool {
		path, why := p.makeFolder(strings.TrimSpace(name.Text))
		wrong.SetText(why)
		if why != "" {
			return true
		}
		p.enterFolder(withEnd(path))
		return false
	}})
}

// makeFolder makes a folder in the one that is shown, or says why it cannot.
func (p *picker) makeFolder(name string) (path, why string) {
	if name == "" || name == "." || name == ".." || strings.ContainsAny(name, `/\`) {
		return "", text.T("shell.file.new.name")
	}
	path = filepath.Join(p.folder, name)
	switch err := os.Mkdir(path, 0o755); {
	case errors.Is(err, fs.ErrExist):
		return "", text.T("shell.file.new.there", name)
	case errors.Is(err, fs.ErrPermission):
		return "", text.T("shell.file.new.barred", p.folder)
	case err != nil:
		p.s.cfg.Log.Warn("folder not made", "path", path, "err", err)
		return "", text.T("shell.file.new.not", name)
	}
	return path, ""
}

// pickerLayout puts the path above what lies there, and the button that makes a
// folder behind the path.
type pickerLayout struct{}

// MinSize implements fyne.Layout.
func (pickerLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(pickerWidth-4*theme.Gap16, pickerHeight)
}

// Layout implements fyne.Layout.
func (pickerLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	path := size.Width
	if len(objs) > 3 {
		w := objs[3].MinSize().Width
		path -= w + theme.Gap8
		put(objs[3], box{path + theme.Gap8, 0, w, theme.ControlHeight})
	}
	put(objs[0], box{0, 0, path, theme.ControlHeight})
	put(objs[1], box{0, theme.ControlHeight + 2, size.Width, theme.SmallLine})
	top := theme.ControlHeight + theme.SmallLine + theme.Gap4
	put(objs[2], box{-theme.Gap8, top, size.Width + theme.Gap8 + theme.Gap4, size.Height - top}) // the dialog cuts what stands further out
}
