package pricelist

import (
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

// Field is what a column of a supplier's list can mean.
type Field string

// The fields.
const (
	SKU         Field = "sku"          // the merchant's own
	SupplierSKU Field = "supplier_sku" // the supplier's
	Name        Field = "name"
	EAN         Field = "ean"
	Cost        Field = "cost" // a piece
	Currency    Field = "currency"
	Stock       Field = "stock" // free to order
	MOQ         Field = "moq"
	Multiple    Field = "multiple" // orders only in multiples of it
	ValidFrom   Field = "valid_from"
	ValidTo     Field = "valid_to"
	NoDrop      Field = "nodrop"   // yes where the article must not be dropshipped
	Supplier    Field = "supplier" // in lists of several suppliers
)

// Fields lists all fields in the order in which a person is asked for them.
var Fields = []Field{SupplierSKU, SKU, Name, EAN, Cost, Currency, Stock, MOQ, Multiple, ValidFrom, ValidTo, NoDrop, Supplier}

// Tier is a column with the piece price from a quantity on.
type Tier struct {
	sheet.Column
	From model.Quantity `json:"from"`
}

// Mapping says how a supplier's list is read. It is kept as JSON under its Key.
type Mapping struct {
	Key        string                 `json:"key"` // sheet.HeaderKey of the header it was made for
	Headless   bool                   `json:"headless,omitempty"`
	Fields     map[Field]sheet.Column `json:"fields"`
	Tiers      []Tier                 `json:"tiers,omitempty"`
	Decimal    sheet.Decimal          `json:"decimal"`
	Dates      sheet.DateOrder        `json:"dates,omitempty"`
	Currency   model.Currency         `json:"currency,omitempty"` // of prices that name none
	StockWords map[string]int64       `json:"stock_words"`        // pieces a word stands for; "" for a blank cell
}

// defaultWords are cautious: a supplier who only says yes may have one box left.
var defaultWords = map[int64][]string{
	10: {
		"yes", "y", "in stock", "instock", "available", "ok", "true", "ja", "j", "auf lager", "lieferbar", "verfügbar", "oui", "en stock",
		"disponible", "si", "sì", "sí", "disponibile", "op voorraad", "leverbaar", "tak", "dostępny", "w magazynie",
	},
	1: {"low", "low stock", "limited", "few left", "wenige", "geringer bestand", "stock faible", "pocas unidades", "ultimi pezzi", "weinig", "mało"},
	0: {
		"no", "n", "out of stock", "outofstock", "oos", "sold out", "unavailable", "false", "none", "nein", "nicht lieferbar", "ausverkauft",
		"nicht verfügbar", "non", "rupture", "épuisé", "agotado", "sin stock", "esaurito", "non disponibile", "nee", "uitverkocht", "nie", "brak", "discontinued",
	},
}

// DefaultStockWords returns the usual words for stock in seven languages with
// cautious quantities, for a person to change: 10 for in stock, 1 for low, 0 for out.
func DefaultStockWords() map[string]int64 {
	words := map[string]int64{}
	for quantity, list := range defaultWords {
		for _, w := range list {
			words[w] = quantity
		}
	}
	return words
}

// Validate refuses a mapping by which nothing could be read.
func (m Mapping) Validate() error {
	_, own := m.Fields[SKU]
	_, theirs := m.Fields[SupplierSKU]
	_, ean := m.Fields[EAN]
	_, cost := m.Fields[Cost]
	_, stock := m.Fields[Stock]
	switch {
	case !own && !theirs && !ean:
		return model.FieldErrorf("fields", "say which column identifies the articles: the supplier's number, your SKU or the EAN")
	case !cost && !stock && len(m.Tiers) == 0:
		return model.FieldErrorf("fields", "say which column holds the price or the stock")
	}
	for field, c := range m.Fields {
		if c.Index < 0 {
			return model.FieldErrorf("fields", "the column of %s has no position", field)
		}
	}
	for _, t := range m.Tiers {
		if t.From < 1 || t.Index < 0 {
			return model.FieldErrorf("tiers", "the price column %q needs the quantity from which it holds", t.Header)
		}
	}
	for word, n := range m.StockWords {
		if n < 0 {
			return model.FieldErrorf("stock_words", "%q cannot stand for %d pieces", word, n)
		}
	}
	return nil
}

// place is where the mapped columns stand in one file.
type place struct {
	fields map[Field]int
	tiers  []int
	row    int // of the header, 0 when headless
}

// locate looks for the row that carries the mapped headers. Columns may have
// moved; one without a header is trusted only where the whole header is as it was.
func (m Mapping) locate(src *sheet.Source) (place, error) {
	p := place{fields: map[Field]int{}}
	if m.Headless {
		for f, c := range m.Fields {
			p.fields[f] = c.Index
		}
		for _, t := range m.Tiers {
			p.tiers = append(p.tiers, t.Index)
		}
		return p, nil
	}
	header, ok := src.FindHeader(sheet.Layout{Required: m.headers()})
	if !ok {
		missing := strings.Join(header.Missing, "\", \"")
		return p, model.Errorf(model.Invalid, "%s lacks the columns \"%s\", so the supplier changed the list's layout: check the mapping", src.Path(), missing)
	}
	p.row = header.Row
	same := sheet.HeaderKey(header.Cells) == m.Key
	find := func(c sheet.Column) (int, error) {
		if name := sheet.Normalise(c.Header); name != "" {
			if c.Index < len(header.Cells) && sheet.Normalise(header.Cells[c.Index]) == name {
				return c.Index, nil // the second of two columns with one name stays the second
			}
			return header.Columns.Of(c.Header), nil
		}
		if !same {
			return 0, model.Errorf(model.Invalid, "%s: column %d has no header and the header has changed: check the mapping", src.Path(), c.Index+1)
		}
		return c.Index, nil
	}
	var err error
	for f, c := range m.Fields {
		if p.fields[f], err = find(c); err != nil {
			return p, err
		}
	}
	for _, t := range m.Tiers {
		i, err := find(t.Column)
		if err != nil {
			return p, err
		}
		p.tiers = append(p.tiers, i)
	}
	return p, nil
}

func (m Mapping) headers() []string {
	var names []string
	for _, f := range Fields {
		if c, ok := m.Fields[f]; ok && sheet.Normalise(c.Header) != "" {
			names = append(names, c.Header)
		}
	}
	for _, t := range m.Tiers {
		if sheet.Normalise(t.Header) != "" {
			names = append(names, t.Header)
		}
	}
	return names
}

// words returns the stock words with their keys normalised.
func (m Mapping) words() map[string]int64 {
	words := make(map[string]int64, len(m.StockWords))
	for w, n := range m.StockWords {
		words[sheet.Normalise(w)] = n
	}
	return words
}

// tierField stands for the column of a tier among the fields.
func tierField(t Tier) Field { return Field("tier " + t.Header) }

// what names the column of a field for a person, "" when it has none.
func (m Mapping) what(f Field) string {
	if tier, ok := strings.CutPrefix(string(f), "tier "); ok {
		return tier
	}
	return sheet.NameOf(m.Fields, f)
}
