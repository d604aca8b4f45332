package roster

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/theme"
)

// Content implements page.Screen.
func (l *List[R]) Content() fyne.CanvasObject { return l.Page }

// Close implements page.Screen.
func (l *List[R]) Close() {
	for _, leave := range l.leave {
		leave()
	}
	l.closeForm()
	l.pasts.Stop()
	l.Grid.Close()
}

// Reload implements page.Reloader.
func (l *List[R]) Reload() { l.Grid.Reload() }

// Search implements page.Searcher.
func (l *List[R]) Search() { kit.Focus(l.search) }

// Create implements page.Creator.
func (l *List[R]) Create() {
	if l.o.Create != nil {
		l.o.Create()
	}
}

// Areas implements page.Areas.
func (l *List[R]) Areas() []fyne.Focusable {
	areas := []fyne.Focusable{l.stop()}
	if l.form != nil {
		areas = append(areas, l.form.First())
	}
	return areas
}

// Keep implements page.Keeper.
func (l *List[R]) Keep() any { return kept{l.Grid.Keep(), l.all.Load()} }

// Restore implements page.Keeper.
func (l *List[R]) Restore(v any) {
	if k, ok := v.(kept); ok {
		l.kept = &k
		l.all.Store(k.all)
	}
}

// Dirty implements page.Dirty.
func (l *List[R]) Dirty() string {
	if l.form == nil {
		return ""
	}
	return l.form.Lost()
}

// Save implements page.Saver.
func (l *List[R]) Save() {
	if l.form != nil {
		l.form.Submit()
	}
}

// Primary implements page.Primary: it saves the form, else opens one for a new
// record.
func (l *List[R]) Primary() {
	if l.form != nil {
		l.form.Submit()
		return
	}
	l.Create()
}

// Escape implements page.Escaper: it closes the form, then the details.
func (l *List[R]) Escape() bool {
	switch {
	case l.form != nil:
		return l.form.Escape()
	case l.Page.Panel() != nil:
		l.hide()
		return true
	}
	return false
}

// Actions implements page.Actor.
func (l *List[R]) Actions() []action.Action {
	say, id := l.o.Words.Say, l.o.Name
	all := append(l.chosenActions(), l.o.Extra...)
	if !l.o.Single {
		all = append(all, kit.Act(id+".duplicates", say("duplicates"), kit.Mark{Icon: theme.IconMerge, Key: action.Plain(fyne.KeyG)}, l.Duplicates))
	}
	if !l.o.Fixed {
		all = append(all, kit.Act(id+".archived", say("archived.show"), kit.Mark{Icon: theme.IconEye, Key: action.Plain(fyne.KeyH)}, l.ToggleArchived))
	}
	return append(all,
		kit.Act(id+".panel", say("panel"), kit.Mark{Icon: theme.IconSidebar, Key: action.Plain(fyne.KeyD)}, l.togglePanel),
	)
}

func (l *List[R]) createAction() action.Action {
	return kit.Act(l.o.Name+".new", l.o.Words.Say("new"), kit.Mark{Icon: theme.IconPlus, Key: action.Ctrl(fyne.KeyN)}, l.Create)
}

// chosenActions are the actions for the row under the cursor; without one they
// say so.
func (l *List[R]) chosenActions() []action.Action {
	r, ok := l.Grid.CurrentRow()
	edit, archive, merge := l.Common(r, ok)
	var all []action.Action
	if l.o.Change != nil {
		all = append(all, edit)
	}
	all = append(all, l.o.Actions(r, ok)...)
	if !l.o.Single {
		all = append(all, merge)
	}
	if !l.o.Fixed {
		all = append(all, archive)
	}
	return all
}

// Common are the actions that every kind of record has: to edit one, to put it
// away or bring it back, and to merge it into another.
func (l *List[R]) Common(r R, ok bool) (edit, archive, merge action.Action) {
	say, id := l.o.Words.Say, l.o.Name
	gone := ok && l.o.archived(r)
	edit = kit.Act(id+".edit", say("edit"), kit.Mark{Icon: theme.IconPencil, Key: action.Plain(fyne.KeyE)}, func() { l.o.Change(r) })
	archive = kit.Act(id+".archive", say("archive"), kit.Mark{Icon: theme.IconArchive, Key: action.Plain(fyne.KeyDelete)}, l.Archive)
	if gone {
		archive = kit.Act(id+".restore", say("restore"), kit.Mark{Icon: theme.IconUndo, Key: action.Plain(fyne.KeyDelete)}, l.Archive)
	}
	merge = kit.Act(id+".merge", say("merge"), kit.Mark{Icon: theme.IconMerge, Key: action.Plain(fyne.KeyM)}, func() { l.MergeInto(r) })
	archive.Off = l.Off(ok)
	edit.Off, merge.Off = l.OffGone(ok, gone), l.OffGone(ok, gone)
	return edit, archive, merge
}

// Off says that a row must be chosen first.
func (l *List[R]) Off(ok bool) func() string { return l.OffGone(ok, false) }

// OffGone says that a row must be chosen first, or brought back.
func (l *List[R]) OffGone(ok, gone bool) func() string {
	return func() string {
		switch {
		case !ok:
			return l.o.Words.Say("off.none")
		case gone:
			return l.o.Words.Say("off.archived")
		}
		return ""
	}
}
