package statement

import (
	"context"
	"database/sql"

	"gorm.io/gorm"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/ledger"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// Document says which event a row of the sales or refund journal stands for.
// Rate turns the currency into the book's. Placed, PaymentMethod and Source are
// empty where the book does not know them.
type Document struct {
	Entry                         int64
	Dated, Placed                 model.Date
	Order, Shop, Country, TaxCode string
	Currency                      model.Currency
	Rate                          decimal.Decimal
	PaymentMethod, Source         string
}

// Value is a part of a document, in its own currency and in the book's.
type Value struct{ Foreign, Base model.Amount }

// Add returns the sum of two values.
func (v Value) Add(w Value) Value { return Value{v.Foreign.Add(w.Foreign), v.Base.Add(w.Base)} }

// Sale is what one order sold under one tax code: revenue after discounts with
// shipping, its tax, and the duties collected for customs.
type Sale struct {
	Document
	Net, Tax, Duties Value
}

// Gross is net and tax; duties are not part of it.
func (s *Sale) Gross() Value { return s.Net.Add(s.Tax) }

// Refund is what one order got back. Difference is what exceeds what the
// customer had paid: an exchange difference of the shop.
type Refund struct {
	Document
	Net, Tax, Difference Value
}

// Gross is all that the customer got back.
func (r *Refund) Gross() Value { return r.Net.Add(r.Tax).Add(r.Difference) }

// Sales lists the sales that stand, one row an order and tax code, in the order
// of their entries.
func Sales(ctx context.Context, db *store.DB, s query.Scope) ([]Sale, error) {
	var rows []Sale
	err := documents(ctx, db, saleParts(s), func(d *Document, v *[3]Value) {
		rows = append(rows, Sale{Document: *d, Net: v[0], Tax: v[1], Duties: v[2]})
	})
	return rows, err
}

// Refunds lists the refunds that stand, one row an order, in the order of their
// entries. Source says how their date is known.
func Refunds(ctx context.Context, db *store.DB, s query.Scope) ([]Refund, error) {
	var rows []Refund
	err := documents(ctx, db, refundParts(s), func(d *Document, v *[3]Value) {
		rows = append(rows, Refund{Document: *d, Net: v[0], Tax: v[1], Difference: v[2]})
	})
	return rows, err
}

func saleParts(s query.Scope) *query.Text {
	revenue, rest := in(ledger.Sales, ledger.Tips, ledger.ShippingCharged, ledger.Discounts), in(ledger.TaxCollected, ledger.DutiesCollected)
	t := query.New(head + `, p.tax_code` + sums(revenue, "-") + sums(in(ledger.TaxCollected), "-") + sums(in(ledger.DutiesCollected), "-"))
	standing(t, ledger.Sale, s)
	return t.Add(` AND (` + revenue + ` OR ` + rest + `) GROUP BY e.id, p.tax_code`)
}

// refundParts: only the tax of a refund carries the tax code, so it stands for
// the whole refund.
func refundParts(s query.Scope) *query.Text {
	t := query.New(head + `, MAX(p.tax_code) AS tax_code` + sums(in(ledger.Refunds), "") + sums(in(ledger.TaxCollected), "") + sums(in(ledger.ExchangeResult), ""))
	return standing(t, ledger.Refund, s).Add(` GROUP BY e.id`)
}

const head = `SELECT e.id, e.dated, e.currency, e.rate, e.document, e.order_id, MIN(p.shop_id) AS shop_id, MIN(p.country) AS country`

// standing appends the entries of a kind that nothing has reversed by then, with
// their postings. A reversal has its original's date, so that the entries that
// stand add up to the same as all entries.
func standing(t *query.Text, kind ledger.Kind, s query.Scope) *query.Text {
	t.Add(` FROM journal_entry e JOIN posting p ON p.entry_id = e.id WHERE e.kind = ?`, string(kind))
	t.In("e.dated", s.Period).KnownBefore("e.recorded_at", s.Known)
	t.Add(` AND NOT EXISTS (SELECT 1 FROM journal_entry r WHERE r.reverses_id = e.id`)
	return t.KnownBefore("r.recorded_at", s.Known).Add(`)`)
}

// documents reads the grouped parts and joins what their ids are called.
func documents(ctx context.Context, db *store.DB, parts *query.Text, fn func(*Document, *[3]Value)) error {
	t := query.New(`SELECT g.*, COALESCE(o.number, g.document), COALESCE(o.placed_on, ''), COALESCE(o.payment_method, ''), COALESCE(f.source, '')
		FROM (`).Put(parts).Add(`) g LEFT JOIN sales_order o ON o.id = g.order_id
		LEFT JOIN refund f ON f.order_id = g.order_id AND f.entry_id = g.id ORDER BY g.id, g.tax_code`)
	return db.Read(ctx, func(tx *gorm.DB) error {
		shops, err := called(tx, `SELECT id, name FROM shop`)
		if err != nil {
			return err
		}
		var d Document
		var v [3]Value
		var order, shop sql.NullInt64
		var rate, document string
		rates := map[string]decimal.Decimal{}
		return t.Each(tx, func(r *sql.Rows) error {
			err := r.Scan(&d.Entry, &d.Dated, &d.Currency, &rate, &document, &order, &shop, &d.Country, &d.TaxCode,
				&v[0].Foreign, &v[0].Base, &v[1].Foreign, &v[1].Base, &v[2].Foreign, &v[2].Base, &d.Order, &d.Placed, &d.PaymentMethod, &d.Source)
			if err != nil {
				return err
			}
			if d.Rate, err = parseRate(rates, rate); err != nil {
				return err
			}
			d.Shop = shops[shop.Int64]
			fn(&d, &v)
			return nil
		})
	})
}

// parseRate reads an exact rate; a book has few different ones.
func parseRate(seen map[string]decimal.Decimal, s string) (decimal.Decimal, error) {
	d, ok := seen[s]
	if !ok {
		var err error
		if d, err = decimal.NewFromString(s); err != nil {
			return d, model.Errorf(model.Damaged, "The journal holds %q where an exchange rate belongs. Run the check of the book.", s).Because(err)
		}
		seen[s] = d
	}
	return d, nil
}
