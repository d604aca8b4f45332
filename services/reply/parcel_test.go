package reply_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/reply"
)

// shippable are the purchase orders above with what stands in them: one order of a
// customer, and several.
var shippable = []reply.Order{
	{Number: "PO-000012", Currency: "USD", Lines: open[0].Lines, Orders: []string{"#1001"}, Carriers: []string{"Sternenpost"}},
	{Number: "PO-000123", Currency: "EUR", Lines: open[1].Lines, Orders: []string{"#1002", "#1003"}},
	{Number: "PO-000124", Currency: "EUR", Refill: true, Lines: open[1].Lines},
}

// sent are the parcels that were understood, in one line; a question mark stands
// behind those that are not sure.
func sent(r *reply.Reading) string {
	all := make([]string, len(r.Parcels))
	for i, p := range r.Parcels {
		all[i] = strings.Join(strings.Fields(fmt.Sprint(p.Tracking, " ", p.Carrier, " ", p.Order, " ", p.SKU, " ", p.ShipDate)), " ")
		if !p.Sure {
			all[i] += "?"
		}
	}
	return strings.Join(all, "; ")
}

func TestRead_TakesTrackingNumbersWhereTheyAreClearlyStated(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"English", "PO-000012 shipped on 2026-11-20.\nTracking number: RR123456785CN", "RR123456785CN #1001 2026-11-20"},
		{"English, carrier between", "PO-000012 is on its way. Tracking no. (DHL): 00340434161094042557", "00340434161094042557 DHL #1001"},
		{"English, carrier elsewhere", "Hi, PO-000012 was dispatched with Royal Mail.\nTracking: RB 123 456 785 GB", "RB123456785GB Royal Mail #1001"},
		{"English, on the next line", "PO-000012\nCarrier UPS\nTracking number:\n1Z 999 AA1 01 2345 6784", "1Z999AA10123456784 UPS #1001"},
		{"German", "Ihre Bestellung PO-000012 ist heute versandt worden.\nDie Sendungsnummer lautet 00340434161094042557 (DHL).", "00340434161094042557 DHL #1001"},
		{"German, abbreviated", "PO-000012: Versand mit DPD, Sendungsnr. AB12345678901.", "AB12345678901 DPD #1001"},
		{"French", "PO-000012 expédiée.\nNuméro de suivi : 6A12345678901 (Colissimo)", "6A12345678901 Colissimo #1001"},
		{"Spanish", "PO-000012 enviado por Correos Express. N.º de seguimiento: PQ4F3A0712345670128013Z", "PQ4F3A0712345670128013Z Correos Express #1001"},
		{"Italian", "PO-000012 spedito con BRT, numero di tracciamento 123450012345678", "123450012345678 BRT #1001"},
		{"Dutch", "PO-000012 is verzonden met PostNL. Track & trace code: 3STEST123456789", "3STEST123456789 PostNL #1001"},
		{"Polish", "PO-000012 wysłane. Numer przesyłki: 620012345678901234567890, InPost", "620012345678901234567890 InPost #1001"},
		{"Chinese", "PO-000012 已发货，顺丰，运单号：SF1234567890123", "SF1234567890123 SF Express #1001"},
		{"without words, by its check digit", "PO-000012: shipped with China Post, LX123456785CN", "LX123456785CN China Post #1001"},
		{"a carrier of the book", "PO-000012: Tracking 99887766554433, Sternenpost", "99887766554433 Sternenpost #1001"},
		{"of a customer's order", "PO-000123\n#1002: tracking RR123456785CN\n1003: tracking RB123456785GB", "RR123456785CN #1002; RB123456785GB #1003"},
		{"of an article", "PO-000012\nLAMP-01: tracking number RR123456785CN\nVASE: tracking number RB123456785GB", "RR123456785CN #1001 LAMP-01; RB123456785GB #1001 VASE"},
		{"the same twice", "PO-000012\nTracking number RR123456785CN\nTracking number RR123456785CN", "RR123456785CN #1001"},
		{"in groups", "PO-000012, tracking no: 0034 0434 1610 9404 2557.", "00340434161094042557 #1001"},
		{"beside a yes", "We confirm PO-000012, tracking number 00340434161094042557 with GLS", "00340434161094042557 GLS #1001"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := reply.Read(tt.text, shippable)
			if got := sent(&r); got != tt.want || len(r.Unsure) > 0 {
				t.Errorf("got  %s\nwant %s\nunsure %q", got, tt.want, r.Unsure)
			}
		})
	}
}

func TestRead_LeavesParcelsThatAreNotSureToAPerson(t *testing.T) {
	for _, tt := range []struct{ name, text, want, unsure string }{
		{"a wrong check digit", "PO-000012\nTracking number: RR123456786CN", "RR123456786CN #1001?", "does not fit its own check digit"},
		{"a short one", "PO-000012\nTracking number: 1234567", "1234567 #1001?", "is short for a tracking number"},
		{"one that goes on", "PO-000012\nTracking number: 12345678 901", "12345678 #1001?", "It is not clear where"},
		{"a prospect", "PO-000012\nWe will confirm tracking number RR123456785CN", "RR123456785CN #1001?", "can be read in two ways"},
		{"denied", "PO-000012\nRR123456785CN is not the tracking number: DHL has it", "RR123456785CN DHL #1001?", "can be read in two ways"},
		{"without words", "PO-000012\nLX123456785CN", "LX123456785CN #1001?", "no word says so"},
		{"several in one", "PO-000012 shipped. Tracking numbers: RR123456785CN and RB123456785GB", "RR123456785CN #1001 ?; RB123456785GB #1001?", "not what is in each"},
		{"of which order", "PO-000123 shipped. Tracking number RR123456785CN", "RR123456785CN?", "which of the orders #1002, #1003"},
		{"two carriers", "PO-000012: tracking RR123456785CN, DHL or UPS", "RR123456785CN #1001", "several carriers"},
		{"a page", "PO-000012 shipped, tracking: https://carrier.example/?id=12345678901", "", "leads to a page"},
		{"for own stock", "PO-000124 shipped, tracking RR123456785CN", "", "taken in under Stock at 3PLs"},
		{"below the greeting", "PO-000012 confirmed\nKind regards\nLi\nTracking number RR123456785CN", "RR123456785CN #1001?", "can be read in two ways"},
		{"refused", "We are unable to ship PO-000012.\nTracking number RR123456785CN", "RR123456785CN #1001?", "refuses the order and tells of a parcel"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := reply.Read(tt.text, shippable)
			if got := sent(&r); got != strings.ReplaceAll(tt.want, " ?", "?") || !strings.Contains(strings.Join(r.Unsure, "\n"), tt.unsure) {
				t.Errorf("got  %s\nwant %s\nunsure %q", got, tt.want, r.Unsure)
			}
		})
	}
}

func TestRead_TakesNothingElseForATrackingNumber(t *testing.T) {
	for _, text := range []string{
		"PO-000012 confirmed, tracking number will follow.",
		"PO-000012 confirmed. Tracking number: to be sent",
		"PO-000012 confirmed\nOur order no: RR123456785CN",
		"PO-000012 confirmed\n> Tracking number: RR123456785CN",
		"PO-000012 confirmed, 5 pcs of LAMP-01 at USD 10.50, total 52.50",
		"PO-000012 confirmed\nKind regards\nTel +86 755 1234 5678",
		"PO-000012 已确认，订单号：SO123456789",
	} {
		if r := reply.Read(text, shippable); len(r.Parcels) > 0 {
			t.Errorf("%q: %s", text, sent(&r))
		}
	}
}

func TestPostalNumbers_OfOneWrongDigitAreNeverSure(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		number := []byte("RR123456785CN")
		at := rapid.IntRange(2, 9).Draw(r, "at")
		was := number[at]
		if number[at] = '0' + byte(rapid.IntRange(0, 9).Draw(r, "digit")); number[at] == was {
			return
		}
		got := reply.Read("PO-000012\nTracking number: "+string(number), shippable)
		// A check of 0 and of 5 stands for two remainders each.
		if len(got.Parcels) != 1 || got.Parcels[0].Sure && !fits(number) {
			r.Fatalf("%s: %s", number, sent(&got))
		}
	})
}

// fits is the check of S10 written out as the standard says it.
func fits(number []byte) bool {
	sum := 0
	for i, w := range []int{8, 6, 4, 2, 3, 5, 9, 7} {
		sum += w * int(number[2+i]-'0')
	}
	want := map[int]int{10: 0, 11: 5}
	check, special := want[11-sum%11]
	if !special {
		check = 11 - sum%11
	}
	return int(number[10]-'0') == check
}

func TestParcel_TellsADayOfShippingOnlyOnceItIsThere(t *testing.T) {
	p := reply.Parcel{Tracking: "RR123456785CN", ShipDate: "2026-11-30"}
	for today, want := range map[model.Date]model.Date{"2026-11-29": "", "2026-11-30": "2026-11-30"} {
		if got := p.Told("PO-000012", today); got.Shipped != want || got.Pieces[0].Purchase != "PO-000012" {
			t.Errorf("on %s: %+v", today, got)
		}
	}
}
