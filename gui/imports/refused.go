package imports

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer"
)

// refusal is a row of the list of refused records.
type refusal = *importer.Refusal

// The buttons of a refused row.
const (
	buttonFix   = "fix"
	buttonEdit  = "edit"
	buttonLeave = "leave"
	buttonTake  = "take"
)

// mostLow is how many refused rows stand below the other records at once.
const mostLow = 4

// refused is the list of records that are kept out, and what can be done about it.
type refused struct {
	s     *preview
	grid  *grid.Grid[refusal]
	list  []refusal
	strip *fyne.Container
	title *kit.Label
	note  *kit.Label
	save  *kit.Button
	band  *fyne.Container
}

func newRefused(s *preview) *refused {
	r := &refused{s: s, title: kit.NewLabel(kit.Strong, ""), note: kit.NewLabel(kit.Caption, text.T("imports.refused.note"))}
	r.save = kit.NewButton(kit.Plain, text.T("imports.refused.save"), s.saveRefused).WithIcon(theme.IconExport).Small()
	r.grid = r.make()
	head := kit.Row(theme.Gap8, kit.ToneIcon(theme.IconCrossCircle, theme.Wrong), r.title, r.note, kit.Spacer(), r.save)
	r.band = container.NewStack(kit.Ground(theme.Surface), container.NewBorder(kit.Sized(kit.Ground(theme.LineStrong), 0, theme.LineWidth), nil, nil, nil, kit.Inset(head, 0, theme.Gap16)))
	r.strip = container.New(&top{36}, r.band, r.grid)
	return r
}

// top gives the first object a height and the second what is left.
type top struct{ high float32 }

// Layout implements fyne.Layout.
func (l *top) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	objs[0].Resize(fyne.NewSize(size.Width, l.high))
	objs[1].Move(fyne.NewPos(0, l.high))
	objs[1].Resize(fyne.NewSize(size.Width, max(size.Height-l.high, 0)))
}

// MinSize implements fyne.Layout.
func (l *top) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, l.high) }

func (r *refused) make() *grid.Grid[refusal] {
	f, h := r.s.h.Format(), r.s.h
	return grid.New(grid.Options[refusal]{
		Name: "imports.refused", Key: keyOf,
		Columns: []grid.Column[refusal]{
			{ID: "row", Title: text.T("imports.col.row"), Width: 64, Fixed: true, Cell: func(x refusal) grid.Cell { return grid.Cell{Text: f.Int(x.Row), Tone: theme.Quiet} }, Compare: func(a, b refusal) int { return a.Row - b.Row }},
			{ID: "key", Title: text.T("imports.col.record"), Width: 100, Lead: true, Cell: func(x refusal) grid.Cell { return grid.Cell{Text: x.Key} }, SortText: func(x refusal) string { return x.Key }},
			{ID: "column", Title: text.T("imports.col.column"), Width: 156, Cell: func(x refusal) grid.Cell { return grid.Cell{Text: x.Column} }, SortText: func(x refusal) string { return x.Column }},
			{
				ID: "found", Title: text.T("imports.col.found"), Width: 156, Cell: foundCell, SortText: func(x refusal) string { return x.Found },
				Edit: &grid.Edit[refusal]{Text: func(x refusal) string { return x.Found }, Commit: r.edited},
			},
			{ID: "reason", Title: text.T("imports.col.reason"), Width: 320, Flex: 1, Cell: reasonCell, SortText: func(x refusal) string { return x.Message }},
			{ID: "do", Title: text.T("imports.col.do"), Width: 216, Cell: r.buttons, Value: func(refusal) any { return "" }},
		},
		OnButton: r.press, Line: func(x refusal) grid.Line { return grid.Line{Muted: x.Left} },
		Events: grid.Events{OnMenu: func(at fyne.Position) { h.Menu(at, r.s.refusedActions()) }},
		Place:  grid.Place{Context: h.Context(), Runner: h.Runner(), Format: f, Layouts: h},
	})
}

func keyOf(x refusal) string { return strconv.Itoa(x.Row) + " " + x.Column + " " + x.Code }

func foundCell(x refusal) grid.Cell {
	switch {
	case x.Left:
		return grid.Cell{Text: x.Found}
	case x.Found == "" && x.Mendable():
		return grid.Cell{Text: text.T("imports.found.nothing"), Tone: theme.Wrong, Wrong: true}
	case x.Found == "":
		return grid.Cell{}
	}
	return grid.Cell{Text: x.Found, Bold: true, Wrong: true}
}

func reasonCell(x refusal) grid.Cell {
	if x.Left {
		return grid.Cell{Text: text.T("imports.left.out")}
	}
	return grid.Cell{Text: capital(x.Message)}
}

// buttons are what can be done about a refused record.
func (r *refused) buttons(x refusal) grid.Cell {
	switch leave := (grid.Button{ID: buttonLeave, Label: text.T("imports.leave")}); {
	case x.Left:
		return grid.Cell{Buttons: []grid.Button{{ID: buttonTake, Label: text.T("imports.take"), Icon: theme.IconUndo}}}
	case x.Fix != "":
		return grid.Cell{Buttons: []grid.Button{{ID: buttonFix, Label: text.T("imports.use", x.Fix), Strong: true}, leave}}
	case x.Mendable():
		return grid.Cell{Buttons: []grid.Button{{ID: buttonEdit, Label: text.T("imports.edit"), Icon: theme.IconPencil}, leave}}
	default:
		return grid.Cell{Buttons: []grid.Button{leave}}
	}
}

// set shows the refused records of a file. One that is left out stands there once.
func (r *refused) set(f *queued) {
	r.list = nil
	seen := map[int]bool{}
	all := f.preview().Refusals
	for i := range all {
		x := &all[i]
		if x.Left && (seen[x.First] || x.Code == importer.LeftOut && others(all, x)) {
			continue
		}
		seen[x.First] = true
		r.list = append(r.list, x)
	}
	n := f.shown.Rows.Refused
	r.title.SetText(text.N(text.Key("imports.refused.", kindOf(f)), n, r.s.h.Format().Int(n)))
	r.grid.SetRows(r.list)
}

func others(all []importer.Refusal, x refusal) bool {
	return slices.ContainsFunc(all, func(o importer.Refusal) bool { return o.First == x.First && o.Code != importer.LeftOut })
}

func kindOf(f *queued) string {
	if f.shown.Format == importer.ShopifyOrders {
		return "orders"
	}
	if f.shown.Format == importer.Tracking {
		return "parcels"
	}
	if f.shown.Format == importer.Answers {
		return "answers"
	}
	return "articles"
}

func (r *refused) close() { r.grid.Close() }

// height is the room that the refused rows take below the other records.
func (r *refused) height() float32 {
	return 36 + theme.GridHeadHeight + float32(min(len(r.list), mostLow))*theme.RowHeight() + 1
}

// saver is the button that saves the refused rows, for their own tab.
func (r *refused) saver() fyne.CanvasObject {
	return kit.NewButton(kit.Plain, text.T("imports.refused.save"), r.s.saveRefused).WithIcon(theme.IconExport).Small()
}

func (r *refused) press(x refusal, id string) {
	switch id {
	case buttonFix:
		r.s.repair(x, x.Fix)
	case buttonEdit:
		r.grid.EditCell(keyOf(x), "found")
	case buttonLeave:
		r.s.leaveOut(x.First, true)
	case buttonTake:
		r.s.leaveOut(x.First, false)
	}
}

func (r *refused) edited(x refusal, typed string) error {
	if !x.Mendable() {
		return model.Errorf(model.Invalid, "%s", text.T("imports.not.mendable"))
	}
	r.s.repair(x, typed)
	return nil
}

// one is the refused row that a key means: that under the cursor, else the first
// that is not left out.
func (r *refused) one() refusal {
	if r.grid.Focused() {
		if x, ok := r.grid.CurrentRow(); ok {
			return x
		}
	}
	for _, x := range r.list {
		if !x.Left && (x.Fix != "" || x.Mendable()) {
			return x
		}
	}
	return nil
}

// mend repairs the row that F4 means: at once where that is certain, else by hand.
func (r *refused) mend() {
	x := r.one()
	switch {
	case x == nil || x.Left:
	case x.Fix != "":
		r.s.repair(x, x.Fix)
	case x.Mendable():
		r.grid.Select(keyOf(x))
		r.grid.EditCell(keyOf(x), "found")
	}
}

// repair gives a cell another text and looks at the file again.
func (s *preview) repair(x refusal, value string) {
	f := s.now()
	f.mend(importer.Repair{Row: x.Row, Column: x.Column, Found: x.Found, Value: value})
	s.h.Say(sayDone, text.T("imports.mended", s.h.Format().Int(x.Row), x.Column, x.Found, value))
	s.Reload()
}

// leaveOut leaves a record out, or takes it again.
func (s *preview) leaveOut(row int, out bool) {
	if row == 0 {
		return
	}
	s.now().leave(row, out)
	s.Reload()
}

// saveRefused asks for a place and writes the refused rows there.
func (s *preview) saveRefused() {
	f := s.now()
	if f == nil || f.shown == nil || f.shown.Rows.Refused == 0 {
		return
	}
	s.saveRows(f.req, f.shown, f.name())
}
