package importer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

// What looks most like the header of a price list stands above the header that is
// read.
func TestPreview_ShowsTheColumnsOfTheRowThatIsRead(t *testing.T) {
	for _, c := range []struct {
		name, header, row, as string
		field, column         string
	}{
		{"tracking numbers", "Order,Tracking number,Carrier,", "1001,T1,DHL,2026-03-30", importer.Tracking, "shipped", "column 4"},
		{"acknowledgements", "PO number,SKU,Qty confirmed,ETA,Ack status,", "PO-000001,S-LAMP,2,2026-04-02,ok,9.90", importer.Answers, "price", "column 6"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, s := book(t, "EUR")
			path := file(t, "x.csv", "SKU,Name,Price,Stock\n"+c.header+"\n"+c.row+"\n")
			o := importer.Options{Mapping: map[string]string{c.field: c.column}}
			f := show(t, s, importer.Request{Path: path, Options: o})[0]
			want := strings.Split(c.header, ",")
			want[len(want)-1] = fmt.Sprint("column ", len(want))
			if f.Format != c.as || !slices.Equal(f.Preview.Columns, want) {
				t.Errorf("%s (%v) shows the columns %q, want %q", f.Format, f.Err(), f.Preview.Columns, want)
			}
			if s := f.Preview.Sample; len(s) != 1 || strings.Join(s[0], ",") != c.row {
				t.Errorf("below them it shows %q", s)
			}
			if f.Mapping[c.field] != c.column {
				t.Errorf("%s is read from %q", c.field, f.Mapping[c.field])
			}
		})
	}
}

func TestTracking_ACellWithoutHeaderIsMended(t *testing.T) {
	d, s := dispatched(t)
	path := trackingFile(t, "Order,Tracking number,", "1001,T1,30 March")
	o := importer.Options{Mapping: map[string]string{"shipped": "column 3"}}
	f := show(t, s, importer.Request{Path: path, Options: o})[0]
	if len(f.Problems) != 1 || f.Problems[0].Column != "column 3" {
		t.Fatalf("%v %+v", f.Err(), f.Problems)
	}
	o.Repairs = []importer.Repair{{Row: 2, Column: "column 3", Found: "30 March", Value: "2026-03-30"}}
	if f := bringOne(t, s, path, o); f.Created != 1 || d.Text(allParcels) != "T1  shipped 1001:2" {
		t.Errorf("%v %+v %s", f.Err(), f.Problems, d.Text(allParcels))
	}
}

func TestImport_ColumnsThatCannotBeAreRefusedByName(t *testing.T) {
	for _, c := range []struct {
		name, text, says string
		o                importer.Options
	}{
		{"a price list has no weight", "SKU,Price\nA,1.00\n", `"weight" is not something a price list can say; it can say supplier_sku,`, importer.Options{Supplier: "Acme", Mapping: map[string]string{"weight": "SKU"}}},
		{"a price list has no such column", "SKU,Price\nA,1.00\n", `has no column "Cost" for cost; its columns are SKU, Price`, importer.Options{Supplier: "Acme", Mapping: map[string]string{"cost": "Cost"}}},
		{"tracking numbers have no price", "Order,Tracking number\n1,T1\n", `"cost" is not something a file of tracking numbers can say`, importer.Options{Mapping: map[string]string{"cost": "Order"}}},
		{"acknowledgements have no such column", "PO,SKU,Qty confirmed\nP,A,1\n", `has no column "Preis" for price; its columns are PO, SKU, Qty confirmed`, importer.Options{Mapping: map[string]string{"price": "Preis"}}},
		{"a column beyond the last", "PO,SKU,Qty confirmed\nP,A,1\n", `has no column "column 9" for price`, importer.Options{Mapping: map[string]string{"price": "column 9"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, s := dispatched(t)
			f := bringOne(t, s, file(t, "x.csv", c.text), c.o)
			if f.Err() == nil || model.CodeOf(f.Err()) != model.Invalid || f.Error.Field != "map" || !strings.Contains(f.Err().Error(), c.says) {
				t.Errorf("it says %v", f.Err())
			}
		})
	}
}

func TestPreview_OfABookThatIsOnlyLookedAtShowsHowFilesAreUnderstood(t *testing.T) {
	db := storetest.OpenWith(t, store.Config{Path: storetest.File(t), ReadOnly: true})
	s := importer.New(db, &event.Bus{}, &job.Runner{})
	for text, first := range map[string]func(*importer.Preview) int{
		"SKU,Name,Price\nA,Lamp,1.00\n":            func(p *importer.Preview) int { return len(p.Items) },
		"Order,Tracking number\n1001,T1\n":         func(p *importer.Preview) int { return len(p.Shipments) },
		"PO,SKU,Qty confirmed\nPO-000001,LAMP,2\n": func(p *importer.Preview) int { return len(p.Answered) },
	} {
		f := show(t, s, importer.Request{Path: file(t, "x.csv", text), Options: importer.Options{Guess: true}})[0]
		if f.Err() != nil || first(f.Preview) != 1 {
			t.Errorf("%s: %v, %d rows", f.Format, f.Err(), first(f.Preview))
		}
	}
}
