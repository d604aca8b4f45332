package importer

import (
	"context"
	"database/sql"
	"encoding/json"
	"strconv"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/shop"
	"github.com/dropledger/dropledger/services/store"
)

// batch is the import of one file within its transaction.
type batch struct {
	ctx      context.Context
	file     *File
	options  Options
	src      *sheet.Source
	progress *job.Progress

	tx       *store.Tx
	id       int64
	seq      int
	asOf     string
	shopID   int64
	supplier int64
	record   *sql.Stmt
	merger   *order.Merger
}

func (b *batch) begin(tx *store.Tx) error {
	b.tx = tx
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
	if t.outcome == order.Unchanged {
		return nil
	}
	b.seq++
	_, err := b.record.Exec(b.id, b.seq, t.kind, t.outcome, t.id, t.row, t.before, t.message)
	return err
}

// step reports progress by the bytes read and stops when the person cancelled.
func (b *batch) step(text string) error {
	b.progress.Step(b.src.Progress(), b.src.Size(), text)
	return b.ctx.Err()
}

func (b *batch) finish() error {
	f := b.file
	f.SHA256 = b.src.SHA256()
	f.Notes = append(f.Notes, b.src.Notes...)
	f.showMoney()
	if f.more > 0 {
		f.Notes = append(f.Notes, "There are "+strconv.Itoa(f.more)+" more problems of the same kinds than are listed.")
	}
	summary, err := json.Marshal(map[string]any{"by_kind": f.ByKind, "money": f.Money})
	if err != nil {
		return err
	}
	return b.tx.Exec(`UPDATE import_batch SET sha256 = ?, shop_id = ?, supplier_id = ?, records = ?, created = ?, updated = ?, unchanged = ?,
		refused = ?, as_of = ?, summary = ? WHERE id = ?`, f.SHA256, store.OrNull(b.shopID), store.OrNull(b.supplier), f.Records, f.Created, f.Updated,
		f.Unchanged, f.Refused, b.asOf, string(summary), b.id).Error
}

// shop finds the shop a file belongs to: the one named, made when it is new;
// else the only one there is; else a first one of that name. A book with
// several shops must be told.
func (b *batch) shop(platform string, currency model.Currency) (*model.Shop, error) {
	var shops []model.Shop
	if err := b.tx.Where("archived_at = ''").Order("id").Find(&shops).Error; err != nil {
		return nil, err
	}
	name := b.options.Shop
	switch {
	case name != "":
		for i := range shops {
			if shops[i].NameKey == model.NameKey(name) {
				return b.use(&shops[i])
			}
		}
	case len(shops) == 1:
		return b.use(&shops[0])
	case len(shops) > 1:
		return nil, model.FieldErrorf("shop", "This book has %d shops and the file does not say which one it is from: name the shop. Nothing was changed.", len(shops))
	default:
		name = "My " + platform + " shop"
	}
	made, _, err := shop.Ensure(b.tx, name, shop.Input{Platform: &platform, Currency: &currency})
	if err != nil {
		return nil, err
	}
	became := "was"
	if b.options.DryRun {
		became = "would be"
	}
	b.file.Notes = append(b.file.Notes, "The shop "+strconv.Quote(name)+" is new and "+became+" added.")
	return b.use(&made)
}

func (b *batch) use(s *model.Shop) (*model.Shop, error) {
	b.shopID = s.ID
	return s, nil
}
