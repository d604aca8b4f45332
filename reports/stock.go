package reports

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/statement"
)

func stock() report {
	return report{
		Info: Info{
			Name: "stock", Title: "Suppliers' stock", Dated: true,
			Description: "What each supplier was last counted or reported to have of what it offers, how old that count is, and the price that holds, on the last day of the period; of own stock at 3PLs what is there by its moves, its average cost and value.",
		},
		build: buildStock,
	}
}

func buildStock(ctx context.Context, q *request) (*Table, error) {
	day := q.DB.Today()
	if q.Period.To != "" {
		day = min(day, q.Period.To)
	}
	rows, err := statement.Stock(ctx, q.DB, day)
	if err != nil {
		return nil, err
	}
	t := q.table
	t.Columns = []Column{
		{"supplier", "Supplier", KindText},
		{"sku", "SKU", KindIdentifier},
		{"product", "Product", KindText},
		{"supplier_sku", "Supplier's SKU", KindIdentifier},
		{"quantity", "In stock", KindInteger},
		{"counted_on", "Counted on", KindDate},
		{"age_days", "Days ago", KindInteger},
		{"cost", "Price", KindAmount},
		{"currency", "Currency", KindText},
		{"own", "Whose", KindText},
		{"value", "Value of own stock", KindAmount},
	}
	for i := range rows {
		s := &rows[i]
		t.Add(append([]Cell{Text(s.Supplier), Identifier(s.SKU), orUnknown(s.Product), code(s.SupplierSKU)}, stockCells(s, day)...)...)
	}
	t.Meta.Currency = ""
	return t, nil
}

// stockCells leave unknown what nobody counted or offers.
func stockCells(s *statement.StockRow, day model.Date) []Cell {
	cells := make([]Cell, 7)
	cells[5] = Text("supplier's")
	if s.Own {
		cells[5], cells[6] = Text("own"), Amount(s.Value, s.Currency)
	}
	if s.Counted {
		cells[0], cells[1], cells[2] = Integer(s.Quantity), Date(s.CountedOn), Integer(s.CountedOn.DaysUntil(day))
	}
	if s.Offered {
		cells[3], cells[4] = UnitPrice(s.Cost, s.Currency), Text(string(s.Currency))
	}
	return cells
}
