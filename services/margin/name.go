package margin

import (
	"cmp"
	"database/sql"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/services/query"
)

// name fills in what the ids of the rows are called.
func name(tx *gorm.DB, by Dimension, rows []Row) error {
	switch by {
	case Order:
		return nameOrders(tx, rows)
	case Line:
		return nameLines(tx, rows)
	case Product:
		return nameAll(tx, rows, `SELECT id, sku, name FROM product`)
	case Supplier:
		return nameAll(tx, rows, `SELECT id, '', name FROM supplier`)
	case Shop:
		return nameAll(tx, rows, `SELECT id, '', name FROM shop`)
	}
	return nil
}

type label struct{ code, name string }

func nameAll(tx *gorm.DB, rows []Row, text string) error {
	labels := map[int64]label{}
	err := query.New(text).Each(tx, func(r *sql.Rows) error {
		var id int64
		var l label
		err := r.Scan(&id, &l.code, &l.name)
		labels[id] = l
		return err
	})
	for i := range rows {
		l := labels[rows[i].ID]
		rows[i].Code, rows[i].Name = l.code, l.name
	}
	return err
}

// names reads the few shops or suppliers.
func names(tx *gorm.DB, table string) (map[int64]string, error) {
	m := map[int64]string{}
	err := query.New(`SELECT id, name FROM `+table).Each(tx, func(r *sql.Rows) error {
		var id int64
		var s string
		err := r.Scan(&id, &s)
		m[id] = s
		return err
	})
	return m, err
}

// nameOrders walks through the orders and the rows side by side, both by id.
func nameOrders(tx *gorm.DB, rows []Row) error {
	shops, err := names(tx, "shop")
	if err != nil || len(rows) == 0 {
		return err
	}
	w := newWalk(rows)
	var id, shop int64
	var o Origin
	var number string
	return w.between(`SELECT id, number, placed_on, shop_id, country FROM sales_order`, "id").Each(tx, func(r *sql.Rows) error {
		err := r.Scan(&id, &number, &o.Placed, &shop, &o.Country)
		o.Shop = shops[shop]
		for _, row := range w.of(id) {
			row.Code, row.Origin = number, o
		}
		return err
	})
}

func nameLines(tx *gorm.DB, rows []Row) error {
	shops, err := names(tx, "shop")
	if err != nil || len(rows) == 0 {
		return err
	}
	suppliers, err := names(tx, "supplier")
	if err != nil {
		return err
	}
	w := newWalk(rows)
	var id, shop int64
	var o Origin
	var sku, title string
	return w.between(`SELECT l.id, l.position, l.sku, l.name, o.number, o.placed_on, o.shop_id, o.country
		FROM order_line l JOIN sales_order o ON o.id = l.order_id`, "l.id").Each(tx, func(r *sql.Rows) error {
		err := r.Scan(&id, &o.Position, &sku, &title, &o.Order, &o.Placed, &shop, &o.Country)
		o.Shop = shops[shop]
		for _, row := range w.of(id) {
			row.Code, row.Name, row.Origin = sku, title, o
			row.Origin.Supplier = suppliers[row.supplier]
		}
		return err
	})
}

// walk goes through rows by ascending id, beside a result of the same order.
type walk struct {
	rows []*Row
	next int
}

func newWalk(rows []Row) *walk {
	w := &walk{rows: make([]*Row, len(rows))}
	for i := range rows {
		w.rows[i] = &rows[i]
	}
	slices.SortFunc(w.rows, func(a, b *Row) int { return cmp.Compare(a.ID, b.ID) })
	return w
}

// between asks only for the ids the rows span.
func (w *walk) between(text, column string) *query.Text {
	return query.New(text+` WHERE `+column+` >= ? AND `+column+` <= ? ORDER BY `+column, w.rows[0].ID, w.rows[len(w.rows)-1].ID)
}

// of returns the rows of an id; ids must be asked for in ascending order.
func (w *walk) of(id int64) []*Row {
	for w.next < len(w.rows) && w.rows[w.next].ID < id {
		w.next++
	}
	from := w.next
	for w.next < len(w.rows) && w.rows[w.next].ID == id {
		w.next++
	}
	return w.rows[from:w.next]
}

func arrange(rows []Row) {
	slices.SortFunc(rows, func(a, b Row) int {
		if c := cmp.Compare(a.Span, b.Span); c != 0 {
			return c
		}
		if c := cmp.Compare(a.Origin.Placed, b.Origin.Placed); c != 0 {
			return c
		}
		if a.Origin.Placed == "" {
			if c := cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Name, b.Name)); c != 0 {
				return c
			}
		}
		return cmp.Compare(a.ID, b.ID)
	})
}
