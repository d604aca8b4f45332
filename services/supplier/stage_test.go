package supplier_test

import (
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/supplier"
)

// step is a change of stage as it is entered.
func step(name string, to model.Stage, on model.Date) supplier.Input {
	in := supplier.Input{Name: name, StageReason: p("as known")}
	if to != "" {
		in.Stage = &to
	}
	if on != "" {
		in.StageOn = &on
	}
	return in
}

func (f *fixture) steps(name string) (all []supplier.StageStep) {
	f.Helper()
	id := f.get(name).ID
	err := f.db.Read(f.Context(), func(q *gorm.DB) error {
		found, err := supplier.Steps(q, id)
		all = found[id]
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	return all
}

func TestPut_TheHistoryOfStagesIsEnteredWithItsDaysAndTwiceChangesNothing(t *testing.T) {
	f := open(t)
	f.put(supplier.Input{Name: "Acme"})
	past := []supplier.Input{step("Acme", model.Vetting, "2025-01-10"), step("Acme", model.Trial, "2025-02-01"), step("Acme", model.Approved, "2025-06-01"), step("Acme", model.Probation, "")}
	if got := counts(f.put(past[:3]...)); got != [3]int{0, 3, 0} {
		t.Errorf("the first time: %v", got)
	}
	if got := counts(f.put(past[:3]...)); got != [3]int{0, 0, 3} {
		t.Errorf("the same again: %v", got)
	}
	f.put(past[3])
	steps := f.steps("Acme")
	want := []model.Date{"2026-03-31", "2025-01-10", "2025-02-01", "2025-06-01", "2026-03-31"}
	if len(steps) != len(want) || f.get("Acme").Stage != model.Probation {
		t.Fatalf("steps %+v", steps)
	}
	for i, on := range want {
		if steps[i].On != on || model.DateOf(steps[i].At.Time()) != "2026-03-31" {
			t.Errorf("step %d: from %s, recorded %s; want from %s", i, steps[i].On, steps[i].At, on)
		}
	}
}

func TestPut_TheDayOfTheStageItIsInCanBeSetRight(t *testing.T) {
	f := open(t)
	f.put(step("Acme", model.Approved, ""))
	if got := counts(f.put(step("Acme", "", "2025-05-05"))); got != [3]int{0, 1, 0} {
		t.Errorf("the day: %v", got)
	}
	if got := counts(f.put(step("Acme", model.Approved, "2025-05-05"))); got != [3]int{0, 0, 1} {
		t.Errorf("the same day again: %v", got)
	}
	if steps := f.steps("Acme"); len(steps) != 1 || steps[0].On != "2025-05-05" || !steps[0].Created() {
		t.Errorf("steps %+v", steps)
	}
}

func TestPut_RefusesAStageOfADayThatCannotBe(t *testing.T) {
	f := open(t)
	f.put(step("Acme", model.Vetting, "2025-01-10"), step("Acme", model.Approved, "2025-03-01"))
	f.refused(model.Invalid, "still to come", step("Acme", model.Blocked, "2026-04-02"))
	f.refused(model.Invalid, "enter changes of stage in their order", step("Acme", model.Blocked, "2025-02-28"))
	if f.get("Acme").Stage != model.Approved || len(f.steps("Acme")) != 2 {
		t.Errorf("steps %+v", f.steps("Acme"))
	}
}
