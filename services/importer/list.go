package importer

import (
	"context"
	"encoding/json"
	"errors"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

// Batch is one import of the past. The counts are of its main kind of record.
// Shop and Supplier are empty where the other says whose file it was.
type Batch struct {
	ID         int64
	FileName   string
	Format     string
	SHA256     string
	FileBytes  int64
	Shop       string
	Supplier   string
	Records    int
	Created    int
	Updated    int
	Unchanged  int
	Refused    int
	ImportedAt model.Instant
	UndoneAt   model.Instant // "" while it stands
}

const selectBatches = `SELECT b.id, b.file_name, b.format, b.sha256, b.file_bytes, COALESCE(s.name, '') AS shop, COALESCE(p.name, '') AS supplier,
	b.records, b.created, b.updated, b.unchanged, b.refused, b.imported_at, b.undone_at
	FROM import_batch b LEFT JOIN shop s ON s.id = b.shop_id LEFT JOIN supplier p ON p.id = b.supplier_id `

// Batches lists the imports, the newest first.
func (s *Service) Batches(ctx context.Context) ([]Batch, error) {
	var list []Batch
	err := s.db.Read(ctx, func(q *gorm.DB) error { return q.Raw(selectBatches + `ORDER BY b.id DESC`).Scan(&list).Error })
	return list, err
}

// sameFile is the last import of the very same file that stands, nil for none.
func sameFile(q *gorm.DB, sum string, but int64) (*Batch, error) {
	var list []Batch
	err := q.Raw(selectBatches+`WHERE b.sha256 = ? AND b.undone_at = '' AND b.id <> ? ORDER BY b.id DESC LIMIT 1`, sum, but).Scan(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// Details are what is kept of an import beside its counts. Why says why it cannot
// be taken back, nil when it can.
type Details struct {
	Batch
	ByKind  map[string]*Counts
	Money   map[string]map[string]string // by currency: total, refunded, ...
	Repairs []Repair
	Notes   []string
	Refused []RefusedRecord // the first ones
	Why     error
}

// RefusedRecord is a record that an import did not take.
type RefusedRecord struct {
	Row     int
	Message string
}

const mostRefused = 200

// Details reads one import.
func (s *Service) Details(ctx context.Context, id int64) (d Details, err error) {
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		var list []struct {
			Batch   `gorm:"embedded"`
			Summary string
		}
		if err := q.Raw(`SELECT x.*, m.summary FROM (`+selectBatches+`) x JOIN import_batch m ON m.id = x.id WHERE x.id = ?`, id).Scan(&list).Error; err != nil {
			return err
		}
		if len(list) == 0 {
			return model.Errorf(model.NotFound, "There is no import %d in this book any more.", id)
		}
		var kept summary
		if text := list[0].Summary; text != "" {
			if err := json.Unmarshal([]byte(text), &kept); err != nil {
				return model.Errorf(model.Damaged, "What is kept of import %d cannot be read. Check the book.", id).Because(err)
			}
		}
		d = Details{Batch: list[0].Batch, ByKind: kept.ByKind, Money: kept.Money, Repairs: kept.Repairs, Notes: kept.Notes}
		err := q.Raw(`SELECT row_number AS row, message FROM import_record WHERE batch_id = ? AND outcome = 'refused' ORDER BY seq LIMIT ?`, id, mostRefused).
			Scan(&d.Refused).Error
		if err != nil {
			return err
		}
		d.Why, err = standing(q, id)
		return err
	})
	return d, err
}

// standing says why an import cannot be taken back, nil when nothing speaks
// against it. err is a failure to read.
func standing(q *gorm.DB, id int64) (why, err error) {
	if _, err := undoable(q, id); err != nil {
		var known *model.Error
		if errors.As(err, &known) {
			return known, nil
		}
		return nil, err
	}
	var given []string
	err = q.Raw(`SELECT o.number FROM sales_order o WHERE o.batch_id = ?
		AND EXISTS (SELECT 1 FROM order_line l JOIN allocation a ON a.line_id = l.id WHERE l.order_id = o.id) LIMIT 1`, id).Scan(&given).Error
	if err != nil {
		return nil, err
	}
	if len(given) > 0 {
		return model.Errorf(model.Refused, "Import %d cannot be taken back: order %s has already been given to a supplier.", id, given[0]), nil
	}
	var used int64
	err = q.Raw(`SELECT COUNT(*) FROM import_record r JOIN allocation a ON a.offer_id = r.record_id
		WHERE r.batch_id = ? AND r.kind = 'offer' AND r.outcome = 'created'`, id).Scan(&used).Error
	if err != nil || used == 0 {
		return nil, err
	}
	return model.Errorf(model.Refused, "Import %d cannot be taken back: lines were given to the supplier at one of its prices.", id), nil
}
