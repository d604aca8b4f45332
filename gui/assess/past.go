package assess

import (
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/vetting"
)

// openPast lists the assessments of the supplier; Enter opens one to read.
func (f *Form) openPast() {
	if f.past != nil {
		f.closePast()
		return
	}
	fm := f.h.Format()
	f.past = grid.New(grid.Options[vetting.AssessmentRow]{
		Name: "assess.past", Key: func(a vetting.AssessmentRow) string { return strconv.FormatInt(a.ID, 10) },
		Columns: []grid.Column[vetting.AssessmentRow]{
			{ID: "date", Title: text.T("assess.col.date"), Width: 124, Cell: func(a vetting.AssessmentRow) grid.Cell {
				c := grid.Cell{Text: fm.DateYear(a.AssessedOn), Icon: theme.IconTickCircle, IconTone: theme.Fine, Tip: joined(text.T("assess.by", a.By, fm.Int(a.Number)), a.Assessor)}
				if !a.Finished {
					c.Icon, c.IconTone = theme.IconDottedCircle, theme.Under
				}
				return c
			}},
			{ID: "who", Title: text.T("assess.assessor"), Width: 80, Flex: 1, Cell: func(a vetting.AssessmentRow) grid.Cell {
				return grid.Cell{Text: a.Assessor, Tone: theme.Quiet}
			}},
			{ID: "score", Title: text.T("assess.score"), Width: 58, Align: fyne.TextAlignTrailing, Cell: func(a vetting.AssessmentRow) grid.Cell {
				if a.Score == nil {
					return grid.Cell{Text: text.T("assess.dash"), Tone: theme.Quiet}
				}
				return grid.Cell{Text: fm.Fixed(*numberOf(*a.Score), 1)}
			}},
			{ID: "class", Title: text.T("assess.classed"), Width: 48, Cell: func(a vetting.AssessmentRow) grid.Cell {
				return grid.Cell{Text: string(a.Class), Bold: true}
			}},
		},
		OnOpen: func(a vetting.AssessmentRow) { f.readPast(a.ID) },
		Setup:  grid.Setup{First: true, NoFold: true}, Place: place(f.h),
	})
	f.past.SetEmpty(kit.Empty(kit.EmptyOptions{Icon: theme.IconHistory, Title: text.T("assess.past.none"), Lines: []string{text.T("assess.past.none.line")}}))
	f.past.SetRows(f.draft.form.Past)
	p := kit.NewPanel(f.closePast)
	p.SetTitle(text.T("assess.past"), text.T("assess.past.line", f.draft.form.Supplier))
	p.SetBody(f.past)
	f.page.SetPanel(p)
	kit.Focus(f.past)
}

func (f *Form) closePast() {
	if f.past == nil {
		return
	}
	f.past.Close()
	f.past = nil
	f.page.SetPanel(nil)
	kit.Focus(f.items)
}
