package demo

import (
	"fmt"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/store"
)

// Of the newest orders that have left parcels are known, as far back as they are
// looked at.
const (
	parcelsMost = 60
	parcelDays  = 30
)

// carriers are who brings parcels, with how their numbers begin.
var carriers = []struct{ name, start string }{{"DHL", "JD0146"}, {"UPS", "1Z77A"}, {"Royal Mail", "RM5521"}}

// ship enters the parcels of the newest orders. Chance is taken from the number
// of the order, so that the business itself stays the same.
func (s *Service) ship(tx *store.Tx, w *world) error {
	var rows []struct {
		ID           int64
		Number, Shop string
		Country      string
		Supplier     string
		FulfilledOn  model.Date
		SKU          string
		Quantity     model.Quantity
	}
	err := tx.Raw(`SELECT o.id, o.number, h.name AS shop, o.country, COALESCE(s.name, '') AS supplier, o.fulfilled_on, l.sku, l.quantity
		FROM sales_order o JOIN shop h ON h.id = o.shop_id
		JOIN order_line l ON l.order_id = o.id AND l.shippable = 1 AND l.fulfilment = 'fulfilled' LEFT JOIN supplier s ON s.id = l.supplier_id
		WHERE o.id IN (SELECT id FROM sales_order WHERE fulfilled_on >= ? AND cancelled_on = '' ORDER BY fulfilled_on DESC, id DESC LIMIT ?)
		ORDER BY o.id, l.position`, string(w.ago(parcelDays)), parcelsMost).Scan(&rows).Error
	if err != nil {
		return err
	}
	var ins []parcel.Input
	for i, r := range rows {
		line := parcel.LineInput{Order: r.Number, Shop: r.Shop, SKU: r.SKU, Quantity: r.Quantity}
		if i > 0 && rows[i-1].ID == r.ID {
			*ins[len(ins)-1].Lines = append(*ins[len(ins)-1].Lines, line)
			continue
		}
		ins = append(ins, w.parcel(r.ID, r.FulfilledOn, within(r.Supplier, r.Country), line))
	}
	_, err = parcel.New(s.db, s.bus).Put(tx.Context(), ins)
	return err
}

// within is how many days nine in ten of a supplier's parcels need to a country.
func within(supplier, country string) int {
	if from := sourceOf(supplier); from != nil {
		if z := from.zone(country); z != nil {
			return z.most
		}
	}
	return parcelDays
}

// parcel is one parcel as far as it has come: most arrive within a week, one
// waits with customs, one came back, one is silent.
func (w *world) parcel(id int64, left model.Date, most int, line parcel.LineInput) parcel.Input {
	c := carriers[id%int64(len(carriers))]
	shipped, scan := string(left), ""
	in := parcel.Input{
		Tracking: fmt.Sprintf("%s%08d", c.start, id*7919%100_000_000), Carrier: &c.name, Shipped: &shipped, FirstScan: &scan, Lines: &[]parcel.LineInput{line},
	}
	if day := left.AddDays(1); day <= w.today {
		scan = string(day)
	}
	arrives := left.AddDays(min(2+int(id%6), most))
	say := func(s model.ParcelState, on model.Date) {
		day := string(min(on, w.today))
		in.State, in.On = &s, &day
	}
	switch {
	case id%29 == 3:
		say(model.CustomsHold, left.AddDays(3))
	case id%31 == 5 && arrives < w.today:
		say(model.Returned, arrives)
	case id%23 == 7: // nothing was heard of it since
	case arrives <= w.today:
		day := string(arrives)
		in.Delivered = &day
	case arrives == w.today.AddDays(1):
		say(model.OutForDelivery, w.today)
	}
	return in
}
