package booking

import (
	"github.com/dropledger/dropledger/model"
)

// share is what of a line a supplier sends.
type share struct {
	line     *model.OrderLine
	quantity model.Quantity
	state    string
}

// sending is what one supplier sends of the order, from own stock or not.
type sending struct {
	Sending
	shares []share
}

// sendings gathers who sends what of an order, in the order of its lines.
type sendings []sending

func (all *sendings) add(of Sending, x share) {
	for i := range *all {
		if s := &(*all)[i]; s.SupplierID == of.SupplierID && s.Stock == of.Stock {
			s.join(of.On, x)
			return
		}
	}
	s := sending{Sending: of}
	s.join(of.On, x)
	*all = append(*all, s)
}

func (s *sending) join(on model.Date, x share) {
	s.On = min(s.On, on)
	s.Lines++
	s.Pieces += x.quantity
	s.shares = append(s.shares, x)
}

func (all *sendings) given(l *model.OrderLine, a *Allocation) {
	state, _ := a.certainty()
	all.add(Sending{SupplierID: a.SupplierID, Stock: a.StockCost != nil, On: a.RoutedOn}, share{l, a.Quantity, state})
}

// guessed notes what the shop had sent, by the supplier it was priced with.
func (all *sendings) guessed(l *model.OrderLine, supplier int64, q model.Quantity, on model.Date) {
	if supplier != 0 {
		all.add(Sending{SupplierID: supplier, On: on}, share{l, q, estimated})
	}
}

// addCharges books what each supplier takes for sending its part of the order,
// shared over its lines by pieces. A charge in a currency without a rate stays
// unknown until one is entered.
func (b *Books) addCharges(groups []group, s *Subject, now *standing, all sendings) ([]group, error) {
	if b.extra == nil {
		return groups, nil
	}
	for i := range all {
		x := &all[i]
		for _, c := range b.extra.For(x.Sending) {
			rate, ok, err := b.costRate(s, c.Currency, now)
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
			for n, part := range model.Allocate(c.Amount.Round(c.Currency), x.weights(), c.Currency.Minor()) {
				y := &x.shares[n]
				facts, err := converted(fact{
					lineID: y.line.ID, typ: c.Type, state: y.state, supplierID: x.SupplierID, amount: part, rate: rate, source: c.Source,
				})
				if err != nil {
					return nil, err
				}
				for _, f := range facts {
					groups = b.addCost(groups, s, y.line, f)
				}
			}
		}
	}
	return groups, nil
}

func (s *sending) weights() []int64 {
	w := make([]int64, len(s.shares))
	for i, x := range s.shares {
		w[i] = int64(x.quantity)
	}
	return w
}
