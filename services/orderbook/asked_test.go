package orderbook_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/amendment"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/routing"
)

type bare struct{}

func (bare) Render(forward.Dispatch) ([]forward.File, error) {
	return []forward.File{{Name: "order.txt", Content: []byte("order")}}, nil
}

// way are the steps of an order in short: those not done in brackets, the present
// one with a star.
func way(d *orderbook.Detail) string {
	var all []string
	for _, s := range d.Steps {
		word := string(s.Kind)
		switch s.State {
		case orderbook.StepNow:
			word = "*" + word
		case orderbook.StepLater:
			word = "(" + word + ")"
		}
		all = append(all, word)
	}
	return strings.Join(all, " ")
}

// asking is a book whose purchase order has left, and what is asked of its supplier.
type asking struct {
	*testing.T
	d    *desktest.Desk
	out  string
	asks *amendment.Service
	book *orderbook.Service
}

func newAsking(t *testing.T) *asking {
	t.Helper()
	d := desktest.New(t)
	acme := d.Supplier("Acme", func(s *model.Supplier) { s.Batching = model.Daily })
	d.Offer(acme, "LAMP", "10")
	d.Order("#1", desktest.Line("LAMP", 3))
	d.Order("#2", desktest.Line("LAMP", 1))
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(t.Context(), routing.Options{}); err != nil {
		t.Fatal(err)
	}
	a := &asking{t, d, t.TempDir(), amendment.New(d.DB, d.Bus), orderbook.New(d.DB, d.Bus)}
	a.send()
	return a
}

func (a *asking) send() {
	a.Helper()
	if _, err := forward.New(a.d.DB, a.d.Bus, a.d.Jobs, bare{}).Forward(a.Context(), forward.Options{Out: a.out, Approve: true}); err != nil {
		a.Fatal(err)
	}
}

func (a *asking) look(number string) *orderbook.Detail {
	a.Helper()
	id, err := a.book.ID(a.Context(), "Shop", number)
	if err != nil {
		a.Fatal(err)
	}
	o, err := a.book.Detail(a.Context(), id)
	if err != nil {
		a.Fatal(err)
	}
	return o
}

func (a *asking) ask(in amendment.Input) {
	a.Helper()
	in.Purchase, in.Approve = "PO-000001", true
	if _, err := a.asks.Make(a.Context(), in); err != nil {
		a.Fatal(err)
	}
	a.send()
}

func (a *asking) answer(said amendment.Answer) {
	a.Helper()
	if _, err := a.asks.PutAnswers(a.Context(), []amendment.Answer{said}); err != nil {
		a.Fatal(err)
	}
}

func TestDetail_TellsWhatASupplierWasAskedAndAnswered(t *testing.T) {
	a := newAsking(t)
	d := a.d
	a.ask(amendment.Input{Order: "#1", Lines: []amendment.LineInput{{SKU: "LAMP", Quantity: 2}}})
	o := a.look("#1")
	if got := way(o); got != "placed paid routed forwarded *changing (shipped)" || o.Waiting() == nil || o.Waiting().Cancels() || o.Lines[0].Asked != o.Waiting() {
		t.Errorf("asked for fewer: %s %+v", got, o.Amendments)
	}
	if l := o.Amendments[0].Lines; len(l) != 1 || l[0].Before != 3 || l[0].Wanted != 2 {
		t.Errorf("got %+v", l)
	}
	if other := a.look("#2"); len(other.Amendments) != 0 || other.Lines[0].Asked != nil {
		t.Errorf("the order beside it: %+v", other.Amendments)
	}
	a.answer(amendment.Answer{Amendment: "PO-000001-A1", Refused: "Too late"})
	o = a.look("#1")
	if got := way(o); got != "placed paid routed forwarded denied *shipped" || o.Waiting() != nil || o.Amendments[0].Answer != "Too late" {
		t.Errorf("refused: %s %+v", got, o.Amendments)
	}
	if !slices.ContainsFunc(o.History, func(c orderbook.Change) bool { return c.Field == "PO-000001-A1 state" && c.NewValue == "refused" }) {
		t.Error("the history does not tell of the refusal")
	}
	d.Cancel("#1")
	a.ask(amendment.Input{Order: "#1", Cancel: true})
	o = a.look("#1")
	if got := way(o); got != "placed paid routed forwarded ended *cancelling" || !o.Waiting().Cancels() {
		t.Errorf("cancelled in the shop: %s", got)
	}
	a.answer(amendment.Answer{Amendment: "PO-000001-A2"})
	o = a.look("#1")
	if got := way(o); !strings.HasSuffix(got, "agreed ended") || len(o.Lines[0].Given) != 0 {
		t.Errorf("agreed: %s", got)
	}
}

func TestDetail_TellsThePartsOfALineAndWhatLeftOwnStock(t *testing.T) {
	d := desktest.New(t)
	own := d.Supplier("North", func(s *model.Supplier) { s.Type = model.ThirdPartyLogistics })
	acme := d.Supplier("Acme")
	id := d.Order("#1", desktest.Line("LAMP", 3))
	for i, from := range []int64{own, acme} {
		d.Exec(`INSERT INTO allocation (line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, routed_at, explanation, stock_cost)
			SELECT id, ?, ?, ?, 0, 0, 'EUR', '', ?, '{}', CASE ? WHEN 0 THEN 0 END FROM order_line WHERE order_id = ?`, from, d.Offer(from, "LAMP", "1"), i+1, string(model.InstantOf(d.Now)), i, id)
	}
	d.Exec(`INSERT INTO stock_move (supplier_id, product_id, kind, quantity, unit_cost, value, moved_on, reference, reason, source, recorded_at)
			VALUES (?, ?, 'opening', 5, 0, 0, ?, 'o', '', '', ?)`, own, d.Product("LAMP"), string(d.Today()), string(model.InstantOf(d.Now)))
	for i, kind := range []string{"dispatch", "return"} {
		d.Exec(`INSERT INTO stock_move (supplier_id, product_id, kind, quantity, unit_cost, value, moved_on, allocation_id, reference, reason, source, recorded_at)
			SELECT ?, ?, ?, ?, 0, 0, ?, MIN(id), ?, '', '', ? FROM allocation`, own, d.Product("LAMP"), kind, 2*i-1, string(d.Today()), kind, string(model.InstantOf(d.Now)))
	}
	o, err := orderbook.New(d.DB, d.Bus).Detail(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	g := o.Lines[0].Given
	if len(g) != 2 || !g[0].Own || g[1].Own || g[0].Quantity != 1 || g[1].Quantity != 2 {
		t.Errorf("got %+v", g)
	}
	if m := o.Stocked; len(m) != 2 || m[0].Quantity != 1 || m[0].Warehouse != "North" || m[1].Quantity != -1 {
		t.Errorf("own stock: %+v", m)
	}
}
