// Package backups shows the copies of the book and restores them, and proves
// that the book is sound. It must not know how a copy is written, nor how a proof
// is made.
package backups

import (
	"context"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/store"
)

// old is from when on a person should not rely on the last backup, as the status
// bar has it.
const old = 36 * time.Hour

// examined is when a copy was examined on this computer, and what it was then: a
// file that changed since counts as not examined.
type examined struct {
	At   model.Instant `json:"at"`
	Made time.Time     `json:"made"`
	Size int64         `json:"size"`
	Bad  string        `json:"bad,omitempty"` // why it cannot be restored
}

// examinedKey is where this computer remembers them, by path.
const examinedKey = "backups.examined"

// mostExamined is how many are remembered.
const mostExamined = 200

// Backups is the list of the copies of the book.
type Backups struct {
	host     page.Host
	book     *page.Book
	page     *kit.Page
	grid     *grid.Grid[store.Copy]
	panel    *kit.Panel
	age      *kit.Note
	hidden   bool // the details were closed by a person
	wanted   string
	examined map[string]examined
	now      *kit.Button
	folder   *kit.Button
	any      bool // there is a backup
	busy     bool
	seen     map[string]fyne.CanvasObject // what was found in a copy, by path
}

// New makes the screen of the backups.
func New(h page.Host) page.Screen {
	b := &Backups{host: h, book: h.Book(), page: kit.NewPage(text.T("backups.title")), examined: map[string]examined{}, seen: map[string]fyne.CanvasObject{}}
	h.Remembered(examinedKey, &b.examined)
	b.grid = grid.New(grid.Options[store.Copy]{
		Name: "backups", Key: func(c store.Copy) string { return c.Path }, Columns: b.columns(),
		Load:      b.load,
		OnCurrent: b.current, OnOpen: func(store.Copy) { b.restoreChosen() },
		Setup: grid.Setup{Sort: []grid.Order{{Column: "made", Down: true}}, First: true, Count: "backups.count", CountOf: "backups.countof", NoMatch: "backups.nomatch"},
		Events: grid.Events{
			OnMenu: func(at fyne.Position) { h.Menu(at, b.chosenActions()) }, OnView: b.loaded,
			OnDetails: func(err error) { h.Report(text.T("backups.unread"), err) },
		},
		Place: grid.Place{Context: h.Context(), Runner: h.Runner(), Format: h.Format(), Layouts: h},
	})
	now := kit.Act("backups.now", text.T("backups.now"), kit.Mark{Icon: theme.IconArchive, Key: action.Ctrl(fyne.KeyReturn)}, b.Primary)
	b.now = kit.ActionButton(now, kit.Primary)
	b.folder = kit.ActionButton(b.opening(), kit.Plain)
	from := kit.ActionButton(b.fromFile(), kit.Plain)
	b.page.Header.SetBack(h.Back)
	b.page.Header.SetTools(b.folder, from, b.now)
	b.age = kit.NewNote(theme.Under, theme.IconInfo, text.T("backups.explain"), nil)
	b.page.SetBody(b.grid)
	b.grid.SetEmpty(kit.Empty(kit.EmptyOptions{
		Icon: theme.IconArchive, Title: text.T("backups.empty"), Lines: []string{text.T("backups.empty.what"), text.T("backups.empty.from")},
		Primary: &now, Second: ptr(b.how()),
	}))
	return b
}

func ptr[T any](v T) *T { return &v }

func (b *Backups) columns() []grid.Column[store.Copy] {
	quiet := func(t string) grid.Cell { return grid.Cell{Text: t, Tone: theme.Quiet} }
	f := b.host.Format()
	return []grid.Column[store.Copy]{
		{
			ID: "made", Title: text.T("backups.col.made"), Width: 130, Lead: true, Down: true,
			Cell:     func(c store.Copy) grid.Cell { return grid.Cell{Text: f.Moment(model.InstantOf(c.Made))} },
			SortText: func(c store.Copy) string { return string(model.InstantOf(c.Made)) },
		},
		{
			ID: "age", Title: text.T("backups.col.age"), Width: 110,
			Cell: func(c store.Copy) grid.Cell { return quiet(f.Since(model.InstantOf(c.Made))) },
		},
		{
			ID: "kind", Title: text.T("backups.col.kind"), Width: 150,
			Cell: func(c store.Copy) grid.Cell {
				return grid.Cell{Icon: kindIcon(c.Kind), IconTone: theme.Quiet, Text: kindName(c.Kind)}
			},
			SortText: func(c store.Copy) string { return kindName(c.Kind) },
		},
		{
			ID: "size", Title: text.T("backups.col.size"), Width: 80, Align: fyne.TextAlignTrailing, Down: true,
			Cell:    func(c store.Copy) grid.Cell { return grid.Cell{Text: f.FileSize(c.Size)} },
			Compare: func(a, c store.Copy) int { return int(a.Size - c.Size) }, Value: func(c store.Copy) any { return c.Size },
		},
		{ID: "verified", Title: text.T("backups.col.verified"), Width: 150, Cell: b.verifiedCell},
		{
			ID: "file", Title: text.T("backups.col.file"), Width: 200, Flex: 1,
			Cell: func(c store.Copy) grid.Cell {
				return grid.Cell{Text: filepath.Base(c.Path), Tone: theme.Quiet, Tip: c.Path}
			},
			SortText: func(c store.Copy) string { return filepath.Base(c.Path) },
		},
	}
}

func kindName(k store.CopyKind) string { return text.T(text.Key("backups.kind.", k)) }

func kindIcon(k store.CopyKind) theme.IconName {
	switch k {
	case store.DailyCopy:
		return theme.IconCalendar
	case store.ManualCopy:
		return theme.IconUser
	case store.UpdateCopy:
		return theme.IconUp
	}
	return theme.IconHistory
}

// verdict is what is known of a copy's soundness: when it was examined here, or
// that it was when it was made, as every backup is.
func (b *Backups) verdict(c store.Copy) (tone theme.Tone, icon theme.IconName, word, tip string) {
	e, ok := b.examined[c.Path]
	switch {
	case ok && e.Size == c.Size && e.Made.Equal(c.Made) && e.Bad != "":
		return theme.Wrong, theme.IconCrossCircle, text.T("backups.verified.bad"), e.Bad
	case ok && e.Size == c.Size && e.Made.Equal(c.Made):
		return theme.Fine, theme.IconTickCircle, b.host.Format().Since(e.At), text.T("backups.verified.tip", b.host.Format().Moment(e.At))
	case c.Kind == store.ReplacedCopy:
		return theme.Quiet, theme.IconMinusCircle, text.T("backups.verified.not"), text.T("backups.verified.not.tip")
	}
	return theme.Fine, theme.IconTickCircle, text.T("backups.verified.made"), text.T("backups.verified.made.tip")
}

func (b *Backups) verifiedCell(c store.Copy) grid.Cell {
	tone, icon, word, tip := b.verdict(c)
	return grid.Cell{Icon: icon, IconTone: tone, Text: word, Tip: tip}
}

// Content implements page.Screen.
func (b *Backups) Content() fyne.CanvasObject { return b.page }

// Open implements page.Screen.
func (b *Backups) Open(page.Route) { b.Reload() }

// Close implements page.Screen.
func (b *Backups) Close() { b.grid.Close() }

// Reload implements page.Reloader.
func (b *Backups) Reload() { b.grid.Reload() }

// Areas implements page.Areas.
func (b *Backups) Areas() []fyne.Focusable { return []fyne.Focusable{b.grid} }

// Keep implements page.Keeper.
func (b *Backups) Keep() any { return b.grid.Keep() }

// Restore implements page.Keeper.
func (b *Backups) Restore(v any) {
	if s, ok := v.(grid.State); ok {
		b.grid.Restore(s)
	}
}

// Escape implements page.Escaper.
func (b *Backups) Escape() bool {
	if b.page.Panel() == nil {
		return false
	}
	b.hide()
	return true
}

// load reads the folder of backups, and how old the newest one is.
func (b *Backups) load(context.Context) ([]store.Copy, error) {
	copies, err := store.Copies(b.book.Path)
	b.host.Runner().UI(func() { b.tell(copies) })
	return copies, err
}

// tell says how old the newest backup is; what a restore put aside is none.
func (b *Backups) tell(copies []store.Copy) {
	b.any = len(copies) > 0
	b.folder.Refresh()
	var newest time.Time
	for _, c := range copies {
		if c.Kind != store.ReplacedCopy && c.Made.After(newest) {
			newest = c.Made
		}
	}
	b.page.SetStrip(nil)
	if !b.any {
		b.page.Header.SetCount("")
		return // the list says so itself
	}
	b.page.SetStrip(kit.Row(0, kit.Grow(b.age)))
	if newest.IsZero() {
		b.page.Header.SetCount("")
		b.age.Set(theme.Warned, theme.IconWarning, text.T("backups.none"))
		return
	}
	b.page.Header.SetCount(text.T("backups.last", b.host.Format().Since(model.InstantOf(newest))))
	if b.book.Clock().Sub(newest) > old {
		b.age.Set(theme.Warned, theme.IconWarning, text.T("backups.old"))
		return
	}
	b.age.Set(theme.Under, theme.IconInfo, text.T("backups.explain"))
}

// loaded chooses the backup that was just made, once the list is read.
func (b *Backups) loaded() {
	if b.wanted == "" || b.grid.Loading() {
		return
	}
	wanted := b.wanted
	if _, ok := b.grid.Row(wanted); ok {
		b.wanted = ""
		b.grid.Select(wanted)
	}
}

// Primary implements page.Primary: it backs up into the folder of backups.
func (b *Backups) Primary() { b.make("") }

// make writes a backup to a file, "" to the folder of backups.
func (b *Backups) make(out string) {
	if b.busy {
		return
	}
	b.setBusy(true)
	h, made := b.host, store.BackupResult{}
	h.Start(page.Task{
		Name: text.T("backups.task"),
		Work: func(ctx context.Context, p *job.Progress) (err error) {
			p.Step(0, 0, text.T("backups.task.copy"))
			if out == "" {
				made, err = store.ManualBackup(ctx, b.book.DB)
			} else {
				made, err = store.Backup(ctx, b.book.DB, out)
			}
			return err
		},
		Done: func(err error) {
			b.setBusy(false)
			if err != nil {
				h.Report(text.T("backups.failed"), err)
				return
			}
			open := kit.Act("backups.show", text.T("backups.folder"), kit.Mark{Icon: theme.IconFolder}, func() { h.OpenFile(filepath.Dir(made.Out)) })
			h.Toast(page.Toast{Text: text.T("backups.made", filepath.Base(made.Out)), Link: &open})
			b.wanted = made.Out
			b.Reload()
		},
	})
}

func (b *Backups) setBusy(busy bool) {
	b.busy = busy
	b.now.SetBusy(busy)
	b.host.Refresh()
}

// makeElsewhere asks for a place and backs up to it.
func (b *Backups) makeElsewhere() {
	stem := filepath.Base(b.book.Path)
	ext := filepath.Ext(stem)
	name := stem[:len(stem)-len(ext)] + "-" + string(b.book.Today()) + ext
	b.host.File(page.FileAsk{Title: text.T("backups.to.title"), Name: name, Endings: []string{ext}, Save: true, Purpose: "backup"}, func(paths []string) { b.make(paths[0]) })
}

// opening opens the folder of backups, which the first backup makes.
func (b *Backups) opening() action.Action {
	a := kit.Act("backups.folder", text.T("backups.folder"), kit.Mark{Icon: theme.IconFolder}, func() { b.host.OpenFile(store.BackupFolder(b.book.Path)) })
	a.Off = func() string {
		if !b.any {
			return text.T("backups.off.never")
		}
		return ""
	}
	return a
}
