package forwarding

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/purchase"
)

// compared is how many suppliers stand beside each other; more are counted.
const compared = 3

// noOffer is the code by which routing says that nobody offers a product.
const noOffer = "no_offer"

// shownSteps is how many decisions have room as buttons.
const shownSteps = 3

// numberWidth is that of a candidate's column, by how many there are: names are
// cut at it.
func numberWidth(n int) float32 { return []float32{0, 200, 100, 64}[min(n, compared)] }

// panel says why an order goes where it goes.
type panel struct {
	*kit.Panel
	s      *Screen
	loader *async.Loader[[]approval.Why]
	row    row
	first  *kit.Button
}

func newPanel(s *Screen) *panel {
	p := &panel{s: s, Panel: kit.NewPanel(func() { s.closePanel(true) })}
	p.loader = async.NewLoader(s.host.Runner(), p.shown)
	p.AddTool(kit.IconButton(kit.Bare, theme.IconFile, text.T("forwarding.do.preview"), func() {
		if why := cannotPreview(p.row); why != "" {
			s.host.Say(page.Note, why)
			return
		}
		s.preview(p.row)
	}).WithKey(action.Plain(fyne.KeyP)))
	return p
}

// show explains a row: at once what the board knows, then the candidates.
func (p *panel) show(r row) {
	if r.key != p.row.key {
		p.SetSections()
	}
	p.row = r
	n, _ := r.number()
	switch {
	case r.refill():
		p.SetTitle(text.T("forwarding.refill.title"), r.order.Items, text.T("forwarding.refill.for", r.order.Customer))
	case r.order != nil:
		p.SetTitle(text.T("forwarding.why"), text.T("forwarding.why.of", n, r.order.Items), r.order.Customer)
	default:
		p.SetTitle(text.T("forwarding.why.nobody"), text.T("forwarding.why.of", n, r.waiting.Name), r.waiting.Customer)
	}
	p.SetButtons(p.buttons()...)
	p.loader.Load(p.s.host.Context(), func(ctx context.Context) ([]approval.Why, error) { return p.s.reasons(ctx, r) })
}

// reasons explains each line of a row.
func (s *Screen) reasons(ctx context.Context, r row) ([]approval.Why, error) {
	if r.waiting != nil {
		w, err := s.approval.CandidatesFor(ctx, r.waiting.LineID)
		return []approval.Why{w}, err
	}
	if r.refill() {
		return nil, nil // nobody routed it: a person ordered it
	}
	all := make([]approval.Why, len(r.order.Lines))
	for i := range r.order.Lines {
		var err error
		if all[i], err = s.approval.Why(ctx, r.order.Lines[i].AllocationID); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (p *panel) buttons() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, a := range p.s.steps() {
		if a.Why() != "" || a.ID == previewID || a.ID == columnsID || len(all) == shownSteps {
			continue
		}
		style := kit.Plain
		if len(all) == 0 {
			style = kit.Next
		}
		a.Icon = nil
		b := kit.ActionButton(a, style)
		if len(all) == 0 {
			p.first = b
		}
		all = append(all, b)
	}
	return all
}

func (p *panel) shown(st async.State[[]approval.Why]) {
	switch st.Phase {
	case async.Loading:
	case async.Failed:
		again := &action.Action{Label: text.T("kit.failed.retry"), Run: func() { p.show(p.row) }}
		p.SetSections(kit.PanelSection("", "", kit.NewNote(theme.Wrong, theme.IconAlertCircle, text.T("forwarding.unread.why"), again)))
	default:
		p.SetSections(p.sections(st.Value)...)
	}
}

func (p *panel) sections(all []approval.Why) []fyne.CanvasObject {
	f := p.s.host.Format()
	if p.row.refill() {
		return p.s.refill(p.row.order)
	}
	var out []fyne.CanvasObject
	nobody := p.row.waiting != nil && len(all) == 1 && len(all[0].Candidates) == 0
	if s := p.standing(); s != nil && (!nobody || p.row.waiting.Code != "" && p.row.waiting.Code != noOffer) {
		out = append(out, kit.PanelSection("", "", s))
	}
	if nobody {
		return append(out, kit.PanelSection("", "", p.unoffered()))
	}
	out = append(out, p.notes(true)...) // what keeps it from leaving comes first
	for i := range all {
		name := ""
		if p.row.order != nil && len(all) > 1 {
			l := &p.row.order.Lines[i]
			name = text.T("forwarding.item", l.Quantity, l.Name)
		}
		out = append(out, kit.PanelSection(name, "", table(f, &all[i])), kit.PanelSection("", "", words(f, &all[i])))
	}
	return append(out, p.notes(false)...)
}

// notes are the warnings that keep the row from leaving, or the others.
func (p *panel) notes(blocking bool) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	told := p.row.warnings()
	for i := range told {
		if w := &told[i]; w.Blocking == blocking {
			out = append(out, kit.PanelSection("", "", kit.NewNote(toneOf(w), icons[w.Code], strings.TrimSpace(w.Message+" "+w.Remedy), p.remedy(w))))
		}
	}
	return out
}

// remedy is the way to what a warning asks for, nil when the panel's own buttons
// are.
func (p *panel) remedy(w *purchase.Warning) *action.Action {
	h, sku := p.s.host, w.Facts.SKU
	to := func(key string, r page.Route) *action.Action {
		return &action.Action{ID: "forwarding.remedy." + w.Code, Label: text.T(text.Key("forwarding.remedy.", key)), Run: func() { h.Go(r) }}
	}
	switch w.Code {
	case purchase.WarnPrice:
		if cannotAccept(p.row) == "" {
			a := p.s.stepOf("forwarding.accept")
			return &a
		}
	case purchase.WarnBarred, purchase.WarnHazard, purchase.WarnOffer, purchase.WarnStock, purchase.WarnStockAge, purchase.WarnStockBlank, purchase.WarnMOQ:
		if sku != "" {
			return to("product", page.Route{Screen: page.Product, Key: sku})
		}
	case purchase.WarnAddress, purchase.WarnBox, purchase.WarnTwin:
		if number, shop := p.row.number(); number != "" {
			return to("order", page.OrderRoute(shop, number))
		}
	case purchase.WarnSupplier, purchase.WarnProbation:
		return to("supplier", page.Route{Screen: page.Supplier, Key: p.row.purchase.Supplier})
	case purchase.WarnPapers:
		return p.complete(&w.Facts, to)
	}
	return nil
}

// complete is the way to what the papers of customs lack.
func (p *panel) complete(x *purchase.Facts, to func(string, page.Route) *action.Action) *action.Action {
	switch x.Cure {
	case purchase.CureSettings:
		return to("settings", page.Route{Screen: page.Settings})
	case purchase.CureProduct:
		return to("product", page.Route{Screen: page.Product, Key: x.SKU})
	case purchase.CureSupplier:
		return to("supplier", page.Route{Screen: page.Supplier, Key: p.row.purchase.Supplier})
	case purchase.CureRates:
		return to("rates", page.Route{Screen: page.Books, Params: map[string]string{"tab": "rates"}})
	}
	number, shop := p.row.number()
	return to("order", page.OrderRoute(shop, number))
}

// unoffered says that nobody offers the product, with the way to its offers.
func (p *panel) unoffered() fyne.CanvasObject {
	sku := p.row.waiting.SKU
	offer := &action.Action{ID: "forwarding.offer", Label: text.T("forwarding.do.offer"), Run: func() { p.s.host.Go(page.Route{Screen: page.Product, Key: sku}) }}
	return kit.NewNote(theme.Warned, theme.IconProducts, text.T("forwarding.say.none"), offer)
}

// standing says why an order is held or waits, nil when it does not.
func (p *panel) standing() fyne.CanvasObject {
	switch r := p.row; {
	case r.order != nil && r.order.State == approval.Held:
		return kit.NewNote(theme.Idle, theme.IconHeld, text.T("forwarding.held.since", p.s.host.Format().Moment(r.order.HeldAt), r.order.Reason), nil)
	case r.waiting != nil && r.waiting.Code != "":
		return kit.NewNote(theme.Idle, theme.IconHeld, r.waiting.Reason, nil)
	case r.waiting != nil:
		return kit.NewNote(theme.Under, theme.IconInfo, text.T("forwarding.untried"), nil)
	}
	return nil
}

// table sets the candidates side by side, part by part.
func table(f *format.Format, w *approval.Why) fyne.CanvasObject {
	able := slices.DeleteFunc(slices.Clone(w.Candidates), func(c approval.Candidate) bool { return !c.Able })
	failed := slices.DeleteFunc(slices.Clone(w.Candidates), func(c approval.Candidate) bool { return c.Able })
	col := []fyne.CanvasObject{}
	if len(able) > 0 {
		more := max(0, len(able)-compared)
		able = able[:min(compared, len(able))]
		col = append(col, costs(f, w, able)...)
		if more > 0 {
			col = append(col, kit.NewLabel(kit.Caption, text.N("forwarding.more", more, f.Int(more))))
		}
	}
	for i := range failed {
		c := &failed[i]
		col = append(col, kit.Row(theme.Gap8, kit.NewIcon(theme.IconCrossCircle, theme.Bad, theme.PillIconSize),
			kit.Grow(kit.Wrapped(kit.Small, c.Reason))).Top())
	}
	if len(w.Candidates) == 0 {
		col = append(col, kit.Wrapped(kit.Muted, text.T("forwarding.nocandidate")))
	}
	return kit.Column(theme.Gap4, col...)
}

// costs are the rows of the table for those who can take it.
func costs(f *format.Format, w *approval.Why, able []approval.Candidate) []fyne.CanvasObject {
	wide := numberWidth(len(able))
	line := func(style kit.Style, label string, cell func(*approval.Candidate) string) fyne.CanvasObject {
		row := []fyne.CanvasObject{kit.Grow(kit.NewLabel(style, label))}
		for i := range able {
			s := style
			if s == kit.Muted {
				s = kit.Body
			}
			row = append(row, kit.Sized(kit.Number(s, cell(&able[i])), wide, 0))
		}
		return kit.Row(theme.Gap8, row...)
	}
	head := []fyne.CanvasObject{kit.Grow(kit.NewLabel(kit.Caption, string(w.Home)))}
	for i := range able {
		s := kit.Small
		if able[i].Chosen {
			s = kit.SmallStrong
		}
		head = append(head, kit.Sized(kit.NewLabel(s, able[i].Supplier).Align(fyne.TextAlignTrailing).Limit(wide), wide, 0))
	}
	rows := []fyne.CanvasObject{kit.Row(theme.Gap8, head...), kit.Separator()}
	for _, kind := range parts(able) {
		rows = append(rows, line(kit.Muted, text.T(text.Key("forwarding.part.of.", kind)), func(c *approval.Candidate) string {
			for _, p := range c.Parts {
				if p.Kind == kind && p.Amount != 0 {
					return f.Amount(p.Amount, w.Home)
				}
			}
			return format.None
		}))
	}
	return append(rows, kit.Separator(),
		line(kit.Strong, text.T("forwarding.compare"), func(c *approval.Candidate) string { return f.Amount(c.Cost, w.Home) }),
		line(kit.Muted, text.T("forwarding.above"), func(c *approval.Candidate) string {
			if c.Above == 0 {
				return format.None
			}
			return f.Signed(c.Above, w.Home)
		}),
		kit.Separator(),
		line(kit.Muted, text.T("forwarding.stock"), func(c *approval.Candidate) string { return stock(f, c) }),
		line(kit.Muted, text.T("forwarding.stage"), func(c *approval.Candidate) string { return text.T(text.Key("forwarding.stage.", c.Stage)) }),
		line(kit.Muted, text.T("forwarding.days"), func(c *approval.Candidate) string { return days(f, c.DaysP50, c.DaysP90) }))
}

// parts are the kinds of parts any candidate has, goods first.
func parts(all []approval.Candidate) []string {
	var kinds []string
	for _, c := range all {
		for _, p := range c.Parts {
			if !slices.Contains(kinds, p.Kind) {
				kinds = append(kinds, p.Kind)
			}
		}
	}
	return kinds
}

// stock is what the supplier counted, and how long ago.
func stock(f *format.Format, c *approval.Candidate) string {
	if c.Stock == nil {
		return format.Undefined()
	}
	return text.T("forwarding.stock.age", f.Quantity(*c.Stock), f.Int(c.StockAge))
}

func days(f *format.Format, p50, p90 *int) string {
	if p50 == nil || p90 == nil {
		return format.Undefined()
	}
	return text.T("forwarding.days.both", f.Int(*p50), f.Int(*p90))
}

// words says in a sentence how the chosen one stands to the others.
func words(f *format.Format, w *approval.Why) fyne.CanvasObject {
	l := &w.Lead
	amount := func() string { return f.Money(l.Ahead.Abs(), w.Home) }
	var say string
	switch {
	case w.Chosen == "":
		say = text.T("forwarding.say.open")
	case l.Manual:
		say = text.T("forwarding.say.manual", w.Chosen, l.Reason)
	case l.Only:
		say = text.T("forwarding.say.only", w.Chosen)
	case l.Dearest:
		say = text.T("forwarding.say.dearest", w.Chosen, amount(), l.Next)
	case l.Ahead > 0:
		say = text.T("forwarding.say.cheaper", w.Chosen, amount(), l.Next)
	case l.Ahead < 0:
		say = text.T("forwarding.say.dearer", w.Chosen, amount(), l.Next)
	default:
		say = text.T("forwarding.say.equal", w.Chosen, l.Next)
	}
	all := []fyne.CanvasObject{kit.Wrapped(kit.Body, say)}
	for _, rule := range w.Rules {
		all = append(all, kit.Wrapped(kit.Small, rule))
	}
	for i := range w.Candidates {
		if c := &w.Candidates[i]; c.Chosen && len(c.Unknown) > 0 {
			all = append(all, kit.Wrapped(kit.Muted, text.T("forwarding.uncounted", strings.Join(c.Unknown, "; "))))
		}
	}
	return kit.Column(theme.Gap4, all...)
}
