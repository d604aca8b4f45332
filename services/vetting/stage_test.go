package vetting_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/vetting"
)

func updating(sql string) func(*store.Tx) error {
	return func(tx *store.Tx) error { return tx.Exec(sql).Error }
}

func TestSetStage_GoesOnlyWhereItCanAndKeepsTheReason(t *testing.T) {
	f := open(t)
	set := func(to model.Stage, reason string) error {
		return f.vetting.SetStage(t.Context(), vetting.StageChange{Supplier: "Brick & Co", To: to, Reason: reason})
	}
	for _, c := range []struct {
		to      model.Stage
		reason  string
		message string // "" when it is done
	}{
		{model.Probation, "x", "nothing to be on probation for"},
		{model.Vetting, " ", "Say why"},
		{"king", "x", "is not a stage"},
		{model.Candidate, "x", "already"},
		{model.Vetting, "papers asked for", ""},
		{model.Approved, "all in order", ""},
		{model.Blocked, "false declarations", ""},
		{model.Approved, "sorry", "vet it again"},
		{model.Vetting, "a second chance", ""},
	} {
		err := set(c.to, c.reason)
		if c.message == "" && err != nil || c.message != "" && (err == nil || !strings.Contains(err.Error(), c.message)) {
			t.Errorf("to %s: %v, want %q", c.to, err, c.message)
		}
	}
	steps, err := f.vetting.StageHistory(t.Context(), "Brick & Co")
	if err != nil || len(steps) != 4 || steps[0].Reason != "a second chance" || steps[0].From != model.Blocked || steps[0].To != model.Vetting {
		t.Fatalf("steps %+v, %v", steps, err)
	}
	if on := one[string](f, `SELECT requalify_on FROM supplier WHERE name = 'Brick & Co'`); on != "2027-03-31" {
		t.Errorf("to be vetted again on %q", on)
	}
	f.put("supplier", `{"name":"Acme","stage":"probation","stage_reason":"late again"}`)
	if s := f.sheet("Acme"); s.Why != "late again" || s.Since != "2026-03-31" || !s.Allowance.Warns {
		t.Errorf("by put: %+v", s)
	}
}

func TestSetStage_HoldsFromTheDayGivenAndIsNeverPassedOverInSilence(t *testing.T) {
	f := open(t)
	for _, c := range []struct {
		to      model.Stage
		on      model.Date
		message string // "" when it is done
	}{
		{model.Vetting, "2025-01-10", ""},
		{model.Approved, "2025-03-01", ""},
		{model.Vetting, "2025-01-10", "is known to have become"},
		{model.Blocked, "2025-02-01", "in their order"},
		{model.Blocked, "2026-04-01", "still to come"},
		{model.Probation, "", ""},
	} {
		err := f.vetting.SetStage(t.Context(), vetting.StageChange{Supplier: "Brick & Co", To: c.to, On: c.on, Reason: "as known"})
		if c.message == "" && err != nil || c.message != "" && (err == nil || !strings.Contains(err.Error(), c.message)) {
			t.Errorf("to %s on %s: %v, want %q", c.to, c.on, err, c.message)
		}
	}
	if on := one[string](f, `SELECT requalify_on FROM supplier WHERE name = 'Brick & Co'`); on != "2026-03-01" {
		t.Errorf("to be vetted again on %q, a year after the approval", on)
	}
	if s := f.sheet("Brick & Co"); s.Since != "2026-03-31" || s.Stage != model.Probation {
		t.Errorf("%s since %s", s.Stage, s.Since)
	}
}

func TestAllowance_TrialTakesSoManyOpenOrdersOnly(t *testing.T) {
	d := desktest.New(t)
	d.Set("vetting.trial_orders", "2")
	id := d.Supplier("Acme", func(s *model.Supplier) { s.Stage = model.Trial })
	d.Offer(id, "A", "5.00")
	for _, n := range []string{"#1", "#2", "#3"} {
		d.Order(n, desktest.Line("A", 1))
	}
	route := func() routing.Result {
		t.Helper()
		r, err := routing.New(d.DB, d.Bus, d.Jobs).Route(t.Context(), routing.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := route()
	if r.Routed != 2 || len(r.Held) != 1 || !strings.Contains(r.Held[0].Reason, "on trial and has 2 of 2 open orders") {
		t.Fatalf("routed %d, held %+v", r.Routed, r.Held)
	}
	if _, err := purchase.New(d.DB, d.Bus).Draft(t.Context()); err != nil {
		t.Fatal(err)
	}
	warnings := func() (blocked int) {
		t.Helper()
		found, err := purchase.New(d.DB, d.Bus).Warnings(t.Context(), []int64{1, 2})
		if err != nil {
			t.Fatal(err)
		}
		for _, all := range found {
			for _, w := range all {
				if w.Code == purchase.WarnSupplier && w.Blocking {
					blocked++
				}
			}
		}
		return blocked
	}
	if n := warnings(); n != 0 {
		t.Errorf("%d of the two allowed are blocked", n)
	}
	d.Set("vetting.trial_orders", "1")
	if n := warnings(); n != 1 {
		t.Errorf("with one allowed %d are blocked, want the later one", n)
	}
	d.Exec(`UPDATE purchase_line SET purchase_id = 1, position = 2 WHERE purchase_id = 2`)
	if n := warnings(); n != 1 {
		t.Errorf("in one purchase order %d are blocked, want the later one", n)
	}
	d.Exec(`UPDATE purchase_line SET purchase_id = 2, position = 1 WHERE position = 2`)
	d.Set("vetting.trial_orders", "2")
	d.Exec(`UPDATE purchase_order SET state = 'closed' WHERE id = 1`)
	if r := route(); r.Routed != 1 {
		t.Errorf("after one was finished %d are routed, held %+v", r.Routed, r.Held)
	}
}

func TestAllowance_FollowsTheStage(t *testing.T) {
	f := open(t)
	for stage, want := range map[model.Stage][2]bool{
		model.Candidate: {false, false}, model.Vetting: {false, false}, model.Trial: {true, true}, model.Approved: {true, false},
		model.Probation: {true, true}, model.Blocked: {false, false},
	} {
		f.put("supplier", `{"name":"Acme","stage":"`+string(stage)+`"}`)
		a, err := f.vetting.Allows(t.Context(), "acme")
		if err != nil || a.May != want[0] || a.Warns != want[1] || (a.Reason == "") != (want == [2]bool{true, false}) {
			t.Errorf("%s: %+v, %v", stage, a, err)
		}
	}
}

// good passes all gates of the wholesaler's template with the grade.
func good(supplier, date, grade string) string {
	return `{"supplier":"` + supplier + `","date":"` + date + `","template":"Wholesaler","gates":{"registered":true,"tested":true,"tracking":true,"returns":true,"neutral":true,"answers":true,"safety":true,"own_rights":true},
		"grades":{"product":` + grade + `,"delivery":` + grade + `,"stock":` + grade + `,"handling":` + grade + `,"price":` + grade + `}}`
}

func TestProposals_ComeFromTheFactsAndAPersonDecides(t *testing.T) {
	f := open(t)
	reasons := func() (all []string) {
		t.Helper()
		ps, err := f.vetting.Proposals(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range ps {
			all = append(all, p.Supplier+" "+string(p.To)+": "+p.Reason)
		}
		return all
	}
	only := func(want string) vetting.Proposal {
		t.Helper()
		got := reasons()
		if len(got) != 1 || !strings.Contains(got[0], want) {
			t.Fatalf("proposed %q, want %q", got, want)
		}
		ps, _ := f.vetting.Proposals(t.Context())
		return ps[0]
	}
	if got := reasons(); len(got) != 0 {
		t.Errorf("without assessments %q", got)
	}
	f.put("assessment", good("Acme", "2026-02-01", "1.5"))
	p := only(`Acme probation: The assessment of 2026-02-01 scores 12.5 of 100, under the limit of 50`)
	f.put("assessment", `{"supplier":"Acme","date":"2026-02-01","gates":{"returns":false}}`)
	if err := f.vetting.Accept(t.Context(), "Acme", p.Cause, ""); model.CodeOf(err) != model.Conflict {
		t.Errorf("a proposal whose facts changed: %v", err)
	}
	p = only(`Acme probation: The gate "Takes defects back, in writing" failed`)
	if err := f.vetting.Refuse(t.Context(), "Acme", p.Cause, ""); model.CodeOf(err) != model.Invalid {
		t.Errorf("refused without a reason: %v", err)
	}
	if err := f.vetting.Refuse(t.Context(), "Acme", p.Cause, "they promised to mend it"); err != nil {
		t.Fatal(err)
	}
	if got := reasons(); len(got) != 0 {
		t.Errorf("after it was turned down %q", got)
	}
	f.put("assessment", `{"supplier":"Acme","date":"2026-03-01","template":"Wholesaler","gates":{"returns":false}}`)
	p = only(`failed in the assessment of 2026-03-01`)
	if err := f.vetting.Accept(t.Context(), "Acme", p.Cause, "Agreed with Anna."); err != nil {
		t.Fatal(err)
	}
	if s := f.sheet("Acme"); s.Stage != model.Probation || !strings.HasSuffix(s.Why, "probation is proposed. Agreed with Anna.") || len(s.Proposals) != 0 {
		t.Errorf("after it was accepted %+v", s)
	}
	f.put("assessment", good("Brick & Co", "2026-03-01", "4"))
	only("Brick & Co trial: All gates are passed and the assessment of 2026-03-01 scores 75.0 of 100: a trial is proposed.")
}

func TestDue_ListsTheOldestFirstAndLeavesBlockedOut(t *testing.T) {
	f := open(t)
	f.put("supplier", `[{"name":"Acme","requalify_on":"2026-04-15"},{"name":"Shut","type":"agent","stage":"blocked","requalify_on":"2026-01-01"}]`)
	for _, kind := range []string{"credential", "talk", "action"} {
		f.put(kind, example[kind])
	}
	f.put("talk", `{"supplier":"Acme","date":"2026-03-30","subject":"Later","follow_up":"2026-04-01"}`)
	due, err := f.vetting.Due(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range due {
		got = append(got, d.Kind+" "+d.What)
	}
	if all := strings.Join(got, ", "); all != "follow_up Late parcels, action Second shift, credential Resale certificate, requalification Acme" {
		t.Errorf("due: %s", all)
	}
	if due[0].Days != -11 || due[3].Days != 15 {
		t.Errorf("days %d and %d", due[0].Days, due[3].Days)
	}
}

func TestSavings_AreCountedFromPurchaseOrdersSinceTheDay(t *testing.T) {
	d := desktest.New(t)
	id := d.Supplier("Acme")
	d.Offer(id, "A", "5.00")
	d.Order("#1", desktest.Line("A", 3))
	d.Order("#2", desktest.Line("A", 2))
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(t.Context(), routing.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := purchase.New(d.DB, d.Bus).Draft(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.Exec(`UPDATE purchase_order SET state = 'sent', sent_at = CASE id WHEN 1 THEN '2026-02-10T10:00:00Z' ELSE '2026-03-10T10:00:00Z' END`)
	v := vetting.New(d.DB, d.Bus)
	a := func(s string) *vetting.TermInput {
		return &vetting.TermInput{Term: s, Before: amount("6.40"), After: amount("5.00")}
	}
	price, fee := a(vetting.TermPrice), a(vetting.TermOrderFee)
	price.SKU = "A"
	put := func(from model.Date, terms ...vetting.TermInput) {
		t.Helper()
		if _, err := v.PutAgreements(t.Context(), []vetting.AgreementInput{{Supplier: "Acme", ValidFrom: from, Changes: &terms}}); err != nil {
			t.Fatal(err)
		}
	}
	put("2026-02-01", *price, *fee, vetting.TermInput{Term: vetting.TermOther, Note: "30 days"})
	check := func(want map[string]string) {
		t.Helper()
		all, err := v.Savings(t.Context(), "Acme")
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range all {
			got := "unknown"
			if s.Saved != nil {
				got = s.Saved.Text(s.Currency)
			}
			if key := string(s.From) + " " + s.Term.Term; got != want[key] {
				t.Errorf("%s saved %s, want %s", key, got, want[key])
			}
		}
		if len(all) != len(want) {
			t.Errorf("%d savings, want %d", len(all), len(want))
		}
	}
	check(map[string]string{"2026-02-01 price": "7.00", "2026-02-01 order_fee": "2.80", "2026-02-01 other": "unknown"})
	put("2026-03-01", *price) // the same price anew: the former stops counting
	check(map[string]string{"2026-02-01 price": "4.20", "2026-02-01 order_fee": "2.80", "2026-02-01 other": "unknown", "2026-03-01 price": "2.80"})
}
