package documents_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/reports/reportstest"
	"github.com/dropledger/dropledger/services/allocation/desktest"
)

func TestProofs_AreOfTheVeryDocumentsThatLeave(t *testing.T) {
	d := shop(t)
	d.Order("#1001", desktest.Line("LAMP", 2), to("李小龍", "5 Main Street", "62701", "Springfield", "US"))
	id := drafted(t, d)
	printer := documents.For("Dropledger test", d.DB)
	p, err := printer.Proofs(t.Context(), id, "")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(p.Number, "PO-") || p.Supplier == "" {
		t.Errorf("they are of %q, %q", p.Number, p.Supplier)
	}
	leave, err := printer.DocumentsOf(t.Context(), id)
	if err != nil || len(leave) != len(p.Documents) {
		t.Fatalf("%d documents leave, %d are shown: %v", len(leave), len(p.Documents), err)
	}
	kinds := map[documents.Kind]bool{}
	for i, doc := range p.Documents {
		printed := strings.HasSuffix(doc.Name, ".pdf")
		if leave[i].Proof != nil || (doc.Proof != nil) != printed {
			t.Errorf("%s: proof %v; nobody asked for %v", doc.Name, doc.Proof != nil, leave[i].Proof)
		}
		if doc.Name != leave[i].Name || printed && !bytes.Equal(doc.Content, leave[i].Content) {
			t.Errorf("%s is shown, %s leaves", doc.Name, leave[i].Name)
		}
		if printed {
			kinds[doc.Kind] = true
			agrees(t, &doc)
		}
	}
	if len(kinds) != 4 {
		t.Errorf("the kinds are %v", kinds)
	}
}

// agrees compares a proof with the file as another program reads it.
func agrees(t *testing.T, doc *documents.Document) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(path, doc.Content, 0o600); err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(reportstest.Run(t, "pdftotext", "-raw", "-enc", "UTF-8", path, "-"), "\f")
	bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
	for i := range doc.Proof.Pages() {
		if got, want := bare(doc.Proof.Text(i)), bare(pages[i]); got != want || got == "" {
			t.Errorf("%s page %d:\n%s\nthe file says\n%s", doc.Name, i+1, got, want)
		}
	}
}

func TestProofs_OfAPurchaseOrderThatIsNotThere(t *testing.T) {
	d := shop(t)
	if _, err := documents.For("Dropledger test", d.DB).Proofs(t.Context(), 99, ""); model.CodeOf(err) != model.NotFound {
		t.Errorf("got %v", err)
	}
}
