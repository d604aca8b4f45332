package orders

import (
	"context"
	"strings"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/holding"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/orderbook"
)

// desk does with orders what can be done, for the list and for the page of one.
type desk struct {
	h        page.Host
	approval *approval.Service
	orders   *orderbook.Service
	holding  *holding.Desk
}

func newDesk(h page.Host) *desk {
	b, f := h.Book(), h.Format()
	d := &desk{h: h, approval: approval.New(b.DB, b.Bus, b.Jobs, documents.For(b.Program, b.DB)), orders: b.Orders}
	d.holding = holding.New(h, d.approval, holding.Words{
		Why: text.T("orders.hold.why"), Help: text.T("orders.hold.help"), Verb: text.T("orders.do.hold"), Undo: text.T("orders.undo"),
		Held:     func(n int) string { return text.N("orders.hold.done", n, f.Int(n)) },
		Released: func(n int) string { return text.N("orders.release.done", n, f.Int(n)) },
		NotHeld:  text.T("orders.hold.failed"), NotReleased: text.T("orders.release.failed"),
	}, nil)
	return d
}

// byHand tells whether a person holds the order.
func byHand(r *orderbook.Row) bool { return r.HeldCode == allocation.HeldByHand }

// The questions whether something can be done with an order return why it
// cannot, "" when it can.

func cannotRoute(r *orderbook.Row) string {
	switch {
	case byHand(r):
		return text.T("orders.off.byhand")
	case r.State == order.ToRoute || r.State == order.Held || r.HeldCode != "":
		return ""
	}
	return text.T("orders.off.routed")
}

func cannotHold(r *orderbook.Row) string {
	switch {
	case byHand(r):
		return text.T("orders.off.byhand")
	case r.State == order.ToRoute || r.State == order.Held || r.State == order.ToForward || r.State == order.PartForwarded:
		return ""
	}
	return text.T("orders.off.left")
}

func cannotRelease(r *orderbook.Row) string {
	if byHand(r) {
		return ""
	}
	return text.T("orders.off.notheld")
}

// cannotWhy is about the page that explains and changes a choice of supplier.
func cannotWhy(r *orderbook.Row) string {
	switch r.State {
	case order.ToRoute, order.Held, order.ToForward, order.PartForwarded:
		return ""
	}
	return text.T("orders.off.left")
}

// fit are the ids and rows of those something can be done with.
func fit(rows []orderbook.Row, cannot func(*orderbook.Row) string) (fits []orderbook.Row) {
	for i := range rows {
		if cannot(&rows[i]) == "" {
			fits = append(fits, rows[i])
		}
	}
	return fits
}

func ids(rows []orderbook.Row) []int64 {
	all := make([]int64, len(rows))
	for i := range rows {
		all[i] = rows[i].ID
	}
	return all
}

// route chooses suppliers for the orders that wait for one.
func (d *desk) route(rows []orderbook.Row) {
	rows = fit(rows, cannotRoute)
	if len(rows) == 0 {
		d.h.Say(page.Note, text.T("orders.off.routed"))
		return
	}
	var done approval.Routed
	d.h.Start(page.Task{
		Name: text.T("orders.route.task"),
		Work: func(ctx context.Context, _ *job.Progress) (err error) {
			done, err = d.approval.RouteOrders(ctx, ids(rows))
			return err
		},
		Done: func(err error) {
			switch {
			case model.CodeOf(err) == model.Cancelled:
				d.h.Say(page.Note, err.Error())
			case err != nil:
				d.h.Report(text.T("orders.route.failed"), err)
			default:
				d.routed(done)
			}
		},
	})
}

// routed tells what routing did, and where it goes on.
func (d *desk) routed(r approval.Routed) {
	f := d.h.Format()
	held := len(r.Held) + len(r.Below)
	said := []string{text.N("orders.route.done", r.Routed, f.Int(r.Routed))}
	if held > 0 {
		said = append(said, text.N("orders.route.held", held, f.Int(held)))
	}
	t := page.Toast{Text: strings.Join(said, " ")}
	if held > 0 {
		t.Tone = page.Warning
	}
	if r.Routed > 0 {
		t.Link = &action.Action{ID: "orders.review", Label: text.T("orders.do.review"), Run: func() { d.h.Go(page.Route{Screen: page.Forwarding}) }}
	}
	d.h.Toast(t)
}

// hold asks why, then holds the orders back.
func (d *desk) hold(rows []orderbook.Row) {
	rows = fit(rows, cannotHold)
	n := len(rows)
	if n == 0 {
		d.h.Say(page.Note, text.T("orders.off.left"))
		return
	}
	title := text.N("orders.hold.title", n, d.h.Format().Int(n))
	if n == 1 {
		title = text.T("orders.hold.one", rows[0].Number)
	}
	d.holding.Ask(title, ids(rows))
}

// release ends the hold of orders that a person held.
func (d *desk) release(rows []orderbook.Row) {
	rows = fit(rows, cannotRelease)
	if len(rows) == 0 {
		d.h.Say(page.Note, text.T("orders.off.notheld"))
		return
	}
	d.holding.Release(ids(rows))
}

// why opens the choice of supplier on the approval screen.
func (d *desk) why(r *orderbook.Row) {
	d.h.Go(page.Route{Screen: page.Forwarding, Params: map[string]string{"order": r.Number, page.ByShop: r.Shop}})
}

// copyAddress puts the address of an order on the clipboard.
func (d *desk) copyAddress(id int64) {
	run, ctx := d.h.Runner(), d.h.Context()
	run.Go(func() {
		o, err := d.orders.Detail(ctx, id)
		run.UI(func() {
			switch {
			case err != nil:
				d.h.Report(text.T("orders.unread.one"), err)
			case len(address(&o.Order.ShipTo)) == 0:
				d.h.Say(page.Warning, text.T("orders.noaddress", o.Number))
			default:
				d.h.Copy(strings.Join(address(&o.Order.ShipTo), "\n"))
				d.h.Say(page.Done, text.T("orders.address.copied", o.Number))
			}
		})
	})
}

// address is a contact as it is written on a parcel.
func address(c *model.Contact) []string {
	country := ""
	if c.Country != "" {
		country = reports.CountryName(c.Country)
	}
	var lines []string
	for _, l := range []string{c.Name, c.Company, c.Address1, c.Address2, join(strings.TrimSpace(c.Zip+" "+c.City), c.Province), country} {
		if l = strings.TrimSpace(l); l != "" {
			lines = append(lines, l)
		}
	}
	return lines
}
