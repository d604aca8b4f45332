package pdf

import (
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
)

// Export is what the papers of one parcel say that crosses a border of
// customs. All amounts are in Currency, that in which the customer paid.
type Export struct {
	Invoice       string // number of the invoice
	PurchaseOrder string
	Order         string // the customer's order number
	Date, SoldOn  model.Date
	Proforma      bool // the customer has not paid yet
	Currency      model.Currency
	Incoterm      model.Incoterm
	Form          model.CustomsForm
	Why           FormChoice

	Seller          Address // the seller of record
	From            Address // the supplier, from where it is shipped
	ShipTo, BillTo  Address // BillTo is empty when it is the same person
	VAT, EORI, IOSS string  // the seller's numbers; "" when there is none, or it does not go with this parcel
	Signer          string

	TaxIncluded bool // Tax is inside the amounts, else on top
	Lines       []ExportLine
}

// FormChoice says why it is this form and not the other: what the value is worth
// in special drawing rights, and up to what value and weight a CN22 is enough.
type FormChoice struct {
	Worth    model.Amount
	RateDate model.Date // of the exchange rate; "" when there was none
	Limit    model.Amount
	LimitG   int64
	Source   string
	Checked  model.Date // "" when it is the merchant's own limit
}

// ExportLine is one product in the parcel. Its value is what the customer paid.
type ExportLine struct {
	SKU, Name, Brand string
	HS, Origin       string // Origin is an ISO country code
	Quantity         model.Quantity
	WeightG          int64 // net, of all pieces; 0 unknown
	Price            model.Amount
	Paid             model.Receipt
}

// Paid sums what the customer paid for all lines.
func (e *Export) Paid() model.Receipt {
	var sum model.Receipt
	for _, l := range e.Lines {
		sum = sum.Add(l.Paid)
	}
	return sum
}

// Total is all the customer paid for what is in the parcel: goods, shipping,
// and tax where it came on top.
func (e *Export) Total() model.Amount {
	p := e.Paid()
	total := p.Value().Add(p.Shipping)
	if e.TaxIncluded {
		return total
	}
	return total.Add(p.Tax)
}

// weight is the net weight in grams; 0 when that of a line is not known.
func (e *Export) weight() int64 {
	var sum int64
	for _, l := range e.Lines {
		if l.WeightG == 0 {
			return 0
		}
		sum += l.WeightG
	}
	return sum
}

func (e *Export) pieces() (n model.Quantity) {
	for _, l := range e.Lines {
		n += l.Quantity
	}
	return n
}

// unit is the declared value of one piece, to four decimals at most.
func (l *ExportLine) unit() model.Amount {
	if l.Quantity <= 0 {
		return 0
	}
	each, err := model.AmountOf(l.Paid.Value().Decimal().Div(decimal.NewFromInt(int64(l.Quantity))).Round(4))
	if err != nil {
		return 0
	}
	return each
}

// described is the description of the goods: name, maker, SKU.
func (l *ExportLine) described() string { return join(", ", l.Name, l.Brand, l.SKU) }

// ExportTable lays exports out with a row for each line and the parcel's
// columns on each, for the systems of carriers and postal operators.
func ExportTable(name string, exports []Export) *reports.Table {
	text, id, money := reports.KindText, reports.KindIdentifier, reports.KindAmount
	t := &reports.Table{Name: "customs-data", Title: "Customs data " + name, Columns: []reports.Column{
		{Key: "order_number", Label: "Order number", Kind: id},
		{Key: "invoice_number", Label: "Invoice number", Kind: id},
		{Key: "invoice_date", Label: "Invoice date", Kind: reports.KindDate},
		{Key: "form", Label: "Form", Kind: text},
		{Key: "category", Label: "Category of item", Kind: text},
		{Key: "description", Label: "Description", Kind: text},
		{Key: "sku", Label: "SKU", Kind: id},
		{Key: "hs_code", Label: "HS code", Kind: id},
		{Key: "origin", Label: "Country of origin", Kind: text},
		{Key: "quantity", Label: "Quantity", Kind: reports.KindInteger},
		{Key: "net_weight_kg", Label: "Net weight kg", Kind: reports.KindNumber},
		{Key: "unit_value", Label: "Unit value", Kind: money},
		{Key: "value", Label: "Value", Kind: money},
		{Key: "shipping_paid", Label: "Shipping paid", Kind: money},
		{Key: "tax", Label: "Tax", Kind: money},
		{Key: "tax_included", Label: "Tax included", Kind: reports.KindFlag},
		{Key: "currency", Label: "Currency", Kind: text},
		{Key: "incoterm", Label: "Delivery term", Kind: text},
		{Key: "vat_number", Label: "VAT number", Kind: id},
		{Key: "eori_number", Label: "EORI number", Kind: id},
		{Key: "ioss_number", Label: "IOSS number", Kind: id},
	}}
	for _, who := range []struct{ key, label string }{{"sender", "Sender"}, {"receiver", "Receiver"}} {
		for _, part := range []struct {
			key, label string
			kind       reports.Kind
		}{
			{"name", "name", text},
			{"company", "company", text},
			{"address1", "address 1", text},
			{"address2", "address 2", text},
			{"city", "city", text},
			{"zip", "zip", id},
			{"province", "province", text},
			{"country", "country code", text},
			{"phone", "phone", id},
			{"email", "e-mail", text},
		} {
			t.Columns = append(t.Columns, reports.Column{Key: who.key + "_" + part.key, Label: who.label + " " + part.label, Kind: part.kind})
		}
	}
	t.Columns = append(t.Columns,
		reports.Column{Key: "shipped_from", Label: "Shipped from", Kind: text},
		reports.Column{Key: "shipped_from_country", Label: "Shipped from, country code", Kind: text},
		reports.Column{Key: "purchase_order", Label: "Purchase order", Kind: id})
	for i := range exports {
		exports[i].rows(t)
	}
	return t
}

func (e *Export) rows(t *reports.Table) {
	text, id := reports.Text, reports.Identifier
	for i := range e.Lines {
		l := &e.Lines[i]
		weight := reports.Unknown()
		if l.WeightG > 0 {
			weight = reports.Number(decimal.New(l.WeightG, -3))
		}
		row := []reports.Cell{
			id(e.Order), id(e.Invoice), reports.Date(e.Date), text(string(e.Form)), text("sale of goods"),
			text(join(", ", l.Name, l.Brand)), id(l.SKU), id(l.HS), text(l.Origin), reports.Integer(l.Quantity), weight,
			reports.UnitPrice(l.unit(), e.Currency), reports.Amount(l.Paid.Value(), e.Currency), reports.Amount(l.Paid.Shipping, e.Currency),
			reports.Amount(l.Paid.Tax, e.Currency), reports.Flag(e.TaxIncluded), text(string(e.Currency)), text(string(e.Incoterm)),
			id(e.VAT), id(e.EORI), id(e.IOSS),
		}
		row = append(append(row, e.Seller.cells()...), e.ShipTo.cells()...)
		t.Add(append(row, text(e.From.Name), text(e.From.Country), id(e.PurchaseOrder))...)
	}
}

func (a Address) cells() []reports.Cell {
	text, id := reports.Text, reports.Identifier
	return []reports.Cell{
		text(a.Name), text(a.Company), text(a.Line1), text(a.Line2), text(a.City), id(a.Zip), text(a.Province), text(a.Country), id(a.Phone), text(a.Email),
	}
}
