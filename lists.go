package main

import (
	"github.com/dropledger/dropledger/services/fee"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/shop"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// The commands that list what a book holds.

// listFile says in what form a list is wanted.
type listFile struct {
	Format string `enum:"json,csv,xlsx,text" default:"text" help:"json, csv, xlsx or text."`
	Out    string `help:"The file to write; standard output by default." placeholder:"F"`
}

type listFlags struct {
	listFile
	State    string `help:"Only this state."`
	Limit    int    `help:"At most so many rows; 0 is all."`
	Archived bool   `help:"Those put away as well."`
}

func (l listFlags) filter() record.Filter {
	return record.Filter{State: l.State, Limit: l.Limit, Archived: l.Archived}
}

type suppliersCommand struct{ listFlags }

// Run lists the suppliers.
func (c *suppliersCommand) Run(a *app) error {
	return list(a, listing{c.listFile, "Suppliers", []string{"name", "type", "stage", "country", "currency", "state"}}, func(db *store.DB) ([]supplier.Row, error) {
		return supplier.New(db, &a.bus).List(a.ctx, c.filter())
	})
}

type productsCommand struct{ listFlags }

// Run lists the products.
func (c *productsCommand) Run(a *app) error {
	return list(a, listing{c.listFile, "Products", []string{"sku:id", "name", "brand", "state"}}, func(db *store.DB) ([]product.Row, error) {
		return product.New(db, &a.bus).List(a.ctx, c.filter())
	})
}

type offersCommand struct{ listFlags }

// Run lists the offers.
func (c *offersCommand) Run(a *app) error {
	columns := []string{"supplier", "sku:id", "supplier_sku:id", "cost:amount", "currency", "valid_from:date", "valid_to:date", "stock:count", "counted_on:date", "state"}
	return list(a, listing{c.listFile, "Offers", columns}, func(db *store.DB) ([]sourcing.Row, error) {
		return sourcing.New(db, &a.bus).List(a.ctx, c.filter())
	})
}

type shopsCommand struct{ listFlags }

// Run lists the shops.
func (c *shopsCommand) Run(a *app) error {
	columns := []string{"name", "platform", "currency", "time_zone", "cash_on_delivery", "state"}
	return list(a, listing{c.listFile, "Shops", columns}, func(db *store.DB) ([]shop.Row, error) {
		return shop.New(db, &a.bus).List(a.ctx, c.filter())
	})
}

type feesCommand struct{ listFile }

// Run lists the fee rules.
func (c *feesCommand) Run(a *app) error {
	columns := []string{"name", "kind", "shop", "base", "percent", "fixed", "currency", "valid_from:date", "valid_to:date"}
	return list(a, listing{c.listFile, "Fees", columns}, func(db *store.DB) ([]fee.Row, error) {
		return fee.New(db, &a.bus).List(a.ctx)
	})
}

type ratesCommand struct {
	listFile
	Limit int `help:"At most so many rows; 0 is all."`
}

// Run lists the exchange rates.
func (c *ratesCommand) Run(a *app) error {
	return list(a, listing{c.listFile, "Rates", []string{"date:date", "from", "to", "rate", "source"}}, func(db *store.DB) ([]rate.Row, error) {
		return rate.New(db, &a.bus).List(a.ctx, c.Limit)
	})
}

type ordersCommand struct {
	listFlags
	Shop  string `help:"Only this shop."`
	Lines bool   `help:"With the lines of each order."`
}

// Run lists the orders.
func (c *ordersCommand) Run(a *app) error {
	return list(a, listing{c.listFile, "Orders", []string{"number:id", "shop", "placed_on:date", "total:amount", "currency", "country", "payment", "state"}}, func(db *store.DB) ([]order.Row, error) {
		return order.New(db, &a.bus).List(a.ctx, order.Filter{State: c.State, Shop: c.Shop, Limit: c.Limit, Archived: c.Archived, Lines: c.Lines})
	})
}

type purchasesCommand struct {
	listFile
	State    string `help:"Only this state."`
	Supplier string `help:"Only this supplier."`
	Limit    int    `help:"At most so many rows; 0 is all."`
}

// Run lists the purchase orders.
func (c *purchasesCommand) Run(a *app) error {
	return list(a, listing{c.listFile, "Purchases", []string{"number:id", "supplier", "state", "orders:count", "lines:count", "total:amount", "currency", "sent:instant"}}, func(db *store.DB) ([]purchase.Row, error) {
		return purchase.List(a.ctx, db, purchase.Filter{State: c.State, Supplier: c.Supplier, Limit: c.Limit})
	})
}
