package query

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
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

func TestJob_DoesEveryPartOnce(t *testing.T) {
	db := storetest.Open(t)
	for _, n := range []int{0, 1, 2, 100} {
		done := make([]int, n)
		err := Job{
			Before: func(*gorm.DB) (int, error) { return n, nil },
			Part: func(q *gorm.DB, i int) error {
				done[i]++
				_, err := Ranges(q, "journal_entry", "id")
				return err
			},
		}.Run(t.Context(), db)
		if err != nil || slices.ContainsFunc(done, func(times int) bool { return times != 1 }) {
			t.Errorf("%d parts were done %v (%v)", n, done, err)
		}
	}
}

func TestJob_LeavesAConnectionAloneWhereNobodyWaits(t *testing.T) {
	db := storetest.Open(t)
	var at []gorm.ConnPool
	var mu sync.Mutex
	job := Job{
		Before: func(*gorm.DB) (int, error) { return 1000, nil },
		Part: func(q *gorm.DB, _ int) error {
			mu.Lock()
			if c := q.Statement.ConnPool; !slices.Contains(at, c) {
				at = append(at, c)
			}
			mu.Unlock()
			_, err := State(q)
			return err
		},
	}
	if err := job.Run(Unhurried(t.Context()), db); err != nil || len(at) != 1 {
		t.Errorf("%d connections worked (%v)", len(at), err)
	}
}

func TestJob_FailsWithItsPart(t *testing.T) {
	broken := errors.New("broken")
	err := Job{
		Before: func(*gorm.DB) (int, error) { return 20, nil },
		Part: func(_ *gorm.DB, i int) error {
			if i == 7 {
				return broken
			}
			return nil
		},
	}.Run(t.Context(), storetest.Open(t))
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestShare_TakesNoPartOfAnotherState(t *testing.T) {
	s := &share{part: func(*gorm.DB, int) error { t.Error("a part was done"); return nil }, parts: 3}
	db := storetest.Open(t)
	var now int64
	if err := db.Read(t.Context(), func(q *gorm.DB) (err error) { now, err = State(q); return err }); err != nil {
		t.Fatal(err)
	}
	if err := s.help(t.Context(), db, now+1); err != nil || s.begun.Load() {
		t.Errorf("the helper began: %v", err)
	}
}

func TestRanges_CoverEveryIDOnce(t *testing.T) {
	err := storetest.Open(t).Read(t.Context(), func(q *gorm.DB) error {
		for _, high := range []int64{3, 10, 1001} {
			ranges, err := Ranges(q, fmt.Sprintf("(SELECT 3 AS id UNION SELECT %d)", high), "id")
			if err != nil {
				return err
			}
			next := int64(3)
			for _, r := range ranges {
				if r.From != next || r.To < r.From {
					t.Errorf("up to %d: %v", high, ranges)
				}
				next = r.To + 1
			}
			if next != high+1 || len(ranges) > pieces {
				t.Errorf("up to %d: %v", high, ranges)
			}
		}
		none, err := Ranges(q, "(SELECT 1 AS id WHERE 1 = 0)", "id")
		if len(none) > 0 {
			t.Errorf("nothing has the ranges %v", none)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
