package query

import (
	"slices"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/store/storetest"
)

func TestStep_KeyAndOfAgreeOnEveryDay(t *testing.T) {
	db := storetest.Open(t)
	for day := model.Date("2024-12-20"); day < "2026-01-20"; day = day.AddDays(9) {
		for _, step := range append(Steps(), "") {
			var got string
			err := db.Read(t.Context(), func(q *gorm.DB) error {
				return q.Raw(`SELECT ` + step.Key("d") + ` FROM (SELECT '` + string(day) + `' AS d) AS days`).Scan(&got).Error
			})
			if err != nil || got != step.Of(day) {
				t.Errorf("%s by %q: SQL says %q, Of says %q (%v)", day, step, got, step.Of(day), err)
			}
		}
	}
}

func TestStep_LabelsDaysWithTheirISOWeek(t *testing.T) {
	for day, want := range map[string]string{"2024-12-30": "2025-W01", "2025-12-28": "2025-W52", "2026-01-01": "2026-W01", "2027-01-03": "2026-W53", "": ""} {
		if got := Week.Label(day); got != want {
			t.Errorf("%s is in %s, want %s", day, got, want)
		}
	}
	if l := Month.Labels(); l.Of("2026-01") != "2026-01" || Week.Labels().Of("2026-01-01") != "2026-W01" {
		t.Error("labels differ from Label")
	}
}

func TestFold_KeepsTheOrderOfFirstAppearance(t *testing.T) {
	got := Fold([]string{"b1", "a1", "b2"}, func(s *string) byte { return (*s)[0] }, func(into, from *string) { *into += *from })
	if !slices.Equal(got, []string{"b1b2", "a1"}) {
		t.Errorf("got %v", got)
	}
}

func TestText_GathersItsArguments(t *testing.T) {
	text := New(`SELECT ?`, 1).Put(New(` + ?`, 2)).In("d", model.Period{From: "2026-01-01"}).In("d", model.Period{}).KnownBefore("r", "x").KnownBefore("r", "")
	if got := text.sql.String(); got != `SELECT ? + ? AND d >= ? AND r < ?` || len(text.args) != strings.Count(got, "?") {
		t.Errorf("%s with %v", got, text.args)
	}
}
