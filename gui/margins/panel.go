package margins

import (
	"context"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/margin"
)

// panel explains the selected rows, or all: what their costs consist of, which
// orders earned least, and where the costs come from.
type panel struct {
	*kit.Panel
	m      *Margins
	loader *async.Loader[behind]
	of     string // the rows that behind was read for
	costs  fyne.CanvasObject
	stop   fyne.Focusable // the first stop of the keyboard
}

func newPanel(m *Margins) *panel {
	p := &panel{m: m}
	p.Panel = kit.NewPanel(func() { m.fold(true) })
	p.loader = async.NewLoader(m.h.Runner(), func(async.State[behind]) { p.fill() })
	return p
}

func (p *panel) close() { p.loader.Stop() }

func (p *panel) first() fyne.Focusable {
	if p.stop == nil {
		return p.m.list()
	}
	return p.stop
}

// show shows what the selection sums up to at once; what is behind it follows
// when the selection rests.
func (p *panel) show() {
	m := p.m
	rows, _ := m.rows()
	if m.closed || len(rows) == 0 {
		m.page.SetPanel(nil)
		return
	}
	s := sum(rows)
	f := m.h.Format()
	title, names := m.heading(rows)
	if m.selected() && len(rows) > 1 {
		names = f.Period(m.sheet().period)
	}
	counted := text.T("margins.panel.counts", text.N("margins.orders", int(s.Orders), f.Int(int(s.Orders))), text.N("margins.units", int(s.Quantity), f.Quantity(s.Quantity)))
	if !additive(m.cols.w.By) && len(rows) > 1 {
		counted = text.N("margins.units", int(s.Quantity), f.Quantity(s.Quantity)) // one order may stand in several rows
	}
	p.SetTitle(title, names, counted)
	parts, known := m.partsOf(rows)
	if known {
		p.costs = p.costSection(&s, parts)
	}
	p.fill()
	p.SetButtons(p.buttons(rows)...)
	m.page.SetPanel(p.Panel)
	if p.of == "" && known {
		p.read()
		return
	}
	m.rest()
}

// additive tells whether the orders of rows add up: an order has several
// products and suppliers.
func additive(by string) bool {
	return by != string(margin.Product) && by != string(margin.Supplier)
}

// mark tells what the panel stands for.
func (p *panel) mark(rows []*row, part bool) string {
	s := p.m.sheet()
	key := s.want.key(p.m.h.Book().Today())
	if part {
		for _, r := range rows {
			key += "|" + r.key
		}
	}
	return key
}

// read reads what is behind the selection, unless it is shown already.
func (p *panel) read() {
	rows, part := p.m.rows()
	if p.m.page.Panel() == nil || len(rows) == 0 {
		return
	}
	p.of = p.mark(rows, part)
	s := p.m.sheet()
	if !part {
		if !kept(p.m.reader, behindOf+s.want.key(p.m.h.Book().Today()), p.loader.Put) {
			p.loader.Load(p.m.h.Context(), func(ctx context.Context) (behind, error) { return p.m.reader.behindAll(ctx, s) })
		}
		return
	}
	p.loader.Load(p.m.h.Context(), func(ctx context.Context) (behind, error) { return p.m.reader.behind(ctx, s, rows) })
}

// fill puts the sections together, as far as they are known.
func (p *panel) fill() {
	if p.costs == nil {
		return
	}
	sections := []fyne.CanvasObject{p.costs}
	rows, part := p.m.rows()
	st := p.loader.State()
	switch {
	case p.of != p.mark(rows, part) || st.Phase == async.Loading:
		sections = append(sections, kit.PanelSection(text.T("margins.panel.lowest"), "", kit.NewLabel(kit.Caption, text.T("margins.reading"))))
	case st.Phase == async.Failed:
		again := &action.Action{Label: text.T("kit.failed.retry"), Run: p.read}
		sections = append(sections, kit.PanelSection("", "", kit.NewNote(theme.Wrong, theme.IconAlertCircle, text.T("margins.panel.failed"), again)))
	case st.Phase == async.Ready:
		sections = append(sections, p.orderSection(rows, &st.Value), p.factSection(&st.Value))
	}
	p.SetSections(sections...)
}

// Widths of the figures of a panel.
const (
	figure float32 = 76
	narrow float32 = 48
	line   float32 = 22
)

// costSection tells what the costs consist of: a kind leads to its facts.
func (p *panel) costSection(s *margin.Sums, parts *margin.Parts) fyne.CanvasObject {
	f, home := p.m.h.Format(), p.m.h.Book().Home
	p.stop = nil
	add := func(lead fyne.CanvasObject, style kit.Style, a model.Amount, share, estimated string) fyne.CanvasObject {
		return kit.Sized(kit.Row(theme.Gap4, kit.Grow(lead), kit.Sized(kit.Number(style, money(f, a, home)), figure, 0),
			kit.Sized(kit.Number(kit.Muted, share), narrow, 0), kit.Sized(kit.Number(kit.Muted, estimated), narrow, 0)), 0, line)
	}
	head := func(key string, w float32) fyne.CanvasObject {
		return kit.Sized(kit.Number(kit.Tiny, text.T(key)), w, 0)
	}
	rows := []fyne.CanvasObject{
		kit.Row(theme.Gap4, kit.NewLabel(kit.Caption, text.T("margins.panel.costs")), kit.Spacer(), kit.Sized(kit.Number(kit.Tiny, string(home)), figure, 0),
			head("margins.panel.ofnet", narrow), head("margins.panel.estimated", narrow)),
		add(kit.NewLabel(kit.Body, text.T("margins.col.net")), kit.Body, s.NetRevenue(), "", ""),
	}
	for _, c := range split(s, parts) {
		lead := kit.NewButton(kit.Link, partName(c.Name), func() { p.m.showFacts(c.Name) }).Small().WithTip(text.T("margins.panel.facts.of", partName(c.Name)))
		if p.stop == nil {
			p.stop = lead
		}
		rows = append(rows, add(kit.Row(0, lead, kit.Spacer()), kit.Body, c.Amount.Neg(), f.ShareBare(c.Amount, s.NetRevenue()), shareOr(f, c.Estimated, c.Amount)))
	}
	cost := s.Cost()
	rows = append(rows, kit.Separator(),
		add(kit.NewLabel(kit.Strong, text.T("margins.fall.cm", 3)), kit.Strong, s.CM(3), f.ShareBare(s.CM(3), s.NetRevenue()), shareOr(f, s.Estimated, cost)))
	if s.Costless > 0 {
		show := &action.Action{Label: text.T("margins.costless.show"), Run: p.m.showCostless}
		rows = append(rows, kit.Gap(0, theme.Gap4), kit.NewNote(theme.Warned, theme.IconWarning, text.N("margins.costless", int(s.Costless), f.Int(int(s.Costless))), show))
	}
	return kit.Inset(kit.Column(0, rows...), theme.Gap8, theme.Gap16)
}

// shareOr is a share without the percent sign; none is a dash.
func shareOr(f *format.Format, part, whole model.Amount) string {
	if part == 0 {
		return format.None
	}
	return f.ShareBare(part, whole)
}

func money(f *format.Format, a model.Amount, c model.Currency) string {
	if a == 0 {
		return format.None
	}
	return f.Amount(a, c)
}

// orderSection lists the orders that earned least, and leads to all.
func (p *panel) orderSection(rows []*row, b *behind) fyne.CanvasObject {
	f, home := p.m.h.Format(), p.m.h.Book().Home
	if p.m.cols.w.By == string(margin.Order) && len(rows) == 1 {
		r := rows[0]
		return kit.PanelSection(text.T("margins.panel.order"), "", kit.NewFacts(
			kit.Fact{Label: text.T("margins.col.placed"), Value: f.DateYear(r.Origin.Placed)}, kit.Fact{Label: text.T("margins.by.shop"), Value: r.Origin.Shop},
			kit.Fact{Label: text.T("margins.by.country"), Value: model.Country(r.Origin.Country).Name()}))
	}
	var lines []fyne.CanvasObject
	for _, o := range b.lowest {
		open := kit.NewButton(kit.Link, o.Code, func() { p.m.h.Go(page.OrderRoute(o.Origin.Shop, o.Code)) }).Small()
		figures := kit.Sized(kit.Number(kit.Body, money(f, o.CM(3), home)), figure, 0)
		if o.CM(3) < 0 {
			figures = kit.Sized(kit.Number(kit.Body, money(f, o.CM(3), home)).SetTone(theme.Wrong), figure, 0)
		}
		lines = append(lines, kit.Sized(kit.Row(theme.Gap8, open, kit.NewLabel(kit.Caption, f.Date(o.Origin.Placed)), kit.Spacer(), figures,
			kit.Sized(kit.Number(kit.Muted, f.ShareBare(o.CM(3), o.NetRevenue())), narrow, 0)), 0, line))
	}
	if len(lines) == 0 {
		lines = append(lines, kit.NewLabel(kit.Caption, text.T("margins.panel.noorders")))
	} else if p.m.cols.w.By != string(margin.Order) {
		all := kit.NewButton(kit.Link, text.T("margins.do.drill"), p.m.drill).Small().WithIcon(theme.IconRight)
		list := kit.NewButton(kit.Link, text.T("margins.do.list"), p.m.showOrders).Small().WithIcon(theme.IconOrders)
		lines = append(lines, kit.Gap(0, theme.Gap4), kit.Row(theme.Gap8, all, list, kit.Spacer()))
	}
	return kit.PanelSection(text.T("margins.panel.lowest"), text.T("margins.panel.cm3"), kit.Column(0, lines...))
}

// factSection lists the newest costs, and leads to all.
func (p *panel) factSection(b *behind) fyne.CanvasObject {
	f, home := p.m.h.Format(), p.m.h.Book().Home
	var lines []fyne.CanvasObject
	most := fewFacts
	if len(b.lowest) == 1 {
		most = 2 * fewFacts // all of one order
	}
	for _, fact := range b.facts.Facts[:min(len(b.facts.Facts), most)] {
		icon, tone, state := certainty(fact.State)
		mark := kit.Tip(kit.NewIcon(icon, tone.Ink(), theme.PillIconSize), state)
		source := kit.NewLabel(kit.Small, sourceName(&fact)).SetTip(text.T("margins.fact.tip", factName(&fact), sourceName(&fact), state, f.DateYear(fact.Dated)))
		lines = append(lines, kit.Sized(kit.Row(theme.Gap8, kit.Sized(kit.NewLabel(kit.Caption, f.Date(fact.Dated)), narrow, 0), mark, kit.Grow(source),
			kit.Sized(kit.Number(kit.Body, money(f, fact.Home, home)), 64, 0)), 0, line))
	}
	if len(lines) == 0 {
		return kit.PanelSection(text.T("margins.panel.facts"), "", kit.NewLabel(kit.Caption, text.T("margins.panel.nofacts")))
	}
	all := kit.NewButton(kit.Link, text.T("margins.do.facts"), func() { p.m.showFacts("") }).Small().WithIcon(theme.IconRight)
	lines = append(lines, kit.Gap(0, theme.Gap4), kit.Row(0, all, kit.Spacer()))
	return kit.PanelSection(text.T("margins.panel.facts"), text.T("margins.panel.newest"), kit.Column(0, lines...))
}

// certainty is how sure a cost is: what no document confirms has a dotted circle.
func certainty(state string) (theme.IconName, theme.Tone, string) {
	name := text.T(text.Key("margins.state.", state))
	if state == "estimated" {
		return theme.IconDottedCircle, theme.Quiet, name
	}
	return theme.IconTickCircle, theme.Fine, name
}

// buttons are the next steps with the selection.
func (p *panel) buttons(rows []*row) []fyne.CanvasObject {
	m := p.m
	all := m.steps(rows)
	objs := make([]fyne.CanvasObject, 0, len(all))
	for i, a := range all[:min(len(all), 2)] {
		style := kit.Plain
		if i == 0 {
			style = kit.Next
		}
		objs = append(objs, kit.ActionButton(a, style))
	}
	return objs
}
