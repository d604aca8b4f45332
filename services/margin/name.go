package margin

import (
	"cmp"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
)

// naming fills in what the ids of rows are called.
type naming struct {
	by               Dimension
	labels           map[int64]label  // of products, suppliers or shops
	shops, suppliers map[int64]string // of orders and lines
}

type label struct{ code, name string }

func newNaming(tx *gorm.DB, by Dimension) (*naming, error) {
	n := &naming{by: by}
	var err error
	switch by {
	case Order, Line:
		if n.shops, err = names(tx, "shop"); err == nil {
			n.suppliers, err = names(tx, "supplier")
		}
	case Product:
		n.labels, err = labels(tx, `SELECT id, sku, name FROM product`)
	case Supplier:
		n.labels, err = labels(tx, `SELECT id, '', name FROM supplier`)
	case Shop:
		n.labels, err = labels(tx, `SELECT id, '', name FROM shop`)
	}
	return n, err
}

func labels(tx *gorm.DB, text string) (map[int64]label, error) {
	m := map[int64]label{}
	err := query.New(text).Rows(tx, func(r query.Row) error {
		m[r.Int(0)] = label{r.Text(1), r.Text(2)}
		return nil
	})
	return m, err
}

// names reads the few shops or suppliers.
func names(tx *gorm.DB, table string) (map[int64]string, error) {
	m := map[int64]string{}
	err := query.New(`SELECT id, name FROM `+table).Rows(tx, func(r query.Row) error {
		m[r.Int(0)] = r.Text(1)
		return nil
	})
	return m, err
}

// afterwards names what is few.
func (n *naming) afterwards(rows []Row) {
	if n.labels == nil {
		return
	}
	for i := range rows {
		l := n.labels[rows[i].ID]
		rows[i].Code, rows[i].Name = l.code, l.name
	}
}

// beside names orders or lines: it walks through them and the rows side by
// side, both by id.
func (n *naming) beside(tx *gorm.DB, rows []Row) error {
	switch {
	case len(rows) == 0:
		return nil
	case n.by == Order:
		return n.orders(tx, newWalk(rows))
	case n.by == Line:
		return n.lines(tx, newWalk(rows))
	}
	return nil
}

func (n *naming) orders(tx *gorm.DB, w *walk) error {
	words := query.Words{}
	return w.between(`SELECT id, number, placed_on, shop_id, country FROM sales_order`, "id").Rows(tx, func(r query.Row) error {
		for _, row := range w.of(r.Int(0)) {
			row.Code = r.Text(1)
			row.Origin = Origin{Placed: model.Date(words.Of(r.Text(2))), Shop: n.shops[r.Int(3)], Country: words.Of(r.Text(4))}
		}
		return nil
	})
}

func (n *naming) lines(tx *gorm.DB, w *walk) error {
	words := query.Words{}
	return w.between(`SELECT l.id, l.position, l.sku, l.name, o.number, o.placed_on, o.shop_id, o.country
		FROM order_line l JOIN sales_order o ON o.id = l.order_id`, "l.id").Rows(tx, func(r query.Row) error {
		for _, row := range w.of(r.Int(0)) {
			row.Code, row.Name = words.Of(r.Text(2)), words.Of(r.Text(3))
			row.Origin = Origin{
				Order: r.Text(4), Position: int(r.Int(1)), Placed: model.Date(words.Of(r.Text(5))),
				Shop: n.shops[r.Int(6)], Supplier: n.suppliers[row.supplier], Country: words.Of(r.Text(7)),
			}
		}
		return nil
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

// arrange sorts the rows where they are: a row is ten times as long as its keys.
func arrange(parts [][]Row) []*Row {
	var at []*Row
	for _, rows := range parts {
		for i := range rows {
			at = append(at, &rows[i])
		}
	}
	slices.SortFunc(at, func(a, b *Row) int {
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
	return at
}
