package shop_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/shop"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

func open(t *testing.T) (*store.DB, *shop.Service) {
	db, bus := storetest.Open(t), &event.Bus{}
	if err := setting.New(db, bus).Set(t.Context(), "book.currency", "EUR"); err != nil {
		t.Fatal(err)
	}
	return db, shop.New(db, bus)
}

func p[T any](v T) *T { return &v }

func put(t *testing.T, s *shop.Service, in shop.Input) record.Result {
	t.Helper()
	r, err := s.Put(t.Context(), []shop.Input{in})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func get(t *testing.T, s *shop.Service, name string) model.Shop {
	t.Helper()
	found, err := s.ByName(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestPut_CreatesChangesAndLeavesAlone(t *testing.T) {
	db, s := open(t)
	put(t, s, shop.Input{Name: "Café Ōsaka"})
	first := get(t, s, "CAFÉ ōsaka")
	want := model.Shop{ID: first.ID, Name: "Café Ōsaka", NameKey: "café ōsaka", Platform: "other", Currency: "EUR", TimeZone: "UTC", Version: 1}
	if first != want {
		t.Errorf("new = %+v, want %+v", first, want)
	}
	change := shop.Input{Name: "Café Ōsaka", Platform: p("shopify"), Currency: p(model.Currency("jpy")), TimeZone: p("Asia/Tokyo"), CashOnDelivery: p(true)}
	if r := put(t, s, change); r.Updated != 1 {
		t.Errorf("result = %+v", r)
	}
	if r := put(t, s, change); r.Unchanged != 1 {
		t.Errorf("again: %+v", r)
	}
	put(t, s, shop.Input{Name: "Café Ōsaka", CashOnDelivery: p(false)})
	got := get(t, s, "Café Ōsaka")
	if got.CashOnDelivery || got.Currency != "JPY" || got.TimeZone != "Asia/Tokyo" || got.Version != 3 {
		t.Errorf("got %+v", got)
	}
	entries, err := history.New(db, nil).Of(t.Context(), shop.Kind, got.ID)
	if err != nil || len(entries) != 6 {
		t.Errorf("history = %v, %v", entries, err)
	}
}

func TestPut_Refuses(t *testing.T) {
	_, s := open(t)
	for name, tt := range map[string]struct {
		in      shop.Input
		message string
	}{
		"an unknown zone":   {shop.Input{Name: "A", TimeZone: p("Berlin")}, `Shop "A": time_zone: "Berlin" is not a time zone`},
		"an empty zone":     {shop.Input{Name: "A", TimeZone: p("")}, "time_zone must not be empty"},
		"an empty currency": {shop.Input{Name: "A", Currency: p(model.Currency(""))}, "currency must not be empty"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.Put(t.Context(), []shop.Input{tt.in})
			if err == nil || !strings.Contains(err.Error(), tt.message) {
				t.Errorf("got %v, want %s", err, tt.message)
			}
		})
	}
}

func TestEnsure_MakesAShopOnceAndLeavesItAsItIs(t *testing.T) {
	db, s := open(t)
	var made, found model.Shop
	err := db.Write(t.Context(), func(tx *store.Tx) (err error) {
		var isNew bool
		if made, isNew, err = shop.Ensure(tx, " Main  Shop", shop.Input{Platform: p("shopify"), Currency: p(model.Currency("usd"))}); err != nil || !isNew {
			t.Errorf("first: %v, new %v", err, isNew)
		}
		found, isNew, err = shop.Ensure(tx, "main shop", shop.Input{Platform: p("woocommerce")})
		if isNew {
			t.Error("made twice")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if made.Name != "Main Shop" || made.Currency != "USD" || made != found || get(t, s, "Main Shop") != made {
		t.Errorf("made %+v, found %+v", made, found)
	}
}

func TestArchive_PutsAwayAndRestoreBringsBack(t *testing.T) {
	_, s := open(t)
	put(t, s, shop.Input{Name: "A"})
	put(t, s, shop.Input{Name: "B"})
	if err := s.Archive(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	states := func(f record.Filter) map[string]string {
		rows, err := s.List(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		m := map[string]string{}
		for _, r := range rows {
			m[r.Number] = r.State
		}
		return m
	}
	if got := states(record.Filter{}); !reflect.DeepEqual(got, map[string]string{"B": "active"}) {
		t.Errorf("in use: %v", got)
	}
	if got := states(record.Filter{State: "archived"}); !reflect.DeepEqual(got, map[string]string{"A": "archived"}) {
		t.Errorf("archive: %v", got)
	}
	if err := s.Restore(t.Context(), "A"); err != nil {
		t.Fatal(err)
	}
	if got := states(record.Filter{State: "active"}); len(got) != 2 {
		t.Errorf("restored: %v", got)
	}
}

func TestActivity_CountsOrdersAndTellsTheLastImport(t *testing.T) {
	b := booktest.Small(t)
	b.Exec(t, `INSERT INTO import_batch (file_name, format, sha256, file_bytes, shop_id, records, created, updated, unchanged, refused, as_of, imported_at, undone_at)
		VALUES ('a.csv', 'shopify', '', 1, 1, 1, 1, 0, 0, 0, '', '2026-03-01T10:00:00Z', ''), ('b.csv', 'shopify', '', 1, 1, 1, 1, 0, 0, 0, '', '2026-03-02T10:00:00Z', '2026-03-03T10:00:00Z')`)
	got, err := shop.New(b.DB, &event.Bus{}).Activity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	orders := int64(0)
	for _, a := range got {
		orders += a.Orders
	}
	if orders != 9 || got[1].LastImport != "2026-03-01T10:00:00Z" || got[2].LastImport != "" {
		t.Errorf("activity = %+v", got)
	}
}
