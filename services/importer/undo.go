package importer

import (
	"context"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/store"
)

// Undone is the outcome of taking a batch back.
type Undone struct {
	Batch   int64 `json:"batch"`
	Removed int   `json:"removed"`
}

type record struct {
	Seq      int
	Kind     string
	Outcome  string
	RecordID int64
	Before   string
}

// Undo takes an import batch back: what it created is removed, what it changed
// is as before, and its bookings are reversed. It refuses when something came
// to depend on the batch, and says what.
func (s *Service) Undo(ctx context.Context, batchID int64) (Undone, error) {
	out := Undone{Batch: batchID}
	err := s.job.Run(ctx, "Undo", func(ctx context.Context, p *job.Progress) error {
		return s.db.Write(ctx, func(tx *store.Tx) error {
			n, err := undo(ctx, tx, batchID, p)
			out.Removed = n
			tx.After(func() {
				s.bus.PurchasesChanged.Publish(nil)
				s.bus.OrdersChanged.Publish(nil)
				s.bus.ProductsChanged.Publish(nil)
				s.bus.OffersChanged.Publish(nil)
				s.bus.BooksChanged.Publish(nil)
			})
			return err
		})
	})
	return out, err
}

func undo(ctx context.Context, tx *store.Tx, batchID int64, p *job.Progress) (int, error) {
	records, err := undoable(tx.DB, batchID)
	if err != nil {
		return 0, err
	}
	merger, err := order.Begin(tx, batchID)
	if err != nil {
		return 0, err
	}
	u := undoing{tx: tx, merger: merger, batch: batchID}
	for i, r := range records {
		if err := u.takeBack(r); err != nil {
			if e := model.CodeOf(err); e == model.Refused {
				return 0, model.Errorf(model.Refused, "Import %d cannot be taken back: %s Nothing was changed.", batchID, err)
			}
			return 0, err
		}
		if i%64 == 0 {
			p.Step(int64(i), int64(len(records)), "Taking back")
			if err := ctx.Err(); err != nil {
				return 0, err
			}
		}
	}
	if u.parcels != nil {
		if _, err := u.parcels.Finish(); err != nil {
			return 0, err
		}
	}
	if u.answers != nil {
		if err := u.answers.Finish(); err != nil {
			return 0, err
		}
	}
	if err := merger.DropUnusedContacts(); err != nil {
		return 0, err
	}
	if err := merger.ResyncProducts(u.repriced, nil); err != nil {
		return 0, err
	}
	return len(records), tx.Exec(`UPDATE import_batch SET undone_at = ? WHERE id = ?`, string(tx.Now), batchID).Error
}

// brought are the records a batch created or changed. The orders it created
// count as the last of them, so that they are taken back before the products
// that were made for them.
const brought = `WITH brought AS (
	SELECT seq, kind, outcome, record_id, before FROM import_record WHERE batch_id = ? AND outcome <> 'refused'
	UNION ALL SELECT 1000000000, 'order', 'created', id, '' FROM sales_order WHERE batch_id = ?) `

// undoable lists the records of a batch, last first, unless a later import or a
// person changed one of them.
func undoable(q *gorm.DB, batchID int64) ([]record, error) {
	var b struct {
		ID       int64
		UndoneAt string
	}
	if err := q.Raw(`SELECT id, undone_at FROM import_batch WHERE id = ?`, batchID).Scan(&b).Error; err != nil {
		return nil, err
	}
	switch {
	case b.ID == 0:
		return nil, model.FieldErrorf("batch", "There is no import %d in this book. Nothing was changed.", batchID)
	case b.UndoneAt != "":
		return nil, model.Errorf(model.Refused, "Import %d was taken back already, on %s. Nothing was changed.", batchID, b.UndoneAt[:10])
	}
	var later struct {
		BatchID int64
		Records int
	}
	err := q.Raw(brought+`SELECT MIN(l.batch_id) AS batch_id, COUNT(*) AS records FROM brought r
		JOIN import_record l ON l.kind = r.kind AND l.record_id = r.record_id AND l.batch_id > ? AND l.outcome <> 'refused'
		JOIN import_batch b ON b.id = l.batch_id AND b.undone_at = ''`, batchID, batchID, batchID).Scan(&later).Error
	if err != nil {
		return nil, err
	}
	if later.Records > 0 {
		return nil, model.Errorf(model.Refused, "Import %d cannot be taken back: import %d changed %d of its records afterwards. Take that one back first. Nothing was changed.",
			batchID, later.BatchID, later.Records)
	}
	var edited []string
	err = q.Raw(brought+`SELECT DISTINCT h.kind || ' ' || h.record_key FROM brought r JOIN import_batch b ON b.id = ?
		JOIN history h ON h.kind = r.kind AND h.record_id = r.record_id AND h.recorded_at >= b.imported_at AND h.why NOT IN (?, ?) LIMIT 3`, batchID, batchID, batchID, byHand(batchID), byImport(batchID)).Scan(&edited).Error
	if err != nil {
		return nil, err
	}
	if len(edited) > 0 {
		return nil, model.Errorf(model.Refused, "Import %d cannot be taken back: %s was changed by hand afterwards. Nothing was changed.", batchID, edited[0])
	}
	var records []record
	err = q.Raw(brought+`SELECT seq, kind, outcome, record_id, before FROM brought ORDER BY seq DESC, record_id DESC`, batchID, batchID).Scan(&records).Error
	return records, err
}

// undoing takes records back within one transaction.
type undoing struct {
	tx       *store.Tx
	merger   *order.Merger
	batch    int64
	parcels  *parcel.Bringer   // nil before the first parcel
	answers  *purchase.Bringer // nil before the first answer
	repriced []int64
}

func (u *undoing) takeBack(r record) error {
	switch r.Kind {
	case kindOrder:
		if r.Outcome == order.Created {
			return u.merger.Remove(r.RecordID)
		}
		return u.merger.Restore(r.Before)
	case kindProduct:
		if r.Outcome == order.Created {
			return u.dropProduct(r.RecordID)
		}
		return restore[model.Product](u.tx, r, "name", "brand", "weight_g")
	case kindListing:
		if r.Outcome == order.Created {
			return u.tx.Exec(`DELETE FROM listing WHERE id = ?`, r.RecordID).Error
		}
		return restore[listing](u.tx, r, "product_id", "title", "price", "compare_at", "currency", "status", "barcode")
	case kindCost:
		return u.takeBackCost(r)
	case kindParcel:
		return u.takeBackParcel(r)
	case kindAnswer:
		return u.takeBackAnswer(r)
	default:
		return u.takeBackPrice(r)
	}
}

// dropProduct removes a product the batch made, unless something uses it by now.
func (u *undoing) dropProduct(id int64) error {
	return u.tx.Exec(`DELETE FROM product WHERE id = ? AND NOT EXISTS (SELECT 1 FROM order_line WHERE product_id = product.id)
		AND NOT EXISTS (SELECT 1 FROM offer WHERE product_id = product.id) AND NOT EXISTS (SELECT 1 FROM listing WHERE product_id = product.id)
		AND NOT EXISTS (SELECT 1 FROM stock_count WHERE product_id = product.id)
		AND NOT EXISTS (SELECT 1 FROM standard_cost WHERE product_id = product.id)
		AND NOT EXISTS (SELECT 1 FROM stock_move WHERE product_id = product.id) AND NOT EXISTS (SELECT 1 FROM stock_line WHERE product_id = product.id)
		AND NOT EXISTS (SELECT 1 FROM threepl_month WHERE product_id = product.id) AND NOT EXISTS (SELECT 1 FROM market_link WHERE product_id = product.id)`, id).Error
}

func (u *undoing) takeBackCost(r record) error {
	var c standardCost
	if err := u.tx.Where("id = ?", r.RecordID).Take(&c).Error; err != nil {
		return err
	}
	u.repriced = append(u.repriced, c.ProductID)
	if r.Outcome == order.Created {
		return u.tx.Exec(`DELETE FROM standard_cost WHERE id = ?`, r.RecordID).Error
	}
	return restore[standardCost](u.tx, r, "cost", "currency")
}

// restore writes the named columns back as they were.
func restore[T any](tx *store.Tx, r record, columns ...string) error {
	var before T
	if err := json.Unmarshal([]byte(r.Before), &before); err != nil {
		return model.Errorf(model.Damaged, "What the import replaced (%s %d) cannot be read. Restore a backup instead.", r.Kind, r.RecordID).Because(err)
	}
	res := tx.Model(&before).Select(columns).Updates(&before)
	if res.Error == nil && res.RowsAffected != 1 {
		return fmt.Errorf("take back %s %d: %d rows", r.Kind, r.RecordID, res.RowsAffected)
	}
	return res.Error
}
