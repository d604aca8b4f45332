package overview

import (
	"cmp"
	"context"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/store"
)

// Offer is one price of a product in its history: the offer with price breaks
// and shipping, and what it came after.
type Offer struct {
	model.Offer
	Supplier string
	Stage    model.Stage
	State    string        // sourcing.StateCurrent, StateFuture, StateEnded or record.StateArchived
	Landed   *Landed       // of one piece at today's rate, nil without a rate
	Before   *model.Amount // the price of a piece until then in the same currency, nil for the first
	Stock    *model.Quantity
	Counted  model.Date
}

// Offers lists what suppliers ask and asked for a product: by supplier, those
// with a price that holds first, and of each the newest first.
func Offers(ctx context.Context, db *store.DB, productID int64) ([]Offer, error) {
	today := db.Today()
	rows := []Offer{}
	err := db.Read(ctx, func(q *gorm.DB) error {
		var m market
		if err := m.load(q, today, productID); err != nil {
			return err
		}
		offers, err := whole(q, productID)
		if err != nil {
			return err
		}
		priced := map[int64]*offer{}
		for i := range m.offers {
			priced[m.offers[i].id] = &m.offers[i]
		}
		for i := range offers {
			row, err := m.row(&offers[i], priced[offers[i].ID])
			if err != nil {
				return err
			}
			if i > 0 && offers[i-1].SupplierID == row.SupplierID && offers[i-1].Currency == row.Currency {
				row.Before = &offers[i-1].Cost
			}
			rows = append(rows, row)
		}
		return nil
	})
	holds := map[int64]bool{}
	for i := range rows {
		holds[rows[i].SupplierID] = holds[rows[i].SupplierID] || rows[i].State == sourcing.StateCurrent
	}
	slices.SortStableFunc(rows, func(a, b Offer) int {
		if holds[a.SupplierID] != holds[b.SupplierID] {
			if holds[a.SupplierID] {
				return -1
			}
			return 1
		}
		return cmp.Or(byName(a.Supplier, b.Supplier), cmp.Compare(a.SupplierID, b.SupplierID), cmp.Compare(b.ValidFrom, a.ValidFrom))
	})
	return rows, err
}

// whole reads the offers of a product by supplier and start, archived ones too. What
// begins before every price is none: own stock hangs on it.
func whole(q *gorm.DB, productID int64) ([]model.Offer, error) {
	var offers []model.Offer
	if err := q.Where("product_id = ? AND valid_from >= ?", productID, string(model.OpenStart)).Order("supplier_id, valid_from").Find(&offers).Error; err != nil {
		return nil, err
	}
	at := map[int64]*model.Offer{}
	for i := range offers {
		at[offers[i].ID] = &offers[i]
	}
	const of = "offer_id IN (SELECT id FROM offer WHERE product_id = ?)"
	var breaks []model.PriceBreak
	if err := q.Where(of, productID).Order("offer_id, from_quantity").Find(&breaks).Error; err != nil {
		return nil, err
	}
	for _, b := range breaks {
		at[b.OfferID].Breaks = append(at[b.OfferID].Breaks, b)
	}
	var shipping []model.ShippingPrice
	if err := q.Where(of, productID).Order("offer_id, country, service").Find(&shipping).Error; err != nil {
		return nil, err
	}
	for _, s := range shipping {
		at[s.OfferID].Shipping = append(at[s.OfferID].Shipping, s)
	}
	return offers, nil
}

func (m *market) row(o *model.Offer, priced *offer) (Offer, error) {
	s := m.suppliers[o.SupplierID]
	row := Offer{Offer: *o, Supplier: s.Name, Stage: s.Stage, State: sourcing.StateCurrent}
	switch {
	case o.ArchivedAt != "":
		row.State = record.StateArchived
	case o.ValidFrom > m.today:
		row.State = sourcing.StateFuture
	case o.ValidTo != "" && o.ValidTo < m.today:
		row.State = sourcing.StateEnded
	}
	if c, counted := m.counts[pair{o.SupplierID, o.ProductID}]; counted {
		row.Stock, row.Counted = &c.quantity, c.on
	}
	if priced == nil {
		return row, nil
	}
	l, known, err := m.landed(priced)
	if known {
		row.Landed = &l
	}
	return row, err
}
