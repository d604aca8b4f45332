package reports

import (
	"context"
	"errors"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/stocking"
)

func stockingProposals() report {
	return report{
		Info: Info{
			Name: "stocking-proposals", Title: "Stocking proposals",
			Description: "Best sellers of each region, with what a piece costs drop shipped and through a 3PL, from how many a month stock pays, and when to order how much.",
		},
		build: buildStockingProposals,
	}
}

func buildStockingProposals(ctx context.Context, q *request) (*Table, error) {
	t := q.table
	t.Columns = []Column{
		{"region", "Region", KindText},
		{"sku", "SKU", KindIdentifier},
		{"name", "Product", KindText},
		{"class", "Class", KindText},
		{"share_pct", "Share of value", KindPercent},
		{"orders", "Orders", KindInteger},
		{"units", "Pieces", KindInteger},
		{"per_day", "A day", KindNumber},
		{"sigma", "Deviation", KindNumber},
		{"verdict", "Verdict", KindText},
		{"threepl", "3PL", KindText},
		{"dropship_unit_cost", "Drop shipped, a piece", KindAmount},
		{"stock_unit_cost", "From stock, a piece", KindAmount},
		{"breakeven_units", "Break-even a month", KindInteger},
		{"saving", "Saving a month", KindAmount},
		{"days_faster", "Days faster", KindInteger},
		{"lead_days", "Lead time", KindNumber},
		{"lead_sigma", "Its deviation", KindNumber},
		{"safety_stock", "Safety stock", KindInteger},
		{"reorder_point", "Reorder point", KindInteger},
		{"order_quantity", "Order", KindInteger},
		{"capital", "Capital", KindAmount},
		{"says", "In words", KindText},
	}
	r, err := stocking.New(q.DB).Proposals(ctx)
	var e *model.Error
	if errors.As(err, &e) && e.Field == string(setting.BookCurrency) {
		q.note(e.Message) // nothing can be worked out, and the document says why
		return t, nil
	}
	if err != nil {
		return nil, err
	}
	t.Meta.Period = model.Period{From: r.From, To: r.To}
	t.lay(len(r.Proposals), func(cells []Cell, i int) []Cell { return q.proposal(cells, &r.Proposals[i]) })
	for _, p := range r.Plans {
		q.note("All products that are cheaper from stock at " + p.Place + " together save " + model.Amount(p.Saving).Text(q.Currency) + " " + string(q.Currency) +
			" a month, its fixed fees counted once.")
	}
	for _, n := range r.Notes {
		q.note(n)
	}
	return t, nil
}

// proposal is the row of one.
func (q *request) proposal(cells []Cell, p *stocking.Proposal) []Cell {
	share, lead, sigma, order := Unknown(), Unknown(), Unknown(), Unknown()
	if p.SharePct != nil {
		share = Percent(*p.SharePct)
	}
	if p.Lead != nil {
		lead, sigma = Number(p.Lead.Days), Number(p.Lead.Sigma)
	}
	if p.Order != nil {
		order = Integer(p.Order.Quantity)
	}
	return append(cells, Text(p.Region), Identifier(p.SKU), Text(p.Name), Text(p.Class), share, Integer(p.Orders), Integer(p.Units), Number(p.PerDay), Number(p.Sigma),
		Text(string(p.Verdict)), orUnknown(p.Place), q.known(p.DropUnit), q.known(p.StockUnit), known(p.Breakeven), q.known(p.Saving), known(p.DaysFaster),
		lead, sigma, known(p.SafetyStock), known(p.ReorderPoint), order, q.known(p.Capital), Text(p.Says))
}

// known is money of the book that may not be known, with what it has below the
// minor unit.
func (q *request) known(a *record.Amount) Cell {
	if a == nil {
		return Unknown()
	}
	return UnitPrice(model.Amount(*a), q.Currency)
}

// known is a count that may not be known.
func known[T ~int | ~int64](n *T) Cell {
	if n == nil {
		return Unknown()
	}
	return Integer(*n)
}
