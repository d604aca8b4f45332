// Package backup tells a person about the copies of a book: which there are, how
// sound they are and what is in them. It must not know how a copy is made or
// restored; that is the store's.
package backup

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
)

// Content is what a backup holds, for the decision to restore it.
type Content struct {
	Path   string
	Format int  // number of its book format
	Older  bool // of an older release: it is brought up to date when it is restored, and cannot be looked into before

	Business   string         // "" when the book has no name
	Currency   model.Currency // "" when none is set
	Orders     int64
	LastOrder  model.Date    // the day of the newest order, "" without
	LastChange model.Instant // when something was changed last, "" when unknown
}

// Look examines a backup from end to end, as restoring it would, and tells what
// is in it. book is the book whose place it could take. Nothing is changed.
// Codes: NotFound, Damaged, Newer, Busy, Refused for the book itself.
func Look(ctx context.Context, book, path string, clock func() time.Time) (Content, error) {
	c := Content{Path: path}
	var err error
	if c.Format, err = store.Verify(ctx, book, path); err != nil {
		return c, err
	}
	if c.Older = c.Format < store.SchemaVersion(); c.Older {
		return c, nil
	}
	db, err := store.Open(ctx, store.Config{Path: path, ReadOnly: true, Clock: clock})
	if err != nil {
		return c, err
	}
	err = db.Read(ctx, c.read)
	return c, errors.Join(err, db.Close())
}

func (c *Content) read(q *gorm.DB) (err error) {
	if c.Business, err = setting.Value(q, setting.BookName); err != nil {
		return err
	}
	currency, err := setting.Value(q, setting.BookCurrency)
	if err != nil {
		return err
	}
	c.Currency = model.Currency(currency)
	// The newest change is that of the newest row: the history is only added to.
	err = q.Raw(`SELECT (SELECT COUNT(*) FROM sales_order) AS orders, COALESCE((SELECT MAX(placed_on) FROM sales_order), '') AS last_order,
		COALESCE((SELECT recorded_at FROM history ORDER BY id DESC LIMIT 1), '') AS last_change`).
		Row().Scan(&c.Orders, &c.LastOrder, &c.LastChange)
	return err
}
