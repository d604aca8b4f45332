package parcel_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/parcel"
)

// exported writes a file for a shop.
func (f *fixture) exported(file parcel.ShopFile) (parcel.Exported, string) {
	f.t.Helper()
	var b bytes.Buffer
	done, err := f.parcels.ExportShop(f.t.Context(), &b, file)
	if err != nil {
		f.t.Fatal(err)
	}
	return done, b.String()
}

func TestExportShop_HasARowForEachPieceOfAnOrder(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 2), func(o *model.Order) {
		vase := desktest.Line("VASE", 1)
		vase.SKU, vase.Name = "-VASE", "+Vase"
		o.Lines = append(o.Lines, vase)
	})
	f.forward()
	f.put(parcel.Input{Tracking: "0077", Carrier: of("UPS"), Purchase: of(po), Shipped: f.day(0), Lines: lines(
		parcel.LineInput{Order: "1001", SKU: "LAMP", Quantity: 2}, parcel.LineInput{Order: "1001", SKU: "-VASE", Quantity: 1})})
	f.put(parcel.Input{Tracking: "LABEL", Lines: lines(parcel.LineInput{Order: "1001", SKU: "LAMP", Quantity: 1})})
	done, got := f.exported(parcel.ShopFile{})
	day := *f.day(0)
	want := "Order,SKU,Quantity,Tracking number,Tracking company,Tracking URL,Ship date\n" +
		"1001,LAMP,2,0077,UPS,https://www.ups.com/track?tracknum=0077," + day + "\n1001,-VASE,1,0077,UPS,https://www.ups.com/track?tracknum=0077," + day + "\n"
	if done.Rows != 2 || got != want {
		t.Errorf("%+v\n%s", done, got)
	}
	if none, _ := f.exported(parcel.ShopFile{Since: "2099-01-01"}); none.Rows != 0 {
		t.Errorf("of a day to come: %+v", none)
	}
	for _, wrong := range []parcel.ShopFile{{Shop: "Other"}, {Layout: "etsy"}} {
		if _, err := f.parcels.ExportShop(t.Context(), &bytes.Buffer{}, wrong); model.CodeOf(err) != model.NotFound && model.CodeOf(err) != model.Invalid {
			t.Errorf("%+v: %v", wrong, err)
		}
	}
}

func TestExportShop_WritesWhatThePlatformOfTheShopTakes(t *testing.T) {
	f := desk(t)
	f.Order("#1001", desktest.Line("LAMP", 2), func(o *model.Order) { o.Lines = append(o.Lines, desktest.Line("VASE", 1)) })
	f.Order("#1002", desktest.Line("LAMP", 2))
	f.forward()
	f.put(parcel.Input{Tracking: "0077", Carrier: of("ups"), Shipped: of("2026-04-01"), Lines: lines(
		parcel.LineInput{Order: "1001", SKU: "LAMP", Quantity: 2}, parcel.LineInput{Order: "1001", SKU: "VASE", Quantity: 1})})
	f.put(parcel.Input{Tracking: "78", Carrier: of("Fast \"Post\""), Delivered: of("2026-04-01"), Lines: lines(parcel.LineInput{Order: "1002", SKU: "LAMP", Quantity: 1})})
	for platform, want := range map[string]string{
		"WooCommerce": "order_id,tracking_provider,tracking_number,date_shipped,status_shipped\n1001,ups,0077,01-04-2026,1\n1002,\"Fast \"\"Post\"\"\",78,01-04-2026,2\n",
		"Amazon.de":   "order-id\torder-item-id\tquantity\tship-date\tcarrier-code\tcarrier-name\ttracking-number\tship-method\r\n1001\t\t\t2026-04-01\tUPS\t\t0077\t\r\n",
		"etsy":        "Order,SKU,Quantity,Tracking number,Tracking company,Tracking URL,Ship date\n#1001,LAMP,2,0077,ups,https://www.ups.com/track?tracknum=0077,2026-04-01\n#1001,VASE,1,0077,ups,https://www.ups.com/track?tracknum=0077,2026-04-01\n#1002,LAMP,1,78,\"Fast \"\"Post\"\"\",,2026-04-01\n",
	} {
		f.Exec(`UPDATE shop SET platform = ?`, platform)
		done, got := f.exported(parcel.ShopFile{Shop: "shop"})
		if got != want {
			t.Errorf("%s:\n%q, want\n%q", platform, got, want)
		}
		if withheld := strings.Join(done.Withheld, " "); platform == "Amazon.de" && withheld != "#1002" || platform != "Amazon.de" && withheld != "" {
			t.Errorf("%s: withheld %q", platform, withheld)
		}
	}
	f.put(parcel.Input{Tracking: "79", Carrier: of("DHL"), Shipped: of("2026-04-01"), Lines: lines(parcel.LineInput{Order: "1002", SKU: "LAMP", Quantity: 1})})
	if done, got := f.exported(parcel.ShopFile{Layout: parcel.AmazonLayout}); done.Rows != 3 || len(done.Withheld) != 0 || !strings.Contains(got, "1002\t\t\t2026-04-01\tOther\tFast \"Post\"\t78\t\r\n") {
		t.Errorf("%+v %q", done, got)
	}
}
