package vetting_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	rules "github.com/dropledger/dropledger/model/assessment"
	"github.com/dropledger/dropledger/services/vetting"
)

func TestTemplates_ShipWithOneForEverySourcingTypeAndAreSound(t *testing.T) {
	f := open(t)
	all, err := f.vetting.Templates(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	types := map[model.SourcingType]bool{}
	for i := range all {
		types[all[i].Type] = true
		r := all[i].Rules()
		if err := r.Check(); err != nil {
			t.Errorf("%s: %v", all[i].Name, err)
		}
		if r.Criterion("reviews") == nil || r.Criterion("references") == nil || r.Gate("tested") == nil {
			t.Errorf("%s lacks reviews, references or a test order", all[i].Name)
		}
		for _, c := range r.Criteria {
			if c.Help == "" || len(c.Levels) != 5 {
				t.Errorf("%s: %s is not explained", all[i].Name, c.Name)
			}
		}
		for _, g := range r.Gates {
			if g.Help == "" {
				t.Errorf("%s: %s is not explained", all[i].Name, g.Name)
			}
		}
	}
	if len(types) != 5 {
		t.Errorf("templates for %v", types)
	}
}

// Oracle SC-20: a merchant's published thresholds stand in the marketplace
// template.
func TestTemplates_TheMarketplaceOneHasThePublishedThresholds(t *testing.T) {
	f := open(t)
	all, err := f.vetting.TemplateVersions(t.Context(), "marketplace shop")
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	for key, part := range map[string]string{
		"rating": "4.5 of 5, from at least 500", "volume": "1,000 orders in the last 12 months", "processing": "48 hours", "reply": "24 hours", "success": "95 %",
	} {
		if g := all[0].Rules().Gate(key); g == nil || !strings.Contains(g.Name+g.Help, part) {
			t.Errorf("no gate %s with %q: %+v", key, part, g)
		}
	}
}

func TestPutTemplates_AnEditIsANewVersionAndTheOldOneStays(t *testing.T) {
	f := open(t)
	f.put("template", example["template"])
	if got := f.put("template", `{"name":"short","criteria":[{"key":"a","name":"A","weight":"100","scale":"0-100"}],"note":"simpler"}`); got != [3]int{0, 1, 0} {
		t.Errorf("an edit: %v", got)
	}
	all, err := f.vetting.TemplateVersions(t.Context(), "Short")
	if err != nil || len(all) != 2 || all[0].Number != 2 || len(all[0].Criteria) != 1 || len(all[1].Criteria) != 2 || len(all[0].Gates) != 1 {
		t.Fatalf("versions %+v, %v", all, err)
	}
	f.put("template", `{"name":"Wholesaler","gates":[]}`) // one that came with the program
	all, err = f.vetting.TemplateVersions(t.Context(), "Wholesaler")
	if err != nil || len(all) != 2 || len(all[1].Gates) == 0 || len(all[0].Gates) != 0 {
		t.Fatalf("versions %+v, %v", all, err)
	}
	if got := f.put("template", `{"name":"Wholesaler","archived":true}`); got != [3]int{0, 1, 0} {
		t.Errorf("put away: %v", got)
	}
	f.refused("template", `{"name":"Wholesaler","type":"agent"}`, "archived", "is archived")
	if _, err := f.vetting.PutTemplates(t.Context(), []vetting.TemplateInput{{Name: "Short", Number: 1, Type: p(model.Agent)}}); model.CodeOf(err) != model.Conflict {
		t.Errorf("a change of an older version: %v", err)
	}
	if err := f.db.Write(t.Context(), updating("UPDATE vetting_template SET criteria = '[]'")); err == nil {
		t.Error("a template could be changed behind its versions")
	}
}

func TestAssessment_AnOpenOneKeepsItsTemplateUntilItIsMoved(t *testing.T) {
	f := open(t)
	f.put("assessment", `{"supplier":"Brick & Co","date":"2026-03-01","finished":false,"gates":{"registered":true,"safety":false},"grades":{"product":4,"stock":2}}`)
	f.put("template", `{"name":"Wholesaler","gates":[{"key":"registered","name":"Registered"}],
		"criteria":[{"key":"product","name":"Goods","weight":70,"scale":"0-100"},{"key":"reviews","name":"Reviews","weight":30,"scale":"0-100"}]}`)
	f.put("assessment", `{"supplier":"Brick & Co","date":"2026-03-01","template":"Wholesaler","grades":{"stock":3}}`)
	s := f.sheet("Brick & Co")
	if s.Number != 1 || s.Newest != 2 || len(s.Gates) != 8 || s.Assessed.Finished {
		t.Fatalf("version %d of %d, %d gates", s.Number, s.Newest, len(s.Gates))
	}
	f.put("assessment", `{"supplier":"Brick & Co","date":"2026-03-01","template_version":2}`)
	s = f.sheet("Brick & Co")
	if s.Number != 2 || len(s.Gates) != 1 || s.Gates[0].State != rules.GatePassed || *s.Criteria[0].Grade != "75" || s.Criteria[1].Grade != nil || *s.Score != "75.00" {
		t.Errorf("after the move %+v", s)
	}
	if n := one[int](f, `SELECT COUNT(*) FROM history WHERE kind = 'assessment' AND field = 'grades' AND old_value LIKE '%stock 3%'`); n != 1 {
		t.Errorf("what the new template does not ask is not in the history")
	}
	f.put("assessment", `{"supplier":"Brick & Co","date":"2026-03-01","finished":true}`)
	f.refused("assessment", `{"supplier":"Brick & Co","date":"2026-03-01","template_version":1}`, "template", "make a new assessment")
	f.put("assessment", `{"supplier":"Brick & Co","date":"2026-03-02","template":"Wholesaler","template_version":1,"finished":false}`)
	if s = f.sheet("Brick & Co"); s.Number != 2 || s.Half == nil || s.Half.Number != 1 {
		t.Errorf("beside the finished one: %+v, half done %+v", s.Assessed, s.Half)
	}
}

func TestSheet_TellsGatesScoreCoverageAndExpiry(t *testing.T) {
	f := open(t)
	if s := f.sheet("Acme"); s.Assessed != nil || s.Score != nil || s.Coverage != "0" || s.Class != "" || len(s.Gates) != 11 || s.Gates[0].State != rules.GateUnknown {
		t.Errorf("before any assessment %+v", s)
	}
	f.put("assessment", `{"supplier":"Acme","date":"2026-01-15","assessor":"Anna",
		"gates":{"rating":true,"returns":{"passed":true,"evidence":"mail of 2 January","expires":"2026-03-30"},"neutral":{"passed":true,"expires":"2026-04-20"},"volume":false},
		"grades":{"product":4,"delivery":5,"packaging":{"grade":3,"source":"Test order","on":"2026-01-10"}}}`)
	s := f.sheet("Acme")
	states := map[string]rules.GateState{}
	for _, g := range s.Gates {
		states[g.Key] = g.State
	}
	for key, want := range map[string]rules.GateState{
		"rating": rules.GatePassed, "returns": rules.GateExpired, "neutral": rules.GatePassed, "volume": rules.GateFailed, "reply": rules.GateUnknown,
	} {
		if states[key] != want {
			t.Errorf("%s is %s, want %s", key, states[key], want)
		}
	}
	// (20*75 + 20*100 + 10*50) / 50 = 80
	if s.Standing != rules.Failed || *s.Score != "80.00" || s.Coverage != "50" || !s.Thin || s.Class != "B" || *s.Own != "4.20" || s.Scale != rules.Five {
		t.Errorf("standing %s, score %s (%s), coverage %s, class %s", s.Standing, *s.Score, *s.Own, s.Coverage, s.Class)
	}
	if c := s.Criteria[0]; *c.Adds != "30.00" || c.Means == "" || c.Weight != "20" {
		t.Errorf("product %+v", c)
	}
	expires := one[string](f, `SELECT expires_on FROM assessment_gate WHERE gate = 'rating'`)
	if expires != "2026-04-15" {
		t.Errorf("a rating holds until %s, want 90 days", expires)
	}
	var due []string
	for _, d := range s.Due {
		due = append(due, d.Kind+" "+string(d.On))
	}
	if got := strings.Join(due, ", "); got != "gate 2026-03-30, gate 2026-04-15, gate 2026-04-20" {
		t.Errorf("due: %s", got)
	}
}

func TestSuggestions_ComeFromAllTestOrdersWithTheirSource(t *testing.T) {
	f := open(t)
	f.put("testorder", `[{"supplier":"Acme","ordered":"2026-01-10","promised_days":10,"shipped":"2026-01-11","delivered":"2026-01-20","grades":{"product":5,"cost":2}},
		{"supplier":"Acme","ordered":"2026-02-10","promised_days":10,"shipped":"2026-02-11","delivered":"2026-02-22","grades":{"product":4}},
		{"supplier":"Acme","ordered":"2026-03-01","promised_days":10}]`)
	got, err := f.vetting.Suggestions(t.Context(), "Acme", "")
	if err != nil {
		t.Fatal(err)
	}
	// Days: kept (5), 2 days late of 10 (3), 20 days overdue (1).
	for key, want := range map[string][2]string{
		"product": {"4.5", "Mean of 2 test orders, 2026-01-10 to 2026-02-10"}, "price": {"2", "Test order of 2026-01-10"}, "delivery": {"3", "Mean of 3 test orders, 2026-01-10 to 2026-03-01"},
	} {
		if got[key].Grade != want[0] || got[key].Source != want[1] {
			t.Errorf("%s: %+v, want %v", key, got[key], want)
		}
	}
	if _, ok := got["packaging"]; ok || len(got) != 3 {
		t.Errorf("suggested %v", got)
	}
	if s := f.sheet("Acme"); s.Tests != (vetting.Tests{Count: 3, Delivered: 2, Late: 2, Under: 1}) || s.Criteria[0].Suggested == nil || s.Criteria[0].Grade != nil {
		t.Errorf("tests %+v", s.Tests)
	}
}

func TestForm_GoesOnWithTheHalfDoneOneElseBeginsOneOfToday(t *testing.T) {
	f := open(t)
	form := func(id int64) vetting.Form {
		t.Helper()
		v, err := f.vetting.Form(t.Context(), "Acme", id)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	if v := form(0); v.Assessment.ID != 0 || v.Assessment.AssessedOn != "2026-03-31" || v.Template.Name != "Marketplace shop" || v.Last != nil {
		t.Errorf("before the first %+v", v.Assessment)
	}
	f.put("testorder", example["testorder"])
	f.put("assessment", example["assessment"])
	f.put("assessment", `{"supplier":"Acme","date":"2026-03-20","finished":false,"grades":{"product":2}}`)
	v := form(0)
	if v.Assessment.AssessedOn != "2026-03-20" || v.Last == nil || v.Last.AssessedOn != "2026-03-01" || len(v.Past) != 2 || v.Suggested["product"].Grade != "4" {
		t.Errorf("half done %+v, last %+v, %d past, %+v", v.Assessment, v.Last, len(v.Past), v.Suggested)
	}
	if v = form(v.Last.ID); !v.Assessment.Finished || v.Last != nil {
		t.Errorf("by its id %+v", v.Assessment)
	}
	if _, err := f.vetting.Form(t.Context(), "Brick & Co", v.Assessment.ID); model.CodeOf(err) != model.NotFound {
		t.Errorf("that of another supplier: %v", err)
	}
	open, err := f.vetting.OpenAssessments(t.Context())
	if err != nil || len(open) != 1 || open[0].Supplier != "Acme" || open[0].Template != "Marketplace shop" || open[0].Number != 1 {
		t.Errorf("open %+v, %v", open, err)
	}
}

func TestPutAssessments_OneThatIsToBeginLeavesThatOfTheSameDayAlone(t *testing.T) {
	f := open(t)
	f.put("assessment", example["assessment"])
	_, err := f.vetting.PutAssessments(t.Context(), []vetting.AssessmentInput{{Begin: true, Supplier: "Acme", Date: "2026-03-01", Grades: map[string]vetting.GradeInput{"product": vetting.Graded(nil)}}})
	e, ok := err.(*model.Error)
	if !ok || e.Field != "date" || !strings.Contains(e.Message, "take another day") {
		t.Errorf("got %v", err)
	}
	if s := f.sheet("Acme"); *s.Criteria[0].Grade != "4" {
		t.Errorf("the one of the day became %+v", s.Criteria[0])
	}
}
