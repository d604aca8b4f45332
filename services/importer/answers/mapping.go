package answers

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

// Field is what a column of a file of acknowledgements can mean.
type Field string

// The fields.
const (
	Purchase    Field = "purchase"
	SKU         Field = "sku" // the merchant's
	SupplierSKU Field = "supplier_sku"
	Quantity    Field = "quantity" // that comes
	Backorder   Field = "backorder"
	Price       Field = "price"
	Currency    Field = "currency" // of the price
	ShipDate    Field = "ship_date"
	Status      Field = "status"
	Reason      Field = "reason"
	Reference   Field = "reference" // the supplier's own order number
	Date        Field = "date"      // of the answer
)

// Fields lists all fields in the order in which a person is asked for them.
var Fields = []Field{Purchase, SKU, SupplierSKU, Quantity, Backorder, Price, Currency, ShipDate, Status, Reason, Reference, Date}

// Mapping says how a file is read. It is kept as JSON under its Key.
type Mapping struct {
	Key     string                 `json:"key"`
	Row     int                    `json:"-"` // of the header in this file
	Fields  map[Field]sheet.Column `json:"fields"`
	Decimal sheet.Decimal          `json:"decimal,omitempty"`
	Dates   sheet.DateOrder        `json:"dates,omitempty"`
}

// sure are the headers that only a file of acknowledgements has; they go before
// words, those that other files have too.
var sure = map[Field][]string{
	Quantity: {
		"confirmed quantity", "confirmed qty", "quantity confirmed", "qty confirmed", "confirmed", "accepted quantity", "accepted qty", "quantity accepted", "acknowledged quantity", "acknowledged qty",
		"qty acknowledged", "bestätigte menge", "menge bestätigt", "bestätigt", "quantité confirmée", "cantidad confirmada", "quantità confermata", "available to ship", "will ship",
	},
	Backorder: {
		"backorder", "back order", "backordered", "backorder qty", "backorder quantity", "backordered qty", "qty backordered", "rückstand", "rückstandsmenge", "reliquat", "pendiente", "quantità in arretrato",
	},
	Price:    {"confirmed price", "price confirmed", "acknowledged price", "bestätigter preis", "prix confirmé", "precio confirmado", "prezzo confermato"},
	ShipDate: {"confirmed ship date", "confirmed date", "confirmed delivery date", "bestätigter liefertermin", "bestätigtes versanddatum", "date d'expédition confirmée", "fecha de envío confirmada", "data spedizione confermata"},
	Status: {
		"acknowledgement status", "acknowledgment status", "ack status", "confirmation status", "acceptance", "acknowledgement", "acknowledgment", "line status", "bestätigungsstatus", "acknowledgement code", "ack code",
	},
	Reason: {"refusal reason", "reason for refusal", "rejection reason", "reject reason", "ablehnungsgrund", "motif de refus", "motivo de rechazo", "motivo del rifiuto"},
}

// words are the headers by field, the surest first, as exports of suppliers have
// them, in English, German, French, Spanish, Italian. A file with one number of the
// article, "SKU", may mean the supplier's or the merchant's: the book knows both.
var words = map[Field][]string{
	Purchase: {
		"purchase order", "purchase order number", "purchase order no", "purchase order no.", "po number", "po no", "po no.", "po #", "po", "customer po", "customer po number", "your order number", "your order", "your po",
		"your reference", "customer reference", "customer order number", "bestellnummer", "ihre bestellnummer", "ihre bestellung", "ihre referenz", "kundenbestellnummer", "numéro de commande", "votre commande", "votre référence",
		"número de pedido", "su pedido", "su referencia", "numero ordine", "vostro ordine", "vostro riferimento",
	},
	SKU: {
		"your sku", "customer sku", "buyer sku", "your item number", "customer item number", "buyer part number", "customer part number", "ihre artikelnummer", "kundenartikelnummer", "votre référence article", "su código", "vostro codice",
		"sku",
	},
	SupplierSKU: {
		"supplier sku", "vendor sku", "our sku", "our item number", "supplier item number", "vendor item number", "vendor part number", "supplier part number", "item number", "item no", "item no.", "item code", "item", "article number",
		"article", "part number", "product code", "unsere artikelnummer", "lieferantenartikelnummer", "artikelnummer", "artikel-nr.", "référence", "code article", "referencia", "código", "codice articolo", "codice",
	},
	Quantity: {"quantity", "qty", "pieces", "menge", "anzahl", "stück", "quantité", "cantidad", "quantità"},
	Price:    {"unit price", "price", "net price", "price each", "unit cost", "einzelpreis", "preis", "stückpreis", "nettopreis", "prix unitaire", "prix", "precio unitario", "precio", "prezzo unitario", "prezzo"},
	Currency: {"currency", "währung", "devise", "moneda", "valuta"},
	ShipDate: {
		"ship date", "expected ship date", "estimated ship date", "promised ship date", "planned ship date", "shipping date", "dispatch date", "promised date", "available date", "availability date", "eta", "versanddatum", "liefertermin",
		"lieferdatum", "voraussichtliches versanddatum", "date d'expédition", "date de livraison prévue", "fecha de envío", "fecha prevista", "data spedizione", "data prevista",
	},
	Status:    {"status", "statut", "estado", "stato"},
	Reason:    {"reason", "reason code", "comment", "comments", "remark", "remarks", "note", "notes", "grund", "bemerkung", "hinweis", "motif", "remarque", "motivo", "observaciones", "nota"},
	Reference: {"order confirmation", "confirmation number", "our reference", "supplier order number", "supplier order no", "sales order", "sales order number", "vendor order number", "auftragsnummer", "auftragsbestätigung", "unsere referenz", "notre référence", "nuestra referencia", "nostro riferimento"},
	Date:      {"acknowledgement date", "acknowledgment date", "acknowledged on", "confirmation date", "confirmed on", "date of confirmation", "bestätigungsdatum", "bestätigt am", "date de confirmation", "fecha de confirmación", "data conferma"},
}

// travels are parts of headers under which tracking numbers stand.
var travels = []string{"track", "sendung", "paketnummer", "suivi", "seguimiento", "waybill", "awb", "consignment"}

// vocabulary has the sure headers in its first list.
var vocabulary = sync.OnceValue(func() sheet.Vocabulary[Field] { return sheet.NewVocabulary(sure, words) })

// ProposeFor finds the header of an opened file and proposes its mapping. It
// takes no records from the source.
func ProposeFor(src *sheet.Source) Mapping {
	header, columns := vocabulary().Header(src.Head(), Fields)
	m := Mapping{Row: header.Row, Key: sheet.HeaderKey(header.Cells), Fields: columns}
	m.Decimal = sheet.DetectDecimal(sheet.HeadOf(src, m.Row, m.Fields, Price))
	m.Dates = sheet.DetectDateOrder(sheet.HeadOf(src, m.Row, m.Fields, ShipDate, Date))
	return m
}

// Recognised tells whether a file can be nothing but one of acknowledgements: it
// names purchase orders, has a column that only such files have, and tells no
// tracking numbers.
func Recognised(src *sheet.Source) bool {
	m := ProposeFor(src)
	if m.Validate() != nil {
		return false
	}
	certain := false
	for f, c := range m.Fields {
		certain = certain || vocabulary().List(f, c.Header) == 0
	}
	return certain && !tracks(src, m.Row)
}

// ours is how the book numbers purchase orders.
var ours = regexp.MustCompile(`^(?i)PO-\d{6,}$`)

// Names tells whether a file names purchase orders of the book in its first rows.
func Names(src *sheet.Source) bool {
	m := ProposeFor(src)
	return slices.ContainsFunc(sheet.HeadOf(src, m.Row, m.Fields, Purchase), func(cell string) bool { return ours.MatchString(strings.TrimSpace(cell)) })
}

// tracks tells whether a file has tracking numbers in its first rows.
func tracks(src *sheet.Source, row int) bool {
	var at []int
	for _, r := range src.Head() {
		for i, cell := range r.Cells {
			switch {
			case r.Row == row && slices.ContainsFunc(travels, func(w string) bool { return strings.Contains(sheet.HeaderWords(cell), w) }):
				at = append(at, i)
			case r.Row > row && slices.Contains(at, i) && !sheet.Blank(cell):
				return true
			}
		}
	}
	return false
}

// Validate refuses a mapping by which nothing could be read.
func (m Mapping) Validate() error {
	has := func(all ...Field) bool {
		return slices.ContainsFunc(all, func(f Field) bool { _, ok := m.Fields[f]; return ok })
	}
	switch {
	case !has(Purchase):
		return model.FieldErrorf("map", "Say which column holds the numbers of purchase orders")
	case !has(Quantity, Backorder, Price, ShipDate, Status, Reference):
		return model.FieldErrorf("map", "Say which column holds what the supplier answers: the confirmed quantity, the price, the ship date or the status")
	case has(Quantity, Backorder, Price) && !has(SKU, SupplierSKU):
		return model.FieldErrorf("map", "Say which column holds the SKU, yours or the supplier's")
	}
	return nil
}
