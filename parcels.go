package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

type parcelsCommand struct {
	listFile
	State     string `help:"Only this state: label_made, shipped, in_transit, customs_hold, out_for_delivery, delivered, returned, lost or archived."`
	Limit     int    `help:"At most so many rows; 0 is all."`
	Attention bool   `help:"Only what needs a person, with what suppliers were asked to send and told no number of."`

	ForShop string `help:"Write the file to --out that brings tracking into this shop." placeholder:"NAME"`
	Since   string `help:"With --for-shop: only what was sent from this day on." placeholder:"D"`
	Layout  string `enum:",plain,woocommerce,amazon" default:"" help:"With --for-shop: plain, woocommerce or amazon; by default what the shop's platform takes."`
}

// Run lists the parcels, or writes those of a shop in the form that it takes.
func (c *parcelsCommand) Run(a *app) error {
	if c.ForShop != "" {
		return c.forShop(a)
	}
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

// forShop writes the file that brings tracking into a shop.
func (c *parcelsCommand) forShop(a *app) error {
	f := parcel.ShopFile{Shop: c.ForShop, Layout: parcel.ShopLayout(c.Layout)}
	if c.Out == "" {
		return words(model.FieldErrorf("out", "Name the file to write with --out."))
	}
	if c.Since != "" {
		day, err := model.ParseDate(c.Since)
		if err != nil {
			return words(err)
		}
		f.Since = day
	}
	db, err := a.look()
	if err != nil {
		return err
	}
	var done parcel.Exported
	err = file.WriteAtomic(c.Out, 0o644, func(w io.Writer) (err error) {
		done, err = parcel.New(db, &a.bus).ExportShop(a.ctx, w, f)
		return err
	})
	if err != nil {
		return err
	}
	said := fmt.Sprintf("Wrote %d rows for %s to %s.", done.Rows, c.ForShop, c.Out)
	if len(done.Withheld) > 0 {
		said += fmt.Sprintf(" Left out, because only a part of them has left: %s.", strings.Join(done.Withheld, ", "))
	}
	return a.print(struct {
		Out string `json:"out"`
		parcel.Exported
	}{c.Out, done}, said)
}
