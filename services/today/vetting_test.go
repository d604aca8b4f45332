package today_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
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
