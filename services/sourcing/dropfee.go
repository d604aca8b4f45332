package sourcing

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// DropFeeKind is the kind of record in messages and in the history.
const DropFeeKind = "dropfee"

// DropFee is what a supplier charges beside articles and shipping, from a day
// on until a newer one starts. Per is order, line or piece.
type DropFee struct {
	ID         int64
	SupplierID int64
	Amount     model.Amount
	Currency   model.Currency
	Per        string
	ValidFrom  model.Date
	Version    int64
}

// TableName is the fee's table in the book.
func (DropFee) TableName() string { return "drop_fee" }

// DropFees are the fees of all suppliers, each supplier's by start.
type DropFees map[int64][]DropFee

// LoadDropFees reads all fees.
func LoadDropFees(q *gorm.DB) (DropFees, error) {
	var rows []DropFee
	err := q.Order("supplier_id, valid_from").Find(&rows).Error
	all := DropFees{}
	for _, f := range rows {
		all[f.SupplierID] = append(all[f.SupplierID], f)
	}
	return all, err
}

// On is the fee of a supplier on a day, nil for none.
func (f DropFees) On(supplierID int64, d model.Date) *DropFee {
	of := f[supplierID]
	for i := len(of) - 1; i >= 0; i-- {
		if of[i].ValidFrom <= d {
			if of[i].Amount == 0 {
				return nil
			}
			return &of[i]
		}
	}
	return nil
}

// DropFeeInput is a drop fee as a form or the put command says it.
type DropFeeInput struct {
	Supplier  string     `json:"supplier" key:"yes" is:"name" max:"120" doc:"The supplier's name."`
	ValidFrom model.Date `json:"valid_from" key:"yes" is:"date" default:"since ever" doc:"The first day of the fee."`

	Amount   *record.Amount  `json:"amount" doc:"What is charged; 0 ends the fee. A new one needs it."`
	Currency *model.Currency `json:"currency" is:"currency" default:"the supplier's currency" doc:"The currency of the amount."`
	Per      *string         `json:"per" values:"order line piece" default:"order" doc:"What it is charged for: each order, each line of one, or each piece."`
}

// PutDropFees creates or changes drop fees by supplier and first day.
func (s *Service) PutDropFees(ctx context.Context, ins []DropFeeInput) (record.Result, error) {
	return record.Batch[DropFeeInput]{
		DB: s.db, Kind: DropFeeKind, One: putDropFee,
		Done: func([]int64) { s.bus.SuppliersChanged.Publish(nil) },
	}.Put(ctx, ins)
}

func putDropFee(tx *store.Tx, at record.Ref, in *DropFeeInput) (record.Outcome, int64, error) {
	var who model.Supplier
	if err := tx.Where("name_key = ?", model.NameKey(in.Supplier)).Limit(1).Find(&who).Error; err != nil {
		return "", 0, err
	}
	if who.ID == 0 {
		return "", 0, at.Because("supplier", supplier.Unknown(tx.DB, in.Supplier))
	}
	if in.ValidFrom == "" {
		in.ValidFrom = model.OpenStart
	}
	var old, f DropFee
	if err := tx.Where("supplier_id = ? AND valid_from = ?", who.ID, string(in.ValidFrom)).Limit(1).Find(&old).Error; err != nil {
		return "", 0, err
	}
	f = DropFee{SupplierID: who.ID, Currency: who.Currency, Per: "order", ValidFrom: in.ValidFrom, Version: 1}
	if old.ID != 0 {
		f = old
	} else if in.Amount == nil {
		return "", 0, at.Errorf("amount", "amount is missing: write what the supplier charges")
	}
	record.Take(&f.Amount, (*model.Amount)(in.Amount))
	record.Take(&f.Currency, in.Currency)
	record.Take(&f.Per, in.Per)
	subject := history.Subject{Kind: DropFeeKind, Key: who.Name + " / " + string(f.ValidFrom)}
	if old.ID == 0 {
		if err := tx.Create(&f).Error; err != nil {
			return "", 0, err
		}
		subject.ID = f.ID
		return record.Created, f.ID, history.Record(tx, subject, history.Created(), "")
	}
	changes := history.Diff(feeValues(&old), feeValues(&f))
	if len(changes) == 0 {
		return record.Unchanged, f.ID, nil
	}
	f.Version++
	if err := record.Saved(at, "valid_from", tx.Select("amount", "currency", "per", "version").Updates(&f)); err != nil {
		return "", 0, err
	}
	subject.ID = f.ID
	return record.Updated, f.ID, history.Record(tx, subject, changes, "")
}

func feeValues(f *DropFee) []history.Value {
	return []history.Value{history.Of("amount", f.Amount), history.Of("currency", f.Currency), history.Of("per", f.Per)}
}
