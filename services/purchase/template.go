package purchase

import (
	"context"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// TemplateKind is the kind of record in messages and in the history.
const TemplateKind = "order_template"

// OrderFields are what a column of an order file can hold, one row for each
// line of an order.
var OrderFields = []string{
	"product", "sku", "supplier_sku", "quantity", "unit_cost", "name", "address1", "address2", "city", "zip", "province", "country",
	"country_code", "phone", "email", "order_number", "company", "service", "shipping", "line_total", "currency", "purchase_order", "ordered",
}

// Kinds of order files, and how dates and numbers are written in them.
const (
	FileXLSX = "xlsx"
	FileCSV  = "csv"

	DatesISO      = "iso"       // 2026-11-22
	DatesDotted   = "dmy_dot"   // 22.11.2026
	DatesSlashed  = "dmy_slash" // 22/11/2026
	DatesAmerican = "mdy_slash" // 11/22/2026

	PointDecimals = "point"
	CommaDecimals = "comma"
)

// OrderTemplate says how the order file of a supplier looks. Columns is empty
// when the program's own are used.
type OrderTemplate struct {
	ID        int64            `json:"id"`
	Number    string           `json:"number"` // the supplier, as every list has a number
	Supplier  string           `json:"supplier"`
	File      string           `json:"file"`
	Delimiter string           `json:"delimiter"`
	Dates     string           `json:"dates"`
	Decimals  string           `json:"decimals"`
	Columns   []TemplateColumn `json:"columns" gorm:"-"`
	Archived  bool             `json:"archived"`
	Version   int64            `json:"version"`
}

// FixedText is the field of a column that holds the same in every row.
const FixedText = "text"

// TemplateColumn is one column: what stands in it and what it is called.
type TemplateColumn struct {
	Field string `json:"field" values:"text product sku supplier_sku quantity unit_cost name address1 address2 city zip province country country_code phone email order_number company service shipping line_total currency purchase_order ordered" required:"yes" doc:"What stands in the column; text is the same in every row."`
	Title string `json:"title" required:"yes" max:"120" doc:"What the supplier calls the column."`
	Fixed string `json:"fixed" max:"200" default:"none" doc:"The text of every row of a text column."`
}

// TemplateInput is an order template as a form or the put command says it. What
// is nil keeps its value.
type TemplateInput struct {
	Version int64 `json:"-"` // what the form was filled with; 0: any

	Supplier  string            `json:"supplier" key:"yes" is:"name" max:"120" doc:"The supplier's name."`
	File      *string           `json:"file" values:"xlsx csv" default:"xlsx" doc:"The kind of file."`
	Delimiter *string           `json:"delimiter" values:"comma semicolon tab" default:"comma" doc:"What stands between the columns of a CSV file."`
	Dates     *string           `json:"dates" values:"iso dmy_dot dmy_slash mdy_slash" default:"iso" doc:"How dates are written: 2026-11-22, 22.11.2026, 22/11/2026 or 11/22/2026."`
	Decimals  *string           `json:"decimals" values:"point comma" default:"point" doc:"What stands before the decimals of amounts in a CSV file."`
	Columns   *[]TemplateColumn `json:"columns" doc:"The columns in their order. A new template needs them."`
	Archived  *bool             `json:"archived" default:"false" doc:"True: the supplier gets the program's own columns again."`
}

// PutTemplates creates or changes order templates by supplier, all or none.
func (s *Service) PutTemplates(ctx context.Context, ins []TemplateInput) (record.Result, error) {
	return record.Batch[TemplateInput]{
		DB: s.db, Kind: TemplateKind, One: putTemplate,
		Done: func([]int64) { s.bus.SuppliersChanged.Publish(nil) },
	}.Put(ctx, ins)
}

// Template returns the order template of a supplier by name; one without an ID
// when it has none.
func (s *Service) Template(ctx context.Context, name string) (t OrderTemplate, err error) {
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		who, err := supplier.ByNameTx(q, name)
		if err != nil {
			return err
		}
		t, err = templateOf(q, who.ID)
		return err
	})
	return t, err
}

// Templates lists the order templates by supplier.
func (s *Service) Templates(ctx context.Context) ([]OrderTemplate, error) {
	all := []OrderTemplate{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		var ids []int64
		err := q.Raw(`SELECT t.supplier_id FROM order_template t JOIN supplier s ON s.id = t.supplier_id ORDER BY s.name_key`).Scan(&ids).Error
		for _, id := range ids {
			if err != nil {
				return err
			}
			var t OrderTemplate
			t, err = templateOf(q, id)
			all = append(all, t)
		}
		return err
	})
	return all, err
}

func templateOf(q *gorm.DB, supplierID int64) (OrderTemplate, error) {
	t := OrderTemplate{File: FileXLSX, Delimiter: "comma", Dates: DatesISO, Decimals: PointDecimals}
	err := q.Raw(`SELECT t.id, s.name AS number, s.name AS supplier, t.file, t.delimiter, t.dates, t.decimals, t.archived_at <> '' AS archived, t.version
		FROM order_template t JOIN supplier s ON s.id = t.supplier_id WHERE t.supplier_id = ?`, supplierID).Scan(&t).Error
	if err == nil && t.ID != 0 {
		err = q.Raw(`SELECT CASE WHEN field = '' THEN 'text' ELSE field END AS field, title, fixed FROM order_template_column WHERE template_id = ? ORDER BY position`, t.ID).Scan(&t.Columns).Error
	}
	return t, err
}

func putTemplate(tx *store.Tx, at record.Ref, in *TemplateInput) (record.Outcome, int64, error) {
	who, err := supplier.ByNameTx(tx.DB, in.Supplier)
	if err != nil {
		return "", 0, at.Because("supplier", err)
	}
	old, err := templateOf(tx.DB, who.ID)
	if err != nil {
		return "", 0, err
	}
	if in.Version != 0 && in.Version != old.Version {
		return "", 0, at.Errorf("", "was changed by someone else meanwhile: load it again")
	}
	now := old
	record.Take(&now.File, in.File)
	record.Take(&now.Delimiter, in.Delimiter)
	record.Take(&now.Dates, in.Dates)
	record.Take(&now.Decimals, in.Decimals)
	record.Take(&now.Columns, in.Columns)
	record.Take(&now.Archived, in.Archived)
	if err := now.check(at); err != nil {
		return "", 0, err
	}
	changes, outcome := history.Diff(old.values(), now.values()), record.Updated
	switch {
	case old.ID == 0:
		changes, outcome = history.Created(), record.Created
	case len(changes) == 0:
		return record.Unchanged, old.ID, nil
	}
	id, err := now.write(tx, who.ID)
	if err != nil {
		return "", 0, err
	}
	return outcome, id, history.Record(tx, history.Subject{Kind: TemplateKind, ID: id, Key: who.Name}, changes, "")
}

// check refuses a file that nobody could read.
func (t *OrderTemplate) check(at record.Ref) error {
	if len(t.Columns) == 0 {
		return at.Errorf("columns", "columns must name at least one column")
	}
	titles := map[string]bool{}
	for i := range t.Columns {
		c := &t.Columns[i]
		key := strings.ToLower(c.Title)
		switch {
		case titles[key]:
			return at.Errorf("columns", "there are two columns %q: give each a name of its own", c.Title)
		case c.Field != FixedText && c.Fixed != "":
			return at.Errorf("columns", "the column %q has a field and a fixed text: leave one out", c.Title)
		}
		titles[key] = true
	}
	if t.Delimiter == "comma" && t.Decimals == CommaDecimals && t.File == FileCSV {
		return at.Errorf("delimiter", "decimals after a comma and columns after a comma cannot be told apart by every reader: put semicolons between the columns")
	}
	return nil
}

func (t *OrderTemplate) values() []history.Value {
	var columns []string
	for _, c := range t.Columns {
		what := c.Field
		if what == FixedText {
			what = "\"" + c.Fixed + "\""
		}
		columns = append(columns, c.Title+" = "+what)
	}
	return []history.Value{
		history.Of("file", t.File), history.Of("delimiter", t.Delimiter), history.Of("dates", t.Dates), history.Of("decimals", t.Decimals),
		history.Of("columns", strings.Join(columns, "; ")), history.Of("archived", t.Archived),
	}
}

func (t *OrderTemplate) write(tx *store.Tx, supplierID int64) (int64, error) {
	var archived model.Instant
	if t.Archived {
		archived = tx.Now
	}
	var id int64
	err := tx.Raw(`INSERT INTO order_template (supplier_id, file, delimiter, dates, decimals, archived_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (supplier_id) DO UPDATE SET file = excluded.file, delimiter = excluded.delimiter, dates = excluded.dates,
		decimals = excluded.decimals, archived_at = excluded.archived_at, version = version + 1 RETURNING id`,
		supplierID, t.File, t.Delimiter, t.Dates, t.Decimals, string(archived)).Scan(&id).Error
	if err == nil {
		err = tx.Exec(`DELETE FROM order_template_column WHERE template_id = ?`, id).Error
	}
	for i, c := range t.Columns {
		if err != nil {
			break
		}
		err = tx.Exec(`INSERT INTO order_template_column (template_id, position, field, title, fixed) VALUES (?, ?, ?, ?, ?)`,
			id, i+1, strings.TrimPrefix(c.Field, FixedText), c.Title, c.Fixed).Error
	}
	return id, err
}

// InUse tells whether the supplier gets its own columns.
func (t *OrderTemplate) InUse() bool { return t != nil && len(t.Columns) > 0 && !t.Archived }

// Day writes a date as the template asks for.
func (t *OrderTemplate) Day(d model.Date) string {
	parts := strings.Split(string(d), "-")
	if len(parts) != 3 {
		return string(d)
	}
	switch t.Dates {
	case DatesDotted:
		slices.Reverse(parts)
		return strings.Join(parts, ".")
	case DatesSlashed:
		slices.Reverse(parts)
		return strings.Join(parts, "/")
	case DatesAmerican:
		return parts[1] + "/" + parts[2] + "/" + parts[0]
	}
	return string(d)
}
