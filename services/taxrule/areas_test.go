package taxrule_test

import (
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/store/storetest"
	"github.com/dropledger/dropledger/services/taxrule"
)

func TestPutAreas_ACountryIsInOneAreaAtATime(t *testing.T) {
	db := storetest.Open(t)
	s := taxrule.New(db, &event.Bus{})
	end := model.Date("2027-12-31")
	for _, c := range []struct {
		name string
		in   taxrule.AreaInput
		ok   bool
	}{
		{"in another area at once", taxrule.AreaInput{Area: "GCC", Country: "DE", ValidFrom: "2026-01-01"}, false},
		{"a new area", taxrule.AreaInput{Area: "gcc", Country: "SA", ValidFrom: "2026-01-01", ValidTo: &end}, true},
		{"the same with a later row", taxrule.AreaInput{Area: "GCC", Country: "SA", ValidFrom: "2028-01-01"}, true},
		{"over it", taxrule.AreaInput{Area: "GCC", Country: "SA", ValidFrom: "2027-01-01"}, false},
	} {
		r, err := s.PutAreas(t.Context(), []taxrule.AreaInput{c.in})
		if (err == nil) != c.ok || c.ok && r.Created != 1 {
			t.Errorf("%s: %+v, %v", c.name, r, err)
		}
	}
	r, err := s.PutAreas(t.Context(), []taxrule.AreaInput{{Area: "GCC", Country: "SA", ValidFrom: "2028-01-01"}})
	if err != nil || r.Unchanged != 1 {
		t.Errorf("again: %+v, %v", r, err)
	}
}

func TestCrosses_NorthernIrelandIsInsideTheUnionForGoods(t *testing.T) {
	db := storetest.Open(t)
	err := db.Read(t.Context(), func(q *gorm.DB) error {
		s, err := taxrule.Load(q)
		if err != nil {
			return err
		}
		for _, c := range []struct {
			from, to string
			on       model.Date
			want     bool
		}{{"DE", "XI", "2026-01-01", false}, {"DE", "GB", "2026-01-01", true}, {"DE", "GB", "2020-12-31", false}, {"CN", "XI", "2026-01-01", true}} {
			if got := s.Crosses(c.from, c.to, c.on); got != c.want {
				t.Errorf("%s to %s on %s: %v", c.from, c.to, c.on, got)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
