package order

import (
	"cmp"

	"github.com/dropledger/dropledger/model"
)

// join combines what the book knows of an order with what a source says. newer
// tells whether the source is the newer of the two: its text, amounts and lines
// stand then. States never go back, dates once known stay, and what was
// refunded only grows, whichever is newer.
func join(old, in *model.Order, newer bool) *model.Order {
	first, second := old, in
	if newer {
		first, second = in, old
	}
	j := *first
	j.ID, j.ShopID = old.ID, old.ShopID
	j.Payment = old.Payment.Later(in.Payment)
	j.Fulfilment = old.Fulfilment.Later(in.Fulfilment)
	j.Refunded = max(old.Refunded, in.Refunded)
	j.PaidOn = cmp.Or(first.PaidOn, second.PaidOn)
	j.FulfilledOn = cmp.Or(first.FulfilledOn, second.FulfilledOn)
	j.CancelledOn = cmp.Or(first.CancelledOn, second.CancelledOn)
	if j.ExternalID == "" {
		j.ExternalID = second.ExternalID
	}
	if j.ShipTo.IsZero() {
		j.ShipTo, j.Country = second.ShipTo, second.Country
	}
	if j.BillTo.IsZero() {
		j.BillTo = second.BillTo
	}
	if old.Payment.Captured() && !in.Payment.Captured() && newer {
		j.Outstanding = old.Outstanding
	}
	j.Lines = joinLines(old.Lines, in.Lines, newer)
	return &j
}

// joinLines takes the lines of the newer side and the further state of either.
// A line the newer side no longer has keeps its place with quantity 0: what was
// done for it must stay traceable.
func joinLines(old, in []model.OrderLine, newer bool) []model.OrderLine {
	match := matchLines(old, in)
	out := make([]model.OrderLine, 0, len(old))
	matchedOld := make([]bool, len(old))
	next := 0
	for i := range old {
		next = max(next, old[i].Position+1)
	}
	for i := range in {
		l := in[i]
		k := match[i]
		if k < 0 {
			if newer {
				l.ID, l.Position = 0, next
				next++
				out = append(out, l)
			}
			continue
		}
		matchedOld[k] = true
		if !newer {
			l = old[k]
		}
		l.ID, l.Position, l.ProductID, l.SupplierID = old[k].ID, old[k].Position, old[k].ProductID, old[k].SupplierID
		l.Fulfilment = old[k].Fulfilment.Later(in[i].Fulfilment)
		out = append(out, l)
	}
	for i := range old {
		if matchedOld[i] {
			continue
		}
		l := old[i]
		if newer {
			l.Quantity, l.Discount, l.Tax, l.Shipping = 0, 0, 0, 0
		}
		out = append(out, l)
	}
	return out
}

type lineKey struct {
	sku, name string
	price     model.Amount
	nth       int
}

// matchLines pairs the lines of two versions of an order by SKU, name, price
// and occurrence; what is left over is paired by SKU and
// name, so that a corrected price is a change of the line and not a new one.
func matchLines(old, in []model.OrderLine) []int {
	match := make([]int, len(in))
	for i := range match {
		match[i] = -1
	}
	used := make([]bool, len(old))
	for _, withPrice := range []bool{true, false} {
		byKey := map[lineKey]int{}
		count := map[lineKey]int{}
		for i := range old {
			if !used[i] {
				byKey[keyOf(&old[i], withPrice, count)] = i
			}
		}
		clear(count)
		for i := range in {
			if match[i] >= 0 {
				continue
			}
			if k, ok := byKey[keyOf(&in[i], withPrice, count)]; ok {
				match[i], used[k] = k, true
			}
		}
	}
	return match
}

func keyOf(l *model.OrderLine, withPrice bool, count map[lineKey]int) lineKey {
	k := lineKey{sku: l.SKU, name: l.Name}
	if withPrice {
		k.price = l.Price
	}
	n := count[k]
	count[k] = n + 1
	k.nth = n
	return k
}
