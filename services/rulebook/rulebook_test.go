package rulebook_test

import (
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/rulebook"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store/storetest"
)

func TestChecked_NotesTheDayAndChangesNothingElse(t *testing.T) {
	db, bus := storetest.Open(t), &event.Bus{}
	if err := setting.New(db, bus).Set(t.Context(), "book.currency", "EUR"); err != nil {
		t.Fatal(err)
	}
	s := rulebook.New(db, bus)
	rows, err := s.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	ids := map[int64]bool{}
	for i := range rows {
		r := &rows[i]
		if ids[r.ID] {
			t.Errorf("two rows have id %d", r.ID)
		}
		ids[r.ID] = true
		if seen[r.Kind] {
			continue
		}
		seen[r.Kind] = true
		if err := s.Checked(t.Context(), r); err != nil {
			t.Errorf("%s %s: %v", r.Kind, r.Text, err)
			continue
		}
		again, err := s.List(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		now := again[i]
		if now.CheckedOn != db.Today() || now.Stale || now.Text != r.Text || now.Source != r.Source || now.ValidTo != r.ValidTo || len(again) != len(rows) {
			t.Errorf("%s: was %+v, is %+v", r.Kind, *r, now)
		}
		past, err := s.Past(t.Context(), &now)
		if err != nil || r.CheckedOn != db.Today() && len(past) != 1 {
			t.Errorf("%s: history %v, %v", r.Kind, past, err)
		}
	}
	for _, kind := range rulebook.Kinds() {
		if !seen[kind] {
			t.Errorf("no %s is listed", kind)
		}
	}
}

func TestPut_TurnsYesAndNoAndClearsWhatMayBeUnknown(t *testing.T) {
	db, bus := storetest.Open(t), &event.Bus{}
	s := rulebook.New(db, bus)
	find := func(kind, place string) rulebook.Row {
		t.Helper()
		rows, err := s.List(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if r.Kind == kind && r.Place == place && r.ValidFrom == "2026-01-01" {
				return r
			}
		}
		t.Fatalf("no %s of %s", kind, place)
		return rulebook.Row{}
	}
	put := func(kind string, fields map[string]string) {
		t.Helper()
		fields["valid_from"] = "2026-01-01"
		if _, err := s.Put(t.Context(), kind, fields); err != nil {
			t.Fatal(err)
		}
	}
	put("taxrule", map[string]string{"country": "CH", "kind": "duty", "value": "4", "up_to": "62", "up_to_currency": "CHF", "basis": "fob", "counts": "true"})
	if f := find("taxrule", "CH").Fields; f["up_to"] != "62" || f["counts"] != "true" || f["basis"] != "fob" {
		t.Errorf("%v", f)
	}
	put("taxrule", map[string]string{"country": "CH", "kind": "duty", "value": "", "up_to": "", "up_to_currency": "", "counts": "false", "taxed": "true"})
	if f := find("taxrule", "CH").Fields; f["up_to"] != "" || f["up_to_currency"] != "" || f["counts"] != "false" || f["taxed"] != "true" || f["value"] != "4" {
		t.Errorf("%v", f)
	}
	put("address_rule", map[string]string{"country": "SE", "zip": "true", "phone": "true", "province": "false", "house_number": "false"})
	if r := find("address_rule", "SE"); r.Fields["phone"] != "true" || r.Text != "an address needs street, city, postcode, telephone" {
		t.Errorf("%+v", r)
	}
	put("box_rule", map[string]string{"word": "swift", "delivers": "true"})
	put("box_rule", map[string]string{"word": "swift", "delivers": "false"})
	if r := find("box_rule", "swift"); r.Fields["delivers"] != "false" || r.Text != "does not deliver to post office boxes" {
		t.Errorf("%+v", r)
	}
}

func TestPut_TakesWhatAFormSays(t *testing.T) {
	db, bus := storetest.Open(t), &event.Bus{}
	s := rulebook.New(db, bus)
	for _, c := range []struct {
		kind   string
		fields map[string]string
	}{
		{"retry_rule", map[string]string{"valid_from": "2026-01-01", "tries": "1", "wait_minutes": "7"}},
		{"taxrule", map[string]string{"country": "CH", "kind": "import_vat", "valid_from": "2026-01-01", "value": "8.1", "source": "law"}},
		{"holiday", map[string]string{"country": "AT", "day": "2026-10-26", "name": "National Day"}},
	} {
		if r, err := s.Put(t.Context(), c.kind, c.fields); err != nil || r.Created != 1 {
			t.Errorf("%s: %+v, %v", c.kind, r, err)
		}
	}
	if _, err := s.Put(t.Context(), "holiday", map[string]string{"country": "AT"}); model.CodeOf(err) != model.Invalid {
		t.Errorf("a holiday without a day: %v", err)
	}
}
