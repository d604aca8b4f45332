package imports

import (
	"path/filepath"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

func base(path string) string { return filepath.Base(path) }

func (s *preview) importAction() action.Action {
	return action.Action{
		ID: "imports.import", Label: text.T("imports.do"), Icon: theme.Icon(theme.IconImport, theme.OnAccent),
		Key: action.Ctrl(fyne.KeyReturn), Off: s.why, Run: s.run,
	}
}

func (s *preview) otherAction() action.Action {
	return action.Action{ID: "imports.other", Label: text.T("imports.other"), Icon: theme.Icon(theme.IconFolder, theme.Accent), Key: action.Plain(fyne.KeyO), Run: s.other}
}

func (s *preview) howAction() action.Action {
	return action.Action{ID: "imports.how", Label: text.T("imports.export.how"), Run: func() { s.h.Go(page.Route{Screen: page.Help, Key: page.Imports}) }}
}

// Actions implements page.Actor.
func (s *preview) Actions() []action.Action {
	list := []action.Action{s.importAction(), s.otherAction(), s.howAction()}
	f := s.now()
	if f == nil || f.shown == nil || s.done != nil || s.busy {
		return list
	}
	list[0].Label = s.verb()
	list = append(list,
		action.Action{ID: "imports.tab.next", Label: text.T("imports.tab.next"), Key: action.Ctrl(fyne.KeyTab), Off: s.untabbed, Run: func() { s.tabs.Next(1) }},
		action.Action{ID: "imports.tab.back", Label: text.T("imports.tab.back"), Key: action.Key{Name: fyne.KeyTab, Mod: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}, Off: s.untabbed, Run: func() { s.tabs.Next(-1) }},
		action.Action{ID: "imports.next", Label: text.T("imports.next"), Icon: theme.Icon(theme.IconDown, theme.Muted), Key: action.Plain(fyne.KeyN), Off: s.unchanged, Run: s.next},
		action.Action{ID: "imports.read", Label: text.T("imports.how.verb"), Key: action.Plain(fyne.KeyW), Run: s.readingDialog},
	)
	list = append(list, s.refusedActions()...)
	list = append(list, s.rowActions()...)
	if len(s.files) > 1 {
		list = append(list,
			action.Action{ID: "imports.file.next", Label: text.T("imports.file.next"), Key: action.Ctrl(fyne.KeyPageDown), Run: func() { s.turn((s.at + 1) % len(s.files)) }},
			action.Action{ID: "imports.file.back", Label: text.T("imports.file.back"), Key: action.Ctrl(fyne.KeyPageUp), Run: func() { s.turn((s.at + len(s.files) - 1) % len(s.files)) }},
			action.Action{ID: "imports.file.drop", Label: text.T("imports.file.drop"), Key: action.Ctrl(fyne.KeyDelete), Run: s.dropFile},
		)
	}
	return list
}

// refusedActions are what can be done about refused records.
func (s *preview) refusedActions() []action.Action {
	return []action.Action{
		{ID: "imports.repair", Label: text.T("imports.repair"), Icon: theme.Icon(theme.IconPencil, theme.Muted), Key: action.Plain(fyne.KeyF4), Off: func() string {
			if x := s.refused.one(); x == nil || x.Left || x.Fix == "" && !x.Mendable() {
				return text.T("imports.off.repair")
			}
			return ""
		}, Run: s.refused.mend},
		{ID: "imports.save", Label: text.T("imports.refused.save"), Icon: theme.Icon(theme.IconExport, theme.Muted), Key: action.Ctrl(fyne.KeyE), Off: func() string {
			if f := s.now(); f == nil || f.shown == nil || f.shown.Rows.Refused == 0 {
				return text.T("imports.off.no.refused")
			}
			return ""
		}, Run: s.saveRefused},
	}
}

// rowActions are what can be done with the record under the cursor.
func (s *preview) rowActions() []action.Action {
	return []action.Action{{
		ID: "imports.leave", Label: text.T("imports.leave"), Icon: theme.Icon(theme.IconMinusCircle, theme.Muted), Key: action.Plain(fyne.KeyL),
		Off: func() string {
			if s.pointed() == 0 {
				return text.T("imports.off.row")
			}
			return ""
		},
		Run: func() { s.leaveOut(s.pointed(), true) },
	}}
}

// pointed is the row of the record that a key means, 0 for none.
func (s *preview) pointed() int {
	if s.refused.grid.Focused() || s.tab == tabRefused {
		if x, ok := s.refused.grid.CurrentRow(); ok && !x.Left {
			return x.First
		}
		return 0
	}
	if s.tab == tabColumns || s.tab == "" {
		return 0
	}
	return s.rows.current()
}

func (s *preview) untabbed() string {
	if s.tab == "" || !s.states.Showing() {
		return text.T("imports.off.tabs")
	}
	return ""
}

func (s *preview) unchanged() string {
	if f := s.now(); f == nil || f.shown == nil || f.shown.Rows.Updated == 0 {
		return text.T("imports.off.change")
	}
	return ""
}

// next goes to the next changed record.
func (s *preview) next() {
	if s.tab != tabChanged {
		s.now().tab = tabChanged
		s.choose(tabChanged)
	} else {
		s.rows.next()
	}
	kit.Focus(s.rows.table)
}

// dropFile takes the file that is shown off the queue.
func (s *preview) dropFile() {
	s.drop(s.at)
	s.header()
	s.Reload()
}

// Export implements page.Exporter.
func (s *preview) Export() { s.saveRefused() }

// Search implements page.Searcher.
func (s *preview) Search() {
	if s.tab != tabRefused && s.tab != tabColumns && s.tab != "" {
		kit.Focus(s.search)
	}
}

// Areas implements page.Areas.
func (s *preview) Areas() []fyne.Focusable {
	var list []fyne.Focusable
	if stop := s.states.Stop(); stop != nil {
		return append(list, stop)
	}
	if s.now() == nil || !s.states.Showing() || s.busy {
		return list
	}
	f := s.now()
	switch s.tab {
	case "": // it is asked which shop
		if stop := kit.FirstStop(s.body); stop != nil {
			list = append(list, stop)
		}
		return list
	case tabColumns:
		if f.shown != nil && f.needs() == "supplier" && s.whose != nil {
			list = append(list, s.whose)
		}
		list = append(list, s.mapping.areas()...)
	default:
		list = append(list, s.lists(f)...)
	}
	return append(list, s.tabs)
}

// lists are the lists of records that are shown.
func (s *preview) lists(f *queued) (list []fyne.Focusable) {
	if s.tab != tabRefused && s.rows.table != nil {
		list = append(list, s.rows.table)
	}
	if f.shown != nil && f.shown.Rows.Refused > 0 {
		list = append(list, s.refused.grid)
	}
	return list
}

// Drop implements page.Dropper: more files join those that are shown.
func (s *preview) Drop(paths []string) {
	if s.busy {
		return
	}
	if s.done != nil {
		s.done, s.queue = nil, queue{}
	}
	was := len(s.files)
	s.take(paths)
	if len(s.files) > was {
		s.at = was
	}
	if len(s.files) > 0 {
		s.header()
	}
	s.Reload()
}

// Escape implements page.Escaper: it stops the import that runs, else empties the
// search, else leaves.
func (s *preview) Escape() bool {
	if !s.busy && s.find != "" {
		s.search.Clear()
		return true
	}
	s.cancel()
	return true
}
