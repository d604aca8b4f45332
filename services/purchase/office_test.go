package purchase_test

import (
	"reflect"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/purchase"
)

// mixed is a book with purchase orders of all kinds: two that share an order, one
// of several orders, one whose customer was erased, and a replenishment.
func mixed(t *testing.T) (*desktest.Desk, *purchase.Service, []int64) {
	d, s, ids := halves(t)
	far := d.Supplier("Far", func(s *model.Supplier) { s.Country, s.Batching, s.Language = "CN", model.Daily, "zh" })
	offer := d.Offer(far, "VASE", "3")
	for _, number := range []string{"#2", "#3"} {
		d.Order(number, desktest.Line("VASE", 2), func(o *model.Order) { o.BillTo = model.Contact{Name: "Office", Country: "AT"} })
	}
	near := d.Supplier("Near", func(s *model.Supplier) { s.Country = "DE" })
	jug := d.Offer(near, "JUG", "4")
	erased := d.Order("#4", desktest.Line("JUG", 1))
	for sku, from := range map[string][2]int64{"VASE": {far, offer}, "JUG": {near, jug}} {
		d.Exec(`INSERT INTO allocation (line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, routed_at)
			SELECT id, ?, ?, quantity, 30000, 5000, 'EUR', 'Post', '{}', '' FROM order_line WHERE sku = ?`, from[0], from[1], sku)
	}
	more, err := s.Draft(t.Context())
	if err != nil || len(more) != 2 {
		t.Fatalf("%v, %v", more, err)
	}
	d.Exec(`UPDATE sales_order SET ship_to_id = NULL WHERE id = ?`, erased)
	house := d.Supplier("House", func(s *model.Supplier) { s.Type = model.ThirdPartyLogistics })
	cost := model.MustAmount("3")
	refill, err := s.Restock(ctx, purchase.Restock{Supplier: far, To: house, Currency: "EUR", Lines: []purchase.RestockLine{{Product: d.Product("VASE"), Quantity: 10, Cost: &cost}}})
	if err != nil {
		t.Fatal(err)
	}
	return d, s, append(append(ids, more...), refill)
}

func TestPapersOf_AreThePapersOfEach(t *testing.T) {
	d, s, ids := mixed(t)
	all, err := s.PapersOf(ctx, ids, d.Today())
	if err != nil || len(all) != 5 {
		t.Fatalf("%d papers, %v", len(all), err)
	}
	orders := 0
	for _, id := range ids {
		one, err := s.Papers(ctx, id, d.Today())
		if err != nil || !reflect.DeepEqual(all[id], one) {
			t.Errorf("of many %+v\nalone %+v, %v", all[id], one, err)
		}
		orders += len(all[id].Orders)
	}
	if orders != 6 { // #1 twice, #2 and #3 together, #4, and the delivery to the 3PL
		t.Errorf("%d orders in all", orders)
	}
	if _, err := s.PapersOf(ctx, append(ids, 99), d.Today()); model.CodeOf(err) != model.NotFound || !strings.Contains(err.Error(), "99") {
		t.Errorf("with one that is not there: %v", err)
	}
}

func TestReadAll_AreTheOrdersReadOneByOne(t *testing.T) {
	d, _, _ := mixed(t)
	err := d.DB.Read(ctx, func(q *gorm.DB) error {
		all, err := order.ReadAll(q, []int64{1, 2, 3, 4})
		if err != nil {
			return err
		}
		for id := int64(1); id <= 4; id++ {
			one, err := order.Read(q, id)
			if err != nil || !reflect.DeepEqual(all[id], one) {
				t.Errorf("of many %+v\nalone %+v, %v", all[id], one, err)
			}
			if missing := one.ShipTo.IsZero(); missing != (id == 4) {
				t.Errorf("order %d has no address: %v", id, missing)
			}
		}
		if _, err := order.ReadAll(q, []int64{1, 99}); model.CodeOf(err) != model.NotFound {
			t.Errorf("with one that is not there: %v", err)
		}
		none, err := order.ReadAll(q, nil)
		if len(none) > 0 {
			t.Errorf("of none %v", none)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The lane to the customer's country says who pays the duty before the lane to
// everywhere does, whatever their places in the offer; a lane that leaves it open
// leaves it to the term of delivery.
func TestReview_TheLaneSaysWhoPaysTheDuty(t *testing.T) {
	tests := map[string]struct {
		here, everywhere string // who pays by the lane; "-" for no lane
		says             string
	}{
		"its own lane before that to everywhere": {"merchant", "supplier", "yours to pay"},
		"the lane to everywhere":                 {"-", "merchant", "yours to pay"},
		"its own lane leaves it open":            {"", "merchant", "the customer is asked for"},
		"the price holds it":                     {"supplier", "merchant", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d := desktest.New(t)
			from := d.Supplier("East", func(s *model.Supplier) { s.Country = "CN" })
			offer := d.Offer(from, "LAMP", "5")
			d.Exec(`DELETE FROM offer_shipping`)
			for _, l := range [][2]string{{"*", tt.everywhere}, {"DE", tt.here}} {
				if l[1] != "-" {
					d.Exec(`INSERT INTO offer_shipping (offer_id, country, service, cost, duty_payer) VALUES (?, ?, 'Post', 0, ?)`, offer, l[0], l[1])
				}
			}
			d.Order("#1", desktest.Line("LAMP", 1), func(o *model.Order) { o.Lines[0].Price = model.MustAmount("300") })
			d.Exec(`UPDATE product SET hs = '940520', origin = 'CN'`)
			d.Exec(`INSERT INTO allocation (line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, routed_at)
				SELECT id, ?, ?, 1, 50000, 0, 'EUR', 'Post', '{}', '' FROM order_line`, from, offer)
			s := purchase.New(d.DB, d.Bus)
			ids, err := s.Draft(ctx)
			if err != nil {
				t.Fatal(err)
			}
			found, err := s.Warnings(ctx, ids)
			if err != nil {
				t.Fatal(err)
			}
			says := ""
			for _, w := range found[ids[0]] {
				if w.Code == purchase.WarnDuty {
					says += w.Message
				}
			}
			if (says == "") != (tt.says == "") || !strings.Contains(says, tt.says) {
				t.Errorf("says %q, want %q", says, tt.says)
			}
		})
	}
}
