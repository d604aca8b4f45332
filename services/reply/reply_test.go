package reply_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/reply"
)

var open = []reply.Order{
	{Number: "PO-000012", Currency: "USD", Amendments: []string{"PO-000012-A1"}, Lines: []reply.Article{
		{SKU: "LAMP-01", SupplierSKU: "S-77", Name: "Desk lamp", Quantity: 5, Price: model.MustAmount("10")},
		{SKU: "VASE", SupplierSKU: "V2", Name: "Vase", Quantity: 2, Price: model.MustAmount("4.50")},
	}},
	{Number: "PO-000123", Currency: "EUR", Lines: []reply.Article{{SKU: "CUP", Name: "Cup", Quantity: 3, Price: model.MustAmount("2")}}},
}

// told is what was understood, in one line.
func told(r *reply.Reading) string {
	var b strings.Builder
	fmt.Fprint(&b, r.Purchase)
	if r.Amendment != "" {
		fmt.Fprint(&b, " for ", r.Amendment)
	}
	if r.Reference != "" {
		fmt.Fprint(&b, " ref ", r.Reference)
	}
	if r.Confirmed {
		fmt.Fprint(&b, " yes")
	}
	if r.Refused != "" {
		fmt.Fprint(&b, " no: ", r.Refused)
	}
	for _, l := range r.Lines {
		var said []string
		if l.Quantity != nil {
			said = append(said, fmt.Sprint(*l.Quantity))
		}
		if l.Price != nil {
			said = append(said, "at "+model.Amount(*l.Price).String())
		}
		if l.ShipDate != "" {
			said = append(said, "on "+string(l.ShipDate))
		}
		if len(said) > 0 {
			fmt.Fprintf(&b, "; %s %s", l.SKU, strings.Join(said, " "))
		}
	}
	return b.String()
}

func TestRead_UnderstandsRepliesInThreeLanguages(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"all as ordered", "Hello,\nwe confirm PO-000012.\nOur order no: SO-4471\nIt ships on 2026-11-30.\n", "PO-000012 ref SO-4471 yes; LAMP-01 on 2026-11-30; VASE on 2026-11-30"},
		{"line by line", "PO-000012 confirmed\nLAMP-01: 3 pcs at USD 10.50\nVASE 2 pcs, ship date 30 Nov 2026", "PO-000012 yes; LAMP-01 3 at 10.50; VASE 2 on 2026-11-30"},
		{"by the supplier's SKU", "re PO-000012\nS-77: qty 4\nV2: qty 2", "PO-000012; LAMP-01 4; VASE 2"},
		{"of all", "PO-000012: LAMP-01 3 of 5 pcs", "PO-000012; LAMP-01 3"},
		{"backorder", "PO-000012\nLAMP-01: 3 pcs now, 2 pcs backorder", "PO-000012; LAMP-01 3"},
		{"one is gone", "PO-000012 is confirmed.\nThe vase is out of stock.\n", "PO-000012 yes; VASE 0"},
		{"refused", "Sorry, we are unable to ship PO-000012.", "PO-000012 no: Sorry, we are unable to ship PO-000012."},
		{"German", "Guten Tag,\nwir bestätigen Ihre Bestellung PO-000012.\nAuftragsnummer: 99812\nLAMP-01: 5 Stück zu 10,50 USD, Versand 01.12.2026\nVASE ist leider nicht lieferbar.", "PO-000012 ref 99812 yes; LAMP-01 5 at 10.50 on 2026-12-01; VASE 0"},
		{"Chinese", "订单 PO-000012 已确认\nLAMP-01 数量：4，单价：10.80\n2026年12月1日发货", "PO-000012 yes; LAMP-01 4 at 10.80 on 2026-12-01; VASE on 2026-12-01"},
		{"Chinese refusal", "PO-000012 缺货，无法发货", "PO-000012 no: PO-000012 缺货，无法发货"},
		{"of an amendment", "PO-000012-A1: we confirm.", "PO-000012 for PO-000012-A1 yes"},
		{"with our text quoted", "PO-000012 confirmed\n> LAMP-01 5 pcs\nOn Mon, 2 Nov 2026, Shop wrote:\nVASE 1 pcs", "PO-000012 yes"},
		{"a number within a number", "PO-0000123 confirmed", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := reply.Read(tt.text, open)
			if got := told(&r); got != tt.want {
				t.Errorf("got  %s\nwant %s\nunsure %q", got, tt.want, r.Unsure)
			}
			for _, m := range r.Marks {
				if m.From < 0 || m.To > len(tt.text) || m.From >= m.To {
					t.Errorf("mark %+v lies outside the text", m)
				}
			}
		})
	}
}

func TestRead_LeavesOutWhatCanBeReadInTwoWays(t *testing.T) {
	for _, tt := range []struct{ name, text, want, unsure string }{
		{"no purchase order", "We confirm your order.", "", "names none of the purchase orders"},
		{"two purchase orders", "PO-000012 and PO-000123 are confirmed.", "", "names PO-000012 and PO-000123"},
		{"a day with slashes", "PO-000012 confirmed, ships 04/05/2027", "PO-000012 yes", "can be read in two ways"},
		{"a day without a year", "PO-000012 confirmed, ships 30.11. ", "PO-000012 yes", "has no year"},
		{"a price with one separator", "PO-000012\nLAMP-01: price 1,050", "PO-000012", "can be read in two ways"},
		{"another currency", "PO-000012\nLAMP-01: EUR 10.50", "PO-000012", "another currency"},
		{"a bare number", "PO-000012\nLAMP-01 4", "PO-000012", "without a word that says what it is"},
		{"two quantities", "PO-000012\nLAMP-01 4 pcs 3 pcs", "PO-000012", "several quantities"},
		{"more than ordered", "PO-000012\nLAMP-01 9 pcs", "PO-000012", "9 pieces where 5 were ordered"},
		{"a sum that is off", "PO-000012\nLAMP-01: 3 pcs, 1 pcs backorder", "PO-000012", "3 now and 1 later are not the 5"},
		{"two articles in a line", "PO-000012\nLAMP-01 and VASE 1 pcs", "PO-000012", "names several articles"},
		{"denied", "PO-000012\nThe vase is not out of stock", "PO-000012", "can be read in two ways"},
		{"yes and no", "PO-000012 is confirmed.\nWe cannot deliver.", "PO-000012", "both confirms and refuses"},
		{"neither", "PO-000012: thank you", "PO-000012", "neither yes nor no"},
		{"of another number of pieces", "PO-000012: LAMP-01 3 of 6 pcs", "PO-000012", "speaks of 6 pieces where 5"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := reply.Read(tt.text, open)
			if got := told(&r); got != tt.want || !strings.Contains(strings.Join(r.Unsure, "\n"), tt.unsure) {
				t.Errorf("got %q, want %q; unsure %q, want %q", got, tt.want, r.Unsure, tt.unsure)
			}
		})
	}
}

func TestRead_NeverPanicsAndMarksOnlyWhatIsThere(t *testing.T) {
	words := []string{"PO-000012", "LAMP-01", "VASE", "3 pcs", "5", "USD 10.50", "1,050", "2026-11-30", "4/5/2027", "out of stock", "confirm", "缺货", "\n", "> ", "backorder", "not", "é", "\xff", ":"}
	rapid.Check(t, func(r *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 20).Draw(r, "words"), " ")
		got := reply.Read(text, open)
		for _, m := range got.Marks {
			if m.From < 0 || m.To > len(text) || m.From >= m.To {
				r.Fatalf("%q: mark %+v", text, m)
			}
		}
		for _, l := range got.Lines {
			if l.Quantity != nil && (*l.Quantity < 0 || *l.Quantity > l.Ordered) {
				r.Fatalf("%q: %d of %d", text, *l.Quantity, l.Ordered)
			}
		}
	})
}
