package setting_test

import (
	"context"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

func open(t *testing.T) (*store.DB, *setting.Service, *int) {
	db := storetest.Open(t)
	bus := &event.Bus{}
	heard := 0
	bus.SettingsChanged.Subscribe(func(event.IDs) { heard++ })
	return db, setting.New(db, bus), &heard
}

func value(t *testing.T, s *setting.Service, key setting.Key) string {
	t.Helper()
	e, err := s.Get(t.Context(), string(key))
	if err != nil {
		t.Fatal(err)
	}
	return e.Value
}

func TestSet_KeepsValuesInOneFormWithHistory(t *testing.T) {
	db, s, heard := open(t)
	ctx := history.As(t.Context(), "anna")
	tests := []struct {
		key       setting.Key
		set, want string
	}{
		{setting.BookName, "  Käfer & Söhne ", "Käfer & Söhne"},
		{setting.BookCurrency, "eur", "EUR"},
		{setting.BookCountry, "Germany", "DE"},
		{setting.StockMaxAge, "007", "7"},
		{setting.StockMaxAge, "0", "0"},
		{setting.MarginFloor, "18.50", "18.5"},
		{setting.MarginFloor, "", ""},
		{setting.Recognition, "capture", "capture"},
		{setting.PurchasePrefix, "", ""},
		{setting.MerchantEmail, "shop@example.com", "shop@example.com"},
		{setting.ForwardFolder, "/home/zoe\u0308/orders ", "/home/zoe\u0308/orders "},
	}
	for _, tt := range tests {
		if err := s.Set(ctx, string(tt.key), tt.set); err != nil {
			t.Fatalf("set %s: %v", tt.key, err)
		}
		if got := value(t, s, tt.key); got != tt.want {
			t.Errorf("%s = %q, want %q", tt.key, got, tt.want)
		}
	}
	if *heard != 10 {
		t.Errorf("heard of %d changes, want 10: recognition stayed the same", *heard)
	}
	entries, err := history.New(db, nil).Of(ctx, "setting", 0)
	if err != nil || len(entries) != 10 {
		t.Fatalf("history = %v, %v", entries, err)
	}
	if e := entries[3]; e.Who != "anna" || e.RecordKey != "routing.stock_max_age_days" || e.OldValue != "14" || e.NewValue != "7" || e.RecordedAt != db.Now() {
		t.Errorf("history of the stock age = %+v", e)
	}
}

func TestSet_Refuses(t *testing.T) {
	_, s, heard := open(t)
	tests := []struct{ name, key, value, message string }{
		{"an unknown key, naming one like it", "book.curency", "EUR", `"book.curency" is not a setting. Did you mean "book.currency"?`},
		{"no currency", "book.currency", "Mark", "is not a currency"},
		{"an empty currency", "book.currency", "", "must not be empty"},
		{"a recognition point that is not kept", "books.recognition", "delivery", `"delivery" is not possible: it can be capture`},
		{"a word for a number", "routing.stock_max_age_days", "soon", "is not a whole number from 0 to 3650"},
		{"a number out of range", "routing.stock_max_age_days", "-1", "is not a whole number from 0 to 3650"},
		{"a floor above everything", "routing.margin_floor", "101", "is not a percentage from 0 to 100"},
		{"no e-mail address", "merchant.email", "me", "is not an e-mail address"},
		{"no country", "merchant.country", "Atlantis", "is not a known country"},
		{"a line break in a folder", "forward.folder", "/a\nb", "cannot be printed"},
		{"a line break", "merchant.name", "A\nB", "cannot be printed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := s.Set(t.Context(), tt.key, tt.value)
			if err == nil || !strings.Contains(err.Error(), tt.message) {
				t.Errorf("got %v, want %s", err, tt.message)
			}
		})
	}
	if *heard != 0 {
		t.Error("a refused setting was announced")
	}
}

func TestSetAll_IsAllOrNothing(t *testing.T) {
	_, s, _ := open(t)
	err := s.SetAll(t.Context(), []setting.Pair{{"book.name", "New"}, {"book.currency", "Mark"}})
	if model.CodeOf(err) != model.Invalid {
		t.Fatalf("err = %v", err)
	}
	if got := value(t, s, setting.BookName); got != "" {
		t.Errorf("book.name = %q, want nothing", got)
	}
}

func TestList_ShowsDefaultsAndValues(t *testing.T) {
	_, s, _ := open(t)
	if err := s.Set(t.Context(), "purchase.prefix", "B-"); err != nil {
		t.Fatal(err)
	}
	entries, err := s.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := map[setting.Key]string{}
	for _, e := range entries {
		if e.Label == "" || e.Help == "" || e.Kind == "" {
			t.Errorf("%s is not explained: %+v", e.Key, e)
		}
		got[e.Key] = e.Value
	}
	if len(got) != len(entries) || got[setting.PurchasePrefix] != "B-" || got[setting.StockMaxAge] != "14" || got[setting.Recognition] != "capture" {
		t.Errorf("list = %v", got)
	}
}

func TestHome(t *testing.T) {
	db, s, _ := open(t)
	read := func() (c model.Currency, err error) {
		err = db.Read(t.Context(), func(q *gorm.DB) error {
			c, err = setting.Home(q)
			return err
		})
		return c, err
	}
	if _, err := read(); model.CodeOf(err) != model.NotFound {
		t.Errorf("without a home currency: %v", err)
	}
	if err := s.Set(t.Context(), "book.currency", "CHF"); err != nil {
		t.Fatal(err)
	}
	if c, err := read(); c != "CHF" || err != nil {
		t.Errorf("home = %q, %v", c, err)
	}
	err := db.Read(t.Context(), func(q *gorm.DB) error {
		n, err := setting.Days(q, setting.StockMaxAge)
		if n != 14 {
			t.Errorf("stock age = %d", n)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestSet_FixesTheHomeCurrencyOnceAnythingIsPosted(t *testing.T) {
	db, s, _ := open(t)
	ctx := context.Background()
	for _, c := range []string{"EUR", "USD"} {
		if err := s.Set(ctx, "book.currency", c); err != nil {
			t.Fatalf("before the first entry: %v", err)
		}
	}
	err := db.Write(ctx, func(tx *store.Tx) error {
		for seq, amount := range []int{100, -100} {
			err := tx.Exec(`INSERT INTO posting (entry_id, seq, account_id, amount, foreign_amount, dated, country, tax_code)
				VALUES (1, ?, 1, ?, ?, '2026-03-01', '', '')`, seq, amount, amount).Error
			if err != nil {
				return err
			}
		}
		return tx.Exec(`INSERT INTO journal_entry (id, dated, kind, document, memo, currency, rate, rate_date, rate_source, recorded_at)
			VALUES (1, '2026-03-01', 'sale', '1', '', 'USD', '1', '2026-03-01', '', ?)`, tx.Now).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Set(ctx, "book.currency", "EUR")
	if model.CodeOf(err) != model.Refused || !strings.Contains(err.Error(), "kept in USD") {
		t.Errorf("got %v", err)
	}
	if err := s.Set(ctx, "book.currency", "USD"); err != nil {
		t.Errorf("the same currency again: %v", err)
	}
	if fixed, err := s.CurrencyFixed(ctx); err != nil || !fixed {
		t.Errorf("fixed = %v, %v", fixed, err)
	}
}
