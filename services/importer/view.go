package importer

import (
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/answers"
	"github.com/dropledger/dropledger/services/importer/pricelist"
	"github.com/dropledger/dropledger/services/importer/sheet"
	"github.com/dropledger/dropledger/services/importer/shopify"
	"github.com/dropledger/dropledger/services/importer/tracking"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/setting"
)

// view gathers what a preview shows. While it is not on only the rows are
// counted: an import keeps no rows in memory.
type view struct {
	*Preview
	on      bool
	newShop bool
	home    model.Currency
	rates   *rate.Table
	days    map[day]bool
	words   map[string]string   // names that many rows share
	alone   map[Effect][]Effect // what happens to many orders and is all that does
}

type day struct {
	date model.Date
	from model.Currency
}

func newView(f *File) *view {
	f.Preview = &Preview{}
	return &view{Preview: f.Preview, days: map[day]bool{}, words: map[string]string{}, alone: map[Effect][]Effect{}}
}

// describe tells how a file was read.
func (v *view) describe(src *sheet.Source) {
	v.Size, v.Encoding, v.Delimiter, v.Sheet, v.Sheets = src.Size(), src.Encoding(), src.Delimiter(), src.Sheet(), src.Sheets()
	_, row := pricelist.Header(src.Head())
	v.headed(src, row)
}

// headed takes a row for the header, none when it is 0.
func (v *view) headed(src *sheet.Source, row int) {
	v.Columns, v.Sample = sheet.Titles(src.Head(), row), nil
	src.EachOfHead(row, func(r sheet.Record) { v.Sample = append(v.Sample, r.Cells) })
}

// columns finds the header as its format has it, once that is known: what is shown
// is what is read.
func (v *view) columns(src *sheet.Source, format string) {
	switch format {
	case ShopifyOrders, ShopifyProducts:
		layout := shopify.OrdersLayout()
		if format == ShopifyProducts {
			layout = shopify.ProductsLayout()
		}
		if h, ok := src.FindHeader(layout); ok {
			v.headed(src, h.Row)
		}
	case Tracking:
		v.headed(src, tracking.ProposeFor(src).Row)
	case Answers:
		v.headed(src, answers.ProposeFor(src).Row)
	}
	v.Sheet = src.Sheet()
}

// Columns is the header of the file as it was found.
func (f *File) Columns() []string { return f.Preview.Columns }

// columnAt finds a column by its header, or by the words for one without, "column 3".
func columnAt(header []string, name string) int {
	if i := sheet.NewColumns(header).Of(name); i >= 0 {
		return i
	}
	return sheet.Numbered(name)
}

// word keeps one copy of a text that many rows share: the rows of a file share
// the memory of their whole record.
func (v *view) word(s string) string {
	if w, ok := v.words[s]; ok {
		return w
	}
	s = strings.Clone(s)
	if len(v.words) < 10_000 {
		v.words[s] = s
	}
	return s
}

// once keeps one list for all orders of which one and the same is to be told: a
// preview of a million orders would keep a million equal ones.
func (v *view) once(e Effect) []Effect {
	list, known := v.alone[e]
	if !known {
		list = []Effect{e}
		if len(v.alone) < 10_000 {
			v.alone[e] = list
		}
	}
	return list[:1:1]
}

// order notes what became of an order.
func (v *view) order(b *batch, r *read, m *order.Merged, cash bool) error {
	b.file.Rows.count(m.Outcome)
	if !v.on {
		return nil
	}
	now := m.Now
	if now == nil {
		now = r.sales
	}
	row := OrderRow{
		Row: r.exported.FirstRow, Outcome: m.Outcome, Number: strings.Clone(now.Number), Customer: strings.Clone(customer(now)),
		Currency: model.Currency(v.word(string(now.Currency))), OrderFacts: v.facts(now),
	}
	if m.Outcome == order.Updated {
		was := v.facts(m.Old)
		row.Was = &was
	}
	if m.Outcome != order.Created {
		v.Known++
	}
	effects, err := v.effects(b, m, cash)
	if err != nil {
		return err
	}
	row.Effects = effects
	v.Orders = append(v.Orders, row)
	if day := now.PlacedOn; v.Placed.From == "" || day < v.Placed.From {
		v.Placed.From = model.Date(strings.Clone(string(day)))
	}
	if day := now.PlacedOn; day > v.Placed.To {
		v.Placed.To = model.Date(strings.Clone(string(day)))
	}
	return nil
}

func customer(o *model.Order) string {
	for _, name := range []string{o.ShipTo.Name, o.BillTo.Name, o.ShipTo.Company, o.ShipTo.Email} {
		if name != "" {
			return name
		}
	}
	return ""
}

func (v *view) facts(o *model.Order) OrderFacts {
	f := OrderFacts{Payment: model.Payment(v.word(string(o.Payment))), Fulfilment: model.Fulfilment(v.word(string(o.Fulfilment))), Refunded: o.Refunded, Total: o.Total}
	for i := range o.Lines {
		if o.Lines[i].Quantity != 0 {
			f.Lines++
		}
	}
	return f
}

// rate tells whether an order of another currency can be booked on its day.
func (v *view) rate(b *batch, date model.Date, from model.Currency) (bool, error) {
	if v.rates == nil {
		home, err := setting.Home(b.q)
		if err != nil {
			return false, err
		}
		v.home, v.rates = home, rate.NewTable(b.q)
	}
	if from == v.home {
		return true, nil
	}
	d := day{model.Date(v.word(string(date))), model.Currency(v.word(string(from)))}
	if known, ok := v.days[d]; ok {
		return known, nil
	}
	_, err := v.rates.On(d.date, d.from, v.home)
	if err != nil && model.CodeOf(err) != model.NotFound {
		return false, err
	}
	v.days[d] = err == nil
	v.Rates.Days++
	switch {
	case err == nil:
		v.Rates.Known++
	case v.Rates.Missing == "" || d.date < v.Rates.Missing:
		v.Rates.Missing, v.Rates.From = d.date, d.from
	}
	return err == nil, nil
}

// refused notes a record that is kept out.
func (v *view) refused(b *batch, key string, rows []int32, problems []sheet.Problem) {
	b.file.Rows.Refused++
	if !v.on {
		return
	}
	v.refusedRows = append(v.refusedRows, rows...)
	for _, p := range problems {
		if p.Severity != sheet.Refusal {
			continue
		}
		if len(v.Refusals) >= mostProblems {
			v.MoreRefusals++
			continue
		}
		p.Found = strings.Clone(p.Found)
		v.Refusals = append(v.Refusals, Refusal{Problem: p, First: int(rows[0]), Key: strings.Clone(key), Left: b.leave[int(rows[0])]})
	}
}

// article notes what became of an article.
func (v *view) article(b *batch, row ArticleRow) {
	b.file.Rows.count(row.Outcome)
	if v.on {
		row.SKU, row.Key, row.Name = strings.Clone(row.SKU), strings.Clone(row.Key), strings.Clone(row.Name)
		v.Articles = append(v.Articles, row)
	}
}

// finish tells what is known of earlier imports.
func (v *view) finish(b *batch) error {
	for _, c := range b.file.ByKind {
		v.WouldChange = v.WouldChange || c.Created+c.Updated > 0
	}
	if c := b.file.ByKind[kindProduct]; c != nil && b.file.Format != ShopifyProducts {
		v.NewProducts = c.Created
	}
	if !v.on {
		return nil
	}
	if len(b.file.totals) == 1 {
		for c, t := range b.file.totals {
			v.Currency, v.Total = c, t.Total
		}
	}
	v.NewShop = v.newShop
	var last string
	err := b.q.Raw(`SELECT COALESCE(MAX(imported_at), '') FROM import_batch WHERE format = ? AND undone_at = '' AND id <> ?
		AND (shop_id = ? OR supplier_id = ?)`, b.file.Format, b.id, b.shopID, b.supplier).Scan(&last).Error
	if err != nil {
		return err
	}
	v.LastImport = model.Instant(last)
	v.Same, err = sameFile(b.q, b.src.SHA256(), b.id)
	return err
}
