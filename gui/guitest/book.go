package guitest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/demo"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/memo"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
	"github.com/dropledger/dropledger/services/today"
)

// Program is the program as the books of tests name it.
const Program = "Dropledger test"

// Clock always tells the moment of the tests: 31 March 2026, 12:30 UTC.
func Clock() time.Time { return storetest.Moment }

// Of is a book of the screens around an open book file.
func Of(db *store.DB) *page.Book {
	b := &page.Book{Path: db.Path(), DB: db, Bus: &event.Bus{}, Clock: Clock, Home: booktest.Home, Program: Program}
	b.Jobs = &job.Runner{Topic: &b.Bus.JobProgress, Clock: Clock}
	b.Orders = orderbook.New(db, b.Bus)
	b.Waiting = today.New(db, b.Orders)
	b.Memory = memo.New(db)
	return b
}

// Empty is a book without anything but its name, currency and country.
func Empty(t testing.TB) *page.Book {
	t.Helper()
	b := Of(storetest.Open(t))
	set(t, b, "Harbour Goods")
	return b
}

// Small is the book of nine orders that booktest describes: every figure in it
// was worked out by hand.
func Small(t testing.TB) *page.Book {
	t.Helper()
	b := Of(booktest.Small(t).DB)
	set(t, b, "Harbour Goods")
	return b
}

func set(t testing.TB, b *page.Book, name string) {
	t.Helper()
	pairs := []setting.Pair{{Key: string(setting.BookName), Value: name}, {Key: string(setting.BookCountry), Value: "DE"}}
	if home(t, b) == "" {
		pairs = append(pairs, setting.Pair{Key: string(setting.BookCurrency), Value: string(booktest.Home)})
	}
	if err := setting.New(b.DB, b.Bus).SetAll(context.Background(), pairs); err != nil {
		t.Fatal(err)
	}
}

// SampleOrders is the size of the sample business of tests.
const SampleOrders = 120

// sample is the sample business, made once for all tests of a program.
var sample = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "sample")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	path := filepath.Join(folder, "sample.dropledger")
	db, err := store.Create(context.Background(), store.Config{Path: path, Clock: Clock})
	if err != nil {
		return nil, err
	}
	if _, err = demo.New(db, &event.Bus{}, &job.Runner{}).Make(context.Background(), demo.Options{Orders: SampleOrders, Seed: 1}); err != nil {
		return nil, err
	}
	if err = db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// Sample is the sample business with suppliers, products, orders of a year and
// what became of them, each test its own copy.
func Sample(t testing.TB) *page.Book {
	t.Helper()
	content, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "sample.dropledger")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	b := Of(storetest.OpenWith(t, store.Config{Path: path, Clock: Clock}))
	b.Sample = true
	b.Home = home(t, b)
	return b
}

func home(t testing.TB, b *page.Book) model.Currency {
	t.Helper()
	e, err := setting.New(b.DB, b.Bus).Get(context.Background(), string(setting.BookCurrency))
	if err != nil {
		t.Fatal(err)
	}
	return model.Currency(e.Value)
}
