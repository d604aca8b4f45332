package vetting

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
)

// Saving is what a negotiated change saved since its day, counted from the
// purchase orders that left: Saved of Pieces, order lines or orders, as the term
// says. Saved is nil for a term that is no money, and below zero when it was
// dearer after all.
type Saving struct {
	Supplier string
	From, To model.Date // the days it is counted for; To is "" while it still counts
	Term     TermChange
	Currency model.Currency
	Lines    int // purchase order lines it was counted from
	Count    model.Quantity
	Saved    *model.Amount
	Left     int // lines in another currency, which cannot be compared
}

// Savings counts what the agreements with a supplier, or with all for "", saved.
func (s *Service) Savings(ctx context.Context, name string) ([]Saving, error) {
	agreements, err := s.Agreements(ctx, Filter{Supplier: name})
	if err != nil {
		return nil, err
	}
	all := []Saving{}
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		for i := range agreements {
			a := &agreements[i].Agreement
			for _, c := range a.Changes {
				v := Saving{Supplier: a.Supplier, From: a.ValidFrom, To: until(agreements, a, c), Term: c, Currency: a.Currency}
				if c.Term != TermOther {
					if err := v.count(q, a.SupplierID); err != nil {
						return err
					}
				}
				all = append(all, v)
			}
		}
		return nil
	})
	return all, err
}

// until is the last day a change counts for: the agreement's own, or the day
// before the same term was negotiated again.
func until(all []AgreementRow, a *Agreement, c TermChange) model.Date {
	last := a.ValidTo
	for i := range all {
		b := &all[i].Agreement
		if b.SupplierID != a.SupplierID || b.ValidFrom <= a.ValidFrom {
			continue
		}
		for _, later := range b.Changes {
			if later.Term == c.Term && later.SKU == c.SKU && (last == "" || b.ValidFrom.AddDays(-1) < last) {
				last = b.ValidFrom.AddDays(-1)
			}
		}
	}
	return last
}

// count adds up the difference to the price before over what was bought since.
func (v *Saving) count(q *gorm.DB, supplierID int64) error {
	t := query.New(`SELECT p.currency, l.quantity, l.unit_cost, l.shipping_cost, l.order_id FROM purchase_line l JOIN purchase_order p ON p.id = l.purchase_id
		WHERE p.supplier_id = ? AND p.state IN ('sent', 'unknown', 'acknowledged', 'part_shipped', 'shipped', 'closed') AND substr(p.sent_at, 1, 10) >= ?`,
		supplierID, string(v.From))
	if v.To != "" {
		t.Add(" AND substr(p.sent_at, 1, 10) <= ?", string(v.To))
	}
	if v.Term.SKU != "" {
		t.Add(" AND l.sku = ?", v.Term.SKU)
	}
	var saved model.Amount
	orders := map[int64]bool{}
	err := t.Rows(q, func(r query.Row) error {
		if model.Currency(r.Text(0)) != v.Currency {
			v.Left++
			return nil
		}
		v.Lines++
		switch pieces := model.Quantity(r.Int(1)); v.Term.Term {
		case TermPrice:
			v.Count += pieces
			saved = saved.Add(v.Term.Before.Sub(r.Amount(2)).Times(pieces))
		case TermShipping:
			v.Count++
			saved = saved.Add(v.Term.Before.Sub(r.Amount(3)))
		case TermOrderFee:
			if !orders[r.Int(4)] {
				orders[r.Int(4)] = true
				v.Count++
				saved = saved.Add(v.Term.Before.Sub(*v.Term.After))
			}
		}
		return nil
	})
	saved = saved.Round(v.Currency)
	v.Saved = &saved
	return err
}

// SavingRow is a saving with its amounts as text; those that are not known, or
// no money, are null.
type SavingRow struct {
	Supplier string         `json:"supplier"`
	From     model.Date     `json:"from"`
	To       model.Date     `json:"to"` // "" while it still counts
	Term     string         `json:"term"`
	SKU      string         `json:"sku"`
	Before   *string        `json:"before"`
	After    *string        `json:"after"`
	Count    model.Quantity `json:"count"`
	Lines    int            `json:"lines"`
	Left     int            `json:"other_currency"` // lines that cannot be compared
	Saved    *string        `json:"saved"`
	Currency model.Currency `json:"currency"`
	Note     string         `json:"note"`
}

// SavingRows are the savings as a list writes them.
func (s *Service) SavingRows(ctx context.Context, name string) ([]SavingRow, error) {
	all, err := s.Savings(ctx, name)
	rows := make([]SavingRow, len(all))
	for i, v := range all {
		rows[i] = SavingRow{
			v.Supplier, v.From, v.To, v.Term.Term, v.Term.SKU, unitText(v.Term.Before), unitText(v.Term.After), v.Count, v.Lines, v.Left,
			moneyText(v.Saved, v.Currency), v.Currency, v.Term.Note,
		}
	}
	return rows, err
}
