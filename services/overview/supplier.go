package overview

import (
	"context"
	"database/sql"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// Supplier is one row of the list of suppliers.
type Supplier struct {
	ID       int64
	Name     string
	Type     model.SourcingType
	Stage    model.Stage
	Country  string
	Currency model.Currency
	Email    string
	Channel  model.Channel
	Cutoff   string
	Archived bool
	Version  int64

	Offers    int           // that hold today
	Products  int           // with such an offer
	Open      int           // purchase orders that are not closed, refused or cancelled
	ToApprove int           // of them drafts
	Unknown   int           // of them nobody knows whether they left
	Owed      model.Amount  // what purchase orders that left come to, in Currency; payments are not kept yet
	OwedOther int           // purchase orders that left in another currency, not in Owed
	Forwarded model.Instant // when the newest that left did, "" none
	Lately    Earned        `gorm:"-"` // of the last Span days
}

// Suppliers lists the suppliers by name.
func Suppliers(ctx context.Context, db *store.DB, f Filter) ([]Supplier, error) {
	today := db.Today()
	var sheet []*margin.Row
	var owed debts
	rows := []Supplier{}
	at := map[int64]*Supplier{}
	err := together(
		func() (err error) {
			sheet, err = margin.Rows(ctx, db, margin.Query{Scope: query.Scope{Period: lately(today, Span)}, By: margin.Supplier})
			return err
		},
		func() error {
			return db.Read(ctx, func(q *gorm.DB) (err error) {
				owed, err = owe(q)
				return err
			})
		},
		func() error {
			return db.Read(ctx, func(q *gorm.DB) error {
				err := q.Raw(`SELECT id, name, type, stage, country, currency, email, channel, cutoff, archived_at <> '' AS archived, version
					FROM supplier WHERE ? OR archived_at = '' ORDER BY name_key, id`, f.Archived).Scan(&rows).Error
				if err != nil {
					return err
				}
				for i := range rows {
					at[rows[i].ID] = &rows[i]
				}
				if err := countOffers(q, today, at); err != nil {
					return err
				}
				return countPurchases(q, at)
			})
		})
	for _, r := range sheet {
		if s := at[r.ID]; s != nil {
			s.Lately = earned(r)
		}
	}
	for key, d := range owed {
		switch s := at[key.supplier]; {
		case s == nil:
		case s.Currency == key.currency:
			s.Owed = d.total
		default:
			s.OwedOther += d.orders
		}
	}
	return rows, err
}

func countOffers(q *gorm.DB, today model.Date, at map[int64]*Supplier) error {
	t := query.New(`SELECT supplier_id, COUNT(*), COUNT(DISTINCT product_id) FROM offer WHERE archived_at = '' AND valid_from <= ?
		AND (valid_to = '' OR valid_to >= ?) GROUP BY supplier_id`, string(today), string(today))
	return t.Each(q, func(r *sql.Rows) error {
		var id int64
		var offers, products int
		err := r.Scan(&id, &offers, &products)
		if s := at[id]; s != nil {
			s.Offers, s.Products = offers, products
		}
		return err
	})
}

// countPurchases counts by an index that holds supplier and state alone.
func countPurchases(q *gorm.DB, at map[int64]*Supplier) error {
	newest := map[int64]*Supplier{} // by the newest purchase order that left
	t := query.New(`SELECT supplier_id, state, COUNT(*), MAX(id) FROM purchase_order GROUP BY supplier_id, state`)
	last := map[*Supplier]int64{}
	err := t.Rows(q, func(r query.Row) error {
		s, state := at[r.Int(0)], model.PurchaseState(r.Text(1))
		if s == nil {
			return nil
		}
		s.count(state, int(r.Int(2)))
		if left(state) {
			last[s] = max(last[s], r.Int(3))
		}
		return nil
	})
	if err != nil {
		return err
	}
	ids := []int64{0}
	for s, id := range last {
		newest[id] = s
		ids = append(ids, id)
	}
	for some := range slices.Chunk(ids, 500) {
		err := query.New(`SELECT id, sent_at FROM purchase_order WHERE id IN ?`, some).Rows(q, func(r query.Row) error {
			if s := newest[r.Int(0)]; s != nil {
				s.Forwarded = model.Instant(r.Text(1))
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// left tells whether the supplier has a purchase order of this state for sure.
func left(state model.PurchaseState) bool { return state.Forwarded() && state != model.PurchaseUnknown }

// debts are what purchase orders that left come to, by supplier and currency.
type debts map[debtor]*debt

type debtor struct {
	supplier int64
	currency model.Currency
}

type debt struct {
	total  model.Amount
	orders int
}

// owe adds the purchase orders up here, which takes half the time of letting
// the database sort them.
func owe(q *gorm.DB) (debts, error) {
	all, words := debts{}, query.Words{}
	t := query.New(`SELECT supplier_id, total, currency FROM purchase_order WHERE state IN ('sent', 'acknowledged', 'part_shipped', 'shipped', 'closed')`)
	err := t.Rows(q, func(r query.Row) error {
		key := debtor{r.Int(0), model.Currency(words.Of(r.Text(2)))}
		d := all[key]
		if d == nil {
			d = &debt{}
			all[key] = d
		}
		d.total, d.orders = d.total.Add(r.Amount(1)), d.orders+1
		return nil
	})
	return all, err
}

func (s *Supplier) count(state model.PurchaseState, n int) {
	switch state {
	case model.PurchaseClosed, model.PurchaseRefused, model.PurchaseCancelled:
		return
	case model.PurchaseDraft:
		s.ToApprove += n
	case model.PurchaseUnknown:
		s.Unknown += n
	}
	s.Open += n
}
