package purchase

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/taxrule"
)

// Who pays duty and import tax.
const (
	PayMerchant = "merchant"
	PayCustomer = "customer"
	paySupplier = "supplier" // its price holds them
)

// borders warns of the parcels that cross a border of customs: of what their
// papers lack, and of what is due there.
func (r *review) borders(items []item) error {
	ids, err := r.crossing(items)
	if err != nil || len(ids) == 0 {
		return err
	}
	all, err := r.office.papers(ids)
	if err != nil {
		return err
	}
	lanes, err := r.dutyPayers(ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		p := all[id]
		r.found[id] = append(r.found[id], p.Warnings()...)
		for n := range p.Orders {
			if o := &p.Orders[n]; o.Customs != nil {
				r.charge(p, o, payer(o, lanes[consigned{id, o.ID}]))
			}
		}
	}
	return nil
}

// crossing are the purchase orders of which a parcel crosses a border of customs.
func (r *review) crossing(items []item) ([]int64, error) {
	var ids []int64
	done := map[int64]bool{}
	for n := range items {
		i := &items[n]
		if done[i.PurchaseID] || i.ToLand == "" { // without a country the address is told of already
			continue
		}
		if r.office == nil {
			o, err := openOffice(r.q, r.today)
			if err != nil {
				return nil, err
			}
			r.office = o
		}
		s, ok := r.market.Supplier(i.SupplierID)
		if ok && r.office.border.law.Crosses(s.Country, i.ToLand, r.today) {
			done[i.PurchaseID] = true
			ids = append(ids, i.PurchaseID)
		}
	}
	return ids, nil
}

// charge warns of what one consignment is charged with, and who pays it.
func (r *review) charge(p *Papers, o *Consignment, payer string) {
	m := r.office.border.due(p, o)
	say := func(code string, f Facts, format string, args ...any) {
		f.OrderID, f.Country, f.Currency, f.Payer = o.ID, o.ShipTo.Country, o.Currency, payer
		r.found[p.PurchaseID] = append(r.found[p.PurchaseID], Warning{Code: code, Order: o.Number, Facts: f, Message: fmt.Sprintf(format, args...)})
	}
	if m.Near != "" {
		say(WarnLimit, Facts{}, "Order %s: %s. A little more ends what it allows.", o.Number, m.Near)
	}
	if m.AtSale && !o.Customs.IOSS && p.Seller.IOSS == "" && r.office.border.law.Within(o.ShipTo.Country, iossArea, r.today) {
		say(WarnDuty, Facts{}, "Order %s is within the value that is taxed when it is sold, and no IOSS number goes with it: import tax is asked for at the border.", o.Number)
		return
	}
	due := m.Total()
	switch {
	case payer == paySupplier:
	case due <= 0 && len(m.Unknown) > 0 && !m.AtSale:
		who := "the customer is asked for them on delivery"
		if payer == PayMerchant {
			who = "they are yours to pay"
		}
		say(WarnDuty, Facts{}, "Order %s: how much duty and import tax are due is not known, as %s; %s.", o.Number, strings.Join(m.Unknown, ", and "), who)
	case due <= 0:
	case payer == PayMerchant:
		say(WarnDuty, Facts{Due: due}, "Order %s: duty and import tax of about %s %s are yours to pay.", o.Number, due.Text(o.Currency), o.Currency)
	default:
		say(WarnDuty, Facts{Due: due}, "Order %s: the customer is asked for about %s %s of duty and import tax on delivery.", o.Number, due.Text(o.Currency), o.Currency)
	}
}

// due is what a consignment owes at the border.
func (b *border) due(p *Papers, o *Consignment) taxrule.Import {
	c := taxrule.Consignment{
		From: p.Supplier.Country, To: o.ShipTo.Country, On: b.day, Currency: o.Currency, Freight: o.Paid().Shipping,
		Convert: func(a model.Amount, in model.Currency) (model.Amount, error) {
			r, err := b.rates.On(b.day, in, o.Currency)
			if err != nil {
				return 0, err
			}
			return r.Convert(a)
		},
	}
	for i := range o.Lines {
		l := &o.Lines[i]
		c.Goods = append(c.Goods, taxrule.Goods{HS: model.HSDigits(l.HS), Origin: l.Origin, Quantity: l.Quantity, Value: l.Paid.Value()})
	}
	return b.law.Import(c)
}

// consigned is one order within one purchase order.
type consigned struct{ purchase, order int64 }

// lane is what a shipping lane of an offer says of duty and import tax.
type lane struct{ country, payer string }

// dutyPayers are the lanes by which orders go, in the order of their lines.
func (r *review) dutyPayers(purchases []int64) (map[consigned][]lane, error) {
	var rows []struct {
		PurchaseID, OrderID int64
		Country, DutyPayer  string
	}
	err := r.q.Raw(`SELECT l.purchase_id, l.order_id, s.country, s.duty_payer FROM purchase_line l JOIN allocation a ON a.id = l.allocation_id
		JOIN offer_shipping s ON s.offer_id = a.offer_id AND s.service = a.service
		WHERE l.purchase_id IN ? ORDER BY l.purchase_id, l.position`, purchases).Scan(&rows).Error
	all := make(map[consigned][]lane, len(rows))
	for _, row := range rows {
		at := consigned{row.PurchaseID, row.OrderID}
		all[at] = append(all[at], lane{row.Country, row.DutyPayer})
	}
	return all, err
}

// payer says who pays duty and import tax of an order: as the lane of its offer
// says, the one to its country before the one to everywhere, or by the delivery
// term.
func payer(o *Consignment, lanes []lane) string {
	for _, country := range []string{o.ShipTo.Country, "*"} {
		at := slices.IndexFunc(lanes, func(l lane) bool { return l.country == country })
		if at < 0 {
			continue
		}
		if lanes[at].payer != "" {
			return lanes[at].payer
		}
		break // the lane leaves it open
	}
	if o.Customs.Incoterm == model.DDP {
		return PayMerchant
	}
	return PayCustomer
}
