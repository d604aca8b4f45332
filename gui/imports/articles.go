package imports

import (
	"cmp"
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer"
)

// article is a row of a products export or a price list.
type article = *importer.ArticleRow

// articleGrid lists variants with the shop's price, or articles with what the
// supplier asks.
func (r *rows) articleGrid(kind string) *grid.Grid[article] {
	f := r.s.h.Format()
	said := func(a article) string { s, _ := does(f, a.Effects, a.Currency); return s }
	name := func(x *importer.ArticleFacts) string { return x.Name }
	columns := []grid.Column[article]{
		{ID: "sku", Title: text.T("imports.col.sku"), Width: 120, Fixed: true, Lead: true, Cell: func(a article) grid.Cell { return grid.Cell{Text: cmp.Or(a.SKU, a.Key)} }, SortText: func(a article) string { return cmp.Or(a.SKU, a.Key) }},
		{ID: "name", Title: text.T("imports.col.article"), Width: 240, Flex: 2, Cell: func(a article) grid.Cell { return compared(a.Was, &a.ArticleFacts, name) }, SortText: func(a article) string { return a.Name }},
	}
	if kind == importer.PriceList {
		columns = append(columns, listColumns(f)...)
	} else {
		columns = append(columns, shopColumns(f)...)
	}
	columns = append(columns, grid.Column[article]{ID: "does", Title: text.T("imports.col.does"), Width: 210, Flex: 2, Cell: func(a article) grid.Cell { return doing(does(f, a.Effects, a.Currency)) }, SortText: said})
	return grid.New(grid.Options[article]{
		Name: "imports." + kind, Key: func(a article) string { return strconv.Itoa(a.Row) }, Columns: columns,
		Setup: grid.Setup{First: true, NoMatch: "imports.no.match"}, Events: r.events(), Place: r.place(),
	})
}

// amountColumn is a price that the file may not tell.
func amountColumn(f *format.Format, id, title string, of func(*importer.ArticleFacts) *model.Amount) grid.Column[article] {
	return grid.Column[article]{
		ID: id, Title: title, Width: 146, Align: fyne.TextAlignTrailing, Down: true,
		Cell: func(a article) grid.Cell {
			return compared(a.Was, &a.ArticleFacts, func(x *importer.ArticleFacts) string {
				if v := of(x); v != nil {
					return f.Price(*v, a.Currency)
				}
				return format.None
			})
		},
		Compare: func(a, b article) int { return cmp.Compare(number(of(&a.ArticleFacts)), number(of(&b.ArticleFacts))) },
	}
}

func number[T ~int64](v *T) int64 {
	if v == nil {
		return -1
	}
	return int64(*v)
}

func listColumns(f *format.Format) []grid.Column[article] {
	stock := func(x *importer.ArticleFacts) string {
		if x.Stock == nil {
			return format.None
		}
		return f.Int(int(*x.Stock))
	}
	moq := func(x *importer.ArticleFacts) string {
		if x.MOQ == 0 {
			return format.None
		}
		return f.Quantity(x.MOQ)
	}
	return []grid.Column[article]{
		{ID: "key", Title: text.T("imports.col.key"), Width: 120, Cell: func(a article) grid.Cell { return grid.Cell{Text: a.Key, Tone: theme.Quiet} }, SortText: func(a article) string { return a.Key }},
		amountColumn(f, "cost", text.T("imports.col.cost"), func(x *importer.ArticleFacts) *model.Amount { return x.Cost }),
		{ID: "currency", Title: text.T("imports.col.currency"), Width: 70, Cell: func(a article) grid.Cell { return grid.Cell{Text: string(a.Currency), Tone: theme.Quiet} }, SortText: func(a article) string { return string(a.Currency) }},
		{ID: "stock", Title: text.T("imports.col.stock"), Width: 110, Align: fyne.TextAlignTrailing, Down: true, Cell: func(a article) grid.Cell { return compared(a.Was, &a.ArticleFacts, stock) }, Compare: func(a, b article) int { return cmp.Compare(number(a.Stock), number(b.Stock)) }},
		{ID: "moq", Title: text.T("imports.col.moq"), Width: 80, Align: fyne.TextAlignTrailing, Cell: func(a article) grid.Cell { return compared(a.Was, &a.ArticleFacts, moq) }, Compare: func(a, b article) int { return cmp.Compare(a.MOQ, b.MOQ) }},
	}
}

func shopColumns(f *format.Format) []grid.Column[article] {
	status := func(x *importer.ArticleFacts) string { return state(x.Status) }
	return []grid.Column[article]{
		amountColumn(f, "price", text.T("imports.col.price"), func(x *importer.ArticleFacts) *model.Amount { return x.Price }),
		amountColumn(f, "cost", text.T("imports.col.item.cost"), func(x *importer.ArticleFacts) *model.Amount { return x.Cost }),
		{ID: "currency", Title: text.T("imports.col.currency"), Width: 70, Cell: func(a article) grid.Cell { return grid.Cell{Text: string(a.Currency), Tone: theme.Quiet} }, SortText: func(a article) string { return string(a.Currency) }},
		{ID: "status", Title: text.T("imports.col.status"), Width: 120, Cell: func(a article) grid.Cell { return compared(a.Was, &a.ArticleFacts, status) }, SortText: func(a article) string { return a.Status }},
	}
}
