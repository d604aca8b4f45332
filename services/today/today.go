// Package today says what waits for the merchant, the most urgent first, and how
// the business went lately, in a few figures. It only reads, and it says nothing
// in words: kinds, names and numbers, from which a screen makes sentences.
//
// It must not know how anything is done about what it finds.
package today

import (
	"context"
	"sync"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/memo"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/proof"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/store"
)

// Service answers for one open book.
type Service struct {
	db   *store.DB
	book *orderbook.Service

	kept *memo.Memory // answers, while the book and the day are the same

	mu    sync.Mutex
	check *proof.Result // the last one that was made, nil for none
	begun bool          // a check was begun: the book was not opened just now
}

// New returns the service of the book; orders are those of the same book.
func New(db *store.DB, orders *orderbook.Service) *Service {
	return &Service{db: db, book: orders, kept: memo.New(db)}
}

// Checked tells what the last check of the book found; until then nothing is
// known of it. A check takes seconds, so it is not made here.
func (s *Service) Checked(r proof.Result) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.check = &r
}

// Proof checks the book, unless nothing was changed since it did so last; whoever
// asks meanwhile waits for the same check. What it finds is told as by Checked.
// Before it, what 3PLs charge for months that are over by now is booked.
func (s *Service) Proof(ctx context.Context) (proof.Result, error) {
	return memo.Recall(ctx, s.kept, "proof "+string(s.db.Today()), func() (proof.Result, error) {
		if err := s.accrue(ctx); err != nil {
			return proof.Result{}, err
		}
		r, err := proof.Check(ctx, s.db, false)
		if err == nil {
			s.Checked(r)
		}
		return r, err
	})
}

// accrue books what 3PLs charge for months that are over, where that is still to
// be done; in a book that is only looked at it stays so.
func (s *Service) accrue(ctx context.Context) error {
	if s.db.ReadOnly() {
		return nil
	}
	due := false
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		due, err = stock.Due(q, s.db.Today())
		return err
	})
	if err != nil || !due {
		return err
	}
	return s.db.Write(ctx, func(tx *store.Tx) error {
		_, err := stock.Accrue(tx)
		return err
	})
}

// Due tells whoever asks first that nobody has checked the book since it was
// opened: they should, when nothing else is to be done. To all others, and once
// Checked was told of a check, it says no. What a book lacks only because it was
// opened this moment, the backup of the day, is told from now on.
func (s *Service) Due() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	due := !s.begun && s.check == nil
	s.begun = true
	return due
}

// count reads one number.
func count(q *gorm.DB, text string, args ...any) (n int64, err error) {
	err = query.New(text, args...).Rows(q, func(r query.Row) error {
		n = r.Int(0)
		return nil
	})
	return n, err
}

// Counts are what waits, for the badges of the rail.
type Counts struct {
	Open      int // orders that are not done
	ToRoute   int // of these, orders for which no supplier was chosen
	Held      int // orders with a line that cannot be routed, or that a person holds
	ToForward int // orders of which a part is still to leave
	ToRefill  int // replenishments that wait for approval, or to leave
	Unsure    int // purchase orders of which nobody knows whether they left
}

// Counts counts what waits.
func (s *Service) Counts(ctx context.Context) (Counts, error) {
	var c Counts
	f, err := s.book.Open(ctx, orderbook.Query{})
	if err != nil {
		return c, err
	}
	c.Open = f.Count
	for _, state := range f.Facets.States {
		switch state.Code {
		case order.ToRoute:
			c.ToRoute = state.Count
		case order.Held:
			c.Held = state.Count
		case order.ToForward, order.PartForwarded:
			c.ToForward += state.Count
		}
	}
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		n, err := count(q, `SELECT COUNT(*) FROM purchase_order WHERE state = 'unknown'`)
		if err != nil {
			return err
		}
		c.Unsure = int(n)
		n, err = count(q, `SELECT COUNT(*) FROM purchase_order WHERE `+waitingRefill)
		c.ToRefill = int(n)
		return err
	})
	return c, err
}

// StepKind names a step of the list that helps a new merchant to begin.
type StepKind string

// The steps, in the order in which they are taken.
const (
	SetUpShop   StepKind = "shop"
	AddSupplier StepKind = "supplier"
	ImportOrder StepKind = "import"
	FirstSend   StepKind = "forward"
	FirstExport StepKind = "export"
)

// Step is one of them. Names are those of the first few shops or suppliers.
type Step struct {
	Kind  StepKind
	Done  bool
	Names []string
}

// Checklist tells how far a new merchant has come.
func (s *Service) Checklist(ctx context.Context) ([]Step, error) {
	steps := []Step{{Kind: SetUpShop}, {Kind: AddSupplier}, {Kind: ImportOrder}, {Kind: FirstSend}, {Kind: FirstExport}}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		for i, table := range []string{"shop", "supplier"} {
			err := query.New(`SELECT name FROM `+table+` WHERE archived_at = '' ORDER BY id LIMIT 3`).Rows(q, func(r query.Row) error {
				steps[i].Names = append(steps[i].Names, r.Text(0))
				return nil
			})
			if err != nil {
				return err
			}
			steps[i].Done = len(steps[i].Names) > 0
		}
		for i, fact := range []string{`sales_order`, `forwarding WHERE state = 'sent'`, `history WHERE kind = '` + exportKind + `'`} {
			n, err := count(q, `SELECT COUNT(*) FROM (SELECT 1 FROM `+fact+` LIMIT 1) AS found`)
			if err != nil {
				return err
			}
			steps[i+2].Done = n > 0
		}
		return nil
	})
	return steps, err
}

// exportKind is the kind of record in the history that an export leaves.
const exportKind = "export"

// Exported notes that the books were exported for the accountant; what names the
// file or the period.
func (s *Service) Exported(ctx context.Context, what string) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		return history.Record(tx, history.Subject{Kind: exportKind, Key: what}, []history.Change{{Field: "file", New: what}}, "")
	})
}
