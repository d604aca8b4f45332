package order

import (
	"fmt"
	"strings"

	"github.com/dropledger/dropledger/model"
)

// Describe says in a line what an update changes: old is the order as it was, now
// as it is after.
func Describe(old, now *model.Order) string {
	var parts []string
	say := func(what, from, to string) {
		if from != to {
			if from == "" {
				from = "none"
			}
			parts = append(parts, fmt.Sprintf("%s %s → %s", what, from, to))
		}
	}
	c := old.Currency
	say("payment", string(old.Payment), string(old.Payment.Later(now.Payment)))
	say("fulfilment", string(old.Fulfilment), string(old.Fulfilment.Later(now.Fulfilment)))
	if now.CancelledOn != "" {
		say("cancelled", string(old.CancelledOn), string(now.CancelledOn))
	}
	say("refunded", old.Refunded.Text(c), max(old.Refunded, now.Refunded).Text(c))
	say("total", old.Total.Text(c), now.Total.Text(c))
	if fingerprint(&old.ShipTo) != fingerprint(&now.ShipTo) {
		parts = append(parts, "delivery address")
	}
	if len(old.Lines) != len(now.Lines) {
		say("lines", fmt.Sprint(len(old.Lines)), fmt.Sprint(len(now.Lines)))
	}
	if len(parts) == 0 {
		return "details"
	}
	return strings.Join(parts, ", ")
}
