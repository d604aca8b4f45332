package routing_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/routing"
)

func TestExplanation_AddsUpToItsNumberAndNamesEveryCandidate(t *testing.T) {
	d := desktest.New(t)
	d.Rate("USD", "0.913")
	d.Rate("JPY", "0.0061")
	best := d.Supplier("Best")
	d.Offer(best, "A", "4.0375", func(o *model.Offer) {
		o.Currency, o.Shipping = "USD", []model.ShippingPrice{shipping("DE", "3.33", 12)}
	})
	d.Stock(best, "A", 9, d.Today())
	d.Offer(d.Supplier("Yen"), "A", "1999.4", func(o *model.Offer) { o.Currency = "JPY" })
	d.Offer(d.Supplier("Blocked", func(s *model.Supplier) { s.Stage = model.Blocked }), "A", "0.01")
	d.Order("#1", desktest.Line("A", 3))
	r := route(t, d)
	e, err := routing.ParseExplanation(d.Text(`SELECT explanation FROM allocation`))
	if err != nil {
		t.Fatal(err)
	}
	if e.Chosen != "Best" || e.Quantity != 3 || len(e.Candidates) != 3 || !slices.Equal(e.Why, r.Allocations[0].Why) {
		t.Fatalf("got %+v", e)
	}
	for _, c := range e.Candidates {
		if c.Supplier != "Blocked" {
			addsUp(t, &e, c)
		} else if c.Gate != "stage" || c.Reason == "" || c.Total != "" {
			t.Errorf("got %+v", c)
		}
	}
	first := e.Candidates[0]
	if first.Supplier != "Best" || *first.Stock != 9 || *first.Reserved != 0 || *first.Days != 12 || first.Counted != d.Today() || first.Product != "12.11" || first.Total != "15.44" {
		t.Errorf("got %+v", first)
	}
	if r.Allocations[0].Cost != first.Total || r.Allocations[0].HomeCost != first.Home {
		t.Errorf("the result says %+v", r.Allocations[0])
	}
	all := strings.Join(e.Why, "\n")
	for _, says := range []string{"Best costs 15.44 USD to the door: 3 x 4.0375 and 3.33 shipping, which is 14.10 EUR.", "Yen would cost ", "Left out: Blocked is not approved, its stage is blocked."} {
		if !strings.Contains(all, says) {
			t.Errorf("%q is missing in\n%s", says, all)
		}
	}
}

func TestExplanation_NotesStockThatIsNotStatedOrTooOld(t *testing.T) {
	d := desktest.New(t)
	s := d.Supplier("Acme")
	d.Offer(s, "A", "5.00")
	d.Offer(s, "B", "5.00")
	d.Stock(s, "B", 1, "2026-01-01")
	d.Order("#1", desktest.Line("A", 1))
	d.Order("#2", desktest.Line("B", 1))
	r := route(t, d)
	for i, says := range []string{"stock not stated", "stock counted 89 days ago"} {
		if all := strings.Join(r.Allocations[i].Why, "\n"); !strings.Contains(all, says) {
			t.Errorf("%q is missing in\n%s", says, all)
		}
	}
}

// addsUp works the numbers of a candidate out anew from its parts.
func addsUp(t *testing.T, e *routing.Explanation, c routing.Candidate) {
	t.Helper()
	cur := c.Currency
	product := model.MustAmount(c.UnitCost).Times(e.Quantity).Round(cur)
	total := product.Add(model.MustAmount(c.Shipping))
	value, err := model.ParseDecimal(c.Rate)
	if err != nil {
		t.Fatal(err)
	}
	rate := model.Rate{From: cur, To: e.HomeCurrency, Value: value}
	var home model.Amount
	for _, part := range []model.Amount{product, model.MustAmount(c.Shipping)} {
		a, err := rate.Convert(part)
		if err != nil {
			t.Fatal(err)
		}
		home = home.Add(a)
	}
	if product.Text(cur) != c.Product || total.Text(cur) != c.Total || home.Text(e.HomeCurrency) != c.Home {
		t.Errorf("%+v does not add up: %s %s %s", c, product, total, home)
	}
}
