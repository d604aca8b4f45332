package kit_test

import (
	"image"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/theme"
)

func orderPage() *kit.Page {
	p := kit.NewPage("Orders")
	p.Header.SetCount("63 open of 10,412")
	imp := do("Import orders", theme.IconImport, action.Ctrl(fyne.KeyI))
	p.Header.SetTools(kit.NewSearchField(async.Inline{}, "Number, customer, product", nil),
		kit.IconButton(kit.Plain, theme.IconColumns, "Columns", nil), kit.IconButton(kit.Plain, theme.IconExport, "Export", nil), kit.ActionButton(imp, kit.Primary))
	state := kit.FilterChip("State", "open", nil, func() {})
	state.SetActive(true)
	p.SetFilters(state, kit.FilterChip("Shop", "all", nil, nil), kit.ActionButton(do("Add filter", theme.IconPlus, action.Key{}), kit.Link), kit.Spacer(), kit.NewLabel(kit.Caption, "All amounts in EUR"))
	p.SetBody(kit.Ground(theme.Surface))
	p.SetFooter(kit.Row(16, kit.Wrapped(kit.Body, "**6** purchase orders"), kit.Wrapped(kit.Body, "**13** orders approved, **1** held"), kit.Spacer(), kit.Wrapped(kit.Body, "To pay **534.24**")))
	p.SetPanel(orderPanel())
	return p
}

func orderPanel() *kit.Panel {
	n := kit.NewPanel(func() {})
	n.AddTool(kit.IconButton(kit.Bare, theme.IconOpen, "Open as a page", nil))
	n.SetTitle("NH-10478", "Katrin Vogel, 20457 Hamburg, DE", "nordlicht.de, paid 187.90 with VAT 30.00")
	n.SetState(theme.Under, theme.IconPartShipped, "Part shipped")
	line := kit.NewTimeLine([]kit.Point{
		{Name: "Placed", Below: "12 Oct", State: kit.Done},
		{Name: "Routed", Below: "12 Oct", State: kit.Done},
		{Name: "Sent", Below: "12 Oct", State: kit.Done},
		{Name: "Ack.", Below: "13 Oct", State: kit.Done},
		{Name: "Shipped", Below: "2 of 3", State: kit.Now},
		{Name: "Delivered", Below: "by 19 Oct"},
	})
	n.SetTop(line)
	n.SetSections(kit.PanelSection("Money, EUR", "CM3 26.1 % · outlined: estimated", kit.NewFacts(
		kit.Fact{Label: "Net revenue", Value: "157.90", Bold: true}, kit.Fact{Label: "Product and duty", Value: "−56.01"},
		kit.Fact{Label: "Shipping and drop fee, with a very long name", Value: "−23.40"}, kit.Fact{Label: "CM3", Value: "−41.14", Bold: true, Tone: theme.Wrong})),
		kit.PanelSection("Why", "", kit.Wrapped(kit.Body, "**Lindqvist is 1.52 cheaper than the next** though its product is the dearest: no duty, and 97 of 100 parcels would keep the promise.")),
		kit.PanelSection("", "", kit.NewNote(theme.Under, theme.IconInfo, "Units may fall by **10.5 %** before CM3 is back at 6,909.10.", nil)))
	n.SetButtons(kit.ActionButton(do("Open", theme.IconRight, action.Plain(fyne.KeyReturn)), kit.Next), kit.ActionButton(do("Message", "", action.Key{}), kit.Plain), kit.ActionButton(do("Report problem", "", action.Key{}), kit.Plain))
	return n
}

func supplierPage() *kit.Page {
	p := kit.NewPage("Yiwu Brightwell")
	p.Header.SetBack(func() {})
	p.Header.SetCount("Agent, Yiwu, CN")
	p.Header.SetStates(kit.NewPill(theme.Fine, theme.IconTickCircle, "Approved"))
	p.Header.SetTools(kit.ActionButton(do("Compare", theme.IconScale, action.Key{}), kit.Plain), kit.ActionButton(do("Print", theme.IconPrint, action.Key{}), kit.Plain), kit.ActionButton(do("Start requalification", theme.IconSheet, action.Key{}), kit.Primary))
	tabs := kit.NewTabs([]kit.Tab{{ID: "a", Label: "Overview"}, {ID: "b", Label: "Scorecard"}, {ID: "c", Label: "Offers", Count: 46}}, nil)
	tabs.SetChosen("b")
	p.SetTabs(tabs, kit.NewLabel(kit.Caption, "331 + 28 + 48 = 407 imported"))
	p.SetStrip(kit.Row(12, kit.Column(2, kit.NewLabel(kit.Caption, "Open orders"), kit.Wrapped(kit.Body, "**11**, 402.60 EUR")), kit.Upright(36), kit.Column(2, kit.NewLabel(kit.Caption, "Pays"), kit.NewLabel(kit.Body, "14 days, USD"))))
	rows := kit.Column(0, kit.NewWorkGroup("Money at risk", "2", "261.40"))
	works := []kit.Work{
		{theme.IconCoins, theme.Wrong, "Claim by Friday: 212.00 EUR", "Shenzhen Lumo: 4 broken lamps", "12 d", "212.00", "Write claim"},
		{theme.IconCard, theme.Wrong, "Chargeback answer by Sunday", "NH-10391, proof of delivery is here", "3 d", "49.40", "Answer"},
		{theme.IconForwarding, theme.Accented, "To forward: 14 orders", "6 purchase orders; first cut-off 14:00", "19 h", "1,262.50", "Review"},
	}
	for i, w := range works {
		r := kit.NewWorkRow(w, nil, nil)
		r.SetChosen(i == 0)
		rows.Set(append(rows.Objects(), r)...)
	}
	p.SetBody(kit.Inset(kit.Column(12, kit.NewCard("", "", nil, rows).Flush(), kit.Row(12, kit.Grow(kit.Sized(figures(), 364, 0)), kit.NewChecklist("Getting started", []kit.Step{{"Set up a shop", "Shopify, Etsy", true, nil}, {"Import orders", "drop the file here", false, func() {}}, {"Forward the first order", "after the import", false, func() {}}})).Top()), 12, 16))
	return p
}

func emptyPage() *kit.Page {
	p := kit.NewPage("Orders")
	p.Header.SetCount("none yet")
	one, two := do("Import orders", theme.IconImport, action.Key{}), do("How to export from Shopify", theme.IconHelp, action.Key{})
	s := kit.NewStates(async.Inline{}, kit.Ground(theme.Surface))
	s.ShowEmpty(kit.EmptyOptions{
		Icon: theme.IconOrders, Title: "Orders of your shops come here", Primary: &one, Second: &two,
		Lines: []string{"Export the orders in Shopify or Etsy and drop the file on this window.", "You see what would change before anything is written."},
		Below: kit.NewChecklist("Getting started", []kit.Step{{"Set up a shop", "Shopify, Etsy", true, nil}, {"Add a supplier", "Lindqvist Textil AB", true, nil}, {"Import orders", "drop the file here", false, nil}, {"Forward the first order", "after the import", false, nil}, {"Export for the accountant", "at the end of the month", false, nil}}),
	})
	p.SetBody(s)
	return p
}

func TestThePagesLook(t *testing.T) {
	pages := map[string]func() *kit.Page{"page": orderPage, "document": supplierPage, "empty": emptyPage}
	for name, look := range looks {
		for what, make := range pages {
			t.Run(what+" "+name, func(t *testing.T) {
				app(t, look)
				m := shoot(make(), fyne.NewSize(1182, 714), 1)
				test.AssertImageMatches(t, what+"-"+name+".png", m)
				keep(t, m, "kit-"+what+"-"+name)
			})
		}
	}
}

func TestANarrowPageLooks(t *testing.T) {
	app(t, theme.Light)
	for what, make := range map[string]func() *kit.Page{"page": orderPage, "document": supplierPage} {
		w := test.NewTempWindow(t, make())
		w.SetPadded(false)
		w.Resize(fyne.NewSize(916, 600))
		m := w.Canvas().Capture()
		test.AssertImageMatches(t, what+"-narrow.png", m)
		keep(t, m, "kit-"+what+"-narrow")
	}
}

func TestAMenuLooks(t *testing.T) {
	for name, look := range looks {
		app(t, look)
		w := test.NewTempWindow(t, kit.Ground(theme.Surface))
		w.SetPadded(false)
		w.Resize(fyne.NewSize(300, 220))
		kit.ActionMenu(w.Canvas(), fyne.NewPos(20, 12), []action.Action{
			do("Open", theme.IconRight, action.Plain(fyne.KeyReturn)), off(do("Merge", theme.IconMerge, action.Key{}), "Only one is chosen."),
			do("Copy rows", theme.IconCopy, action.Ctrl(fyne.KeyC)),
			{},
			{Label: "Delete 3 drafts", Icon: theme.Icon(theme.IconTrash, theme.Bad), Bad: true},
		})
		m := w.Canvas().Capture()
		test.AssertImageMatches(t, "menu-"+name+".png", m)
		keep(t, m, "kit-menu-"+name)
	}
}

func TestASpinnerTurnsOnlyWhenThereIsALater(t *testing.T) {
	app(t, theme.Light)
	s := kit.NewSpinner(24)
	turn := func() []uint8 { return shoot(s, fyne.NewSize(40, 40), 1).(*image.NRGBA).Pix }
	rest := turn()
	s.Start()
	if !slices.Equal(rest, turn()) {
		t.Error("it turned at once")
	}
	s.Stop()
	tick := late(t)
	w := test.NewTempWindow(t, container.NewPadded(s))
	s.Start()
	tick()
	if slices.Equal(rest, turn()) {
		t.Error("it did not turn")
	}
	w.SetContent(container.NewVBox())
	before := turn()
	tick()
	tick()
	if !slices.Equal(before, turn()) {
		t.Error("it turns where nobody sees it")
	}
	w.SetContent(container.NewPadded(s))
	s.Start()
	s.Stop()
	stopped := turn()
	tick()
	if !slices.Equal(stopped, turn()) {
		t.Error("it turned on after it was stopped")
	}
}

func TestAPanelWithABodyShowsItInsteadOfSectionsAndButtons(t *testing.T) {
	app(t, theme.Light)
	n := orderPanel()
	body := kit.NewLabel(kit.Body, "A form")
	n.Resize(fyne.NewSize(348, 600))
	n.SetBody(body)
	if body.Size().Width != 348 || body.Position().Y+body.Size().Height != 600 {
		t.Errorf("the body is %v at %v", body.Size(), body.Position())
	}
	shows := func(o fyne.CanvasObject) bool {
		return slices.Contains(test.WidgetRenderer(n).Objects(), o)
	}
	if !shows(body) {
		t.Error("the body is not drawn")
	}
	n.SetBody(nil)
	if shows(body) {
		t.Error("the body is still drawn")
	}
}
