package marketplace

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
)

// Find finds what waits to be placed by the number of its purchase order, and by
// that of the sales order where the purchase order holds several.
func (s *Service) Find(ctx context.Context, purchase, order string) (*Item, error) {
	items, err := s.Queue(ctx, 0)
	if err != nil {
		return nil, err
	}
	var found []Item
	for _, i := range items {
		if strings.EqualFold(i.Purchase, purchase) && (order == "" || strings.EqualFold(strings.TrimPrefix(i.Order, "#"), strings.TrimPrefix(order, "#"))) {
			found = append(found, i)
		}
	}
	switch len(found) {
	case 1:
		return &found[0], nil
	case 0:
		return nil, model.FieldErrorf("purchase", "%s does not wait to be placed by hand: look at the list of what does.", purchase)
	}
	return nil, model.FieldErrorf("order", "%s holds %d orders: say which one is meant.", purchase, len(found))
}

// LinesOf are the lines of the articles named, none for all of them.
func (t *Sheet) LinesOf(skus []string) ([]int64, error) {
	var lines []int64
	for _, sku := range skus {
		at := slices.IndexFunc(t.Pieces, func(p Piece) bool { return p.SKU == sku })
		if at < 0 {
			return nil, model.FieldErrorf("sku", "%s does not stand in %s.", sku, t.Purchase)
		}
		lines = append(lines, t.Pieces[at].LineID)
	}
	return lines, nil
}

// Text tells people what to type.
func (t *Sheet) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, order %s at %s\n", t.Purchase, t.Order, t.Supplier)
	for _, p := range t.Pieces {
		fmt.Fprintf(&b, "%d x %s (%s) at %s %s  %s\n", p.Quantity, p.Name, p.SupplierSKU, p.UnitCost.Text(t.Currency), t.Currency, p.Page)
	}
	for _, f := range t.Form {
		fmt.Fprintf(&b, "%-9s %s\n", f.Part, f.Value)
	}
	fmt.Fprintf(&b, "note      %s\nexpected  %s %s, of it shipping %s\n", t.Note, t.Total().Text(t.Currency), t.Currency, t.Shipping.Text(t.Currency))
	return strings.TrimSuffix(b.String(), "\n")
}
