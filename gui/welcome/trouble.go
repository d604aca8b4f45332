package welcome

import (
	"errors"
	"path/filepath"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/store"
)

// mostCopies is how many backups are offered; the others are in their folder.
const mostCopies = 3

// trouble says why a book could not be opened, and the ways on.
type trouble struct {
	w       *Welcome
	card    *kit.Card
	failure *page.Failure
	code    model.Code
}

func (t *trouble) build(w *Welcome) {
	t.w = w
	t.card = kit.NewCard("", "", nil, nil).WithInset(theme.Gap16)
	t.card.Hide()
}

// say shows a failure; nil shows none.
func (t *trouble) say(f *page.Failure) {
	t.failure = f
	t.card.Hidden = f == nil
	if f != nil {
		t.code = model.CodeOf(f.Err)
		t.offer(nil)
	}
}

// offer shows the failure with the backups there are of the book.
func (t *trouble) offer(copies []store.Copy) {
	if t.failure == nil {
		return
	}
	icon, tone := theme.IconAlertCircle, theme.Wrong
	switch t.code {
	case model.Busy:
		icon, tone = theme.IconLock, theme.Warned
	case model.NotFound:
		icon, tone = theme.IconUnplugged, theme.Warned
	case model.Newer:
		icon, tone = theme.IconInfo, theme.Under
	}
	lines := []fyne.CanvasObject{
		kit.NewLabel(kit.PanelTitle, text.T("welcome.trouble.title", filepath.Base(t.failure.Path))),
		kit.Wrapped(kit.Body, t.sentence()),
	}
	if t.restorable() {
		lines = append(lines, t.backups(copies)...)
	}
	lines = append(lines, kit.Row(theme.Gap8, append(t.ways(len(copies) > 0), kit.Spacer())...))
	t.card.SetBody(kit.Row(theme.Gap16, kit.NewIconCircle(icon, tone, 40, 20), kit.Grow(kit.Column(theme.Gap8, lines...))).Top())
	t.card.Refresh()
}

// sentence is the error's own, or that nobody expected it.
func (t *trouble) sentence() string {
	var known *model.Error
	if errors.As(t.failure.Err, &known) && known.Code != model.Internal {
		return known.Message
	}
	return text.T("welcome.trouble.unknown")
}

// restorable tells whether a backup helps: the book is damaged, gone, or was made
// by a newer program.
func (t *trouble) restorable() bool {
	return t.code == model.Damaged || t.code == model.NotFound || t.code == model.Newer || t.code == model.Internal
}

// backups are rows with the newest copies of the book.
func (t *trouble) backups(copies []store.Copy) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	if len(copies) > 0 {
		rows = append(rows, kit.NewLabel(kit.SmallStrong, text.T("welcome.trouble.backups")))
	}
	f := t.w.h.Format()
	for _, c := range copies[:min(len(copies), mostCopies)] {
		at := model.InstantOf(c.Made)
		restore := kit.NewButton(kit.Plain, text.T("welcome.trouble.restore"), func() { t.restore(c) }).Small()
		rows = append(rows, kit.Row(theme.Gap12, restore, kit.NewLabel(kit.Body, f.Moment(at)),
			kit.NewLabel(kit.Caption, text.T("welcome.trouble.copy", f.Since(at), text.T(text.Key("welcome.copy.", c.Kind)), f.FileSize(c.Size))).SetTip(c.Path), kit.Spacer()))
	}
	return rows
}

// restore puts a backup in the place of the book, once a person agreed.
func (t *trouble) restore(c store.Copy) {
	path, f := t.failure.Path, t.w.h.Format()
	t.w.h.Ask(page.Question{
		Title: text.T("welcome.restore.title", filepath.Base(path)),
		Lines: []string{text.T("welcome.restore.line", f.Moment(model.InstantOf(c.Made))), text.T("welcome.restore.kept")},
		Verb:  text.T("welcome.trouble.restore"),
	}, func() { t.w.h.Desk().Restore(path, c.Path) })
}

// ways are the buttons that lead on.
func (t *trouble) ways(copies bool) []fyne.CanvasObject {
	w, path := t.w, t.failure.Path
	button := func(key string, icon theme.IconName, do func()) fyne.CanvasObject {
		return kit.NewButton(kit.Plain, text.T(text.Key("welcome.way.", key)), do).WithIcon(icon)
	}
	all := []fyne.CanvasObject{button("again", theme.IconRefresh, func() { w.h.Desk().Open(path) })}
	if t.code == model.Busy || t.code == model.Unwritable {
		all = append(all, button("read", theme.IconEye, func() { w.h.Desk().Read(path) }))
	}
	if t.code == model.NotFound {
		all = append(all, button("look", theme.IconSearch, w.choose))
	}
	if t.restorable() {
		all = append(all, button("backup", theme.IconArchive, t.chooseBackup))
	}
	if t.code != model.NotFound || copies {
		all = append(all, button("folder", theme.IconFolder, func() { w.h.OpenFile(filepath.Dir(path)) }))
	}
	if t.code == model.NotFound {
		all = append(all, button("forget", theme.IconClose, func() {
			w.h.Desk().Forget(path)
			t.dismiss()
			w.Reload()
		}))
	}
	return append(all, kit.NewButton(kit.Link, text.T("welcome.way.dismiss"), t.dismiss))
}

// chooseBackup asks for a backup that lies elsewhere.
func (t *trouble) chooseBackup() {
	t.w.h.File(page.FileAsk{Title: text.T("welcome.backup.title"), Endings: []string{ending}, Purpose: "restore"}, func(paths []string) {
		path := t.failure.Path
		t.w.h.Ask(page.Question{
			Title: text.T("welcome.restore.title", filepath.Base(path)),
			Lines: []string{text.T("welcome.restore.from", filepath.Base(paths[0])), text.T("welcome.restore.kept")},
			Verb:  text.T("welcome.trouble.restore"),
		}, func() { t.w.h.Desk().Restore(path, paths[0]) })
	})
}

// dismiss takes the note away.
func (t *trouble) dismiss() {
	t.say(nil)
	t.w.arrange()
}
