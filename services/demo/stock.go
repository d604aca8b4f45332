package demo

import (
	"fmt"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/store"
)

// threePL is where the merchant has goods of their own.
const threePL = "Maasdok Fulfilment"

// tariffs are the 3PL's fees in cents, with what they are charged for and how
// many pieces of that go into one.
var tariffs = []struct {
	fee    string
	amount int64
	per    string
	pieces model.Quantity
}{
	{stock.Receiving, 22, "piece", 0},
	{stock.Storage, 120, "bin", 24},
	{stock.PickFirst, 110, "order", 0},
	{stock.PickExtra, 35, "piece", 0},
	{stock.Pack, 25, "order", 0},
	{stock.Returning, 120, "piece", 0},
	{stock.Account, 600, "month", 0},
}

// routes are what the 3PL takes to send a parcel: cents for one with one piece,
// and the days half and nine of ten need.
var routes = []struct {
	to, service string
	parcel      int64
	half, most  int
}{
	{"BE NL", "next day", 330, 1, 2}, {"AT DE DK FR PL", "parcel", 390, 2, 3}, {"ES IT", "parcel", 520, 3, 5}, {"CH GB", "parcel with customs", 890, 4, 7},
}

// putLogistics writes where the 3PL is and what it tariffs.
func putLogistics(tx *store.Tx, s *Service) error {
	text := func(v string) *string { return &v }
	cost := func(n int64) *record.Amount {
		a := record.Amount(cents(n))
		return &a
	}
	kept := stock.New(s.db, s.bus)
	_, err := kept.PutWarehouses(tx.Context(), []stock.WarehouseInput{{
		Supplier: threePL, Contact: text("Goods in, dock 4"), Address1: text("Kastanjelaan 112"), Zip: text("3029 AB"), City: text("Rotterdam"), Country: text("NL"),
	}})
	if err != nil {
		return err
	}
	var fees []stock.FeeInput
	for _, c := range tariffs {
		in := stock.FeeInput{Supplier: threePL, Fee: c.fee, Amount: cost(c.amount), Per: text(c.per), Source: text("price list of the year")}
		if c.pieces > 0 {
			in.Pieces = record.Known(c.pieces)
		}
		fees = append(fees, in)
	}
	if _, err := kept.PutFees(tx.Context(), fees); err != nil {
		return err
	}
	var lanes []stock.LaneInput
	for _, r := range routes {
		for _, to := range strings.Fields(r.to) {
			lanes = append(lanes, stock.LaneInput{
				Supplier: threePL, To: to, Service: r.service, Cost: cost(r.parcel), Extra: cost(35),
				DaysP50: record.Known(r.half), DaysP90: record.Known(r.most), Source: text("price list of the year"),
			})
		}
	}
	_, err = kept.PutLanes(tx.Context(), lanes)
	return err
}

// covers are the days the goods at the 3PL last, of the best sellers in the
// European Union, the best first: some for long, one not for a day.
var covers = []int64{64, 11, 38, 3, 22}

// shelve puts goods of the merchant's own at the 3PL. They are counted today, so
// that the business before stays the same.
func (s *Service) shelve(tx *store.Tx, w *world) error {
	var best []struct {
		SKU   string
		Units int64
	}
	err := tx.Raw(`SELECT p.sku, SUM(l.quantity) AS units FROM sales_order o JOIN order_line l ON l.order_id = o.id JOIN product p ON p.id = l.product_id
		WHERE o.placed_on >= ? AND o.cancelled_on = '' AND o.payment <> 'voided' AND l.shippable = 1
		AND o.country IN (SELECT country FROM tax_area WHERE area = 'EU' AND valid_from <= ? AND (valid_to = '' OR valid_to >= ?))
		GROUP BY p.id ORDER BY units DESC, p.sku LIMIT ?`, string(w.ago(365)), string(w.today), string(w.today), len(covers)).Scan(&best).Error
	if err != nil {
		return err
	}
	var ins []stock.MoveInput
	for i, b := range best {
		cost := model.Amount(0)
		for k := range articles {
			if articles[k].sku == b.SKU {
				cost = part(cents(articles[k].cost), 112, 100)
			}
		}
		ins = append(ins, stock.MoveInput{
			Supplier: threePL, SKU: b.SKU, Kind: stock.Opening, Reference: fmt.Sprintf("count %s", w.today), Quantity: model.Quantity(max(1, b.Units*covers[i]/365)),
			UnitCost: record.Known(record.Amount(cost)), Date: w.today, Reason: "counted when the goods came in",
		})
	}
	_, err = stock.New(s.db, s.bus).PutMoves(tx.Context(), ins)
	return err
}
