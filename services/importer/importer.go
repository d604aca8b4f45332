package importer

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/importer/answers"
	"github.com/dropledger/dropledger/services/importer/pricelist"
	"github.com/dropledger/dropledger/services/importer/sheet"
	"github.com/dropledger/dropledger/services/importer/shopify"
	"github.com/dropledger/dropledger/services/importer/tracking"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/store"
)

// The formats that are recognised.
const (
	ShopifyOrders   = "shopify-orders"
	ShopifyProducts = "shopify-products"
	PriceList       = "price-list"
	Tracking        = "tracking"
	Answers         = "acknowledgements"
)

// Formats lists the formats that can be imported.
func Formats() []string {
	return []string{ShopifyOrders, ShopifyProducts, PriceList, Tracking, Answers}
}

// Options say what the files belong to. As forces a format; Shop names the shop
// the orders or products are of, and makes it when it is new; Supplier names
// the supplier of a price list; Mapping gives the columns of a price list where
// the proposed ones are wrong, as field=column header.
type Options struct {
	As, Shop, Supplier string
	Mapping            map[string]string
	Written            Written // how a price list is written, where the proposal is wrong
	DryRun             bool
	Reading            sheet.Reading // how the file is read where its content does not decide
	Repairs            []Repair      // cells that a person mended
	Leave              []int         // rows of records that are not to be taken
	SHA256             string        // of the file that was shown: another content is refused; "" takes any
	Guess              bool          // takes the shop that has some of the orders, and what looks like a price list for one
}

// Written says how the numbers and days of a price list are written, and the
// currency of prices that name none. What is empty is as proposed or remembered.
type Written struct {
	Decimal  sheet.Decimal
	Dates    sheet.DateOrder
	Currency model.Currency
}

// Repair is a cell that a person mended: Value counts instead of what stands in
// the file, Found. The column is named as in its problem.
type Repair struct {
	Row    int    `json:"row"`
	Column string `json:"column"`
	Found  string `json:"found"`
	Value  string `json:"value"`
}

// Request is one file with what is known of it.
type Request struct {
	Path string
	Options
}

// Step hears how far work is: bytes or records done, of all, and a word for it.
type Step func(done, total int64, text string)

// Service imports files into one book.
type Service struct {
	db  *store.DB
	bus *event.Bus
	job *job.Runner
	// Committed is called with the batch number once a file's records are safely
	// in the book; nil is not called.
	Committed func(batch int64)
}

// New makes the import service of a book.
func New(db *store.DB, bus *event.Bus, jobs *job.Runner) *Service {
	return &Service{db: db, bus: bus, job: jobs}
}

// errDryRun takes the transaction of a preview back.
var errDryRun = errors.New("preview only")

// Import brings the files in one after the other, each in one transaction: all
// of its records or none. A file that cannot be read is told in its result and
// does not stop the others. With DryRun it only tells what would be done.
func (s *Service) Import(ctx context.Context, paths []string, o Options) (Result, error) {
	reqs := make([]Request, len(paths))
	for i, path := range paths {
		reqs[i] = Request{path, o}
	}
	if !o.DryRun {
		return s.ImportAll(ctx, reqs)
	}
	var res Result
	err := s.job.Run(ctx, jobName, func(ctx context.Context, p *job.Progress) (err error) {
		res.Files, err = s.Preview(ctx, reqs, p.Bytes)
		return err
	})
	res.judge()
	return res, err
}

const jobName = "Import"

// ImportAll is Import for files of which each has options of its own.
func (s *Service) ImportAll(ctx context.Context, reqs []Request) (Result, error) {
	var res Result
	err := s.job.Run(ctx, jobName, func(ctx context.Context, p *job.Progress) error {
		for i := range reqs {
			f := newFile(reqs[i].Path)
			res.Files = append(res.Files, f)
			if err := s.commit(ctx, f, &reqs[i], p.Bytes); err != nil {
				f.fail(err)
				if model.CodeOf(err) == model.Cancelled {
					return err
				}
			}
		}
		return nil
	})
	res.judge()
	return res, err
}

// commit merges a file for good.
func (s *Service) commit(ctx context.Context, f *File, r *Request, step Step) error {
	b, err := s.open(ctx, f, r, step)
	if err != nil {
		return err
	}
	defer b.close()
	return s.db.Write(ctx, func(tx *store.Tx) error {
		if err := b.write(tx); err != nil {
			return err
		}
		tx.After(func() { s.published(f) })
		return nil
	})
}

// open recognises a file and lays the repairs of the request over it.
func (s *Service) open(ctx context.Context, f *File, r *Request, step Step) (*batch, error) {
	if err := s.refuseBook(f.Path); err != nil {
		return nil, err
	}
	src, err := sheet.OpenWith(f.Path, r.Reading, sheet.Limits{})
	if err != nil {
		return nil, err
	}
	b := &batch{ctx: ctx, file: f, options: r.Options, src: src, progress: step, seen: newView(f)}
	err = s.db.Read(context.WithoutCancel(ctx), b.recall)
	if err == nil {
		err = b.prepare()
	}
	if err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

// refuseBook keeps the open book from being read as a file: closing a second
// handle on it would drop the locks that protect it.
func (s *Service) refuseBook(path string) error {
	file, err := os.Stat(path)
	if err != nil {
		return nil // opening it says what is wrong
	}
	for _, part := range []string{"", "-wal", "-shm", ".lock"} {
		if book, err := os.Stat(s.db.Path() + part); err == nil && os.SameFile(file, book) {
			return model.Errorf(model.Invalid, "%s is the open book itself, not a file to import. Nothing was changed.", path)
		}
	}
	return nil
}

func (s *Service) published(f *File) {
	if s.Committed != nil && f.Batch != nil {
		s.Committed(*f.Batch)
	}
	switch f.Format {
	case ShopifyOrders:
		s.bus.OrdersChanged.Publish(nil)
		s.bus.BooksChanged.Publish(nil)
	case ShopifyProducts:
		s.bus.ProductsChanged.Publish(nil)
	case PriceList:
		s.bus.OffersChanged.Publish(nil)
	case Tracking, Answers:
		s.bus.PurchasesChanged.Publish(nil)
		s.bus.OrdersChanged.Publish(nil)
	}
}

// Format is the format that a word of a person names, "" for none; one that does
// not exist is refused with code invalid.
func Format(word string) (string, error) {
	as := strings.ReplaceAll(word, "_", "-")
	if word != "" && !slices.Contains(Formats(), as) {
		return "", model.FieldErrorf("as", "There is no import format %q; the formats are %s.", word, strings.Join(Formats(), ", "))
	}
	return as, nil
}

// recognise tells the format of a file from its header, never from its name.
func recognise(src *sheet.Source, o Options) (string, error) {
	if as, err := Format(o.As); err != nil || as != "" {
		return as, err
	}
	if h, ok := src.FindHeader(shopify.OrdersLayout(), shopify.ProductsLayout()); ok {
		if h.Layout == shopify.OrdersLayout().Name {
			return ShopifyOrders, nil
		}
		return ShopifyProducts, nil
	}
	h, _ := src.FindHeader(shopify.OrdersLayout())
	if o.Supplier == "" && (h.Columns.Of("Lineitem name") >= 0 || h.Columns.Of("Lineitem sku") >= 0) {
		return ShopifyOrders, nil // its reader says which columns are missing
	}
	if o.Supplier != "" {
		return PriceList, noPrices(src, o)
	}
	if answers.Recognised(src) {
		return Answers, nil
	}
	if tracking.Recognised(src) {
		return Tracking, nil
	}
	if o.Guess && pricelist.ProposeFor(src).Validate() == nil {
		return PriceList, nil
	}
	return "", model.Errorf(model.Invalid, "%s is none of the files Dropledger knows: its columns fit neither a Shopify orders nor a Shopify products export. "+
		"If it is a supplier's price list, say whose it is; if it tells tracking numbers or acknowledges purchase orders, say so. Nothing was changed.", filepath.Base(src.Path()))
}

// noPrices refuses to take for a supplier's price list what answers purchase
// orders or tells tracking numbers: the quantities there are no stock. Who says
// what the columns are knows what the file is.
func noPrices(src *sheet.Source, o Options) error {
	what, as := "", ""
	switch {
	case len(o.Mapping) > 0:
		return nil
	case answers.Recognised(src), answers.Names(src):
		what, as = "answers purchase orders", Answers
	case tracking.Recognised(src):
		what, as = "tells tracking numbers", Tracking
	default:
		return nil
	}
	return model.FieldErrorf("as", "%s %s, so it was not taken for a price list. Nothing was changed. Import it as %s without naming a supplier, or as %s if it is a price list all the same.",
		filepath.Base(src.Path()), what, as, PriceList)
}
