package order

import "testing"

func TestProgress_MakesTheState(t *testing.T) {
	for name, c := range map[string]struct {
		p    Progress
		want string
	}{
		"nothing is wanted":                        {Progress{}, Fulfilled},
		"nothing is wanted, though it was given":   {Progress{Allocated: 2, Forwarded: 1}, Fulfilled},
		"nobody was chosen":                        {Progress{Open: 2}, ToRoute},
		"a line is held":                           {Progress{Open: 2, Held: 1}, Held},
		"a line is held, another given":            {Progress{Open: 2, Allocated: 1, Held: 1}, Held},
		"all is given":                             {Progress{Open: 2, Allocated: 2}, ToForward},
		"a part is given":                          {Progress{Open: 2, Allocated: 1}, ToForward},
		"a part left":                              {Progress{Open: 2, Allocated: 2, Forwarded: 1}, PartForwarded},
		"what was given left, but more is wanted":  {Progress{Open: 2, Allocated: 1, Forwarded: 1}, PartForwarded},
		"all left":                                 {Progress{Open: 2, Allocated: 2, Forwarded: 2}, Forwarded},
		"all left, and a line is held":             {Progress{Open: 2, Allocated: 2, Forwarded: 2, Held: 1}, PartForwarded},
		"a part is in a parcel":                    {Progress{Open: 2, Allocated: 2, Forwarded: 2, Shipped: 1}, PartShipped},
		"a part arrived":                           {Progress{Open: 2, Allocated: 2, Forwarded: 2, Shipped: 1, Delivered: 1}, PartShipped},
		"all is on the way":                        {Progress{Open: 2, Allocated: 2, Forwarded: 2, Shipped: 2, Delivered: 1}, Shipped},
		"all arrived":                              {Progress{Open: 2, Allocated: 2, Forwarded: 2, Shipped: 2, Delivered: 2}, Delivered},
		"what was forwarded arrived, a line waits": {Progress{Open: 3, Allocated: 2, Forwarded: 2, Shipped: 2, Delivered: 2}, PartForwarded},
		"it arrived, and a line is held":           {Progress{Open: 2, Allocated: 2, Forwarded: 2, Delivered: 2, Shipped: 2, Held: 1}, PartForwarded},
	} {
		if got := c.p.State(); got != c.want {
			t.Errorf("%s: %+v is %s, want %s", name, c.p, got, c.want)
		}
	}
}
