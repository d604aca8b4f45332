package orders

import (
	"strconv"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
)

// comes is what the order in the form comes to.
type comes struct {
	pieces                         model.Quantity
	goods, discount, shipping, tax model.Amount
	inPrice                        bool
}

func (c *comes) total() model.Amount {
	t := c.goods.Sub(c.discount).Add(c.shipping)
	if !c.inPrice {
		t = t.Add(c.tax)
	}
	return t
}

// comesTo adds up what stands in the form, what cannot be read left out.
func comesTo(v form.Values) (c comes) {
	c.inPrice, _ = v["tax_in_price"].(bool)
	c.shipping = amountOf(v, "shipping")
	lines, _ := v[linesField].([]form.Values)
	var own model.Amount
	for _, l := range lines {
		q := model.Quantity(count(l["quantity"]))
		c.pieces += q
		c.goods = c.goods.Add(amountOf(l, "price").Times(q))
		c.discount = c.discount.Add(amountOf(l, "discount"))
		own = own.Add(amountOf(l, "tax"))
	}
	if c.tax = own; v["tax"] != nil {
		c.tax = amountOf(v, "tax")
	}
	return c
}

func amountOf(v form.Values, name string) model.Amount {
	s, _ := v[name].(string)
	a, err := model.ParseAmount(s)
	if err != nil {
		return 0
	}
	return a
}

// most pieces of a line that are added up: more is a slip of the finger.
const most = 1_000_000

func count(v any) int64 {
	switch n := v.(type) {
	case int64:
		return min(max(n, 0), most)
	case string:
		i, err := strconv.ParseInt(n, 10, 64)
		if err == nil {
			return min(max(i, 0), most)
		}
	}
	return 0
}

// sumUp shows beside the form what the order comes to.
func (e *entry) sumUp() {
	f, cur := e.o.host.Format(), e.inCurrency()
	c := comesTo(e.form.Values())
	facts := []kit.Fact{
		{Label: text.T("orders.fact.pieces.all"), Value: f.Quantity(c.pieces)},
		{Label: text.T("orders.sum.goods"), Value: f.Amount(c.goods, cur)},
	}
	if c.discount != 0 {
		facts = append(facts, kit.Fact{Label: text.T("orders.sum.discount"), Value: f.Amount(-c.discount, cur)})
	}
	facts = append(facts, kit.Fact{Label: text.T("orders.sum.shipping"), Value: f.Amount(c.shipping, cur)})
	if !c.inPrice {
		facts = append(facts, kit.Fact{Label: text.T("orders.sum.tax"), Value: f.Amount(c.tax, cur)})
	}
	facts = append(facts, kit.Fact{Label: text.T("orders.figure.total"), Value: f.Money(c.total(), cur), Bold: true})
	if c.inPrice {
		facts = append(facts, kit.Fact{Label: text.T("orders.sum.taxin"), Value: f.Amount(c.tax, cur)})
	}
	e.side.SetSections(kit.PanelSection("", "", kit.NewFacts(facts...)))
}
