package tracking

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

// Field is what a column of a file of tracking numbers can mean.
type Field string

// The fields.
const (
	Order     Field = "order"    // the merchant's order, or a purchase order's number
	Purchase  Field = "purchase" // the purchase order
	Number    Field = "tracking"
	Carrier   Field = "carrier"
	Shipped   Field = "shipped"
	Delivered Field = "delivered"
	SKU       Field = "sku" // without one all that is left of the order is meant
	Quantity  Field = "quantity"
	Status    Field = "status" // void and refunded labels are left out
)

// Fields lists all fields in the order in which a person is asked for them.
var Fields = []Field{Order, Purchase, Number, Carrier, Shipped, Delivered, SKU, Quantity, Status}

// Mapping says how a file is read. It is kept as JSON under its Key.
type Mapping struct {
	Key    string                 `json:"key"`
	Row    int                    `json:"-"` // of the header in this file
	Fields map[Field]sheet.Column `json:"fields"`
	Dates  sheet.DateOrder        `json:"dates,omitempty"`
}

// words are the headers by field, the surest first, as exports of forwarders,
// marketplaces and shops have them, in English, German, French, Spanish, Italian.
var words = map[Field][]string{
	Number: {
		"tracking number", "tracking no", "tracking code", "carrier tracking code", "tracking", "tracking id", "tracking numbers", "trackingnumber", "trackingnummer", "sendungsnummer",
		"sendungsverfolgungsnummer", "paketnummer", "numero de suivi", "numéro de suivi", "n° de suivi", "número de seguimiento", "numero di tracking", "waybill", "waybill number", "awb",
		"shipment number", "logistics number", "track number", "parcel number", "consignment number",
	},
	Purchase: {
		"purchase order", "purchase order number", "po number", "po", "po no", "po no.", "po #", "bestellnummer", "your reference", "ihre referenz", "customer po", "customer reference",
	},
	Order: {
		"order", "order number", "order no", "order no.", "order id", "order name", "ordernumber", "nr.order", "order #", "name", "customer order number", "store order number", "shop order",
		"order reference", "reference", "auftragsnummer", "auftrag", "numéro de commande", "numero de commande", "commande", "número de pedido", "pedido", "numero ordine", "ordine", "amazon-order-id",
		"sales record number", "merchant order id",
	},
	Carrier: {
		"carrier", "tracking company", "carrier name", "courier", "shipping company", "shipping carrier", "logistics company", "logistics", "versanddienstleister", "versender", "paketdienst", "transporteur", //nolint:misspell // French and German
		"transportista", "corriere", "shipping provider", "shipping method", "shipping service",
	},
	Shipped: {
		"ship date", "shipped", "shipped on", "shipped at", "shipped on date", "shipping date", "shipment date", "dispatch date", "date shipped", "fulfilled at", "versanddatum", "versendet am",
		"date d'expédition", "date d'expedition", "fecha de envío", "fecha de envio", "data spedizione", "sent on", "delivery note date",
	},
	Delivered: {"delivered", "delivered on", "delivered at", "delivery date", "date delivered", "zustelldatum", "zugestellt am", "date de livraison", "fecha de entrega", "data consegna"},
	SKU:       {"sku", "lineitem sku", "custom label", "item sku", "product sku", "seller sku", "artikelnummer", "article", "item number", "variant sku", "référence", "referencia", "codice articolo"},
	Quantity:  {"quantity", "qty", "lineitem quantity", "product count", "pieces", "menge", "anzahl", "stück", "quantité", "cantidad", "quantità", "quantity shipped"},
	Status:    {"status", "shipment status", "tracking status", "delivery status", "sendungsstatus", "statut", "estado", "stato"},
}

// vocabulary is made of the words.
var vocabulary = sync.OnceValue(func() sheet.Vocabulary[Field] { return sheet.NewVocabulary(words) })

// narrowest lists the fields as they choose their columns: a number of the order
// may also be that of the purchase order.
var narrowest = []Field{Number, Purchase, Order, Carrier, Shipped, Delivered, SKU, Quantity, Status}

// ProposeFor finds the header of an opened file and proposes its mapping. It
// takes no records from the source.
func ProposeFor(src *sheet.Source) Mapping {
	header, columns := vocabulary().Header(src.Head(), narrowest)
	m := Mapping{Row: header.Row, Key: sheet.HeaderKey(header.Cells), Fields: columns}
	if _, ok := m.Fields[Number]; !ok {
		m.findNumbers(src, header.Cells)
	}
	m.Dates = sheet.DetectDateOrder(sheet.HeadOf(src, m.Row, m.Fields, Shipped, Delivered))
	return m
}

// findNumbers takes the column whose values most look like tracking numbers:
// merchants keep them under words such as Status.
func (m *Mapping) findNumbers(src *sheet.Source, header []string) {
	for i, title := range header {
		words := sheet.HeaderWords(title)
		if words == "" || strings.Contains(words, "barcode") || strings.Contains(words, "ean") || m.means(i) {
			continue
		}
		filled, like := 0, 0
		src.EachOfHead(m.Row, func(r sheet.Record) {
			if cell := r.Cell(i); !sheet.Blank(cell) {
				filled++
				if all := Split(cell); len(all) > 0 && numberLike(all[0]) {
					like++
				}
			}
		})
		if filled >= 3 && like*10 >= filled*7 {
			m.Fields[Number] = sheet.ColumnOf(header, i)
			delete(m.Fields, Status)
			return
		}
	}
}

// means tells whether a column has a meaning that it keeps.
func (m *Mapping) means(column int) bool {
	for f, c := range m.Fields {
		if c.Index == column && f != Status {
			return true
		}
	}
	return false
}

// numberLike tells whether a text could be a tracking number: eight characters or
// more, letters and digits, most of them digits.
func numberLike(s string) bool {
	digits, others := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r) && r < unicode.MaxASCII:
			others++
		default:
			return false
		}
	}
	return digits+others >= 8 && digits > others
}

// Split takes a cell apart that holds several tracking numbers. An address of a
// page is none, and no part of it is one.
func Split(cell string) []string {
	var all []string
	if cell = sheet.CleanText(cell); sheet.DamagedID(cell) || strings.Contains(cell, "://") {
		return []string{cell}
	}
	for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("+,;|\n/", r) }) {
		if part = strings.TrimSpace(part); part != "" && !slices.Contains(all, part) {
			all = append(all, part)
		}
	}
	return all
}

// Validate refuses a mapping by which nothing could be read.
func (m Mapping) Validate() error {
	_, number := m.Fields[Number]
	_, order := m.Fields[Order]
	_, purchase := m.Fields[Purchase]
	switch {
	case !number:
		return model.FieldErrorf("map", "Say which column holds the tracking numbers")
	case !order && !purchase:
		return model.FieldErrorf("map", "Say which column holds the numbers of orders or of purchase orders")
	}
	return nil
}
