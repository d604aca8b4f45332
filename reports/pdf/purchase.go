package pdf

import (
	"fmt"
	"io"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
)

// PurchaseOrder is what a supplier is asked to send, and to whom. All amounts
// are in its one currency.
type PurchaseOrder struct {
	Number       string
	Date         model.Date
	Currency     model.Currency
	Merchant     Address // who orders and pays
	ReturnTo     Address // where undeliverable parcels go; the merchant when empty
	Supplier     Address
	Terms        string // payment terms, in words; else within TermsDays
	TermsDays    int
	Neutral      bool   // ask for parcels without prices and supplier's advertising
	Instructions string // for the delivery of all orders
	Orders       []Forwarded
}

// Forwarded is one customer's order within a purchase order.
type Forwarded struct {
	Reference string // the customer's order number
	ShipTo    Address
	Service   string // shipping service, in the supplier's words
	Customs   bool   // papers of customs go with it
	Lines     []PurchaseLine
}

// PurchaseLine is one product to send.
type PurchaseLine struct {
	SupplierSKU, SKU, Name string
	Quantity               model.Quantity
	UnitCost               model.Amount // may be below the minor unit
	Shipping               model.Amount // of the whole line
}

// Total returns quantity times unit cost, rounded half away from zero to the
// minor unit, plus shipping.
func (l PurchaseLine) Total(c model.Currency) model.Amount {
	return l.UnitCost.Times(l.Quantity).Round(c).Add(l.Shipping.Round(c))
}

// Total returns the sum of all line totals.
func (p PurchaseOrder) Total() model.Amount {
	var sum model.Amount
	for _, o := range p.Orders {
		for _, l := range o.Lines {
			sum = sum.Add(l.Total(p.Currency))
		}
	}
	return sum
}

// WritePDF writes the order as a document for the supplier. The warnings tell
// of text that could not be printed as it is.
func (p PurchaseOrder) WritePDF(w io.Writer, s Setup) (warnings []string, err error) {
	t := s.speak()
	title := t.t("order.title") + " " + p.Number
	d := New(s, title)
	d.Section(join(" · ", title, p.Merchant.Name))
	d.Letterhead(p.Merchant.sender(), t.t("order.title"), p.Number)
	facts := []Fact{
		{t.t("date"), t.date(p.Date)},
		{t.t("order.count"), fmt.Sprint(len(p.Orders))},
		{t.t("order.currency"), string(p.Currency)},
		{t.t("order.total"), t.amount(p.Total(), p.Currency)},
	}
	if terms := p.terms(t); terms != "" {
		facts = append(facts, Fact{t.t("order.payment"), terms})
	}
	d.Facts(facts...)
	d.Space(2)
	d.Blocks(
		p.Supplier.block(t.t("order.supplier"), p.Supplier.Reach()...),
		p.returnTo().block(t.t("order.return")),
	)
	if p.Neutral {
		d.Note(t.t("order.neutral"), t.head("order.neutral.text"))
	}
	d.Note(t.t("order.customs"), p.customs(t))
	d.Note(t.t("order.instructions"), p.Instructions)
	for _, o := range p.Orders {
		p.writeOrder(d, o)
	}
	d.Total(t.t("order.total")+" "+string(p.Currency), t.amount(p.Total(), p.Currency))
	return d.Write(w)
}

func (p PurchaseOrder) terms(t words) string {
	switch {
	case p.Terms != "" || p.TermsDays == 0:
		return p.Terms
	case p.TermsDays == 1:
		return t.t("order.terms.one")
	}
	return t.t("order.terms", fmt.Sprint(p.TermsDays))
}

// customs names the orders that need papers of customs, "" when none does.
func (p PurchaseOrder) customs(t words) string {
	var numbers []string
	for _, o := range p.Orders {
		if o.Customs {
			numbers = append(numbers, o.Reference)
		}
	}
	switch len(numbers) {
	case 0:
		return ""
	case 1:
		return t.head("order.customs.one", numbers[0])
	}
	return t.head("order.customs.text", strings.Join(numbers, ", "))
}

func (p PurchaseOrder) returnTo() Address {
	if p.ReturnTo == (Address{}) {
		return p.Merchant
	}
	return p.ReturnTo
}

// orderHead is the room an order's address and first line need below its bar.
const orderHead = 60

func (p PurchaseOrder) writeOrder(d *Doc, o Forwarded) {
	t := d.words
	d.Bar(t.t("order.customer", o.Reference), o.Service, orderHead)
	if reach := o.ShipTo.Reach(); len(reach) > 0 {
		d.Blocks(o.ShipTo.block(t.t("order.shipto")), Block{Label: t.t("order.contact"), Lines: reach})
	} else {
		d.Blocks(o.ShipTo.block(t.t("order.shipto")))
	}
	shipping := false
	var quantity model.Quantity
	var sum model.Amount
	for _, l := range o.Lines {
		shipping = shipping || l.Shipping != 0
		quantity += l.Quantity
		sum = sum.Add(l.Total(p.Currency))
	}
	g := Grid{Columns: []GridColumn{
		{t.head("order.yoursku"), 20, false},
		{t.head("order.oursku"), 18, false},
		{t.head("product"), 48, false},
		{t.head("quantity"), 14, true},
		{t.head("order.unit"), 15, true},
	}}
	if shipping {
		g.Columns = append(g.Columns, GridColumn{t.head("shipping"), 13, true})
	}
	g.Columns = append(g.Columns, GridColumn{t.head("order.line"), 15, true})
	for _, l := range o.Lines {
		row := []string{l.SupplierSKU, l.SKU, l.Name, fmt.Sprint(l.Quantity), t.figure(reports.UnitPrice(l.UnitCost, p.Currency).String())}
		if shipping {
			row = append(row, t.amount(l.Shipping, p.Currency))
		}
		g.Rows = append(g.Rows, append(row, t.amount(l.Total(p.Currency), p.Currency)))
	}
	g.Totals = make([]string, len(g.Columns))
	g.Totals[2], g.Totals[3], g.Totals[len(g.Totals)-1] = t.t("order.customer", o.Reference), fmt.Sprint(quantity), t.amount(sum, p.Currency)
	d.Grid(g)
	d.Space(2)
}

// Table lays the order out with one row a line and the order's columns on each,
// for the workbook or CSV file a supplier reads in.
func (p PurchaseOrder) Table() *reports.Table {
	text, id, money := reports.KindText, reports.KindIdentifier, reports.KindAmount
	t := &reports.Table{
		Name: "purchase-order", Title: "Purchase order " + p.Number,
		Columns: []reports.Column{
			{Key: "product", Label: "Product", Kind: text},
			{Key: "sku", Label: "SKU", Kind: id},
			{Key: "supplier_sku", Label: "Supplier SKU", Kind: id},
			{Key: "quantity", Label: "Quantity", Kind: reports.KindInteger},
			{Key: "unit_cost", Label: "Unit cost", Kind: money},
			{Key: "name", Label: "Name", Kind: text},
			{Key: "address1", Label: "Address 1", Kind: text},
			{Key: "address2", Label: "Address 2", Kind: text},
			{Key: "city", Label: "City", Kind: text},
			{Key: "zip", Label: "Zip", Kind: id},
			{Key: "province", Label: "Province", Kind: text},
			{Key: "country", Label: "Country", Kind: text},
			{Key: "country_code", Label: "Country code", Kind: text},
			{Key: "phone", Label: "Phone", Kind: id},
			{Key: "email", Label: "E-mail", Kind: text},
			{Key: "order_number", Label: "Order number", Kind: id},
			{Key: "company", Label: "Company", Kind: text},
			{Key: "service", Label: "Shipping service", Kind: text},
			{Key: "shipping", Label: "Shipping", Kind: money},
			{Key: "line_total", Label: "Line total", Kind: money},
			{Key: "currency", Label: "Currency", Kind: text},
			{Key: "purchase_order", Label: "Purchase order", Kind: id},
			{Key: "ordered", Label: "Ordered", Kind: reports.KindDate},
		},
		Meta: reports.Meta{Currency: p.Currency},
	}
	for _, o := range p.Orders {
		a := o.ShipTo
		for _, l := range o.Lines {
			t.Add(reports.Text(l.Name), reports.Identifier(l.SKU), reports.Identifier(l.SupplierSKU), reports.Integer(l.Quantity),
				reports.UnitPrice(l.UnitCost, p.Currency), reports.Text(a.Name), reports.Text(a.Line1), reports.Text(a.Line2), reports.Text(a.City),
				reports.Identifier(a.Zip), reports.Text(a.Province), reports.Text(reports.CountryName(a.Country)), reports.Text(a.Country),
				reports.Identifier(a.Phone), reports.Text(a.Email), reports.Identifier(o.Reference), reports.Text(a.Company), reports.Text(o.Service),
				reports.Amount(l.Shipping, p.Currency), reports.Amount(l.Total(p.Currency), p.Currency), reports.Text(string(p.Currency)),
				reports.Identifier(p.Number), reports.Date(p.Date))
		}
	}
	t.Sum("quantity", "shipping", "line_total")
	return t
}
