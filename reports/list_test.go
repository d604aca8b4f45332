package reports_test

import (
	"errors"
	"testing"

	"github.com/dropledger/dropledger/reports"
)

func TestFill_TakesTheRowsOfAListUntilReadingFails(t *testing.T) {
	var table reports.Table
	table.Head("sku", "SKU", map[string]reports.Kind{"sku": reports.KindIdentifier})
	table.Head("name", "Name", nil)
	fails := errors.New("gone")
	err := table.Fill(func(yield func([]any, error) bool) {
		if yield([]any{reports.Text("A-1"), nil}, nil) {
			yield(nil, fails)
		}
	})
	if !errors.Is(err, fails) || table.Len() != 1 || table.Columns[0].Kind != reports.KindIdentifier || table.Columns[1].Kind != reports.KindText {
		t.Errorf("%v, %d rows, %+v", err, table.Len(), table.Columns)
	}
}
