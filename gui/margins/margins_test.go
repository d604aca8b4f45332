package margins

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
)

func route(params ...string) page.Route {
	r := page.Route{Screen: page.Margins, Params: map[string]string{}}
	for i := 0; i < len(params); i += 2 {
		r.Params[params[i]] = params[i+1]
	}
	return r
}

// open shows the page on the book whose figures were worked out by hand.
func open(t *testing.T, params ...string) (*guitest.Host, *Margins) {
	t.Helper()
	h := guitest.New(t, guitest.Small(t))
	return h, h.Open(New, route(params...)).(*Margins)
}

// rowsOf are the lines of the grid, their parts apart by bars.
func rowsOf(m *Margins) string {
	var all []string
	for i := range m.grid.Lines() {
		all = append(all, m.grid.RowText(i))
	}
	return strings.Join(all, "\n")
}

func TestMargins_ShowTheFiguresWorkedOutByHand(t *testing.T) {
	for _, c := range []struct {
		by, want string
	}{
		{"product", `Anchor | 7 | 249.50 | 186.30 | 74.7 | 150.48 | 60.3 | 150.48 | 60.3 | 86 | new
Buoy | 3 | 76.20 | 59.20 | 77.7 | 40.81 | 53.6 | 40.81 | 53.6 | 100 | new
Compass | 1 | 20.00 | 20.00 | 100.0 | 19.12 | 95.6 | 19.12 | 95.6 | 100 | new
No product | – | 5.00 | 5.00 | 100.0 | 4.80 | 96.0 | 4.80 | 96.0 | 100 | new`},
		{"supplier", `Acme | 7 | 249.50 | 186.30 | 74.7 | 150.48 | 60.3 | 150.48 | 60.3 | 86 | new
Borg | 3 | 76.20 | 59.20 | 77.7 | 40.81 | 53.6 | 40.81 | 53.6 | 100 | new
No supplier yet | 1 | 25.00 | 25.00 | 100.0 | 23.92 | 95.7 | 23.92 | 95.7 | 100 | new`},
		{"country", `Germany | 5 | 175.00 | 138.80 | 79.3 | 116.37 | 66.5 | 116.37 | 66.5 | 76 | new
United States | 4 | 125.70 | 99.70 | 79.3 | 75.12 | 59.8 | 75.12 | 59.8 | 100 | new
France | 2 | 50.00 | 32.00 | 64.0 | 23.72 | 47.4 | 23.72 | 47.4 | 100 | new`},
		{"month", `Mar 2026 open | 1 | 41.20 | 32.00 | 77.7 | 25.23 | 61.2 | 25.23 | 61.2 | 14 | –
Feb 2026 | 4 | 60.50 | 36.50 | 60.3 | 17.64 | 29.2 | 17.64 | 29.2 | 100 | −154.70
Jan 2026 | 6 | 249.00 | 202.00 | 81.1 | 172.34 | 69.2 | 172.34 | 69.2 | 100 | new`},
	} {
		h, m := open(t, paramBy, c.by)
		if got := rowsOf(m); got != c.want {
			t.Errorf("by %s:\n%s\nwant\n%s", c.by, got, c.want)
		}
		if got := m.grid.Totals()[colCM3].Text; got != "215.21" {
			t.Errorf("by %s the total is %s", c.by, got)
		}
		if said := h.Said[len(h.Said)-1]; said != "Q1 2026: margins equal the journal to the cent" {
			t.Errorf("the status bar says %q", said)
		}
	}
}

func TestMargins_SayWhenTheJournalDiffers(t *testing.T) {
	b := guitest.Small(t)
	h := guitest.New(t, b)
	m := h.Open(New, route()).(*Margins)
	a := m.proof.State()
	a.Value.Sheet.Goods = a.Value.Sheet.Goods.Add(model.MustAmount("1.20"))
	m.prove(a)
	if said := h.Said[len(h.Said)-1]; said != "Q1 2026: margins differ from the journal by 1.20\u00a0EUR. Check the book." {
		t.Errorf("said %q", said)
	}
}

func TestMargins_CompareWithOtherDaysRowByRow(t *testing.T) {
	_, m := open(t, page.ByPeriod, "month", paramBy, "country") // March with February
	want := `Germany | 1 | 55.00 | 45.80 | 83.3 | 39.03 | 71.0 | 39.03 | 71.0 | 14 | +69.91
United States | – | −13.80 | −13.80 | 100.0 | −13.80 | 100.0 | −13.80 | 100.0 | – | −38.60
France | – | – | – | – | – | – | – | – | – | −23.72`
	got := rowsOf(m)
	if !sameLines(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := m.grid.Totals()[colChange].Text; got != "+7.59" { // 25.23 now, 17.64 then
		t.Errorf("the change of all is %s", got)
	}
	if r := m.sheet().rows; !r[len(r)-1].gone {
		t.Error("France sold nothing in March, but its row does not say so")
	}
}

// sameLines compares without regard to the order.
func sameLines(a, b string) bool {
	for l := range strings.SplitSeq(a, "\n") {
		if !strings.Contains("\n"+b+"\n", "\n"+l+"\n") {
			return false
		}
	}
	return len(a) == len(b)
}

func TestMargins_WarnOfWhatHasNoCost(t *testing.T) {
	h, m := open(t)
	cell, _ := m.grid.CellAt(m.sheet().rows[3].key, "cm1")
	if cell.Icon == "" || !strings.Contains(cell.Tip, "1 order line has no cost yet") {
		t.Errorf("Compass has no cost, and its cell is %+v", cell)
	}
	h.See("1 order line has no cost yet")
	h.Tap("Show them")
	if r := h.Routes[len(h.Routes)-1]; r.Screen != page.Orders || r.Param(page.BySupplier) != "#0" {
		t.Errorf("led to %+v", r)
	}
	h.See("CM3 equals CM2: no advertising costs yet")
}

func TestSelection_IsShownInWaterfallAndPanel(t *testing.T) {
	h, m := open(t)
	h.See("All 4 products", "11 units")
	kitFocus(h, m)
	h.Key(action.Plain(fyne.KeyHome))
	h.See("5 orders, 7 units")
	if got := m.fall.title.Text(); got != "Anchor" {
		t.Errorf("the waterfall is of %q", got)
	}
	m.grid.Select(" 1 ", " 2 ")
	h.See("2 selected products", "Anchor, Buoy", "325.70", "−80.20") // net revenue and product cost of both
	h.DontSee("All 4 products")
	h.Act("margins.none")
	h.See("All 4 products")
}

func kitFocus(h *guitest.Host, m *Margins) { h.Window.Canvas().Focus(m.grid) }

func TestSelection_SpaceTakesRowsInBesideTheOthers(t *testing.T) {
	h, m := open(t)
	kitFocus(h, m)
	m.grid.Select(" 1 ")
	m.grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if !m.selected() {
		t.Error("Space left nothing selected of the one row")
	}
	m.grid.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeySpace, Modifier: fyne.KeyModifierShortcutDefault})
	if m.selected() {
		t.Error("Ctrl+Space left the row selected")
	}
	m.grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if rows, part := m.rows(); !part || len(rows) != 1 || rows[0].name != "Anchor" {
		t.Errorf("Space selected %v", rows)
	}
}

func TestPanel_TellsCostsOrdersAndSources(t *testing.T) {
	h, m := open(t)
	h.See("What is left", "−80.20", "Orders that earned least", "1003", "Where the costs come from", "Fee rule Card")
	h.Tap("1003")
	if r := h.Routes[len(h.Routes)-1]; r.Screen != page.Order || r.Key != "1003" || r.Param(page.ByShop) != "Harbour" {
		t.Errorf("led to %+v", r)
	}
	h.Act("margins.panel")
	h.DontSee("What is left")
	if !m.closed {
		t.Error("that it is closed is not remembered")
	}
	h.Key(action.Plain(fyne.KeyI))
	h.See("What is left")
	if !m.Escape() || m.page.Panel() != nil {
		t.Error("Esc does not close the panel")
	}
}

func TestDrill_GoesToTheOrdersAndTheirCosts(t *testing.T) {
	h, m := open(t)
	m.grid.Open(" 1 ")
	r := h.Routes[len(h.Routes)-1]
	if r.Screen != page.Margins || r.Param(paramBy) != "order" || r.Param(page.ByProduct) != "#1" {
		t.Fatalf("Enter on a product leads to %+v", r)
	}
	m = h.Open(New, r).(*Margins)
	h.See("Product: Anchor", "5 orders, EUR")
	if got := m.grid.Totals()[colCM3].Text; got != "150.48" {
		t.Errorf("the orders of Anchor come to %s, its row says 150.48", got)
	}
	h.Tap("1008")
	kitFocus(h, m)
	h.Key(action.Plain(fyne.KeyReturn))
	h.See("All costs", "3 costs", "15.77") // 9.20, 4.60 and 1.97 of the fee
	if m.facts == nil {
		t.Fatal("Enter on an order shows no costs")
	}
	if h.Focused() != fyne.Focusable(m.facts.grid) {
		t.Error("the costs do not have the keyboard")
	}
	if cell, _ := m.facts.grid.CellAt("1", "source"); cell.Text != "Product" || cell.Sub != "Purchase order PO-1" || !strings.Contains(cell.Tip, "agreed with the supplier") {
		t.Errorf("the cost of the goods is %+v", cell)
	}
	m.facts.grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if r := h.Routes[len(h.Routes)-1]; r.Screen != page.Order || r.Key != "1008" {
		t.Errorf("Enter on a cost leads to %+v", r)
	}
	if !m.Escape() || m.facts != nil {
		t.Error("Esc does not lead back from the costs")
	}
	h.See("What is left")
}

func TestDrill_OfAMonthIsItsDays(t *testing.T) {
	h, m := open(t, paramBy, "month")
	m.grid.Open("2026-02 0 ")
	r := h.Routes[len(h.Routes)-1]
	m = h.Open(New, r).(*Margins)
	if got := m.grid.Totals()[colCM3].Text; got != "17.64" || m.want.By != "order" {
		t.Errorf("the orders of February come to %s by %+v", got, r)
	}
}

func TestFall_StepsLeadToWhatIsBehindThem(t *testing.T) {
	h, m := open(t)
	m.pick("fees")
	h.See("Fees")
	if got := m.facts.grid.Totals()["amount"].Text; got != "18.69" { // 55.29 at level 2 less 36.60 of shipping
		t.Errorf("the fees come to %s", got)
	}
	m.Escape()
	m.pick("cm1")
	if r := h.Routes[len(h.Routes)-1]; r.Screen != page.Margins || r.Param(paramBy) != "order" {
		t.Errorf("a total leads to %+v", r)
	}
	h.Act("margins.fall")
	if m.fall.box.Visible() {
		t.Error("the waterfall is still there")
	}
}

func TestKnown_TurnsThePageBack(t *testing.T) {
	h, m := open(t, paramBy, "order")
	h.Act("margins.known")
	h.Type("Day", "2026-04-02")
	if !h.Verb() {
		t.Error("a day to come was taken")
	}
	h.See("Nothing is known of days to come")
	h.Type("Day", "2026-03-10")
	h.Verb()
	h.See("As known on 10 Mar")
	if got := m.grid.CellText(m.sheet().byKey[keyOf(m, "1004")].key, colCM3); got != "48.72" {
		t.Errorf("1004 earned %s as known then, want 48.72", got)
	}
	if said := h.Said[len(h.Said)-1]; !strings.Contains(said, "equal the journal") {
		t.Errorf("said %q", said)
	}
}

func keyOf(m *Margins, name string) string {
	for _, r := range m.sheet().rows {
		if r.name == name {
			return r.key
		}
	}
	return ""
}

var _ interface {
	page.Screen
	page.Searcher
	page.Reloader
	page.Exporter
	page.Keeper
	page.Areas
	page.Actor
	page.Escaper
} = (*Margins)(nil)
