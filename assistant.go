package main

import (
	"fmt"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/marketplace"
	"github.com/dropledger/dropledger/services/store"
)

// byHandCommand is what a person orders on marketplaces; what came of it is typed
// back with "put placed".
type byHandCommand struct {
	List      byHandListCommand      `cmd:"" default:"withargs" help:"List what waits to be placed by hand."`
	Begin     byHandBeginCommand     `cmd:"" help:"Begin to place an order: print what to type, in the order of the site's form. It is asked after until it is placed or taken back."`
	NotPlaced byHandNotPlacedCommand `cmd:"" help:"Say that nothing was ordered of what was begun."`
	NotThere  byHandNotThereCommand  `cmd:"" help:"Give articles back to routing that the marketplace does not have."`
	Sites     byHandSitesCommand     `cmd:"" help:"List how sites ask for an order."`
	Links     byHandLinksCommand     `cmd:"" help:"List the pages of products at suppliers."`
}

type byHandListCommand struct {
	Supplier string `help:"Only this supplier's." placeholder:"NAME"`
}

// Run lists what waits.
func (c *byHandListCommand) Run(a *app) error {
	db, err := a.look()
	if err != nil {
		return err
	}
	items, err := marketplace.New(db, &a.bus).Queue(a.ctx, 0)
	if err != nil {
		return err
	}
	rows := []marketplace.Item{}
	var b strings.Builder
	for _, i := range items {
		if c.Supplier != "" && model.NameKey(c.Supplier) != model.NameKey(i.Supplier) {
			continue
		}
		rows = append(rows, i)
		fmt.Fprintf(&b, "%s  %s  %s  %s  %s %s\n", i.Purchase, i.Order, i.Supplier, i.State, i.Total().Text(i.Currency), i.Currency)
	}
	fmt.Fprintf(&b, "%d to place by hand.\n", len(rows))
	return a.print(map[string]any{"rows": rows, "count": len(rows)}, strings.TrimSuffix(b.String(), "\n"))
}

type byHandBeginCommand struct {
	Purchase string `arg:"" help:"The number of the purchase order."`
	Order    string `help:"The sales order, where the purchase order holds several." placeholder:"NUMBER"`
}

// Run notes that it is begun and prints what to type.
func (c *byHandBeginCommand) Run(a *app) error {
	s, i, err := a.byHand(c.Purchase, c.Order)
	if err != nil {
		return err
	}
	id, err := s.Begin(a.ctx, i.PurchaseID, i.OrderID)
	if err != nil {
		return err
	}
	sheet, err := s.Sheet(a.ctx, id, i.OrderID)
	if err != nil {
		return err
	}
	return a.print(sheet, sheet.Text())
}

type byHandNotPlacedCommand struct {
	Purchase string `arg:"" help:"The number of the purchase order."`
}

// Run takes it back.
func (c *byHandNotPlacedCommand) Run(a *app) error {
	s, i, err := a.byHand(c.Purchase, "")
	if err != nil {
		return err
	}
	if err := s.TakeBack(a.ctx, i.PurchaseID); err != nil {
		return err
	}
	return a.print(map[string]any{"purchase": i.Purchase, "state": model.PurchaseApproved}, i.Purchase+" can be placed again.")
}

type byHandNotThereCommand struct {
	Purchase string   `arg:"" help:"The number of the purchase order."`
	Order    string   `help:"The sales order, where the purchase order holds several." placeholder:"NUMBER"`
	SKU      []string `name:"sku" help:"Only these articles; all by default." placeholder:"SKU"`
	Why      string   `help:"What the marketplace says."`
}

// Run gives articles back.
func (c *byHandNotThereCommand) Run(a *app) error {
	s, i, err := a.byHand(c.Purchase, c.Order)
	if err != nil {
		return err
	}
	sheet, err := s.Sheet(a.ctx, i.PurchaseID, i.OrderID)
	if err != nil {
		return err
	}
	lines, err := sheet.LinesOf(c.SKU)
	if err != nil {
		return err
	}
	if err := s.NotThere(a.ctx, i, lines, c.Why); err != nil {
		return err
	}
	return a.print(map[string]any{"purchase": i.Purchase, "order": i.Order}, "The lines of order "+i.Order+" wait for a supplier again.")
}

// byHand finds what waits to be placed.
func (a *app) byHand(purchase, order string) (*marketplace.Service, *marketplace.Item, error) {
	db, err := a.change()
	if err != nil {
		return nil, nil, err
	}
	s := marketplace.New(db, &a.bus)
	i, err := s.Find(a.ctx, purchase, order)
	return s, i, err
}

type byHandSitesCommand struct{ listFile }

// Run lists the forms of sites.
func (c *byHandSitesCommand) Run(a *app) error {
	return list(a, listing{c.listFile, "Sites", []string{"site", "valid_from", "phone", "source", "last_checked"}}, func(db *store.DB) ([]marketplace.Site, error) {
		return marketplace.New(db, &a.bus).Sites(a.ctx)
	})
}

type byHandLinksCommand struct{ listFile }

// Run lists the pages of products.
func (c *byHandLinksCommand) Run(a *app) error {
	return list(a, listing{c.listFile, "Pages at suppliers", []string{"supplier", "sku", "url", "valid_from", "last_checked"}}, func(db *store.DB) ([]marketplace.Link, error) {
		return marketplace.New(db, &a.bus).Links(a.ctx)
	})
}
