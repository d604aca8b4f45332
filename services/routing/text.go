package routing

import (
	"fmt"
	"strings"
)

// Text tells the result to people, one line a line of an order and the reasons below it.
func (r Result) Text() string {
	var b strings.Builder
	verb := "found a supplier"
	if r.DryRun {
		verb = "would find a supplier"
	}
	fmt.Fprintf(&b, "%s %s, %d held, %d taken back.\n", lines(r.Routed), verb, len(r.Held), len(r.Cancelled))
	for _, a := range r.Allocations {
		fmt.Fprintf(&b, "%s line %d: %d x %s to %s\n", a.Order, a.Position, a.Quantity, a.SKU, a.Supplier)
		for _, why := range a.Why {
			fmt.Fprintf(&b, "    %s\n", why)
		}
	}
	for _, h := range r.Held {
		fmt.Fprintf(&b, "%s line %d is held: %s\n", h.Order, h.Position, h.Reason)
	}
	for _, c := range r.Cancelled {
		fmt.Fprintf(&b, "%s line %d was taken back from %s: %s\n", c.OrderNo, c.Position, c.Supplier, c.Reason)
	}
	return b.String()
}

func lines(n int) string {
	if n == 1 {
		return "1 line"
	}
	return fmt.Sprintf("%d lines", n)
}
