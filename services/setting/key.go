package setting

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
)

// Key names a setting.
type Key string

// The settings of a book.
const (
	BookName         Key = "book.name"
	BookCurrency     Key = "book.currency"
	BookCountry      Key = "book.country"
	Recognition      Key = "books.recognition"
	MerchantName     Key = "merchant.name"
	MerchantAddress1 Key = "merchant.address1"
	MerchantAddress2 Key = "merchant.address2"
	MerchantCity     Key = "merchant.city"
	MerchantZip      Key = "merchant.zip"
	MerchantCountry  Key = "merchant.country"
	MerchantEmail    Key = "merchant.email"
	MerchantPhone    Key = "merchant.phone"
	ForwardFolder    Key = "forward.folder"
	StockMaxAge      Key = "routing.stock_max_age_days"
	MarginFloor      Key = "routing.margin_floor"
	SplitCost        Key = "routing.split_cost"
	LateDayCost      Key = "routing.late_day_cost"
	ConversionCost   Key = "routing.conversion_percent"
	PurchasePrefix   Key = "purchase.prefix"
	AnswerDays       Key = "attention.answer_days"
	TrackingDays     Key = "attention.tracking_days"
	MovementDays     Key = "attention.movement_days"
	VerifyDays       Key = "attention.verify_days"
	PromiseHandling  Key = "promise.handling_days"
	PromiseFast      Key = "promise.transit_days"
	PromiseSlow      Key = "promise.transit_days_most"
	PromiseBuffer    Key = "promise.buffer_days"
	TaxVAT           Key = "tax.vat_number"
	TaxEORI          Key = "tax.eori_number"
	TaxIOSS          Key = "tax.ioss_number"
	DocumentBrand    Key = "documents.brand"
	DocumentLanguage Key = "documents.language"
	DocumentPaper    Key = "documents.paper"
	DocumentIncoterm Key = "documents.incoterm"
	DocumentSigner   Key = "documents.signer"
	DocumentCN22     Key = "documents.cn22_limit"
)

// Kind says how a setting is entered.
type Kind string

// The kinds of settings.
const (
	Text     Kind = "text"
	Email    Kind = "email"
	Country  Kind = "country"
	Currency Kind = "currency"
	Choice   Kind = "choice"
	Number   Kind = "number"
	Folder   Kind = "folder"
	Percent  Kind = "percent" // 0 to 100, "" for none
	Amount   Kind = "amount"  // of the home currency, "" for none
)

// Definition says what a setting is: its key, a label for forms, what it does
// in plain words, how it is entered and what holds while nothing was set.
type Definition struct {
	Key     Key      `json:"key"`
	Label   string   `json:"label"`
	Help    string   `json:"help"`
	Kind    Kind     `json:"kind"`
	Default string   `json:"default"`
	Choices []string `json:"choices,omitempty"` // for Choice

	low, high int  // for Number
	needed    bool // must not be set to nothing
}

// definitions is the one table of settings, in the order in which a person would
// fill them in.
var definitions = slices.Concat(businessDefinitions, stockingDefinitions, vettingDefinitions, mailDefinitions)

var businessDefinitions = []Definition{
	{
		Key: BookName, Label: "Name of the book", Kind: Text, needed: true,
		Help: "Shown in the title of the window and on reports.",
	},
	{
		Key: BookCurrency, Label: "Home currency", Kind: Currency, needed: true,
		Help: "The currency the books are kept in. It is fixed once anything is posted.",
	},
	{
		Key: BookCountry, Label: "Home country", Kind: Country,
		Help: "The country the business is based in.",
	},
	{
		Key: Recognition, Label: "Revenue counts when", Kind: Choice, Choices: []string{"capture"}, Default: "capture", needed: true,
		Help: "The moment a sale enters the books: capture is the day the customer's money is taken.",
	},
	{
		Key: MerchantName, Label: "Your business name", Kind: Text,
		Help: "Printed on purchase orders, and as the sender on packing slips.",
	},
	{
		Key: MerchantAddress1, Label: "Address", Kind: Text,
		Help: "First line of the return address on packing slips and purchase orders.",
	},
	{
		Key: MerchantAddress2, Label: "Address, second line", Kind: Text,
		Help: "Second line of the return address; may stay empty.",
	},
	{
		Key: MerchantCity, Label: "City", Kind: Text,
		Help: "City of the return address.",
	},
	{
		Key: MerchantZip, Label: "Postal code", Kind: Text,
		Help: "Postal code of the return address.",
	},
	{
		Key: MerchantCountry, Label: "Country of the address", Kind: Country,
		Help: "Country of the return address.",
	},
	{
		Key: MerchantEmail, Label: "E-mail address", Kind: Email,
		Help: "Where suppliers reach you; printed on purchase orders.",
	},
	{
		Key: MerchantPhone, Label: "Phone", Kind: Text,
		Help: "Where suppliers reach you; printed on purchase orders.",
	},
	{
		Key: ForwardFolder, Label: "Folder for purchase orders", Kind: Folder,
		Help: "Where the files for suppliers are written when no other folder is named.",
	},
	{
		Key: StockMaxAge, Label: "Trust a stock count for", Kind: Number, Default: "14", low: 0, high: 3650, needed: true,
		Help: "In days. An older stock count says nothing any more when a supplier is chosen.",
	},
	{
		Key: MarginFloor, Label: "Margin floor", Kind: Percent,
		Help: "In percent of net revenue. An order whose CM2 is lower is held when it is routed, so that a person looks at it. Empty for none.",
	},
	{
		Key: SplitCost, Label: "Cost of a second parcel", Kind: Amount,
		Help: "In your home currency. What it costs you when another supplier sends a part of an order. It counts when suppliers are compared; empty for nothing.",
	},
	{
		Key: LateDayCost, Label: "Cost of a late day", Kind: Amount,
		Help: "In your home currency. What a day after the promised delivery costs you in refunds, answers and goodwill. It counts when suppliers are compared; empty for nothing.",
	},
	{
		Key: ConversionCost, Label: "Cost of paying in another currency", Kind: Percent,
		Help: "In percent. What your bank or payment service takes when you pay a supplier in another currency than yours. Empty for nothing.",
	},
	{
		Key: PurchasePrefix, Label: "Start of purchase order numbers", Kind: Text, Default: "PO-",
		Help: "Put before the running number of each new purchase order.",
	},
	{
		Key: TaxVAT, Label: "VAT number", Kind: Text,
		Help: "Printed on commercial invoices, such as DE123456789.",
	},
	{
		Key: TaxEORI, Label: "EORI number", Kind: Text,
		Help: "Your number with customs in the EU or the UK. Printed on commercial invoices and customs declarations.",
	},
	{
		Key: TaxIOSS, Label: "IOSS number", Kind: Text,
		Help: "Your number in the import one-stop shop of the EU. It is given only where the parcel goes to the EU and its value allows it.",
	},
	{
		Key: DocumentBrand, Label: "Name your customers know", Kind: Text,
		Help: "Printed on packing slips. Empty for your business name.",
	},
	{
		Key: DocumentLanguage, Label: "Language of documents", Kind: Choice, Choices: []string{"en", "de", "fr", "es", "it", "nl", "pl", "zh"}, Default: "en", needed: true,
		Help: "Packing slips and customs documents are in English and in this language. Purchase orders are in the supplier's language.",
	},
	{
		Key: DocumentPaper, Label: "Paper of documents", Kind: Choice, Choices: []string{"auto", "A4", "Letter"}, Default: "auto", needed: true,
		Help: "auto takes the paper usual in the supplier's country, for the supplier prints them.",
	},
	{
		Key: DocumentIncoterm, Label: "Delivery term", Kind: Choice, Choices: model.Incoterms(), Default: string(model.DAP), needed: true,
		Help: "The Incoterm on commercial invoices. Where the customer paid the duties in your shop, DDP is taken.",
	},
	{
		Key: DocumentSigner, Label: "Who signs customs documents", Kind: Text,
		Help: "Name of the employee who knows the sale and is responsible for the commercial invoice.",
	},
	{
		Key: DocumentCN22, Label: "CN22 up to", Kind: Number, low: 1, high: 100_000,
		Help: "In special drawing rights (XDR). Up to this value a light parcel is declared on a CN22, above it on a CN23. Empty for the limit of the Universal Postal Union that comes with the program.",
	},
	{
		Key: AnswerDays, Label: "A supplier confirms within", Kind: Number, Default: "2", low: 0, high: 365, needed: true,
		Help: "In days. A purchase order that was not confirmed by then needs attention.",
	},
	{
		Key: TrackingDays, Label: "A tracking number comes within", Kind: Number, Default: "7", low: 0, high: 365, needed: true,
		Help: "In days after the purchase order left. Without a number by then it needs attention.",
	},
	{
		Key: MovementDays, Label: "A parcel moves within", Kind: Number, Default: "7", low: 0, high: 365, needed: true,
		Help: "In days. A parcel of which nothing was heard for longer needs attention.",
	},
	{
		Key: VerifyDays, Label: "Ask after a delivery once", Kind: Number, Default: "3", low: 0, high: 365, needed: true,
		Help: "In days. So long after a delivery the parcel comes up, to verify that all is well with the customer; 0 for never.",
	},
	{
		Key: PromiseHandling, Label: "Promise: days to dispatch", Kind: Number, Default: "2", low: 0, high: 365, needed: true,
		Help: "Working days that customers are told where no supplier's offer says how long it takes.",
	},
	{
		Key: PromiseFast, Label: "Promise: days on the way", Kind: Number, Default: "7", low: 0, high: 365, needed: true,
		Help: "Days from dispatch to the door that customers are told at the least where no offer says them.",
	},
	{
		Key: PromiseSlow, Label: "Promise: days on the way at most", Kind: Number, Default: "14", low: 0, high: 365, needed: true,
		Help: "Days from dispatch to the door that customers are told at the most where no offer says them.",
	},
	{
		Key: PromiseBuffer, Label: "Promise: days to spare", Kind: Number, Default: "0", low: 0, high: 365, needed: true,
		Help: "Added to the days on the way in every promise to a customer.",
	},
}

// clean checks a value by its setting's kind and returns it in its one form.
func (d *Definition) clean(value string) (string, error) {
	if d.Kind == Folder { // a path is kept byte for byte
		if strings.ContainsFunc(value, unicode.IsControl) {
			return "", d.wrong("%q has characters that cannot be printed", value)
		}
		return value, nil
	}
	is := map[Kind]string{Email: "email", Country: "country", Currency: "currency"}[d.Kind]
	v, err := record.Text(is, value)
	if err != nil {
		return "", d.wrong(err.Error())
	}
	if v == "" {
		if d.needed {
			return "", d.wrong("it must not be empty")
		}
		return "", nil
	}
	switch d.Key {
	case StockRegions:
		return d.regions(v)
	case StockService:
		return d.service(v)
	}
	switch d.Kind {
	case Number:
		return d.number(v)
	case Percent:
		return d.percent(v)
	case Amount:
		return d.amount(v)
	case Choice:
		i := slices.IndexFunc(d.Choices, func(c string) bool { return strings.EqualFold(c, v) })
		if i < 0 {
			return "", d.wrong("%q is not possible: it can be %s", v, strings.Join(d.Choices, ", "))
		}
		return d.Choices[i], nil
	}
	return v, nil
}

func (d *Definition) number(v string) (string, error) {
	n, err := strconv.Atoi(v)
	if err != nil || n < d.low || n > d.high {
		return "", d.wrong("%q is not a whole number from %d to %d", v, d.low, d.high)
	}
	return strconv.Itoa(n), nil
}

func (d *Definition) percent(v string) (string, error) {
	p, err := model.ParsePercent(v)
	if err != nil || p.IsNegative() || p.GreaterThan(decimal.NewFromInt(100)) {
		return "", d.wrong("%q is not a percentage from 0 to 100", v)
	}
	return p.String(), nil
}

func (d *Definition) amount(v string) (string, error) {
	a, err := model.ParseAmount(v)
	if err != nil || a < 0 || a > 1_000_000*model.Unit {
		return "", d.wrong("%q is not an amount such as 2.50", v)
	}
	return a.String(), nil
}

func (d *Definition) wrong(format string, args ...any) error {
	return model.FieldErrorf(string(d.Key), "Setting "+string(d.Key)+": "+format, args...)
}
