package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/importer/sheet"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
)

// The commands that change what a book holds.

type importCommand struct {
	Files    []string          `arg:"" help:"The files; each is one transaction."`
	As       string            `help:"Force a format: shopify-orders, shopify-products, price-list, tracking or acknowledgements." placeholder:"FORMAT"`
	Shop     string            `help:"The shop the orders or products are of; made when new." placeholder:"NAME"`
	Supplier string            `help:"Whose price list it is." placeholder:"NAME"`
	Map      map[string]string `help:"The column that holds a field, such as cost=\"Net price\"; remembered." placeholder:"FIELD=COLUMN"`
	Encoding string            `help:"How text is written where its content does not tell, such as windows-1251." placeholder:"NAME"`
	Sheet    string            `help:"The sheet of a workbook; the first that fits by default." placeholder:"NAME"`
	DryRun   bool              `help:"Show what would happen; change nothing."`
}

// Run imports files.
func (c *importCommand) Run(a *app) error {
	if _, err := importer.Format(c.As); err != nil {
		return words(err)
	}
	db, err := a.change()
	if err != nil {
		return err
	}
	s := importer.New(db, &a.bus, &a.jobs)
	s.Committed = func(batch int64) { fmt.Fprintln(a.err, "ack", batch) }
	res, err := s.Import(a.ctx, c.Files, importer.Options{
		As: c.As, Shop: c.Shop, Supplier: c.Supplier, Mapping: c.Map, DryRun: c.DryRun, Reading: sheet.Reading{Encoding: c.Encoding, Sheet: c.Sheet},
	})
	if err != nil {
		return err
	}
	if err := a.print(res, res.Text(c.DryRun)); err != nil {
		return err
	}
	return a.imported(res)
}

// imported turns the result into the exit code: nothing came in is a failure,
// something refused is told apart from all well.
func (a *app) imported(res importer.Result) error {
	failed, refused := 0, 0
	for _, f := range res.Files {
		if f.Err() != nil {
			failed++
			said := f.Failed()
			if name := filepath.Base(f.Path); !strings.Contains(said, name) {
				said = name + ": " + said
			}
			fmt.Fprintln(a.err, said)
		}
		refused += f.Refused
	}
	switch {
	case failed == len(res.Files):
		return errSaid
	case failed+refused > 0:
		return errRefusals
	}
	return nil
}

// change opens the book for work that changes it and makes the backup of the
// day first. A backup that cannot be made is told and does not stop the work.
func (a *app) change() (*store.DB, error) {
	db, err := a.open()
	if err != nil {
		return nil, err
	}
	if _, err := store.DailyBackup(a.ctx, db); err != nil {
		fmt.Fprintf(a.err, "Today's backup could not be made: %s\n", err)
	}
	return db, nil
}

type undoCommand struct {
	Batch int64 `arg:"" help:"The number of the import batch."`
}

// Run takes an import batch back.
func (c *undoCommand) Run(a *app) error {
	db, err := a.change()
	if err != nil {
		return err
	}
	u, err := importer.New(db, &a.bus, &a.jobs).Undo(a.ctx, c.Batch)
	if err != nil {
		return err
	}
	return a.print(u, fmt.Sprintf("Took import %d back: %d records.", u.Batch, u.Removed))
}

type putCommand struct {
	Kind   string `arg:"" help:"The kind of record, one of those below."`
	Schema bool   `help:"Print the fields of the kind instead."`
}

// Help lists the kinds of records.
func (c *putCommand) Help() string {
	return "The kinds are " + strings.Join(put.New(nil, new(event.Bus)).Kinds(), ", ") + "."
}

// Run creates or changes records.
func (c *putCommand) Run(a *app) error {
	schema, err := put.New(nil, &a.bus).Schema(c.Kind)
	if err != nil {
		return words(err)
	}
	if c.Schema {
		return a.print(schema, schema.Text())
	}
	db, err := a.change()
	if err != nil {
		return err
	}
	text, err := io.ReadAll(io.LimitReader(a.in, 1<<30))
	if err != nil {
		return err
	}
	r, err := put.New(db, &a.bus).Put(a.ctx, c.Kind, text)
	if err != nil {
		return untouched(err)
	}
	return a.print(r, fmt.Sprintf("%d created, %d updated, %d unchanged", r.Created, r.Updated, r.Unchanged))
}

type archiveCommand struct {
	Kind string `arg:"" enum:"supplier,shop,product" help:"supplier, shop or product"`
	Key  string `arg:"" help:"The name or SKU."`
	Back bool   `help:"Bring it back."`
}

// Run puts a record away or brings it back.
func (c *archiveCommand) Run(a *app) error {
	db, err := a.change()
	if err != nil {
		return err
	}
	if err := put.New(db, &a.bus).Archive(a.ctx, c.Kind, c.Key, !c.Back); err != nil {
		return err
	}
	return a.print(map[string]any{"kind": c.Kind, "key": c.Key, "archived": !c.Back}, "Done.")
}

type settingsCommand struct {
	Settings []string `arg:"" optional:"" help:"KEY reads, KEY=VALUE sets; without any, all are listed."`
}

// Run lists, reads or sets settings.
func (c *settingsCommand) Run(a *app) error {
	open := a.look
	if strings.Contains(strings.Join(c.Settings, ""), "=") {
		open = a.open
	}
	db, err := open()
	if err != nil {
		return err
	}
	s := setting.New(db, &a.bus)
	var pairs []setting.Pair
	var keys []string
	for _, text := range c.Settings {
		key, value, set := strings.Cut(text, "=")
		keys = append(keys, key)
		if set {
			pairs = append(pairs, setting.Pair{Key: key, Value: value})
		}
	}
	if len(pairs) > 0 {
		if err := s.SetAll(a.ctx, pairs); err != nil {
			return untouched(err)
		}
	}
	shown, err := s.Show(a.ctx, keys)
	if err != nil {
		return err
	}
	return a.print(map[string]any{"settings": shown}, shown.Text())
}

type routeCommand struct {
	DryRun bool `help:"Show what would be chosen; change nothing."`
}

// Run routes what waits.
func (c *routeCommand) Run(a *app) error {
	db, err := a.change()
	if err != nil {
		return err
	}
	res, err := approval.New(db, &a.bus, &a.jobs, nil).Choose(a.ctx, c.DryRun)
	if err != nil {
		return err
	}
	return a.print(res, res.Text())
}
