package today_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/aftersale"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/today"
	"github.com/dropledger/dropledger/services/vetting"
)

func TestWork_TellsWhatVettingAsksForOnceForEachSupplier(t *testing.T) {
	d, _, s := desk(t)
	v := vetting.New(d.DB, d.Bus)
	if got := text(work(t, s)); strings.Contains(got, string(today.VettingDue)) || strings.Contains(got, string(today.StageWaits)) {
		t.Errorf("nothing is due:\n%s", got)
	}
	day, ends := d.Today().AddDays(-9), d.Today().AddDays(5)
	if _, err := v.PutCredentials(t.Context(), []vetting.CredentialInput{{Supplier: "Acme", Name: "Licence", HandedOver: &day, Expires: &ends}}); err != nil {
		t.Fatal(err)
	}
	i := only(t, work(t, s), today.VettingDue)
	if i.Count != 1 || i.Facts.Name != "Licence" || i.Facts.On != ends || i.Since != "" || i.Place.Key != "Acme" || i.Group != today.Supply {
		t.Errorf("a paper that ends: %+v", i)
	}
	d.Exec(`UPDATE supplier SET requalify_on = ?`, string(d.Today().AddDays(-3)))
	if i = only(t, work(t, s), today.VettingDue); i.Count != 2 || i.Facts.Name != "" || i.Since != "2026-03-28T00:00:00Z" {
		t.Errorf("with a vetting overdue: %+v", i)
	}
	no := false
	gates := map[string]vetting.VerdictInput{"returns": vetting.Pass(&no)}
	if _, err := v.PutAssessments(t.Context(), []vetting.AssessmentInput{{Supplier: "Acme", Date: d.Today(), Gates: gates}}); err != nil {
		t.Fatal(err)
	}
	i = only(t, work(t, s), today.StageWaits)
	if i.Facts.Stage != model.Probation || !strings.Contains(i.Facts.Reason, "probation is proposed") || i.Verb != today.Decide {
		t.Errorf("a failed gate: %+v", i)
	}
}

func TestWork_TellsOfCasesWhoseClaimIsDueOnceForEachSupplier(t *testing.T) {
	d, _, s := desk(t)
	d.Order("#77", desktest.Line("LAMP", 1))
	d.Exec(`UPDATE supplier SET claim_days = 14`)
	d.Exec(`UPDATE order_line SET supplier_id = (SELECT id FROM supplier WHERE name = 'Acme')`)
	d.Exec(`UPDATE sales_order SET placed_on = ?`, string(d.Today().AddDays(-30)))
	refund := record.Known(record.Amount(model.MustAmount("25")))
	opened := string(d.Today().AddDays(-9))
	cases := aftersale.New(d.DB, d.Bus)
	if _, err := cases.Put(t.Context(), []aftersale.Input{{Order: "#77", Kind: model.CaseLost, Opened: opened, Refund: refund}}); err != nil {
		t.Fatal(err)
	}
	i := only(t, work(t, s), today.ClaimDue)
	if i.Count != 1 || i.Group != today.Risk || i.Facts.Supplier != "Acme" || i.Facts.Order != "#77" || i.Facts.On != d.Today().AddDays(5) || i.Stake != model.MustAmount("25") {
		t.Errorf("got %+v", i)
	}
	if _, err := cases.Put(t.Context(), []aftersale.Input{{Order: "#77", Kind: model.CaseLost, Opened: opened, Claim: &aftersale.ClaimInput{}}}); err != nil {
		t.Fatal(err)
	}
	if got := text(work(t, s)); strings.Contains(got, string(today.ClaimDue)) {
		t.Errorf("once it is claimed:\n%s", got)
	}
}
