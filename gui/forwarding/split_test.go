package forwarding_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/gui/forwarding"
	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/put"
)

// divisible is a line of several pieces of the board that two suppliers can take.
func divisible(t *testing.T, b *page.Book, s *approval.Service) (o *approval.Order, able []approval.Candidate) {
	t.Helper()
	v := board(t, s)
	for i := range v.Purchases {
		for j := range v.Purchases[i].Orders {
			o := &v.Purchases[i].Orders[j]
			if len(o.Lines) != 1 || o.Lines[0].Quantity < 2 || o.State == approval.Held {
				continue
			}
			for _, name := range []string{"Hansekontor Großhandel", "Maasdok Fulfilment"} {
				offer := fmt.Sprintf(`{"supplier": %q, "sku": %q, "valid_from": "2026-03-31", "cost": "9.00", "currency": "EUR", "stock": 50, "shipping": [{"to": "*", "service": "Parcel", "cost": "4.00"}]}`, name, o.Lines[0].SKU)
				if _, err := put.New(b.DB, b.Bus).Put(t.Context(), "offer", []byte(offer)); err != nil {
					t.Fatal(err)
				}
			}
			w, err := s.Candidates(t.Context(), o.Lines[0].AllocationID)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range w.Candidates {
				if c.Able {
					able = append(able, c)
				}
			}
			if len(able) > 1 {
				return o, able
			}
		}
	}
	t.Fatal("no line of the board can be divided")
	return nil, nil
}

func TestForwarding_SplitsALineByHandWithItsEffectShownFirst(t *testing.T) {
	b, s, _ := desk(t)
	o, able := divisible(t, b, s)
	parts := func() (n int) {
		for _, p := range board(t, s).Purchases {
			for _, x := range p.Orders {
				if x.OrderID == o.OrderID {
					n += len(x.Lines)
				}
			}
		}
		return n
	}
	before := parts()
	h := guitest.New(t, b)
	h.Open(forwarding.New, page.Route{Screen: page.Forwarding, Params: map[string]string{"order": o.Number}})
	h.Act("forwarding.split")
	labels := make([]string, 2)
	for i := range labels {
		for _, text := range h.Texts() {
			if strings.HasPrefix(text, able[i].Supplier+",") && (strings.Contains(text, "EUR") || strings.Contains(text, "€")) {
				labels[i] = text
			}
		}
	}
	h.Type(labels[0], "1")
	h.See("Say how many")
	h.Type(labels[1], fmt.Sprint(o.Lines[0].Quantity-1))
	h.See("To the door it costs")
	picture(h, "fw-split")
	if stays := h.Verb(); !stays {
		t.Fatal("it was split without a reason")
	}
	h.Type("Why", "the house runs short")
	if stays := h.Verb(); stays || len(h.Reports) > 0 {
		t.Fatalf("not split: %v", h.Reports)
	}
	if n := parts(); n != before+1 {
		t.Errorf("it stands in %d parts after %d", n, before)
	}
	h.Toasts[len(h.Toasts)-1].Link.Run()
	if len(h.Reports) > 0 {
		t.Errorf("taking it back: %v", h.Reports)
	}
	if last := h.Said[len(h.Said)-1]; last != "The split was taken back" {
		t.Errorf("after taking it back the window says %q", last)
	}
	if n := parts(); n != before {
		t.Errorf("taken back it stands in %d parts, not %d", n, before)
	}
}
