package documents_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/amendment"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/order"
)

// sent lets all that waits leave, and returns the files of what left last.
func sent(t *testing.T, d *desktest.Desk) map[string]documents.Document {
	t.Helper()
	r, err := forward.New(d.DB, d.Bus, d.Jobs, documents.For("Dropledger test", d.DB)).Forward(t.Context(), forward.Options{Out: t.TempDir(), Approve: true})
	if err != nil || len(r.Sent) != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	all := map[string]documents.Document{}
	for _, path := range r.Sent[0].Files {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(path)
		all[name] = documents.Document{Name: name, Content: content}
	}
	all["warnings"] = documents.Document{Warnings: r.Sent[0].Warnings}
	return all
}

// The papers that customs read must say what is in the parcel: of fewer pieces and
// of another address they are made anew, with the value of what is left.
func TestForward_AnAmendmentBringsThePapersOfCustomsAnew(t *testing.T) {
	d := shop(t)
	d.Order("#1001", desktest.Line("LAMP", 8), to("Zoë Weiß", "Invalidenstr. 117", "10115", "Berlin", "DE"), and("MUG", "Mug, blue", 3, "12.50"))
	d.Order("#1002", desktest.Line("LAMP", 1), to("Max", "Weg 1", "10115", "Berlin", "DE"))
	drafted(t, d)
	if first := sent(t, d); first["CN23-#1001.pdf"].Content == nil {
		t.Fatalf("eight lamps weigh more than a CN22 holds: %v", names(first))
	}
	ask := func(in amendment.Input) map[string]documents.Document {
		t.Helper()
		in.Purchase, in.Approve = "PO-000001", true
		if _, err := amendment.New(d.DB, d.Bus).Put(t.Context(), []amendment.Input{in}); err != nil {
			t.Fatal(err)
		}
		return sent(t, d)
	}
	fewer := ask(amendment.Input{Order: "#1001", Lines: []amendment.LineInput{{SKU: "LAMP", Quantity: 2}, {SKU: "MUG", Quantity: 0}}})
	if got, want := names(fewer), "CN22-#1001.pdf PO-000001-A1.pdf commercial-invoice-#1001.pdf customs-data-PO-000001-A1.csv customs-data-PO-000001-A1.xlsx packing-slip-#1001.pdf"; got != want {
		t.Fatalf("got %s, want %s", got, want)
	}
	wants(t, fewer["commercial-invoice-#1001.pdf"], "PO-000001-A1-1", "#1001 PO-000001 Sale of goods", "100.00", "0.840", "LAMP")
	wants(t, fewer["CN22-#1001.pdf"], "100.00 EUR", "0.840 kg", "83.33 XDR")
	for _, name := range []string{"commercial-invoice-#1001.pdf", "CN22-#1001.pdf"} {
		if text := printed(t, fewer[name].Content); strings.Contains(text, "MUG") || strings.Contains(text, "Mug") {
			t.Errorf("%s names what is cancelled:\n%s", name, text)
		}
	}
	moved := ask(amendment.Input{Order: "#1002", Address: &order.CustomerInput{Name: "Max Muster", Address1: "Bahnhofstrasse 1", Zip: "8001", City: "Zürich", Country: "CH"}})
	wants(t, moved["commercial-invoice-#1002.pdf"], "Bahnhofstrasse 1", "8001 Zürich", "50.00")
	if text := printed(t, moved["CN22-#1002.pdf"].Content); strings.Contains(text, "IM2760000742") {
		t.Errorf("the number for the EU goes to Switzerland:\n%s", text)
	}
	if w := strings.Join(moved["warnings"].Warnings, " "); !strings.Contains(w, "Order #1002: it now goes to Switzerland") {
		t.Errorf("warnings %q", w)
	}
}

func names(all map[string]documents.Document) string {
	var list []string
	for name := range all {
		if name != "warnings" {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}
