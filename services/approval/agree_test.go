package approval_test

import (
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/overview"
	"github.com/dropledger/dropledger/services/routing"
)

// 66.14 and 71.12 at 0.1327 are 8.78 and 9.44, together 18.22; their sum at once
// would be 18.21.
func TestACostInAnotherCurrencyIsTheSameFigureWhereverItStands(t *testing.T) {
	d := desktest.New(t)
	d.Rate("CNY", "0.1327")
	d.Offer(d.Supplier("Yiwu", daily), "A", "66.14", func(o *model.Offer) {
		o.Currency, o.Shipping = "CNY", []model.ShippingPrice{{Country: "*", Service: "std", Cost: model.MustAmount("71.12")}}
	})
	id := d.Order("#1", desktest.Line("A", 1))
	s := service(d)
	route(t, s)
	want := model.MustAmount("18.22")
	same := func(where string, got model.Amount) {
		t.Helper()
		if got != want {
			t.Errorf("%s says %s, want %s", where, got, want)
		}
	}

	b := board(t, s)
	same("the list of the approval", b.Purchases[0].Cost)
	same("a row of it", b.Purchases[0].Orders[0].Product.Add(b.Purchases[0].Orders[0].Shipping))
	e, err := routing.ParseExplanation(d.Text(`SELECT explanation FROM allocation`))
	ok(t, err)
	same("the reason for the supplier", model.MustAmount(e.Candidates[0].Home))
	same("the number candidates are compared by", model.MustAmount(e.Candidates[0].Number))
	var parts model.Amount
	for _, l := range e.Candidates[0].Lines {
		parts = parts.Add(model.MustAmount(l.Amount))
	}
	same("the sum of its lines", parts)

	ok(t, d.DB.Read(ctx, func(q *gorm.DB) error {
		sheet, err := margin.OfOrder(q, id)
		same("the order's money", sheet.Cost())
		return err
	}))
	rows, err := margin.Rows(ctx, d.DB, margin.Query{By: margin.Product})
	ok(t, err)
	same("the margin sheet", rows[0].Cost())
	facts, err := margin.Facts(ctx, d.DB, margin.Query{By: margin.Product}, margin.Wanted{Orders: 1})
	ok(t, err)
	var listed model.Amount
	for _, f := range facts.Facts {
		listed = listed.Add(f.Home)
	}
	same("the costs behind it", listed)
	same("the journal", model.Amount(d.Int(`SELECT SUM(p.amount) FROM posting p JOIN account a ON a.id = p.account_id WHERE a.margin IN ('cm1', 'cm2')`)))
	products, err := overview.Products(ctx, d.DB, overview.Filter{})
	ok(t, err)
	same("the list of products", products[0].Best.Cost)
}
