package preview

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/reports/documents"
)

// dress puts up what is about the document that is shown: the tab of its kind,
// its name among the others of the kind, and what it warns of.
func (s *Screen) dress() {
	d := s.now()
	s.tabs.SetTabs(s.kindTabs())
	s.tabs.SetChosen(string(d.Kind))
	names := s.names(d.Kind)
	s.chooser.SetOptions(names, d.Name)
	if len(names) > 1 {
		s.page.SetTabs(s.tabs, s.chooser)
	} else {
		s.page.SetTabs(s.tabs, kit.NewLabel(kit.Muted, d.Name))
	}
	s.page.SetStrip(warnings(d.Warnings))
}

// kindTabs are the kinds of documents there are, marked where one warns.
func (s *Screen) kindTabs() []kit.Tab {
	var all []kit.Tab
	for _, k := range kinds {
		n, warned := 0, false
		for _, d := range s.all {
			if d.Kind == k {
				n++
				warned = warned || len(d.Warnings) > 0
			}
		}
		if n == 0 {
			continue
		}
		t := kit.Tab{ID: string(k), Label: s.label(k, n)}
		if n > 1 {
			t.Count = n
		}
		if warned {
			t.Icon, t.Tone = theme.IconWarning, theme.Warned
		}
		all = append(all, t)
	}
	return all
}

// label names n documents of a kind; a customs declaration by its form.
func (s *Screen) label(k documents.Kind, n int) string {
	if k == documents.Declaration {
		forms := map[string]bool{}
		for _, d := range s.all {
			if form, _, ok := strings.Cut(d.Name, "-"); ok && d.Kind == k {
				forms[form] = true
			}
		}
		for form := range forms {
			if len(forms) == 1 {
				return form
			}
		}
	}
	return text.N(text.Key("preview.kind.", string(k)), n)
}

// names are the documents of a kind.
func (s *Screen) names(k documents.Kind) []kit.Option {
	var all []kit.Option
	for _, d := range s.all {
		if d.Kind == k {
			all = append(all, kit.Option{ID: d.Name, Text: d.Name})
		}
	}
	return all
}

// shownWarnings is how many warnings stand as notes of their own.
const shownWarnings = 3

// warnings are notes above the page, nil without any.
func warnings(all []string) fyne.CanvasObject {
	if len(all) == 0 {
		return nil
	}
	if len(all) > shownWarnings {
		last := shownWarnings - 1
		all = append(all[:last:last], strings.Join(all[last:], " "))
	}
	col := make([]fyne.CanvasObject, len(all))
	for i, w := range all {
		col[i] = kit.NewNote(theme.Warned, theme.IconWarning, w, nil)
	}
	return kit.Column(theme.Gap4, col...)
}

// foot turns the pages and sizes them.
type foot struct {
	s            *Screen
	row          fyne.CanvasObject
	before, next *kit.Button
	page, size   *kit.Label
	files        *kit.Tipped
	fits         map[zoom]*kit.Chip
	lot          *kit.Label
}

const (
	pageWidth float32 = 96
	sizeWidth float32 = 48
)

func newFoot(s *Screen) *foot {
	f := &foot{s: s, page: kit.NewLabel(kit.Body, "").Align(fyne.TextAlignCenter), size: kit.Number(kit.Body, "").Align(fyne.TextAlignCenter), lot: kit.NewLabel(kit.Muted, ""), fits: map[zoom]*kit.Chip{}}
	button := func(a action.Action, icon theme.IconName) *kit.Button {
		return kit.IconButton(kit.Bare, icon, a.Label, a.Run).WithKey(a.Key)
	}
	f.before, f.next = button(s.beforeAction(), theme.IconChevLeft), button(s.nextAction(), theme.IconChevRight)
	f.files = kit.Tip(f.lot, "")
	all := []fyne.CanvasObject{
		f.before, kit.Sized(f.page, pageWidth, 0), f.next, kit.Gap(theme.Gap16, 0), f.files, kit.Spacer(),
		button(s.smallerAction(), theme.IconMinus), kit.Sized(f.size, sizeWidth, 0), button(s.largerAction(), theme.IconPlus), kit.Gap(theme.Gap8, 0),
	}
	for _, z := range []zoom{100, wholeLine, wholePage} {
		f.fits[z] = kit.ChoiceChip(fitLabel(z), "", func() { s.zoomTo(z) })
		all = append(all, f.fits[z])
	}
	f.row = kit.Row(theme.Gap4, all...)
	return f
}

func fitLabel(z zoom) string {
	switch z {
	case wholeLine:
		return text.T("preview.fit.width")
	case wholePage:
		return text.T("preview.fit.page")
	}
	return text.T("preview.fit.real")
}

// show says which page is shown, and how large.
func (f *foot) show() {
	s := f.s
	d, n := s.now(), s.host.Format()
	if d == nil {
		return
	}
	f.page.SetText(text.T("preview.page", n.Int(s.leaf+1), n.Int(d.Proof.Pages())))
	f.before.SetOff(s.offBefore())
	f.next.SetOff(s.offNext())
	f.size.SetText(text.T("preview.size", n.Int(s.sheet.percent())))
	for z, chip := range f.fits {
		chip.SetActive(z == s.sheet.zoom)
	}
}

// along tells of the files that go with the documents and have no pages.
func (f *foot) along(all []documents.Document) {
	var names []string
	for _, d := range all {
		if d.Proof == nil {
			names = append(names, d.Name)
		}
	}
	f.lot.SetText("")
	if len(names) > 0 {
		f.lot.SetText(text.N("preview.along", len(names), f.s.host.Format().Int(len(names))))
	}
	f.files.SetTip(strings.Join(names, ", "))
}
