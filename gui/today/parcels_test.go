package today

import "github.com/dropledger/dropledger/services/today"

// parcelWords are what is said of two parcels of each kind.
var parcelWords = map[today.Kind][2]string{
	today.IsLost:     {"Lost, not sent again: 2 parcels", oldest},
	today.PastDue:    {"Promised day is over: 2 parcels", oldest},
	today.CameBack:   {"Came back to the sender: 2 parcels", oldest},
	today.Customs:    {"Held by customs: 2 parcels", oldest},
	today.Short:      {"Arrived with pieces missing: 2 purchase orders", oldest},
	today.NoMovement: {"No movement: 2 parcels", oldest},
	today.NoTracking: {"No tracking number: 2 purchase orders", oldest},
	today.Verify:     {"Delivered, now verify: 2 parcels", oldest},
	today.NoAnswer:   {"Not confirmed: 2 purchase orders", oldest},
}

const oldest = "the oldest is order #7; PO-1; Acme"
