package pricelist

import (
	"fmt"
	"testing"

	"github.com/dropledger/dropledger/services/importer/sheet"
)

// The first rows of every file are looked at, whatever it is.
func BenchmarkHeader_OfAWideExport(b *testing.B) {
	records := make([]sheet.Record, sheet.HeadRecords)
	for i := range records {
		var cells []string
		for j := range 6 {
			cells = append(cells, fmt.Sprintf("#%d", 1000*j+i), fmt.Sprintf("2026-02-%02d 1%d:00:00 +0100", i, j), fmt.Sprintf("Ann Berg %c%d", 'A'+rune(i), j),
				fmt.Sprintf("%d%d.00", j, 10*i), "paid", "pending", "true", "", "", "", "", "EUR", "DE MwSt 19%")
		}
		records[i] = sheet.Record{Row: i + 1, Cells: cells}
	}
	for b.Loop() {
		Header(records)
	}
}
