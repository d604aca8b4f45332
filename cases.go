package main

import (
	"github.com/dropledger/dropledger/services/aftersale"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

type casesCommand struct {
	listFile
	State    string `help:"Only this state: open, resolved or archived."`
	Limit    int    `help:"At most so many rows; 0 is all."`
	Archived bool   `help:"Those put away as well."`
}

// Run lists the cases.
func (c *casesCommand) Run(a *app) error {
	columns := []string{"number:id", "shop", "supplier", "kind", "opened:date", "resolution", "refund:amount", "currency", "claim_by:date", "state"}
	return list(a, listing{c.listFile, "Cases", columns}, func(db *store.DB) ([]aftersale.Row, error) {
		return aftersale.New(db, &a.bus).List(a.ctx, record.Filter{State: c.State, Limit: c.Limit, Archived: c.Archived})
	})
}

type claimsCommand struct {
	listFile
	State string `help:"Only this state: open, accepted, refused or credited."`
	Limit int    `help:"At most so many rows; 0 is all."`
}

// Run lists the claims.
func (c *claimsCommand) Run(a *app) error {
	columns := []string{"number:id", "supplier", "kind", "party", "amount:amount", "currency", "claimed:date", "accepted:amount", "credited:amount", "state"}
	return list(a, listing{c.listFile, "Claims", columns}, func(db *store.DB) ([]aftersale.Claim, error) {
		return aftersale.New(db, &a.bus).Claims(a.ctx, record.Filter{State: c.State, Limit: c.Limit})
	})
}
