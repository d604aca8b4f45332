package shell

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

const (
	sheetWidth  float32 = 720
	sheetHeight float32 = 460
)

// sheet lists every key that means something now, by menu.
func (s *Shell) sheet() {
	var left, right []fyne.CanvasObject
	for i, g := range s.keys() {
		side := &left
		if i%2 == 1 {
			side = &right
		}
		*side = append(*side, keyGroup(g))
	}
	body := kit.Row(theme.Gap16, kit.Grow(kit.Column(theme.Gap12, left...)), kit.Grow(kit.Column(theme.Gap12, right...))).Top()
	s.Show(page.Dialog{Title: text.T("shell.keys.title"), Content: kit.Sized(kit.Scroll(kit.Inset(body, 0, theme.Gap8)), 0, sheetHeight), Width: sheetWidth})
}

// keys are the groups of the sheet: one for each menu with keys, one for lists.
func (s *Shell) keys() []page.KeyGroup {
	var groups []page.KeyGroup
	for _, m := range s.table() {
		g := page.KeyGroup{Title: m.label}
		for _, i := range flat(m.items) {
			if !i.Key.Zero() {
				g.Keys = append(g.Keys, page.KeyLine{Label: i.Label, Key: i.Key.String()})
			}
		}
		if len(g.Keys) > 0 {
			groups = append(groups, g)
		}
	}
	lists := page.KeyGroup{Title: text.T("shell.keys.lists")}
	for _, l := range strings.Split(text.T("shell.keys.list"), "\n") {
		if name, key, ok := strings.Cut(l, "|"); ok {
			lists.Keys = append(lists.Keys, page.KeyLine{Label: name, Key: key})
		}
	}
	return append(groups, lists)
}

// Keys implements page.Desk.
func (d desk) Keys() []page.KeyGroup {
	if d.shown != nil && d.shown.route.Screen == page.Help && d.helped != nil {
		return d.helped
	}
	return d.keys()
}

func flat(items []item) (all []item) {
	for _, i := range items {
		all = append(append(all, i), flat(i.sub)...)
	}
	return slices.DeleteFunc(all, func(i item) bool { return i.line })
}

func keyGroup(g page.KeyGroup) fyne.CanvasObject {
	col := []fyne.CanvasObject{kit.NewLabel(kit.SmallStrong, g.Title)}
	for _, k := range g.Keys {
		col = append(col, kit.Row(theme.Gap8, kit.Grow(kit.NewLabel(kit.Body, k.Label)), kit.NewKeyBox(k.Key)))
	}
	return kit.Column(theme.Gap4, col...)
}
