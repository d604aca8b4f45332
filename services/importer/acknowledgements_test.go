package importer_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/purchase"
)

const allAnswers = `SELECT COALESCE(group_concat(x, '; '), '') FROM (SELECT p.number || ' ' || p.state || ' ' || a.reference || ' ' || a.price || COALESCE(
	(SELECT ' ' || group_concat(l.quantity || '+' || l.backorder || ' ' || l.ship_date, ',') FROM acknowledgement_line l WHERE l.acknowledgement_id = a.id), '') AS x
	FROM acknowledgement a JOIN purchase_order p ON p.id = a.purchase_id WHERE a.undone_at = '' ORDER BY a.id)`

func answerFile(t *testing.T, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "answers.csv")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const answerHeader = "PO Number,Supplier SKU,Confirmed Qty,Unit Price,Ship Date,Backorder,Status,Comment,Our Reference"

func TestAnswers_AFileIsShownEnteredAndTakenBack(t *testing.T) {
	d, s := dispatched(t)
	path := answerFile(t, answerHeader,
		"PO-000001,S-LAMP,2,10.00,2026-04-02,1,Accepted,,AC-1", "PO-000002,S-VASE,3,10.50,2026-04-03,0,Accepted,,F-9", "PO-000009,S-LAMP,1,,,,Accepted,,", "PO-000001,,,,,,Pending,,")
	before := d.Text(allPurchases)
	look, err := s.Preview(t.Context(), []importer.Request{{Path: path}}, nil)
	if err != nil || look[0].Err() != nil {
		t.Fatal(err, look[0].Err())
	}
	f := look[0]
	if f.Format != importer.Answers || f.Rows.Created != 2 || f.Rows.Refused != 1 || len(f.Preview.Answers) != 2 || len(f.Preview.Refusals) != 1 || d.Text(allAnswers) != "" {
		t.Fatalf("%s %+v %+v", f.Format, f.Rows, f.Preview.Refusals)
	}
	one, two := f.Preview.Answers[0], f.Preview.Answers[1]
	if one.Comes != 2 || one.Backorder != 1 || one.ShipDate != "2026-04-02" || len(one.Effects) != 1 || one.Effects[0].Kind != importer.Backordered {
		t.Errorf("got %+v", one)
	}
	if !two.Raised || two.State != model.PurchaseSent || len(two.Effects) != 1 || two.Effects[0].Kind != importer.PriceWaits {
		t.Errorf("got %+v", two)
	}
	done := bringOne(t, s, path, importer.Options{})
	const want = "PO-000001 acknowledged AC-1 as_ordered 2+0 2026-04-02,0+1 2026-04-02; PO-000002 sent F-9 raised 3+0 2026-04-03"
	if got := d.Text(allAnswers); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if again := bringOne(t, s, path, importer.Options{}); again.Unchanged != 2 || again.Created+again.Updated != 0 || d.Text(allAnswers) != want {
		t.Errorf("again: %+v\n%s", again.Rows, d.Text(allAnswers))
	}
	if _, err := s.Undo(t.Context(), *done.Batch); err != nil {
		t.Fatal(err)
	}
	if d.Text(allAnswers) != "" || d.Text(allPurchases) != before {
		t.Errorf("taken back: %s, %s", d.Text(allAnswers), d.Text(allPurchases))
	}
	if f := bringOne(t, s, path, importer.Options{}); f.Created != 2 || d.Text(allAnswers) != want {
		t.Errorf("brought again: %+v\n%s", f.Rows, d.Text(allAnswers))
	}
}

func TestAnswers_TakingBackBringsTheAnswerBeforeBack(t *testing.T) {
	d, s := dispatched(t)
	first := bringOne(t, s, answerFile(t, answerHeader, "PO-000002,S-VASE,3,10.50,,,Accepted,,F-1"), importer.Options{})
	const raised = "PO-000002 sent F-1 raised 3+0 "
	if got := d.Text(allAnswers); got != raised {
		t.Fatal(got)
	}
	second := bringOne(t, s, answerFile(t, answerHeader, "PO-000002,S-VASE,1,10.00,,,Accepted,,F-2"), importer.Options{})
	if second.Updated != 1 || d.Text(`SELECT state FROM purchase_order WHERE id = 2`) != "acknowledged" {
		t.Fatalf("%+v %s", second.Rows, d.Text(allAnswers))
	}
	if _, err := s.Undo(t.Context(), *first.Batch); model.CodeOf(err) != model.Refused || !strings.Contains(err.Error(), "Take that one back first") {
		t.Errorf("the first was taken back before the second: %v", err)
	}
	for _, f := range []*importer.File{second, first} {
		if _, err := s.Undo(t.Context(), *f.Batch); err != nil {
			t.Fatal(err)
		}
		if got := d.Text(allAnswers); f == second && got != raised {
			t.Errorf("got %s", got)
		}
	}
	if got := d.Text(allAnswers); got != "" || d.Text(allPurchases) != "sent sent" {
		t.Errorf("got %s, %s", got, d.Text(allPurchases))
	}
}

func TestAnswers_WhatRestsOnAnAnswerKeepsItsImport(t *testing.T) {
	cases := map[string]struct {
		row, says string
		then      func(t *testing.T, d *desktest.Desk)
	}{
		"the order was refused": {"PO-000002,S-VASE,0,,,,Rejected,No longer made,", "refused with it", func(*testing.T, *desktest.Desk) {}},
		"the price was accepted": {"PO-000002,S-VASE,3,11,,,,,", "accepted since", func(t *testing.T, d *desktest.Desk) {
			if err := purchase.New(d.DB, d.Bus).AcceptPrice(t.Context(), 2); err != nil {
				t.Fatal(err)
			}
		}},
		"it was answered again": {"PO-000002,S-VASE,3,,,,,,", "answered again", func(t *testing.T, d *desktest.Desk) {
			if _, err := purchase.New(d.DB, d.Bus).Acknowledge(t.Context(), []purchase.Acknowledgement{{Purchase: "PO-000002", Reference: "by phone"}}); err != nil {
				t.Fatal(err)
			}
		}},
		"it has left": {"PO-000002,S-VASE,3,,,,,,", "gone on since", func(t *testing.T, d *desktest.Desk) {
			po, shipped := "PO-000002", model.ParcelShipped
			if _, err := parcel.New(d.DB, d.Bus).Put(t.Context(), []parcel.Input{{Tracking: "T1", Purchase: &po, State: &shipped}}); err != nil {
				t.Fatal(err)
			}
		}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			d, s := dispatched(t)
			f := bringOne(t, s, answerFile(t, answerHeader, c.row), importer.Options{})
			if f.Created != 1 {
				t.Fatalf("%v %+v %v", f.Err(), f.Rows, f.Problems)
			}
			c.then(t, d)
			was := d.Text(allAnswers)
			if _, err := s.Undo(t.Context(), *f.Batch); model.CodeOf(err) != model.Refused || !strings.Contains(err.Error(), c.says) || d.Text(allAnswers) != was {
				t.Errorf("got %v\n%s", err, d.Text(allAnswers))
			}
		})
	}
}

func TestAnswers_ALayoutMappedByHandIsRemembered(t *testing.T) {
	d, s := dispatched(t)
	path := answerFile(t, "Ref;Art;Geht;Wann", "PO-000001;LAMP;3;02.04.2026")
	if f := bringOne(t, s, path, importer.Options{}); f.Err() == nil {
		t.Fatal("an unknown layout was taken")
	}
	by := importer.Options{As: importer.Answers, Mapping: map[string]string{"purchase": "Ref", "sku": "Art", "quantity": "Geht", "ship_date": "Wann"}}
	if f := bringOne(t, s, path, by); f.Created != 1 {
		t.Fatalf("%v %+v %v", f.Err(), f.Rows, f.Problems)
	}
	f := bringOne(t, s, answerFile(t, "Ref;Art;Geht;Wann", "PO-000002;S-VASE;2;13.04.2026"), importer.Options{})
	if f.Format != importer.Answers || f.Created != 1 || !strings.Contains(d.Text(allAnswers), "2+1 2026-04-13") {
		t.Errorf("the mapping is not remembered: %v %s\n%s", f.Err(), f.Format, d.Text(allAnswers))
	}
}

func TestAnswers_AWorkbookIsReadToo(t *testing.T) {
	d, s := dispatched(t)
	book := excelize.NewFile()
	for i, row := range [][]any{{"Purchase order", "SKU", "Quantity confirmed", "Price"}, {"PO-000001", "LAMP", 3, 10}, {"PO-000002", "VASE", 3, 9.5}} {
		if err := book.SetSheetRow("Sheet1", "A"+string(rune('1'+i)), &row); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "answers.xlsx")
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	if f := bringOne(t, s, path, importer.Options{}); f.Format != importer.Answers || f.Created != 2 || d.Text(allPurchases) != "acknowledged acknowledged" {
		t.Errorf("%v %s %+v %s", f.Err(), f.Format, f.Rows, d.Text(allPurchases))
	}
}

func TestAnswers_RowsThatCannotBeAreRefusedWithAReason(t *testing.T) {
	for row, says := range map[string]string{
		"PO-000001,S-LAMP,4,,,,,,":           "3 of S-LAMP were ordered",
		"PO-000001,NOPE,1,,,,,,":             "does not stand in PO-000001",
		"PO-000001,S-LAMP,2,,,2,,,":          "in backorder together",
		"PO-000001,S-LAMP,x,,,,,,":           "not a whole number",
		"PO-000001,S-LAMP,1,abc,,,,,":        "abc",
		"PO-000001,S-LAMP,1,,32.13.2026,,,,": "32.13.2026",
		"PO-000001,S-LAMP,,,,,Maybe,,":       "not known",
		"PO-000001,S-LAMP,2,,,,Rejected,,":   "that 2 come",
		"PO-000001,S-LAMP,2,USD 9,,,,,":      "is in USD",
		"PO-000001,,2,,,,,,":                 "no article",
		",S-LAMP,2,,,,,,":                    "no purchase order",
	} {
		t.Run(row, func(t *testing.T) {
			d, s := dispatched(t)
			f := bringOne(t, s, answerFile(t, answerHeader, row), importer.Options{})
			said := ""
			for _, p := range f.Problems {
				said += p.Message + "\n"
			}
			if f.Rows.Refused != 1 || !strings.Contains(said, says) || d.Text(allAnswers) != "" {
				t.Errorf("%v %+v %s", f.Err(), f.Rows, said)
			}
		})
	}
}

func TestAnswers_ARefusalOfAllArticlesRefusesTheOrderAndOneOfSomeDoesNot(t *testing.T) {
	d, s := dispatched(t)
	bringOne(t, s, answerFile(t, "PO,SKU,Ack status,Reason", "PO-000001,LAMP,IR,Sold out", "PO-000002,,Refused,Holidays"), importer.Options{})
	if got := d.Text(allPurchases); got != "refused refused" {
		t.Fatalf("%s\n%s", got, d.Text(allAnswers))
	}
	if n := d.Int(`SELECT COUNT(*) FROM held_line WHERE reason LIKE '%Sold out%' OR reason LIKE '%Holidays%'`); n != 3 {
		t.Errorf("%d lines are held with the reason", n)
	}
}

func TestRecognition_FilesOfEachKindAreToldApart(t *testing.T) {
	for _, c := range []struct{ name, header, row, want string }{
		{"an acknowledgement", answerHeader, "PO-000001,S-LAMP,2,10.00,2026-04-02,1,Accepted,,AC-1", importer.Answers},
		{"an acknowledgement with long numbers of the supplier", "PO number,Item,Order confirmation,Confirmed qty", "PO-000001,S-LAMP,2026000123456,3", importer.Answers},
		{"an acknowledgement with room for tracking", "PO number,SKU,Qty confirmed,Tracking number", "PO-000001,LAMP,3,", importer.Answers},
		{"a German acknowledgement", "Bestellnummer;Artikelnummer;Bestätigte Menge;Liefertermin", "PO-000001;S-LAMP;3;02.04.2026", importer.Answers},
		{"tracking numbers", "PO number,SKU,Quantity,Status,Ship date,Tracking number", "PO-000001,LAMP,3,Shipped,2026-04-02,1Z999", importer.Tracking},
		{"tracking numbers beside a backorder", "PO number,SKU,Quantity,Backorder,Tracking number", "PO-000001,LAMP,3,0,1Z999", importer.Tracking},
		{"a price list", "SKU,Name,Price,Stock,Backorder", "S-LAMP,Lamp,10.00,5,no", importer.PriceList},
		{"a price list with a note", "Item number,Description,Net price,Currency,Status,MOQ", "S-LAMP,Lamp,10.00,EUR,confirmed,5", importer.PriceList},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, s := dispatched(t)
			o := importer.Options{}
			path := answerFile(t, c.header, c.row, c.row)
			if c.want == importer.PriceList { // whose it is must be said, and then it is nothing else
				if look, err := s.Preview(t.Context(), []importer.Request{{Path: path}}, nil); err != nil || look[0].Format != "" {
					t.Errorf("%v: taken for %q", err, look[0].Format)
				}
				o.Supplier = "Acme"
			}
			look, err := s.Preview(t.Context(), []importer.Request{{Path: path, Options: o}}, nil)
			if err != nil || look[0].Format != c.want {
				t.Errorf("%v %v: got %q, want %q", err, look[0].Err(), look[0].Format, c.want)
			}
		})
	}
}
