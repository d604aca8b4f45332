package reply_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/services/reply"
)

// shapes are replies that were once read as a plain yes, or not at all, though they
// say something else.
var shapes = []struct{ name, text, want, unsure string }{
	// the only article is not named
	{"fewer of the only article", "PO-000123 confirmed. We can only send 2 pcs.", "PO-000123 yes; CUP 2", ""},
	{"a yes with a but", "PO-000123 confirmed, but only 2 pcs available.", "PO-000123; CUP 2", "in two ways"},
	{"backorder of the only article", "PO-000123 confirmed.\n1 pc is on backorder.", "PO-000123 yes; CUP 2", ""},
	{"a price of the only article", "PO-000123 confirmed at EUR 2.50 each.", "PO-000123 yes; CUP at 2.50", ""},
	{"in German", "PO-000123 bestätigt, nur 2 Stück lieferbar", "PO-000123; CUP 2", "in two ways"},
	{"in Chinese", "PO-000123 已确认，单价2.50欧元", "PO-000123 yes; CUP at 2.50", ""},
	{"pieces that do not come", "PO-000123 confirmed, 2 pcs are missing.", "PO-000123 yes", "quantities and prices"},
	{"pieces of a box", "PO-000123 confirmed. 2 pcs per carton.", "PO-000123 yes", "quantities and prices"},
	{"more than ordered", "PO-000123 confirmed, 9 pcs.", "PO-000123 yes", "9 pieces where 3"},
	// of several articles none is named
	{"a table cell by cell", "PO-000012 confirmed\nLAMP-01\n3 pcs\nUSD 10.50\nVASE\n2 pcs", "PO-000012 yes", `"3 pcs" does not say which article`},
	{"a table in bars", "PO-000012 confirmed\n| LAMP-01 | Desk lamp | 3 | 10.50 |", "PO-000012 yes", "3 in"},
	{"a percentage", "PO-000012 confirmed. Prices rose by 10 %.", "PO-000012 yes", "quantities and prices"},
	{"a count of all", "PO-000012 confirmed. Total 2 pcs.", "PO-000012 yes", "quantities and prices"},
	// an article of which something unknown is said
	{"only later", "PO-000012 confirmed. Only VASE will come later.", "PO-000012 yes", "not known"},
	{"in words", "PO-000012 confirmed.\nLAMP-01: three pieces", "PO-000012 yes", "not known"},
	{"only one of them", "PO-000012 is accepted.\nWe confirm only LAMP-01.", "PO-000012 yes", "not known"},
	{"only one of them, in Polish", "PO-000012 przyjęte.\nPotwierdzamy tylko LAMP-01.", "PO-000012 yes", "not known"},
	{"one of them is as ordered", "PO-000012 is accepted.\nLAMP-01 confirmed.", "PO-000012 yes", ""},
	{"missing", "PO-000012 confirmed, the vase is missing.", "PO-000012", "not known"},
	{"pieces out of stock", "PO-000012\nLAMP-01: 2 pcs out of stock", "PO-000012", "how many pieces come"},
	// a yes that is none
	{"an exception", "PO-000012 confirmed except VASE.", "PO-000012", "only in part"},
	{"an exception in German", "Wir bestätigen PO-000012 bis auf die Vase.", "PO-000012", "only in part"},
	{"an exception in French", "Nous confirmons PO-000012 sauf le vase.", "PO-000012", "only in part"},
	{"an exception in Spanish", "Confirmamos PO-000012 excepto VASE.", "PO-000012", "only in part"},
	{"an exception in Italian", "Confermiamo PO-000012 tranne VASE.", "PO-000012", "only in part"},
	{"an exception in Dutch", "Wij bevestigen PO-000012 behalve VASE.", "PO-000012", "only in part"},
	{"an exception in Polish", "Potwierdzamy PO-000012 oprócz VASE.", "PO-000012", "only in part"},
	{"an exception in Chinese", "PO-000012 已确认，VASE 除外。", "PO-000012", "only in part"},
	{"a condition", "PO-000012 confirmed subject to payment.", "PO-000012", "only in part"},
	{"changes", "PO-000012 accepted with changes, see attachment.", "PO-000012", "only in part"},
	{"what came in", "We confirm receipt of PO-000012.", "PO-000012", "only in part"},
	{"what came in, in German", "Wir bestätigen den Eingang Ihrer Bestellung PO-000012.", "PO-000012", "only in part"},
	{"an attachment", "PO-000012 confirmed, see the attached list for quantities.", "PO-000012 yes", "attachment"},
	{"of a payment", "Payment for PO-000012 confirmed.", "PO-000012", "in two ways"},
	{"of an address", "We confirm your new address for PO-000012.", "PO-000012", "in two ways"},
	{"of a message", "PO-000012: we confirm that we have received your message.", "PO-000012", "in two ways"},
	{"taken back", "PO-000012: confirmed yesterday. Today we found the stock is gone.", "PO-000012 yes", "quantities and prices"},
	{"boxes", "[ ] PO-000012 confirmed [x] refused", "PO-000012", "in two ways"},
	{"a field with a no", "Confirmed: no. PO-000012", "PO-000012", "in two ways"},
	{"a field with an N", "PO-000012 confirmed = N", "PO-000012", "in two ways"},
	{"something else", "PO-000012 VASE: replaced by VASE-XL, 2 pcs", "PO-000012", "only in part"},
	{"another colour", "PO-000012: LAMP-01: 5 pcs (black instead of white)", "PO-000012", "only in part"},
	{"another price", "PO-000012: LAMP-01: 5 pcs at USD 10.50 instead of USD 10.00", "PO-000012; LAMP-01 5 at 10.50", ""},
	{"less so many", "PO-000012 confirmed\nLAMP-01 minus 2 pcs", "PO-000012 yes", "how many pieces come"},
	{"a minus", "PO-000012 confirmed\nLAMP-01: -2 pcs", "PO-000012 yes", "a minus, or a dash"},
	{"a fee", "PO-000123 confirmed. We need EUR 2.20 each for packaging.", "PO-000123 yes", "quantities and prices"},
	{"a price below the greeting", "PO-000123 confirmed.\n\nBest regards\nLi\n\nP.S. The price is EUR 2.50 now.", "PO-000123 yes", "below the greeting"},
	{"fewer below the greeting", "PO-000123 confirmed.\n\nBest regards\nLi\n\nP.S. We have 2 pcs only.", "PO-000123 yes", "below the greeting"},
	{"a signature", "PO-000123 confirmed.\n\nBest regards\nLi Wei\nAcme Ltd., 12 Nanshan Rd, 518000 Shenzhen\nTel +86 755 1234 5678, VAT CN123456789", "PO-000123 yes", ""},
	// a cancellation
	{"of a cancellation", "We confirm the cancellation of PO-000012.", "PO-000012", "if it answers PO-000012-A1"},
	{"of a cancellation, and a yes", "PO-000123 has been cancelled as requested. Confirmed.", "PO-000123", "enter that it is refused"},
	{"of a cancellation in German", "Wir bestätigen die Stornierung von PO-000012.", "PO-000012", "cancellation"},
	{"of a cancellation in French", "Nous confirmons l'annulation de PO-000012.", "PO-000012", "cancellation"},
	{"of a cancellation in Chinese", "PO-000012 已取消，确认。", "PO-000012", "cancellation"},
	{"asked for", "PO-000012-A1: we confirm the cancellation.", "PO-000012 for PO-000012-A1 yes", ""},
	{"a number of an amendment", "PO-000012-A1: ok, LAMP-01 3 pcs", "PO-000012 for PO-000012-A1; LAMP-01 3", "how many still come"},
	{"an amendment that is quoted only", "PO-000012 confirmed.\n> PO-000012-A1: please cancel", "PO-000012 yes", "quotes PO-000012-A1"},
	{"an amendment that all is quoted of", "We confirm.\n> PO-000012-A1: please cancel", "PO-000012 for PO-000012-A1 yes", ""},
	// contradictions: neither counts
	{"two quantities", "PO-000012\nLAMP-01 5 pcs\nLAMP-01 3 pcs\nLAMP-01 5 pcs", "PO-000012", "another quantity"},
	{"two prices", "PO-000012 confirmed. LAMP-01: price from USD 10.00 to USD 10.50.", "PO-000012 yes", "another price"},
	{"two days", "PO-000012 confirmed.\nShips 2026-11-30.\nShips 2026-12-02.", "PO-000012 yes", "another day"},
	{"two numbers", "PO-000012 confirmed.\nOur order no: SO-771\nOur order no: SO-772", "PO-000012 yes", "another order number"},
	// prices of several pieces
	{"a price of ten", "PO-000012 confirmed. LAMP-01 price USD 105.00 per 10 pcs.", "PO-000012 yes", "several pieces"},
	{"a price of a dozen", "PO-000012 confirmed. LAMP-01 price USD 105.00 per dozen.", "PO-000012 yes", "several pieces"},
	{"a price of one", "PO-000012 confirmed. LAMP-01 price USD 10.50 per 1 pc.", "PO-000012 yes; LAMP-01 1 at 10.50", ""},
	{"a price less something", "PO-000012 confirmed. LAMP-01: USD 10.50 less 5 %.", "PO-000012 yes", "more than a price"},
	{"a discount", "PO-000012 confirmed. LAMP-01 discount USD 1.00", "PO-000012 yes", "more than a price"},
	{"a rise by an amount", "PO-000012 confirmed. LAMP-01 price increase USD 6.00", "PO-000012 yes", "more than a price"},
	{"a price right behind the SKU", "PO-000012 confirmed. LAMP-01 USD 10.50", "PO-000012 yes; LAMP-01 at 10.50", ""},
	{"a part of the price", "PO-000012 confirmed. LAMP-01 USD 0.50", "PO-000012 yes", "so much less"},
	{"a rise in German", "PO-000012 bestätigt. LAMP-01: Aufschlag 6,00 USD", "PO-000012 yes", "more than a price"},
	// days
	{"the day of the order", "Hello, thank you for your order PO-000012 of 23 November 2026. We hereby confirm it. It will leave our warehouse on 30 November 2026.", "PO-000012 yes; LAMP-01 on 2026-11-30; VASE on 2026-11-30", ""},
	{"a delay", "PO-000123 confirmed. Delayed to 2026-12-15.", "PO-000123 yes; CUP on 2026-12-15", ""},
	{"a delay of weeks", "PO-000123 confirmed. Delay expected: 2 weeks.", "PO-000123 yes", "no day that can be read"},
	{"a day of something", "PO-000123 confirmed. The fair begins on 2026-12-15.", "PO-000123 yes", "without a word"},
	{"a day with hyphens", "PO-000123 confirmed. Ship date 30-Nov-2026.", "PO-000123 yes; CUP on 2026-11-30", ""},
	{"a day with an hour", "PO-000123 confirmed. Ship date: 2026-11-30T10:00:00Z", "PO-000123 yes; CUP on 2026-11-30", ""},
	{"a day that is none", "PO-000123 confirmed. Ships 31 Nov 2026.", "PO-000123 yes", "does not exist"},
	{"a week", "PO-000123 bestätigt. Versand KW 49/2026.", "PO-000123 yes", "no day that can be read"},
	{"a number of days", "PO-000123 confirmed. Ships within 3-5 working days.", "PO-000123 yes", "no day that can be read"},
	{"an arrival", "PO-000123 confirmed. Delivered to you by 12 December 2026.", "PO-000123 yes", "when it arrives"},
	{"an arrival in German", "PO-000123 bestätigt. Lieferung beim Kunden am 12.12.2026.", "PO-000123 yes", "when it arrives"},
	// numbers as people write them
	{"a number with a blank", "PO 000123 confirmed", "PO-000123 yes", ""},
	{"a number without a hyphen", "Your PO No. 000123 is confirmed", "PO-000123 yes", ""},
	{"a quantity that is no number", "PO: 0123 pcs confirmed", "", "names none"},
	{"the supplier's own number in the same letters", "PO-000123 confirmed. Our order no: PO-4471. Ships 2026-11-30.", "PO-000123 ref PO-4471 yes; CUP on 2026-11-30", ""},
	{"several in one", "PO-000012 confirmed.\nPO 000123: out of stock", "", "names PO-000012 and PO-000123"},
	// what programs leave
	{"tags", "<p>We confirm&nbsp;<b>PO-000012</b>.</p><p>LAMP-01: 3&nbsp;pcs<br>VASE: 2&nbsp;pcs</p>", "PO-000012 yes; LAMP-01 3; VASE 2", ""},
	{"what is quoted in tags", "<div>PO-000012 confirmed</div><blockquote type=\"cite\">VASE sold out</blockquote>", "PO-000012 yes", ""},
	{"an address is no tag", "PO-000123 confirmed. Ask <sales@acme.example>.", "PO-000123 yes", ""},
	{"a blank that does not break", "PO-000123 : 2\u00a0pièces, prix unitaire 2,10\u00a0€", "PO-000123; CUP 2 at 2.10", ""},
	{"the source of a message", "Wir best=C3=A4tigen PO-000123.", "PO-000123", "source of a message"},
	{"forwarded by a Mac", "PO-000012 confirmed.\n\nBegin forwarded message:\nLAMP-01 1 pcs", "PO-000012 yes", ""},
}

func TestRead_AsksWhereAReplyCouldBeMisread(t *testing.T) {
	for _, tt := range shapes {
		t.Run(tt.name, func(t *testing.T) {
			r := reply.Read(tt.text, open)
			if got := told(&r); got != tt.want || !strings.Contains(strings.Join(r.Unsure, "\n"), tt.unsure) || tt.unsure == "" && len(r.Unsure) > 0 {
				t.Errorf("%q\ngot    %s\nwant   %s\nunsure %q\nwant   %q", tt.text, got, tt.want, r.Unsure, tt.unsure)
			}
			for _, m := range r.Marks {
				if m.From < 0 || m.To > len(tt.text) || m.From >= m.To {
					t.Errorf("mark %+v lies outside the text", m)
				}
			}
		})
	}
}
