package marketplace_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/marketplace"
)

// The columns that the makers of the programs ask for in their help pages.
var asked = map[string]string{
	"AliExpress by DSers": "Order number,Date,Country,Product id,SKU,Product count,Order memo,Contact person,Mobile no,Email,Address,Address2,Province,City,Zip,RUT,Personal Clearance ID,Passport/ Alien registration Card Number,CPF",
	"3PL file":            "order id,ship_name,ship_attn,ship_address_1,ship_address_2,ship_city,ship_state,ship_zipcode,ship_country,ship_email,ship_phone,product_sku,product_qty,product_name",
	"Shippingbo file":     "date,orderId,lineId,sku,quantity,name,address1,postcode,city,country",
	"Teapplix file":       "OrderId,OrderDate,OrderItemId,ItemName,Qty,ShipToName,ShipToStreet1,ShipToCity,ShipToState,ShipToZipCode,ShipToCountry",
	"ShippingEasy file":   "Order Number,Full Name,Address Line 1,City",
	"ShipStation file":    "Order Number,SKU,Item Name,Quantity",
}

// Those of which no published layout was found say so, and nobody has checked them.
var unverified = []string{"CJ Dropshipping file", "ShipBob file", "ShippingEasy file"}

func TestSites_EachShippedFileHasTheColumnsThatAreAskedForAndSaysItsSource(t *testing.T) {
	d := desktest.New(t)
	all, err := marketplace.New(d.DB, d.Bus).Sites(ctx)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]marketplace.Site{}
	for _, s := range all {
		found[s.Name] = s
		if s.Source == "" {
			t.Errorf("%s says no source", s.Name)
		}
		if doubtful := strings.Contains(s.Source, "not verified"); len(s.Columns) > 0 && doubtful == (s.LastChecked != "") {
			t.Errorf("%s is from %q and checked on %q", s.Name, s.Source, s.LastChecked)
		}
	}
	for name, want := range asked {
		var titles []string
		for _, c := range found[name].Columns {
			titles = append(titles, c.Title)
		}
		for title := range strings.SplitSeq(want, ",") {
			if !slices.Contains(titles, title) {
				t.Errorf("%s has no column %q: %v", name, title, titles)
			}
		}
	}
	for _, name := range unverified {
		if s := found[name]; len(s.Columns) == 0 || !strings.HasPrefix(s.Source, "not verified") || s.LastChecked != "" {
			t.Errorf("%s: %q, checked %q", name, s.Source, s.LastChecked)
		}
	}
	if s := found["CJ Dropshipping file"]; s.File != marketplace.FileXLSX {
		t.Errorf("CJ takes a %s", s.File)
	}
}

// A shipped layout can be put as it is read: what a merchant edits of it is taken.
func TestPutSites_TakesTheShippedLayoutsAsTheyAre(t *testing.T) {
	d := desktest.New(t)
	m := marketplace.New(d.DB, d.Bus)
	all, err := m.Sites(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var ins []marketplace.SiteInput
	for _, s := range all {
		ins = append(ins, marketplace.SiteInput{Site: s.Name, ValidFrom: "2026-12-01", Columns: &s.Columns, File: &s.File, Phone: &s.Phone})
	}
	if r, err := m.PutSites(ctx, ins); err != nil || r.Created != len(all) {
		t.Errorf("%+v, %v", r, err)
	}
}
