package marketplace

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/near"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// The kinds of files that sites take for many orders.
const (
	FileCSV  = "csv"
	FileXLSX = "xlsx"
)

// Column is one column of the file that a site takes for many orders: its title
// and what stands in it, a name of Values with one of Styles behind it where the
// site wants it otherwise, or a fixed text behind "=".
type Column struct {
	Title string `json:"title" required:"yes" max:"60" doc:"The title, exactly as the site wants it."`
	Value string `json:"value" max:"100" default:"empty" doc:"What stands in it: order, date, name, phone, product_id, quantity and so on; behind it \"plain\" for letters and digits only, for a date \"stamp\" as 2026/11/22 00:00:00 or \"us\" as 11/22/26; a fixed text behind =."`
}

// Styles are the ways in which what stands in a column can be written.
func Styles() []string { return []string{"plain", "stamp", "us"} }

// Values lists what can stand in a column.
func Values() []string {
	return []string{
		"order", "purchase", "line", "date", "sku", "supplier_sku", "product_id", "product", "quantity", "note", "name", "company",
		"address1", "address2", "city", "zip", "province", "country", "country_code", "phone", "email",
	}
}

// columnText checks columns and writes them as they are kept.
func columnText(at record.Ref, all []Column) (string, error) {
	for _, c := range all {
		what, style, _ := strings.Cut(c.Value, " ")
		switch {
		case c.Value == "" || strings.HasPrefix(c.Value, "="):
		case style != "" && !slices.Contains(Styles(), style):
			return "", at.Errorf("columns", "%q is not a way to write a column: it can be %s", style, strings.Join(Styles(), ", "))
		case (style == "stamp" || style == "us") && what != "date":
			return "", at.Errorf("columns", "%q is a way to write a date, and %q is none", style, what)
		case !slices.Contains(Values(), what):
			return "", at.Errorf("columns", "%q is nothing that can stand in a column.%s", what, near.Hint(what, Values()))
		}
	}
	if len(all) == 0 {
		return "", nil
	}
	text, err := json.Marshal(all)
	return string(text), err
}

// Upload is the file that the supplier's site takes for a purchase order: titles
// and a row for each line, to be written as a file of the kind.
type Upload struct {
	Name     string // of the file
	Kind     string
	Rows     [][]string
	Warnings []string
}

// UploadFor is the file that the supplier's site takes for a purchase order, nil
// where it takes none.
func UploadFor(ctx context.Context, db *store.DB, d forward.Dispatch) (*Upload, error) {
	var s *sheet
	err := db.Read(ctx, func(q *gorm.DB) (err error) {
		s, err = newSheet(q, d)
		return err
	})
	if err != nil || len(s.site.Columns) == 0 {
		return nil, err
	}
	return &Upload{file.SafeName(d.Number + " " + s.site.Name + "." + s.site.File), s.site.File, s.rows(), s.lacks()}, nil
}

// sheet is the file of one purchase order: a row for each line.
type sheet struct {
	site  Site
	d     forward.Dispatch
	links map[string]string // of products, by SKU
}

func newSheet(q *gorm.DB, d forward.Dispatch) (*sheet, error) {
	s := &sheet{d: d, links: map[string]string{}}
	var err error
	if s.site, err = siteOf(q, d.SupplierID, d.Date); err != nil || len(s.site.Columns) == 0 {
		return s, err
	}
	var rows []struct{ SKU, URL string }
	err = q.Raw(`SELECT l.sku AS sku, k.url AS url FROM purchase_line l JOIN order_line o ON o.id = l.line_id
		JOIN market_link k ON k.supplier_id = ? AND k.product_id = o.product_id AND k.valid_from <= ?
		WHERE l.purchase_id = ? ORDER BY k.valid_from`, d.SupplierID, string(d.Date), d.PurchaseID).Scan(&rows).Error
	for _, r := range rows {
		s.links[r.SKU] = r.URL
	}
	return s, err
}

// rows are the titles and a row for each line, with its order's columns repeated.
func (s *sheet) rows() [][]string {
	titles := make([]string, len(s.site.Columns))
	for i, c := range s.site.Columns {
		titles[i] = c.Title
	}
	all := [][]string{titles}
	for _, o := range s.d.Orders {
		for n, l := range o.Lines {
			row := make([]string, len(s.site.Columns))
			for i, c := range s.site.Columns {
				if c.Value == "line" {
					row[i] = o.Number + "-" + strconv.Itoa(n+1)
					continue
				}
				row[i] = s.cell(c, &o, &l)
			}
			all = append(all, row)
		}
	}
	return all
}

func (s *sheet) cell(c Column, o *forward.Order, l *forward.Line) string {
	if text, fixed := strings.CutPrefix(c.Value, "="); fixed {
		return text
	}
	what, style, _ := strings.Cut(c.Value, " ")
	v := s.value(what, o, l)
	switch style {
	case "plain":
		return plain(v)
	case "stamp":
		return s.d.Date.Time().Format("2006/01/02 15:04:05")
	case "us":
		return s.d.Date.Time().Format("01/02/06")
	}
	return v
}

func (s *sheet) value(what string, o *forward.Order, l *forward.Line) string {
	switch what {
	case "order":
		return o.Number
	case "purchase":
		return s.d.Number
	case "date":
		return string(s.d.Date)
	case "sku":
		return l.SKU
	case "supplier_sku":
		return l.SupplierSKU
	case "product_id":
		return productID(s.links[l.SKU])
	case "product":
		return oneLine(l.Name)
	case "quantity":
		return strconv.FormatInt(int64(l.Quantity), 10)
	case "note":
		return s.site.note()
	case "country_code":
		return o.ShipTo.Country
	}
	return s.site.part(Part(what), &o.ShipTo)
}

// lacks tells which products have no number on the site, where the file wants it.
func (s *sheet) lacks() []string {
	wanted := slices.ContainsFunc(s.site.Columns, func(c Column) bool { return strings.HasPrefix(c.Value, "product_id") })
	var all []string
	for _, o := range s.d.Orders {
		for _, l := range o.Lines {
			if wanted && productID(s.links[l.SKU]) == "" {
				all = append(all, model.Errorf(model.Invalid, "The file for %s has no product id for %s: enter the page of the product.", s.site.Name, l.SKU).Message)
			}
		}
	}
	return slices.Compact(all)
}

func (s *Site) note() string {
	if s.Note == "" {
		return Note
	}
	return s.Note
}

// productID is the number of a product in the address of its page: the last run
// of at least six digits before a question mark.
func productID(page string) string {
	page, _, _ = strings.Cut(page, "?")
	end := len(page)
	for end > 0 {
		for end > 0 && (page[end-1] < '0' || page[end-1] > '9') {
			end--
		}
		start := end
		for start > 0 && page[start-1] >= '0' && page[start-1] <= '9' {
			start--
		}
		if end-start >= 6 {
			return page[start:end]
		}
		end = start
	}
	return ""
}
