package stocking

import (
	"context"
	"io"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/render"
	"github.com/dropledger/dropledger/services/record"
)

// details fills the panel with a proposal and the calculation behind it.
func (s *ideas) details(p *kit.Panel, x idea) {
	of := ideaFaces[x.Verdict]
	p.SetTitle(x.Name, text.T("stocking.line", x.SKU, x.Region))
	p.SetState(of.tone, of.icon, verdictSaid(x))
	sections := []fyne.CanvasObject{kit.PanelSection(text.T("stocking.section.says"), "", s.says(x)), kit.PanelSection(text.T("stocking.section.demand"), "", s.demand(x))}
	if len(x.Lines) > 0 {
		sections = append(sections, kit.PanelSection(text.T("stocking.section.month"), "", s.month(x)), kit.PanelSection(text.T("stocking.section.piece"), "", s.piece(x)))
	}
	if len(x.Curve) > 1 {
		sections = append(sections[:1], append([]fyne.CanvasObject{kit.PanelSection(text.T("stocking.section.curve"), string(s.Host.Book().Home), s.curve(x))}, sections[1:]...)...)
	}
	if x.Lead != nil || x.Order != nil {
		sections = append(sections, kit.PanelSection(text.T("stocking.section.order"), "", s.order(x)))
	}
	p.SetSections(sections...)
	for _, a := range s.actions(x, true) {
		if a.ID == "stocking.replenish" {
			p.SetButtons(kit.ActionButton(a, kit.Next))
		}
	}
}

// says is the verdict in a sentence, with what is unknown and what was noted.
func (s *ideas) says(x idea) fyne.CanvasObject {
	f, of := s.Host.Format(), ideaFaces[x.Verdict]
	rows := []fyne.CanvasObject{kit.NewNote(of.tone, of.icon, asRead(f, x.Says), nil)}
	for _, u := range x.Unknown {
		if !strings.Contains(x.Says, u) {
			rows = append(rows, kit.NewNote(theme.Warned, theme.IconQuestionCircle, text.T("stocking.unknown.fact", asRead(f, u)), nil))
		}
	}
	for _, n := range x.Notes {
		rows = append(rows, kit.Wrapped(kit.Caption, asRead(f, n)))
	}
	return kit.Column(theme.Gap8, rows...)
}

// demand is what was sold.
func (s *ideas) demand(x idea) fyne.CanvasObject {
	f, home := s.Host.Format(), s.Host.Book().Home
	var to []string
	for i, c := range x.Countries {
		if i == countriesMost {
			to = append(to, text.T("stocking.more", f.Int(len(x.Countries)-i)))
			break
		}
		to = append(to, text.T("stocking.country", c.Country, f.Int(int(c.Units))))
	}
	weekly := text.T("stocking.none")
	if x.WeeklyCV != nil {
		weekly = f.Fixed(*x.WeeklyCV, 2)
	}
	facts := []kit.Fact{
		{Label: text.T("stocking.sold"), Value: text.N("stocking.sold.value", int(x.Orders), f.Int(int(x.Units)), f.Int(int(x.Orders))), Tip: text.T("stocking.sold.tip", f.Days(x.Days))},
		{Label: text.T("stocking.perday"), Value: f.Fixed(x.PerDay, 2)},
		{Label: text.T("stocking.sigma"), Value: f.Fixed(x.Sigma, 2), Tip: text.T("stocking.sigma.tip")},
		{Label: text.T("stocking.weekly"), Value: weekly, Tip: text.T("stocking.weekly.tip")},
		{Label: text.T("stocking.earned"), Value: f.Money(model.Amount(x.Value), home)},
		{Label: text.T("stocking.col.class"), Value: text.T("stocking.class.value", x.Class, share(f, x))},
	}
	return kit.Column(theme.Gap4, kit.NewFacts(facts...), kit.Wrapped(kit.Caption, text.T("stocking.to", strings.Join(to, text.T("stocking.join")))))
}

// countriesMost is how many destinations the panel names.
const countriesMost = 6

const sumWidth float32 = 82

// month sets the lines of both ways side by side; they add up to the totals.
func (s *ideas) month(x idea) fyne.CanvasObject {
	f, home := s.Host.Format(), s.Host.Book().Home
	cell := func(a *record.Amount, style kit.Style) fyne.CanvasObject {
		t := text.T("stocking.none")
		if a != nil {
			t = f.Amount(model.Amount(*a), home)
		}
		return kit.Sized(kit.Number(style, t), sumWidth, 0)
	}
	line := func(label, tip string, style kit.Style, drop, stock *record.Amount) fyne.CanvasObject {
		return kit.Row(theme.Gap4, kit.Grow(kit.NewLabel(style, label).SetTip(tip)), cell(drop, style), cell(stock, style))
	}
	head := func(title string) fyne.CanvasObject { return kit.Sized(kit.Number(kit.Caption, title), sumWidth, 0) }
	rows := []fyne.CanvasObject{kit.Row(theme.Gap4, kit.Grow(kit.NewLabel(kit.Caption, string(home))), head(text.T("stocking.month.drop")), head(text.T("stocking.month.stock")))}
	for _, l := range x.Lines {
		made := asRead(f, l.Text)
		rows = append(rows, line(text.T(text.Key("stocking.part.", l.Kind)), made, kit.Small, l.Drop, l.Stock))
		if made != "" && s.made {
			rows = append(rows, kit.Wrapped(kit.Caption, made))
		}
	}
	rows = append(rows, line(text.T("stocking.month.total"), "", kit.Strong, x.DropTotal, x.StockTotal))
	if x.Saving != nil {
		saved := kit.Number(kit.Strong, f.Signed(model.Amount(*x.Saving), home)).SetTone(theme.Fine)
		if *x.Saving <= 0 {
			saved.SetTone(theme.Wrong)
		}
		rows = append(rows, kit.Row(theme.Gap4, kit.Grow(kit.NewLabel(kit.Strong, text.T("stocking.month.saving"))), saved))
	}
	label := text.T("stocking.made")
	if s.made {
		label = text.T("stocking.unmade")
	}
	rows = append(rows, kit.NewButton(kit.Link, label, s.explain))
	return kit.Column(theme.Gap4, rows...)
}

// explain shows or hides below each line what it is made of.
func (s *ideas) explain() {
	s.made = !s.made
	s.Again()
}

// piece is what one costs, and from how many stock pays.
func (s *ideas) piece(x idea) fyne.CanvasObject {
	f, home := s.Host.Format(), s.Host.Book().Home
	price := func(a *record.Amount) string {
		if a == nil {
			return text.T("stocking.none")
		}
		return f.Price(model.Amount(*a), home)
	}
	number := func(n *int64) string {
		if n == nil {
			return text.T("stocking.never")
		}
		return text.N("stocking.pieces", int(*n), f.Int(int(*n)))
	}
	days := func(n *int) string {
		if n == nil {
			return text.T("stocking.none")
		}
		return f.Days(*n)
	}
	facts := kit.NewFacts(
		kit.Fact{Label: text.T("stocking.col.dropunit"), Value: price(x.DropUnit)},
		kit.Fact{Label: text.T("stocking.col.stockunit"), Value: price(x.StockUnit), Tip: text.T("stocking.stockunit.tip")},
		kit.Fact{Label: text.T("stocking.breakeven"), Value: number(x.Breakeven), Bold: true, Tip: x.BreakevenIs},
		kit.Fact{Label: text.T("stocking.sells"), Value: f.Fixed(x.PerMonth, 1)},
		kit.Fact{Label: text.T("stocking.days.drop"), Value: days(x.DropDays)},
		kit.Fact{Label: text.T("stocking.days.stock"), Value: days(x.StockDays)},
	)
	if x.BreakevenIs == "" {
		return facts
	}
	return kit.Column(theme.Gap8, facts, kit.Wrapped(kit.Caption, text.T("stocking.breakeven.how", x.BreakevenIs)))
}

// order is when to order how much.
func (s *ideas) order(x idea) fyne.CanvasObject {
	f, home := s.Host.Format(), s.Host.Book().Home
	facts := []kit.Fact{leadFact(s.Host, x.Lead)}
	if x.SafetyStock != nil && x.ReorderPoint != nil {
		service := ""
		if r := s.result.Load(); r != nil {
			service = text.T("stocking.safety.tip", f.Percent(r.ServicePct))
		}
		facts = append(facts, kit.Fact{Label: text.T("stocking.safety"), Value: f.Int(int(*x.SafetyStock)), Tip: service},
			kit.Fact{Label: text.T("stocking.col.point"), Value: f.Int(int(*x.ReorderPoint)), Bold: true})
	}
	facts = append(facts, kit.Fact{Label: text.T("stocking.there"), Value: text.T("stocking.there.value", f.Quantity(x.Stock.OnHand-x.Stock.Reserved), f.Quantity(x.Stock.Coming))})
	facts = append(facts, orderFacts(s.Host, x.Order)...)
	if x.Capital != nil {
		facts = append(facts, kit.Fact{Label: text.T("stocking.capital"), Value: f.Money(model.Amount(*x.Capital), home), Tip: text.T("stocking.capital.tip")})
	}
	return kit.NewFacts(facts...)
}

// actions are what can be done with a proposal.
func (s *ideas) actions(x idea, ok bool) []action.Action {
	product := kit.Act("stocking.product", text.T("stocking.product"), kit.Mark{Icon: theme.IconProducts, Key: action.Plain(fyne.KeyP)}, func() {
		s.Host.Go(page.Route{Screen: page.Product, Key: x.SKU})
	})
	product.Off = s.Off(ok)
	made := kit.Act("stocking.made", text.T("stocking.made"), kit.Mark{Icon: theme.IconInfo, Key: action.Plain(fyne.KeyL)}, s.explain)
	made.Off = func() string {
		if why := s.Off(ok)(); why != "" || len(x.Lines) > 0 {
			return why
		}
		return text.T("stocking.off.lines")
	}
	return []action.Action{replenishAction(s.Host, s.Off(ok), x.Order, goods{x.Place, x.SKU, x.Name}, s.Reload), made, product}
}

// kinds are what the columns hold when they are written to a file; all others are
// texts.
var kinds = map[string]reports.Kind{
	"sku": reports.KindIdentifier, "on_hand": reports.KindInteger, "reserved": reports.KindInteger, "free": reports.KindInteger, "coming": reports.KindInteger,
	"cover": reports.KindInteger, "point": reports.KindInteger, "value": reports.KindAmount, "month": reports.KindNumber, "dropunit": reports.KindAmount,
	"stockunit": reports.KindAmount, "breakeven": reports.KindInteger, "saving": reports.KindAmount, "faster": reports.KindInteger,
	"from": reports.KindDate, "until": reports.KindDate, "checked": reports.KindDate,
}

// Export implements page.Exporter: the visible columns of all rows that fit.
func (s *ideas) Export() {
	s.ExportTo(written(s.Host, "stocking-proposals", text.T("stocking.tab.proposals")))
}

// Export implements page.Exporter: the visible columns of all rows that fit.
func (s *levels) Export() { s.ExportTo(written(s.Host, "own-stock", text.T("stocking.say.title"))) }

func written(h page.Host, name, title string) func(context.Context, io.Writer, grid.Sheet, string) error {
	b := h.Book()
	return func(ctx context.Context, w io.Writer, sheet grid.Sheet, form string) error {
		t := &reports.Table{Name: name, Title: title, Meta: reports.Meta{Currency: b.Home, Generated: b.DB.Now(), Program: b.Program}}
		for _, head := range sheet.Heads {
			t.Head(head.ID, head.Title, kinds)
		}
		if err := t.Fill(sheet.Rows(ctx)); err != nil {
			return err
		}
		return render.Table(w, t, form)
	}
}
