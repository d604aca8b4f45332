package demo

import (
	"fmt"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/aftersale"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Of so many orders that left before those whose parcels are still followed it is
// known how they arrived and what customers said.
const (
	pastMost = 1_500
	pastDays = 300
)

// unclaimed is for how many days back some cases still wait for a claim.
const unclaimed = 30

// conduct is how a supplier does its work: of a hundred orders so many arrive
// late, and customers complain of so many, mostly in the ways named.
type conduct struct {
	late, faults int64
	kinds        []model.CaseKind
}

var conducts = map[byte]conduct{
	'H': {3, 2, []model.CaseKind{model.CaseDamaged}},
	'Y': {11, 7, []model.CaseKind{model.CaseDefective, model.CaseDefective, model.CaseWrong, model.CaseLate}},
	'R': {2, 1, []model.CaseKind{model.CaseIncomplete}},
	'G': {27, 11, []model.CaseKind{model.CaseLate, model.CaseDamaged, model.CaseLost}},
	'L': {8, 5, []model.CaseKind{model.CaseDamaged, model.CaseDefective}},
	'P': {5, 4, []model.CaseKind{model.CaseDefective}},
	'B': {45, 24, []model.CaseKind{model.CaseLost, model.CaseDefective, model.CaseWrong, model.CaseLate}},
}

// past is an order that left, as far as one supplier sent of it.
type past struct {
	ID                    int64
	Number, Shop, Country string
	Currency              model.Currency
	Supplier              string
	PlacedOn, FulfilledOn model.Date
	Total                 model.Amount
	SKU                   string
	Quantity              model.Quantity
}

// chance deals 0 to 99 for an order and a use of it, so that the business itself
// stays the same.
func (p *past) chance(use int64) int64 {
	x := uint64(p.ID*1_000_003+use*7_919) * 0x9E3779B97F4A7C15
	return int64(x >> 40 % 100)
}

// serve enters how older orders arrived, and the cases and claims about them.
func (s *Service) serve(tx *store.Tx, w *world) error {
	var rows []past
	err := tx.Raw(`SELECT o.id, o.number, h.name AS shop, o.country, o.currency, s.name AS supplier, o.placed_on, o.fulfilled_on, o.total, l.sku, l.quantity
		FROM sales_order o JOIN shop h ON h.id = o.shop_id JOIN order_line l ON l.order_id = o.id AND l.shippable = 1 AND l.fulfilment = 'fulfilled'
		JOIN supplier s ON s.id = l.supplier_id
		WHERE o.id IN (SELECT id FROM sales_order WHERE fulfilled_on >= ? AND fulfilled_on < ? AND cancelled_on = '' ORDER BY fulfilled_on DESC, id DESC LIMIT ?)
		ORDER BY o.id, s.id, l.position`, string(w.ago(pastDays)), string(w.ago(parcelDays)), pastMost).Scan(&rows).Error
	if err != nil {
		return err
	}
	var parcels []parcel.Input
	var cases []aftersale.Input
	for i := range rows {
		p := &rows[i]
		line := parcel.LineInput{Order: p.Number, Shop: p.Shop, SKU: p.SKU, Quantity: p.Quantity}
		if i > 0 && rows[i-1].ID == p.ID && rows[i-1].Supplier == p.Supplier {
			*parcels[len(parcels)-1].Lines = append(*parcels[len(parcels)-1].Lines, line)
			continue
		}
		in, c := w.fateOf(p, i)
		*in.Lines = append(*in.Lines, line)
		parcels = append(parcels, in)
		if c != nil {
			cases = append(cases, *c)
		}
	}
	if _, err := parcel.New(s.db, s.bus).Put(tx.Context(), parcels); err != nil {
		return err
	}
	_, err = aftersale.New(s.db, s.bus).Put(tx.Context(), cases)
	return err
}

// fateOf is how an order arrived, and the case about it where there is one.
func (w *world) fateOf(p *past, n int) (parcel.Input, *aftersale.Input) {
	from := sourceOf(p.Supplier)
	days, most := 4, 9
	var how conduct
	if from != nil {
		how = conducts[from.key]
		if z := from.zone(p.Country); z != nil {
			days, most = z.half, z.most
		}
	}
	arrives := p.FulfilledOn.AddDays(days + int(p.chance(1))%(most-days+1))
	if p.chance(2) < how.late {
		arrives = p.FulfilledOn.AddDays(most + 2 + int(p.chance(3)%9))
	}
	arrives = min(max(arrives, p.FulfilledOn.AddDays(1)), w.today)
	carrier, shipped, scan, came := carriers[p.ID%int64(len(carriers))], string(p.FulfilledOn), string(min(p.FulfilledOn.AddDays(1), arrives)), string(arrives)
	in := parcel.Input{
		Tracking: fmt.Sprintf("%s9%07d", carrier.start, n*7919%10_000_000), Carrier: &carrier.name, Shipped: &shipped, FirstScan: &scan, Delivered: &came,
		Lines: &[]parcel.LineInput{},
	}
	if p.chance(4) >= how.faults {
		return in, nil
	}
	kind := how.kinds[p.chance(5)%int64(len(how.kinds))]
	if kind == model.CaseLost {
		lost, on := model.Lost, string(min(arrives.AddDays(10), w.today))
		in.Delivered, in.State, in.On = nil, &lost, &on
	}
	return in, w.caseOf(p, kind, min(arrives.AddDays(2), w.today))
}

// caseOf is a case with what became of it: most are settled, and claimed of the
// supplier, who accepts most of the claims.
func (w *world) caseOf(p *past, kind model.CaseKind, opened model.Date) *aftersale.Input {
	c := aftersale.Input{Order: p.Number, Shop: p.Shop, Kind: kind, Opened: string(opened), Lines: &[]aftersale.LineInput{{SKU: p.SKU}}}
	settled := opened.AddDays(3 + int(p.chance(6)%5))
	if settled > w.today {
		return &c
	}
	back, how, day := part(p.Total, 40, 100), "partial_refund", string(settled)
	if p.chance(7) < 40 {
		back, how = 0, "replacement"
	}
	c.Resolution, c.Resolved = &how, &day
	if back > 0 {
		c.Refund = record.Known(record.Amount(back))
	}
	if opened > w.ago(unclaimed) && p.chance(10) < 60 {
		return &c
	}
	claimed, party := record.Amount(part(p.Total, 35, 100)), "supplier"
	c.Claim = &aftersale.ClaimInput{Party: &party, Amount: &claimed}
	if answered := opened.AddDays(5 + int(p.chance(8)%9)); answered <= w.today {
		accepted := claimed
		switch luck := p.chance(9); {
		case luck < 20:
			accepted = 0
		case luck < 40:
			accepted = record.Amount(part(model.Amount(claimed), 50, 100))
		}
		on := string(answered)
		c.Claim.Answered, c.Claim.Accepted = &on, record.Known(accepted)
		if accepted > 0 {
			c.Claim.Credited = record.Known(accepted)
		}
	}
	return &c
}

func sourceOf(name string) *source {
	for i := range sources {
		if sources[i].name == name {
			return &sources[i]
		}
	}
	return nil
}
