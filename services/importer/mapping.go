package importer

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
	"github.com/dropledger/dropledger/services/store"
)

// drawer is where the mappings of a format are kept by the headers of the files;
// those of price lists are kept for each supplier.
type drawer struct {
	table    string
	supplier int64
}

var (
	trackingDrawer = drawer{table: "tracking_mapping"}
	answerDrawer   = drawer{table: "answer_mapping"}
)

func priceDrawer(supplier int64) drawer { return drawer{"import_mapping", supplier} }

// kept is the mapping of files with this header, nil when there is none.
func kept[M any](q *gorm.DB, d drawer, key string) (*M, error) {
	query, args := `SELECT mapping FROM `+d.table+` WHERE header_key = ?`, []any{key}
	if d.supplier > 0 {
		query, args = query+` AND supplier_id = ?`, append(args, d.supplier)
	}
	var texts []string
	if err := q.Raw(query, args...).Scan(&texts).Error; err != nil || len(texts) == 0 {
		return nil, err
	}
	var m M
	if json.Unmarshal([]byte(texts[0]), &m) != nil {
		return nil, nil // an unreadable one is proposed anew
	}
	return &m, nil
}

// keep remembers a mapping for files with this header.
func (d drawer) keep(tx *store.Tx, key string, m any) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if d.supplier > 0 {
		return tx.Exec(`INSERT INTO `+d.table+` (supplier_id, header_key, mapping, saved_at) VALUES (?, ?, ?, ?)
			ON CONFLICT (supplier_id, header_key) DO UPDATE SET mapping = excluded.mapping, saved_at = excluded.saved_at`,
			d.supplier, key, string(text), string(tx.Now)).Error
	}
	return tx.Exec(`INSERT INTO `+d.table+` (header_key, mapping, saved_at) VALUES (?, ?, ?)
		ON CONFLICT (header_key) DO UPDATE SET mapping = excluded.mapping, saved_at = excluded.saved_at`, key, string(text), string(tx.Now)).Error
}

// whatItIs names the files whose columns have to be named.
var whatItIs = map[string]string{PriceList: "a price list", Tracking: "a file of tracking numbers", Answers: "a file of acknowledgements"}

// assignColumns lays the columns that the person named over those of a mapping, and
// tells which it has then.
func assignColumns[F ~string](b *batch, columns map[F]sheet.Column, fields []F) error {
	for _, field := range slices.Sorted(maps.Keys(b.options.Mapping)) {
		if err := assignColumn(b.file, columns, fields, F(field), b.options.Mapping[field]); err != nil {
			return err
		}
	}
	b.file.Mapping = map[string]string{}
	for f, c := range columns {
		b.file.Mapping[string(f)] = c.Name()
	}
	return nil
}

// assignColumn gives a field the named column; an empty name takes the field out.
func assignColumn[F ~string](file *File, columns map[F]sheet.Column, fields []F, field F, named string) error {
	if !slices.Contains(fields, field) {
		return model.FieldErrorf("map", "%q is not something %s can say; it can say %s.", field, whatItIs[file.Format], listed(fields))
	}
	if named == "" {
		delete(columns, field)
		return nil
	}
	header := file.Columns()
	i := columnAt(header, named)
	if i < 0 || i >= len(header) {
		return model.FieldErrorf("map", "%s has no column %q for %s; its columns are %s.", file.name(), named, field, strings.Join(header, ", "))
	}
	columns[field] = sheet.ColumnOf(header, i)
	return nil
}

func listed[F ~string](fields []F) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = string(f)
	}
	return strings.Join(names, ", ")
}
