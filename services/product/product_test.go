package product_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

func open(t *testing.T) (*store.DB, *product.Service) {
	db := storetest.Open(t)
	return db, product.New(db, &event.Bus{})
}

func p[T any](v T) *T { return &v }

func put(t *testing.T, s *product.Service, ins ...product.Input) record.Result {
	t.Helper()
	r, err := s.Put(t.Context(), ins)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func get(t *testing.T, s *product.Service, sku string) model.Product {
	t.Helper()
	found, err := s.BySKU(t.Context(), sku)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestPut_CreatesWithDefaultsAndChangesOnlyWhatIsGiven(t *testing.T) {
	db, s := open(t)
	put(t, s, product.Input{SKU: "TÄSSLE-1"})
	first := get(t, s, "TÄSSLE-1")
	if want := (model.Product{ID: first.ID, SKU: "TÄSSLE-1", Name: "TÄSSLE-1", Version: 1}); first != want {
		t.Errorf("new = %+v, want %+v", first, want)
	}
	in := product.Input{SKU: "TÄSSLE-1", Name: p("Kaffeetäßle ☕"), HS: p("6912.00.25"), Origin: p("cn"), WeightG: record.Known(int64(0)), Brand: p("Acme")}
	put(t, s, in)
	got := get(t, s, "TÄSSLE-1")
	want := model.Product{ID: first.ID, SKU: "TÄSSLE-1", Name: "Kaffeetäßle ☕", HS: "69120025", Origin: "CN", WeightG: p(int64(0)), Brand: "Acme", Version: 2}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("changed = %+v, want %+v", got, want)
	}
	if r := put(t, s, in, product.Input{SKU: "TÄSSLE-1"}); r.Unchanged != 2 {
		t.Errorf("again: %+v", r)
	}
	put(t, s, product.Input{SKU: "TÄSSLE-1", WeightG: record.Maybe[int64]{Given: true}, Name: p("")})
	if got = get(t, s, "TÄSSLE-1"); got.WeightG != nil || got.Name != "TÄSSLE-1" {
		t.Errorf("weight made unknown: %+v", got)
	}
	entries, err := history.New(db, nil).Of(t.Context(), product.Kind, got.ID)
	if err != nil || len(entries) != 8 {
		t.Errorf("history = %v, %v", entries, err)
	}
}

func TestPut_KeepsSKUsApartThatDifferInCase(t *testing.T) {
	_, s := open(t)
	if r := put(t, s, product.Input{SKU: "ab-1"}, product.Input{SKU: "AB-1"}); r.Created != 2 {
		t.Errorf("result = %+v", r)
	}
}

func TestPut_Refuses(t *testing.T) {
	_, s := open(t)
	put(t, s, product.Input{SKU: "A"}, product.Input{SKU: "B"})
	for name, tt := range map[string]struct {
		in      product.Input
		code    model.Code
		message string
	}{
		"letters in an HS code": {product.Input{SKU: "X", HS: p("6912ab")}, model.Invalid, `Product "X": "6912ab" is not an HS code`},
		"a short HS code":       {product.Input{SKU: "X", HS: p("6912")}, model.Invalid, "is not an HS code"},
		"a negative weight":     {product.Input{SKU: "X", WeightG: record.Known(int64(-1))}, model.Invalid, "weight_g must be between 0"},
		"a SKU that is taken":   {product.Input{ID: get(t, s, "A").ID, SKU: "B"}, model.Conflict, "another product has this sku already"},
		"an id that is gone":    {product.Input{ID: 99, SKU: "B"}, model.NotFound, "no longer in the book"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.Put(t.Context(), []product.Input{tt.in})
			if model.CodeOf(err) != tt.code || !strings.Contains(err.Error(), tt.message) {
				t.Errorf("got %v, want %s", err, tt.message)
			}
		})
	}
}

func TestEnsure_MakesAProductOnce(t *testing.T) {
	db, s := open(t)
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		first, isNew, err := product.Ensure(tx, " S-1 ", "Lamp")
		if err != nil || !isNew {
			t.Errorf("first: %v, new %v", err, isNew)
		}
		second, isNew, err := product.Ensure(tx, "S-1", "Other lamp")
		if err != nil || isNew || second != first {
			t.Errorf("second: %d, %v, %v", second, isNew, err)
		}
		_, _, err = product.Ensure(tx, "S-2", "")
		if _, _, err := product.Ensure(tx, " ", "Nothing"); model.CodeOf(err) != model.Invalid {
			t.Errorf("a blank SKU: %v", err)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if get(t, s, "S-1").Name != "Lamp" || get(t, s, "S-2").Name != "S-2" || get(t, s, "S-1").Version != 1 {
		t.Errorf("got %+v and %+v", get(t, s, "S-1"), get(t, s, "S-2"))
	}
}

func TestArchive_PutsAwayAndRestoreBringsBack(t *testing.T) {
	_, s := open(t)
	put(t, s, product.Input{SKU: "LAMP-1"}, product.Input{SKU: "LAMP-2"})
	if err := s.Archive(t.Context(), "LAMP-1"); err != nil {
		t.Fatal(err)
	}
	rows, err := s.List(t.Context(), record.Filter{})
	if err != nil || len(rows) != 1 || rows[0].SKU != "LAMP-2" || rows[0].State != "active" || rows[0].WeightG != nil {
		t.Errorf("in use: %+v, %v", rows, err)
	}
	if err := s.Restore(t.Context(), "LAMP-1"); err != nil {
		t.Fatal(err)
	}
	if rows, err = s.List(t.Context(), record.Filter{}); err != nil || len(rows) != 2 {
		t.Errorf("restored: %+v, %v", rows, err)
	}
	err = s.Archive(t.Context(), "LAMP-3")
	if model.CodeOf(err) != model.NotFound || !strings.Contains(err.Error(), `Did you mean "LAMP-1" or "LAMP-2"?`) {
		t.Errorf("an unknown SKU: %v", err)
	}
}
