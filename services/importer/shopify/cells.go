package shopify

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

// The codes of problems with orders. All but LinesMissing, SpoiltID,
// UnknownStatus of a line, and DiscountSplit keep the order out.
const (
	BadAmount       = "amount"         // letters or an impossible number in an amount
	BadQuantity     = "quantity"       // not a whole number of pieces
	BadDate         = "date"           // unreadable time
	UnknownCurrency = "currency"       // blank or not in ISO 4217
	UnknownCountry  = "country"        // a warning in the billing address
	UnknownStatus   = "status"         // a payment or fulfilment state Shopify does not have
	NoName          = "no_name"        // a row without the order's name
	HeadMissing     = "head_missing"   // line rows without the order's first row
	Scattered       = "scattered"      // a line row far from its order, which was complete
	Duplicate       = "duplicate"      // the same order twice in one file
	TooManyLines    = "too_many_lines" // more than any real order has
	SpoiltID        = "spoilt_id"      // an identifier rounded by a spreadsheet
	LinesMissing    = "lines_missing"  // the order does not add up
	DiscountSplit   = "discount_split" // Subtotal contradicts lines and discount
)

// readHead reads what stands only in the first row of an order.
func (o *Orders) readHead(d *Order, r sheet.Record) {
	text := func(c column) string { return o.cell(r, c) }
	d.Email, d.Phone = text(colEmail), text(colPhone)
	o.readID(d, r)
	d.Payment = o.payment(d, r)
	d.Fulfilment = o.fulfilment(d, r)
	d.Created = o.moment(d, r, colCreated)
	if d.Created.On == "" && !slices.ContainsFunc(d.Problems, func(p sheet.Problem) bool { return p.Column == columnNames[colCreated] }) {
		d.refuse(r.Row, colCreated, BadDate, "the order has no date")
	}
	d.Paid = o.moment(d, r, colPaid)
	d.Fulfilled = o.moment(d, r, colFulfilled)
	d.Canceled = o.moment(d, r, colCanceled)
	o.readAmounts(d, r)
	d.DiscountCode, d.ShippingMethod = text(colDiscountCode), text(colShippingMethod)
	d.PaymentMethod, d.PaymentReference = text(colPaymentMethod), text(colPaymentReference)
	d.PaymentReferences, d.PaymentID = text(colPaymentReferences), text(colPaymentID)
	d.PaymentTerms, d.Notes, d.NoteAttributes = text(colPaymentTerms), text(colNotes), text(colNoteAttributes)
	d.Tags, d.Source, d.RiskLevel = text(colTags), text(colSource), text(colRisk)
	d.Location, d.AcceptsMarketing = text(colLocation), text(colMarketing)
	d.Billing = o.address(d, r, colBilling)
	d.ShipTo = o.address(d, r, colShipTo)
}

func (o *Orders) readID(d *Order, r sheet.Record) {
	id := strings.TrimSuffix(o.cell(r, colID), ".0")
	if sheet.DamagedID(id) {
		d.warn(r.Row, colID, SpoiltID, "the number "+id+" was rounded by a spreadsheet, so the order is known by its name "+d.Number+"; export again and do not open the file in a spreadsheet")
		id = ""
	}
	d.ExternalID = id
	if sheet.DamagedID(d.Number) && id == "" {
		d.refuse(r.Row, colName, SpoiltID, "the order's name "+d.Number+" was rounded by a spreadsheet; export again and do not open the file in a spreadsheet")
	}
}

func (o *Orders) readAmounts(d *Order, r sheet.Record) {
	c, err := model.ParseCurrency(o.cell(r, colCurrency))
	if err != nil {
		d.refuse(r.Row, colCurrency, UnknownCurrency, err.Error())
	}
	d.Currency = c
	for _, c := range []column{colSubtotal, colTotal} {
		if sheet.Blank(o.cell(r, c)) {
			d.refuse(r.Row, c, BadAmount, "the order has no "+columnNames[c])
		}
	}
	d.Subtotal = o.money(d, r, colSubtotal)
	d.Shipping = o.money(d, r, colShipping)
	d.Taxes = o.money(d, r, colTaxes)
	d.Total = o.money(d, r, colTotal)
	d.Discount = o.money(d, r, colDiscount)
	d.Refunded = o.money(d, r, colRefunded)
	d.Outstanding = o.money(d, r, colOutstanding)
	d.Duties = o.money(d, r, colDuties)
	for c := colTax1Name; c <= colTax5Name; c += 2 {
		name := o.cell(r, c)
		if value := o.money(d, r, c+1); name != "" || value != 0 {
			d.TaxNames = append(d.TaxNames, model.TaxName{Name: name, Amount: value})
		}
	}
}

// money reads an amount; blank is 0.
func (o *Orders) money(d *Order, r sheet.Record, c column) model.Amount {
	cell := o.cell(r, c)
	if cell == "" {
		return 0
	}
	a, err := sheet.ParseMoney(cell, o.point)
	switch {
	case err != nil:
		d.refuse(r.Row, c, BadAmount, err.Error())
	case a > largest || a < -largest:
		d.refuse(r.Row, c, BadAmount, strconv.Quote(cell)+" is larger than any order")
	default:
		return a
	}
	return 0
}

func (o *Orders) moment(d *Order, r sheet.Record, c column) Moment {
	cell := o.cell(r, c)
	if cell == "" {
		return Moment{}
	}
	at, on, err := sheet.ParseDateTime(cell)
	if err != nil {
		d.refuse(r.Row, c, BadDate, err.Error())
	}
	return Moment{at, on}
}

// payment reads the financial status. An expired authorisation and an unpaid
// order hold no money, as a pending one.
func (o *Orders) payment(d *Order, r sheet.Record) model.Payment {
	cell := strings.ToLower(o.cell(r, colPayment))
	switch cell {
	case "expired", "unpaid", "":
		return model.Pending
	}
	p := model.Payment(cell)
	if !p.Valid() {
		d.refuse(r.Row, colPayment, UnknownStatus, strconv.Quote(cell)+" is not a payment state of Shopify")
	}
	return p
}

func (o *Orders) fulfilment(d *Order, r sheet.Record) model.Fulfilment {
	cell := strings.ToLower(o.cell(r, colFulfilment))
	switch f := model.Fulfilment(cell); f {
	case model.Unfulfilled, model.Partial, model.Fulfilled, model.Restocked:
		return f
	case "":
		return model.Unfulfilled
	}
	d.warn(r.Row, colFulfilment, UnknownStatus, strconv.Quote(cell)+" is not a fulfilment state known here, so nothing of the order counts as sent")
	return model.Unfulfilled
}

// lineStatus reads how far a line was sent. Other programs write the word for
// orders here.
func (o *Orders) lineStatus(d *Order, r sheet.Record) model.Fulfilment {
	cell := strings.ToLower(o.cell(r, colLineStatus))
	switch f := model.Fulfilment(cell); f {
	case model.LinePending, model.Partial, model.Fulfilled, model.NotEligible, model.Restocked:
		return f
	case "", model.Unfulfilled:
		return model.LinePending
	}
	d.warn(r.Row, colLineStatus, UnknownStatus, strconv.Quote(cell)+" is not a fulfilment state known here, so nothing of the line counts as sent")
	return model.LinePending
}

func (o *Orders) address(d *Order, r sheet.Record, from column) Address {
	text := func(c column) string { return o.cell(r, from+c) }
	a := Address{
		Name: text(addrName), Company: text(addrCompany), Address1: text(addrAddress1), Address2: text(addrAddress2),
		City: text(addrCity), Zip: text(addrZip), Province: text(addrProvince), ProvinceName: text(addrProvinceName),
		Phone: text(addrPhone),
	}
	cell := text(addrCountry)
	country, ok := parseCountry(cell)
	switch {
	case ok:
		a.Country = country
	case from == colShipTo:
		d.refuse(r.Row, from+addrCountry, UnknownCountry, strconv.Quote(cell)+" is not a country: write its two-letter ISO code")
	default:
		d.warn(r.Row, from+addrCountry, UnknownCountry, strconv.Quote(cell)+" is not a country; the billing address was taken without it")
	}
	return a
}

// readLine reads the line item every row carries.
func (o *Orders) readLine(d *Order, r sheet.Record) {
	l := Line{
		SKU: o.cell(r, colSKU), Name: o.cell(r, colLineName), Vendor: o.cell(r, colVendor), Row: r.Row,
		RequiresShipping: o.yes(r, colShippable), Taxable: o.yes(r, colTaxable),
	}
	if l.Name == "" && l.SKU == "" && o.cell(r, colQuantity) == "" {
		return
	}
	if len(d.Lines) == mostLines {
		if !slices.ContainsFunc(d.Problems, func(p sheet.Problem) bool { return p.Code == TooManyLines }) {
			d.refuse(r.Row, colName, TooManyLines, "order "+d.Number+" has more than "+strconv.Itoa(mostLines)+" lines")
		}
		return
	}
	l.Status = o.lineStatus(d, r)
	l.Quantity = o.quantity(d, r)
	l.Price = o.price(d, r, l.Quantity)
	l.Discount = o.money(d, r, colLineDiscount)
	if compare, err := sheet.ParseMoney(o.cell(r, colCompareAt), o.point); err == nil {
		l.CompareAt = compare
	}
	if sheet.DamagedID(l.SKU) {
		d.warn(r.Row, colSKU, SpoiltID, "the SKU "+l.SKU+" was rounded by a spreadsheet and may stand for several; export again and do not open the file in a spreadsheet")
	}
	// Newer exports call a tip not_eligible, older ones pending.
	l.Tip = l.Name == "Tip" && !l.RequiresShipping && !l.Taxable
	d.Lines = append(d.Lines, l)
}

func (o *Orders) quantity(d *Order, r sheet.Record) model.Quantity {
	cell := o.cell(r, colQuantity)
	n, err := sheet.ParseInt(cell, o.point)
	switch {
	case err != nil:
		d.refuse(r.Row, colQuantity, BadQuantity, err.Error())
	case sheet.Blank(cell) || n < 0 || n > mostOfALine:
		d.refuse(r.Row, colQuantity, BadQuantity, strconv.Quote(cell)+" is not a number of pieces")
	default:
		return model.Quantity(n)
	}
	return 0
}

// price reads the price of a piece, of which the line has n.
func (o *Orders) price(d *Order, r sheet.Record, n model.Quantity) model.Amount {
	if sheet.Blank(o.cell(r, colPrice)) {
		d.refuse(r.Row, colPrice, BadAmount, "the line has no price")
		return 0
	}
	price := o.money(d, r, colPrice)
	if n > 0 && price.Abs() > largest/model.Amount(n) {
		d.refuse(r.Row, colPrice, BadAmount, "the line's price times its quantity is larger than any order")
		return 0
	}
	return price
}

// yes reads a yes-or-no column; missing or unreadable counts as yes, the
// careful answer for both shipping and tax.
func (o *Orders) yes(r sheet.Record, c column) bool {
	value, known := sheet.ParseBool(o.cell(r, c))
	return value || !known
}

// parseCountry takes the code Shopify writes, or a name where somebody changed it.
func parseCountry(cell string) (model.Country, bool) {
	if c := model.Country(cell); cell == "" || c.Valid() {
		return c, true
	}
	c, err := model.ParseCountry(cell)
	return c, err == nil
}
