package today

import (
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/aftersale"
	"github.com/dropledger/dropledger/services/orderbook"
)

// claims finds cases of which nothing was claimed of the supplier, and the last day
// for it is near: one item for each supplier, about the case that is due first. At
// stake is what the customers get back.
func (f *finder) claims() error {
	due, err := aftersale.ClaimsDue(f.q, f.today)
	if err != nil {
		return err
	}
	at := map[string]*Item{}
	var order []*Item
	for i := range due {
		c := &due[i]
		item := at[c.Supplier]
		if item == nil {
			item = &Item{Kind: ClaimDue, Place: Place{List: OrderList, Query: orderbook.Query{Words: c.Order}}, Facts: Facts{Supplier: c.Supplier, Order: c.Order, On: c.Deadline.On}}
			at[c.Supplier], order = item, append(order, item)
		}
		item.Count++
		if err := f.stake(item, c); err != nil {
			return err
		}
	}
	for _, item := range order {
		f.add(*item)
	}
	return nil
}

// stake adds what a case costs to what is at stake; one refund that is not known
// leaves the sum unknown.
func (f *finder) stake(item *Item, c *aftersale.Unclaimed) error {
	if c.Refund == nil || item.NoStake {
		item.NoStake, item.Stake = true, 0
		return nil
	}
	r, err := f.rates.On(f.today, c.Currency, f.home)
	if model.CodeOf(err) == model.NotFound {
		item.NoStake, item.Stake = true, 0
		return nil
	}
	if err != nil {
		return err
	}
	home, err := r.Convert(*c.Refund)
	item.Stake = item.Stake.Add(home)
	return err
}
