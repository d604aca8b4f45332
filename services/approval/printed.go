package approval

import (
	"slices"

	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/purchase"
)

// selectPrinted reads what of an order is printed and came from people.
const selectPrinted = `SELECT pl.purchase_id, pl.order_id, o.number, pl.name AS product, COALESCE(c.name, '') AS person, COALESCE(c.company, '') AS company,
	COALESCE(c.address1, '') AS address1, COALESCE(c.address2, '') AS address2, COALESCE(c.city, '') AS city, COALESCE(c.province, '') AS province
	FROM purchase_line pl JOIN sales_order o ON o.id = pl.order_id LEFT JOIN contact c ON c.id = o.ship_to_id
	WHERE pl.purchase_id IN ? ORDER BY pl.purchase_id, pl.position`

// unprinted warns of characters that the documents could not print, before they
// are sent: a name that nobody can read reaches nobody.
func (r *reading) unprinted(ids []int64, found map[int64][]purchase.Warning) error {
	reader, can := r.docs.(forward.Proofreader)
	if !can {
		return nil
	}
	type printed struct {
		PurchaseID, OrderID                                 int64
		Number, Product                                     string
		Person, Company, Address1, Address2, City, Province string
	}
	for some := range slices.Chunk(ids, atOnce) {
		var rows []printed
		if err := r.q.Raw(selectPrinted, some).Scan(&rows).Error; err != nil {
			return err
		}
		said := map[int64][]string{} // by order: each thing once
		for i := range rows {
			p := &rows[i]
			for _, text := range reader.Unprintable(p.Product, p.Person, p.Company, p.Address1, p.Address2, p.City, p.Province) {
				if slices.Contains(said[p.OrderID], text) {
					continue
				}
				said[p.OrderID] = append(said[p.OrderID], text)
				found[p.PurchaseID] = append(found[p.PurchaseID], purchase.Unprinted(p.OrderID, p.Number, text))
			}
		}
	}
	return nil
}
