package overview

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// Product is one row of the list of products.
type Product struct {
	ID       int64
	SKU      string
	Name     string
	Brand    string
	Archived bool
	Version  int64

	Offers  int               // that hold today
	Best    *Landed           // the cheapest of those that may be ordered, nil when there is none
	Stock   Stock             // with the suppliers of these offers
	Changes int               // of prices in the last Span days
	Change  *Change           // the last of them
	Sold    [2]model.Quantity // pieces of orders placed in the last Short and Span days, cancelled ones not
	Lately  Earned            // of the last Span days
}

// Landed is what one piece costs to the door in the book's own country: goods
// and shipping, Cost in the home currency at today's rate. Where the supplier
// names no price for that country its cheapest shipping is taken.
type Landed struct {
	SupplierID int64
	Supplier   string
	OfferID    int64
	Unit       model.Amount // in Currency
	Shipping   model.Amount // in Currency
	Currency   model.Currency
	Cost       model.Amount
}

// Stock is the newest counts of suppliers, added up. Oldest is the day of the
// oldest among them; Counted tells how many suppliers state it, of Of.
type Stock struct {
	Quantity    model.Quantity
	Oldest      model.Date
	Counted, Of int
}

// Change is a price of a piece that replaced an older one of the same supplier.
type Change struct {
	Supplier string
	On       model.Date
	Old, New model.Amount
	Currency model.Currency
}

// Products lists the products by SKU.
func Products(ctx context.Context, db *store.DB, f Filter) ([]Product, error) {
	today := db.Today()
	var sheet []*margin.Row
	var sold map[int64][2]model.Quantity
	var m market
	r := &shelves{today: today, at: map[int64]int{}, rows: []Product{}}
	err := together(
		func() (err error) {
			sheet, err = margin.Rows(ctx, db, margin.Query{Scope: query.Scope{Period: lately(today, Span)}, By: margin.Product})
			return err
		},
		func() error {
			return db.Read(ctx, func(q *gorm.DB) (err error) {
				if err = r.read(q, f); err == nil {
					sold, err = pieces(q, today)
				}
				return err
			})
		},
		func() error {
			return db.Read(ctx, func(q *gorm.DB) error { return m.load(q, today, 0) })
		})
	if err != nil {
		return nil, err
	}
	for _, row := range sheet {
		if i, ok := r.at[row.ID]; ok {
			r.rows[i].Lately = earned(row)
		}
	}
	for id, q := range sold {
		if i, ok := r.at[id]; ok {
			r.rows[i].Sold = q
		}
	}
	return r.rows, r.price(&m)
}

// shelves puts the rows of products together.
type shelves struct {
	today model.Date
	rows  []Product
	at    map[int64]int
}

func (r *shelves) read(q *gorm.DB, f Filter) error {
	t := query.New(`SELECT id, sku, name, brand, archived_at <> '', version FROM product WHERE ? OR archived_at = '' ORDER BY sku`, f.Archived)
	return t.Rows(q, func(s query.Row) error {
		r.at[s.Int(0)] = len(r.rows)
		r.rows = append(r.rows, Product{
			ID: s.Int(0), SKU: s.Text(1), Name: s.Text(2), Brand: s.Text(3), Archived: s.Int(4) != 0, Version: s.Int(5),
		})
		return nil
	})
}

// pieces counts what was sold with orders placed lately.
func pieces(q *gorm.DB, today model.Date) (map[int64][2]model.Quantity, error) {
	sold := map[int64][2]model.Quantity{}
	t := query.New(`SELECT l.product_id, SUM(CASE WHEN o.placed_on >= ? THEN l.quantity ELSE 0 END), SUM(l.quantity)
		FROM order_line l JOIN sales_order o ON o.id = l.order_id
		WHERE o.id IN (SELECT x.id FROM sales_order x WHERE x.placed_on >= ? AND x.placed_on <= ?)
			AND o.cancelled_on = '' AND o.payment <> 'voided' AND l.product_id IS NOT NULL GROUP BY l.product_id`,
		string(lately(today, Short).From), string(lately(today, Span).From), string(today))
	err := t.Rows(q, func(r query.Row) error {
		sold[r.Int(0)] = [2]model.Quantity{model.Quantity(r.Int(1)), model.Quantity(r.Int(2))}
		return nil
	})
	return sold, err
}

// price takes over what suppliers ask and have.
func (r *shelves) price(m *market) error {
	var to int
	for from := 0; from < len(m.offers); from = to {
		for to = from; to < len(m.offers) && m.offers[to].product == m.offers[from].product; {
			to++
		}
		if i, ok := r.at[m.offers[from].product]; ok {
			if err := r.fill(&r.rows[i], m, m.offers[from:to]); err != nil {
				return err
			}
		}
	}
	return nil
}

// fill takes over what suppliers ask and have of one product; its offers come by
// supplier and start.
func (r *shelves) fill(p *Product, m *market, offers []offer) error {
	for i := range offers {
		var before *offer // of the same supplier
		o := &offers[i]
		if i > 0 && offers[i-1].supplier == o.supplier {
			before = &offers[i-1]
			r.compare(p, before, o, m.suppliers[o.supplier].Name)
		}
		if !o.holds(r.today) {
			continue
		}
		p.Offers++
		if before == nil || !before.holds(r.today) {
			p.Stock.add(m.counts[pair{o.supplier, o.product}])
		}
		if !m.suppliers[o.supplier].open() {
			continue
		}
		l, known, err := m.landed(o)
		if err != nil {
			return err
		}
		if known && (p.Best == nil || l.Cost < p.Best.Cost) {
			p.Best = &l
		}
	}
	return nil
}

// compare notes that an offer brought another price lately than the one before it.
func (r *shelves) compare(p *Product, before, o *offer, supplier string) {
	if o.cost == before.cost || o.currency != before.currency || !lately(r.today, Span).Contains(o.from) {
		return
	}
	p.Changes++
	if p.Change == nil || o.from >= p.Change.On {
		p.Change = &Change{supplier, o.from, before.cost, o.cost, o.currency}
	}
}

func (s *Stock) add(c count) {
	s.Of++
	if c.on == "" {
		return
	}
	s.Counted++
	s.Quantity += c.quantity
	if s.Oldest == "" || c.on < s.Oldest {
		s.Oldest = c.on
	}
}
