package shopify

import (
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

type column int

const (
	colName column = iota
	colEmail
	colPayment
	colPaid
	colFulfilment
	colFulfilled
	colMarketing
	colCurrency
	colSubtotal
	colShipping
	colTaxes
	colTotal
	colDiscountCode
	colDiscount
	colShippingMethod
	colCreated
	colQuantity
	colLineName
	colPrice
	colCompareAt
	colSKU
	colShippable
	colTaxable
	colLineStatus
	colNotes
	colNoteAttributes
	colCanceled
	colPaymentMethod
	colPaymentReference
	colPaymentReferences
	colPaymentID
	colPaymentTerms
	colRefunded
	colVendor
	colOutstanding
	colLocation
	colID
	colTags
	colRisk
	colSource
	colLineDiscount
	colPhone
	colDuties
	colTax1Name // five pairs of name and value follow
	colTax1Value
	colTax2Name
	colTax2Value
	colTax3Name
	colTax3Value
	colTax4Name
	colTax4Value
	colTax5Name
	colTax5Value
	colBilling // ten columns of an address follow
	colShipTo  = colBilling + addressColumns
	columns    = colShipTo + addressColumns
)

// The columns of an address, counted from colBilling or colShipTo.
const (
	addrName column = iota
	addrCompany
	addrAddress1
	addrAddress2
	addrCity
	addrZip
	addrProvince
	addrProvinceName
	addrCountry
	addrPhone
	addressColumns
)

var columnNames = [columns]string{
	"Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Accepts Marketing", "Currency",
	"Subtotal", "Shipping", "Taxes", "Total", "Discount Code", "Discount Amount", "Shipping Method", "Created at",
	"Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem compare at price", "Lineitem sku",
	"Lineitem requires shipping", "Lineitem taxable", "Lineitem fulfillment status", "Notes", "Note Attributes",
	"Cancelled at", "Payment Method", "Payment Reference", "Payment References", "Payment ID", "Payment Terms Name",
	"Refunded Amount", "Vendor", "Outstanding Balance", "Location", "Id", "Tags", "Risk Level", "Source",
	"Lineitem discount", "Phone", "Duties",
	"Tax 1 Name", "Tax 1 Value", "Tax 2 Name", "Tax 2 Value", "Tax 3 Name", "Tax 3 Value",
	"Tax 4 Name", "Tax 4 Value", "Tax 5 Name", "Tax 5 Value",
	"Billing Name", "Billing Company", "Billing Address1", "Billing Address2", "Billing City",
	"Billing Zip", "Billing Province", "Billing Province Name", "Billing Country", "Billing Phone",
	"Shipping Name", "Shipping Company", "Shipping Address1", "Shipping Address2", "Shipping City",
	"Shipping Zip", "Shipping Province", "Shipping Province Name", "Shipping Country", "Shipping Phone",
}

// recognised are the columns by which the export is known; required are those
// without which an order could only be booked in part.
var (
	recognised = names(colName, colLineName, colQuantity, colCreated)
	required   = names(colName, colCreated, colPayment, colCurrency, colSubtotal, colShipping, colTaxes, colTotal,
		colDiscount, colQuantity, colLineName, colPrice)
)

func names(cols ...column) []string {
	list := make([]string, len(cols))
	for i, c := range cols {
		list[i] = columnNames[c]
	}
	return list
}

// Recognises tells whether a header is that of an orders export, complete or not.
func Recognises(header []string) bool {
	return len(sheet.NewColumns(header).Missing(recognised)) == 0
}

// OrdersLayout describes the orders export for sheet.FindHeader.
func OrdersLayout() sheet.Layout {
	return sheet.Layout{Name: "shopify-orders", Required: recognised, Optional: columnNames[:]}
}

// findColumns locates every column by name, -1 where the export lacks it.
func findColumns(src *sheet.Source) (at [columns]int, header sheet.Header, err error) {
	header, ok := src.FindHeader(OrdersLayout())
	if !ok {
		return at, header, model.Errorf(model.Invalid, "%s is not a Shopify orders export: its header lacks %s", src.Path(), strings.Join(header.Missing, ", "))
	}
	if missing := header.Columns.Missing(required); len(missing) > 0 {
		return at, header, model.Errorf(model.Invalid, "%s lacks the columns %s, without which orders would be booked in part: export the orders again from Shopify with all columns", src.Path(), strings.Join(missing, ", "))
	}
	for c, name := range columnNames {
		at[c] = header.Columns.Of(name)
	}
	return at, header, nil
}
