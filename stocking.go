package main

import (
	"github.com/dropledger/dropledger/services/stocking"
	"github.com/dropledger/dropledger/services/store"
)

type stockingCommand struct {
	listFile
	Levels bool `help:"How long the own stock at each 3PL lasts, and what to order again."`
}

// Run says which products are worth keeping in stock, or how long stock lasts.
func (c *stockingCommand) Run(a *app) error {
	if c.Levels {
		columns := []string{
			"threepl", "sku:id", "name", "on_hand:count", "reserved:count", "free:count", "coming:count", "days_of_cover:count", "reorder_point:count",
			"safety_stock:count", "low", "says",
		}
		return list(a, listing{c.listFile, "Own stock", columns}, func(db *store.DB) ([]stocking.Level, error) {
			return stocking.New(db).Levels(a.ctx)
		})
	}
	var r *stocking.Result
	columns := []string{
		"region", "sku:id", "name", "class", "units:count", "verdict", "threepl", "dropship_unit_cost:amount", "stock_unit_cost:amount",
		"breakeven_units:count", "saving:amount", "days_faster:count", "reorder_point:count", "safety_stock:count", "says",
	}
	read := func(db *store.DB) (rows []stocking.Proposal, err error) {
		if r, err = stocking.New(db).Proposals(a.ctx); err != nil {
			return nil, err
		}
		return r.Proposals, nil
	}
	if !a.json && c.Format != "json" {
		return list(a, listing{c.listFile, "Stocking", columns}, read)
	}
	db, err := a.look()
	if err != nil {
		return err
	}
	if _, err := read(db); err != nil {
		return err
	}
	a.json = true
	return a.print(r, "")
}
