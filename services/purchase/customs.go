package purchase

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/resources"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/taxrule"
)

// Customs is what a parcel that crosses a border of customs is declared with.
type Customs struct {
	Form     model.CustomsForm
	Why      FormChoice
	Incoterm model.Incoterm // DDP where the customer paid the duties in the shop
	IOSS     bool           // the merchant's IOSS number goes with the data
	Gaps     []string       // what is missing, a sentence each
	cures    []Facts        // where each of the first gaps is completed
}

// FormChoice is what decided between the forms.
type FormChoice struct {
	Worth    model.Amount // the value in special drawing rights
	RateDate model.Date   // of the exchange rate; "" when there was none
	Limit    FormLimit
}

// FormLimit says up to what a CN22 is enough: a dated rule of the Universal
// Postal Union.
type FormLimit struct {
	Value   model.Amount `json:"-"`
	Text    string       `json:"value"`
	Weight  int64        `json:"weight_g"`
	From    model.Date   `json:"from"`
	Source  string       `json:"source"`
	Checked model.Date   `json:"checked"`
}

// formLimits are the rules that come with the program, oldest first.
var formLimits = sync.OnceValues(func() ([]FormLimit, error) {
	var all []FormLimit
	if err := json.Unmarshal(resources.CustomsForms, &all); err != nil {
		return nil, err
	}
	for i := range all {
		v, err := model.ParseAmount(all[i].Text)
		if err != nil {
			return nil, err
		}
		all[i].Value = v
	}
	return all, nil
})

// limitOn is the rule of a day; the merchant's setting goes before its value.
func limitOn(q *gorm.DB, day model.Date) (FormLimit, error) {
	var limit FormLimit
	all, err := formLimits()
	if err != nil {
		return limit, err
	}
	for _, l := range all {
		if l.From <= day {
			limit = l
		}
	}
	own, err := setting.Value(q, setting.DocumentCN22)
	if err != nil || own == "" {
		return limit, err
	}
	limit.Source, limit.Checked = "setting "+string(setting.DocumentCN22), ""
	limit.Value, err = model.ParseAmount(own)
	return limit, err
}

// border decides what each order needs at customs.
type border struct {
	day   model.Date
	law   *taxrule.Set
	limit FormLimit
	rates *rate.Table
}

// iossArea is where the import one-stop shop holds.
const iossArea = "EU"

func openBorder(q *gorm.DB, day model.Date) (border, error) {
	b := border{day: day, rates: rate.NewTable(q)}
	var err error
	if b.law, err = taxrule.Load(q); err != nil {
		return b, err
	}
	b.limit, err = limitOn(q, day)
	return b, err
}

// fill fills in the customs of every order.
func (b *border) fill(p *Papers) error {
	for i := range p.Orders {
		o := &p.Orders[i]
		if !b.law.Crosses(p.Supplier.Country, o.ShipTo.Country, b.day) {
			continue
		}
		c, err := b.declare(p, o)
		if err != nil {
			return err
		}
		o.Customs = c
	}
	return nil
}

func (b *border) declare(p *Papers, o *Consignment) (*Customs, error) {
	c := &Customs{Incoterm: p.Seller.Incoterm}
	c.Gaps, c.cures = p.gaps(o)
	if o.DutiesPaid {
		c.Incoterm = model.DDP
	}
	if err := b.form(o, c); err != nil {
		return nil, err
	}
	var err error
	c.IOSS, err = b.takesIOSS(p, o)
	return c, err
}

// form chooses between CN22 and CN23. Without an exchange rate it is the CN23,
// which is right for any value.
func (b *border) form(o *Consignment, c *Customs) error {
	value := o.Value()
	r, err := b.rates.On(b.day, o.Currency, model.SDR)
	if model.CodeOf(err) == model.NotFound {
		c.Form = model.CN23
		c.Gaps = append(c.Gaps, fmt.Sprintf("Order %s: there is no exchange rate from %s to %s, so a CN23 is made, which holds for any value. Enter the rate of the IMF for that day or an earlier one.",
			o.Number, o.Currency, model.SDR))
		return nil
	}
	if err != nil {
		return err
	}
	worth, err := r.Convert(value)
	if err != nil {
		return err
	}
	grams, weighed := o.WeightG()
	c.Form = model.CN22
	if worth > b.limit.Value || weighed && grams > b.limit.Weight {
		c.Form = model.CN23
	}
	c.Why = FormChoice{worth, r.Date, b.limit}
	return nil
}

// takesIOSS tells whether the merchant's IOSS number goes with an order: it is
// sent into the EU from outside, and is worth no more than the scheme allows.
func (b *border) takesIOSS(p *Papers, o *Consignment) (bool, error) {
	limit, in, ok := b.law.SaleLimit(iossArea, b.day)
	if p.Seller.IOSS == "" || !ok || !b.law.Within(o.ShipTo.Country, iossArea, b.day) {
		return false, nil
	}
	r, err := b.rates.On(b.day, o.Currency, in)
	if model.CodeOf(err) == model.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	worth, err := r.Convert(o.Value())
	return worth <= limit, err
}

// Value is what the customer paid for the goods of the consignment, the value
// that is declared.
func (o *Consignment) Value() model.Amount { return o.Paid().Value() }

// Paid sums what the customer paid for all lines.
func (o *Consignment) Paid() model.Receipt {
	var sum model.Receipt
	for i := range o.Lines {
		sum = sum.Add(o.Lines[i].Paid)
	}
	return sum
}

// WeightG is the net weight in grams; false when that of a line is not known.
func (o *Consignment) WeightG() (int64, bool) {
	var sum int64
	for i := range o.Lines {
		g, known := o.Lines[i].NetG()
		if !known {
			return 0, false
		}
		sum += g
	}
	return sum, true
}

// NetG is the net weight of the pieces in grams, false when it is not known.
func (i *Item) NetG() (int64, bool) {
	if i.WeightG == nil || *i.WeightG == 0 {
		return 0, false
	}
	return *i.WeightG * int64(i.Quantity), true
}

// WarnPapers is the code of a warning about what the papers of customs lack.
const WarnPapers = "papers"

// Warnings lists what the papers of customs lack, for whoever approves. What all
// orders lack, such as a setting of the seller, is said with the first.
func (p *Papers) Warnings() []Warning {
	var all []Warning
	said := map[string]bool{}
	for i := range p.Orders {
		o := &p.Orders[i]
		if o.Customs == nil {
			continue
		}
		for i, gap := range o.Customs.Gaps {
			what := strings.TrimPrefix(gap, "Order "+o.Number+": ")
			if said[what] {
				continue
			}
			said[what] = true
			f := Facts{Cure: CureRates}
			if i < len(o.Customs.cures) {
				f = o.Customs.cures[i]
			}
			f.OrderID = o.ID
			all = append(all, Warning{Code: WarnPapers, Order: o.Number, Message: gap, Facts: f})
		}
	}
	return all
}

// gaps lists what a declaration lacks and whoever sends it has to find out, and
// with each where it is completed.
func (p *Papers) gaps(o *Consignment) (all []string, cures []Facts) {
	at := func(f Facts, format string, args ...any) {
		all, cures = append(all, "Order "+o.Number+": "+fmt.Sprintf(format, args...)), append(cures, f)
	}
	say := func(cure, format string, args ...any) { at(Facts{Cure: cure}, format, args...) }
	if p.Supplier.Country == "" {
		say(CureSupplier, "the country of %s is not known, so customs papers are made to be safe. Enter it for the supplier.", p.Supplier.Name)
	}
	if o.ShipTo.Country == "" {
		say(CureOrder, "the country of the customer is missing.")
	}
	if o.ShipTo.Phone == "" && o.ShipTo.Email == "" {
		say(CureOrder, "customs cannot reach the customer, because phone and e-mail are both missing.")
	}
	if missing := p.Seller.missing(); len(missing) > 0 {
		say(CureSettings, "the seller's %s missing. Enter it in the settings.", strings.Join(missing, ", ")+plural(len(missing), " is", " are"))
	}
	for i := range o.Lines {
		l := &o.Lines[i]
		if missing := l.missing(); len(missing) > 0 {
			at(Facts{Cure: CureProduct, SKU: l.SKU}, "the %s of %s %s missing. Enter it for the product.", strings.Join(missing, ", "), l.label(), plural(len(missing), "is", "are"))
		}
		if l.Paid.Value() <= 0 {
			say(CureOrder, "the customer paid nothing for %s, and customs asks for a value. Ask the carrier how to declare it.", l.label())
		}
	}
	return all, cures
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func (s *Seller) missing() []string {
	var all []string
	for _, f := range []struct{ what, value string }{
		{"name", s.Name}, {"address", s.Address1}, {"city", s.City}, {"country", s.Country}, {"name of who signs", s.Signer},
	} {
		if f.value == "" {
			all = append(all, f.what)
		}
	}
	return all
}

// leastDigits is how many digits of an HS code a declaration needs.
const leastDigits = 6

func (i *Item) missing() []string {
	var all []string
	if len(model.HSDigits(i.HS)) < leastDigits {
		all = append(all, "HS code (six digits or more)")
	}
	if i.Origin == "" {
		all = append(all, "country of origin")
	}
	if _, known := i.NetG(); !known {
		all = append(all, "weight")
	}
	return all
}

func (i *Item) label() string {
	if i.SKU != "" {
		return i.SKU
	}
	return i.Name
}
