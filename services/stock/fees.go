package stock

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/model/calc"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// FeeKind is the kind of record of a 3PL's fees in messages and in the history.
const FeeKind = "threepl_fee"

// The fees of a 3PL.
const (
	Receiving = "receiving"  // taking in a piece, carton or pallet
	Storage   = "storage"    // a month of one piece, carton, bin, pallet or cubic metre
	PickFirst = "pick_first" // an order with its first piece
	PickExtra = "pick_extra" // each further piece
	Pack      = "pack"       // packaging of an order
	Returning = "return"     // taking a piece back
	Account   = "account"    // the account, a month
	Minimum   = "minimum"    // the least it charges a month
)

// usual is what each fee is charged for when nobody says, and what else it can
// be.
var usual = map[string][]string{
	Receiving: {"piece", "carton", "pallet", "m3"}, Storage: {"piece", "carton", "bin", "pallet", "m3"},
	PickFirst: {"order"}, PickExtra: {"piece"}, Pack: {"order"}, Returning: {"piece"}, Account: {"month"}, Minimum: {"month"},
}

// Fee is one dated row of a 3PL's fee table: what it charges from a day on,
// until a newer row of the same fee. Pieces is how many a carton, bin, pallet
// or cubic metre holds, nil when nobody knows.
type Fee struct {
	ID         int64           `json:"id"`
	SupplierID int64           `json:"-"`
	Supplier   string          `json:"supplier" gorm:"->;-:migration"`
	Fee        string          `json:"fee"`
	Amount     model.Amount    `json:"amount"`
	Currency   model.Currency  `json:"currency"`
	Per        string          `json:"per"`
	Pieces     *model.Quantity `json:"pieces"`
	ValidFrom  model.Date      `json:"valid_from"`
	Source     string          `json:"source"`
	CheckedOn  string          `json:"last_checked"`
	Version    int64           `json:"version"`
}

// ChargedFor lists what a fee can be charged for, the usual first.
func ChargedFor(fee string) []string { return slices.Clone(usual[fee]) }

// Charges lists the fees of a 3PL in the order a parcel meets them.
func Charges() []string {
	return []string{Receiving, Storage, PickFirst, PickExtra, Pack, Returning, Account, Minimum}
}

// ByPiece is the fee of one piece, exact to ten-thousandths; false where it is
// charged for something of which nobody knows how many pieces it holds.
func (f *Fee) ByPiece() (model.Amount, bool) {
	switch {
	case f.Per == "piece":
		return f.Amount, true
	case f.Pieces != nil:
		return average(f.Amount, *f.Pieces), true
	}
	return 0, false
}

// Fees is what a 3PL charges on a day, by fee; all are in Currency.
type Fees struct {
	SupplierID int64
	Currency   model.Currency // "" when it has no fees
	On         map[string]Fee
}

// Amount is one of the fees, 0 when it is not charged.
func (f Fees) Amount(fee string) model.Amount { return f.On[fee].Amount }

// PickAndPack is what an order of so many pieces costs beside its shipping:
// the first piece, each further one, and the packaging. Source: domain rule 1.9.
func (f Fees) PickAndPack(pieces model.Quantity) model.Amount {
	if pieces <= 0 {
		return 0
	}
	return f.Amount(PickFirst).Add(f.Amount(PickExtra).Times(pieces - 1)).Add(f.Amount(Pack))
}

// Calc is the fee table as calc.Monthly takes it, storage and receiving by the
// piece; false where those cannot be told by the piece.
func (f Fees) Calc() (calc.ThreePLFees, bool) {
	piece := func(fee string) (decimal.Decimal, bool) {
		x, charged := f.On[fee]
		if !charged {
			return decimal.Zero, true
		}
		a, known := x.ByPiece()
		return a.Decimal(), known
	}
	receiving, ok := piece(Receiving)
	storage, also := piece(Storage)
	return calc.ThreePLFees{
		Receiving: receiving, Storage: storage, Pick: f.Amount(PickFirst).Decimal(), Extra: f.Amount(PickExtra).Decimal(),
		Materials: f.Amount(Pack).Decimal(), Account: f.Amount(Account).Decimal(), Minimum: f.Amount(Minimum).Decimal(),
	}, ok && also
}

// FeeTable is what all 3PLs charge, each by fee and start.
type FeeTable map[int64][]Fee

// LoadFees reads the fees of all 3PLs.
func LoadFees(q *gorm.DB) (FeeTable, error) {
	var rows []Fee
	err := q.Raw(`SELECT f.id, f.supplier_id, s.name AS supplier, f.fee, f.amount, f.currency, f.per, f.pieces, f.valid_from, f.source, f.checked_on, f.version
		FROM threepl_fee f JOIN supplier s ON s.id = f.supplier_id ORDER BY s.name_key, f.fee, f.valid_from`).Scan(&rows).Error
	t := FeeTable{}
	for _, f := range rows {
		t[f.SupplierID] = append(t[f.SupplierID], f)
	}
	return t, err
}

// For is what a 3PL charges on a day.
func (t FeeTable) For(supplierID int64, d model.Date) Fees {
	f := Fees{SupplierID: supplierID, On: map[string]Fee{}}
	for _, x := range t[supplierID] { // by start, so that the newest counts
		if x.ValidFrom > d {
			continue
		}
		if x.Amount == 0 {
			delete(f.On, x.Fee)
			continue
		}
		f.On[x.Fee], f.Currency = x, x.Currency
	}
	return f
}

// on is one of the fees that a 3PL charges on a day, false when it is not charged.
func (t FeeTable) on(supplierID int64, fee string, d model.Date) (Fee, bool) {
	var found Fee
	for _, x := range t[supplierID] { // by start, so that the newest counts
		if x.Fee == fee && x.ValidFrom <= d {
			found = x
		}
	}
	return found, found.Amount != 0
}

// FeesOf is what one 3PL charges on a day.
func FeesOf(q *gorm.DB, supplierID int64, d model.Date) (Fees, error) {
	t, err := LoadFees(q)
	return t.For(supplierID, d), err
}

// ListFees lists the rows of all fee tables, by 3PL, fee and start.
func (s *Service) ListFees(ctx context.Context) ([]Fee, error) {
	all := []Fee{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(`SELECT f.id, f.supplier_id, s.name AS supplier, f.fee, f.amount, f.currency, f.per, f.pieces, f.valid_from, f.source, f.checked_on, f.version
			FROM threepl_fee f JOIN supplier s ON s.id = f.supplier_id ORDER BY s.name_key, f.fee, f.valid_from`).Scan(&all).Error
	})
	return all, err
}

// FeeInput is a row of a 3PL's fee table as a form or the put command says it.
type FeeInput struct {
	Supplier  string     `json:"supplier" key:"yes" is:"name" max:"120" doc:"The 3PL's name."`
	Fee       string     `json:"fee" key:"yes" values:"receiving storage pick_first pick_extra pack return account minimum" doc:"What is charged: taking goods in, storing them for a month, picking the first piece of an order and each further one, packing an order, taking a piece back, the account a month, or the least it charges a month."`
	ValidFrom model.Date `json:"valid_from" key:"yes" is:"date" default:"since ever" doc:"The first day of the fee."`

	Amount   *record.Amount               `json:"amount" doc:"What is charged; 0 ends the fee. A new one needs it."`
	Currency *model.Currency              `json:"currency" is:"currency" default:"the 3PL's currency" doc:"The currency; one for all fees of a 3PL."`
	Per      *string                      `json:"per" values:"piece carton bin pallet m3 order month" default:"as usual for the fee" doc:"What it is charged for. Receiving: piece, carton, pallet or m3; storage: piece, carton, bin, pallet or m3."`
	Pieces   record.Maybe[model.Quantity] `json:"pieces" range:"1..1000000" default:"unknown" doc:"How many pieces a carton, bin, pallet or m3 holds."`
	Source   *string                      `json:"source" doc:"Where it was found."`
	Checked  *string                      `json:"last_checked" is:"date" default:"never" doc:"When a person last looked whether it holds."`
}

// PutFees creates or changes rows of fee tables by 3PL, fee and first day, all
// or none. What orders were booked with stays; what 3PLs charge for no order
// follows.
func (s *Service) PutFees(ctx context.Context, ins []FeeInput) (record.Result, error) {
	return accrued(ctx, s, record.Batch[FeeInput]{
		DB: s.db, Kind: "fee of a 3PL", One: putFee,
		Done: func([]int64) { s.bus.SuppliersChanged.Publish(nil) },
	}, ins)
}

func putFee(tx *store.Tx, at record.Ref, in *FeeInput) (record.Outcome, int64, error) {
	who, err := logistics(tx.DB, at, in.Supplier)
	if err != nil {
		return "", 0, err
	}
	if in.ValidFrom == "" {
		in.ValidFrom = model.OpenStart
	}
	var old Fee
	err = tx.Raw(`SELECT id, supplier_id, fee, amount, currency, per, pieces, valid_from, source, checked_on, version FROM threepl_fee
		WHERE supplier_id = ? AND fee = ? AND valid_from = ?`, who.ID, in.Fee, string(in.ValidFrom)).Scan(&old).Error
	if err != nil {
		return "", 0, err
	}
	f := old
	if old.ID == 0 {
		if in.Amount == nil {
			return "", 0, at.Errorf("amount", "amount is missing: write what the 3PL charges")
		}
		f = Fee{SupplierID: who.ID, Fee: in.Fee, Currency: who.Currency, Per: usual[in.Fee][0], ValidFrom: in.ValidFrom}
	}
	record.Take(&f.Amount, (*model.Amount)(in.Amount))
	record.Take(&f.Currency, in.Currency)
	record.Take(&f.Per, in.Per)
	in.Pieces.Take(&f.Pieces)
	record.Take(&f.Source, in.Source)
	record.Take(&f.CheckedOn, in.Checked)
	if err := f.fits(tx.DB, at); err != nil {
		return "", 0, err
	}
	return saveFee(tx, who.Name+" / "+f.Fee+" / "+string(f.ValidFrom), &old, &f)
}

// fits refuses a fee for what it is never charged for, and one in another
// currency than the 3PL's other fees.
func (f *Fee) fits(q *gorm.DB, at record.Ref) error {
	allowed := false
	for _, per := range usual[f.Fee] {
		allowed = allowed || per == f.Per
	}
	if !allowed {
		return at.Errorf("per", "%s is not charged for each %s: write %s", f.Fee, f.Per, usual[f.Fee][0])
	}
	var other model.Currency
	err := q.Raw(`SELECT currency FROM threepl_fee WHERE supplier_id = ? AND currency <> ? AND amount > 0 AND id <> ? LIMIT 1`,
		f.SupplierID, string(f.Currency), f.ID).Scan(&other).Error
	if err == nil && other != "" {
		err = at.Errorf("currency", "the other fees of this 3PL are in %s: write this one in %s too", other, other)
	}
	return err
}

func saveFee(tx *store.Tx, key string, old, f *Fee) (record.Outcome, int64, error) {
	of := history.Subject{Kind: FeeKind, ID: old.ID, Key: key}
	if old.ID == 0 {
		err := tx.Raw(`INSERT INTO threepl_fee (supplier_id, fee, amount, currency, per, pieces, valid_from, source, checked_on)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, f.SupplierID, f.Fee, int64(f.Amount), string(f.Currency), f.Per, f.Pieces,
			string(f.ValidFrom), f.Source, f.CheckedOn).Scan(&of.ID).Error
		if err != nil {
			return "", 0, err
		}
		return record.Created, of.ID, history.Record(tx, of, history.Created(), "")
	}
	changes := history.Diff(old.values(), f.values())
	if len(changes) == 0 {
		return record.Unchanged, old.ID, nil
	}
	err := tx.Exec(`UPDATE threepl_fee SET amount = ?, currency = ?, per = ?, pieces = ?, source = ?, checked_on = ?, version = version + 1 WHERE id = ?`,
		int64(f.Amount), string(f.Currency), f.Per, f.Pieces, f.Source, f.CheckedOn, old.ID).Error
	if err != nil {
		return "", 0, err
	}
	return record.Updated, old.ID, history.Record(tx, of, changes, "")
}

func (f *Fee) values() []history.Value {
	return []history.Value{
		history.Of("amount", f.Amount), history.Of("currency", f.Currency), history.Of("per", f.Per), history.Of("pieces", orNone(f.Pieces)),
		history.Of("source", f.Source), history.Of("last_checked", f.CheckedOn),
	}
}

func orNone[T any](v *T) any {
	if v == nil {
		return ""
	}
	return *v
}
