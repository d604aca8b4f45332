package imports

import (
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/pricelist"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

// item is an article of a supplier's list as it is understood.
type item = *pricelist.Item

// grid shows the first articles as they are understood. A column's ID is its field.
func (m *mapping) grid() *grid.Grid[item] {
	h := m.s.h
	f := h.Format()
	return grid.New(grid.Options[item]{
		Key: func(i item) string { return strconv.Itoa(i.Row) },
		Columns: []grid.Column[item]{
			{ID: "row", Title: text.T("imports.col.row"), Width: 52, Cell: func(i item) grid.Cell { return grid.Cell{Text: f.Int(i.Row), Tone: theme.Quiet} }},
			words("supplier_sku", 110, func(i item) string { return i.SupplierSKU }),
			words("sku", 100, func(i item) string { return i.SKU }),
			{ID: "name", Title: text.T("imports.field.name"), Width: 170, Flex: 1, Cell: func(i item) grid.Cell { return grid.Cell{Text: i.Name} }},
			figures("cost", 84, func(i item) string {
				return optional(i.Cost, func(a model.Amount) string { return f.Price(a, i.Currency) })
			}),
			words("currency", 74, func(i item) string { return string(i.Currency) }),
			figures("stock", 64, func(i item) string { return optional(i.Stock, func(n int64) string { return f.Int(int(n)) }) }),
			figures("moq", 78, func(i item) string { return pieces(f, i.MOQ) }),
			figures("multiple", 92, func(i item) string { return pieces(f, i.Multiple) }),
			words("ean", 110, func(i item) string { return i.EAN }),
			words("valid_from", 92, func(i item) string { return day(f, i.ValidFrom) }),
			words("valid_to", 92, func(i item) string { return day(f, i.ValidTo) }),
			words("nodrop", 110, forbidden),
			{ID: "problem", Title: text.T("imports.map.problem"), Width: 220, Flex: 2, Cell: problemCell},
		},
		Place: grid.Place{Context: h.Context(), Runner: h.Runner(), Format: f},
	})
}

func words(id string, width float32, of func(item) string) grid.Column[item] {
	return grid.Column[item]{ID: id, Title: text.T(text.Key("imports.field.", id)), Width: width, Cell: func(i item) grid.Cell {
		return grid.Cell{Text: of(i), Tone: theme.Quiet}
	}}
}

func figures(id string, width float32, of func(item) string) grid.Column[item] {
	c := words(id, width, of)
	c.Align = fyne.TextAlignTrailing
	c.Cell = func(i item) grid.Cell { return grid.Cell{Text: of(i)} }
	return c
}

func optional[T any](v *T, write func(T) string) string {
	if v == nil {
		return ""
	}
	return write(*v)
}

func pieces(f *format.Format, q model.Quantity) string {
	if q == 0 {
		return ""
	}
	return f.Quantity(q)
}

func day(f *format.Format, d model.Date) string {
	if d == "" {
		return ""
	}
	return f.DateYear(d)
}

func forbidden(i item) string {
	if i.NoDrop {
		return text.T("imports.map.forbidden")
	}
	return ""
}

// problemCell is the first thing that is wrong with an article.
func problemCell(i item) grid.Cell {
	if len(i.Problems) == 0 {
		return grid.Cell{}
	}
	p := i.Problems[0]
	if p.Severity == sheet.Refusal {
		return grid.Cell{Text: capital(p.Message), Tone: theme.Wrong, Icon: theme.IconCrossCircle}
	}
	return grid.Cell{Text: capital(p.Message), Tone: theme.Warned, Icon: theme.IconWarning}
}
