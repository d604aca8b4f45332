package margins

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/chart"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/plot"
	"github.com/dropledger/dropledger/services/margin"
)

// IDs of the totals of the waterfall; the steps between are called as the parts.
const (
	stepNet = "net"
	stepCM  = "cm" // and its level
)

// fall is the waterfall below the sheet: from net revenue to CM3, of the selected
// rows or of all.
type fall struct {
	f     *format.Format
	home  model.Currency
	title *kit.Label
	names *kit.Label
	note  *kit.Label
	head  *kit.Box
	chart *chart.Chart
	box   fyne.CanvasObject
}

// namesWidth leaves room for what stands beside the names.
const namesWidth float32 = 420

func newFall(f *format.Format, home model.Currency, pick func(id string)) *fall {
	w := &fall{f: f, home: home, title: kit.NewLabel(kit.Strong, ""), names: kit.NewLabel(kit.Caption, "").Limit(namesWidth), note: kit.NewLabel(kit.Caption, "")}
	w.chart = chart.New(plot.Waterfall{}, pick)
	w.head = kit.Row(theme.Gap8, w.title, w.names, kit.Spacer(), w.note)
	head := kit.Inset(kit.Sized(w.head, 0, 20), theme.Gap8+2, theme.Gap16)
	body := container.NewBorder(head, nil, nil, nil, kit.Inset(w.chart, theme.Gap4, theme.Gap8))
	w.box = container.NewStack(kit.Ground(theme.Surface), body)
	return w
}

// show draws some rows. parts is nil until they are read: then the costs of a
// level are one step.
func (w *fall) show(title, names string, s *margin.Sums, parts *margin.Parts) {
	w.title.SetText(title)
	w.names.SetText(names)
	w.head.Refresh()
	w.chart.SetData(w.data(s, parts))
}

// remark is what a person should know of the figures, "" for nothing special.
func (w *fall) remark(said string) {
	w.note.SetTip("")
	if said == "" {
		said = text.T("margins.fall.note", string(w.home))
	} else {
		w.note.SetTip(text.T("margins.noads.tip"))
	}
	w.note.SetText(said)
	w.head.Refresh()
}

// data are the steps. Where nothing is spent between CM2 and CM3 one total stands
// for both.
func (w *fall) data(s *margin.Sums, parts *margin.Parts) plot.Waterfall {
	fall := plot.Waterfall{
		Figure: func(v plot.Value) string { return w.f.Amount(model.Amount(v), w.home) },
		Tick:   func(v plot.Value) string { return w.f.Units(model.Amount(v)) },
		Empty:  text.T("margins.fall.empty"),
	}
	if *s == (margin.Sums{}) {
		return fall
	}
	net := s.NetRevenue()
	fall.Steps = append(fall.Steps, plot.Step{ID: stepNet, Label: text.T("margins.col.net"), Value: plot.Value(net), Total: true})
	costs := split(s, parts)
	for level := 1; level <= 3; level++ {
		for _, c := range costs {
			if c.Level == level {
				fall.Steps = append(fall.Steps, w.cost(c, net))
			}
		}
		same := level < 3 && s.CM(level) == s.CM(3) && level == 2
		if level == 3 && s.CM(2) == s.CM(3) {
			continue
		}
		name := text.T("margins.fall.cm", level)
		if same {
			name = text.T("margins.fall.same")
		}
		fall.Steps = append(fall.Steps, w.total(level, name, s))
	}
	return fall
}

// split are the parts of the costs, each level one part while they are not known.
func split(s *margin.Sums, parts *margin.Parts) []margin.Part {
	if parts != nil {
		return margin.Split(s, parts)
	}
	return []margin.Part{{Name: margin.ProductPart, Level: 1, Amount: s.Costs[0]}, {Name: "fulfilment", Level: 2, Amount: s.Costs[1]}, {Name: margin.AdsPart, Level: 3, Amount: s.Costs[2]}}
}

func (w *fall) cost(c margin.Part, net model.Amount) plot.Step {
	name := partName(c.Name)
	tip := text.T("margins.fall.tip", name, w.f.Money(c.Amount.Neg(), w.home), w.f.Share(c.Amount, net))
	if c.Estimated != 0 {
		tip += ". " + text.T("margins.fall.tip.estimated", w.f.Share(c.Estimated, c.Amount))
	}
	return plot.Step{ID: string(c.Name), Label: name, Value: plot.Value(c.Amount.Neg()), Guess: plot.Value(c.Estimated.Neg()), Tip: tip}
}

func (w *fall) total(level int, name string, s *margin.Sums) plot.Step {
	net := s.NetRevenue()
	step := plot.Step{ID: fmt.Sprint(stepCM, level), Label: name, Total: true, Inside: w.f.Share(s.CM(level), net)}
	step.Tip = text.T("margins.fall.tip", name, w.f.Money(s.CM(level), w.home), step.Inside)
	return step
}

func partName(p margin.PartName) string { return text.T(text.Key("margins.part.", p)) }

// stacked puts the sheet over the waterfall: the sheet takes what its rows need,
// the waterfall at least what it needs to be read, and what is left.
type stacked struct {
	rows   func() int
	hidden func() bool
}

const (
	fallLeast float32 = 248
	fallMost  float32 = 460
	rowsLeast         = 5
)

// MinSize implements fyne.Layout.
func (l stacked) MinSize(objs []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objs[0].MinSize().Width, 2*theme.FooterHeight+rowsLeast*theme.RowHeight())
}

// Layout implements fyne.Layout: sheet, line, waterfall.
func (l stacked) Layout(objs []fyne.CanvasObject, s fyne.Size) {
	objs[1].Resize(fyne.NewSize(s.Width, theme.LineWidth))
	if l.hidden() || s.Height < 2*fallLeast-theme.Gap16 {
		objs[1].Hide()
		objs[2].Hide()
		objs[0].Resize(s)
		return
	}
	wants := theme.GridHeadHeight + theme.FooterHeight + 2 + float32(max(l.rows(), rowsLeast))*theme.RowHeight()
	low := min(max(s.Height-wants, fallLeast), max(fallMost, s.Height*0.45))
	top := s.Height - low
	objs[0].Resize(fyne.NewSize(s.Width, top))
	objs[1].Move(fyne.NewPos(0, top))
	objs[2].Move(fyne.NewPos(0, top+theme.LineWidth))
	objs[2].Resize(fyne.NewSize(s.Width, low-theme.LineWidth))
	objs[1].Show()
	objs[2].Show()
}

// joined names some rows, as many as fit into a line.
func joined(rows []*row) string {
	const most = 6
	var names []string
	for _, r := range rows[:min(len(rows), most)] {
		names = append(names, r.name)
	}
	if len(rows) > most {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
}
