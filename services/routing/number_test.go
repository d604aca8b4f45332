package routing_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/sourcing"
)

// parts writes the lines of an allocation's number, "kind amount; ...".
func parts(a *routing.Allocation) string {
	var all []string
	for _, l := range a.Lines {
		all = append(all, l.Kind+" "+l.Amount)
	}
	return strings.Join(all, "; ")
}

func ptr[T any](v T) *T { return &v }

// customs gives a product what customs asks for.
func customs(d *desktest.Desk, sku, hs, origin string) {
	d.Exec(`UPDATE product SET hs = ?, origin = ? WHERE id = ?`, hs, origin, d.Product(sku))
}

func in(country string) func(*model.Supplier) {
	return func(s *model.Supplier) { s.Country = country }
}

func TestNumber_HasALineForEachCost(t *testing.T) {
	tests := []struct {
		name string
		set  func(d *desktest.Desk)
		want string
	}{
		{"goods and shipping", func(d *desktest.Desk) {
			d.Offer(d.Supplier("Acme"), "A", "5.00", func(o *model.Offer) { o.Shipping = []model.ShippingPrice{shipping("DE", "1.50", 0)} })
		}, "product 10.00; shipping 1.50 = 11.50"},
		{"a drop fee for the order", func(d *desktest.Desk) {
			d.Offer(d.Supplier("Acme"), "A", "5.00")
			dropFee(t, d, "1.25", "order")
		}, "product 10.00; shipping 0.00; drop_fee 1.25 = 11.25"},
		{"a drop fee for each piece", func(d *desktest.Desk) {
			d.Offer(d.Supplier("Acme"), "A", "5.00")
			dropFee(t, d, "1.25", "piece")
		}, "product 10.00; shipping 0.00; drop_fee 2.50 = 12.50"},
		{"conversion of another currency", func(d *desktest.Desk) {
			d.Rate("USD", "0.5")
			d.Set("routing.conversion_percent", "2")
			d.Offer(d.Supplier("Acme"), "A", "10.00", func(o *model.Offer) { o.Currency = "USD" })
		}, "product 10.00; shipping 0.00; conversion 0.20 = 10.20"},
		{"duty and import tax where the merchant pays", func(d *desktest.Desk) {
			d.Set("documents.incoterm", "DDP")
			d.Offer(d.Supplier("Acme", in("CN")), "A", "5.00", func(o *model.Offer) { o.Shipping = []model.ShippingPrice{shipping("GB", "10.00", 0)} })
			customs(d, "A", "660110", "CN")
			d.Exec(`INSERT INTO tax_rule (country, kind, value, basis, valid_from) VALUES ('GB', 'duty', '10', 'cif', '2020-01-01')`)
			d.Exec(`UPDATE tax_rule SET value = '50', currency = 'EUR' WHERE country = 'GB' AND currency = 'GBP'`)
			d.Exec(`UPDATE sales_order SET country = 'GB'`)
		}, "product 10.00; shipping 10.00; duty 11.00; import_tax 24.20 = 55.20"},
		{"none where the supplier's price includes them", func(d *desktest.Desk) {
			d.Set("documents.incoterm", "DDP")
			d.Offer(d.Supplier("Acme", in("CN")), "A", "5.00", func(o *model.Offer) {
				o.Shipping = []model.ShippingPrice{{Country: "GB", Cost: model.MustAmount("10"), DutyPayer: "supplier"}}
			})
			d.Exec(`UPDATE sales_order SET country = 'GB'`)
		}, "product 10.00; shipping 10.00 = 20.00"},
		{"late days after the promise", func(d *desktest.Desk) {
			d.Set("routing.late_day_cost", "1.10")
			d.Offer(d.Supplier("Acme", func(s *model.Supplier) { s.HandlingDays = 2 }), "A", "5.00", func(o *model.Offer) { o.Shipping = []model.ShippingPrice{shipping("DE", "1.00", 9)} })
			promise(d, "2026-04-08")
		}, "product 10.00; shipping 1.00; lateness 3.30 = 14.30"},
		{"a faster service wins when late days cost more", func(d *desktest.Desk) {
			d.Set("routing.late_day_cost", "1.00")
			d.Offer(d.Supplier("Acme"), "A", "5.00", func(o *model.Offer) {
				fast := shipping("DE", "3.00", 4)
				fast.Service = "express"
				o.Shipping = []model.ShippingPrice{shipping("DE", "1.00", 20), fast}
			})
			promise(d, "2026-04-05")
		}, "product 10.00; shipping 3.00 = 13.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := desktest.New(t)
			d.Order("#1", desktest.Line("A", 2))
			tt.set(d)
			r := route(t, d)
			if len(r.Allocations) != 1 {
				t.Fatalf("got %+v", r)
			}
			if got := parts(&r.Allocations[0]) + " = " + r.Allocations[0].Number; got != tt.want {
				t.Errorf("got  %s\nwant %s\n%s", got, tt.want, strings.Join(r.Allocations[0].Why, "\n"))
			}
		})
	}
}

func dropFee(t *testing.T, d *desktest.Desk, amount, per string) {
	t.Helper()
	a := ptr(record.Amount(model.MustAmount(amount)))
	if _, err := sourcing.New(d.DB, d.Bus).PutDropFees(ctx, []sourcing.DropFeeInput{{Supplier: "Acme", Amount: a, Per: &per}}); err != nil {
		t.Fatal(err)
	}
}

func promise(d *desktest.Desk, by model.Date) {
	d.Exec(`DROP TRIGGER promise_fixed`)
	d.Exec(`INSERT INTO promise (order_id, ship_by, deliver_from, deliver_by, reckoned, made_at) SELECT id, '2026-04-01', '2026-04-01', ?, '', '' FROM sales_order WHERE true
		ON CONFLICT (order_id) DO UPDATE SET deliver_by = excluded.deliver_by`, string(by))
}

func TestNumber_SaysWhatIsNotCounted(t *testing.T) {
	d := desktest.New(t)
	d.Set("routing.late_day_cost", "1")
	d.Set("documents.incoterm", "DDP")
	d.Offer(d.Supplier("Acme", in("CN")), "A", "5.00")
	d.Order("#1", desktest.Line("A", 1))
	d.Exec(`UPDATE tax_rule SET valid_from = '2026-01-01' WHERE kind = 'flat_duty'`)
	d.Exec(`DROP TRIGGER promise_kept`)
	d.Exec(`DELETE FROM promise`)
	all := strings.Join(route(t, d).Allocations[0].Why, "\n")
	for _, says := range []string{"a product has no six-digit tariff code", "late days, as nothing was promised", "defects, as Acme has no record of 10 orders yet"} {
		if !strings.Contains(all, says) {
			t.Errorf("%q is missing in\n%s", says, all)
		}
	}
}

func TestNumber_TellsTheDutyThatTheCustomerPays(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme", in("CN")), "A", "5.00")
	customs(d, "A", "610910", "CN")
	d.Exec(`UPDATE tax_rule SET valid_from = '2026-01-01' WHERE kind = 'flat_duty'`)
	d.Order("#1", desktest.Line("A", 1))
	a := route(t, d).Allocations[0]
	if a.Number != "5.00" || !strings.Contains(strings.Join(a.Why, "\n"), "the customer pays them on delivery: 3.00 EUR") {
		t.Errorf("got %+v", a)
	}
}

func TestNumber_DefectsComeFromTheSuppliersOwnOrders(t *testing.T) {
	d := desktest.New(t)
	acme := d.Supplier("Acme")
	d.Offer(acme, "A", "10.00")
	for i := range 10 {
		d.Order(fmt.Sprint("#", i), desktest.Line("A", 1))
	}
	route(t, d)
	d.Exec(`INSERT INTO purchase_order (number, supplier_id, state, currency, goods, shipping, total, rate, rate_date, rate_source, created_at, sent_at)
		VALUES ('P', ?, 'sent', 'EUR', 0, 0, 0, '1', '', '', '', '2026-03-01T00:00:00Z')`, acme)
	d.Exec(`INSERT INTO purchase_line (purchase_id, allocation_id, line_id, order_id, position, sku, supplier_sku, name, quantity, unit_cost, shipping_cost, service)
		SELECT p.id, a.id, a.line_id, l.order_id, a.id, '', '', '', a.quantity, 0, 0, '' FROM allocation a JOIN order_line l ON l.id = a.line_id, purchase_order p`)
	d.Exec(`INSERT INTO refund (order_id, dated, gross, tax, source) SELECT id, '2026-03-20', 100, 0, '' FROM sales_order ORDER BY id LIMIT 2`)
	d.Order("#new", desktest.Line("A", 1))
	a := route(t, d).Allocations[0]
	if got := parts(&a); got != "product 10.00; shipping 0.00; defects 2.00" {
		t.Errorf("got %s", got)
	}
}

// past gives Acme twenty orders sent on the first of the month, each promised for
// the fifth: they took 1 to 20 days, but so many of the slowest did not come.
func past(t *testing.T, d *desktest.Desk, state string, missing int) {
	t.Helper()
	acme := d.Supplier("Acme")
	d.Offer(acme, "A", "10.00", func(o *model.Offer) { o.Shipping = []model.ShippingPrice{shipping("DE", "0", 3)} })
	for i := range 20 {
		d.Order(fmt.Sprint("#old", i), desktest.Line("A", 1))
	}
	route(t, d)
	d.Exec(`INSERT INTO promise (order_id, ship_by, deliver_from, deliver_by, reckoned, made_at) SELECT id, '2026-03-02', '2026-03-04', '2026-03-05', '', '' FROM sales_order`)
	d.Exec(`INSERT INTO purchase_order (number, supplier_id, state, currency, goods, shipping, total, rate, rate_date, rate_source, created_at, sent_at)
		VALUES ('P', ?, 'sent', 'EUR', 0, 0, 0, '1', '', '', '', '2026-03-01T00:00:00Z')`, acme)
	d.Exec(`INSERT INTO purchase_line (purchase_id, allocation_id, line_id, order_id, position, sku, supplier_sku, name, quantity, unit_cost, shipping_cost, service)
		SELECT p.id, a.id, a.line_id, l.order_id, a.id, '', '', '', a.quantity, 0, 0, '' FROM allocation a JOIN order_line l ON l.id = a.line_id, purchase_order p`)
	for i := range 20 {
		on, now := string(model.Date("2026-03-01").AddDays(i+1)), "delivered"
		if i >= 20-missing {
			on, now = "", state
		}
		d.Exec(`INSERT INTO parcel (id, tracking, tracking_key, carrier, carrier_key, purchase_id, shipped_on, scanned_on, delivered_on, state, created_at)
			SELECT ?, ?, ?, '', '', id, '', '', ?, ?, '' FROM purchase_order`, i+1, fmt.Sprint("T", i), fmt.Sprint("T", i), on, now)
		d.Exec(`INSERT INTO parcel_line (parcel_id, line_id, quantity) SELECT ?, id, 1 FROM order_line WHERE order_id = (SELECT id FROM sales_order WHERE number = ?)`, i+1, fmt.Sprint("#old", i))
	}
}

func TestNumber_TheRecordOfTheLaneGoesBeforeWhatTheSupplierStates(t *testing.T) {
	for _, tt := range []struct {
		name, state string
		missing     int
		want, says  string
	}{
		// 1 to 20 days: the 90th percentile is 18.1, so 19, nine after the day promised
		{"all came", "", 0, "lateness 18.00", "nine of ten arrive in 19 days, measured on 20 orders to DE)"},
		// a supplier is no faster for what it lost: 30 days went by without the last one
		{"one was lost", "lost", 1, "lateness 18.00", "nine of ten arrive in 19 days, measured on 20 orders to DE, 1 of them overdue)"},
		{"two were lost", "lost", 2, "lateness 20.00", "nine of ten do not arrive, and the others are awaited for 20 days, measured on 20 orders to DE, 2 of them overdue)"},
		{"two are under way", "in_transit", 2, "lateness 20.00", "2 of them overdue)"},
		{"five came back", "returned", 5, "lateness 40.00", "awaited for 30 days"},
		{"nothing came", "lost", 20, "lateness 40.00", "20 of them overdue)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := desktest.New(t)
			past(t, d, tt.state, tt.missing)
			d.Set("routing.late_day_cost", "2")
			d.Order("#new", desktest.Line("A", 1))
			d.Exec(`INSERT INTO promise (order_id, ship_by, deliver_from, deliver_by, reckoned, made_at) SELECT id, '', '', '2026-04-10', '', '' FROM sales_order WHERE number = '#new'`) // in ten days
			a := route(t, d).Allocations[0]
			why := strings.Join(a.Why, "\n")
			if got := parts(&a); got != "product 10.00; shipping 0.00; "+tt.want || !strings.Contains(why, tt.says) {
				t.Errorf("got %s\n%s", got, why)
			}
		})
	}
}

func TestNumber_ASupplierIsNeverCheaperForWhatItLoses(t *testing.T) {
	before := model.Amount(0)
	for missing := range 21 {
		d := desktest.New(t)
		past(t, d, "lost", missing)
		d.Set("routing.late_day_cost", "2")
		d.Order("#new", desktest.Line("A", 1))
		d.Exec(`INSERT INTO promise (order_id, ship_by, deliver_from, deliver_by, reckoned, made_at) SELECT id, '', '', '2026-04-10', '', '' FROM sales_order WHERE number = '#new'`)
		a := route(t, d).Allocations[0]
		number := model.MustAmount(a.Number)
		if number < before {
			t.Errorf("%d lost: %s, one fewer: %s", missing, number, before)
		}
		before = number
	}
}

func TestNumber_IsTheSumOfItsLinesWhateverTheSettings(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := desktest.New(t)
		cents := func(name string, most int) string {
			return model.Amount(rapid.IntRange(0, most).Draw(rt, name)).String()
		}
		d.Rate("USD", rapid.SampledFrom([]string{"0.913", "1.0777", "0.5"}).Draw(rt, "rate"))
		d.Set("routing.conversion_percent", rapid.SampledFrom([]string{"", "1.75", "3"}).Draw(rt, "conversion"))
		d.Set("routing.split_cost", cents("split", 50000))
		d.Set("routing.late_day_cost", cents("late", 30000))
		d.Set("documents.incoterm", rapid.SampledFrom([]string{"DAP", "DDP"}).Draw(rt, "incoterm"))
		d.Exec(`UPDATE tax_rule SET valid_from = '2026-01-01' WHERE kind = 'flat_duty'`)
		for i := range rapid.IntRange(1, 3).Draw(rt, "suppliers") {
			id := d.Supplier(fmt.Sprint("S", i), in(rapid.SampledFrom([]string{"CN", "DE", ""}).Draw(rt, "country")))
			for _, sku := range []string{"A", "B"} {
				d.Offer(id, sku, cents("cost", 500000), func(o *model.Offer) {
					o.Currency = rapid.SampledFrom([]model.Currency{"EUR", "USD"}).Draw(rt, "currency")
					o.Shipping = []model.ShippingPrice{shipping("DE", cents("shipping", 90000), rapid.IntRange(1, 30).Draw(rt, "days"))}
				})
				customs(d, sku, rapid.SampledFrom([]string{"610910", "", "950300"}).Draw(rt, "hs"), "CN")
			}
		}
		d.Order("#1", desktest.Line("A", model.Quantity(rapid.IntRange(1, 5).Draw(rt, "pieces"))), func(o *model.Order) {
			o.Lines = append(o.Lines, desktest.Line("B", 2))
		})
		promise(d, "2026-04-06")
		for _, text := range texts(d) {
			e, err := routing.ParseExplanation(text)
			if err != nil {
				rt.Fatal(err)
			}
			for _, c := range e.Candidates {
				sum := model.Amount(0)
				for _, l := range c.Lines {
					sum = sum.Add(model.MustAmount(l.Amount))
				}
				if c.Gate == "" && (c.Number == "" || sum != model.MustAmount(c.Number)) {
					rt.Fatalf("%+v adds up to %s", c, sum)
				}
			}
		}
	})
}

// texts routes and returns the explanations kept.
func texts(d *desktest.Desk) []string {
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(ctx, routing.Options{}); err != nil {
		panic(err)
	}
	var all []string
	d.Rows(&all, `SELECT explanation FROM allocation`)
	return all
}
