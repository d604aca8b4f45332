package forwarding_test

import (
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/forwarding"
	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/store"
)

// picture draws the window when pictures are asked for.
func picture(h *guitest.Host, name string) {
	if os.Getenv("PICTURES") != "" {
		h.Shot(name)
	}
}

func exec(t *testing.T, b *page.Book, query string, args ...any) {
	t.Helper()
	if err := b.DB.Write(t.Context(), func(tx *store.Tx) error { return tx.Exec(query, args...).Error }); err != nil {
		t.Fatal(err)
	}
}

func TestForwarding_WhatGathersWaitsUntilAPersonSendsItNow(t *testing.T) {
	b, s, _ := desk(t)
	exec(t, b, `UPDATE supplier SET batching = 'daily', cutoff = '23:00', time_zone = 'UTC', batch_lead = 30`)
	h := open(t, b)
	h.See("waits for 22:30")
	h.Key(action.Ctrl(fyne.KeyReturn))
	if n := len(outbox(t, b, "")); n != 0 {
		t.Fatalf("%d left before they were due", n)
	}
	p, o := ready(t, board(t, s))
	h.Open(forwarding.New, page.Route{Screen: page.Forwarding, Params: map[string]string{"order": o.Number}})
	picture(h, "fw-gather")
	h.Act("forwarding.now")
	if rows := outbox(t, b, ""); len(rows) != 1 || rows[0].Number != p.Number {
		t.Errorf("left %+v, want %s; reports %v", rows, p.Number, h.Reports)
	}
	exec(t, b, `UPDATE supplier SET cutoff = '12:00'`)
	h.Open(forwarding.New, page.Route{Screen: page.Forwarding})
	h.DontSee("waits for 22:30")
}

func TestForwarding_AcceptsAPriceThatRose(t *testing.T) {
	b, s, _ := desk(t)
	_, o := ready(t, board(t, s))
	exec(t, b, `UPDATE offer SET cost = cost + 10000, version = version + 1 WHERE product_id IN (SELECT product_id FROM order_line WHERE order_id = ?)`, o.OrderID)
	rose := func() bool {
		for _, p := range board(t, s).Purchases {
			for _, x := range p.Orders {
				for _, w := range x.Warnings {
					if x.OrderID == o.OrderID && w.Code == purchase.WarnPrice {
						return true
					}
				}
			}
		}
		return false
	}
	if !rose() {
		t.Fatal("nobody warns that the price rose")
	}
	h := guitest.New(t, b)
	h.Open(forwarding.New, page.Route{Screen: page.Forwarding, Params: map[string]string{"order": o.Number}})
	picture(h, "fw-price")
	h.Act("forwarding.accept")
	if rose() || len(h.Reports) > 0 {
		t.Errorf("it still waits for the price; asked %v, reports %v", h.Asked, h.Reports)
	}
}

func TestForwarding_TellsWhatToDoAboutEachWarning(t *testing.T) {
	b, s, _ := desk(t)
	_, o := ready(t, board(t, s))
	exec(t, b, `UPDATE product SET hazard = 'battery', not_to = ? WHERE id IN (SELECT product_id FROM order_line WHERE order_id = ?)`, o.Country, o.OrderID)
	exec(t, b, `UPDATE contact SET address1 = 'PO Box 12' WHERE id = (SELECT ship_to_id FROM sales_order WHERE id = ?)`, o.OrderID)
	h := guitest.New(t, b)
	h.Open(forwarding.New, page.Route{Screen: page.Forwarding, Params: map[string]string{"order": o.Number}})
	picture(h, "fw-warn")
	all := strings.Join(h.Texts(), " ")
	for _, want := range []string{"must not be sent to", "Hold the order and refund it", "holds a battery", "post office box", "Open the product", "Open the order"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not told: %s", want, all)
		}
	}
	h.Resize(1100, 700)
	picture(h, "fw-narrow")
}

func TestColumns_AreChosenWithAnExampleBeside(t *testing.T) {
	b, _, _ := desk(t)
	h := guitest.New(t, b)
	h.Open(forwarding.NewColumns, page.Route{Screen: page.OrderColumns, Key: "Maasdok Fulfilment"})
	h.See("Their article number", "Zoë Martin", "A-77")
	picture(h, "fw-columns")
	h.Tap("CSV")
	h.Key(action.Ctrl(fyne.KeyReturn))
	got, err := purchase.New(b.DB, b.Bus).Template(t.Context(), "Maasdok Fulfilment")
	if err != nil || got.File != purchase.FileCSV || len(got.Columns) != 11 || got.Columns[1].Field != "supplier_sku" || h.Backs != 1 {
		t.Errorf("kept %+v, %v; reports %v, %d back", got, err, h.Reports, h.Backs)
	}
	h.Open(forwarding.NewColumns, page.Route{Screen: page.OrderColumns, Key: "Nobody"})
	h.See("There is no supplier")
}
