package order

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

// ErrTwice says that two orders looked at are one order of the book, so that what
// the second would do depends on the first. Only merging them for good tells.
var ErrTwice = errors.New("the order was looked at before")

// Looker tells what a Merger would do, without writing and on any snapshot. It
// belongs to one goroutine.
type Looker struct {
	q                                   *gorm.DB
	byExternal, byNumber, byShop, bySKU *sql.Stmt
	shops                               map[int64]bool  // whether any order stands there
	seen                                map[string]bool // keys of the orders looked at
	products                            map[string]bool // whether a product is in the book
	fresh                               int
}

// NewLooker prepares looking at the snapshot of q.
func NewLooker(ctx context.Context, q *gorm.DB) (*Looker, error) {
	l := &Looker{q: q, shops: map[int64]bool{}, seen: map[string]bool{}, products: map[string]bool{}}
	for query, stmt := range map[string]**sql.Stmt{
		findExternal: &l.byExternal, findNumber: &l.byNumber,
		`SELECT 1 FROM sales_order WHERE shop_id = ? LIMIT 1`: &l.byShop, `SELECT 1 FROM product WHERE sku = ?`: &l.bySKU,
	} {
		s, err := q.Statement.ConnPool.PrepareContext(ctx, query) //nolint:sqlclosecheck // Close closes it
		if err != nil {
			return nil, errors.Join(err, l.Close())
		}
		*stmt = s
	}
	return l, nil
}

// Close gives back what the Looker holds.
func (l *Looker) Close() error {
	var err error
	for _, s := range []*sql.Stmt{l.byExternal, l.byNumber, l.byShop, l.bySKU} {
		if s != nil {
			err = errors.Join(err, s.Close())
		}
	}
	return err
}

// NewProducts is how many products the orders name that are not in the book.
func (l *Looker) NewProducts() int { return l.fresh }

// Look is Merge without its effect. A shop that is not in the book yet has the id
// 0. The error is ErrTwice when only Merge can tell.
func (l *Looker) Look(o *model.Order, shop *model.Shop, asOf string) (Merged, error) {
	o.ShopID = shop.ID
	if err := l.once(o); err != nil {
		return Merged{}, err
	}
	r, found, err := l.find(o)
	if err != nil {
		return Merged{}, err
	}
	if !found {
		return Merged{Outcome: Created, Now: o}, l.name(o)
	}
	if r.ContentHash == contentHash(o) {
		return Merged{Outcome: Unchanged, ID: r.ID}, nil
	}
	old, joined, err := compare(l.q, r, o, source{asOf: asOf})
	if err != nil {
		return Merged{}, err
	}
	if joined == nil {
		return Merged{Outcome: Unchanged, ID: r.ID, Old: old, Now: old}, nil
	}
	return Merged{Outcome: Updated, ID: r.ID, Old: old, Now: joined}, l.name(joined)
}

// once refuses an order that may be one of those looked at before.
func (l *Looker) once(o *model.Order) error {
	number := "#" + o.Number
	if l.seen[number] || l.seen[o.ExternalID] {
		return ErrTwice
	}
	if o.ExternalID != "" {
		l.seen[strings.Clone(o.ExternalID)] = true
	}
	l.seen[number] = true
	return nil
}

func (l *Looker) find(o *model.Order) (*stand, bool, error) {
	some, known := l.shops[o.ShopID]
	if !known {
		var err error
		if some, err = exists(l.byShop, o.ShopID); err != nil {
			return nil, false, err
		}
		l.shops[o.ShopID] = some
	}
	if !some {
		return nil, false, nil
	}
	return find(l.byExternal, l.byNumber, o)
}

// name notes the products that the lines of an order would make.
func (l *Looker) name(o *model.Order) error {
	for i := range o.Lines {
		line := &o.Lines[i]
		key := ProductKey(line.SKU, line.Name)
		if line.ProductID != 0 || !line.Shippable || key == "" {
			continue
		}
		if _, known := l.products[key]; known {
			continue
		}
		there, err := exists(l.bySKU, key)
		if err != nil {
			return err
		}
		l.products[strings.Clone(key)] = there
		if !there {
			l.fresh++
		}
	}
	return nil
}

func exists(s *sql.Stmt, key any) (bool, error) {
	var one int
	err := s.QueryRow(key).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}
