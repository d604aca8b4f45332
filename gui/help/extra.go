package help

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// keySheet lists keys in two columns, as evenly filled as their groups allow.
func keySheet(groups []page.KeyGroup) fyne.CanvasObject {
	var sides [2][]fyne.CanvasObject
	var lines [2]int
	for _, g := range groups {
		to := 0
		if lines[1] < lines[0] {
			to = 1
		}
		lines[to] += len(g.Keys) + 2
		rows := []fyne.CanvasObject{kit.NewLabel(kit.Strong, g.Title)}
		for _, k := range g.Keys {
			rows = append(rows, kit.Sized(kit.Row(theme.Gap8, kit.Grow(kit.NewLabel(kit.Body, k.Label)), kit.NewKeyBox(k.Key)), 0, 24))
		}
		sides[to] = append(sides[to], kit.Column(theme.Gap4, rows...))
	}
	return kit.Row(2*theme.Gap16, kit.Grow(kit.Column(theme.Gap16, sides[0]...)), kit.Grow(kit.Column(theme.Gap16, sides[1]...))).Top()
}

// about says which program this is, and where its data lie.
func (s *Help) about() fyne.CanvasObject {
	d := s.host.Desk()
	rows := []fyne.CanvasObject{
		s.fact("help.about.program", d.Program(), false),
		s.fact("help.about.built", d.About(), false),
	}
	if b := s.host.Book(); b != nil {
		rows = append(rows, s.fact("help.about.book", b.Path, true))
	}
	rows = append(rows, s.fact("help.about.data", d.Data(), true), s.fact("help.about.logs", d.Logs(), true))
	copies := kit.NewButton(kit.Plain, text.T("help.diagnostics"), func() { s.host.Copy(d.Diagnostics()) }).WithIcon(theme.IconCopy)
	return kit.Column(theme.Gap12, kit.Column(theme.Gap4, rows...), kit.Row(theme.Gap8, copies, kit.Spacer()), kit.Wrapped(kit.Caption, text.T("help.diagnostics.what")))
}

// factLabel is the room for what a fact is called.
const factLabel float32 = 130

// fact is a line about the program; a path can be copied.
func (s *Help) fact(key, value string, path bool) fyne.CanvasObject {
	row := []fyne.CanvasObject{kit.Sized(kit.NewLabel(kit.SmallStrong, text.T(key)), factLabel, 28), kit.Grow(kit.NewLabel(kit.Body, value))}
	if path {
		row = append(row, kit.IconButton(kit.Bare, theme.IconCopy, text.T("help.copy"), func() { s.host.Copy(value) }))
	}
	return kit.Row(theme.Gap8, row...)
}
