package forwarding

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/purchase"
)

// row is an order in a purchase order, or a line that nobody supplies yet.
type row struct {
	key      string
	purchase *approval.Purchase
	order    *approval.Order
	waiting  *approval.Waiting
}

// waitingGroup is the group of the lines without a supplier.
const waitingGroup = ""

// rowsOf are the rows of a board, what can leave first.
func rowsOf(b *approval.Board) []row {
	var all []row
	for i := range b.Purchases {
		p := &b.Purchases[i]
		for j := range p.Orders {
			o := &p.Orders[j]
			all = append(all, row{key: fmt.Sprintf("%d in %d of %d", o.OrderID, p.ID, p.SupplierID), purchase: p, order: o})
		}
	}
	for i := range b.Waiting {
		w := &b.Waiting[i]
		all = append(all, row{key: fmt.Sprintf("line %d", w.LineID), waiting: w})
	}
	return all
}

func (r row) group() string {
	if r.purchase == nil {
		return waitingGroup
	}
	return fmt.Sprintf("%d %d", r.purchase.ID, r.purchase.SupplierID)
}

// number is the order's, with its shop.
func (r row) number() (number, shop string) {
	switch {
	case r.order != nil:
		return r.order.Number, r.order.Shop
	case r.waiting != nil:
		return r.waiting.Number, r.waiting.Shop
	}
	return "", ""
}

// refill tells whether it is for the stock of a 3PL, not for a customer.
func (r row) refill() bool { return r.order != nil && r.order.Refill }

func (r row) orderID() int64 {
	if r.order != nil {
		return r.order.OrderID
	}
	return r.waiting.OrderID
}

// byHand tells whether a person holds the order.
func (r row) byHand() bool {
	if r.order != nil {
		return r.order.State == approval.Held
	}
	return r.waiting.Code == allocation.HeldByHand
}

// warnings are those of the order; the first order of a purchase order carries
// the ones of the whole.
func (r row) warnings() []purchase.Warning {
	if r.order == nil {
		return nil
	}
	all := r.order.Warnings
	if &r.purchase.Orders[0] == r.order {
		all = append(slices.Clone(r.purchase.Warnings), all...)
	}
	return all
}

// cautioned tells whether a person should look before the order leaves.
func (r row) cautioned() bool {
	return slices.ContainsFunc(r.warnings(), func(w purchase.Warning) bool { return w.Severity() > purchase.Note })
}

// The choices of the filter row.
const (
	showAll     = "all"
	showWarned  = "warned"
	showHeld    = "held"
	showWaiting = "waiting"
)

func fits(r row, shown []string) bool {
	switch shown[0] {
	case showWarned:
		return r.cautioned()
	case showHeld:
		return r.order != nil && r.order.State == approval.Held || r.waiting != nil && r.waiting.Code != ""
	case showWaiting:
		return r.waiting != nil
	}
	return true
}

// columns are those of the board; amounts are in the currency of the books.
type columns struct {
	f    *format.Format
	home model.Currency
	wait func(purchase int64) (forward.Wait, bool)
}

func (c columns) all() []grid.Column[row] {
	right := fyne.TextAlignTrailing
	return []grid.Column[row]{
		{ID: "order", Title: text.T("forwarding.order"), Width: 76, Lead: true, Cell: func(r row) grid.Cell {
			if r.refill() {
				return grid.Cell{Text: text.T("forwarding.refill"), Tone: theme.Quiet}
			}
			n, _ := r.number()
			return grid.Cell{Text: n}
		}},
		{ID: "customer", Title: text.T("forwarding.customer"), Width: 114, Flex: 1, Cell: c.customer},
		{ID: "items", Title: text.T("forwarding.items"), Width: 140, Flex: 3, Cell: c.items},
		{ID: "cost", Title: text.T("forwarding.cost"), Width: 70, Align: right, Cell: c.cost},
		{ID: "cm2", Title: text.T("forwarding.cm2"), Width: 64, Align: right, Cell: c.cm2},
		{ID: "share", Title: text.T("forwarding.share"), Width: 56, Align: right, Cell: c.share},
		{ID: "warnings", Title: text.T("forwarding.warnings"), Width: 170, Flex: 2, Cell: c.warnings},
	}
}

func (c columns) customer(r row) grid.Cell {
	if r.waiting != nil {
		return grid.Cell{Text: r.waiting.Customer, Sub: r.waiting.Country}
	}
	return grid.Cell{Text: r.order.Customer, Sub: r.order.Country}
}

func (c columns) items(r row) grid.Cell {
	if w := r.waiting; w != nil {
		return grid.Cell{Text: text.T("forwarding.item", w.Quantity, w.Name), Tone: theme.Quiet}
	}
	return grid.Cell{Text: r.order.Items, Tone: theme.Quiet}
}

func (c columns) cost(r row) grid.Cell {
	if r.order == nil {
		return grid.Cell{Text: format.None, Tone: theme.Quiet}
	}
	return grid.Cell{Text: c.f.Amount(r.order.Cost, c.home)}
}

func (c columns) cm2(r row) grid.Cell {
	if r.refill() {
		return grid.Cell{Text: format.None, Tone: theme.Quiet}
	}
	if r.order == nil || !r.order.Booked {
		return grid.Cell{Text: format.Undefined(), Tone: theme.Quiet}
	}
	return grid.Cell{Text: c.f.Amount(r.order.CM2, c.home), Tone: signed(r.order.CM2)}
}

func signed(a model.Amount) theme.Tone {
	if a < 0 {
		return theme.Wrong
	}
	return theme.Plain
}

func (c columns) share(r row) grid.Cell {
	if r.order == nil || r.refill() {
		return grid.Cell{Text: format.None, Tone: theme.Quiet}
	}
	share, ok := r.order.Share()
	if !ok || !r.order.Booked {
		return grid.Cell{Text: format.Undefined(), Tone: theme.Quiet}
	}
	under := slices.ContainsFunc(r.order.Warnings, func(w purchase.Warning) bool { return w.Code == purchase.WarnFloor || w.Code == purchase.WarnMargin })
	cell := grid.Cell{Text: c.f.Fixed(share, 1), Tone: theme.Quiet}
	if under {
		cell.Tone, cell.Bold = theme.Wrong, true
	}
	return cell
}

// warnings are the pills of a row: why it waits or is held, and what a person
// should know.
func (c columns) warnings(r row) grid.Cell {
	var pills []grid.Pill
	var tips []string
	switch {
	case r.waiting != nil && r.waiting.Code == "":
		pills = append(pills, grid.Pill{Text: text.T("forwarding.pill.waiting"), Icon: theme.IconSplit, Tone: theme.Accented})
	case r.waiting != nil:
		return grid.Cell{Text: r.waiting.Reason, Icon: theme.IconHeld, Tone: theme.Idle, Tip: r.waiting.Reason}
	case r.order.State == approval.Held:
		pills = append(pills, grid.Pill{Text: text.T("forwarding.pill.held"), Icon: theme.IconHeld, Tone: theme.Idle})
		tips = append(tips, r.order.Reason)
	case r.order.State == approval.Approved:
		pills = append(pills, grid.Pill{Text: text.T("forwarding.pill.approved"), Icon: theme.IconTick, Tone: theme.Fine})
	}
	said := map[string]bool{}
	for _, w := range r.warnings() {
		if w.Code == purchase.WarnHeld {
			continue
		}
		if !said[w.Code] || w.Code != purchase.WarnPapers { // the papers of one parcel lack much or little
			pills = append(pills, pillOf(c.f, &w))
		}
		said[w.Code] = true
		tips = append(tips, w.Message)
	}
	return grid.Cell{Pills: pills, Tip: strings.Join(tips, "\n")}
}

// head is the row of a purchase order above its orders.
func (c columns) head(_ string, rows []row) grid.Group {
	p := rows[0].purchase
	if p == nil {
		return grid.Group{Title: text.T("forwarding.nobody"), Facts: text.N("forwarding.lines", len(rows), c.f.Int(len(rows)))}
	}
	facts := []string{text.N("forwarding.orders", len(p.Orders), c.f.Int(len(p.Orders)))}
	if rows[0].refill() {
		facts = []string{text.T("forwarding.refill.for", rows[0].order.Customer)}
	}
	if p.Number != "" {
		facts = append([]string{p.Number}, facts...)
	}
	if p.Held > 0 {
		facts = append(facts, text.T("forwarding.heldcount", c.f.Int(p.Held)))
	}
	facts = append(facts, text.T(text.Key("forwarding.channel.", p.Channel)))
	cells := map[string]grid.Cell{
		"cost": {Text: c.f.Amount(p.Cost, c.home), Bold: true},
		"cm2":  {Text: c.f.Amount(p.CM2, c.home), Bold: true, Tone: signed(p.CM2)},
	}
	if rows[0].refill() {
		delete(cells, "cm2")
	}
	if share, ok := p.Share(); ok {
		cells["share"] = grid.Cell{Text: c.f.Fixed(share, 1)}
	}
	if w, waits := c.wait(p.ID); waits {
		cells["warnings"] = grid.Cell{Text: text.T("forwarding.waits", c.until(w)), Icon: theme.IconClock, Tone: theme.Under, Tip: w.Why}
	} else if p.Cutoff != "" {
		cells["warnings"] = grid.Cell{Text: text.T("forwarding.cutoff", clock(c.f, p.Cutoff)), Icon: theme.IconClock, Tone: theme.Quiet}
	} else {
		cells["warnings"] = grid.Cell{Text: text.T("forwarding.nocutoff"), Icon: theme.IconClock, Tone: theme.Quiet}
	}
	return grid.Group{Title: p.Supplier, Facts: strings.Join(facts, " · "), Cells: cells}
}

// until is when what gathers leaves, on the supplier's clock.
func (c columns) until(w forward.Wait) string {
	at := clock(c.f, w.Local)
	if w.On == "" {
		return at
	}
	return c.f.DateTight(w.On) + " " + at
}

// clock is a time of day such as 17:00 as the user writes it.
func clock(f *format.Format, at string) string {
	t, err := time.Parse("15:04", at)
	if err != nil {
		return at
	}
	return f.Time(t)
}
