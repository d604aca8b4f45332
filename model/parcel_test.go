package model

import "testing"

func TestShipment_MakesTheStateOfAPurchaseOrder(t *testing.T) {
	type line struct{ ordered, left, delivered Quantity }
	for name, c := range map[string]struct {
		lines  []line
		before PurchaseState
		want   PurchaseState
	}{
		"nothing left":                          {[]line{{2, 0, 0}}, PurchaseSent, PurchaseSent},
		"nothing left of an acknowledged one":   {[]line{{2, 0, 0}}, PurchaseAcknowledged, PurchaseAcknowledged},
		"a part of a line left":                 {[]line{{2, 1, 0}}, PurchaseSent, PurchasePartShipped},
		"one of two lines left":                 {[]line{{2, 2, 2}, {1, 0, 0}}, PurchaseSent, PurchasePartShipped},
		"too many of one do not make up for it": {[]line{{2, 5, 5}, {1, 0, 0}}, PurchaseSent, PurchasePartShipped},
		"all left":                              {[]line{{2, 2, 1}, {1, 1, 1}}, PurchaseAcknowledged, PurchaseShipped},
		"all arrived":                           {[]line{{2, 3, 3}, {1, 1, 1}}, PurchaseSent, PurchaseClosed},
		"a purchase order without lines":        {nil, PurchaseSent, PurchaseSent},
	} {
		var s Shipment
		for _, l := range c.lines {
			s.Add(l.ordered, l.left, l.delivered)
		}
		if got := s.State(c.before); got != c.want {
			t.Errorf("%s: %+v is %s, want %s", name, s, got, c.want)
		}
	}
}

func TestParcelState_SaysWhatItsPiecesCountFor(t *testing.T) {
	for _, c := range []struct {
		state                 ParcelState
		left, arriving, ended bool
	}{
		{LabelMade, false, false, false},
		{ParcelShipped, true, true, false},
		{CustomsHold, true, true, false},
		{Delivered, true, true, true},
		{Returned, true, false, true},
		{Lost, true, false, true},
	} {
		if c.state.Left() != c.left || c.state.Arriving() != c.arriving || c.state.Ended() != c.ended {
			t.Errorf("%s: left %v, arriving %v, ended %v", c.state, c.state.Left(), c.state.Arriving(), c.state.Ended())
		}
	}
	if ParcelState("gone").Valid() {
		t.Error("an unknown state is valid")
	}
}
