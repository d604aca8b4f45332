package answers_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/services/importer/answers"
	"github.com/dropledger/dropledger/services/importer/sheet"
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

func TestRead_AStatusSaysWhatTheQuantitiesDoNot(t *testing.T) {
	for status, want := range map[string]string{
		"Accepted": "as ordered", "IA": "as ordered", "Bestätigt": "as ordered", "IB": "0", "In Rückstand": "0", "Backordered": "0", "Rejected": "refused", "IR": "refused", "Out of stock": "refused",
		"Not available": "refused", "Nicht lieferbar": "refused", "Pending": "silent", "Not confirmed yet": "silent", "Blue": "wrong",
	} {
		t.Run(status, func(t *testing.T) {
			src := open(t, "PO,SKU,Ack status", "PO-1,LAMP,"+status)
			f, err := answers.Read(t.Context(), src, answers.ProposeFor(src))
			if err != nil {
				t.Fatal(err)
			}
			got := "silent"
			if len(f.Rows) == 1 {
				switch r := f.Rows[0]; {
				case r.Refused:
					got = "wrong"
				case r.Declined:
					got = "refused"
				case r.Quantity == nil:
					got = "as ordered"
				default:
					got = strconv.Itoa(int(*r.Quantity))
				}
			}
			if got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func TestPropose_TheSurestHeaderWins(t *testing.T) {
	m := answers.ProposeFor(open(t, "Report of today", "Your PO;Our item number;Your SKU;Quantity;Confirmed quantity;Price;Confirmed price;ETA;Remarks", "PO-1;A;B;3;2;1,50;1,60;31.12.2026;x"))
	want := map[answers.Field]int{
		answers.Purchase: 0, answers.SupplierSKU: 1, answers.SKU: 2, answers.Quantity: 4, answers.Price: 6, answers.ShipDate: 7, answers.Reason: 8,
	}
	for f, i := range want {
		if c, ok := m.Fields[f]; !ok || c.Index != i {
			t.Errorf("%s: got %+v, want column %d", f, c, i)
		}
	}
	if m.Row != 2 || m.Decimal != sheet.Comma || len(m.Fields) != len(want) {
		t.Errorf("got %+v", m)
	}
}
