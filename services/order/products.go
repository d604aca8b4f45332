package order

import (
	"database/sql"
	"errors"
	"strings"

	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/store"
)

// products finds the products of order lines, and makes those the catalogue
// does not know yet: merchants bring orders before catalogues.
type products struct {
	tx           *store.Tx
	bySKU        map[string]int64
	heirs        product.Heirs // read when an archived product is named
	made         []int64
	find, insert *sql.Stmt
}

func newProducts(tx *store.Tx) (*products, error) {
	p := &products{tx: tx, bySKU: map[string]int64{}}
	var err error
	if p.find, err = tx.Prepare(`SELECT id, archived_at <> '' FROM product WHERE sku = ?`); err != nil {
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

// forLine returns the product's id, that of the product it was merged into, or 0
// for a line that names nothing.
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
	var gone bool
	err := p.find.QueryRow(key).Scan(&id, &gone)
	switch {
	case err == nil && gone:
		id, err = p.heir(id)
	case errors.Is(err, sql.ErrNoRows):
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

// heir is what an archived product stands for.
func (p *products) heir(id int64) (_ int64, err error) {
	if p.heirs == nil {
		p.heirs, err = product.HeirsTx(p.tx)
	}
	return p.heirs.Of(id), err
}
