package booking

import (
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/ledger"
)

// plan is what should stand in the books for one order.
type plan struct {
	bookedOn model.Date
	unbooked string
	sale     *ledger.Entry
	refund   *ledger.Entry
	refunded Refund
	groups   []group
	payments []paid
}

// group is a set of cost facts booked by one entry: all of one kind and
// currency. of tells for each posting of the entry which fact it books.
type group struct {
	entry *ledger.Entry
	facts []fact
	of    []int
}

// book adds a fact and the postings that book it.
func (g *group) book(f fact, postings ...ledger.Posting) {
	for range postings {
		g.of = append(g.of, len(g.facts))
	}
	g.facts = append(g.facts, f)
	g.entry.Postings = append(g.entry.Postings, postings...)
}

// plan works out the books of an order. Where an entry of the same day and
// currency stands, its rate is kept: a document keeps its rate. What was paid to
// suppliers is booked also where the order is not.
func (b *Books) plan(s *Subject, now *standing) (*plan, error) {
	p := &plan{}
	if err := b.planOrder(p, s, now); err != nil {
		return nil, err
	}
	return p, b.planPayments(p, s, now)
}

// planOrder works out sale, refund, fees and costs.
func (b *Books) planOrder(p *plan, s *Subject, now *standing) error {
	o := s.Order
	if !o.Bookable(s.Shop.CashOnDelivery) {
		return nil
	}
	date := o.BookingDate()
	rate, err := b.rateFor(now.sale, date, o.Currency)
	if model.CodeOf(err) == model.NotFound {
		p.unbooked = err.Error()
		return nil
	}
	if err != nil {
		return err
	}
	p.bookedOn = date
	lines := o.Revenue()
	if p.sale, err = b.sale(s, rate, lines); err != nil {
		return err
	}
	if err := b.planRefund(p, s, now, lines); err != nil {
		return err
	}
	fees, err := b.feeGroup(s, rate, lines)
	if err != nil {
		return err
	}
	if fees != nil {
		p.groups = append(p.groups, *fees)
	}
	costs, err := b.costGroups(s, now)
	p.groups = append(p.groups, costs...)
	return err
}

func (b *Books) rateFor(standing *ledger.Entry, date model.Date, c model.Currency) (model.Rate, error) {
	if standing != nil && standing.Dated == date && standing.Rate.From == c {
		r := standing.Rate
		r.To = b.home
		return r, nil
	}
	return b.rates.On(date, c, b.home)
}

func (b *Books) entry(s *Subject, kind ledger.Kind, date model.Date, rate model.Rate) *ledger.Entry {
	return &ledger.Entry{
		Dated: date, Kind: kind, Document: s.Order.Number, Rate: rate, OrderID: s.Order.ID,
		ShopID: s.Shop.ID, Batch: b.batch, Country: s.Order.Country,
	}
}

// sale books what the customer paid or owes against revenue by line, shipping,
// discounts, tax and duties. Nil when the order moves no
// money at all.
func (b *Books) sale(s *Subject, rate model.Rate, lines []model.LineRevenue) (*ledger.Entry, error) {
	o := s.Order
	e := b.entry(s, ledger.Sale, o.BookingDate(), rate)
	e.Memo = "Sale " + o.Number
	money, owed := ledger.Clearing, model.Amount(0)
	switch {
	case !o.Payment.Captured():
		money = ledger.CashOnDelivery
	case o.Payment == model.PartiallyPaid:
		owed = min(o.Outstanding, o.Total)
	}
	e.Debit(ledger.Posting{Account: money}, o.Total.Sub(owed))
	e.Debit(ledger.Posting{Account: ledger.Receivable}, owed)
	code := o.TaxCode()
	for i, r := range lines {
		l := &o.Lines[i]
		p := ledger.Posting{LineID: l.ID, ProductID: l.ProductID}
		if l.Tax != 0 {
			p.TaxCode = code
		}
		e.Credit(with(p, goodsAccount(l)), r.Goods)
		e.Debit(with(p, ledger.Discounts), r.Discount)
		e.Credit(with(p, ledger.ShippingCharged), r.Shipping)
	}
	e.Credit(ledger.Posting{Account: ledger.TaxCollected, TaxCode: code}, o.Tax)
	e.Credit(ledger.Posting{Account: ledger.DutiesCollected}, o.Duties)
	if len(e.Postings) == 0 {
		return nil, nil
	}
	return e, e.Convert()
}

func goodsAccount(l *model.OrderLine) ledger.Account {
	if l.IsTip() {
		return ledger.Tips
	}
	return ledger.Sales
}

func with(p ledger.Posting, a ledger.Account) ledger.Posting {
	p.Account = a
	return p
}

// planRefund books what the shop has given back so far. The export tells only
// the running total, so there is one refund an order; a larger total replaces
// it. It is dated by what the order itself tells (RefundDate), so that the
// books do not depend on the order in which files were read.
func (b *Books) planRefund(p *plan, s *Subject, now *standing, lines []model.LineRevenue) error {
	o := s.Order
	if o.Refunded <= 0 {
		return nil
	}
	date := RefundDate(o)
	rate, err := b.rateFor(now.refundEntry, date, o.Currency)
	if err != nil {
		return err
	}
	tax, perLine, excess := o.SplitRefund(0, o.Refunded, lines)
	e := b.entry(s, ledger.Refund, date, rate)
	e.Memo = "Refund " + o.Number
	e.Credit(ledger.Posting{Account: ledger.Clearing}, o.Refunded)
	for i, a := range perLine {
		e.Debit(ledger.Posting{Account: ledger.Refunds, LineID: o.Lines[i].ID, ProductID: o.Lines[i].ProductID}, a)
	}
	e.Debit(ledger.Posting{Account: ledger.TaxCollected, TaxCode: o.TaxCode()}, tax)
	e.Debit(ledger.Posting{Account: ledger.ExchangeResult}, excess)
	p.refund = e
	p.refunded = Refund{Dated: date, Gross: o.Refunded, Tax: tax, Source: refundSource(o)}
	return e.Convert()
}

// RefundDate is the day a refund is booked on. Shop exports carry no refund
// date; the latest day the order itself tells is used: cancelled, sent, paid.
func RefundDate(o *model.Order) model.Date {
	return max(o.CancelledOn, o.FulfilledOn, o.BookingDate())
}

func refundSource(o *model.Order) string {
	switch RefundDate(o) {
	case o.CancelledOn:
		return "shop export, dated by the cancellation"
	case o.FulfilledOn:
		return "shop export, dated by the dispatch"
	}
	return "shop export, dated by the payment"
}
