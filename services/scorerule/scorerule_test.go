package scorerule_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/scorerule"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

func put(t *testing.T, db *store.DB, text string) error {
	t.Helper()
	var in scorerule.Input
	if err := json.Unmarshal([]byte(text), &in); err != nil {
		t.Fatal(err)
	}
	_, err := scorerule.New(db, &event.Bus{}).Put(context.Background(), []scorerule.Input{in})
	return err
}

func on(t *testing.T, db *store.DB, day model.Date) (r scorerule.Rule) {
	t.Helper()
	err := db.Read(context.Background(), func(q *gorm.DB) (err error) {
		r, err = scorerule.On(q, day)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestOn_RulesHoldFromTheirFirstDayAndKeepTheRest(t *testing.T) {
	db := storetest.Open(t)
	if err := put(t, db, `{"valid_from":"2026-05-01","half_life_days":60,"weight_otd":"25","weight_otif":"10","source":"agreed with Merle"}`); err != nil {
		t.Fatal(err)
	}
	if err := put(t, db, `{"valid_from":"2026-08-01","class_a":"85"}`); err != nil {
		t.Fatal(err)
	}
	for day, want := range map[model.Date]string{
		"2020-01-01": "90 20 90", "2026-04-30": "90 20 90", "2026-05-01": "60 25 90", "2026-07-31": "60 25 90", "2026-08-01": "60 25 85", "2030-01-01": "60 25 85",
	} {
		r := on(t, db, day)
		if got := strings.Join([]string{model.Days(r.HalfLifeDays)[:2], r.WeightOTD.String(), r.ClassA.String()}, " "); got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
	if err := put(t, db, `{"valid_from":"2026-05-01","half_life_days":45}`); err != nil {
		t.Fatal(err)
	}
	if r := on(t, db, "2026-06-01"); r.HalfLifeDays != 45 || r.Source != "agreed with Merle" || !r.WeightOTD.Equal(on(t, db, "2026-08-01").WeightOTD) {
		t.Errorf("changed to %+v", r)
	}
}

func TestPut_RefusesWhatMakesNoScoreAndSaysWhy(t *testing.T) {
	db := storetest.Open(t)
	for name, c := range map[string]struct{ json, says string }{
		"weights over 100":       {`{"weight_otd":"30"}`, "the weights add up to 110, not to 100: take 10 away"},
		"weights under 100":      {`{"weight_otd":"15","weight_odr":"24.5"}`, "the weights add up to 94.5, not to 100: add 5.5"},
		"a weight below nought":  {`{"weight_otd":"-1"}`, "weight_otd must be between 0 and 100"},
		"classes that go up":     {`{"class_b":"95"}`, "class A has to begin above B"},
		"a share over 100":       {`{"prior":"101"}`, "prior must be between 0 and 100"},
		"a rate that earns none": {`{"worst_rate":"100"}`, "has to earn points"},
		"looked at tomorrow":     {`{"last_checked":"2999-01-01"}`, "in the future"},
		"no half-life":           {`{"half_life_days":0}`, "half_life_days must be between 1 and 3650"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := put(t, db, c.json); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v", err)
			}
		})
	}
	if err := db.Write(context.Background(), func(tx *store.Tx) error { return tx.Exec(`DELETE FROM score_rule`).Error }); err == nil {
		t.Error("the rules were deleted")
	}
}

func TestFields_AreWhatPutTakes(t *testing.T) {
	db := storetest.Open(t)
	var fields map[string]string
	err := db.Read(context.Background(), func(q *gorm.DB) (err error) {
		fields, err = scorerule.Fields(q, "2026-05-01")
		return err
	})
	if err != nil || fields["valid_from"] != "2026-05-01" || fields["weight_odr"] != "25" || fields["half_life_days"] != "90" || len(fields) != 20 {
		t.Errorf("%v, %v", fields, err)
	}
}
