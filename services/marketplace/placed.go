package marketplace

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/ledger"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
)

// PlacedKind is the kind of record in messages.
const PlacedKind = "placed"

// AcceptField is the field that a refusal names because of a price above ours.
const AcceptField = "accept_price"

// Placed is an order that a person placed on a marketplace, as the assistant or
// the put command says it.
type Placed struct {
	Purchase    string          `json:"purchase" key:"yes" doc:"The number of the purchase order."`
	Order       string          `json:"order" default:"its only order" doc:"The number of the sales order, where the purchase order holds several. It gets a purchase order of its own."`
	Number      string          `json:"number" required:"yes" max:"400" doc:"The marketplace's own order number; several by commas, where it made several of one."`
	Paid        *record.Amount  `json:"paid" range:"0.." default:"as ordered" doc:"The price really charged for the goods, tax with it."`
	Shipping    *record.Amount  `json:"shipping" range:"0.." default:"as ordered" doc:"The shipping really charged."`
	Currency    *model.Currency `json:"currency" is:"currency" default:"the purchase order's" doc:"The currency it was charged in."`
	Date        model.Date      `json:"date" is:"date" default:"today" doc:"The day it was ordered."`
	PaidOn      *model.Date     `json:"paid_on" is:"date" default:"not paid yet" doc:"The day it was paid to the supplier. The payment is booked on it; an empty one takes it back."`
	PaidFrom    *string         `json:"paid_from" values:"bank card" default:"bank" doc:"What it was paid from."`
	AcceptPrice bool            `json:"accept_price" default:"false" doc:"Agree to a price above ours. Without it such an order is refused, so that a person looks at it."`
}

// Put records orders that were placed by hand, all or none. Each purchase order
// is sent by that, once, and its books follow: what was charged takes the place
// of what was expected. The same again changes nothing; other amounts or numbers
// correct it.
func (s *Service) Put(ctx context.Context, ins []Placed) (record.Result, error) {
	return record.Batch[Placed]{DB: s.db, Kind: PlacedKind, One: s.place}.Put(ctx, ins)
}

// placing is an order on its way into the book.
type placing struct {
	tx        *store.Tx
	at        record.Ref
	in        *Placed
	id        int64
	number    string
	state     model.PurchaseState
	supplier  int64
	cur       model.Currency
	goods     model.Amount
	shipping  model.Amount
	market    string
	old       charge
	hadNumber []string
}

// charge is what stands as charged, ID 0 for nothing.
type charge struct {
	ID              int64
	Dated, PaidOn   model.Date
	PaidFrom        string // "" not paid, or paid before payments were booked
	Currency        model.Currency
	Goods, Shipping model.Amount
}

func (c *charge) total() model.Amount { return c.Goods.Add(c.Shipping) }

func (s *Service) place(tx *store.Tx, at record.Ref, in *Placed) (record.Outcome, int64, error) {
	p := &placing{tx: tx, at: at, in: in}
	if err := p.find(); err != nil {
		return "", 0, err
	}
	if err := p.load(); err != nil {
		return "", 0, err
	}
	numbers := p.numbers()
	now, err := p.charge()
	if err != nil {
		return "", 0, err
	}
	same := p.old
	same.ID = 0
	if p.old.ID != 0 && now == same && slices.Equal(numbers, p.hadNumber) {
		return record.Unchanged, p.id, nil
	}
	for _, check := range []func() error{func() error { return p.free(numbers) }, func() error { return p.priced(&now) }, func() error { return p.rated(&now) }} {
		if err := check(); err != nil {
			return "", 0, err
		}
	}
	if err := p.save(&now, numbers); err != nil {
		return "", 0, err
	}
	outcome := record.Created
	if p.old.ID != 0 {
		outcome = record.Updated
	}
	return outcome, p.id, s.sent(tx, p)
}

// find names the purchase order, which gets one of its own for the order that is
// meant where it holds several.
func (p *placing) find() error {
	err := p.tx.Raw(`SELECT id FROM purchase_order WHERE number = ?`, p.in.Purchase).Scan(&p.id).Error
	if err != nil {
		return err
	}
	if p.id == 0 {
		return p.at.Errorf("purchase", "the book has no purchase order %s: look at the list of purchase orders", p.in.Purchase)
	}
	var orders []struct {
		ID     int64
		Number string
	}
	err = p.tx.Raw(`SELECT DISTINCT o.id, o.number FROM purchase_line l JOIN sales_order o ON o.id = l.order_id WHERE l.purchase_id = ? ORDER BY o.id`, p.id).Scan(&orders).Error
	if err != nil {
		return err
	}
	var mine int64
	var all []string
	for _, o := range orders {
		all = append(all, o.Number)
		if len(orders) == 1 && p.in.Order == "" || strings.EqualFold(strings.TrimPrefix(o.Number, "#"), strings.TrimPrefix(p.in.Order, "#")) {
			mine = o.ID
		}
	}
	switch {
	case len(orders) == 0:
		return p.at.Errorf("purchase", "%s holds no order of a customer", p.in.Purchase)
	case mine == 0 && p.in.Order == "":
		return p.at.Errorf("order", "%s holds the orders %s: say which of them was placed", p.in.Purchase, strings.Join(all, ", "))
	case mine == 0:
		return p.at.Errorf("order", "%s does not stand in %s, which holds %s", p.in.Order, p.in.Purchase, strings.Join(all, ", "))
	}
	p.id, err = purchase.Split(p.tx, p.id, mine)
	return err
}

func (p *placing) load() error {
	var h struct {
		Number          string
		State           model.PurchaseState
		SupplierID      int64
		Currency        model.Currency
		Goods, Shipping model.Amount
		Market          string
	}
	err := p.tx.Raw(`SELECT p.number, p.state, p.supplier_id, p.currency, p.goods, p.shipping,
		COALESCE((SELECT site_key FROM storefront t WHERE t.supplier_id = p.supplier_id), 'supplier ' || p.supplier_id) AS market
		FROM purchase_order p WHERE p.id = ?`, p.id).Scan(&h).Error
	if err != nil {
		return err
	}
	p.number, p.state, p.supplier, p.cur, p.goods, p.shipping, p.market = h.Number, h.State, h.SupplierID, h.Currency, h.Goods, h.Shipping, h.Market
	if p.state == model.PurchaseRefused || p.state == model.PurchaseCancelled {
		return model.Errorf(model.Refused, "%s is %s: what was ordered for it cannot be noted there.", p.number, p.state.Words())
	}
	err = p.tx.Raw(`SELECT id, dated, paid_on, paid_from, currency, goods, shipping FROM placement WHERE purchase_id = ? AND superseded_at = ''`, p.id).Scan(&p.old).Error
	if err != nil {
		return err
	}
	return p.tx.Raw(`SELECT number FROM market_number WHERE purchase_id = ? ORDER BY number`, p.id).Scan(&p.hadNumber).Error
}

// numbers are the marketplace's numbers that were typed, sorted, each once.
func (p *placing) numbers() []string {
	all := strings.FieldsFunc(p.in.Number, func(r rune) bool { return strings.ContainsRune(",; \t\n", r) })
	slices.Sort(all)
	return slices.Compact(all)
}

// charge is what is to stand as charged: what was typed, else what stood, else
// what was expected.
func (p *placing) charge() (charge, error) {
	c := p.old
	c.ID = 0
	if p.old.ID == 0 {
		c = charge{Dated: p.tx.Today, Currency: p.cur, Goods: p.goods, Shipping: p.shipping}
	}
	if p.in.Currency != nil && *p.in.Currency != c.Currency {
		if p.in.Paid == nil || p.in.Shipping == nil {
			return c, p.at.Errorf("paid", "say both the price and the shipping in %s", *p.in.Currency)
		}
		c.Currency = *p.in.Currency
	}
	if p.in.Date != "" {
		c.Dated = p.in.Date
	}
	record.Take(&c.PaidOn, p.in.PaidOn)
	p.payFrom(&c)
	for _, f := range []struct {
		name string
		in   *record.Amount
		to   *model.Amount
	}{{"paid", p.in.Paid, &c.Goods}, {"shipping", p.in.Shipping, &c.Shipping}} {
		if f.in == nil {
			continue
		}
		if *f.to = model.Amount(*f.in); *f.to != f.to.Round(c.Currency) || *f.to < 0 {
			return c, p.at.Errorf(f.name, "%s %s is not an amount that can be charged", f.to, c.Currency)
		}
	}
	return c, nil
}

// payFrom says what a payment was paid from. One from before payments were booked
// stays out of the books until a person says its day or its source again.
func (p *placing) payFrom(c *charge) {
	switch {
	case c.PaidOn == "":
		c.PaidFrom = ""
	case p.in.PaidFrom != nil:
		c.PaidFrom = *p.in.PaidFrom
	case c.PaidFrom == "" && p.in.PaidOn != nil:
		c.PaidFrom = ledger.FromBank
	}
}

// free refuses numbers that stand with another purchase order of the marketplace.
func (p *placing) free(numbers []string) error {
	if len(numbers) == 0 {
		return p.at.Errorf("number", "the order number of the marketplace is missing")
	}
	var taken []struct{ Number, Purchase string }
	err := p.tx.Raw(`SELECT m.number, p.number AS purchase FROM market_number m JOIN purchase_order p ON p.id = m.purchase_id
		WHERE m.market = ? AND m.number IN ? AND m.purchase_id <> ?`, p.market, numbers, p.id).Scan(&taken).Error
	if err != nil || len(taken) == 0 {
		return err
	}
	e := model.Errorf(model.Conflict, "The marketplace's order %s stands with %s already: look whether the number is that of %s.", taken[0].Number, taken[0].Purchase, p.number)
	e.Field = "number"
	return e
}

// priced refuses a charge above what was expected, until a person accepts it. A
// currency without a rate cannot be compared and is refused by rated.
func (p *placing) priced(now *charge) error {
	if p.in.AcceptPrice || p.old.ID != 0 && now.Currency == p.old.Currency && now.total() <= p.old.total() {
		return nil
	}
	expected := p.goods.Add(p.shipping)
	total := now.total()
	if now.Currency != p.cur {
		r, err := rate.NewTable(p.tx.DB).On(now.Dated, now.Currency, p.cur)
		if err != nil {
			return p.at.Because("currency", err)
		}
		if total, err = r.Convert(total); err != nil {
			return err
		}
	}
	if total <= expected {
		return nil
	}
	more := total.Sub(expected)
	by := ""
	if share, ok := model.PercentOf(more, expected, 1); ok {
		by = fmt.Sprintf(" (%s %%)", share.StringFixed(1))
	}
	e := model.Errorf(model.Refused, "%s costs %s %s there, %s%s more than the %s that were expected. Accept the price, or do not order.",
		p.number, total.Text(p.cur), p.cur, more.Text(p.cur), by, expected.Text(p.cur))
	e.Field = AcceptField
	return e
}

// rated refuses a currency that the books could not take: the cost would be
// unknown, which is worse than the one expected.
func (p *placing) rated(now *charge) error {
	home, err := setting.Home(p.tx.DB)
	if err != nil {
		return err
	}
	var booked model.Date
	err = p.tx.Raw(`SELECT MIN(CASE WHEN o.booked_on <> '' THEN o.booked_on ELSE ? END) FROM purchase_line l JOIN sales_order o ON o.id = l.order_id
		WHERE l.purchase_id = ?`, string(now.Dated), p.id).Scan(&booked).Error
	if err != nil {
		return err
	}
	days := []model.Date{min(booked, now.Dated)}
	if now.PaidOn != "" {
		days = append(days, now.PaidOn)
	}
	rates := rate.NewTable(p.tx.DB)
	for _, day := range days {
		if _, err := rates.On(day, now.Currency, home); err != nil {
			return p.at.Because("currency", err)
		}
	}
	return nil
}

// save closes what stood and writes what stands now, shared over the lines by what
// each was expected to cost.
func (p *placing) save(now *charge, numbers []string) error {
	if err := p.tx.Exec(`UPDATE placement SET superseded_at = ? WHERE id = ?`, string(p.tx.Now), p.old.ID).Error; err != nil {
		return err
	}
	var id int64
	err := p.tx.Raw(`INSERT INTO placement (purchase_id, dated, currency, goods, shipping, paid_on, paid_from, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		p.id, string(now.Dated), string(now.Currency), int64(now.Goods), int64(now.Shipping), string(now.PaidOn), now.PaidFrom, string(p.tx.Now)).Scan(&id).Error
	if err != nil {
		return err
	}
	var lines []line
	if err := p.tx.Raw(selectLines, []int64{p.id}).Scan(&lines).Error; err != nil {
		return err
	}
	goods, shipping := make([]model.Amount, len(lines)), make([]model.Amount, len(lines))
	for i := range lines {
		goods[i], shipping[i] = lines[i].goods(), lines[i].shipping()
	}
	goods = model.Allocate(now.Goods, model.Weights(goods), now.Currency.Minor())
	shipping = model.Allocate(now.Shipping, model.Weights(shipping), now.Currency.Minor())
	for i := range lines {
		err := p.tx.Exec(`INSERT INTO placement_line (placement_id, purchase_line_id, goods, shipping) VALUES (?, ?, ?, ?)`, id, lines[i].ID, int64(goods[i]), int64(shipping[i])).Error
		if err != nil {
			return err
		}
	}
	if err := p.tx.Exec(`DELETE FROM market_number WHERE purchase_id = ?`, p.id).Error; err != nil {
		return err
	}
	for _, n := range numbers {
		if err := p.tx.Exec(`INSERT INTO market_number (market, number, purchase_id) VALUES (?, ?, ?)`, p.market, n, p.id).Error; err != nil {
			return err
		}
	}
	return p.remember(now, numbers)
}

func (p *placing) remember(now *charge, numbers []string) error {
	was := charge{Currency: p.cur, Goods: p.goods, Shipping: p.shipping}
	if p.old.ID != 0 {
		was = p.old
	}
	values := func(c *charge, numbers []string) []history.Value {
		return []history.Value{
			history.Of("marketplace_order", strings.Join(numbers, ", ")),
			history.Of("charged", c.Goods.Text(c.Currency)+" "+string(c.Currency)),
			history.Of("charged_shipping", c.Shipping.Text(c.Currency)+" "+string(c.Currency)),
			history.Of("paid_on", c.PaidOn), history.Of("paid_from", c.PaidFrom),
		}
	}
	why := ""
	if p.in.AcceptPrice && now.total() > was.total() {
		why = "the higher price was accepted"
	}
	of := history.Subject{Kind: allocation.PurchaseKind, ID: p.id, Key: p.number}
	return history.Record(p.tx, of, history.Diff(values(&was, p.hadNumber), values(now, numbers)), why)
}

// sent takes the purchase order along and brings its books to what was charged.
func (s *Service) sent(tx *store.Tx, p *placing) error {
	if !p.state.Forwarded() || p.state == model.PurchaseUnknown {
		return s.forward.EndByHand(tx.Context(), p.id)
	}
	orders, err := purchase.Orders(tx.DB, []int64{p.id})
	if err != nil {
		return err
	}
	tx.After(func() {
		s.bus.PurchasesChanged.Publish([]int64{p.id})
		s.bus.OrdersChanged.Publish(orders)
		s.bus.BooksChanged.Publish(nil)
	})
	return purchase.Rebook(tx, orders)
}
