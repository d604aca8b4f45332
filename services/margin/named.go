package margin

import (
	"context"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// Label is a record a sheet can be narrowed to. Code is the SKU of a product or
// the country.
type Label struct {
	ID         int64
	Code, Name string
}

// Labels are the records a sheet can be narrowed to, by name.
type Labels struct {
	Shops, Suppliers []Label
	Countries        []Label
}

// choices are told from one look at the sheet: it is long, and what is chosen from
// is short.
const choices = `WITH seen AS MATERIALIZED (SELECT DISTINCT shop_id, supplier_id, country FROM margin_line)
	SELECT 0, id, '', name FROM shop WHERE id IN (SELECT shop_id FROM seen)
	UNION ALL SELECT 1, id, '', name FROM supplier WHERE id IN (SELECT supplier_id FROM seen)
	UNION ALL SELECT DISTINCT 2, 0, country, country FROM seen WHERE country <> '' ORDER BY 1, 4`

// Choices reads the shops, suppliers and countries that stand on the margin sheet.
func Choices(ctx context.Context, db *store.DB) (Labels, error) {
	var l Labels
	kinds := []*[]Label{&l.Shops, &l.Suppliers, &l.Countries}
	err := db.Read(ctx, func(tx *gorm.DB) error {
		return query.New(choices).Rows(tx, func(r query.Row) error {
			into := kinds[r.Int(0)]
			*into = append(*into, Label{r.Int(1), r.Text(2), r.Text(3)})
			return nil
		})
	})
	return l, err
}

// Name finds the record that a person or a link means by its name, a product by
// its SKU, or by "#" and its id; by is Product, Supplier or Shop. "#0" is what
// lines without one have. Code NotFound: there is none.
func Name(ctx context.Context, db *store.DB, by Dimension, said string) (Label, error) {
	text := map[Dimension]string{
		Product:  `SELECT id, sku, name FROM product WHERE `,
		Supplier: `SELECT id, '', name FROM supplier WHERE `,
		Shop:     `SELECT id, '', name FROM shop WHERE `,
	}[by]
	where, value := "name_key = ?", any(model.NameKey(said))
	if by == Product {
		where, value = "sku = ?", said
	}
	if id, err := strconv.ParseInt(strings.TrimPrefix(said, "#"), 10, 64); err == nil && strings.HasPrefix(said, "#") {
		if id == 0 {
			return Label{}, nil
		}
		where, value = "id = ?", id
	}
	var found []Label
	err := db.Read(ctx, func(tx *gorm.DB) error {
		return query.New(text+where, value).Rows(tx, func(r query.Row) error {
			found = append(found, Label{r.Int(0), r.Text(1), r.Text(2)})
			return nil
		})
	})
	if err == nil && len(found) == 0 {
		err = model.Errorf(model.NotFound, "There is no %s called %q in this book.", by, said)
	}
	if err != nil {
		return Label{}, err
	}
	return found[0], nil
}
