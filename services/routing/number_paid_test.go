package routing_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/sourcing"
)

func TestNumber_ConversionCountsForEveryBillInAnotherCurrency(t *testing.T) {
	usd := model.Currency("USD")
	for _, tt := range []struct {
		name string
		set  func(d *desktest.Desk)
		want string
	}{
		{"a drop fee in dollars", func(d *desktest.Desk) {
			d.Rate("USD", "0.5")
			d.Offer(d.Supplier("Acme"), "A", "5.00")
			in := sourcing.DropFeeInput{Supplier: "Acme", Amount: ptr(record.Amount(model.MustAmount("3.00"))), Currency: &usd}
			put(t, sourcing.New(d.DB, d.Bus).PutDropFees, in)
		}, "product 10.00; shipping 0.00; drop_fee 1.50; conversion 0.03 = 11.53"},
		// (6.00 + 1.00 + 2.80) USD are 4.90 EUR, of which the bank takes 2 %
		{"own stock at a 3PL that asks in dollars", func(d *desktest.Desk) { house(t, d, 5) }, "product 8.00; shipping 3.50; pick_pack 1.40; conversion 0.10 = 13.00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := desktest.New(t)
			d.Set("routing.conversion_percent", "2")
			tt.set(d)
			d.Order("#1", desktest.Line("A", 2))
			a := route(t, d).Allocations[0]
			if got := parts(&a) + " = " + a.Number; got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// 0.89 of which 23 in 273 come back are 0.07498: rounded to ten-thousandths first
// they would be 0.08.
func TestNumber_DefectsAreRoundedOnceAndToldInFull(t *testing.T) {
	d := desktest.New(t)
	acme, other := d.Supplier("Acme"), d.Supplier("Other")
	d.Offer(acme, "A", "0.89")
	d.Offer(other, "B", "1.00")
	for i := range 13 {
		sku := "A"
		if i > 10 {
			sku = "B"
		}
		d.Order(fmt.Sprint("#", i), desktest.Line(sku, 1))
	}
	route(t, d)
	for _, id := range []int64{acme, other} {
		d.Exec(`INSERT INTO purchase_order (number, supplier_id, state, currency, goods, shipping, total, rate, rate_date, rate_source, created_at, sent_at)
			VALUES ('P' || ?1, ?1, 'sent', 'EUR', 0, 0, 0, '1', '', '', '', '2026-03-01T00:00:00Z')`, id)
	}
	d.Exec(`INSERT INTO purchase_line (purchase_id, allocation_id, line_id, order_id, position, sku, supplier_sku, name, quantity, unit_cost, shipping_cost, service)
		SELECT p.id, a.id, a.line_id, l.order_id, a.id, '', '', '', a.quantity, 0, 0, '' FROM allocation a JOIN order_line l ON l.id = a.line_id JOIN purchase_order p ON p.supplier_id = a.supplier_id`)
	d.Exec(`INSERT INTO refund (order_id, dated, gross, tax, source) SELECT MIN(id), '2026-03-20', 100, 0, '' FROM sales_order`)
	d.Order("#new", desktest.Line("A", 1))
	a := route(t, d).Allocations[0]
	if got := parts(&a); got != "product 0.89; shipping 0.00; defects 0.07" {
		t.Errorf("got %s", got)
	}
	if all := strings.Join(a.Why, "\n"); !strings.Contains(all, "1 of 11 orders sent to Acme were refunded; drawn to the mean of all that is 8.42 % of 0.89 EUR") {
		t.Errorf("got\n%s", all)
	}
}

// The second line of a parcel pays what customs asks for more: the words say so.
func TestNumber_DutyOfASecondLineIsToldAsWhatItAdds(t *testing.T) {
	d := desktest.New(t)
	d.Set("documents.incoterm", "DDP")
	acme := d.Supplier("Acme", in("CN"))
	for sku, hs := range map[string]string{"A": "610910", "B": "640399"} {
		d.Offer(acme, sku, "5.00")
		customs(d, sku, hs, "CN")
	}
	d.Exec(`UPDATE tax_rule SET valid_from = '2026-01-01' WHERE kind = 'flat_duty'`)
	d.Order("#1", desktest.Line("A", 1), func(o *model.Order) { o.Lines = append(o.Lines, desktest.Line("B", 1)) })
	r := route(t, d)
	for i, says := range []string{"duty 3.00 (3 EUR for one tariff line)", "duty 3.00 (3 EUR for 2 tariff lines each, less 3.00 EUR for what is in the parcel already)"} {
		if all := strings.Join(r.Allocations[i].Why, "\n"); !strings.Contains(all, says) {
			t.Errorf("%q is missing in\n%s", says, all)
		}
	}
}
