package demo

import (
	"slices"
	"strconv"
	"time"

	"github.com/dropledger/dropledger/model"
)

// next makes the next order, and says in which shop it was placed.
func (w *world) next() (*model.Order, *till) {
	day, second := w.pace.moment(w.made, w.orders, w.dice)
	w.made++
	t := w.tills[w.turn.deal(w.dice)]
	f := w.fate(t, day)
	c := w.customer(t, f)
	o := &model.Order{
		Number: t.prefix + strconv.Itoa(t.first+t.placed), Currency: t.currency, ShipTo: c.Contact, BillTo: c.Contact, Country: c.Country,
		PaymentMethod: t.method.deal(w.dice), Source: "web",
	}
	t.placed++
	if t.platform == "shopify" {
		o.ExternalID = strconv.Itoa(6_104_220_000_000 + 32_771*t.placed)
	}
	o.PlacedAt, o.PlacedOn = w.placed(t, day, second)
	if c.known {
		o.Tags = "returning"
	}
	if w.dice.chance(3) {
		o.Notes = pick(w.dice, remarks)
	}
	w.basket(o, t, f)
	w.price(o, t, &c)
	w.settle(o, t, f)
	o.SpreadTotals()
	return o, t
}

// placed turns a moment by the shop's clock into an instant, which is never still
// to come.
func (w *world) placed(t *till, day model.Date, second int) (model.Instant, model.Date) {
	d := day.Time()
	at := time.Date(d.Year(), d.Month(), d.Day(), 0, 0, second, 0, t.zone)
	if now := w.now.Time(); at.After(now) {
		at = now.In(t.zone)
	}
	return model.InstantOf(at), model.DateOf(at)
}

// How many lines an order has, and pieces a line.
var (
	lineWeights  = []int{56, 27, 12, 5}
	pieceWeights = []int{83, 12, 3, 2}
)

// basket fills the order with articles, each once.
func (w *world) basket(o *model.Order, t *till, f fate) {
	count := 1 + w.dice.weighted(lineWeights)
	if f == partSent {
		count = max(count, 2)
	}
	chosen := make([]*article, 0, count)
	if f == soldOut {
		chosen = append(chosen, t.article(soldOutSKU))
	}
	for len(chosen) < count {
		a := t.goods[w.dice.weighted(t.pulls)]
		// What was sold out is still in the shop, but no longer bought by chance.
		if slices.Contains(chosen, a) || a.sku == soldOutSKU && o.PlacedOn > w.ago(openDays) {
			continue
		}
		chosen = append(chosen, a)
	}
	for _, a := range chosen {
		price := a.eur
		if t.currency == "USD" {
			price = a.usd
		}
		o.Lines = append(o.Lines, model.OrderLine{
			SKU: a.sku, Name: a.name, Quantity: model.Quantity(1 + w.dice.weighted(pieceWeights)), Price: cents(price),
			Shippable: true, Taxable: true, Fulfilment: model.LinePending,
		})
	}
	if w.dice.chance(t.tips) {
		o.Tip = cents(int64(w.dice.between(2, 5)) * 100)
		o.Lines = append(o.Lines, model.OrderLine{SKU: "", Name: "Tip", Quantity: 1, Price: o.Tip, Fulfilment: model.NotEligible})
	}
	for i := range o.Lines {
		o.Lines[i].Position = i + 1
	}
}

func (t *till) article(sku string) *article {
	for _, a := range t.goods {
		if a.sku == sku {
			return a
		}
	}
	panic("demo: " + t.name + " does not sell " + sku)
}
