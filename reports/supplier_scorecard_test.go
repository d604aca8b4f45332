package reports_test

import (
	"testing"

	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/services/booktest"
)

func TestSupplierScorecard_HasARowForEachSupplierAndNoScoreForWantOfFacts(t *testing.T) {
	b := booktest.Small(t)
	table := build(t, deps(b), "supplier-scorecard", reports.Filter{})
	if table.Len() == 0 {
		t.Fatal("no rows")
	}
	for _, row := range table.Rows {
		orders, score := row[table.Column("orders")], row[table.Column("score")]
		if n, _ := orders.Scaled(); n == 0 && score.Known() {
			t.Errorf("%v without an order", row)
		}
	}
}
