package statement

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/ledger"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// TaxRow is what was sold into a country under one tax code, in the book's
// currency: sales, and what was refunded of them in the same period.
type TaxRow struct {
	Span                     string
	Country, TaxCode         string
	Orders                   int64
	Net, Tax                 model.Amount
	RefundedNet, RefundedTax model.Amount
}

// TaxByCountry adds up sales and refunds by country and tax code. A refund
// counts for its own day, under the code of the tax it gave back.
func TaxByCountry(ctx context.Context, db *store.DB, s query.Scope, step query.Step) ([]TaxRow, error) {
	const columns = ` AS span, country, tax_code, COUNT(DISTINCT id), SUM(net), SUM(tax) FROM (`
	const group = `) g GROUP BY 1, 2, 3`
	net, tax := in(ledger.Sales, ledger.Tips, ledger.ShippingCharged, ledger.Discounts), in(ledger.TaxCollected)
	sales := query.New(`SELECT ` + step.Key("dated") + columns + `SELECT e.id, e.dated, p.country, p.tax_code` + sum(net, "-", "net") + sum(tax, "-", "tax"))
	standing(sales, ledger.Sale, s).Add(` AND (` + net + ` OR ` + tax + `) GROUP BY e.id, p.country, p.tax_code` + group)
	refunds := query.New(`SELECT ` + step.Key("dated") + columns + `SELECT e.id, e.dated, MIN(p.country) AS country, MAX(p.tax_code) AS tax_code` +
		sum(in(ledger.Refunds), "", "net") + sum(tax, "", "tax"))
	standing(refunds, ledger.Refund, s).Add(` GROUP BY e.id` + group)

	var rows []TaxRow
	err := db.Read(ctx, func(tx *gorm.DB) error {
		labels := step.Labels()
		err := sales.Each(tx, func(r *sql.Rows) error {
			var w TaxRow
			err := r.Scan(&w.Span, &w.Country, &w.TaxCode, &w.Orders, &w.Net, &w.Tax)
			w.Span = labels.Of(w.Span)
			rows = append(rows, w)
			return err
		})
		if err != nil {
			return err
		}
		return refunds.Each(tx, func(r *sql.Rows) error {
			var w TaxRow
			var n int64
			err := r.Scan(&w.Span, &w.Country, &w.TaxCode, &n, &w.RefundedNet, &w.RefundedTax)
			w.Span = labels.Of(w.Span)
			rows = append(rows, w)
			return err
		})
	})
	return foldTax(rows), err
}

func foldTax(rows []TaxRow) []TaxRow {
	type key struct{ span, country, code string }
	rows = query.Fold(rows, func(w *TaxRow) key { return key{w.Span, w.Country, w.TaxCode} }, func(into, from *TaxRow) {
		into.Orders += from.Orders
		into.Net, into.Tax = into.Net.Add(from.Net), into.Tax.Add(from.Tax)
		into.RefundedNet, into.RefundedTax = into.RefundedNet.Add(from.RefundedNet), into.RefundedTax.Add(from.RefundedTax)
	})
	slices.SortFunc(rows, func(a, b TaxRow) int {
		return cmp.Or(cmp.Compare(a.Span, b.Span), cmp.Compare(a.Country, b.Country), cmp.Compare(a.TaxCode, b.TaxCode))
	})
	return rows
}

// TaxRate reads the percentage a tax code states: "IT IVA 22%" is 22, and codes
// of several taxes add up; false when one of them states none.
func TaxRate(code string) (decimal.Decimal, bool) {
	total := decimal.Zero
	for _, name := range strings.Split(code, " + ") {
		p, ok := model.RateInName(name)
		if !ok {
			return decimal.Zero, false
		}
		total = total.Add(p)
	}
	return total, true
}

// in is the condition that a posting stands on one of the accounts.
func in(accounts ...ledger.Account) string {
	s := make([]string, len(accounts))
	for i, a := range accounts {
		s[i] = fmt.Sprint(int64(a))
	}
	return "p.account_id IN (" + strings.Join(s, ", ") + ")"
}

// sum is the sum, in the book's currency, of the postings that meet the
// condition; sign is "-" for what is credited.
func sum(condition, sign, column string) string {
	return `, SUM(CASE WHEN ` + condition + ` THEN ` + sign + `p.amount ELSE 0 END) AS ` + column
}

// sums is the sum in the entry's currency and that in the book's.
func sums(condition, sign string) string {
	return `, SUM(CASE WHEN ` + condition + ` THEN ` + sign + `p.foreign_amount ELSE 0 END), SUM(CASE WHEN ` + condition + ` THEN ` + sign + `p.amount ELSE 0 END)`
}
