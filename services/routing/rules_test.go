package routing_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/routerule"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/store"
)

func rule(name string, e routerule.Effect, suppliers ...string) routerule.Input {
	r := routerule.Input{Name: name, Effect: &e}
	if len(suppliers) > 0 {
		r.Suppliers = &suppliers
	}
	return r
}

func putRules(t testing.TB, d *desktest.Desk, ins ...routerule.Input) {
	t.Helper()
	if _, err := routerule.New(d.DB, d.Bus).Put(ctx, ins); err != nil {
		t.Fatal(err)
	}
}

// two is a desk where Cheap asks 10 and Dear 12 for A, with an order of two.
func two(t *testing.T) *desktest.Desk {
	d := desktest.New(t)
	d.Offer(d.Supplier("Cheap"), "A", "10.00")
	d.Offer(d.Supplier("Dear"), "A", "12.00")
	d.Order("#1", desktest.Line("A", 2))
	return d
}

func TestRules_SteerTheChoiceAndAreNamed(t *testing.T) {
	germany := rule("G", routerule.Prefer, "Dear")
	germany.Countries = &[]string{"DE"}
	france := rule("F", routerule.Prefer, "Dear")
	france.Countries = &[]string{"FR"}
	tests := []struct {
		name  string
		rules []routerule.Input
		want  string
		says  string
	}{
		{"preferred before a cheaper one", []routerule.Input{germany}, "#1 to Dear for 24.00 EUR", `Rule "G": For orders to Germany: prefer Dear.`},
		{"a rule for another country says nothing", []routerule.Input{france}, "#1 to Cheap for 20.00 EUR", "Dear would cost 4.00 EUR more."},
		{"avoided while another can", []routerule.Input{rule("A", routerule.Avoid, "Cheap")}, "#1 to Dear for 24.00 EUR", "avoid Cheap"},
		{"avoided, but nobody else can", []routerule.Input{rule("A", routerule.Avoid, "Cheap", "Dear")}, "#1 to Cheap for 20.00 EUR", "avoid Cheap or Dear"},
		{"only", []routerule.Input{rule("O", routerule.Only, "Dear")}, "#1 to Dear for 24.00 EUR", `Left out: Cheap is left out by the rule "O".`},
		{"held", []routerule.Input{rule("H", routerule.Hold)}, "#1 held rule", ""},
		{"the first rule counts", []routerule.Input{rule("A", routerule.Avoid, "Dear"), germany}, "#1 to Cheap for 20.00 EUR", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := two(t)
			putRules(t, d, tt.rules...)
			r := route(t, d)
			if got := told(r); got != tt.want {
				t.Fatalf("got %q, want %q", got, tt.want)
			}
			if len(r.Held) > 0 {
				if !strings.Contains(r.Held[0].Reason, `The rule "H" holds it: For every order: hold them.`) {
					t.Errorf("held for %s", r.Held[0].Reason)
				}
				return
			}
			if all := strings.Join(r.Allocations[0].Why, "\n"); !strings.Contains(all, tt.says) {
				t.Errorf("%q is missing in\n%s", tt.says, all)
			}
		})
	}
}

func TestRules_APersonsChoiceGoesBeforeThem(t *testing.T) {
	d := two(t)
	first := route(t, d).Allocations[0]
	dear := d.Int(`SELECT o.id FROM offer o JOIN supplier s ON s.id = o.supplier_id WHERE s.name = 'Dear'`)
	putRules(t, d, rule("O", routerule.Only, "Cheap"))
	d.Write(func(tx *store.Tx) error {
		_, err := routing.RerouteTx(tx, routing.Reroute{Allocation: first.ID, Offer: dear, Why: "sample"})
		return err
	})
	if got := d.Text(`SELECT s.name FROM allocation a JOIN supplier s ON s.id = a.supplier_id WHERE a.cancelled_at = ''`); got != "Dear" {
		t.Errorf("it is with %s", got)
	}
}

// basket is an order of A and B. One asks 10 for A and 14 for B, Two 13 and 10,
// Three has both for 12 each.
func basket(t *testing.T) *desktest.Desk {
	d := desktest.New(t)
	one, other, three := d.Supplier("One"), d.Supplier("Two"), d.Supplier("Three")
	d.Offer(one, "A", "10.00")
	d.Offer(one, "B", "14.00")
	d.Offer(other, "A", "13.00")
	d.Offer(other, "B", "10.00")
	d.Offer(three, "A", "12.00")
	d.Offer(three, "B", "12.00")
	d.Order("#1", desktest.Line("A", 1), func(o *model.Order) { o.Lines = append(o.Lines, desktest.Line("B", 1)) })
	return d
}

func TestRoute_WeighsTheCostOfAnotherParcel(t *testing.T) {
	for split, want := range map[string]string{
		"":     "#1 to One for 10.00 EUR; #1 to Two for 10.00 EUR",
		"2.99": "#1 to One for 10.00 EUR; #1 to Two for 10.00 EUR",
		"3.01": "#1 to Two for 13.00 EUR; #1 to Two for 10.00 EUR",
	} {
		d := basket(t)
		d.Set("routing.split_cost", split)
		r := route(t, d)
		if got := told(r); got != want {
			t.Errorf("at %q: got %s", split, got)
		}
		if all := strings.Join(r.Allocations[0].Why, "\n"); split == "3.01" && !strings.Contains(all, "All of the order goes to Two: together it counts 23.00 EUR, else 23.01 EUR.") {
			t.Errorf("the reason is missing in\n%s", all)
		}
	}
}

func TestRoute_ADropFeeForTheOrderCountsOnce(t *testing.T) {
	d := basket(t)
	for _, name := range []string{"One", "Two", "Three"} {
		d.Exec(`INSERT INTO drop_fee (supplier_id, amount, currency, per, valid_from) SELECT id, 40000, 'EUR', 'order', '2020-01-01' FROM supplier WHERE name = ?`, name)
	}
	r := route(t, d)
	if got := told(r); got != "#1 to Two for 13.00 EUR; #1 to Two for 10.00 EUR" || r.Allocations[0].Number != "17.00" || r.Allocations[1].Number != "10.00" {
		t.Errorf("got %s, %s and %s", got, r.Allocations[0].Number, r.Allocations[1].Number)
	}
}

func TestRules_OneParcelIsPreferredOrRequired(t *testing.T) {
	tests := []struct {
		name   string
		effect routerule.Effect
		set    func(d *desktest.Desk)
		want   string
	}{
		{"preferred, though dearer", routerule.SinglePreferred, func(*desktest.Desk) {}, "#1 to Two for 13.00 EUR; #1 to Two for 10.00 EUR"},
		{"preferred, and nobody can", routerule.SinglePreferred, func(d *desktest.Desk) { alone(d) }, "#1 to One for 10.00 EUR; #1 to Two for 10.00 EUR"},
		{"required", routerule.SingleRequired, func(*desktest.Desk) {}, "#1 to Two for 13.00 EUR; #1 to Two for 10.00 EUR"},
		{"required, and nobody can", routerule.SingleRequired, func(d *desktest.Desk) { alone(d) }, "#1 held single_parcel; #1 held single_parcel"},
		{"required, and a line has nobody", routerule.SingleRequired, func(d *desktest.Desk) {
			d.Exec(`DELETE FROM offer WHERE product_id = ?`, d.Product("B"))
		}, "#1 held single_parcel; #1 held single_parcel"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := basket(t)
			tt.set(d)
			putRules(t, d, rule("R", tt.effect))
			if got := told(route(t, d)); got != tt.want {
				t.Errorf("got %s", got)
			}
		})
	}
}

// alone leaves only One for A and only Two for B.
func alone(d *desktest.Desk) {
	d.Exec(`DELETE FROM offer WHERE product_id = ? AND cost > 100000`, d.Product("A"))
	d.Exec(`DELETE FROM offer WHERE product_id = ? AND cost > 100000`, d.Product("B"))
}

func TestRules_ALineIsSplitOnlyWhereARuleAllows(t *testing.T) {
	set := func() *desktest.Desk {
		d := desktest.New(t)
		for i, stock := range []model.Quantity{3, 4} {
			s := d.Supplier(fmt.Sprint("S", i))
			d.Offer(s, "A", fmt.Sprint(5+i))
			d.Stock(s, "A", stock, d.Today())
		}
		d.Order("#1", desktest.Line("A", 6))
		return d
	}
	d := set()
	if got := told(route(t, d)); got != "#1 held no_supplier" {
		t.Errorf("without a rule: %s", got)
	}
	putRules(t, d, rule("S", routerule.Split))
	r := route(t, d)
	if got := told(r); got != "#1 to S0 for 15.00 EUR; #1 to S1 for 18.00 EUR" || r.Routed != 1 {
		t.Errorf("got %s, %d routed", got, r.Routed)
	}
	if all := strings.Join(r.Allocations[0].Why, "\n"); !strings.Contains(all, "Nobody can take all 6 pieces: 3 of them go to S0.") || !strings.Contains(all, `Rule "S"`) {
		t.Errorf("got\n%s", all)
	}
	if got := told(route(t, d)); got != "" {
		t.Errorf("a second run did %s", got)
	}
	d = set()
	putRules(t, d, rule("S", routerule.Split))
	d.Exec(`UPDATE stock_count SET quantity = 2`)
	if got := told(route(t, d)); got != "#1 held no_supplier" || d.Int(`SELECT COUNT(*) FROM allocation`) != 0 {
		t.Errorf("what cannot be taken whole: %s", got)
	}
}

// Every piece of a line is with one supplier or waits, never both, and nobody is
// given more than he has.
func TestRoute_EveryPieceIsInExactlyOnePlace(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := desktest.New(t)
		for i := range rapid.IntRange(1, 4).Draw(rt, "suppliers") {
			s := d.Supplier(fmt.Sprint("S", i))
			for _, sku := range []string{"A", "B"} {
				d.Offer(s, sku, fmt.Sprint(rapid.IntRange(1, 9).Draw(rt, "cost")), func(o *model.Offer) {
					o.MOQ, o.Multiple = model.Quantity(rapid.IntRange(1, 3).Draw(rt, "moq")), model.Quantity(rapid.IntRange(1, 2).Draw(rt, "multiple"))
				})
				d.Stock(s, sku, model.Quantity(rapid.IntRange(0, 9).Draw(rt, "stock")), d.Today())
			}
		}
		d.Set("routing.split_cost", fmt.Sprint(rapid.IntRange(0, 5).Draw(rt, "split")))
		effects := []routerule.Effect{routerule.Split, routerule.NoSplit, routerule.SinglePreferred, routerule.SingleRequired}
		for i, e := range rapid.SliceOfN(rapid.SampledFrom(effects), 0, 2).Draw(rt, "rules") {
			putRules(t, d, rule(fmt.Sprint("R", i), e))
		}
		for i := range rapid.IntRange(1, 3).Draw(rt, "orders") {
			d.Order(fmt.Sprint("#", i), desktest.Line("A", model.Quantity(rapid.IntRange(1, 12).Draw(rt, "a"))), func(o *model.Order) {
				o.Lines = append(o.Lines, desktest.Line("B", model.Quantity(rapid.IntRange(1, 12).Draw(rt, "b"))))
			})
		}
		for range 2 {
			r := route(t, d)
			if n := d.Int(`SELECT COUNT(*) FROM order_line l WHERE l.quantity <> COALESCE((SELECT SUM(a.quantity) FROM allocation a WHERE a.line_id = l.id AND a.cancelled_at = ''), 0)
				+ CASE WHEN EXISTS (SELECT 1 FROM held_line h WHERE h.line_id = l.id) THEN l.quantity ELSE 0 END`); n != 0 {
				rt.Fatalf("%d lines are in no or in two places: %s", n, told(r))
			}
			if n := d.Int(`SELECT COUNT(*) FROM stock_count c JOIN (SELECT a.supplier_id, l.product_id, SUM(a.quantity) AS q FROM allocation a JOIN order_line l ON l.id = a.line_id
				WHERE a.cancelled_at = '' GROUP BY 1, 2) x ON x.supplier_id = c.supplier_id AND x.product_id = c.product_id WHERE x.q > c.quantity`); n != 0 {
				rt.Fatalf("%d suppliers were given more than they have: %s", n, told(r))
			}
			if n := d.Int(`SELECT COUNT(*) FROM (SELECT 1 FROM allocation WHERE cancelled_at = '' GROUP BY line_id, supplier_id HAVING COUNT(*) > 1)`); n != 0 {
				rt.Fatalf("%d lines are twice with one supplier", n)
			}
		}
	})
}
