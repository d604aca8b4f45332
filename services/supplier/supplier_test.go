package supplier_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
	"github.com/dropledger/dropledger/services/supplier"
)

type fixture struct {
	*testing.T
	db       *store.DB
	supplier *supplier.Service
	heard    []event.IDs
}

func open(t *testing.T) *fixture {
	f := &fixture{T: t, db: storetest.Open(t)}
	bus := &event.Bus{}
	if err := setting.New(f.db, bus).Set(t.Context(), "book.currency", "EUR"); err != nil {
		t.Fatal(err)
	}
	bus.SuppliersChanged.Subscribe(func(ids event.IDs) { f.heard = append(f.heard, ids) })
	f.supplier = supplier.New(f.db, bus)
	return f
}

func (f *fixture) put(ins ...supplier.Input) record.Result {
	f.Helper()
	r, err := f.supplier.Put(f.Context(), ins)
	if err != nil {
		f.Fatal(err)
	}
	return r
}

func (f *fixture) refused(code model.Code, message string, ins ...supplier.Input) {
	f.Helper()
	_, err := f.supplier.Put(f.Context(), ins)
	if model.CodeOf(err) != code || !strings.Contains(err.Error(), message) {
		f.Errorf("got %s: %v\nwant %s: %s", model.CodeOf(err), err, code, message)
	}
}

func (f *fixture) get(name string) model.Supplier {
	f.Helper()
	s, err := f.supplier.ByName(f.Context(), name)
	if err != nil {
		f.Fatal(err)
	}
	return s
}

func counts(r record.Result) [3]int { return [3]int{r.Created, r.Updated, r.Unchanged} }

func p[T any](v T) *T { return &v }

func TestPut_GivesANewSupplierTheDefaults(t *testing.T) {
	f := open(t)
	if r := f.put(supplier.Input{Name: "Ünïted Wärehouse 株式会社"}); counts(r) != [3]int{1, 0, 0} {
		t.Fatalf("result = %+v", r)
	}
	got := f.get("ÜNÏTED  wärehouse 株式会社")
	want := model.Supplier{
		ID: got.ID, Name: "Ünïted Wärehouse 株式会社", NameKey: "ünïted wärehouse 株式会社", Type: model.Wholesaler, Stage: model.Candidate,
		Currency: "EUR", Language: "en", HandlingDays: 2, ClaimDays: 30, Channel: model.ByFolder, Batching: model.PerOrder, BatchLead: 15,
		ShipsTo: []string{"*"}, Version: 1,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if len(f.heard) != 1 || !reflect.DeepEqual(f.heard[0], event.IDs{got.ID}) {
		t.Errorf("heard %v", f.heard)
	}
}

func TestPut_ChangesOnlyWhatIsGivenAndKeepsZeroValues(t *testing.T) {
	f := open(t)
	f.put(supplier.Input{Name: "Acme", Stage: p(model.Approved), Email: p("a@acme.example"), Cutoff: p("14:00"), ShipsTo: p([]string{"fr", "DE", "FR"})})
	r := f.put(supplier.Input{Name: "ACME", HandlingDays: p(0), ClaimDays: p(0), Email: p(""), Cutoff: p("")})
	if counts(r) != [3]int{0, 1, 0} {
		t.Errorf("result = %+v", r)
	}
	got := f.get("acme")
	if got.Name != "ACME" || got.HandlingDays != 0 || got.ClaimDays != 0 || got.Email != "" || got.Cutoff != "" || got.Version != 2 {
		t.Errorf("changed fields: %+v", got)
	}
	if got.Stage != model.Approved || !reflect.DeepEqual(got.ShipsTo, []string{"DE", "FR"}) {
		t.Errorf("fields that were left out: %+v", got)
	}
}

func TestPut_SameContentIsUnchanged(t *testing.T) {
	f := open(t)
	in := supplier.Input{Name: "Acme", Country: p("de"), ShipsTo: p([]string{"FR", "*"})}
	f.put(in)
	if r := f.put(in, supplier.Input{Name: "Acme"}); counts(r) != [3]int{0, 0, 2} {
		t.Errorf("result = %+v", r)
	}
	if got := f.get("Acme"); got.Version != 1 || !reflect.DeepEqual(got.ShipsTo, []string{"*"}) {
		t.Errorf("got %+v", got)
	}
	if len(f.heard) != 1 {
		t.Errorf("heard %v, want only the first put", f.heard)
	}
}

func TestPut_IsAllOrNothing(t *testing.T) {
	f := open(t)
	f.refused(model.Invalid, `Supplier "Beta": email: "foo" is not an e-mail address`,
		supplier.Input{Name: "Acme"}, supplier.Input{Name: "Beta", Email: p("foo")})
	rows, err := f.supplier.List(t.Context(), record.Filter{Archived: true})
	if err != nil || len(rows) != 0 {
		t.Errorf("rows = %v, %v", rows, err)
	}
	if len(f.heard) != 0 {
		t.Errorf("heard %v of what was taken back", f.heard)
	}
}

func TestPut_Refuses(t *testing.T) {
	f := open(t)
	f.refused(model.Invalid, "Supplier (record 1): name is missing", supplier.Input{})
	f.refused(model.Invalid, "type: \"shop\" is not one of marketplace, wholesaler, private_label, agent, third_party_logistics", supplier.Input{Name: "A", Type: p(model.SourcingType("shop"))})
	f.refused(model.Invalid, "handling_days must be between 0 and 365, not -1", supplier.Input{Name: "A", HandlingDays: p(-1)})
	f.refused(model.Invalid, "currency must not be empty", supplier.Input{Name: "A", Currency: p(model.Currency(""))})
	f.refused(model.Invalid, "ships_to must name at least one country", supplier.Input{Name: "A", ShipsTo: p([]string{})})
	f.refused(model.Invalid, "not a time of day", supplier.Input{Name: "A", Cutoff: p("2pm")})
}

func TestPut_RenamesByIDAndRefusesATakenName(t *testing.T) {
	f := open(t)
	f.put(supplier.Input{Name: "Acme"}, supplier.Input{Name: "Beta"})
	acme := f.get("Acme")
	f.refused(model.Conflict, "another supplier has this name already", supplier.Input{ID: acme.ID, Name: "BETA"})
	f.put(supplier.Input{ID: acme.ID, Version: acme.Version, Name: "Acme GmbH"})
	if got := f.get("acme gmbh"); got.ID != acme.ID || got.Version != 2 {
		t.Errorf("got %+v", got)
	}
	f.refused(model.Conflict, "was changed meanwhile", supplier.Input{ID: acme.ID, Version: acme.Version, Name: "Acme AG"})
}

func TestPut_WritesHistory(t *testing.T) {
	f := open(t)
	f.put(supplier.Input{Name: "Acme"})
	f.put(supplier.Input{Name: "Acme", HandlingDays: p(0), ShipsTo: p([]string{"DE"})})
	got, err := history.New(f.db, nil).Of(t.Context(), supplier.Kind, f.get("Acme").ID)
	if err != nil || len(got) != 3 {
		t.Fatalf("got %v, %v", got, err)
	}
	for i, want := range []history.Change{{Field: "record", New: "created"}, {Field: "handling_days", Old: "2", New: "0"}, {Field: "ships_to", Old: "*", New: "DE"}} {
		if g := got[i]; (history.Change{Field: g.Field, Old: g.OldValue, New: g.NewValue}) != want {
			t.Errorf("entry %d = %+v, want %+v", i, g, want)
		}
	}
}

func TestArchive_PutsAwayAndRestoreBringsBack(t *testing.T) {
	f := open(t)
	f.put(supplier.Input{Name: "Acme", Stage: p(model.Approved)}, supplier.Input{Name: "Beta"})
	if err := f.supplier.Archive(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	if got := f.get("Acme"); got.ArchivedAt != f.db.Now() || !reflect.DeepEqual(got.ShipsTo, []string{"*"}) {
		t.Errorf("archived = %+v", got)
	}
	f.refused(model.Refused, `Supplier "Acme" is archived: bring it back first`, supplier.Input{Name: "Acme", HandlingDays: p(1)})
	if err := f.supplier.Restore(t.Context(), "Acme"); err != nil {
		t.Fatal(err)
	}
	if got := f.get("Acme"); got.ArchivedAt != "" || got.Stage != model.Approved {
		t.Errorf("restored = %+v", got)
	}
	err := f.supplier.Archive(t.Context(), "Acne")
	if model.CodeOf(err) != model.NotFound || !strings.Contains(err.Error(), `Did you mean "Acme"?`) {
		t.Errorf("an unknown name: %v", err)
	}
}

func TestList_FiltersByStateAndArchive(t *testing.T) {
	f := open(t)
	f.put(supplier.Input{Name: "beta", Stage: p(model.Approved)}, supplier.Input{Name: "Alpha"}, supplier.Input{Name: "Gone", Stage: p(model.Approved), Archived: p(true)})
	tests := []struct {
		name   string
		filter record.Filter
		want   []string
	}{
		{"what is in use, by name", record.Filter{}, []string{"Alpha", "beta"}},
		{"with the archive", record.Filter{Archived: true}, []string{"Alpha", "beta", "Gone"}},
		{"one stage", record.Filter{State: "approved"}, []string{"beta"}},
		{"the archive alone", record.Filter{State: "archived"}, []string{"Gone"}},
		{"the first", record.Filter{Limit: 1}, []string{"Alpha"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows, err := f.supplier.List(t.Context(), tt.filter)
			if err != nil {
				t.Fatal(err)
			}
			names := make([]string, len(rows))
			for i, r := range rows {
				names[i] = r.Number
			}
			if !reflect.DeepEqual(names, tt.want) {
				t.Errorf("got %v, want %v", names, tt.want)
			}
		})
	}
	if _, err := f.supplier.List(t.Context(), record.Filter{State: "great"}); model.CodeOf(err) != model.Invalid {
		t.Errorf("an unknown state: %v", err)
	}
	rows, _ := f.supplier.List(t.Context(), record.Filter{State: "archived"})
	text, _ := json.Marshal(rows[0])
	for _, part := range []string{`"number":"Gone"`, `"state":"archived"`, `"ships_to":["*"]`, `"stage":"approved"`} {
		if !strings.Contains(string(text), part) {
			t.Errorf("%s is not in %s", part, text)
		}
	}
}

func TestByName_WithinATransactionSeesWhatItWrote(t *testing.T) {
	f := open(t)
	err := f.db.Write(t.Context(), func(tx *store.Tx) error {
		if _, err := f.supplier.Put(tx.Context(), []supplier.Input{{Name: "Acme"}}); err != nil {
			return err
		}
		_, err := supplier.ByNameTx(tx.DB, "acme")
		return err
	})
	if err != nil {
		t.Error(err)
	}
	err = f.db.Read(t.Context(), func(q *gorm.DB) error {
		_, err := supplier.ByIDTx(q, 99)
		return err
	})
	if model.CodeOf(err) != model.NotFound {
		t.Errorf("an unknown id: %v", err)
	}
}

func TestPut_KeepsWhoASupplierIsAndWhyItsStageChanged(t *testing.T) {
	f := open(t)
	f.put(supplier.Input{Name: "Acme", TaxNumber: p("DE 811"), Website: p("https://acme.example"), Languages: p([]string{"de", "EN"}), Currencies: p([]string{"usd", "EUR"}), RequalifyOn: p(model.Date("2027-01-01"))})
	got := f.get("Acme")
	if got.TaxNumber != "DE 811" || got.Website != "https://acme.example" || got.Languages != "de en" || got.Currencies != "USD EUR" || got.RequalifyOn != "2027-01-01" {
		t.Errorf("got %+v", got)
	}
	f.put(supplier.Input{Name: "Acme", Stage: p(model.Trial), StageReason: p("three orders first"), Website: p("")})
	entries, err := history.New(f.db, nil).Of(t.Context(), supplier.Kind, got.ID)
	if err != nil || len(entries) != 3 {
		t.Fatalf("history %+v, %v", entries, err)
	}
	for _, e := range entries[1:] {
		if (e.Field == "stage") != (e.Why == "three orders first") {
			t.Errorf("%s changed because of %q", e.Field, e.Why)
		}
	}
	f.refused(model.Invalid, "is not a language code", supplier.Input{Name: "Acme", Languages: p([]string{"German"})})
}
