package tracking_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/services/importer/sheet"
	"github.com/dropledger/dropledger/services/importer/tracking"
)

func open(t *testing.T, lines ...string) *sheet.Source {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file.csv")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	src, err := sheet.Open(path, sheet.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = src.Close() })
	return src
}

func TestPropose_KnowsTheLayoutsOfForwardersMarketplacesAndShops(t *testing.T) {
	for _, c := range []struct {
		name, header string
		want         map[tracking.Field]int
	}{
		{"a forwarder", "shipment_id,status,to_name,order_id,carrier,carrier_tracking_code,tracking_url,ship_date", map[tracking.Field]int{tracking.Status: 1, tracking.Order: 3, tracking.Carrier: 4, tracking.Number: 5, tracking.Shipped: 7}},
		{"a marketplace", "Sales Record Number,Order Number,Buyer Name,Custom Label,Quantity,Shipped On Date,Shipping Service,Tracking Number", map[tracking.Field]int{tracking.Order: 1, tracking.SKU: 3, tracking.Quantity: 4, tracking.Shipped: 5, tracking.Carrier: 6, tracking.Number: 7}},
		{"our own file for the shop", "Order,SKU,Quantity,Tracking number,Tracking company,Tracking URL,Ship date", map[tracking.Field]int{tracking.Order: 0, tracking.SKU: 1, tracking.Quantity: 2, tracking.Number: 3, tracking.Carrier: 4, tracking.Shipped: 6}},
		{"another marketplace", "amazon-order-id,sku,quantity-shipped,tracking-number,carrier,ship-date", map[tracking.Field]int{tracking.Order: 0, tracking.SKU: 1, tracking.Quantity: 2, tracking.Number: 3, tracking.Carrier: 4, tracking.Shipped: 5}},
		{"a German supplier", "Bestellnummer;Sendungsnummer;Paketdienst;Versanddatum", map[tracking.Field]int{tracking.Purchase: 0, tracking.Number: 1, tracking.Carrier: 2, tracking.Shipped: 3}},
	} {
		m := tracking.ProposeFor(open(t, c.header))
		got := map[tracking.Field]int{}
		for f, col := range m.Fields {
			got[f] = col.Index
		}
		if !reflect.DeepEqual(got, c.want) || m.Validate() != nil {
			t.Errorf("%s: got %v (%v), want %v", c.name, got, m.Validate(), c.want)
		}
	}
}

func TestPropose_FindsNumbersUnderAnotherWordByTheirLook(t *testing.T) {
	m := tracking.ProposeFor(open(t, "Nr.Order,Shipped Name,Barcode,Item,Status", "1001,Ann,4006381333931,Lamp,9400111899223100001234", "1002,Bo,4006381333931,Lamp,1Z999AA10123456784 + 1Z999AA10123456785", "1003,Cy,4006381333931,Vase,LX123456789CN"))
	if c := m.Fields[tracking.Number]; c.Header != "Status" {
		t.Errorf("numbers are taken from %+v", m.Fields)
	}
	if _, two := m.Fields[tracking.Status]; two {
		t.Error("the column means two things")
	}
}

func TestPropose_APriceListIsNone(t *testing.T) {
	for _, header := range []string{"SKU,Name,EAN,Price,Stock", "Order code,Description,Price", "Name,Email,Financial Status,Lineitem name"} {
		if tracking.ProposeFor(open(t, header, "A,B,C,1,2")).Validate() == nil {
			t.Errorf("%q is taken for tracking numbers", header)
		}
	}
}

// A rounded number or an address is not taken apart at its plus or its slashes.
func TestSplit_LeavesWhatIsNoNumberWhole(t *testing.T) {
	for cell, want := range map[string]string{
		"A1 + B2": "A1|B2", "A1/B2;C3": "A1|B2|C3", "1.23E+15": "1.23E+15", "1.23e+15": "1.23e+15", "https://www.ups.com/track?tracknum=1Z1": "https://www.ups.com/track?tracknum=1Z1",
	} {
		if got := strings.Join(tracking.Split(cell), "|"); got != want {
			t.Errorf("%q: %q, want %q", cell, got, want)
		}
	}
}

func TestRead_TellsEachParcelAndWhatIsWrong(t *testing.T) {
	src := open(t, "Some title", "Order,Tracking number,Ship date,Quantity,Status",
		"#1001,A1 + B2,2026-03-20,,sent", "1002,,2026-03-20,,", "1003,C3,20/03/2026,,refund_approved", "1004,9.4E+21,,,", "1005,D4,2026-13-45,0,", ",E5,,,")
	f, err := tracking.Read(t.Context(), src, tracking.ProposeFor(src))
	if err != nil {
		t.Fatal(err)
	}
	if f.Records != 6 || f.Blank != 1 || f.Voided != 1 || len(f.Rows) != 5 {
		t.Fatalf("%+v", f)
	}
	if r := f.Rows[0]; r.Row != 3 || r.Order != "#1001" || r.Number != "A1" || r.Shipped != "2026-03-20" || r.Refused || !f.Rows[1].Further || f.Rows[1].Number != "B2" {
		t.Errorf("%+v", f.Rows[:2])
	}
	for i, code := range map[int]string{2: tracking.Damaged, 3: tracking.BadDate, 4: tracking.NoOrder} {
		if r := f.Rows[i]; !r.Refused || r.Problems[0].Code != code && r.Problems[len(r.Problems)-1].Code != code {
			t.Errorf("row %d: %+v, want %s", r.Row, r.Problems, code)
		}
	}
}
