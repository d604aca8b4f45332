package documents

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/reportstest"
	"github.com/dropledger/dropledger/services/amendment"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/purchase"
)

// amended are the documents of an amendment for a supplier of a language.
func amended(t *testing.T, language string, n *forward.Amendment, orders ...forward.Order) []Document {
	t.Helper()
	n.ID, n.Number, n.Purchase, n.SentOn, n.Reason = 1, "PO-000001-A1", "PO-000001", "2026-11-20", "The customer changed her mind."
	d := forward.Dispatch{
		Number: n.Number, Date: "2026-11-22", Made: "2026-11-22T09:00:00Z", Currency: "EUR", Merchant: forward.Party{Name: "Blue Shop", City: "Bonn", Country: "DE"},
		Supplier: forward.Party{Name: "Acme", Country: "DE"}, Amendment: n, Orders: orders,
	}
	work := printing{dispatch: d, program: "Test", papers: &purchase.Papers{Supplier: purchase.Source{Language: language}}}
	all, err := work.run()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func textOf(t *testing.T, d Document) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), d.Name)
	if err := os.WriteFile(path, d.Content, 0o600); err != nil {
		t.Fatal(err)
	}
	if to := os.Getenv("PICTURES"); to != "" {
		if err := os.WriteFile(filepath.Join(to, d.Name), d.Content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return reportstest.Run(t, "pdftotext", "-layout", path, "-")
}

func TestAmendment_SaysInTheSuppliersLanguageWhatIsAskedAndThatAllElseStays(t *testing.T) {
	fewer := &forward.Amendment{Kind: model.AmendQuantity, Changes: []amendment.Change{{Order: "#1", SKU: "L-1", SupplierSKU: "S-1", Name: "Lamp", Before: 5, Quantity: 2}}}
	line := forward.Order{Number: "#1", ShipTo: model.Contact{Name: "Di", Country: "DE"}, Lines: []forward.Line{{SKU: "L-1", Name: "Lamp", Quantity: 2}}}
	all := amended(t, "de", fewer, line)
	if len(all) != 2 || all[0].Kind != Amendment || all[0].Name != "PO-000001-A1.pdf" || all[1].Kind != PackingSlip {
		t.Fatalf("got %d documents, the first %+v", len(all), all[0].Name)
	}
	text := textOf(t, all[0])
	for _, want := range []string{"Änderung einer Bestellung", "PO-000001-A1", "20.11.2026", "Lamp", "S-1", "bleibt wie bestellt", "The customer changed her mind."} {
		if !strings.Contains(text, want) {
			t.Errorf("the document lacks %q:\n%s", want, text)
		}
	}
	if slip := textOf(t, all[1]); strings.Contains(slip, "Acme") {
		t.Errorf("the packing slip names the supplier:\n%s", slip)
	}
	moved := &forward.Amendment{Kind: model.AmendAddress, Address: &amendment.Elsewhere{
		Order: "#1", Was: model.Contact{Name: "Di", City: "Bonn", Country: "DE"}, Now: model.Contact{Name: "Di", Address1: "Kai 2", City: "Hamburg", Country: "DE"},
	}}
	text = textOf(t, amended(t, "en", moved)[0])
	for _, want := range []string{"NEW ADDRESS", "Hamburg", "OLD ADDRESS", "Bonn", "send order #1"} {
		if !strings.Contains(text, want) {
			t.Errorf("the document lacks %q:\n%s", want, text)
		}
	}
}
