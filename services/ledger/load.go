package ledger

import (
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/store"
)

type entryRow struct {
	ID         int64
	Dated      model.Date
	Kind       Kind
	Document   string
	Memo       string
	Currency   model.Currency
	Rate       decimal.Decimal
	RateDate   model.Date
	RateSource string
	OrderID    int64
	BatchID    int64
}

type postingRow struct {
	AccountID     Account
	Amount        model.Amount
	ForeignAmount model.Amount
	LineID        int64
	ProductID     int64
	SupplierID    int64
	ShopID        int64
	Country       string
	TaxCode       string
}

// Load reads one entry with its postings. Rate.To is left empty: an entry knows
// the book's currency only through its amounts.
func Load(tx *store.Tx, id int64) (Entry, error) {
	var r entryRow
	err := tx.Raw(`SELECT id, dated, kind, document, memo, currency, rate, rate_date, rate_source,
		COALESCE(order_id, 0) AS order_id, COALESCE(batch_id, 0) AS batch_id FROM journal_entry WHERE id = ?`, id).Scan(&r).Error
	if err != nil {
		return Entry{}, err
	}
	if r.ID == 0 {
		return Entry{}, model.Errorf(model.NotFound, "The journal has no entry %d.", id)
	}
	var rows []postingRow
	err = tx.Raw(`SELECT account_id, amount, foreign_amount, COALESCE(line_id, 0) AS line_id, COALESCE(product_id, 0) AS product_id,
		COALESCE(supplier_id, 0) AS supplier_id, COALESCE(shop_id, 0) AS shop_id, country, tax_code
		FROM posting WHERE entry_id = ? ORDER BY seq`, id).Scan(&rows).Error
	if err != nil {
		return Entry{}, err
	}
	e := Entry{
		ID: r.ID, Dated: r.Dated, Kind: r.Kind, Document: r.Document, Memo: r.Memo, OrderID: r.OrderID, Batch: r.BatchID,
		Rate: model.Rate{From: r.Currency, Value: r.Rate, Date: r.RateDate, Source: r.RateSource},
	}
	for _, p := range rows {
		e.ShopID, e.Country = p.ShopID, p.Country
		e.Postings = append(e.Postings, Posting{
			Account: p.AccountID, Amount: p.Amount, Foreign: p.ForeignAmount,
			LineID: p.LineID, ProductID: p.ProductID, SupplierID: p.SupplierID, TaxCode: p.TaxCode,
		})
	}
	return e, nil
}
