package purchase

import (
	"fmt"
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
	done := map[int64]bool{}
	for n := range items {
		i := &items[n]
		if done[i.PurchaseID] || i.ToLand == "" { // without a country the address is told of already
			continue
		}
		if r.office == nil {
			o, err := openOffice(r.q, r.today)
			if err != nil {
				return err
			}
			r.office = o
		}
		s, ok := r.market.Supplier(i.SupplierID)
		if !ok || !r.office.border.law.Crosses(s.Country, i.ToLand, r.today) {
			continue
		}
		done[i.PurchaseID] = true
		p, err := r.office.papers(i.PurchaseID)
		if err != nil {
			return err
		}
		r.found[p.PurchaseID] = append(r.found[p.PurchaseID], p.Warnings()...)
		if err := r.charges(p); err != nil {
			return err
		}
	}
	return nil
}

// charges warns of thresholds, duty and import tax of each consignment.
func (r *review) charges(p *Papers) error {
	for n := range p.Orders {
		o := &p.Orders[n]
		if o.Customs == nil {
			continue
		}
		payer, err := r.payer(p, o)
		if err != nil {
			return err
		}
		r.charge(p, o, payer)
	}
	return nil
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

// payer says who pays duty and import tax of an order: as the customer paid them
// to the shop, as the lane of its offer says, or by the delivery term.
func (r *review) payer(p *Papers, o *Consignment) (string, error) {
	var lane string
	err := r.q.Raw(`SELECT s.duty_payer FROM purchase_line l JOIN allocation a ON a.id = l.allocation_id JOIN offer_shipping s ON s.offer_id = a.offer_id
		WHERE l.purchase_id = ? AND l.order_id = ? AND s.service = a.service AND s.country IN (?, '*')
		ORDER BY s.country = '*', l.position LIMIT 1`, p.PurchaseID, o.ID, o.ShipTo.Country).Scan(&lane).Error
	switch {
	case err != nil:
		return "", err
	case lane != "":
		return lane, nil
	case o.Customs.Incoterm == model.DDP:
		return PayMerchant, nil
	}
	return PayCustomer, nil
}
