package parcel

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
)

// ShopFile says which parcels a file for a shop is to hold: those sent from a
// day on, "" for all; of one shop, "" for all.
type ShopFile struct {
	Since model.Date
	Shop  string
}

// shopHead are the columns that programs which bring tracking into a shop read.
var shopHead = []string{"Order", "SKU", "Quantity", "Tracking number", "Tracking company", "Tracking URL", "Ship date"}

// ExportShop writes a CSV file that brings tracking into a shop: a row for each
// piece of an order in a parcel that has left. It returns how many rows it wrote.
func (s *Service) ExportShop(ctx context.Context, w io.Writer, f ShopFile) (int, error) {
	out := csv.NewWriter(w)
	if err := out.Write(shopHead); err != nil {
		return 0, err
	}
	n, links := 0, map[string]string{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		t := query.New(`SELECT o.number, l.sku, x.quantity, p.tracking, p.carrier, CASE WHEN p.shipped_on = '' THEN p.scanned_on ELSE p.shipped_on END
			FROM parcel p JOIN parcel_line x ON x.parcel_id = p.id JOIN order_line l ON l.id = x.line_id
			JOIN sales_order o ON o.id = l.order_id JOIN shop h ON h.id = o.shop_id
			WHERE p.archived_at = '' AND p.state NOT IN ('label_made', 'returned', 'lost')`)
		if f.Since != "" {
			t.Add(` AND MAX(p.shipped_on, p.scanned_on, p.delivered_on) >= ?`, string(f.Since))
		}
		if f.Shop != "" {
			t.Add(` AND h.name_key = ?`, model.NameKey(f.Shop))
		}
		rows := [][]string{}
		err := t.Add(` ORDER BY o.id, p.id, l.position`).Rows(q, func(r query.Row) error {
			rows = append(rows, []string{r.Text(0), r.Text(1), strconv.FormatInt(r.Int(2), 10), r.Text(3), r.Text(4), "", r.Text(5)})
			return nil
		})
		if err != nil {
			return err
		}
		for _, row := range rows {
			key := row[4] + "\n" + row[3]
			link, ok := links[key]
			if !ok {
				if link, err = Link(q, row[4], Asked{row[3], s.db.Today()}); err != nil {
					return err
				}
				links[key] = link
			}
			row[5] = link
			for _, i := range []int{0, 1, 3, 4} {
				row[i] = harmless(row[i])
			}
			if err := out.Write(row); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	return n, err
}

// harmless keeps a spreadsheet from taking a text for a formula.
func harmless(s string) string {
	if s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@') {
		return "'" + s
	}
	return s
}
