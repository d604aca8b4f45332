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
	"github.com/dropledger/dropledger/services/importer/sheet"
	"github.com/dropledger/dropledger/services/importer/shopify"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/store"
)

// The formats that are recognised.
const (
	ShopifyOrders   = "shopify-orders"
	ShopifyProducts = "shopify-products"
	PriceList       = "price-list"
)

// Formats lists the formats that can be imported.
func Formats() []string { return []string{ShopifyOrders, ShopifyProducts, PriceList} }

// Options say what the files belong to. As forces a format; Shop names the shop
// the orders or products are of, and makes it when it is new; Supplier names
// the supplier of a price list; Mapping gives the columns of a price list where
// the proposed ones are wrong, as field=column header.
type Options struct {
	As, Shop, Supplier string
	Mapping            map[string]string
	DryRun             bool
}

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
// does not stop the others. With DryRun all is done and taken back.
func (s *Service) Import(ctx context.Context, paths []string, o Options) (Result, error) {
	var res Result
	err := s.job.Run(ctx, "Import", func(ctx context.Context, p *job.Progress) error {
		for _, path := range paths {
			f := s.importFile(ctx, path, o, p)
			res.Files = append(res.Files, f)
			if f.err != nil && model.CodeOf(f.err) == model.Cancelled {
				return f.err
			}
		}
		return nil
	})
	res.judge()
	return res, err
}

func (s *Service) importFile(ctx context.Context, path string, o Options, p *job.Progress) *File {
	f := newFile(path)
	if err := s.read(ctx, f, o, p); err != nil {
		f.fail(err)
	}
	return f
}

// read recognises the file and merges its records.
func (s *Service) read(ctx context.Context, f *File, o Options, p *job.Progress) error {
	if err := s.refuseBook(f.Path); err != nil {
		return err
	}
	src, err := sheet.Open(f.Path, sheet.Limits{})
	if err != nil {
		return err
	}
	defer func() { _ = src.Close() }() // it was only read
	if f.Format, err = recognise(src, o); err != nil {
		return err
	}
	b := &batch{file: f, options: o, src: src, progress: p, ctx: ctx}
	err = s.db.Write(ctx, func(tx *store.Tx) error {
		if err := b.begin(tx); err != nil {
			return err
		}
		if err := b.merge(); err != nil {
			return err
		}
		if err := b.finish(); err != nil {
			return err
		}
		if o.DryRun {
			return errDryRun
		}
		tx.After(func() { s.published(f) })
		return nil
	})
	if errors.Is(err, errDryRun) {
		f.Batch = nil
		return nil
	}
	return err
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
	}
}

// recognise tells the format of a file from its header, never from its name.
func recognise(src *sheet.Source, o Options) (string, error) {
	if as := strings.ReplaceAll(o.As, "_", "-"); slices.Contains(Formats(), as) {
		return as, nil
	}
	if o.As != "" {
		return "", model.FieldErrorf("as", "There is no import format %q; the formats are %s.", o.As, strings.Join(Formats(), ", "))
	}
	if h, ok := src.FindHeader(shopify.OrdersLayout(), shopify.ProductsLayout()); ok {
		if h.Layout == shopify.OrdersLayout().Name {
			return ShopifyOrders, nil
		}
		return ShopifyProducts, nil
	}
	if o.Supplier != "" {
		return PriceList, nil
	}
	h, _ := src.FindHeader(shopify.OrdersLayout())
	if h.Columns.Of("Lineitem name") >= 0 || h.Columns.Of("Lineitem sku") >= 0 {
		return ShopifyOrders, nil // its reader says which columns are missing
	}
	return "", model.Errorf(model.Invalid, "%s is none of the files Dropledger knows: its columns fit neither a Shopify orders nor a Shopify products export. "+
		"If it is a supplier's price list, say whose it is. Nothing was changed.", filepath.Base(src.Path()))
}
