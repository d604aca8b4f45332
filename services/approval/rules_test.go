package approval_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routerule"
	"github.com/dropledger/dropledger/services/setting"
)

func TestWhy_NamesTheRulesAndEveryLineOfTheNumber(t *testing.T) {
	d, s, _ := rivals(t)
	effect, who := routerule.Prefer, []string{"Dear"}
	_, err := routerule.New(d.DB, d.Bus).Put(ctx, []routerule.Input{{Name: "Fast first", Effect: &effect, Suppliers: &who}})
	ok(t, err)
	d.Exec(`INSERT INTO drop_fee (supplier_id, amount, currency, per, valid_from) SELECT id, 12500, 'EUR', 'order', '2020-01-01' FROM supplier WHERE name = 'Dear'`)
	w, err := s.Candidates(ctx, given(d, "#1"))
	ok(t, err)
	c := w.Candidates[0]
	sum := model.Amount(0)
	var kinds []string
	for _, p := range c.Parts {
		sum, kinds = sum.Add(p.Amount), append(kinds, p.Kind)
	}
	if c.Supplier != "Dear" || c.Rule != "Fast first" || c.Cost.Text("EUR") != "15.75" || sum != c.Cost || strings.Join(kinds, " ") != "product shipping drop_fee" || len(c.Unknown) == 0 {
		t.Errorf("got %+v", c)
	}
}

func TestWhy_ReadsWhatWasExplainedBeforeThereWereLines(t *testing.T) {
	d, s, _ := rivals(t)
	id := given(d, "#1")
	text := d.Text(`SELECT explanation FROM allocation WHERE id = ?`, id)
	cut := func(from, to string) {
		for {
			a := strings.Index(text, from)
			if a < 0 {
				return
			}
			b := strings.Index(text[a:], to)
			text = text[:a] + text[a+b+len(to):]
		}
	}
	cut(`"number":"`, `",`)
	cut(`"lines":[`, `],`)
	d.Exec(`UPDATE allocation SET explanation = ? WHERE id = ?`, text, id)
	w, err := s.Why(ctx, id)
	ok(t, err)
	if c := w.Candidates[0]; c.Cost.Text("EUR") != "13.00" || len(c.Parts) != 2 || c.Parts[0].Kind != approval.PartProduct || c.Parts[0].Amount.Add(c.Parts[1].Amount) != c.Cost {
		t.Errorf("got %+v", c)
	}
}

// What is routed by command is held below the floor as in the window, a dry run
// says so and keeps nothing, and such an order does not leave unseen.
func TestChoose_HoldsOrdersBelowTheFloorAsTheWindowDoes(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	d.Offer(d.Supplier("Beta"), "B", "45.00")
	d.Set(string(setting.MarginFloor), "18.0")
	d.Order("#1", desktest.Line("A", 1))
	d.Order("#2", desktest.Line("B", 1))
	s := service(d)
	const want = "Order #2 earns 10.0 %, 8.0 points under the floor of 18.0 %. Give it to a cheaper supplier, or release it."
	for _, dry := range []bool{true, false} {
		r, err := s.Choose(ctx, dry)
		ok(t, err)
		if r.Routed != 2 || r.DryRun != dry || len(r.Held) != 1 || r.Held[0].Order != "#2" || r.Held[0].Code != "margin_floor" || r.Held[0].Reason != want {
			t.Errorf("dry run %v: %+v", dry, r)
		}
		if n := d.Int(`SELECT COUNT(*) FROM held_line`); (n == 0) != dry {
			t.Errorf("dry run %v: %d lines are held", dry, n)
		}
	}
	if n := d.Int(`SELECT COUNT(*) FROM purchase_order`); n != 0 {
		t.Errorf("%d purchase orders were gathered", n)
	}
	r, err := forward.New(d.DB, d.Bus, d.Jobs, plain{}).Forward(ctx, forward.Options{Out: t.TempDir(), Approve: true})
	ok(t, err)
	if len(r.Sent) != 1 || r.Sent[0].Supplier != "Acme" {
		t.Errorf("sent %+v, held %+v", r.Sent, r.Held)
	}
	if r, err := s.Choose(ctx, false); err != nil || r.Routed != 0 || len(r.Held) != 1 || !strings.Contains(r.Held[0].Reason, "under the floor") {
		t.Errorf("a second run: %+v, %v", r, err)
	}
	_, err = s.Release(ctx, order(d, "#2"), "a good customer")
	ok(t, err)
	if r, err := s.Choose(ctx, false); err != nil || len(r.Held) != 0 || d.Int(`SELECT COUNT(*) FROM held_line`) != 0 {
		t.Errorf("held again: %+v, %v", r, err)
	}
}

// picky are documents made on a computer without Chinese fonts.
type picky struct{ plain }

func (picky) Unprintable(texts ...string) []string {
	if strings.Contains(strings.Join(texts, ""), "山") {
		return []string{"山 is missing."}
	}
	return nil
}

func TestBoard_WarnsBeforeSendingOfCharactersThatNoFontPrints(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	d.Order("#1", desktest.Line("A", 1), func(o *model.Order) { o.ShipTo.Name, o.ShipTo.City = "山 Zoë", "山" })
	d.Order("#2", desktest.Line("A", 1))
	s := approval.New(d.DB, d.Bus, d.Jobs, picky{})
	route(t, s)
	said := map[string][]string{}
	for _, p := range board(t, s).Purchases {
		for _, o := range p.Orders {
			for _, w := range o.Warnings {
				if w.Code == purchase.WarnGlyphs {
					said[o.Number] = append(said[o.Number], w.Message)
					if w.Blocking || w.Remedy == "" || w.Severity() != purchase.Caution {
						t.Errorf("%+v", w)
					}
				}
			}
		}
	}
	if len(said) != 1 || !slices.Equal(said["#1"], []string{"Order #1: 山 is missing."}) {
		t.Errorf("said %q", said)
	}
}
