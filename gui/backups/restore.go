package backups

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/backup"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/store"
)

func (b *Backups) fromFile() action.Action {
	return kit.Act("backups.file", text.T("backups.file"), kit.Mark{Icon: theme.IconOpen, Key: action.Plain(fyne.KeyO)}, b.chooseFile)
}

func (b *Backups) how() action.Action {
	return kit.Act("backups.how", text.T("backups.how"), kit.Mark{Icon: theme.IconHelp}, func() { b.host.Go(page.Route{Screen: page.Help, Key: page.Backups}) })
}

// chosenActions are what can be done with the chosen copy.
func (b *Backups) chosenActions() []action.Action {
	none := func() string {
		if _, ok := b.grid.CurrentRow(); !ok {
			return text.T("backups.off.none")
		}
		return ""
	}
	all := []action.Action{
		kit.Act("backups.restore", text.T("backups.restore"), kit.Mark{Icon: theme.IconUndo, Key: action.Plain(fyne.KeyR)}, b.restoreChosen),
		kit.Act("backups.verify", text.T("backups.verify"), kit.Mark{Icon: theme.IconShield, Key: action.Plain(fyne.KeyV)}, b.verifyChosen),
		kit.Act("backups.copy", text.T("backups.copy"), kit.Mark{Icon: theme.IconCopy}, func() {
			if c, ok := b.grid.CurrentRow(); ok {
				b.host.Copy(c.Path)
			}
		}),
	}
	for i := range all {
		all[i].Off = none
	}
	return all
}

// Actions implements page.Actor.
func (b *Backups) Actions() []action.Action {
	return append(b.chosenActions(), b.fromFile(),
		kit.Act("backups.to", text.T("backups.to"), kit.Mark{Icon: theme.IconExport, Key: action.Plain(fyne.KeyB)}, b.makeElsewhere), b.opening())
}

// current shows the details of the chosen copy.
func (b *Backups) current(c store.Copy, ok bool) {
	switch {
	case !ok:
		b.page.SetPanel(nil)
	case !b.hidden:
		b.show(c)
	}
	b.host.Refresh()
}

func (b *Backups) hide() {
	b.hidden = true
	b.page.SetPanel(nil)
	kit.Focus(b.grid)
	b.host.Refresh()
}

// show fills the panel with a copy.
func (b *Backups) show(c store.Copy) {
	f := b.host.Format()
	if b.panel == nil {
		b.panel = kit.NewPanel(b.hide)
	}
	p := b.panel
	p.SetTitle(f.Moment(model.InstantOf(c.Made)), text.T(text.Key("backups.why.", c.Kind)))
	tone, icon, word, _ := b.verdict(c)
	inside := b.seen[c.Path]
	if inside == nil {
		inside = kit.Wrapped(kit.Caption, text.T("backups.inside.not"))
	}
	p.SetSections(
		kit.PanelSection(text.T("backups.section.file"), "", kit.Column(theme.Gap8,
			kit.NewFacts(kit.Fact{Label: text.T("backups.col.size"), Value: f.FileSize(c.Size)}),
			kit.Row(theme.Gap8, kit.NewLabel(kit.Muted, text.T("backups.col.verified")), kit.Spacer(), kit.ToneIcon(icon, tone), kit.NewLabel(kit.Body, word)),
			kit.Wrapped(kit.Caption, c.Path))),
		kit.PanelSection(text.T("backups.section.inside"), "", inside))
	all := b.chosenActions()
	p.SetButtons(kit.ActionButton(all[0], kit.Next), kit.ActionButton(all[1], kit.Plain), kit.ActionButton(all[2], kit.Plain).IconOnly())
	b.page.SetPanel(p)
}

// chooseFile asks for a backup anywhere and offers to restore it.
func (b *Backups) chooseFile() {
	ask := page.FileAsk{Title: text.T("backups.file.title"), Endings: []string{filepath.Ext(b.book.Path)}, Purpose: "restore"}
	b.host.File(ask, func(paths []string) { b.look(paths[0], b.offer) })
}

// restoreChosen offers to restore the chosen copy.
func (b *Backups) restoreChosen() {
	if c, ok := b.grid.CurrentRow(); ok {
		b.look(c.Path, b.offer)
	}
}

// verifyChosen examines the chosen copy.
func (b *Backups) verifyChosen() {
	if c, ok := b.grid.CurrentRow(); ok {
		b.look(c.Path, func(backup.Content) {
			b.host.Toast(page.Toast{Text: text.T("backups.sound", b.host.Format().Moment(model.InstantOf(c.Made)))})
		})
	}
}

// look examines a copy from end to end and hands over what is in it.
func (b *Backups) look(path string, then func(backup.Content)) {
	h := b.host
	var found backup.Content
	h.Start(page.Task{
		Name: text.T("backups.examine"),
		Work: func(ctx context.Context, p *job.Progress) (err error) {
			p.Step(0, 0, filepath.Base(path))
			found, err = backup.Look(ctx, b.book.Path, path, b.book.Clock)
			return err
		},
		Done: func(err error) {
			b.note(path, err)
			if err != nil {
				h.Report(text.T("backups.unfit"), err)
				return
			}
			b.seen[path] = kit.NewFacts(b.facts(found)...)
			b.again()
			then(found)
		},
	})
}

// again shows the chosen copy anew.
func (b *Backups) again() {
	b.Reload()
	if c, ok := b.grid.CurrentRow(); ok && b.page.Panel() != nil {
		b.show(c)
	}
}

// note remembers when a copy was examined and how it was. A copy that could not
// be read to its end, because someone has it open say, counts as not examined.
func (b *Backups) note(path string, err error) {
	info, failed := os.Stat(path)
	if failed != nil || err != nil && model.CodeOf(err) != model.Damaged {
		return
	}
	e := examined{At: b.book.DB.Now(), Made: info.ModTime(), Size: info.Size()}
	var told *model.Error
	if errors.As(err, &told) {
		e.Bad = told.Message
	}
	b.examined[path] = e
	for len(b.examined) > mostExamined {
		delete(b.examined, slices.MinFunc(slices.Collect(maps.Keys(b.examined)), func(x, y string) int {
			return b.examined[x].Made.Compare(b.examined[y].Made)
		}))
	}
	b.host.Remember(examinedKey, b.examined)
	if err != nil {
		b.again()
	}
}

// facts say what is in a copy.
func (b *Backups) facts(c backup.Content) []kit.Fact {
	f := b.host.Format()
	if c.Older {
		return []kit.Fact{{Label: text.T("backups.inside.format"), Value: text.T("backups.inside.older", c.Format)}}
	}
	none := func(s string) string {
		if s == "" {
			return text.T("backups.inside.none")
		}
		return s
	}
	last, change := "", ""
	if c.LastOrder != "" {
		last = f.DateYear(c.LastOrder)
	}
	if c.LastChange != "" {
		change = f.Moment(c.LastChange)
	}
	return []kit.Fact{
		{Label: text.T("backups.inside.business"), Value: none(c.Business), Bold: true},
		{Label: text.T("backups.inside.orders"), Value: f.Int(int(c.Orders))},
		{Label: text.T("backups.inside.last"), Value: none(last)},
		{Label: text.T("backups.inside.changed"), Value: none(change)},
		{Label: text.T("backups.inside.currency"), Value: none(string(c.Currency))},
	}
}

// offer shows what is in a copy and asks whether it may take the book's place.
func (b *Backups) offer(c backup.Content) {
	body := kit.Column(theme.Gap12,
		kit.Wrapped(kit.Body, text.T("backups.ask.sound", filepath.Base(c.Path))),
		kit.NewFacts(b.facts(c)...),
		kit.NewNote(theme.Warned, theme.IconWarning, text.T("backups.ask.lost"), nil),
		kit.Wrapped(kit.Caption, text.T("backups.ask.kept", store.BackupFolder(b.book.Path))))
	b.host.Show(page.Dialog{
		Title: text.T("backups.ask", filepath.Base(b.book.Path)), Content: body, Verb: text.T("backups.ask.verb"), Bad: true, Width: 480,
		Do: func() bool {
			b.host.Desk().Restore(b.book.Path, c.Path)
			return false
		},
	})
}
