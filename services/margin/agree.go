package margin

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// Agreement compares the margin sheet of a scope with the journal: each with the
// same parts, added up independently.
type Agreement struct{ Sheet, Journal Sums }

// Off is by how much the two differ, all parts together; 0 when they are equal
// to the cent.
func (a *Agreement) Off() model.Amount {
	off := a.Sheet.Goods.Sub(a.Journal.Goods).Abs().Add(a.Sheet.Discount.Sub(a.Journal.Discount).Abs())
	off = off.Add(a.Sheet.Shipping.Sub(a.Journal.Shipping).Abs()).Add(a.Sheet.Refund.Sub(a.Journal.Refund).Abs())
	for level := range a.Sheet.Costs {
		off = off.Add(a.Sheet.Costs[level].Sub(a.Journal.Costs[level]).Abs())
	}
	return off
}

// Agree makes the comparison. Of the sums only the amounts are filled in.
func Agree(ctx context.Context, db *store.DB, s query.Scope) (Agreement, error) {
	var a Agreement
	rows, err := Rows(ctx, db, Query{Scope: s})
	if err != nil {
		return a, err
	}
	for _, r := range rows {
		a.Sheet.Add(&r.Sums)
	}
	a.Journal, err = booked(ctx, db, s)
	return a, err
}

// booked adds the accounts of the margin up over the journal.
func booked(ctx context.Context, db *store.DB, s query.Scope) (Sums, error) {
	var sums Sums
	into := map[string]*model.Amount{
		"goods": &sums.Goods, "discount": &sums.Discount, "shipping": &sums.Shipping, "refund": &sums.Refund,
		"cm1": &sums.Costs[0], "cm2": &sums.Costs[1], "cm3": &sums.Costs[2], "cm4": &sums.Costs[3],
	}
	err := db.Read(ctx, func(tx *gorm.DB) error {
		parts, err := accounts(tx)
		if err != nil {
			return err
		}
		var named []string
		t := query.New(`SELECT COUNT(*)`)
		for part, in := range parts {
			named = append(named, part)
			t.Add(`, COALESCE(SUM(CASE WHEN p.account_id IN (` + in + `) THEN p.amount ELSE 0 END), 0)`)
		}
		t.Add(` FROM posting p`)
		if s.Known != "" {
			t.Add(` JOIN journal_entry e ON e.id = p.entry_id`)
		}
		t.Add(` WHERE 1 = 1`).In("p.dated", s.Period).KnownBefore("e.recorded_at", s.Known)
		return t.Rows(tx, func(r query.Row) error {
			for i, part := range named {
				*into[part] = r.Amount(i + 1)
			}
			return nil
		})
	})
	sums.Goods, sums.Shipping = sums.Goods.Neg(), sums.Shipping.Neg() // earned is a credit
	return sums, err
}
