package rate_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

func open(t testing.TB) (*store.DB, *rate.Service) {
	db, bus := storetest.Open(t), &event.Bus{}
	if err := setting.New(db, bus).Set(t.Context(), "book.currency", "EUR"); err != nil {
		t.Fatal(err)
	}
	return db, rate.New(db, bus)
}

func one(date model.Date, from, to model.Currency, value string) rate.Input {
	return rate.Input{Date: date, From: from, To: to, Rate: &record.Number{Decimal: decimal.RequireFromString(value)}}
}

func put(t testing.TB, s *rate.Service, ins ...rate.Input) record.Result {
	t.Helper()
	r, err := s.Put(t.Context(), ins)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestPut_CreatesChangesAndLeavesAlone(t *testing.T) {
	db, s := open(t)
	in := one("2026-03-02", "usd", "EUR", "0.9200")
	source := "ECB"
	in.Source = &source
	put(t, s, in)
	if r := put(t, s, one("2026-03-02", "USD", "EUR", "0.92")); r.Unchanged != 1 {
		t.Errorf("the same rate written otherwise: %+v", r)
	}
	if r := put(t, s, one("2026-03-02", "USD", "EUR", "0.93")); r.Updated != 1 {
		t.Errorf("another rate: %+v", r)
	}
	rows, err := s.List(t.Context(), 0)
	if err != nil || len(rows) != 1 {
		t.Fatalf("rows = %v, %v", rows, err)
	}
	text, _ := json.Marshal(rows[0])
	if !strings.HasSuffix(string(text), `"date":"2026-03-02","from":"USD","to":"EUR","rate":"0.93","source":"ECB","version":2}`) {
		t.Errorf("row = %s", text)
	}
	entries, err := history.New(db, nil).Of(t.Context(), rate.Kind, rows[0].ID)
	if err != nil || len(entries) != 2 || entries[1].OldValue != "0.92" || entries[1].NewValue != "0.93" || entries[1].RecordKey != "2026-03-02 / USD / EUR" {
		t.Errorf("history = %+v, %v", entries, err)
	}
}

func TestPut_Refuses(t *testing.T) {
	_, s := open(t)
	for name, tt := range map[string]struct {
		in      rate.Input
		message string
	}{
		"two equal currencies": {one("2026-03-02", "EUR", "eur", "1"), "a rate needs two currencies"},
		"a rate of nothing":    {one("2026-03-02", "USD", "EUR", "0"), "rate must be more than 0, not 0"},
		"a negative rate":      {one("2026-03-02", "USD", "EUR", "-1"), "rate must be more than 0"},
		"no rate":              {rate.Input{Date: "2026-03-02", From: "USD", To: "EUR"}, "rate is missing"},
		"no currency":          {one("2026-03-02", "USD", "Euro", "1"), "is not a currency"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.Put(t.Context(), []rate.Input{tt.in})
			if model.CodeOf(err) != model.Invalid || !strings.Contains(err.Error(), tt.message) {
				t.Errorf("got %v, want %s", err, tt.message)
			}
		})
	}
}

func TestOn(t *testing.T) {
	db, s := open(t)
	put(t, s,
		one("2026-03-02", "USD", "EUR", "0.92"), one("2026-03-10", "USD", "EUR", "0.9305123456789"), one("2026-03-20", "USD", "EUR", "0.95"),
		one("2026-03-03", "EUR", "GBP", "0.85"), one("2026-03-05", "EUR", "JPY", "160.25"), one("2026-03-01", "KWD", "EUR", "3"),
	)
	tests := []struct {
		name               string
		date               model.Date
		from, to           model.Currency
		value, day, source string
	}{
		{"the rate of the day, exactly as entered", "2026-03-10", "USD", "EUR", "0.9305123456789", "2026-03-10", "entered"},
		{"the newest before the day", "2026-03-09", "USD", "EUR", "0.92", "2026-03-02", "entered"},
		{"the last one holds on", "2027-01-01", "USD", "EUR", "0.95", "2026-03-20", "entered"},
		{"the inverse pair, divided to 12 digits", "2026-03-04", "GBP", "EUR", "1.17647058824", "2026-03-03", "entered, inverse"},
		{"the inverse of a large rate keeps 12 digits", "2026-03-05", "JPY", "EUR", "0.00624024960998", "2026-03-05", "entered, inverse"},
		{"an inverse without end is rounded half away from zero", "2026-03-05", "EUR", "KWD", "0.333333333333", "2026-03-01", "entered, inverse"},
		{"two foreign currencies by way of home, divided once", "2026-03-05", "USD", "GBP", "0.782", "2026-03-02", "entered, via EUR"},
		{"and back", "2026-03-05", "GBP", "USD", "1.27877237852", "2026-03-02", "entered, via EUR"},
		{"the same currency", "2026-03-05", "CHF", "CHF", "1", "2026-03-05", ""},
	}
	err := db.Read(t.Context(), func(q *gorm.DB) error {
		table := rate.NewTable(q)
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				for range 2 { // found, then remembered
					r, err := table.On(tt.date, tt.from, tt.to)
					if err != nil {
						t.Fatal(err)
					}
					if r.Value.String() != tt.value || string(r.Date) != tt.day || r.Source != tt.source || r.From != tt.from || r.To != tt.to {
						t.Errorf("got %+v, want %s of %s (%s)", r, tt.value, tt.day, tt.source)
					}
				}
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOn_NeverTakesARateFromTheFuture(t *testing.T) {
	db, s := open(t)
	put(t, s, one("2026-03-02", "USD", "EUR", "0.92"), one("2026-03-02", "EUR", "GBP", "0.85"))
	err := db.Read(t.Context(), func(q *gorm.DB) error {
		table := rate.NewTable(q)
		for _, pair := range [][2]model.Currency{{"USD", "EUR"}, {"EUR", "USD"}, {"USD", "GBP"}} {
			_, err := table.On("2026-03-01", pair[0], pair[1])
			want := "no exchange rate from " + string(pair[0]) + " to " + string(pair[1]) + " on 2026-03-01 or before: enter one"
			if model.CodeOf(err) != model.NotFound || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v, want %s", err, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func BenchmarkOn(b *testing.B) {
	db, s := open(b)
	day := model.Date("2024-01-01")
	var ins []rate.Input
	for range 730 {
		ins = append(ins, one(day, "USD", "EUR", "0.92"))
		day = day.AddDays(1)
	}
	put(b, s, ins...)
	err := db.Read(b.Context(), func(q *gorm.DB) error {
		table := rate.NewTable(q)
		days := make([]model.Date, 730)
		for i := range days {
			days[i] = model.Date("2024-01-01").AddDays(i)
		}
		i := 0
		for b.Loop() {
			if _, err := table.On(days[i%730], "EUR", "USD"); err != nil {
				return err
			}
			i++
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
