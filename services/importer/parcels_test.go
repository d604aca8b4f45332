package importer_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/routing"
)

// dispatched is a desk of three orders that left with two purchase orders.
func dispatched(t *testing.T) (*desktest.Desk, *importer.Service) {
	d := desktest.New(t)
	acme := d.Supplier("Acme", func(s *model.Supplier) { s.Batching = model.Daily })
	far := d.Supplier("Far", func(s *model.Supplier) { s.Batching = model.Daily })
	d.Offer(acme, "LAMP", "10")
	d.Offer(far, "VASE", "10")
	d.Order("1001", desktest.Line("LAMP", 2))
	d.Order("1002", desktest.Line("LAMP", 1))
	d.Order("1003", desktest.Line("VASE", 3))
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(t.Context(), routing.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := forward.New(d.DB, d.Bus, d.Jobs, paper{}).Forward(t.Context(), forward.Options{Out: t.TempDir(), Approve: true}); err != nil {
		t.Fatal(err)
	}
	return d, importer.New(d.DB, d.Bus, d.Jobs)
}

func trackingFile(t *testing.T, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tracking.csv")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const (
	allParcels = `SELECT COALESCE(group_concat(x, '; '), '') FROM (SELECT p.tracking || ' ' || p.carrier || ' ' || p.state || ' ' || COALESCE(
		(SELECT group_concat(o.number || ':' || pl.quantity, ',') FROM parcel_line pl JOIN order_line l ON l.id = pl.line_id JOIN sales_order o ON o.id = l.order_id WHERE pl.parcel_id = p.id), '') AS x
		FROM parcel p WHERE p.archived_at = '' ORDER BY p.id)`
	allPurchases = `SELECT group_concat(state, ' ') FROM (SELECT state FROM purchase_order ORDER BY id)`
)

func TestTracking_AFileEntersParcelsAndIsTakenBack(t *testing.T) {
	d, s := dispatched(t)
	path := trackingFile(t, "Order number,Tracking number,Carrier,Ship date,SKU,Quantity",
		"#1001,T1,DHL,2026-03-30,LAMP,1", "1002,T1,DHL,2026-03-30,,", "1001,T2,UPS,2026-03-31,,", "1003,T3,DHL,,VASE,4", "9999,T4,DHL,,,", "1003,,DHL,,,")
	before := d.Text(allPurchases)
	look, err := s.Preview(t.Context(), []importer.Request{{Path: path}}, nil)
	if err != nil || look[0].Err() != nil {
		t.Fatal(err, look[0].Err())
	}
	f := look[0]
	if f.Format != importer.Tracking || f.Rows.Created != 3 || f.Rows.Refused != 1 || len(f.Preview.Parcels) != 3 || d.Text(allParcels) != "" {
		t.Fatalf("%s %+v, %d rows, %s", f.Format, f.Rows, len(f.Preview.Parcels), d.Text(allParcels))
	}
	if e := f.Preview.Parcels[2].Effects; len(e) == 0 || e[0].Kind != importer.MorePieces || e[0].N != 1 {
		t.Errorf("over-shipment: %+v", e)
	}
	res, err := s.Import(t.Context(), []string{path}, importer.Options{})
	if err != nil || res.Error != nil {
		t.Fatal(err, res.Error)
	}
	const want = "T1 DHL shipped 1001:1,1002:1; T2 UPS shipped 1001:1; T3 DHL label_made 1003:4"
	if got := d.Text(allParcels); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := d.Text(allPurchases); !strings.Contains(got, "shipped") {
		t.Errorf("purchase orders: %s", got)
	}
	again, err := s.Import(t.Context(), []string{path}, importer.Options{})
	if err != nil || again.Files[0].Unchanged != 3 || d.Text(allParcels) != want {
		t.Errorf("again: %v %+v\n%s", err, again.Files[0].Rows, d.Text(allParcels))
	}
	if _, err := s.Undo(t.Context(), *res.Files[0].Batch); err != nil {
		t.Fatal(err)
	}
	if got := d.Text(allParcels); got != "" || d.Text(allPurchases) != before {
		t.Errorf("taken back: %s, %s", got, d.Text(allPurchases))
	}
	if res, err = s.Import(t.Context(), []string{path}, importer.Options{}); err != nil || res.Files[0].Created != 3 || d.Text(allParcels) != want {
		t.Errorf("brought again: %v %+v\n%s", err, res.Files[0].Rows, d.Text(allParcels))
	}
}

func TestTracking_ALayoutMappedByHandIsRemembered(t *testing.T) {
	d, s := dispatched(t)
	path := trackingFile(t, "Ref;Where;What", "1001;T1;x", "1002;T2;y")
	if f := bringOne(t, s, path, importer.Options{}); f.Err() == nil {
		t.Fatal("an unknown layout was taken")
	}
	by := importer.Options{As: "tracking", Mapping: map[string]string{"order": "Ref", "tracking": "Where"}}
	if f := bringOne(t, s, path, by); f.Created != 2 {
		t.Fatalf("%v %+v", f.Err(), f.Rows)
	}
	other := trackingFile(t, "Ref;Where;What", "1003;T3;x")
	if f := bringOne(t, s, other, importer.Options{}); f.Format != importer.Tracking || f.Created != 1 {
		t.Errorf("the mapping is not remembered: %v %s", f.Err(), f.Format)
	}
	if got := d.Text(allParcels); got != "T1  label_made 1001:2; T2  label_made 1002:1; T3  label_made 1003:3" {
		t.Error(got)
	}
}

func bringOne(t *testing.T, s *importer.Service, path string, o importer.Options) *importer.File {
	t.Helper()
	res, err := s.Import(t.Context(), []string{path}, o)
	if err != nil {
		t.Fatal(err)
	}
	return res.Files[0]
}

func TestTracking_AParcelChangedByHandKeepsTheImport(t *testing.T) {
	d, s := dispatched(t)
	f := bringOne(t, s, trackingFile(t, "PO number,Tracking number", "PO-000002,T1"), importer.Options{})
	if f.Created != 1 {
		t.Fatal(f.Err())
	}
	carrier := "DHL"
	if _, err := parcel.New(d.DB, d.Bus).Put(t.Context(), []parcel.Input{{Tracking: "T1", Carrier: &carrier}}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Undo(t.Context(), *f.Batch); model.CodeOf(err) != model.Refused {
		t.Errorf("got %v", err)
	}
}

// What can be mended is said at its cell; a number that is odd comes in and is told.
func TestTracking_FaultsStandAtTheCellThatMendsThem(t *testing.T) {
	d, s := dispatched(t)
	d.Order("1004", desktest.Line("LAMP", 1), func(o *model.Order) {
		vase := desktest.Line("VASE", 1)
		vase.Position = 2
		o.Lines = append(o.Lines, vase)
	})
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(t.Context(), routing.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := forward.New(d.DB, d.Bus, d.Jobs, paper{}).Forward(t.Context(), forward.Options{Out: t.TempDir(), Approve: true}); err != nil {
		t.Fatal(err)
	}
	path := trackingFile(t, "Order number,Tracking number,Carrier", "1001,RR123456789CN,China Post", "1004,RR123456785CN,China Post", "1003,1.23e+15,UPS", "1002,https://www.ups.com/track?tracknum=1Z1,UPS")
	repairs := []importer.Repair{{Row: 3, Column: "Order number", Found: "1004", Value: "PO-000004"}, {Row: 4, Column: "Tracking number", Found: "1.23e+15", Value: "YT2412345678901234"}}
	preview := func(o importer.Options) *importer.File {
		t.Helper()
		look, err := s.Preview(t.Context(), []importer.Request{{Path: path, Options: o}}, nil)
		if err != nil || look[0].Err() != nil {
			t.Fatal(err, look[0].Err())
		}
		return look[0]
	}
	asIs, mendable := preview(importer.Options{}), 0
	for _, r := range asIs.Preview.Refusals {
		if r.Mendable() {
			mendable++
		}
	}
	if e := asIs.Preview.Parcels[0].Effects; mendable != 2 || len(e) != 1 || e[0].Kind != importer.OddNumber {
		t.Errorf("%d refused parcels can be mended, effects %+v", mendable, e)
	}
	if m := preview(importer.Options{Repairs: repairs}); m.Rows.Created != 3 || m.Rows.Refused != 1 {
		t.Errorf("mended: %+v, %+v", m.Rows, m.Problems)
	}
	f := bringOne(t, s, path, importer.Options{})
	var got []string
	for _, p := range f.Problems {
		said, _, _ := strings.Cut(p.Message, ",")
		got = append(got, p.Column+" "+p.Found+": "+said)
	}
	want := []string{
		"Tracking number RR123456789CN: RR123456789CN does not fit its own check digit: a sign may be mistyped.",
		"Order number 1004: order 1004 comes from Acme (PO-000003) and Far (PO-000004): say which",
		"Tracking number 1.23e+15: a spreadsheet has rounded this number: ask for the file again",
		"Tracking number https://www.ups.com/track?tracknum=1Z1: tracking: this is the address of a page: write the number of the parcel alone",
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) || f.Rows.Created != 1 || f.Rows.Refused != 3 {
		t.Errorf("%+v\ngot\n%s\nwant\n%s", f.Rows, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got := d.Text(allParcels); got != "RR123456789CN China Post label_made 1001:2" {
		t.Errorf("parcels %s", got)
	}
}
