package pdf

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
)

// sale is a parcel of n products to the United States.
func sale(n int) *Export {
	e := &Export{
		Invoice: "PO-000007-1", PurchaseOrder: "PO-000007", Order: "#1001", Date: "2026-11-03", SoldOn: "2026-11-01", Currency: "USD", Incoterm: model.DDP, Form: model.CN23,
		Why:    FormChoice{Worth: price("350"), RateDate: "2026-11-02", Limit: price("300"), LimitG: 2000, Source: "UPU", Checked: "2026-11-01"},
		Seller: merchant, From: supplier,
		ShipTo: Address{Name: "Zoë Åkerström", Line1: "5 Main Street", City: "Springfield", Province: "IL", Zip: "62701", Country: "US", Phone: "+1 217 5550101", Email: "zoe@example.org"},
		VAT:    "DE123456789", EORI: "DE9876543210123", Signer: "Jana Petersen",
	}
	for i := range n {
		e.Lines = append(e.Lines, ExportLine{
			SKU: fmt.Sprint("SKU-", i), Name: "Desk lamp of steel with a shade of glass and a cable of two metres", Brand: "Bright", HS: "9405.21", Origin: "CN",
			Quantity: 2, WeightG: 840, Price: price("50"), Paid: model.Receipt{Goods: price("100"), Discount: price("10"), Shipping: price("5"), Tax: price("7.20")},
		})
	}
	return e
}

func TestExport_StatesWhatTheCustomerPaid(t *testing.T) {
	e := sale(2)
	if e.Paid().Value() != price("180") || e.Total() != price("204.40") || e.Lines[0].unit() != price("45") {
		t.Errorf("value %s, total %s, each %s", e.Paid().Value(), e.Total(), e.Lines[0].unit())
	}
	e.TaxIncluded = true
	if e.Total() != price("190") {
		t.Errorf("with tax inside the total is %s", e.Total())
	}
	e.Lines[0].Quantity = 3
	if e.Lines[0].unit() != price("30") {
		t.Errorf("a piece is %s", e.Lines[0].unit())
	}
}

func TestInvoice_HasAllItsFieldsOnBothPapersAndInBothLanguages(t *testing.T) {
	for _, paper := range []Paper{A4, Letter} {
		for _, languages := range [][]string{{"en"}, {"en", "de"}} {
			t.Run(string(paper)+" "+strings.Join(languages, "+"), func(t *testing.T) {
				s := setup()
				s.Paper, s.Languages = paper, languages
				file, warnings := written(t, sale(2).WriteInvoice, s)
				text := squeeze(read(t, file))
				for _, want := range []string{
					"Commercial invoice", "PO-000007-1", "2026-11-03", "2026-11-01", "#1001", "PO-000007", "Sale of goods", "DDP", "Springfield", "agent",
					"Nordlicht Handel GmbH", "VAT DE123456789", "EORI DE9876543210123", "Zoë Åkerström", "+1 217 5550101", "zoe@example.org", "Shenzhen Bright Home",
					"SKU-0", "9405.21", "China", "0.840", "1.680", "50.00", "-10.00", "90.00", "-20.00", "180.00", "10.00", "14.40", "204.40", "Jana Petersen", "the customer paid", "Page 1 of ",
				} {
					if !strings.Contains(text, want) {
						t.Errorf("no %q in\n%s", want, text)
					}
				}
				if len(warnings) != 0 || strings.Contains(text, "Handelsrechnung") != (len(languages) == 2) {
					t.Errorf("%q\n%s", warnings, text)
				}
			})
		}
	}
}

func TestExport_CountriesAndAmountsAreNotBrokenInsideAWord(t *testing.T) {
	for _, paper := range []Paper{A4, Letter} {
		for name, write := range map[string]func(*Export) func(io.Writer, Setup) ([]string, error){
			"invoice":     func(e *Export) func(io.Writer, Setup) ([]string, error) { return e.WriteInvoice },
			"declaration": func(e *Export) func(io.Writer, Setup) ([]string, error) { return e.WriteDeclaration },
		} {
			s := setup()
			s.Paper, s.Languages = paper, []string{"en", "de"}
			e := sale(3)
			e.Lines[0].Origin, e.Lines[1].Origin, e.Lines[2].Origin = "BD", "LI", "TM"
			e.Lines[2].Paid.Goods, e.Lines[2].Price = price("12345678.90"), price("6172839.45")
			file, _ := written(t, write(e), s)
			text := read(t, file)
			for _, whole := range []string{"Bangladesh", "Liechtenstein", "Turkmenistan", "12345668.90"} {
				if !strings.Contains(text, whole) {
					t.Errorf("%s on %s: no %q in\n%s", name, paper, whole, text)
				}
			}
		}
	}
}

func TestExport_FortyLinesRepeatTheHeadingAndCountThePages(t *testing.T) {
	for name, write := range map[string]func(io.Writer, Setup) ([]string, error){"invoice": sale(40).WriteInvoice, "declaration": sale(40).WriteDeclaration} {
		for _, paper := range []Paper{A4, Letter} {
			s := setup()
			s.Paper, s.Languages = paper, []string{"en", "de"}
			file, _ := written(t, write, s)
			pages := strings.Split(strings.TrimSuffix(read(t, file), "\f"), "\f")
			if len(pages) < 3 {
				t.Fatalf("%s %s: %d pages", name, paper, len(pages))
			}
			goods := 0
			for i, page := range pages {
				if strings.Contains(page, "SKU-") && !strings.Contains(page, "Description of goods") {
					t.Errorf("%s %s: page %d lacks the heading:\n%s", name, paper, i+1, page)
				}
				if want := fmt.Sprintf("Page %d of %d / Seite %d von %d", i+1, len(pages), i+1, len(pages)); !strings.Contains(page, want) {
					t.Errorf("%s %s: no %q", name, paper, want)
				}
				goods += strings.Count(page, "SKU-")
			}
			if goods != 40 {
				t.Errorf("%s %s: %d of 40 products", name, paper, goods)
			}
		}
	}
}

func TestExport_WhatIsNotKnownIsSaidInWords(t *testing.T) {
	e := sale(1)
	e.Signer, e.Proforma = "", true
	e.Lines[0].HS, e.Lines[0].Origin, e.Lines[0].WeightG = "", "", 0
	file, _ := written(t, e.WriteInvoice, setup())
	text := squeeze(read(t, file))
	if n := strings.Count(text, "not known"); n < 4 || !strings.Contains(text, "Proforma invoice") || !strings.Contains(text, "has not paid yet") {
		t.Errorf("%d blanks are told in\n%s", n, text)
	}
}

func TestDeclaration_SaysWhyItIsThisForm(t *testing.T) {
	e := sale(1)
	own, unrated := *e, *e
	own.Why.Checked, unrated.Why.RateDate = "", ""
	for _, c := range []struct {
		of   *Export
		want string
	}{
		{e, "90.00 USD are 350.00 XDR (rate of 2026-11-02). A CN22 holds up to 300.00 XDR and 2 kg. Source: UPU, last checked on 2026-11-01."},
		{&own, "By the settings of the book a CN22 holds up to 300.00 XDR"},
		{&unrated, "There is no exchange rate from USD"},
	} {
		file, _ := written(t, c.of.WriteDeclaration, setup())
		if text := squeeze(read(t, file)); !strings.Contains(text, c.want) {
			t.Errorf("no %q in\n%s", c.want, text)
		}
	}
}
