package imports

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/setting"
)

const header = "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount," +
	"Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status," +
	"Shipping Name,Shipping Address1,Shipping City,Shipping Zip,Shipping Country,Cancelled at,Refunded Amount,Id\n"

// sold is an exported order of pieces at 20.00 each and 4.90 shipping.
type sold struct {
	number    int
	name      string
	status    string
	sent      string
	pieces    int
	refunded  string
	country   string
	price     string // as it is written
	day       time.Time
	cancelled bool
}

func (s sold) row() string {
	def := func(v *string, d string) {
		if *v == "" {
			*v = d
		}
	}
	def(&s.name, "Marcus Ellery")
	def(&s.status, "paid")
	def(&s.sent, "unfulfilled")
	def(&s.refunded, "0.00")
	def(&s.country, "US")
	def(&s.price, "20.00")
	if s.pieces == 0 {
		s.pieces = 1
	}
	if s.day.IsZero() {
		s.day = time.Date(2026, 1, 14+s.number%60, 10, 0, 0, 0, time.UTC)
	}
	at := s.day.Format("2006-01-02 15:04:05 -0700")
	line, fulfilled, cancelled := "pending", "", ""
	if s.sent == "fulfilled" {
		line, fulfilled = "fulfilled", s.day.AddDate(0, 0, 2).Format("2006-01-02 15:04:05 -0700")
	}
	if s.cancelled {
		cancelled = s.day.AddDate(0, 0, 3).Format("2006-01-02 15:04:05 -0700")
	}
	goods := 20 * s.pieces
	return fmt.Sprintf("#US-%d,ann@example.com,%s,%s,%s,%s,USD,%d.00,4.90,0.00,%d.90,0.00,%s,%d,Desk Lamp,%s,DL-%d,true,true,%s,%s,Main Street 1,Austin,78701,%s,%s,%s,%d\n",
		3300+s.number, s.status, at, s.sent, fulfilled, goods, goods+4, at, s.pieces, s.price, s.number%7, line, s.name, s.country, cancelled, s.refunded, 500000+s.number)
}

func write(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func export(t testing.TB, name string, orders ...sold) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(header)
	for _, o := range orders {
		b.WriteString(o.row())
	}
	return write(t, name, b.String())
}

var names = []string{"Marcus Ellery", "Danielle Okafor", "李娜 Li Na", "Joshua Brennan", "Анна Мельник", "Priya Raman", "Teresa Villanueva", "Caleb Whitmore", "Hannah Lindgren", "Nathaniel Reyes"}

// before and after are a shop's orders at two days: some changed in between, some
// are new, two cannot be read.
func before() (list []sold) {
	for i := range 46 {
		s := sold{number: i, name: names[i%len(names)], pieces: 1 + i%3}
		if i%9 == 4 {
			s.status = "pending"
		}
		list = append(list, s)
	}
	return list
}

func after() []sold {
	list := before()
	for i := range list {
		s := &list[i]
		switch i % 5 {
		case 0:
			s.sent = "fulfilled"
		case 1:
			if s.status == "" {
				s.status, s.refunded = "partially_refunded", "12.00"
			}
		case 4:
			if s.status == "pending" {
				s.status = "paid"
			}
		}
		if i == 12 {
			s.status, s.refunded, s.cancelled = "refunded", "24.90", true
		}
	}
	for i := 46; i < 120; i++ {
		list = append(list, sold{number: i, name: names[i%len(names)], pieces: 1 + i%3})
	}
	list = append(list, sold{number: 130, country: "UKK"}, sold{number: 131, price: "2O.0"}, sold{number: 132, price: "twenty"})
	return list
}

// twice is a book into which before came, and after as a file.
func twice(t *testing.T) (*page.Book, string) {
	t.Helper()
	b := guitest.Empty(t)
	if err := setting.New(b.DB, b.Bus).Set(t.Context(), "books.recognition", "capture"); err != nil {
		t.Log(err)
	}
	give(t, b, "rate", `{"date":"2026-01-01","from":"USD","to":"EUR","rate":"0.92","source":"ECB"}`)
	bring(t, b, importer.Options{Shop: "nordlicht.us"}, export(t, "orders_export_us_2026-02-02.csv", before()...))
	return b, export(t, "orders_export_us_2026-03-14.csv", after()...)
}

func give(t testing.TB, b *page.Book, kind, text string) {
	t.Helper()
	if _, err := put.New(b.DB, b.Bus).Put(t.Context(), kind, []byte(text)); err != nil {
		t.Fatal(err)
	}
}

func bring(t testing.TB, b *page.Book, o importer.Options, paths ...string) []*importer.File {
	t.Helper()
	res, err := importer.New(b.DB, b.Bus, b.Jobs).Import(t.Context(), paths, o)
	if err != nil || res.Error != nil {
		t.Fatal(err, res.Error)
	}
	return res.Files
}

// open shows files in the preview.
func open(t *testing.T, b *page.Book, paths ...string) (*guitest.Host, *preview) {
	t.Helper()
	h := guitest.New(t, b)
	h.Open(NewPreview, route(paths...))
	return h, h.Screen.(*preview)
}

func route(paths ...string) page.Route {
	return page.Route{Screen: page.Import, Params: map[string]string{"files": strings.Join(paths, "\n")}}
}
