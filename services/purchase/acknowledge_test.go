package purchase_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// ordered is a desk with one purchase order of two orders that the supplier has:
// 2 and 3 pieces of A at 5.00, and one of B at 2.00.
func ordered(t *testing.T) (*desktest.Desk, *purchase.Service) {
	t.Helper()
	d := desktest.New(t)
	id := d.Supplier("Acme", batching(model.Daily))
	d.Offer(id, "A", "5.00")
	d.Offer(id, "B", "2.00")
	d.Order("#1", desktest.Line("A", 2), func(o *model.Order) { o.Lines = append(o.Lines, desktest.Line("B", 1)) })
	d.Order("#2", desktest.Line("A", 3))
	s, rows := drafted(t, d)
	if len(rows) != 1 {
		t.Fatalf("%d purchase orders", len(rows))
	}
	d.Write(func(tx *store.Tx) error {
		for _, to := range []model.PurchaseState{model.PurchaseApproved, model.PurchaseQueued, model.PurchaseSent} {
			if err := purchase.Move(tx, rows[0].ID, to, ""); err != nil {
				return err
			}
		}
		return purchase.Rebook(tx, []int64{1, 2})
	})
	return d, s
}

func acknowledge(t *testing.T, s *purchase.Service, json string) record.Result {
	t.Helper()
	ins, err := record.Decode[purchase.Acknowledgement](purchase.AckKind, []byte(json))
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Acknowledge(ctx, ins)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func product(d *desktest.Desk) string {
	return model.Amount(d.Int(`SELECT COALESCE(SUM(amount), 0) FROM cost_fact WHERE type = 'product' AND superseded_at = ''`)).String()
}

func TestAcknowledge_AsOrderedMakesItAcknowledgedAndTheSameAgainChangesNothing(t *testing.T) {
	d, s := ordered(t)
	const json = `{"purchase":"PO-000001","date":"2026-03-31","reference":"A-77","lines":[{"sku":"A","quantity":5,"price":"5.00","ship_date":"2026-04-02"}]}`
	if r := acknowledge(t, s, json); r.Created != 1 {
		t.Fatalf("got %+v", r)
	}
	p := list(t, d, purchase.Filter{State: "acknowledged"})[0]
	if p.Reference != "A-77" || *p.Answered != "2026-03-31" || *p.ShipDate != "2026-04-02" || p.Backorder != 0 || p.Raised || len(p.Warnings()) != 0 {
		t.Errorf("got %+v", p)
	}
	if r := acknowledge(t, s, json); r.Unchanged != 1 || d.Int(`SELECT COUNT(*) FROM acknowledgement`) != 1 {
		t.Errorf("got %+v", r)
	}
	if r := acknowledge(t, s, `{"purchase":"PO-000001","date":"2026-04-01","reference":"A-77"}`); r.Updated != 1 || list(t, d, purchase.Filter{})[0].State != model.PurchaseAcknowledged {
		t.Errorf("got %+v", r)
	}
}

func TestAcknowledge_FewerPiecesAreNotedAsBackorderLineByLine(t *testing.T) {
	d, s := ordered(t)
	acknowledge(t, s, `{"purchase":"PO-000001","lines":[{"sku":"S-A","quantity":3}]}`)
	p := list(t, d, purchase.Filter{})[0]
	if p.State != model.PurchaseAcknowledged || p.Backorder != 2 || !strings.Contains(strings.Join(p.Warnings(), ""), "2 pieces of PO-000001 do not come yet") {
		t.Errorf("got %+v", p)
	}
	if got := d.Text(`SELECT GROUP_CONCAT(quantity || '+' || backorder, ' ') FROM (SELECT * FROM acknowledgement_line ORDER BY purchase_line_id)`); got != "2+0 1+0 1+2" {
		t.Errorf("got %s", got)
	}
	if n := d.Int(`SELECT COUNT(*) FROM history WHERE field = 'backorder of A'`); n != 1 {
		t.Errorf("%d entries in the history", n)
	}
}

func TestAcknowledge_AHigherPriceWaitsForAPersonAndThenReachesTheBooks(t *testing.T) {
	d, s := ordered(t)
	acknowledge(t, s, `{"purchase":"PO-000001","lines":[{"sku":"A","price":"5.50"}]}`)
	p := list(t, d, purchase.Filter{State: "price_raised"})
	if len(p) != 1 || p[0].State != model.PurchaseSent || !p[0].Raised || !strings.Contains(p[0].Warnings()[0], "higher price") || product(d) != "27.00" {
		t.Fatalf("got %+v, cost %s", p, product(d))
	}
	if b, err := json.Marshal(p[0]); err != nil || !strings.Contains(string(b), `"state":"price_raised"`) {
		t.Errorf("listed as %s %v", b, err)
	}
	if err := s.AcceptPrice(ctx, 1); err != nil {
		t.Fatal(err)
	}
	now := list(t, d, purchase.Filter{})[0]
	if now.State != model.PurchaseAcknowledged || now.Raised || now.Total.String() != "29.50" || product(d) != "29.50" {
		t.Errorf("got %+v, cost %s", now, product(d))
	}
	if n := d.Int(`SELECT COUNT(*) FROM history WHERE field = 'unit_cost of A' AND old_value = '5.00' AND new_value = '5.50'`); n != 2 {
		t.Errorf("%d entries in the history", n)
	}
	if err := s.AcceptPrice(ctx, 1); model.CodeOf(err) != model.Conflict {
		t.Errorf("accepted twice: %v", err)
	}
}

func TestAcknowledge_AHigherPriceIsAcceptedByCommandToo(t *testing.T) {
	for name, all := range map[string][]string{
		"at once": {`{"purchase":"PO-000001","lines":[{"sku":"A","price":"5.50"}],"accept_price":true}`},
		"later":   {`{"purchase":"PO-000001","lines":[{"sku":"A","price":"5.50"}]}`, `{"purchase":"PO-000001","accept_price":true}`},
	} {
		t.Run(name, func(t *testing.T) {
			d, s := ordered(t)
			for _, json := range all {
				acknowledge(t, s, json)
			}
			if p := list(t, d, purchase.Filter{})[0]; p.State != model.PurchaseAcknowledged || p.Raised || product(d) != "29.50" {
				t.Errorf("got %+v, cost %s", p, product(d))
			}
			if r := acknowledge(t, s, all[len(all)-1]); r.Unchanged != 1 {
				t.Errorf("the same again: %+v", r)
			}
		})
	}
}

func TestAcknowledge_ANewAnswerReplacesOneWhosePriceWasNotAccepted(t *testing.T) {
	d, s := ordered(t)
	acknowledge(t, s, `{"purchase":"PO-000001","reference":"1","lines":[{"sku":"A","price":"5.50"}]}`)
	acknowledge(t, s, `{"purchase":"PO-000001","reference":"2","lines":[{"sku":"A","price":"5.00"}]}`)
	if p := list(t, d, purchase.Filter{})[0]; p.State != model.PurchaseAcknowledged || p.Raised || p.Reference != "2" || product(d) != "27.00" {
		t.Errorf("got %+v", p)
	}
	if got := d.Text(`SELECT GROUP_CONCAT(price) FROM acknowledgement`); got != "replaced,as_ordered" {
		t.Errorf("got %s", got)
	}
}

func TestAcknowledge_RefusedGivesTheLinesBackHeldWithTheReason(t *testing.T) {
	d, s := ordered(t)
	acknowledge(t, s, `{"purchase":"PO-000001","refused":"out of stock"}`)
	p := list(t, d, purchase.Filter{})[0]
	if p.State != model.PurchaseRefused || p.Refused != "out of stock" || d.Int(`SELECT COUNT(*) FROM allocation WHERE cancelled_at = ''`) != 0 {
		t.Errorf("got %+v", p)
	}
	if n := d.Int(`SELECT COUNT(*) FROM held_line WHERE reason LIKE '%PO-000001 was refused: out of stock%'`); n != 3 {
		t.Errorf("%d lines are held", n)
	}
	if product(d) != "0.00" && d.Int(`SELECT COUNT(*) FROM cost_fact WHERE type = 'product' AND superseded_at = '' AND state = 'quoted'`) != 0 {
		t.Errorf("its cost stays: %s", product(d))
	}
	for _, id := range []int64{1, 2} {
		if _, err := s.ReleaseOrder(ctx, id, ""); err != nil {
			t.Fatal(err)
		}
	}
	route(t, d)
	if n := d.Int(`SELECT COUNT(*) FROM allocation WHERE cancelled_at = ''`); n != 3 {
		t.Errorf("%d lines are with a supplier again", n)
	}
}

func TestAcknowledge_RefusesWhatCannotBe(t *testing.T) {
	tests := map[string]struct{ json, says string }{
		"a purchase order not in the book": {`{"purchase":"PO-9"}`, "no purchase order PO-9"},
		"an article not ordered":           {`{"purchase":"PO-000001","lines":[{"sku":"AA"}]}`, "does not stand in PO-000001"},
		"more than ordered":                {`{"purchase":"PO-000001","lines":[{"sku":"A","quantity":6}]}`, "5 of A were ordered"},
		"a day that is still to come":      {`{"purchase":"PO-000001","date":"2030-01-01"}`, "2030-01-01 is still to come"},
		"a day before it was ordered":      {`{"purchase":"PO-000001","date":"2020-01-01"}`, "2020-01-01 is long before what PO-000001 is for was ordered"},
		"sent before it was ordered":       {`{"purchase":"PO-000001","lines":[{"sku":"A","ship_date":"2020-01-01"}]}`, "ship_date of A: 2020-01-01 is long before"},
		"refused and coming at once":       {`{"purchase":"PO-000001","refused":"gone","lines":[{"sku":"A","quantity":2}]}`, "the whole order is refused, and 2 of A come"},
		"the same article twice":           {`{"purchase":"PO-000001","lines":[{"sku":"A"},{"sku":"S-A"}]}`, "named twice"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d, s := ordered(t)
			ins, err := record.Decode[purchase.Acknowledgement](purchase.AckKind, []byte(tt.json))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Acknowledge(ctx, ins); model.CodeOf(err) != model.Invalid || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v", err)
			}
			if d.Int(`SELECT COUNT(*) FROM acknowledgement`) != 0 {
				t.Error("something was recorded")
			}
		})
	}
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	d.Order("#1", desktest.Line("A", 2))
	s, _ := drafted(t, d)
	if _, err := s.Acknowledge(ctx, []purchase.Acknowledgement{{Purchase: "PO-000001"}}); model.CodeOf(err) != model.Refused {
		t.Errorf("a draft was acknowledged: %v", err)
	}
}

func TestDatabase_KeepsAcknowledgements(t *testing.T) {
	d, s := ordered(t)
	acknowledge(t, s, `{"purchase":"PO-000001"}`)
	for _, statement := range []string{
		`UPDATE acknowledgement SET reference = 'x'`, `DELETE FROM acknowledgement`, `UPDATE acknowledgement SET price = 'accepted'`,
		`UPDATE acknowledgement_line SET quantity = 0`, `DELETE FROM acknowledgement_line`,
	} {
		if err := d.DB.Write(ctx, func(tx *store.Tx) error { return tx.Exec(statement).Error }); err == nil {
			t.Errorf("%s was possible", statement)
		}
	}
}
