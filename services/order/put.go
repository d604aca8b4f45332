package order

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/shop"
	"github.com/dropledger/dropledger/services/store"
)

// Kind is the kind of record in messages and in the history.
const Kind = "order"

// Input is a typed order, known by shop and number. What is nil keeps its
// value, or gets its default in a new order. Amounts are in the order's currency.
type Input struct {
	Shop       string          `json:"shop" key:"yes" is:"name" max:"120" doc:"The shop the order was placed in."`
	Number     string          `json:"number" key:"yes" max:"60" doc:"The order number as the customer knows it."`
	Placed     *string         `json:"placed" max:"40" default:"now" doc:"The day 2026-03-31 or the moment 2026-03-31T14:05:00Z it was placed."`
	Currency   *model.Currency `json:"currency" is:"currency" default:"the shop's" doc:"The currency of all its amounts."`
	Customer   *CustomerChange `json:"customer" default:"none" doc:"Who gets the parcel."`
	Lines      *[]LineInput    `json:"lines" default:"none" doc:"What was bought; it replaces all lines."`
	Shipping   *record.Amount  `json:"shipping" default:"0" doc:"The shipping charged."`
	Tax        *record.Amount  `json:"tax" default:"the sum of the lines' tax; without any, as it was" doc:"All tax of the order."`
	TaxInPrice *bool           `json:"tax_in_price" default:"false" doc:"True when the prices include the tax."`
	Paid       *bool           `json:"paid" default:"false" doc:"True when the customer has paid."`
	Cancelled  *bool           `json:"cancelled" default:"false" doc:"True when the order was called off."`
	Refunded   *record.Amount  `json:"refunded" default:"0" doc:"What was given back so far."`
}

// CustomerInput is the person and address of a typed order, whole.
type CustomerInput struct {
	Name     string `json:"name" doc:"The name."`
	Email    string `json:"email" is:"email" doc:"The e-mail address."`
	Company  string `json:"company" doc:"The company."`
	Address1 string `json:"address1" doc:"Street and number."`
	Address2 string `json:"address2" doc:"More of the address."`
	City     string `json:"city" doc:"The city."`
	Zip      string `json:"zip" max:"20" doc:"The postal code."`
	Province string `json:"province" doc:"The province or state."`
	Country  string `json:"country" is:"country" doc:"The country."`
	Phone    string `json:"phone" max:"40" doc:"The telephone number."`
}

// CustomerChange is the person and address of a typed order as far as they are said:
// what is nil keeps its value.
type CustomerChange struct {
	Name     *string `json:"name" doc:"The name."`
	Email    *string `json:"email" is:"email" doc:"The e-mail address."`
	Company  *string `json:"company" doc:"The company."`
	Address1 *string `json:"address1" doc:"Street and number."`
	Address2 *string `json:"address2" doc:"More of the address."`
	City     *string `json:"city" doc:"The city."`
	Zip      *string `json:"zip" max:"20" doc:"The postal code."`
	Province *string `json:"province" doc:"The province or state."`
	Country  *string `json:"country" is:"country" doc:"The country."`
	Phone    *string `json:"phone" max:"40" doc:"The telephone number."`
}

// LineInput is one line of a typed order; Price is a piece, Discount and Tax
// are of the whole line.
type LineInput struct {
	SKU      string         `json:"sku" is:"sku" doc:"The SKU; without one the name tells the product."`
	Name     string         `json:"name" default:"the SKU" doc:"The name as the customer saw it."`
	Quantity model.Quantity `json:"quantity" required:"yes" range:"1..1000000" doc:"How many pieces."`
	Price    *record.Amount `json:"price" required:"yes" doc:"The price of a piece."`
	Discount *record.Amount `json:"discount" default:"0" doc:"The discount on the whole line."`
	Tax      *record.Amount `json:"tax" default:"0" doc:"The tax on the whole line."`
}

// Service keeps typed orders and lists all.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New returns the orders of the book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// Put creates or changes typed orders, all or none.
func (s *Service) Put(ctx context.Context, ins []Input) (record.Result, error) {
	var m *Merger
	return record.Batch[Input]{
		DB: s.db, Kind: Kind,
		One: func(tx *store.Tx, at record.Ref, in *Input) (record.Outcome, int64, error) {
			if m == nil || m.tx != tx {
				var err error
				if m, err = Begin(tx, 0); err != nil {
					return "", 0, err
				}
				m.typed = true
			}
			return m.put(at, in)
		},
		Done: func(ids []int64) {
			s.bus.OrdersChanged.Publish(ids)
			s.bus.BooksChanged.Publish(nil)
		},
	}.Put(ctx, ins)
}

func (m *Merger) put(at record.Ref, in *Input) (record.Outcome, int64, error) {
	sh, err := shop.ByNameTx(m.tx.DB, in.Shop)
	if err != nil {
		return "", 0, at.Because("shop", err)
	}
	o := &model.Order{ShopID: sh.ID, Number: in.Number, Payment: model.Pending, Fulfilment: model.Unfulfilled, Source: "typed"}
	r, found, err := m.find(o)
	if err != nil {
		return "", 0, err
	}
	if found {
		if o, err = Load(m.tx, r.ID); err != nil {
			return "", 0, err
		}
	} else {
		o.PlacedAt, o.PlacedOn, o.Currency = m.tx.Now, m.tx.Today, sh.Currency
	}
	if err := m.fill(at, o, in); err != nil {
		return "", 0, err
	}
	// What a person types is the newest there is.
	merged, err := m.Merge(o, &sh, string(m.tx.Now))
	if err != nil {
		return "", 0, err
	}
	changes := history.Created()
	switch merged.Outcome {
	case Unchanged:
		changes = nil
	case Updated:
		if changes, err = m.changes(merged.Old, merged.Now); err == nil {
			err = m.pieces(merged.Old, merged.Now, "")
		}
		if err != nil {
			return "", 0, err
		}
	}
	subject := history.Subject{Kind: Kind, ID: merged.ID, Key: sh.Name + " " + in.Number}
	return merged.Outcome, merged.ID, history.Record(m.tx, subject, changes, "")
}

// fill lays the input over the order and works out what follows from it.
func (m *Merger) fill(at record.Ref, o *model.Order, in *Input) error {
	f := filler{at: at}
	f.header(o, in, m.tx.Today)
	f.customer(o, in.Customer)
	f.money(o, in)
	if f.err == nil && len(o.Lines) == 0 {
		f.fail("lines", "an order needs at least one line")
	}
	if f.err == nil {
		f.total(o, in)
	}
	return f.err
}

// filler gathers the first thing wrong with an input.
type filler struct {
	at  record.Ref
	err error
}

func (f *filler) fail(field, format string, args ...any) {
	if f.err == nil {
		f.err = f.at.Errorf(field, format, args...)
	}
}

func (f *filler) header(o *model.Order, in *Input, today model.Date) {
	if in.Placed != nil {
		o.PlacedAt, o.PlacedOn = f.moment("placed", *in.Placed)
		if o.PlacedOn > today.AddDays(1) { // it may be tomorrow already where the customer is
			f.fail("placed", "placed: %s is still to come: write the day the order came in", o.PlacedOn)
		}
	}
	if in.Currency != nil {
		if *in.Currency == "" {
			f.fail("currency", "currency must not be empty: write a code such as EUR")
		}
		o.Currency = *in.Currency
	}
	if in.Paid != nil {
		switch {
		case *in.Paid && !o.Payment.Captured():
			o.Payment, o.PaidOn = model.Paid, o.PlacedOn
		case !*in.Paid && o.Payment.Captured():
			f.fail("paid", "it was paid already; enter a refund instead of taking the payment back")
		}
	}
	if in.Cancelled != nil && *in.Cancelled && o.CancelledOn == "" {
		o.CancelledOn = max(today, o.PlacedOn)
	}
}

func (f *filler) moment(field, text string) (model.Instant, model.Date) {
	if d, err := model.ParseDate(text); err == nil {
		return model.InstantOf(d.Time()), d
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		f.fail(field, "%q is neither a date like 2026-03-31 nor a moment like 2026-03-31T14:05:00Z", text)
		return "", ""
	}
	return model.InstantOf(t), model.DateOf(t)
}

// customer puts the person and the address into the order. A bill that goes
// elsewhere still does.
func (f *filler) customer(o *model.Order, c *CustomerChange) {
	if c == nil {
		return
	}
	together := o.BillTo.IsZero() || fingerprint(&o.BillTo) == fingerprint(&o.ShipTo)
	to := &o.ShipTo
	for _, field := range []struct {
		is   *string
		said *string
	}{
		{&to.Name, c.Name},
		{&to.Email, c.Email},
		{&to.Company, c.Company},
		{&to.Address1, c.Address1},
		{&to.Address2, c.Address2},
		{&to.City, c.City},
		{&to.Zip, c.Zip},
		{&to.Province, c.Province},
		{&to.Country, c.Country},
		{&to.Phone, c.Phone},
	} {
		if field.said != nil {
			*field.is = *field.said
		}
	}
	o.Country = to.Country
	if together {
		o.BillTo = o.ShipTo
	}
}

func (f *filler) money(o *model.Order, in *Input) {
	if in.Lines != nil {
		o.Lines = make([]model.OrderLine, len(*in.Lines))
		for i := range *in.Lines {
			o.Lines[i] = f.line(i, &(*in.Lines)[i], o.Currency)
		}
	}
	o.Shipping = f.amount("shipping", in.Shipping, o.Shipping, o.Currency)
	if in.Tax != nil {
		o.Tax = f.amount("tax", in.Tax, 0, o.Currency)
	} else if in.taxed() {
		o.Tax = 0
		for i := range o.Lines {
			o.Tax = o.Tax.Add(o.Lines[i].Tax)
		}
	}
	if in.TaxInPrice != nil {
		o.TaxMode = model.TaxAdded
		if *in.TaxInPrice {
			o.TaxMode = model.TaxIncluded
		}
	}
	switch {
	case o.Tax == 0:
		o.TaxMode = model.NoTax
	case o.TaxMode == "" || o.TaxMode == model.NoTax:
		o.TaxMode = model.TaxAdded
	}
}

// taxed tells whether a line says its tax. Lines that say none leave the tax of
// the order as it is.
func (in *Input) taxed() bool {
	return in.Lines != nil && slices.ContainsFunc(*in.Lines, func(l LineInput) bool { return l.Tax != nil })
}

func (f *filler) line(i int, in *LineInput, c model.Currency) model.OrderLine {
	at := fmt.Sprintf("lines[%d].", i)
	if in.SKU == "" && strings.TrimSpace(in.Name) == "" {
		f.fail(at+"sku", "line %d needs a SKU or a name", i+1)
	}
	l := model.OrderLine{
		Position: i + 1, SKU: in.SKU, Name: cmp.Or(in.Name, in.SKU), Quantity: in.Quantity, Price: f.bounded(at+"price", in.Price),
		Discount: f.amount(at+"discount", in.Discount, 0, c), Tax: f.amount(at+"tax", in.Tax, 0, c),
		Shippable: true, Taxable: true, Fulfilment: model.LinePending,
	}
	if l.Quantity > 0 && l.Price > largest/model.Amount(l.Quantity) {
		f.fail(at+"price", "line %d comes to more than an order can: correct its quantity or price", i+1)
	}
	if f.err == nil && l.Discount > l.Gross() {
		f.fail(at+"discount", "the discount of line %d is larger than its price", i+1)
	}
	return l
}

// largest bounds a typed amount, so that no sum over a book can overflow.
const largest = 10_000_000_000 * model.Unit

func (f *filler) bounded(field string, a *record.Amount) model.Amount {
	if a == nil {
		return 0
	}
	v := model.Amount(*a)
	if v < 0 || v > largest {
		f.fail(field, "%s is not an amount an order can have", v)
		return 0
	}
	return v
}

// amount reads an amount that must be payable in c; old when it was left out.
func (f *filler) amount(field string, a *record.Amount, old model.Amount, c model.Currency) model.Amount {
	if a == nil {
		return old
	}
	v := f.bounded(field, a)
	if v != v.Round(c) {
		f.fail(field, "%s has more decimals than %s has", v, c)
	}
	return v
}

// total works out the order's sums from its lines.
func (f *filler) total(o *model.Order, in *Input) {
	var goods, discount, own model.Amount
	for i := range o.Lines {
		l := &o.Lines[i]
		goods, discount, own = goods.Add(l.Gross()), discount.Add(l.Discount), own.Add(l.Tax)
	}
	if rounded := goods.Round(o.Currency); rounded != goods {
		f.fail("lines", "the lines add up to %s, which %s cannot express", goods, o.Currency)
	}
	o.Discount, o.Subtotal = discount, goods.Sub(discount)
	o.Total = o.Subtotal.Add(o.Shipping).Add(o.Duties)
	if o.TaxMode == model.TaxAdded {
		o.Total = o.Total.Add(o.Tax)
	}
	f.taxFits(o, in)
	f.refund(o, in)
	if o.TaxNames == nil && o.Tax != 0 {
		o.TaxNames = []model.TaxName{{Name: "tax", Amount: o.Tax}}
	}
	if in.Lines != nil && own == o.Tax && own != 0 {
		spreadShippingOnly(o) // the lines say their tax themselves
		return
	}
	if in.Lines != nil || in.Shipping != nil || in.Tax != nil {
		for i := range o.Lines {
			o.Lines[i].Tax, o.Lines[i].Shipping = 0, 0
		}
		o.SpreadTotals()
	}
}

// taxFits refuses more tax than the price it is part of.
func (f *filler) taxFits(o *model.Order, in *Input) {
	if in.Tax != nil && o.TaxMode == model.TaxIncluded && o.Tax > o.Total {
		f.fail("tax", "a price of %s cannot hold %s of tax", o.Total, o.Tax)
	}
}

// refund notes what was paid back and what that makes of the payment.
func (f *filler) refund(o *model.Order, in *Input) {
	if in.Refunded == nil {
		return
	}
	o.Refunded = f.amount("refunded", in.Refunded, 0, o.Currency)
	if o.Refunded > o.Total {
		f.fail("refunded", "%s is more than the %s the order came to", o.Refunded, o.Total)
	}
	switch {
	case o.Refunded == 0:
	case o.Refunded >= o.Total:
		o.Payment = o.Payment.Later(model.Refunded)
	default:
		o.Payment = o.Payment.Later(model.PartiallyRefunded)
	}
}

// spreadShippingOnly shares the shipping and leaves each line the tax it states.
func spreadShippingOnly(o *model.Order) {
	taxes := make([]model.Amount, len(o.Lines))
	for i := range o.Lines {
		taxes[i] = o.Lines[i].Tax
	}
	o.SpreadTotals()
	for i := range o.Lines {
		o.Lines[i].Tax = taxes[i]
	}
}
