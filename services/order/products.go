package order

import (
	"database/sql"
	"errors"
	"strings"

	"github.com/dropledger/dropledger/services/store"
)

// products finds the products of order lines, and makes those the catalogue
// does not know yet: merchants bring orders before catalogues.
type products struct {
	bySKU        map[string]int64
	made         []int64
	find, insert *sql.Stmt
}

func newProducts(tx *store.Tx) (*products, error) {
	p := &products{bySKU: map[string]int64{}}
	var err error
	if p.find, err = tx.Prepare(`SELECT id FROM product WHERE sku = ?`); err != nil {
		return nil, err
	}
	p.insert, err = tx.Prepare(`INSERT INTO product (sku, name, hs, origin, brand) VALUES (?, ?, '', '', '')`)
	return p, err
}

// ProductKey is the SKU under which an order line's product is kept: the
// line's own, or its name where the shop gives no SKU.
func ProductKey(sku, name string) string {
	if sku != "" {
		return sku
	}
	return strings.TrimSpace(name)
}

// forLine returns the product's id, 0 for a line that names nothing.
func (p *products) forLine(sku, name string) (int64, error) {
	key := ProductKey(sku, name)
	if key == "" {
		return 0, nil
	}
	if id, ok := p.bySKU[key]; ok {
		return id, nil
	}
	key = strings.Clone(key)
	var id int64
	err := p.find.QueryRow(key).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		var res sql.Result
		if res, err = p.insert.Exec(key, name); err != nil {
			return 0, err
		}
		if id, err = res.LastInsertId(); err == nil {
			p.made = append(p.made, id)
		}
	}
	if err != nil {
		return 0, err
	}
	p.bySKU[key] = id
	return id, nil
}
