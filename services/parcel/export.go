package parcel

import (
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/shop"
)

// ShopFile says which parcels a file for a shop is to hold: those sent from a
// day on, "" for all; of one shop, "" for all; and in what layout, "" for the one
// that the shop's platform takes.
type ShopFile struct {
	Since  model.Date
	Shop   string
	Layout ShopLayout
}

// ShopLayout is the form of a file that brings tracking into a shop.
type ShopLayout string

// The layouts. Platforms without one take the plain file through an app, which
// asks what its columns mean, or take the numbers by hand only.
const (
	PlainLayout  ShopLayout = "plain"       // a row for each piece, as apps for Shopify read them
	WooLayout    ShopLayout = "woocommerce" // Advanced Shipment Tracking: docs.zorem.com, CSV import
	AmazonLayout ShopLayout = "amazon"      // shipping confirmation: sellercentral.amazon.com, help 641
)

// ShopLayouts lists the layouts.
func ShopLayouts() []ShopLayout { return []ShopLayout{PlainLayout, WooLayout, AmazonLayout} }

// LayoutOf is the layout that a platform takes, by its name as a person wrote it.
func LayoutOf(platform string) ShopLayout {
	key := model.NameKey(platform)
	switch {
	case strings.Contains(key, "woo"):
		return WooLayout
	case strings.Contains(key, "amazon"):
		return AmazonLayout
	}
	return PlainLayout
}

// Ending is that of the name of a file in the layout.
func (l ShopLayout) Ending() string {
	if l == AmazonLayout {
		return ".txt"
	}
	return ".csv"
}

// sent are pieces of an order in a parcel that left. whole tells that all pieces
// of the order have left.
type sent struct {
	id                                  int64 // of the order
	order, sku, tracking, carrier, link string
	quantity                            int64
	on                                  model.Date
	whole                               bool
}

// form is how a layout writes: its columns, and the cells of a row.
type form struct {
	head  []string
	cells func(*sent) []string
	once  bool // a row for each order in a parcel, not for each article
	comma rune

	entire bool // a row says of the whole order that it left
}

// Exported is what a file for a shop holds. Withheld are orders of which a part
// has left, where the layout could only say that all of it has.
type Exported struct {
	Rows     int      `json:"rows"`
	Withheld []string `json:"withheld"`
}

var layouts = map[ShopLayout]form{
	PlainLayout: {
		head: []string{"Order", "SKU", "Quantity", "Tracking number", "Tracking company", "Tracking URL", "Ship date"},
		cells: func(s *sent) []string {
			return []string{s.order, s.sku, strconv.FormatInt(s.quantity, 10), s.tracking, s.carrier, s.link, string(s.on)}
		},
		comma: ',',
	},
	WooLayout: {
		head: []string{"order_id", "tracking_provider", "tracking_number", "date_shipped", "status_shipped"},
		cells: func(s *sent) []string {
			state, day := "2", ""
			if s.whole {
				state = "1"
			}
			if s.on != "" {
				day = s.on.Time().Format("02-01-2006")
			}
			return []string{strings.TrimPrefix(s.order, "#"), s.carrier, s.tracking, day, state}
		},
		once: true, comma: ',',
	},
	AmazonLayout: {
		head: []string{"order-id", "order-item-id", "quantity", "ship-date", "carrier-code", "carrier-name", "tracking-number", "ship-method"},
		cells: func(s *sent) []string {
			code, name := "Other", s.carrier
			if i := slices.IndexFunc(carrierCodes, func(known string) bool { return strings.EqualFold(known, s.carrier) }); i >= 0 {
				code, name = carrierCodes[i], ""
			}
			return []string{strings.TrimPrefix(s.order, "#"), "", "", string(s.on), code, name, s.tracking, ""}
		},
		once: true, entire: true, comma: '\t',
	},
}

// carrierCodes are the carriers that the lists of all marketplaces of Amazon have; any
// other is named beside the word Other.
var carrierCodes = []string{"UPS", "USPS", "FedEx", "DHL"}

// ExportShop writes a file that brings tracking into a shop, of what is in parcels
// that have left. Machines read it, so every text stays as it is.
func (s *Service) ExportShop(ctx context.Context, w io.Writer, f ShopFile) (Exported, error) {
	done := Exported{Withheld: []string{}}
	var all []sent
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		if f.Shop != "" {
			of, err := shop.ByNameTx(q, f.Shop)
			if err != nil {
				return err
			}
			if f.Layout == "" {
				f.Layout = LayoutOf(of.Platform)
			}
		}
		if f.Layout == "" {
			f.Layout = PlainLayout
		}
		if !slices.Contains(ShopLayouts(), f.Layout) {
			return model.FieldErrorf("layout", "There is no layout %q: write plain, woocommerce or amazon.", f.Layout)
		}
		all, err = readSent(q, f, s.db.Today())
		return err
	})
	if err != nil {
		return done, err
	}
	of := layouts[f.Layout]
	if of.once {
		all = slices.CompactFunc(all, func(a, b sent) bool { return a.id == b.id && a.tracking == b.tracking && a.carrier == b.carrier })
	}
	if of.entire {
		all = slices.DeleteFunc(all, func(s sent) bool {
			if !s.whole && !slices.Contains(done.Withheld, s.order) {
				done.Withheld = append(done.Withheld, s.order)
			}
			return !s.whole
		})
	}
	done.Rows = len(all)
	return done, of.write(w, all)
}

func (f form) write(w io.Writer, all []sent) error {
	if f.comma == '\t' {
		return f.writeTabbed(w, all)
	}
	out := csv.NewWriter(w)
	if err := out.Write(f.head); err != nil {
		return err
	}
	for i := range all {
		if err := out.Write(f.cells(&all[i])); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// writeTabbed writes cells that are never quoted: a quotation mark is one.
func (f form) writeTabbed(w io.Writer, all []sent) error {
	line := func(cells []string) error {
		for i := range cells {
			cells[i] = strings.Join(strings.Fields(cells[i]), " ")
		}
		_, err := io.WriteString(w, strings.Join(cells, "\t")+"\r\n")
		return err
	}
	if err := line(slices.Clone(f.head)); err != nil {
		return err
	}
	for i := range all {
		if err := line(f.cells(&all[i])); err != nil {
			return err
		}
	}
	return nil
}

// readSent reads what has left, order by order.
func readSent(q *gorm.DB, f ShopFile, today model.Date) ([]sent, error) {
	t := query.New(`SELECT o.id, o.number, l.sku, x.quantity, p.tracking, p.carrier,
		CASE WHEN p.shipped_on <> '' THEN p.shipped_on WHEN p.scanned_on <> '' THEN p.scanned_on ELSE p.delivered_on END,
		NOT EXISTS (SELECT 1 FROM order_line k WHERE k.order_id = o.id AND k.shippable = 1 AND k.quantity >
			(SELECT COALESCE(SUM(y.quantity), 0) FROM parcel_line y JOIN parcel z ON z.id = y.parcel_id
				WHERE y.line_id = k.id AND z.archived_at = '' AND z.state NOT IN ('label_made', 'returned', 'lost')))
		FROM parcel p JOIN parcel_line x ON x.parcel_id = p.id JOIN order_line l ON l.id = x.line_id
		JOIN sales_order o ON o.id = l.order_id JOIN shop h ON h.id = o.shop_id
		WHERE p.archived_at = '' AND p.state NOT IN ('label_made', 'returned', 'lost')`)
	if f.Since != "" {
		t.Add(` AND MAX(p.shipped_on, p.scanned_on, p.delivered_on) >= ?`, string(f.Since))
	}
	if f.Shop != "" {
		t.Add(` AND h.name_key = ?`, model.NameKey(f.Shop))
	}
	var all []sent
	err := t.Add(` ORDER BY o.id, p.id, l.position`).Rows(q, func(r query.Row) error {
		all = append(all, sent{
			id: r.Int(0), order: r.Text(1), sku: r.Text(2), quantity: r.Int(3), tracking: r.Text(4), carrier: r.Text(5), on: model.Date(r.Text(6)), whole: r.Int(7) != 0,
		})
		return nil
	})
	links := map[[2]string]string{}
	for i := range all {
		s := &all[i]
		key, known := [2]string{s.carrier, s.tracking}, false
		if s.link, known = links[key]; err == nil && !known {
			s.link, err = Link(q, s.carrier, Asked{s.tracking, today})
			links[key] = s.link
		}
	}
	return all, err
}
