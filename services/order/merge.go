package order

import (
	"encoding/json"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/booking"
	"github.com/dropledger/dropledger/services/store"
)

// What became of one merged order.
const (
	Created   = "created"
	Updated   = "updated"
	Unchanged = "unchanged"
)

// Merged is the outcome of one merge. Before is what the update replaced, to be
// kept for taking it back. Old is the order as the book had it, Now as it has it
// after; Old is nil for a new order, and both are when the source says what the
// book says.
type Merged struct {
	Outcome  string
	ID       int64
	Before   string
	Old, Now *model.Order
}

// Merger merges orders into the book within one transaction. Merging is a
// join: states only move forward and the newer file's text and amounts win, so
// that the result does not depend on which of two exports is read first.
type Merger struct {
	tx       *store.Tx
	w        *writer
	books    *booking.Books
	products *products
	shops    map[int64]*known
	typed    bool // what is merged was typed by a person
}

// known is what a Merger remembers of one shop: whether any order stood there
// at first, and which keys it has written itself.
type known struct {
	empty   bool
	written map[string]bool
}

// stamp tells of an order's content how new its source is and its hash.
type stamp struct{ asOf, hash string }

// NewMerger prepares merging in tx, booking by the given sources. Orders and
// entries carry the import batch, 0 for typed ones.
func NewMerger(tx *store.Tx, sources booking.Sources, batch int64) (*Merger, error) {
	w, err := newWriter(tx, batch)
	if err != nil {
		return nil, err
	}
	if sources.Charges == nil {
		if sources.Charges, err = loadCharges(tx.DB); err != nil {
			return nil, err
		}
	}
	books, err := booking.New(tx, sources, batch)
	if err != nil {
		return nil, err
	}
	products, err := newProducts(tx)
	if err != nil {
		return nil, err
	}
	return &Merger{tx: tx, w: w, books: books, products: products, shops: map[int64]*known{}}, nil
}

// NewProducts lists the products the merger had to make because an order named
// them first.
func (m *Merger) NewProducts() []int64 { return m.products.made }

// Merge brings one order in. asOf tells how new its source is: sources with a
// later asOf win. The order's lines must carry their shares (SpreadTotals).
func (m *Merger) Merge(o *model.Order, shop *model.Shop, asOf string) (Merged, error) {
	o.ShopID = shop.ID
	hash := contentHash(o)
	r, found, err := m.find(o)
	if err != nil {
		return Merged{}, err
	}
	if !found {
		return m.create(o, shop, stamp{asOf, hash})
	}
	if r.ContentHash == hash {
		if asOf > r.AsOf {
			err = m.w.touch(r.ID, asOf)
		}
		return Merged{Outcome: Unchanged, ID: r.ID}, err
	}
	return m.update(r, o, shop, stamp{asOf, hash})
}

// find looks the order up by the shop's own id, else by its number.
func (m *Merger) find(o *model.Order) (*stand, bool, error) {
	k := m.shops[o.ShopID]
	if k == nil {
		var n int64
		if err := m.tx.Raw(`SELECT COUNT(*) FROM (SELECT 1 FROM sales_order WHERE shop_id = ? LIMIT 1) AS any_order`, o.ShopID).Scan(&n).Error; err != nil {
			return nil, false, err
		}
		k = &known{empty: n == 0, written: map[string]bool{}}
		m.shops[o.ShopID] = k
	}
	if k.empty && !k.written["#"+o.Number] && (o.ExternalID == "" || !k.written[o.ExternalID]) {
		return nil, false, nil
	}
	return m.w.find(o)
}

func (m *Merger) create(o *model.Order, shop *model.Shop, by stamp) (Merged, error) {
	if err := m.assignProducts(o); err != nil {
		return Merged{}, err
	}
	m.w.assignIDs(o)
	out, err := m.books.Sync(&booking.Subject{Order: o, Shop: shop, New: true})
	if err != nil {
		return Merged{}, err
	}
	if err := m.w.insert(o, out, by); err != nil {
		return Merged{}, err
	}
	k := m.shops[o.ShopID]
	if o.ExternalID != "" {
		k.written[strings.Clone(o.ExternalID)] = true
	}
	k.written["#"+o.Number] = true
	return Merged{Outcome: Created, ID: o.ID, Now: o}, nil
}

func (m *Merger) update(r *stand, o *model.Order, shop *model.Shop, by stamp) (Merged, error) {
	old, joined, err := compare(m.tx.DB, r, o, source{by.asOf, m.typed})
	if err != nil {
		return Merged{}, err
	}
	if joined == nil {
		if by.asOf > r.AsOf {
			err = m.w.touch(r.ID, by.asOf)
		}
		return Merged{Outcome: Unchanged, ID: r.ID, Old: old, Now: old}, err
	}
	before, err := json.Marshal(snapshot{Order: old, AsOf: r.AsOf, Hash: r.ContentHash})
	if err != nil {
		return Merged{}, err
	}
	if err := m.assignProducts(joined); err != nil {
		return Merged{}, err
	}
	by.asOf = max(by.asOf, r.AsOf)
	err = m.replace(joined, shop, r.SaleEntry, by)
	return Merged{Outcome: Updated, ID: r.ID, Before: string(before), Old: old, Now: joined}, err
}

// source says where a state of an order comes from: how new it is, and whether a
// person typed it.
type source struct {
	asOf  string
	typed bool
}

// compare joins what the book says of an order with what a source says. joined is
// nil when the book says all of it already.
func compare(q *gorm.DB, r *stand, o *model.Order, from source) (old, joined *model.Order, err error) {
	old, _, err = loadRow(q, r.ID)
	if err != nil {
		return nil, nil, err
	}
	// Of two equally new sources the one a person brings last counts, and what a
	// person types is newer than any file, whatever the clock said there.
	newer := from.typed || from.asOf >= r.AsOf
	joined = join(old, o, newer)
	if newer && !from.typed {
		stays, err := typedOver(q, old, o)
		if err != nil {
			return nil, nil, err
		}
		if stays {
			joined.ShipTo, joined.Country = old.ShipTo, old.Country
		}
	}
	if contentHash(joined) == contentHash(old) {
		return old, nil, nil
	}
	return old, joined, nil
}

// replace writes an order over its older self and brings the books along.
func (m *Merger) replace(o *model.Order, shop *model.Shop, saleEntry int64, by stamp) error {
	m.w.assignIDs(o)
	allocations, err := Allocations(m.tx, o.ID)
	if err != nil {
		return err
	}
	payments, err := Payments(m.tx, o.ID)
	if err != nil {
		return err
	}
	out, err := m.books.Sync(&booking.Subject{Order: o, Shop: shop, SaleEntry: saleEntry, Allocations: allocations, Payments: payments})
	if err != nil {
		return err
	}
	return m.w.update(o, out, by)
}

func (m *Merger) assignProducts(o *model.Order) error {
	for i := range o.Lines {
		l := &o.Lines[i]
		if l.ProductID != 0 || !l.Shippable {
			continue
		}
		id, err := m.products.forLine(l.SKU, l.Name)
		if err != nil {
			return err
		}
		l.ProductID = id
	}
	return nil
}

// snapshot is an order as it stood before an update.
type snapshot struct {
	Order *model.Order `json:"order"`
	AsOf  string       `json:"as_of"`
	Hash  string       `json:"hash"`
}
