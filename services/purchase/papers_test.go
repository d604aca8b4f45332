package purchase_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/purchase"
)

// halves is a book where a line of three pieces went to two suppliers, one
// piece to the first.
func halves(t *testing.T) (*desktest.Desk, *purchase.Service, []int64) {
	d := desktest.New(t)
	d.Order("#1", desktest.Line("LAMP", 3), func(o *model.Order) { o.Lines[0].Price = model.MustAmount("33.33") })
	for i, name := range []string{"East", "West"} {
		s := d.Supplier(name, func(s *model.Supplier) { s.Country = "CN" })
		offer := d.Offer(s, "LAMP", "5")
		d.Exec(`INSERT INTO allocation (line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, routed_at)
			SELECT id, ?, ?, ?, 50000, 0, 'EUR', '', '{}', '' FROM order_line`, s, offer, i+1)
	}
	s := purchase.New(d.DB, d.Bus)
	ids, err := s.Draft(t.Context())
	if err != nil || len(ids) != 2 {
		t.Fatalf("%v, %v", ids, err)
	}
	d.Exec(`UPDATE order_line SET discount = 100, shipping = 49900`) // one cent off, 4.99 for shipping
	return d, s, ids
}

func TestPapers_ThePartsOfALineSumToWhatTheCustomerPaid(t *testing.T) {
	_, s, ids := halves(t)
	var sum model.Receipt
	for i, id := range ids {
		p, err := s.Papers(t.Context(), id, "")
		if err != nil || len(p.Orders) != 1 || len(p.Orders[0].Lines) != 1 {
			t.Fatalf("%+v, %v", p, err)
		}
		l := p.Orders[0].Lines[0]
		if l.Quantity != model.Quantity(i+1) || l.Price != model.MustAmount("33.33") || p.Orders[0].Value() != l.Paid.Value() {
			t.Errorf("part %d is %+v", i, l)
		}
		sum = sum.Add(l.Paid)
	}
	if want := (model.Receipt{Goods: model.MustAmount("99.99"), Discount: model.MustAmount("0.01"), Shipping: model.MustAmount("4.99")}); sum != want {
		t.Errorf("the parts sum to %+v, want %+v", sum, want)
	}
}

func TestPapers_ThereAreNoneWithoutAPurchaseOrder(t *testing.T) {
	_, s, _ := halves(t)
	if _, err := s.Papers(t.Context(), 99, ""); model.CodeOf(err) != model.NotFound {
		t.Errorf("got %v", err)
	}
}

func TestPapers_WarnOfWhatIsMissingBeforeItLeaves(t *testing.T) {
	d, s, ids := halves(t)
	d.Exec(`UPDATE product SET hs = '9405', origin = 'CN', weight_g = 400`)
	p, err := s.Papers(t.Context(), ids[0], "")
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, w := range p.Warnings() {
		if w.Code != purchase.WarnPapers || w.Order != "#1" || w.Blocking {
			t.Errorf("warning %+v", w)
		}
		told = append(told, w.Message)
	}
	all := strings.Join(told, "\n")
	for _, says := range []string{"the HS code (six digits or more) of LAMP is missing", "the seller's address, city, country, name of who signs are missing", "no exchange rate from EUR to XDR"} {
		if !strings.Contains(all, says) {
			t.Errorf("not told: %q in\n%s", says, all)
		}
	}
	if c := p.Orders[0].Customs; c == nil || c.Form != model.CN23 || c.Incoterm != model.DAP {
		t.Errorf("customs %+v", c)
	}
}

func TestPapers_GoByTheBorderOfTheDay(t *testing.T) {
	tests := []struct {
		name, from, to string
		customs        bool
	}{
		{"within a country", "DE", "DE", false},
		{"within the EU", "PL", "DE", false},
		{"into the EU", "CN", "DE", true},
		{"out of the EU", "DE", "CH", true},
		{"from who knows where", "", "DE", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, s, ids := halves(t)
			d.Exec(`UPDATE supplier SET country = ?`, tt.from)
			d.Exec(`UPDATE contact SET country = ?`, tt.to)
			p, err := s.Papers(t.Context(), ids[0], "")
			if err != nil || (p.Orders[0].Customs != nil) != tt.customs {
				t.Errorf("customs %+v, %v", p.Orders[0].Customs, err)
			}
		})
	}
}

func TestPapers_DutiesThatTheCustomerPaidMakeTheTermDDP(t *testing.T) {
	d, s, ids := halves(t)
	d.Exec(`UPDATE sales_order SET duties = 50000`)
	p, err := s.Papers(t.Context(), ids[0], "")
	if err != nil || p.Orders[0].Customs.Incoterm != model.DDP {
		t.Errorf("%+v, %v", p.Orders[0].Customs, err)
	}
}
