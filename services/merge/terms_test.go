package merge_test

import (
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/merge"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/routerule"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/supplier"
)

func TestMerge_DropFeesAndRulesGoToTheSupplierThatIsKept(t *testing.T) {
	d := desktest.New(t)
	into, from := d.Supplier("Acme GmbH"), d.Supplier("ACME")
	d.Supplier("Other")
	fee := record.Amount(model.MustAmount("1.50"))
	_, err := sourcing.New(d.DB, d.Bus).PutDropFees(ctx, []sourcing.DropFeeInput{{Supplier: "ACME", ValidFrom: "2026-01-01", Amount: &fee}})
	ok(t, err)
	rules := routerule.New(d.DB, d.Bus)
	prefer, only := routerule.Prefer, routerule.Only
	_, err = rules.Put(ctx, []routerule.Input{
		{Name: "First", Effect: &prefer, Suppliers: &[]string{"Other", "ACME"}},
		{Name: "Second", Effect: &only, Suppliers: &[]string{"ACME", "Acme GmbH"}},
	})
	ok(t, err)
	named := func() string {
		return d.Text(`SELECT group_concat(name || ' ' || suppliers, '; ') FROM (SELECT * FROM route_rule WHERE ended_at = '' ORDER BY place)`)
	}
	fees := func() string { return d.Text(`SELECT group_concat(supplier_id, ' ') FROM drop_fee`) }
	rulesBefore, feesBefore := named(), fees()
	p, err := service(d).Merge(ctx, merge.Request{Kind: supplier.Kind, From: from, Into: into})
	ok(t, err)
	moves := map[string]int{}
	for _, m := range p.Moves {
		moves[m.What] = m.N
	}
	if moves[merge.DropFees] != 1 || moves[merge.Rules] != 2 {
		t.Errorf("moves %v", p.Moves)
	}
	if got := named(); got != "First [3,1]; Second [1]" {
		t.Errorf("the rules name %s", got)
	}
	if fees() != "1" {
		t.Errorf("the fee is of supplier %s", fees())
	}
	ok(t, service(d).Undo(ctx, supplier.Kind, from))
	if named() != rulesBefore || fees() != feesBefore {
		t.Errorf("taken back: %s, fee of %s", named(), fees())
	}
}

func TestUndo_OrdersThatCameInSinceUnderTheOldSKUGoBackWithIt(t *testing.T) {
	d := desktest.New(t)
	d.Order("#1", desktest.Line("OLD", 1))
	d.Order("#2", desktest.Line("NEW", 1))
	of := func(sku string) string {
		return d.Text(`SELECT COALESCE(group_concat(l.sku || ':' || p.sku, ' '), '') FROM order_line l JOIN product p ON p.id = l.product_id WHERE l.sku = ?`, sku)
	}
	_, err := service(d).Merge(ctx, merge.Request{Kind: product.Kind, From: 1, Into: 2})
	ok(t, err)
	d.Order("#3", desktest.Line("OLD", 1))
	if got := of("OLD"); got != "OLD:NEW OLD:NEW" {
		t.Fatalf("merged: %s", got)
	}
	ok(t, service(d).Undo(ctx, product.Kind, 1))
	if got := of("OLD"); got != "OLD:OLD OLD:OLD" || of("NEW") != "NEW:NEW" {
		t.Errorf("taken back: %s and %s", got, of("NEW"))
	}
}
