package main

import (
	"errors"
	"fmt"

	"github.com/dropledger/dropledger/services/demo"
	"github.com/dropledger/dropledger/services/proof"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
)

// The commands that make a book, copy it, bring it back and prove it.

type newCommand struct {
	Name     string `required:"" help:"The name of the business."`
	Currency string `required:"" help:"The home currency, such as EUR."`
	Country  string `required:"" help:"The country of the business, such as DE."`
}

// Run makes an empty book.
func (c *newCommand) Run(a *app) error {
	path, err := a.newBookPath(c.Name)
	if err != nil {
		return err
	}
	if a.db, err = store.Create(a.ctx, a.config(path)); err != nil {
		return err
	}
	pairs := []setting.Pair{{Key: string(setting.BookName), Value: c.Name}, {Key: string(setting.BookCurrency), Value: c.Currency}, {Key: string(setting.BookCountry), Value: c.Country}}
	if err := setting.New(a.db, &a.bus).SetAll(a.ctx, pairs); err != nil {
		return errors.Join(err, a.discard(path))
	}
	return errors.Join(a.remember(path), a.print(map[string]any{"book": path}, "Made the book "+path))
}

type demoCommand struct {
	Orders int   `default:"400" help:"How many orders."`
	Seed   int64 `default:"1" help:"The same seed makes the same business."`
}

// Run makes a sample business in a new book.
func (c *demoCommand) Run(a *app) error {
	path, err := a.newBookPath("Sample business")
	if err != nil {
		return err
	}
	if a.db, err = store.Create(a.ctx, a.config(path)); err != nil {
		return err
	}
	n, err := demo.New(a.db, &a.bus, &a.jobs).Make(a.ctx, demo.Options{Orders: c.Orders, Seed: c.Seed})
	if err != nil {
		return errors.Join(err, a.discard(path))
	}
	return errors.Join(a.remember(path), a.print(map[string]any{"book": path, "orders": n}, fmt.Sprintf("Made a sample business of %d orders in %s", n, path)))
}

type checkCommand struct {
	Full bool `help:"Also read every page of the file."`
}

// Run proves the book.
func (c *checkCommand) Run(a *app) error {
	db, err := a.look()
	if err != nil {
		return err
	}
	res, err := proof.Check(a.ctx, db, c.Full)
	if err != nil {
		return err
	}
	if err := a.print(res, res.Text()); err != nil || res.OK {
		return err
	}
	return errSaid
}

type backupCommand struct {
	Out string `required:"" help:"The file to write." placeholder:"FILE"`
}

// Run writes a verified copy.
func (c *backupCommand) Run(a *app) error {
	db, err := a.look()
	if err != nil {
		return err
	}
	b, err := store.Backup(a.ctx, db, c.Out)
	if err != nil {
		return err
	}
	return a.print(map[string]any{"out": b.Out, "sha256": b.SHA256}, "Backed up to "+b.Out)
}

type restoreCommand struct {
	From string `required:"" help:"The backup." placeholder:"FILE"`
}

// Run puts a backup in the book's place.
func (c *restoreCommand) Run(a *app) error {
	path, err := a.bookPath()
	if err != nil {
		return err
	}
	if err := store.Restore(a.ctx, a.config(path), c.From); err != nil {
		return err
	}
	sum, err := store.Fingerprint(path)
	if err != nil {
		return err
	}
	return errors.Join(a.remember(path), a.print(map[string]any{"book": path, "out": path, "sha256": sum, "from": c.From}, "Restored "+path))
}

type migrateCommand struct{}

// Run brings the book to this program's schema.
func (c *migrateCommand) Run(a *app) error {
	path, err := a.bookPath()
	if err != nil {
		return err
	}
	m, err := store.Migrate(a.ctx, a.config(path))
	if err != nil {
		return err
	}
	sum, err := store.Fingerprint(path)
	if err != nil {
		return err
	}
	return a.print(map[string]any{"out": path, "sha256": sum, "from": m.From, "to": m.To, "backup": m.Backup}, fmt.Sprintf("Schema %d, was %d.", m.To, m.From))
}
