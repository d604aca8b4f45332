// Package approval is what a merchant decides before a day's orders leave: it
// shows what waits for a supplier, what stands in purchase orders and what
// speaks against it, explains why a supplier was chosen, and lets a person
// choose another, hold an order, approve and send. Whatever is done can be
// taken back until it has left.
//
// It must not know how a supplier is judged, how a purchase order is gathered
// or how it leaves: those are routing, purchase and forward.
package approval

import (
	"context"

	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/store"
)

// Service is the approval of one book.
type Service struct {
	db        *store.DB
	bus       *event.Bus
	routing   *routing.Service
	purchases *purchase.Service
	forward   *forward.Service
	docs      forward.Documents
}

// New makes the approval of a book; docs makes what goes to suppliers.
func New(db *store.DB, bus *event.Bus, jobs *job.Runner, docs forward.Documents) *Service {
	return &Service{db, bus, routing.New(db, bus, jobs), purchase.New(db, bus), forward.New(db, bus, jobs, docs), docs}
}

// Approve lets purchase orders leave, all or none. One with a blocking warning
// is refused with its sentence.
func (s *Service) Approve(ctx context.Context, purchases []int64) error {
	return s.purchases.Approve(ctx, purchases)
}

// Unapprove makes drafts of approved purchase orders, all or none.
func (s *Service) Unapprove(ctx context.Context, purchases []int64, why string) error {
	return s.purchases.Hold(ctx, purchases, why)
}

// Cancel ends purchase orders that have not left, all or none: the lines of
// orders wait for a supplier again, a replenishment orders nothing. why is kept
// in the history.
func (s *Service) Cancel(ctx context.Context, purchases []int64, why string) error {
	return s.purchases.Cancel(ctx, purchases, why)
}

// Hold holds one order back; see purchase.Service.HoldOrder. What it returns
// takes the hold back exactly with UndoHold.
func (s *Service) Hold(ctx context.Context, orderID int64, why string) (purchase.HeldOrder, error) {
	return s.purchases.HoldOrder(ctx, orderID, why)
}

// Release ends the hold of an order and returns the purchase orders it stands
// in now, which wait to be approved.
func (s *Service) Release(ctx context.Context, orderID int64, why string) ([]int64, error) {
	return s.purchases.ReleaseOrder(ctx, orderID, why)
}

// UndoHold takes a hold back, approvals with it.
func (s *Service) UndoHold(ctx context.Context, h purchase.HeldOrder) error {
	return s.purchases.UndoHold(ctx, h)
}

// StillHeld tells whether UndoHold can still take all of these holds back.
func (s *Service) StillHeld(ctx context.Context, holds []purchase.HeldOrder) (bool, error) {
	return s.purchases.StillHeld(ctx, holds)
}

// Gather brings what was routed into purchase orders and returns those it wrote
// to. The board tells by Loose whether there is anything to gather.
func (s *Service) Gather(ctx context.Context) ([]int64, error) { return s.purchases.Draft(ctx) }

// Forward sends approved purchase orders into their suppliers' folders below
// out: those named, or all. It runs as a job with progress. When it is stopped
// the result tells what had left by then.
func (s *Service) Forward(ctx context.Context, out string, purchases []int64) (forward.Result, error) {
	return s.forward.Forward(ctx, forward.Options{Out: out, Purchases: purchases, Now: true})
}

// Papers returns the paths of the files that left with a purchase order, none
// when it has not left.
func (s *Service) Papers(ctx context.Context, purchaseID int64) ([]string, error) {
	return s.forward.Papers(ctx, purchaseID)
}

// PreviewPapers writes the files of a purchase order as they would leave now
// into a folder of its own below the given one, and returns their paths.
func (s *Service) PreviewPapers(ctx context.Context, purchaseID int64, folder string) ([]string, error) {
	return s.forward.Preview(ctx, purchaseID, folder)
}
