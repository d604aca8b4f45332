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
	PurchasePrefix   Key = "purchase.prefix"
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

// definitions is the one table of settings.
var definitions = []Definition{
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
		Key: PurchasePrefix, Label: "Start of purchase order numbers", Kind: Text, Default: "PO-",
		Help: "Put before the running number of each new purchase order.",
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
	switch d.Kind {
	case Number:
		return d.number(v)
	case Percent:
		return d.percent(v)
	case Choice:
		if !slices.Contains(d.Choices, v) {
			return "", d.wrong("%q is not possible: it can be %s", v, strings.Join(d.Choices, ", "))
		}
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

func (d *Definition) wrong(format string, args ...any) error {
	return model.FieldErrorf(string(d.Key), "Setting "+string(d.Key)+": "+format, args...)
}
