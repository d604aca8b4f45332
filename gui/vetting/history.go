package vetting

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page/staging"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/vetting"
)

// history is the tab of the stages a supplier went through, with the reasons.
type history struct{ *list[vetting.StageStep] }

func newHistory(d *Document) *history {
	return &history{newList(d, about[vetting.StageStep]{
		id: tabHistory, icon: theme.IconHistory,
		rows:   func(k *known) []vetting.StageStep { return k.steps },
		ref:    func(r vetting.StageStep) ref { return ref{string(r.On) + string(r.At) + string(r.To), 0} },
		gone:   func(vetting.StageStep) bool { return false },
		called: func(r vetting.StageStep) string { return stageName(r.To) },
		columns: []grid.Column[vetting.StageStep]{
			{
				ID: "on", Title: text.T("vetting.col.on"), Width: 120, Down: true, SortText: func(r vetting.StageStep) string { return string(r.On) + string(r.At) },
				Cell: func(r vetting.StageStep) grid.Cell { return grid.Cell{Text: d.h.Format().Date(r.On)} },
			},
			{
				ID: "at", Title: text.T("vetting.col.at"), Width: 150, Down: true, SortText: func(r vetting.StageStep) string { return string(r.At) },
				Cell: func(r vetting.StageStep) grid.Cell {
					return grid.Cell{Text: d.h.Format().Moment(r.At), Tone: theme.Quiet}
				},
			},
			column("from", 110, 0, func(r vetting.StageStep) grid.Cell {
				if r.From == "" {
					return dash()
				}
				return grid.Cell{Text: stageName(r.From), Tone: theme.Quiet}
			}),
			column("to", 120, 0, func(r vetting.StageStep) grid.Cell {
				tone, icon := staging.Look(r.To)
				return pill(false, tone, icon, stageName(r.To))
			}),
			column("reason", 320, 3, func(r vetting.StageStep) grid.Cell { return grid.Cell{Text: r.Reason, Tip: r.Reason} }),
			column("who", 110, 1, func(r vetting.StageStep) grid.Cell { return quiet(r.Who) }),
		},
	})}
}

// tools implements tab: what one can do about the stage.
func (t *history) tools() []fyne.CanvasObject {
	return append(t.list.tools(), kit.ActionButton(t.d.stageAction(), kit.Primary))
}

func (t *history) primary() { t.d.changeStage() }

// count shows none: the past is no work.
func (*history) count(*known) int { return 0 }
