// Package find looks for anything by a few letters of it: orders, products,
// suppliers and purchase orders, the best few of each, as one types. It must
// not know how what was found is shown or opened.
package find

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/store"
)

// Kind is what was found.
type Kind string

// The kinds, in the order in which they are told.
const (
	Order    Kind = "order"
	Product  Kind = "product"
	Supplier Kind = "supplier"
	Purchase Kind = "purchase"
)

// Hit is one thing that was found. Key is what the rest of the program knows it
// by: an order's number, a product's SKU, a supplier's name, a purchase order's
// number; Shop is an order's, as numbers may repeat.
type Hit struct {
	Kind     Kind
	ID       int64
	Key      string
	Shop     string
	Title    string // what it is called
	Second   string // an order's customer, a product's name, a supplier's country, a purchase order's supplier
	State    string // of an order, purchase order, or a supplier's stage
	Date     model.Date
	Archived bool
}

// Group is what was found of one kind: the best hits and how many there are.
type Group struct {
	Kind  Kind
	Hits  []Hit
	Count int
}

// Service finds things in one book.
type Service struct {
	db     *store.DB
	orders *orderbook.Service
}

// New makes the search of a book; orders is its order book, whose index it uses.
func New(db *store.DB, orders *orderbook.Service) *Service { return &Service{db, orders} }

// Find returns the best most hits of each kind that hold all words of the text,
// kinds without any left out; nothing for an empty text. Case and accents do
// not count, for orders accents do. What is called just so comes first, then
// what begins so, then what has a word that begins so; orders the newest first.
func (s *Service) Find(ctx context.Context, text string, most int) ([]Group, error) {
	words := strings.Fields(fold(text))
	if len(words) == 0 || most <= 0 {
		return nil, nil
	}
	var rest []Group
	var failed error
	var beside sync.WaitGroup
	beside.Go(func() { rest, failed = s.findRest(ctx, &wanted{words, most}) })
	orders, err := s.findOrders(ctx, strings.TrimSpace(text), most)
	beside.Wait()
	if err = cmp.Or(err, failed); err != nil {
		return nil, err
	}
	groups := append([]Group{orders}, rest...)
	return slices.DeleteFunc(groups, func(g Group) bool { return g.Count == 0 }), nil
}

// findRest finds all but orders.
func (s *Service) findRest(ctx context.Context, w *wanted) ([]Group, error) {
	var groups []Group
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		for _, kind := range []struct {
			kind  Kind
			query string
		}{
			{Product, `SELECT id, sku AS title, name AS second, '' AS state, '' AS date, archived_at <> '' AS archived FROM product`},
			{Supplier, `SELECT id, name AS title, country AS second, stage AS state, '' AS date, archived_at <> '' AS archived FROM supplier`},
		} {
			g, err := w.scan(q, kind.kind, kind.query)
			if err != nil {
				return err
			}
			groups = append(groups, g)
		}
		g, err := w.purchases(q)
		groups = append(groups, g)
		return err
	})
	return groups, err
}

// findOrders asks the order book, and puts the order of just that number first.
func (s *Service) findOrders(ctx context.Context, text string, most int) (Group, error) {
	g := Group{Kind: Order}
	exact, err := s.numbered(ctx, text)
	if err != nil {
		return g, err
	}
	f, err := s.orders.Find(ctx, orderbook.Query{Words: text})
	if err != nil {
		return g, err
	}
	g.Hits, g.Count = exact, f.Count
	for _, r := range f.Rows(0, most+len(exact)) {
		if !slices.ContainsFunc(exact, func(h Hit) bool { return h.ID == r.ID }) {
			g.Hits = append(g.Hits, Hit{
				Kind: Order, ID: r.ID, Key: r.Number, Shop: r.Shop, Title: r.Number, Second: r.Customer, State: r.State, Date: r.PlacedOn,
			})
		}
	}
	g.Hits = g.Hits[:min(most, len(g.Hits))]
	g.Count = max(g.Count, len(g.Hits))
	return g, nil
}

// numbered finds the orders of just that number, with the mark that shops put
// before it or without.
func (s *Service) numbered(ctx context.Context, number string) ([]Hit, error) {
	var ids []int64
	plain := strings.TrimPrefix(number, "#")
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(`SELECT o.id FROM shop h JOIN sales_order o ON o.shop_id = h.id WHERE o.number IN (?, ?, ?)
			ORDER BY o.placed_at DESC, o.id DESC LIMIT 5`, number, plain, "#"+plain).Scan(&ids).Error
	})
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	var hits []Hit
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		var rows []struct {
			ID                            int64
			Number, Shop, Person, Company string
			PlacedOn                      model.Date
			Archived                      bool
		}
		err := q.Raw(`SELECT o.id, o.number, h.name AS shop, COALESCE(c.name, '') AS person, COALESCE(c.company, '') AS company, o.placed_on,
			o.archived_at <> '' AS archived FROM sales_order o JOIN shop h ON h.id = o.shop_id LEFT JOIN contact c ON c.id = o.ship_to_id
			WHERE o.id IN ? ORDER BY o.placed_at DESC, o.id DESC`, ids).Scan(&rows).Error
		for _, r := range rows {
			hits = append(hits, Hit{
				Kind: Order, ID: r.ID, Key: r.Number, Shop: r.Shop, Title: r.Number, Second: cmp.Or(r.Person, r.Company), Date: r.PlacedOn, Archived: r.Archived,
			})
		}
		return err
	})
	return hits, err
}
