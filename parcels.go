package main

import (
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

type parcelsCommand struct {
	listFile
	State     string `help:"Only this state: label_made, shipped, in_transit, customs_hold, out_for_delivery, delivered, returned, lost or archived."`
	Limit     int    `help:"At most so many rows; 0 is all."`
	Attention bool   `help:"Only what needs a person, with what suppliers were asked to send and told no number of."`
}

// Run lists the parcels.
func (c *parcelsCommand) Run(a *app) error {
	columns := []string{
		"number:id", "carrier", "state", "purchase:id", "supplier", "shipped:date", "last_movement:date", "delivered:date", "promised:date", "days_late:count",
	}
	return list(a, listing{c.listFile, "Parcels", columns}, func(db *store.DB) ([]parcel.Row, error) {
		s := parcel.New(db, &a.bus)
		if !c.Attention {
			return s.List(a.ctx, record.Filter{State: c.State, Limit: c.Limit})
		}
		rows, err := s.Attention(a.ctx)
		if c.Limit > 0 && len(rows) > c.Limit {
			rows = rows[:c.Limit]
		}
		return rows, err
	})
}
