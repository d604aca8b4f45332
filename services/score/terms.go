package score

import "github.com/shopspring/decimal"

// Terms are the merchant's settings by which a card was worked out, so that a
// reader can follow it.
type Terms struct {
	Opinion decimal.Decimal    // points of a supplier nobody vetted
	Orders  decimal.Decimal    // orders that weigh as much as the opinion
	Cuts    [3]decimal.Decimal // the least score of A, B and C
	Of      map[string]Term    // by metric
}

// Term is what holds for one metric. Worst is the value that earns nothing, in
// percent as the metric is told. A Core metric counts with its whole weight even
// before anything is known of it; the others as far as there are facts.
type Term struct {
	Worst decimal.Decimal
	Core  bool
}

// Terms returns the settings the card was worked out by.
func (c *Card) Terms() Terms {
	t := Terms{Of: map[string]Term{}}
	if c.rules == nil {
		return t
	}
	t.Opinion, t.Orders, t.Cuts = c.rules.prior, c.rules.priorOrders, c.rules.cuts
	for i := range abouts {
		t.Of[abouts[i].key] = Term{told(c.rules.worst(i), abouts[i].bad), core[i]}
	}
	return t
}
