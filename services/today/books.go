package today

import (
	"time"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/proof"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// checked tells what the last check of the book found, when that is not well.
func (f *finder) checked(r *proof.Result) {
	if r == nil || r.OK {
		return
	}
	i := Item{Kind: Unbalanced, NoStake: true, Place: Place{List: CheckList}}
	i.Count = r.ForeignKeys + r.Unbalanced + r.ControlDifferences + r.MarginDifferences + r.DoubleForwards
	if len(r.Findings) > 0 {
		i.Facts.Reason = r.Findings[0]
	}
	f.add(i)
}

// unbooked finds orders that could not be booked.
func (f *finder) unbooked() error {
	i := Item{Kind: OutOfBooks, NoStake: true, Place: Place{List: OrderList, Query: orderbook.Query{Unbooked: true}}}
	err := query.New(`SELECT o.number, o.unbooked_reason, o.placed_at FROM sales_order o WHERE o.unbooked_reason <> '' AND o.archived_at = '' ORDER BY o.id DESC`).
		Rows(f.q, func(r query.Row) error {
			i.Count++
			i.Facts.Order, i.Facts.Reason, i.Since = r.Text(0), r.Text(1), model.Instant(r.Text(2))
			return nil
		})
	if i.Count > 0 {
		f.add(i)
	}
	return err
}

// customs finds products in open orders that cross a border without an HS code
// or origin. The supplier's country is taken for where the parcel starts.
func (f *finder) customs() error {
	i := Item{Kind: CustomsData, NoStake: true, Place: Place{List: ProductList}}
	err := query.New(`SELECT DISTINCT p.sku, p.name FROM sales_order o CROSS JOIN order_line l
		JOIN product p ON p.id = l.product_id AND (p.hs = '' OR p.origin = '') JOIN supplier s ON s.id = l.supplier_id
		WHERE l.order_id = o.id AND l.quantity > 0 AND s.country <> '' AND o.country <> '' AND s.country <> o.country AND o.archived_at = ''
			AND `+order.Waiting+` ORDER BY p.sku DESC`).Rows(f.q, func(r query.Row) error {
		i.Count++
		i.Facts.SKU, i.Facts.Name = r.Text(0), r.Text(1)
		return nil
	})
	if i.Count > 0 {
		f.add(i)
	}
	return err
}

// backup tells when the newest copy of the book is older than a day. A book
// without orders has nothing to lose yet.
func (f *finder) backup(book string, now model.Instant) error {
	copies, err := store.Copies(book)
	if err != nil {
		copies = nil // a folder that cannot be read holds no backup one can rely on
	}
	i := Item{Kind: BackupOld, NoStake: true, Count: 1, Place: Place{List: BackupList}}
	if len(copies) > 0 {
		i.Since, i.Facts.On = model.InstantOf(copies[0].Made), model.DateOf(copies[0].Made)
		if now.Time().Sub(copies[0].Made) <= 24*time.Hour {
			return nil
		}
	}
	n, err := count(f.q, `SELECT COUNT(*) FROM (SELECT 1 FROM sales_order LIMIT 1) AS found`)
	if err == nil && n > 0 {
		f.add(i)
	}
	return err
}
