package importer

import (
	"context"
	"database/sql"
	"encoding/json"
	"strconv"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/promise"
	"github.com/dropledger/dropledger/services/store"
)

// batch is the import of one file: written within a transaction, or only looked
// at, when there is no transaction.
type batch struct {
	ctx      context.Context
	file     *File
	options  Options
	src      *sheet.Source
	progress Step
	seen     *view

	q        *gorm.DB
	tx       *store.Tx // nil while only looking
	id       int64
	seq      int
	asOf     string
	shopID   int64
	supplier int64
	record   *sql.Stmt
	merger   *order.Merger
	looker   *order.Looker // instead of merger while only looking
	leave    map[int]bool
	mended   map[int][]Repair // by row
}

// prepare recognises the format and lays the repairs over the file.
func (b *batch) prepare() error {
	if want := b.options.SHA256; want != "" && want != b.src.SHA256() {
		return model.Errorf(model.Conflict, "%s was changed after it was shown: look at it again. Nothing was changed.", b.file.name())
	}
	b.seen.describe(b.src)
	var err error
	if b.file.Format, err = recognise(b.src, b.options); err != nil {
		return err
	}
	b.seen.columns(b.src, b.file.Format)
	b.leave = make(map[int]bool, len(b.options.Leave))
	for _, row := range b.options.Leave {
		b.leave[row] = true
	}
	return b.mend(b.src)
}

// mend lays the repairs over an opened file.
func (b *batch) mend(src *sheet.Source) error {
	b.mended = make(map[int][]Repair, len(b.options.Repairs))
	for _, r := range b.options.Repairs {
		at := columnAt(b.file.Columns(), r.Column)
		if at < 0 {
			return model.FieldErrorf("repairs", "%s has no column %q that could be mended. Nothing was changed.", b.file.name(), r.Column)
		}
		src.Amend(r.Row, at, r.Value)
		b.mended[r.Row] = append(b.mended[r.Row], r)
	}
	return nil
}

func (b *batch) close() { _ = b.src.Close() } // it was only read

// write does all of the import within tx.
func (b *batch) write(tx *store.Tx) error {
	if err := b.begin(tx); err != nil {
		return err
	}
	if err := b.merge(); err != nil {
		return err
	}
	if b.file.Format == ShopifyOrders {
		if _, err := promise.Keep(tx); err != nil {
			return err
		}
	}
	return b.finish()
}

func (b *batch) begin(tx *store.Tx) error {
	b.tx, b.q = tx, tx.DB
	if err := tx.Raw(`SELECT COALESCE(MAX(id), 0) + 1 FROM import_batch`).Scan(&b.id).Error; err != nil {
		return err
	}
	b.file.Batch = &b.id
	// The row comes first because what is imported refers to it; finish fills it in.
	err := tx.Exec(`INSERT INTO import_batch (id, file_name, format, sha256, file_bytes, records, created, updated, unchanged, refused, as_of, imported_at)
		VALUES (?, ?, ?, '', ?, 0, 0, 0, 0, 0, '', ?)`, b.id, b.file.name(), b.file.Format, b.src.Size(), string(tx.Now)).Error
	if err != nil {
		return err
	}
	b.record, err = tx.Prepare(`INSERT INTO import_record (batch_id, seq, kind, outcome, record_id, row_number, before, message) VALUES (?,?,?,?,?,?,?,?)`)
	if err != nil {
		return err
	}
	b.merger, err = order.Begin(tx, b.id)
	return err
}

func (b *batch) merge() error {
	switch b.file.Format {
	case ShopifyOrders:
		return b.mergeOrders()
	case ShopifyProducts:
		return b.mergeProducts()
	case Tracking:
		return b.mergeTracking()
	case Answers:
		return b.mergeAnswers()
	default:
		return b.mergePrices()
	}
}

// trace is what became of one record: how it was before, as JSON, when it was
// updated; why it was refused.
type trace struct {
	kind, outcome   string
	id              int64
	row             int
	before, message string
}

// note counts the outcome of one record and keeps it.
func (b *batch) note(t *trace) error {
	b.file.kind(t.kind).count(t.outcome)
	return b.keep(t)
}

// keep writes down what became of one record, for the list of outcomes and for
// taking the batch back. Unchanged records leave no trace.
func (b *batch) keep(t *trace) error {
	if b.tx == nil || t.outcome == order.Unchanged {
		return nil
	}
	b.seq++
	_, err := b.record.Exec(b.id, b.seq, t.kind, t.outcome, t.id, t.row, t.before, t.message)
	return err
}

// step reports progress by the bytes read and stops when the person cancelled.
func (b *batch) step(text string) error {
	if b.progress != nil {
		b.progress(b.src.Progress(), b.src.Size(), text)
	}
	return b.ctx.Err()
}

// finish completes what is told of the file, and the row of the batch.
func (b *batch) finish() error {
	f := b.file
	f.SHA256 = b.src.SHA256()
	f.Notes = append(f.Notes, b.src.Notes...)
	f.showMoney()
	if f.more > 0 {
		f.Notes = append(f.Notes, "There are "+strconv.Itoa(f.more)+" more problems of the same kinds than are listed.")
	}
	if err := b.seen.finish(b); err != nil || b.tx == nil {
		return err
	}
	summary, err := json.Marshal(summary{ByKind: f.ByKind, Money: f.Money, Rows: f.Rows, Repairs: f.Repairs, Notes: f.Notes})
	if err != nil {
		return err
	}
	return b.tx.Exec(`UPDATE import_batch SET sha256 = ?, shop_id = ?, supplier_id = ?, records = ?, created = ?, updated = ?, unchanged = ?,
		refused = ?, as_of = ?, summary = ? WHERE id = ?`, f.SHA256, store.OrNull(b.shopID), store.OrNull(b.supplier), f.Records, f.Created, f.Updated,
		f.Unchanged, f.Refused, b.asOf, string(summary), b.id).Error
}

// summary is what is kept of a batch as it was printed.
type summary struct {
	ByKind  map[string]*Counts           `json:"by_kind"`
	Money   map[string]map[string]string `json:"money"`
	Rows    Counts                       `json:"rows"`
	Repairs []Repair                     `json:"repairs,omitempty"`
	Notes   []string                     `json:"notes,omitempty"`
}
