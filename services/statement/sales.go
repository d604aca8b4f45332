package statement

import (
	"context"
	"slices"

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
	return documents(ctx, db, func(ids query.Range) *query.Text { return saleParts(s, ids) }, func(d *Document, v *[3]Value) Sale {
		return Sale{Document: *d, Net: v[0], Tax: v[1], Duties: v[2]}
	})
}

// Refunds lists the refunds that stand, one row an order, in the order of their
// entries. Source says how their date is known.
func Refunds(ctx context.Context, db *store.DB, s query.Scope) ([]Refund, error) {
	return documents(ctx, db, func(ids query.Range) *query.Text { return refundParts(s, ids) }, func(d *Document, v *[3]Value) Refund {
		return Refund{Document: *d, Net: v[0], Tax: v[1], Difference: v[2]}
	})
}

func saleParts(s query.Scope, ids query.Range) *query.Text {
	revenue, rest := in(ledger.Sales, ledger.Tips, ledger.ShippingCharged, ledger.Discounts), in(ledger.TaxCollected, ledger.DutiesCollected)
	t := query.New(head + `, p.tax_code` + sums(revenue, "-") + sums(in(ledger.TaxCollected), "-") + sums(in(ledger.DutiesCollected), "-"))
	return standing(t, ledger.Sale, s).Within("e.id", ids).Add(` AND (` + revenue + ` OR ` + rest + `) GROUP BY e.id, p.tax_code`)
}

// refundParts: only the tax of a refund carries the tax code, so it stands for
// the whole refund.
func refundParts(s query.Scope, ids query.Range) *query.Text {
	t := query.New(head + `, MAX(p.tax_code) AS tax_code` + sums(in(ledger.Refunds), "") + sums(in(ledger.TaxCollected), "") + sums(in(ledger.ExchangeResult), ""))
	return standing(t, ledger.Refund, s).Within("e.id", ids).Add(` GROUP BY e.id`)
}

const head = `SELECT e.id, e.dated, e.currency, e.rate, e.document, e.order_id, MIN(p.shop_id) AS shop_id, MIN(p.country) AS country`

// standing appends the entries of a kind that nothing has reversed by then, with
// their postings. A reversal has its original's date, so that the entries that
// stand add up to the same as all entries. "+ 0" keeps the database from starting
// at the postings, of which it would look up each one's entry.
func standing(t *query.Text, kind ledger.Kind, s query.Scope) *query.Text {
	t.Add(` FROM journal_entry e JOIN posting p ON p.entry_id = e.id + 0 WHERE e.kind = ?`, string(kind))
	t.In("e.dated", s.Period).KnownBefore("e.recorded_at", s.Known)
	t.Add(` AND NOT EXISTS (SELECT 1 FROM journal_entry r WHERE r.reverses_id = e.id`)
	return t.KnownBefore("r.recorded_at", s.Known).Add(`)`)
}

// documents reads the grouped parts of ranges of entries, two at once, joins
// what their ids are called, and makes a row of each.
func documents[R any](ctx context.Context, db *store.DB, parts func(query.Range) *query.Text, row func(*Document, *[3]Value) R) ([]R, error) {
	var shops map[int64]string
	var ranges []query.Range
	var found [][]R
	err := query.Job{
		Before: func(tx *gorm.DB) (int, error) {
			var err error
			if shops, err = called(tx, `SELECT id, name FROM shop`); err != nil {
				return 0, err
			}
			ranges, err = query.Ranges(tx, "journal_entry", "id")
			found = make([][]R, len(ranges))
			return len(ranges), err
		},
		Part: func(tx *gorm.DB, i int) error {
			return eachDocument(tx, parts(ranges[i]), shops, func(d *Document, v *[3]Value) { found[i] = append(found[i], row(d, v)) })
		},
	}.Run(ctx, db)
	return slices.Concat(found...), err
}

func eachDocument(tx *gorm.DB, parts *query.Text, shops map[int64]string, fn func(*Document, *[3]Value)) error {
	t := query.New(`SELECT g.*, COALESCE(o.number, g.document), COALESCE(o.placed_on, ''), COALESCE(o.payment_method, ''), COALESCE(f.source, '')
		FROM (`).Put(parts).Add(`) g LEFT JOIN sales_order o ON o.id = g.order_id
		LEFT JOIN refund f ON f.order_id = g.order_id AND f.entry_id = g.id ORDER BY g.id, g.tax_code`)
	words := query.Words{}
	rates := map[string]decimal.Decimal{}
	return t.Rows(tx, func(r query.Row) error {
		rate, err := parseRate(rates, r.Text(3))
		d := Document{
			Entry: r.Int(0), Dated: model.Date(words.Of(r.Text(1))), Currency: model.Currency(words.Of(r.Text(2))), Rate: rate,
			Shop: shops[r.Int(6)], Country: words.Of(r.Text(7)), TaxCode: words.Of(r.Text(8)),
			Order: r.Text(15), Placed: model.Date(words.Of(r.Text(16))), PaymentMethod: words.Of(r.Text(17)), Source: words.Of(r.Text(18)),
		}
		var v [3]Value
		for i := range v {
			v[i] = Value{r.Amount(9 + 2*i), r.Amount(10 + 2*i)}
		}
		fn(&d, &v)
		return err
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
