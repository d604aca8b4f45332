package importer

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/answers"
	"github.com/dropledger/dropledger/services/importer/pricelist"
	"github.com/dropledger/dropledger/services/importer/sheet"
	"github.com/dropledger/dropledger/services/importer/tracking"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/store"
)

// Preview is what an import of a file would do, row by row, and how the file was
// read. What is known of a file stays known when it cannot be imported.
type Preview struct {
	Size      int64
	Encoding  string
	Delimiter rune // 0 for a workbook
	Sheet     string
	Sheets    []string
	Columns   []string   // the header, as far as it is known
	Sample    [][]string // the first rows below it

	Shop         string // the shop the orders or products go to
	ShopID       int64  // 0 while it is not in the book
	NewShop      bool
	Supplier     string             // whose list it is
	Mapping      *pricelist.Mapping // how a price list is read
	Items        []pricelist.Item   // the first articles as they are understood
	Currency     model.Currency     // of the orders, "" when there are several
	Placed       model.Period       // first to last order
	Total        model.Amount       // of the orders, when they have one currency
	Rates        RateDays
	Known        int           // orders of the file that the book has
	LastImport   model.Instant // when a file of this shop or supplier came in last
	Same         *Batch        // this very file, when it came in before
	Orders       []OrderRow
	Articles     []ArticleRow
	Parcels      []ParcelRow
	Tracking     *tracking.Mapping // how a file of tracking numbers is read
	Shipments    []tracking.Row    // its first rows as they are understood
	Answers      []AnswerRow
	Answering    *answers.Mapping // how a file of acknowledgements is read
	Answered     []answers.Row    // its first rows as they are understood
	Refusals     []Refusal
	MoreRefusals int // beyond the list
	WouldChange  bool
	NewProducts  int
	refusedRows  []int32 // rows of refused records, in the order of the records
}

// unread is what stays known of a file that cannot be imported: how it was read.
func (p *Preview) unread() *Preview {
	return &Preview{
		Size: p.Size, Encoding: p.Encoding, Delimiter: p.Delimiter, Sheet: p.Sheet, Sheets: p.Sheets, Columns: p.Columns, Sample: p.Sample,
		Supplier: p.Supplier, Mapping: p.Mapping, Items: p.Items, Tracking: p.Tracking, Shipments: p.Shipments, Answering: p.Answering, Answered: p.Answered,
	}
}

// RateDays says on how many days orders in another currency than the book's are
// booked, and for how many of these a rate is known.
type RateDays struct {
	Days, Known int
	Missing     model.Date // the first day without a rate
	From        model.Currency
}

// Refusal is a problem that keeps a record out, or a record that is left out.
type Refusal struct {
	sheet.Problem
	First int    // row of the record
	Key   string // order number, SKU
	Left  bool   // a person leaves it out
}

// Mendable tells whether the cell can be given another text: what is wrong lies in
// the one cell.
func (r Refusal) Mendable() bool {
	switch r.Code {
	case "amount", "quantity", "date", "currency", "country", "status", wrongOrder, tracking.Damaged:
		return r.Column != ""
	}
	return false
}

// OrderRow is one order of the file. Was is what the book says of it where that
// changes, nil for other outcomes.
type OrderRow struct {
	Row      int
	Outcome  string
	Number   string
	Customer string
	Currency model.Currency
	OrderFacts
	Was     *OrderFacts
	Effects []Effect
}

// OrderFacts are the parts of an order that a preview compares.
type OrderFacts struct {
	Payment         model.Payment
	Fulfilment      model.Fulfilment
	Refunded, Total model.Amount
	Lines           int // that have pieces
}

// ArticleRow is one variant of a products export or article of a price list. Key
// is the supplier's number; what the file does not say is nil or empty.
type ArticleRow struct {
	Row      int
	Outcome  string
	SKU, Key string
	Currency model.Currency
	ArticleFacts
	Was     *ArticleFacts
	Effects []Effect
}

// ArticleFacts are the parts of an article that a preview compares. Price is the
// shop's, Cost a piece from the supplier.
type ArticleFacts struct {
	Name        string
	Price, Cost *model.Amount
	Stock       *int64
	MOQ         model.Quantity
	Status      string
}

// Preview tells what importing the files one after the other would do. Nothing is
// written. What is wrong with one file is told in its result; the error is only
// that the whole was stopped or the book cannot be read. step may be nil.
func (s *Service) Preview(ctx context.Context, reqs []Request, step Step) ([]*File, error) {
	if len(reqs) == 1 {
		f, err := s.look(ctx, &reqs[0], step)
		if !errors.Is(err, errRehearse) {
			return []*File{f}, err
		}
	}
	return s.rehearse(ctx, reqs, step)
}

// errRehearse says that only merging for good tells what an import would do.
var errRehearse = errors.New("to be rehearsed")

// look tells what a file of orders would do without writing, so that a large one
// is shown soon and nobody's work waits.
func (s *Service) look(ctx context.Context, r *Request, step Step) (*File, error) {
	f := newFile(r.Path)
	r.DryRun = true
	b, err := s.open(ctx, f, r, step)
	if err != nil {
		f.fail(err)
		return f, nil
	}
	defer b.close()
	switch {
	case f.Format == ShopifyOrders:
	case b.sketcher() != nil && (s.db.ReadOnly() || f.Format == PriceList && r.Supplier == "" && !r.Guess):
		f.failIf(s.db.Read(ctx, b.sketcher()))
		return f, nil
	default:
		return nil, errRehearse
	}
	b.seen.on = true
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		b.q = q
		if b.looker, err = order.NewLooker(ctx, q); err != nil {
			return err
		}
		defer func() { _ = b.looker.Close() }() // it was only read
		if err := b.mergeOrders(); err != nil {
			return err
		}
		return b.finish()
	})
	switch {
	case errors.Is(err, order.ErrTwice):
		return nil, errRehearse
	case ctx.Err() != nil:
		return nil, stopped(ctx)
	case err != nil:
		f.fail(err)
	}
	return f, nil
}

func stopped(ctx context.Context) error {
	return model.Errorf(model.Cancelled, "Looking at the file was stopped. Nothing was changed.").Because(ctx.Err())
}

// rehearse imports the files in one transaction that is taken back: each sees
// what those before it would have done.
func (s *Service) rehearse(ctx context.Context, reqs []Request, step Step) ([]*File, error) {
	files := make([]*File, len(reqs))
	err := s.db.Write(ctx, func(tx *store.Tx) error {
		for i := range reqs {
			files[i] = newFile(reqs[i].Path)
			reqs[i].DryRun = true
			b, err := s.open(ctx, files[i], &reqs[i], step)
			if err != nil {
				files[i].fail(err)
				continue
			}
			err = b.part(tx, &reqs[i])
			b.close()
			if err != nil {
				return err
			}
		}
		return errDryRun
	})
	if errors.Is(err, errDryRun) {
		return files, nil
	}
	if ctx.Err() != nil {
		err = stopped(ctx)
	}
	return nil, err
}

// part does one file of a rehearsal. One that fails leaves no trace for those
// after it.
func (b *batch) part(tx *store.Tx, r *Request) error {
	f := b.file
	if sketch := b.sketcher(); sketch != nil {
		if err := sketch(tx.DB); err != nil {
			f.fail(err)
			return nil
		}
	}
	if f.Format == PriceList && b.options.Supplier == "" {
		if b.seen.Supplier == "" || !r.Guess {
			return nil
		}
		b.options.Supplier = b.seen.Supplier
	}
	if err := tx.Exec("SAVEPOINT one_file").Error; err != nil {
		return err
	}
	b.seen.on = true
	if err := b.write(tx); err != nil {
		if b.ctx.Err() != nil {
			return err
		}
		f.fail(err)
		if err := tx.Exec("ROLLBACK TO SAVEPOINT one_file").Error; err != nil {
			return err
		}
	}
	f.Batch = nil
	return tx.Exec("RELEASE SAVEPOINT one_file").Error
}
