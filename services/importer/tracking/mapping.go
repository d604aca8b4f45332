package tracking

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
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

// Column says where a field stands: by header, and where that is empty by
// position, counted from 0.
type Column struct {
	Header string `json:"header"`
	Index  int    `json:"index"`
}

// Mapping says how a file is read. It is kept as JSON under its Key.
type Mapping struct {
	Key    string           `json:"key"`
	Row    int              `json:"-"` // of the header in this file
	Fields map[Field]Column `json:"fields"`
	Dates  sheet.DateOrder  `json:"dates,omitempty"`
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

// normal is a header as words are compared: underscores and hyphens are blanks.
func normal(cell string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("_", " ", "-", " ").Replace(sheet.Normalise(cell))), " ")
}

// HeaderKey returns what a mapping is remembered by.
func HeaderKey(header []string) string {
	cells := make([]string, len(header))
	for i, c := range header {
		cells[i] = sheet.Normalise(c)
	}
	sum := sha256.Sum256([]byte(strings.Join(cells, "\x1f")))
	return hex.EncodeToString(sum[:12])
}

// ProposeFor finds the header of an opened file and proposes its mapping. It
// takes no records from the source.
func ProposeFor(src *sheet.Source) Mapping {
	header, row := Header(src.Head())
	var sample [][]string
	for _, r := range src.Head() {
		if r.Row > row {
			sample = append(sample, r.Cells)
		}
	}
	m := propose(header, sample)
	m.Row = row
	return m
}

// Header is the row of the first records that has most known words, the first
// row where none has any.
func Header(records []sheet.Record) (header []string, row int) {
	best := 0
	for i, r := range records {
		n := len(named(r.Cells))
		if i == 0 || n > best {
			best, header, row = n, r.Cells, r.Row
		}
	}
	return header, row
}

// named finds the columns of a header by their words; the surest word of a field
// wins, and a column has one meaning.
func named(header []string) map[Field]Column {
	found := map[Field]Column{}
	taken := map[int]bool{}
	for _, f := range []Field{Number, Purchase, Order, Carrier, Shipped, Delivered, SKU, Quantity, Status} {
		best := -1
		rank := len(words[f])
		for i, cell := range header {
			if n := slices.Index(words[f], normal(cell)); n >= 0 && n < rank && !taken[i] {
				best, rank = i, n
			}
		}
		if best >= 0 {
			found[f] = Column{strings.TrimSpace(strings.TrimPrefix(header[best], "\uFEFF")), best}
			taken[best] = true
		}
	}
	return found
}

func propose(header []string, sample [][]string) Mapping {
	m := Mapping{Key: HeaderKey(header), Fields: named(header)}
	if _, ok := m.Fields[Number]; !ok {
		if i := looksLikeNumbers(header, sample, m.Fields); i >= 0 {
			m.Fields[Number] = Column{strings.TrimSpace(header[i]), i}
			delete(m.Fields, Status)
		}
	}
	var days []string
	for _, f := range []Field{Shipped, Delivered} {
		if c, ok := m.Fields[f]; ok {
			for _, r := range sample {
				if c.Index < len(r) {
					days = append(days, r[c.Index])
				}
			}
		}
	}
	m.Dates = sheet.DetectDateOrder(days)
	return m
}

// looksLikeNumbers is the column whose values most look like tracking numbers, -1
// for none: merchants keep them under words such as Status.
func looksLikeNumbers(header []string, sample [][]string, taken map[Field]Column) int {
	for i := range header {
		free := true
		for f, c := range taken {
			free = free && (c.Index != i || f == Status)
		}
		filled, like := 0, 0
		for _, r := range sample {
			if i >= len(r) || sheet.Blank(r[i]) {
				continue
			}
			filled++
			if all := Split(r[i]); len(all) > 0 && numberLike(all[0]) {
				like++
			}
		}
		if free && filled >= 3 && like*10 >= filled*7 && header[i] != "" && !strings.Contains(normal(header[i]), "barcode") && !strings.Contains(normal(header[i]), "ean") {
			return i
		}
	}
	return -1
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

// Split takes a cell apart that holds several tracking numbers.
func Split(cell string) []string {
	var all []string
	if sheet.DamagedID(cell) {
		return []string{sheet.CleanText(cell)}
	}
	for _, part := range strings.FieldsFunc(sheet.CleanText(cell), func(r rune) bool { return strings.ContainsRune("+,;|\n/", r) }) {
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
