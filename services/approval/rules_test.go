package approval_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/routerule"
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
